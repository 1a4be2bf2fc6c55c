@country:de @layer:saml
Feature: bytes that no request to the German middleware has

  @must @negative
  Scenario Outline: bytes that come <bytes> are refused and not followed
    Clause: [eIDAS Cryptographic Requirements]
    A document type makes a parser open files and addresses before anything is proven. This one names an address of the
    connector. The middleware must refuse it unread, and open nothing.
    Usual causes: the parser of the library takes document types unless it is told not to; it is told so in one place,
    and the signature is checked in another.

    Given a login with SAML that has reached the middleware
    When the bytes of the request come <bytes>
    Then the middleware answers 400 with ILLEGAL_REQUEST_SYNTAX
    And nobody has opened the address in the document type
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                        | bytes                                                      |
      | EIS-REQ-89 | REQ-EIDAS-RQ-10-4 | M-EIS-request-document-type  | behind a document type that is kept elsewhere              |
      | EIS-REQ-90 | REQ-EIDAS-RQ-10-5 | M-EIS-request-document-type  | behind a document type that takes its rules from elsewhere |
      | EIS-REQ-91 | REQ-EIDAS-RQ-10-6 | M-EIS-refusal-called-success | with an issuer that is kept elsewhere                      |

  @must @negative
  Scenario Outline: bytes that come <bytes> are refused
    Clause: [SAML Bindings §3.5.4]
    The field has base64, and behind it is no request: the bytes come <bytes>. The answer is a page, as for every request
    that cannot be read, and comes as soon.

    Given a login with SAML that has reached the middleware
    When the bytes of the request come <bytes>
    Then the middleware answers 400 with ILLEGAL_REQUEST_SYNTAX
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                        | bytes                                     |
      | EIS-REQ-92 | REQ-EIDAS-RQ-10-7 | M-EIS-refusal-called-success | with a name of a thousand million letters |
      | EIS-REQ-93 | REQ-EIDAS-RQ-12-8 | M-EIS-refusal-called-success | with a byte that is no letter             |
      | EIS-REQ-94 | REQ-EIDAS-RQ-12-9 | M-EIS-refusal-called-success | as nothing                                |

  @should @negative
  Scenario Outline: a form with the signed request <place> another one is refused
    Clause: [CWE-235]
    The form has SAMLRequest twice, and one of them is not signed. Which one counts differs from library to library, so
    that a filter in front may see another one than the middleware: it should take neither.
    Usual causes: one part of the program takes the first, another the last.

    Given a login with SAML that has reached the middleware
    When the form has the signed request <place> one that is not signed
    Then the middleware answers 400 with ILLEGAL_REQUEST_SYNTAX
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                      | place  |
      | EIS-REQ-95 | REQ-EIDAS-RQ-47-2 | M-EIS-request-first-of-two | before |
      | EIS-REQ-96 | REQ-EIDAS-RQ-47-3 | M-EIS-request-first-of-two | behind |

  Scenario Outline: a request of <size> bytes is accepted
    Clause: [EU eIDAS-Node 2.9, eidas.xml]
    Nodes of the EU take messages of up to 131072 bytes; nobody says where the German middleware ends. Line breaks behind
    the message make it <size> bytes long.

    Given a login with SAML that has reached the middleware
    When the bytes of the request come filled up to <size> bytes
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id         | requirement       | level  | kills                          | size   |
      | EIS-REQ-97 | REQ-EIDAS-RQ-11-2 | should | M-EIS-tolerated-request-spoilt | 131072 |
      | EIS-REQ-98 | REQ-EIDAS-RQ-11-3 | may    | M-EIS-rules-of-other-nodes     | 131073 |

  @EIS-REQ-99 @REQ-EIDAS-RQ-11-4 @should @kills:M-EIS-request-of-any-size @negative
  Scenario: a request of 600000 bytes is refused
    Clause: [CWE-400]
    No request is that long. Whoever reads it all does so for everybody, without knowing the sender.

    Given a login with SAML that has reached the middleware
    When the bytes of the request come filled up to 600000 bytes
    Then the middleware refuses
    And nobody is logged in
