@country:be @layer:saml
Feature: where a service sends the browser

  RelayState comes with the answer, and whoever can place an answer in a browser chooses it.

  @SP-SAML-240 @REQ-RFC9700-4.11-10 @kills:M-SP-follows-relay-state @should @negative
  Scenario: the address of another site as RelayState
    Clause: [RFC 9700 §4.11]
    After a login the browser must not be sent to an address that the message names: the other site could ask for
    the PIN once more.
    Usual causes: RelayState is used as an address without being compared with anything.

    Given a login with SAML that has reached the relying party
    When the portal's response arrives with the address of another site as RelayState
    Then the browser is not led to another site
