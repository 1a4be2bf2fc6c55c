//! Private keys: agreement and signing.

use std::fmt;

use rand_core::CryptoRng;

use crate::{
    Curve, Generator, Hash, KeyError, PublicKey, Secret,
    group::{AnyScalar, arithmetic, ecdsa, on_curve},
};

/// A private scalar of a curve, between 1 and the order of the base point minus 1.
///
/// Wiped when dropped and masked in `Debug`. It holds no public key: [`PrivateKey::public_key`]
/// multiplies each time, and a key on a mapped generator never needs that product.
#[derive(Clone)]
pub struct PrivateKey {
    scalar: AnyScalar,
}

impl PrivateKey {
    /// Draws a key. The same stream of random bytes gives the same key on every machine and in
    /// every version [TR-03111 §4.1.3].
    pub fn generate(curve: Curve, rng: &mut (impl CryptoRng + ?Sized)) -> Self {
        Self {
            scalar: on_curve!(curve, B => arithmetic::generate_scalar::<B>(rng)),
        }
    }

    /// Takes a big-endian scalar of exactly [`Curve::order_len`] bytes.
    ///
    /// # Errors
    /// [`KeyError::ScalarLength`] or [`KeyError::ScalarRange`].
    pub fn from_bytes(curve: Curve, bytes: &[u8]) -> Result<Self, KeyError> {
        let scalar = on_curve!(curve, B => arithmetic::decode_scalar::<B>(bytes))?;
        Ok(Self { scalar })
    }

    /// The big-endian scalar at [`Curve::order_len`] bytes, for key files of the test PKI.
    #[must_use]
    pub fn to_bytes(&self) -> Secret {
        on_curve!(AnyScalar(&self.scalar), B, k => arithmetic::encode_scalar::<B>(k))
    }

    /// The curve of the key.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.scalar.curve()
    }

    /// The public key on the standard base point. Costs a multiplication with a table.
    #[must_use]
    pub fn public_key(&self) -> PublicKey {
        let point =
            on_curve!(AnyScalar(&self.scalar), B, k => arithmetic::multiply_standard::<B>(k));
        PublicKey::new(point)
    }

    /// The public key on another generator, such as the mapped one of PACE. Costs a
    /// multiplication [TR-03110-3 §A.3.2].
    ///
    /// # Errors
    /// [`KeyError::CurveMismatch`] if the generator is on another curve.
    pub fn public_key_on(&self, generator: &Generator) -> Result<PublicKey, KeyError> {
        let base = generator.base();
        on_curve!(AnyScalar(&self.scalar), B, k => arithmetic::multiply_base::<B>(k, base))
            .map(PublicKey::new)
    }

    /// Key agreement ECKA: the x coordinate of the common point, [`Curve::field_len`] bytes
    /// [TR-03111 §4.3.1].
    ///
    /// # Errors
    /// [`KeyError::CurveMismatch`] if the public key is on another curve.
    pub fn agree(&self, peer: &PublicKey) -> Result<Secret, KeyError> {
        let peer = peer.point();
        on_curve!(AnyScalar(&self.scalar), B, k => arithmetic::agree::<B>(k, peer))
    }

    /// The whole common point of [`PrivateKey::agree`], as `H` of the generic mapping shows it
    /// [TR-03110-3 §A.3.4.1].
    ///
    /// # Errors
    /// [`KeyError::CurveMismatch`] if the public key is on another curve.
    pub fn agree_point(&self, peer: &PublicKey) -> Result<PublicKey, KeyError> {
        let peer = peer.point();
        on_curve!(AnyScalar(&self.scalar), B, k => arithmetic::multiply_point::<B>(k, peer))
            .map(PublicKey::new)
    }

    /// Signs the parts of a message, one after the other: plain `r || s`, each
    /// [`Curve::order_len`] bytes [TR-03111 §5.2.1]. The nonce is derived from key and message
    /// [RFC 6979 §3.2], so the same input gives the same signature; a digest longer than the
    /// order loses its last bits [TR-03111 §4.2.1.1].
    #[must_use]
    pub fn sign(&self, hash: Hash, message: &[&[u8]]) -> Vec<u8> {
        let digest = hash.digest(message);
        let digest = digest.as_bytes();
        on_curve!(AnyScalar(&self.scalar), B, k => ecdsa::sign::<B>(k, hash, digest))
    }

    pub(crate) const fn scalar(&self) -> &AnyScalar {
        &self.scalar
    }
}

impl fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PrivateKey({})", self.curve())
    }
}
