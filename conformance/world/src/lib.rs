//! What there is to test: the built-in reference, alone as a card or in a world of services, and cards in PC/SC readers.
//!
//! This crate knows every simulator by name and hides them behind the harness's `Target`. It judges
//! nothing and runs nothing.
//!
//! ```
//! use conformance_harness::{Setup, Target};
//! use conformance_world::Reference;
//!
//! let reference = Reference::new(7);
//! let setup = Setup {
//!     card: Some("residence-permit".into()),
//!     state: Some("suspended".into()),
//!     ..Setup::default()
//! };
//! let ambient = ambient::Ambient::simulated(7, conformance_world::start_date());
//! let mut card = reference.connect(&setup, &ambient).unwrap();
//! let answer = card.transmit(&[0x00, 0xB0, 0x9C, 0x00, 0x01]).unwrap();
//! assert_eq!(answer, [0x31, 0x90, 0x00]);
//! ```

mod cards;
mod error;
pub mod login;
mod personalisation;
mod plan_file;
#[cfg(feature = "pcsc")]
mod reader_target;
mod reference;

pub use error::WorldError;
pub use personalisation::{PERSONALISATIONS, personalisation};
pub use plan_file::ForeignCard;
#[cfg(feature = "pcsc")]
pub use reader_target::ReaderTarget;
pub use reference::{Reference, start_date};
