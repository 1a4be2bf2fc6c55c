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
