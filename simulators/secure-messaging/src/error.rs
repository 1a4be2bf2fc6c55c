//! What can be wrong with a protected message, and the status word that says so.

use iso7816::tlv::Tag;
use iso7816::{Class, CommandError, Ne, ResponseError, StatusWord, TlvError};

use crate::Alteration;

/// What is wrong with a protected message, or why a plain one cannot be protected.
///
/// An error of unwrapping means that the session is over. [`SmError::status`] is what a card answers then, in plain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SmError {
    /// A class that does not announce secure messaging with an authenticated header.
    #[error("class {class} does not announce secure messaging with an authenticated header")]
    Class {
        /// Class of the command.
        class: Class,
    },
    /// The protected command asks for fewer bytes than any protected response has.
    #[error("a protected response of at least {least} bytes does not fit the {} that the outer le allows", ne.get())]
    OuterLength {
        /// Length that the outer Le allows.
        ne: Ne,
        /// Bytes of a response without data.
        least: usize,
    },
    /// The data field is not a sequence of data objects.
    #[error("data field is no sequence of objects: {0}")]
    Malformed(#[from] TlvError),
    /// An object that has no place in such a message.
    #[error("object {tag} at byte {offset} has no place in this message")]
    UnknownObject {
        /// Its tag.
        tag: Tag,
        /// Where it stands in the data field.
        offset: usize,
    },
    /// A second object of a kind that may be there once.
    #[error("object {tag} at byte {offset} is the second of its kind")]
    DuplicateObject {
        /// Its tag.
        tag: Tag,
        /// Where it stands in the data field.
        offset: usize,
    },
    /// Object 85 with an even instruction, or 87 with an odd one.
    #[error("cryptogram is in object {found}, but this instruction takes {expected}")]
    CryptogramObject {
        /// Tag for this instruction.
        expected: Tag,
        /// Tag that came.
        found: Tag,
    },
    /// Object 87 that does not begin with 01, the sign of padding 80 00 ….
    #[error("padding indicator is {found:?}, expected 01")]
    PaddingIndicator {
        /// First byte of the object, if it has one.
        found: Option<u8>,
    },
    /// A cryptogram that is empty or no whole number of blocks.
    #[error("{length} bytes of cryptogram are no whole number of blocks of 16")]
    CryptogramLength {
        /// Bytes of cryptogram.
        length: usize,
    },
    /// Object 97 of neither one byte nor two.
    #[error("object 97 has {length} bytes, expected 1 or 2")]
    ExpectedLength {
        /// Bytes of its value.
        length: usize,
    },
    /// No object 8E.
    #[error("object 8E, the cryptographic checksum, is missing")]
    MacMissing,
    /// Object 8E of another length than eight bytes.
    #[error("object 8E has {length} bytes, expected 8")]
    MacLength {
        /// Bytes of its value.
        length: usize,
    },
    /// The checksum belongs to another message, counter or key.
    #[error("the cryptographic checksum does not match the message")]
    MacMismatch,
    /// The data does not end with 80 and up to 15 bytes 00.
    #[error("the decrypted data does not end with padding 80 00 …")]
    Padding,
    /// No object 99 in a response.
    #[error("object 99, the processing status, is missing")]
    StatusMissing,
    /// Object 99 of another length than two bytes.
    #[error("object 99 has {length} bytes, expected 2")]
    StatusLength {
        /// Bytes of its value.
        length: usize,
    },
    /// The authenticated status word is not the one at the end of the response.
    #[error("object 99 says {authenticated}, but the response ends with {outer}")]
    StatusMismatch {
        /// Status word of object 99.
        authenticated: StatusWord,
        /// Status word at the end.
        outer: StatusWord,
    },
    /// A response without objects: the card has ended the session.
    #[error("the card answered {status} without secure messaging: the session is over")]
    SessionLost {
        /// The plain status word.
        status: StatusWord,
    },
    /// The response is no response.
    #[error(transparent)]
    Response(#[from] ResponseError),
    /// The protected command would be longer than a command can be.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The protected response would be longer than the command allows; nothing was written.
    #[error("a protected response of {length} bytes is longer than the {} that the outer le allows", ne.get())]
    ResponseTooLong {
        /// Bytes of the protected response, status word not counted.
        length: usize,
        /// Length that the outer Le allows.
        ne: Ne,
    },
    /// The command has not the part that shall be altered.
    #[error("alteration {} does not apply: the command has no such part", alteration.name())]
    AlterationDoesNotApply {
        /// The alteration asked for.
        alteration: Alteration,
    },
}

impl SmError {
    /// What a card answers in plain `[TR-03110-3 §F.6]`: 6987 for a missing object, 6988 for an incorrect one.
    #[must_use]
    pub const fn status(self) -> StatusWord {
        match self {
            Self::Class { .. } => StatusWord::SECURE_MESSAGING_NOT_SUPPORTED,
            Self::MacMissing | Self::StatusMissing => StatusWord::SM_OBJECTS_MISSING,
            Self::OuterLength { .. }
            | Self::Command(_)
            | Self::Response(_)
            | Self::ResponseTooLong { .. } => StatusWord::WRONG_LENGTH,
            _ => StatusWord::SM_OBJECTS_INCORRECT,
        }
    }
}
