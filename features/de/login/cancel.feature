@country:de @must @layer:login
Feature: the citizen changes their mind

  On every page there is a way out. It leads back, with a word that says what happened, nobody is logged in, and the
  next login works.

  Scenario Outline: at the portal, on the page with the <what>, over <way>
    Clause: [FAS state machines CL-05]
    The portal tells the service that the person has cancelled, and the service says so.
    Usual causes: the portal shows its menu again.

    Given the citizen cancels at the <page> page
    When the citizen logs in with <way>
    Then the relying party refuses with <code>
    And nobody is logged in
    When the citizen tries again
    Then the citizen is logged in

    Examples:
      | id        | requirement     | kills                | page    | what      | way            | code          |
      | LOG-DE-25 | REQ-LOGIN-DE-20 | M-FAS-cancel-ignored | menu    | means     | SAML           | AuthnFailed |
      | LOG-DE-26 | REQ-LOGIN-DE-20 | M-FAS-cancel-ignored | country | countries | SAML           | AuthnFailed |
      | LOG-DE-27 | REQ-LOGIN-DE-20 | M-FAS-cancel-ignored | menu    | means     | OpenID Connect | access_denied |

  @LOG-DE-28 @REQ-LOGIN-DE-21 @kills:M-EIS-cancellation-called-error @kills:M-NOD-response-failure-kept @kills:M-FAS-failure-hidden
  Scenario: on the German page, before the eID client is started
    Clause: [eIDAS-DE]
    The German answer is a status: the responder's side, and that the person was not authenticated. The connector passes
    it on, and the portal shows it above its menu.
    Usual causes: a cancellation is reported as an error; the connector ends the login on a page of its own.

    Given the citizen cancels at the start page
    When the citizen logs in with SAML
    Then the portal says that the login failed
    And the portal shows the status Responder
    And the portal shows the status AuthnFailed
    And nobody is logged in
    When the citizen tries again
    Then the citizen is logged in

  Scenario Outline: at the eID client, on the page for the <what>
    Clause: [TR-03112-7 §2.3.2]
    The client tells the eID server that the person has cancelled, and leads back to the middleware, which answers with
    the same status as on its own page.
    Usual causes: the client closes the connection without a word, and the server waits.

    Given the citizen cancels at the <page> page
    When the citizen logs in with SAML
    Then the eID server was told of cancellationByUser
    And the portal shows the status Responder
    And the portal shows the status AuthnFailed
    And nobody is logged in
    When the citizen tries again
    Then the citizen is logged in

    Examples:
      | id        | requirement     | kills                                                    | state     | page   | what   |
      | LOG-DE-29 | REQ-LOGIN-DE-22 | M-EIC-cancels-in-silence                                 | -         | rights | rights |
      | LOG-DE-30 | REQ-LOGIN-DE-22 | M-EIC-cancels-in-silence M-EIS-cancellation-called-error | -         | PIN    | PIN    |
      | LOG-DE-31 | REQ-LOGIN-DE-22 | M-EIC-cancels-in-silence                                 | suspended | PIN    | CAN    |
      | LOG-DE-32 | REQ-LOGIN-DE-22 | M-EIC-cancels-in-silence                                 | blocked   | PIN    | PUK    |

  @LOG-DE-33 @REQ-LOGIN-DE-22 @kills:M-EIC-cancels-in-silence @state:transport
  Scenario: at the eID client, on the page for a new PIN
    Clause: [TR-03112-7 §2.3.2]
    The PIN of the letter stays what it is.

    Given the citizen cancels at the new-PIN page
    When the citizen logs in with SAML
    Then the eID server was told of cancellationByUser
    And the portal shows the status AuthnFailed
    And nobody is logged in

  @LOG-DE-34 @REQ-LOGIN-DE-22 @kills:M-EIC-awaits-no-card
  Scenario: at the eID client, while it waits for the card
    Clause: [TR-03112-7 §2.3.2]
    Without a card there is nothing to do but to fetch it or to leave. Both work.

    Given there is no card on the reader
    And the citizen cancels at the card page
    When the citizen logs in with SAML
    Then the portal shows the status AuthnFailed
    And nobody is logged in
    When the citizen lays the card down
    And the citizen tries again
    Then the citizen is logged in

