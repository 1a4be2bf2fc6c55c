@country:de @must @layer:login
Feature: by reader and by telephone, today and the next day

  The login guide says of Germany: an identity card with a chip, a telephone with NFC or a reader at the computer, the
  PIN; all of this again at every login, since app and card cannot be coupled once and for all.

  @LOG-DE-03 @REQ-LOGIN-DE-3 @kills:M-EIC-awaits-no-card @with:phone
  Scenario: the card is held against a telephone
    Clause: [000]
    The guide names the NFC antenna of a telephone first. Whoever begins without a card is asked for it, in words that
    fit a telephone, and comes in with the PIN.
    Usual causes: the client looks for the card once and then gives up.

    Given there is no card on the reader
    When the citizen agrees at the eID client
    Then the eID client asks for the card
    And the page speaks of a phone
    When the citizen lays the card down
    And the citizen goes on at the eID client
    And the citizen enters the PIN
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  @LOG-DE-04 @REQ-LOGIN-DE-4 @kills:M-EIC-awaits-no-card
  Scenario: the card is laid on a reader at the computer
    Clause: [000]
    The guide's other way: a reader at the computer. It may be empty when the login begins.

    Given there is no card on the reader
    When the citizen agrees at the eID client
    Then the eID client asks for the card
    And the page speaks of a reader
    When the citizen lays the card down
    And the citizen goes on at the eID client
    And the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-05 @REQ-LOGIN-DE-3 @kills:M-SP-swaps-names @with:phone
  Scenario: with a telephone, over OpenID Connect
    Clause: [000]
    What the service speaks makes no difference to the telephone, and the names arrive in their places.

    Given a German citizen in front of a browser
    When the citizen logs in with OpenID Connect
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER

  Scenario Outline: the PIN is asked for again at every login, over <way>
    Clause: [000]
    The guide: the steps are repeated at every login; there is no lasting link between app and card. A browser that
    logged somebody in a minute ago makes no exception.
    Usual causes: the portal has a session of its own and answers from it.

    Given the citizen has logged in with <way>
    When the citizen logs in with <way>
    Then the PIN was asked for 2 times
    And the citizen is logged in

    Examples:
      | id        | requirement    | kills                   | way            |
      | LOG-DE-06 | REQ-LOGIN-DE-5 | M-FAS-person-remembered | SAML           |
      | LOG-DE-07 | REQ-LOGIN-DE-5 | M-FAS-person-remembered | OpenID Connect |

  @LOG-DE-08 @REQ-LOGIN-DE-6 @kills:M-FAS-person-remembered
  Scenario: the card itself is needed again at every login
    Clause: [000]
    The guide: the German way always needs the physical card. At the next login somebody without it comes as far as the
    request to lay it down.

    Given the citizen has logged in with SAML
    When the citizen takes the card away
    And the citizen agrees at the eID client
    Then the eID client asks for the card

  @LOG-DE-09 @REQ-LOGIN-DE-7 @kills:M-NOD-identifier-changes
  Scenario: the same card brings the same identifier
    Clause: [eIDAS SAML Attribute Profile §2.2.3]
    The service finds the citizen's account by the identifier, so it is the same at every login with one card, in any
    browser.

    Given the service knows the citizen from an earlier day
    When the citizen logs in with SAML
    Then the identifier is the known one

  @LOG-DE-10 @REQ-LOGIN-DE-8 @kills:M-EIS-person-of-another-session
  Scenario: a new card brings a new identifier
    Clause: [TR-03110-2 §3.6]
    The identifier is computed by the card from a key of its own. The next card of the same person has another key, so
    the service sees somebody new, by the same name: a link to the old account has to be made again.

    Given the service knows the citizen from an earlier day
    And the citizen has got a new card since
    When the citizen logs in with SAML
    Then the citizen is logged in
    And the relying party shows LENE MARIT BEISPIELER
    And the identifier is another one
