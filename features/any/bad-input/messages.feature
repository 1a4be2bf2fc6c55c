@country:de @layer:wire @must @negative
Feature: what arrives where a message is awaited and is none

  @SP-BAD-20 @REQ-SAML-BINDINGS-3.5-1 @kills:M-SP-shell-falls
  Scenario: the relying party gets what is no response
    Clause: [SAML Bindings §3.5]
    Forms without a message, fields that are no base64, documents that are none, document types, entities, trees without an
    end: each is refused with a page and the name of the rule.
    Usual causes: a parser with its usual settings; an exception that nobody catches.

    Then the relying party refuses these messages
      | message                     | code                |
      | no field                    | saml-form           |
      | no base64                   | saml-form           |
      | a message of the other kind | saml-form           |
      | both kinds of messages      | saml-form           |
      | two messages                | fas-response-syntax |
      | nothing                     | fas-response-syntax |
      | no UTF-8                    | saml-form           |
      | UTF-16                      | saml-form           |
      | no XML                      | fas-response-syntax |
      | half a document             | fas-response-syntax |
      | two documents               | fas-response-syntax |
      | a document of another kind  | fas-response-syntax |
      | a document with a NUL       | fas-response-syntax |
      | a document type             | fas-response-syntax |
      | an entity from elsewhere    | fas-response-syntax |
      | entities that grow          | fas-response-syntax |
      | a tree without an end       | fas-response-syntax |
      | a deep tree                 | saml-form           |
      | thousands of attributes     | fas-response-syntax |
      | a long document             | saml-form           |

  @FAS-BAD-20 @REQ-SAML-BINDINGS-3.5-2 @kills:M-FAS-shell-falls
  Scenario: the portal gets what is no request of a service
    Clause: [SAML Bindings §3.5]
    Whoever asks for a login in such a way is told so, and not sent anywhere.
    Usual causes: an answer to an address that stands in a message which could not be read.

    Then the portal refuses these messages
      | message                     | code               |
      | no field                    | fas-request-syntax |
      | no base64                   | fas-request-syntax |
      | a message of the other kind | fas-request-syntax |
      | both kinds of messages      | fas-request-syntax |
      | two messages                | fas-request-syntax |
      | nothing                     | fas-request-syntax |
      | no UTF-8                    | fas-request-syntax |
      | UTF-16                      | fas-request-syntax |
      | no XML                      | fas-request-syntax |
      | half a document             | fas-request-syntax |
      | two documents               | fas-request-syntax |
      | a document of another kind  | fas-request-syntax |
      | a document with a NUL       | fas-request-syntax |
      | a document type             | fas-request-syntax |
      | an entity from elsewhere    | fas-request-syntax |
      | entities that grow          | fas-request-syntax |
      | a tree without an end       | fas-request-syntax |
      | a deep tree                 | fas-request-syntax |
      | thousands of attributes     | fas-request-syntax |
      | a long document             | fas-request-syntax |

  @FAS-BAD-21 @REQ-SAML-BINDINGS-3.4-1 @kills:M-FAS-shell-falls
  Scenario: the portal gets what is no request of a service, in its address
    Clause: [SAML Bindings §3.4.4.1]
    A message in an address is packed. What is not packed, or is more than anybody unpacks, is refused.
    Usual causes: a message that is unpacked to its end before anybody counts.

    Then the portal refuses these messages in its address
      | message                      | code               |
      | no field                     | fas-request-syntax |
      | no base64                    | fas-request-syntax |
      | a message that is not packed | fas-request-syntax |
      | two messages                 | fas-request-syntax |
      | a bomb                       | fas-request-syntax |
      | no XML                       | fas-request-syntax |
      | entities that grow           | fas-request-syntax |
      | a deep tree                  | fas-request-syntax |

  @NOD-BAD-20 @REQ-SAML-BINDINGS-3.5-3 @kills:M-NOD-shell-falls
  Scenario: the connector gets what is no response
    Clause: [SAML Bindings §3.5]
    The page shows the code of the EU node, and nobody else hears of it.
    Usual causes: a parser with its usual settings; an exception that nobody catches.

    Then the connector refuses these messages
      | message                     | code   |
      | no field                    | 202003 |
      | no base64                   | 202003 |
      | a message of the other kind | 202003 |
      | both kinds of messages      | 203007 |
      | two messages                | 202003 |
      | nothing                     | 203007 |
      | no UTF-8                    | 202003 |
      | UTF-16                      | 202003 |
      | no XML                      | 203007 |
      | half a document             | 203007 |
      | two documents               | 203007 |
      | a document of another kind  | 203007 |
      | a document with a NUL       | 203007 |
      | a document type             | 203013 |
      | an entity from elsewhere    | 203013 |
      | entities that grow          | 203013 |
      | a tree without an end       | 203007 |
      | a deep tree                 | 203007 |
      | thousands of attributes     | 203007 |
      | a long document             | 203007 |

  @EIS-BAD-20 @REQ-SAML-BINDINGS-3.5-4 @kills:M-EIS-shell-falls
  Scenario: the middleware gets what is no request
    Clause: [SAML Bindings §3.5]
    The page shows the word of the real middleware, and no login begins.
    Usual causes: a parser with its usual settings; an exception that nobody catches.

    Then the middleware refuses these messages
      | message                     | code                   |
      | no field                    | ILLEGAL_REQUEST_SYNTAX |
      | no base64                   | ILLEGAL_REQUEST_SYNTAX |
      | a message of the other kind | ILLEGAL_REQUEST_SYNTAX |
      | both kinds of messages      | ILLEGAL_REQUEST_SYNTAX |
      | two messages                | ILLEGAL_REQUEST_SYNTAX |
      | nothing                     | ILLEGAL_REQUEST_SYNTAX |
      | no UTF-8                    | ILLEGAL_REQUEST_SYNTAX |
      | UTF-16                      | ILLEGAL_REQUEST_SYNTAX |
      | no XML                      | ILLEGAL_REQUEST_SYNTAX |
      | half a document             | ILLEGAL_REQUEST_SYNTAX |
      | two documents               | ILLEGAL_REQUEST_SYNTAX |
      | a document of another kind  | ILLEGAL_REQUEST_SYNTAX |
      | a document with a NUL       | ILLEGAL_REQUEST_SYNTAX |
      | a document type             | ILLEGAL_REQUEST_SYNTAX |
      | an entity from elsewhere    | ILLEGAL_REQUEST_SYNTAX |
      | entities that grow          | ILLEGAL_REQUEST_SYNTAX |
      | a tree without an end       | ILLEGAL_REQUEST_SYNTAX |
      | a deep tree                 | ILLEGAL_REQUEST_SYNTAX |
      | thousands of attributes     | ILLEGAL_REQUEST_SYNTAX |
      | a long document             | ILLEGAL_REQUEST_SYNTAX |

  @EIS-BAD-21 @REQ-SAML-BINDINGS-3.4-2 @kills:M-EIS-shell-falls
  Scenario: the middleware gets what is no request, in its address
    Clause: [SAML Bindings §3.4.4.1]
    What is not as the middleware reads it in an address, or is more than anybody unpacks, is refused.
    Usual causes: a message that is unpacked to its end before anybody counts.

    Then the middleware refuses these messages in its address
      | message                      | code                   |
      | no field                     | ILLEGAL_REQUEST_SYNTAX |
      | no base64                    | ILLEGAL_REQUEST_SYNTAX |
      | a message that is not packed | ILLEGAL_REQUEST_SYNTAX |
      | two messages                 | ILLEGAL_REQUEST_SYNTAX |
      | a bomb                       | ILLEGAL_REQUEST_SYNTAX |
      | no XML                       | ILLEGAL_REQUEST_SYNTAX |
      | entities that grow           | ILLEGAL_REQUEST_SYNTAX |
      | a deep tree                  | ILLEGAL_REQUEST_SYNTAX |

  @EIS-BAD-22 @REQ-TR03112-7-2.6-1 @kills:M-EIS-shell-falls
  Scenario: the eID server gets what is no message of PAOS
    Clause: [TR-03112-7 §2.6]
    What cannot be read belongs to no session. The answer is a message that says so, and no other session hears of it.
    Usual causes: a parser with its usual settings; an error page where the eID client awaits a message.

    Then the eID server refuses these messages of PAOS
      | message                    | code |
      | nothing                    | ?    |
      | no UTF-8                   | ?    |
      | no XML                     | ?    |
      | half a document            | ?    |
      | two documents              | ?    |
      | a document of another kind | ?    |
      | a document with a NUL      | ?    |
      | a document type            | ?    |
      | an entity from elsewhere   | ?    |
      | entities that grow         | ?    |
      | a deep tree                | ?    |
      | thousands of attributes    | ?    |
      | a long document            | ?    |

  @FAS-BAD-22 @REQ-RFC6749-4.1.2.1-1 @kills:M-FAS-shell-falls
  Scenario: the portal gets questions of clients that it cannot answer
    Clause: [RFC 6749 §4.1.2.1]
    Without a client and an address that belongs to it nobody is sent back: the person sees a page.
    Usual causes: an error that is reported to whatever address stands in the question.

    Then the portal refuses these questions of clients
      | question                                                                 | code           |
      | (nothing)                                                                | client-known   |
      | client_id=nobody                                                         | client-known   |
      | client_id=electronic-control-card                                        | redirect-exact |
      | client_id=electronic-control-card&redirect_uri=https://stranger.example/ | redirect-exact |
      | client_id=electronic-control-card&client_id=nobody                       | parameter-once |
      | client_id=%00&redirect_uri=%ff                                           | client-known   |
      | request=eyJhbGciOiJub25lIn0.e30.                                         | client-known   |
      | request_uri=https://stranger.example/                                    | client-known   |

  @FAS-BAD-23 @REQ-RFC6749-5.2-1 @kills:M-FAS-shell-falls
  Scenario: the portal gets calls of clients that it cannot answer
    Clause: [RFC 6749 §5.2]
    The answer is JSON with a code, whatever came.
    Usual causes: an error page for a program; an exception in the decoding of the password.

    Then the portal refuses these calls of clients
      | call                                                                           | code            |
      | (nothing)                                                                      | invalid_client  |
      | grant_type=authorization_code                                                  | invalid_client  |
      | grant_type=password&username=a&password=b                                      | invalid_client  |
      | grant_type=authorization_code&grant_type=authorization_code                    | invalid_request |
      | Basic %%% with grant_type=authorization_code                                   | invalid_client  |
      | Basic YQ== with grant_type=authorization_code                                  | invalid_client  |
      | Basic bm9ib2R5Og== with grant_type=authorization_code                          | invalid_client  |
      | Bearer a.b.c with grant_type=authorization_code                                | invalid_client  |
      | client_assertion=a.b.c&client_assertion_type=jwt&grant_type=authorization_code | invalid_client  |

  @FAS-BAD-24 @REQ-EIDAS-NODE-LIGHT-1 @kills:M-FAS-shell-falls
  Scenario: the portal gets what is no token of the connector
    Clause: [EU eIDAS-Node 2.9]
    The token of a light response names a message in the cache, with a digest that only the connector can make.
    Usual causes: a token that is split at places that are not there.

    Then the portal refuses these tokens
      | form            | code         |
      | (nothing)       | token-once   |
      | token=(nothing) | token-format |
      | token=%%%       | token-format |
      | token=aGVsbG8=  | token-format |
      | token=fHx8      | token-format |
      | token=fHx8fA==  | token-format |
      | token=a&token=b | token-once   |
      | token=%00       | token-format |

  @NOD-BAD-21 @REQ-EIDAS-NODE-LIGHT-2 @kills:M-NOD-shell-falls
  Scenario: the connector gets what is no token of the portal
    Clause: [EU eIDAS-Node 2.9]
    The token of a light request names a message in the cache, with a digest that only the portal can make.
    Usual causes: a token that is split at places that are not there.

    Then the connector refuses these tokens
      | form            | code   |
      | (nothing)       | 000012 |
      | token=(nothing) | 000012 |
      | token=%%%       | 000012 |
      | token=aGVsbG8=  | 000012 |
      | token=fHx8      | 000012 |
      | token=fHx8fA==  | 000012 |
      | token=a&token=b | 000012 |
      | token=%00       | 000012 |

  @EIC-BAD-20 @REQ-TR03124-1-2.7.1-1 @kills:M-EIC-shell-falls
  Scenario: the eID client is called with what is no address of a token
    Clause: [TR-03124-1 §2.7.1]
    Other schemes, places where nobody listens, pages and documents that are no token: the client says so in the browser,
    and asks for no card.
    Usual causes: a scheme that is not looked at; a page that is taken for a token.

    Then the eID client refuses these addresses of tokens
      | address                                           | code                |
      | (nothing)                                         | token-address-https |
      | hello                                             | token-address-https |
      | %00                                               | token-address-https |
      | file:///etc/passwd                                | token-address-https |
      | javascript:alert(1)                               | token-address-https |
      | ftp://127.0.0.1/                                  | token-address-https |
      | http://127.0.0.1:1/                               | token-address-https |
      | https://127.0.0.1:1/                              | token-found         |
      | https://[::1                                      | token-address-https |
      | https://a%20b/                                    | token-address-https |
      | (middleware)/eidas-middleware/Metadata            | token-found         |
      | (middleware)/eidas-middleware/nowhere             | token-found         |
      | (middleware)/eidas-middleware/TcToken             | token-found         |
      | (middleware)/eidas-middleware/TcToken?sessionID=0 | token-found         |

  Scenario Outline: a message that arrives at the <party> with two fields <field>
    Clause: [CWE-235]
    Which of two is meant would be anybody's guess: one that is looked at, and another one that is believed.
    Usual causes: the first one is verified and the last one is read.

    Given <given>
    When the message arrives with two fields <field>
    Then the <party> refuses
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                          | party         | field        | given                                                               |
      | SP-BAD-21  | REQ-CWE-235-1     | M-SP-shell-takes-first-of-two  | relying party | SAMLResponse | a login with SAML that has reached the relying party                |
      | SP-BAD-22  | REQ-RFC6749-3.1-1 | M-SP-shell-takes-first-of-two  | relying party | state        | a login with OpenID Connect that has come back to the relying party |
      | FAS-BAD-25 | REQ-CWE-235-2     | M-FAS-shell-takes-first-of-two | portal        | SAMLRequest  | a login with SAML that turns to the portal                          |
      | FAS-BAD-26 | REQ-RFC6749-3.1-2 | M-FAS-shell-takes-first-of-two | portal        | client_id    | a login with OpenID Connect that turns to the portal                |
      | FAS-BAD-27 | REQ-CWE-235-3     | M-FAS-shell-takes-first-of-two | portal        | token        | a login with SAML that has reached the portal                       |
      | NOD-BAD-22 | REQ-CWE-235-4     | M-NOD-shell-takes-first-of-two | connector     | SAMLResponse | a login with SAML that has reached the connector                    |
      | EIS-BAD-23 | REQ-CWE-235-5     | M-EIS-shell-takes-first-of-two | middleware    | SAMLRequest  | a login with SAML that has reached the middleware                   |
      | EIC-BAD-21 | REQ-CWE-235-6     | M-EIC-shell-takes-first-of-two | eID client    | tcTokenURL   | a login with SAML that has reached the eID client                   |

  Scenario Outline: a good message behind a document type at the <party>
    Clause: [CWE-776]
    The message and its signature are as they should be. The document type in front of it is refused without being read.
    Usual causes: entities are looked for and document types are not.

    Given <given>
    When the message arrives behind a document type
    Then the <party> refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement   | kills                              | party         | code                | given                                                |
      | SP-BAD-23  | REQ-CWE-776-1 | M-SP-shell-forgives-document-type  | relying party | fas-response-syntax | a login with SAML that has reached the relying party |
      | FAS-BAD-28 | REQ-CWE-776-2 | M-FAS-shell-forgives-document-type | portal        | fas-request-syntax  | a login with SAML that turns to the portal           |
