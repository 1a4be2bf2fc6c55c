//! ECDSA with plain signatures `r || s` [TR-03111 §4.2.1].

use ::ecdsa::{
    Signature,
    hazmat::{sign_prehashed_rfc6979, verify_prehashed},
};
use elliptic_curve::{AffinePoint, NonZeroScalar, ProjectivePoint};
use sha1::Sha1;
use sha2::{Sha224, Sha256, Sha384, Sha512};

use super::Backend;
use crate::{
    Hash, SignatureError,
    error::{Hex, SignaturePart},
};

/// Signs a digest with a nonce derived by HMAC over the same hash function [RFC 6979 §3.2].
pub(crate) fn sign<B: Backend>(scalar: &NonZeroScalar<B>, hash: Hash, digest: &[u8]) -> Vec<u8> {
    let (signature, _recovery_id) = match hash {
        Hash::Sha1 => sign_prehashed_rfc6979::<B, Sha1>(scalar, digest, &[]),
        Hash::Sha224 => sign_prehashed_rfc6979::<B, Sha224>(scalar, digest, &[]),
        Hash::Sha256 => sign_prehashed_rfc6979::<B, Sha256>(scalar, digest, &[]),
        Hash::Sha384 => sign_prehashed_rfc6979::<B, Sha384>(scalar, digest, &[]),
        Hash::Sha512 => sign_prehashed_rfc6979::<B, Sha512>(scalar, digest, &[]),
    };
    signature.to_bytes().to_vec()
}

/// Checks a plain signature over a digest; all inputs are public.
pub(crate) fn verify<B: Backend>(
    point: &AffinePoint<B>,
    digest: &[u8],
    signature: &[u8],
) -> Result<(), SignatureError> {
    let parsed = decode_signature::<B>(signature)?;
    verify_prehashed::<B>(&ProjectivePoint::<B>::from(*point), digest, &parsed)
        .map_err(|_mismatch| SignatureError::Mismatch)
}

/// Splits `r || s` and checks both to be between 1 and the order minus 1.
fn decode_signature<B: Backend>(signature: &[u8]) -> Result<Signature<B>, SignatureError> {
    let curve = B::CURVE;
    let order = curve.parameters().n;
    let expected = 2 * order.len();
    let found = signature.len();
    if found != expected {
        return Err(SignatureError::Length { expected, found });
    }
    let (r, s) = signature.split_at(order.len());
    for (part, value) in [(SignaturePart::R, r), (SignaturePart::S, s)] {
        // Equal lengths, so the order of the bytes is the order of the numbers.
        if value >= order || value.iter().all(|byte| *byte == 0) {
            let value = Hex(value.to_vec());
            return Err(SignatureError::Range { curve, part, value });
        }
    }
    // Cannot fail: length and ranges were checked above.
    Signature::from_slice(signature).map_err(|_malformed| SignatureError::Mismatch)
}
