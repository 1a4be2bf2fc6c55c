//! What a card that does not check points would do, for simulators that are told to be wrong.
//!
//! A real card would calculate on another curve or crash. Here every string of bytes stands for
//! some point, always the same one, so that a run can be repeated and nothing can panic.

use crate::{
    Curve, Hash, PrivateKey, PublicKey, Secret,
    group::{arithmetic, on_curve},
};

impl PublicKey {
    /// The point itself where [`PublicKey::decode`] accepts the bytes, otherwise a point of the
    /// curve that depends on the bytes alone. Breaks the validation that [TR-03110-3 §A.2.2.1] demands.
    #[must_use]
    pub fn decode_unchecked(curve: Curve, bytes: &[u8]) -> Self {
        Self::decode(curve, bytes).unwrap_or_else(|_invalid| {
            let digest = Hash::Sha512.digest(&[bytes]);
            Self::new(on_curve!(curve, B => arithmetic::stand_in::<B>(digest.as_bytes())))
        })
    }
}

impl PrivateKey {
    /// Agrees with whatever [`PublicKey::decode_unchecked`] makes of the bytes:
    /// [`Curve::field_len`] bytes, the same for the same input.
    #[must_use]
    pub fn agree_unchecked(&self, peer: &[u8]) -> Secret {
        let peer = PublicKey::decode_unchecked(self.curve(), peer);
        on_curve!(AnyScalar(self.scalar()), B, k => arithmetic::agree::<B>(k, peer.point()))
            // Cannot fail: the peer was decoded for the curve of this key.
            .unwrap_or_else(|_other_curve| Secret::new([]))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{Curve, PrivateKey, PublicKey};

    fn key(curve: Curve) -> PrivateKey {
        let mut scalar = vec![0; curve.order_len()];
        *scalar.last_mut().unwrap() = 77;
        PrivateKey::from_bytes(curve, &scalar).unwrap()
    }

    #[test]
    fn any_bytes_are_agreed_with_and_give_the_same_secret_again() {
        for curve in Curve::ALL {
            let key = key(curve);
            let mut off_curve = curve.parameters().g.to_vec();
            *off_curve.last_mut().unwrap() ^= 1;
            for bytes in [&[][..], &[0], &[4; 7], &off_curve, &[0xFF; 200]] {
                let secret = key.agree_unchecked(bytes);
                assert_eq!(secret.len(), curve.field_len());
                assert_eq!(secret, key.agree_unchecked(bytes));
            }
        }
    }

    #[test]
    fn good_points_are_agreed_with_as_usual() {
        for curve in Curve::ALL {
            let (key, peer) = (key(curve), curve.parameters().g);
            let checked = key.agree(&PublicKey::decode(curve, peer).unwrap()).unwrap();
            assert_eq!(key.agree_unchecked(peer), checked);
        }
    }
}
