@country:be @layer:oidc
Feature: the portal towards clients of OpenID Connect

  A client sends the browser to the portal and gets a code back with it. Behind the browser it redeems the code, which
  only it can do, and learns who logged in. The names FO-01 to FO-12 are those of the fact sheet of the federal login.

  @negative @must
  Scenario Outline: a request <alteration> ends at the portal
    Clause: [FAS OIDC FO-01]
    The address for the answer is compared with the registered one, character by character. A request that does not hold
    is answered with a page: an error that is sent to an address of an attacker is a road for codes as well.
    Usual causes: only host or beginning is compared; the comparison is made on a parsed address.

    When the client asks for a login of a client that nobody registered
    Then the portal refuses with client-known
    When the client asks for a login <alteration>
    Then nobody is told anything
    And the portal refuses with redirect-exact

    Examples:
      | id          | requirement     | kills                | alteration                                  |
      | FAS-OIDC-01 | REQ-FAS-FO-01-1 | M-FAS-redirect-exact | with an answer to another path              |
      | FAS-OIDC-02 | REQ-FAS-FO-01-2 | M-FAS-redirect-exact | with an answer to a path below              |
      | FAS-OIDC-03 | REQ-FAS-FO-01-3 | M-FAS-redirect-exact | with an answer to the address with a query  |
      | FAS-OIDC-04 | REQ-FAS-FO-01-4 | M-FAS-redirect-exact | with an answer to the path with dots        |
      | FAS-OIDC-05 | REQ-FAS-FO-01-5 | M-FAS-redirect-exact | with an answer to another host              |
      | FAS-OIDC-06 | REQ-FAS-FO-01-6 | M-FAS-redirect-exact | with an answer to the host as a user's name |

  @negative
  Scenario Outline: a request <alteration> is answered with <error>
    Clause: [<clause>]
    Client and address are known. The portal tells the client what was wrong, with the client's state and its own name,
    before it shows the person anything.

    When the client asks for a login <alteration>
    Then the client is told <error>
    And the answer brings back the client's state
    And the answer says that it is the portal's

    Examples:
      | id          | requirement             | level  | kills                | error                     | clause             | alteration                            |
      | FAS-OIDC-10 | REQ-FAS-FO-02-1         | must   | M-FAS-scope-openid   | invalid_scope             | FAS OIDC FO-02     | without the scope openid              |
      | FAS-OIDC-11 | REQ-RFC6749-3.3-1       | must   | M-FAS-scope-allowed  | invalid_scope             | RFC 6749 §3.3      | with a scope of other clients         |
      | FAS-OIDC-12 | REQ-OIDC-CORE-3.1.2.1-2 | must   | M-FAS-response-type  | unsupported_response_type | OIDC Core §3.1.2.1 | for a token at once                   |
      | FAS-OIDC-13 | REQ-OIDC-CORE-6-1       | should | M-FAS-request-object | request_not_supported     | OIDC Core §6       | with a request object                 |
      | FAS-OIDC-14 | REQ-OIDC-CORE-6-2       | should | M-FAS-request-object | request_not_supported     | OIDC Core §6       | with a request object to be fetched   |
      | FAS-OIDC-15 | REQ-FAS-FO-05-1         | must   | M-FAS-acr-known      | invalid_request           | FAS OIDC FO-05     | with a level that nobody knows        |
      | FAS-OIDC-16 | REQ-RFC6749-3.1-2       | should | M-FAS-parameter-once | invalid_request           | RFC 6749 §3.1      | with a scope twice                    |
      | FAS-OIDC-17 | REQ-RFC7636-4.4.1-1     | should | M-FAS-challenge      | invalid_request           | RFC 7636 §4.4.1    | with a proof key of an unknown method |
      | FAS-OIDC-18 | REQ-RFC7636-4.4.1-2     | should | M-FAS-challenge      | invalid_request           | RFC 7636 §4.4.1    | with a proof key that is too short    |

  @FAS-OIDC-19 @REQ-FAS-FO-06-3 @kills:M-FAS-means-offered @must @negative
  Scenario: a means that is too weak is not offered, and refused when it is forced
    Clause: [FAS OIDC FO-06]
    The client asks for level 500. User name and password are not on the menu; whoever sends them all the same gets
    nowhere, and the client is told.

    Given the client has asked for a login of level 500
    When the citizen chooses the means password
    Then the client is told access_denied
    And the answer brings back the client's state

  @FAS-OIDC-20 @REQ-FAS-FO-07-1 @kills:M-FAS-cancel-ignored @kills:M-FAS-oidc-state-missing @kills:M-FAS-oidc-state-altered @must @negative
  Scenario: whoever cancels is sent back with access_denied
    Clause: [FAS OIDC FO-07]
    The client learns that nobody logged in, for the request that it knows by its state.

    Given the client has asked for a login
    When the citizen cancels at the portal
    Then the client is told access_denied
    And the answer brings back the client's state

  @FAS-OIDC-21 @REQ-FAS-FO-10-5 @kills:M-FAS-oidc-state-missing @kills:M-FAS-oidc-state-altered @must
  Scenario: a code comes back with the client's state
    Clause: [FAS OIDC FO-10]
    Unchanged, whatever it is.

    Given the client has asked for a login
    When the citizen logs in for the client
    Then the client is given a code
    And the answer brings back the client's state

  @FAS-OIDC-22 @REQ-RFC9207-2-1 @kills:M-FAS-oidc-callback-issuer-missing @kills:M-FAS-oidc-callback-issuer-wrong @should
  Scenario: a code comes back with the portal's name
    Clause: [RFC 9207 §2]
    A client of several portals must know which of them answers. The federal login sends `iss`.

    Given the client has asked for a login
    When the citizen logs in for the client
    Then the client is given a code
    And the answer says that it is the portal's

  @negative
  Scenario Outline: a code that is redeemed <alteration> gives nothing
    Clause: [<clause>]
    A code alone is worth nothing: it takes the client's password, the address, and the proof key of the request.

    Given the client has a code
    When the client redeems its code <alteration>
    Then the client is answered <status> with <error>

    Examples:
      | id          | requirement         | level  | kills                       | status | error           | clause          | alteration                      |
      | FAS-OIDC-30 | REQ-RFC6749-4.1.3-1 | must   | M-FAS-code-redirect         | 400    | invalid_grant   | RFC 6749 §4.1.3 | with another address            |
      | FAS-OIDC-31 | REQ-RFC6749-4.1.3-2 | must   | M-FAS-code-redirect         | 400    | invalid_grant   | RFC 6749 §4.1.3 | without an address              |
      | FAS-OIDC-32 | REQ-RFC7636-4.6-1   | should | M-FAS-verifier              | 400    | invalid_grant   | RFC 7636 §4.6   | without its proof key           |
      | FAS-OIDC-33 | REQ-RFC7636-4.6-2   | should | M-FAS-verifier              | 400    | invalid_grant   | RFC 7636 §4.6   | with another proof key          |
      | FAS-OIDC-34 | REQ-FAS-FO-04-1     | must   | M-FAS-code-client           | 400    | invalid_grant   | FAS OIDC FO-04  | as another client               |
      | FAS-OIDC-35 | REQ-FAS-FO-04-2     | must   | M-FAS-client-authentication | 401    | invalid_client  | FAS OIDC FO-04  | with a wrong password           |
      | FAS-OIDC-36 | REQ-RFC6749-3.2.1-1 | must   | M-FAS-client-authentication | 401    | invalid_client  | RFC 6749 §3.2.1 | without a password              |
      | FAS-OIDC-37 | REQ-RFC6749-2.3-1   | should | M-FAS-client-method         | 400    | invalid_request | RFC 6749 §2.3   | with its password in two places |
      | FAS-OIDC-38 | REQ-RFC6749-2.3-2   | should | M-FAS-client-method         | 400    | invalid_request | RFC 6749 §2.3   | in the name of another client   |
      | FAS-OIDC-39 | REQ-RFC6749-3.2-1   | should | M-FAS-parameter-once        | 400    | invalid_request | RFC 6749 §3.2   | with its grant type twice       |

  @FAS-OIDC-40 @REQ-RFC9700-2.1.1-1 @kills:M-FAS-verifier-expected @should @negative
  Scenario: a proof key where none was announced
    Clause: [RFC 9700 §2.1.1]
    Somebody took the challenge out of the request on its way. The client does not know; its proof key tells.

    Given the client has asked for a login without a proof key
    And the citizen has logged in for the client
    When the client redeems its code with another proof key
    Then the client is answered 400 with invalid_grant

  @FAS-OIDC-41 @REQ-RFC6749-4.1.2-2 @kills:M-FAS-code-fresh @must @negative
  Scenario: a code that is redeemed late
    Clause: [RFC 6749 §4.1.2]
    Ten minutes are the most that the standard recommends.

    Given the client has a code
    And 601 seconds have passed
    When the client redeems its code
    Then the client is answered 400 with invalid_grant

  @FAS-OIDC-42 @REQ-FAS-FO-03-1 @kills:M-FAS-code-once @must @negative
  Scenario: a code that comes twice takes the first tokens along
    Clause: [FAS OIDC FO-03]
    One of the two who redeem it is not the client. Nobody knows which, so that both end with nothing.
    Usual causes: the second use is refused, and the tokens of the first live on.

    Given the client has a code
    And the client has redeemed its code
    When the client redeems its code
    Then the client is answered 400 with invalid_grant
    When the client fetches userinfo
    Then userinfo opens to nobody

  @must
  Scenario Outline: the id_token <what>
    Clause: [<clause>]
    The client has redeemed its code, and looks at what it got.

    Given the client has a code
    When the client redeems its code
    Then the client gets tokens
    And the <step>

    Examples:
      | id          | requirement             | clause             | what                              | step                                                   | kills                                                                                                                                                                                                                                                                          |
      | FAS-OIDC-50 | REQ-FAS-FO-11-9         | FAS OIDC FO-11     | is signed by a published key      | id_token is signed by the portal                       | M-FAS-oidc-id-token-missing M-FAS-oidc-id-token-algorithm-none M-FAS-oidc-id-token-hmac M-FAS-oidc-id-token-foreign-key M-FAS-oidc-id-token-unknown-key M-FAS-oidc-id-token-header-jwk M-FAS-oidc-id-token-header-jku M-FAS-oidc-id-token-altered M-FAS-oidc-id-token-critical |
      | FAS-OIDC-51 | REQ-OIDC-CORE-2-2       | OIDC Core §2       | is from the portal for the client | id_token is from the portal for the client alone       | M-FAS-oidc-id-token-issuer-wrong M-FAS-oidc-id-token-audience-wrong M-FAS-oidc-id-token-audience-several                                                                                                                                                                       |
      | FAS-OIDC-52 | REQ-OIDC-CORE-2-3       | OIDC Core §2       | was made just now                 | id_token was made just now                             | M-FAS-oidc-id-token-expired M-FAS-oidc-id-token-from-the-future                                                                                                                                                                                                                |
      | FAS-OIDC-53 | REQ-FAS-FO-10-6         | FAS OIDC FO-10     | belongs to this login             | id_token belongs to this login and to the access token | M-FAS-oidc-nonce-missing M-FAS-oidc-nonce-altered M-FAS-oidc-at-hash-wrong                                                                                                                                                                                                     |
      | FAS-OIDC-54 | REQ-FAS-OIDC-4.1-1      | FAS OIDC, claims   | tells the level                   | id_token tells the level 500                           | M-FAS-level-too-low                                                                                                                                                                                                                                                            |
      | FAS-OIDC-55 | REQ-OIDC-CORE-3.1.3.3-3 | OIDC Core §3.1.3.3 | comes with a token for a bearer   | tokens are for a bearer                                | M-FAS-oidc-token-type-wrong                                                                                                                                                                                                                                                    |

  @must
  Scenario Outline: userinfo <what>
    Clause: [<clause>]
    With its access token the client asks who logged in.

    Given the client has tokens
    When the client fetches userinfo
    Then userinfo <step>

    Examples:
      | id          | requirement        | clause           | what                           | step                                                                 | kills                                                                                                                        |
      | FAS-OIDC-60 | REQ-FAS-FO-09-2    | FAS OIDC FO-09   | is a signed token and not JSON | is a token that the portal signed                                    | M-FAS-oidc-userinfo-plain M-FAS-oidc-userinfo-algorithm-none M-FAS-oidc-userinfo-foreign-key M-FAS-oidc-userinfo-unknown-key |
      | FAS-OIDC-61 | REQ-FAS-FO-11-10   | FAS OIDC FO-11   | belongs to the id_token        | is from the portal, for the client, about the person of the id_token | M-FAS-oidc-userinfo-issuer-wrong M-FAS-oidc-userinfo-audience-wrong M-FAS-oidc-userinfo-subject-wrong                        |
      | FAS-OIDC-62 | REQ-FAS-OIDC-4.1-2 | FAS OIDC, claims | tells who the person is        | tells of LENE MARIT BEISPIELER at level 500                          | M-FAS-names-swapped M-FAS-level-too-low                                                                                      |

  @FAS-OIDC-63 @REQ-FAS-OIDC-4.1-3 @kills:M-FAS-federal-id-changes @must
  Scenario: userinfo has the same federal id at the next login
    Clause: [FAS OIDC, claims]
    With another browser, too.

    Given the client has tokens of a login
    And the client knows the federal id of an earlier login
    And the client has tokens
    When the client fetches userinfo
    Then userinfo has the federal id of the earlier login

  @FAS-OIDC-64 @REQ-OIDC-CORE-5.4-1 @kills:M-FAS-oidc-userinfo-beyond-scope @must
  Scenario: a client that asks for no names gets none
    Clause: [OIDC Core §5.4]
    The scope `openid` alone tells that somebody logged in, under a name for this client.

    Given the client has asked for a login with the scope openid alone
    And the citizen has logged in for the client
    And the client has redeemed its code
    When the client fetches userinfo
    Then userinfo tells nothing but the subject

  @FAS-OIDC-65 @REQ-FAS-FO-12-1 @kills:M-FAS-number-linked @kills:M-FAS-number-empty @must @negative
  Scenario: a national number that nobody knows is never an empty one
    Clause: [FAS OIDC FO-12]
    The client wants the national number, which no German has. The portal says what is missing, and the client is told
    when the person gives up.

    Given the client has asked for a login with the national number
    When the citizen goes on to the end
    Then the portal shows the code LINK_REQUIRED
    When the citizen cancels at the portal
    Then the client is told access_denied

  @FAS-OIDC-66 @REQ-FAS-FO-08-1 @kills:M-FAS-bearer-fresh @must @negative
  Scenario: an access token that has ended opens nothing
    Clause: [FAS OIDC FO-08]
    After an hour it is over, as it is at once with a token that nobody issued.

    Given the client has tokens
    When the client fetches userinfo with a token that nobody issued
    Then userinfo opens to nobody
    When 3600 seconds pass
    And the client fetches userinfo
    Then userinfo opens to nobody

  @negative @must
  Scenario Outline: a refresh token that is used <alteration> gives nothing
    Clause: [<clause>]
    A refresh token is bound to its client and to what was granted.

    Given the client has tokens
    When the client uses its refresh token <alteration>
    Then the client is answered <status> with <error>

    Examples:
      | id          | requirement     | kills                       | status | error          | clause      | alteration                |
      | FAS-OIDC-70 | REQ-RFC6749-6-1 | M-FAS-refresh-client        | 400    | invalid_grant  | RFC 6749 §6 | as another client         |
      | FAS-OIDC-71 | REQ-RFC6749-6-2 | M-FAS-refresh-scope         | 400    | invalid_scope  | RFC 6749 §6 | for more than was granted |
      | FAS-OIDC-72 | REQ-RFC6749-6-3 | M-FAS-client-authentication | 401    | invalid_client | RFC 6749 §6 | with a wrong password     |

  @FAS-OIDC-73 @REQ-RFC6749-6-4 @kills:M-FAS-refresh-fresh @must @negative
  Scenario: a refresh token lasts for a day
    Clause: [RFC 6749 §6]
    It gives new tokens, and another refresh token; a day later that one has ended.

    Given the client has tokens
    When the client uses its refresh token
    Then the client gets tokens
    When 86400 seconds pass
    And the client uses its refresh token
    Then the client is answered 400 with invalid_grant

  @FAS-OIDC-80 @REQ-RFC7662-2.1-1 @kills:M-FAS-client-authentication @must @negative
  Scenario: tokens are looked up by clients only
    Clause: [RFC 7662 §2.1]
    Otherwise anybody could try tokens until one opens something.

    Given the client has tokens
    When the client asks what the token opens
    Then the token opens something
    When somebody without a password asks what the token opens
    Then the client is answered 401 with invalid_client

  @FAS-OIDC-81 @REQ-RFC7662-4-1 @kills:M-FAS-oidc-introspects-for-anybody @should @negative
  Scenario: a client learns nothing of the tokens of others
    Clause: [RFC 7662 §4]
    To the neighbour the token is one that opens nothing.

    Given the client has tokens
    When the client asks what the token opens
    Then the token opens something
    When the neighbour asks what the token opens
    Then the token opens nothing

  @FAS-OIDC-90 @REQ-OIDC-LOGOUT-2-3 @kills:M-FAS-oidc-tokens-outlive-logout @must
  Scenario: after the end of the session the tokens open nothing
    Clause: [OIDC RP-Initiated Logout §2]
    The client sends the browser with its id_token to the portal.

    Given the client has tokens
    When the client ends the session
    And the client fetches userinfo
    Then userinfo opens to nobody

  @negative @must
  Scenario Outline: a session is not ended by a token that <who> signed
    Clause: [OIDC RP-Initiated Logout §2]
    The hint tells whose session is meant. It counts only with the portal's signature.

    Given the client has tokens
    When somebody ends the session with a token that <who> signed
    Then the portal refuses with logout-hint
    When the client asks what the token opens
    Then the token opens something

    Examples:
      | id          | requirement         | kills             | who        |
      | FAS-OIDC-91 | REQ-OIDC-LOGOUT-2-4 | M-FAS-logout-hint | nobody     |
      | FAS-OIDC-92 | REQ-OIDC-LOGOUT-2-5 | M-FAS-logout-hint | a stranger |

  @FAS-OIDC-93 @REQ-OIDC-LOGOUT-3-1 @kills:M-FAS-post-logout-exact @must @negative
  Scenario: after a logout nobody is sent to an address that is not registered
    Clause: [OIDC RP-Initiated Logout §3]
    The portal's name in an address must not lead to an attacker's page.

    Given the client has tokens
    When the client ends the session and sends the browser to an address that nobody registered
    Then nobody is told anything
    And the portal refuses with post-logout-exact
