//! Secure messaging: plain APDUs into protected ones and back, on the card's side and on the terminal's.
//!
//! In come session keys and plain or protected APDUs; out come the others. The keys are agreed elsewhere, and what a
//! command means is not known here. Each side counts for itself, so a message that is lost, repeated or changed does
//! not open.
//!
//! ```text
//! command    0C INS P1 P2  Lc'  [87 L 01 cryptogram] [97 L Le] 8E 08 MAC  00
//!                               [85 L cryptogram]                             where INS is odd
//! response   [87 L 01 cryptogram] 99 02 SW1 SW2 8E 08 MAC  SW1 SW2
//! ```
//! `[TR-03110-3 §F.3]` `[ICAO 9303-11 §9.8]`
//!
//! A message that is wrong in any way ends the session, and it does so by ownership: both sessions are consumed by
//! what they unwrap and come back only with a message that was genuine.
//!
//! ```
//! use crypto::Cipher;
//! use iso7816::{CommandApdu, CommandView, Ne, StatusWord};
//! use secure_messaging::{CardSession, SessionKeys, TerminalSession};
//!
//! let keys = SessionKeys::derive(Cipher::Aes128, b"what both have agreed upon", &[]);
//! let (card, mut terminal) = (CardSession::new(keys.clone()), TerminalSession::new(keys));
//!
//! // The terminal protects a command …
//! let plain = CommandApdu::new(0x00, 0xB0, 0x84, 0x00).with_ne(Ne::SHORT_MAX);
//! let protected = terminal.wrap_command(&plain.as_view())?;
//! assert_eq!(protected[0], 0x0C);
//!
//! // … the card opens it and answers …
//! let mut buffer = Vec::new();
//! let (mut card, command) = card.unwrap_command(&CommandView::decode(&protected)?, &mut buffer)?;
//! assert_eq!(command.to_owned(), plain);
//! let mut response = Vec::new();
//! card.wrap_response(b"ANNA", StatusWord::OK, &mut response)?;
//!
//! // … and the terminal reads the answer.
//! let (_terminal, answer) = terminal.unwrap_response(&response)?;
//! assert_eq!(answer.data, b"ANNA");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! The ciphers are those of [`crypto::Cipher`]: AES with CBC and CMAC. 3DES will be one more of them.

mod alteration;
mod behaviour;
mod card;
mod channel;
mod error;
#[cfg(feature = "faults")]
mod fault;
mod keys;
mod objects;
mod terminal;

pub use alteration::Alteration;
pub use card::CardSession;
pub use error::SmError;
#[cfg(feature = "faults")]
pub use fault::Fault;
pub use keys::SessionKeys;
pub use terminal::TerminalSession;
