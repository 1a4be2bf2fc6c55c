//! Extended Access Control version 2, card and terminal: PACE, Terminal and Chip Authentication, Restricted
//! Identification, Passive Authentication, auxiliary data, and the card-verifiable certificates under it all.
//! `[TR-03110-2]` `[TR-03110-3]`
//!
//! Three rooms: [`encoding`] is what both ends write and read; [`card`] judges and answers; [`terminal`] asks and checks.
//! The two ends share encodings only, so that one cannot hide the other's mistake. Files, counters, readers and clocks are
//! not known here; random numbers come from whoever calls.
//!
//! PACE between both ends, in memory:
//!
//! ```
//! use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
//! use crypto::{Cipher, Curve};
//! use eac::card::Faults;
//! use eac::card::pace::{Chaining, Pace, PaceSuite, Progress};
//! use eac::encoding::{PaceProtocol, Password};
//! use eac::terminal::pace::AwaitNonce;
//!
//! let mut random = ChaCha20Rng::seed_from_u64(1);
//! let (protocol, curve) = (PaceProtocol::generic(Cipher::Aes128), Curve::BrainpoolP256r1);
//! let pin = Password::pin("123456");
//!
//! // The card has taken MSE:Set AT; the terminal asks for the nonce, and so on through the chain.
//! let card = Pace::new(PaceSuite { protocol, curve }, &pin, Faults::NONE);
//! let terminal = AwaitNonce::new(protocol, curve, &pin);
//! let mut answer = |card: Pace, data: &[u8], chaining| card.general_authenticate(data, chaining, &mut random);
//!
//! let Progress::Continue { pace: card, response } = answer(card, &terminal.command().data, Chaining::More)? else {
//!     return Err("the nonce is due".into());
//! };
//! let mut random_too = ChaCha20Rng::seed_from_u64(2);
//! let terminal = terminal.receive(&response, &mut random_too)?;
//! let Progress::Continue { pace: card, response } = answer(card, &terminal.command().data, Chaining::More)? else {
//!     return Err("the mapping is due".into());
//! };
//! let terminal = terminal.receive(&response, &mut random_too)?;
//! let Progress::Continue { pace: card, response } = answer(card, &terminal.command().data, Chaining::More)? else {
//!     return Err("the key is due".into());
//! };
//! let terminal = terminal.receive(&response)?;
//! let Progress::Token(token) = answer(card, &terminal.command().data, Chaining::Last)? else {
//!     return Err("the token is due".into());
//! };
//!
//! // A real card lets the retry counter fall here, before it compares.
//! let card = token.judge()?;
//! let terminal = terminal.receive(&card.response(&[]))?;
//! assert_eq!(terminal.id_icc, card.id_icc);
//! assert_eq!(terminal.keys.mac.cmac(&[b"same keys"]), card.keys.mac.cmac(&[b"same keys"]));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! A terminal over a real transport does the same in one call: [`terminal::Terminal::pace`].
//!
//! The feature `faults`, on by default, lets a card be told to misbehave: [`card::Fault`].

pub mod card;
pub mod encoding;
pub mod terminal;
