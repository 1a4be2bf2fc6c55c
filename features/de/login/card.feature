@country:de @must @layer:login
Feature: the card is taken away, has ended, or was lost

  Scenario Outline: the card is taken away <when>
    Clause: [TR-03124-1 §3.8]
    The login cannot go on. The client says so, tells the eID server that the card is gone, and leads back; the portal
    hears that the identification failed, and shows its menu. With the card in its place the next try works.
    Usual causes: the client reports a success or a cancellation; a half-finished session stays open in the card.

    Given the card will be taken away after <commands> commands
    When the citizen logs in with <way>
    Then the eID client gives up with card-gone
    When the citizen goes back from the eID client
    Then the eID server was told of noCard
    And the portal says that the login failed
    And the portal shows the status Responder
    And nobody is logged in
    When the citizen lays the card down
    And the citizen tries again
    Then the citizen is logged in

    Examples:
      | id        | requirement     | kills                            | tags       | commands | way            | when                         |
      | LOG-DE-36 | REQ-LOGIN-DE-30 | M-EIC-calls-removal-cancellation | -          | 0        | SAML           | before it has said anything  |
      | LOG-DE-37 | REQ-LOGIN-DE-30 | M-EIC-calls-removal-cancellation | -          | 6        | SAML           | while the PIN is proven      |
      | LOG-DE-38 | REQ-LOGIN-DE-30 | M-EIC-calls-removal-cancellation | with:phone | 12       | SAML           | while the service is checked |
      | LOG-DE-39 | REQ-LOGIN-DE-30 | M-EIC-calls-removal-cancellation | -          | 18       | OpenID Connect | while the chip is checked    |
      | LOG-DE-40 | REQ-LOGIN-DE-30 | M-EIC-calls-removal-cancellation | -          | 22       | SAML           | while the data are read      |

  @LOG-DE-41 @REQ-LOGIN-DE-31 @kills:M-EIC-awaits-no-card @with:no-reader
  Scenario: there is no reader at all
    Clause: [TR-03124-1 §3.8]
    The client says that it finds no reader, looks again when it is told to, and lets the citizen leave.

    When the citizen agrees at the eID client
    Then the eID client asks for the card
    And the page speaks of a reader
    When the citizen goes on at the eID client
    Then the eID client asks for the card
    When the citizen cancels at the eID client
    Then the portal shows the status AuthnFailed
    And nobody is logged in

  @LOG-DE-42 @REQ-LOGIN-DE-32 @negative @control:basic @card:expired @kills:M-EIS-expired-card-accepted @kills:M-EIS-document-validity-not-asked @kills:M-EIS-document-validity-of-another-day
  Scenario: the card has expired
    Clause: [TR-03130-1 §3.3.3]
    The middleware lets the card compare its date of expiry with today, and says no to a document that has ended.
    Usual causes: the comparison is not asked for, or its result is not looked at.

    When the citizen logs in with SAML
    Then the eID client gives up with DocumentValidityVerificationFailed
    When the citizen goes back from the eID client
    Then the portal shows the status Responder
    And the journal of the middleware names expired
    And nobody is logged in

  @LOG-DE-43 @REQ-LOGIN-DE-32 @card:expires-today @kills:M-EIS-document-validity-of-tomorrow
  Scenario: on its last day the card is good
    Clause: [TR-03110-3 §A.7.5.3]
    A document is valid up to and including the day that is printed on it.

    When the citizen logs in with SAML
    Then the citizen is logged in

  @LOG-DE-44 @REQ-LOGIN-DE-33 @negative @control:basic @with:revoked-card @kills:M-EIS-blocked-card-accepted @kills:M-EIS-blocking-not-asked
  Scenario: the card was reported as lost
    Clause: [TR-03130-1 §3.3.3]
    The card is on the list of revoked cards. Whoever has found it and knows the PIN comes no further than the middleware.

    When the citizen logs in with SAML
    Then the eID client gives up with securityConditionNotSatisfied
    When the citizen goes back from the eID client
    Then the portal shows the status Responder
    And the journal of the middleware names blocked
    And nobody is logged in

  @LOG-DE-45 @REQ-LOGIN-DE-33 @negative @control:basic @kills:M-EIS-blocked-card-accepted
  Scenario: the card is reported as lost between two logins
    Clause: [TR-03130-1 §3.3.3]
    Yesterday it logged in; today it is on the list.

    Given the service knows the citizen from an earlier day
    When the card is put on the list of revoked cards
    And the citizen logs in with SAML
    Then the eID client gives up with securityConditionNotSatisfied
    When the citizen goes back from the eID client
    Then the portal shows the status Responder
    And nobody is logged in

  @LOG-DE-46 @REQ-LOGIN-DE-34 @kills:M-EIC-awaits-no-card @with:phone
  Scenario: a telephone alone is no card
    Clause: [000]
    A Smart-eID, an identity in the telephone without the card, is announced and not to be had. Nothing on the way offers
    it, and whoever has no card at hand comes no further than the request for it.

    Given there is no card on the reader
    When the citizen agrees at the eID client
    Then the eID client asks for the card
    When the citizen goes on at the eID client
    Then the eID client asks for the card
    And no page on the way offers a Smart-eID
    And nobody is logged in
