@country:de @layer:files
Feature: EF.CardAccess tells how to talk to the card
  Unit EAC2_DATA_A of the test plan: the coding of the file that everybody can read. What is judged are its raw bytes.

  Background:
    Given a freshly activated card
    And the terminal has read all of EF.CardAccess

  @CRD-DE-CAF-01 @EAC2_DATA_A_1a @must
  @kills:M-CRD-cardaccess-trailing-byte @kills:M-CRD-cardaccess-unsorted
  @kills:M-CRD-cardaccess-without-terminal-authentication
  Scenario: the file is a set of SecurityInfos with PACE and Terminal Authentication
    Clause: [TR-03110-3 §A.1.2.1]
    A terminal that knows nothing of the card finds in this file what it needs for PACE and Terminal Authentication:
    a DER encoded set, at least one PACEInfo with standardised parameters, a TerminalAuthenticationInfo of version 2.
    Usual causes: bytes behind the set; infos in the order of the source code instead of the order of their encodings.

    Then the file holds a DER encoded set of SecurityInfos
    And the file holds a PACEInfo with standardised parameters
    And the file holds the parameters of each PACEInfo that brings its own
    And the file holds a TerminalAuthenticationInfo

  @CRD-DE-CAF-02 @EAC2_DATA_A_1a @should @kills:M-CRD-cardaccess-without-card-info
  Scenario: the file says where the card is described
    Clause: [TR-03110-3 §A.1.1.7]
    Exactly one CardInfo should be there. The test plan demands it; the guideline recommends it.
    Usual causes: the info was left out because nobody reads it, or there is one for each application.

    Then the file holds exactly one CardInfo

  @CRD-DE-CAF-03 @EAC2_DATA_A_1b @must @kills:M-CRD-cardaccess-without-chip-authentication
  Scenario: the file tells of Chip Authentication where EF.CardSecurity is protected
    Clause: [TR-03110-3 §A.1.2.1]
    A terminal chooses its ephemeral key for Chip Authentication before it may read EF.CardSecurity, so the domain
    parameters must be here.
    Usual causes: the infos are in EF.CardSecurity only.

    Then the file holds a DER encoded set of SecurityInfos
    And the file holds a ChipAuthenticationInfo
    And the file holds a ChipAuthenticationDomainParameterInfo

  @CRD-DE-CAF-04 @EAC2_DATA_A_2 @must @kills:M-CRD-cardaccess-pace-parameter-reserved
  Scenario: each PACEInfo is well-formed and names parameters that it can use
    Clause: [TR-03110-3 §A.1.1.1]
    Protocol, version 2 and the identifier of domain parameters of the right kind, or the one set that the card
    describes itself.
    Usual causes: a reserved identifier; parameters of a prime field for a protocol on curves.

    Then the file holds well-formed PACEInfos
    And the file holds PACEInfos with parameters that they can use

  @CRD-DE-CAF-05 @EAC2_DATA_A_3 @must @kills:M-CRD-cardaccess-pace-parameters-unused
  Scenario: explicit parameters of PACE are complete, valid and used
    Clause: [TR-03110-3 §A.1.1.1]
    Where a card brings its own domain parameters, a PACEInfo uses them, they are written out, and they are right. A
    card with standardised parameters has nothing to show here.
    Usual causes: the curve is named and not written out; the parameterId is one of the standardised ones.

    Then the file holds well-formed PACEDomainParameterInfos
    And the file holds PACEDomainParameterInfos that a PACEInfo uses
    And the file holds PACEDomainParameterInfos with a suitable algorithm
    And the file holds PACEDomainParameterInfos with valid parameters

  @CRD-DE-CAF-06 @EAC2_DATA_A_4 @must @kills:M-CRD-cardaccess-chip-authentication-version-4
  Scenario: each ChipAuthenticationInfo is well-formed and tells its key
    Clause: [TR-03110-3 §A.1.1.2]
    Protocol, version 1, 2 or 3, and a keyId as soon as there is more than one key.
    Usual causes: the keyId is missing beside a key for privileged terminals.

    Then the file holds well-formed ChipAuthenticationInfos
    And the file holds ChipAuthenticationInfos that tell their key

  @CRD-DE-CAF-07 @EAC2_DATA_A_5 @must @kills:M-CRD-cardaccess-chip-parameters-reserved
  Scenario: domain parameters of Chip Authentication are well-formed, used and valid
    Clause: [TR-03110-3 §A.1.1.2]
    Each set belongs to a ChipAuthenticationInfo of the same kind and key, and is standardised or written out.
    Usual causes: the number of the parameters is a text; the keyId is another one than in the ChipAuthenticationInfo.

    Then the file holds well-formed ChipAuthenticationDomainParameterInfos
    And the file holds ChipAuthenticationDomainParameterInfos that a ChipAuthenticationInfo uses
    And the file holds ChipAuthenticationDomainParameterInfos with a suitable algorithm
    And the file holds ChipAuthenticationDomainParameterInfos with valid parameters

  @CRD-DE-CAF-08 @EAC2_DATA_A_6 @must @kills:M-CRD-cardaccess-terminal-authentication-with-file
  Scenario: each TerminalAuthenticationInfo is well-formed
    Clause: [TR-03110-3 §A.1.1.3]
    The identifier of the protocol as a whole, the version, and a file of trust points in version 1 only.
    Usual causes: the identifier of one signature algorithm; efCVCA left over from version 1.

    Then the file holds well-formed TerminalAuthenticationInfos

  @CRD-DE-CAF-09 @EAC2_DATA_A_7 @must @kills:M-CRD-cardaccess-card-info-wrong-string
  Scenario: the CardInfo is well-formed
    Clause: [TR-03110-3 §A.1.1.7]
    An IA5String with the location, and what the card tells of itself beside it.
    Usual causes: another string type; implicit tags taken for explicit ones.

    Then the file holds a well-formed CardInfo

  @CRD-DE-CAF-10 @REQ-TR03110-3-A.1.1.2-1 @must @kills:M-CRD-cardaccess-psa-without-key-id
  Scenario: a PSAInfo, where there is one, is well-formed
    Clause: [TR-03110-3 §A.1.1.2]
    A card with pseudonymous signatures says with which key and what a terminal needs for each pseudonym. Test case
    EAC2_DATA_A_8 asks this of cards that claim the profile; here it is asked of every card.
    Usual causes: the keyId is left out because the ASN.1 makes it optional.

    Then the file holds well-formed PSAInfos

  @CRD-DE-CAF-11 @EAC2_DATA_A_9 @must @kills:M-CRD-cardaccess-privileged-without-parameters
  Scenario: the PrivilegedTerminalInfo is well-formed and complete
    Clause: [TR-03110-3 §A.1.2.1]
    One info for all keys that are kept for privileged terminals: for each the ChipAuthenticationInfo and its domain
    parameters, with the keyId.
    Usual causes: the domain parameters are outside, among those of the other keys.

    Then the file holds a well-formed PrivilegedTerminalInfo
