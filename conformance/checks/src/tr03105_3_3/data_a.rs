//! Unit EAC2_DATA_A: the coding of EF.CardAccess ([TR-03105-3.3 §4.1]).
//!
//! In: the whole content of EF.CardAccess as read. Out: one [`Judgement`] per test case.

use super::security_infos::{Case, File, each};
use super::statement::ConformanceStatement;
use crate::judgement::{Judgement, Place, Report};
use crate::tr03110_3::a_1_1_1_pace as pace;
use crate::tr03110_3::a_1_1_2_pseudonymous_signature as pseudonymous_signature;
use crate::tr03110_3::a_1_1_3_terminal_authentication as terminal_authentication;
use crate::tr03110_3::a_1_1_7_card_info as card_info;
use crate::tr03110_3::a_1_1_9_privileged_terminal as privileged_terminal;
use crate::tr03110_3::a_1_security_infos::{Kind, SecurityInfos, judge_encoding};

/// The set and its encoding, then whatever `judge` asks of it.
fn judge_set(
    (requirement, clause): (&'static str, &'static str),
    card_access: &[u8],
    judge: impl FnOnce(&SecurityInfos<'_>, &mut Report),
) -> Judgement {
    let mut report = Report::new(requirement, clause);
    let place = Place::root("EF.CardAccess");
    judge_encoding(card_access, &place, &mut report);
    let infos = SecurityInfos::read(card_access, place, &mut report);
    judge(&infos, &mut report);
    report.finish()
}

fn case<'a>(requirement: &'static str, clause: &'static str, card_access: &'a [u8]) -> Case<'a> {
    Case {
        requirement,
        clause,
        file: File::CardAccess(card_access),
    }
}

/// SecurityInfos and the infos of PACE and Terminal Authentication ([TR-03105-3.3 §4.1.1]).
///
/// Step 5, exactly one CardInfo, is a recommendation in [TR-03110-3 §A.1.1.7]: a miss is a warning.
#[must_use]
pub fn eac2_data_a_1a(card_access: &[u8]) -> Judgement {
    let head = ("EAC2_DATA_A_1a", "[TR-03105-3.3 §4.1.1]");
    judge_set(head, card_access, |infos, report| {
        report.step(2);
        pace::judge_presence(infos, report);
        report.step(3);
        pace::judge_described(infos, report);
        report.step(4);
        terminal_authentication::judge_presence(infos, report);
        report.step(5);
        card_info::judge_presence(infos, report);
    })
}

/// SecurityInfos and the infos of Chip Authentication, for cards that protect EF.CardSecurity by Terminal
/// Authentication ([TR-03105-3.3 §4.1.2]).
#[must_use]
pub fn eac2_data_a_1b(card_access: &[u8]) -> Judgement {
    let head = ("EAC2_DATA_A_1b", "[TR-03105-3.3 §4.1.2]");
    judge_set(head, card_access, |infos, report| {
        report.clause("[TR-03110-3 §A.1.2.1]");
        report.step(2);
        infos.at_least_one(Kind::ChipAuthentication, report);
        report.step(3);
        infos.at_least_one(Kind::ChipAuthenticationDomainParameter, report);
    })
}

/// Each PACEInfo of version 2 ([TR-03105-3.3 §4.1.3]).
#[must_use]
pub fn eac2_data_a_2(card_access: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_A_2", "[TR-03105-3.3 §4.1.3]", card_access).pace(statement)
}

/// Each PACEDomainParameterInfo; not applicable without one ([TR-03105-3.3 §4.1.4]).
#[must_use]
pub fn eac2_data_a_3(card_access: &[u8]) -> Judgement {
    case("EAC2_DATA_A_3", "[TR-03105-3.3 §4.1.4]", card_access).pace_domain_parameters()
}

/// Each ChipAuthenticationInfo; not applicable without one ([TR-03105-3.3 §4.1.5]).
#[must_use]
pub fn eac2_data_a_4(card_access: &[u8], statement: &ConformanceStatement) -> Judgement {
    case("EAC2_DATA_A_4", "[TR-03105-3.3 §4.1.5]", card_access).chip_authentication(statement)
}

/// Each ChipAuthenticationDomainParameterInfo; not applicable without one ([TR-03105-3.3 §4.1.6]).
#[must_use]
pub fn eac2_data_a_5(card_access: &[u8]) -> Judgement {
    case("EAC2_DATA_A_5", "[TR-03105-3.3 §4.1.6]", card_access).chip_domain_parameters()
}

/// Each TerminalAuthenticationInfo, one of them of version 2 ([TR-03105-3.3 §4.1.7]).
#[must_use]
pub fn eac2_data_a_6(card_access: &[u8]) -> Judgement {
    case("EAC2_DATA_A_6", "[TR-03105-3.3 §4.1.7]", card_access).terminal_authentication()
}

/// The CardInfo; not applicable without one ([TR-03105-3.3 §4.1.8]).
#[must_use]
pub fn eac2_data_a_7(card_access: &[u8]) -> Judgement {
    case("EAC2_DATA_A_7", "[TR-03105-3.3 §4.1.8]", card_access).card_info()
}

/// Each PSAInfo; not applicable without one ([TR-03105-3.3 §4.1.9]).
#[must_use]
pub fn eac2_data_a_8(card_access: &[u8]) -> Judgement {
    let mut report = Report::new("EAC2_DATA_A_8", "[TR-03105-3.3 §4.1.9]");
    let infos = SecurityInfos::read(card_access, Place::root("EF.CardAccess"), &mut report);
    each(&infos, Kind::Psa, &mut report, |info, report| {
        pseudonymous_signature::judge(info, &infos, report);
    });
    report.finish()
}

/// The PrivilegedTerminalInfo, at most one, and the infos inside; not applicable without one ([TR-03105-3.3 §4.1.10]).
#[must_use]
pub fn eac2_data_a_9(card_access: &[u8]) -> Judgement {
    let mut report = Report::new("EAC2_DATA_A_9", "[TR-03105-3.3 §4.1.10]");
    let infos = SecurityInfos::read(card_access, Place::root("EF.CardAccess"), &mut report);
    each(
        &infos,
        Kind::PrivilegedTerminal,
        &mut report,
        |info, report| {
            privileged_terminal::judge_syntax(info, report);
            privileged_terminal::judge_keys(info, report);
        },
    );
    privileged_terminal::judge_at_most_one(&infos, &mut report);
    report.finish()
}
