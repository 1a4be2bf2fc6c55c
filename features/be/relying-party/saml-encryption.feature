@country:be @layer:saml
Feature: what a service takes for secret

  The key for encryption is public. What can be opened was not made by the portal for that reason.

  @SP-SAML-140 @REQ-XMLENC-5.5.1-1 @kills:M-SP-opens-any-encryption @should @negative
  Scenario: RSA with the padding of 1998
    Clause: [XML Encryption 1.1 §5.5.1]
    Whoever answers differently to good and bad padding gives away the plain text by and by. The portal uses OAEP.
    Usual causes: the library's list of algorithms was never cut down.

    Given a response of the portal on its way to the relying party
    When the portal's response comes encrypted with RSA and the padding of 1998
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-141 @REQ-XMLENC-5.2-1 @kills:M-SP-opens-any-encryption @should @negative
  Scenario: AES in CBC
    Clause: [XML Encryption 1.1 §5.2]
    CBC protects nothing from being changed, and its padding gives plain text away. A service that asks for CBC in
    its metadata should ask for GCM.
    Usual causes: the library's list of algorithms was never cut down.

    Given a response of the portal on its way to the relying party
    When the portal's response comes encrypted with AES-256-CBC
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-142 @REQ-SAML-CORE-5.4.2-40 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: the signed assertion encrypted and a forged one in the clear
    Clause: [SAML Core §5.4.2]
    One is verified, and the other may be read.
    Usual causes: plain and encrypted assertions are kept in two lists.

    Given a response of the portal on its way to the relying party
    When the portal's response comes encrypted, and once more in the clear about somebody else
    Then nobody is logged in as somebody else

  @SP-SAML-143 @REQ-SAML-CORE-5.4.2-41 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: a forged assertion in the clear and the signed one encrypted
    Clause: [SAML Core §5.4.2]
    The same in the other order.
    Usual causes: plain and encrypted assertions are kept in two lists.

    Given a response of the portal on its way to the relying party
    When the portal's response comes in the clear about somebody else, and once more encrypted
    Then nobody is logged in as somebody else

  @SP-SAML-144 @REQ-SAML-CORE-5.4.2-42 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: the signed assertion in the clear and a forged one encrypted
    Clause: [SAML Core §5.4.2]
    What can be decrypted is no proof of anything.
    Usual causes: what can be decrypted is believed.

    Given a response of the portal on its way to the relying party
    When the portal's response comes in the clear, and once more encrypted about somebody else
    Then nobody is logged in as somebody else
