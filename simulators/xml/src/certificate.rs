//! What this crate needs to know of an X.509 certificate: its key, its times and its hash.
//!
//! It builds no chain and trusts nobody: whoever holds metadata decides which certificates count.

use der::{Decode as _, Encode as _, asn1::ObjectIdentifier};

use crate::{Hash, KeyError, key::PublicKey};

/// A certificate, read as far as signatures and encryption need it.
#[derive(Clone, Debug)]
pub struct Certificate {
    der: Vec<u8>,
    key: PublicKey,
    not_before: u64,
    not_after: u64,
    signature: SignatureHash,
}

/// The hash function under a certificate's own signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignatureHash {
    /// It is one of ours.
    Known(Hash),
    /// The algorithm has this object identifier, and no hash that we know.
    Unknown(ObjectIdentifier),
}

impl Certificate {
    /// Reads a certificate in DER with an RSA key or a key on a named curve.
    ///
    /// # Errors
    /// [`KeyError::Certificate`] or [`KeyError::Algorithm`].
    pub fn from_der(der: &[u8]) -> Result<Self, KeyError> {
        let malformed = |error: der::Error| KeyError::Certificate {
            reason: error.to_string(),
        };
        let certificate = x509_cert::Certificate::from_der(der).map_err(malformed)?;
        let body = certificate.tbs_certificate();
        let spki = body.subject_public_key_info().to_der().map_err(malformed)?;
        let validity = body.validity();
        Ok(Self {
            der: der.to_vec(),
            key: PublicKey::from_spki(&spki)?,
            not_before: validity.not_before.to_unix_duration().as_secs(),
            not_after: validity.not_after.to_unix_duration().as_secs(),
            signature: signature_hash(&certificate),
        })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn as_der(&self) -> &[u8] {
        &self.der
    }

    /// Size of the key in bits: of the modulus, or of the order of the curve.
    #[must_use]
    pub fn key_bits(&self) -> usize {
        self.key.bits()
    }

    /// Whether the key is an RSA key; if not, it is one of an elliptic curve.
    #[must_use]
    pub const fn has_rsa_key(&self) -> bool {
        matches!(self.key, PublicKey::Rsa(_))
    }

    /// Modulus and public exponent of an RSA key, big-endian and without leading zeros.
    #[must_use]
    pub fn rsa_numbers(&self) -> Option<(Vec<u8>, Vec<u8>)> {
        self.key.rsa_numbers()
    }

    /// Begin of validity in seconds since 1970.
    #[must_use]
    pub const fn not_before(&self) -> u64 {
        self.not_before
    }

    /// End of validity in seconds since 1970.
    #[must_use]
    pub const fn not_after(&self) -> u64 {
        self.not_after
    }

    /// The hash function under the certificate's own signature.
    #[must_use]
    pub const fn signature_hash(&self) -> SignatureHash {
        self.signature
    }

    pub(crate) const fn key(&self) -> &PublicKey {
        &self.key
    }
}

fn signature_hash(certificate: &x509_cert::Certificate) -> SignatureHash {
    let algorithm = certificate.signature_algorithm();
    let known = match algorithm.oid.to_string().as_str() {
        "1.2.840.113549.1.1.5" | "1.2.840.10045.4.1" => Some(Hash::Sha1),
        "1.2.840.113549.1.1.14" | "1.2.840.10045.4.3.1" => Some(Hash::Sha224),
        "1.2.840.113549.1.1.11" | "1.2.840.10045.4.3.2" => Some(Hash::Sha256),
        "1.2.840.113549.1.1.12" | "1.2.840.10045.4.3.3" => Some(Hash::Sha384),
        "1.2.840.113549.1.1.13" | "1.2.840.10045.4.3.4" => Some(Hash::Sha512),
        "1.2.840.113549.1.1.10" => algorithm.parameters.as_ref().and_then(pss_hash),
        _ => None,
    };
    known.map_or(SignatureHash::Unknown(algorithm.oid), SignatureHash::Known)
}

/// The hash of RSASSA-PSS-params; SHA-1 if the field is absent [RFC 4055 §3.1].
fn pss_hash(parameters: &der::Any) -> Option<Hash> {
    #[derive(der::Sequence)]
    struct Identifier {
        oid: ObjectIdentifier,
        #[asn1(optional = "true")]
        parameters: Option<der::Any>,
    }
    #[derive(der::Sequence)]
    struct Parameters {
        #[asn1(context_specific = "0", optional = "true")]
        hash: Option<Identifier>,
        #[asn1(context_specific = "1", optional = "true")]
        mask: Option<der::Any>,
        #[asn1(context_specific = "2", optional = "true")]
        salt: Option<u32>,
    }
    let parameters: Parameters = parameters.decode_as().ok()?;
    let Some(hash) = parameters.hash else {
        return Some(Hash::Sha1);
    };
    match hash.oid.to_string().as_str() {
        "1.3.14.3.2.26" => Some(Hash::Sha1),
        "2.16.840.1.101.3.4.2.4" => Some(Hash::Sha224),
        "2.16.840.1.101.3.4.2.1" => Some(Hash::Sha256),
        "2.16.840.1.101.3.4.2.2" => Some(Hash::Sha384),
        "2.16.840.1.101.3.4.2.3" => Some(Hash::Sha512),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use openssl::{hash::MessageDigest, nid::Nid};
    use proptest::prelude::proptest;

    use super::{Certificate, SignatureHash};
    use crate::{DecryptionKey, Hash, KeyError, SigningKey, keys};

    #[test]
    fn key_times_and_hash_are_read() {
        let certificate = Certificate::from_der(&keys::p256().certificate).unwrap();
        assert_eq!(certificate.key_bits(), 256);
        assert!(!certificate.has_rsa_key());
        assert_eq!(certificate.not_before(), 1_700_000_000);
        assert_eq!(certificate.not_after(), 2_500_000_000);
        let known = SignatureHash::Known(Hash::Sha256);
        assert_eq!(certificate.signature_hash(), known);
        let rsa = keys::rsa_of(2048, MessageDigest::sha1());
        let rsa = Certificate::from_der(&rsa.certificate).unwrap();
        assert_eq!(rsa.key_bits(), 2048);
        assert!(rsa.has_rsa_key());
        assert_eq!(rsa.signature_hash(), SignatureHash::Known(Hash::Sha1));
    }

    #[test]
    fn the_size_of_a_curve_is_that_of_its_order() {
        let bits = keys::CURVES.map(|curve| {
            let certificate = keys::ec(curve).certificate;
            Certificate::from_der(&certificate).unwrap().key_bits()
        });
        assert_eq!(bits, [256, 384, 521, 256, 384, 512]);
    }

    #[test]
    fn a_curve_of_another_family_is_refused() {
        let identity = keys::ec(Nid::SECP256K1);
        let oid = "1.3.132.0.10".to_owned();
        let found = Certificate::from_der(&identity.certificate);
        assert_eq!(found.unwrap_err(), KeyError::Curve { oid: oid.clone() });
        let found = SigningKey::from_pkcs8(&identity.key, &identity.certificate);
        assert_eq!(found.unwrap_err(), KeyError::Curve { oid });
    }

    #[test]
    fn keys_of_other_algorithms_are_refused() {
        let key = openssl::pkey::PKey::generate_ed25519().unwrap();
        let found = DecryptionKey::from_pkcs8(&key.private_key_to_pkcs8().unwrap(), &[]);
        let oid = "1.3.101.112".to_owned();
        assert_eq!(found.unwrap_err(), KeyError::Algorithm { oid });
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes: Vec<u8>, at: proptest::sample::Index, byte: u8) {
            let _ = Certificate::from_der(&bytes);
            let _ = SigningKey::from_pkcs8(&bytes, &bytes);
            let mut changed = keys::rsa().certificate.clone();
            let at = at.index(changed.len());
            changed[at] = byte;
            let _ = Certificate::from_der(&changed);
            let mut changed = keys::rsa().key.clone();
            let at = at % changed.len();
            changed[at] = byte;
            let _ = SigningKey::from_pkcs8(&changed, &[]);
        }
    }
}
