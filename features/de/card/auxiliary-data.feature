@country:de @must @layer:aux @profile:eID @profile:AUX @needs:pin @needs:certificates
Feature: The card confirms what a terminal does not read
  Unit EAC2_ISO7816_Q of the test plan: verification of age, document validity and municipality
  against auxiliary data that the terminal committed to in Terminal Authentication. Below it are rules
  of TR-03110-3 on which the plan is silent. What the card holds is read first, in a session of its
  own, so that the questions lie at the very border of the answer.

  Background:
    Given a freshly activated card

  @CRD-DE-AUX-01 @EAC2_ISO7816_Q_1 @kills:M-CRD-age-inverted @kills:M-CRD-age-birthday-excluded
  Scenario: a holder who is just old enough is old enough
    Clause: [TR-03110-3 §A.7.5.2], [TR-03110-3 §B.14.10]
    The terminal commits to the very day of birth: the holder was not born after it.
    Usual causes: the comparison leaves the day itself out.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-02 @EAC2_ISO7816_Q_2 @negative @kills:M-CRD-age-inverted
  Scenario: a holder who is a day too young is too young
    Clause: [TR-03110-3 §A.7.5.2], [TR-03110-3 §B.14.10]
    The terminal commits to the day before the birth. The answer is a word of its own and no error.
    Usual causes: years are compared and not days.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day before the birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6300 within secure messaging

  @CRD-DE-AUX-03 @EAC2_ISO7816_Q_3 @negative @kills:M-CRD-auxiliary-right-not-checked
  Scenario: age is not confirmed to a terminal without the right
    Clause: [TR-03110-3 §A.7.5.2], [TR-03110-3 §B.14.10]
    Every terminal can send auxiliary data; the right decides who gets an answer.
    Usual causes: the right is looked for in the CHAT of PACE only.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17a
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6982 within secure messaging

  @CRD-DE-AUX-04 @EAC2_ISO7816_Q_4 @negative @kills:M-CRD-auxiliary-data-not-needed
  Scenario: age is not confirmed to a terminal that did not commit to a date
    Clause: [TR-03110-3 §A.7.5.2], [TR-03110-3 §B.14.10]
    The terminal has the right and sent no auxiliary data: there is nothing to compare with.
    Usual causes: an empty date counts as the earliest or the latest one.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6A88 within secure messaging

  @CRD-DE-AUX-05 @EAC2_ISO7816_Q_5 @kills:M-CRD-age-inverted @kills:M-CRD-age-birthday-excluded
  Scenario: age is confirmed to a terminal below a foreign or non-official document verifier
    Clause: [TR-03110-3 §A.7.5.2], [TR-03110-3 §B.14.10]
    The right is the same below every document verifier.
    Usual causes: the role of the document verifier is taken for a right.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_18f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-06 @EAC2_ISO7816_Q_6 @kills:M-CRD-validity-inverted
  Scenario: a document is valid on the day before its last one
    Clause: [TR-03110-3 §A.7.5.3], [TR-03110-3 §B.14.10]
    The terminal commits to the day that it takes for today. No right is needed.
    Usual causes: the dates are compared the wrong way round.

    Given the terminal has learned the date of expiry
    And the terminal is going to verify the day before the expiry
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the date of expiry
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-07 @EAC2_ISO7816_Q_7 @negative @kills:M-CRD-validity-not-checked @kills:M-CRD-validity-inverted
  Scenario: a document is not valid on the day after its last one
    Clause: [TR-03110-3 §A.7.5.3], [TR-03110-3 §B.14.10]
    Usual causes: the card compares with its own date, which may be years behind.

    Given the terminal has learned the date of expiry
    And the terminal is going to verify the day after the expiry
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the date of expiry
    Then the card answers 6300 within secure messaging

  @CRD-DE-AUX-08 @EAC2_ISO7816_Q_8 @negative @kills:M-CRD-auxiliary-data-not-needed
  Scenario: validity is not confirmed to a terminal that did not commit to a date
    Clause: [TR-03110-3 §A.7.5.3], [TR-03110-3 §B.14.10]
    Usual causes: the card takes its own date where the terminal sent none.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the date of expiry
    Then the card answers 6A88 within secure messaging

  @CRD-DE-AUX-09 @EAC2_ISO7816_Q_9 @kills:M-CRD-validity-inverted
  Scenario: validity is confirmed to a terminal below a foreign or non-official document verifier
    Clause: [TR-03110-3 §A.7.5.3], [TR-03110-3 §B.14.10]
    Usual causes: the role of the document verifier is taken for a right.

    Given the terminal has learned the date of expiry
    And the terminal is going to verify the day before the expiry
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_18g
    And the terminal has selected the eID application
    When the terminal asks about the date of expiry
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-10 @EAC2_ISO7816_Q_10 @kills:M-CRD-municipality-never-matches
  Scenario: the holder's municipality is confirmed
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    The terminal commits to the whole id, octet by octet as data group 18 holds it.
    Usual causes: decimal digits and octets are compared.

    Given the terminal has learned the municipality id
    And the terminal is going to verify the municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-11 @EAC2_ISO7816_Q_11 @negative @kills:M-CRD-municipality-not-checked
  Scenario: another municipality is not confirmed
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    The last octet differs.
    Usual causes: only the beginning is compared.

    Given the terminal has learned the municipality id
    And the terminal is going to verify another municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 6300 within secure messaging

  @CRD-DE-AUX-12 @EAC2_ISO7816_Q_12 @negative @kills:M-CRD-auxiliary-right-not-checked
  Scenario: the municipality is not confirmed to a terminal without the right
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    Usual causes: the right is looked for in the CHAT of PACE only.

    Given the terminal has learned the municipality id
    And the terminal is going to verify the municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17a
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 6982 within secure messaging

  @CRD-DE-AUX-13 @EAC2_ISO7816_Q_13 @negative @kills:M-CRD-auxiliary-data-not-needed
  Scenario: the municipality is not confirmed to a terminal that did not commit to one
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    Usual causes: the empty beginning fits every id.

    Given the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 6A88 within secure messaging

  @CRD-DE-AUX-14 @EAC2_ISO7816_Q_14 @kills:M-CRD-municipality-never-matches
  Scenario: the municipality is confirmed to a terminal below a foreign or non-official document verifier
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    Usual causes: the role of the document verifier is taken for a right.

    Given the terminal has learned the municipality id
    And the terminal is going to verify the municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_18g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-15 @EAC2_ISO7816_Q_15 @kills:M-CRD-municipality-whole-only @kills:M-CRD-municipality-never-matches
  Scenario: the region of the municipality is confirmed
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    The terminal commits to the first octets only: a state or a district.
    Usual causes: the lengths are compared first.

    Given the terminal has learned the municipality id
    And the terminal is going to verify the beginning of the municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-16 @EAC2_ISO7816_Q_16 @kills:M-CRD-municipality-whole-only @kills:M-CRD-municipality-never-matches
  Scenario: the region is confirmed to a terminal below a foreign or non-official document verifier
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    Usual causes: the lengths are compared first.

    Given the terminal has learned the municipality id
    And the terminal is going to verify the beginning of the municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_18g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-17 @EAC2_ISO7816_Q_17 @kills:M-CRD-age-inverted @kills:M-CRD-validity-inverted
  Scenario: one terminal commits to a birth and to a day, and both are confirmed
    Clause: [TR-03110-3 §A.7.5]
    The data object of the terminal holds two templates.
    Usual causes: only the first template is kept.

    Given the terminal has learned the date of birth
    And the terminal has learned the date of expiry
    And the terminal is going to verify the day of birth, then the day before the expiry
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging
    When the terminal asks about the date of expiry
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-18 @EAC2_ISO7816_Q_18 @kills:M-CRD-age-inverted @kills:M-CRD-validity-inverted @kills:M-CRD-municipality-never-matches
  Scenario: one terminal commits to three things, and all are confirmed
    Clause: [TR-03110-3 §A.7.5]
    The data object of the terminal holds three templates.
    Usual causes: the memory for auxiliary data is too small.

    Given the terminal has learned the date of birth
    And the terminal has learned the date of expiry
    And the terminal has learned the municipality id
    And the terminal is going to verify the day of birth, then the day before the expiry, then the municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17j
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging
    When the terminal asks about the date of expiry
    Then the card answers 9000 within secure messaging
    When the terminal asks about the municipality
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-19 @EAC2_ISO7816_Q_19 @kills:M-CRD-auxiliary-first-template-counts
  Scenario: of two dates of birth the last one counts: it fits
    Clause: [TR-03110-3 §A.7.5]
    The holder is too young for the first one and old enough for the second.
    Usual causes: the search ends at the first template.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day before the birth, then the day of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-20 @EAC2_ISO7816_Q_20 @negative @kills:M-CRD-auxiliary-first-template-counts
  Scenario: of two dates of birth the last one counts: it does not fit
    Clause: [TR-03110-3 §A.7.5]
    The holder is old enough for the first one and too young for the second.
    Usual causes: one template that fits is enough.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth, then the day before the birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers a checking error or 6300 within secure messaging

  @CRD-DE-AUX-21 @EAC2_ISO7816_Q_21 @negative @kills:M-CRD-auxiliary-data-not-needed
  Scenario: a date of birth in a template of the wrong kind is not used
    Clause: [TR-03110-3 §A.7.5]
    The structure is signed by the terminal all the same. A card may refuse it at once, or take it
    and find no date in it. It must not confirm an age.
    Usual causes: tags are skipped instead of compared.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the template of the auxiliary data has the wrong tag
    And the terminal has run PACE with the PIN as an authentication terminal
    When the terminal tries Terminal Authentication with AT_CERT_17f
    Then the card refuses the auxiliary data or finds no date of birth in them

  @CRD-DE-AUX-22 @EAC2_ISO7816_Q_22 @negative @kills:M-CRD-auxiliary-data-not-needed
  Scenario: a date of birth with its identifier in the wrong object is not used
    Clause: [TR-03110-3 §A.7.5]
    The structure is signed by the terminal all the same. A card may refuse it at once, or take it
    and find no date in it. It must not confirm an age.
    Usual causes: tags are skipped instead of compared.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the identifier of the auxiliary data has the wrong tag
    And the terminal has run PACE with the PIN as an authentication terminal
    When the terminal tries Terminal Authentication with AT_CERT_17f
    Then the card refuses the auxiliary data or finds no date of birth in them

  @CRD-DE-AUX-31 @REQ-TR03110-3-A.7.5.3-1 @kills:M-CRD-validity-last-day-excluded @kills:M-CRD-validity-inverted
  Scenario: a document is valid on its last day
    Clause: [TR-03110-3 §A.7.5.3], [TR-03110-3 §B.14.10]
    The date of expiry is not before the day that the terminal committed to.
    Usual causes: the comparison leaves the day itself out.

    Given the terminal has learned the date of expiry
    And the terminal is going to verify the day of expiry
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the date of expiry
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-32 @REQ-TR03110-3-A.7.5.4-1 @negative @kills:M-CRD-municipality-not-checked
  Scenario: more than the whole municipality id is not confirmed
    Clause: [TR-03110-3 §A.7.5.4], [TR-03110-3 §B.14.10]
    The terminal commits to the id and one octet more, which the card does not hold.
    Usual causes: as many octets are compared as the card holds.

    Given the terminal has learned the municipality id
    And the terminal is going to verify a longer municipality id
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17g
    And the terminal has selected the eID application
    When the terminal asks about the municipality
    Then the card answers a checking error or 6300 within secure messaging

  @CRD-DE-AUX-33 @REQ-TR03127-3.4.3-1 @card:birth-year-only @kills:M-CRD-age-inverted
  Scenario: a holder of unknown birthday is old enough when the year is over
    Clause: [TR-03127 §3.4.3], [TR-03110-3 §A.7.5.2]
    Only the year of birth is known. The terminal commits to its last day.
    Usual causes: a date with blanks is no date for the card.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the last day of the year of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 9000 within secure messaging

  @CRD-DE-AUX-34 @REQ-TR03127-3.4.3-2 @negative @card:birth-year-only @kills:M-CRD-age-unknown-parts-earliest
  Scenario: a holder of unknown birthday is not taken for older than is certain
    Clause: [TR-03127 §3.4.3], [TR-03110-3 §A.7.5.2]
    Only the year of birth is known. On its first day most holders of that year were not born yet.
    Usual causes: blanks are filled with the first of January.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the first day of the year of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6300 within secure messaging

  @CRD-DE-AUX-35 @REQ-TR03110-3-B.14.10-1 @negative @kills:M-CRD-unknown-instruction-answers-9000
  Scenario: VERIFY in the class of ISO 7816-4 confirms nothing
    Clause: [TR-03110-3 §B.14.10]
    The verification of auxiliary data has the proprietary class; the same instruction in the class of
    ISO 7816-4 is the comparison of a password.
    Usual causes: the class is cut off before the command is looked up.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth in the class of ISO 7816-4
    Then the card answers a checking error within secure messaging

  @CRD-DE-AUX-36 @REQ-TR03110-3-A.7.5-1 @negative @kills:M-CRD-auxiliary-data-not-needed
  Scenario: auxiliary data end with their session
    Clause: [TR-03110-3 §A.7.5], [TR-03110-3 §F.2]
    In the first session the age is confirmed. The terminal of the second one committed to nothing.
    Usual causes: the data lie where the next session finds them.

    Given the terminal has learned the date of birth
    And the terminal is going to verify the day of birth
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    And the terminal resets the card
    And the terminal is not going to verify anything any more
    And the terminal has run the general authentication procedure with the PIN as an authentication terminal with AT_CERT_17f
    And the terminal has selected the eID application
    When the terminal asks about the date of birth
    Then the card answers 6A88 within secure messaging
