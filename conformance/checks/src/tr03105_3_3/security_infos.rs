//! The test cases that EF.CardAccess, EF.CardSecurity and EF.ChipSecurity share: cases 2 to 10 of the units DATA_A,
//! DATA_B and DATA_C differ in the file alone ([TR-03105-3.3 §4.2.2], [TR-03105-3.3 §4.4.2]).

use super::statement::ConformanceStatement;
use crate::judgement::Place;
use crate::judgement::{Judgement, Report};
use crate::tr03110_3::a_1_1_1_pace as pace;
use crate::tr03110_3::a_1_1_2_chip_authentication as chip_authentication;
use crate::tr03110_3::a_1_1_2_chip_public_key as chip_public_key;
use crate::tr03110_3::a_1_1_3_terminal_authentication as terminal_authentication;
use crate::tr03110_3::a_1_1_4_restricted_identification as restricted_identification;
use crate::tr03110_3::a_1_1_7_card_info as card_info;
use crate::tr03110_3::a_1_2_storage::signed_infos;
use crate::tr03110_3::a_1_security_infos::{Info, Kind, SecurityInfos};
use crate::tr03110_3::a_2_1_domain_parameters::Steps;

/// A file with SecurityInfos.
#[derive(Clone, Copy, Debug)]
pub(super) enum File<'a> {
    /// EF.CardAccess: the set itself.
    CardAccess(&'a [u8]),
    /// EF.CardSecurity: the set in a SignedData.
    CardSecurity(&'a [u8]),
    /// EF.ChipSecurity: the same.
    ChipSecurity(&'a [u8]),
}

impl<'a> File<'a> {
    /// The SecurityInfos of the file, if it has any.
    pub(super) fn infos(self, report: &mut Report) -> Option<SecurityInfos<'a>> {
        match self {
            Self::CardAccess(bytes) => Some(SecurityInfos::read(
                bytes,
                Place::root("EF.CardAccess"),
                report,
            )),
            Self::CardSecurity(bytes) => signed_infos(bytes, "EF.CardSecurity", report),
            Self::ChipSecurity(bytes) => signed_infos(bytes, "EF.ChipSecurity", report),
        }
    }

    /// Whether infos of Chip Authentication may be missing: in EF.CardAccess alone, where EF.CardSecurity may tell.
    fn may_lack_chip_authentication(self) -> bool {
        matches!(self, Self::CardAccess(_))
    }
}

/// One test case on one file.
pub(super) struct Case<'a> {
    pub(super) requirement: &'static str,
    pub(super) clause: &'static str,
    pub(super) file: File<'a>,
}

