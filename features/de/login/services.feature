@country:de @must @layer:login
Feature: levels, certificates and partners of a login

  @LOG-DE-60 @REQ-LOGIN-DE-50 @negative @with:level-too-high @control:basic @kills:M-FAS-means-offered
  Scenario: a service that asks for more than an identity from abroad gives
    Clause: [FAS OIDC FO-06]
    Where the highest identification of another country does not reach the level of the service, it is not on the menu.

    When the citizen comes to the portal's menu
    Then the portal does not offer the identification of another country
    And nobody is logged in

  @LOG-DE-61 @REQ-LOGIN-DE-50 @with:level-low @kills:M-FAS-level-too-low
  Scenario: a service that asks for little is told no less
    Clause: [FAS OIDC FO-06]
    The German card identifies at the highest level whatever was asked for.

    When the citizen logs in with SAML
    Then the citizen is logged in
    And the service has the level 500

  @LOG-DE-62 @REQ-LOGIN-DE-50 @negative @kills:M-NOD-response-level-requested
  Scenario: an identification that is too weak for the service
    Clause: [eIDAS SAML Message Format §2.3.2]
    The service needs the highest level, and the middleware answers with the one below. That ends at the connector.

    Given the middleware misbehaves: level-substantial
    When the citizen logs in with SAML
    Then the connector refuses with 202019
    And nobody is logged in

  @LOG-DE-63 @REQ-LOGIN-DE-51 @negative @with:terminal-expired @control:basic @kills:M-EIS-expired-certificate-used
  Scenario: the middleware's terminal certificate has ended
    Clause: [TR-03110-2 §2.5]
    The middleware does not ask the card with a certificate that is not valid today.

    When the citizen logs in with SAML
    Then the eID client gives up with internalError
    When the citizen goes back from the eID client
    Then the portal shows the status Responder
    And the journal of the middleware names certificate-not-valid
    And nobody is logged in

  @LOG-DE-64 @REQ-LOGIN-DE-51 @negative @with:terminal-early @control:basic @kills:M-EIS-expired-certificate-used
  Scenario: the middleware's terminal certificate begins tomorrow
    Clause: [TR-03110-2 §2.5]
    Tomorrow it will do. Today nobody is asked with it.

    When the citizen logs in with SAML
    Then the eID client gives up with internalError
    When the citizen goes back from the eID client
    Then the portal shows the status Responder
    And nobody is logged in

  @LOG-DE-65 @REQ-LOGIN-DE-51 @negative @with:terminal-expired @control:basic @kills:M-EIC-certificate-dates
  Scenario: the eID client notices a terminal certificate that has ended
    Clause: [TR-03110-3 §2.5]
    A middleware that uses it all the same is stopped by the client, before a PIN is asked for.

    Given the middleware misbehaves: expired-certificate-used
    When the citizen logs in with SAML
    Then the eID client gives up with certificate-dates
    And nobody is logged in

  @LOG-DE-66 @REQ-LOGIN-DE-52 @negative @kills:M-NOD-response-minimum-data-set
  Scenario: an answer without the date of birth ends at the connector
    Clause: [2015/1501 Annex]
    Name, first name, date of birth and identifier make the minimum data set. Where one is missing nobody is identified.

    Given the middleware misbehaves: birth-date-missing
    When the citizen logs in with SAML
    Then the connector refuses with 203021
    And nobody is logged in

  @LOG-DE-67 @REQ-LOGIN-DE-52 @negative @kills:M-FAS-light-minimum-data-set
  Scenario: an answer without the date of birth ends at the portal at the latest
    Clause: [2015/1501 Annex]
    The portal does not rely on its connector.

    Given the middleware misbehaves: birth-date-missing
    And the connector misbehaves: response:minimum-data-set
    When the citizen logs in with SAML
    Then the portal says that the login failed
    And nobody is logged in

  @LOG-DE-68 @REQ-LOGIN-DE-53 @negative @with:unknown-connector @control:basic @kills:M-EIS-issuer-known
  Scenario: a connector that the middleware does not know
    Clause: [eIDAS Interoperability Architecture]
    Nobody is asked for a card on behalf of a stranger.

    When the citizen logs in with SAML
    Then the middleware refuses with UNKNOWN_PROVIDER
    And nobody is logged in

  @LOG-DE-69 @REQ-LOGIN-DE-53 @negative @with:unknown-middleware @control:basic @kills:M-NOD-metadata-signature-trust
  Scenario: a middleware whose metadata a stranger has signed
    Clause: [eIDAS Interoperability Architecture]
    The connector sends nobody to an address that it cannot trust.

    When the citizen logs in with SAML
    Then the connector refuses with 003009
    And the journal of the connector names metadata-signature-trust
    And nobody is logged in

  @LOG-DE-70 @REQ-LOGIN-DE-54 @negative @with:middleware-metadata-expired @control:basic @kills:M-NOD-metadata-valid-until
  Scenario: the middleware's metadata ended yesterday
    Clause: [SAML Metadata §2.3.2]
    Keys and addresses of yesterday are no keys and addresses.

    When the citizen logs in with SAML
    Then the connector refuses with 003009
    And the journal of the connector names metadata-valid-until
    And nobody is logged in

  @LOG-DE-71 @REQ-LOGIN-DE-54 @negative @with:connector-metadata-expired @control:basic @kills:M-EIS-metadata-valid-until
  Scenario: the connector's metadata ended yesterday
    Clause: [SAML Metadata §2.3.2]
    The middleware knows no key to encrypt to, and does not begin.

    When the citizen logs in with SAML
    Then the middleware refuses with UNKNOWN_PROVIDER
    And nobody is logged in

  @LOG-DE-72 @REQ-LOGIN-DE-55 @negative @with:national-number @control:basic @kills:M-FAS-number-linked @kills:M-FAS-number-empty
  Scenario: a service that wants the national number, which no German has
    Clause: [FAS OIDC FO-12]
    The guide knows of links for Luxembourg and the Netherlands only. The portal does not make up a number and does not
    send an empty one: it says what is missing.

    When the citizen logs in with SAML
    Then the portal shows the code LINK_REQUIRED
    And nobody is logged in

  @LOG-DE-73 @REQ-LOGIN-DE-56 @negative @control:basic @kills:M-EIS-expired-certificate-used
  Scenario: a year later the terminal certificate has ended
    Clause: [TR-03110-2 §2.5]
    It was good for a month. A middleware that nobody has given a new one asks nobody for a card.

    Given the service knows the citizen from an earlier day
    When 1 year passes
    And the citizen logs in with SAML
    Then the eID client gives up with internalError
    When the citizen goes back from the eID client
    Then the portal shows the status Responder
    And nobody is logged in

  @LOG-DE-74 @REQ-LOGIN-DE-56 @negative @control:basic @kills:M-NOD-metadata-signature-trust
  Scenario: five years later the old keys open nothing
    Clause: [RFC 5280 §4.1.2.5]
    By then the certificates of all nodes have ended. The connector does not even read what was signed with them.

    Given the service knows the citizen from an earlier day
    When 5 years pass
    And the citizen logs in with SAML
    Then the connector refuses with 003009
    And nobody is logged in
