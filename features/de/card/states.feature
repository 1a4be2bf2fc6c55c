@country:de @must @layer:states @profile:PACE
Feature: A session ends, and nothing of it is left
  Where the test plan is silent: what a reset, a removal, a command in plain and an error of secure
  messaging take away, and what a session does not do twice.

  Background:
    Given a freshly activated card

  @CRD-DE-STA-01 @REQ-TR03110-3-F.1-1 @negative @needs:pin @needs:certificates @profile:eID @profile:TA2 @profile:CA2 @profile:DG4 @kills:M-CRD-rights-survive-reset
  Scenario: rights end with a reset
    Clause: [TR-03110-3 §F.1], [TR-03110-2 §2.3.4]
    The terminal could read the data group in its session. After the reset there is no session.
    Usual causes: the keys are deleted, and the state of the access rules is not.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_20d
    When the terminal resets the card
    And the terminal selects the eID application
    And the terminal reads data group 4
    Then the card answers a checking error in plain

  @CRD-DE-STA-02 @REQ-TR03110-3-F.1-2 @negative @needs:pin @needs:certificates @profile:eID @profile:TA2 @profile:CA2 @profile:DG5 @needs:removal @kills:M-CRD-rights-survive-reset
  Scenario: rights end when the card leaves the field
    Clause: [TR-03110-3 §F.1], [TR-03110-2 §2.3.4]
    Without power a card forgets its sessions.
    Usual causes: the state is kept in memory that outlasts the power.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_20e
    When the card is taken out and put back
    And the terminal selects the eID application
    And the terminal reads data group 5
    Then the card answers a checking error in plain

  @CRD-DE-STA-03 @REQ-TR03110-3-F.6-30 @negative @needs:pin @needs:certificates @profile:eID @profile:TA2 @profile:CA2 @profile:DG4 @kills:M-CRD-rights-survive-plain-command
  Scenario: rights end with a command in plain
    Clause: [TR-03110-3 §F.6]
    Whoever sends a plain command has not the keys of the session, and gets not its rights.
    Usual causes: secure messaging ends, and the state of the access rules does not.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_20d
    When the terminal reads EF.CardAccess in plain
    And the terminal goes on in plain
    And the terminal selects the eID application
    And the terminal reads data group 4
    Then the card answers a checking error in plain

  @CRD-DE-STA-04 @REQ-TR03110-3-F.6-31 @negative @needs:pin @needs:certificates @profile:eID @profile:TA2 @profile:CA2 @profile:DG4 @kills:M-CRD-rights-survive-secure-messaging-error
  Scenario: rights end with an error of secure messaging
    Clause: [TR-03110-3 §F.6]
    A wrong checksum ends the session. A command in plain after it has no rights.
    Usual causes: secure messaging ends, and the state of the access rules does not.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_20d
    When the terminal reads EF.CardAccess with a wrong checksum
    And the terminal goes on in plain
    And the terminal selects the eID application
    And the terminal reads data group 4
    Then the card answers a checking error in plain

  @CRD-DE-STA-05 @REQ-TR03110-3-F.1-3 @negative @needs:can @kills:M-CRD-reset-forgets-nothing
  Scenario: the channel ends with a reset
    Clause: [TR-03110-3 §F.1]
    The terminal does not notice the reset and sends the next protected command.
    Usual causes: the keys lie in memory that a reset does not touch.

    Given the terminal has run PACE with the CAN
    When the card is reset behind the terminal's back
    And the terminal reads EF.CardAccess
    Then the card answers a checking error in plain

  @CRD-DE-STA-06 @REQ-TR03110-3-F.1-4 @negative @needs:pin @needs:removal @kills:M-CRD-reset-forgets-nothing
  Scenario: the channel ends when the card leaves the field
    Clause: [TR-03110-3 §F.1]
    The card was away for a moment, and the terminal did not notice.
    Usual causes: a short loss of power does not reach all of the memory.

    Given the terminal has run PACE with the PIN
    When the card leaves the field for a moment, unseen by the terminal
    And the terminal reads EF.CardAccess
    Then the card answers a checking error in plain

  @negative @needs:can @needs:removal @kills:M-CRD-reset-forgets-nothing
  Scenario Outline: PACE that was interrupted before the <progress> does not go on
    Clause: [TR-03110-2 §3.2.1], [TR-03110-3 §B.1]
    The card leaves the field between two commands of PACE. The next one finds no run to go on with.
    Usual causes: nonce and keys lie in memory that outlasts the power.

    Given the terminal has run PACE with the CAN up to the <progress>
    When the card leaves the field for a moment, unseen by the terminal
    And the terminal goes on with PACE
    Then the card answers a checking error in plain

    Examples:
      | id            | requirement          | progress      |
      | CRD-DE-STA-11 | REQ-TR03110-3-B.1-11 | nonce         |
      | CRD-DE-STA-12 | REQ-TR03110-3-B.1-12 | mapping       |
      | CRD-DE-STA-13 | REQ-TR03110-3-B.1-13 | key agreement |
      | CRD-DE-STA-14 | REQ-TR03110-3-B.1-14 | tokens        |

  @CRD-DE-STA-15 @REQ-TR03110-2-3.3.1-11 @negative @needs:pin @needs:certificates @needs:removal @profile:eID @profile:TA2 @kills:M-CRD-reset-forgets-nothing
  Scenario: Terminal Authentication that was interrupted does not go on
    Clause: [TR-03110-2 §3.3.1]
    The challenge is out when the card leaves the field. Its answer comes too late.
    Usual causes: the challenge lies in memory that outlasts the power.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has prepared Terminal Authentication with AT_CERT_20d
    When the card leaves the field for a moment, unseen by the terminal
    And the terminal answers the challenge with the key of AT_CERT_20d
    Then the card answers a checking error in plain

  @CRD-DE-STA-16 @REQ-TR03110-2-3.4.1-11 @negative @needs:pin @needs:certificates @needs:removal @profile:eID @profile:TA2 @profile:CA2 @profile:CSTA @kills:M-CRD-reset-forgets-nothing
  Scenario: Chip Authentication that was interrupted does not go on
    Clause: [TR-03110-2 §3.4.1]
    The key is chosen when the card leaves the field. The ephemeral key comes too late.
    Usual causes: the choice lies in memory that outlasts the power.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_20d
    And the terminal knows the card's key from EF.CardSecurity
    When the terminal sets Chip Authentication
    Then the card answers 9000 within secure messaging
    When the card leaves the field for a moment, unseen by the terminal
    And the terminal sends its ephemeral key
    Then the card answers a checking error in plain

  @CRD-DE-STA-17 @REQ-TR03110-2-2.2.3-1 @state:operational @needs:pin @needs:power-loss @kills:M-CRD-pin-counter-decremented-after-comparison
  Scenario: a try is lost even when the card leaves the field before the answer
    Clause: [TR-03110-2 §2.2.3]
    The power is cut after the comparison of a wrong PIN and before its answer. Were the try not
    counted, somebody could go through all PINs that way.
    Usual causes: the counter is written after the comparison.

    Given the PIN is operational
    When the card loses its power while it judges a wrong PIN
    And the terminal asks for the state of the PIN
    Then the card answers 63C2

  @CRD-DE-STA-21 @REQ-TR03110-2-3.2.2-21 @negative @needs:can @kills:M-CRD-second-pace-accepted
  Scenario: PACE with the CAN is refused in a session that PACE with the CAN has begun
    Clause: [TR-03110-2 §3.2.2]
    Within a session PACE runs once, unless a suspended PIN has to be resumed. The refusal leaves the
    session as it was.
    Usual causes: the password of the last run counts.

    Given the terminal has run PACE with the CAN
    When the terminal tries PACE with the CAN
    Then the card answers a checking error or 6300 within secure messaging
    And the channel still works

  @CRD-DE-STA-22 @REQ-TR03110-2-3.2.2-22 @negative @needs:puk @needs:can @kills:M-CRD-second-pace-accepted
  Scenario: PACE with the CAN is refused in a session that PACE with the PUK has begun
    Clause: [TR-03110-2 §3.2.2]
    Within a session PACE runs once, unless a suspended PIN has to be resumed. The refusal leaves the
    session as it was.
    Usual causes: the password of the last run counts.

    Given the terminal has run PACE with the PUK
    When the terminal tries PACE with the CAN
    Then the card answers a checking error or 6300 within secure messaging
    And the channel still works

  @CRD-DE-STA-23 @REQ-TR03110-2-3.2.2-23 @negative @needs:can @needs:pin @state:operational @kills:M-CRD-second-pace-accepted
  Scenario: PACE with the PIN is refused in a session that PACE with the CAN has begun
    Clause: [TR-03110-2 §3.2.2]
    Within a session PACE runs once, unless a suspended PIN has to be resumed. The refusal leaves the
    session as it was.
    Usual causes: the password of the last run counts.

    Given the terminal has run PACE with the CAN
    When the terminal tries PACE with the PIN
    Then the card answers a checking error or 6300 within secure messaging
    And the channel still works

  @CRD-DE-STA-24 @REQ-TR03110-2-3.2.2-24 @negative @needs:pin @needs:can @needs:certificates @profile:eID @profile:TA2 @kills:M-CRD-pace-after-ca-accepted
  Scenario: PACE is refused after Terminal Authentication
    Clause: [TR-03110-2 §3.2.2]
    The terminal has proven itself in the channel of a password. Another password does not follow.
    Usual causes: PACE is taken for the beginning of a new session.

    Given the terminal has run PACE with the PIN as an authentication terminal
    And the terminal has run Terminal Authentication with AT_CERT_20d
    When the terminal tries PACE with the CAN
    Then the card answers a checking error or 6300 within secure messaging
    And the channel still works

  @CRD-DE-STA-25 @REQ-TR03110-2-3.2.2-25 @negative @needs:pin @needs:can @needs:certificates @profile:eID @profile:TA2 @profile:CA2 @kills:M-CRD-pace-after-ca-accepted
  Scenario: PACE is refused after Chip Authentication
    Clause: [TR-03110-2 §3.2.2]
    Usual causes: the new channel is taken for a new session.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_20d
    When the terminal tries PACE with the CAN
    Then the card answers a checking error or 6300 within secure messaging
    And the channel still works

  @CRD-DE-STA-26 @REQ-TR03110-2-2.3.2.1-11 @negative @needs:pin @needs:certificates @profile:eID @profile:TA2 @kills:M-CRD-terminal-authentication-without-chat
  Scenario: a terminal that did not say who it is cannot prove it
    Clause: [TR-03110-2 §2.3.2.1]
    PACE without a CHAT names no terminal type. Somewhere between the first certificate and the signature
    the card must refuse Terminal Authentication.
    Usual causes: a missing CHAT counts as all rights.

    Given the terminal has run PACE with the PIN
    When the terminal tries Terminal Authentication with AT_CERT_20d
    Then the card answers a checking error or 6300 within secure messaging
