//! Public keys: points that have been checked.

use std::fmt;

use crate::{
    Curve, Hash, KeyError, SignatureError,
    group::{AnyPoint, arithmetic, ecdsa, on_curve},
};

/// A point of a curve, proven to lie on it and not to be the point at infinity
/// [TR-03110-3 §A.2.2.1].
///
/// A point that fails the proof stays bytes: whoever wants to send one sends those.
#[derive(Clone)]
pub struct PublicKey {
    point: AnyPoint,
    encoded: EncodedPoint,
}

impl PublicKey {
    /// Decodes an uncompressed point `04 || X || Y` and checks it [TR-03111 §3.2.1].
    ///
    /// # Errors
    /// [`KeyError`] if the length or the first byte is wrong, a coordinate is not below the
    /// modulus, the point is not on the curve, or it is the point at infinity (`00`).
    pub fn decode(curve: Curve, bytes: &[u8]) -> Result<Self, KeyError> {
        on_curve!(curve, B => arithmetic::decode_point::<B>(bytes)).map(Self::new)
    }

    /// Wraps a point that came out of a calculation.
    pub(crate) fn new(point: AnyPoint) -> Self {
        let encoded = on_curve!(AnyPoint(&point), B, p => arithmetic::encode_point::<B>(p));
        Self { point, encoded }
    }

    /// The curve of the key.
    #[must_use]
    pub const fn curve(&self) -> Curve {
        self.point.curve()
    }

    /// The uncompressed point `04 || X || Y`, 49 to 133 bytes [TR-03111 §3.2.1].
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.encoded.as_bytes()
    }

    /// The x coordinate at the length of the field, 24 to 66 bytes: the compressed public key
    /// Comp(PK) [TR-03110-3 §A.2.2.3].
    #[must_use]
    pub fn x(&self) -> &[u8] {
        self.as_bytes()
            .get(1..=self.curve().field_len())
            .unwrap_or_default()
    }

    /// Checks a plain signature `r || s` over the parts of a message, one after the other
    /// [TR-03111 §4.2.1.2].
    ///
    /// # Errors
    /// [`SignatureError`] if the signature has the wrong length, `r` or `s` is out of range, or
    /// it was not made by the private key over this message.
    pub fn verify(
        &self,
        hash: Hash,
        message: &[&[u8]],
        signature: &[u8],
    ) -> Result<(), SignatureError> {
        let digest = hash.digest(message);
        let digest = digest.as_bytes();
        on_curve!(AnyPoint(&self.point), B, point => ecdsa::verify::<B>(point, digest, signature))
    }

    pub(crate) const fn point(&self) -> &AnyPoint {
        &self.point
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.curve() == other.curve() && self.as_bytes() == other.as_bytes()
    }
}

impl Eq for PublicKey {}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({}, ", self.curve())?;
        self.as_bytes()
            .iter()
            .try_for_each(|byte| write!(f, "{byte:02x}"))?;
        f.write_str(")")
    }
}

/// An uncompressed point of up to 133 bytes, kept without heap memory.
#[derive(Clone, Copy)]
pub(crate) struct EncodedPoint {
    bytes: [u8; Self::MAX],
    len: usize,
}

impl EncodedPoint {
    /// The length of a point of P-521.
    const MAX: usize = 133;

    pub(crate) fn new(x: &[u8], y: &[u8]) -> Self {
        let mut bytes = [0; Self::MAX];
        let source = [4].iter().chain(x).chain(y);
        bytes
            .iter_mut()
            .zip(source)
            .for_each(|(to, from)| *to = *from);
        Self {
            bytes,
            len: (1 + x.len() + y.len()).min(Self::MAX),
        }
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
