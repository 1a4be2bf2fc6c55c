@country:any @must @layer:harness
Feature: The suite never praises what it did not see
  The suite runs small scenarios of its own against cards that are made up for the purpose. Each
  of these checks fails when the suite itself has the wrong behaviour that it names.

  @HRN-CTL-01 @REQ-SUITE-CONTROL-1 @kills:M-HRN-control-skipped
  Scenario: a card of another kind is not conformant because it refuses
    Clause: [harness: controls]
    A card that answers every command with an error does what every negative test wants. The
    control before the check notices that it is no card of the right kind.
    Usual causes: the control is left out for speed.

    When the suite runs "a file that nobody may read" on a card of another kind
    Then its verdict is INCONCLUSIVE
    And it exits with 125

  @HRN-CTL-02 @REQ-SUITE-CONTROL-2 @kills:M-HRN-inconclusive-is-pass
  Scenario: a reader without a card is not conformant
    Clause: [harness: controls]
    Where there is no card nothing was learnt, and the exit code says so.
    Usual causes: a verdict is missing and counted as none.

    When the suite runs "a file that nobody may read" on no card at all
    Then its verdict is INCONCLUSIVE
    And it exits with 125

  @HRN-CTL-03 @REQ-SUITE-CONTROL-3 @kills:M-HRN-control-skipped
  Scenario: a card that dies of a check has not passed it
    Clause: [harness: controls]
    The card gives the answer that is wanted and no sensible one afterwards. The control after the
    check notices.
    Usual causes: the control runs before the check only.

    When the suite runs "a file that nobody may read" on a card that breaks at it
    Then its verdict is INCONCLUSIVE

  @HRN-RUN-01 @REQ-SUITE-RUN-1 @kills:M-HRN-broken-run-is-pass
  Scenario: a card that hangs is given up
    Clause: [harness: verdicts]
    After the time limit the check is INCONCLUSIVE and the run goes on.
    Usual causes: the report is written from what was known before the break.

    When the suite runs "a file that nobody may read" on a card that hangs
    Then its verdict is INCONCLUSIVE
    And it exits with 125

  @HRN-RUN-02 @REQ-SUITE-RUN-2 @kills:M-HRN-undefined-is-pass
  Scenario: a step that nobody wrote is an error of the suite
    Clause: [harness: verdicts]
    A misspelt step must not pass because nothing contradicts it.
    Usual causes: the runner skips what it does not know.

    When the suite runs "a step that nobody wrote" on an obedient card
    Then its verdict is ERROR
    And it exits with 100

  @HRN-RUN-03 @REQ-SUITE-RUN-3 @kills:M-HRN-precondition-ignored
  Scenario: a missed precondition says nothing about the card
    Clause: [harness: verdicts]
    A card that cannot be brought to where the check begins makes the check INCONCLUSIVE.
    Usual causes: only the steps of the check itself are counted.

    When the suite runs "a precondition that is not met" on an obedient card
    Then its verdict is INCONCLUSIVE
    And it exits with 125

  @HRN-RUN-04 @REQ-SUITE-RUN-4 @kills:M-HRN-lost-is-fail
  Scenario: a card that is taken out is not to blame
    Clause: [harness: verdicts]
    A card that leaves in the middle of a check has neither passed nor failed it.
    Usual causes: every failed step is a failure of the card.

    When the suite runs "a file that everybody may read" on a card that is taken out
    Then its verdict is INCONCLUSIVE
    And it exits with 125

  @HRN-EXIT-01 @REQ-SUITE-EXIT-1 @kills:M-HRN-exit-zero
  Scenario: a failure is told to whoever called
    Clause: [harness: exit codes]
    One FAIL is enough for exit code 100.
    Usual causes: the exit code is computed before the last verdict.

    When the suite runs "a file that should be readable" on an obedient card
    Then its verdict is FAIL
    And it exits with 100

  @HRN-EXIT-02 @REQ-SUITE-EXIT-2 @kills:M-HRN-empty-is-green
  Scenario: a selection without checks is not green
    Clause: [harness: exit codes]
    Whoever misspells a selector must not be told that all is well.
    Usual causes: no check failed, so none is missed.

    When the suite runs nothing on an obedient card
    Then it exits with 4

  @HRN-EXIT-03 @REQ-SUITE-EXIT-3 @kills:M-HRN-exit-zero
  Scenario: a failure weighs more than what is inconclusive
    Clause: [harness: exit codes]
    One check fails and another is inconclusive: the exit code tells of the failure.
    Usual causes: the last verdict wins.

    When the suite runs everything on an obedient card
    Then it exits with 100

  @HRN-SEC-01 @REQ-SUITE-TRACE-1 @kills:M-HRN-secrets-shown
  Scenario: a new PIN does not end up in the trace
    Clause: [harness: traces]
    Reports are passed around. Secrets are replaced in them, even those that a check sent without
    protection.
    Usual causes: only what is inside secure messaging is looked through.

    When the suite runs "a PIN sent in plain" on an obedient card
    Then its verdict is PASS
    And the trace does not show the PIN
