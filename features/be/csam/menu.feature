@country:be @layer:page
Feature: the pages of the portal

  People choose their means, their country and their language here. What they see depends on what the service asked for.

  @must
  Scenario Outline: the menu is in the language of the browser: <language>
    Clause: [000]
    The portal speaks German, French, Dutch and English, and links to the other three.

    Given the citizen's browser asks for pages in <language>
    When the citizen comes to the portal's menu
    Then the portal's page is in <language>
    And the portal's page can be had in de, fr, nl and en

    Examples:
      | id          | requirement         | kills                | language |
      | FAS-MENU-01 | REQ-FAS-PAGES-5.3-1 | M-FAS-other-language | de       |
      | FAS-MENU-02 | REQ-FAS-PAGES-5.3-2 | M-FAS-other-language | fr       |
      | FAS-MENU-03 | REQ-FAS-PAGES-5.3-3 | M-FAS-other-language | nl       |
      | FAS-MENU-04 | REQ-FAS-PAGES-5.3-4 | M-FAS-other-language | en       |

  @FAS-MENU-05 @REQ-FAS-PAGES-5.3-5 @kills:M-FAS-language-forgotten @must
  Scenario: a language that was chosen is remembered
    Clause: [FAS pages]
    The person chooses once; the next page and the next login are in that language.

    Given the citizen's browser asks for pages in en
    When the citizen comes to the portal's menu
    And the citizen chooses the language nl
    Then the portal's page is in nl
    When the citizen begins another login with SAML
    Then the portal's page is in nl

  @FAS-MENU-06 @REQ-FAS-OIDC-4-1 @kills:M-FAS-other-language @should
  Scenario: a client says which language the person has
    Clause: [FAS OIDC, parameters]
    The parameter `ui_locales` counts more than the browser.

    Given the citizen's browser asks for pages in en
    When the client asks for a login in German
    Then the portal's page is in de

  @must
  Scenario Outline: the menu for level <level>
    Clause: [FAS levels]
    Weaker means than the service asks for are not on the menu; the identification of another country reaches the
    highest level.

    When the client asks for a login of level <level>
    Then the portal offers exactly <means>

    Examples:
      | id          | requirement         | kills               | level | means                         |
      | FAS-MENU-10 | REQ-FAS-LEVEL-5.1-1 | M-FAS-means-offered | 500   | eidas, card                   |
      | FAS-MENU-11 | REQ-FAS-LEVEL-5.1-2 | M-FAS-means-offered | 450   | eidas, card, itsme            |
      | FAS-MENU-12 | REQ-FAS-LEVEL-5.1-3 | M-FAS-means-offered | 400   | eidas, card, itsme, app       |
      | FAS-MENU-13 | REQ-FAS-LEVEL-5.1-4 | M-FAS-means-offered | 350   | eidas, card, itsme, app, mail |

  @FAS-MENU-14 @REQ-FAS-LEVEL-5.1-5 @kills:M-FAS-means-offered @must
  Scenario: the menu for exactly one level
    Clause: [SAML Core §3.3.2.2.1]
    A service that asks for exactly level 400 has no use for a stronger means.

    Given a request for a login on its way to the portal
    When the service's request comes that wants exactly level 400
    Then the portal offers exactly eidas, app

  @FAS-MENU-15 @REQ-FAS-LEVEL-5.1-6 @kills:M-FAS-means-offered @must @negative
  Scenario: a means that is not on the menu, over SAML
    Clause: [FAS OIDC FO-06]
    Whoever writes the form by hand gets no further, and the service is told.

    When the citizen comes to the portal's menu
    And the citizen chooses the means password
    Then the relying party refuses with NoAuthnContext
    And nobody is logged in

  @FAS-MENU-16 @REQ-FAS-PAGES-9.6-1 @kills:M-FAS-country-offered @must
  Scenario: whoever chose France can still choose Germany
    Clause: [000]
    The French card is not recognised. The portal says so and stays on its list; the login goes on with another country.

    When the citizen comes to the portal's list of countries
    And the citizen chooses the country FR
    Then the portal shows the code COUNTRY_UNAVAILABLE
    When the citizen goes on to the end
    Then the citizen is logged in

  @FAS-MENU-17 @REQ-CWE-352-1 @kills:M-FAS-form-of-this-login @must @negative
  Scenario: a form of somebody else's page is not taken
    Clause: [CWE-352]
    Another page can make the browser send a form to the portal. It does not know what stands in the portal's own form.

    When the citizen comes to the portal's menu
    And somebody else's page sends the form of the menu
    Then the portal refuses with csam-form-of-this-login
