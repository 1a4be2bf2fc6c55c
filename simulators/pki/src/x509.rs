//! X.509 certificates.
//!
//! Names, dates, a public key and extensions come in, a signed certificate goes out. Nothing here knows which
//! certificates the test PKI has.
//!
//! ```text
//! Certificate ::= SEQUENCE { tbsCertificate, signatureAlgorithm, signatureValue BIT STRING }
//! ```

pub(crate) mod explicit_key;
pub(crate) mod extension;
pub(crate) mod name;

use crypto::{Curve, Hash, PrivateKey};
use der::asn1::{BitString, ObjectIdentifier, Uint};
use der::{Any, Decode, Encode, Sequence};
use x509_cert::ext::Extension;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::Validity;

use crate::error::PkiError;

/// What a certificate says, before it is signed.
pub(crate) struct Draft<'a> {
    pub(crate) serial_number: SerialNumber,
    pub(crate) issuer: &'a Name,
    pub(crate) validity: Validity,
    pub(crate) subject: &'a Name,
    pub(crate) public_key: SubjectPublicKeyInfoOwned,
    pub(crate) extensions: Vec<Extension>,
}

impl Draft<'_> {
    /// Signs the draft with the issuer's key and gives the certificate in DER.
    pub(crate) fn sign(self, issuer: &PrivateKey, hash: Hash) -> Result<Vec<u8>, PkiError> {
        self.sign_with(ecdsa_with(hash), |tbs| ecdsa_signature(issuer, hash, tbs))
    }

    /// Signs the draft by any algorithm.
    pub(crate) fn sign_with(
        self,
        algorithm: AlgorithmIdentifierOwned,
        signature: impl FnOnce(&[u8]) -> Result<Vec<u8>, PkiError>,
    ) -> Result<Vec<u8>, PkiError> {
        let tbs = TbsCertificate {
            version: 2,
            serial_number: self.serial_number,
            signature: algorithm.clone(),
            issuer: self.issuer.clone(),
            validity: self.validity,
            subject: self.subject.clone(),
            subject_public_key_info: self.public_key,
            extensions: self.extensions,
        }
        .to_der()?;
        let signature = signature(&tbs)?;
        let certificate = Certificate {
            tbs_certificate: Any::from_der(&tbs)?,
            signature_algorithm: algorithm,
            signature: BitString::from_bytes(&signature)?,
        };
        Ok(certificate.to_der()?)
    }
}

#[derive(Sequence)]
struct Certificate {
    tbs_certificate: Any,
    signature_algorithm: AlgorithmIdentifierOwned,
    signature: BitString,
}

#[derive(Sequence)]
struct TbsCertificate {
    #[asn1(context_specific = "0", tag_mode = "EXPLICIT")]
    version: u8,
    serial_number: SerialNumber,
    signature: AlgorithmIdentifierOwned,
    issuer: Name,
    validity: Validity,
    subject: Name,
    subject_public_key_info: SubjectPublicKeyInfoOwned,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT")]
    extensions: Vec<Extension>,
}

/// ```text
/// ECDSA-Sig-Value ::= SEQUENCE { r INTEGER, s INTEGER }
/// ```
#[derive(Sequence)]
struct EcdsaSignature {
    r: Uint,
    s: Uint,
}

/// A signature in the form of X.509 and CMS [RFC 5480 appendix A].
pub(crate) fn ecdsa_signature(
    key: &PrivateKey,
    hash: Hash,
    message: &[u8],
) -> Result<Vec<u8>, PkiError> {
    let plain = key.sign(hash, &[message]);
    let (r, s) = plain.split_at(plain.len() / 2);
    Ok(EcdsaSignature {
        r: Uint::new(r)?,
        s: Uint::new(s)?,
    }
    .to_der()?)
}

/// The algorithm identifier ecdsa-with-SHA…, without parameters [RFC 5758 §3.2].
pub(crate) fn ecdsa_with(hash: Hash) -> AlgorithmIdentifierOwned {
    let oid = match hash {
        Hash::Sha1 => "1.2.840.10045.4.1",
        Hash::Sha224 => "1.2.840.10045.4.3.1",
        Hash::Sha256 => "1.2.840.10045.4.3.2",
        Hash::Sha384 => "1.2.840.10045.4.3.3",
        Hash::Sha512 => "1.2.840.10045.4.3.4",
    };
    AlgorithmIdentifierOwned {
        oid: ObjectIdentifier::new_unwrap(oid),
        parameters: None,
    }
}

/// The hash that suits a curve: as long as its order, or the next shorter one [TR-03111 §4.1.2].
pub(crate) fn suitable_hash(curve: Curve) -> Hash {
    match curve.order_len() {
        0..28 => Hash::Sha1,
        28..32 => Hash::Sha224,
        32..48 => Hash::Sha256,
        48..64 => Hash::Sha384,
        _ => Hash::Sha512,
    }
}
