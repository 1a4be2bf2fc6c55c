//! Response APDUs: a data field, possibly empty, and two bytes of status.

use crate::{ResponseError, StatusWord};

/// A response that borrows its data `[ISO 7816-4 §5.3]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponseView<'a> {
    /// Response data field, 0 to 65536 bytes.
    pub data: &'a [u8],
    /// SW1-SW2.
    pub status: StatusWord,
}

impl<'a> ResponseView<'a> {
    /// Splits the last two bytes off.
    ///
    /// # Errors
    /// When there are fewer than two bytes.
    pub fn decode(bytes: &'a [u8]) -> Result<Self, ResponseError> {
        match bytes {
            [data @ .., sw1, sw2] => Ok(Self {
                data,
                status: StatusWord::from([*sw1, *sw2]),
            }),
            _ => Err(ResponseError::StatusIncomplete {
                length: bytes.len(),
            }),
        }
    }

    /// Appends data and status word.
    pub fn encode_into(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(self.data);
        out.extend_from_slice(&self.status.to_bytes());
    }

    /// The same response with data of its own.
    #[must_use]
    pub fn to_owned(&self) -> ResponseApdu {
        ResponseApdu {
            data: self.data.to_vec(),
            status: self.status,
        }
    }
}

/// A response that owns its data `[ISO 7816-4 §5.3]`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseApdu {
    /// Response data field, 0 to 65536 bytes.
    pub data: Vec<u8>,
    /// SW1-SW2.
    pub status: StatusWord,
}

impl ResponseApdu {
    /// Data with 9000.
    #[must_use]
    pub fn ok(data: impl Into<Vec<u8>>) -> Self {
        Self {
            data: data.into(),
            status: StatusWord::OK,
        }
    }

    /// The same as a borrow.
    #[must_use]
    pub fn as_view(&self) -> ResponseView<'_> {
        ResponseView {
            data: &self.data,
            status: self.status,
        }
    }

    /// Data and status word as bytes.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.data.len() + 2);
        self.as_view().encode_into(&mut out);
        out
    }

    /// Splits the last two bytes off.
    ///
    /// # Errors
    /// When there are fewer than two bytes.
    pub fn decode(bytes: &[u8]) -> Result<Self, ResponseError> {
        Ok(ResponseView::decode(bytes)?.to_owned())
    }
}

impl From<StatusWord> for ResponseApdu {
    /// A response without data.
    fn from(status: StatusWord) -> Self {
        Self {
            data: Vec::new(),
            status,
        }
    }
}
