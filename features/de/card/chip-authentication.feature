@country:de @must @layer:ca @needs:certificates
Feature: Chip Authentication proves the card and begins a new channel
  Unit EAC2_ISO7816_I of the test plan. The inspection system with the CAN stands for all terminals.
  The key is the one that EF.CardSecurity tells, so it can be read after Terminal Authentication only.

  @needs:can
  Rule: an inspection system
    Background:
      Given the terminal has run PACE with the CAN as an inspection system

    @CRD-DE-CA-01 @EAC2_ISO7816_I_1 @kills:M-CRD-ca-token-wrong @kills:M-CRD-ca-keeps-old-keys
    Scenario: the card proves its key and changes to the new channel
      Clause: [TR-03110-2 §3.4.1], [TR-03110-2 §3.4.2]
      The terminal sends the key that it has bound in Terminal Authentication. The card answers with a
      nonce and a token that only the holder of the private key can make, still in the old channel.
      From the next command on both use the new keys, and the counter starts again.
      Usual causes: the token covers the card's key instead of the terminal's; the answer is protected
      with the new keys already; the counter goes on.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key
      Then the card answers 9000 within secure messaging
      And the answer proves the card's key
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging
      And an inspection system with the CAN and IS_CERT_1 can use each further key of EF.CardSecurity

    @CRD-DE-CA-02 @EAC2_ISO7816_I_2 @negative @kills:M-CRD-ca-keeps-old-keys
    Scenario: the old channel is closed by Chip Authentication
      Clause: [TR-03110-2 §3.4.2], [TR-03110-3 §F.5]
      The keys of PACE are worth no more than the password. A card that still took them afterwards
      would let somebody go on who has proven no certificate.
      Usual causes: the old keys are kept to answer in them; two sessions live side by side.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key
      Then the card answers 9000 within secure messaging
      And the answer proves the card's key
      When the terminal goes back to the old channel
      And the terminal reads EF.CardAccess
      Then the card answers a checking error

    @negative @kills:M-CRD-ca-invalid-point-accepted @kills:M-CRD-failed-ca-drops-session
    Scenario Outline: <form> is no key for Chip Authentication
      Clause: [TR-03110-3 §A.2.2.1], [TR-03110-2 §3.4.2]
      A card that calculates with whatever it is sent leaks its private key piece by piece. The
      terminal binds the point in Terminal Authentication, so that the comparison with the bound key
      does not hide a missing examination. The old channel goes on.
      Usual causes: the point is not put into the equation of the curve; only the length is looked at;
      an error of the calculation resets the session.

      Given the terminal has run Terminal Authentication with IS_CERT_1 for <form>
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key
      Then the card answers a checking error or 6300 within secure messaging
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

      Examples:
        | id           | requirement       | form                     |
        | CRD-DE-CA-03 | EAC2_ISO7816_I_3  | a key of another size    |
        | CRD-DE-CA-09 | EAC2_ISO7816_I_9  | the point zero           |
        | CRD-DE-CA-16 | EAC2_ISO7816_I_16 | a point beside the curve |

    @CRD-DE-CA-04 @EAC2_ISO7816_I_4 @negative @kills:M-CRD-plain-command-keeps-session
    Scenario: Chip Authentication does not run in plain
      Clause: [TR-03110-3 §B.2], [TR-03110-3 §F.1]
      A command in plain ends the session, and with it everything that the terminal has proven. A card
      may answer MSE:Set AT, but it cannot know a terminal any more to which it would prove itself.
      Usual causes: the state of Terminal Authentication is kept apart from the session.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication in plain
      Then the card answers 9000 or a checking error in plain
      When the terminal sends its ephemeral key in plain
      Then the card answers a checking error in plain
      When the terminal reads EF.CardAccess
      Then the card answers a checking error in plain

    @CRD-DE-CA-05 @EAC2_ISO7816_I_5 @negative @kills:M-CRD-class-ignored
    Scenario: Chip Authentication does not run in a wrong class
      Clause: [TR-03110-3 §F.3], [TR-03110-3 §B.14]
      The proprietary class belongs to auxiliary data. In it the two commands mean nothing. Whether the
      card ends the session is its own affair.
      Usual causes: the highest bit of the class is masked out.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication in a wrong class
      Then the card answers a checking error
      When the terminal sends its ephemeral key in a wrong class
      Then the card answers a checking error

    @CRD-DE-CA-06 @EAC2_ISO7816_I_6 @negative @kills:M-CRD-ca-key-tag-not-checked @kills:M-CRD-refusal-drops-session
    Scenario: the ephemeral key must be in its object
      Clause: [TR-03110-3 §B.2], [TR-03110-2 §3.4.2]
      The data have no object with the tag of the ephemeral key, so the protocol fails and the channel
      goes on as it was.
      Usual causes: the first object is taken whatever it is called.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key in the wrong object
      Then the card answers a checking error or 6300 within secure messaging
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

    @CRD-DE-CA-07 @EAC2_ISO7816_I_7 @negative @kills:M-CRD-unexpected-le-accepted
    Scenario: MSE:Set AT expects no data
      Clause: [TR-03110-3 §B.14.1], [ISO 7816-4 §5.1]
      The command has no answer, and one that expects some is another command. The lengths are inside
      the protection, so the session is not concerned.
      Usual causes: the protected expected length is read only where it is needed.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication and says that it expects data
      Then the card answers a checking error within secure messaging
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

    @CRD-DE-CA-08 @EAC2_ISO7816_I_8 @negative @kills:M-CRD-missing-le-accepted
    Scenario: General Authenticate expects data
      Clause: [TR-03110-3 §B.14.2], [ISO 7816-4 §5.1]
      Without an expected length there is no room for nonce and token. The card must neither answer
      with them nor change to keys that the terminal cannot know.
      Usual causes: a missing length is taken for the longest one.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key and does not say that it expects data
      Then the card answers a checking error
      And the channel is as the answer came

    Scenario Outline: Chip Authentication works with <form>
      Clause: [TR-03110-3 §D.2.1.2], [TR-03110-3 §A.2.2]
      Coordinates have as many bytes as the prime, zeros in front included, and no sign. Keys of this
      form are rare enough to be overlooked in the laboratory and frequent enough to fail at a counter.
      Usual causes: big integers are turned into bytes without padding, or with a byte for the sign.

      Given the terminal has run Terminal Authentication with IS_CERT_1 for <form>
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key
      Then the card answers 9000 within secure messaging
      And the answer proves the card's key
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

      Examples:
        | id           | requirement       | form                               | kills                          |
        | CRD-DE-CA-10 | EAC2_ISO7816_I_10 | a key with a leading zero byte in x | M-CRD-ca-leading-zeros-dropped |
        | CRD-DE-CA-11 | EAC2_ISO7816_I_11 | a key with a leading one bit in x   | M-CRD-ca-high-bit-extended     |
        | CRD-DE-CA-12 | EAC2_ISO7816_I_12 | a key with a leading zero byte in y | M-CRD-ca-leading-zeros-dropped |
        | CRD-DE-CA-13 | EAC2_ISO7816_I_13 | a key with a leading one bit in y   | M-CRD-ca-high-bit-extended     |

    @CRD-DE-CA-14 @EAC2_ISO7816_I_14 @negative @kills:M-CRD-ca-key-reference-ignored @kills:M-CRD-failed-ca-drops-session
    Scenario: a private key that does not exist cannot be chosen
      Clause: [TR-03110-3 §B.14.1], [TR-03110-3 §A.1.1.2]
      A card that names its private keys must use the one that the terminal has named, or none. Not
      applicable to cards that name none.
      Usual causes: with one key only, the reference is not looked at.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication with a key that the card has not
      Then the card answers a checking error or 6300 within secure messaging
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

    @CRD-DE-CA-17 @EAC2_ISO7816_I_17 @kills:M-CRD-ca-key-reference-ignored @kills:M-CRD-ca-keeps-old-keys
    Scenario: the card proves its own key to a privileged terminal
      Clause: [TR-03110-2 §2.1.4], [TR-03110-3 §A.1.1.9]
      Most terminals see a key that a generation of cards shares, so that it betrays nobody. Privileged
      terminals see the one that this card alone has, in EF.ChipSecurity.
      Usual causes: the shared key is used whatever the terminal names.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the key for privileged terminals from EF.ChipSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends its ephemeral key
      Then the card answers 9000 within secure messaging
      And the answer proves the card's key
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

    @CRD-DE-CA-21 @REQ-TR03110-2-3.4.1-3 @negative @kills:M-CRD-ca-key-not-bound @kills:M-CRD-failed-ca-drops-session
    Scenario: another key than the bound one is refused
      Clause: [TR-03110-2 §3.4.1], [TR-03110-2 §3.3.2]
      The terminal has signed for one ephemeral key and brings another. If the card took it, rights
      could be passed on to whoever holds the other key.
      Usual causes: the comparison is left out, or made with an empty key.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      Then the card answers 9000 within secure messaging
      When the terminal sends another ephemeral key than it has bound
      Then the card answers a checking error or 6300 within secure messaging
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

    @CRD-DE-CA-22 @REQ-TR03110-2-3.4.1-5 @kills:M-CRD-ca-nonce-reused
    Scenario: each Chip Authentication has a nonce of its own
      Clause: [TR-03110-2 §3.4.1]
      The card's key never changes, and this terminal's does not either. Only the nonce keeps the
      session keys of two sessions apart.
      Usual causes: a random number generator that starts from the same seed after each reset.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal knows the card's key from EF.CardSecurity
      When the terminal sets Chip Authentication
      And the terminal sends its ephemeral key
      Then the card answers 9000 within secure messaging
      And the answer's nonce is a new one
      When the terminal resets the card
      And the terminal runs PACE with the CAN as an inspection system
      And the terminal runs Terminal Authentication with IS_CERT_1
      And the terminal sets Chip Authentication
      And the terminal sends its ephemeral key
      Then the card answers 9000 within secure messaging
      And the answer's nonce is a new one

    @negative
    Scenario Outline: rights end with the session that <end>
      Clause: [TR-03110-3 §F.1], [TR-03110-3 §F.6], [TR-03110-2 §2.3.4]
      Rights are bound to the keys of Chip Authentication. When the session is over, the next command in
      plain comes from nobody: a file that only authenticated terminals may read is closed again.
      Usual causes: keys and rights are cleared at different places, and one of them is forgotten.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      And the terminal has run Chip Authentication
      When <event>
      And the terminal reads EF.CardSecurity in plain
      Then the card answers a checking error in plain

      Examples:
        | id           | requirement             | end                        | event                                               | kills                                     |
        | CRD-DE-CA-23 | REQ-TR03110-3-F.1-1     | a command in plain ends    | the terminal reads EF.CardAccess in plain           | M-CRD-rights-survive-plain-command        |
        | CRD-DE-CA-24 | REQ-TR03110-3-F.6-21    | a wrong checksum ends      | the terminal reads EF.CardAccess with a wrong checksum | M-CRD-rights-survive-secure-messaging-error |
        | CRD-DE-CA-25 | REQ-TR03110-2-2.3.4-1   | a reset ends               | the terminal resets the card                        | M-CRD-rights-survive-reset                |

  @needs:pin
  Rule: an authentication terminal
    @CRD-DE-CA-26 @REQ-TR03110-2-2.1.4-1 @profile:PrivTerInfo @negative @kills:M-CRD-ca-privileged-key-for-all
    Scenario: the card's own key is for privileged terminals only
      Clause: [TR-03110-2 §2.1.4], [TR-03110-3 §A.1.2]
      A terminal that sees the key that this card alone has can recognise the holder. EF.CardAccess
      tells its number to everybody, but the card uses it for privileged terminals only.
      Usual causes: the key is found by its number and used.

      Given the terminal has run PACE with the PIN as an authentication terminal
      And the terminal has run Terminal Authentication with AT_CERT_17d
      When the terminal sets Chip Authentication with the key for privileged terminals
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal sends its ephemeral key
      Then the card answers a checking error or 6300 within secure messaging
