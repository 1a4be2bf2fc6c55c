@country:de @layer:wire
Feature: connections that are slow, broken or something else

  @must @negative
  Scenario Outline: slow clients of the <party> hold up nobody
    Clause: [CWE-400]
    One client has sent half a head, another one half a body, and both are silent. The next one is served at once, and so
    are they when they go on.
    Usual causes: one thread for each connection, and few of them; a body that is awaited where requests are accepted.

    When two clients of the <party> fall silent, one in a head and one in a body
    Then another client of the <party> is served
    And the silent clients are served when they go on

    Examples:
      | id         | requirement   | kills                     | party         |
      | SP-BAD-07  | REQ-CWE-400-1 | M-SP-shell-one-at-a-time  | relying party |
      | FAS-BAD-07 | REQ-CWE-400-1 | M-FAS-shell-one-at-a-time | portal        |
      | NOD-BAD-07 | REQ-CWE-400-1 | M-NOD-shell-one-at-a-time | connector     |
      | EIC-BAD-07 | REQ-CWE-400-1 | M-EIC-shell-one-at-a-time | eID client    |

  @must @negative @EIS-BAD-07 @REQ-CWE-400-2 @kills:M-EIS-shell-one-at-a-time
  Scenario: slow handshakes at the middleware hold up nobody
    Clause: [CWE-400]
    One client has connected and says nothing, another one has sent half a handshake of TLS. The next one is served at once.
    Usual causes: the handshake is made where connections are accepted.

    When two clients of the middleware fall silent, one before its handshake and one within
    Then another client of the middleware is served

  @must @negative
  Scenario Outline: a client of the <party> that breaks off concerns nobody else
    Clause: [RFC 9112 §8]
    A request that ends in the middle of its head or of its body is no request. Nothing happens, and the next one is served.
    Usual causes: the end of the stream is taken for the end of the body; an error that ends the whole server.

    When a client of the <party> breaks off in the middle of a body
    Then another client of the <party> is served
    When a client of the <party> breaks off in the middle of a head
    Then another client of the <party> is served

    Examples:
      | id         | requirement     | kills                              | party         |
      | SP-BAD-08  | REQ-RFC9112-8-1 | M-SP-shell-breaks-with-its-client  | relying party |
      | FAS-BAD-08 | REQ-RFC9112-8-1 | M-FAS-shell-breaks-with-its-client | portal        |
      | NOD-BAD-08 | REQ-RFC9112-8-1 | M-NOD-shell-breaks-with-its-client | connector     |
      | EIC-BAD-08 | REQ-RFC9112-8-1 | M-EIC-shell-breaks-with-its-client | eID client    |

  @must @negative @EIS-BAD-08 @REQ-RFC9112-8-2 @kills:M-EIS-shell-breaks-with-its-client
  Scenario: a client of the middleware that breaks off concerns nobody else
    Clause: [RFC 9112 §8]
    Half a handshake of TLS, and a request without any: neither is served, and the next client is.
    Usual causes: a failed handshake ends the loop that accepts connections.

    When a client of the middleware sends garbage instead of a handshake
    Then another client of the middleware is served
    When a client of the middleware breaks off in the middle of a handshake
    Then another client of the middleware is served

  @must @negative
  Scenario Outline: garbage behind a good request to the <party>
    Clause: [RFC 9112 §9.3.2]
    Three requests come at once: a good one, one for an address that nobody has, and bytes that are none. Each gets its own
    answer in its place, and none that belongs to another.
    Usual causes: what is left in a buffer is taken for the next request.

    When a client of the <party> sends garbage behind a good request
    Then the good request is answered and the garbage is not
    And another client of the <party> is served

    Examples:
      | id         | requirement         | kills                    | party         |
      | SP-BAD-09  | REQ-RFC9112-9.3.2-1 | M-SP-shell-path-ignored  | relying party |
      | FAS-BAD-09 | REQ-RFC9112-9.3.2-1 | M-FAS-shell-path-ignored | portal        |
      | NOD-BAD-09 | REQ-RFC9112-9.3.2-1 | M-NOD-shell-path-ignored | connector     |
      | EIC-BAD-09 | REQ-RFC9112-9.3.2-1 | M-EIC-shell-path-ignored | eID client    |
