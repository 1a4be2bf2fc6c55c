@country:de @layer:saml
Feature: requests that the German middleware lets pass

  Some nodes refuse these, and the German middleware does not look. A middleware of this kind should answer, so that
  connectors which ask like this go on working.

  Scenario Outline: a request <asks> is answered with the level high
    Clause: [eIDAS-DE]
    The connector asks <asks>. The card gives the level high, and the middleware says so whatever was asked for; whether
    that is enough is for the connector to judge.

    Given a login with SAML that has reached the middleware
    And the middleware's answer will be seen on its way to the connector
    When the connector asks <asks>
    Then the middleware answers with the level high

    Examples:
      | id          | requirement       | level  | kills                      | asks                                   |
      | EIS-REQ-100 | REQ-EIDAS-RQ-30-3 | should | M-EIS-rules-of-other-nodes | for exactly the level high             |
      | EIS-REQ-101 | REQ-EIDAS-RQ-30-4 | should | M-EIS-rules-of-other-nodes | for a level better than substantial    |
      | EIS-REQ-102 | REQ-EIDAS-RQ-30-5 | should | M-EIS-rules-of-other-nodes | for two levels at least                |
      | EIS-REQ-103 | REQ-EIDAS-RQ-31-1 | should | M-EIS-rules-of-other-nodes | for the level high twice               |
      | EIS-REQ-104 | REQ-EIDAS-RQ-32-1 | may    | M-EIS-rules-of-other-nodes | for a level in a capital letter        |
      | EIS-REQ-105 | REQ-EIDAS-RQ-33-2 | may    | M-EIS-rules-of-other-nodes | for a level of another scheme          |
      | EIS-REQ-106 | REQ-EIDAS-RQ-19-1 | may    | M-EIS-rules-of-other-nodes | for an answer by artifact              |
      | EIS-REQ-107 | REQ-EIDAS-RQ-20-1 | may    | M-EIS-rules-of-other-nodes | with a consent that SAML does not know |

  @should
  Scenario Outline: a request <asks> is answered with what can be told
    Clause: [eIDAS-DE]
    The connector asks <asks>. The middleware tells what was asked for and is on the card, and nothing else; flags and
    sets are for the connector to judge.
    Usual causes: the card is asked for a fixed set of data; what was not asked for comes along.

    Given a login with SAML that has reached the middleware
    And the middleware's answer will be seen on its way to the connector
    When the connector asks <asks>
    Then the middleware tells <told> and nothing else

    Examples:
      | id          | requirement       | kills                             | told                                                               | asks                              |
      | EIS-REQ-108 | REQ-EIDAS-RQ-35-1 | M-EIS-rules-of-other-nodes        | FamilyName, FirstName, PersonIdentifier                            | for no date of birth              |
      | EIS-REQ-109 | REQ-EIDAS-RQ-36-3 | M-EIS-rules-of-other-nodes        | DateOfBirth, FamilyName, FirstName, PersonIdentifier               | for a first name that need not be |
      | EIS-REQ-110 | REQ-EIDAS-RQ-36-4 | M-EIS-rules-of-other-nodes        | DateOfBirth, FamilyName, FirstName, PersonIdentifier, PlaceOfBirth | for a place of birth that must be |
      | EIS-REQ-111 | REQ-EIDAS-RQ-39-1 | M-EIS-rules-of-other-nodes        | DateOfBirth, FamilyName, FirstName, PersonIdentifier               | for a company, too                |
      | EIS-REQ-112 | REQ-EIDAS-RQ-34-1 | M-EIS-request-attribute-not-asked | DateOfBirth, FamilyName, FirstName, PersonIdentifier               | for the size of a shoe, too       |

  @EIS-REQ-113 @REQ-EIDAS-RQ-42-3 @may @kills:M-EIS-rules-of-other-nodes
  Scenario: a state of 81 characters comes back
    Clause: [eIDAS-DE]
    The standard allows 80. Nobody says whether the German middleware counts; what it takes it must give back whole.

    Given a login with SAML that has reached the middleware
    And the middleware's answer will be seen on its way to the connector
    When the request comes with a state of 81 characters
    Then the answer comes with the same state

  @EIS-REQ-114 @REQ-EIDAS-RQ-40-6 @should @kills:M-EIS-tolerated-request-spoilt
  Scenario: a broken copy of a request does not spend it
    Clause: [eIDAS-DE]
    Somebody sends a copy of the request without its signature before the citizen does. An ID counts as used once a
    request has passed everything else; otherwise a stranger could keep people from logging in.

    Given a login with SAML that has reached the middleware
    When an unsigned copy comes first, and then the request
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER
