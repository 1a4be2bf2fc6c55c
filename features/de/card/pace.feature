@country:de @must @layer:pace @profile:PACE
Feature: PACE opens a channel
  Unit EAC2_ISO7816_H of the test plan, cases 1 to 6: the password authenticated connection
  establishment by every password and every kind of terminal.

  Background:
    Given a freshly activated card

  @kills:M-CRD-response-mac-wrong @kills:M-CRD-car-without-chat
  Scenario Outline: the <secret> opens a channel for an unauthenticated terminal
    Clause: [TR-03110-2 §3.2.1]
    Card and terminal prove to each other that they know the <secret>, and share session keys
    afterwards. Nobody said which kind of terminal this is, so no trust point is named.
    Usual causes: the nonce is encrypted with the key of another password; mapping or token take
    the wrong public key; the counter of the new session does not begin at zero.

    When the terminal sets PACE with the <secret>
    Then the card answers 9000
    When the terminal asks for the nonce
    Then the card answers 9000
    And the answer is an encrypted nonce
    When the terminal maps the nonce
    Then the card answers 9000
    And the answer is the card's mapping key
    When the terminal agrees on a key
    Then the card answers 9000
    And the answer is the card's agreement key
    When the terminal exchanges the authentication tokens
    Then the card answers 9000
    And the answer is a valid authentication token
    And the answer names no trust point
    When the terminal reads EF.CardAccess
    Then the card answers 9000 within secure messaging

    Examples:
      | id             | requirement      | secret | needs |
      | CRD-DE-PACE-01 | EAC2_ISO7816_H_1 | CAN    | can   |
      | CRD-DE-PACE-02 | EAC2_ISO7816_H_2 | PIN    | pin   |
      | CRD-DE-PACE-03 | EAC2_ISO7816_H_3 | PUK    | puk   |

  @kills:M-CRD-car-missing @kills:M-CRD-car-of-other-terminal-type
  Scenario Outline: the <secret> opens a channel for <kind>
    Clause: [TR-03110-3 §B.14.2]
    The terminal says with a certificate holder authorization template that it is <kind>. The card
    names the trust point from which that terminal's certificates must descend.
    Usual causes: the reference of the trust point is left out, or is the one of another kind of
    terminal.

    When the terminal sets PACE with the <secret> as <kind>
    Then the card answers 9000
    When the terminal asks for the nonce
    Then the card answers 9000
    And the answer is an encrypted nonce
    When the terminal maps the nonce
    Then the card answers 9000
    And the answer is the card's mapping key
    When the terminal agrees on a key
    Then the card answers 9000
    And the answer is the card's agreement key
    When the terminal exchanges the authentication tokens
    Then the card answers 9000
    And the answer is a valid authentication token
    And the answer names the trust point for <kind>
    When the terminal reads EF.CardAccess
    Then the card answers 9000 within secure messaging

    Examples:
      | id             | requirement       | secret | needs | kind                       | profile  |
      | CRD-DE-PACE-04 | EAC2_ISO7816_H_4a | MRZ    | mrz   | an inspection system       | TrustIS  |
      | CRD-DE-PACE-05 | EAC2_ISO7816_H_4b | CAN    | can   | an inspection system       | TrustIS  |
      | CRD-DE-PACE-06 | EAC2_ISO7816_H_4c | CAN    | can   | an authentication terminal | -        |
      | CRD-DE-PACE-07 | EAC2_ISO7816_H_4d | PIN    | pin   | an authentication terminal | -        |
      | CRD-DE-PACE-08 | EAC2_ISO7816_H_4e | CAN    | can   | a signature terminal       | TrustST  |
      | CRD-DE-PACE-09 | EAC2_ISO7816_H_4f | PIN    | pin   | a signature terminal       | TrustST  |
      | CRD-DE-PACE-10 | EAC2_ISO7816_H_4g | PUK    | puk   | a signature terminal       | TrustST  |

  @negative
  Scenario Outline: <kind> may not use the <secret>
    Clause: [TR-03110-2 §2.3.2.1]
    Each kind of terminal has its passwords; the card refuses the others before it computes
    anything.
    Usual causes: the template is stored without comparing it with the password.

    When the terminal sets PACE with the <secret> as <kind>
    Then the card answers 6A80

    Examples:
      | id             | requirement       | secret | needs | kind                       | kills                                                                                          | profile  |
      | CRD-DE-PACE-11 | EAC2_ISO7816_H_5a | PIN    | pin   | an inspection system       | M-CRD-pace-password-not-tied-to-terminal-type                                                  | TrustIS  |
      | CRD-DE-PACE-12 | EAC2_ISO7816_H_5b | PUK    | puk   | an inspection system       | M-CRD-pace-password-not-tied-to-terminal-type                                                  | TrustIS  |
      | CRD-DE-PACE-13 | EAC2_ISO7816_H_5c | MRZ    | mrz   | an authentication terminal | M-CRD-pace-password-not-tied-to-terminal-type M-CRD-mrz-accepted-for-authentication-terminal   | -        |
      | CRD-DE-PACE-14 | EAC2_ISO7816_H_5d | PUK    | puk   | an authentication terminal | M-CRD-pace-password-not-tied-to-terminal-type                                                  | -        |
      | CRD-DE-PACE-15 | EAC2_ISO7816_H_5e | MRZ    | mrz   | a signature terminal       | M-CRD-pace-password-not-tied-to-terminal-type                                                  | TrustST  |

  @negative @kills:M-CRD-pace-token-not-checked
  Scenario Outline: a wrong token with the <secret> opens nothing for <kind>
    Clause: [TR-03110-2 §3.2.1]
    The terminal runs PACE up to its last command and then sends a token that is wrong by one bit.
    The card must notice; passwords that are counted lose a try.
    Usual causes: the token is not compared, or only its length is.

    When the terminal sets PACE with the <secret> as <kind>
    Then the card answers 9000
    When the terminal asks for the nonce
    Then the card answers 9000
    And the answer is an encrypted nonce
    When the terminal maps the nonce
    Then the card answers 9000
    And the answer is the card's mapping key
    When the terminal agrees on a key
    Then the card answers 9000
    And the answer is the card's agreement key
    When the terminal sends a wrong authentication token
    Then the card answers 6300 or 63CX or a checking error

    Examples:
      | id             | requirement       | secret | needs | kind                       | profile  |
      | CRD-DE-PACE-16 | EAC2_ISO7816_H_6a | MRZ    | mrz   | an inspection system       | TrustIS  |
      | CRD-DE-PACE-17 | EAC2_ISO7816_H_6b | CAN    | can   | an inspection system       | TrustIS  |
      | CRD-DE-PACE-18 | EAC2_ISO7816_H_6c | CAN    | can   | an authentication terminal | -        |
      | CRD-DE-PACE-19 | EAC2_ISO7816_H_6d | PIN    | pin   | an authentication terminal | -        |
      | CRD-DE-PACE-20 | EAC2_ISO7816_H_6e | CAN    | can   | a signature terminal       | TrustST  |
      | CRD-DE-PACE-21 | EAC2_ISO7816_H_6f | PIN    | pin   | a signature terminal       | TrustST  |
      | CRD-DE-PACE-22 | EAC2_ISO7816_H_6g | PUK    | puk   | a signature terminal       | TrustST  |

  @CRD-DE-PACE-23 @REQ-TR03110-2-3.2.1-1 @needs:can @kills:M-CRD-pace-nonce-reused
  Scenario: each run of PACE has a nonce of its own
    Clause: [TR-03110-2 §3.2.1]
    The nonce is chosen at random for each run. A card that repeats it can be impersonated by
    whoever recorded one run.
    Usual causes: a random number generator that starts from the same seed after each reset.

    When the terminal sets PACE with the CAN
    And the terminal asks for the nonce
    Then the answer is an encrypted nonce
    When the terminal resets the card
    And the terminal sets PACE with the CAN
    And the terminal asks for the nonce
    Then the answer is an encrypted nonce
    And both nonces differ
