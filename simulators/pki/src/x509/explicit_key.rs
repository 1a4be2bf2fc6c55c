//! Elliptic curve keys, public and private, with explicit domain parameters or a named curve.
//!
//! ```text
//! SubjectPublicKeyInfo ::= SEQUENCE { AlgorithmIdentifier { id-ecPublicKey, SpecifiedECDomain }, BIT STRING }
//! SpecifiedECDomain    ::= SEQUENCE { 1, FieldID { prime-field, p }, Curve { a, b }, base, order, cofactor }
//! PrivateKeyInfo       ::= SEQUENCE { 0, AlgorithmIdentifier, OCTET STRING { ECPrivateKey { 1, scalar, [1] public key } } }
//! ```

use crypto::{Curve, PrivateKey, PublicKey};
use der::asn1::{BitString, ObjectIdentifier, OctetString, Uint};
use der::{Any, Decode, Encode, Sequence};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::error::PkiError;

const EC_PUBLIC_KEY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const PRIME_FIELD: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.1.1");

#[derive(Sequence)]
struct SpecifiedDomain {
    version: u8,
    field: FieldId,
    curve: Coefficients,
    base: OctetString,
    order: Uint,
    #[asn1(optional = "true")]
    cofactor: Option<Uint>,
}

#[derive(Sequence)]
struct FieldId {
    kind: ObjectIdentifier,
    prime: Uint,
}

#[derive(Sequence)]
struct Coefficients {
    a: OctetString,
    b: OctetString,
    #[asn1(optional = "true")]
    seed: Option<BitString>,
}

#[derive(Sequence)]
struct PrivateKeyInfo {
    version: u8,
    algorithm: AlgorithmIdentifierOwned,
    private_key: OctetString,
}

#[derive(Sequence)]
struct EcPrivateKey {
    version: u8,
    scalar: OctetString,
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT", optional = "true")]
    parameters: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "EXPLICIT", optional = "true")]
    public_key: Option<BitString>,
}

fn algorithm(curve: Curve) -> Result<AlgorithmIdentifierOwned, PkiError> {
    let known = curve.parameters();
    let domain = SpecifiedDomain {
        version: 1,
        field: FieldId {
            kind: PRIME_FIELD,
            prime: Uint::new(known.p)?,
        },
        curve: Coefficients {
            a: OctetString::new(known.a)?,
            b: OctetString::new(known.b)?,
            seed: None,
        },
        base: OctetString::new(known.g)?,
        order: Uint::new(known.n)?,
        cofactor: Some(Uint::new(&[known.cofactor])?),
    };
    Ok(AlgorithmIdentifierOwned {
        oid: EC_PUBLIC_KEY,
        parameters: Some(Any::encode_from(&domain)?),
    })
}

/// The public key with its curve written out, as documents carry it [TR-03111 §5.1.1].
pub(crate) fn public_key_info(key: &PublicKey) -> Result<SubjectPublicKeyInfoOwned, PkiError> {
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: algorithm(key.curve())?,
        subject_public_key: BitString::from_bytes(key.as_bytes())?,
    })
}

/// The public key with its curve named, as services carry it [RFC 5480 §2.1.1].
pub(crate) fn named_public_key_info(
    key: &PublicKey,
) -> Result<SubjectPublicKeyInfoOwned, PkiError> {
    Ok(SubjectPublicKeyInfoOwned {
        algorithm: named_algorithm(key.curve())?,
        subject_public_key: BitString::from_bytes(key.as_bytes())?,
    })
}

fn named_algorithm(curve: Curve) -> Result<AlgorithmIdentifierOwned, PkiError> {
    let curve = ObjectIdentifier::new(curve.oid()).map_err(der::Error::from)?;
    Ok(AlgorithmIdentifierOwned {
        oid: EC_PUBLIC_KEY,
        parameters: Some(Any::encode_from(&curve)?),
    })
}

/// The private key in PKCS#8, its curve named so that every program reads it [RFC 5208 §5].
pub(crate) fn encode_private_key(key: &PrivateKey) -> Result<Vec<u8>, PkiError> {
    let public = key.public_key();
    let inner = EcPrivateKey {
        version: 1,
        scalar: OctetString::new(key.to_bytes().as_bytes())?,
        parameters: None,
        public_key: Some(BitString::from_bytes(public.as_bytes())?),
    };
    Ok(PrivateKeyInfo {
        version: 0,
        algorithm: named_algorithm(key.curve())?,
        private_key: OctetString::new(inner.to_der()?)?,
    }
    .to_der()?)
}

/// Reads an elliptic curve key in PKCS#8, its curve named or written out.
pub(crate) fn decode_private_key(pkcs8: &[u8]) -> Result<PrivateKey, PkiError> {
    let info = PrivateKeyInfo::from_der(pkcs8)?;
    if info.algorithm.oid != EC_PUBLIC_KEY {
        return Err(PkiError::KeyKind(info.algorithm.oid.to_string()));
    }
    let inner = EcPrivateKey::from_der(info.private_key.as_bytes())?;
    let parameters = info.algorithm.parameters.or(inner.parameters);
    let curve = parameters.as_ref().map(curve).transpose()?.flatten();
    let curve = curve.ok_or_else(|| PkiError::KeyKind("EC on an unknown curve".to_owned()))?;
    Ok(PrivateKey::from_bytes(curve, inner.scalar.as_bytes())?)
}

fn curve(parameters: &Any) -> Result<Option<Curve>, PkiError> {
    if let Ok(name) = parameters.decode_as::<ObjectIdentifier>() {
        return Ok(Curve::from_oid(&name.to_string()));
    }
    let domain = parameters.decode_as::<SpecifiedDomain>()?;
    let (a, b) = (domain.curve.a.as_bytes(), domain.curve.b.as_bytes());
    Ok(Curve::from_parameters(
        domain.field.prime.as_bytes(),
        a,
        b,
        domain.base.as_bytes(),
        domain.order.as_bytes(),
    ))
}
