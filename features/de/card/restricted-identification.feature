@country:de @must @layer:ri @profile:eID @profile:RI @profile:CSTA @needs:pin @needs:certificates
Feature: The card has another name in each sector
  Unit EAC2_ISO7816_R of the test plan: Restricted Identification, with each kind of key that the
  card has: one kept for authorised terminals and one for every terminal. Below it are rules of
  TR-03110 on which the plan is silent.

  Background:
    Given a freshly activated card

  @EAC2_ISO7816_R_1 @kills:M-CRD-ri-answer-tags-swapped
  Scenario Outline: the card names itself in the sector of its terminal, with the key for <audience>
    Clause: [TR-03110-3 §B.4], [TR-03110-2 §3.6]
    The sector's public key comes with its domain parameters; its hash is in the certificate.
    Usual causes: the hash covers the key under tag A0 instead of 7F49.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17c
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the first sector

    Examples:
      | id           | audience             |
      | CRD-DE-RI-01 | authorised terminals |
      | CRD-DE-RI-02 | every terminal       |

  @CRD-DE-RI-03 @EAC2_ISO7816_R_3 @negative @kills:M-CRD-ri-authorized-only-ignored
  Scenario: the key for authorised terminals is not for a terminal that the holder did not authorise
    Clause: [TR-03110-3 §A.1.1.4], [TR-03110-4 §2.2.3]
    The certificate has the right, the CHAT of PACE has not: the holder struck it out.
    Usual causes: the right is looked for in the certificate only.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for restricted identification
    And the terminal has run Terminal Authentication with AT_CERT_17c
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for authorised terminals
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 6982 within secure messaging

  @CRD-DE-RI-04 @EAC2_ISO7816_R_3 @kills:M-CRD-ri-right-always-needed
  Scenario: the key for every terminal is for a terminal without the right, too
    Clause: [TR-03110-3 §A.1.1.4], [TR-03110-4 §2.2.3]
    By this name a blocked card is recognised; every authenticated terminal may ask for it.
    Usual causes: one right is asked for all of Restricted Identification.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for restricted identification
    And the terminal has run Terminal Authentication with AT_CERT_17c
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for every terminal
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the first sector

  @CRD-DE-RI-05 @EAC2_ISO7816_R_5 @negative @kills:M-CRD-ri-protocol-not-checked
  Scenario: an unknown protocol is refused
    Clause: [TR-03110-3 §B.14.1]
    The object identifier belongs to Terminal Authentication and names nothing.
    Usual causes: only the reference of the key is looked at.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17c
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification by an identifier of no protocol
    Then the card answers a checking error within secure messaging

  @EAC2_ISO7816_R_6 @negative @kills:M-CRD-ri-sector-not-checked
  Scenario Outline: the card has no name in a foreign sector, with the key for <audience>
    Clause: [TR-03110-3 §C.3.2.1], [TR-03110-3 §B.14.2]
    The terminal sends a genuine key that is not the one of its certificate.
    Usual causes: the hash in the certificate is not compared. Seen in a card of an eID client's test tools.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17c
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of a sector that is not its own
    Then the card answers 6300 or 6A80 within secure messaging

    Examples:
      | id           | audience             |
      | CRD-DE-RI-06 | authorised terminals |
      | CRD-DE-RI-07 | every terminal       |

  @EAC2_ISO7816_R_8 @kills:M-CRD-ri-answer-tags-swapped
  Scenario Outline: the card names itself below a non-official document verifier, with the key for <audience>
    Clause: [TR-03110-3 §B.4]
    Private providers are who Restricted Identification is for.
    Usual causes: the role of the document verifier is taken for a right.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_18c
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the first sector

    Examples:
      | id           | audience             |
      | CRD-DE-RI-08 | authorised terminals |
      | CRD-DE-RI-09 | every terminal       |

  @EAC2_ISO7816_R_10 @kills:M-CRD-ri-identifier-of-session
  Scenario Outline: the card has the same name in each session, with the key for <audience>
    Clause: [TR-03110-2 §3.6]
    A pseudonym is good for something only if the holder is known again by it.
    Usual causes: something of the session goes into the hash.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_24
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the first sector
    When the terminal resets the card
    And the terminal makes another ephemeral key
    And the terminal runs the general authentication procedure with the PIN as an authentication terminal with AT_CERT_24
    And the terminal selects the eID application
    And the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the first sector
    And both identifiers are the same

    Examples:
      | id           | audience             |
      | CRD-DE-RI-10 | authorised terminals |
      | CRD-DE-RI-11 | every terminal       |

  @EAC2_ISO7816_R_12 @kills:M-CRD-ri-sectors-linkable @kills:M-CRD-ri-answer-tags-swapped
  Scenario Outline: the card has another name in another sector, with the key for <audience>
    Clause: [TR-03110-2 §3.6], [TR-03110-3 §B.4]
    The terminal moves from one sector to another and may ask for both names.
    Usual causes: the second sector is answered in the object of the first.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_24
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the first sector
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its second sector
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for the second sector
    And both identifiers differ

    Examples:
      | id           | audience             |
      | CRD-DE-RI-12 | authorised terminals |
      | CRD-DE-RI-13 | every terminal       |

  @kills:M-CRD-ri-sectors-linkable
  Scenario Outline: the card gives both names at once, with the key for <audience>
    Clause: [TR-03110-3 §B.4]
    Both steps may be made by one command.
    Usual causes: the second object is taken for trailing data.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_24
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for <audience>
    Then the card answers 9000 within secure messaging
    When the terminal sends the keys of both its sectors
    Then the card answers 9000 within secure messaging
    And the answer is an identifier for each sector
    And both identifiers differ

    Examples:
      | id           | requirement         | audience             |
      | CRD-DE-RI-21 | REQ-TR03110-3-B.4-1 | authorised terminals |
      | CRD-DE-RI-22 | REQ-TR03110-3-B.4-2 | every terminal       |

  @CRD-DE-RI-23 @REQ-TR03110-3-C.3.2.1-1 @negative @kills:M-CRD-ri-sector-not-checked
  Scenario: a certificate without a sector gives the card no name
    Clause: [TR-03110-3 §C.3.2.1]
    The certificate names no sector, so that no key can be verified.
    Usual causes: a missing hash is taken for one that need not be compared.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal sets Restricted Identification with the key for every terminal
    Then the card answers 9000 within secure messaging
    When the terminal sends the key of its first sector
    Then the card answers a checking error or 6300 within secure messaging

  @CRD-DE-RI-24 @REQ-TR03110-2-2.3.4-2 @negative @kills:M-CRD-ri-before-ca
  Scenario: the card has no name before Chip Authentication
    Clause: [TR-03110-2 §2.3.4]
    The rights of the terminal are bound to the channel of Chip Authentication. A name that a card gives
    before it could be asked for through a stranger's channel.
    Usual causes: rights count from EXTERNAL AUTHENTICATE on.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17c
    And the terminal knows the card's key from EF.CardSecurity
    And the terminal has selected the eID application
    And the terminal has set Restricted Identification with the key for authorised terminals
    When the terminal sends the key of its first sector
    Then the card answers a checking error or 6300 within secure messaging
