//! Domain parameters and public keys as ASN.1 writes them.
//!
//! Bytes come in, an algorithm with its raw parameters goes out; which curve they mean is worked out on request.

use crypto::{Curve, PublicKey};
use iso7816::tlv::{Reader, Tlv, Writer};

use super::asn1;
use super::error::{DecodeError, DecodeErrorKind};
use super::oid::{self, Oid};
use super::public_key::surplus;

/// An algorithm with its parameters, kept as received. `[TR-03110-3 §A.2.1]`
///
/// ```text
/// SEQUENCE { algorithm OBJECT IDENTIFIER, parameters ANY OPTIONAL }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlgorithmIdentifier {
    /// The algorithm.
    pub algorithm: Oid,
    /// The parameters with tag and length.
    pub parameters: Option<Vec<u8>>,
}

impl AlgorithmIdentifier {
    /// Standardised domain parameters by their number. `[TR-03110-3 §A.2.1.1]`
    #[must_use]
    pub fn standardized(curve: Curve) -> Self {
        let mut writer = Writer::new();
        asn1::write_integer(&mut writer, u32::from(curve.parameter_id()));
        Self {
            algorithm: oid::STANDARDIZED_DOMAIN_PARAMETERS,
            parameters: Some(writer.into_bytes()),
        }
    }

    /// Explicit domain parameters. `[TR-03110-3 §A.2.1.2]` `[TR-03111 §5.1.1]`
    ///
    /// ```text
    /// id-ecPublicKey, SEQUENCE { 1, SEQUENCE { prime-field, p }, SEQUENCE { a, b }, G, n, cofactor }
    /// ```
    #[must_use]
    pub fn explicit(curve: Curve) -> Self {
        let known = curve.parameters();
        let mut writer = Writer::new();
        writer.nested(asn1::SEQUENCE, |parameters| {
            asn1::write_integer(parameters, 1);
            parameters.nested(asn1::SEQUENCE, |field| {
                asn1::write_oid(field, &oid::PRIME_FIELD);
                field.tlv(asn1::INTEGER, &asn1::unsigned_bytes(known.p));
            });
            parameters.nested(asn1::SEQUENCE, |coefficients| {
                coefficients
                    .tlv(asn1::OCTET_STRING, known.a)
                    .tlv(asn1::OCTET_STRING, known.b);
            });
            parameters
                .tlv(asn1::OCTET_STRING, known.g)
                .tlv(asn1::INTEGER, &asn1::unsigned_bytes(known.n));
            asn1::write_integer(parameters, 1);
        });
        Self {
            algorithm: oid::ID_EC_PUBLIC_KEY,
            parameters: Some(writer.into_bytes()),
        }
    }

    pub(crate) fn read(object: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let algorithm = asn1::read_oid(&mut reader)?;
        let parameters = reader
            .next()
            .transpose()?
            .map(|parameters| parameters.raw.to_vec());
        surplus(reader)?;
        Ok(Self {
            algorithm,
            parameters,
        })
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |sequence| {
            asn1::write_oid(sequence, &self.algorithm);
            sequence.raw(self.parameters.as_deref().unwrap_or_default());
        });
    }

    /// The number of standardised domain parameters.
    #[must_use]
    pub fn parameter_id(&self) -> Option<u32> {
        let integer = Reader::der(self.parameters.as_deref()?)
            .expect(asn1::INTEGER)
            .ok()?;
        (self.algorithm == oid::STANDARDIZED_DOMAIN_PARAMETERS)
            .then(|| asn1::integer(&integer).ok())?
    }

    /// The curve, standardised or explicit, when it is one we know. Named curves are not allowed here.
    #[must_use]
    pub fn curve(&self) -> Option<Curve> {
        if let Some(id) = self.parameter_id() {
            return Curve::from_parameter_id(u8::try_from(id).ok()?);
        }
        let parameters = self.parameters.as_deref()?;
        if self.algorithm == oid::ID_EC_PUBLIC_KEY {
            explicit_curve(parameters)
        } else {
            None
        }
    }
}

