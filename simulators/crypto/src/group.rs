//! Points and scalars of any of the curves: one enum each, and the one place that chooses the
//! arithmetic.
//!
//! In: a [`Curve`] and bytes. Out: calculations of [`arithmetic`] on the curve's own types. The
//! backends offer points, scalars and ECDSA as generic traits, so what follows is a table.

use ::ecdsa::EcdsaCurve;
use elliptic_curve::{
    AffinePoint, CurveArithmetic, NonZeroScalar, ProjectivePoint, Scalar, group::Group,
};
use primeorder::BasepointTable;
use zeroize::Zeroize;

use self::backend::{
    BrainpoolP192r1, BrainpoolP224r1, BrainpoolP256r1, BrainpoolP320r1, BrainpoolP384r1,
    BrainpoolP512r1, NistP256, NistP384, NistP521, P192, P224,
};
use crate::{Curve, KeyError};

pub(crate) mod arithmetic;
pub(crate) mod ecdsa;

/// Chooses the arithmetic: by a [`Curve`], or by a value that knows its curve.
///
/// `on_curve!(curve, B => call)` runs `call` with `B` standing for the types of the curve;
/// `on_curve!(AnyPoint(value), B, point => call)` also names what is inside the value.
macro_rules! on_curve {
    ($Any:ident($value:expr), $Backend:ident, $inner:ident => $call:expr) => {{
        use $crate::group::{backend, $Any};
        match $value {
            $Any::P192($inner) => {
                type $Backend = backend::P192;
                $call
            }
            $Any::BrainpoolP192r1($inner) => {
                type $Backend = backend::BrainpoolP192r1;
                $call
            }
            $Any::P224($inner) => {
                type $Backend = backend::P224;
                $call
            }
            $Any::BrainpoolP224r1($inner) => {
                type $Backend = backend::BrainpoolP224r1;
                $call
            }
            $Any::P256($inner) => {
                type $Backend = backend::NistP256;
                $call
            }
            $Any::BrainpoolP256r1($inner) => {
                type $Backend = backend::BrainpoolP256r1;
                $call
            }
            $Any::BrainpoolP320r1($inner) => {
                type $Backend = backend::BrainpoolP320r1;
                $call
            }
            $Any::P384($inner) => {
                type $Backend = backend::NistP384;
                $call
            }
            $Any::BrainpoolP384r1($inner) => {
                type $Backend = backend::BrainpoolP384r1;
                $call
            }
            $Any::BrainpoolP512r1($inner) => {
                type $Backend = backend::BrainpoolP512r1;
                $call
            }
            $Any::P521($inner) => {
                type $Backend = backend::NistP521;
                $call
            }
        }
    }};
    ($curve:expr, $Backend:ident => $call:expr) => {{
        use $crate::{Curve, group::backend};
        match $curve {
            Curve::P192 => {
                type $Backend = backend::P192;
                $call
            }
            Curve::BrainpoolP192r1 => {
                type $Backend = backend::BrainpoolP192r1;
                $call
            }
            Curve::P224 => {
                type $Backend = backend::P224;
                $call
            }
            Curve::BrainpoolP224r1 => {
                type $Backend = backend::BrainpoolP224r1;
                $call
            }
            Curve::P256 => {
                type $Backend = backend::NistP256;
                $call
            }
            Curve::BrainpoolP256r1 => {
                type $Backend = backend::BrainpoolP256r1;
                $call
            }
            Curve::BrainpoolP320r1 => {
                type $Backend = backend::BrainpoolP320r1;
                $call
            }
            Curve::P384 => {
                type $Backend = backend::NistP384;
                $call
            }
            Curve::BrainpoolP384r1 => {
                type $Backend = backend::BrainpoolP384r1;
                $call
            }
            Curve::BrainpoolP512r1 => {
                type $Backend = backend::BrainpoolP512r1;
                $call
            }
            Curve::P521 => {
                type $Backend = backend::NistP521;
                $call
            }
        }
    }};
}
pub(crate) use on_curve;

/// A curve's own types, and the way between them and the enums below.
pub(crate) trait Backend: EcdsaCurve + CurveArithmetic {
    /// The curve as a value.
    const CURVE: Curve;

    /// `k` times the base point of the curve.
    fn multiply_base(k: &Scalar<Self>) -> ProjectivePoint<Self> {
        ProjectivePoint::<Self>::mul_by_generator(k)
    }

