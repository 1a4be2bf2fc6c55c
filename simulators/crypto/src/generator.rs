//! Base points: the standard one and the mapped one of PACE.

use std::fmt;

use crate::{
    Curve, KeyError, PrivateKey, PublicKey,
    group::{AnyBase, arithmetic, on_curve},
};

/// A point that public keys are multiples of; never the point at infinity.
///
/// Kept as the calculation left it, so that a key on a mapped generator costs one
/// multiplication and no conversion.
#[derive(Clone)]
pub struct Generator {
    base: AnyBase,
}

impl Generator {
    /// The base point of the curve's domain parameters.
    #[must_use]
    pub fn standard(curve: Curve) -> Self {
        Self {
            base: on_curve!(curve, B => arithmetic::standard_base::<B>()),
        }
    }

    /// The generic mapping of PACE: `s * G + H`, where `s` is the nonce as a big-endian integer of
    /// any length, reduced modulo the order, and `H` the common point of the two mapping keys
    /// [TR-03110-3 §A.3.4.1].
    ///
    /// # Errors
    /// [`KeyError::CurveMismatch`] if the keys are on different curves, [`KeyError::Infinity`] if
    /// the nonce happens to cancel the common point.
    pub fn map(nonce: &[u8], own: &PrivateKey, peer: &PublicKey) -> Result<Self, KeyError> {
        let peer = peer.point();
        let base =
            on_curve!(AnyScalar(own.scalar()), B, k => arithmetic::map::<B>(nonce, k, peer))?;
        Ok(Self { base })
    }

    /// The curve of the point.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.base.curve()
    }

    /// The point itself, for traces and tests. Costs an inversion.
    #[must_use]
    pub fn to_point(&self) -> PublicKey {
        PublicKey::new(on_curve!(AnyBase(&self.base), B, base => arithmetic::normalise::<B>(base)))
    }

    pub(crate) const fn base(&self) -> &AnyBase {
        &self.base
    }
}

impl fmt::Debug for Generator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A mapped generator would give away the nonce to who knows the mapping keys.
        write!(f, "Generator({})", self.curve())
    }
}
