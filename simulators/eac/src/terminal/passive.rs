//! Passive Authentication: the signature over EF.CardSecurity, EF.ChipSecurity or EF.SOD, up to a trusted issuer.
//!
//! File content and trusted certificates come in, verified content goes out. Not checked: periods of validity and
//! revocation, which need a clock and lists that this crate has not.

use cms::cert::CertificateChoices;
use cms::content_info::ContentInfo;
use cms::signed_data::{SignedData, SignerIdentifier, SignerInfo};
use der::asn1::{ObjectIdentifier, OctetString};
use der::{Decode, Encode};
use iso7816::tlv::{Reader, Tag};
use thiserror::Error;
use x509_cert::Certificate;
use x509_cert::ext::pkix::SubjectKeyIdentifier;

use crate::encoding::oid::{self, Oid};
use crate::encoding::{DecodeError, SecurityInfos, digest_algorithm};

mod signature;

use signature::{signer_key, verify};

const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SEQUENCE: Tag = Tag::new(0x30);

/// Why a security object is not trusted.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PassiveError {
    /// Not a CMS structure, or a certificate that is none.
    #[error("not a signed object: {0}")]
    Structure(String),
    /// The content is of another type.
    #[error("content of type {found} where {expected} belongs")]
    ContentType {
        /// The type that belongs here.
        expected: String,
        /// The type that is here.
        found: String,
    },
    /// Not exactly one signer.
    #[error("{0} signers where one belongs")]
    Signers(usize),
    /// The signer's certificate is not inside.
    #[error("the signer's certificate is not in the object")]
    NoSignerCertificate,
    /// A signed attribute is missing or has another value than the content gives it.
    #[error("signed attribute {0} does not fit the content")]
    Attribute(&'static str),
    /// An algorithm, or domain parameters, that are not supported.
    #[error("algorithm {0} is not supported")]
    Algorithm(String),
    /// The signature of the object is wrong.
    #[error("the signature of the object is wrong")]
    Signature,
    /// No trusted issuer has signed the signer's certificate.
    #[error("the signer {0} was certified by nobody trusted")]
    Untrusted(String),
    /// The signed content is malformed.
    #[error("signed content: {0}")]
    Content(#[from] DecodeError),
}

impl From<der::Error> for PassiveError {
    fn from(error: der::Error) -> Self {
        Self::Structure(error.to_string())
    }
}

/// Whose signatures count.
#[derive(Clone, Debug)]
pub struct TrustedIssuers {
    issuers: Vec<Certificate>,
}

impl TrustedIssuers {
    /// Certificates of country signing CAs, in DER.
    ///
    /// # Errors
    /// One of them is no certificate.
    pub fn from_der<'a>(
        certificates: impl IntoIterator<Item = &'a [u8]>,
    ) -> Result<Self, PassiveError> {
        let read = |bytes| Certificate::from_der(bytes).map_err(PassiveError::from);
        Ok(Self {
            issuers: certificates
                .into_iter()
                .map(read)
                .collect::<Result<_, _>>()?,
        })
    }

    fn check(&self, signer: &Certificate) -> Result<(), PassiveError> {
        let tbs = signer.tbs_certificate();
        let signed = tbs.to_der()?;
        let algorithm = signer.signature_algorithm();
        let mut candidates = self
            .issuers
            .iter()
            .filter(|issuer| issuer.tbs_certificate().subject() == tbs.issuer());
        let is_certified = candidates.any(|issuer| {
            let key = signer_key(issuer.tbs_certificate().subject_public_key_info());
            key.is_ok_and(|key| {
                verify(&key, algorithm, &signed, signer.signature().raw_bytes()).is_ok()
            })
        });
        if is_certified {
            Ok(())
        } else {
            Err(PassiveError::Untrusted(tbs.subject().to_string()))
        }
    }
}

/// Proof that a security object was signed, and what it says. Only this module makes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardSecurity {
    infos: SecurityInfos,
    signer: Vec<u8>,
}

impl CardSecurity {
    /// The signed infos.
    #[must_use]
    pub const fn infos(&self) -> &SecurityInfos {
        &self.infos
    }

    /// The document signer's certificate, in DER.
    #[must_use]
    pub fn signer(&self) -> &[u8] {
        &self.signer
    }
}

/// Checks EF.CardSecurity or EF.ChipSecurity. `[TR-03110-3 §A.1.2.5]`
///
/// # Errors
/// Why it is not to be trusted.
pub fn verify_card_security(
    file: &[u8],
    trusted: &TrustedIssuers,
) -> Result<CardSecurity, PassiveError> {
    let verified = verify_signed_data(file, &oid::ID_SECURITY_OBJECT)?;
    trusted.check(&verified.signer)?;
    card_security(&verified)
}

/// Checks only that the document signer whose certificate lies in the object has signed it. Who that is stays open, so
/// this proves integrity to somebody who knows the signer, and nothing to anybody else.
///
/// # Errors
/// Why the signature is wrong.
pub fn verify_integrity(file: &[u8]) -> Result<CardSecurity, PassiveError> {
    card_security(&verify_signed_data(file, &oid::ID_SECURITY_OBJECT)?)
}

