//! The document signer's certificate, as far as Passive Authentication reads it ([TR-03110-3 §A.1.2.5], [RFC 5280 §4.1]).
//!
//! ```text
//! 30 Certificate
//! |- 30 tbsCertificate: A0 version, 02 serial, 30, 30 issuer, 30 validity, 30 subject, 30 key, A3 extensions
//! |- 30 signatureAlgorithm
//! `- 03 signature
//! ```

use crypto::{Curve, PublicKey};

use super::a_1_2_5_signature::Scheme;
use super::a_2_1_explicit_parameters::curve_of;
use super::fields::Fields;
use crate::arcs;
use crate::der::{Element, oid, read_all};
use crate::judgement::{Place, Report};

const CLAUSE: &str = "[RFC 5280 §4.1]";

/// A certificate, read as far as needed to find and use its key.
pub(crate) struct Certificate<'a> {
    pub(crate) place: Place,
    /// The part that is signed.
    pub(crate) body: &'a [u8],
    pub(crate) serial: &'a [u8],
    pub(crate) issuer: &'a [u8],
    pub(crate) subject: &'a [u8],
    /// First and last moment as `YYYYMMDDHHMMSS`.
    pub(crate) validity: Option<(String, String)>,
    pub(crate) subject_key_id: Option<&'a [u8]>,
    pub(crate) scheme: Option<Scheme>,
    pub(crate) signature: &'a [u8],
    key: Element<'a>,
}

/// What stands in the key field of a certificate.
pub(crate) enum Key {
    /// A point on a known curve.
    Ec(Box<PublicKey>),
    /// A kind of key or a curve that this program cannot use.
    Unknown(String),
}

impl<'a> Certificate<'a> {
    /// Reads a certificate; what is none is reported.
    pub(crate) fn read(
        certificate: &Element<'a>,
        place: Place,
        report: &mut Report,
    ) -> Option<Self> {
        report.clause(CLAUSE);
        let mut fields = Fields::of(certificate, &place, report);
        let body = fields.required(0x30, "tbsCertificate")?;
        let algorithm = fields.required(0x30, "signatureAlgorithm")?;
        let signature = fields.required(0x03, "signatureValue")?;
        fields.end();
        let inner = place.below("tbsCertificate", body.offset);
        let mut fields = Fields::of(&body, &inner, report);
        fields.optional(0xA0);
        let serial = fields.required(0x02, "serialNumber")?;
        fields.required(0x30, "signature")?;
        let issuer = fields.required(0x30, "issuer")?;
        let validity = fields.required(0x30, "validity")?;
        let subject = fields.required(0x30, "subject")?;
        let key = fields.required(0x30, "subjectPublicKeyInfo")?;
        fields.optional(0x81);
        fields.optional(0x82);
        let extensions = fields.optional(0xA3);
        fields.end();
        Some(Self {
            place,
            body: body.raw,
            serial: serial.contents,
            issuer: issuer.raw,
            subject: subject.raw,
            validity: read_validity(&validity),
            subject_key_id: extensions.and_then(|extensions| subject_key_id(&extensions)),
            scheme: Scheme::of(&algorithm),
            signature: signature.contents.get(1..).unwrap_or_default(),
            key,
        })
    }

    /// The key of the subject.
    pub(crate) fn key(&self, report: &mut Report) -> Option<Key> {
        let place = self.place.below("subjectPublicKeyInfo", self.key.offset);
        let mut fields = Fields::of(&self.key, &place, report);
        let algorithm = fields.required(0x30, "algorithm")?;
        let bits = fields.required(0x03, "subjectPublicKey")?;
        fields.end();
        let mut fields = Fields::of(
            &algorithm,
            &place.below("algorithm", algorithm.offset),
            report,
        );
        let kind = fields.oid("algorithm")?;
        if kind.0 != arcs::EC_PUBLIC_KEY {
            return Some(Key::Unknown(format!("a key of type {kind}")));
        }
        let parameters = fields.any("parameters")?;
        let curve = if parameters.tag == 0x06 {
            oid(&parameters)
                .ok()
                .and_then(|oid| Curve::from_oid(&oid.to_string()))
        } else {
            curve_of(
                &parameters,
                &place.below("parameters", parameters.offset),
                report,
            )
        };
        let Some(curve) = curve else {
            return Some(Key::Unknown(
                "a key on a curve that this program does not know".to_owned(),
            ));
        };
        let point = bits.contents.get(1..).unwrap_or_default();
        match PublicKey::decode(curve, point) {
            Ok(key) => Some(Key::Ec(Box::new(key))),
            Err(error) => {
                report.violation(
                    &place,
                    format!("a key that is none: {error}"),
                    format!("a point on {}", curve.name()),
                );
                None
            }
        }
    }

    /// Whether `identifier` of a SignerInfo names this certificate.
    pub(crate) fn is_named_by(&self, identifier: &Element<'_>) -> bool {
        match identifier.tag {
            0x80 => self.subject_key_id == Some(identifier.contents),
            0x30 => match identifier.children().unwrap_or_default().as_slice() {
                [issuer, serial] => issuer.raw == self.issuer && serial.contents == self.serial,
                _ => false,
            },
            _ => false,
        }
    }
}

fn subject_key_id<'a>(extensions: &Element<'a>) -> Option<&'a [u8]> {
    let list = extensions.children().ok()?.into_iter().next()?;
    let extension = list.children().ok()?.into_iter().find(|extension| {
        let first = extension.children().unwrap_or_default().into_iter().next();
        first.and_then(|first| oid(&first).ok().map(|oid| oid.0 == arcs::SUBJECT_KEY_ID))
            == Some(true)
    })?;
    let value = extension.children().ok()?.into_iter().next_back()?;
    let inner = read_all(value.contents, value.contents_offset()).ok()?;
    inner
        .first()
        .filter(|id| id.tag == 0x04)
        .map(|id| id.contents)
}

fn read_validity(validity: &Element<'_>) -> Option<(String, String)> {
    match validity.children().ok()?.as_slice() {
        [from, to] => Some((read_time(from)?, read_time(to)?)),
        _ => None,
    }
}

/// UTCTime (two digits of the year, split at 50) or GeneralizedTime, as fourteen digits.
fn read_time(time: &Element<'_>) -> Option<String> {
    let text = std::str::from_utf8(time.contents).ok()?.strip_suffix('Z')?;
    let digits = match time.tag {
        0x17 if text < "50" => format!("20{text}"),
        0x17 => format!("19{text}"),
        0x18 => text.to_owned(),
        _ => return None,
    };
    (digits.len() == 14 && digits.bytes().all(|byte| byte.is_ascii_digit())).then_some(digits)
}
