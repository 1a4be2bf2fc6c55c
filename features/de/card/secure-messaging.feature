@country:de @must @layer:sm @profile:PACE @needs:can
Feature: Secure messaging refuses what is not genuine
  Where the test plan is silent: one thing is wrong with a protected command, and the card ends the
  session with a status word in plain.

  Background:
    Given a freshly activated card
    And the terminal has run PACE with the CAN

  @negative @kills:M-CRD-error-keeps-session
  Scenario Outline: reading with <flaw> ends the session
    Clause: [TR-03110-3 §F.6]
    A protected READ BINARY with <flaw>. The card answers with the status word for missing or
    incorrect objects, without protection, and forgets the session: neither the command that
    should have come next nor the one that was spoilt is taken any more.
    Usual causes: the checksum covers less than it should; objects are looked up and not counted;
    the answer is sent before the session is dropped.

    When the terminal reads EF.CardAccess with <flaw>
    Then the card answers <status> in plain
    And the card has forgotten the session

    Examples:
      | id           | requirement            | status | flaw                              | kills                                                    |
      | CRD-DE-SM-01 | REQ-TR03110-3-F.6-1    | 6987   | no checksum                       | M-CRD-missing-mac-accepted                               |
      | CRD-DE-SM-02 | REQ-TR03110-3-F.6-2    | 6988   | a wrong checksum                  | M-CRD-wrong-mac-accepted                                 |
      | CRD-DE-SM-03 | REQ-TR03110-3-F.6-3    | 6988   | a shortened checksum              | -                                                        |
      | CRD-DE-SM-04 | REQ-TR03110-3-F.6-4    | 6988   | two checksums                     | M-CRD-duplicate-object-accepted                          |
      | CRD-DE-SM-05 | REQ-TR03110-3-F.3-1    | 6988   | a checksum without the header     | M-CRD-mac-over-wrong-header                              |
      | CRD-DE-SM-06 | REQ-TR03110-3-F.3-2    | 6988   | a header changed on the way       | M-CRD-wrong-mac-accepted                                 |
      | CRD-DE-SM-07 | REQ-TR03110-3-F.5-1    | 6988   | the counter of the command before | M-CRD-wrong-mac-accepted                                 |
      | CRD-DE-SM-08 | REQ-TR03110-3-F.5-2    | 6988   | a counter that is one too far     | M-CRD-ssc-gap-accepted                                   |
      | CRD-DE-SM-09 | REQ-TR03110-3-F.6-5    | 6988   | two expected lengths              | M-CRD-duplicate-object-accepted                          |
      | CRD-DE-SM-10 | REQ-TR03110-3-F.6-6    | 6988   | an empty expected length          | -                                                        |
      | CRD-DE-SM-11 | REQ-TR03110-3-F.6-7    | 6988   | an expected length of three bytes | -                                                        |
      | CRD-DE-SM-12 | REQ-TR03110-3-F.6-8    | 6988   | an object of no known kind        | M-CRD-unknown-object-accepted                            |
      | CRD-DE-SM-13 | REQ-TR03110-3-F.6-9    | 6988   | an object longer than the command | -                                                        |

  @negative @kills:M-CRD-error-keeps-session
  Scenario Outline: selecting with <flaw> ends the session
    Clause: [TR-03110-3 §F.6]
    A protected SELECT, which carries data, with <flaw>. The card answers with the status word for
    incorrect objects, without protection, and forgets the session.
    Usual causes: data are decrypted and used before their form was checked.

    When the terminal selects the master file with <flaw>
    Then the card answers 6988 in plain
    And the card has forgotten the session

    Examples:
      | id           | requirement            | flaw                              | kills                                    |
      | CRD-DE-SM-21 | REQ-TR03110-3-F.6-10   | two cryptograms                   | M-CRD-duplicate-object-accepted          |
      | CRD-DE-SM-22 | REQ-TR03110-3-F.6-11   | a cryptogram without its end      | -                                        |
      | CRD-DE-SM-23 | REQ-TR03110-3-F.6-12   | an empty cryptogram               | -                                        |
      | CRD-DE-SM-24 | REQ-TR03110-3-F.3-3    | a cryptogram in the wrong object  | -                                        |
      | CRD-DE-SM-25 | REQ-TR03110-3-F.3.3-1  | wrong padding                     | -                                        |
      | CRD-DE-SM-26 | REQ-TR03110-3-F.3.3-2  | no padding                        | M-CRD-padding-not-checked                |
      | CRD-DE-SM-27 | REQ-TR03110-3-F.3.3-3  | a wrong padding indicator         | M-CRD-padding-indicator-not-checked      |
      | CRD-DE-SM-28 | REQ-TR03110-3-F.3.3-4  | no padding indicator              | -                                        |

  @CRD-DE-SM-31 @negative @REQ-TR03110-3-F.5-3 @kills:M-CRD-replay-accepted
  Scenario: a command that was recorded is not taken a second time
    Clause: [TR-03110-3 §F.5]
    The bytes of a genuine command are sent again. The counter has moved on, so their checksum is
    wrong now.
    Usual causes: the counter is raised for answers only.

    When the terminal selects the master file
    Then the card answers 9000 within secure messaging
    When the terminal sends the same bytes again
    Then the card answers 6988 in plain
    And the card has forgotten the session

  @CRD-DE-SM-32 @negative @REQ-TR03110-3-F.6-13 @kills:M-CRD-plain-command-keeps-session
  Scenario: a command in plain ends the session
    Clause: [TR-03110-3 §F.6]
    Somebody without the keys sends a command in plain. The session must not live on beside it.
    Usual causes: the session is kept for the next protected command.

    When the terminal reads EF.CardAccess in plain
    Then the card answers 9000 in plain
    And the card has forgotten the session

  @CRD-DE-SM-33 @REQ-TR03110-3-F.6-14 @kills:M-CRD-refusal-drops-session
  Scenario: a refused command does not end the session
    Clause: [TR-03110-3 §F.6]
    Only errors of secure messaging end a session. A file that may not be read is refused within
    it, and the next command is taken.
    Usual causes: every status word but 9000 is sent in plain.

    When the terminal selects the eID application
    And the terminal reads data group 1
    Then the card answers 6982 within secure messaging
    And the channel still works

  @CRD-DE-SM-34 @REQ-TR03110-3-F.5-4 @kills:M-CRD-ssc-not-incremented
  Scenario: the counter goes up for commands and for answers
    Clause: [TR-03110-3 §F.5]
    Three commands in a row, each opened with the counter that both sides must have by then.
    Usual causes: the counter is not raised before the answer is protected.

    When the terminal reads EF.CardAccess
    Then the card answers 9000 within secure messaging
    When the terminal selects the master file
    Then the card answers 9000 within secure messaging
    And the channel still works

  @CRD-DE-SM-35 @REQ-TR03110-3-F.3.4-1 @kills:M-CRD-case-one-padded-twice
  Scenario: a command without data and without expected length is taken
    Clause: [TR-03110-3 §F.3.4]
    The checksum of such a command covers the padded header alone.
    Usual causes: the empty sequence of objects is padded as well.

    When the terminal sends a command of case 1
    Then the card answers a checking error within secure messaging
    And the channel still works

  @CRD-DE-SM-36 @REQ-TR03110-3-F.3.1-1 @kills:M-CRD-le-object-ignored
  Scenario: the protected expected length is obeyed
    Clause: [TR-03110-3 §F.3.1]
    The expected length inside the protection says how much is read, not the outer one.
    Usual causes: the outer length is used.

    When the terminal reads 7 bytes of EF.CardAccess
    Then the card answers 9000 within secure messaging
    And the answer holds the first 7 bytes of EF.CardAccess

  @CRD-DE-SM-37 @REQ-TR03110-3-F.3.1-2 @kills:M-CRD-extended-le-cut
  Scenario: an expected length of two bytes is obeyed
    Clause: [TR-03110-3 §F.3.1]
    Lengths beyond 255 take two bytes, both of which count.
    Usual causes: the first byte is dropped.

    When the terminal reads 260 bytes of EF.CardAccess with extended length
    Then the card answers 9000 or 6282 within secure messaging
    And the answer holds the first 260 bytes of EF.CardAccess

  @CRD-DE-SM-38 @REQ-TR03110-3-F.3.2-1 @kills:M-CRD-status-word-object-missing @kills:M-CRD-status-word-object-wrong @kills:M-CRD-response-vector-zero
  Scenario: an answer is protected as a whole
    Clause: [TR-03110-3 §F.3.2]
    Data and status word of an answer are covered by the checksum, and the status word at its end
    is the one inside.
    Usual causes: object 99 is left out for 9000; data are encrypted with another vector than the
    encrypted counter.

    When the terminal reads 32 bytes of EF.CardAccess
    Then the card answers 9000 within secure messaging
    And the answer holds the first 32 bytes of EF.CardAccess

  @CRD-DE-SM-39 @REQ-TR03110-3-F.3-4 @kills:M-CRD-outer-le-required
  Scenario: a protected command without outer expected length is taken
    Clause: [TR-03110-3 §F.3]
    What the terminal expects is said inside. Terminals that leave the outer length out are
    answered all the same.
    Usual causes: the length of the protected command is checked as if it were plain.

    When the terminal selects the master file without an outer expected length
    Then the card answers 9000 within secure messaging
    And the channel still works
