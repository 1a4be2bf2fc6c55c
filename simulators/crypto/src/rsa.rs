//! RSA signatures, for the tokens and messages of services; no card of ours uses them.
//!
//! Keys come in as PKCS#8 or as modulus and exponent, signatures go out. RSASSA-PKCS1-v1_5 and RSASSA-PSS with
//! MGF1 over the same hash and a salt as long as the hash [RFC 8017 §8]. Operations on private keys are blinded.

use std::fmt;

use rand_core::CryptoRng;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use rsa::{BoxedUint, Pkcs1v15Sign, Pss};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use crate::Hash;

/// An RSA key that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RsaKeyError {
    /// The bytes are not a private key in PKCS#8.
    #[error("not an RSA private key in PKCS#8: {0}")]
    Pkcs8(String),
    /// Modulus or exponent are not those of an RSA key.
    #[error("not an RSA public key of {bits} bits: {reason}")]
    Components {
        /// Length of the modulus that came.
        bits: usize,
        /// What is wrong.
        reason: String,
    },
}

/// A signature that was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the RSA signature does not belong to this key and message")]
pub struct RsaMismatch;

/// An RSA private key of 1024 to 4096 bits.
#[derive(Clone)]
pub struct RsaPrivateKey(rsa::RsaPrivateKey);

/// An RSA public key of 1024 to 4096 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPublicKey(rsa::RsaPublicKey);

/// Calls a generic function with the type of a hash.
macro_rules! with_hash {
    ($hash:expr, $name:ident => $body:expr) => {
        match $hash {
            Hash::Sha1 => {
                type $name = Sha1;
                $body
            }
            Hash::Sha224 => {
                type $name = Sha224;
                $body
            }
            Hash::Sha256 => {
                type $name = Sha256;
                $body
            }
            Hash::Sha384 => {
                type $name = Sha384;
                $body
            }
            Hash::Sha512 => {
                type $name = Sha512;
                $body
            }
        }
    };
}

impl RsaPrivateKey {
    /// A key from PKCS#8 in DER [RFC 5208].
    ///
    /// # Errors
    /// Bytes that are something else.
    pub fn from_pkcs8_der(der: &[u8]) -> Result<Self, RsaKeyError> {
        rsa::RsaPrivateKey::from_pkcs8_der(der)
            .map(Self)
            .map_err(|error| RsaKeyError::Pkcs8(error.to_string()))
    }

    /// The public half.
    #[must_use]
    pub fn public_key(&self) -> RsaPublicKey {
        RsaPublicKey(self.0.to_public_key())
    }

    /// RSASSA-PKCS1-v1_5 [RFC 8017 §8.2.1]; as long as the modulus.
    ///
    /// # Errors
    /// A modulus that is too short for the hash.
    pub fn sign_pkcs1_v1_5(&self, hash: Hash, message: &[u8]) -> Result<Vec<u8>, RsaKeyError> {
        let digest = hash.digest(&[message]);
        let padding = with_hash!(hash, D => Pkcs1v15Sign::new::<D>());
        self.0
            .sign(padding, digest.as_bytes())
            .map_err(|error| self.refused(&error))
    }

    /// RSASSA-PSS [RFC 8017 §8.1.1], the salt drawn from `rng`; as long as the modulus.
    ///
    /// # Errors
    /// A modulus that is too short for the hash.
    pub fn sign_pss(
        &self,
        hash: Hash,
        message: &[u8],
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Vec<u8>, RsaKeyError> {
        let digest = hash.digest(&[message]);
        with_hash!(hash, D => self.0.sign_with_rng(rng, Pss::<D>::new(), digest.as_bytes()))
            .map_err(|error| self.refused(&error))
    }

    fn refused(&self, error: &rsa::Error) -> RsaKeyError {
        RsaKeyError::Components {
            bits: self.public_key().bits(),
            reason: error.to_string(),
        }
    }
}

impl RsaPublicKey {
    /// A key from modulus and public exponent, big-endian.
    ///
    /// # Errors
    /// An even or too long modulus, an exponent that cannot be.
    pub fn from_components(modulus: &[u8], exponent: &[u8]) -> Result<Self, RsaKeyError> {
        let number = BoxedUint::from_be_slice_vartime;
        rsa::RsaPublicKey::new(number(modulus), number(exponent))
            .map(Self)
            .map_err(|error| RsaKeyError::Components {
                bits: modulus.len() * 8,
                reason: error.to_string(),
            })
    }

    /// The modulus, big-endian, without leading zeros.
    #[must_use]
    pub fn modulus(&self) -> Vec<u8> {
        self.0.n().to_be_bytes_trimmed_vartime().into_vec()
    }

    /// The public exponent, big-endian, without leading zeros.
    #[must_use]
    pub fn exponent(&self) -> Vec<u8> {
        self.0.e().to_be_bytes_trimmed_vartime().into_vec()
    }

    /// Length of the modulus in bits.
    #[must_use]
    pub fn bits(&self) -> usize {
        let modulus = self.modulus();
        let zeros = modulus.first().map_or(0, |byte| byte.leading_zeros());
        (modulus.len() * 8).saturating_sub(usize::try_from(zeros).unwrap_or_default())
    }

    /// Verifies RSASSA-PKCS1-v1_5 [RFC 8017 §8.2.2].
    ///
    /// # Errors
    /// A signature of another key, message or hash.
    pub fn verify_pkcs1_v1_5(
        &self,
        hash: Hash,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), RsaMismatch> {
        let digest = hash.digest(&[message]);
        let padding = with_hash!(hash, D => Pkcs1v15Sign::new::<D>());
        self.0
            .verify(padding, digest.as_bytes(), signature)
            .map_err(|_| RsaMismatch)
    }

    /// Verifies RSASSA-PSS with a salt as long as the hash [RFC 8017 §8.1.2].
    ///
    /// # Errors
    /// A signature of another key, message, hash or salt length.
    pub fn verify_pss(
        &self,
        hash: Hash,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), RsaMismatch> {
        let digest = hash.digest(&[message]);
        with_hash!(hash, D => self.0.verify(Pss::<D>::new(), digest.as_bytes(), signature))
            .map_err(|_| RsaMismatch)
    }
}

impl fmt::Debug for RsaPrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaPrivateKey({} bits)", self.public_key().bits())
    }
}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaPublicKey({} bits)", self.bits())
    }
}
