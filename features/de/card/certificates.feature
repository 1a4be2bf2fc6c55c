@country:de @must @layer:cert @needs:can @needs:certificates
Feature: only certificates that are in order extend the card's trust
  Unit EAC2_ISO7816_J of the test plan: certificates that leave nothing behind on the card, so that
  every check can be repeated. Inspection systems with the CAN stand for all terminals.

  Background:
    Given the terminal has run PACE with the CAN as an inspection system

  @CRD-DE-CVC-01 @EAC2_ISO7816_J_1 @kills:M-CRD-certificate-not-imported
  Scenario: a chain in order is accepted
    Clause: [TR-03110-3 §2.5.1], [TR-03110-3 §B.14.5]
    The trust point certifies a document verifier, and that one certifies the terminal. The card
    imports the key of each and lets the next command select it.
    Usual causes: the imported key is dropped too early; the reference is compared with its padding.

    When the terminal names the trust point of DV_CERT_1 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_1
    Then the card answers 9000 within secure messaging
    When the terminal names DV_CERT_1 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents IS_CERT_1
    Then the card answers 9000 within secure messaging

  @CRD-DE-CVC-02 @EAC2_ISO7816_J_2 @negative @kills:M-CRD-issuer-need-not-be-selected
  Scenario: below an unknown issuer nothing is verified
    Clause: [TR-03110-3 §B.14.4], [TR-03110-3 §C.1.2]
    The terminal names a trust point that the card has not. Some cards say so at once, some only when
    the key is needed; the certificate must not be accepted in any case.
    Usual causes: the last key stays selected; the issuer is looked up by what the certificate says.

    When the terminal names an unknown issuer instead of that of DV_CERT_1
    Then the card answers 9000 or a checking error within secure messaging
    When the terminal presents DV_CERT_1
    Then the card answers a checking error or 6300 within secure messaging
    When the terminal names DV_CERT_1 as issuer
    Then the card answers 9000 or a checking error within secure messaging
    When the terminal presents IS_CERT_1
    Then the card answers a checking error or 6300 within secure messaging

  @negative
  Scenario Outline: a DV certificate is refused when <flaw>
    Clause: [TR-03110-3 §2.5.1], [TR-03110-3 §C.1], [TR-03110-3 §D.2]
    A certificate with a flaw is refused, whoever signed it, and its key is not imported: what it
    would have certified is refused as well.
    Usual causes: optional and mandatory objects are mixed up; the key is imported before all rules
    have been applied.

    When the terminal names the trust point of <verifier> as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents <presented>
    Then the card answers a checking error or 6300 within secure messaging
    When the terminal names <verifier> as issuer
    Then the card answers 9000 or a checking error within secure messaging
    When the terminal presents <terminal>
    Then the card answers a checking error or 6300 within secure messaging

    Examples:
      | id            | requirement       | kills                                     | flaw                                             | presented                                    | verifier    | terminal    |
      | CRD-DE-CVC-03 | EAC2_ISO7816_J_3  | M-CRD-certificate-signature-not-checked   | its signature is wrong                           | DV_CERT_1 with a wrong signature             | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-04 | EAC2_ISO7816_J_4  | M-CRD-malformed-certificate-answers-9000  | it has no signature                              | DV_CERT_1 without its signature              | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-05 | EAC2_ISO7816_J_5  | M-CRD-malformed-certificate-answers-9000  | it has no body                                   | DV_CERT_1 without its body                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-06 | EAC2_ISO7816_J_6  | M-CRD-malformed-certificate-answers-9000  | it has no rights                                 | DV_CERT_1a                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-07 | EAC2_ISO7816_J_7  | M-CRD-certificate-invalid-date-accepted   | it has no effective date                         | DV_CERT_1b                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-08 | EAC2_ISO7816_J_8  | M-CRD-certificate-invalid-date-accepted   | it has no expiration date                        | DV_CERT_1c                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-09 | EAC2_ISO7816_J_9  | M-CRD-certificate-invalid-date-accepted   | its effective date is no digits                  | DV_CERT_1d                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-10 | EAC2_ISO7816_J_10 | M-CRD-certificate-invalid-date-accepted   | its expiration date is no digits                 | DV_CERT_1e                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-11 | EAC2_ISO7816_J_15 | M-CRD-malformed-certificate-answers-9000  | its body has another tag                         | DV_CERT_1 with another tag for its body      | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-12 | EAC2_ISO7816_J_16 | M-CRD-malformed-certificate-answers-9000  | its signature has another tag                    | DV_CERT_1 with another tag for its signature | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-13 | EAC2_ISO7816_J_17 | M-CRD-certificate-invalid-date-accepted   | its effective date is in no calendar             | DV_CERT_1f                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-14 | EAC2_ISO7816_J_18 | M-CRD-certificate-invalid-date-accepted   | its expiration date is in no calendar            | DV_CERT_1g                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-15 | EAC2_ISO7816_J_19 | M-CRD-certificate-reversed-dates-accepted | it ends before it begins                         | DV_CERT_1h                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-16 | EAC2_ISO7816_J_21 | M-CRD-malformed-certificate-answers-9000  | its rights are those of another kind of terminal | DV_CERT_1i                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-17 | EAC2_ISO7816_J_22 | M-CRD-certificate-invalid-oid-accepted    | its algorithm does not exist                     | DV_CERT_1j                                   | DV_CERT_1   | IS_CERT_1   |
      | CRD-DE-CVC-18 | EAC2_ISO7816_J_51 | M-CRD-certificate-parameters-accepted     | its key is on a shorter curve                    | DV_CERT_14b                                  | DV_CERT_14b | IS_CERT_14a |

  @CRD-DE-CVC-19 @EAC2_ISO7816_J_11 @kills:M-CRD-date-moved-by-foreign-dv
  Scenario: a terminal of a foreign document verifier does not move the date
    Clause: [TR-03110-3 §2.5], [TR-03110-3 §2.5.1]
    The card has no clock. It learns the day from certificates, but not from those that a foreign
    document verifier gives to its terminals. One of those lies in the future; an older one, which
    has expired by then, must still be accepted.
    Usual causes: every effective date moves the current date.

    When the terminal names the trust point of DV_CERT_2 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_2
    Then the card answers 9000 within secure messaging
    When the terminal names DV_CERT_2 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents IS_CERT_2a
    Then the card answers 9000 within secure messaging
    When the terminal resets the card
    And the terminal runs PACE with the CAN as an inspection system
    And the terminal names the trust point of DV_CERT_2 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_2
    Then the card answers 9000 within secure messaging
    When the terminal names DV_CERT_2 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents IS_CERT_2b
    Then the card answers 9000 within secure messaging

  @CRD-DE-CVC-20 @EAC2_ISO7816_J_12 @negative @kills:M-CRD-plain-command-keeps-session
  Scenario: a certificate command in plain ends the channel
    Clause: [TR-03110-3 §F.1]
    Whether a card carries out the command is its own affair. The channel is gone with it, so that the
    next command within the old channel is refused in plain.
    Usual causes: secure messaging is judged for each command on its own.

    When the terminal names the trust point of DV_CERT_1 as issuer in plain
    Then the card answers 9000 or a checking error in plain
    When the terminal presents DV_CERT_1
    Then the card answers a checking error in plain
    When the terminal resets the card
    And the terminal runs PACE with the CAN as an inspection system
    And the terminal names the trust point of DV_CERT_1 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_1 in plain
    Then the card answers 9000 or a checking error in plain
    When the terminal names DV_CERT_1 as issuer
    Then the card answers a checking error in plain

  @CRD-DE-CVC-21 @EAC2_ISO7816_J_13 @negative @kills:M-CRD-class-ignored
  Scenario: MSE:Set DST in a wrong class is refused
    Clause: [ISO 7816-4 §5.4.1], [TR-03110-3 §B.14.4]
    A command of class 80 is another command. The answer may come in plain or within the channel;
    when it comes within the channel, that goes on.
    Usual causes: only the bits of secure messaging are looked at.

    When the terminal names the trust point of DV_CERT_1 as issuer in a wrong class
    Then the card answers a checking error
    And the channel still works, unless the answer ended it

  @CRD-DE-CVC-22 @EAC2_ISO7816_J_14 @negative @kills:M-CRD-class-ignored
  Scenario: PSO:Verify Certificate in a wrong class is refused
    Clause: [ISO 7816-4 §5.4.1], [TR-03110-3 §B.14.5]
    As before: a command of class 80 is another command.
    Usual causes: only the bits of secure messaging are looked at.

    Given the terminal has named the trust point of DV_CERT_1 as issuer
    When the terminal presents DV_CERT_1 in a wrong class
    Then the card answers a checking error
    And the channel still works, unless the answer ended it

  @CRD-DE-CVC-23 @EAC2_ISO7816_J_20 @negative @kills:M-CRD-temporary-keys-survive-reset
  Scenario: imported keys end with the session
    Clause: [TR-03110-3 §A.7.2.2]
    The key of a document verifier is imported for one session. After a reset the terminal has to
    present the certificate again.
    Usual causes: imported keys lie in persistent memory and are not erased.

    Given the terminal has presented DV_CERT_1
    When the terminal resets the card
    And the terminal runs PACE with the CAN as an inspection system
    And the terminal names DV_CERT_1 as issuer
    Then the card answers 9000 or a checking error within secure messaging
    When the terminal presents IS_CERT_1
    Then the card answers a checking error or 6300 within secure messaging

  @CRD-DE-CVC-24 @EAC2_ISO7816_J_23 @negative @kills:M-CRD-date-moved-by-rejected-certificate @kills:M-CRD-issuer-need-not-be-selected
  Scenario: a certificate of another issuer than the one named does not move the date
    Clause: [TR-03110-3 §2.5.1], [TR-03110-3 §C.1.2]
    The certificate is in order and lies in the future, but the terminal has named an issuer that the
    card does not know. It is refused and leaves the card's date alone: a certificate that would have
    expired by then is accepted afterwards.
    Usual causes: the date moves before the signature has been verified.

    When the terminal names an unknown issuer instead of that of DV_CERT_12a
    Then the card answers 9000 or a checking error within secure messaging
    When the terminal presents DV_CERT_12a
    Then the card answers a checking error or 6300 within secure messaging
    When the terminal resets the card
    And the terminal runs PACE with the CAN as an inspection system
    And the terminal names the trust point of DV_CERT_1 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_1
    Then the card answers 9000 within secure messaging

  @CRD-DE-CVC-25 @EAC2_ISO7816_J_33 @negative @kills:M-CRD-date-moved-by-rejected-certificate @kills:M-CRD-issuer-need-not-be-selected
  Scenario: without an issuer nothing is verified, and the date does not move
    Clause: [TR-03110-3 §2.5.1], [TR-03110-3 §B.3]
    The terminal presents a certificate without naming the key that verifies it. The plan lets the
    channel go on and names the issuer next.
    Usual causes: some key is selected by default.

    When the terminal presents DV_CERT_12a
    Then the card answers a checking error or 6300 within secure messaging
    When the terminal resets the card
    And the terminal runs PACE with the CAN as an inspection system
    And the terminal names the trust point of DV_CERT_1 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_1
    Then the card answers 9000 within secure messaging

  @negative
  Scenario Outline: a DV certificate does not move the date when <flaw>
    Clause: [TR-03110-3 §2.5.1], [TR-03110-3 §C.1], [TR-03110-3 §D.3]
    The certificate lies in the future. It is refused, and so the card's date stays: a certificate
    that would have expired by then is accepted afterwards.
    Usual causes: the date moves before all rules have been applied; lengths are taken on trust.

    When the terminal names the trust point of <certificate> as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents <certificate>
    Then the card answers a checking error or 6300 within secure messaging
    When the terminal resets the card
    And the terminal runs PACE with the CAN as an inspection system
    And the terminal names the trust point of DV_CERT_1 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_1
    Then the card answers 9000 within secure messaging

    Examples:
      | id            | requirement       | kills                                                                              | flaw                                       | certificate |
      | CRD-DE-CVC-26 | EAC2_ISO7816_J_24 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its body has another tag                   | DV_CERT_12b |
      | CRD-DE-CVC-27 | EAC2_ISO7816_J_25 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its signature has another tag              | DV_CERT_12c |
      | CRD-DE-CVC-28 | EAC2_ISO7816_J_26 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its body is longer than it says            | DV_CERT_12d |
      | CRD-DE-CVC-29 | EAC2_ISO7816_J_27 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its signature is longer than it says       | DV_CERT_12e |
      | CRD-DE-CVC-30 | EAC2_ISO7816_J_28 | M-CRD-certificate-signature-not-checked M-CRD-date-moved-by-rejected-certificate   | its signature is one too great             | DV_CERT_12f |
      | CRD-DE-CVC-31 | EAC2_ISO7816_J_29 | M-CRD-certificate-signature-not-checked M-CRD-date-moved-by-rejected-certificate   | its signature lacks a byte                 | DV_CERT_12g |
      | CRD-DE-CVC-32 | EAC2_ISO7816_J_31 | M-CRD-certificate-zero-signature-accepted M-CRD-date-moved-by-rejected-certificate | the first half of its signature is zero    | DV_CERT_12p |
      | CRD-DE-CVC-33 | EAC2_ISO7816_J_32 | M-CRD-certificate-zero-signature-accepted M-CRD-date-moved-by-rejected-certificate | the second half of its signature is zero   | DV_CERT_12q |
      | CRD-DE-CVC-34 | EAC2_ISO7816_J_34 | M-CRD-certificate-invalid-oid-accepted M-CRD-date-moved-by-rejected-certificate    | its algorithm is none for terminals        | DV_CERT_12i |
      | CRD-DE-CVC-35 | EAC2_ISO7816_J_35 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its key has no algorithm                   | DV_CERT_12h |
      | CRD-DE-CVC-36 | EAC2_ISO7816_J_36 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its key has no point                       | DV_CERT_12j |
      | CRD-DE-CVC-37 | EAC2_ISO7816_J_39 | M-CRD-malformed-certificate-answers-9000 M-CRD-date-moved-by-rejected-certificate  | its key has an object that belongs nowhere | DV_CERT_12m |

  @CRD-DE-CVC-38 @EAC2_ISO7816_J_40 @negative @kills:M-CRD-role-order-not-checked
  Scenario: a trust point certifies no terminal
    Clause: [TR-03110-3 §2.7.2]
    Between trust point and terminal there is a document verifier. The signature is right, the role of
    the holder is not.
    Usual causes: only the signature is verified.

    When the terminal names the trust point of IS_CERT_10 as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents IS_CERT_10
    Then the card answers a checking error or 6300 within secure messaging

  @negative
  Scenario Outline: a <kind> document verifier does not certify <holder>
    Clause: [TR-03110-3 §2.7.2]
    A document verifier certifies terminals and nobody else, whatever it signs.
    Usual causes: only the signature is verified; domestic and foreign are the one difference known.

    When the terminal names the trust point of <verifier> as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents <verifier>
    Then the card answers 9000 within secure messaging
    When the terminal names <verifier> as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents <certificate>
    Then the card answers a checking error or 6300 within secure messaging

    Examples:
      | id            | requirement       | kills                        | kind     | verifier    | holder                       | certificate  |
      | CRD-DE-CVC-39 | EAC2_ISO7816_J_41 | M-CRD-role-order-not-checked | domestic | DV_CERT_10a | a trust point                | LINK_CERT_10 |
      | CRD-DE-CVC-40 | EAC2_ISO7816_J_42 | M-CRD-role-order-not-checked | foreign  | DV_CERT_10b | a trust point                | LINK_CERT_10 |
      | CRD-DE-CVC-41 | EAC2_ISO7816_J_43 | M-CRD-role-order-not-checked | domestic | DV_CERT_10a | a domestic document verifier | DV_CERT_10c  |
      | CRD-DE-CVC-42 | EAC2_ISO7816_J_44 | M-CRD-role-order-not-checked | domestic | DV_CERT_10a | a foreign document verifier  | DV_CERT_10d  |
      | CRD-DE-CVC-43 | EAC2_ISO7816_J_45 | M-CRD-role-order-not-checked | foreign  | DV_CERT_10b | a domestic document verifier | DV_CERT_10c  |
      | CRD-DE-CVC-44 | EAC2_ISO7816_J_46 | M-CRD-role-order-not-checked | foreign  | DV_CERT_10b | a foreign document verifier  | DV_CERT_10d  |

  @negative
  Scenario Outline: a terminal does not certify <holder>
    Clause: [TR-03110-3 §2.7.2]
    A terminal certifies nobody. Whether its key can be named as an issuer at all is left to the card.
    Usual causes: the imported key of a terminal is kept like that of a document verifier.

    When the terminal names the trust point of DV_CERT_11a as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_11a
    Then the card answers 9000 within secure messaging
    When the terminal names DV_CERT_11a as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents IS_CERT_11a
    Then the card answers 9000 within secure messaging
    When the terminal names IS_CERT_11a as issuer
    Then the card answers 9000 or a checking error within secure messaging
    When the terminal presents <certificate>
    Then the card answers a checking error or 6300 within secure messaging

    Examples:
      | id            | requirement       | kills                        | holder                       | certificate   |
      | CRD-DE-CVC-45 | EAC2_ISO7816_J_47 | M-CRD-role-order-not-checked | a foreign document verifier  | DV_CERT_11b   |
      | CRD-DE-CVC-46 | EAC2_ISO7816_J_48 | M-CRD-role-order-not-checked | a domestic document verifier | DV_CERT_11c   |
      | CRD-DE-CVC-47 | EAC2_ISO7816_J_49 | M-CRD-role-order-not-checked | another terminal             | IS_CERT_11b   |
      | CRD-DE-CVC-48 | EAC2_ISO7816_J_50 | M-CRD-role-order-not-checked | a trust point                | LINK_CERT_11a |

  @CRD-DE-CVC-49 @EAC2_ISO7816_J_52 @negative @kills:M-CRD-certificate-parameters-accepted
  Scenario: a terminal certificate is refused when its key is on a shorter curve
    Clause: [TR-03110-3 §C.1.3]
    Domain parameters are inherited from the trust point; only link certificates bring others.
    Usual causes: the curve is taken from the certificate wherever it names one.

    When the terminal names the trust point of DV_CERT_14a as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents DV_CERT_14a
    Then the card answers 9000 within secure messaging
    When the terminal names DV_CERT_14a as issuer
    Then the card answers 9000 within secure messaging
    When the terminal presents IS_CERT_14b
    Then the card answers a checking error or 6300 within secure messaging
