//! The arithmetic beside that of the backend.

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use primefield::{
    MontyFieldBytes, MontyFieldElement, MontyFieldParams,
    bigint::{ArrayEncoding, Uint},
    common::Generate,
};

use super::Modulus;

/// Compares both on the chosen elements, their neighbours and random ones, all with all.
pub(in crate::weierstrass) fn agree<P, const LIMBS: usize, const USED: usize>(
    modulus: &Modulus<LIMBS, USED>,
    chosen: &[MontyFieldElement<P, LIMBS>],
) where
    P: MontyFieldParams<LIMBS>,
    Uint<LIMBS>: ArrayEncoding,
    MontyFieldBytes<P, LIMBS>: Copy,
{
    let mut rng = ChaCha20Rng::seed_from_u64(6);
    let random = (0..40).map(|_| MontyFieldElement::generate_from_rng(&mut rng));
    // Elements whose words are all ones or nearly so carry through every word.
    let mut ones =
        MontyFieldElement::from_montgomery(P::PARAMS.modulus().get().wrapping_sub(&Uint::ONE));
    let extremes = std::iter::from_fn(|| {
        ones = MontyFieldElement::from_montgomery(ones.as_montgomery().shr_vartime(31));
        (*ones.as_montgomery() != Uint::ZERO).then_some(ones)
    });
    let elements: Vec<_> = chosen
        .iter()
        .copied()
        .chain(extremes)
        .chain(random)
        .collect();
    for a in &elements {
        for b in &elements {
            let (x, y) = (a.to_montgomery_words(), b.to_montgomery_words());
            assert_eq!(modulus.multiply(x, y), a.multiply(b).to_montgomery_words());
            assert_eq!(modulus.add(x, y), a.add(b).to_montgomery_words());
            assert_eq!(modulus.subtract(x, y), a.sub(b).to_montgomery_words());
        }
    }
}
