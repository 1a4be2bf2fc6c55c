//! Where a card is plugged in: in process, in vsmartcard's virtual reader, or in a PC/SC reader.
//!
//! A card goes in (anything that is [`iso7816::Card`]), a [`iso7816::Transport`] for a terminal comes out, or
//! software elsewhere sees the card in its reader. Bytes pass unchanged. This crate knows no card, reads no file
//! and never sees a key; it takes no time either, an [`Observer`] may.
//!
//! ```
//! use iso7816::{Card, Transport};
//! use reader::{Error, InProcess};
//!
//! /// A card that knows one answer.
//! struct Deaf;
//! impl Card for Deaf {
//!     fn transmit(&mut self, _command: &[u8], response: &mut Vec<u8>) {
//!         *response = vec![0x6D, 0x00];
//!     }
//!     fn reset(&mut self) {}
//!     fn atr(&self) -> &[u8] {
//!         &[0x3B, 0x80, 0x80, 0x01, 0x01]
//!     }
//! }
//!
//! let mut reader = InProcess::new(Deaf);
//! assert_eq!(reader.transmit(&[0x00, 0xA4, 0x00, 0x0C])?, [0x6D, 0x00]);
//! reader.pull();
//! assert_eq!(reader.transmit(&[0x00, 0xA4, 0x00, 0x0C]), Err(Error::NoCard));
//! # Ok::<(), Error>(())
//! ```

mod error;
mod foreign_card;
mod in_process;
#[cfg(feature = "pcsc")]
pub mod pcsc;
pub mod vpcd;

pub use error::Error;
pub use foreign_card::ForeignCard;
pub use in_process::{FaultPoint, InProcess, Interruption, Moment};
pub use vpcd::{Background, Observer, Plugged, Signal, Slot, Vpcd};
pub use vsmartcard::Error as LinkError;
