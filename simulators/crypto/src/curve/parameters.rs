//! The constants of a curve as bytes.

use super::{Curve, printed, printed::Printed};

/// The constants of an elliptic curve y² = x³ + ax + b over the integers modulo `p`, big-endian
/// [TR-03110-3 §D.3.3].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DomainParameters {
    /// The prime modulus of the field.
    pub p: &'static [u8],
    /// The first coefficient, as long as `p`.
    pub a: &'static [u8],
    /// The second coefficient, as long as `p`.
    pub b: &'static [u8],
    /// The base point, uncompressed: `04 || X || Y`.
    pub g: &'static [u8],
    /// The prime order of the base point.
    pub n: &'static [u8],
    /// The cofactor: always 1.
    pub cofactor: u8,
}

impl Curve {
    /// The constants of this curve.
    #[must_use]
    pub const fn parameters(self) -> &'static DomainParameters {
        match self {
            Self::P192 => &P192,
            Self::BrainpoolP192r1 => &BRAINPOOL_P192R1,
            Self::P224 => &P224,
            Self::BrainpoolP224r1 => &BRAINPOOL_P224R1,
            Self::P256 => &P256,
            Self::BrainpoolP256r1 => &BRAINPOOL_P256R1,
            Self::BrainpoolP320r1 => &BRAINPOOL_P320R1,
            Self::P384 => &P384,
            Self::BrainpoolP384r1 => &BRAINPOOL_P384R1,
            Self::BrainpoolP512r1 => &BRAINPOOL_P512R1,
            Self::P521 => &P521,
        }
    }

    /// The curve that has exactly these constants, so that explicit parameters can be recognised.
    /// Leading zeros do not count; the base point is uncompressed.
    #[must_use]
    pub fn from_parameters(p: &[u8], a: &[u8], b: &[u8], g: &[u8], n: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| {
            let own = curve.parameters();
            [(p, own.p), (a, own.a), (b, own.b), (n, own.n)]
                .into_iter()
                .all(|(given, own)| significant(given) == significant(own))
                && g == own.g
        })
    }
}

/// An unsigned integer without its leading zeros.
fn significant(mut integer: &[u8]) -> &[u8] {
    while let [0, rest @ ..] = integer {
        integer = rest;
    }
    integer
}

macro_rules! domain_parameters {
    ($($name:ident, $field:literal, $point:literal;)*) => {$(
        static $name: DomainParameters = {
            const PRINTED: Printed = printed::$name;
            const P: [u8; $field] = bytes(PRINTED.p);
            const A: [u8; $field] = bytes(PRINTED.a);
            const B: [u8; $field] = bytes(PRINTED.b);
            const G: [u8; $point] = point(PRINTED.x, PRINTED.y);
            const N: [u8; $field] = bytes(PRINTED.n);
            DomainParameters { p: &P, a: &A, b: &B, g: &G, n: &N, cofactor: 1 }
        };
    )*};
}

domain_parameters! {
    P192, 24, 49;
    BRAINPOOL_P192R1, 24, 49;
    P224, 28, 57;
    BRAINPOOL_P224R1, 28, 57;
    P256, 32, 65;
    BRAINPOOL_P256R1, 32, 65;
    BRAINPOOL_P320R1, 40, 81;
    P384, 48, 97;
    BRAINPOOL_P384R1, 48, 97;
    BRAINPOOL_P512R1, 64, 129;
    P521, 66, 133;
}

/// The last `N` bytes of a hexadecimal number.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler only, which refuses a bad index"
)]
const fn bytes<const N: usize>(hex: &str) -> [u8; N] {
    let digits = hex.as_bytes();
    let skipped = digits.len() - 2 * N;
    let mut out = [0; N];
    let mut i = 0;
    while i < N {
        out[i] = nibble(digits[skipped + 2 * i]) << 4 | nibble(digits[skipped + 2 * i + 1]);
        i += 1;
    }
    out
}

/// `04 || X || Y` of two hexadecimal numbers.
#[expect(
    clippy::indexing_slicing,
    reason = "evaluated by the compiler only, which refuses a bad index"
)]
const fn point<const N: usize>(x: &str, y: &str) -> [u8; N] {
    let (x, y) = (x.as_bytes(), y.as_bytes());
    let len = N / 2;
    let mut out = [4; N];
    let mut i = 0;
    while i < len {
        out[1 + i] = nibble(x[2 * i]) << 4 | nibble(x[2 * i + 1]);
        out[1 + len + i] = nibble(y[2 * i]) << 4 | nibble(y[2 * i + 1]);
        i += 1;
    }
    out
}

/// The value of a lower-case hexadecimal digit.
const fn nibble(digit: u8) -> u8 {
    match digit {
        b'0'..=b'9' => digit - b'0',
        _ => digit - b'a' + 10,
    }
}
