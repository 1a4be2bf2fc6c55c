//! The test cases about SecurityInfos in the words of the steps.
//!
//! The units DATA_A, DATA_B and DATA_C of the test plan ask the same of three files; one sentence stands for the same
//! expected result in each of them.

/// A test case, the same in all files that have it.
#[derive(Clone, Copy)]
pub(super) enum Case {
    Infos,
    ChipAuthenticationInfos,
    Pace,
    PaceParameters,
    ChipAuthentication,
    ChipParameters,
    TerminalAuthentication,
    CardInfo,
    Psa,
    PrivilegedTerminal,
    ChipKey,
    RestrictedIdentification,
    RestrictedParameters,
    Coherence,
    EidSecurity,
    Storage,
}

/// The words of a step, the test case, and the number of the expected result in a signed file.
const EXPECTED_RESULTS: &[(&str, Case, u8)] = &[
    ("a DER encoded set of SecurityInfos", Case::Infos, 1),
    ("SignedData as TR-03110 profiles it", Case::Infos, 2),
    ("a right signature of the document signer", Case::Infos, 3),
    ("a PACEInfo with standardised parameters", Case::Infos, 4),
    (
        "the parameters of each PACEInfo that brings its own",
        Case::Infos,
        5,
    ),
    ("a ChipAuthenticationInfo", Case::ChipAuthenticationInfos, 6),
    (
        "a ChipAuthenticationDomainParameterInfo",
        Case::ChipAuthenticationInfos,
        7,
    ),
    ("a ChipAuthenticationPublicKeyInfo", Case::Infos, 8),
    ("a TerminalAuthenticationInfo", Case::Infos, 9),
    ("exactly one CardInfo", Case::Infos, 10),
    ("exactly one PrivilegedTerminalInfo", Case::Infos, 11),
    ("well-formed PACEInfos", Case::Pace, 1),
    ("PACEInfos with parameters that they can use", Case::Pace, 2),
    (
        "well-formed PACEDomainParameterInfos",
        Case::PaceParameters,
        1,
    ),
    (
        "PACEDomainParameterInfos that a PACEInfo uses",
        Case::PaceParameters,
        2,
    ),
    (
        "PACEDomainParameterInfos with a suitable algorithm",
        Case::PaceParameters,
        3,
    ),
    (
        "PACEDomainParameterInfos with valid parameters",
        Case::PaceParameters,
        4,
    ),
    (
        "well-formed ChipAuthenticationInfos",
        Case::ChipAuthentication,
        1,
    ),
    (
        "ChipAuthenticationInfos that tell their key",
        Case::ChipAuthentication,
        2,
    ),
    (
        "well-formed ChipAuthenticationDomainParameterInfos",
        Case::ChipParameters,
        1,
    ),
    (
        "ChipAuthenticationDomainParameterInfos that a ChipAuthenticationInfo uses",
        Case::ChipParameters,
        2,
    ),
    (
        "ChipAuthenticationDomainParameterInfos with a suitable algorithm",
        Case::ChipParameters,
        3,
    ),
    (
        "ChipAuthenticationDomainParameterInfos with valid parameters",
        Case::ChipParameters,
        4,
    ),
    (
        "well-formed TerminalAuthenticationInfos",
        Case::TerminalAuthentication,
        1,
    ),
    ("a well-formed CardInfo", Case::CardInfo, 1),
    ("well-formed PSAInfos", Case::Psa, 1),
    (
        "a well-formed PrivilegedTerminalInfo",
        Case::PrivilegedTerminal,
        1,
    ),
    (
        "the public key of each privileged key",
        Case::PrivilegedTerminal,
        2,
    ),
    (
        "number and parameters of each privileged key",
        Case::PrivilegedTerminal,
        3,
    ),
    (
        "well-formed ChipAuthenticationPublicKeyInfos",
        Case::ChipKey,
        1,
    ),
    (
        "ChipAuthenticationPublicKeyInfos that a ChipAuthenticationInfo uses",
        Case::ChipKey,
        2,
    ),
    (
        "ChipAuthenticationPublicKeyInfos with a suitable algorithm",
        Case::ChipKey,
        3,
    ),
    (
        "ChipAuthenticationPublicKeyInfos with valid keys",
        Case::ChipKey,
        4,
    ),
    (
        "well-formed RestrictedIdentificationInfos",
        Case::RestrictedIdentification,
        1,
    ),
    (
        "RestrictedIdentificationInfos that tell their key",
        Case::RestrictedIdentification,
        2,
    ),
    (
        "one well-formed RestrictedIdentificationDomainParameterInfo",
        Case::RestrictedParameters,
        1,
    ),
    (
        "a RestrictedIdentificationDomainParameterInfo with a suitable algorithm",
        Case::RestrictedParameters,
        2,
    ),
    (
        "a RestrictedIdentificationDomainParameterInfo with valid parameters",
        Case::RestrictedParameters,
        3,
    ),
    ("all that EF.CardAccess tells", Case::Coherence, 1),
    ("a well-formed EIDSecurityInfo", Case::EidSecurity, 1),
    ("what belongs into it and nothing else", Case::Storage, 1),
];

pub(super) fn expected_result(what: &str) -> Option<(Case, u8)> {
    EXPECTED_RESULTS
        .iter()
        .find(|(words, ..)| *words == what)
        .map(|(_, case, step)| (*case, *step))
}
