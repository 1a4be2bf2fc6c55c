//! Explicit domain parameters: X9.42 for DH, ECParameters for ECDH ([TR-03110-3 §A.2.1.2], [TR-03111 §5.1.1]).
//!
//! ```text
//! 30 DomainParameters (X9.42)      30 ECParameters
//! |- 02 p                          |- 02 version (1)
//! |- 02 g                          |- 30 fieldID: 06 prime-field, 02 p
//! |- 02 q                          |- 30 curve: 04 a, 04 b, 03 seed if any
//! |- 02 j, if any                  |- 04 base point
//! `- 30 validation, if any         |- 02 order
//!                                  `- 02 cofactor, if any
//! ```

use crypto::Curve;

use super::a_2_1_domain_parameters::DomainParameters;
use super::fields::Fields;
use crate::arcs;
use crate::der::{Element, unsigned};
use crate::judgement::{Place, Report};
use crate::modulus::Modulus;

/// Judges the parameters of a prime field with a subgroup.
pub(super) fn judge_field<'a>(
    parameters: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<DomainParameters<'a>> {
    if !expect_sequence(parameters, place, report) {
        return None;
    }
    let mut fields = Fields::of(parameters, place, report);
    let [p, g, q] = ["p", "g", "q"].map(|name| magnitude(&mut fields, name));
    fields.optional(0x02);
    fields.optional(0x30);
    fields.end();
    let (p, g, q) = (p?, g?, q?);
    match field_defect(p, g, q) {
        Some(found) => {
            report.violation(
                place,
                found,
                "primes p and q, q dividing p - 1, g of order q",
            );
            None
        }
        None => Some(DomainParameters::Field(parameters.raw)),
    }
}

fn field_defect(p: &[u8], g: &[u8], q: &[u8]) -> Option<&'static str> {
    let Some(field) = Modulus::new(p).filter(Modulus::is_probably_prime) else {
        return Some("a p that is no prime of at most 4096 bits");
    };
    if !Modulus::new(q).is_some_and(|order| order.is_probably_prime()) {
        return Some("a q that is no prime");
    }
    let (Some(g), Some(q)) = (field.number(g), field.number(q)) else {
        return Some("a g or q that is not below p");
    };
    if !field.order_fits(&q) {
        return Some("a q that does not divide p - 1");
    }
    let trivial = g.is_zero().to_bool() || g.is_one().to_bool();
    (trivial || !field.power_is_one(&g, &q)).then_some("a g that is not of order q")
}

/// Judges the parameters of a curve over a prime field.
pub(super) fn judge_curve<'a>(
    parameters: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<DomainParameters<'a>> {
    if !expect_sequence(parameters, place, report) {
        return None;
    }
    let written = Written::read(parameters, place, report)?;
    let curve = written.known_curve();
    if curve.is_none() {
        match written.defect() {
            Some(found) => report.violation(
                place,
                found,
                "a smooth curve over a prime field and a base point on it",
            ),
            None => report.undecided(
                place,
                "a curve that this program does not know",
                "a NIST or brainpool curve; the order of the base point was not checked",
            ),
        }
    }
    Some(DomainParameters::Curve(curve, parameters.raw))
}

/// The curve of an ECParameters structure, for keys whose parameters are judged elsewhere.
pub(crate) fn curve_of(
    parameters: &Element<'_>,
    place: &Place,
    report: &mut Report,
) -> Option<Curve> {
    Written::read(parameters, place, report)?.known_curve()
}

fn expect_sequence(parameters: &Element<'_>, place: &Place, report: &mut Report) -> bool {
    let is_sequence = parameters.tag == 0x30;
    if !is_sequence {
        report.violation(
            place,
            match parameters.tag {
                0x06 => "a named curve".to_owned(),
                0x05 => "implicit parameters".to_owned(),
                tag => format!("tag {tag:02X}"),
            },
            "the parameters written out in a SEQUENCE",
        );
    }
    is_sequence
}

