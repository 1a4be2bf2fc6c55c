@country:de @must @layer:paos
Feature: who asks, and what for: the first step of the eID server

  EAC1Input has certificates, description, rights and auxiliary data. What was sent is looked at afterwards, as any third
  party could who has the trust point of the cards.

  @EIS-PAOS-01 @REQ-TR03110-2-2.5-1 @kills:M-EIS-root-certificate-sent
  Scenario: the certificates begin below the trust point
    Clause: [TR-03110-2 §2.5]
    Card and client have the root already. A server that sends it, too, invites a client to trust what it is told.

    When the citizen logs in with SAML
    Then the certificates begin below the trust point

  @EIS-PAOS-02 @REQ-TR03112-7-3.6.4.1-1 @kills:M-EIS-issuer-certificate-missing
  Scenario: the certificate of the document verifier is there, once
    Clause: [TR-03112-7 §3.6.4.1]
    Without it no chain leads from the trust point to the terminal.

    When the citizen logs in with SAML
    Then there is one certificate of a document verifier

  @EIS-PAOS-03 @REQ-TR03112-7-3.6.4.1-2 @kills:M-EIS-terminal-certificate-twice
  Scenario: there is one terminal certificate
    Clause: [TR-03112-7 §3.6.4.1]
    With two of them the client could not say who asks.

    When the citizen logs in with SAML
    Then there is one terminal certificate

  @EIS-PAOS-04 @REQ-TR03110-2-2.5-2 @kills:M-EIS-terminal-certificate-forged
  Scenario: every certificate is signed by the one above, and valid today
    Clause: [TR-03110-2 §2.5]
    From the trust point of the cards down to the terminal, with the algorithm of each issuer.

    When the citizen logs in with SAML
    Then every certificate is signed by the one above
    And every certificate is valid today

  Scenario Outline: a terminal certificate that <when> is not shown to anybody
    Clause: [TR-03110-2 §2.5]
    The server knows the day. It ends the session by itself and does not wait for client or card to notice.

    When the citizen logs in with SAML
    Then no certificate is shown
    And the last message of the eID server says internalError
    And nobody is logged in

    Examples:
      | id          | requirement         | kills                          | tags                                         | when            |
      | EIS-PAOS-05 | REQ-TR03110-2-2.5-3 | M-EIS-expired-certificate-used | negative with:terminal-expired control:basic | has ended       |
      | EIS-PAOS-06 | REQ-TR03110-2-2.5-3 | M-EIS-expired-certificate-used | negative with:terminal-early control:basic   | begins tomorrow |

  @EIS-PAOS-07 @REQ-TR03124-1-2.5.1-1 @kills:M-EIS-description-missing
  Scenario: there is a description of the service
    Clause: [TR-03124-1 §2.5.1]
    It is what the citizen reads before the PIN is typed: who asks, why, and who watches over that. It names the origin of
    the middleware, so that nobody else can ask in its name.

    When the citizen logs in with SAML
    Then the description names the address of the middleware

  @EIS-PAOS-08 @REQ-TR03110-4-2.2.6-1 @kills:M-EIS-description-of-another
  Scenario: the description is the one that was certified
    Clause: [TR-03110-4 §2.2.6]
    The certificate has its hash, and it has the hash of the TLS certificate over which everything runs. The first hash is
    that of the terminal's algorithm, the second that of the document verifier's.
    Usual causes: a new TLS certificate without a new terminal certificate.

    When the citizen logs in with SAML
    Then the terminal certificate has the hash of the description
    And the description names the TLS certificate of the middleware

  @EIS-PAOS-09 @REQ-TR03130-1-3.3-1 @kills:M-EIS-required-rights-too-many
  Scenario: no more is required than the request needs
    Clause: [TR-03130-1 §3.3]
    Each attribute has its data group. What the connector did not ask for is nobody's business.
    Usual causes: the rights of the certificate are sent as they are.

    When the citizen logs in with SAML
    Then the eID server requires what the request needs, and no more

  @EIS-PAOS-10 @REQ-TR03130-1-3.3-2 @kills:M-EIS-optional-rights-required
  Scenario: address and nationality can be refused
    Clause: [TR-03130-1 §3.3]
    What a connector asks for beyond the minimum data set is asked of the citizen as something to say no to.

    Given a login with SAML that has reached the middleware
    When the request of the connector grows by address and nationality
    Then what the request can do without may be refused

  @EIS-PAOS-11 @REQ-TR03110-2-2.7-1 @kills:M-EIS-rights-beyond-certificate
  Scenario: no right is asked for that the certificate does not have
    Clause: [TR-03110-2 §2.7]
    The card would not grant it, and a client may take the whole question for a mistake.

    When the citizen logs in with SAML
    Then the eID server asks for no right beyond its certificate

  @EIS-PAOS-12 @REQ-TR03130-1-3.3.3-1 @kills:M-EIS-document-validity-not-asked
  Scenario: the card is asked whether it is valid
    Clause: [TR-03130-1 §3.3.3]
    No right is needed for that. The day is part of what the terminal signs, and later the card is told to compare.

    When the citizen logs in with SAML
    Then the card is to compare its last day with today
    And the card is asked for its validity

  @EIS-PAOS-13 @REQ-TR03110-3-A.7.5.3-1 @kills:M-EIS-document-validity-of-another-day
  Scenario: the day that the card compares is today, also tomorrow
    Clause: [TR-03110-3 §A.7.5.3]
    Usual causes: the day is that of the start of the program; the day of another time zone.

    Given the citizen has logged in with SAML
    When 86400 seconds pass
    And the citizen logs in with another browser
    Then the card is to compare its last day with today
