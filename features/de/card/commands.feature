@country:de @layer:files
Feature: files are read and commands are refused as ISO 7816-4 has it
  What every other check takes for granted. No unit of the test plan looks at it.

  Background:
    Given a freshly activated card

  @CRD-DE-CMD-01 @REQ-ISO7816-4-11.2.3-1 @must @kills:M-CRD-read-one-byte-short
  Scenario: a card gives as many bytes as it is asked for
    Clause: [ISO 7816-4 §11.2.3]
    The file is longer than ten bytes, and ten bytes fit every answer.
    Usual causes: the status word is counted as data.

    When the terminal reads 10 bytes of EF.CardAccess
    Then the card answers 9000
    And the answer holds 10 bytes

  @CRD-DE-CMD-02 @REQ-ISO7816-4-11.2.2-1 @must @kills:M-CRD-short-identifier-does-not-select
  Scenario: a file that was read by its short identifier is the current one
    Clause: [ISO 7816-4 §11.2.2]
    Readers read the first part of a file by its short identifier and the rest by offset.
    Usual causes: the short identifier is used for the one command only.

    When the terminal reads EF.CardAccess
    And the terminal reads on in the current file
    Then the card answers 9000
    And the answer holds 1 byte

  @CRD-DE-CMD-03 @REQ-ISO7816-4-11.2.3-2 @should @kills:M-CRD-read-past-end-9000
  Scenario: a card says that the file was shorter than the terminal thought
    Clause: [ISO 7816-4 §11.2.3]
    Two bytes are wanted, and one is left. The card gives it and warns.
    Usual causes: the warning is forgotten.

    Given the terminal knows the length of EF.CardAccess
    When the terminal reads two bytes from the last one of EF.CardAccess on
    Then the card answers 6282

  @CRD-DE-CMD-04 @REQ-ISO7816-4-11.2.2-2 @must @negative @kills:M-CRD-offset-check-missing
  Scenario: behind the end of a file there is nothing to read
    Clause: [ISO 7816-4 §11.2.2]
    An offset outside the file is an error and no empty answer.
    Usual causes: the offset is cut to the length of the file.

    Given the terminal knows the length of EF.CardAccess
    When the terminal reads from behind the end of EF.CardAccess
    Then the card answers a checking error

  @CRD-DE-CMD-05 @REQ-ISO7816-4-5.6-1 @must @negative @kills:M-CRD-parameters-ignored
  Scenario: parameters that a command does not have are refused
    Clause: [ISO 7816-4 §5.6]
    SELECT with a way of selecting that does not exist selects nothing.
    Usual causes: only the bits that are needed are looked at.

    When the terminal selects the master file in a way that does not exist
    Then the card answers a checking error

  @CRD-DE-CMD-06 @REQ-ISO7816-4-5.6-2 @must @negative @kills:M-CRD-unknown-instruction-answers-9000
  Scenario: an unknown instruction is refused
    Clause: [ISO 7816-4 §5.6]
    Nobody must take an instruction for done that the card does not know.
    Usual causes: the table of commands ends with a default that says 9000.

    When the terminal sends an instruction that nobody knows
    Then the card answers a checking error

  @CRD-DE-CMD-07 @REQ-ISO7816-4-5.4.1-1 @must @negative @kills:M-CRD-class-ignored
  Scenario: a reserved class is refused
    Clause: [ISO 7816-4 §5.4.1]
    Classes that are reserved belong to commands of later days.
    Usual causes: only the bits of secure messaging are looked at.

    When the terminal selects the master file in a reserved class
    Then the card answers a checking error

  @CRD-DE-CMD-08 @REQ-ISO7816-4-5.2-1 @must @kills:M-CRD-mute-after-error
  Scenario: a refusal is not the end
    Clause: [ISO 7816-4 §5.2]
    After a command that was refused the next one is answered as ever.
    Usual causes: an error is treated as an attack.

    When the terminal selects a file that is not there
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-CMD-09 @REQ-ISO7816-4-5.6-3 @should @negative @kills:M-CRD-absent-file-answers-6982
  Scenario: a card says that a file is not there
    Clause: [ISO 7816-4 §5.6]
    A file that does not exist is told from one that is closed.
    Usual causes: rights are judged before the file has been found.

    When the terminal selects a file that is not there
    Then the card answers 6A82

  @CRD-DE-CMD-10 @REQ-ISO7816-4-5.6-4 @should @negative @needs:can @profile:CSTA @kills:M-CRD-forbidden-file-answers-6a82
  Scenario: a card says that a file is closed
    Clause: [ISO 7816-4 §5.6], [TR-03110-3 §A.1.2]
    EF.CardSecurity is there, but not for a terminal that is not authenticated.
    Usual causes: closed files are hidden.

    Given the terminal has run PACE with the CAN
    When the terminal reads EF.CardSecurity
    Then the card answers 6982

  @CRD-DE-CMD-11 @REQ-TR03110-3-A.1.2-2 @must @negative @needs:can @profile:CSTA @kills:M-CRD-cardsecurity-readable-without-ta
  Scenario: EF.CardSecurity stays closed without Terminal Authentication
    Clause: [TR-03110-3 §A.1.2]
    The file names the card's key, which tells one series of cards from another.
    Usual causes: PACE alone opens the master file.

    Given the terminal has run PACE with the CAN
    When the terminal reads EF.CardSecurity
    Then the card answers a checking error

  @CRD-DE-CMD-12 @REQ-TR03110-2-2.3.4-1 @must @negative @needs:pin @needs:certificates @profile:eID @profile:TA2 @profile:DG4 @kills:M-CRD-dg-read-before-ca
  Scenario: data groups stay closed before Chip Authentication
    Clause: [TR-03110-2 §2.3.4], [TR-03110-4 §2.2.2]
    Terminal Authentication proves the terminal, but its rights are bound to the channel that Chip
    Authentication opens.
    Usual causes: rights count from EXTERNAL AUTHENTICATE on.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_20d
    And the terminal has selected the eID application
    When the terminal reads data group 4
    Then the card answers a checking error within secure messaging

  @CRD-DE-CMD-13 @REQ-TR03110-4-2.2.2-4 @must @needs:can @needs:certificates @profile:eID @profile:TA2 @profile:CA2 @profile:DG4 @kills:M-CRD-inspection-system-reads-nothing
  Scenario: an inspection system reads the eID application
    Clause: [TR-03110-4 §2.2.2]
    Inspection systems need no right for the data groups of the eID application.
    Usual causes: rights of authentication terminals are looked for.

    Given the terminal has run PACE with the CAN as an inspection system
    And the terminal has run Terminal Authentication with IS_CERT_1
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal reads data group 4
    Then the card answers 9000 within secure messaging