/// The numbers of an ECParameters structure.
struct Written<'a> {
    p: &'a [u8],
    a: &'a [u8],
    b: &'a [u8],
    base: &'a [u8],
    order: &'a [u8],
}

impl<'a> Written<'a> {
    fn read(parameters: &Element<'a>, place: &Place, report: &mut Report) -> Option<Self> {
        let mut fields = Fields::of(parameters, place, report);
        if let Some(version) = fields
            .integer("version")
            .filter(|version| !(1..=3).contains(version))
        {
            let at = fields.place_of("version", parameters.offset);
            fields
                .report()
                .violation(&at, format!("version {version}"), "1 to 3");
        }
        let field_id = fields.required(0x30, "fieldID")?;
        let curve = fields.required(0x30, "curve")?;
        let base = fields.required(0x04, "base")?.contents;
        let order = magnitude(&mut fields, "order")?;
        if let Some(cofactor) = fields
            .optional_integer(0x02, "cofactor")
            .filter(|cofactor| *cofactor != 1)
        {
            let at = fields.place_of("cofactor", parameters.offset);
            fields.report().violation(
                &at,
                format!("cofactor {cofactor}"),
                "cofactor 1, as the curves of the guideline have",
            );
        }
        fields.end();
        let p = read_field_id(&field_id, &place.below("fieldID", field_id.offset), report)?;
        let inner = place.below("curve", curve.offset);
        let mut coefficients = Fields::of(&curve, &inner, report);
        let a = coefficients.required(0x04, "a")?.contents;
        let b = coefficients.required(0x04, "b")?.contents;
        coefficients.optional(0x03);
        coefficients.end();
        Some(Self {
            p,
            a,
            b,
            base,
            order,
        })
    }

    fn known_curve(&self) -> Option<Curve> {
        Curve::from_parameters(self.p, self.a, self.b, self.base, self.order)
    }

    fn defect(&self) -> Option<&'static str> {
        let Some(field) = Modulus::new(self.p).filter(Modulus::is_probably_prime) else {
            return Some("a p that is no prime of at most 4096 bits");
        };
        if !Modulus::new(self.order).is_some_and(|order| order.is_probably_prime()) {
            return Some("an order that is no prime");
        }
        let (Some(a), Some(b)) = (field.number(self.a), field.number(self.b)) else {
            return Some("a coefficient that is not below p");
        };
        if !field.is_smooth(&a, &b) {
            return Some("a singular curve");
        }
        let Some((x, y)) = split_point(self.base, self.p.len()) else {
            return Some("a base point that is not uncompressed");
        };
        let (Some(x), Some(y)) = (field.number(x), field.number(y)) else {
            return Some("a coordinate that is not below p");
        };
        (!field.is_on_curve((&a, &b), (&x, &y))).then_some("a base point off the curve")
    }
}

fn read_field_id<'a>(
    field_id: &Element<'a>,
    place: &Place,
    report: &mut Report,
) -> Option<&'a [u8]> {
    let mut fields = Fields::of(field_id, place, report);
    let kind = fields.oid("fieldType")?;
    let p = magnitude(&mut fields, "p");
    fields.end();
    if kind.0 != arcs::PRIME_FIELD {
        report.violation(place, format!("field {kind}"), "prime-field");
        return None;
    }
    p
}

fn magnitude<'a>(fields: &mut Fields<'a, '_>, name: &str) -> Option<&'a [u8]> {
    let element = fields.required(0x02, name)?;
    match unsigned(&element) {
        Ok(bytes) => Some(bytes),
        Err(fault) => {
            let place = fields.place_of(name, element.offset);
            fields.report().fault(&place, fault);
            None
        }
    }
}

/// The coordinates of an uncompressed point, each as long as the prime.
pub(crate) fn split_point(point: &[u8], len: usize) -> Option<(&[u8], &[u8])> {
    match point.split_first() {
        Some((0x04, coordinates)) if coordinates.len() == 2 * len => {
            Some(coordinates.split_at(len))
        }
        _ => None,
    }
}
