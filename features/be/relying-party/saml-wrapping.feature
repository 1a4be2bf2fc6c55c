@country:be @layer:saml
Feature: which assertion a service reads

  A signature names what it covers. Whoever looks for the assertion once to verify it, and once more to read it, may
  find two. Taking the signed one is right, and refusing all of it is right; taking another one is not.

  @SP-SAML-150 @REQ-SAML-CORE-5.4.2-20 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: the signed response in the signature of a forged one
    Clause: [SAML Core §5.4.2]
    The forged response shows the signature of the one inside it.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed response within the forged one's signature
    Then nobody is logged in as somebody else

  @SP-SAML-151 @REQ-SAML-CORE-5.4.2-21 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: the signed response in the extensions of a forged one
    Clause: [SAML Core §5.4.2]
    The schema leaves room for anything in extensions.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed response in the forged one's extensions, under its signature
    Then nobody is logged in as somebody else

  @SP-SAML-152 @REQ-SAML-CORE-5.4.2-22 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: a forged assertion before the signed one
    Clause: [SAML Core §5.4.2]
    The first assertion is nobody's, the second is the portal's.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a forged assertion first
    Then nobody is logged in as somebody else

  @SP-SAML-153 @REQ-SAML-CORE-5.4.2-23 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: a forged assertion behind the signed one
    Clause: [SAML Core §5.4.2]
    The first assertion is the portal's, the second is nobody's.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a forged assertion last
    Then nobody is logged in as somebody else

  @SP-SAML-154 @REQ-SAML-CORE-5.4.2-24 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: the signed assertion within a forged one
    Clause: [SAML Core §5.4.2]
    The forged one is the outer element.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed assertion within the forged one
    Then nobody is logged in as somebody else

  @SP-SAML-155 @REQ-SAML-CORE-5.4.2-25 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: the signature in a forged assertion and the signed one behind it
    Clause: [SAML Core §5.4.2]
    The signature has moved into the forged one, and refers to the other.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signature in a forged assertion, and the signed one last
    Then nobody is logged in as somebody else

  @SP-SAML-156 @REQ-SAML-CORE-5.4.2-26 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: the signed assertion in the signature of a forged one
    Clause: [SAML Core §5.4.2]
    The signature in the forged one refers to the assertion within the signature.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed assertion in the signature of a forged one
    Then nobody is logged in as somebody else

  @SP-SAML-157 @REQ-SAML-CORE-5.4.2-27 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: the signed assertion in an object of a forged one's signature
    Clause: [SAML Core §5.4.2]
    An object of a signature may hold anything.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed assertion in an object of a forged one's signature
    Then nobody is logged in as somebody else

  @SP-SAML-158 @REQ-SAML-CORE-5.4.2-28 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: a forged assertion in the extensions
    Clause: [SAML Core §5.4.2]
    The signed assertion is where it belongs, and the forged one comes before it.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a forged assertion in its extensions
    Then nobody is logged in as somebody else

  @SP-SAML-159 @REQ-SAML-CORE-5.4.2-29 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: the signed assertion in the extensions
    Clause: [SAML Core §5.4.2]
    The forged assertion is where the signed one belongs.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed assertion in its extensions
    Then nobody is logged in as somebody else

  @SP-SAML-160 @REQ-SAML-CORE-5.4.2-30 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: the signed assertion in the advice of a forged one
    Clause: [SAML Core §5.4.2]
    Advice may hold assertions.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed assertion in the advice of a forged one
    Then nobody is logged in as somebody else

  @SP-SAML-161 @REQ-SAML-CORE-5.4.2-31 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: the signed assertion in the details of the status
    Clause: [SAML Core §5.4.2]
    Details of a status may hold anything.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2016-5697 (ruby-saml), CVE-2020-5390 (pysaml2), CVE-2024-45409 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the signed assertion in the details of its status
    Then nobody is logged in as somebody else

  @SP-SAML-162 @REQ-SAML-CORE-5.4.2-32 @kills:M-SP-reads-under-signature @must @negative
  Scenario: a forged assertion of the same ID in front
    Clause: [SAML Core §5.4.2]
    Two elements have the ID that the signature names.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2025-25291 (ruby-saml), CVE-2025-25292 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a forged assertion of the same ID first
    Then nobody is logged in as somebody else

  @SP-SAML-163 @REQ-SAML-CORE-5.4.2-33 @kills:M-SP-reads-last-assertion @must @negative
  Scenario: a forged assertion of the same ID behind
    Clause: [SAML Core §5.4.2]
    Two elements have the ID that the signature names.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2025-25291 (ruby-saml), CVE-2025-25292 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a forged assertion of the same ID last
    Then nobody is logged in as somebody else

  @SP-SAML-164 @REQ-SAML-CORE-5.4.2-34 @kills:M-SP-reads-first-assertion @must @negative
  Scenario: a forged assertion of the same ID that shows the signature
    Clause: [SAML Core §5.4.2]
    Two elements have the ID, and both have the signature.
    Usual causes: the element to verify and the element to read are looked up apart.
    Resembles: CVE-2025-25291 (ruby-saml), CVE-2025-25292 (ruby-saml).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a forged assertion of the same ID that shows the signature first
    Then nobody is logged in as somebody else