fn card_security(verified: &VerifiedContent) -> Result<CardSecurity, PassiveError> {
    let infos = SecurityInfos::decode(&verified.content)?;
    Ok(CardSecurity {
        infos,
        signer: verified.signer.to_der()?,
    })
}

/// Signed content, with the certificate of who signed it.
#[derive(Clone, Debug)]
struct VerifiedContent {
    content: Vec<u8>,
    signer: Certificate,
}

/// Checks EF.SOD and gives the LDSSecurityObject back. `[ICAO 9303-10 §4.6.2]`
///
/// # Errors
/// Why it is not to be trusted.
pub fn verify_document_security(
    file: &[u8],
    trusted: &TrustedIssuers,
) -> Result<Vec<u8>, PassiveError> {
    let object = Reader::new(file)
        .expect(Tag::new(0x77))
        .map_err(DecodeError::from)?;
    let verified = verify_signed_data(object.value, &oid::ID_LDS_SECURITY_OBJECT)?;
    trusted.check(&verified.signer)?;
    Ok(verified.content)
}

fn verify_signed_data(file: &[u8], expected: &Oid) -> Result<VerifiedContent, PassiveError> {
    // The file may be padded behind the object.
    let object = Reader::der(file)
        .expect(SEQUENCE)
        .map_err(DecodeError::from)?;
    let info = ContentInfo::from_der(object.raw)?;
    same_type(SIGNED_DATA, &info.content_type)?;
    let signed: SignedData = info.content.decode_as()?;
    same_type(
        &expected.to_string(),
        &signed.encap_content_info.econtent_type,
    )?;
    let content = signed
        .encap_content_info
        .econtent
        .as_ref()
        .ok_or(PassiveError::Attribute("content"))?;
    let content: OctetString = content.decode_as()?;
    let signers = signed.signer_infos.0.as_slice();
    let [signer_info] = signers else {
        return Err(PassiveError::Signers(signers.len()));
    };
    let signer = signer_certificate(&signed, signer_info)?;
    let covered = covered_bytes(
        signer_info,
        content.as_bytes(),
        &signed.encap_content_info.econtent_type,
    )?;
    let key = signer_key(signer.tbs_certificate().subject_public_key_info())?;
    verify(
        &key,
        &signer_info.signature_algorithm,
        &covered,
        signer_info.signature.as_bytes(),
    )?;
    Ok(VerifiedContent {
        content: content.as_bytes().to_vec(),
        signer,
    })
}

fn same_type(expected: &str, found: &ObjectIdentifier) -> Result<(), PassiveError> {
    let found = found.to_string();
    if found == expected {
        return Ok(());
    }
    Err(PassiveError::ContentType {
        expected: expected.to_owned(),
        found,
    })
}

fn signer_certificate(signed: &SignedData, info: &SignerInfo) -> Result<Certificate, PassiveError> {
    let certificates = signed.certificates.iter().flat_map(|set| set.0.iter());
    let mut certificates = certificates.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate),
        CertificateChoices::Other(_) => None,
    });
    let is_signer = |certificate: &&Certificate| {
        let tbs = certificate.tbs_certificate();
        match &info.sid {
            SignerIdentifier::IssuerAndSerialNumber(id) => {
                *tbs.issuer() == id.issuer && *tbs.serial_number() == id.serial_number
            }
            SignerIdentifier::SubjectKeyIdentifier(id) => {
                let found = tbs.get_extension::<SubjectKeyIdentifier>().ok().flatten();
                found.is_some_and(|(_, found)| found == *id)
            }
        }
    };
    certificates
        .find(is_signer)
        .cloned()
        .ok_or(PassiveError::NoSignerCertificate)
}

/// What the signature covers: the signed attributes, which have to fit the content; without them the content itself.
/// `[RFC 5652 §5.4]`
fn covered_bytes(
    info: &SignerInfo,
    content: &[u8],
    kind: &ObjectIdentifier,
) -> Result<Vec<u8>, PassiveError> {
    let Some(attributes) = &info.signed_attrs else {
        return Ok(content.to_vec());
    };
    let value = |identifier: &str, name| {
        let attribute = attributes
            .iter()
            .find(|attribute| attribute.oid.to_string() == identifier);
        let values = attribute.map(|attribute| attribute.values.as_slice());
        match values {
            Some([value]) => Ok(value),
            _ => Err(PassiveError::Attribute(name)),
        }
    };
    let found: ObjectIdentifier = value(CONTENT_TYPE, "contentType")?.decode_as()?;
    if found != *kind {
        return Err(PassiveError::Attribute("contentType"));
    }
    let algorithm = info.digest_alg.oid;
    let unsupported = || PassiveError::Algorithm(algorithm.to_string());
    let hash = Oid::decode(algorithm.as_bytes())
        .ok()
        .and_then(|oid| digest_algorithm(&oid))
        .ok_or_else(unsupported)?;
    let digest: OctetString = value(MESSAGE_DIGEST, "messageDigest")?.decode_as()?;
    if digest.as_bytes() != hash.digest(&[content]).as_bytes() {
        return Err(PassiveError::Attribute("messageDigest"));
    }
    Ok(attributes.to_der()?)
}
