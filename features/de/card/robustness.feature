@country:de @must @layer:robustness
Feature: A card answers whatever it is sent, and the next command too
  Where the test plan is silent: commands that are none, commands that are too long or too many, and
  protocols that nobody ends. The card refuses what is wrong and works afterwards; no try is lost.

  Background:
    Given a freshly activated card

  @negative @kills:M-CRD-mute-after-error
  Scenario Outline: a command with <flaw> is refused
    Clause: [ISO 7816-4 §5.2], [ISO 7816-3 §12.1.3]
    The bytes are no command. The card says so, and takes the next one.
    Usual causes: lengths are believed before they are compared with what has come.

    When the terminal sends a command with <flaw>
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

    Examples:
      | id            | requirement          | flaw                                    |
      | CRD-DE-ROB-01 | REQ-ISO7816-4-5.2-11 | half a header                           |
      | CRD-DE-ROB-02 | REQ-ISO7816-4-5.2-12 | a header of three bytes                 |
      | CRD-DE-ROB-03 | REQ-ISO7816-4-5.2-13 | less data than it says                  |
      | CRD-DE-ROB-06 | REQ-ISO7816-4-5.2-16 | less data than its extended length says |

  @kills:M-CRD-mute-after-error
  Scenario Outline: a command with <flaw> does no harm
    Clause: [ISO 7816-4 §5.2]
    The bytes are no command, but begin like one. Whether they are refused or what is left over is
    left alone, the card goes on.
    Usual causes: what is left over is taken for the next command.

    When the terminal sends a command with <flaw>
    Then the card answers 9000 or a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

    Examples:
      | id            | requirement           | flaw                               |
      | CRD-DE-ROB-04 | REQ-ISO7816-4-5.2-14  | half an extended length            |
      | CRD-DE-ROB-05 | REQ-ISO7816-4-5.2-15  | data of an extended length of zero |
      | CRD-DE-ROB-07 | REQ-ISO7816-4-5.2-17  | more data than it says             |

  @CRD-DE-ROB-08 @REQ-ISO7816-4-5.2-18 @needs:longest-command @kills:M-CRD-mute-after-error
  Scenario: the longest command there is does no harm
    Clause: [ISO 7816-4 §5.2]
    A command of extended length with 65535 bytes of data.
    Usual causes: the length is kept in two bytes that overflow with the header.

    When the terminal sends the longest command there is
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-12 @REQ-ISO7816-4-5.4.1-3 @negative @kills:M-CRD-class-ignored @kills:M-CRD-mute-after-error
  Scenario: the last of the reserved classes is refused
    Clause: [ISO 7816-4 §5.4]
    Reserved classes belong to commands of later days.
    Usual causes: all bits of the class but the first are masked.

    When the terminal selects the master file in the last reserved class
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-13 @REQ-ISO7816-4-5.4.2-1 @negative @kills:M-CRD-unknown-instruction-answers-9000 @kills:M-CRD-mute-after-error
  Scenario: an instruction that is kept for the transport protocol is refused
    Clause: [ISO 7816-4 §5.4]
    Such values of the instruction are procedure bytes of the transport protocol.
    Usual causes: the table of commands ends with a default that says 9000.

    When the terminal sends an instruction that is kept for the transport protocol
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-14 @REQ-ISO7816-4-5.4.2-2 @negative @kills:M-CRD-unknown-instruction-answers-9000 @kills:M-CRD-mute-after-error
  Scenario: an unknown odd instruction is refused
    Clause: [ISO 7816-4 §5.4]
    An odd instruction has its data in data objects, whatever it is.
    Usual causes: the last bit of the instruction is masked.

    When the terminal sends an odd instruction that nobody knows
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-15 @REQ-TR03110-3-B.14.1-11 @negative @profile:PACE @needs:can @kills:M-CRD-parameters-ignored @kills:M-CRD-mute-after-error
  Scenario: MSE under wrong parameters is refused
    Clause: [TR-03110-3 §B.14.1]
    The parameters say which template is set. These name none.
    Usual causes: only the second parameter is looked at.

    When the terminal sets PACE with the CAN under wrong parameters
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-16 @REQ-TR03110-3-B.14.2-11 @negative @profile:PACE @needs:can @kills:M-CRD-parameters-ignored
  Scenario: GENERAL AUTHENTICATE under wrong parameters is refused
    Clause: [TR-03110-3 §B.14.2]
    Key and protocol are known, and the parameters are zero.
    Usual causes: the parameters are not looked at.

    Given the terminal has set PACE with the CAN
    When the terminal asks for the nonce under wrong parameters
    Then the card answers a checking error
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-17 @REQ-TR03110-3-B.14.6-11 @negative @profile:PACE @profile:eID @profile:TA2 @needs:pin @kills:M-CRD-parameters-ignored
  Scenario: GET CHALLENGE under wrong parameters is refused
    Clause: [TR-03110-3 §B.14.6]
    Usual causes: the parameters are not looked at.

    Given the terminal has run PACE with the PIN as an authentication terminal
    When the terminal asks for a challenge under wrong parameters
    Then the card answers a checking error within secure messaging
    And the channel still works

  @CRD-DE-ROB-21 @REQ-ISO7816-4-5.3-1 @long @kills:M-CRD-memory-runs-out
  Scenario: a chain that never ends does no harm
    Clause: [ISO 7816-4 §5.3]
    A thousand links of a chain, two hundred bytes each. The card may refuse it at once, or when it is
    full. The next command finds it alive.
    Usual causes: a chain is gathered as long as it comes.

    When the terminal sends 1000 links of a chain without an end
    When the terminal reads EF.CardAccess
    Then the card answers 9000

  @CRD-DE-ROB-22 @REQ-TR03110-2-3.2.1-11 @long @profile:PACE @needs:can @kills:M-CRD-memory-runs-out
  Scenario: a thousand unfinished runs of PACE do no harm
    Clause: [TR-03110-2 §3.2.1]
    Each run asks for a nonce and ends there. Whoever is in the field can do that; the card must have a
    nonce for the next one, too.
    Usual causes: each run takes memory that only its end gives back.

    When the terminal begins PACE with the CAN 1000 times and never goes on
    And the terminal tries PACE with the CAN
    Then the card answers 9000

  @CRD-DE-ROB-23 @REQ-TR03110-2-2.2.3-11 @long @profile:PACE @state:operational @needs:pin @kills:M-CRD-memory-runs-out
  Scenario: unfinished runs of PACE with the PIN cost no try
    Clause: [TR-03110-2 §2.2.3]
    Nobody has named a PIN, right or wrong, so that no try is used. Otherwise anybody in the field could
    suspend the PIN without knowing anything.
    Usual causes: the counter falls when PACE begins.

    Given the PIN is operational
    When the terminal begins PACE with the PIN 1000 times and never goes on
    Then the PIN is operational still

  @CRD-DE-ROB-24 @REQ-TR03110-3-F.5-11 @long @profile:PACE @needs:can @kills:M-CRD-memory-runs-out
  Scenario: a session has room for a thousand commands
    Clause: [TR-03110-3 §F.5]
    The counter goes past one byte and on.
    Usual causes: only the last byte of the counter is raised.

    Given the terminal has run PACE with the CAN
    When the terminal sends 1000 commands within the channel
    Then the channel still works

  @CRD-DE-ROB-25 @REQ-TR03110-3-F.6-41 @profile:PACE @needs:can @kills:M-CRD-refusal-drops-session
  Scenario: a hundred refusals do not end a session
    Clause: [TR-03110-3 §F.6]
    Only errors of secure messaging end a session, however often a command is refused.
    Usual causes: refusals are counted.

    Given the terminal has run PACE with the CAN
    When the terminal sends 100 commands within the channel that are refused
    Then the channel still works
