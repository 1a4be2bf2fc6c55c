//! What belongs into EF.CardAccess, EF.CardSecurity and EF.ChipSecurity together ([TR-03110-3 §A.1.2]).

use super::a_1_1_2_chip_authentication::{belongs, key_name};
use super::a_1_2_5_signed_data;
use super::a_1_security_infos::{Info, Kind, SecurityInfos, members};
use crate::judgement::{Judgement, Place, Report};

const CARD_SECURITY: &str = "[TR-03110-3 §A.1.2.2]";
const CHIP_SECURITY: &str = "[TR-03110-3 §A.1.2.3]";

/// EF.CardSecurity beyond the test plan: a public key for each ChipAuthenticationInfo of version 1 or 2, nothing that
/// tells one holder from another, PrivilegedTerminalInfo only where EF.CardAccess has none.
#[must_use]
pub fn card_security(card_security: &[u8], card_access: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-A.1.2.2-1", CARD_SECURITY);
    if let Some(infos) = signed_infos(card_security, "EF.CardSecurity", &mut report) {
        let access = SecurityInfos::read(card_access, Place::root("EF.CardAccess"), &mut report);
        report.clause(CARD_SECURITY);
        judge_public_keys(
            &infos,
            |info| matches!(info.number(0), Some(1 | 2)),
            &mut report,
        );
        for info in infos.of(Kind::EidSecurity) {
            report.warning(
                &info.place,
                "hashes of data groups",
                "no EIDSecurityInfo, which would identify the holder",
            );
        }
        if access.of(Kind::PrivilegedTerminal).next().is_some() {
            for info in infos.of(Kind::PrivilegedTerminal) {
                report.warning(
                    &info.place,
                    "a PrivilegedTerminalInfo here and in EF.CardAccess",
                    "only there",
                );
            }
        }
    }
    report.finish()
}

/// EF.ChipSecurity beyond the test plan: everything of EF.CardAccess, and a public key for each ChipAuthenticationInfo
/// of version 1 or 2.
#[must_use]
pub fn chip_security(chip_security: &[u8], card_access: &[u8]) -> Judgement {
    let mut report = Report::new("REQ-TR03110-3-A.1.2.3-1", CHIP_SECURITY);
    if let Some(infos) = signed_infos(chip_security, "EF.ChipSecurity", &mut report) {
        let access = SecurityInfos::read(card_access, Place::root("EF.CardAccess"), &mut report);
        report.clause(CHIP_SECURITY);
        judge_duplicates(&access, &infos, "EF.ChipSecurity", &mut report);
        for info in access.of(Kind::PrivilegedTerminal) {
            judge_privileged(info, &infos, &mut report);
        }
        judge_public_keys(
            &infos,
            |info| matches!(info.number(0), Some(1 | 2)),
            &mut report,
        );
    }
    report.finish()
}

/// Each SecurityInfo of EF.CardAccess, except PrivilegedTerminalInfo, is in the other file, too, byte for byte.
pub(crate) fn judge_duplicates(
    access: &SecurityInfos<'_>,
    other: &SecurityInfos<'_>,
    file: &str,
    report: &mut Report,
) {
    for info in &access.infos {
        let is_there = other
            .infos
            .iter()
            .any(|candidate| candidate.raw == info.raw);
        if info.kind != Kind::PrivilegedTerminal && !is_there {
            report.violation(
                &info.place,
                format!(
                    "{} ({}) that {file} does not have",
                    info.kind, info.protocol
                ),
                "the same bytes in both files",
            );
        }
    }
}

/// The signed SecurityInfos of a file; what is no SignedData is reported.
pub(crate) fn signed_infos<'a>(
    file: &'a [u8],
    name: &str,
    report: &mut Report,
) -> Option<SecurityInfos<'a>> {
    let signed = a_1_2_5_signed_data::read(file, name, report)?;
    Some(SecurityInfos::read(
        signed.content,
        signed.content_place,
        report,
    ))
}

fn judge_public_keys(
    infos: &SecurityInfos<'_>,
    needs_one: impl Fn(&Info<'_>) -> bool,
    report: &mut Report,
) {
    for info in infos
        .of(Kind::ChipAuthentication)
        .filter(|info| needs_one(info))
    {
        let is_public = infos
            .of(Kind::ChipAuthenticationPublicKey)
            .any(|key| belongs(info, key));
        if !is_public {
            report.violation(
                &info.place,
                format!("{} without ChipAuthenticationPublicKeyInfo", key_name(info)),
                "the public key of each ChipAuthenticationInfo of version 1 or 2",
            );
        }
    }
}

/// A PrivilegedTerminalInfo of EF.CardAccess: what is inside must be inside that of EF.ChipSecurity, where the public
/// keys come on top.
fn judge_privileged(info: &Info<'_>, infos: &SecurityInfos<'_>, report: &mut Report) {
    let inside = |info: &Info<'_>| {
        let set = info.fields.first().copied();
        set.map_or_else(Vec::new, |set| {
            let members = members(&set, &info.place, &mut Report::silent());
            members.iter().map(|member| member.raw.to_vec()).collect()
        })
    };
    let theirs: Vec<Vec<u8>> = infos
        .of(Kind::PrivilegedTerminal)
        .flat_map(inside)
        .collect();
    if inside(info).iter().any(|member| !theirs.contains(member)) {
        report.violation(
            &info.place,
            "an info for privileged terminals that EF.ChipSecurity does not have",
            "the same bytes in both files",
        );
    }
}
