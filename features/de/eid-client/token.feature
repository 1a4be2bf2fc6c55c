@country:de @must @layer:paos
Feature: the eID client reads the TC token and looks at the servers

  An eID server of the harness calls on the client. It has a certificate that client and card trust, and one thing about
  it is not as it should be. The client notices before it sends anything, or at least before anybody is asked for a PIN.

  Scenario Outline: <what>
    Clause: [TR-03124-1 §2.6]
    The way back is known, so the browser is led there and the service learns that no channel was to be had. The server is
    told nothing.

    When an eID server of ours calls on the eID client <words>
    Then our eID server was told nothing
    And nothing was sent in the open
    And the eID client leads back with trustedChannelEstablishmentFailed

    Examples:
      | id         | requirement         | kills                      | tags     | words                              | what                        |
      | EIC-TOK-01 | REQ-TR03124-1-2.6-2 | M-EIC-binding              | negative | with a TC token of another binding | another binding than PAOS   |
      | EIC-TOK-02 | REQ-TR03124-1-2.6-2 | M-EIC-binding              | negative | with a TC token without a binding  | no binding at all           |
      | EIC-TOK-03 | REQ-TR03124-1-2.6-3 | M-EIC-session-identifier   | negative | with a TC token without a session  | no session                  |
      | EIC-TOK-04 | REQ-TR03124-1-2.6-4 | M-EIC-server-address-https | negative | with a server address in the open  | a server that speaks no TLS |

  Scenario Outline: <what>
    Clause: [<clause>]
    There is no way back, and the client says so by itself: status 400, or 404 where there is no token. Nobody is asked for
    anything.
    Usual causes: a page with status 200, which browsers and services take for a success.

    When an eID server of ours calls on the eID client <words>
    Then the eID client answers with status <status>
    And our eID server was told nothing

    Examples:
      | id         | requirement           | kills                          | tags     | words                                               | status | clause            | what                                   |
      | EIC-TOK-10 | REQ-TR03124-1-2.7.1-1 | M-EIC-errors-answered-with-200 | negative | without a TC token                                  | 404    | TR-03124-1 §2.7.1 | the token is not found                 |
      | EIC-TOK-11 | REQ-TR03124-1-2.7.1-1 | M-EIC-errors-answered-with-200 | negative | with a page in the place of the TC token            | 404    | TR-03124-1 §2.7.1 | a page where the token should be       |
      | EIC-TOK-12 | REQ-TR03124-1-2.7.1-2 | M-EIC-token-address-https      | negative | with a TC token in the open                         | 400    | TR-03124-1 §2.7.1 | a token that is fetched in the open    |
      | EIC-TOK-13 | REQ-TR03124-1-2.7.1-2 | M-EIC-token-address-https      | negative | with a way to the TC token that leads into the open | 400    | TR-03124-1 §2.7.1 | a redirect into the open               |
      | EIC-TOK-14 | REQ-TR03124-1-2.6-5   | M-EIC-refresh-address-https    | negative | with a refresh address in the open                  | 400    | TR-03124-1 §2.6   | a way back in the open                 |
      | EIC-TOK-15 | REQ-TR03124-1-2.6-5   | M-EIC-refresh-address-https    | negative | without a refresh address                           | 400    | TR-03124-1 §2.6   | no way back                            |
      | EIC-TOK-16 | REQ-RFC5280-4.1.2.5-1 | M-EIC-tls-certificate-dates    | negative | whose TLS certificate has ended                     | 404    | RFC 5280 §4.1.2.5 | a TLS certificate that has ended       |
      | EIC-TOK-17 | REQ-RFC5280-4.1.2.5-1 | M-EIC-tls-certificate-dates    | negative | whose TLS certificate begins tomorrow               | 404    | RFC 5280 §4.1.2.5 | a TLS certificate that begins tomorrow |
      | EIC-TOK-18 | REQ-TR03124-1-4.5-1   | M-EIC-tls-host-name            | negative | whose TLS certificate is for another host           | 404    | TR-03124-1 §4.5   | a TLS certificate of another host      |

  @EIC-TOK-19 @REQ-TR03124-1-2.2.1.1-1 @negative @kills:M-EIC-errors-answered-with-200
  Scenario: a call without the address of a token
    Clause: [TR-03124-1 §2.2.1.1]
    There is nothing to fetch.

    When somebody calls the eID client without an address
    Then the eID client answers with status 404

  @EIC-TOK-20 @REQ-TR03124-1-2.7.4.3-1 @negative @kills:M-EIC-refresh-address-https
  Scenario: an address for the case that there is no way back
    Clause: [TR-03124-1 §2.7.4.3]
    CommunicationErrorAddress takes the place of a refresh address that cannot be used, and learns why.

    When an eID server of ours calls on the eID client with a refresh address in the open and an address for that case
    Then our eID server was told nothing
    And the eID client leads back with communicationError

  @EIC-TOK-21 @REQ-TR03124-1-2.2.1.1-2 @negative @kills:M-EIC-errors-answered-with-200
  Scenario: a second call while the first one waits
    Clause: [TR-03124-1 §2.2.1.1]
    One card, one login. The second caller is told to wait, and the first is not disturbed.

    Given a run of the eID client that waits for its user
    When another browser calls the eID client
    Then the eID client answers with status 409
