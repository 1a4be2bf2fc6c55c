//! EIDSecurityInfo ([TR-03110-3 §A.1.1.8]).
//!
//! ```text
//! 30 EIDSecurityInfo
//! |- 06 id-eIDSecurity
//! |- 30 eIDSecurityObject
//! |  |- 30 hashAlgorithm
//! |  `- 30 dataGroupHashValues: 30 { 02 dataGroupNumber, 04 dataGroupHashValue }
//! `- 30 eIDVersionInfo, if any: 13 eIDVersion, 13 unicodeVersion
//! ```

use std::collections::BTreeSet;

use crypto::Hash;

use super::a_1_2_5_signature::hash_of;
use super::a_1_security_infos::Info;
use super::fields::Fields;
use crate::der::{Element, StringKind};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1.1.8]";

/// The ASN.1 syntax of one EIDSecurityInfo; each hash as long as its algorithm makes it, each data group once.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if info.protocol.0 != crate::arcs::EID_SECURITY {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-eIDSecurity itself");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    let object = fields.required(0x30, "eIDSecurityObject");
    let versions = fields.optional(0x30);
    fields.end();
    if let Some(object) = object {
        judge_object(
            &object,
            &info.place.below("eIDSecurityObject", object.offset),
            report,
        );
    }
    if let Some(versions) = versions {
        let place = info.place.below("eIDVersionInfo", versions.offset);
        let mut fields = Fields::of(&versions, &place, report);
        fields.string(StringKind::Printable, "eIDVersion");
        fields.string(StringKind::Printable, "unicodeVersion");
        fields.end();
    }
}

fn judge_object(object: &Element<'_>, place: &Place, report: &mut Report) {
    let mut fields = Fields::of(object, place, report);
    let algorithm = fields.required(0x30, "hashAlgorithm");
    let values = fields.required(0x30, "dataGroupHashValues");
    fields.end();
    let hash = algorithm.and_then(|algorithm| {
        let place = place.below("hashAlgorithm", algorithm.offset);
        let mut fields = Fields::of(&algorithm, &place, report);
        let oid = fields.oid("algorithm")?;
        let hash = hash_of(oid.0);
        if hash.is_none() {
            report.undecided(&place, format!("hash algorithm {oid}"), "SHA-1 or SHA-2");
        }
        hash
    });
    let Some(values) = values else {
        return;
    };
    let place = place.below("dataGroupHashValues", values.offset);
    let children = match values.children() {
        Ok(children) => children,
        Err(fault) => {
            report.fault(&place, fault);
            return;
        }
    };
    let mut seen = BTreeSet::new();
    for (index, child) in children.iter().enumerate() {
        let place = place.item(index, child.offset);
        let number = judge_value(child, hash, &place, report);
        if number.is_some_and(|number| !seen.insert(number)) {
            report.violation(
                &place,
                "a data group for the second time",
                "each data group once",
            );
        }
    }
}

fn judge_value(
    value: &Element<'_>,
    hash: Option<Hash>,
    place: &Place,
    report: &mut Report,
) -> Option<u32> {
    if value.tag != 0x30 {
        report.violation(
            place,
            format!("tag {:02X}", value.tag),
            "DataGroupHash with tag 30",
        );
        return None;
    }
    let mut fields = Fields::of(value, place, report);
    let number = fields.integer("dataGroupNumber");
    let digest = fields.required(0x04, "dataGroupHashValue");
    fields.end();
    let length = digest.map(|digest| digest.contents.len());
    if let (Some(hash), Some(length)) = (hash, length)
        && length != hash.len()
    {
        report.violation(
            &place.below("dataGroupHashValue", place.offset),
            format!("{length} bytes"),
            format!("{} bytes", hash.len()),
        );
    }
    number
}
