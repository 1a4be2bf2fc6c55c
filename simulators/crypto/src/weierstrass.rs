//! The curves that no released crate of our generation offers, on its Montgomery arithmetic.
//!
//! Each child module defines one curve type. Points and scalars are constant-time as far as
//! `primeorder` and `primefield` are. Knows nothing of encodings, keys or signatures.

pub(crate) mod brainpool_p192r1;
pub(crate) mod brainpool_p224r1;
pub(crate) mod brainpool_p320r1;
pub(crate) mod brainpool_p512r1;
mod montgomery;
pub(crate) mod p192;
pub(crate) mod p224;

/// Defines `$curve` with its field, its scalars and a table of multiples of its base point.
///
/// `uint` holds a field element; `non_residues` are a quadratic non-residue modulo `p` and one
/// modulo `n`, which the square roots of the backend need; `windows` is the length of a field
/// element in bytes plus one.
macro_rules! weierstrass_curve {
    (
        $curve:ident: $printed:expr,
        uint: $uint:ty,
        bytes: $bytes:ty,
        equation: $equation:ident,
        non_residues: ($field_non_residue:literal, $scalar_non_residue:literal),
        windows: $windows:literal $(,)?
    ) => {
        use elliptic_curve::{CurveArithmetic, PrimeCurveArithmetic, hazmat::FieldArithmetic};
        use primeorder::{
            BasepointTable, PrimeCurveParams, PrimeCurveWithBasepointTable, ProjectivePoint,
            mul_backend::PrecomputedTables, point_arithmetic::$equation,
        };

        use crate::curve::printed::Printed;

        const PRINTED: Printed = $printed;

        /// The curve as a type: it has no values of interest.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
        #[expect(
            unnameable_types,
            reason = "the traits of the backend show it in public types"
        )]
        pub struct $curve;

        impl elliptic_curve::Curve for $curve {
            type FieldBytesSize = $bytes;
            type Uint = $uint;
            const ORDER: elliptic_curve::bigint::Odd<$uint> =
                elliptic_curve::bigint::Odd::<$uint>::from_be_hex(PRINTED.n);
        }

        impl elliptic_curve::PrimeCurve for $curve {}

        impl CurveArithmetic for $curve {
            type AffinePoint = primeorder::AffinePoint<Self>;
            type ProjectivePoint = ProjectivePoint<Self>;
            type Scalar = scalar::Scalar;
        }

        impl FieldArithmetic for $curve {
            type FieldElement = field::FieldElement;
        }

        impl PrimeCurveArithmetic for $curve {
            type CurveGroup = ProjectivePoint<Self>;
        }

        impl PrimeCurveParams for $curve {
            type PointArithmetic = $equation;
            type Backend = PrecomputedTables<$windows>;
            const EQUATION_A: field::FieldElement =
                field::FieldElement::from_hex_vartime(PRINTED.a);
            const EQUATION_B: field::FieldElement =
                field::FieldElement::from_hex_vartime(PRINTED.b);
            const GENERATOR: (field::FieldElement, field::FieldElement) = (
                field::FieldElement::from_hex_vartime(PRINTED.x),
                field::FieldElement::from_hex_vartime(PRINTED.y),
            );
        }

        static MULTIPLES: BasepointTable<ProjectivePoint<$curve>, $windows> = BasepointTable::new();

        impl PrimeCurveWithBasepointTable<$windows> for $curve {
            const BASEPOINT_TABLE: &'static BasepointTable<ProjectivePoint<Self>, $windows> =
                &MULTIPLES;
        }

        impl ecdsa::EcdsaCurve for $curve {
            const NORMALIZE_S: bool = false;
        }

        #[expect(
            deprecated,
            reason = "primefield 0.14.0 calls a deprecated method in its macro"
        )]
        mod field {
            use elliptic_curve::{
                ff::PrimeField,
                ops::BatchInvert,
                subtle::{Choice, ConstantTimeEq, CtOption},
            };
            use primefield::{MontyFieldElement, bigint::Word};

            use crate::weierstrass::montgomery::{Modulus, used_words};

            primefield::monty_field_params! {
                name: FieldParams,
                modulus: super::PRINTED.p,
                uint: $uint,
                byte_order: primefield::ByteOrder::BigEndian,
                multiplicative_generator: $field_non_residue,
                doc: "Montgomery parameters of the field."
            }

            primefield::monty_field_element! {
                name: FieldElement,
                params: FieldParams,
                uint: $uint,
                doc: "Element of the field."
            }

            const WORDS: [Word; <$uint>::LIMBS] =
                *FieldParams::PARAMS.modulus().as_ref().as_words();
            const MODULUS: Modulus<{ <$uint>::LIMBS }, { used_words(&WORDS) }> =
                Modulus::new(WORDS);

            // The operations that the macro above calls.
            impl FieldElement {
                #[inline]
                const fn words(self) -> [Word; <$uint>::LIMBS] {
                    self.0.to_montgomery_words()
                }

                #[inline]
                const fn from_words(words: [Word; <$uint>::LIMBS]) -> Self {
                    Self(MontyFieldElement::from_montgomery_words(words))
                }

                const fn from_uint_unchecked(integer: $uint) -> Self {
                    Self(MontyFieldElement::from_uint_reduced(&integer))
                }

                const fn to_canonical(self) -> $uint {
                    self.0.to_canonical()
                }

                #[inline]
                fn add(&self, other: &Self) -> Self {
                    Self::from_words(MODULUS.add(self.words(), other.words()))
                }

                #[inline]
                fn double(&self) -> Self {
                    self.add(self)
                }

                #[inline]
                fn sub(&self, other: &Self) -> Self {
                    Self::from_words(MODULUS.subtract(self.words(), other.words()))
                }

                #[inline]
                fn neg(&self) -> Self {
                    Self::ZERO.sub(self)
                }

                #[inline]
                fn multiply(&self, other: &Self) -> Self {
                    Self::from_words(MODULUS.multiply(self.words(), other.words()))
                }

                #[inline]
                fn square(&self) -> Self {
                    self.multiply(self)
                }

                fn invert(&self) -> CtOption<Self> {
                    self.0.invert().map(Self)
                }
            }

            #[cfg(test)]
            mod tests {
                use super::{FieldElement, FieldParams, MODULUS};

                #[test]
                fn arithmetic_is_that_of_the_backend() {
                    let agree = crate::weierstrass::montgomery::tests::agree::<FieldParams, _, _>;
                    let chosen = [FieldElement::ZERO, FieldElement::ONE, -FieldElement::ONE];
                    agree(&MODULUS, &chosen.map(Into::into));
                }
            }

            impl BatchInvert for FieldElement {}
        }

        #[expect(
            deprecated,
            reason = "primefield 0.14.0 calls a deprecated method in its macro"
        )]
        mod scalar {
            use elliptic_curve::{
                Curve, FieldBytes,
                ff::PrimeField,
                field::bytes_to_uint,
                ops::Reduce,
                scalar::{FromUintUnchecked, IsHigh},
                subtle::{Choice, ConstantTimeEq, ConstantTimeGreater, CtOption},
            };

            use super::$curve;

            primefield::monty_field_params! {
                name: ScalarParams,
                modulus: super::PRINTED.n,
                uint: $uint,
                byte_order: primefield::ByteOrder::BigEndian,
                multiplicative_generator: $scalar_non_residue,
                doc: "Montgomery parameters of the scalars."
            }

            primefield::monty_field_element! {
                name: Scalar,
                params: ScalarParams,
                uint: $uint,
                doc: "Integer modulo the order of the base point."
            }

            primefield::monty_field_arithmetic! {
                name: Scalar,
                params: ScalarParams,
                uint: $uint
            }

            impl Reduce<$uint> for Scalar {
                fn reduce(integer: &$uint) -> Self {
                    Self::from_uint_unchecked(*integer)
                }
            }

            impl Reduce<FieldBytes<$curve>> for Scalar {
                fn reduce(bytes: &FieldBytes<$curve>) -> Self {
                    Self::from_uint_unchecked(bytes_to_uint::<$curve>(bytes))
                }
            }

            elliptic_curve::scalar_impls!($curve, Scalar);
            primeorder::wnaf::impl_wnaf_size_for_scalar!(Scalar);

            impl AsRef<Self> for Scalar {
                fn as_ref(&self) -> &Self {
                    self
                }
            }

            impl FromUintUnchecked for Scalar {
                type Uint = $uint;

                fn from_uint_unchecked(uint: $uint) -> Self {
                    Self::from_uint_unchecked(uint)
                }
            }

            impl IsHigh for Scalar {
                fn is_high(&self) -> Choice {
                    const HALF: $uint = $curve::ORDER.as_ref().shr_vartime(1);
                    self.to_canonical().ct_gt(&HALF)
                }
            }
        }
    };
}

use weierstrass_curve;