    fn wrap_point(point: AffinePoint<Self>) -> AnyPoint;
    fn point(any: &AnyPoint) -> Result<&AffinePoint<Self>, KeyError>;
    fn wrap_scalar(scalar: NonZeroScalar<Self>) -> AnyScalar;
    fn wrap_base(base: ProjectivePoint<Self>) -> AnyBase;
    fn base(any: &AnyBase) -> Result<&ProjectivePoint<Self>, KeyError>;
}

macro_rules! backends {
    ($($variant:ident: $backend:ty $(, $multiples:ident)?;)*) => {
        /// A point of a curve that is not the point at infinity.
        #[derive(Clone, Copy)]
        pub(crate) enum AnyPoint { $($variant(AffinePoint<$backend>),)* }

        /// A private scalar: not zero, below the order.
        #[derive(Clone)]
        pub(crate) enum AnyScalar { $($variant(NonZeroScalar<$backend>),)* }

        /// A point to be multiplied by fresh scalars, not normalised.
        #[derive(Clone, Copy)]
        pub(crate) enum AnyBase { $($variant(ProjectivePoint<$backend>),)* }

        impl AnyPoint {
            pub(crate) const fn curve(&self) -> Curve {
                match self { $(Self::$variant(_) => Curve::$variant,)* }
            }
        }

        impl AnyScalar {
            pub(crate) const fn curve(&self) -> Curve {
                match self { $(Self::$variant(_) => Curve::$variant,)* }
            }
        }

        impl Drop for AnyScalar {
            fn drop(&mut self) {
                match self { $(Self::$variant(scalar) => scalar.zeroize(),)* }
            }
        }

        impl AnyBase {
            pub(crate) const fn curve(&self) -> Curve {
                match self { $(Self::$variant(_) => Curve::$variant,)* }
            }
        }

        $(
            impl Backend for $backend {
                const CURVE: Curve = Curve::$variant;

                $(
                    fn multiply_base(k: &Scalar<Self>) -> ProjectivePoint<Self> {
                        $multiples.mul(k)
                    }
                )?

                fn wrap_point(point: AffinePoint<Self>) -> AnyPoint {
                    AnyPoint::$variant(point)
                }

                fn point(any: &AnyPoint) -> Result<&AffinePoint<Self>, KeyError> {
                    match any {
                        AnyPoint::$variant(point) => Ok(point),
                        other => Err(mismatch(Self::CURVE, other.curve())),
                    }
                }

                fn wrap_scalar(scalar: NonZeroScalar<Self>) -> AnyScalar {
                    AnyScalar::$variant(scalar)
                }

                fn wrap_base(base: ProjectivePoint<Self>) -> AnyBase {
                    AnyBase::$variant(base)
                }

                fn base(any: &AnyBase) -> Result<&ProjectivePoint<Self>, KeyError> {
                    match any {
                        AnyBase::$variant(base) => Ok(base),
                        other => Err(mismatch(Self::CURVE, other.curve())),
                    }
                }
            }
        )*
    };
}

backends! {
    P192: P192;
    BrainpoolP192r1: BrainpoolP192r1;
    P224: P224;
    BrainpoolP224r1: BrainpoolP224r1;
    P256: NistP256;
    BrainpoolP256r1: BrainpoolP256r1, BRAINPOOL_P256R1_MULTIPLES;
    BrainpoolP320r1: BrainpoolP320r1;
    P384: NistP384;
    BrainpoolP384r1: BrainpoolP384r1, BRAINPOOL_P384R1_MULTIPLES;
    BrainpoolP512r1: BrainpoolP512r1;
    P521: NistP521;
}

// The crates of these two curves multiply their base point like any other point.
static BRAINPOOL_P256R1_MULTIPLES: BasepointTable<ProjectivePoint<BrainpoolP256r1>, 33> =
    BasepointTable::new();
static BRAINPOOL_P384R1_MULTIPLES: BasepointTable<ProjectivePoint<BrainpoolP384r1>, 49> =
    BasepointTable::new();

const fn mismatch(expected: Curve, found: Curve) -> KeyError {
    KeyError::CurveMismatch { expected, found }
}

/// The types of all curves, from wherever they come.
pub(crate) mod backend {
    pub(crate) use bp256::BrainpoolP256r1;
    pub(crate) use bp384::BrainpoolP384r1;
    pub(crate) use p256::NistP256;
    pub(crate) use p384::NistP384;
    pub(crate) use p521::NistP521;

    pub(crate) use crate::weierstrass::{
        brainpool_p192r1::BrainpoolP192r1, brainpool_p224r1::BrainpoolP224r1,
        brainpool_p320r1::BrainpoolP320r1, brainpool_p512r1::BrainpoolP512r1, p192::P192,
        p224::P224,
    };
}
