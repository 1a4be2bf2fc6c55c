//! What can be wrong with encoded input. A variant says what is wrong, the offset says where.

use iso7816::tlv::{Tag, TlvErrorKind};
use thiserror::Error;

/// Input that is not a legal encoding: what is wrong, and at which byte of the outermost input.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{kind} (at byte {offset})")]
pub struct DecodeError {
    /// What is wrong.
    pub kind: DecodeErrorKind,
    /// Where: bytes from the start of the input that was handed in.
    pub offset: usize,
}

impl DecodeError {
    /// An error at `offset`.
    #[must_use]
    pub const fn new(kind: DecodeErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// The same error seen from an outer object that starts `outer` bytes earlier.
    #[must_use]
    pub fn moved(self, outer: usize) -> Self {
        Self {
            offset: self.offset.saturating_add(outer),
            ..self
        }
    }
}

/// The kinds of [`DecodeError`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The structure of tags, lengths and values is broken, or another object stands in this place.
    #[error(transparent)]
    Tlv(#[from] TlvErrorKind),
    /// A data object that the structure does not know, or one too many.
    #[error("data object {0} does not belong here")]
    Surplus(Tag),
    /// The same data object twice.
    #[error("data object {0} is there twice")]
    Duplicate(Tag),
    /// Not the value bytes of an object identifier.
    #[error("{0:02X?} is not an object identifier")]
    ObjectIdentifier(Vec<u8>),
    /// An object identifier without a meaning in this place.
    #[error("object identifier {0} has no meaning here")]
    UnknownObjectIdentifier(super::Oid),
    /// A date that is not six digits, one in each byte. `[TR-03110-3 §D.2.1.3]`
    #[error("date {0:02X?} is not six bytes with one decimal digit each")]
    DateNotBcd(Vec<u8>),
    /// Six digits that name no day of the calendar.
    #[error("date {0:02X?} is no day of the Gregorian calendar")]
    NoSuchDay(Vec<u8>),
    /// A reference that is empty, longer than 16 bytes, or has an unassigned character. `[TR-03110-3 §A.7.1]`
    #[error("reference {0:02X?} is not 1 to 16 characters of ISO 8859-1")]
    Reference(Vec<u8>),
    /// A profile identifier other than 0. `[TR-03110-3 §C.1.1]`
    #[error("certificate profile {0:02X?} is not known, only 00 is")]
    Profile(Vec<u8>),
    /// An authorization too short, or too long, for its terminal type. `[TR-03110-4 §2]`
    #[error(
        "authorization {bits:02X?} does not fit the terminal type, which needs {expected} byte(s)"
    )]
    Authorization {
        /// The bits as found.
        bits: Vec<u8>,
        /// Bytes that the terminal type needs.
        expected: usize,
    },
    /// Domain parameters of which some are there and some are not. `[TR-03110-3 §D.3.3]`
    #[error("domain parameters have to be all there or all absent, and {0} is not there")]
    IncompleteParameters(Tag),
    /// An integer that is not minimal, negative, or too large for its place.
    #[error("integer {0:02X?} is not a minimal number within bounds")]
    Integer(Vec<u8>),
    /// A value with another length than its place demands.
    #[error("value of {found} byte(s) where {expected} belong")]
    Length {
        /// Bytes demanded.
        expected: usize,
        /// Bytes found.
        found: usize,
    },
    /// A string with a character outside of its character set.
    #[error("string {0:02X?} has a character outside of its set")]
    Text(Vec<u8>),
    /// A BOOLEAN that is neither 00 nor FF.
    #[error("boolean {0:02X?} is neither 00 nor FF")]
    Boolean(Vec<u8>),
    /// A BIT STRING with unused bits where whole bytes belong.
    #[error("bit string does not hold whole bytes")]
    BitString,
    /// A public key that is no point of its curve.
    #[error("public key is not valid: {0}")]
    Key(#[from] crypto::KeyError),
}

impl From<iso7816::tlv::TlvError> for DecodeError {
    fn from(error: iso7816::tlv::TlvError) -> Self {
        Self::new(DecodeErrorKind::Tlv(error.kind), error.offset)
    }
}
