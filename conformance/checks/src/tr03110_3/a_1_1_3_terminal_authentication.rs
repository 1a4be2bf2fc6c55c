//! TerminalAuthenticationInfo ([TR-03110-3 §A.1.1.3]).
//!
//! ```text
//! 30 TerminalAuthenticationInfo
//! |- 06 id-TA
//! |- 02 version (1, 2)
//! `- 30 efCVCA: 04 fid, 04 sfid if any; in version 1 only
//! ```

use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::fields::Fields;
use crate::arcs;
use crate::der::Element;
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1.1.3]";

/// At least one TerminalAuthenticationInfo of version 2 ([TR-03110-3 §A.1.2.1]).
pub(crate) fn judge_presence(infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause("[TR-03110-3 §A.1.2.1]");
    let version_2 = infos
        .of(Kind::TerminalAuthentication)
        .any(|info| info.number(0) == Some(2));
    if !version_2 {
        report.violation(
            &infos.place,
            "no TerminalAuthenticationInfo of version 2",
            "at least one TerminalAuthenticationInfo of version 2",
        );
    }
}

/// The ASN.1 syntax of one TerminalAuthenticationInfo.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if info.protocol.0 != arcs::TA {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(
            &place,
            info.protocol.to_string(),
            "id-TA itself, no single algorithm",
        );
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    let version = fields.integer("version");
    let file = fields.optional(0x30);
    fields.end();
    let place = info.place.below("version", info.place.offset);
    match version {
        Some(other) if !(1..=2).contains(&other) => {
            report.violation(&place, format!("version {other}"), "version 1 or 2");
        }
        Some(2) if file.is_some() => {
            report.violation(
                &info.place.below("efCVCA", info.place.offset),
                "efCVCA in version 2",
                "no efCVCA",
            );
        }
        _ => {}
    }
    if let Some(file) = file {
        judge_file_id(&file, &info.place.below("efCVCA", file.offset), report);
    }
}

/// FileID: a file identifier of two bytes and a short one of one byte, if any.
pub(super) fn judge_file_id(file: &Element<'_>, place: &Place, report: &mut Report) {
    let mut fields = Fields::of(file, place, report);
    let parts = [
        (fields.required(0x04, "fid"), "fid", 2),
        (fields.optional(0x04), "sfid", 1),
    ];
    fields.end();
    for (part, name, length) in parts {
        let Some(part) = part.filter(|part| part.contents.len() != length) else {
            continue;
        };
        report.violation(
            &place.below(name, part.offset),
            format!("{} bytes", part.contents.len()),
            format!("{length} bytes"),
        );
    }
}
