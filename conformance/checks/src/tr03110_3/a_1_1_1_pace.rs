//! PACEInfo and PACEDomainParameterInfo ([TR-03110-3 §A.1.1.1]).
//!
//! ```text
//! 30 PACEInfo                       30 PACEDomainParameterInfo
//! |- 06 id-PACE-x-y-cipher          |- 06 id-PACE-x-y
//! |- 02 version (2)                 |- 30 domainParameter
//! `- 02 parameterId, if any         `- 02 parameterId, if any
//! ```

use super::a_1_security_infos::{Info, Kind, SecurityInfos};
use super::a_2_1_domain_parameters::{
    self as domain_parameters, Steps, is_deprecated, is_reserved, is_standardized,
};
use super::fields::Fields;
use crate::arcs::{self, Agreement};
use crate::judgement::Report;

const CLAUSE: &str = "[TR-03110-3 §A.1.1.1]";

/// First identifier that is free for explicit domain parameters; those below are standardised or reserved.
const FIRST_EXPLICIT_ID: u32 = 32;

/// At least one PACEInfo, one of them with standardised domain parameters.
pub(crate) fn judge_presence(infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    infos.at_least_one(Kind::Pace, report);
    let standardized = |info: &Info<'_>| {
        let agreement = agreement_of(info);
        info.number(1)
            .is_some_and(|id| agreement.is_some_and(|agreement| is_standardized(agreement, id)))
    };
    if infos.of(Kind::Pace).next().is_some() && !infos.of(Kind::Pace).any(standardized) {
        report.violation(
            &infos.place,
            "no PACEInfo that names standardised domain parameters",
            "at least one of them",
        );
    }
}

/// Each set of explicit domain parameters that a PACEInfo uses is described.
pub(crate) fn judge_described(infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    for info in infos.of(Kind::Pace).filter(|info| uses_explicit(info)) {
        if described_by(info, infos) == 0 {
            report.violation(
                &info.place,
                "explicit domain parameters that no PACEDomainParameterInfo describes",
                "a PACEDomainParameterInfo with the same mapping and parameterId",
            );
        }
    }
}

/// The ASN.1 syntax of one PACEInfo.
pub(crate) fn judge_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    let protocol = &info.place.below("protocol", info.place.offset);
    match arcs::suite_name(info.protocol.0) {
        None => report.violation(
            protocol,
            info.protocol.to_string(),
            "a PACE protocol with mapping and cipher",
        ),
        Some(name) if name.contains("3DES") => {
            report.warning(protocol, name, "a cipher that is not deprecated")
        }
        Some(_) => {}
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    if let Some(version) = fields.integer("version") {
        let place = fields.place_of("version", info.place.offset);
        match version {
            2 => {}
            1 => fields
                .report()
                .warning(&place, "version 1, which is deprecated", "version 2"),
            other => fields
                .report()
                .violation(&place, format!("version {other}"), "version 2"),
        }
    }
    fields.optional_integer(0x02, "parameterId");
    fields.end();
}

/// The parameterId of one PACEInfo: standardised and fitting, or described by exactly one PACEDomainParameterInfo.
pub(crate) fn judge_parameter_id(info: &Info<'_>, infos: &SecurityInfos<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    let Some(agreement) = agreement_of(info) else {
        report.violation(&info.place, info.protocol.to_string(), "a known mapping");
        return;
    };
    let place = info.place.below("parameterId", info.place.offset);
    match info.number(1) {
        None => match described_by(info, infos) {
            1 => {}
            count => report.violation(
                &place,
                format!("no parameterId and {count} matching PACEDomainParameterInfo"),
                "a parameterId, or exactly one set of explicit domain parameters",
            ),
        },
        Some(id) if is_standardized(agreement, id) => judge_standardized(info, id, report),
        Some(id) if is_reserved(id) => report.violation(
            &place,
            format!("parameterId {id} with {}", agreement.name()),
            "a standardised identifier: 0 to 2 for DH, 8 to 18 for ECDH",
        ),
        Some(id) => {
            if described_by(info, infos) != 1 {
                report.violation(
                    &place,
                    format!(
                        "explicit parameterId {id}, described {} times",
                        described_by(info, infos)
                    ),
                    "exactly one PACEDomainParameterInfo with the same mapping and parameterId",
                );
            }
        }
    }
}

