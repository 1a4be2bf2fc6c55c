//! CardInfo ([TR-03110-3 §A.1.1.7]).
//!
//! ```text
//! 30 CardInfo
//! |- 06 id-CI
//! |- 16 urlCardInfo
//! `- 30 efCardInfo: 04 fid, 04 sfid    or    A0 extCardInfoData
//!                                            |- A0 efCardInfo
//!                                            |- 81 supportedTRVersion
//!                                            |- A2 suppTerminalTypes: 30 { 06 type, 31 { 06 extension } }
//!                                            |- 83 maxSCNo (to 127)
//!                                            `- 84 envInfo
//! ```

use super::a_1_1_3_terminal_authentication::judge_file_id;
use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::fields::Fields;
use crate::der::{Element, StringKind, boolean};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1.1.7]";

/// Largest number of session contexts.
const MAX_SESSION_CONTEXTS: u32 = 127;

/// Exactly one CardInfo should be there; the guideline only recommends it, so anything else is a warning.
pub(crate) fn judge_presence(infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    let count = infos.of(Kind::Card).count();
    if count != 1 {
        report.warning(
            &infos.place,
            format!("{count} CardInfo"),
            "exactly one CardInfo",
        );
    }
}

/// The ASN.1 syntax of one CardInfo.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if info.protocol.0 != crate::arcs::CI {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-CI itself");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    let url = fields.string(StringKind::Ia5, "urlCardInfo");
    let file = fields.optional(0x30);
    let extended = if file.is_none() {
        fields.optional(0xA0)
    } else {
        None
    };
    fields.end();
    if let Some(url) = url.filter(|url| !looks_like_url(url.contents)) {
        let text = String::from_utf8_lossy(url.contents).into_owned();
        report.warning(
            &info.place.below("urlCardInfo", url.offset),
            format!("\"{text}\""),
            "a location",
        );
    }
    if let Some(file) = file {
        judge_file_id(&file, &info.place.below("efCardInfo", file.offset), report);
    }
    if let Some(extended) = extended {
        judge_extended(
            &extended,
            &info.place.below("extCardInfoData", extended.offset),
            report,
        );
    }
}

fn looks_like_url(text: &[u8]) -> bool {
    let scheme = text.split(|&byte| byte == b':').next().unwrap_or_default();
    scheme.len() < text.len()
        && scheme.first().is_some_and(u8::is_ascii_alphabetic)
        && scheme
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(byte))
}

fn judge_extended(extended: &Element<'_>, place: &Place, report: &mut Report) {
    let mut fields = Fields::of(extended, place, report);
    let file = fields.optional(0xA0);
    if let Some(version) = fields.optional(0x81) {
        fields.text(&version, StringKind::Utf8, "supportedTRVersion");
        if !version.contents.starts_with(b"Version ") {
            let at = fields.place_of("supportedTRVersion", version.offset);
            let text = String::from_utf8_lossy(version.contents).into_owned();
            fields.report().warning(
                &at,
                format!("\"{text}\""),
                "\"Version 2.21\" or another version",
            );
        }
    }
    let types = fields.optional(0xA2);
    if let Some(contexts) = fields
        .optional_integer(0x83, "maxSCNo")
        .filter(|contexts| *contexts > MAX_SESSION_CONTEXTS)
    {
        let at = fields.place_of("maxSCNo", extended.offset);
        fields
            .report()
            .violation(&at, contexts.to_string(), "at most 127");
    }
    if let Some(Err(fault)) = fields.optional(0x84).map(|element| boolean(&element)) {
        let at = fields.place_of("envInfo", fault.offset);
        fields.report().fault(&at, fault);
    }
    fields.end();
    if let Some(file) = file {
        judge_file_id(&file, &place.below("efCardInfo", file.offset), report);
    }
    if let Some(types) = types {
        judge_terminal_types(
            &types,
            &place.below("suppTerminalTypes", types.offset),
            report,
        );
    }
}

fn judge_terminal_types(types: &Element<'_>, place: &Place, report: &mut Report) {
    let children = match types.children() {
        Ok(children) => children,
        Err(fault) => {
            report.fault(place, fault);
            return;
        }
    };
    for (index, child) in children.iter().enumerate() {
        let place = place.item(index, child.offset);
        if child.tag != 0x30 {
            report.violation(
                &place,
                format!("tag {:02X}", child.tag),
                "SupportedTerminalTypes with tag 30",
            );
            continue;
        }
        let mut fields = Fields::of(child, &place, report);
        fields.oid("supportedTerminalType");
        let extensions = fields.optional(0x31);
        fields.end();
        if let Some(extensions) = extensions {
            let place = place.below("supportedAuthorizations", extensions.offset);
            judge_object_identifiers(&extensions, &place, report);
        }
    }
}

fn judge_object_identifiers(set: &Element<'_>, place: &Place, report: &mut Report) {
    for child in set.children().unwrap_or_default() {
        if child.tag != 0x06 {
            report.violation(
                place,
                format!("tag {:02X}", child.tag),
                "object identifiers",
            );
        }
    }
}
