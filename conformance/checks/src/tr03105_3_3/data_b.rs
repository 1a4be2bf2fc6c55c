//! Unit EAC2_DATA_B: the coding and the signature of EF.CardSecurity ([TR-03105-3.3 §4.2]).
//!
//! In: the whole content of EF.CardSecurity as read. Out: one [`Judgement`] per test case.

use super::security_infos::{Case, File, only_version_3};
use super::statement::ConformanceStatement;
use crate::judgement::{Judgement, Place, Report};
use crate::tr03110_3::a_1_1_1_pace as pace;
use crate::tr03110_3::a_1_1_3_terminal_authentication as terminal_authentication;
use crate::tr03110_3::a_1_1_7_card_info as card_info;
use crate::tr03110_3::a_1_2_5_signature::{self as signature, Trust};
use crate::tr03110_3::a_1_2_5_signed_data as signed_data;
use crate::tr03110_3::a_1_2_storage::{judge_duplicates, signed_infos};
use crate::tr03110_3::a_1_security_infos::{Kind, SecurityInfos, judge_encoding};

fn case<'a>(requirement: &'static str, clause: &'static str, card_security: &'a [u8]) -> Case<'a> {
    Case {
        requirement,
        clause,
        file: File::CardSecurity(card_security),
    }
}

/// Steps 1 to 10 of the first test case of both signed files.
pub(super) fn judge_signed_file(file: &[u8], name: &str, trust: Trust<'_>, report: &mut Report) {
    report.step(2);
    let Some(signed) = signed_data::read(file, name, report) else {
        return;
    };
    report.step(1);
    judge_encoding(signed.content, &signed.content_place, report);
    let infos = SecurityInfos::read(signed.content, signed.content_place.clone(), report);
    report.step(3);
    signature::judge(&signed, trust, report);
    report.step(4);
    pace::judge_presence(&infos, report);
    report.step(5);
    pace::judge_described(&infos, report);
    report.clause("[TR-03110-3 §A.1.1.2]");
    report.step(6);
    infos.at_least_one(Kind::ChipAuthentication, report);
    report.step(7);
    infos.at_least_one(Kind::ChipAuthenticationDomainParameter, report);
    report.step(8);
    judge_public_key_presence(&infos, report);
    report.step(9);
    terminal_authentication::judge_presence(&infos, report);
    report.step(10);
    card_info::judge_presence(&infos, report);
}

/// A card of Chip Authentication version 3 alone has a PSPublicKeyInfo instead.
fn judge_public_key_presence(infos: &SecurityInfos<'_>, report: &mut Report) {
    let kind = Kind::ChipAuthenticationPublicKey;
    if only_version_3(infos) && infos.of(kind).next().is_none() {
        report.warning(
            &infos.place,
            format!("no {kind}, but version 3 alone"),
            format!("at least one {kind}"),
        );
        infos.at_least_one(Kind::PsPublicKey, report);
    } else {
        infos.at_least_one(kind, report);
    }
}

/// SignedData, signature and the infos that must be there ([TR-03105-3.3 §4.2.1]).
///
/// Step 10, exactly one CardInfo, is a recommendation in [TR-03110-3 §A.1.1.7]: a miss is a warning.
#[must_use]
pub fn eac2_data_b_1(card_security: &[u8], trust: Trust<'_>) -> Judgement {
    let mut report = Report::new("EAC2_DATA_B_1", "[TR-03105-3.3 §4.2.1]");
    judge_signed_file(card_security, "EF.CardSecurity", trust, &mut report);
    report.finish()
}

/// Each PACEInfo of version 2 ([TR-03105-3.3 §4.2.2]).
#[must_use]
pub fn eac2_data_b_2(card_security: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_B_2", "[TR-03105-3.3 §4.2.2]", card_security).pace(statement)
}

/// Each PACEDomainParameterInfo; not applicable without one ([TR-03105-3.3 §4.2.2]).
#[must_use]
pub fn eac2_data_b_3(card_security: &[u8]) -> Judgement {
    case("EAC2_DATA_B_3", "[TR-03105-3.3 §4.2.2]", card_security).pace_domain_parameters()
}

/// Each ChipAuthenticationInfo, at least one ([TR-03105-3.3 §4.2.2]).
#[must_use]
pub fn eac2_data_b_4(card_security: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_B_4", "[TR-03105-3.3 §4.2.2]", card_security).chip_authentication(statement)
}

/// Each ChipAuthenticationDomainParameterInfo, at least one ([TR-03105-3.3 §4.2.2]).
#[must_use]
pub fn eac2_data_b_5(card_security: &[u8]) -> Judgement {
    case("EAC2_DATA_B_5", "[TR-03105-3.3 §4.2.2]", card_security).chip_domain_parameters()
}

/// Each TerminalAuthenticationInfo, one of them of version 2 ([TR-03105-3.3 §4.2.2]).
#[must_use]
pub fn eac2_data_b_6(card_security: &[u8]) -> Judgement {
    case("EAC2_DATA_B_6", "[TR-03105-3.3 §4.2.2]", card_security).terminal_authentication()
}

/// The CardInfo; not applicable without one ([TR-03105-3.3 §4.2.2]).
#[must_use]
pub fn eac2_data_b_7(card_security: &[u8]) -> Judgement {
    case("EAC2_DATA_B_7", "[TR-03105-3.3 §4.2.2]", card_security).card_info()
}

/// Each ChipAuthenticationPublicKeyInfo: syntax, the infos it belongs to, domain parameters, key ([TR-03105-3.3
/// §4.2.3]).
#[must_use]
pub fn eac2_data_b_8(card_security: &[u8]) -> Judgement {
    case("EAC2_DATA_B_8", "[TR-03105-3.3 §4.2.3]", card_security).chip_public_key()
}

/// Each RestrictedIdentificationInfo, at least one ([TR-03105-3.3 §4.2.4]).
#[must_use]
pub fn eac2_data_b_9(card_security: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_B_9", "[TR-03105-3.3 §4.2.4]", card_security)
        .restricted_identification(statement)
}

/// The RestrictedIdentificationDomainParameterInfo, at most one; not applicable without one ([TR-03105-3.3 §4.2.5]).
#[must_use]
pub fn eac2_data_b_10(card_security: &[u8]) -> Judgement {
    case("EAC2_DATA_B_10", "[TR-03105-3.3 §4.2.5]", card_security).restricted_domain_parameters()
}

/// What EF.CardAccess says is in EF.CardSecurity, too, byte for byte, PrivilegedTerminalInfo left aside
/// ([TR-03105-3.3 §4.2.6], [TR-03110-3 §A.1.2.2]).
#[must_use]
pub fn eac2_data_b_11(card_security: &[u8], card_access: &[u8]) -> Judgement {
    let mut report = Report::new("EAC2_DATA_B_11", "[TR-03105-3.3 §4.2.6]");
    let access = SecurityInfos::read(card_access, Place::root("EF.CardAccess"), &mut report);
    if let Some(security) = signed_infos(card_security, "EF.CardSecurity", &mut report) {
        report.clause("[TR-03110-3 §A.1.2.2]");
        judge_duplicates(&access, &security, "EF.CardSecurity", &mut report);
    }
    report.finish()
}
