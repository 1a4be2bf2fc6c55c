//! ChipAuthenticationPublicKeyInfo ([TR-03110-3 §A.1.1.2]).
//!
//! ```text
//! 30 ChipAuthenticationPublicKeyInfo
//! |- 06 id-PK-DH | id-PK-ECDH
//! |- 30 SubjectPublicKeyInfo
//! |  |- 30 AlgorithmIdentifier: the domain parameters
//! |  `- 03 the key: an uncompressed point, or an INTEGER for DH
//! `- 02 keyId, if any
//! ```

use crypto::PublicKey;

use super::a_1_1_2_chip_authentication::{agreement_of, belongs, judge_key_id, key_name};
use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::a_2_1_domain_parameters::{self as domain_parameters, DomainParameters, Steps};
use super::fields::Fields;
use crate::arcs::Agreement;
use crate::der::{Element, read_one, unsigned};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[TR-03110-3 §A.1.1.2]";

/// The ASN.1 syntax of one ChipAuthenticationPublicKeyInfo.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if agreement_of(info).is_none() {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-PK-DH or id-PK-ECDH");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    let key = fields.required(0x30, "chipAuthenticationPublicKey");
    fields.optional_integer(0x02, "keyId");
    fields.end();
    if let Some(key) = key {
        let place = info.place.below("chipAuthenticationPublicKey", key.offset);
        let mut fields = Fields::of(&key, &place, report);
        fields.required(0x30, "algorithm");
        fields.required(0x03, "subjectPublicKey");
        fields.end();
    }
}

/// The infos that a public key belongs to: how it is used, and with which domain parameters.
pub(crate) fn judge_reference(info: &Info<'_>, infos: &SecurityInfos<'_>, report: &mut Report) {
    judge_key_id(info, infos, report);
    let users: Vec<_> = infos
        .of(Kind::ChipAuthentication)
        .filter(|other| belongs(other, info))
        .collect();
    if users.is_empty() {
        report.violation(
            &info.place,
            format!("{} that no ChipAuthenticationInfo uses", key_name(info)),
            "a ChipAuthenticationInfo of the same key agreement and keyId",
        );
    }
    let described = infos
        .of(Kind::ChipAuthenticationDomainParameter)
        .any(|other| belongs(other, info));
    if described {
        return;
    }
    let found = format!(
        "{} without ChipAuthenticationDomainParameterInfo",
        key_name(info)
    );
    let expected = "a ChipAuthenticationDomainParameterInfo of the same key agreement and keyId";
    if !users.is_empty() && users.iter().all(|user| user.number(0) == Some(1)) {
        report.warning(
            &info.place,
            format!("{found}, used in version 1 only"),
            expected,
        );
    } else {
        report.violation(&info.place, found, expected);
    }
}

/// The domain parameters of the key, that the key is a valid one for them, and that they are those of the
/// ChipAuthenticationDomainParameterInfo.
pub(crate) fn judge_key(
    info: &Info<'_>,
    infos: &SecurityInfos<'_>,
    steps: Steps,
    report: &mut Report,
) {
    let Some(agreement) = agreement_of(info) else {
        return; // the syntax is judged apart
    };
    let Some((algorithm, key)) = split_key(info) else {
        return;
    };
    let place = info.place.below("algorithm", algorithm.offset);
    let Some(parameters) = domain_parameters::judge(&algorithm, agreement, steps, &place, report)
    else {
        return;
    };
    judge_same_parameters(info, infos, (&parameters, algorithm.raw), report);
    report.step(steps.parameters);
    report.clause(CLAUSE);
    let place = info.place.below("subjectPublicKey", key.offset);
    match agreement {
        Agreement::Dh => judge_public_value(&key, &place, report),
        Agreement::Ecdh => judge_point(&key, &parameters, &place, report),
    }
}

fn split_key<'a>(info: &Info<'a>) -> Option<(Element<'a>, Element<'a>)> {
    match info.fields.first()?.children().ok()?.as_slice() {
        [algorithm, key, ..] if key.tag == 0x03 => Some((*algorithm, *key)),
        _ => None,
    }
}

fn judge_same_parameters(
    info: &Info<'_>,
    infos: &SecurityInfos<'_>,
    (parameters, raw): (&DomainParameters<'_>, &[u8]),
    report: &mut Report,
) {
    let described = infos
        .of(Kind::ChipAuthenticationDomainParameter)
        .filter(|other| belongs(other, info));
    for algorithm in described.filter_map(|other| other.fields.first()) {
        if algorithm.raw == raw {
            continue;
        }
        let (mut silent, agreement) = (Report::silent(), agreement_of(info));
        let steps = Steps {
            algorithm: 1,
            parameters: 1,
        };
        let theirs = agreement.and_then(|agreement| {
            domain_parameters::judge(algorithm, agreement, steps, &info.place, &mut silent)
        });
        let same_curve = theirs
            .and_then(|theirs| theirs.curve())
            .is_some_and(|curve| parameters.curve() == Some(curve));
        if !same_curve {
            report.clause(CLAUSE);
            report.violation(
                &info.place.below("algorithm", info.place.offset),
                "other domain parameters than in the ChipAuthenticationDomainParameterInfo",
                "the same domain parameters",
            );
        }
    }
}

fn judge_point(
    key: &Element<'_>,
    parameters: &DomainParameters<'_>,
    place: &Place,
    report: &mut Report,
) {
    let Some((0, point)) = key
        .contents
        .split_first()
        .map(|(unused, point)| (*unused, point))
    else {
        report.violation(place, "a BIT STRING with unused bits", "whole bytes");
        return;
    };
    let Some(curve) = parameters.curve() else {
        report.undecided(
            place,
            "a key on a curve that this program does not know",
            "a point on the curve",
        );
        return;
    };
    if let Err(error) = PublicKey::decode(curve, point) {
        report.violation(
            place,
            format!("a key of {} bytes: {error}", point.len()),
            format!("an uncompressed point on {}", curve.name()),
        );
    }
}

fn judge_public_value(key: &Element<'_>, place: &Place, report: &mut Report) {
    let expected = "a public value above one, as an INTEGER";
    let Some((0, value)) = key
        .contents
        .split_first()
        .map(|(unused, value)| (*unused, value))
    else {
        report.violation(place, "a BIT STRING with unused bits", expected);
        return;
    };
    let number = match read_one(value, key.contents_offset() + 1) {
        Ok((element, [])) if element.tag == 0x02 => unsigned(&element),
        Ok(_) => {
            report.violation(place, "something else than one INTEGER", expected);
            return;
        }
        Err(fault) => Err(fault),
    };
    match number {
        Ok([0 | 1]) => report.violation(place, "a public value of zero or one", expected),
        Ok(_) => {}
        Err(fault) => report.fault(place, fault),
    }
}
