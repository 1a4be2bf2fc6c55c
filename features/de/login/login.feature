@country:de @must @layer:login
Feature: a German citizen logs in to a Belgian service

  @LOG-DE-01 @REQ-LOGIN-DE-1 @kills:M-FAS-names-swapped
  Scenario: with the card on a reader, over SAML
    Clause: [000]
    The citizen opens the service, chooses the recognised European identification and Germany in the portal's menu,
    lays the card on the reader, enters the PIN, and comes back logged in.

    Given a German citizen in front of a browser
    When the citizen logs in with SAML
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @LOG-DE-02 @REQ-LOGIN-DE-2 @kills:M-FAS-names-swapped
  Scenario: with the card on a reader, over OpenID Connect
    Clause: [000]
    As over SAML; the service speaks OpenID Connect.

    Given a German citizen in front of a browser
    When the citizen logs in with OpenID Connect
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER
