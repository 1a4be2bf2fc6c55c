//! What can be wrong with a command, a chain, a response or an ATR. Errors of TLV data are in [`crate::tlv`].

use crate::StatusWord;

/// Why bytes are not a command APDU, or a command cannot be encoded. A card answers each with 6700.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CommandError {
    /// Fewer than the four bytes of the header.
    #[error("{length} bytes are less than the 4 bytes of a command header")]
    HeaderIncomplete {
        /// Bytes received.
        length: usize,
    },
    /// A body that begins with 00 and ends before its extended length field does.
    #[error("the extended length field at byte 4 needs 3 bytes, found {found}")]
    LengthFieldIncomplete {
        /// Bytes of the field that were there.
        found: usize,
    },
    /// An extended Lc of 0000 followed by more bytes: absent data has no Lc.
    #[error("extended lc at byte 4 is 0000, but a command without data has no lc")]
    ZeroLc,
    /// The body is neither data alone nor data and one Le of the same form.
    #[error("lc announces {lc} bytes of data, but {found} bytes follow it")]
    BodyLength {
        /// Value of Lc.
        lc: usize,
        /// Bytes that follow the Lc field.
        found: usize,
    },
    /// More data than an extended Lc can announce.
    #[error("{length} bytes of data are more than the 65535 of an extended command")]
    DataTooLong {
        /// Bytes of data.
        length: usize,
    },
}

impl CommandError {
    /// What a card answers: 6700.
    #[must_use]
    pub const fn status(self) -> StatusWord {
        StatusWord::WRONG_LENGTH
    }
}

/// Why bytes are not a response APDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ResponseError {
    /// Fewer than the two bytes of a status word.
    #[error("{length} bytes are less than the 2 bytes of a status word")]
    StatusIncomplete {
        /// Bytes received.
        length: usize,
    },
}

/// Why a command does not continue the chain before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ChainError {
    /// A command that belongs to no chain, or to another one, came before the last of this chain.
    #[error(
        "a chain of {expected:04X} is open, but {found:04X} with other parameters or class came"
    )]
    LastCommandExpected {
        /// Instruction byte and P1 of the open chain.
        expected: u16,
        /// Instruction byte and P1 that came.
        found: u16,
    },
    /// The chain has grown beyond what its collector takes.
    #[error("the chain has {length} bytes of data, more than the {limit} that are taken")]
    TooLong {
        /// Bytes of data so far.
        length: usize,
        /// Bytes that are taken.
        limit: usize,
    },
}

impl ChainError {
    /// What a card answers: 6883 for a foreign command, 6700 for a chain without end.
    #[must_use]
    pub const fn status(self) -> StatusWord {
        match self {
            Self::LastCommandExpected { .. } => StatusWord::LAST_COMMAND_OF_CHAIN_EXPECTED,
            Self::TooLong { .. } => StatusWord::WRONG_LENGTH,
        }
    }
}

/// Why bytes are not an answer to reset, or one cannot be built.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AtrError {
    /// The bytes end before the part that the format characters announce.
    #[error("the atr ends at byte {length}, before its {part}")]
    Truncated {
        /// Bytes received.
        length: usize,
        /// The missing part.
        part: &'static str,
    },
    /// The first byte is neither 3B nor 3F.
    #[error("initial character is {found:02X}, expected 3B or 3F")]
    InitialCharacter {
        /// First byte received.
        found: u8,
    },
    /// The check byte does not make the exclusive or of all bytes after the first zero.
    #[error("check byte is {found:02X}, expected {expected:02X}")]
    CheckByte {
        /// Byte computed.
        expected: u8,
        /// Byte received.
        found: u8,
    },
    /// Bytes follow the announced end.
    #[error("{count} bytes follow the end of the atr at byte {offset}")]
    TrailingBytes {
        /// Where the atr ends.
        offset: usize,
        /// How many bytes are too many.
        count: usize,
    },
    /// More than 15 historical bytes, or more than 33 bytes in all.
    #[error("{length} bytes are too long for the {part}, which takes {limit}")]
    TooLong {
        /// Bytes there are.
        length: usize,
        /// Which part is too long.
        part: &'static str,
        /// Bytes allowed.
        limit: usize,
    },
}
