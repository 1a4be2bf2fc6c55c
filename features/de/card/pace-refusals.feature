@country:de @must @layer:pace @profile:PACE
Feature: PACE takes no password and no key that does not exist
  Unit EAC2_ISO7816_H of the test plan from H_23 on, and what it does not say of mapping and chaining.

  Background:
    Given a freshly activated card

  @CRD-DE-PACE-30 @EAC2_ISO7816_H_23 @negative @kills:M-CRD-unknown-password-answers-6a80
  Scenario: a password that does not exist is not found
    Clause: [TR-03110-3 §B.14.1]
    Four numbers stand for passwords. Another one names data that the card has not, and that has a
    status word of its own.
    Usual causes: every wrong parameter is answered alike.

    When the terminal sets PACE with a password that does not exist
    Then the card answers 6A88

  @negative @needs:can @kills:M-CRD-pace-agree-invalid-point-accepted
  Scenario Outline: <form> is no key to agree with
    Clause: [TR-03110-3 §A.2.2.1], [TR-03110-2 §3.2.1]
    Both keys of the agreement must be points of the curve. A card that calculates with others
    betrays something about the mapped nonce, and with it about the password.
    Usual causes: the point is not put into the equation of the curve; only the length is looked at.

    When the terminal sets PACE with the CAN
    Then the card answers 9000
    When the terminal asks for the nonce
    Then the card answers 9000
    And the answer is an encrypted nonce
    When the terminal maps the nonce
    Then the card answers 9000
    And the answer is the card's mapping key
    When the terminal agrees on a key with <form>
    Then the card answers a checking error or 6300

    Examples:
      | id             | requirement       | form                     |
      | CRD-DE-PACE-31 | EAC2_ISO7816_H_33 | a key of another size    |
      | CRD-DE-PACE-32 | EAC2_ISO7816_H_34 | the point zero           |
      | CRD-DE-PACE-33 | EAC2_ISO7816_H_36 | a point beside the curve |

  @negative @needs:can @kills:M-CRD-pace-map-invalid-point-accepted
  Scenario Outline: <form> is no key to map the nonce with
    Clause: [TR-03110-3 §A.2.2.1], [TR-03110-3 §A.3.5.1]
    The mapping is a key agreement like the other, and its keys are examined like the others.
    Usual causes: keys are examined where session keys come out, and not before.

    When the terminal sets PACE with the CAN
    Then the card answers 9000
    When the terminal asks for the nonce
    Then the card answers 9000
    And the answer is an encrypted nonce
    When the terminal maps the nonce with <form>
    Then the card answers a checking error or 6300

    Examples:
      | id             | requirement             | form                     |
      | CRD-DE-PACE-34 | REQ-TR03110-3-A.2.2.1-1 | a key of another size    |
      | CRD-DE-PACE-35 | REQ-TR03110-3-A.2.2.1-2 | the point zero           |
      | CRD-DE-PACE-36 | REQ-TR03110-3-A.2.2.1-3 | a point beside the curve |

  @CRD-DE-PACE-37 @REQ-TR03110-3-B.13.3-1 @negative @needs:can @kills:M-CRD-chaining-bit-ignored
  Scenario: after the last command of PACE none can follow
    Clause: [TR-03110-3 §B.13.3]
    The tokens end the chain. A command that announces one more is answered with the status word that
    says so, and no channel begins.
    Usual causes: the chaining bit is masked out.

    When the terminal sets PACE with the CAN
    Then the card answers 9000
    When the terminal asks for the nonce
    Then the answer is an encrypted nonce
    When the terminal maps the nonce
    Then the answer is the card's mapping key
    When the terminal agrees on a key
    Then the answer is the card's agreement key
    When the terminal exchanges the authentication tokens and announces one more command
    Then the card answers 6883

  @CRD-DE-PACE-38 @REQ-TR03110-2-3.2.2-2 @negative @needs:can @kills:M-CRD-second-pace-accepted
  Scenario: PACE runs once in a session
    Clause: [TR-03110-2 §3.2.2]
    Within the channel that PACE has opened there is no second run, unless a suspended PIN is to be
    resumed. A card may refuse it at any of the five commands.
    Usual causes: PACE is a command like any other once there is a channel.

    Given the terminal has run PACE with the CAN
    When the terminal tries PACE with the CAN
    Then the card answers a checking error or 6300

  @CRD-DE-PACE-39 @REQ-TR03110-2-3.2.2-3 @negative @needs:can @needs:certificates @kills:M-CRD-pace-after-ca-accepted
  Scenario: PACE does not run after Chip Authentication
    Clause: [TR-03110-2 §3.2.2]
    The session goes on with other keys and is the same one. A second PACE would join the rights of one
    terminal with the password of another.
    Usual causes: the rule is tied to the keys of PACE.

    Given the terminal has run the general authentication procedure with the CAN as an inspection system with IS_CERT_1
    When the terminal tries PACE with the CAN
    Then the card answers a checking error or 6300
