//! BER-TLV data objects: tag, length, value `[ISO 7816-4 §5.2.2]`.
//!
//! A data field comes in as bytes and goes out as objects that borrow from it, each with its place. Two readings are
//! offered: [`Reader::new`] takes any definite length, as a card must; [`Reader::der`] takes the shortest only. What an
//! object means is not known here.
//!
//! ```
//! use iso7816::tlv::{self, Reader, Tag};
//!
//! const DYNAMIC_AUTHENTICATION_DATA: Tag = Tag::new(0x7C);
//! let bytes = tlv::encode(DYNAMIC_AUTHENTICATION_DATA, &tlv::encode(Tag::new(0x80), &[1, 2, 3]));
//! let mut reader = Reader::new(&bytes);
//! let mut inner = reader.expect(DYNAMIC_AUTHENTICATION_DATA)?.reader();
//! assert_eq!(inner.expect(Tag::new(0x80))?.value, [1, 2, 3]);
//! inner.finish()?;
//! # Ok::<(), iso7816::TlvError>(())
//! ```

mod error;
mod reader;
mod tag;
mod writer;

pub use error::{TlvError, TlvErrorKind};
pub use reader::{Reader, Tlv};
pub use tag::Tag;
pub use writer::{LengthForm, Writer, encode, encoded_len, write_header};
