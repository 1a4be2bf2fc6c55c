@country:de @must @layer:paos
Feature: the TC token, with which the eID client begins

  The token says where the eID server is, which session is meant, and where the browser goes in the end. Whoever fetches
  it can check all of that before a word is said to the server.

  @EIS-TOK-01 @REQ-TR03124-1-2.4.1-1 @kills:M-EIS-token-other-binding
  Scenario: the token names the binding of PAOS
    Clause: [TR-03124-1 §2.4.1]
    A client that reads another binding stops. The token is XML, and brings no key for a channel of its own: the server
    of a middleware is attached to it.

    When the citizen logs in with SAML
    Then the TC token is that of an attached eID server
    And the TC token names the binding of PAOS

  @EIS-TOK-02 @REQ-TR03124-1-2.4.1-2 @kills:M-EIS-server-address-in-the-open
  Scenario: the eID server is reached over TLS, beside the token
    Clause: [TR-03124-1 §2.4.1]
    The channel of an attached server is that of the token: the same host, and https.

    When the citizen logs in with SAML
    Then the TC token names a server address beside its own

  @EIS-TOK-03 @REQ-TR03124-1-2.4.1-3 @kills:M-EIS-token-without-session
  Scenario: the token names a session
    Clause: [TR-03124-1 §2.4.1]
    Later messages have the session nowhere but in a header. Whoever could guess it could speak in it.

    When the citizen logs in with SAML
    Then the TC token names a session that cannot be guessed

  @EIS-TOK-04 @REQ-TR03124-1-2.4.1-4 @kills:M-EIS-session-identifier-kept
  Scenario: no two logins have the same session
    Clause: [TR-03124-1 §2.4.1]
    Usual causes: a constant left over from a test; a random number generator that is seeded anew.

    Given the citizen has logged in with SAML
    When the citizen logs in with another browser
    Then the TC tokens of both logins name sessions of their own

  @EIS-TOK-05 @REQ-TR03124-1-2.5.2-1 @kills:M-EIS-refresh-address-elsewhere
  Scenario: the way back has the origin of the description
    Clause: [TR-03124-1 §2.5.2]
    The client leads the browser back only to the service that the description names. An address elsewhere would have to
    lead there by redirects, or the login ends in an error.

    When the citizen logs in with SAML
    Then the refresh address has the origin of the description

  @EIS-TOK-06 @REQ-TR03124-1-2.5.2-2 @kills:M-EIS-refresh-address-of-another
  Scenario: the way back leads to the login that it came from
    Clause: [TR-03124-1 §2.5.2]
    Usual causes: the address names a session of the server instead of the one of the browser.

    When the citizen logs in with SAML
    Then the refresh address leads the browser back to its login

  @EIS-TOK-07 @REQ-TR03124-1-2.4.1-5 @negative @kills:M-EIS-token-for-any-session
  Scenario: for a login that does not exist there is no token
    Clause: [TR-03124-1 §2.4.1]
    A token for whoever asks would be the token of somebody else.

    Given a login with SAML that has reached the eID client
    When somebody asks for the TC token of a login that does not exist
    Then the middleware refuses
    And nobody is logged in
