@country:de @must @layer:access @profile:TA2 @profile:CA2 @needs:certificates
Feature: a terminal may do what its certificates and its CHAT allow, and nothing else
  Units EAC2_ISO7816_L and EAC2_ISO7816_O of the test plan: the effective authorization is what
  terminal, document verifier, trust point and the CHAT of PACE all grant.

  Background:
    Given a freshly activated card

  @needs:mrz
  Scenario Outline: an inspection system reads fingerprints when <why>
    Clause: [TR-03110-3 §2.7], [TR-03110-4 §2.1]
    Data group 3 of the ePassport application opens for an inspection system with the right, after
    Chip Authentication. Bits that are reserved do not matter.
    Usual causes: rights are taken from the wrong bits; certificates with reserved bits are refused.

    Given the terminal has run PACE with the MRZ as an inspection system
    When the terminal runs Terminal Authentication with <certificate>
    And the terminal runs Chip Authentication
    And the terminal selects the ePassport application
    Then the card answers 9000 within secure messaging
    When the terminal reads data group 3
    Then the card answers 9000 within secure messaging
    And the answer holds 1 byte

    Examples:
      | id            | requirement       | kills                                                | certificate | why                                              |
      | CRD-DE-ACC-01 | EAC2_ISO7816_L_1  | M-CRD-ca-grants-nothing                              | IS_CERT_3a  | the terminal may read fingerprints only          |
      | CRD-DE-ACC-02 | EAC2_ISO7816_L_5  | M-CRD-ca-grants-nothing                              | IS_CERT_4   | the document verifier may read fingerprints only |
      | CRD-DE-ACC-03 | EAC2_ISO7816_L_35 | M-CRD-ca-grants-nothing M-CRD-unnamed-rights-refused | IS_CERT_3c  | bits without a meaning are set beside the right  |

  @negative @needs:mrz
  Scenario Outline: fingerprints stay closed when <why>
    Clause: [TR-03110-3 §2.7], [TR-03110-4 §2.1]
    The right must be there in the certificates of terminal and document verifier.
    Usual causes: only the terminal's own certificate is looked at.

    Given the terminal has run the general authentication procedure with the MRZ as an inspection system with <certificate>
    And the terminal has selected the ePassport application
    When the terminal reads data group 3
    Then the card answers a checking error

    Examples:
      | id            | requirement      | kills                                                        | certificate | why                                        |
      | CRD-DE-ACC-04 | EAC2_ISO7816_L_4 | M-CRD-read-right-not-checked                                 | IS_CERT_3b  | the terminal may read irises only          |
      | CRD-DE-ACC-05 | EAC2_ISO7816_L_8 | M-CRD-dv-rights-not-intersected M-CRD-read-right-not-checked | IS_CERT_5   | the document verifier may read irises only |

  @CRD-DE-ACC-06 @EAC2_ISO7816_L_9 @negative @needs:mrz @kills:M-CRD-ca-without-ta
  Scenario: certificates alone open nothing
    Clause: [TR-03110-2 §3.3.1], [TR-03110-2 §3.4.1]
    The chain is in order, but the terminal does not prove that the key is its own. Chip Authentication
    is refused, and fingerprints stay closed.
    Usual causes: rights are granted when the certificate has been verified.

    Given the terminal has run PACE with the MRZ as an inspection system
    And the terminal has prepared Terminal Authentication with IS_CERT_1
    Then the card refuses Chip Authentication
    When the terminal selects the ePassport application
    And the terminal reads data group 3
    Then the card answers a checking error

  @CRD-DE-ACC-07 @EAC2_ISO7816_L_11 @negative @needs:mrz @kills:M-CRD-ta-signature-not-checked
  Scenario: a wrong signature opens nothing
    Clause: [TR-03110-2 §3.3.1] step 6, [TR-03110-2 §3.4.1]
    The terminal signs the challenge wrongly. Terminal Authentication fails, so does Chip
    Authentication, and fingerprints stay closed.
    Usual causes: the result of the verification is not looked at.

    Given the terminal has run PACE with the MRZ as an inspection system
    And the terminal has prepared Terminal Authentication with IS_CERT_1
    When the terminal answers the challenge with a wrong signature of IS_CERT_1
    Then the card answers a checking error or 6300 within secure messaging
    And the card refuses Chip Authentication
    When the terminal selects the ePassport application
    And the terminal reads data group 3
    Then the card answers a checking error

  @needs:can
  Scenario Outline: a terminal below a domestic document verifier reads data group <group> by its right
    Clause: [TR-03110-3 §2.7], [TR-03110-4 §2.2.3]
    The document verifier is an official domestic one, and the terminal may use the CAN.
    Usual causes: rights are counted from the wrong bit.

    Given the terminal has run PACE with the CAN as an authentication terminal
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal reads data group <group>
    Then the card answers 9000 within secure messaging
    And the answer holds 1 byte

    Examples:
      | id            | requirement        | kills                   | profile | card            | certificate | group |
      | CRD-DE-ACC-08 | EAC2_ISO7816_L_13a | M-CRD-read-bits-shifted | DG1     | -               | AT_CERT_19a | 1     |
      | CRD-DE-ACC-09 | EAC2_ISO7816_L_13b | M-CRD-read-bits-shifted | DG2     | -               | AT_CERT_19b | 2     |
      | CRD-DE-ACC-10 | EAC2_ISO7816_L_13c | M-CRD-read-bits-shifted | DG3     | -               | AT_CERT_19c | 3     |
      | CRD-DE-ACC-11 | EAC2_ISO7816_L_13d | M-CRD-read-bits-shifted | DG4     | -               | AT_CERT_19d | 4     |
      | CRD-DE-ACC-12 | EAC2_ISO7816_L_13e | M-CRD-read-bits-shifted | DG5     | -               | AT_CERT_19e | 5     |
      | CRD-DE-ACC-13 | EAC2_ISO7816_L_13f | M-CRD-read-bits-shifted | DG6     | -               | AT_CERT_19f | 6     |
      | CRD-DE-ACC-14 | EAC2_ISO7816_L_13g | M-CRD-read-bits-shifted | DG7     | -               | AT_CERT_19g | 7     |
      | CRD-DE-ACC-15 | EAC2_ISO7816_L_13h | M-CRD-read-bits-shifted | DG8     | -               | AT_CERT_19h | 8     |
      | CRD-DE-ACC-16 | EAC2_ISO7816_L_13i | M-CRD-read-bits-shifted | DG9     | -               | AT_CERT_19i | 9     |
      | CRD-DE-ACC-17 | EAC2_ISO7816_L_13j | M-CRD-read-bits-shifted | DG10    | -               | AT_CERT_19j | 10    |
      | CRD-DE-ACC-18 | EAC2_ISO7816_L_13k | M-CRD-read-bits-shifted | DG11    | all-data-groups | AT_CERT_19k | 11    |
      | CRD-DE-ACC-19 | EAC2_ISO7816_L_13l | M-CRD-read-bits-shifted | DG12    | all-data-groups | AT_CERT_19l | 12    |
      | CRD-DE-ACC-20 | EAC2_ISO7816_L_13m | M-CRD-read-bits-shifted | DG13    | -               | AT_CERT_19m | 13    |
      | CRD-DE-ACC-21 | EAC2_ISO7816_L_13n | M-CRD-read-bits-shifted | DG14    | all-data-groups | AT_CERT_19n | 14    |
      | CRD-DE-ACC-22 | EAC2_ISO7816_L_13o | M-CRD-read-bits-shifted | DG15    | all-data-groups | AT_CERT_19o | 15    |
      | CRD-DE-ACC-23 | EAC2_ISO7816_L_13q | M-CRD-read-bits-shifted | DG17    | -               | AT_CERT_19q | 17    |
      | CRD-DE-ACC-24 | EAC2_ISO7816_L_13r | M-CRD-read-bits-shifted | DG18    | -               | AT_CERT_19r | 18    |
      | CRD-DE-ACC-25 | EAC2_ISO7816_L_13s | M-CRD-read-bits-shifted | DG19    | all-data-groups | AT_CERT_19s | 19    |
      | CRD-DE-ACC-26 | EAC2_ISO7816_L_13t | M-CRD-read-bits-shifted | DG20    | all-data-groups | AT_CERT_19t | 20    |
      | CRD-DE-ACC-27 | EAC2_ISO7816_L_13u | M-CRD-read-bits-shifted | DG21    | all-data-groups | AT_CERT_19u | 21    |
      | CRD-DE-ACC-28 | EAC2_ISO7816_L_13v | M-CRD-read-bits-shifted | DG22    | all-data-groups | AT_CERT_19v | 22    |

  @needs:pin
  Scenario Outline: a terminal below a foreign document verifier reads data group <group> by its right
    Clause: [TR-03110-3 §2.7], [TR-03110-4 §2.2.3]
    The document verifier is another one, and the holder has to enter the PIN.
    Usual causes: rights are counted from the wrong bit.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal reads data group <group>
    Then the card answers 9000 within secure messaging
    And the answer holds 1 byte

    Examples:
      | id            | requirement        | kills                   | profile | card            | certificate | group |
      | CRD-DE-ACC-29 | EAC2_ISO7816_L_14a | M-CRD-read-bits-shifted | DG1     | -               | AT_CERT_20a | 1     |
      | CRD-DE-ACC-30 | EAC2_ISO7816_L_14b | M-CRD-read-bits-shifted | DG2     | -               | AT_CERT_20b | 2     |
      | CRD-DE-ACC-31 | EAC2_ISO7816_L_14c | M-CRD-read-bits-shifted | DG3     | -               | AT_CERT_20c | 3     |
      | CRD-DE-ACC-32 | EAC2_ISO7816_L_14d | M-CRD-read-bits-shifted | DG4     | -               | AT_CERT_20d | 4     |
      | CRD-DE-ACC-33 | EAC2_ISO7816_L_14e | M-CRD-read-bits-shifted | DG5     | -               | AT_CERT_20e | 5     |
      | CRD-DE-ACC-34 | EAC2_ISO7816_L_14f | M-CRD-read-bits-shifted | DG6     | -               | AT_CERT_20f | 6     |
      | CRD-DE-ACC-35 | EAC2_ISO7816_L_14g | M-CRD-read-bits-shifted | DG7     | -               | AT_CERT_20g | 7     |
      | CRD-DE-ACC-36 | EAC2_ISO7816_L_14h | M-CRD-read-bits-shifted | DG8     | -               | AT_CERT_20h | 8     |
      | CRD-DE-ACC-37 | EAC2_ISO7816_L_14i | M-CRD-read-bits-shifted | DG9     | -               | AT_CERT_20i | 9     |
      | CRD-DE-ACC-38 | EAC2_ISO7816_L_14j | M-CRD-read-bits-shifted | DG10    | -               | AT_CERT_20j | 10    |
      | CRD-DE-ACC-39 | EAC2_ISO7816_L_14k | M-CRD-read-bits-shifted | DG11    | all-data-groups | AT_CERT_20k | 11    |
      | CRD-DE-ACC-40 | EAC2_ISO7816_L_14l | M-CRD-read-bits-shifted | DG12    | all-data-groups | AT_CERT_20l | 12    |
      | CRD-DE-ACC-41 | EAC2_ISO7816_L_14m | M-CRD-read-bits-shifted | DG13    | -               | AT_CERT_20m | 13    |
      | CRD-DE-ACC-42 | EAC2_ISO7816_L_14n | M-CRD-read-bits-shifted | DG14    | all-data-groups | AT_CERT_20n | 14    |
      | CRD-DE-ACC-43 | EAC2_ISO7816_L_14o | M-CRD-read-bits-shifted | DG15    | all-data-groups | AT_CERT_20o | 15    |
      | CRD-DE-ACC-44 | EAC2_ISO7816_L_14q | M-CRD-read-bits-shifted | DG17    | -               | AT_CERT_20q | 17    |
      | CRD-DE-ACC-45 | EAC2_ISO7816_L_14r | M-CRD-read-bits-shifted | DG18    | -               | AT_CERT_20r | 18    |
      | CRD-DE-ACC-46 | EAC2_ISO7816_L_14s | M-CRD-read-bits-shifted | DG19    | all-data-groups | AT_CERT_20s | 19    |
      | CRD-DE-ACC-47 | EAC2_ISO7816_L_14t | M-CRD-read-bits-shifted | DG20    | all-data-groups | AT_CERT_20t | 20    |
      | CRD-DE-ACC-48 | EAC2_ISO7816_L_14u | M-CRD-read-bits-shifted | DG21    | all-data-groups | AT_CERT_20u | 21    |
      | CRD-DE-ACC-49 | EAC2_ISO7816_L_14v | M-CRD-read-bits-shifted | DG22    | all-data-groups | AT_CERT_20v | 22    |

  @destructive @needs:can
  Scenario Outline: a terminal below a domestic document verifier writes data group <group> by its right
    Clause: [TR-03110-3 §2.7], [TR-03110-4 §2.2.3]
    Four bytes are written over the beginning of the file, and afterwards what was there before.
    Usual causes: rights to write are counted from the wrong end.

    Given the terminal has read the beginning of data group <group> with <reader>
    And the terminal has run PACE with the CAN as an authentication terminal
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal writes data group <group>
    Then the card answers 9000 within secure messaging
    And the terminal puts the beginning of data group <group> back

    Examples:
      | id            | requirement        | kills                     | profile | card            | certificate | reader      | group |
      | CRD-DE-ACC-50 | EAC2_ISO7816_L_15a | M-CRD-write-bits-reversed | DG17    | -               | AT_CERT_21a | AT_CERT_19q | 17    |
      | CRD-DE-ACC-51 | EAC2_ISO7816_L_15b | M-CRD-write-bits-reversed | DG18    | -               | AT_CERT_21b | AT_CERT_19r | 18    |
      | CRD-DE-ACC-52 | EAC2_ISO7816_L_15c | M-CRD-write-bits-reversed | DG19    | all-data-groups | AT_CERT_21c | AT_CERT_19s | 19    |
      | CRD-DE-ACC-53 | EAC2_ISO7816_L_15d | M-CRD-write-bits-reversed | DG20    | all-data-groups | AT_CERT_21d | AT_CERT_19t | 20    |
      | CRD-DE-ACC-54 | EAC2_ISO7816_L_15e | M-CRD-write-bits-reversed | DG21    | all-data-groups | AT_CERT_21e | AT_CERT_19u | 21    |
      | CRD-DE-ACC-55 | EAC2_ISO7816_L_15f | M-CRD-write-bits-reversed | DG22    | all-data-groups | AT_CERT_21f | AT_CERT_19v | 22    |

  @destructive @needs:can @needs:pin
  Scenario Outline: a terminal below a foreign document verifier writes data group <group> by its right
    Clause: [TR-03110-3 §2.7], [TR-03110-4 §2.2.3]
    Four bytes are written over the beginning of the file, and afterwards what was there before.
    Usual causes: rights to write are counted from the wrong end.

    Given the terminal has read the beginning of data group <group> with <reader>
    And the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal writes data group <group>
    Then the card answers 9000 within secure messaging
    And the terminal puts the beginning of data group <group> back

    Examples:
      | id            | requirement        | kills                     | profile | card            | certificate | reader      | group |
      | CRD-DE-ACC-56 | EAC2_ISO7816_L_16a | M-CRD-write-bits-reversed | DG17    | -               | AT_CERT_22a | AT_CERT_19q | 17    |
      | CRD-DE-ACC-57 | EAC2_ISO7816_L_16b | M-CRD-write-bits-reversed | DG18    | -               | AT_CERT_22b | AT_CERT_19r | 18    |
      | CRD-DE-ACC-58 | EAC2_ISO7816_L_16c | M-CRD-write-bits-reversed | DG19    | all-data-groups | AT_CERT_22c | AT_CERT_19s | 19    |
      | CRD-DE-ACC-59 | EAC2_ISO7816_L_16d | M-CRD-write-bits-reversed | DG20    | all-data-groups | AT_CERT_22d | AT_CERT_19t | 20    |
      | CRD-DE-ACC-60 | EAC2_ISO7816_L_16e | M-CRD-write-bits-reversed | DG21    | all-data-groups | AT_CERT_22e | AT_CERT_19u | 21    |
      | CRD-DE-ACC-61 | EAC2_ISO7816_L_16f | M-CRD-write-bits-reversed | DG22    | all-data-groups | AT_CERT_22f | AT_CERT_19v | 22    |

  @CRD-DE-ACC-62 @REQ-TR03110-4-2.2.2-1 @profile:eID @negative @needs:can @card:all-data-groups @profile:DG4 @kills:M-CRD-read-right-not-checked
  Scenario: the right to read one data group opens no other
    Clause: [TR-03110-4 §2.2.2], [TR-03110-3 §2.7]
    A terminal that may read data group 4 is refused at every other one.
    Usual causes: the first right found opens the whole application.

    Given the terminal has run the general authentication procedure with the CAN as an authentication terminal with AT_CERT_19d
    And the terminal has selected the eID application
    When the terminal reads data group 4
    Then the card answers 9000 within secure messaging
    And no data group but 4 can be read

  @CRD-DE-ACC-63 @REQ-TR03110-4-2.2.2-2 @profile:eID @negative @destructive @needs:can @profile:DG17 @kills:M-CRD-write-right-not-checked
  Scenario: the right to read a data group is none to write it
    Clause: [TR-03110-4 §2.2.2]
    A terminal that may read data group 17 is refused when it writes there.
    Usual causes: one bit stands for both rights.

    Given the terminal has run the general authentication procedure with the CAN as an authentication terminal with AT_CERT_19q
    And the terminal has selected the eID application
    When the terminal writes data group 17
    Then the card answers a checking error within secure messaging

  @CRD-DE-ACC-64 @REQ-TR03110-4-2.2.2-3 @profile:eID @destructive @needs:can @profile:DG17 @kills:M-CRD-update-ignored
  Scenario: what was written is read in the next session
    Clause: [TR-03110-4 §2.2.2], [ISO 7816-4 §11.3.3]
    A new address must survive the session in which it was written.
    Usual causes: the answer is sent before the file has been written.

    Given the terminal has run the general authentication procedure with the CAN as an authentication terminal with AT_CERT_21a
    And the terminal has selected the eID application
    When the terminal writes data group 17
    Then the card answers 9000 within secure messaging
    And data group 17 begins with what was written, as AT_CERT_19q reads it

  @CRD-DE-ACC-65 @EAC2_ISO7816_L_17 @profile:AUX @needs:pin @kills:M-CRD-ca-grants-nothing
  Scenario: the right to age verification is enough for it
    Clause: [TR-03110-4 §2.2.3], [TR-03110-3 §B.14.10]
    The terminal asks whether the holder was born before a day that lies far ahead.
    Usual causes: the right is looked for at the wrong bit; rights are not granted after Chip
    Authentication.

    Given the terminal is going to ask for a birth before the year 2100
    And the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17f
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging

  @CRD-DE-ACC-66 @EAC2_ISO7816_L_18 @profile:AUX @negative @needs:pin @kills:M-CRD-auxiliary-right-not-checked
  Scenario: without the right there is no age verification
    Clause: [TR-03110-4 §2.2.3], [TR-03110-3 §B.14.10]
    The terminal may install certificates and asks for the age.
    Usual causes: every authenticated terminal may ask.

    Given the terminal is going to ask for a birth before the year 2100
    And the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17d
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6982 within secure messaging

  @CRD-DE-ACC-67 @EAC2_ISO7816_L_19 @profile:AUX @needs:pin @kills:M-CRD-ca-grants-nothing
  Scenario: the right to municipality verification is enough for it
    Clause: [TR-03110-4 §2.2.3], [TR-03110-3 §B.14.10]
    The terminal asks whether the holder lives in Germany, by the first two bytes of the id.
    Usual causes: the whole id is wanted; the right is looked for at the wrong bit.

    Given the terminal is going to ask for a municipality in Germany
    And the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17g
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 9000 within secure messaging

  @CRD-DE-ACC-68 @EAC2_ISO7816_L_20 @profile:AUX @negative @needs:pin @kills:M-CRD-auxiliary-right-not-checked
  Scenario: without the right there is no municipality verification
    Clause: [TR-03110-4 §2.2.3], [TR-03110-3 §B.14.10]
    The terminal may install certificates and asks for the municipality.
    Usual causes: every authenticated terminal may ask.

    Given the terminal is going to ask for a municipality in Germany
    And the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17d
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 6982 within secure messaging

  @CRD-DE-ACC-69 @EAC2_ISO7816_L_23 @needs:can @profile:DG1 @kills:M-CRD-can-right-ignored
  Scenario: a terminal that may use the CAN does not need the PIN
    Clause: [TR-03110-2 §2.3.2.1]
    With the right in CHAT and certificates, PACE with the CAN leads as far as PACE with the PIN.
    Usual causes: the right is looked for in the CHAT, where the card has masked it.

    Given the terminal has run PACE with the CAN as an authentication terminal
    When the terminal runs Terminal Authentication with AT_CERT_17a
    And the terminal runs Chip Authentication
    And the terminal selects the eID application
    And the terminal reads data group 1
    Then the card answers 9000 within secure messaging

  @CRD-DE-ACC-70 @EAC2_ISO7816_L_25 @destructive @needs:pin @kills:M-CRD-ca-grants-nothing
  Scenario: the right to PIN management is enough to switch the PIN off
    Clause: [TR-03110-3 §B.7.2], [TR-03110-3 §B.14.13]
    The holder has entered the PIN, and the terminal may manage it.
    Usual causes: the right is looked for at the wrong bit.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17b
    And the terminal has run Chip Authentication
    When the terminal deactivates the PIN
    Then the card answers 9000 within secure messaging

  @CRD-DE-ACC-71 @EAC2_ISO7816_L_26 @destructive @state:deactivated @needs:can @kills:M-CRD-ca-grants-nothing
  Scenario: the right to PIN management is enough to switch the PIN on
    Clause: [TR-03110-3 §B.7.2], [TR-03110-3 §B.14.12]
    A card with the PIN switched off opens with the CAN for a terminal that may manage the PIN.
    Usual causes: a deactivated PIN closes the way for the CAN as well.

    Given the terminal has run PACE with the CAN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17b
    And the terminal has run Chip Authentication
    When the terminal activates the PIN
    Then the card answers 9000 within secure messaging

  @CRD-DE-ACC-72 @EAC2_ISO7816_L_27 @negative @destructive @needs:pin @kills:M-CRD-activation-right-not-checked
  Scenario: without the right the PIN is not switched off
    Clause: [TR-03110-3 §B.7.2], [TR-03110-3 §B.14.13]
    The terminal may install certificates and tries to switch the PIN off.
    Usual causes: the PIN alone is taken for enough.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17d
    And the terminal has run Chip Authentication
    When the terminal deactivates the PIN
    Then the card answers 6982 within secure messaging

  @CRD-DE-ACC-73 @EAC2_ISO7816_L_28 @negative @destructive @needs:pin @kills:M-CRD-activation-right-not-checked
  Scenario: without the right the PIN is not switched on
    Clause: [TR-03110-3 §B.7.2], [TR-03110-3 §B.14.12]
    The terminal may install certificates and tries to switch the PIN on.
    Usual causes: the PIN alone is taken for enough.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17d
    And the terminal has run Chip Authentication
    When the terminal activates the PIN
    Then the card answers 6982 within secure messaging

  @CRD-DE-ACC-74 @EAC2_ISO7816_L_36 @needs:can @kills:M-CRD-unnamed-rights-refused
  Scenario: reserved bits beside the right to read data group 1 do not matter
    Clause: [TR-03110-3 §C.1.5], [TR-03110-4 §2.2.3]
    Certificates of later days may have bits that this card does not know.
    Usual causes: certificates with unknown bits are refused.

    Given the terminal has run PACE with the CAN as an authentication terminal
    When the terminal runs Terminal Authentication with AT_CERT_19w
    And the terminal runs Chip Authentication
    And the terminal selects the eID application
    And the terminal reads data group 1
    Then the card answers 9000 within secure messaging

  @CRD-DE-ACC-75 @EAC2_ISO7816_L_37 @needs:can @kills:M-CRD-privileged-right-ignored
  Scenario: a privileged terminal reads EF.ChipSecurity after Terminal Authentication
    Clause: [TR-03110-3 §A.1.2], [TR-03110-2 §2.1.4]
    The file names the keys that are the card's own. It opens before Chip Authentication, which needs
    them.
    Usual causes: the file waits for Chip Authentication.

    Given the terminal has run PACE with the CAN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17h
    When the terminal reads EF.ChipSecurity
    Then the card answers 9000 within secure messaging
    And the answer holds 1 byte

  @CRD-DE-ACC-76 @REQ-TR03110-3-A.1.2-1 @negative @profile:CS @needs:can @kills:M-CRD-chipsecurity-readable-by-all
  Scenario: EF.ChipSecurity stays closed for a terminal that is not privileged
    Clause: [TR-03110-3 §A.1.2], [TR-03110-2 §2.1.4]
    Keys of its own would tell one card from another, so only privileged terminals see them.
    Usual causes: the rule of EF.CardSecurity is taken for both files.

    Given the terminal has run PACE with the CAN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_17a
    When the terminal reads EF.ChipSecurity
    Then the card answers a checking error within secure messaging

  @negative @needs:can
  Scenario Outline: fingerprints stay closed when the CHAT does not ask for them, whatever <certificate> grants
    Clause: [TR-03110-3 §2.7.1]
    The holder was told of what the terminal asks for. More than that is not granted.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal has run PACE with the CAN as an inspection system not asking for read fingerprints
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the ePassport application
    When the terminal reads data group 3
    Then the card answers a checking error within secure messaging

    Examples:
      | id            | requirement      | kills                      | certificate |
      | CRD-DE-ACC-77 | EAC2_ISO7816_O_1 | M-CRD-chat-not-intersected | IS_CERT_3a  |
      | CRD-DE-ACC-78 | EAC2_ISO7816_O_3 | M-CRD-chat-not-intersected | IS_CERT_4   |

  @negative @needs:pin
  Scenario Outline: data group <group> stays closed when the CHAT does not ask for it, below a domestic document verifier
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the right, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for read DG<group>
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal reads data group <group>
    Then the card answers a checking error within secure messaging

    Examples:
      | id            | requirement       | kills                      | profile | card            | certificate | group |
      | CRD-DE-ACC-79 | EAC2_ISO7816_O_5a | M-CRD-chat-not-intersected | DG1     | -               | AT_CERT_19a | 1     |
      | CRD-DE-ACC-80 | EAC2_ISO7816_O_5b | M-CRD-chat-not-intersected | DG2     | -               | AT_CERT_19b | 2     |
      | CRD-DE-ACC-81 | EAC2_ISO7816_O_5c | M-CRD-chat-not-intersected | DG3     | -               | AT_CERT_19c | 3     |
      | CRD-DE-ACC-82 | EAC2_ISO7816_O_5d | M-CRD-chat-not-intersected | DG4     | -               | AT_CERT_19d | 4     |
      | CRD-DE-ACC-83 | EAC2_ISO7816_O_5e | M-CRD-chat-not-intersected | DG5     | -               | AT_CERT_19e | 5     |
      | CRD-DE-ACC-84 | EAC2_ISO7816_O_5f | M-CRD-chat-not-intersected | DG6     | -               | AT_CERT_19f | 6     |
      | CRD-DE-ACC-85 | EAC2_ISO7816_O_5g | M-CRD-chat-not-intersected | DG7     | -               | AT_CERT_19g | 7     |
      | CRD-DE-ACC-86 | EAC2_ISO7816_O_5h | M-CRD-chat-not-intersected | DG8     | -               | AT_CERT_19h | 8     |
      | CRD-DE-ACC-87 | EAC2_ISO7816_O_5i | M-CRD-chat-not-intersected | DG9     | -               | AT_CERT_19i | 9     |
      | CRD-DE-ACC-88 | EAC2_ISO7816_O_5j | M-CRD-chat-not-intersected | DG10    | -               | AT_CERT_19j | 10    |
      | CRD-DE-ACC-89 | EAC2_ISO7816_O_5k | M-CRD-chat-not-intersected | DG11    | all-data-groups | AT_CERT_19k | 11    |
      | CRD-DE-ACC-90 | EAC2_ISO7816_O_5l | M-CRD-chat-not-intersected | DG12    | all-data-groups | AT_CERT_19l | 12    |
      | CRD-DE-ACC-91 | EAC2_ISO7816_O_5m | M-CRD-chat-not-intersected | DG13    | -               | AT_CERT_19m | 13    |
      | CRD-DE-ACC-92 | EAC2_ISO7816_O_5n | M-CRD-chat-not-intersected | DG14    | all-data-groups | AT_CERT_19n | 14    |
      | CRD-DE-ACC-93 | EAC2_ISO7816_O_5o | M-CRD-chat-not-intersected | DG15    | all-data-groups | AT_CERT_19o | 15    |
      | CRD-DE-ACC-94 | EAC2_ISO7816_O_5q | M-CRD-chat-not-intersected | DG17    | -               | AT_CERT_19q | 17    |
      | CRD-DE-ACC-95 | EAC2_ISO7816_O_5r | M-CRD-chat-not-intersected | DG18    | -               | AT_CERT_19r | 18    |
      | CRD-DE-ACC-96 | EAC2_ISO7816_O_5s | M-CRD-chat-not-intersected | DG19    | all-data-groups | AT_CERT_19s | 19    |
      | CRD-DE-ACC-97 | EAC2_ISO7816_O_5t | M-CRD-chat-not-intersected | DG20    | all-data-groups | AT_CERT_19t | 20    |
      | CRD-DE-ACC-98 | EAC2_ISO7816_O_5u | M-CRD-chat-not-intersected | DG21    | all-data-groups | AT_CERT_19u | 21    |
      | CRD-DE-ACC-99 | EAC2_ISO7816_O_5v | M-CRD-chat-not-intersected | DG22    | all-data-groups | AT_CERT_19v | 22    |

  @negative @needs:pin
  Scenario Outline: data group <group> stays closed when the CHAT does not ask for it, below a foreign document verifier
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the right, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for read DG<group>
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal reads data group <group>
    Then the card answers a checking error within secure messaging

    Examples:
      | id             | requirement       | kills                      | profile | card            | certificate | group |
      | CRD-DE-ACC-100 | EAC2_ISO7816_O_6a | M-CRD-chat-not-intersected | DG1     | -               | AT_CERT_20a | 1     |
      | CRD-DE-ACC-101 | EAC2_ISO7816_O_6b | M-CRD-chat-not-intersected | DG2     | -               | AT_CERT_20b | 2     |
      | CRD-DE-ACC-102 | EAC2_ISO7816_O_6c | M-CRD-chat-not-intersected | DG3     | -               | AT_CERT_20c | 3     |
      | CRD-DE-ACC-103 | EAC2_ISO7816_O_6d | M-CRD-chat-not-intersected | DG4     | -               | AT_CERT_20d | 4     |
      | CRD-DE-ACC-104 | EAC2_ISO7816_O_6e | M-CRD-chat-not-intersected | DG5     | -               | AT_CERT_20e | 5     |
      | CRD-DE-ACC-105 | EAC2_ISO7816_O_6f | M-CRD-chat-not-intersected | DG6     | -               | AT_CERT_20f | 6     |
      | CRD-DE-ACC-106 | EAC2_ISO7816_O_6g | M-CRD-chat-not-intersected | DG7     | -               | AT_CERT_20g | 7     |
      | CRD-DE-ACC-107 | EAC2_ISO7816_O_6h | M-CRD-chat-not-intersected | DG8     | -               | AT_CERT_20h | 8     |
      | CRD-DE-ACC-108 | EAC2_ISO7816_O_6i | M-CRD-chat-not-intersected | DG9     | -               | AT_CERT_20i | 9     |
      | CRD-DE-ACC-109 | EAC2_ISO7816_O_6j | M-CRD-chat-not-intersected | DG10    | -               | AT_CERT_20j | 10    |
      | CRD-DE-ACC-110 | EAC2_ISO7816_O_6k | M-CRD-chat-not-intersected | DG11    | all-data-groups | AT_CERT_20k | 11    |
      | CRD-DE-ACC-111 | EAC2_ISO7816_O_6l | M-CRD-chat-not-intersected | DG12    | all-data-groups | AT_CERT_20l | 12    |
      | CRD-DE-ACC-112 | EAC2_ISO7816_O_6m | M-CRD-chat-not-intersected | DG13    | -               | AT_CERT_20m | 13    |
      | CRD-DE-ACC-113 | EAC2_ISO7816_O_6n | M-CRD-chat-not-intersected | DG14    | all-data-groups | AT_CERT_20n | 14    |
      | CRD-DE-ACC-114 | EAC2_ISO7816_O_6o | M-CRD-chat-not-intersected | DG15    | all-data-groups | AT_CERT_20o | 15    |
      | CRD-DE-ACC-115 | EAC2_ISO7816_O_6q | M-CRD-chat-not-intersected | DG17    | -               | AT_CERT_20q | 17    |
      | CRD-DE-ACC-116 | EAC2_ISO7816_O_6r | M-CRD-chat-not-intersected | DG18    | -               | AT_CERT_20r | 18    |
      | CRD-DE-ACC-117 | EAC2_ISO7816_O_6s | M-CRD-chat-not-intersected | DG19    | all-data-groups | AT_CERT_20s | 19    |
      | CRD-DE-ACC-118 | EAC2_ISO7816_O_6t | M-CRD-chat-not-intersected | DG20    | all-data-groups | AT_CERT_20t | 20    |
      | CRD-DE-ACC-119 | EAC2_ISO7816_O_6u | M-CRD-chat-not-intersected | DG21    | all-data-groups | AT_CERT_20u | 21    |
      | CRD-DE-ACC-120 | EAC2_ISO7816_O_6v | M-CRD-chat-not-intersected | DG22    | all-data-groups | AT_CERT_20v | 22    |

  @negative @destructive @needs:pin
  Scenario Outline: data group <group> is not written when the CHAT does not ask for it, below a domestic document verifier
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the right, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for write DG<group>
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal writes data group <group>
    Then the card answers a checking error within secure messaging

    Examples:
      | id             | requirement       | kills                      | profile | card            | certificate | group |
      | CRD-DE-ACC-121 | EAC2_ISO7816_O_7a | M-CRD-chat-not-intersected | DG17    | -               | AT_CERT_21a | 17    |
      | CRD-DE-ACC-122 | EAC2_ISO7816_O_7b | M-CRD-chat-not-intersected | DG18    | -               | AT_CERT_21b | 18    |
      | CRD-DE-ACC-123 | EAC2_ISO7816_O_7c | M-CRD-chat-not-intersected | DG19    | all-data-groups | AT_CERT_21c | 19    |
      | CRD-DE-ACC-124 | EAC2_ISO7816_O_7d | M-CRD-chat-not-intersected | DG20    | all-data-groups | AT_CERT_21d | 20    |
      | CRD-DE-ACC-125 | EAC2_ISO7816_O_7e | M-CRD-chat-not-intersected | DG21    | all-data-groups | AT_CERT_21e | 21    |
      | CRD-DE-ACC-126 | EAC2_ISO7816_O_7f | M-CRD-chat-not-intersected | DG22    | all-data-groups | AT_CERT_21f | 22    |

  @negative @destructive @needs:pin
  Scenario Outline: data group <group> is not written when the CHAT does not ask for it, below a foreign document verifier
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the right, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for write DG<group>
    And the terminal has run Terminal Authentication with <certificate>
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal writes data group <group>
    Then the card answers a checking error within secure messaging

    Examples:
      | id             | requirement       | kills                      | profile | card            | certificate | group |
      | CRD-DE-ACC-127 | EAC2_ISO7816_O_8a | M-CRD-chat-not-intersected | DG17    | -               | AT_CERT_22a | 17    |
      | CRD-DE-ACC-128 | EAC2_ISO7816_O_8b | M-CRD-chat-not-intersected | DG18    | -               | AT_CERT_22b | 18    |
      | CRD-DE-ACC-129 | EAC2_ISO7816_O_8c | M-CRD-chat-not-intersected | DG19    | all-data-groups | AT_CERT_22c | 19    |
      | CRD-DE-ACC-130 | EAC2_ISO7816_O_8d | M-CRD-chat-not-intersected | DG20    | all-data-groups | AT_CERT_22d | 20    |
      | CRD-DE-ACC-131 | EAC2_ISO7816_O_8e | M-CRD-chat-not-intersected | DG21    | all-data-groups | AT_CERT_22e | 21    |
      | CRD-DE-ACC-132 | EAC2_ISO7816_O_8f | M-CRD-chat-not-intersected | DG22    | all-data-groups | AT_CERT_22f | 22    |

  @CRD-DE-ACC-133 @EAC2_ISO7816_O_9 @profile:AUX @negative @needs:pin @kills:M-CRD-chat-not-intersected
  Scenario: no age verification when the CHAT does not ask for it
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the function, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal is going to ask for a birth before the year 2100
    And the terminal has run PACE with the PIN as an authentication terminal not asking for age verification
    And the terminal has run Terminal Authentication with AT_CERT_17f
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6982 within secure messaging

  @CRD-DE-ACC-134 @EAC2_ISO7816_O_10 @profile:AUX @negative @needs:pin @kills:M-CRD-chat-not-intersected
  Scenario: no municipality verification when the CHAT does not ask for it
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the function, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal is going to ask for a municipality in Germany
    And the terminal has run PACE with the PIN as an authentication terminal not asking for municipality id verification
    And the terminal has run Terminal Authentication with AT_CERT_17g
    And the terminal has run Chip Authentication
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 6982 within secure messaging

  @CRD-DE-ACC-135 @EAC2_ISO7816_O_12 @negative @destructive @needs:pin @kills:M-CRD-chat-not-intersected
  Scenario: the PIN is not switched off when the CHAT does not ask for PIN management
    Clause: [TR-03110-3 §2.7.1], [TR-03110-4 §2.2.3]
    The certificates grant the function, the CHAT of PACE does not ask for it.
    Usual causes: the CHAT is looked at for the kind of terminal only.

    Given the terminal has run PACE with the PIN as an authentication terminal not asking for PIN management
    And the terminal has run Terminal Authentication with AT_CERT_17b
    And the terminal has run Chip Authentication
    When the terminal deactivates the PIN
    Then the card answers 6982 within secure messaging
