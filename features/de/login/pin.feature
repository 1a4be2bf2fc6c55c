@country:de @must @layer:login
Feature: PIN, CAN and PUK on the way of a login

  Three tries of the PIN: the last one needs the card access number first, and after the last one only the PUK helps.

  @LOG-DE-11 @REQ-LOGIN-DE-10 @kills:M-EIC-hides-tries @kills:M-EIC-ends-after-wrong-secret
  Scenario: a wrong PIN costs one try, and the citizen is told
    Clause: [TR-03124-1 §3.8]
    After a wrong PIN the client says what was wrong and how many tries are left, and asks once more. The right one
    goes on as if nothing had happened.
    Usual causes: the number is read before the card has counted; the login is ended at the first mistake.

    When the citizen agrees at the eID client
    And the citizen enters a wrong PIN
    Then the eID client asks for the PIN
    And the eID client tells what was wrong
    And the eID client says that 2 tries are left
    When the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-12 @REQ-LOGIN-DE-11 @kills:M-EIC-skips-can
  Scenario: after two wrong PINs the CAN comes before the last try
    Clause: [TR-03110-2 §2.4.1]
    The last try needs the number that is printed on the card, so that nobody without the card in front of them can
    block it. Then one try is left, and it counts.
    Usual causes: the client offers the PIN without the CAN, which the card refuses.

    When the citizen agrees at the eID client
    And the citizen enters a wrong PIN
    And the citizen enters a wrong PIN
    Then the eID client asks for the CAN
    When the citizen enters the CAN
    Then the eID client asks for the PIN
    And the eID client says that 1 try is left
    When the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-13 @REQ-LOGIN-DE-12 @kills:M-EIC-skips-puk
  Scenario: after three wrong PINs the PUK gives the tries back
    Clause: [TR-03110-2 §2.4.1]
    No try is left, and the PUK of the letter helps: after it the right PIN logs in, in the same login.
    Usual causes: the client gives up at a blocked PIN.

    When the citizen agrees at the eID client
    And the citizen enters a wrong PIN
    And the citizen enters a wrong PIN
    And the citizen enters the CAN
    And the citizen enters a wrong PIN
    Then the eID client asks for the PUK
    When the citizen enters the PUK
    Then the eID client asks for the PIN
    When the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-14 @REQ-LOGIN-DE-11 @kills:M-EIC-skips-can @state:suspended
  Scenario: a suspended PIN asks for the CAN at once
    Clause: [TR-03110-2 §2.4.1]
    Two tries were used up some other day. The card says so before any PIN is entered.

    When the citizen agrees at the eID client
    Then the eID client asks for the CAN
    When the citizen enters the CAN
    And the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-15 @REQ-LOGIN-DE-11 @kills:M-EIC-ends-after-wrong-secret @state:suspended
  Scenario: a wrong CAN can be entered again
    Clause: [TR-03110-2 §2.4.1]
    The CAN has no counter. Whoever mistypes it is told and asked again, and has not lost the last try.

    When the citizen agrees at the eID client
    And the citizen enters a wrong CAN
    Then the eID client asks for the CAN
    And the eID client tells what was wrong
    When the citizen enters the CAN
    Then the eID client says that 1 try is left
    When the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-16 @REQ-LOGIN-DE-12 @kills:M-EIC-skips-puk @state:blocked
  Scenario: a blocked PIN asks for the PUK at once
    Clause: [TR-03110-2 §2.4.1]
    Three tries were used up some other day.

    When the citizen agrees at the eID client
    Then the eID client asks for the PUK
    When the citizen enters the PUK
    And the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-17 @REQ-LOGIN-DE-12 @kills:M-EIC-ends-after-wrong-secret @state:blocked
  Scenario: a wrong PUK can be entered again
    Clause: [TR-03110-2 §2.4.1]
    The PUK has ten uses and no counter of mistakes: it is asked for again, and then the PIN.

    When the citizen agrees at the eID client
    And the citizen enters a wrong PUK
    Then the eID client asks for the PUK
    And the eID client tells what was wrong
    When the citizen enters the PUK
    And the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-18 @REQ-LOGIN-DE-13 @kills:M-EIC-overlooks-deactivation @state:deactivated
  Scenario: a card whose PIN is switched off logs nobody in
    Clause: [TR-03110-2 §2.4.1]
    The holder has had the online function switched off. The client says that this card will not do; the service learns
    of a cancelled login, and of nothing else.

    When the citizen agrees at the eID client
    Then the eID client says that this card will not do
    When the citizen cancels at the eID client
    Then the portal shows the status AuthnFailed
    And nobody is logged in

  @LOG-DE-19 @REQ-LOGIN-DE-13 @kills:M-EIC-overlooks-deactivation @state:deactivated
  Scenario: another card on the reader helps where one is switched off
    Clause: [TR-03124-1 §3.8]
    The login need not begin anew: the client looks again when it is told to.

    When the citizen agrees at the eID client
    Then the eID client says that this card will not do
    When the citizen lays down another card: current
    And the citizen goes on at the eID client
    And the citizen enters the PIN
    Then the citizen is logged in

  @LOG-DE-20 @REQ-LOGIN-DE-14 @kills:M-EIC-overlooks-transport-pin @state:transport
  Scenario: with the PIN of the letter an own PIN is set first
    Clause: [TR-03127 §3.5.3.1]
    Five digits came by letter, and nobody authenticates with them. The client asks for a PIN of one's own, sets it, and
    the login goes on with that.

    When the citizen agrees at the eID client
    Then the eID client asks for a new PIN
    When the citizen sets a new PIN
    Then the eID client asks for the PIN
    When the citizen enters the new PIN
    Then the citizen is logged in

  @LOG-DE-21 @REQ-LOGIN-DE-14 @kills:M-EIC-sets-unconfirmed-pin @state:transport
  Scenario: a new PIN that is typed differently the second time is not set
    Clause: [TR-03124-1 §3.8]
    A PIN with a slip of the finger in it would lock its holder out. The client compares, says so, and asks again.

    When the citizen agrees at the eID client
    And the citizen sets two new PINs that differ
    Then the eID client asks for a new PIN
    And the eID client tells what was wrong
    When the citizen sets a new PIN
    And the citizen enters the new PIN
    Then the citizen is logged in

  @LOG-DE-22 @REQ-LOGIN-DE-10 @kills:M-EIC-tries-any-length
  Scenario: five digits where six belong cost no try
    Clause: [TR-03124-1 §3.8]
    Whoever still has the letter in mind types five digits. The client says that this cannot be the PIN and does not ask
    the card: after a wrong PIN of six digits two tries are left, not one.

    When the citizen agrees at the eID client
    And the citizen enters five digits
    Then the eID client asks for the PIN
    And the eID client tells what was wrong
    When the citizen enters a wrong PIN
    Then the eID client says that 2 tries are left
