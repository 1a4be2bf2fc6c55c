@country:be @layer:saml
Feature: what a service takes for a signature of the portal

  A signature is worth what is checked of it: the key, the algorithm, the value, the digest, and what the digest is
  made over.

  @SP-SAML-110 @REQ-SAML-METADATA-2.4.1.1-10 @kills:M-SP-trusts-key-in-message @must @negative
  Scenario: a key that the message itself brings
    Clause: [SAML Metadata §2.4.1.1]
    The signature holds under the certificate beside it, and that certificate is a stranger's. Keys come from the
    metadata.
    Usual causes: a library is given no key and takes the one in KeyInfo.
    Resembles: CVE-2021-21239 (pysaml2).

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with the key of a stranger in it
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-111 @REQ-SAML-METADATA-2.4.1.1-11 @kills:M-SP-response-signature @must @negative
  Scenario: a signature of a stranger without a key
    Clause: [SAML Metadata §2.4.1.1]
    Where no key is shown the portal's is meant, and under that the signature does not hold.
    Usual causes: the result of the check is not looked at.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, signed by a stranger who shows no key
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-112 @REQ-SAML-METADATA-2.4.1.1-12 @kills:M-SP-response-signature @must @negative
  Scenario: a signature of a stranger under the portal's certificate
    Clause: [SAML Metadata §2.4.1.1]
    The right certificate is in the message, and the value was made with another key.
    Usual causes: the certificate is compared and the value is not.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, signed by a stranger who shows the portal's certificate
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-113 @REQ-SAML-METADATA-2.4.1.1-13 @kills:M-SP-trusts-key-in-message @must @negative
  Scenario: a bare key that the message itself brings
    Clause: [SAML Metadata §2.4.1.1]
    The same with the numbers of the key instead of a certificate.
    Usual causes: a verifier is told which certificates to trust, and not that it must use them.
    Resembles: CVE-2021-21239 (pysaml2).

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with the bare key of a stranger in it
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-115 @REQ-XMLDSIG-6.2-1 @kills:M-SP-takes-weak-algorithms @should @negative
  Scenario: a digest of SHA-1
    Clause: [XML Signature 1.1 §6.2]
    Two documents of one SHA-1 digest can be made. XML Signature keeps it for old signatures; the portal never
    uses it.
    Usual causes: the library's list of algorithms was never cut down.

    Given a response of the portal on its way to the relying party
    When the portal's response comes signed over a digest of SHA-1
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-116 @REQ-XMLDSIG-3.2-2 @kills:M-SP-response-signature @must @negative
  Scenario: a digest method that was changed after signing
    Clause: [XML Signature 1.1 §3.2.2]
    The digest method is part of what was signed.
    Usual causes: the value of the signature is not confirmed.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with a digest of MD5
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-117 @REQ-XMLDSIG-3.2-3 @kills:M-SP-takes-mac-under-certificate @must @negative
  Scenario: a MAC whose key is the certificate
    Clause: [XML Signature 1.1 §3.2.2]
    The message chooses a MAC, and the key that the service has is public: anybody can make that MAC.
    Usual causes: the algorithm is taken from the message, and the key fits every algorithm.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with a MAC under the portal's certificate
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-118 @REQ-XMLDSIG-3.2-4 @kills:M-SP-takes-unknown-algorithm @must @negative
  Scenario: an algorithm that nobody knows
    Clause: [XML Signature 1.1 §3.2.2]
    What cannot be verified is not verified.
    Usual causes: an error of the check is taken for an answer.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with an algorithm that nobody knows
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-119 @REQ-XMLDSIG-3.2-5 @kills:M-SP-takes-unknown-algorithm @must @negative
  Scenario: the algorithm none
    Clause: [XML Signature 1.1 §3.2.2]
    There is no algorithm none, and nothing is signed.
    Usual causes: an error of the check is taken for an answer.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with the algorithm none
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-120 @REQ-XMLDSIG-3.2-6 @kills:M-SP-response-signature @must @negative
  Scenario: an empty value
    Clause: [XML Signature 1.1 §3.2.2]
    The digest is right, and the value that should vouch for it is empty.
    Usual causes: the value is not confirmed where it is empty.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with an empty signature
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-121 @REQ-XMLDSIG-3.2-7 @kills:M-SP-forgets-digest @must @negative
  Scenario: an assertion about somebody else under the portal's signature
    Clause: [XML Signature 1.1 §3.2.1]
    The value holds for the list of digests, and the digest is not that of this assertion.
    Usual causes: the value is confirmed and the digests are not.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, under the old signature
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-122 @REQ-XMLDSIG-3.2-8 @kills:M-SP-reads-digest-in-comment @must @negative
  Scenario: a digest in a comment before the right one
    Clause: [XML Signature 1.1 §3.2.1]
    Comments are not part of what is signed: another digest in a comment changes nothing in the signature.
    Usual causes: the first child of DigestValue is read instead of its text.
    Resembles: CVE-2025-29775 (xml-crypto).

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with its digest before the portal's in a comment
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-123 @REQ-XMLDSIG-3.2-9 @kills:M-SP-reads-digest-in-comment @must @negative
  Scenario: a digest in a comment behind the right one
    Clause: [XML Signature 1.1 §3.2.1]
    The same with the comment last.
    Usual causes: the last child of DigestValue is read instead of its text.
    Resembles: CVE-2025-29775 (xml-crypto).

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with its digest behind the portal's in a comment
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-124 @REQ-XMLDSIG-4.1-1 @kills:M-SP-reads-other-signed-info @must @negative
  Scenario: a second SignedInfo in front
    Clause: [XML Signature 1.1 §4.1]
    The value holds for one SignedInfo, the digest stands in the other. There may be only one.
    Usual causes: each step looks for SignedInfo on its own.
    Resembles: CVE-2025-29774 (xml-crypto).

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with a second SignedInfo in front
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-125 @REQ-XMLDSIG-4.1-2 @kills:M-SP-reads-other-signed-info @must @negative
  Scenario: a second SignedInfo behind
    Clause: [XML Signature 1.1 §4.1]
    The same with the other one last.
    Usual causes: each step looks for SignedInfo on its own.
    Resembles: CVE-2025-29774 (xml-crypto).

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, with a second SignedInfo behind
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-126 @REQ-XMLDSIG-4.4-1 @kills:M-SP-needs-no-reference @must @negative
  Scenario: a signature without a reference
    Clause: [XML Signature 1.1 §4.4]
    The value holds, and nothing is signed by it.
    Usual causes: all references of an empty list hold.

    Given a response of the portal on its way to the relying party
    When the portal's response comes signed with no reference
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-127 @REQ-SAML-CORE-5.4.2-10 @kills:M-SP-runs-any-transform @should @negative
  Scenario: two references
    Clause: [SAML Core §5.4.2]
    A signature in SAML has one reference, to the element that carries it. Who takes more has to know which of
    them he reads.
    Usual causes: the structure of signatures is left to a library for all of XML.

    Given a response of the portal on its way to the relying party
    When the portal's response comes signed with two references
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-128 @REQ-SAML-CORE-5.4.2-11 @kills:M-SP-response-signature @must @negative
  Scenario: a reference to another server
    Clause: [SAML Core §5.4.2]
    What was signed is somewhere else. A service that fetches it can be made to fetch anything.
    Usual causes: references are resolved before anything is known of the sender.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, signed at another place
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-129 @REQ-SAML-CORE-5.4.4-1 @kills:M-SP-response-signature @must @negative
  Scenario: a stylesheet as a transform
    Clause: [SAML Core §5.4.4]
    A stylesheet can make any text of any document, and can read files where it is run.
    Usual causes: all transforms of a library are left on.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, through a stylesheet
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-130 @REQ-SAML-CORE-5.4.4-2 @kills:M-SP-runs-any-transform @must @negative
  Scenario: a path that leaves the person out
    Clause: [SAML Core §5.4.4]
    The signature covers all but the attributes, and those are somebody else's. Only two transforms are allowed,
    since others leave things out.
    Usual causes: all transforms of a library are left on.

    Given a response of the portal on its way to the relying party
    When the portal's response comes signed through a path that leaves the person out
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-131 @REQ-SAML-CORE-5.4.4-3 @kills:M-SP-response-signature @must @negative
  Scenario: a decoder as a transform
    Clause: [SAML Core §5.4.4]
    The digest is made over what the decoder leaves, which need not be the assertion.
    Usual causes: all transforms of a library are left on.

    Given a response of the portal on its way to the relying party
    When the portal's response comes about somebody else, through a decoder
    Then the relying party refuses
    And nobody is logged in
