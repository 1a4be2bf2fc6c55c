//! What is calculated on a curve, written once for all of them.
//!
//! Private scalars go through constant-time operations of the backends; only signature
//! verification, whose inputs are public, takes variable time.

use elliptic_curve::{
    AffinePoint, FieldBytes, NonZeroScalar, ProjectivePoint, Scalar,
    ff::{Field, PrimeField},
    group::{Curve as _, Group as _},
    point::AffineCoordinates,
};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use super::{AnyBase, AnyPoint, AnyScalar, Backend};
use crate::{
    Curve, KeyError, Secret,
    error::{Coordinate, Hex},
    public_key::EncodedPoint,
};

/// Decodes `04 || X || Y` and proves that it is a point of the curve other than infinity.
pub(crate) fn decode_point<B: Backend>(bytes: &[u8]) -> Result<AnyPoint, KeyError> {
    let curve = B::CURVE;
    let (x, y) = split_point(curve, bytes)?;
    let modulus = curve.parameters().p;
    for (coordinate, value) in [(Coordinate::X, x), (Coordinate::Y, y)] {
        // Equal lengths, so the order of the bytes is the order of the numbers.
        if value >= modulus {
            let value = Hex(value.to_vec());
            return Err(KeyError::CoordinateRange {
                curve,
                coordinate,
                value,
            });
        }
    }
    let not_on_curve = || KeyError::NotOnCurve {
        curve,
        point: Hex(bytes.to_vec()),
    };
    let (Ok(x), Ok(y)) = (FieldBytes::<B>::try_from(x), FieldBytes::<B>::try_from(y)) else {
        return Err(not_on_curve());
    };
    AffinePoint::<B>::from_coordinates(&x, &y)
        .into_option()
        .map(B::wrap_point)
        .ok_or_else(not_on_curve)
}

/// The two coordinates of a point that has the right length and form.
fn split_point(curve: Curve, bytes: &[u8]) -> Result<(&[u8], &[u8]), KeyError> {
    match bytes {
        [0] => Err(KeyError::Infinity { curve }),
        _ if bytes.len() != curve.point_len() => Err(KeyError::PointLength {
            curve,
            found: bytes.len(),
        }),
        [4, coordinates @ ..] => Ok(coordinates.split_at(curve.field_len())),
        [found, ..] => Err(KeyError::PointFormat { found: *found }),
        [] => Err(KeyError::PointLength { curve, found: 0 }),
    }
}

/// Encodes a point as `04 || X || Y`.
pub(crate) fn encode_point<B: Backend>(point: &AffinePoint<B>) -> EncodedPoint {
    EncodedPoint::new(&point.x(), &point.y())
}

/// Decodes a private scalar: as long as the order, between 1 and the order minus 1.
pub(crate) fn decode_scalar<B: Backend>(bytes: &[u8]) -> Result<AnyScalar, KeyError> {
    let curve = B::CURVE;
    let found = bytes.len();
    let repr = FieldBytes::<B>::try_from(bytes)
        .map_err(|_wrong_length| KeyError::ScalarLength { curve, found })?;
    let scalar = NonZeroScalar::<B>::from_repr(repr);
    Option::from(scalar)
        .map(B::wrap_scalar)
        .ok_or(KeyError::ScalarRange { curve })
}

/// Encodes a private scalar at the length of the order.
pub(crate) fn encode_scalar<B: Backend>(scalar: &NonZeroScalar<B>) -> Secret {
    Secret::new(scalar.to_repr().to_vec())
}

/// Draws a private scalar by rejection: as many random bytes as the order has, surplus bits
/// cleared, again if the result is zero or too large [TR-03111 §4.1.1].
///
/// Written here and not taken from a backend, so that a seed gives the same key for ever.
pub(crate) fn generate_scalar<B: Backend>(rng: &mut (impl CryptoRng + ?Sized)) -> AnyScalar {
    let order = B::CURVE.parameters().n;
    let mask = order
        .first()
        .map_or(0xFF, |top| 0xFF >> top.leading_zeros());
    let mut candidate = Zeroizing::new(vec![0; order.len()]);
    loop {
        rng.fill_bytes(&mut candidate);
        if let Some(top) = candidate.first_mut() {
            *top &= mask;
        }
        if let Ok(scalar) = decode_scalar::<B>(&candidate) {
            return scalar;
        }
    }
}

/// `scalar` times the standard base point.
pub(crate) fn multiply_standard<B: Backend>(scalar: &NonZeroScalar<B>) -> AnyPoint {
    B::wrap_point(B::multiply_base(scalar).to_affine())
}

/// `scalar` times `base`.
pub(crate) fn multiply_base<B: Backend>(
    scalar: &NonZeroScalar<B>,
    base: &AnyBase,
) -> Result<AnyPoint, KeyError> {
    let product = *B::base(base)? * **scalar;
    Ok(B::wrap_point(product.to_affine()))
}

/// `scalar` times `point`.
pub(crate) fn multiply_point<B: Backend>(
    scalar: &NonZeroScalar<B>,
    point: &AnyPoint,
) -> Result<AnyPoint, KeyError> {
    Ok(B::wrap_point(product::<B>(scalar, point)?.to_affine()))
}

/// The x coordinate of `scalar` times `point`, at the length of the field [TR-03111 §4.3.1].
pub(crate) fn agree<B: Backend>(
    scalar: &NonZeroScalar<B>,
    point: &AnyPoint,
) -> Result<Secret, KeyError> {
    Ok(Secret::new(
        product::<B>(scalar, point)?.to_affine().x().to_vec(),
    ))
}

/// `nonce * G + scalar * point`: the generic mapping [TR-03110-3 §A.3.4.1].
pub(crate) fn map<B: Backend>(
    nonce: &[u8],
    scalar: &NonZeroScalar<B>,
    point: &AnyPoint,
) -> Result<AnyBase, KeyError> {
    let shared = product::<B>(scalar, point)?;
    let mapped = B::multiply_base(&reduce::<B>(nonce)) + shared;
    if mapped.is_identity().into() {
        return Err(KeyError::Infinity { curve: B::CURVE });
    }
    Ok(B::wrap_base(mapped))
}

/// Never the point at infinity: the scalar is not zero and the order of the group is prime.
fn product<B: Backend>(
    scalar: &NonZeroScalar<B>,
    point: &AnyPoint,
) -> Result<ProjectivePoint<B>, KeyError> {
    Ok(ProjectivePoint::<B>::from(*B::point(point)?) * **scalar)
}

/// A big-endian integer of any length modulo the order of the base point, in constant time.
fn reduce<B: Backend>(integer: &[u8]) -> Scalar<B> {
    let radix = Scalar::<B>::from(256);
    let digit = |byte: &u8| Scalar::<B>::from(u64::from(*byte));
    integer
        .iter()
        .fold(Scalar::<B>::ZERO, |sum, byte| sum * radix + digit(byte))
}

/// The standard base point, to be multiplied.
pub(crate) fn standard_base<B: Backend>() -> AnyBase {
    B::wrap_base(ProjectivePoint::<B>::generator())
}

/// A base as a point with two coordinates.
pub(crate) fn normalise<B: Backend>(base: &ProjectivePoint<B>) -> AnyPoint {
    B::wrap_point(base.to_affine())
}
