//! What can be wrong with a key, a signature or a buffer.

use std::fmt;

use crate::{Cipher, Curve};

/// Bytes in an error text: written as hexadecimal digits.
#[derive(Clone, PartialEq, Eq)]
pub struct Hex(pub Vec<u8>);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// One of the two coordinates of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coordinate {
    /// The first half after the leading `04`.
    X,
    /// The second half.
    Y,
}

/// A public key, private key or generator that cannot be used.
///
/// Variants about public values carry them; a private scalar never appears.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The encoded point has the wrong length [TR-03111 §3.2.1].
    #[error("a point of {curve} has {} bytes, not {found}", curve.point_len())]
    PointLength {
        /// The curve that was expected.
        curve: Curve,
        /// The length that came.
        found: usize,
    },
    /// The first byte is not `04`, the mark of an uncompressed point [TR-03111 §3.2.1].
    #[error("a point begins with 04, not {found:02x}")]
    PointFormat {
        /// The first byte that came.
        found: u8,
    },
    /// A coordinate is not smaller than the modulus of the field.
    #[error("coordinate {coordinate:?} = {value} is not below the modulus of {curve}")]
    CoordinateRange {
        /// The curve that was expected.
        curve: Curve,
        /// Which coordinate.
        coordinate: Coordinate,
        /// The value that came.
        value: Hex,
    },
    /// The coordinates do not satisfy the equation of the curve [TR-03111 §4.3.1].
    #[error("point {point} does not lie on {curve}")]
    NotOnCurve {
        /// The curve that was expected.
        curve: Curve,
        /// The encoded point that came.
        point: Hex,
    },
    /// The point at infinity came, or came out of a calculation that must not yield it.
    #[error("the point at infinity is no key of {curve}")]
    Infinity {
        /// The curve that was used.
        curve: Curve,
    },
    /// The private scalar has the wrong length.
    #[error("a private key of {curve} has {} bytes, not {found}", curve.order_len())]
    ScalarLength {
        /// The curve that was expected.
        curve: Curve,
        /// The length that came.
        found: usize,
    },
    /// The private scalar is zero or not smaller than the order of the base point.
    #[error("a private key of {curve} is at least 1 and below the order of the base point")]
    ScalarRange {
        /// The curve that was expected.
        curve: Curve,
    },
    /// Two values of one calculation belong to different curves.
    #[error("expected a value on {expected}, found one on {found}")]
    CurveMismatch {
        /// The curve of the private key.
        expected: Curve,
        /// The curve of the other value.
        found: Curve,
    },
}

/// One of the two integers of an ECDSA signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignaturePart {
    /// The first half.
    R,
    /// The second half.
    S,
}

/// A signature that was not accepted [TR-03111 §4.2.1].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignatureError {
    /// The plain signature `r || s` has the wrong length [TR-03111 §5.2.1].
    #[error("a plain signature has {expected} bytes, not {found}")]
    Length {
        /// Twice the length of the order of the base point.
        expected: usize,
        /// The length that came.
        found: usize,
    },
    /// `r` or `s` is zero or not smaller than the order of the base point.
    #[error("signature part {part:?} = {value} is zero or not below the order of {curve}")]
    Range {
        /// The curve of the public key.
        curve: Curve,
        /// Which integer.
        part: SignaturePart,
        /// The value that came.
        value: Hex,
    },
    /// The signature is well formed and was not made by this key over this message.
    #[error("the signature does not belong to this key and message")]
    Mismatch,
}

/// A symmetric key or buffer of the wrong length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CipherError {
    /// The key has the wrong length.
    #[error("a key of {cipher:?} has {} bytes, not {found}", cipher.key_len())]
    KeyLength {
        /// The cipher that was chosen.
        cipher: Cipher,
        /// The length that came.
        found: usize,
    },
    /// CBC without padding works on whole blocks only [ISO 10116 §7].
    #[error("{found} bytes are not a multiple of the block length 16")]
    NotWholeBlocks {
        /// The length that came.
        found: usize,
    },
}
