//! Arithmetic modulo an odd number on its Montgomery form: twice as fast as that of the backend,
//! whose form and types it shares.
//!
//! In: numbers below the modulus, least significant word first. Out: the same. `LIMBS` words hold a
//! number, of which the upper ones may always be zero because the modulus has `USED` words only;
//! the form is `x * 2^(word size * LIMBS)`. No branch and no address depends on a number.

#![expect(
    clippy::indexing_slicing,
    reason = "all indices are below the constant lengths, as the compiler sees when it unrolls"
)]
#![expect(
    clippy::needless_range_loop,
    reason = "one index walks through several numbers, of which only the used words count"
)]

use primefield::bigint::{WideWord, Word};

/// A modulus with the one constant that the reduction needs.
pub(super) struct Modulus<const LIMBS: usize, const USED: usize> {
    words: [Word; LIMBS],
    /// `-1 / modulus`, modulo the size of a word.
    negative_inverse: Word,
}

impl<const LIMBS: usize, const USED: usize> Modulus<LIMBS, USED> {
    /// Prepares an odd modulus of `USED` words.
    pub(super) const fn new(words: [Word; LIMBS]) -> Self {
        // Each step doubles the number of correct bits: 1, 2, 4, …, 64.
        let mut inverse: Word = 1;
        let mut step = 0;
        while step < 6 {
            let error = words[0].wrapping_mul(inverse);
            inverse = inverse
                .wrapping_mul(2_u8 as Word)
                .wrapping_sub(inverse.wrapping_mul(error));
            step += 1;
        }
        Self {
            words,
            negative_inverse: inverse.wrapping_neg(),
        }
    }

    /// `a * b`, divided by the factor of the form.
    #[inline]
    pub(super) fn multiply(&self, a: [Word; LIMBS], b: [Word; LIMBS]) -> [Word; LIMBS] {
        let mut sum = [0; LIMBS];
        let mut top = 0;
        for factor in &b[..USED] {
            top = self.multiply_step(&mut sum, top, &a, *factor);
        }
        // The remaining words of the factor are zero: only the division by the form remains.
        for _ in USED..LIMBS {
            top = self.multiply_step(&mut sum, top, &[0; LIMBS], 0);
        }
        self.reduce(&sum, top)
    }

    /// `(sum + a * factor + m * modulus) / word size`, with the `m` that makes it exact.
    #[inline(always)]
    fn multiply_step(
        &self,
        sum: &mut [Word; LIMBS],
        top: Word,
        a: &[Word; LIMBS],
        factor: Word,
    ) -> Word {
        let (low, mut carry) = multiply_add(sum[0], a[0], factor, 0);
        let quotient = low.wrapping_mul(self.negative_inverse);
        let (_zero, mut reduction_carry) = multiply_add(low, quotient, self.words[0], 0);
        for i in 1..USED {
            let product;
            (product, carry) = multiply_add(sum[i], a[i], factor, carry);
            (sum[i - 1], reduction_carry) =
                multiply_add(product, quotient, self.words[i], reduction_carry);
        }
        let top = WideWord::from(top) + WideWord::from(carry) + WideWord::from(reduction_carry);
        let new_top;
        (sum[USED - 1], new_top) = halves(top);
        new_top
    }

    /// `a + b`.
    #[inline]
    pub(super) fn add(&self, a: [Word; LIMBS], b: [Word; LIMBS]) -> [Word; LIMBS] {
        let mut sum = [0; LIMBS];
        let mut carry = 0;
        for i in 0..USED {
            (sum[i], carry) =
                halves(WideWord::from(a[i]) + WideWord::from(b[i]) + WideWord::from(carry));
        }
        self.reduce(&sum, carry)
    }

    /// `a - b`.
    #[inline]
    pub(super) fn subtract(&self, a: [Word; LIMBS], b: [Word; LIMBS]) -> [Word; LIMBS] {
        let (mut difference, borrow) = Self::difference(&a, &b);
        let mask = borrow.wrapping_neg();
        let mut carry = 0;
        for i in 0..USED {
            let addend = self.words[i] & mask;
            (difference[i], carry) = halves(
                WideWord::from(difference[i]) + WideWord::from(addend) + WideWord::from(carry),
            );
        }
        difference
    }

    /// A number below twice the modulus, given with its carry, brought below the modulus.
    #[inline(always)]
    fn reduce(&self, number: &[Word; LIMBS], carry: Word) -> [Word; LIMBS] {
        let (difference, borrow) = Self::difference(number, &self.words);
        let keep = (borrow & !carry).wrapping_neg();
        let mut reduced = [0; LIMBS];
        for i in 0..USED {
            reduced[i] = (number[i] & keep) | (difference[i] & !keep);
        }
        reduced
    }

    /// `a - b` and whether it is negative, as 0 or 1.
    #[inline(always)]
    fn difference(a: &[Word; LIMBS], b: &[Word; LIMBS]) -> ([Word; LIMBS], Word) {
        let mut difference = [0; LIMBS];
        let mut borrow = 0;
        for i in 0..USED {
            let wide = WideWord::from(a[i])
                .wrapping_sub(WideWord::from(b[i]))
                .wrapping_sub(WideWord::from(borrow));
            (difference[i], borrow) = halves(wide);
            borrow &= 1;
        }
        (difference, borrow)
    }
}

/// The number of words that a modulus really needs.
pub(super) const fn used_words<const LIMBS: usize>(words: &[Word; LIMBS]) -> usize {
    let mut used = LIMBS;
    while used > 0 && words[used - 1] == 0 {
        used -= 1;
    }
    used
}

/// `sum + a * b + carry` as a low and a high word: it always fits.
#[inline(always)]
fn multiply_add(sum: Word, a: Word, b: Word, carry: Word) -> (Word, Word) {
    halves(WideWord::from(sum) + WideWord::from(a) * WideWord::from(b) + WideWord::from(carry))
}

/// The low and the high word.
#[inline(always)]
#[expect(clippy::cast_possible_truncation, reason = "both halves are kept")]
const fn halves(wide: WideWord) -> (Word, Word) {
    (wide as Word, (wide >> Word::BITS) as Word)
}

#[cfg(test)]
pub(super) mod tests;