fn judge_standardized(info: &Info<'_>, id: u32, report: &mut Report) {
    let place = info.place.below("parameterId", info.place.offset);
    let integrated_mapping = matches!(info.protocol.below(&arcs::PACE), Some([4, _]));
    if integrated_mapping && id == 10 {
        report.violation(
            &place,
            "P-224 with the integrated mapping",
            "a curve that this mapping can use",
        );
    }
    if is_deprecated(id) {
        report.warning(
            &place,
            format!("parameterId {id}, which is deprecated"),
            "a current one",
        );
    }
}

/// The ASN.1 syntax of one PACEDomainParameterInfo.
pub(crate) fn judge_domain_syntax(info: &Info<'_>, report: &mut Report) {
    report.clause(CLAUSE);
    if agreement_of(info).is_none() {
        let place = info.place.below("protocol", info.place.offset);
        report.violation(&place, info.protocol.to_string(), "id-PACE with a mapping");
    }
    let mut fields = Fields::from_elements(&info.fields, &info.place, report);
    fields.required(0x30, "domainParameter");
    fields.optional_integer(0x02, "parameterId");
    fields.end();
}

/// The parameterId of one PACEDomainParameterInfo and the PACEInfo that it belongs to.
pub(crate) fn judge_domain_reference(
    info: &Info<'_>,
    infos: &SecurityInfos<'_>,
    report: &mut Report,
) {
    report.clause(CLAUSE);
    let place = info.place.below("parameterId", info.place.offset);
    let several = infos.of(Kind::PaceDomainParameter).count() > 1;
    match info.number(1) {
        None if several => report.violation(
            &place,
            "no parameterId beside other explicit domain parameters",
            "a parameterId in each",
        ),
        Some(id) if id < FIRST_EXPLICIT_ID => report.violation(
            &place,
            format!("parameterId {id}, which is kept for standardised parameters"),
            "32 or more",
        ),
        _ => {}
    }
    if !infos.of(Kind::Pace).any(|pace| describes(info, pace)) {
        report.violation(
            &info.place,
            "domain parameters that no PACEInfo uses",
            "a PACEInfo with the same mapping and parameterId",
        );
    }
}

/// The domain parameters themselves.
pub(crate) fn judge_domain_parameters(info: &Info<'_>, report: &mut Report) {
    let (Some(agreement), Some(algorithm)) = (agreement_of(info), info.fields.first()) else {
        return; // the syntax is judged apart
    };
    let place = info.place.below("domainParameter", algorithm.offset);
    let steps = Steps {
        algorithm: 3,
        parameters: 4,
    };
    let parameters = domain_parameters::judge(algorithm, agreement, steps, &place, report);
    if parameters.is_some_and(|parameters| parameters.standardized_id().is_some()) {
        report.clause(CLAUSE);
        report.step(steps.algorithm);
        report.warning(
            &place,
            "a reference to standardised domain parameters",
            "explicit ones",
        );
    }
}

/// DH or ECDH, by the first arc below id-PACE.
pub(crate) fn agreement_of(info: &Info<'_>) -> Option<Agreement> {
    info.protocol
        .below(&arcs::PACE)
        .and_then(|arcs| arcs.first())
        .and_then(|&arc| Agreement::of_pace_arc(arc))
}

fn uses_explicit(info: &Info<'_>) -> bool {
    info.number(1).is_none_or(|id| !is_reserved(id))
}

fn described_by(info: &Info<'_>, infos: &SecurityInfos<'_>) -> usize {
    infos
        .of(Kind::PaceDomainParameter)
        .filter(|domain| describes(domain, info))
        .count()
}

/// Whether a PACEDomainParameterInfo belongs to a PACEInfo: same mapping, same identifier where both have one.
fn describes(domain: &Info<'_>, pace: &Info<'_>) -> bool {
    let mapping = |info: &Info<'_>| {
        info.protocol
            .below(&arcs::PACE)
            .and_then(|arcs| arcs.first().copied())
    };
    let same_id = match (domain.number(1), pace.number(1)) {
        (Some(ours), Some(theirs)) => ours == theirs,
        (_, None) => true,
        (None, Some(_)) => false,
    };
    mapping(domain) == mapping(pace) && same_id
}
