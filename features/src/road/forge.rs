//! Somebody in the middle: takes a message apart, changes it, signs it again, and delivers it.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use conformance_harness::site::Identity;
use xml::{
    DataAlgorithm, DecryptionKey, Element, EncryptionPolicy, Hash, KeyTransport, Limits, Position,
    SignWith, SignatureAlgorithm, SigningKey,
};

use crate::CardWorld;

/// The namespace of assertions.
pub const SAML: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// The namespace of protocol messages.
pub const SAMLP: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// The namespace of signatures.
pub const DS: &str = "http://www.w3.org/2000/09/xmldsig#";

fn said(error: impl fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// A change of a signature element.
pub type Edit = Box<dyn Fn(&mut Element) + Sync>;

/// How a message is signed again.
pub struct Signing {
    /// The key, by its name at the site.
    pub key: String,
    /// The algorithm.
    pub algorithm: SignatureAlgorithm,
    /// The digest of the reference.
    pub digest: Hash,
    /// A last change of the signature element before it is computed.
    pub edit: Option<Edit>,
}

impl Signing {
    /// ECDSA with SHA-256 by a key on a curve.
    #[must_use]
    pub fn with(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            algorithm: SignatureAlgorithm::Ecdsa(Hash::Sha256),
            digest: Hash::Sha256,
            edit: None,
        }
    }

    /// The same with another algorithm.
    #[must_use]
    pub fn algorithm(self, algorithm: SignatureAlgorithm) -> Self {
        Self { algorithm, ..self }
    }
}

impl fmt::Debug for Signing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signing")
            .field("key", &self.key)
            .field("algorithm", &self.algorithm)
            .finish_non_exhaustive()
    }
}

/// How an assertion is encrypted again.
#[derive(Clone, Debug)]
pub struct Sealing {
    /// The receiver's key, by its name at the site.
    pub key: String,
    /// What the assertion is encrypted with.
    pub data: DataAlgorithm,
    /// How its key travels.
    pub transport: KeyTransport,
}

impl Sealing {
    /// AES-256-GCM to a key on a curve.
    #[must_use]
    pub fn to(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            data: DataAlgorithm::Aes256Gcm,
            transport: KeyTransport::ECDH_ES,
        }
    }
}

/// Moves of somebody in the middle.
impl CardWorld {
    /// A key that the harness has for a party which it plays.
    ///
    /// # Errors
    ///
    /// When the site has no such key.
    pub fn identity(&self, name: &str) -> Result<Identity, StepError> {
        let identity = self.site()?.identity(name);
        identity.ok_or_else(|| StepError::precondition(format!("the site has no key {name:?}")))
    }

    /// The XML in a field of the message that the browser holds.
    ///
    /// # Errors
    ///
    /// When there is no such message.
    pub fn pending_xml(&self, field: &str) -> Result<Element, StepError> {
        let text = self.pending_text(field)?;
        xml::parse(text.as_bytes(), &Limits::SAML).map_err(said)
    }

    /// The same as text.
    ///
    /// # Errors
    ///
    /// As [`CardWorld::pending_xml`].
    pub fn pending_text(&self, field: &str) -> Result<String, StepError> {
        let message = self.pending()?;
        let value = message
            .value(field)
            .ok_or_else(|| StepError::precondition(format!("the message has no {field}")))?;
        let plain: String = value.split_whitespace().collect();
        let bytes = STANDARD.decode(plain).map_err(said)?;
        String::from_utf8(bytes).map_err(said)
    }

    /// Delivers the message that the browser holds with another document in its field.
    ///
    /// # Errors
    ///
    /// When a party does not answer.
    pub fn deliver_text(&mut self, field: &str, document: &str) -> Result<(), StepError> {
        let message = self.pending()?.field(field, &STANDARD.encode(document));
        self.deliver(message)
    }

    /// Signs a message whose signature was taken out, or has none yet: after its issuer.
    ///
    /// # Errors
    ///
    /// When the key is missing or does not fit.
    pub fn sign(&self, message: &Element, signing: &Signing) -> Result<String, StepError> {
        let mut message = message.clone();
        message.remove_all(DS, "Signature");
        let identity = self.identity(&signing.key)?;
        let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).map_err(said)?;
        let with = SignWith {
            digest: signing.digest,
            position: Position::After {
                namespace: SAML,
                local: "Issuer",
            },
            edit: signing.edit.as_deref(),
            ..SignWith::new(&key, &signing.algorithm)
        };
        xml::sign(&message, &with).map_err(said)
    }

    /// Opens the encrypted assertion of a Response; `key` names the receiver's.
    ///
    /// # Errors
    ///
    /// When there is none, or it is for somebody else.
    pub fn open_assertion(&self, response: &Element, key: &str) -> Result<Element, StepError> {
        let data = response
            .first(SAML, "EncryptedAssertion")
            .and_then(|encrypted| encrypted.elements().next())
            .ok_or_else(|| StepError::precondition("there is no encrypted assertion"))?;
        let identity = self.identity(key)?;
        let key = DecryptionKey::from_pkcs8(&identity.key, &identity.certificate).map_err(said)?;
        xml::decrypt(data, &key, &EncryptionPolicy::any()).map_err(said)
    }

    /// Encrypts an assertion again, into `saml2:EncryptedAssertion`.
    ///
    /// # Errors
    ///
    /// When the key is missing or does not fit.
    pub fn seal(&self, assertion: &Element, sealing: &Sealing) -> Result<Element, StepError> {
        let identity = self.identity(&sealing.key)?;
        let mut random = self.random("somebody in the middle")?;
        let data = xml::encrypt(
            assertion,
            &identity.certificate,
            &sealing.data,
            &sealing.transport,
            &mut random,
        );
        Ok(Element::new("saml2:EncryptedAssertion", SAML).child(data.map_err(said)?))
    }
}
