//! RestrictedIdentificationInfo and RestrictedIdentificationDomainParameterInfo ([TR-03110-3 §A.1.1.4]).
//!
//! ```text
//! 30 RestrictedIdentificationInfo                          30 RestrictedIdentificationDomainParameterInfo
//! |- 06 id-RI-x-SHA-y                                      |- 06 id-RI-x
//! |- 30 params: 02 version (1), 02 keyId, 01 authorizedOnly `- 30 domainParameter
//! `- 02 maxKeyLen, if any
//! ```

use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::a_2_1_domain_parameters::{self as domain_parameters, Steps};
use super::fields::Fields;
use crate::arcs::{self, Agreement};
use crate::judgement::Report;

const CLAUSE: &str = "[TR-03110-3 §A.1.1.4]";

/// What the params of one RestrictedIdentificationInfo say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RestrictedKey {
    pub(crate) id: u32,
    pub(crate) authorized_only: bool,
}

/// The ASN.1 syntax of one RestrictedIdentificationInfo; its key comes back if it can be read.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) -> Option<RestrictedKey> {
    report.clause(CLAUSE);
    let protocol = &info.place.below("protocol", info.place.offset);
    match arcs::suite_name(info.protocol.0) {
        None => report.violation(
            protocol,
            info.protocol.to_string(),
            "id-RI with key agreement and hash",
        ),
        Some(name) if name.ends_with("SHA-1") => {
            report.warning(protocol, name, "a hash that is not deprecated")
        }
        Some(_) => {}
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    let params = fields.required(0x30, "params");
    fields.optional_integer(0x02, "maxKeyLen");
    fields.end();
    let params = params?;
    let mut fields = Fields::of(&params, &info.place.below("params", params.offset), report);
    if let Some(version) = fields.integer("version").filter(|version| *version != 1) {
        let place = fields.place_of("version", params.offset);
        fields
            .report()
            .violation(&place, format!("version {version}"), "version 1");
    }
    let id = fields.integer("keyId");
    let authorized_only = fields.boolean("authorizedOnly");
    fields.end();
    Some(RestrictedKey {
        id: id?,
        authorized_only: authorized_only?,
    })
}

/// At most one RestrictedIdentificationDomainParameterInfo; none is `missing`, as the caller knows what that means.
pub(crate) fn judge_domain_count(infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    for extra in infos
        .of(Kind::RestrictedIdentificationDomainParameter)
        .skip(1)
    {
        report.violation(
            &extra.place,
            "a second RestrictedIdentificationDomainParameterInfo",
            "at most one",
        );
    }
}

/// The ASN.1 syntax of one RestrictedIdentificationDomainParameterInfo.
pub(crate) fn judge_domain_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if agreement_of(info).is_none() {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-RI-DH or id-RI-ECDH");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    fields.required(0x30, "domainParameter");
    fields.end();
}

/// The domain parameters themselves.
pub(crate) fn judge_domain_parameters(info: &Info<'_>, report: &mut Report) {
    let (Some(agreement), Some(algorithm)) = (agreement_of(info), info.fields.first()) else {
        return; // the syntax is judged apart
    };
    let place = info.place.below("domainParameter", algorithm.offset);
    let steps = Steps {
        algorithm: 2,
        parameters: 3,
    };
    domain_parameters::judge(algorithm, agreement, steps, &place, report);
}

fn agreement_of(info: &Info<'_>) -> Option<Agreement> {
    let arcs = info.protocol.below(&arcs::RI)?;
    arcs.first().and_then(|&arc| Agreement::of_arc(arc))
}