/// The curve that an ECParameters structure describes. `[TR-03111 §5.1.1]`
#[must_use]
pub fn explicit_curve(parameters: &[u8]) -> Option<Curve> {
    let mut reader = Reader::der(parameters)
        .expect(asn1::SEQUENCE)
        .ok()?
        .reader();
    let version = reader.expect(asn1::INTEGER).ok()?;
    let mut field = reader.expect(asn1::SEQUENCE).ok()?.reader();
    let mut coefficients = reader.expect(asn1::SEQUENCE).ok()?.reader();
    let g = reader.expect(asn1::OCTET_STRING).ok()?.value;
    let n = reader.expect(asn1::INTEGER).ok()?.value;
    let cofactor = reader.optional(asn1::INTEGER).ok()?;
    if !matches!(version.value, [1..=3]) || asn1::read_oid(&mut field).ok()? != oid::PRIME_FIELD {
        return None;
    }
    let p = field.expect(asn1::INTEGER).ok()?.value;
    let a = coefficients.expect(asn1::OCTET_STRING).ok()?.value;
    let b = coefficients.expect(asn1::OCTET_STRING).ok()?.value;
    if cofactor.is_some_and(|cofactor| cofactor.value != [1]) {
        return None;
    }
    let same =
        |left: &[u8], right: &[u8]| asn1::unsigned_bytes(left) == asn1::unsigned_bytes(right);
    Curve::ALL.into_iter().find(|curve| {
        let known = curve.parameters();
        same(known.p, p) && same(known.a, a) && same(known.b, b) && known.g == g && same(known.n, n)
    })
}

/// A public key with its domain parameters. `[RFC 5480 §2]`
///
/// ```text
/// SEQUENCE { algorithm AlgorithmIdentifier, subjectPublicKey BIT STRING }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SubjectPublicKeyInfo {
    /// Domain parameters.
    pub algorithm: AlgorithmIdentifier,
    /// The key: a point as 04, X, Y for elliptic curves; not yet checked.
    pub key: Vec<u8>,
}

impl SubjectPublicKeyInfo {
    /// A key over standardised domain parameters.
    #[must_use]
    pub fn standardized(key: &PublicKey) -> Self {
        Self {
            algorithm: AlgorithmIdentifier::standardized(key.curve()),
            key: key.as_bytes().to_vec(),
        }
    }

    /// A key over explicit domain parameters.
    #[must_use]
    pub fn explicit(key: &PublicKey) -> Self {
        Self {
            algorithm: AlgorithmIdentifier::explicit(key.curve()),
            key: key.as_bytes().to_vec(),
        }
    }

    pub(crate) fn read(object: &Tlv<'_>) -> Result<Self, DecodeError> {
        let mut reader = object.reader();
        let algorithm = AlgorithmIdentifier::read(&reader.expect(asn1::SEQUENCE)?)?;
        let key = asn1::bit_string(&reader.expect(asn1::BIT_STRING)?)?.to_vec();
        surplus(reader)?;
        Ok(Self { algorithm, key })
    }

    pub(crate) fn write(&self, writer: &mut Writer) {
        writer.nested(asn1::SEQUENCE, |sequence| {
            self.algorithm.write(sequence);
            sequence.tlv(asn1::BIT_STRING, &[&[0], self.key.as_slice()].concat());
        });
    }

    /// The key, checked against its curve.
    ///
    /// # Errors
    /// An unknown curve, or no point of it.
    pub fn public_key(&self) -> Result<PublicKey, DecodeError> {
        let unknown = || {
            DecodeError::new(
                DecodeErrorKind::UnknownObjectIdentifier(self.algorithm.algorithm),
                0,
            )
        };
        let curve = self.algorithm.curve().ok_or_else(unknown)?;
        PublicKey::decode(curve, &self.key)
            .map_err(|error| DecodeError::new(DecodeErrorKind::Key(error), 0))
    }
}
