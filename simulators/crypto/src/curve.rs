//! The elliptic curves of the standardised domain parameters and their constants.
//!
//! In: a parameter id, an object identifier or explicit parameters. Out: a [`Curve`] or its
//! constants as bytes. Does no arithmetic and never sees a key.

use std::fmt;

mod parameters;
pub(crate) mod printed;

pub use self::parameters::DomainParameters;

/// An elliptic curve with a standardised parameter id [TR-03110-3 §A.2.1.1].
///
/// All have a prime field, a prime order and cofactor 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Curve {
    /// P-192 (secp192r1), id 8.
    P192,
    /// brainpoolP192r1, id 9.
    BrainpoolP192r1,
    /// P-224 (secp224r1), id 10.
    P224,
    /// brainpoolP224r1, id 11.
    BrainpoolP224r1,
    /// P-256 (secp256r1), id 12.
    P256,
    /// brainpoolP256r1, id 13: the curve of the German identity card.
    BrainpoolP256r1,
    /// brainpoolP320r1, id 14.
    BrainpoolP320r1,
    /// P-384 (secp384r1), id 15.
    P384,
    /// brainpoolP384r1, id 16.
    BrainpoolP384r1,
    /// brainpoolP512r1, id 17.
    BrainpoolP512r1,
    /// P-521 (secp521r1), id 18.
    P521,
}

impl Curve {
    /// Every curve, in the order of the parameter ids 8 to 18.
    pub const ALL: [Self; 11] = [
        Self::P192,
        Self::BrainpoolP192r1,
        Self::P224,
        Self::BrainpoolP224r1,
        Self::P256,
        Self::BrainpoolP256r1,
        Self::BrainpoolP320r1,
        Self::P384,
        Self::BrainpoolP384r1,
        Self::BrainpoolP512r1,
        Self::P521,
    ];

    /// The curve with this standardised parameter id; `None` for MODP groups, ids reserved for
    /// future use and proprietary parameters [TR-03110-3 §A.2.1.1].
    #[must_use]
    pub fn from_parameter_id(id: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|curve| curve.parameter_id() == id)
    }

    /// The standardised parameter id, 8 to 18 [TR-03110-3 §A.2.1.1].
    #[must_use]
    pub const fn parameter_id(self) -> u8 {
        match self {
            Self::P192 => 8,
            Self::BrainpoolP192r1 => 9,
            Self::P224 => 10,
            Self::BrainpoolP224r1 => 11,
            Self::P256 => 12,
            Self::BrainpoolP256r1 => 13,
            Self::BrainpoolP320r1 => 14,
            Self::P384 => 15,
            Self::BrainpoolP384r1 => 16,
            Self::BrainpoolP512r1 => 17,
            Self::P521 => 18,
        }
    }

    /// The name of the curve as its standard writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::P192 => "P-192",
            Self::BrainpoolP192r1 => "brainpoolP192r1",
            Self::P224 => "P-224",
            Self::BrainpoolP224r1 => "brainpoolP224r1",
            Self::P256 => "P-256",
            Self::BrainpoolP256r1 => "brainpoolP256r1",
            Self::BrainpoolP320r1 => "brainpoolP320r1",
            Self::P384 => "P-384",
            Self::BrainpoolP384r1 => "brainpoolP384r1",
            Self::BrainpoolP512r1 => "brainpoolP512r1",
            Self::P521 => "P-521",
        }
    }

    /// The object identifier of the named curve in dotted form, as X.509 writes it
    /// [RFC 5480 §2.1.1.1] [RFC 5639 §4.1].
    #[must_use]
    pub const fn oid(self) -> &'static str {
        match self {
            Self::P192 => "1.2.840.10045.3.1.1",
            Self::BrainpoolP192r1 => "1.3.36.3.3.2.8.1.1.3",
            Self::P224 => "1.3.132.0.33",
            Self::BrainpoolP224r1 => "1.3.36.3.3.2.8.1.1.5",
            Self::P256 => "1.2.840.10045.3.1.7",
            Self::BrainpoolP256r1 => "1.3.36.3.3.2.8.1.1.7",
            Self::BrainpoolP320r1 => "1.3.36.3.3.2.8.1.1.9",
            Self::P384 => "1.3.132.0.34",
            Self::BrainpoolP384r1 => "1.3.36.3.3.2.8.1.1.11",
            Self::BrainpoolP512r1 => "1.3.36.3.3.2.8.1.1.13",
            Self::P521 => "1.3.132.0.35",
        }
    }

    /// The curve that this dotted object identifier names.
    #[must_use]
    pub fn from_oid(oid: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|curve| curve.oid() == oid)
    }

    /// Length of a coordinate in bytes: 24 to 66.
    #[must_use]
    pub const fn field_len(self) -> usize {
        self.parameters().p.len()
    }

    /// Length of a scalar, and of each half of a plain signature, in bytes: 24 to 66.
    #[must_use]
    pub const fn order_len(self) -> usize {
        self.parameters().n.len()
    }

    /// Length of an uncompressed point `04 || X || Y` in bytes: 49 to 133 [TR-03111 §3.2.1].
    #[must_use]
    pub const fn point_len(self) -> usize {
        self.parameters().g.len()
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::Curve;

    #[test]
    fn ids_oids_and_names_find_their_curve_again() {
        for (curve, id) in Curve::ALL.into_iter().zip(8..) {
            assert_eq!(curve.parameter_id(), id);
            assert_eq!(Curve::from_parameter_id(id), Some(curve));
            assert_eq!(Curve::from_oid(curve.oid()), Some(curve));
        }
    }

    #[test]
    fn ids_outside_8_to_18_name_no_curve() {
        for id in (0..=7).chain(19..=255) {
            assert_eq!(Curve::from_parameter_id(id), None, "id {id}");
        }
    }
}
