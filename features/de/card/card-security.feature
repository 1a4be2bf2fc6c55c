@country:de @layer:files @profile:PACE @profile:TA2 @needs:can @needs:certificates
Feature: EF.CardSecurity tells the same, signed
  Unit EAC2_DATA_B of the test plan: the coding and the signature of the file that opens after Terminal Authentication.

  Background:
    Given a freshly activated card
    And the terminal has read all of EF.CardAccess
    And the terminal has run PACE with the CAN as an inspection system
    And the terminal has run Terminal Authentication with IS_CERT_1
    And the terminal has read all of EF.CardSecurity

  @CRD-DE-CSF-01 @EAC2_DATA_B_1 @must
  @kills:M-CRD-cardsecurity-signature-wrong @kills:M-CRD-cardsecurity-unsorted
  @kills:M-CRD-cardsecurity-without-terminal-authentication
  Scenario: the file is signed by a document signer and holds the infos of all protocols
    Clause: [TR-03110-3 §A.1.2.5]
    Passive Authentication begins here: SignedData with the certificate of the document signer, a signature that
    verifies, and inside the infos of PACE, Terminal Authentication and Chip Authentication with the public key.
    Usual causes: unsigned attributes; the digest is over something else than the content; infos out of order.

    Then the file holds SignedData as TR-03110 profiles it
    And the file holds a DER encoded set of SecurityInfos
    And the file holds a right signature of the document signer
    And the file holds a PACEInfo with standardised parameters
    And the file holds the parameters of each PACEInfo that brings its own
    And the file holds a ChipAuthenticationInfo
    And the file holds a ChipAuthenticationDomainParameterInfo
    And the file holds a ChipAuthenticationPublicKeyInfo
    And the file holds a TerminalAuthenticationInfo

  @CRD-DE-CSF-02 @EAC2_DATA_B_1 @should @kills:M-CRD-cardsecurity-without-card-info
  Scenario: the signed file says where the card is described
    Clause: [TR-03110-3 §A.1.1.7]
    Exactly one CardInfo should be there. The test plan demands it; the guideline recommends it.
    Usual causes: the info is in EF.CardAccess only.

    Then the file holds exactly one CardInfo

  @CRD-DE-CSF-03 @EAC2_DATA_B_2 @must @kills:M-CRD-cardsecurity-pace-parameter-reserved
  Scenario: each signed PACEInfo is well-formed and names parameters that it can use
    Clause: [TR-03110-3 §A.1.1.1]
    As in EF.CardAccess.
    Usual causes: a reserved identifier; parameters of a prime field for a protocol on curves.

    Then the file holds well-formed PACEInfos
    And the file holds PACEInfos with parameters that they can use

  @CRD-DE-CSF-04 @EAC2_DATA_B_3 @must @kills:M-CRD-cardsecurity-pace-parameters-unused
  Scenario: signed explicit parameters of PACE are complete, valid and used
    Clause: [TR-03110-3 §A.1.1.1]
    As in EF.CardAccess. A card with standardised parameters has nothing to show here.
    Usual causes: the curve is named and not written out; the parameterId is one of the standardised ones.

    Then the file holds well-formed PACEDomainParameterInfos
    And the file holds PACEDomainParameterInfos that a PACEInfo uses
    And the file holds PACEDomainParameterInfos with a suitable algorithm
    And the file holds PACEDomainParameterInfos with valid parameters

  @CRD-DE-CSF-05 @EAC2_DATA_B_4 @must @kills:M-CRD-cardsecurity-chip-authentication-version-4
  Scenario: each signed ChipAuthenticationInfo is well-formed and tells its key
    Clause: [TR-03110-3 §A.1.1.2]
    As in EF.CardAccess, but here there must be one.
    Usual causes: the keyId is missing beside another key.

    Then the file holds well-formed ChipAuthenticationInfos
    And the file holds ChipAuthenticationInfos that tell their key

  @CRD-DE-CSF-06 @EAC2_DATA_B_5 @must @kills:M-CRD-cardsecurity-chip-parameters-reserved
  Scenario: signed domain parameters of Chip Authentication are well-formed, used and valid
    Clause: [TR-03110-3 §A.1.1.2]
    As in EF.CardAccess, but here there must be one.
    Usual causes: the number of the parameters is a text; the keyId is another one than in the ChipAuthenticationInfo.

    Then the file holds well-formed ChipAuthenticationDomainParameterInfos
    And the file holds ChipAuthenticationDomainParameterInfos that a ChipAuthenticationInfo uses
    And the file holds ChipAuthenticationDomainParameterInfos with a suitable algorithm
    And the file holds ChipAuthenticationDomainParameterInfos with valid parameters

  @CRD-DE-CSF-07 @EAC2_DATA_B_6 @must @kills:M-CRD-cardsecurity-terminal-authentication-with-file
  Scenario: each signed TerminalAuthenticationInfo is well-formed
    Clause: [TR-03110-3 §A.1.1.3]
    As in EF.CardAccess.
    Usual causes: the identifier of one signature algorithm; efCVCA left over from version 1.

    Then the file holds well-formed TerminalAuthenticationInfos

  @CRD-DE-CSF-08 @EAC2_DATA_B_7 @must @kills:M-CRD-cardsecurity-card-info-wrong-string
  Scenario: the signed CardInfo is well-formed
    Clause: [TR-03110-3 §A.1.1.7]
    As in EF.CardAccess.
    Usual causes: another string type; implicit tags taken for explicit ones.

    Then the file holds a well-formed CardInfo

  @CRD-DE-CSF-09 @EAC2_DATA_B_8 @must @kills:M-CRD-cardsecurity-chip-key-off-curve
  Scenario: each public key for Chip Authentication is well-formed, used and valid
    Clause: [TR-03110-3 §A.1.1.2]
    The key is a point on the curve of its domain parameters, which are the same as elsewhere in the file, and a
    ChipAuthenticationInfo with the same keyId says how it is used.
    Usual causes: a compressed point; the parameters of another generation of cards.

    Then the file holds well-formed ChipAuthenticationPublicKeyInfos
    And the file holds ChipAuthenticationPublicKeyInfos that a ChipAuthenticationInfo uses
    And the file holds ChipAuthenticationPublicKeyInfos with a suitable algorithm
    And the file holds ChipAuthenticationPublicKeyInfos with valid keys

  @CRD-DE-CSF-10 @EAC2_DATA_B_9 @must @kills:M-CRD-cardsecurity-restricted-version-2
  Scenario: each RestrictedIdentificationInfo is well-formed and tells its key
    Clause: [TR-03110-3 §A.1.1.4]
    Version 1, the number of the private key, and whether only authorised terminals may use it.
    Usual causes: TRUE is written as 01; two infos name the same key.

    Then the file holds well-formed RestrictedIdentificationInfos
    And the file holds RestrictedIdentificationInfos that tell their key

  @CRD-DE-CSF-11 @EAC2_DATA_B_10 @must @kills:M-CRD-cardsecurity-restricted-parameters-twice
  Scenario: there is at most one set of parameters for Restricted Identification, and it is valid
    Clause: [TR-03110-3 §A.1.1.4]
    It tells with which parameters the card's public key for revocation was made.
    Usual causes: one for each key.

    Then the file holds one well-formed RestrictedIdentificationDomainParameterInfo
    And the file holds a RestrictedIdentificationDomainParameterInfo with a suitable algorithm
    And the file holds a RestrictedIdentificationDomainParameterInfo with valid parameters

  @CRD-DE-CSF-12 @EAC2_DATA_B_11 @must @kills:M-CRD-cardaccess-differs-from-cardsecurity
  Scenario: the signed file repeats what EF.CardAccess says
    Clause: [TR-03110-3 §A.1.2.2]
    This is how a terminal learns that nobody changed EF.CardAccess on the way: each info is there again, byte for
    byte, except the one for privileged terminals.
    Usual causes: one of the two files was made from another table.

    Then the file holds all that EF.CardAccess tells

  @CRD-DE-CSF-13 @REQ-TR03110-3-A.1.2.2-1 @must @kills:M-CRD-cardsecurity-without-chip-key
  Scenario: the signed file has the public key of each ChipAuthenticationInfo
    Clause: [TR-03110-3 §A.1.2.2]
    Without the key a terminal cannot tell the card from another one.
    Usual causes: the key of one of several generations is missing.

    Then the file holds what belongs into it and nothing else

  @CRD-DE-CSF-14 @REQ-TR03110-3-A.1.2.2-2 @should @kills:M-CRD-cardsecurity-tells-privileged-key
  Scenario: the signed file tells nothing that identifies the card
    Clause: [TR-03110-3 §A.1.2.2]
    Every terminal with a certificate reads this file. Keys of this card alone and hashes of the holder's data are for
    EF.ChipSecurity.
    Usual causes: EF.CardSecurity and EF.ChipSecurity are the same file.

    Then the file holds what belongs into it and nothing else
