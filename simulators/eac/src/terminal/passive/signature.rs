//! ECDSA as X.509 and CMS write it.

use crypto::{Curve, Hash, PublicKey};
use der::Encode;
use iso7816::tlv::{Reader, Tag};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use super::PassiveError;
use crate::encoding::explicit_curve;

const EC_PUBLIC_KEY: &str = "1.2.840.10045.2.1";
const ECDSA_WITH_SHA1: &str = "1.2.840.10045.4.1";
const ECDSA_WITH_SHA2: &str = "1.2.840.10045.4.3.";
const ECDSA_PLAIN: &str = "0.4.0.127.0.7.1.1.4.1.";

/// The key of a certificate, on a named curve or one with explicit parameters.
pub(super) fn signer_key(info: &SubjectPublicKeyInfoOwned) -> Result<PublicKey, PassiveError> {
    let algorithm = info.algorithm.oid.to_string();
    let parameters = info.algorithm.parameters.as_ref();
    let unsupported = || PassiveError::Algorithm(algorithm.clone());
    let parameters = parameters
        .filter(|_| algorithm == EC_PUBLIC_KEY)
        .ok_or_else(unsupported)?;
    let curve = match parameters.decode_as::<der::asn1::ObjectIdentifier>() {
        Ok(name) => Curve::from_oid(&name.to_string()),
        Err(_) => explicit_curve(&parameters.to_der()?),
    };
    let curve = curve.ok_or_else(unsupported)?;
    PublicKey::decode(curve, info.subject_public_key.raw_bytes()).map_err(|_| unsupported())
}

/// How a signature value is written.
enum Form {
    /// SEQUENCE { r INTEGER, s INTEGER }.
    Der,
    /// r and s of equal length. `[TR-03111 §5.2.1]`
    Plain,
}

fn algorithm(identifier: &AlgorithmIdentifierOwned) -> Option<(Hash, Form)> {
    let oid = identifier.oid.to_string();
    if oid == ECDSA_WITH_SHA1 {
        return Some((Hash::Sha1, Form::Der));
    }
    if let Some(arc) = oid.strip_prefix(ECDSA_WITH_SHA2) {
        let hash = match arc {
            "1" => Hash::Sha224,
            "2" => Hash::Sha256,
            "3" => Hash::Sha384,
            "4" => Hash::Sha512,
            _ => return None,
        };
        return Some((hash, Form::Der));
    }
    let hash = match oid.strip_prefix(ECDSA_PLAIN)? {
        "1" => Hash::Sha1,
        "2" => Hash::Sha224,
        "3" => Hash::Sha256,
        "4" => Hash::Sha384,
        "5" => Hash::Sha512,
        _ => return None,
    };
    Some((hash, Form::Plain))
}

/// Checks a signature.
pub(super) fn verify(
    key: &PublicKey,
    identifier: &AlgorithmIdentifierOwned,
    signed: &[u8],
    signature: &[u8],
) -> Result<(), PassiveError> {
    let unsupported = || PassiveError::Algorithm(identifier.oid.to_string());
    let (hash, form) = algorithm(identifier).ok_or_else(unsupported)?;
    let plain = match form {
        Form::Plain => signature.to_vec(),
        Form::Der => {
            plain_signature(signature, key.curve().order_len()).ok_or(PassiveError::Signature)?
        }
    };
    key.verify(hash, &[signed], &plain)
        .map_err(|_| PassiveError::Signature)
}

/// r and s, each as long as the order.
fn plain_signature(signature: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut reader = Reader::der(signature);
    let mut parts = reader.expect(Tag::new(0x30)).ok()?.reader();
    reader.finish().ok()?;
    let (r, s) = (
        parts.expect(Tag::new(0x02)).ok()?,
        parts.expect(Tag::new(0x02)).ok()?,
    );
    parts.finish().ok()?;
    let mut plain = Vec::with_capacity(2 * length);
    for part in [r.value, s.value] {
        // A leading zero keeps a number positive that would else look negative; anything else is not DER.
        let digits = match part {
            [0, rest @ ..] if rest.first().is_some_and(|first| first & 0x80 != 0) => rest,
            [0] => &[],
            [1..=0x7F, ..] => part,
            _ => return None,
        };
        plain.resize(plain.len() + length.checked_sub(digits.len())?, 0);
        plain.extend_from_slice(digits);
    }
    Some(plain)
}
