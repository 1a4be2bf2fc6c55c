@country:be @layer:saml
Feature: the encryption of an assertion from another country

  @negative @must
  Scenario Outline: an assertion encrypted <encrypted> is refused
    Clause: [eIDAS Cryptographic Requirements]
    The assertion is encrypted with AES in Galois/Counter Mode, and its key travels by ECDH-ES or RSA-OAEP. Here it is
    encrypted <encrypted>, in a response that is signed as it should be. The connector must refuse it.
    Usual causes: the policy of the library is not set; the key is tried although the algorithm is forbidden; a plain
    assertion is read where no encrypted one is found.

    Given a login with SAML that has reached the connector
    When the middleware's assertion is encrypted <encrypted>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                               | tags                | code   | encrypted                               |
      | NOD-RES-35 | REQ-EIDAS-RS-03-1 | M-NOD-response-encrypted            | -                   | 203023 | not at all                              |
      | NOD-RES-36 | REQ-EIDAS-RS-04-1 | M-NOD-response-encryption-algorithm | -                   | 202003 | with AES-256-CBC                        |
      | NOD-RES-37 | REQ-EIDAS-RS-04-2 | M-NOD-response-encryption-algorithm | with:rsa-encryption | 202003 | with AES-128-CBC                        |
      | NOD-RES-38 | REQ-EIDAS-RS-05-1 | M-NOD-response-key-transport        | with:rsa-encryption | 203023 | with RSA and the padding of 1998        |
      | NOD-RES-39 | REQ-EIDAS-RS-06-1 | M-NOD-response-legacy-key-transport | with:rsa-encryption | 203007 | with RSA-OAEP and the mask of SHA-1     |
      | NOD-RES-40 | REQ-EIDAS-RS-07-1 | M-NOD-response-code-hidden          | -                   | 203023 | with a wrong tag                        |
      | NOD-RES-41 | REQ-EIDAS-RS-07-2 | M-NOD-response-code-hidden          | -                   | 203023 | to a stranger                           |
      | NOD-RES-42 | REQ-EIDAS-RS-07-3 | M-NOD-response-code-hidden          | -                   | 203023 | without its key                         |
      | NOD-RES-43 | REQ-EIDAS-RS-07-4 | M-NOD-response-code-hidden          | -                   | 203023 | without the name of its reader          |
      | NOD-RES-44 | REQ-EIDAS-RS-08-1 | M-NOD-response-code-hidden          | -                   | 203023 | with other words for the key derivation |
      | NOD-RES-45 | REQ-EIDAS-RS-09-1 | M-NOD-response-one-assertion        | -                   | 203007 | and in the clear as well                |

  @negative @must
  Scenario Outline: a response <response> is refused
    Clause: [eIDAS SAML Message Format]
    A success tells of one person, in one assertion. With none there is nothing to tell, with two nobody knows whom it
    is about. Here it comes <response>.

    Given a login with SAML that has reached the connector
    When the middleware's response comes <response>
    Then the connector refuses with 203007
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                        | response                 |
      | NOD-RES-46 | REQ-EIDAS-RS-09-2 | M-NOD-response-code-hidden   | without its assertion    |
      | NOD-RES-47 | REQ-EIDAS-RS-09-3 | M-NOD-response-one-assertion | with its assertion twice |

  @must
  Scenario Outline: an assertion encrypted <encrypted> is accepted
    Clause: [eIDAS Cryptographic Requirements]
    What the requirements allow is accepted. The words for the key derivation are read from the message: some nodes write
    one octet of zeros, others none.
    Usual causes: one algorithm is written into the code; the words of the key derivation are assumed.

    Given a login with SAML that has reached the connector
    When the middleware's assertion is encrypted <encrypted>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id         | requirement       | kills                      | tags                | encrypted                               |
      | NOD-RES-48 | REQ-EIDAS-RS-04-3 | M-NOD-good-response-spoilt | -                   | with AES-128-GCM                        |
      | NOD-RES-49 | REQ-EIDAS-RS-04-4 | M-NOD-good-response-spoilt | with:rsa-encryption | with AES-192-GCM                        |
      | NOD-RES-50 | REQ-EIDAS-RS-05-2 | M-NOD-good-response-spoilt | with:rsa-encryption | with RSA-OAEP of SHA-512                |
      | NOD-RES-51 | REQ-EIDAS-RS-08-2 | M-NOD-good-response-spoilt | -                   | with empty words for the key derivation |
      | NOD-RES-52 | REQ-EIDAS-RS-08-3 | M-NOD-good-response-spoilt | with:brainpool      | with a key wrap of AES-128              |

  @NOD-RES-53 @REQ-EIDAS-RS-06-2 @kills:M-NOD-tolerated-response-spoilt @should @with:rsa-encryption
  Scenario: the old mask of RSA-OAEP is accepted from a node of version 1.3
    Clause: [EU eIDAS-Node 2.9, ProtocolEngine]
    Nodes that speak no version of the protocol after 1.3 may use the older name of RSA-OAEP, whose mask is always SHA-1.
    The middleware says in its metadata that it is one of them.

    Given the middleware misbehaves: metadata-old-version
    And a login with SAML that has reached the connector
    When the middleware's assertion is encrypted with RSA-OAEP and the mask of SHA-1
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER
