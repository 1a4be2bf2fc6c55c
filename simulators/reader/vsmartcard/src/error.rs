//! What can go wrong on the link.

use std::io;
use std::time::Duration;

/// A failure of the link between the virtual reader and the card.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A message is longer than two length bytes can say.
    #[error("message of {length} bytes does not fit two length bytes, the limit is 65535")]
    TooLong {
        /// Length of the refused message in bytes.
        length: usize,
    },
    /// A command of one byte, which the other end would take for a control code.
    #[error("a command of the one byte {byte:02X} would be taken for a control code")]
    TakenForControl {
        /// The refused byte.
        byte: u8,
    },
    /// The peer closed the connection inside a message.
    #[error("connection ended inside a message, {have} bytes of it had arrived")]
    CutOff {
        /// Bytes of the message that had arrived, length bytes included.
        have: usize,
    },
    /// The other end closed the connection where a message was due: the card was taken out, or the reader stopped.
    #[error("the other end has closed the connection")]
    Closed,
    /// The peer stayed silent for too long.
    #[error("no answer within {} ms", .limit.as_millis())]
    TimedOut {
        /// How long was waited.
        limit: Duration,
    },
    /// Nobody listens, or the connection was refused.
    #[error("cannot reach the virtual reader at {address}: {source}")]
    Unreachable {
        /// The address as the user wrote it.
        address: String,
        /// The system's reason.
        source: io::Error,
    },
    /// The system refused a socket operation.
    #[error("socket: {0}")]
    Socket(#[from] io::Error),
}
