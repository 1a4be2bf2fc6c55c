use super::Tag;

/// What is wrong with a data field, and at which byte of the outermost field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind} at byte {offset}")]
pub struct TlvError {
    /// What is wrong.
    pub kind: TlvErrorKind,
    /// Where, counted from the first byte of the data that the first reader was given.
    pub offset: usize,
}

/// The kinds of mistakes in BER-TLV data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TlvErrorKind {
    /// The bytes end within a tag or length.
    #[error("the data ends within a tag or length")]
    Truncated,
    /// A tag of 00, which is padding and no object.
    #[error("tag 00 is reserved")]
    ReservedTag,
    /// A tag of more than four bytes.
    #[error("the tag has more than 4 bytes")]
    TagTooLong,
    /// A tag number that a shorter tag could say.
    #[error("the tag number is not coded in the shortest form")]
    TagNotMinimal,
    /// The indefinite length 80.
    #[error("indefinite length")]
    IndefiniteLength,
    /// A length of more than four bytes, or the reserved FF.
    #[error("the length has more than 4 bytes")]
    LengthTooLong,
    /// A length that fewer bytes could say, where DER was asked for.
    #[error("the length is not coded in the shortest form")]
    LengthNotMinimal,
    /// Fewer bytes follow than the length says.
    #[error("the length says {length} bytes, but {available} follow")]
    ValueTruncated {
        /// Bytes announced.
        length: usize,
        /// Bytes there are.
        available: usize,
    },
    /// Another object stands where this one was expected.
    #[error("expected tag {expected}, found {found}")]
    UnexpectedTag {
        /// The tag that should be here.
        expected: Tag,
        /// The tag that is.
        found: Tag,
    },
    /// The data ends where this object was expected.
    #[error("expected tag {expected}, found the end")]
    Missing {
        /// The tag that should be here.
        expected: Tag,
    },
    /// Something follows the last expected object.
    #[error("{count} bytes follow the last expected object")]
    TrailingBytes {
        /// How many bytes.
        count: usize,
    },
}
