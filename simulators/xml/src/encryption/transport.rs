//! Carrying a content key under the recipient's RSA key [RFC 8017 §7].

use rand_core::CryptoRng;
use rsa::{Oaep, Pkcs1v15Encrypt};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::{EncryptionError, Hash, KeyError, key::with_hash};

/// A padding with its parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Padding {
    Oaep {
        digest: Hash,
        mask: Hash,
        /// The octets of `OAEPparams`.
        label: Vec<u8>,
    },
    Pkcs1,
}

impl Padding {
    pub(super) fn encrypt(
        self,
        key: &rsa::RsaPublicKey,
        content_key: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, EncryptionError> {
        let encrypted = match self {
            Self::Pkcs1 => key.encrypt(rng, Pkcs1v15Encrypt, content_key),
            Self::Oaep {
                digest,
                mask,
                label,
            } => with_hash!(digest, D => with_hash!(mask, M => {
                let padding = Oaep::<D, M>::new_with_mgf_hash_and_label(label);
                key.encrypt(rng, padding, content_key)
            })),
        };
        encrypted.map_err(|error| {
            EncryptionError::Key(KeyError::Rsa {
                reason: error.to_string(),
            })
        })
    }

    pub(super) fn decrypt(
        self,
        key: &rsa::RsaPrivateKey,
        encrypted: &[u8],
    ) -> Result<Vec<u8>, EncryptionError> {
        let content_key = match self {
            Self::Pkcs1 => key.decrypt(Pkcs1v15Encrypt, encrypted),
            Self::Oaep {
                digest,
                mask,
                label,
            } => with_hash!(digest, D => with_hash!(mask, M => {
                let padding = Oaep::<D, M>::new_with_mgf_hash_and_label(label);
                key.decrypt(padding, encrypted)
            })),
        };
        content_key.map_err(|_| EncryptionError::Unwrap)
    }
}
