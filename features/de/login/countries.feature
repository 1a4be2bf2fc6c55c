@country:de @must @layer:login
Feature: the countries on the list

  @LOG-DE-50 @REQ-LOGIN-DE-40 @negative @kills:M-FAS-country-offered
  Scenario: France has no means that is recognised, and a hint at the digital key
    Clause: [000]
    The guide: neither the French card nor FranceConnect works across the border. The portal says so, leads nowhere, and
    names what a person can do instead: get a digital key in person.

    When the citizen comes to the portal's list of countries
    And the citizen chooses the country FR
    Then the portal shows the code COUNTRY_UNAVAILABLE
    And the portal names the digital key
    And the list has the country DE
    And nobody is logged in

  @LOG-DE-51 @REQ-LOGIN-DE-41 @negative @kills:M-FAS-country-offered
  Scenario: a country that is not on the list
    Clause: [000]
    Nobody but the writer of a form of their own can choose it. The portal shows its list again.

    When the citizen comes to the portal's list of countries
    And the citizen chooses the country GB
    Then the portal shows the code COUNTRY_UNAVAILABLE
    And the portal does not name the digital key
    And nobody is logged in

  Scenario Outline: <name> is on the list and not on the road
    Clause: [000]
    The guide has a way for this country, too. The simulator says that it has none yet, and lets the person go back to
    the service.

    When the citizen comes to the portal's list of countries
    Then the list has the country <country>
    When the citizen chooses the country <country>
    Then the portal says that there is no road yet
    When the citizen cancels at the portal
    Then the relying party refuses with AuthnFailed
    And nobody is logged in

    Examples:
      | id        | requirement     | kills                | country | name            |
      | LOG-DE-52 | REQ-LOGIN-DE-42 | M-FAS-cancel-ignored | ES      | Spain           |
      | LOG-DE-53 | REQ-LOGIN-DE-42 | M-FAS-cancel-ignored | IT      | Italy           |
      | LOG-DE-54 | REQ-LOGIN-DE-42 | M-FAS-cancel-ignored | LU      | Luxembourg      |
      | LOG-DE-55 | REQ-LOGIN-DE-42 | M-FAS-cancel-ignored | NL      | the Netherlands |
      | LOG-DE-56 | REQ-LOGIN-DE-42 | M-FAS-cancel-ignored | PL      | Poland          |
      | LOG-DE-57 | REQ-LOGIN-DE-42 | M-FAS-cancel-ignored | PT      | Portugal        |
