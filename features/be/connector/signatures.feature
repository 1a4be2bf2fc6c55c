@country:be @layer:saml
Feature: the signature of a response from another country

  @negative @must
  Scenario Outline: a response signed <signed> is refused
    Clause: [eIDAS Cryptographic Requirements]
    The response itself is signed, with RSA-PSS or ECDSA over SHA-256 or longer, by a key that the middleware's metadata
    name. Here it is signed <signed>. The connector must refuse it, and show the code of the rule.
    Usual causes: the library takes every algorithm that it knows; the certificate in the message is trusted because it
    is in the message; the value is checked only where a signature is there.

    Given a login with SAML that has reached the connector
    When the middleware's response is signed <signed>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement        | kills                              | tags             | code   | signed                                         |
      | NOD-RES-01 | REQ-EIDAS-RS-01-1  | M-NOD-response-signed              | -                | 203007 | not at all                                     |
      | NOD-RES-02 | REQ-EIDAS-RS-01-2  | M-NOD-response-signature-value     | -                | 203015 | with a wrong value                             |
      | NOD-RES-03 | REQ-EIDAS-RS-01-3  | M-NOD-response-signature-value     | -                | 203015 | and changed afterwards                         |
      | NOD-RES-04 | REQ-EIDAS-RS-01-4  | M-NOD-response-signature-algorithm | -                | 203015 | with SHA-1                                     |
      | NOD-RES-05 | REQ-EIDAS-RS-01-5  | M-NOD-response-digest-algorithm    | -                | 203015 | over a digest of SHA-1                         |
      | NOD-RES-06 | REQ-EIDAS-RS-01-6  | M-NOD-response-signature-algorithm | with:rsa-signing | 203015 | with the RSA padding of 1993                   |
      | NOD-RES-07 | REQ-EIDAS-RS-01-7  | M-NOD-response-signature-value     | with:rsa-signing | 203015 | with a mask of SHA-1                           |
      | NOD-RES-08 | REQ-EIDAS-RS-02-1  | M-NOD-response-signature-trust     | -                | 202003 | by a stranger                                  |
      | NOD-RES-09 | REQ-EIDAS-RS-02-2  | M-NOD-response-signature-value     | -                | 203015 | by a stranger in the name of the middleware    |
      | NOD-RES-10 | REQ-EIDAS-RS-02-3  | M-NOD-response-signature-trust     | -                | 202003 | with the key of the metadata                   |
      | NOD-RES-11 | REQ-EIDAS-RS-01-8  | M-NOD-response-signature-structure | -                | 202003 | with two references                            |
      | NOD-RES-12 | REQ-EIDAS-RS-01-9  | M-NOD-response-signature-structure | -                | 202003 | with an object                                 |
      | NOD-RES-13 | REQ-EIDAS-RS-01-10 | M-NOD-response-signature-structure | -                | 202003 | with a transform that leaves the assertion out |
      | NOD-RES-14 | REQ-EIDAS-RS-01-11 | M-NOD-response-signature-structure | -                | 202003 | with inclusive canonicalization                |

  @NOD-RES-15 @REQ-EIDAS-RS-01-12 @kills:M-NOD-response-key-size @must @negative @with:short-signing @control:basic
  Scenario: a response signed with a short RSA key is refused
    Clause: [eIDAS Cryptographic Requirements]
    The metadata of the middleware name an RSA key of less than 3072 bits, and the response is signed with it. The key is
    trusted and the signature is right; it is the size that the connector must refuse.

    Given a login with SAML that has reached the connector
    When the message arrives as it is
    Then the connector refuses with 203015
    And nobody is logged in

  @must
  Scenario Outline: a response signed <signed> is accepted
    Clause: [eIDAS Cryptographic Requirements]
    What the requirements allow is accepted, whatever this middleware uses by itself.
    Usual causes: one algorithm is written into the code.

    Given a login with SAML that has reached the connector
    When the middleware's response is signed <signed>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id         | requirement        | kills                      | tags             | signed       |
      | NOD-RES-16 | REQ-EIDAS-RS-01-13 | M-NOD-good-response-spoilt | -                | with SHA-384 |
      | NOD-RES-17 | REQ-EIDAS-RS-01-14 | M-NOD-good-response-spoilt | -                | with SHA-512 |
      | NOD-RES-18 | REQ-EIDAS-RS-01-15 | M-NOD-good-response-spoilt | with:rsa-signing | with SHA-512 |
      | NOD-RES-19 | REQ-EIDAS-RS-01-16 | M-NOD-good-response-spoilt | with:brainpool   | with SHA-384 |

  @negative @must
  Scenario Outline: a signature that was moved proves nothing: <wrapped>
    Clause: [SAML Core §5.4.2]
    Somebody has caught a signed response, and wants to be another person. They write a response of their own, encrypt a
    forged assertion to the connector, as everybody can, and send it <wrapped>. The signature still proves the caught
    response; what is read is the forged one. The connector must read only what was signed.
    Usual causes: the signature is looked up anywhere in the document; the element is looked up by its ID, of which there
    are two; what is read afterwards is the root and not the element that was verified.

    Given a login with SAML that has reached the connector
    When a forged response comes <wrapped>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id         | requirement      | kills                              | code   | wrapped                                                                 |
      | NOD-RES-20 | REQ-EIDAS-XSW-1  | M-NOD-response-signature-reference | 202003 | with the signature, and the signed one in its extensions                |
      | NOD-RES-21 | REQ-EIDAS-XSW-2  | M-NOD-response-signature-reference | 202003 | with the signature, and the signed one in the details of its status     |
      | NOD-RES-22 | REQ-EIDAS-XSW-3  | M-NOD-response-signature-reference | 202003 | with the signature, and the signed one of the same ID in its extensions |
      | NOD-RES-23 | REQ-EIDAS-XSW-4  | M-NOD-response-signature-reference | 202003 | with the signature, and the signed one as its object                    |
      | NOD-RES-24 | REQ-EIDAS-XSW-5  | M-NOD-response-signature-reference | 202003 | with the signature, and the signed one within it                        |
      | NOD-RES-25 | REQ-EIDAS-XSW-6  | M-NOD-response-signed              | 203007 | with the signed one in its extensions                                   |
      | NOD-RES-26 | REQ-EIDAS-XSW-7  | M-NOD-response-signature-trust     | 202003 | with a stranger's signature, and the signed one in its extensions       |
      | NOD-RES-27 | REQ-EIDAS-XSW-8  | M-NOD-response-signature-value     | 203015 | with the forged assertion first                                         |
      | NOD-RES-28 | REQ-EIDAS-XSW-9  | M-NOD-response-signature-value     | 203015 | with the forged assertion last                                          |
      | NOD-RES-29 | REQ-EIDAS-XSW-10 | M-NOD-response-signature-value     | 203015 | with the forged assertion, and the signed one in its extensions         |

  @negative @must
  Scenario Outline: an assertion signed <signed> is refused
    Clause: [SAML Core §5.1]
    The assertion inside need not be signed, for the response is. If it is, that signature must be right as well: by the
    middleware, over this assertion. Here it is signed <signed>.

    Given a login with SAML that has reached the connector
    When the middleware's assertion is signed <signed>
    Then the connector refuses with 003004
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                              | signed                                   |
      | NOD-RES-30 | REQ-EIDAS-RS-30-1 | M-NOD-response-assertion-signature | by a stranger                            |
      | NOD-RES-31 | REQ-EIDAS-RS-30-2 | M-NOD-response-assertion-signature | and changed afterwards                   |
      | NOD-RES-32 | REQ-EIDAS-RS-30-3 | M-NOD-response-assertion-signature | and moved into the advice of another one |

  @NOD-RES-33 @REQ-EIDAS-RS-30-4 @kills:M-NOD-good-response-spoilt @must
  Scenario: an assertion signed by the middleware is accepted
    Clause: [SAML Core §5.1]
    Some nodes sign the assertion as well as the response. The connector must take it.

    Given a login with SAML that has reached the connector
    When the middleware's assertion is signed by the middleware
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @NOD-RES-34 @REQ-EIDAS-RS-02-4 @kills:M-NOD-response-issuer-metadata @should @negative
  Scenario: a new key is not taken from metadata that nobody signed
    Clause: [eIDAS Interoperability Architecture]
    A response that is signed by an unknown key may mean that the middleware has a new one, so that a connector may read
    its metadata again. These are not signed: they must be held to their rules as the first ones were.
    Usual causes: the second reading goes another way than the first; the key of the message is believed when metadata
    are refused.

    Given a login with SAML that has reached the connector
    And the middleware misbehaves: metadata-not-signed
    When the middleware's response is signed by a stranger
    Then the connector refuses with 202003
    And nobody is logged in
