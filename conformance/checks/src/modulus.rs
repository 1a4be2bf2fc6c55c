//! Just enough arithmetic modulo an odd number to say whether explicit domain parameters can be right.
//!
//! Public values only, so nothing here is constant-time. It never sees a key.

use crypto_bigint::modular::{BoxedMontyForm, BoxedMontyParams};
use crypto_bigint::{BoxedUint, NonZero, Odd};

/// Largest modulus that is worth the time: 4096 bits.
const MAX_LEN: usize = 512;

/// An odd modulus above three.
pub(crate) struct Modulus {
    value: Odd<BoxedUint>,
    non_zero: NonZero<BoxedUint>,
    params: BoxedMontyParams,
    precision: u32,
}

impl Modulus {
    /// The modulus of these big-endian bytes; nothing if it is even, three or less, or longer than 4096 bits.
    pub(crate) fn new(bytes: &[u8]) -> Option<Self> {
        let precision = u32::try_from(bytes.len())
            .ok()
            .filter(|_| bytes.len() <= MAX_LEN)?
            * 8;
        let value = BoxedUint::from_be_slice(bytes, precision).ok()?;
        if value <= BoxedUint::from(3_u8) {
            return None;
        }
        let non_zero = value.as_nz_vartime()?.clone();
        let value = value.as_odd_vartime()?.clone();
        let params = BoxedMontyParams::new_vartime(value.clone());
        Some(Self {
            value,
            non_zero,
            params,
            precision,
        })
    }

    /// A number below this modulus; nothing if it is too large.
    pub(crate) fn number(&self, bytes: &[u8]) -> Option<BoxedUint> {
        let start = bytes
            .iter()
            .position(|&byte| byte != 0)
            .unwrap_or(bytes.len());
        let value = BoxedUint::from_be_slice(bytes.get(start..)?, self.precision).ok()?;
        (value < *self.value.as_ref()).then_some(value)
    }

    /// Whether `y² = x³ + ax + b` holds here.
    pub(crate) fn is_on_curve(
        &self,
        (a, b): (&BoxedUint, &BoxedUint),
        (x, y): (&BoxedUint, &BoxedUint),
    ) -> bool {
        let p = &self.non_zero;
        let cubic = x.mul_mod(x, p).add_mod(a, p).mul_mod(x, p).add_mod(b, p);
        y.mul_mod(y, p) == cubic
    }

    /// Whether `4a³ + 27b²` is not zero here, so that the curve has no singular point.
    pub(crate) fn is_smooth(&self, a: &BoxedUint, b: &BoxedUint) -> bool {
        let p = &self.non_zero;
        let times = |factor: u8, value: &BoxedUint| BoxedUint::from(factor).mul_mod(value, p);
        let sum = times(4, &a.mul_mod(a, p).mul_mod(a, p)).add_mod(&times(27, &b.mul_mod(b, p)), p);
        !sum.is_zero().to_bool()
    }

    /// Whether `base` to the power of `exponent` is one here.
    pub(crate) fn power_is_one(&self, base: &BoxedUint, exponent: &BoxedUint) -> bool {
        let power = BoxedMontyForm::new(base.clone(), &self.params).pow(exponent);
        power == BoxedMontyForm::one(&self.params)
    }

    /// Whether `order` divides this modulus less one.
    pub(crate) fn order_fits(&self, order: &BoxedUint) -> bool {
        let less_one = self.less_one();
        order
            .as_nz_vartime()
            .is_some_and(|order| less_one.rem_vartime(order).is_zero().to_bool())
    }

    /// Whether twelve rounds of the Miller-Rabin test find no reason against this being a prime.
    pub(crate) fn is_probably_prime(&self) -> bool {
        let less_one = self.less_one();
        let twos = less_one.trailing_zeros_vartime();
        let odd_part = less_one
            .shr_vartime(twos)
            .unwrap_or_else(|| less_one.clone());
        [2_u8, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37]
            .into_iter()
            .all(|witness| self.passes(witness, &odd_part, twos))
    }

    fn passes(&self, witness: u8, odd_part: &BoxedUint, twos: u32) -> bool {
        let Some(base) = self.number(&[witness]) else {
            return true; // a modulus below the witness has met the smaller ones
        };
        let one = BoxedMontyForm::one(&self.params);
        let minus_one = BoxedMontyForm::zero(&self.params) - &one;
        let mut power = BoxedMontyForm::new(base, &self.params).pow(odd_part);
        if power == one {
            return true;
        }
        for _ in 0..twos {
            if power == minus_one {
                return true;
            }
            power = power.square();
        }
        false
    }

    fn less_one(&self) -> BoxedUint {
        self.value.as_ref().wrapping_sub(BoxedUint::one())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn primes_are_told_from_composites() {
        for prime in [5_u32, 7, 11, 37, 41, 65_537, 4_294_967_291] {
            assert!(
                Modulus::new(&prime.to_be_bytes())
                    .unwrap()
                    .is_probably_prime(),
                "{prime}"
            );
        }
        for composite in [9_u32, 15, 561, 41_041, 3_215_031_751] {
            assert!(
                !Modulus::new(&composite.to_be_bytes())
                    .unwrap()
                    .is_probably_prime(),
                "{composite}"
            );
        }
    }

    #[test]
    fn even_small_and_huge_numbers_are_no_modulus() {
        assert!(Modulus::new(&[0x10]).is_none());
        assert!(Modulus::new(&[3]).is_none());
        assert!(Modulus::new(&[]).is_none());
        assert!(Modulus::new(&[0xFF; 513]).is_none());
    }

    #[test]
    fn a_small_curve_is_recognised() {
        // y² = x³ + 2x + 3 over GF(97) holds (3, 6).
        let field = Modulus::new(&[97]).unwrap();
        let n = |value: u8| field.number(&[value]).unwrap();
        assert!(field.is_on_curve((&n(2), &n(3)), (&n(3), &n(6))));
        assert!(!field.is_on_curve((&n(2), &n(3)), (&n(3), &n(7))));
        assert!(field.is_smooth(&n(2), &n(3)));
        assert!(!field.is_smooth(&n(0), &n(0)));
    }

    #[test]
    fn orders_of_subgroups_are_checked() {
        // 23 = 2 * 11 + 1: 4 has order 11.
        let field = Modulus::new(&[23]).unwrap();
        let n = |value: u8| field.number(&[value]).unwrap();
        assert!(field.order_fits(&n(11)));
        assert!(!field.order_fits(&n(7)));
        assert!(field.power_is_one(&n(4), &n(11)));
        assert!(!field.power_is_one(&n(5), &n(11)));
    }
}
