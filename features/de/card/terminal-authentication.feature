@country:de @layer:ta @needs:can @needs:certificates
Feature: Terminal Authentication lets nobody in but the holder of the certificate's key
  Unit EAC2_ISO7816_K of the test plan: the second half, after the certificates. The inspection
  system with the CAN stands for all terminals.

  @must
  Rule: an inspection system
    Background:
      Given the terminal has run PACE with the CAN as an inspection system

    @CRD-DE-TA-01 @EAC2_ISO7816_K_1 @kills:M-CRD-ta-identifier-left-out
    Scenario: the holder of the key is authenticated
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §B.3]
      The card imports the chain down to the terminal's certificate and sends a challenge. The
      terminal signs it together with the name that the card has in this session and the ephemeral
      key for what follows.
      Usual causes: the card's name is the whole point instead of its first coordinate; the
      signature is expected in another form.

      When the terminal names the trust point of DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents DV_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal names DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      And the answer holds 8 bytes
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers 9000 within secure messaging

    @CRD-DE-TA-02 @EAC2_ISO7816_K_2 @negative @kills:M-CRD-ta-holder-not-checked
    Scenario: a name that is in no certificate is nobody's
      Clause: [TR-03110-3 §B.14.1], [TR-03110-3 §B.14.7]
      The terminal chooses a key by a name whose last character is wrong. Some cards say so at once,
      some only when the key is used; the terminal must not be authenticated in any case.
      Usual causes: with one imported key only, the name is not looked at.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1 under another name
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-03 @EAC2_ISO7816_K_3 @negative @kills:M-CRD-plain-command-keeps-session
    Scenario: a signature in plain authenticates nobody
      Clause: [TR-03110-2 §3.3], [TR-03110-3 §F.1]
      All of the protocol runs within secure messaging. A signature that comes in plain ends the
      session, and what it would have proven is gone with it.
      Usual causes: the state of the protocol is kept apart from the session.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      And the answer holds 8 bytes
      When the terminal answers the challenge with the key of IS_CERT_1 in plain
      Then the card answers a checking error in plain

    @CRD-DE-TA-04 @EAC2_ISO7816_K_4 @negative @kills:M-CRD-ta-role-not-checked
    Scenario: a document verifier is no terminal
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §2.7.2]
      A document verifier has all rights of its terminals, but only to pass them on. Its key does not
      authenticate anybody.
      Usual causes: any imported key is taken; the role in the certificate is not looked at.

      Given the terminal has presented DV_CERT_1
      When the terminal sets Terminal Authentication with DV_CERT_1
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of DV_CERT_1
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-05 @EAC2_ISO7816_K_5 @negative @kills:M-CRD-ta-trust-point-accepted
    Scenario: a trust point is no terminal
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §2.7.2]
      The card knows the key of the trust point without any certificate. It verifies certificates with
      it and authenticates nobody.
      Usual causes: keys are looked up by name in one table, whatever they are for.

      When the terminal sets Terminal Authentication with the trust point of DV_CERT_1
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of the trust point of DV_CERT_1
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-06 @EAC2_ISO7816_K_6 @negative @kills:M-CRD-class-ignored
    Scenario: EXTERNAL AUTHENTICATE does not exist in a wrong class
      Clause: [TR-03110-3 §F.3], [TR-03110-3 §B.14]
      The proprietary class belongs to auxiliary data. A right signature in it authenticates nobody.
      Whether the card ends the session is its own affair, but it must act as it answers.
      Usual causes: the highest bit of the class is masked out.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      And the answer holds 8 bytes
      When the terminal answers the challenge with the key of IS_CERT_1 in a wrong class
      Then the card answers a checking error
      And the channel still works, unless the answer ended it

    @CRD-DE-TA-07 @EAC2_ISO7816_K_7 @negative @kills:M-CRD-ta-first-challenge-counts
    Scenario: of two challenges the first is void
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §B.14.6]
      A new challenge replaces the one before. If old ones stayed good, somebody could collect
      challenges and have them signed elsewhere at leisure.
      Usual causes: the challenge is stored only while there is none.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      And the answer holds 8 bytes
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the first challenge with the key of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-08 @EAC2_ISO7816_K_8 @negative @kills:M-CRD-short-challenge-given
    Scenario: a challenge has eight bytes
      Clause: [TR-03110-3 §B.14.6]
      A terminal must not be able to bargain the challenge down until it can be guessed. The card
      refuses a shorter one, or gives it and takes no signature over it.
      Usual causes: GET CHALLENGE serves other protocols too and takes any length.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal asks for a challenge of 7 bytes
      Then the card answers 9000 or a checking error within secure messaging
      And a challenge so short does not authenticate the terminal with IS_CERT_1

    @CRD-DE-TA-09 @EAC2_ISO7816_K_9 @negative @kills:M-CRD-ta-challenge-not-needed @kills:M-CRD-ca-without-ta
    Scenario: without a challenge nobody is authenticated
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §B.3]
      A signature over no challenge proves nothing about this moment. The terminal is not
      authenticated, and so Chip Authentication does not run either.
      Usual causes: a missing challenge is an empty one.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal signs without a challenge with the key of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging
      And the card refuses Chip Authentication within secure messaging

    @CRD-DE-TA-10 @EAC2_ISO7816_K_10 @negative @kills:M-CRD-ta-template-not-needed @kills:M-CRD-ca-without-ta
    Scenario: without a chosen key nobody is authenticated
      Clause: [TR-03110-3 §B.3], [TR-03110-3 §B.14.7]
      MSE:Set AT names the key and brings the ephemeral key. A card that was told neither must not
      take the key imported last and an ephemeral key of nothing.
      Usual causes: the last imported key stays selected after its certificate was verified.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1 and no ephemeral key
      Then the card answers a checking error or 6300 within secure messaging
      And the card refuses Chip Authentication within secure messaging

    @CRD-DE-TA-11 @EAC2_ISO7816_K_11 @negative @kills:M-CRD-ta-reference-tag-not-checked @kills:M-CRD-ca-without-ta
    Scenario: the terminal's key is a public key
      Clause: [TR-03110-3 §B.3], [TR-03110-3 §B.14.1]
      The name comes in the object for private keys, and the one that is required is missing. Nothing
      is chosen, so nothing that follows can succeed.
      Usual causes: both objects are read into one variable.

      Given the terminal has presented the chain of IS_CERT_1
      When the terminal sets Terminal Authentication with IS_CERT_1 as if its key were private
      Then the card answers a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging
      And the card refuses Chip Authentication within secure messaging

    @CRD-DE-TA-12 @EAC2_ISO7816_K_12 @negative @kills:M-CRD-ca-without-ta
    Scenario: a reset makes the card forget the terminal
      Clause: [TR-03110-2 §2.3.4], [TR-03110-2 §3.4.1]
      What a terminal has proven lives as long as its session. After a reset PACE alone is not enough
      for Chip Authentication.
      Usual causes: the authenticated terminal is kept in memory that a reset does not clear.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      When the terminal resets the card
      And the terminal runs PACE with the CAN as an inspection system
      Then the card refuses Chip Authentication within secure messaging

    @CRD-DE-TA-13 @EAC2_ISO7816_K_13 @negative @kills:M-CRD-ta-repeatable
    Scenario: a terminal is authenticated once in a session
      Clause: [TR-03110-2 §3.3.2]
      The same certificates, the same key, a second time: the card may go along for a while, but the
      second signature must not be taken.
      Usual causes: the state after a success is the state before.

      Given the terminal has run Terminal Authentication with IS_CERT_1
      When the terminal names the trust point of DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents DV_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal names DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-14 @EAC2_ISO7816_K_14 @negative @kills:M-CRD-ca-key-not-bound
    Scenario: a second terminal replaces the first or is refused
      Clause: [TR-03110-2 §3.3.2], [TR-03110-2 §3.4.1]
      Another terminal in the same session may be refused. A card that takes it must forget the key of
      the first: Chip Authentication runs with the ephemeral key of the terminal accepted last, and
      with no other.
      Usual causes: keys are collected; the second run overwrites the ephemeral key before it has
      succeeded.

      Given the terminal has run Terminal Authentication with IS_CERT_3a
      And the terminal has made another ephemeral key since
      When the terminal names the trust point of DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents DV_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal names DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers 9000 or a checking error or 6300 within secure messaging
      And only the terminal accepted last can run Chip Authentication

    @CRD-DE-TA-16 @EAC2_ISO7816_K_16 @kills:M-CRD-ta-early-challenge-forgotten
    Scenario: the challenge may come before the certificates
      Clause: [TR-03110-3 §B.3]
      A terminal far away saves a round trip by asking for the challenge first. The card keeps it
      until it is used.
      Usual causes: MSE:Set AT or a certificate clears the challenge.

      When the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      And the answer holds 8 bytes
      When the terminal names the trust point of DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents DV_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal names DV_CERT_1 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal sets Terminal Authentication with IS_CERT_1
      Then the card answers 9000 within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers 9000 within secure messaging

    @CRD-DE-TA-21 @REQ-TR03110-2-3.3.1-4 @kills:M-CRD-ta-challenge-repeated
    Scenario: each session has a challenge of its own
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §B.14.6]
      A challenge that comes back can be answered by whoever recorded the first session.
      Usual causes: a random number generator that starts from the same seed after each reset.

      When the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      When the terminal resets the card
      And the terminal runs PACE with the CAN as an inspection system
      And the terminal asks for a challenge
      Then the card answers 9000 within secure messaging
      And both challenges differ

    @CRD-DE-TA-22 @REQ-TR03110-2-3.3.2-1 @negative @kills:M-CRD-failed-ta-drops-session @kills:M-CRD-ta-signature-not-checked
    Scenario: a wrong signature leaves the channel as it was
      Clause: [TR-03110-2 §3.3.2], [TR-03110-3 §B.14.7]
      The terminal is not authenticated, but the password still is proven: secure messaging goes on.
      Usual causes: every failed authentication resets the session.

      Given the terminal has prepared Terminal Authentication with IS_CERT_1
      When the terminal answers the challenge with a wrong signature of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging
      When the terminal reads EF.CardAccess
      Then the card answers 9000 within secure messaging

    @CRD-DE-TA-23 @REQ-TR03110-2-3.3.1-5 @negative @kills:M-CRD-ta-auxiliary-data-not-bound
    Scenario: auxiliary data must be signed
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §A.7.5]
      Auxiliary data decide what the card compares. A signature that leaves them out would let
      anybody on the way put other dates in.
      Usual causes: the data are stored when they come and never fed into the hash.

      Given the terminal is going to ask for a birth before the year 1900
      And the terminal has prepared Terminal Authentication with IS_CERT_1
      When the terminal answers the challenge with the key of IS_CERT_1 and no auxiliary data
      Then the card answers a checking error or 6300 within secure messaging

  @must
  Rule: other terminals
    @CRD-DE-TA-15 @EAC2_ISO7816_K_15 @needs:pin @negative @kills:M-CRD-ta-repeatable
    Scenario: auxiliary data cannot be exchanged in a session
      Clause: [TR-03110-2 §3.3.2], [TR-03110-3 §A.7.5]
      A terminal asked for an age that the holder does not have, and tries it again with one that
      fits. One question in a session must be all, or the date of birth could be found by trial.
      Usual causes: the state after a success is the state before; auxiliary data are taken over with
      MSE:Set AT already.

      Given the terminal has run PACE with the PIN as an authentication terminal
      And the terminal is going to ask for a birth before the year 1900
      And the terminal has run Terminal Authentication with AT_CERT_17f
      When the terminal is going to ask for a birth before the year 2100 instead
      And the terminal names the trust point of DV_CERT_17 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents DV_CERT_17
      Then the card answers 9000 within secure messaging
      When the terminal names DV_CERT_17 as issuer
      Then the card answers 9000 within secure messaging
      When the terminal presents AT_CERT_17f
      Then the card answers 9000 within secure messaging
      When the terminal sets Terminal Authentication with AT_CERT_17f
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of AT_CERT_17f
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-24 @REQ-TR03110-2-2.3.2.1-1 @needs:pin @negative @kills:M-CRD-terminal-authentication-without-chat
    Scenario: who did not say what it is in PACE is not authenticated
      Clause: [TR-03110-2 §2.3.2.1], [TR-03110-3 §B.14.1]
      A terminal that ran PACE without naming its kind and its rights has asked the holder for
      nothing. Whatever its certificates say, it gets nothing.
      Usual causes: a missing template counts as one with all bits set.

      Given the terminal has run PACE with the PIN
      When the terminal presents the chain of AT_CERT_17d as far as the card goes along
      And the terminal sets Terminal Authentication with AT_CERT_17d
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of AT_CERT_17d
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-25 @REQ-TR03110-3-2.7.1-1 @negative @kills:M-CRD-terminal-type-not-checked
    Scenario: a terminal is what it said in PACE
      Clause: [TR-03110-3 §2.7.1], [TR-03110-3 §B.14.7]
      PACE was run as an inspection system, and the certificates are those of an authentication
      terminal. The passwords that open the card depend on the kind of terminal, so the card must not
      take one for the other.
      Usual causes: the kind is compared from certificate to certificate, but not with PACE.

      Given the terminal has run PACE with the CAN as an inspection system
      When the terminal presents the chain of AT_CERT_17a as far as the card goes along
      And the terminal sets Terminal Authentication with AT_CERT_17a
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal asks for a challenge
      Then the card answers 9000 or a checking error within secure messaging
      When the terminal answers the challenge with the key of AT_CERT_17a
      Then the card answers a checking error or 6300 within secure messaging

    @CRD-DE-TA-26 @REQ-TR03110-2-2.3.2.1-2 @profile:DG1 @negative @kills:M-CRD-can-accepted-without-can-allowed
    Scenario: the CAN is not enough for an authentication terminal without that right
      Clause: [TR-03110-2 §2.3.2.1]
      The terminal claims the right to use the CAN in PACE, but its certificate does not give it. It
      may notice at any point, but it must not come to read: the CAN is printed on the card, and only
      the PIN shows that the holder agrees.
      Usual causes: the right is looked for in what PACE asked for and never again.

      Given the terminal has run PACE with the CAN as an authentication terminal
      When the terminal presents the chain of AT_CERT_20a as far as the card goes along
      And the terminal sets Terminal Authentication with AT_CERT_20a
      And the terminal asks for a challenge
      And the terminal answers the challenge with the key of AT_CERT_20a
      And the terminal goes on to Chip Authentication if it was authenticated
      And the terminal selects the eID application
      And the terminal reads data group 1
      Then the card answers a checking error within secure messaging

  @should
  Rule: what is good practice
    @CRD-DE-TA-31 @REQ-TR03110-3-B.3-1 @negative @kills:M-CRD-ta-challenge-reusable
    Scenario: a challenge is answered once
      Clause: [TR-03110-2 §3.3.1], [TR-03110-3 §B.3]
      The card keeps a challenge until it is used. A wrong signature uses it, so that the terminal has
      to begin with a new one.
      Usual causes: challenge and chosen key are cleared after a success only.

      Given the terminal has run PACE with the CAN as an inspection system
      And the terminal has prepared Terminal Authentication with IS_CERT_1
      When the terminal answers the challenge with a wrong signature of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging
      When the terminal answers the challenge with the key of IS_CERT_1
      Then the card answers a checking error or 6300 within secure messaging
