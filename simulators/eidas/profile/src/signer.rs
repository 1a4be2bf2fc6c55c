//! The key with which a node signs.

use saml::names::ASSERTION;
use xml::{
    Element, Hash, KeyError, Position, Reference, SignWith, SignatureAlgorithm, SigningError,
    SigningKey,
};

/// A key, the algorithm that it signs with, and the digest.
#[derive(Clone, Debug)]
pub struct Signer {
    /// The key with its certificate.
    pub key: SigningKey,
    /// The algorithm of the signature.
    pub algorithm: SignatureAlgorithm,
    /// The digest of the reference.
    pub digest: Hash,
}

impl Signer {
    /// Signs with SHA-256: RSA keys with PSS, others with ECDSA.
    ///
    /// # Errors
    ///
    /// When the bytes are no PKCS #8 key that can sign.
    pub fn new(pkcs8: &[u8], certificate: &[u8]) -> Result<Self, KeyError> {
        Ok(Self::with_hash(
            SigningKey::from_pkcs8(pkcs8, certificate)?,
            Hash::Sha256,
        ))
    }

    /// Signs with this hash: RSA keys with PSS, others with ECDSA.
    #[must_use]
    pub fn with_hash(key: SigningKey, hash: Hash) -> Self {
        let algorithm = if key.is_rsa() {
            SignatureAlgorithm::RsaPss(hash)
        } else {
            SignatureAlgorithm::Ecdsa(hash)
        };
        Self {
            key,
            algorithm,
            digest: hash,
        }
    }

    /// How messages are signed: by their identifier, behind the issuer. To be altered by whoever wants another
    /// signature.
    #[must_use]
    pub const fn message(&self) -> SignWith<'_> {
        let behind = Position::After {
            namespace: ASSERTION,
            local: "Issuer",
        };
        SignWith::new(&self.key, &self.algorithm)
            .digest(self.digest)
            .position(behind)
    }

    /// How metadata are signed: as a whole, in front.
    #[must_use]
    pub const fn document(&self) -> SignWith<'_> {
        SignWith::new(&self.key, &self.algorithm)
            .digest(self.digest)
            .reference(Reference::Whole)
    }

    /// The text of a signed message.
    ///
    /// # Errors
    ///
    /// When the message has no identifier or the key does not sign.
    pub fn sign_message(&self, message: &Element) -> Result<String, SigningError> {
        xml::sign(message, &self.message())
    }

    /// The text of a signed metadata document.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn sign_document(&self, metadata: &Element) -> Result<String, SigningError> {
        xml::sign(metadata, &self.document())
    }
}
