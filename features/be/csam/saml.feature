@country:be @layer:saml
Feature: the portal towards SAML services

  The portal tells a service who somebody is. It has to know which service asks, that nobody changed the request, and
  where the answer may go; and what it answers has to stand on its own.

  @negative @must
  Scenario Outline: a request <alteration> is refused with a page
    Clause: [<clause>]
    A browser brings a request <alteration>. As long as it is not sure who asks, and where the answer may go, the portal
    answers with a page of its own and sends nobody anywhere.
    Usual causes: the signature of the query is verified over what was decoded and encoded again; a missing signature
    counts as a good one; the address for the answer is taken from the request.

    Given a request for a login on its way to the portal
    When the service's request comes <alteration>
    Then the portal refuses with <code>
    And nobody is logged in

    Examples: signatures
      | id          | requirement                 | kills                   | code                  | clause                 | alteration                                  |
      | FAS-SAML-01 | REQ-SAML-BINDINGS-3.4.4.1-1 | M-FAS-request-signature | fas-request-signature | SAML Bindings §3.4.4.1 | without a signature                         |
      | FAS-SAML-02 | REQ-SAML-BINDINGS-3.4.4.1-2 | M-FAS-request-signature | fas-request-signature | SAML Bindings §3.4.4.1 | signed by a stranger                        |
      | FAS-SAML-03 | REQ-FAS-SAML-3-2            | M-FAS-request-signature | fas-request-signature | FAS SAML               | signed with SHA-1                           |
      | FAS-SAML-04 | REQ-SAML-BINDINGS-3.4.4.1-3 | M-FAS-request-signature | fas-request-signature | SAML Bindings §3.4.4.1 | with another RelayState than was signed     |
      | FAS-SAML-05 | REQ-SAML-BINDINGS-3.5.4-1   | M-FAS-request-signature | fas-request-signature | SAML Bindings §3.5.4   | by a form, signed by a stranger             |
      | FAS-SAML-06 | REQ-SAML-CORE-5.4.2-3       | M-FAS-request-signature | fas-request-signature | SAML Core §5.4.2       | by a form, hidden in one that nobody signed |

    Examples: who and where
      | id          | requirement                 | kills                      | code                     | clause                 | alteration                                            |
      | FAS-SAML-10 | REQ-SAML-PROFILES-4.1.4.1-2 | M-FAS-request-known-issuer | fas-request-known-issuer | SAML Profiles §4.1.4.1 | from a service that nobody registered                 |
      | FAS-SAML-11 | REQ-SAML-BINDINGS-3.4.5.2-2 | M-FAS-request-destination  | fas-request-destination  | SAML Bindings §3.4.5.2 | for the address of another portal                     |
      | FAS-SAML-12 | REQ-SAML-CORE-3.4.1-3       | M-FAS-request-consumer     | fas-request-consumer     | SAML Core §3.4.1       | with an address for the answer that nobody registered |
      | FAS-SAML-13 | REQ-SAML-CORE-3.4.1-4       | M-FAS-request-consumer     | fas-request-consumer     | SAML Core §3.4.1       | with a number for the answer that nobody registered   |

    Examples: when and what
      | id          | requirement           | kills                       | code                      | clause           | alteration       |
      | FAS-SAML-14 | REQ-SAML-CORE-3.2.1-2 | M-FAS-request-issue-instant | fas-request-issue-instant | SAML Core §3.2.1 | made an hour ago |
      | FAS-SAML-15 | REQ-SAML-CORE-3.2.1-3 | M-FAS-request-issue-instant | fas-request-issue-instant | SAML Core §3.2.1 | made in an hour  |
      | FAS-SAML-16 | REQ-SAML-CORE-4.1.2-2 | M-FAS-request-version       | fas-request-version       | SAML Core §4.1.2 | in version 1.1   |
      | FAS-SAML-17 | REQ-SAML-CORE-3.2.1-4 | M-FAS-request-id            | fas-request-id            | SAML Core §3.2.1 | without an ID    |

  @FAS-SAML-18 @REQ-SAML-BINDINGS-3.4.5.1-2 @kills:M-FAS-request-replay @must @negative
  Scenario: a request that comes twice
    Clause: [SAML Bindings §3.4.5.1]
    Whoever has seen the address sends it again. The portal remembers requests for as long as it could accept them.

    Given a request for a login on its way to the portal
    When the service's request arrives twice
    Then the portal refuses with fas-request-replay

  @negative @must
  Scenario Outline: a request <alteration> is refused with a response
    Clause: [<clause>]
    The service is known and so is its address: the portal tells it by a signed response what was wrong, and the service
    can believe it.
    Usual causes: the request is followed as far as it is understood.

    Given a request for a login on its way to the portal
    When the service's request comes <alteration>
    Then the relying party refuses with <status>
    And nobody is logged in

    Examples:
      | id          | requirement               | kills                          | status              | clause               | alteration                           |
      | FAS-SAML-20 | REQ-SAML-PROFILES-4.1.2-1 | M-FAS-request-protocol-binding | RequestUnsupported  | SAML Profiles §4.1.2 | that wants the answer as an artifact |
      | FAS-SAML-21 | REQ-SAML-CORE-3.4.1.1-2   | M-FAS-request-name-id-policy   | InvalidNameIDPolicy | SAML Core §3.4.1.1   | that wants a mail address as name    |
      | FAS-SAML-22 | REQ-SAML-CORE-3.3.2.2.1-3 | M-FAS-request-authn-context    | NoAuthnContext      | SAML Core §3.3.2.2.1 | that wants a level that nobody knows |
      | FAS-SAML-23 | REQ-SAML-CORE-3.3.2.2.1-4 | M-FAS-request-authn-context    | NoAuthnContext      | SAML Core §3.3.2.2.1 | that wants better than level 400     |

  @must
  Scenario Outline: the response <what>
    Clause: [<clause>]
    What the portal sends to the service at the end of a login is looked at before it arrives.

    Given a German citizen in front of a browser
    When a login with SAML reaches the relying party
    Then the portal's <step>

    Examples:
      | id          | requirement                 | clause                 | what                                   | step                                                        | kills                                                                                                                                |
      | FAS-SAML-30 | REQ-SAML-PROFILES-4.1.4.5-2 | SAML Profiles §4.1.4.5 | is signed by a key of the metadata     | response is signed                                          | M-FAS-saml-response-unsigned M-FAS-saml-foreign-key M-FAS-saml-sha1-signature                                                        |
      | FAS-SAML-31 | REQ-FAS-SAML-3-3            | FAS SAML               | has an assertion that is signed itself | assertion is signed by itself                               | M-FAS-saml-unsigned M-FAS-saml-assertion-unsigned M-FAS-saml-altered-after-signing M-FAS-saml-signature-wrapped                      |
      | FAS-SAML-32 | REQ-SAML-CORE-2.3.4-1       | SAML Core §2.3.4       | hides the person from the browser      | assertion is encrypted for the relying party                | M-FAS-saml-not-encrypted                                                                                                             |
      | FAS-SAML-33 | REQ-SAML-CORE-3.3.3-2       | SAML Core §3.3.3       | is a success with one assertion        | response is a success with one assertion                    | M-FAS-saml-failure-with-assertion M-FAS-saml-two-assertions                                                                          |
      | FAS-SAML-34 | REQ-SAML-PROFILES-4.1.4.2-6 | SAML Profiles §4.1.4.2 | answers this request at this address   | response answers the request, at the address of the service | M-FAS-saml-wrong-destination M-FAS-saml-wrong-in-response-to M-FAS-saml-wrong-recipient M-FAS-saml-wrong-confirmation-in-response-to |
      | FAS-SAML-35 | REQ-SAML-PROFILES-4.1.4.2-7 | SAML Profiles §4.1.4.2 | was made by the portal, just now       | response was made by the portal, just now                   | M-FAS-saml-wrong-issuer M-FAS-saml-wrong-assertion-issuer M-FAS-saml-wrong-version M-FAS-saml-old-response                           |
      | FAS-SAML-36 | REQ-SAML-PROFILES-4.1.4.2-8 | SAML Profiles §4.1.4.2 | may be delivered by its bearer         | assertion may be delivered by its bearer for some minutes   | M-FAS-saml-name-missing M-FAS-saml-no-bearer M-FAS-saml-confirmation-expired                                                         |
      | FAS-SAML-37 | REQ-SAML-CORE-2.5.1-1       | SAML Core §2.5.1       | is for the service alone               | assertion is for the service alone, for some minutes        | M-FAS-saml-wrong-audience M-FAS-saml-expired M-FAS-saml-not-yet-valid M-FAS-saml-unknown-condition                                   |
      | FAS-SAML-38 | REQ-SAML-CORE-2.7.2-2       | SAML Core §2.7.2       | tells how the person was authenticated | assertion tells of an authentication at level 500           | M-FAS-saml-no-authn-statement M-FAS-saml-authn-instant-ahead M-FAS-saml-session-ended M-FAS-level-too-low                            |
      | FAS-SAML-39 | REQ-FAS-SAML-3.1-3          | FAS SAML, attributes   | tells who the person is                | assertion tells of LENE MARIT BEISPIELER                    | M-FAS-saml-attribute-missing M-FAS-saml-attribute-twice M-FAS-names-swapped                                                          |

  @FAS-SAML-40 @REQ-FAS-SAML-3.1-4 @kills:M-FAS-federal-id-changes @must
  Scenario: the federal id stays the same
    Clause: [FAS SAML, attributes]
    The federal id is how a service knows a person without a national number. It is the same at the next login, with
    another browser too.

    Given the service knows the federal id of an earlier login
    When a login with SAML reaches the relying party
    Then the portal's assertion has the federal id of the earlier login

  @FAS-SAML-41 @REQ-CWE-384-1 @kills:M-FAS-session-kept @must
  Scenario: a planted session is not logged in at the portal
    Clause: [CWE-384]
    Somebody plants a session of the portal in the citizen's browser. The login gives the session another name.

    Given somebody has planted the session in which the citizen logs in
    When the citizen goes on to the end
    Then the citizen is logged in
    And whoever planted the session has none at the portal

  @FAS-SAML-50 @REQ-SAML-PROFILES-4.4.4.1-3 @kills:M-FAS-saml-logout-unsigned @must
  Scenario: the portal's logout request is signed
    Clause: [SAML Profiles §4.4.4.1]
    The person logs out at the portal, which tells the service.

    Given the citizen is logged in with SAML, under a session that both sides know
    And the browser will stop before the logout of the relying party
    When the citizen logs out at the portal
    Then the portal's logout message is signed

  @FAS-SAML-51 @REQ-SAML-PROFILES-4.4.4.2-1 @kills:M-FAS-saml-logout-unsigned @must
  Scenario: the portal's answer to a logout request is signed
    Clause: [SAML Profiles §4.4.4.2]
    The service asks, and the portal ends its session and says so.

    Given the citizen is logged in with SAML, under a session that both sides know
    And the browser will stop before the logout of the relying party
    When a logout request to the portal comes as it should be
    Then the portal's logout message is signed
    And the portal has ended the citizen's session

  @negative @must
  Scenario Outline: a logout request <forgery> ends nothing at the portal
    Clause: [<clause>]
    Whoever is not the service cannot end the sessions that people have with it.

    Given the citizen is logged in with SAML, under a session that both sides know
    When a logout request to the portal comes <forgery>
    Then the portal refuses with <code>
    And the portal has not ended the citizen's session

    Examples:
      | id          | requirement                 | kills                        | code                       | clause                 | forgery                         |
      | FAS-SAML-52 | REQ-SAML-PROFILES-4.4.4.1-4 | M-FAS-logout-signature       | fas-logout-signature       | SAML Profiles §4.4.4.1 | without a signature             |
      | FAS-SAML-53 | REQ-SAML-PROFILES-4.4.3-3   | M-FAS-logout-signature       | fas-logout-signature       | SAML Profiles §4.4.3   | signed by a stranger            |
      | FAS-SAML-54 | REQ-SAML-PROFILES-4.4.4-2   | M-FAS-logout-known-issuer    | fas-logout-known-issuer    | SAML Profiles §4.4.4   | from somebody that nobody knows |
      | FAS-SAML-55 | REQ-SAML-BINDINGS-3.4.5.2-3 | M-FAS-logout-destination     | fas-logout-destination     | SAML Bindings §3.4.5.2 | for another address             |
      | FAS-SAML-56 | REQ-SAML-CORE-3.2.1-5       | M-FAS-logout-issue-instant   | fas-logout-issue-instant   | SAML Core §3.2.1       | made an hour ago                |
      | FAS-SAML-57 | REQ-SAML-CORE-3.7.1-3       | M-FAS-logout-not-on-or-after | fas-logout-not-on-or-after | SAML Core §3.7.1       | that ended an hour ago          |
      | FAS-SAML-58 | REQ-SAML-CORE-3.7.1-4       | M-FAS-logout-name-id         | fas-logout-name-id         | SAML Core §3.7.1       | with an empty name              |
      | FAS-SAML-59 | REQ-SAML-CORE-4.1.2-3       | M-FAS-logout-version         | fas-logout-version         | SAML Core §4.1.2       | in version 1.1                  |

  @FAS-SAML-60 @REQ-SAML-BINDINGS-3.4.5.1-3 @kills:M-FAS-logout-replay @must @negative
  Scenario: a logout request that comes to the portal twice
    Clause: [SAML Bindings §3.4.5.1]
    The second time it is refused.

    Given the citizen is logged in with SAML, under a session that both sides know
    When a logout request to the portal arrives twice
    Then the portal refuses with fas-logout-replay

  @FAS-SAML-61 @REQ-SAML-CORE-3.2.2-6 @kills:M-FAS-logout-in-response-to @must @negative
  Scenario: an answer to a logout that the portal never asked for
    Clause: [SAML Core §3.2.2]
    It belongs to no request of this browser, and ends nothing.

    Given the citizen is logged in with SAML, under a session that both sides know
    When the portal is told of a logout that it never asked for
    Then the portal refuses with fas-logout-in-response-to
    And the portal has not ended the citizen's session
