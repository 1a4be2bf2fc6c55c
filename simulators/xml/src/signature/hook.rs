//! Our keys behind the library's hooks, so that it needs to know neither curve nor padding.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use kryptering::{EcCurve, HashAlgorithm, Signer, Verifier};

use crate::{Hash, SignatureAlgorithm, SigningKey, key::PublicKey};

/// Signs with a key of ours.
pub(super) struct SignerHook {
    pub(super) key: SigningKey,
    /// What the signature is made with.
    pub(super) algorithm: SignatureAlgorithm,
    /// What the template says, which the library compares.
    pub(super) declared: kryptering::SignatureAlgorithm,
}

impl Signer for SignerHook {
    fn algorithm(&self) -> kryptering::SignatureAlgorithm {
        self.declared
    }

    fn sign(&self, data: &[u8]) -> kryptering::Result<Vec<u8>> {
        self.key
            .sign(&self.algorithm, data)
            .map_err(|error| kryptering::Error::Crypto(error.to_string()))
    }
}

/// Verifies with any one of several keys, and remembers which.
pub(super) struct VerifierHook {
    pub(super) keys: Vec<PublicKey>,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) declared: kryptering::SignatureAlgorithm,
    pub(super) matched: Arc<AtomicUsize>,
}

impl Verifier for VerifierHook {
    fn algorithm(&self) -> kryptering::SignatureAlgorithm {
        self.declared
    }

    fn verify(&self, data: &[u8], signature: &[u8]) -> kryptering::Result<bool> {
        let matched = self
            .keys
            .iter()
            .position(|key| key.verify(&self.algorithm, data, signature));
        if let Some(index) = matched {
            self.matched.store(index, Ordering::Relaxed);
        }
        Ok(matched.is_some())
    }
}

/// The library's name for an algorithm. It compares identifiers only, so one curve stands for all.
pub(super) fn declared(algorithm: &SignatureAlgorithm) -> Option<kryptering::SignatureAlgorithm> {
    Some(match algorithm {
        SignatureAlgorithm::RsaPkcs1(hash) => {
            kryptering::SignatureAlgorithm::RsaPkcs1v15(library_hash(*hash))
        }
        SignatureAlgorithm::RsaPss(hash) => {
            kryptering::SignatureAlgorithm::RsaPss(library_hash(*hash))
        }
        SignatureAlgorithm::Ecdsa(hash) => {
            kryptering::SignatureAlgorithm::Ecdsa(EcCurve::P256, library_hash(*hash))
        }
        SignatureAlgorithm::Other(_) => return None,
    })
}

const fn library_hash(hash: Hash) -> HashAlgorithm {
    match hash {
        Hash::Sha1 => HashAlgorithm::Sha1,
        Hash::Sha224 => HashAlgorithm::Sha224,
        Hash::Sha256 => HashAlgorithm::Sha256,
        Hash::Sha384 => HashAlgorithm::Sha384,
        Hash::Sha512 => HashAlgorithm::Sha512,
    }
}
