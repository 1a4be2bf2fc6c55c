@country:be @layer:saml @with:eu-node @should @kills:M-NOD-tolerated-response-spoilt
Feature: responses that the EU node lets pass

  Scenario Outline: a response <response> is accepted as by the EU node
    Clause: [EU eIDAS-Node 2.9]
    The response comes <response>. The EU node looks only whether the field is there. A connector of this kind should
    go on, so that nobody takes its refusal for a rule of the network.

    Given a login with SAML that has reached the connector
    When the middleware's response comes <response>
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

    Examples:
      | id          | requirement       | response                |
      | NOD-RES-135 | REQ-EIDAS-RS-35-3 | for another destination |
      | NOD-RES-136 | REQ-EIDAS-RS-36-3 | made a day ago          |

  Scenario Outline: an assertion <assertion> is accepted as by the EU node
    Clause: [EU eIDAS-Node 2.9]
    The middleware's assertion comes <assertion>. The EU node does not look at it.

    Given a login with SAML that has reached the connector
    When the middleware's assertion comes <assertion>
    Then the citizen is logged in
    And the relying party shows LENE MARIT <family>

    Examples:
      | id          | requirement       | family       | assertion                       |
      | NOD-RES-137 | REQ-EIDAS-RS-34-6 | BEISPIELER   | confirmed for another recipient |
      | NOD-RES-138 | REQ-EIDAS-RS-34-7 | BEISPIELER   | confirmed until a second ago    |
      | NOD-RES-139 | REQ-EIDAS-RS-34-8 | BEISPIELER   | confirmed for another request   |
      | NOD-RES-140 | REQ-EIDAS-RS-37-2 | Παπαδοπούλου | with a Greek family name alone  |

  @NOD-RES-141 @REQ-EIDAS-RS-23-2
  Scenario: an identifier for another country is passed on as by the EU node
    Clause: [EU eIDAS-Node 2.9]
    The second country of the identifier is not the one that asks. The EU node compares the first one only, and tells
    the portal; what the portal makes of it is its own affair.

    Given a login with SAML that has reached the connector
    And the connector's answer will be seen on its way to the portal
    When the middleware's assertion comes with an identifier for FR
    Then the connector tells the portal of LENE MARIT

  @NOD-RES-142 @REQ-EIDAS-RS-17-2
  Scenario: a second response to the same request is passed on as by the EU node
    Clause: [EU eIDAS-Node 2.9]
    The EU node looks a request up and does not take it away, so that a second response with an ID of its own is passed
    on. It is for the portal to see that it has had its answer; the first login stays as it is.

    Given a login with SAML that has reached the connector
    When the middleware's response arrives, and then another one for the same request
    Then the connector passes the answer on
    And the citizen is logged in
