@country:be @layer:saml
Feature: what a service takes from the portal over SAML

  Whoever can place a message in a browser can place it in front of the service. So everything that the service believes
  of a person must follow from a signature of the portal, and must be meant for this service, this login and this moment.

  @negative
  Scenario Outline: <what> is refused
    Clause: [<clause>]
    The portal misbehaves in one point: <what>. The service must refuse the response, show why, and let nobody in.
    Usual causes: a library is asked for the attributes before it is asked whether they hold; checks that the library
    leaves to its user are left out.

    Given the portal misbehaves: <fault>
    When the citizen logs in with SAML
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples: signatures
      | id         | requirement                 | kills                             | fault                      | code                             | clause                 | what                                         | level  |
      | SP-SAML-01 | REQ-SAML-METADATA-2.4.4-1   | M-SP-response-assertion-signed    | saml-unsigned              | fas-response-assertion-signed    | SAML Metadata §2.4.4   | a response in which nothing is signed        | must   |
      | SP-SAML-03 | REQ-SAML-METADATA-2.4.1.1-1 | M-SP-response-signature           | saml-foreign-key           | fas-response-signature           | SAML Metadata §2.4.1.1 | a signature by a key that the metadata lack  | must   |
      | SP-SAML-04 | REQ-SAML-CORE-5.3-1         | M-SP-response-signature           | saml-altered-after-signing | fas-response-signature           | SAML Core §5.3         | an assertion that was altered after signing  | must   |
      | SP-SAML-05 | REQ-SAML-CORE-5.4.2-1       | M-SP-response-signed-element-used | saml-signature-wrapped     | fas-response-signed-element-used | SAML Core §5.4.2       | a signed assertion hidden inside another one | must   |
      | SP-SAML-06 | REQ-FAS-SAML-3-1            | M-SP-takes-weak-algorithms        | saml-sha1-signature        | fas-response-signature           | FAS SAML               | a signature with SHA-1                       | should |

    Examples: the response
      | id         | requirement                 | kills                         | fault                       | code                        | clause                 | what                                          | level  |
      | SP-SAML-10 | REQ-SAML-CORE-4.1.3-1       | M-SP-response-version         | saml-wrong-version          | fas-response-version        | SAML Core §4.1.3       | a response of version 1.1                     | should |
      | SP-SAML-11 | REQ-SAML-CORE-3.2.2-1       | M-SP-response-issue-instant   | saml-old-response           | fas-response-issue-instant  | SAML Core §3.2.2       | a response that was made an hour ago          | should |
      | SP-SAML-12 | REQ-SAML-BINDINGS-3.5.5.2-1 | M-SP-response-destination     | saml-wrong-destination      | fas-response-destination    | SAML Bindings §3.5.5.2 | a response for the address of another service | must   |
      | SP-SAML-13 | REQ-SAML-PROFILES-4.1.4.2-1 | M-SP-response-response-issuer | saml-wrong-issuer           | fas-response-issuer         | SAML Profiles §4.1.4.2 | a response of another portal                  | must   |
      | SP-SAML-14 | REQ-SAML-CORE-3.2.2-2       | M-SP-response-in-response-to  | saml-wrong-in-response-to   | fas-response-in-response-to | SAML Core §3.2.2       | a response to another request                 | must   |
      | SP-SAML-15 | REQ-SAML-CORE-3.3.3-1       | M-SP-response-status          | saml-failure-with-assertion | Responder                   | SAML Core §3.3.3       | an assertion beside a status of failure       | must   |
      | SP-SAML-16 | REQ-SAML-PROFILES-4.1.4.2-2 | M-SP-response-one-assertion   | saml-two-assertions         | fas-response-one-assertion  | SAML Profiles §4.1.4.2 | a response with two assertions                | should |

    Examples: the subject
      | id         | requirement                 | kills                                     | fault                                  | code                                     | clause                 | what                               | level  |
      | SP-SAML-20 | REQ-SAML-PROFILES-4.1.4.2-3 | M-SP-response-assertion-issuer            | saml-wrong-assertion-issuer            | fas-response-assertion-issuer            | SAML Profiles §4.1.4.2 | an assertion of another portal     | must   |
      | SP-SAML-21 | REQ-SAML-CORE-3.4.1.1-1     | M-SP-response-name-id                     | saml-name-missing                      | fas-response-name-id                     | SAML Core §3.4.1.1     | a subject without a name           | should |
      | SP-SAML-22 | REQ-SAML-PROFILES-4.1.4.2-4 | M-SP-response-bearer                      | saml-no-bearer                         | fas-response-bearer                      | SAML Profiles §4.1.4.2 | a subject that must hold a key     | must   |
      | SP-SAML-23 | REQ-SAML-PROFILES-4.1.4.3-1 | M-SP-response-recipient                   | saml-wrong-recipient                   | fas-response-recipient                   | SAML Profiles §4.1.4.3 | a confirmation for another service | must   |
      | SP-SAML-24 | REQ-SAML-PROFILES-4.1.4.3-2 | M-SP-response-confirmation-expiry         | saml-confirmation-expired              | fas-response-confirmation-expiry         | SAML Profiles §4.1.4.3 | a confirmation that has ended      | must   |
      | SP-SAML-25 | REQ-SAML-PROFILES-4.1.4.3-3 | M-SP-response-confirmation-in-response-to | saml-wrong-confirmation-in-response-to | fas-response-confirmation-in-response-to | SAML Profiles §4.1.4.3 | a confirmation for another request | must   |

    Examples: conditions
      | id         | requirement             | kills                          | fault                  | code                          | clause             | what                                             | level |
      | SP-SAML-30 | REQ-SAML-CORE-2.5.1.2-1 | M-SP-response-not-on-or-after  | saml-expired           | fas-response-not-on-or-after  | SAML Core §2.5.1.2 | an assertion that has ended                      | must  |
      | SP-SAML-31 | REQ-SAML-CORE-2.5.1.2-2 | M-SP-response-not-before       | saml-not-yet-valid     | fas-response-not-before       | SAML Core §2.5.1.2 | an assertion that begins in an hour              | must  |
      | SP-SAML-32 | REQ-SAML-CORE-2.5.1.4-1 | M-SP-response-audience         | saml-wrong-audience    | fas-response-audience         | SAML Core §2.5.1.4 | an assertion for another service                 | must  |
      | SP-SAML-33 | REQ-SAML-CORE-2.5.1.1-1 | M-SP-response-known-conditions | saml-unknown-condition | fas-response-known-conditions | SAML Core §2.5.1.1 | an assertion under a condition that nobody knows | must  |

    Examples: statements
      | id         | requirement                 | kills                              | fault                    | code                              | clause                 | what                                       | level  | tags          |
      | SP-SAML-40 | REQ-SAML-PROFILES-4.1.4.2-5 | M-SP-response-authn-statement      | saml-no-authn-statement  | fas-response-authn-statement      | SAML Profiles §4.1.4.2 | an assertion without an authentication     | should | -             |
      | SP-SAML-41 | REQ-SAML-CORE-2.7.2-1       | M-SP-response-authn-instant        | saml-authn-instant-ahead | fas-response-authn-instant        | SAML Core §2.7.2       | an authentication that is to be in an hour | should | -             |
      | SP-SAML-42 | REQ-SAML-PROFILES-4.1.4.3-4 | M-SP-response-session-expiry       | saml-session-ended       | fas-response-session-expiry       | SAML Profiles §4.1.4.3 | a session that ended before it began       | should | -             |
      | SP-SAML-43 | REQ-SAML-CORE-3.3.2.2.1-1   | M-SP-response-level                | level-too-low            | fas-response-level                | SAML Core §3.3.2.2.1   | a lower level than the service asked for   | must   | claims:levels |
      | SP-SAML-44 | REQ-FAS-SAML-3.1-1          | M-SP-response-mandatory-attributes | saml-attribute-missing   | fas-response-mandatory-attributes | FAS SAML, attributes   | an assertion without a family name         | should | -             |
      | SP-SAML-45 | REQ-SAML-CORE-2.7.3-1       | M-SP-response-unique-attributes    | saml-attribute-twice     | fas-response-unique-attributes    | SAML Core §2.7.3       | an assertion with two family names         | should | -             |

  @negative
  Scenario Outline: a response <forgery> is refused
    Clause: [<clause>]
    The portal is honest; somebody between it and the service is not. The key for encryption is public, so that an
    assertion can be encrypted by anybody: only a signature tells who made it.
    Usual causes: what can be decrypted is believed; the signature of one element is taken for that of another.

    Given a response of the portal on its way to the relying party
    When the portal's response comes <forgery>
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement                 | kills                          | code                          | clause                 | forgery                                      | level |
      | SP-SAML-50 | REQ-SAML-METADATA-2.4.1.1-2 | M-SP-response-signature        | fas-response-signature        | SAML Metadata §2.4.1.1 | signed by a stranger                         | must  |
      | SP-SAML-51 | REQ-SAML-METADATA-2.4.4-3   | M-SP-response-assertion-signed | fas-response-assertion-signed | SAML Metadata §2.4.4   | with an unsigned assertion of the attacker's | must  |
      | SP-SAML-52 | REQ-SAML-PROFILES-4.1.4.3-5 | M-SP-response-signature        | fas-response-signature        | SAML Profiles §4.1.4.3 | with an assertion that the attacker signed   | must  |
      | SP-SAML-53 | REQ-SAML-CORE-5.4.2-2       | M-SP-response-assertion-signed | fas-response-assertion-signed | SAML Core §5.4.2       | hidden in one of the attacker's              | must  |

  @SP-SAML-02 @REQ-SAML-METADATA-2.4.4-2 @kills:M-SP-response-assertion-signed @must @negative
  Scenario: an assertion without a signature of its own is refused by a service that wants one
    Clause: [SAML Metadata §2.4.4]
    The response is signed as a whole, its assertion is not. A service whose metadata say WantAssertionsSigned asks for
    more, and has to look.
    Usual causes: WantAssertionsSigned is published and not heeded.

    Given the relying party wants assertions signed
    And the portal misbehaves: saml-assertion-unsigned
    When the citizen logs in with SAML
    Then the relying party refuses with fas-response-assertion-signed
    And nobody is logged in

  @SP-SAML-54 @REQ-SAML-CORE-1.3.1-1 @kills:M-SP-response-whole-text @must
  Scenario: a comment inside a name cuts nothing off
    Clause: [SAML Core §1.3.1]
    Signatures pass over comments. A service that reads the text up to the first comment reads another name than was
    signed, which has been used to log in as somebody else.
    Usual causes: the first text node is taken for the text of the element.
    Resembles: CVE-2017-11427 (python-saml), CVE-2017-11428 (ruby-saml).

    Given the portal misbehaves: saml-comment-in-name
    When the citizen logs in with SAML
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @SP-SAML-55 @REQ-FAS-SAML-3.1-2 @kills:M-SP-swaps-names @must
  Scenario: first names and family name are in their places
    Clause: [FAS SAML, attributes]
    The attribute `givenName` has the first names and `surname` the family name. One public client of the real service
    has them the other way round.

    Given a German citizen in front of a browser
    When the citizen logs in with SAML
    Then the relying party shows LENE MARIT BEISPIELER

  @negative
  Scenario Outline: a response <arrival> is refused
    Clause: [<clause>]
    The response is the portal's and nobody has changed it. It arrives where it was not meant to arrive: at another
    browser it would log somebody in as the one who sent it, or let a thief in with what he picked up.
    Usual causes: the service keeps no record of its requests; RelayState is not bound to the browser.

    Given a login with SAML that has reached the relying party
    When the portal's response arrives <arrival>
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement               | kills                        | code                        | clause               | arrival                                             | level  | tags |
      | SP-SAML-60 | REQ-RFC6749-10.12-1       | M-SP-own-browser             | browser                     | RFC 6749 §10.12      | with another browser that has begun a login         | should | -    |
      | SP-SAML-61 | REQ-RFC6749-10.12-2       | M-SP-own-browser             | browser                     | RFC 6749 §10.12      | with a browser that the relying party does not know | should | -    |
      | SP-SAML-62 | REQ-SAML-PROFILES-4.1.5-1 | M-SP-response-solicited      | fas-response-solicited      | SAML Profiles §4.1.5 | without RelayState at a browser that has not asked  | should | -    |
      | SP-SAML-63 | REQ-SAML-CORE-3.2.2-3     | M-SP-response-in-response-to | fas-response-in-response-to | SAML Core §3.2.2     | as the answer to the login of another browser       | should | -    |
      | SP-SAML-64 | REQ-SAML-BINDINGS-3.5.3-1 | M-SP-own-relay-state         | relay-state                 | SAML Bindings §3.5.3 | with a word that nobody issued as RelayState        | should | own  |
      | SP-SAML-65 | REQ-RFC9700-4.11-1        | M-SP-follows-relay-state     | relay-state                 | RFC 9700 §4.11       | with the address of another site as RelayState      | should | own  |
      | SP-SAML-66 | REQ-SAML-BINDINGS-3.5.3-2 | M-SP-own-relay-state-length  | relay-state-length          | SAML Bindings §3.5.3 | with 81 bytes as RelayState                         | should | own  |

  @SP-SAML-67 @REQ-SAML-PROFILES-4.1.4.5-1 @kills:M-SP-response-replay @must @negative
  Scenario: a response that comes twice lets nobody in twice
    Clause: [SAML Profiles §4.1.4.5]
    Whoever finds the form in the history of a browser sends it again. The service remembers what it has seen for as long
    as it could be accepted.

    Given a login with SAML that has reached the relying party
    When the portal's response arrives twice
    Then the relying party refuses with fas-response-replay
    And whoever sends it once more from another browser is not logged in

  @SP-SAML-68 @REQ-SAML-CORE-3.2.2-4 @kills:M-SP-response-issue-instant @should @negative @clock
  Scenario: a response that is delivered too late
    Clause: [SAML Core §3.2.2]
    A form that has waited for seven minutes is none of this login.

    Given a login with SAML that has reached the relying party
    When 420 seconds pass
    And the message arrives as it is
    Then the relying party refuses with fas-response-issue-instant
    And nobody is logged in

  @SP-SAML-69 @REQ-SAML-CORE-3.4.1-1 @kills:M-SP-response-authn-instant @must @negative @clock @claims:new-login
  Scenario: an authentication from before the request is no new one
    Clause: [SAML Core §3.4.1]
    The service asks for a new authentication, since the card must be there each time. A portal that remembers the person
    tells when the person was really authenticated, and the service looks.
    Usual causes: ForceAuthn is sent, and AuthnInstant is not compared.

    Given the portal misbehaves: person-remembered
    And the citizen has logged in with SAML
    And 300 seconds have passed
    When the citizen logs in with SAML
    Then the relying party refuses with fas-response-authn-instant

  @SP-SAML-70 @REQ-SAML-CORE-3.2.2.3-1 @kills:M-SP-reflects-markup @must @negative
  Scenario: words of the portal are text
    Clause: [SAML Core §3.2.2.3]
    A status message is shown to people, if at all, as text. Anybody who can make a portal repeat their words could write
    into the service's pages otherwise.

    Given a login with SAML that has reached the relying party
    When the portal's response comes with a failure whose words are markup
    Then the relying party takes the portal's words for text
    And the relying party refuses with AuthnFailed
    And nobody is logged in

  @SP-SAML-71 @REQ-RFC6265-8.4-1 @kills:M-SP-keeps-session-name @should
  Scenario: a planted session is not logged in
    Clause: [RFC 6265 §8.4]
    Somebody plants a session of the service in the citizen's browser and waits for the login. The login must give the
    session another name.
    Usual causes: the session cookie stays the same when a person logs in.

    Given somebody has planted the session in which the citizen logs in
    When the citizen goes on to the end
    Then the citizen is logged in
    And whoever planted the session has none at the relying party

  Scenario Outline: the request <what>
    Clause: [<clause>]
    The service must say what it needs: a portal cannot give what was not asked for, and cannot believe who did not sign.

    When the relying party asks for a login with SAML
    Then the <step>

    Examples:
      | id         | requirement                 | kills                       | clause                 | what                          | step                                       | level | tags                   |
      | SP-SAML-80 | REQ-SAML-PROFILES-4.1.4.1-1 | M-SP-sends-unsigned-request | SAML Profiles §4.1.4.1 | is signed                     | request is signed by the relying party     | must  | claims:signed-requests |
      | SP-SAML-81 | REQ-SAML-CORE-3.3.2.2.1-2   | M-SP-asks-low-level         | SAML Core §3.3.2.2.1   | names the level               | SAML request asks for level 500            | must  | claims:levels          |
      | SP-SAML-82 | REQ-SAML-CORE-3.4.1-2       | M-SP-asks-no-new-login      | SAML Core §3.4.1       | asks for a new authentication | SAML request asks for a new authentication | must  | claims:new-login       |

  @SP-SAML-90 @REQ-SAML-PROFILES-4.4.3.1-1 @kills:M-SP-stays-logged-in @must @claims:logout
  Scenario: whoever logs out is logged out
    Clause: [SAML Profiles §4.4.3.1]
    The session ends here before the portal is told.

    Given the citizen is logged in with SAML, under a session that both sides know
    When the citizen logs out at the relying party
    Then nobody is logged in

  @SP-SAML-91 @REQ-SAML-PROFILES-4.4.3.1-2 @kills:M-SP-keeps-portal-session @must @claims:logout
  Scenario: the portal is told of a logout
    Clause: [SAML Profiles §4.4.3.1]
    A person who leaves a service on a public computer means the portal as well.

    Given the citizen is logged in with SAML, under a session that both sides know
    When the citizen logs out at the relying party
    Then the portal was asked to end the session over SAML
    And the portal has ended the citizen's session

  @SP-SAML-92 @REQ-SAML-PROFILES-4.4.3-1 @kills:M-SP-stays-logged-in @must @claims:single-logout
  Scenario: the portal ends the session
    Clause: [SAML Profiles §4.4.3]
    A signed request of the portal that names the session ends it.

    Given the citizen is logged in with SAML, under a session that both sides know
    When a logout request to the relying party comes as it should be
    Then nobody is logged in

  @negative
  Scenario Outline: a logout request <forgery> ends nothing
    Clause: [<clause>]
    Otherwise anybody could throw people out, or make them log in again at a moment of their choice.

    Given the citizen is logged in with SAML, under a session that both sides know
    When a logout request to the relying party comes <forgery>
    Then the relying party refuses with <code>
    And the citizen is logged in

    Examples:
      | id          | requirement                 | kills                       | code                       | clause                 | forgery                         | level | tags                 |
      | SP-SAML-93  | REQ-SAML-PROFILES-4.4.4.1-1 | M-SP-logout-signature       | fas-logout-signature       | SAML Profiles §4.4.4.1 | without a signature             | must  | claims:single-logout |
      | SP-SAML-94  | REQ-SAML-PROFILES-4.4.3-2   | M-SP-logout-signature       | fas-logout-signature       | SAML Profiles §4.4.3   | signed by a stranger            | must  | claims:single-logout |
      | SP-SAML-95  | REQ-SAML-PROFILES-4.4.4-1   | M-SP-logout-known-issuer    | fas-logout-known-issuer    | SAML Profiles §4.4.4   | from somebody that nobody knows | must  | claims:single-logout |
      | SP-SAML-96  | REQ-SAML-BINDINGS-3.4.5.2-1 | M-SP-logout-destination     | fas-logout-destination     | SAML Bindings §3.4.5.2 | for another address             | must  | claims:single-logout |
      | SP-SAML-97  | REQ-SAML-CORE-3.2.1-1       | M-SP-logout-issue-instant   | fas-logout-issue-instant   | SAML Core §3.2.1       | made an hour ago                | must  | claims:single-logout |
      | SP-SAML-98  | REQ-SAML-CORE-3.7.1-1       | M-SP-logout-not-on-or-after | fas-logout-not-on-or-after | SAML Core §3.7.1       | that ended an hour ago          | must  | claims:single-logout |
      | SP-SAML-99  | REQ-SAML-CORE-3.7.1-2       | M-SP-logout-name-id         | fas-logout-name-id         | SAML Core §3.7.1       | with an empty name              | must  | claims:single-logout |
      | SP-SAML-100 | REQ-SAML-CORE-4.1.2-1       | M-SP-logout-version         | fas-logout-version         | SAML Core §4.1.2       | in version 1.1                  | must  | claims:single-logout |

  @SP-SAML-101 @REQ-SAML-PROFILES-4.4.4.1-2 @kills:M-SP-logout-signature @must @negative @claims:single-logout
  Scenario: the portal's own logout request counts only with its signature
    Clause: [SAML Profiles §4.4.4.1]
    The same with a portal that forgets to sign.

    Given the portal misbehaves: saml-logout-unsigned
    And the citizen has logged in with SAML
    When the citizen logs out at the portal
    Then the relying party refuses with fas-logout-signature
    And the citizen is logged in

  @SP-SAML-102 @REQ-SAML-BINDINGS-3.4.5.1-1 @kills:M-SP-logout-replay @must @negative @claims:single-logout
  Scenario: a logout request that comes twice
    Clause: [SAML Bindings §3.4.5.1]
    The second time it is refused: it could end a session that the person has begun in the meantime.

    Given the citizen is logged in with SAML, under a session that both sides know
    When a logout request to the relying party arrives twice
    Then the relying party refuses with fas-logout-replay
    And nobody is logged in

  @SP-SAML-103 @REQ-SAML-CORE-3.2.2-5 @kills:M-SP-logout-in-response-to @must @negative @claims:single-logout
  Scenario: an answer to no logout
    Clause: [SAML Core §3.2.2]
    An answer that belongs to no request of this browser is no sign that anything has ended.

    Given the citizen is logged in with SAML, under a session that both sides know
    When the relying party is told of a logout that it never asked for
    Then the relying party refuses with fas-logout-in-response-to
    And the citizen is logged in
