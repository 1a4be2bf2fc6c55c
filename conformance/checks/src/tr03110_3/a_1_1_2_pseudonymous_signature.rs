//! PSAInfo ([TR-03110-3 §A.1.1.2]).
//!
//! ```text
//! 30 PSAInfo
//! |- 06 id-PSA-ECDH-ECSchnorr-SHA-x
//! |- 30 02 version (1), 02 ps1-authInfo, 02 ps2-authInfo (0, 1, 2)
//! `- 02 keyId
//! ```

use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::fields::Fields;
use crate::arcs;
use crate::judgement::Report;

const CLAUSE: &str = "[TR-03110-3 §A.1.1.2]";

/// The ASN.1 syntax of one PSAInfo, and the ChipAuthenticationInfo of version 3 behind its key.
pub(crate) fn judge(info: &Info<'_>, infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if arcs::suite_name(info.protocol.0).is_none() {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(
            &place,
            info.protocol.to_string(),
            "id-PSA-ECDH-ECSchnorr with SHA-256, SHA-384 or SHA-512",
        );
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    let required = fields.required(0x30, "requiredData");
    let key_id = fields.integer("keyId");
    fields.end();
    if let Some(required) = required {
        let place = info.place.below("requiredData", required.offset);
        let mut fields = Fields::of(&required, &place, report);
        expect(&mut fields, "version", 1..=1);
        expect(&mut fields, "ps1-authInfo", 0..=2);
        expect(&mut fields, "ps2-authInfo", 0..=2);
        fields.end();
    }
    if let Some(id) = key_id {
        judge_key(info, id, infos, report);
    }
}

fn expect(fields: &mut Fields<'_, '_>, name: &'static str, allowed: std::ops::RangeInclusive<u32>) {
    let Some(value) = fields.integer(name) else {
        return;
    };
    if !allowed.contains(&value) {
        let place = fields.place_of(name, fields.offset());
        fields.report().violation(
            &place,
            format!("{name} {value}"),
            format!("{} to {}", allowed.start(), allowed.end()),
        );
    }
}

fn judge_key(info: &Info<'_>, id: u32, infos: &SecurityInfos<'_>, report: &mut Report) {
    let is_used = infos
        .of(Kind::ChipAuthentication)
        .any(|other| other.number(0) == Some(3) && other.number(1) == Some(id));
    if !is_used {
        report.warning(
            &info.place.below("keyId", info.place.offset),
            format!("key {id}, which no ChipAuthenticationInfo of version 3 names"),
            "a ChipAuthenticationInfo of version 3 with the same keyId",
        );
    }
}
