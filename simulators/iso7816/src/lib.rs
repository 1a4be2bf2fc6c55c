//! Smart card commands and responses as ISO/IEC 7816-4 defines them: bytes to types and back.
//!
//! What comes in is one whole APDU, ATR or BER-TLV data field as bytes; what goes out is a type that names its
//! parts, or the same bytes again. This crate opens no reader, knows no file and never sees a key: a command with
//! secure messaging is to it a command like any other.
//!
//! ```
//! use iso7816::{CommandApdu, CommandView, Ne, ResponseApdu, StatusWord};
//!
//! // The terminal asks for the first four bytes of the current file …
//! let command = CommandApdu::new(0x00, 0xB0, 0x00, 0x00).with_ne(Ne::from_short(4)).encode()?;
//! assert_eq!(command, [0x00, 0xB0, 0x00, 0x00, 0x04]);
//!
//! // … the card looks at the whole body at once and says which case it is …
//! let view = CommandView::decode(&command)?;
//! assert_eq!(view.ne.map(|ne| ne.get()), Some(4));
//! assert!(view.data.is_empty());
//!
//! // … and answers.
//! let response = ResponseApdu::decode(&[0x31, 0x82, 0x01, 0x0C, 0x90, 0x00])?;
//! assert_eq!(response.status, StatusWord::OK);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Decoding never panics, and what was decoded encodes to the same bytes again.

pub mod atr;
pub mod chaining;
pub mod tlv;

mod card;
mod class;
mod command;
mod error;
mod instruction;
mod length;
mod response;
mod status;

pub use atr::Atr;
pub use card::{Card, Transport};
pub use class::{Class, SecureMessaging};
pub use command::{CommandApdu, CommandView};
pub use error::{AtrError, ChainError, CommandError, ResponseError};
pub use instruction::Instruction;
pub use length::{Length, Ne};
pub use response::{ResponseApdu, ResponseView};
pub use status::StatusWord;
pub use tlv::{TlvError, TlvErrorKind};
