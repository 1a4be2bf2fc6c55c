@country:be @layer:saml
Feature: what a service reads in names and attributes

  Between what was signed and what is shown lies a reader of XML.

  @SP-SAML-201 @REQ-SAML-CORE-2.7.3.1-1 @kills:M-SP-response-unique-attributes @should @negative
  Scenario: a family name under another format of its attribute
    Clause: [SAML Core §2.7.3.1]
    Name and format together say which attribute it is: the second one is another attribute.
    Usual causes: attributes are looked up by their names alone.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the family name under another format of its attribute
    Then nobody is logged in as somebody else

  @SP-SAML-204 @REQ-SAML-CORE-2.7.3-13 @kills:M-SP-reads-last-value @should @negative
  Scenario: two values of the family name
    Clause: [SAML Core §2.7.3]
    A second value is somebody else's name. Nothing says which of them counts: a service that needs one should
    refuse two, or take the first.
    Usual causes: the last value overwrites the first.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with two values of the family name
    Then nobody is logged in as somebody else

  @SP-SAML-205 @REQ-SAML-CORE-2.7.3-10 @kills:M-SP-response-unique-attributes @should @negative
  Scenario: a second family name of somebody else
    Clause: [SAML Core §2.7.3]
    Nothing says which of two attributes of one name counts, so that two readers may differ.
    Usual causes: the last one overwrites the first.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the family name twice, the second one another's
    Then nobody is logged in as somebody else

  @SP-SAML-206 @REQ-SAML-CORE-2.7.3-11 @kills:M-SP-response-unique-attributes @should @negative
  Scenario: a second family name in a second statement
    Clause: [SAML Core §2.7.3]
    The same in two statements.
    Usual causes: the last one overwrites the first.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the family name in a second statement as well
    Then nobody is logged in as somebody else

  @SP-SAML-207 @REQ-SAML-CORE-2.7.3-12 @kills:M-SP-response-mandatory-attributes @should @negative
  Scenario: an empty family name
    Clause: [SAML Core §2.7.3]
    An attribute that a service cannot do without is there, and says nothing.
    Usual causes: it is asked whether there is one, and not what it says.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with an empty family name
    Then the relying party refuses with fas-response-mandatory-attributes
    And nobody is logged in

  @SP-SAML-208 @REQ-SAML-CORE-2.2.3-1 @kills:M-SP-response-name-id @should @negative
  Scenario: an empty name
    Clause: [SAML Core §2.2.3]
    The name is there, and is empty.
    Usual causes: it is asked whether there is one, and not what it says.

    Given a response of the portal on its way to the relying party
    When the portal's response comes without a name of the person
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-209 @REQ-SAML-CORE-3.3.2.2.1-10 @kills:M-SP-response-level @must @negative @claims:levels
  Scenario: a level that says nothing
    Clause: [SAML Core §3.3.2.2.1]
    The service asked for a level at least, and unspecified is none.
    Usual causes: the level is compared where it is known.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with another name of a level
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-210 @REQ-SAML-CORE-3.3.2.2.1-11 @kills:M-SP-response-level @must @negative @claims:levels
  Scenario: a low level with the right one on a second line
    Clause: [SAML Core §3.3.2.2.1]
    Levels are compared whole.
    Usual causes: the level is searched for in a text.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with the level and a line behind it
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-211 @REQ-SAML-CORE-2.7.3.1-2 @kills:M-SP-reads-names-in-any-case @should @negative
  Scenario: a family name under its name in capitals
    Clause: [SAML Core §2.7.3.1]
    Names of attributes are compared character by character: this is another attribute.
    Usual causes: attributes are kept in a store that knows no case.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with another family name under its name in capitals
    Then whoever is logged in is LENE MARIT BEISPIELER

  @SP-SAML-220 @REQ-SAML-CORE-1.3.1-10 @kills:M-SP-response-whole-text @must
  Scenario: a comment inside the family name
    Clause: [SAML Core §1.3.1]
    Signatures pass over comments, so that anybody can put one in. The text of an element is all of its text.
    Usual causes: the first text node is taken for the text.
    Resembles: CVE-2017-11427 (python-saml), CVE-2017-11428 (ruby-saml), CVE-2017-11430 (omniauth-saml),
    CVE-2018-0489 (Shibboleth).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a comment inside the family name
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @SP-SAML-221 @REQ-SAML-CORE-1.3.1-11 @kills:M-SP-response-whole-text @must
  Scenario: a comment inside the first names
    Clause: [SAML Core §1.3.1]
    The same in another attribute.
    Usual causes: the first text node is taken for the text.
    Resembles: CVE-2017-11427 (python-saml), CVE-2017-11428 (ruby-saml), CVE-2017-11430 (omniauth-saml),
    CVE-2018-0489 (Shibboleth).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a comment inside the first names
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @SP-SAML-225 @REQ-XML-C14N-2.3-1 @kills:M-SP-digests-instructions-as-text @must @negative
  Scenario: part of the name as an instruction
    Clause: [Canonical XML 1.0 §2.3]
    Instructions are part of what is signed, as instructions. Who digests their text as text, and reads without
    them, reads another name.
    Usual causes: canonicalization and reading are done by two libraries.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with part of the family name as an instruction
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-226 @REQ-XML-C14N-2.3-2 @kills:M-SP-response-signature @must @negative
  Scenario: an instruction inside the name
    Clause: [Canonical XML 1.0 §2.3]
    Instructions are part of what is signed: one that was put in breaks the signature.
    Usual causes: the value of the signature is not confirmed.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with an instruction inside the family name
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-227 @REQ-XML-2.8-1 @kills:M-SP-resolves-entities @should @negative
  Scenario: a document type
    Clause: [XML 1.0 §2.8]
    No message of SAML has one. A parser that takes it may read files and addresses.
    Usual causes: the parser is as it came.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with a document type
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-228 @REQ-XML-2.8-2 @kills:M-SP-resolves-entities @should @negative
  Scenario: an entity
    Clause: [XML 1.0 §4.2]
    The same with a word of the sender's.
    Usual causes: the parser is as it came.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with an entity
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-229 @REQ-XML-2.8-3 @kills:M-SP-resolves-entities @should @negative
  Scenario: an entity that grows
    Clause: [XML 1.0 §4.4]
    Entities of entities fill the memory of whoever resolves them.
    Usual causes: the parser is as it came.

    Given a response of the portal on its way to the relying party
    When the portal's response comes with an entity that grows
    Then the relying party refuses
    And nobody is logged in

  @SP-SAML-230 @REQ-XML-2.8-4 @kills:M-SP-resolves-entities @should @negative
  Scenario: an entity of another file
    Clause: [XML 1.0 §4.2.2]
    What a parser fetches from its own machine may end up on a page.
    Usual causes: the parser is as it came.
    Resembles: CVE-2016-10149 (pysaml2).

    Given a response of the portal on its way to the relying party
    When the portal's response comes with an entity of another file
    Then the relying party refuses
    And nobody is logged in
