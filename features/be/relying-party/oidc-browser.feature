@country:be @layer:oidc
Feature: what a service takes from the browser over OpenID Connect

  Between portal and service stands the browser of somebody, who may be an attacker or a victim.

  @negative
  Scenario Outline: a code that comes back <arrival> lets nobody in
    Clause: [<clause>]
    The code is the portal's, and what came with it is not.
    Usual causes: the state is looked for in what was sent, instead of compared with it.

    Given a code on its way back to the relying party
    When the code comes back <arrival>
    Then the relying party refuses with <code>
    And nobody is logged in

    Examples:
      | id          | requirement           | level  | kills                     | code            | clause            | arrival                                 | tags                   |
      | SP-OIDC-116 | REQ-RFC6749-10.12-6   | must   | M-SP-oidc-state           | state           | RFC 6749 §10.12   | with an empty state                     | -                      |
      | SP-OIDC-117 | REQ-RFC6749-10.12-7   | must   | M-SP-oidc-state           | state           | RFC 6749 §10.12   | with its state in other letters         | -                      |
      | SP-OIDC-118 | REQ-RFC6749-10.12-8   | must   | M-SP-oidc-state           | state           | RFC 6749 §10.12   | with more behind its state              | -                      |
      | SP-OIDC-119 | REQ-RFC6749-4.1.2.1-2 | should | M-SP-oidc-callback-error  | callback-error  | RFC 6749 §4.1.2.1 | beside an error                         | -                      |
      | SP-OIDC-120 | REQ-RFC9207-2.4-4     | should | M-SP-oidc-callback-issuer | callback-issuer | RFC 9207 §2.4     | with the name of its portal in capitals | claims:callback-issuer |

  @SP-OIDC-121 @REQ-RFC7636-4.1-1 @kills:M-SP-repeats-proof-key @should @claims:pkce
  Scenario: proof keys are new for each login
    Clause: [RFC 7636 §4.1]
    A proof key that is known proves nothing.
    Usual causes: the verifier is made when the service starts.

    When the relying party asks for two logins with OpenID Connect
    Then their proof keys differ

  @SP-OIDC-122 @REQ-OIDC-CORE-10.1.1-1 @kills:M-SP-reads-keys-once @should
  Scenario: the portal changes its key
    Clause: [OIDC Core §10.1.1]
    The key set has the new key beside the old one. A service that meets an id which it does not know reads the set
    again.
    Usual causes: keys are read when the service starts; they are kept for a time that nothing cuts short.

    Given the citizen has logged in with OpenID Connect
    And the portal misbehaves: oidc-key-rotated
    When the citizen logs in with OpenID Connect in another browser
    Then the citizen is logged in

  @SP-OIDC-125 @REQ-RFC6265-8.4-2 @kills:M-SP-keeps-session-name @should
  Scenario: a planted session is not logged in
    Clause: [RFC 6265 §8.4]
    Somebody plants a session of the service in the citizen's browser and waits for the login.
    Usual causes: the session cookie stays the same when a person logs in.

    Given somebody has planted the session in which the citizen logs in with OpenID Connect
    When the citizen goes on to the end
    Then the citizen is logged in
    And whoever planted the session has none at the relying party

  @SP-OIDC-142 @REQ-OIDC-CORE-3.1.3.7-23 @kills:M-SP-oidc-audience @must @negative
  Scenario: a code that another client was given
    Clause: [OIDC Core §3.1.3.7]
    Another client of the same portal wants to be let in as one of its own visitors. It asks with the nonce and the proof
    key of a login here, and brings the code here; and the portal does not look whose the code is. The audience of the
    id_token is all that is left.
    Usual causes: an id_token that came straight from the portal is taken for one of ours.

    Given the portal misbehaves: provider:code-client
    And the portal misbehaves: provider:code-redirect
    And a code on its way back to the relying party
    When the code comes back exchanged for one that another client was given
    Then the relying party refuses with audience
    And nobody is logged in

  @SP-OIDC-143 @REQ-RFC7636-4.2-1 @kills:M-SP-downgrades-proof-key @should @claims:pkce
  Scenario: a portal that seems to take proof keys in the clear only
    Clause: [RFC 7636 §4.2]
    Whoever can make a proof key with SHA-256 does so. A document that somebody has changed on its way could talk the
    service out of it, and the browser would carry the key itself.
    Usual causes: the method is chosen by what the discovery document says.

    Given the portal misbehaves: oidc-plain-proof-keys-only
    When the relying party is asked for a login with OpenID Connect
    Then no proof key goes through the browser in the clear
