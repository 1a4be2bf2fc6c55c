@country:be @layer:oidc
Feature: what a service takes from the portal over OpenID Connect

  Two roads lead from the portal to the service: through the browser, where anybody can write, and behind it. What comes
  through the browser must belong to this browser's login; what comes behind it must be signed by the portal for this
  client.

  @negative
  Scenario Outline: <what> is refused
    Clause: [<clause>]
    The portal misbehaves in one point: <what>. The service must refuse and let nobody in.
    Usual causes: the token is decoded and not verified; a claim is not compared with what was asked.

    Given the portal misbehaves: <fault>
    When the citizen logs in with OpenID Connect
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples: the answer in the browser
      | id         | requirement       | level  | kills                     | fault                        | code            | clause         | what                                    | tags                   |
      | SP-OIDC-01 | REQ-FAS-FO-10-1   | must   | M-SP-oidc-state           | oidc-state-missing           | state           | FAS OIDC FO-10 | an answer without a state               | -                      |
      | SP-OIDC-02 | REQ-FAS-FO-10-2   | must   | M-SP-oidc-state           | oidc-state-altered           | state           | FAS OIDC FO-10 | an answer with another state            | -                      |
      | SP-OIDC-03 | REQ-RFC9207-2.4-1 | should | M-SP-oidc-callback-issuer | oidc-callback-issuer-missing | callback-issuer | RFC 9207 §2.4  | an answer that does not say whose it is | claims:callback-issuer |
      | SP-OIDC-04 | REQ-RFC9207-2.4-2 | should | M-SP-oidc-callback-issuer | oidc-callback-issuer-wrong   | callback-issuer | RFC 9207 §2.4  | an answer of another portal             | claims:callback-issuer |

    Examples: the tokens
      | id         | requirement             | level  | kills                      | fault                          | code             | clause             | what                                              | tags          |
      | SP-OIDC-10 | REQ-OIDC-CORE-3.1.3.3-1 | must   | M-SP-oidc-id-token-present | oidc-id-token-missing          | id-token-present | OIDC Core §3.1.3.3 | tokens without an id_token                        | -             |
      | SP-OIDC-11 | REQ-OIDC-CORE-3.1.3.3-2 | must   | M-SP-oidc-token-type       | oidc-token-type-wrong          | token-type       | OIDC Core §3.1.3.3 | an access token that is not for a bearer          | -             |
      | SP-OIDC-12 | REQ-FAS-FO-10-3         | must   | M-SP-oidc-nonce            | oidc-nonce-missing             | nonce            | FAS OIDC FO-10     | an id_token without a nonce                       | -             |
      | SP-OIDC-13 | REQ-FAS-FO-10-4         | must   | M-SP-oidc-nonce            | oidc-nonce-altered             | nonce            | FAS OIDC FO-10     | an id_token with another nonce                    | -             |
      | SP-OIDC-14 | REQ-OIDC-CORE-3.1.3.7-1 | must   | M-SP-oidc-issuer           | oidc-id-token-issuer-wrong     | issuer           | OIDC Core §3.1.3.7 | an id_token of another portal                     | -             |
      | SP-OIDC-15 | REQ-OIDC-CORE-3.1.3.7-2 | must   | M-SP-oidc-audience         | oidc-id-token-audience-wrong   | audience         | OIDC Core §3.1.3.7 | an id_token for another client                    | -             |
      | SP-OIDC-16 | REQ-OIDC-CORE-3.1.3.7-3 | should | M-SP-oidc-authorized-party | oidc-id-token-audience-several | authorized-party | OIDC Core §3.1.3.7 | an id_token for two clients of which nobody asked | -             |
      | SP-OIDC-17 | REQ-OIDC-CORE-3.1.3.7-4 | must   | M-SP-oidc-expiry           | oidc-id-token-expired          | expiry           | OIDC Core §3.1.3.7 | an id_token that has ended                        | -             |
      | SP-OIDC-18 | REQ-OIDC-CORE-2-1       | should | M-SP-oidc-issued-at        | oidc-id-token-from-the-future  | issued-at        | OIDC Core §2       | an id_token from the future                       | -             |
      | SP-OIDC-19 | REQ-OIDC-CORE-3.1.3.8-1 | should | M-SP-oidc-at-hash          | oidc-at-hash-wrong             | at-hash          | OIDC Core §3.1.3.8 | an id_token of another access token               | -             |
      | SP-OIDC-20 | REQ-FAS-FO-06-1         | must   | M-SP-oidc-level            | level-too-low                  | level            | FAS OIDC FO-06     | a lower level than the service asked for          | claims:levels |

    Examples: userinfo
      | id         | requirement           | level | kills                       | fault                        | code              | clause           | what                                               | tags                   |
      | SP-OIDC-40 | REQ-FAS-FO-09-1       | must  | M-SP-oidc-userinfo-signed   | oidc-userinfo-plain          | userinfo-signed   | FAS OIDC FO-09   | userinfo as plain JSON                             | claims:signed-userinfo |
      | SP-OIDC-41 | REQ-FAS-FO-11-4       | must  | M-SP-oidc-algorithm         | oidc-userinfo-algorithm-none | algorithm         | FAS OIDC FO-11   | userinfo that says that it needs no signature      | claims:signed-userinfo |
      | SP-OIDC-42 | REQ-FAS-FO-11-5       | must  | M-SP-oidc-signature         | oidc-userinfo-foreign-key    | signature         | FAS OIDC FO-11   | userinfo by a foreign key under the true name      | claims:signed-userinfo |
      | SP-OIDC-43 | REQ-FAS-FO-11-6       | must  | M-SP-oidc-key-id            | oidc-userinfo-unknown-key    | key-id            | FAS OIDC FO-11   | userinfo by a key that the portal does not publish | claims:signed-userinfo |
      | SP-OIDC-44 | REQ-FAS-FO-11-7       | must  | M-SP-oidc-userinfo-issuer   | oidc-userinfo-issuer-wrong   | userinfo-issuer   | FAS OIDC FO-11   | userinfo of another portal                         | claims:signed-userinfo |
      | SP-OIDC-45 | REQ-FAS-FO-11-8       | must  | M-SP-oidc-userinfo-audience | oidc-userinfo-audience-wrong | userinfo-audience | FAS OIDC FO-11   | userinfo for another client                        | claims:signed-userinfo |
      | SP-OIDC-46 | REQ-OIDC-CORE-5.3.4-1 | must  | M-SP-oidc-userinfo-subject  | oidc-userinfo-subject-wrong  | userinfo-subject  | OIDC Core §5.3.4 | userinfo about another person                      | claims:userinfo        |

  @negative
  Scenario Outline: a code that comes back <arrival> lets nobody in
    Clause: [<clause>]
    The code is the portal's. It comes back in a way in which it was not sent.
    Usual causes: the state is sent and not compared; it is not bound to the browser.

    Given a code on its way back to the relying party
    When the code comes back <arrival>
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement         | level  | kills                     | code            | clause          | arrival                                     | tags                   |
      | SP-OIDC-50 | REQ-RFC6749-10.12-3 | must   | M-SP-oidc-state           | state           | RFC 6749 §10.12 | without a state                             | -                      |
      | SP-OIDC-51 | REQ-RFC6749-10.12-4 | must   | M-SP-oidc-state           | state           | RFC 6749 §10.12 | with another state                          | -                      |
      | SP-OIDC-52 | REQ-RFC6749-10.12-5 | must   | M-SP-oidc-state           | state           | RFC 6749 §10.12 | with another browser that has begun a login | -                      |
      | SP-OIDC-53 | REQ-RFC6749-3.1-1   | should | M-SP-oidc-callback-once   | callback-once   | RFC 6749 §3.1   | with its state twice                        | -                      |
      | SP-OIDC-54 | REQ-RFC9207-2.4-3   | should | M-SP-oidc-callback-issuer | callback-issuer | RFC 9207 §2.4   | from another portal                         | claims:callback-issuer |

  @SP-OIDC-55 @REQ-OIDC-CORE-3.1.3.7-5 @kills:M-SP-oidc-nonce @must @negative
  Scenario: the code of another login
    Clause: [OIDC Core §3.1.3.7]
    Somebody puts the code of a login of their own into the citizen's answer, so that the citizen works under a foreign
    name. This portal does not compare proof keys, so that the nonce is all that binds the token to the browser.

    Given the portal misbehaves: provider:verifier
    And a code on its way back to the relying party
    When the code comes back as the answer to the login of another browser
    Then the relying party refuses with nonce
    And nobody is logged in

  @SP-OIDC-56 @REQ-RFC6749-4.1.2-1 @kills:M-SP-own-answered-once @must @negative @own
  Scenario: a code that comes twice
    Clause: [RFC 6749 §4.1.2]
    A login is answered once. The service does not try the code again.

    Given a code on its way back to the relying party
    When the code comes back twice
    Then the relying party refuses with answered-once

  @SP-OIDC-57 @REQ-RFC6749-4.1.2.1-1 @kills:M-SP-reflects-markup @must @negative
  Scenario: words of the portal are text
    Clause: [RFC 6749 §4.1.2.1]
    Anybody can write an error into the address. Its description is shown as text, if at all.

    Given a code on its way back to the relying party
    When the code comes back as a failure whose words are markup
    Then the relying party takes the portal's words for text
    And the relying party refuses with access_denied
    And nobody is logged in

  @SP-OIDC-60 @REQ-OIDC-CORE-15.5.2-1 @kills:M-SP-repeats-nonce @must
  Scenario: states and nonces are new for each login
    Clause: [OIDC Core §15.5.2]
    What can be guessed binds nothing.

    When the relying party asks for two logins with OpenID Connect
    Then their states and nonces differ

  Scenario Outline: the request <what>
    Clause: [<clause>]
    The service must say what it needs.

    When the relying party asks for a login with OpenID Connect
    Then the <step>

    Examples:
      | id         | requirement             | level  | kills                   | clause             | what                          | step                                                 | tags             |
      | SP-OIDC-61 | REQ-RFC7636-4.3-1       | should | M-SP-sends-no-proof-key | RFC 7636 §4.3      | has a proof key               | request carries a proof key made with SHA-256        | claims:pkce      |
      | SP-OIDC-62 | REQ-FAS-FO-06-2         | must   | M-SP-asks-low-level     | FAS OIDC FO-06     | names the level               | OpenID Connect request asks for level 500            | claims:levels    |
      | SP-OIDC-63 | REQ-OIDC-CORE-3.1.2.1-1 | should | M-SP-asks-no-new-login  | OIDC Core §3.1.2.1 | asks for a new authentication | OpenID Connect request asks for a new authentication | claims:new-login |

  @SP-OIDC-70 @REQ-OIDC-LOGOUT-2-1 @kills:M-SP-stays-logged-in @must @claims:logout
  Scenario: whoever logs out is logged out
    Clause: [OIDC RP-Initiated Logout §2]
    The session ends here before the portal is told.

    Given the citizen has logged in with OpenID Connect
    When the citizen logs out at the relying party
    Then nobody is logged in

  @SP-OIDC-71 @REQ-OIDC-LOGOUT-2-2 @kills:M-SP-keeps-portal-session @must @claims:logout
  Scenario: the portal is told of a logout
    Clause: [OIDC RP-Initiated Logout §2]
    The browser brings the id_token to the portal, which ends its session and the tokens.

    Given the citizen has logged in with OpenID Connect
    When the citizen logs out at the relying party
    Then the portal was asked to end the session over OpenID Connect
    And the portal has ended the citizen's session