impl<'a> Case<'a> {
    /// Runs `judge` on the infos of the file.
    fn judge(&self, judge: impl FnOnce(&SecurityInfos<'a>, &mut Report)) -> Judgement {
        let mut report = Report::new(self.requirement, self.clause);
        if let Some(infos) = self.file.infos(&mut report) {
            judge(&infos, &mut report);
        }
        report.finish()
    }

    /// Case 2: each PACEInfo of version 2.
    pub(super) fn pace(&self, statement: &ConformanceStatement) -> Judgement {
        self.judge(|infos, report| {
            for info in infos.of(Kind::Pace) {
                report.step(1);
                pace::judge_syntax(info, report);
                report.step(2);
                pace::judge_parameter_id(info, infos, report);
                statement.judge_suite(info, report);
            }
            report.step(1);
            if !infos.of(Kind::Pace).any(|info| info.number(0) == Some(2)) {
                report.violation(
                    &infos.place,
                    "no PACEInfo of version 2",
                    "at least one PACEInfo of version 2",
                );
            }
        })
    }

    /// Case 3: each PACEDomainParameterInfo.
    pub(super) fn pace_domain_parameters(&self) -> Judgement {
        self.judge(|infos, report| {
            each(infos, Kind::PaceDomainParameter, report, |info, report| {
                report.step(1);
                pace::judge_domain_syntax(info, report);
                report.step(2);
                pace::judge_domain_reference(info, infos, report);
                pace::judge_domain_parameters(info, report);
            });
        })
    }

    /// Case 4: each ChipAuthenticationInfo.
    pub(super) fn chip_authentication(&self, statement: &ConformanceStatement) -> Judgement {
        self.judge(|infos, report| {
            self.present(infos, Kind::ChipAuthentication, report);
            each(infos, Kind::ChipAuthentication, report, |info, report| {
                report.step(1);
                chip_authentication::judge_syntax(info, report);
                report.step(2);
                chip_authentication::judge_key_id(info, infos, report);
                statement.judge_suite(info, report);
            });
        })
    }

    /// Case 5: each ChipAuthenticationDomainParameterInfo.
    pub(super) fn chip_domain_parameters(&self) -> Judgement {
        self.judge(|infos, report| {
            let kind = Kind::ChipAuthenticationDomainParameter;
            self.present(infos, kind, report);
            each(infos, kind, report, |info, report| {
                report.step(1);
                chip_authentication::judge_domain_syntax(info, report);
                report.step(2);
                chip_authentication::judge_domain_reference(info, infos, report);
                let steps = Steps {
                    algorithm: 3,
                    parameters: 4,
                };
                chip_authentication::judge_domain_parameters(info, steps, report);
            });
        })
    }

    /// Case 6: each TerminalAuthenticationInfo.
    pub(super) fn terminal_authentication(&self) -> Judgement {
        self.judge(|infos, report| {
            terminal_authentication::judge_presence(infos, report);
            for info in infos.of(Kind::TerminalAuthentication) {
                terminal_authentication::judge_syntax(info, report);
            }
        })
    }

    /// Case 7: the CardInfo.
    pub(super) fn card_info(&self) -> Judgement {
        self.judge(|infos, report| each(infos, Kind::Card, report, card_info::judge_syntax))
    }

    /// Case 8 of the signed files: each ChipAuthenticationPublicKeyInfo.
    pub(super) fn chip_public_key(&self) -> Judgement {
        self.judge(|infos, report| {
            let kind = Kind::ChipAuthenticationPublicKey;
            if infos.of(kind).next().is_none() && only_version_3(infos) {
                report.not_applicable(
                    "Chip Authentication version 3 alone has no ChipAuthenticationPublicKeyInfo",
                );
                return;
            }
            infos.at_least_one(kind, report);
            for info in infos.of(kind) {
                report.step(1);
                chip_public_key::judge_syntax(info, report);
                report.step(2);
                chip_public_key::judge_reference(info, infos, report);
                let steps = Steps {
                    algorithm: 3,
                    parameters: 4,
                };
                chip_public_key::judge_key(info, infos, steps, report);
            }
        })
    }

    /// Case 9 of the signed files: each RestrictedIdentificationInfo.
    pub(super) fn restricted_identification(&self, statement: &ConformanceStatement) -> Judgement {
        self.judge(|infos, report| {
            infos.at_least_one(Kind::RestrictedIdentification, report);
            let mut keys = Vec::new();
            for info in infos.of(Kind::RestrictedIdentification) {
                report.step(1);
                let key = restricted_identification::judge_syntax(info, report);
                report.step(2);
                statement.judge_suite(info, report);
                if let Some(key) = key {
                    if keys.iter().any(|(id, _)| *id == key.id) {
                        report.violation(
                            &info.place,
                            format!("key {} for the second time", key.id),
                            "each key once",
                        );
                    }
                    keys.push((key.id, key.authorized_only));
                }
            }
            report.step(2);
            statement.judge_restricted_keys(&keys, &infos.place, report);
        })
    }

    /// Case 10 of the signed files: the RestrictedIdentificationDomainParameterInfo.
    pub(super) fn restricted_domain_parameters(&self) -> Judgement {
        self.judge(|infos, report| {
            let kind = Kind::RestrictedIdentificationDomainParameter;
            restricted_identification::judge_domain_count(infos, report);
            each(infos, kind, report, |info, report| {
                report.step(1);
                restricted_identification::judge_domain_syntax(info, report);
                restricted_identification::judge_domain_parameters(info, report);
            });
        })
    }

    fn present(&self, infos: &SecurityInfos<'_>, kind: Kind, report: &mut Report) {
        if !self.file.may_lack_chip_authentication() {
            infos.at_least_one(kind, report);
        }
    }
}

/// Judges each info of a kind; none leaves the case without anything to ask.
pub(super) fn each<'a>(
    infos: &SecurityInfos<'a>,
    kind: Kind,
    report: &mut Report,
    mut judge: impl FnMut(&Info<'a>, &mut Report),
) {
    if infos.of(kind).next().is_none() {
        report.not_applicable("the file has no such info");
    }
    for info in infos.of(kind) {
        judge(info, report);
    }
}

/// Whether every ChipAuthenticationInfo of the file is one of version 3.
pub(super) fn only_version_3(infos: &SecurityInfos<'_>) -> bool {
    infos.of(Kind::ChipAuthentication).next().is_some()
        && infos
            .of(Kind::ChipAuthentication)
            .all(|info| info.number(0) == Some(3))
}
