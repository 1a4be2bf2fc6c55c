//! PrivilegedTerminalInfo ([TR-03110-3 §A.1.1.9], [TR-03110-3 §A.1.2.1]).
//!
//! ```text
//! 30 PrivilegedTerminalInfo
//! |- 06 id-PT
//! `- 31 privilegedTerminalInfos: SecurityInfos of the keys for privileged terminals
//! ```

use super::a_1_1_2_chip_authentication::{self as chip_authentication, belongs, key_name};
use super::a_1_1_2_chip_public_key as chip_public_key;
use super::a_1_security_infos::{Info, Kind, SecurityInfos, members};
use super::a_2_1_domain_parameters::Steps;
use super::fields::Fields;
use crate::judgement::Report;

const CLAUSE: &str = "[TR-03110-3 §A.1.1.9]";
const CARD_ACCESS: &str = "[TR-03110-3 §A.1.2.1]";
const CHIP_SECURITY: &str = "[TR-03110-3 §A.1.2.3]";

/// Everything about the public keys belongs to the second expected result of the test case.
const STEPS: Steps = Steps {
    algorithm: 2,
    parameters: 2,
};

/// The ASN.1 syntax of one PrivilegedTerminalInfo and of the infos inside.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if info.protocol.0 != crate::arcs::PT {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-PT itself");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    fields.required(0x31, "privilegedTerminalInfos");
    fields.end();
    let inner = inner_infos(info, report);
    for inner in &inner.infos {
        match inner.kind {
            Kind::ChipAuthentication => chip_authentication::judge_syntax(inner, report),
            Kind::ChipAuthenticationDomainParameter => {
                chip_authentication::judge_domain_syntax(inner, report);
                chip_authentication::judge_domain_parameters(
                    inner,
                    Steps {
                        algorithm: 1,
                        parameters: 1,
                    },
                    report,
                );
            }
            Kind::ChipAuthenticationPublicKey => chip_public_key::judge_syntax(inner, report),
            _ => {}
        }
    }
}

/// For each key: a ChipAuthenticationInfo and its domain parameters, and a keyId in both.
pub(crate) fn judge_keys(info: &Info<'_>, report: &mut Report) {
    let inner = inner_infos(info, &mut Report::silent());
    report.clause(CARD_ACCESS);
    if inner.of(Kind::ChipAuthentication).next().is_none() {
        report.violation(
            &info.place,
            "no ChipAuthenticationInfo inside",
            "one for each privileged key",
        );
    }
    for key in inner.of(Kind::ChipAuthentication) {
        if key.number(1).is_none() {
            report.violation(
                &key.place.below("keyId", key.place.offset),
                "no keyId",
                "a keyId, as there is more than one key",
            );
        }
        let described = inner
            .of(Kind::ChipAuthenticationDomainParameter)
            .any(|other| belongs(key, other));
        if !described {
            report.violation(
                &key.place,
                format!(
                    "{} without ChipAuthenticationDomainParameterInfo",
                    key_name(key)
                ),
                "a ChipAuthenticationDomainParameterInfo beside it",
            );
        }
    }
}

/// For each key: its public key is inside, too, and is a valid one.
pub(crate) fn judge_public_keys(info: &Info<'_>, report: &mut Report) {
    let inner = inner_infos(info, &mut Report::silent());
    for public in inner.of(Kind::ChipAuthenticationPublicKey) {
        chip_public_key::judge_key(public, &inner, STEPS, report);
    }
    report.clause(CHIP_SECURITY);
    for key in inner.of(Kind::ChipAuthentication) {
        let is_public = inner
            .of(Kind::ChipAuthenticationPublicKey)
            .any(|other| belongs(key, other));
        if !is_public {
            report.violation(
                &key.place,
                format!("{} without ChipAuthenticationPublicKeyInfo", key_name(key)),
                "a ChipAuthenticationPublicKeyInfo beside it",
            );
        }
    }
}

/// All privileged keys are in one PrivilegedTerminalInfo.
pub(crate) fn judge_at_most_one(infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    for extra in infos.of(Kind::PrivilegedTerminal).skip(1) {
        report.violation(
            &extra.place,
            "a second PrivilegedTerminalInfo",
            "exactly one",
        );
    }
}

/// The infos inside.
fn inner_infos<'a>(info: &Info<'a>, report: &mut Report) -> SecurityInfos<'a> {
    let place = info
        .place
        .below("privilegedTerminalInfos", info.place.offset);
    let infos = match info.fields.first() {
        Some(set) if set.tag == 0x31 => members(set, &place, report),
        _ => Vec::new(),
    };
    SecurityInfos { infos, place }
}
