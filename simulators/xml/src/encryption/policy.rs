//! What a recipient accepts.

use crate::{DataAlgorithm, Hash, KeyTransport, KeyWrap, Limits};

/// Which encryption a recipient accepts. All fields are open, so that a wrong one can be built.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EncryptionPolicy {
    /// Allowed data algorithms.
    pub data: Vec<DataAlgorithm>,
    /// Allowed identifiers of key transport and key agreement, as [`KeyTransport::uri`] has them.
    pub transports: Vec<String>,
    /// Allowed hashes of OAEP, of its mask and of the key derivation.
    pub digests: Vec<Hash>,
    /// Allowed key wraps.
    pub wraps: Vec<KeyWrap>,
    /// Whether the message may leave open for whom it is.
    pub recipient: Recipient,
    /// How large the decrypted element may be.
    pub limits: Limits,
}

/// Whether a message must say for whom it is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// It must name a certificate or a key. Which one is not compared: the key proves itself.
    Named,
    /// It may name none.
    Open,
}

impl EncryptionPolicy {
    /// eIDAS nodes from protocol version 1.4 on: GCM; RSAES-OAEP with SHA-256 or longer; ECDH-ES.
    #[must_use]
    pub fn eidas() -> Self {
        Self {
            data: vec![
                DataAlgorithm::Aes128Gcm,
                DataAlgorithm::Aes192Gcm,
                DataAlgorithm::Aes256Gcm,
            ],
            transports: [KeyTransport::OAEP_SHA256, KeyTransport::ECDH_ES]
                .map(|transport| transport.uri().to_owned())
                .to_vec(),
            digests: vec![Hash::Sha256, Hash::Sha384, Hash::Sha512],
            wraps: vec![KeyWrap::Aes128, KeyWrap::Aes256],
            recipient: Recipient::Named,
            limits: Limits::SAML,
        }
    }

    /// eIDAS nodes of protocol versions 1.2 and 1.3: `rsa-oaep-mgf1p` is allowed as well.
    #[must_use]
    pub fn eidas_1_3() -> Self {
        let mut policy = Self::eidas();
        let mgf1p = KeyTransport::RsaOaepMgf1p {
            digest: Hash::Sha256,
        };
        policy.transports.push(mgf1p.uri().to_owned());
        policy.digests.push(Hash::Sha1);
        policy
    }

    /// Everything that can be decrypted at all.
    #[must_use]
    pub fn any() -> Self {
        let mut policy = Self::eidas_1_3();
        policy.data = DataAlgorithm::ALL.to_vec();
        policy.transports.push(KeyTransport::Rsa15.uri().to_owned());
        policy.digests = Hash::ALL.to_vec();
        policy.wraps = KeyWrap::ALL.to_vec();
        policy.recipient = Recipient::Open;
        policy
    }
}
