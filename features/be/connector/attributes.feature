@country:be @layer:saml
Feature: what an assertion from another country says of a person

  @negative @must
  Scenario Outline: an assertion <assertion> is refused
    Clause: [eIDAS SAML Attribute Profile]
    Who a person is, is told by attributes of the registry in the form that each has, with a whole minimum data set and
    an identifier of the country that was asked. The middleware's assertion comes <assertion>. The connector must refuse
    it.
    Usual causes: values are passed on unread; only the first person in the assertion is looked at.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes <assertion>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples: identifiers
      | id          | requirement       | kills                             | code   | assertion                            |
      | NOD-RES-115 | REQ-EIDAS-RS-21-1 | M-NOD-response-code-hidden        | 202003 | with an identifier without countries |
      | NOD-RES-116 | REQ-EIDAS-RS-21-2 | M-NOD-response-identifier-format  | 202003 | with an identifier of de             |
      | NOD-RES-117 | REQ-EIDAS-RS-22-1 | M-NOD-response-identifier-country | 202003 | with an identifier of FR             |
      | NOD-RES-118 | REQ-EIDAS-RS-22-2 | M-NOD-response-identifier-country | 202003 | with a company of FR                 |
      | NOD-RES-119 | REQ-EIDAS-RS-22-3 | M-NOD-response-identifier-country | 202003 | with a representative of FR          |

    Examples: values
      | id          | requirement       | kills                           | code   | assertion                                |
      | NOD-RES-120 | REQ-EIDAS-RS-24-1 | M-NOD-response-attribute-syntax | 203007 | with the 13th month in the date of birth |
      | NOD-RES-121 | REQ-EIDAS-RS-24-2 | M-NOD-response-attribute-syntax | 203007 | with the gender X                        |
      | NOD-RES-122 | REQ-EIDAS-RS-25-1 | M-NOD-response-attribute-value  | 203001 | with the nationality nl                  |
      | NOD-RES-123 | REQ-EIDAS-RS-25-2 | M-NOD-response-attribute-value  | 203001 | with a telephone number of words         |
      | NOD-RES-124 | REQ-EIDAS-RS-25-3 | M-NOD-response-attribute-value  | 203001 | with an e-mail address without a place   |
      | NOD-RES-125 | REQ-EIDAS-RS-25-4 | M-NOD-response-attribute-value  | 203001 | with a town of 65536 letters             |
      | NOD-RES-126 | REQ-EIDAS-RS-26-1 | M-NOD-response-minimum-data-set | 203021 | without the date of birth                |
      | NOD-RES-127 | REQ-EIDAS-RS-26-2 | M-NOD-response-minimum-data-set | 203021 | without the given names                  |
      | NOD-RES-128 | REQ-EIDAS-RS-27-1 | M-NOD-response-attribute-known  | 203001 | with an attribute that nobody knows      |

  @negative @should
  Scenario Outline: an assertion <assertion> is refused, although the EU node takes it
    Clause: [eIDAS SAML Attribute Profile]
    The middleware's assertion comes <assertion>. The profile says that the second country of an identifier is the one
    that asks, and that a name in another script comes with its Latin spelling; the EU node does not look.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes <assertion>
    Then the connector refuses with <code>
    And nobody is logged in

    Examples:
      | id          | requirement       | kills                               | code   | assertion                      |
      | NOD-RES-129 | REQ-EIDAS-RS-23-1 | M-NOD-response-identifier-recipient | 202003 | with an identifier for FR      |
      | NOD-RES-130 | REQ-EIDAS-RS-37-1 | M-NOD-response-latin-twin           | 203001 | with a Greek family name alone |

  @must
  Scenario Outline: an assertion <assertion> is accepted
    Clause: [eIDAS SAML Attribute Profile]
    A name may come in two scripts, of which the one that is not Latin is marked by the word `false` in the namespace of
    its type. A mark of another kind means nothing, and is no reason to refuse. The person is shown by the Latin name.
    Usual causes: of two values only the first is kept; the mark is looked for without its namespace.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes <assertion>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id          | requirement       | kills                      | assertion                                           |
      | NOD-RES-131 | REQ-EIDAS-RS-38-1 | M-NOD-good-response-spoilt | with a Greek family name before the Latin one       |
      | NOD-RES-132 | REQ-EIDAS-RS-38-2 | M-NOD-good-response-spoilt | with a Greek family name marked by 0                |
      | NOD-RES-133 | REQ-EIDAS-RS-38-3 | M-NOD-good-response-spoilt | with a Greek family name marked without a namespace |

  @NOD-RES-134 @REQ-EIDAS-XML-8 @kills:M-NOD-response-identifier-shortened @must
  Scenario: a comment does not cut an identifier
    Clause: [eIDAS Cryptographic Requirements]
    There is a comment in the middle of the identifier, and one in the name of the subject. Comments mean nothing: the
    person has the whole identifier, and not the part in front of the comment, which may be that of somebody else.
    Usual causes: the text of an element is taken from its first text node.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes with comments in its identifiers
    Then the citizen is logged in
    And the relying party shows the identifier of the assertion
