//! Domain parameters as AlgorithmIdentifier: standardised by number or explicit ([TR-03110-3 §A.2.1]).
//!
//! ```text
//! 30 AlgorithmIdentifier
//! |- 06 standardizedDomainParameters | dhpublicnumber | id-ecPublicKey
//! `- 02 id                           | 30 X9.42       | 30 ECParameters
//! ```

use crypto::Curve;

use super::a_2_1_explicit_parameters as explicit;
use super::fields::Fields;
use crate::arcs::{self, Agreement};
use crate::der::{Element, small_unsigned};
use crate::judgement::{Place, Report};

const STANDARDIZED: &str = "[TR-03110-3 §A.2.1.1]";
const EXPLICIT: &str = "[TR-03110-3 §A.2.1.2]";

/// Which expected results of the test case the two halves of the judgement belong to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Steps {
    /// The object identifier and its kind of parameters.
    pub(crate) algorithm: u8,
    /// The parameters behind it.
    pub(crate) parameters: u8,
}

/// Domain parameters that could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum DomainParameters<'a> {
    /// A row of the table of standardised parameters.
    Standardized(u32),
    /// A curve written out; `None` when this program does not know it.
    Curve(Option<Curve>, &'a [u8]),
    /// A prime field written out.
    Field(&'a [u8]),
}

impl DomainParameters<'_> {
    /// The row of the table, if that is what was given.
    pub(crate) fn standardized_id(&self) -> Option<u32> {
        match self {
            Self::Standardized(id) => Some(*id),
            _ => None,
        }
    }

    /// The curve, if it is a known one.
    pub(crate) fn curve(&self) -> Option<Curve> {
        match self {
            Self::Standardized(id) => u8::try_from(*id).ok().and_then(Curve::from_parameter_id),
            Self::Curve(curve, _) => *curve,
            Self::Field(_) => None,
        }
    }
}

/// Whether `id` is a row of the table for this key agreement.
pub(crate) fn is_standardized(agreement: Agreement, id: u32) -> bool {
    match agreement {
        Agreement::Dh => id <= 2,
        Agreement::Ecdh => (8..=18).contains(&id),
    }
}

/// Whether `id` may not be used for explicit parameters.
pub(crate) fn is_reserved(id: u32) -> bool {
    id < 32
}

/// Whether the table calls `id` deprecated.
pub(crate) fn is_deprecated(id: u32) -> bool {
    matches!(id, 0 | 8 | 9)
}

/// Judges an AlgorithmIdentifier that describes domain parameters for `agreement`; what could be read comes back.
pub(crate) fn judge<'a>(
    algorithm: &Element<'a>,
    agreement: Agreement,
    steps: Steps,
    place: &Place,
    report: &mut Report,
) -> Option<DomainParameters<'a>> {
    report.step(steps.algorithm);
    report.clause(STANDARDIZED);
    let mut fields = Fields::of(algorithm, place, report);
    let oid = fields.oid("algorithm")?;
    let parameters = fields.any("parameters")?;
    fields.end();
    let inner = place.below("parameters", parameters.offset);
    if oid.0 == arcs::STANDARDIZED_PARAMETERS {
        return judge_standardized(&parameters, agreement, &inner, report);
    }
    report.clause(EXPLICIT);
    let expected = match agreement {
        Agreement::Dh => arcs::DH_PUBLIC_NUMBER,
        Agreement::Ecdh => arcs::EC_PUBLIC_KEY,
    };
    if oid.0 != expected {
        report.violation(
            place,
            format!("algorithm {oid}"),
            match agreement {
                Agreement::Dh => "standardizedDomainParameters or dhpublicnumber",
                Agreement::Ecdh => "standardizedDomainParameters or id-ecPublicKey",
            },
        );
        return None;
    }
    report.step(steps.parameters);
    match agreement {
        Agreement::Dh => explicit::judge_field(&parameters, &inner, report),
        Agreement::Ecdh => explicit::judge_curve(&parameters, &inner, report),
    }
}

fn judge_standardized<'a>(
    parameters: &Element<'a>,
    agreement: Agreement,
    place: &Place,
    report: &mut Report,
) -> Option<DomainParameters<'a>> {
    if parameters.tag != 0x02 {
        report.violation(
            place,
            format!("tag {:02X}", parameters.tag),
            "the number as an INTEGER",
        );
        return None;
    }
    let id = match small_unsigned(parameters) {
        Ok(id) => id,
        Err(fault) => {
            report.fault(place, fault);
            return None;
        }
    };
    if !is_standardized(agreement, id) {
        report.violation(
            place,
            format!("standardised parameters {id} with {}", agreement.name()),
            "0 to 2 for DH, 8 to 18 for ECDH",
        );
        return None;
    }
    if is_deprecated(id) {
        report.warning(
            place,
            format!("standardised parameters {id}, which are deprecated"),
            "current ones",
        );
    }
    Some(DomainParameters::Standardized(id))
}
