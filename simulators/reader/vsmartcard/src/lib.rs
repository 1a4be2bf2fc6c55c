//! The socket protocol between vsmartcard's virtual reader and the card in it, both ends.
//!
//! In comes a byte stream from a peer, out go the reader's requests (power, reset, ATR, command APDU) and the
//! card's answers as byte strings. Every message is two bytes of length, most significant first, and then that
//! many bytes; a message of one byte from the reader is a control code.
//!
//! ```text
//!   reader (vpcd)                 card
//!   0001 01             power on  (no answer)
//!   0001 02             reset     (no answer)
//!   0001 00             power off (no answer)
//!   0001 04             give ATR  -> nnnn ATR
//!   nnnn command APDU             -> nnnn response APDU
//! ```
//!
//! What it does not do: it knows no APDU, no card and no PC/SC, starts no thread, and takes no time of its own.
//!
//! ```
//! use std::{thread, time::Duration};
//! use vsmartcard::{CardEnd, Listening, Request};
//!
//! # fn main() -> Result<(), vsmartcard::Error> {
//! let listening = Listening::bind("127.0.0.1:0")?;
//! let address = listening.address();
//! let card = thread::spawn(move || -> Result<(), vsmartcard::Error> {
//!     let mut end = CardEnd::connect(address, Duration::from_secs(5))?;
//!     while let Some(request) = end.next_request()? {
//!         match request {
//!             Request::Atr => end.answer(&[0x3B, 0x80, 0x80, 0x01, 0x01])?,
//!             Request::Apdu(_) => end.answer(&[0x90, 0x00])?,
//!             _ => {}
//!         }
//!     }
//!     Ok(())
//! });
//!
//! let mut reader = listening.accept()?;
//! reader.power_on()?;
//! assert_eq!(reader.atr()?, [0x3B, 0x80, 0x80, 0x01, 0x01]);
//! assert_eq!(reader.transmit(&[0x00, 0xA4, 0x00, 0x0C])?, [0x90, 0x00]);
//! drop(reader);
//! card.join().expect("the card's thread ends")?;
//! # Ok(())
//! # }
//! ```

mod card_end;
mod error;
mod frame;
mod link;
mod reader_end;
mod request;

pub use card_end::{CardEnd, Unplug};
pub use error::Error;
pub use frame::{Deframer, LENGTH_BYTES, MAX_MESSAGE, encode_frame};
pub use link::Stream;
pub use reader_end::{Listening, ReaderEnd};
pub use request::Request;

/// The TCP port on which vpcd waits for the card of its first slot; the second slot has the next port.
pub const VPCD_PORT: u16 = 35963;
