//! The country signing authority and the document signer below it.

use ambient::{Ambient, Date};
use crypto::{Curve, Hash, PrivateKey};
use eac::encoding::oid::Oid;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use crate::error::PkiError;
use crate::security_object;
use crate::x509::{Draft, explicit_key, extension, name};

/// The document types that the signer may sign: every kind of German eID document.
const DOCUMENT_TYPES: &[&str] = &["AF", "AR", "AS", "ID", "OA", "UB"];

/// The country signing authority (CSCA): a self-signed certificate on brainpoolP512r1 [ICAO 9303-12 §7.1].
#[derive(Debug, Clone)]
pub struct CountrySigner {
    name: Name,
    key: PrivateKey,
    certificate: Vec<u8>,
}

impl CountrySigner {
    pub(crate) fn new(ambient: &Ambient, start: Date) -> Result<Self, PkiError> {
        let ambient = ambient.fork("TEST CSCA");
        let key = PrivateKey::generate(Curve::BrainpoolP512r1, &mut ambient.stream("key"));
        let name = name::country_signer()?;
        let from = shifted(start, -12)?;
        let public_key = key.public_key();
        let draft = Draft {
            serial_number: serial_number(&ambient)?,
            issuer: &name,
            validity: extension::validity(from, shifted(start, 14 * 12)?)?,
            subject: &name,
            public_key: explicit_key::public_key_info(&public_key)?,
            extensions: vec![
                extension::authority_key(&public_key)?,
                extension::subject_key(&public_key)?,
                extension::usage_of_country_signer()?,
                extension::private_key_usage(from, shifted(start, 24)?)?,
                extension::policy()?,
                extension::subject_names()?,
                extension::issuer_names()?,
                extension::authority()?,
                extension::revocation_list()?,
            ],
        };
        let certificate = draft.sign(&key, Hash::Sha512)?;
        Ok(Self {
            name,
            key,
            certificate,
        })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The private key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }
}

/// A document signer: an X.509 certificate with explicit brainpoolP384r1 parameters, and its key.
#[derive(Debug, Clone)]
pub struct DocumentSigner {
    key: PrivateKey,
    certificate: Vec<u8>,
}

impl DocumentSigner {
    pub(crate) fn new(
        ambient: &Ambient,
        start: Date,
        issuer: &CountrySigner,
    ) -> Result<Self, PkiError> {
        let ambient = ambient.fork("TEST document signer");
        let key = PrivateKey::generate(Curve::BrainpoolP384r1, &mut ambient.stream("key"));
        let public_key = key.public_key();
        let from = shifted(start, -12)?;
        let draft = Draft {
            serial_number: serial_number(&ambient)?,
            issuer: &issuer.name,
            validity: extension::validity(from, shifted(start, 11 * 12)?)?,
            subject: &name::document_signer("TEST0001")?,
            public_key: explicit_key::public_key_info(&public_key)?,
            extensions: vec![
                extension::authority_key(&issuer.key.public_key())?,
                extension::subject_key(&public_key)?,
                extension::usage_of_document_signer()?,
                extension::private_key_usage(from, shifted(start, 1)?)?,
                extension::policy()?,
                extension::subject_names()?,
                extension::issuer_names()?,
                extension::document_types(DOCUMENT_TYPES)?,
                extension::revocation_list()?,
            ],
        };
        let certificate = draft.sign(&issuer.key, Hash::Sha512)?;
        Ok(Self { key, certificate })
    }

    /// The certificate in DER.
    #[must_use]
    pub fn certificate(&self) -> &[u8] {
        &self.certificate
    }

    /// The private key.
    #[must_use]
    pub fn key(&self) -> &PrivateKey {
        &self.key
    }

    /// Signs content as CMS SignedData, digest SHA-384, such as the SecurityInfos of EF.CardSecurity with
    /// [`ID_SECURITY_OBJECT`](eac::encoding::oid::ID_SECURITY_OBJECT) [TR-03110-3 §A.1.2.5].
    ///
    /// # Errors
    /// Content that is longer than DER can say.
    pub fn sign(&self, content_type: &Oid, content: &[u8]) -> Result<Vec<u8>, PkiError> {
        security_object::sign(&self.key, &self.certificate, content_type, content)
    }

    /// EF.SOD with its outer tag 77 over data groups: the number and the complete file of each [ICAO 9303-10 §4.6.2].
    ///
    /// # Errors
    /// Content that is longer than DER can say.
    pub fn sign_sod(&self, data_groups: &[(u8, &[u8])]) -> Result<Vec<u8>, PkiError> {
        security_object::sign_data_groups(&self.key, &self.certificate, data_groups)
    }
}

/// A private key as PKCS#8 in DER, its curve named.
///
/// # Errors
/// None for a key of this workspace; the encoder's word is passed on.
pub fn encode_private_key(key: &PrivateKey) -> Result<Vec<u8>, PkiError> {
    explicit_key::encode_private_key(key)
}

/// Reads an elliptic curve key in PKCS#8 (DER), its curve named or written out.
///
/// # Errors
/// Not PKCS#8, not an elliptic curve key, an unknown curve, or a number that is no key.
pub fn decode_private_key(pkcs8: &[u8]) -> Result<PrivateKey, PkiError> {
    explicit_key::decode_private_key(pkcs8)
}

pub(crate) fn serial_number(ambient: &Ambient) -> Result<SerialNumber, PkiError> {
    // Seven random bytes behind 01: positive, never short.
    let random: [u8; 7] = ambient.stream("serial number").bytes();
    let [a, b, c, d, e, f, g] = random;
    Ok(SerialNumber::new(&[1, a, b, c, d, e, f, g])?)
}

fn shifted(start: Date, months: i32) -> Result<Date, PkiError> {
    start
        .checked_add_months(months)
        .ok_or_else(|| PkiError::Date(start.to_string()))
}
