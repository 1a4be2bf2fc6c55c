@country:de @must @layer:pin @profile:PACE
Feature: The PIN is counted, suspended, blocked and managed
  Unit EAC2_ISO7816_P of the test plan: PIN management. Below it are rules of TR-03110-2 on which the
  plan is silent.

  Background:
    Given a freshly activated card

  @CRD-DE-PIN-01 @EAC2_ISO7816_P_1 @needs:pin @kills:M-CRD-pin-counter-not-decremented
  Scenario: a wrong PIN costs one try, and pulling the card does not give it back
    Clause: [TR-03110-2 §2.2.1]
    Usual causes: the counter lives in volatile memory, or falls only when the card has time for it.

    Given the PIN is operational
    When the terminal tries PACE with a wrong PIN
    Then the card answers 6300 or 63CX
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 63C2

  @CRD-DE-PIN-02 @EAC2_ISO7816_P_2 @needs:pin @kills:M-CRD-pin-counter-not-restored
  Scenario: the right PIN gives all tries back
    Clause: [TR-03110-2 §2.2.3]
    Usual causes: the counter is written before the comparison and not again after it.

    Given the terminal has tried PACE with a wrong PIN
    And the terminal resets the card
    When the terminal asks for the state of the PIN
    Then the card answers 63C2
    When the terminal tries PACE with the PIN
    Then the card answers 9000
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 9000

  @CRD-DE-PIN-03 @EAC2_ISO7816_P_3 @needs:pin @kills:M-CRD-suspended-pin-answers-63c2
  Scenario: two wrong PINs suspend it
    Clause: [TR-03110-2 §2.2.3]
    Each wrong try lowers the counter by one; with one try left the PIN is suspended.
    Usual causes: the last try is not told apart from the ones before it.

    Given the PIN is operational
    When the terminal tries PACE with a wrong PIN
    Then the card answers 6300 or 63CX
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 63C2
    When the terminal tries PACE with a wrong PIN
    Then the card answers 6300 or 63CX
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 63C1

  @CRD-DE-PIN-04 @EAC2_ISO7816_P_4 @state:suspended @kills:M-CRD-tries-not-told @kills:M-CRD-suspended-pin-answers-63c2
  Scenario: a suspended PIN is told by the status query
    Clause: [TR-03110-3 §B.14.1]
    The terminal learns from the answer to MSE:Set AT that it must ask for the CAN first.

    When the terminal asks for the state of the PIN
    Then the card answers 63C1

  @CRD-DE-PIN-05 @EAC2_ISO7816_P_5 @state:suspended @needs:pin @needs:can @kills:M-CRD-resume-refused
  Scenario: after the CAN, the right PIN resumes the suspended PIN
    Clause: [TR-03110-2 §2.4.1]
    PACE with the CAN opens a session; within it PACE with the PIN succeeds and restores the tries.
    Usual causes: the second PACE is refused because one was done, or runs outside the session.

    Given the terminal has run PACE with the CAN
    When the terminal asks for the state of the PIN
    Then the card answers 63C1 within secure messaging
    When the terminal tries PACE with the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 9000

  @CRD-DE-PIN-06 @EAC2_ISO7816_P_6 @state:suspended @needs:can @kills:M-CRD-tries-not-told @kills:M-CRD-suspended-pin-answers-63c2
  Scenario: the CAN alone does not end the suspension
    Clause: [TR-03110-2 §2.2.3]
    Only the right PIN ends it; the CAN merely allows one try.
    Usual causes: the state after the CAN is written to the card for good.

    Given the terminal has run PACE with the CAN
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 63C1

  @CRD-DE-PIN-07 @EAC2_ISO7816_P_7 @needs:pin @destructive @kills:M-CRD-pin-change-ignored
  Scenario: after PACE with the PIN the holder sets a new one
    Clause: [TR-03110-3 §B.14.11]
    RESET RETRY COUNTER with new data replaces the PIN; the next session proves it.
    Usual causes: the new value is kept until power off only.

    Given the PIN is operational
    And the terminal has run PACE with the PIN
    When the terminal changes the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal tries PACE with the new PIN
    Then the card answers 9000

  @CRD-DE-PIN-08 @EAC2_ISO7816_P_8 @state:suspended @needs:pin @needs:can @destructive @kills:M-CRD-pin-counter-not-decremented
  Scenario: the third wrong PIN, after the CAN, blocks it
    Clause: [TR-03110-2 §2.2.3]
    The last try was allowed by the CAN; when it fails no try is left.
    Usual causes: the counter is not lowered in the resumed state.

    Given the terminal has run PACE with the CAN
    When the terminal asks for the state of the PIN
    Then the card answers 63C1 within secure messaging
    When the terminal tries PACE with a wrong PIN
    Then the card answers 6300 or 63C0 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 63C0

  @CRD-DE-PIN-09 @EAC2_ISO7816_P_8a @state:blocked @kills:M-CRD-blocked-pin-answers-9000 @kills:M-CRD-tries-not-told
  Scenario: a blocked PIN is told by the status query
    Clause: [TR-03110-3 §B.14.1]
    The terminal learns that only the PUK helps.
    Usual causes: the query answers from the state of the application and not from the counter.

    When the terminal asks for the state of the PIN
    Then the card answers 63C0

  @CRD-DE-PIN-10 @EAC2_ISO7816_P_9 @state:blocked @needs:puk @needs:pin @destructive @kills:M-CRD-puk-does-not-unblock
  Scenario: the PUK unblocks the PIN, and the old PIN holds again
    Clause: [TR-03110-2 §2.4.1]
    Unblocking gives the tries back and leaves the PIN as it was.
    Usual causes: the counter of the PUK is lowered and that of the PIN forgotten.

    Given the PIN is blocked
    And the terminal has run PACE with the PUK
    When the terminal unblocks the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 9000
    When the terminal tries PACE with the PIN
    Then the card answers 9000

  @CRD-DE-PIN-12 @EAC2_ISO7816_P_12 @needs:puk @needs:pin @destructive @negative @kills:M-CRD-puk-changes-pin
  Scenario: the PUK does not change a PIN
    Clause: [TR-03110-4 §3.2.1]
    Whoever finds the letter with the PUK must not be able to set a PIN of their own.
    Usual causes: one access rule for both forms of RESET RETRY COUNTER.

    Given the PIN is operational
    And the terminal has run PACE with the PUK
    When the terminal changes the PIN
    Then the card answers 6982 within secure messaging

  @CRD-DE-PIN-13 @EAC2_ISO7816_P_13 @state:blocked @needs:puk @needs:pin @destructive @negative @kills:M-CRD-puk-changes-pin
  Scenario: the PUK does not replace a blocked PIN
    Clause: [TR-03110-4 §3.2.1]
    The same with a blocked PIN, which stays blocked.
    Usual causes: one access rule for both forms of RESET RETRY COUNTER.

    Given the PIN is blocked
    And the terminal has run PACE with the PUK
    When the terminal changes the PIN
    Then the card answers 6982 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 63C0

  @CRD-DE-PIN-14 @EAC2_ISO7816_P_14 @needs:pin @destructive @kills:M-CRD-pin-change-ignored
  Scenario: after a change the old PIN is a wrong one
    Clause: [TR-03110-3 §B.14.11]
    The old value must be gone, not merely joined by the new one.
    Usual causes: the change writes to a second place.

    Given the PIN is operational
    And the terminal has run PACE with the PIN
    When the terminal changes the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal tries PACE with the PIN
    Then the card answers 6300 or 63CX
    When the terminal tries PACE with the new PIN
    Then the card answers 9000

  @CRD-DE-PIN-15 @EAC2_ISO7816_P_15 @profile:TA2 @profile:CA2 @profile:CNG_PIN_AR @needs:pin @needs:certificates @destructive @kills:M-CRD-pin-management-cannot-change
  Scenario: a terminal with PIN management sets a new PIN
    Clause: [TR-03110-4 §3.2.1]
    An office terminal with this right needs no PACE with the PUK.
    Usual causes: the effective authorisation is not asked for this command.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17b
    When the terminal changes the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal tries PACE with the new PIN
    Then the card answers 9000

  @CRD-DE-PIN-17 @EAC2_ISO7816_P_17 @card:can-change @profile:CNG_CAN_AR @needs:pin @needs:can @needs:certificates @destructive @control:basic @kills:M-CRD-can-change-ignored
  Scenario: a terminal with PIN management sets a new CAN
    Clause: [TR-03110-3 §B.14.11]
    Cards with a printed CAN refuse this; cards with a display may allow it.
    Usual causes: the new CAN is not stored, or its key is not derived anew.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17b
    When the terminal changes the CAN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal tries PACE with the new CAN
    Then the card answers 9000

  @CRD-DE-PIN-18 @EAC2_ISO7816_P_18 @needs:pin @needs:can @needs:certificates @destructive @negative @kills:M-CRD-can-change-accepted
  Scenario: the CAN of a card that does not allow it never changes
    Clause: [TR-03110-4 §3.2.1]
    A printed number cannot follow a change.
    Usual causes: CAN and PIN share the code of the command.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17b
    When the terminal changes the CAN
    Then the card answers 6982 within secure messaging

  @CRD-DE-PIN-19 @EAC2_ISO7816_P_19 @state:deactivated @kills:M-CRD-deactivated-pin-answers-9000
  Scenario: a deactivated PIN is told by the status query
    Clause: [TR-03110-3 §B.14.1]
    The terminal learns that the holder has switched online identification off.
    Usual causes: the query tells the tries and not the life cycle state.

    When the terminal asks for the state of the PIN
    Then the card answers 6283

  @CRD-DE-PIN-20 @EAC2_ISO7816_P_20 @needs:pin @destructive @negative @kills:M-CRD-short-pin-accepted
  Scenario: a PIN that is too short is refused, and the old one holds
    Clause: [TR-03127 §3.5.3]
    Five digits are for the transport PIN alone.
    Usual causes: the length is checked by the terminal only.

    Given the PIN is operational
    And the terminal has run PACE with the PIN
    When the terminal changes the PIN to one of 5 digits
    Then the card answers a checking error within secure messaging
    When the terminal resets the card
    And the terminal tries PACE with the PIN
    Then the card answers 9000

  @CRD-DE-PIN-31 @REQ-TR03110-2-2.2.3-1 @state:suspended @needs:pin @negative @kills:M-CRD-suspended-pin-accepted-without-can
  Scenario: a suspended PIN needs the CAN first, right or not
    Clause: [TR-03110-2 §2.2.3]
    Usual causes: the suspension is only told by the status query and not enforced.

    When the terminal tries PACE with the PIN
    Then the card answers a checking error
    And the PIN is suspended still

  @CRD-DE-PIN-32 @REQ-TR03110-2-2.2.3-2 @state:suspended @needs:pin @destructive @negative @kills:M-CRD-suspended-pin-decrements
  Scenario: nobody blocks a suspended PIN from afar
    Clause: [TR-03110-2 §2.2.3]
    A try without the CAN must not cost the last try: that would block the PIN of a card in a pocket.

    When the terminal tries PACE with a wrong PIN
    And the terminal resets the card
    Then the PIN is suspended still

  @CRD-DE-PIN-33 @REQ-TR03110-2-2.2.3-3 @state:suspended @needs:pin @needs:can @negative @kills:M-CRD-resume-survives-reset
  Scenario: what the CAN resumed is forgotten at a reset
    Clause: [TR-03110-2 §2.2.3]
    Otherwise a stranger who reads the CAN prepares the card for a try later.
    Usual causes: the resumed state is stored like the counter.

    Given the terminal has run PACE with the CAN
    When the terminal resets the card
    And the terminal tries PACE with the PIN
    Then the card answers a checking error

  @CRD-DE-PIN-34 @REQ-TR03110-2-2.2.3-4 @state:blocked @needs:pin @negative @kills:M-CRD-blocked-pin-accepted
  Scenario: a blocked PIN opens nothing
    Clause: [TR-03110-2 §2.2.3]
    Even the right PIN is of no use once no try is left.
    Usual causes: the counter is looked at only when the PIN was wrong.

    When the terminal tries PACE with the PIN
    Then the card answers a checking error
    And the PIN is blocked still

  @CRD-DE-PIN-35 @REQ-TR03110-3-B.14.2-1 @state:deactivated @needs:pin @negative @kills:M-CRD-deactivated-pin-accepted
  Scenario: a deactivated PIN opens nothing
    Clause: [TR-03110-3 §B.14.2]
    Deactivation must hold whatever the terminal sends.
    Usual causes: only the status query knows the state.

    When the terminal tries PACE with the PIN
    Then the card answers a checking error
    And the PIN is deactivated still

  @CRD-DE-PIN-36 @REQ-TR03110-2-2.4-1 @state:deactivated @profile:TA2 @profile:CA2 @needs:pin @needs:can @needs:certificates @destructive @kills:M-CRD-deactivated-pin-decrements @kills:M-CRD-activation-ignored
  Scenario: tries with a deactivated PIN are not counted, and a terminal with PIN management activates it
    Clause: [TR-03110-3 §B.14.12]
    Else a finder could use up the tries of a card whose owner has switched it off.
    Usual causes: the counter falls before the life cycle state is looked at.

    Given the terminal has tried PACE with a wrong PIN
    And the terminal resets the card
    And the terminal has run the general authentication procedure with the CAN as an authentication terminal with AT_FULL
    When the terminal activates the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 9000

  @CRD-DE-PIN-37 @REQ-TR03110-3-B.14.13-1 @profile:TA2 @profile:CA2 @needs:pin @needs:certificates @destructive @kills:M-CRD-deactivation-ignored
  Scenario: a terminal with PIN management deactivates the PIN
    Clause: [TR-03110-3 §B.14.13]
    The holder asks the office to switch online identification off.
    Usual causes: the command answers 9000 without a change.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17b
    When the terminal deactivates the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 6283

  @CRD-DE-PIN-38 @REQ-TR03110-3-B.7.2-1 @needs:pin @destructive @negative @kills:M-CRD-activation-right-not-checked
  Scenario: the holder cannot deactivate the PIN alone
    Clause: [TR-03110-3 §B.7.2]
    Only an authentication terminal with effective PIN management may.
    Usual causes: PACE is taken for enough.

    Given the terminal has run PACE with the PIN
    When the terminal deactivates the PIN
    Then the card answers 6982 within secure messaging
    When the terminal resets the card
    And the terminal asks for the state of the PIN
    Then the card answers 9000

  @CRD-DE-PIN-39 @REQ-TR03110-3-B.7.1-1 @needs:pin @destructive @negative @kills:M-CRD-pin-change-without-pace
  Scenario: nobody changes a PIN without PACE
    Clause: [TR-03110-3 §B.7.1]
    Without a session there is nobody who could be authorised.
    Usual causes: the rule is bound to secure messaging and not to what was proven.

    When the terminal changes the PIN
    Then the card answers a checking error in plain
    When the terminal tries PACE with the PIN
    Then the card answers 9000

  @CRD-DE-PIN-40 @REQ-TR03110-3-B.7.1-2 @needs:pin @needs:can @destructive @negative @kills:M-CRD-pin-change-after-can
  Scenario: the CAN does not change a PIN
    Clause: [TR-03110-3 §B.7.1]
    The CAN is printed on the card.
    Usual causes: any PACE is taken for enough.

    Given the terminal has run PACE with the CAN
    When the terminal changes the PIN
    Then the card answers 6982 within secure messaging

  @CRD-DE-PIN-41 @REQ-TR03110-3-B.7.1-3 @state:blocked @needs:can @destructive @negative @kills:M-CRD-unblock-without-puk
  Scenario: the CAN does not unblock a PIN
    Clause: [TR-03110-3 §B.7.1]
    The CAN is printed on the card.
    Usual causes: any PACE is taken for enough.

    Given the terminal has run PACE with the CAN
    When the terminal unblocks the PIN
    Then the card answers 6982 within secure messaging
    When the terminal resets the card
    Then the PIN is blocked still

  @CRD-DE-PIN-42 @REQ-TR03127-3.5.3-1 @needs:puk @needs:pin @destructive @kills:M-CRD-puk-counter-not-decremented
  Scenario: the PUK unblocks ten times, and not once more
    Clause: [TR-03127 §3.5.3]
    Usual causes: the uses of the PUK are not counted, or counted only when the PIN was blocked.

    When the PUK has unblocked the PIN 10 times
    And the terminal resets the card
    And the terminal runs PACE with the PUK
    And the terminal unblocks the PIN
    Then the card answers a checking error within secure messaging

  @CRD-DE-PIN-43 @REQ-TR03127-3.5.3.1-1 @state:transport @needs:pin @destructive @kills:M-CRD-pin-change-ignored
  Scenario: the transport PIN is changed for a PIN
    Clause: [TR-03127 §3.5.3.1]
    The first thing that a new holder does.
    Usual causes: the length of the old PIN limits the new one.

    Given the terminal has run PACE with the PIN
    When the terminal changes the PIN
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal tries PACE with the new PIN
    Then the card answers 9000

  @CRD-DE-PIN-44 @REQ-TR03127-3.5.3.1-2 @state:transport @needs:pin @negative @kills:M-CRD-transport-pin-authenticates-terminal
  Scenario: the transport PIN never authenticates for eID use
    Clause: [TR-03127 §3.5.3.1]
    Who intercepts the letter must not be able to log in; where PACE ends is left to the card.
    Usual causes: the transport PIN is an ordinary PIN of five digits.

    When the terminal tries PACE with the PIN as an authentication terminal
    Then the card answers a checking error

  @CRD-DE-PIN-45 @REQ-TR03110-3-B.14.2-2 @needs:can @negative @kills:M-CRD-can-has-counter
  Scenario: a wrong CAN is answered without a counter, and the right one opens after it
    Clause: [TR-03110-3 §B.14.2]
    The CAN never blocks, so its answer has no counter.
    Usual causes: one answer for all passwords.

    When the terminal tries PACE with a wrong CAN
    Then the card answers 6300
    When the terminal tries PACE with the CAN
    Then the card answers 9000

  @CRD-DE-PIN-46 @REQ-TR03110-3-B.14.2-3 @needs:pin @kills:M-CRD-tries-left-too-high
  Scenario: a wrong PIN tells how many tries are left
    Clause: [TR-03110-3 §B.14.2]
    Clients show this number to the holder; too high a number costs the holder the PIN.
    Usual causes: the number is taken before the counter falls.

    When the terminal tries PACE with a wrong PIN
    Then the card answers 6300 or 63C2

  @CRD-DE-PIN-47 @REQ-TR03110-2-3.2.2-1 @state:suspended @needs:pin @needs:can @destructive @negative @kills:M-CRD-failed-resume-drops-session
  Scenario: a wrong PIN after the CAN leaves the CAN's session in force
    Clause: [TR-03110-2 §3.2.2]
    A failed PACE within a session changes no keys.
    Usual causes: the outer session is given up when the inner PACE begins.

    Given the terminal has run PACE with the CAN
    When the terminal tries PACE with a wrong PIN
    Then the card answers 6300 or 63C0 within secure messaging
    And the channel still works
