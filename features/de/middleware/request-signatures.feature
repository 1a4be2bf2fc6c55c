@country:de @layer:saml
Feature: the signature of a request to the German middleware

  @negative
  Scenario Outline: a request signed with <key> and <hand> is refused
    Clause: [eIDAS Cryptographic Requirements]
    The metadata of the connector name <key>, and the request is signed with it and <hand>. The middleware must look at
    algorithm, parameters and size by itself: that the key is trusted and the value is right does not help.
    Usual causes: the library takes every algorithm that it knows; it takes the parameters from the signature.

    Given the connector's metadata name <key>
    And a login with SAML that has reached the middleware
    When the connector signs its request with that key and <hand>
    Then the middleware answers 400 with SIGNATURE_CHECK_FAILED
    And nobody is logged in

    Examples:
      | id         | requirement       | level  | kills                              | key                                     | hand                    |
      | EIS-REQ-59 | REQ-EIDAS-RQ-04-1 | must   | M-EIS-request-signature-algorithm  | an RSA key                              | the RSA padding of 1993 |
      | EIS-REQ-60 | REQ-EIDAS-RQ-06-2 | must   | M-EIS-request-key-size             | an RSA key of 2048 bits                 | RSA-PSS                 |
      | EIS-REQ-61 | REQ-EIDAS-RQ-06-3 | must   | M-EIS-request-key-size             | a key of 224 bits                       | ECDSA                   |
      | EIS-REQ-62 | REQ-EIDAS-RQ-07-1 | must   | M-EIS-request-signature-value      | an RSA key                              | a mask of SHA-1         |
      | EIS-REQ-63 | REQ-EIDAS-RQ-07-2 | must   | M-EIS-request-signature-value      | an RSA key                              | a salt of 20 bytes      |
      | EIS-REQ-64 | REQ-EIDAS-RQ-03-4 | should | M-EIS-request-certificate-validity | a key whose certificate ended yesterday | ECDSA                   |

  @must
  Scenario Outline: a request signed with <key> and <hand> is accepted
    Clause: [eIDAS Cryptographic Requirements]
    The metadata of the connector name <key> beside the one that it has always had, as before a change of keys.
    Usual causes: of several keys in the metadata only the first is read.

    Given the connector's metadata name <key>
    And a login with SAML that has reached the middleware
    When the connector signs its request with that key and <hand>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id         | requirement       | kills                     | key          | hand                |
      | EIS-REQ-65 | REQ-EIDAS-RQ-03-3 | M-EIS-good-request-spoilt | a second key | ECDSA               |
      | EIS-REQ-66 | REQ-EIDAS-RQ-04-2 | M-EIS-good-request-spoilt | an RSA key   | RSA-PSS             |
      | EIS-REQ-67 | REQ-EIDAS-RQ-04-3 | M-EIS-good-request-spoilt | an RSA key   | RSA-PSS and SHA-512 |

  @EIS-REQ-68 @REQ-EIDAS-RQ-06-4 @must @kills:M-EIS-good-request-spoilt @with:brainpool
  Scenario: a request signed on a Brainpool curve is accepted
    Clause: [eIDAS Cryptographic Requirements]
    All keys of this network are on brainpoolP256r1, as German ones are.

    Given a login with SAML that has reached the middleware
    When the message arrives as it is
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @negative @must
  Scenario Outline: a signature that covers <covers> is refused
    Clause: [SAML Core §5.4]
    A signature has one reference, to the whole message, with two known transforms, and nothing beside. This one covers
    <covers>.
    Usual causes: the library computes whatever the signature says; nobody looks at what was covered.

    Given a login with SAML that has reached the middleware
    When the connector's signature covers <covers>
    Then the middleware answers 400 with SIGNATURE_CHECK_FAILED
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                             | covers                          |
      | EIS-REQ-69 | REQ-EIDAS-RQ-08-2 | M-EIS-request-signature-structure | an object of its own, too       |
      | EIS-REQ-70 | REQ-EIDAS-RQ-09-2 | M-EIS-request-signature-structure | everything but what it asks for |

  @negative @must
  Scenario Outline: a signature that was moved proves nothing: <wrapped>
    Clause: [SAML Core §5.4.2]
    Somebody has caught a signed request, and wants another one to be believed. They write it without a key, and send it
    <wrapped>. The signature still proves the caught request; what is read is the forged one. The middleware must read
    only what was signed.
    Usual causes: the signature is looked up anywhere in the document; the element is looked up by its ID, of which there
    are two; what is read afterwards is the root and not the element that was verified.

    Given a login with SAML that has reached the middleware
    When a forged request comes <wrapped>
    Then the middleware answers 400 with SIGNATURE_CHECK_FAILED
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                             | wrapped                                                              |
      | EIS-REQ-71 | REQ-EIDAS-RQ-08-3 | M-EIS-request-signature-reference | with the signature, and the signed one in its scoping                |
      | EIS-REQ-72 | REQ-EIDAS-RQ-08-4 | M-EIS-request-signature-reference | with the signature, and the signed one of the same ID in its scoping |
      | EIS-REQ-73 | REQ-EIDAS-RQ-08-5 | M-EIS-refusal-called-success      | with the signature, and the signed one as its object                 |
      | EIS-REQ-74 | REQ-EIDAS-RQ-08-6 | M-EIS-refusal-called-success      | with the signature, and the signed one within it                     |
      | EIS-REQ-75 | REQ-EIDAS-RQ-01-4 | M-EIS-request-signed              | with the signed one in its scoping                                   |
      | EIS-REQ-76 | REQ-EIDAS-RQ-03-5 | M-EIS-request-signature-trust     | with a stranger's signature, and the signed one in its scoping       |

  @EIS-REQ-77 @REQ-EIDAS-RQ-41-5 @should @kills:M-EIS-request-age-first @negative
  Scenario: an old request is called old before anybody looks at its signature
    Clause: [eIDAS-DE]
    The request is not signed, and a minute too late. The middleware asks for the moment first.

    Given a login with SAML that has reached the middleware
    When a forged request comes without a signature, a minute too late
    Then the middleware answers 400 with OUTDATED_REQUEST
    And nobody is logged in

  @EIS-REQ-78 @REQ-EIDAS-RQ-43-1 @must @kills:M-EIS-good-request-spoilt
  Scenario: a request by GET is accepted
    Clause: [SAML Bindings §3.4]
    The request is compressed, and the signature is in the query: the binding of SAML, which German metadata name beside
    the form. It is not the one that the EU's node calls Redirect.

    Given a login with SAML that has reached the middleware
    When the request comes by GET and signed
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @negative @must
  Scenario Outline: a request by GET <comes> is refused
    Clause: [SAML Bindings §3.4.4.1]
    The signature is over the query, as it was written: message, state and algorithm. This one comes <comes>.
    Usual causes: the signature is computed over what was decoded and encoded again; a message without Signature counts
    as signed when there is one inside; parameters are read in two places, which differ.

    Given a login with SAML that has reached the middleware
    When the request comes by GET <comes>
    Then the middleware answers 400 with <code>
    And nobody is logged in

    Examples:
      | id         | requirement       | kills                             | code                   | comes                                          |
      | EIS-REQ-79 | REQ-EIDAS-RQ-44-1 | M-EIS-request-query-signature     | SIGNATURE_CHECK_FAILED | and changed in its signature                   |
      | EIS-REQ-80 | REQ-EIDAS-RQ-44-2 | M-EIS-request-query-signature     | SIGNATURE_CHECK_FAILED | and changed in its state                       |
      | EIS-REQ-81 | REQ-EIDAS-RQ-44-3 | M-EIS-request-query-signature     | SIGNATURE_CHECK_FAILED | and changed in its message                     |
      | EIS-REQ-82 | REQ-EIDAS-RQ-44-4 | M-EIS-request-query-signature     | SIGNATURE_CHECK_FAILED | and signed by a stranger                       |
      | EIS-REQ-83 | REQ-EIDAS-RQ-05-3 | M-EIS-request-signature-algorithm | SIGNATURE_CHECK_FAILED | and signed with SHA-1                          |
      | EIS-REQ-84 | REQ-EIDAS-RQ-01-5 | M-EIS-request-signed              | SIGNATURE_CHECK_FAILED | without a signature                            |
      | EIS-REQ-85 | REQ-EIDAS-RQ-01-6 | M-EIS-request-signed              | SIGNATURE_CHECK_FAILED | with a signature inside and none outside       |
      | EIS-REQ-86 | REQ-EIDAS-RQ-43-2 | M-EIS-refusal-called-success      | ILLEGAL_REQUEST_SYNTAX | as plain as in a form                          |
      | EIS-REQ-87 | REQ-EIDAS-RQ-47-1 | M-EIS-refusal-called-success      | ILLEGAL_REQUEST_SYNTAX | and with another message beside the signed one |
      | EIS-REQ-88 | REQ-EIDAS-RQ-11-1 | M-EIS-refusal-called-success      | ILLEGAL_REQUEST_SYNTAX | and grown when it is unpacked                  |
