@country:de @layer:files @profile:CS @needs:can @needs:certificates
Feature: EF.ChipSecurity tells privileged terminals all
  Unit EAC2_DATA_C of the test plan: the coding and the signature of the file with the chip-individual keys.

  Background:
    Given a freshly activated card
    And the terminal has read all of EF.CardAccess
    And the terminal has run PACE with the CAN as an inspection system
    And the terminal has run Terminal Authentication with IS_CERT_1
    And the terminal has read all of EF.ChipSecurity

  @CRD-DE-CSF-21 @EAC2_DATA_C_1 @must
  @kills:M-CRD-chipsecurity-signature-wrong @kills:M-CRD-chipsecurity-without-terminal-authentication
  Scenario: the file is signed by a document signer and holds the infos of all protocols
    Clause: [TR-03110-3 §A.1.2.5]
    As EF.CardSecurity, with at most one PrivilegedTerminalInfo on top.
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
    And the file holds exactly one PrivilegedTerminalInfo

  @CRD-DE-CSF-22 @EAC2_DATA_C_1 @should @kills:M-CRD-chipsecurity-without-card-info
  Scenario: the file for privileged terminals says where the card is described
    Clause: [TR-03110-3 §A.1.1.7]
    Exactly one CardInfo should be there. The test plan demands it; the guideline recommends it.
    Usual causes: the info is in EF.CardAccess only.

    Then the file holds exactly one CardInfo

  @must
  Scenario Outline: <what>
    Clause: [TR-03110-3 §<clause>]
    As in EF.CardAccess and EF.CardSecurity.
    Usual causes: this file was made from another table than the others.

    Then the file holds <first>
    And the file holds <second>

    Examples:
      | id            | requirement   | kills                                            | clause  | what                                                            | first                                                | second                                                         |
      | CRD-DE-CSF-23 | EAC2_DATA_C_2 | M-CRD-chipsecurity-pace-parameter-reserved       | A.1.1.1 | each PACEInfo for privileged terminals is well-formed            | well-formed PACEInfos                                | PACEInfos with parameters that they can use                    |
      | CRD-DE-CSF-24 | EAC2_DATA_C_3 | M-CRD-chipsecurity-pace-parameters-unused        | A.1.1.1 | explicit parameters of PACE are well-formed and used             | well-formed PACEDomainParameterInfos                 | PACEDomainParameterInfos that a PACEInfo uses                  |
      | CRD-DE-CSF-25 | EAC2_DATA_C_4 | M-CRD-chipsecurity-chip-authentication-version-4 | A.1.1.2 | each ChipAuthenticationInfo tells its key                        | well-formed ChipAuthenticationInfos                  | ChipAuthenticationInfos that tell their key                    |
      | CRD-DE-CSF-26 | EAC2_DATA_C_5 | M-CRD-chipsecurity-chip-parameters-reserved      | A.1.1.2 | domain parameters of Chip Authentication are well-formed         | well-formed ChipAuthenticationDomainParameterInfos   | ChipAuthenticationDomainParameterInfos with a suitable algorithm |
      | CRD-DE-CSF-29 | EAC2_DATA_C_8 | M-CRD-chipsecurity-chip-key-off-curve            | A.1.1.2 | each public key for Chip Authentication is well-formed and valid | well-formed ChipAuthenticationPublicKeyInfos         | ChipAuthenticationPublicKeyInfos with valid keys               |
      | CRD-DE-CSF-30 | EAC2_DATA_C_9 | M-CRD-chipsecurity-restricted-version-2          | A.1.1.4 | each RestrictedIdentificationInfo tells its key                  | well-formed RestrictedIdentificationInfos            | RestrictedIdentificationInfos that tell their key              |
      | CRD-DE-CSF-31 | EAC2_DATA_C_10 | M-CRD-chipsecurity-restricted-parameters-twice  | A.1.1.4 | there is at most one set of parameters for Restricted Identification | one well-formed RestrictedIdentificationDomainParameterInfo | a RestrictedIdentificationDomainParameterInfo with valid parameters |

  @CRD-DE-CSF-27 @EAC2_DATA_C_6 @must @kills:M-CRD-chipsecurity-terminal-authentication-with-file
  Scenario: each TerminalAuthenticationInfo for privileged terminals is well-formed
    Clause: [TR-03110-3 §A.1.1.3]
    As in EF.CardAccess.
    Usual causes: the identifier of one signature algorithm; efCVCA left over from version 1.

    Then the file holds well-formed TerminalAuthenticationInfos

  @CRD-DE-CSF-28 @EAC2_DATA_C_7 @must @kills:M-CRD-chipsecurity-card-info-wrong-string
  Scenario: the CardInfo for privileged terminals is well-formed
    Clause: [TR-03110-3 §A.1.1.7]
    As in EF.CardAccess.
    Usual causes: another string type; implicit tags taken for explicit ones.

    Then the file holds a well-formed CardInfo

  @CRD-DE-CSF-32 @EAC2_DATA_C_11 @must
  @kills:M-CRD-chipsecurity-privileged-without-public-key @kills:M-CRD-chipsecurity-privileged-without-parameters
  Scenario: each privileged key is there with its parameters and its public key
    Clause: [TR-03110-3 §A.1.2.3]
    All keys for privileged terminals are in the one PrivilegedTerminalInfo, each with number, domain parameters and
    public key. The test plan names the eIDSecurityInfo in its first step, which is a slip of the pen.
    Usual causes: the public keys are outside, where every reader of the file would take them for ordinary ones.

    Then the file holds a well-formed PrivilegedTerminalInfo
    And the file holds the public key of each privileged key
    And the file holds number and parameters of each privileged key

  @CRD-DE-CSF-33 @EAC2_DATA_C_12 @must @kills:M-CRD-chipsecurity-eid-hash-short
  Scenario: the EIDSecurityInfo is well-formed
    Clause: [TR-03110-3 §A.1.1.8]
    Each hash belongs to one data group and is as long as its algorithm makes it.
    Usual causes: hashes cut to the length of another algorithm.

    Then the file holds a well-formed EIDSecurityInfo

  @CRD-DE-CSF-34 @REQ-TR03110-3-A.1.2.3-1 @must
  @kills:M-CRD-chipsecurity-without-card-info @kills:M-CRD-chipsecurity-without-terminal-authentication
  Scenario: the file for privileged terminals repeats what EF.CardAccess says
    Clause: [TR-03110-3 §A.1.2.3]
    Everything that the card supports is in this file, with a public key for each ChipAuthenticationInfo.
    Usual causes: the file holds only what EF.CardSecurity lacks.

    Then the file holds what belongs into it and nothing else
