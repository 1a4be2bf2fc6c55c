//! Messages and the byte stream that carries them: two length bytes, then the message.
//!
//! Bytes in, bytes out. Knows neither sockets nor what a message means.

use crate::Error;

/// Bytes in front of each message that tell its length.
pub const LENGTH_BYTES: usize = 2;

/// The longest message that the protocol can carry, in bytes.
pub const MAX_MESSAGE: usize = 0xFFFF;

/// Replaces the content of `out` by the frame of `message`: length and body side by side, for one write.
///
/// # Errors
/// [`Error::TooLong`] over [`MAX_MESSAGE`] bytes; `out` is then left empty.
pub fn encode_frame(message: &[u8], out: &mut Vec<u8>) -> Result<(), Error> {
    out.clear();
    let length = u16::try_from(message.len()).map_err(|_| Error::TooLong {
        length: message.len(),
    })?;
    out.extend_from_slice(&length.to_be_bytes());
    out.extend_from_slice(message);
    Ok(())
}

/// Cuts a byte stream, which may arrive in any pieces, into messages.
#[derive(Debug, Default)]
pub struct Deframer {
    bytes: Vec<u8>,
    handed_out: usize,
}

impl Deframer {
    /// An empty stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes in the next piece of the stream.
    pub fn push(&mut self, piece: &[u8]) {
        self.drop_handed_out();
        self.bytes.extend_from_slice(piece);
    }

    /// The next complete message (which may be empty), or `None` as long as bytes are missing.
    pub fn next_message(&mut self) -> Option<&[u8]> {
        self.drop_handed_out();
        let (length, _) = self.bytes.split_first_chunk::<LENGTH_BYTES>()?;
        let end = LENGTH_BYTES + usize::from(u16::from_be_bytes(*length));
        let message = self.bytes.get(LENGTH_BYTES..end)?;
        self.handed_out = end;
        Some(message)
    }

    /// Whether a message is complete.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let rest = self.bytes.get(self.handed_out..).unwrap_or_default();
        rest.split_first_chunk::<LENGTH_BYTES>()
            .is_some_and(|(length, body)| body.len() >= usize::from(u16::from_be_bytes(*length)))
    }

    /// Bytes of an incomplete message that wait for their rest.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.bytes.len().saturating_sub(self.handed_out)
    }

    fn drop_handed_out(&mut self) {
        self.bytes.drain(..self.handed_out);
        self.handed_out = 0;
    }
}
