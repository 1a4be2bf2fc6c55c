@country:de @must @layer:paos
Feature: how the eID server proves itself, and what it asks of the card

  @EIS-PAOS-14 @REQ-TR03110-3-A.7.4-1 @kills:M-EIS-signature-as-sequence
  Scenario: the signature is plain
    Clause: [TR-03110-3 §A.7.4]
    r and s, one behind the other, each as long as the order of the curve. Libraries like to make a sequence of them.

    When the citizen logs in with SAML
    Then the signature is plain

  @EIS-PAOS-15 @REQ-TR03110-2-3.3.1-1 @kills:M-EIS-signature-altered @kills:M-EIS-signature-over-another-challenge @kills:M-EIS-signature-over-another-key @kills:M-EIS-signature-without-auxiliary-data
  Scenario: the signature covers everything that it should
    Clause: [TR-03110-2 §3.3.1]
    The card's name in this session, its challenge, the terminal's ephemeral key in its short form, and the auxiliary
    data with tag and length: whatever is left out could be exchanged on the way.

    When the citizen logs in with SAML
    Then the signature is over the card's name, its challenge, the key and the auxiliary data

  @EIS-PAOS-16 @REQ-TR03110-2-3.3-1 @kills:M-EIS-ephemeral-key-kept
  Scenario: each session has a key of its own
    Clause: [TR-03110-2 §3.3]
    With a key that is kept, whoever learns it once reads every session before and after.

    Given the citizen has logged in with SAML
    When the citizen logs in with another browser
    Then the eID server has a fresh key in both logins

  @EIS-PAOS-17 @REQ-TR03112-7-3.6.4.3-1 @kills:M-EIS-signature-over-another-challenge @kills:M-EIS-signature-without-auxiliary-data
  Scenario: a client that tells the challenge late gets the signature late
    Clause: [TR-03112-7 §3.6.4.3]
    EAC1Output may come without the challenge. The server sends its key alone, and the signature in a message of its own
    once the challenge is there. The card takes it as it takes an early one.

    Given a login with SAML that has reached the eID client
    When an eID client of ours speaks to the eID server and tells the challenge late
    Then the eID server ends it well
    When the browser comes back with ok
    Then the citizen is logged in

  @EIS-PAOS-18 @REQ-TR03124-1-2.5.1-2 @kills:M-EIS-reads-beyond-effective-chat
  Scenario: nothing is read that was not agreed to
    Clause: [TR-03124-1 §2.5.1]
    The number of a data group stands in the open in the header of each command. All of them are among the rights that the
    client has told.

    When the citizen logs in with SAML
    Then nothing is read that was not agreed to

  @EIS-PAOS-19 @REQ-TR03130-1-3.3.3-2 @kills:M-EIS-blocking-not-asked
  Scenario: the card is asked for its blocking identification
    Clause: [TR-03130-1 §3.3.3]
    Whether a card was reported as lost can be seen by nothing else. It is asked of every card, and the pseudonym of those
    whose holders agreed.

    When the citizen logs in with SAML
    Then the card is asked for its blocking identification and its pseudonym

  @EIS-PAOS-20 @REQ-TR03110-3-F.5-1 @kills:M-EIS-counter-kept
  Scenario: the counter grows with every command of a batch
    Clause: [TR-03110-3 §F.5]
    Commands are protected before the first answer is known, so each counts for its answer, too. The card opens them all,
    and answers them all.

    When the citizen logs in with SAML
    Then the card answers every command with 9000

  @EIS-PAOS-21 @REQ-TR03112-7-3.6.4-1 @kills:M-EIS-success-too-early
  Scenario: the messages come in their order, each as an answer
    Clause: [TR-03112-7 §3.6.4]
    Two steps of authentication, then commands, then the end: a success is called one when the card has answered, not
    before. Each message relates to the one that it answers.

    When the citizen logs in with SAML
    Then the messages of the eID server come in their order, and a success at the end
    And the citizen is logged in

  @EIS-PAOS-22 @REQ-TR03124-1-2.6-1 @kills:M-EIS-abort-without-answer @kills:M-EIS-failure-called-success
  Scenario: a session that is given up has an end
    Clause: [TR-03124-1 §2.6]
    The client reports that the citizen has cancelled. The last word is the server's, and repeats it.
    Usual causes: the server closes the connection; it says that all went well because the answer was in order.

    Given the citizen cancels at the PIN page
    When the citizen logs in with SAML
    Then the last message of the eID server says cancellationByUser
