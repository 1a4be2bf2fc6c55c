//! ChipAuthenticationInfo and ChipAuthenticationDomainParameterInfo ([TR-03110-3 §A.1.1.2]).
//!
//! ```text
//! 30 ChipAuthenticationInfo         30 ChipAuthenticationDomainParameterInfo
//! |- 06 id-CA-x-cipher              |- 06 id-CA-x
//! |- 02 version (1, 2, 3)           |- 30 domainParameter
//! `- 02 keyId, if any               `- 02 keyId, if any
//! ```

use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::a_2_1_domain_parameters::{self as domain_parameters, Steps};
use super::fields::Fields;
use crate::arcs::{self, Agreement};
use crate::judgement::Report;

const CLAUSE: &str = "[TR-03110-3 §A.1.1.2]";

/// The ASN.1 syntax of one ChipAuthenticationInfo.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    let protocol = &info.place.below("protocol", info.place.offset);
    match arcs::suite_name(info.protocol.0) {
        None => report.violation(
            protocol,
            info.protocol.to_string(),
            "id-CA with key agreement and cipher",
        ),
        Some(name) if name.contains("3DES") => {
            report.warning(protocol, name, "a cipher that is not deprecated")
        }
        Some(_) => {}
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    if let Some(version) = fields
        .integer("version")
        .filter(|version| !(1..=3).contains(version))
    {
        let place = fields.place_of("version", info.place.offset);
        fields
            .report()
            .violation(&place, format!("version {version}"), "version 1, 2 or 3");
    }
    fields.optional_integer(0x02, "keyId");
    fields.end();
}

/// The ASN.1 syntax of one ChipAuthenticationDomainParameterInfo.
pub(crate) fn judge_domain_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if agreement_of(info).is_none() {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-CA-DH or id-CA-ECDH");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    fields.required(0x30, "domainParameter");
    fields.optional_integer(0x02, "keyId");
    fields.end();
}

/// A keyId must be there as soon as it is needed to tell keys apart.
pub(crate) fn judge_key_id(info: &Info<'_>, infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if info.number(1).is_none() && needs_key_ids(infos) {
        report.violation(
            &info.place.below("keyId", info.place.offset),
            "no keyId",
            "a keyId in every structure, as there is more than one key, or Chip Authentication version 3",
        );
    }
}

/// The ChipAuthenticationInfo that one ChipAuthenticationDomainParameterInfo belongs to.
pub(crate) fn judge_domain_reference(
    info: &Info<'_>,
    infos: &SecurityInfos<'_>,
    report: &mut Report,
) {
    judge_key_id(info, infos, report);
    if !infos
        .of(Kind::ChipAuthentication)
        .any(|other| belongs(other, info))
    {
        report.violation(
            &info.place,
            format!(
                "domain parameters for {} that no ChipAuthenticationInfo uses",
                key_name(info)
            ),
            "a ChipAuthenticationInfo of the same key agreement and keyId",
        );
    }
}

/// The domain parameters themselves.
pub(crate) fn judge_domain_parameters(info: &Info<'_>, steps: Steps, report: &mut Report) {
    let (Some(agreement), Some(algorithm)) = (agreement_of(info), info.fields.first()) else {
        return; // the syntax is judged apart
    };
    let place = info.place.below("domainParameter", algorithm.offset);
    domain_parameters::judge(algorithm, agreement, steps, &place, report);
}

/// Whether key identifiers are mandatory, as far as one file can tell.
pub(crate) fn needs_key_ids(infos: &SecurityInfos<'_>) -> bool {
    let several = |kind| infos.of(kind).count() > 1;
    let version_3 = infos
        .of(Kind::ChipAuthentication)
        .any(|info| info.number(0) == Some(3));
    version_3
        || several(Kind::ChipAuthenticationDomainParameter)
        || several(Kind::ChipAuthenticationPublicKey)
        || infos.of(Kind::PrivilegedTerminal).next().is_some()
}

/// Whether two infos of Chip Authentication are about the same key: same key agreement, same identifier where both
/// have one.
pub(crate) fn belongs(one: &Info<'_>, other: &Info<'_>) -> bool {
    let same_key = match (one.number(1), other.number(1)) {
        (Some(ours), Some(theirs)) => ours == theirs,
        _ => true,
    };
    agreement_of(one).is_some() && agreement_of(one) == agreement_of(other) && same_key
}

/// DH or ECDH, by the first arc below id-CA or id-PK.
pub(crate) fn agreement_of(info: &Info<'_>) -> Option<Agreement> {
    let arcs = info
        .protocol
        .below(&arcs::CA)
        .or_else(|| info.protocol.below(&arcs::PK))?;
    arcs.first().and_then(|&arc| Agreement::of_arc(arc))
}

/// How a text speaks of the key of an info.
pub(crate) fn key_name(info: &Info<'_>) -> String {
    info.number(1)
        .map_or_else(|| "the only key".to_owned(), |id| format!("key {id}"))
}
