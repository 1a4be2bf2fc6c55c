//! Unit EAC2_DATA_C: the coding and the signature of EF.ChipSecurity ([TR-03105-3.3 §4.4]).
//!
//! In: the whole content of EF.ChipSecurity as read. Out: one [`Judgement`] per test case.

use super::data_b::judge_signed_file;
use super::security_infos::{Case, File, each};
use super::statement::ConformanceStatement;
use crate::judgement::{Judgement, Report};
use crate::tr03110_3::a_1_1_8_eid_security as eid_security;
use crate::tr03110_3::a_1_1_9_privileged_terminal as privileged_terminal;
use crate::tr03110_3::a_1_2_5_signature::Trust;
use crate::tr03110_3::a_1_2_storage::signed_infos;
use crate::tr03110_3::a_1_security_infos::Kind;

fn case<'a>(requirement: &'static str, clause: &'static str, chip_security: &'a [u8]) -> Case<'a> {
    Case {
        requirement,
        clause,
        file: File::ChipSecurity(chip_security),
    }
}

/// SignedData, signature and the infos that must be there, at most one PrivilegedTerminalInfo among them
/// ([TR-03105-3.3 §4.4.1]).
///
/// Steps 10 and 11 are recommendations or conditions in TR-03110: a missing CardInfo or PrivilegedTerminalInfo is a
/// warning.
#[must_use]
pub fn eac2_data_c_1(chip_security: &[u8], trust: Trust<'_>) -> Judgement {
    let mut report = Report::new("EAC2_DATA_C_1", "[TR-03105-3.3 §4.4.1]");
    judge_signed_file(chip_security, "EF.ChipSecurity", trust, &mut report);
    report.step(11);
    let mut silent = Report::silent();
    if let Some(infos) = signed_infos(chip_security, "EF.ChipSecurity", &mut silent) {
        privileged_terminal::judge_at_most_one(&infos, &mut report);
        if infos.of(Kind::PrivilegedTerminal).next().is_none() {
            report.warning(
                &infos.place,
                "no PrivilegedTerminalInfo",
                "exactly one, where keys are privileged",
            );
        }
    }
    report.finish()
}

/// Each PACEInfo of version 2 ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_2(chip_security: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_C_2", "[TR-03105-3.3 §4.4.2]", chip_security).pace(statement)
}

/// Each PACEDomainParameterInfo; not applicable without one ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_3(chip_security: &[u8]) -> Judgement {
    case("EAC2_DATA_C_3", "[TR-03105-3.3 §4.4.2]", chip_security).pace_domain_parameters()
}

/// Each ChipAuthenticationInfo, at least one ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_4(chip_security: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_C_4", "[TR-03105-3.3 §4.4.2]", chip_security).chip_authentication(statement)
}

/// Each ChipAuthenticationDomainParameterInfo, at least one ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_5(chip_security: &[u8]) -> Judgement {
    case("EAC2_DATA_C_5", "[TR-03105-3.3 §4.4.2]", chip_security).chip_domain_parameters()
}

/// Each TerminalAuthenticationInfo, one of them of version 2 ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_6(chip_security: &[u8]) -> Judgement {
    case("EAC2_DATA_C_6", "[TR-03105-3.3 §4.4.2]", chip_security).terminal_authentication()
}

/// The CardInfo; not applicable without one ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_7(chip_security: &[u8]) -> Judgement {
    case("EAC2_DATA_C_7", "[TR-03105-3.3 §4.4.2]", chip_security).card_info()
}

/// Each ChipAuthenticationPublicKeyInfo: syntax, the infos it belongs to, domain parameters, key ([TR-03105-3.3
/// §4.4.2]).
#[must_use]
pub fn eac2_data_c_8(chip_security: &[u8]) -> Judgement {
    case("EAC2_DATA_C_8", "[TR-03105-3.3 §4.4.2]", chip_security).chip_public_key()
}

/// Each RestrictedIdentificationInfo, at least one ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_9(chip_security: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_C_9", "[TR-03105-3.3 §4.4.2]", chip_security)
        .restricted_identification(statement)
}

/// The RestrictedIdentificationDomainParameterInfo, at most one; not applicable without one ([TR-03105-3.3 §4.4.2]).
#[must_use]
pub fn eac2_data_c_10(chip_security: &[u8]) -> Judgement {
    case("EAC2_DATA_C_10", "[TR-03105-3.3 §4.4.2]", chip_security).restricted_domain_parameters()
}

/// The PrivilegedTerminalInfo: syntax, the public key of each key inside, a keyId in each; not applicable without one
/// ([TR-03105-3.3 §4.4.3]).
///
/// Step 1 of the plan names the eIDSecurityInfo, which is the subject of the next case; purpose and title name this one.
#[must_use]
pub fn eac2_data_c_11(chip_security: &[u8]) -> Judgement {
    let mut report = Report::new("EAC2_DATA_C_11", "[TR-03105-3.3 §4.4.3]");
    if let Some(infos) = signed_infos(chip_security, "EF.ChipSecurity", &mut report) {
        each(
            &infos,
            Kind::PrivilegedTerminal,
            &mut report,
            |info, report| {
                report.step(1);
                privileged_terminal::judge_syntax(info, report);
                report.step(2);
                privileged_terminal::judge_public_keys(info, report);
                report.step(3);
                privileged_terminal::judge_keys(info, report);
            },
        );
    }
    report.finish()
}

/// The eIDSecurityInfo; not applicable without one ([TR-03105-3.3 §4.4.4]).
#[must_use]
pub fn eac2_data_c_12(chip_security: &[u8]) -> Judgement {
    let mut report = Report::new("EAC2_DATA_C_12", "[TR-03105-3.3 §4.4.4]");
    if let Some(infos) = signed_infos(chip_security, "EF.ChipSecurity", &mut report) {
        each(
            &infos,
            Kind::EidSecurity,
            &mut report,
            eid_security::judge_syntax,
        );
        report.clause("[TR-03110-3 §A.1.1.8]");
        for extra in infos.of(Kind::EidSecurity).skip(1) {
            report.warning(&extra.place, "a second EIDSecurityInfo", "exactly one");
        }
    }
    report.finish()
}
