//! The card engine: files, access rules, passwords and protocols, driven by commands and described by data.
//!
//! Raw commands come in, raw responses go out; what lies between is a value that can be cloned, reset and asked. A card
//! is a [`Blueprint`] of data and a [`Profile`] of own commands; the engine opens no reader, reads no clock and knows no
//! country.
//!
//! ```
//! use ambient::{Ambient, Date};
//! use card::{AccessRule, Blueprint, Directory, ElementaryFile, Engine, FileId, FileSystem, ShortFileId};
//! use iso7816::Card;
//!
//! // A card with one file that everybody may read, and one that nobody may …
//! let open = ElementaryFile::new(FileId::new(0x011C), ShortFileId::new(0x1C), b"hello".to_vec());
//! let closed = ElementaryFile::new(FileId::new(0x0101), ShortFileId::new(1), b"secret".to_vec());
//! let files = FileSystem::new(Directory::with_id(FileId::MASTER_FILE).with(open).with(closed.readable(AccessRule::Never)));
//! let ambient = Ambient::simulated(7, Date::new(2026, 3, 1)?);
//! let mut card = Engine::new(Blueprint::new(files), (), &ambient);
//!
//! // … answers READ BINARY with the one and with 6982 for the other.
//! let mut response = Vec::new();
//! card.transmit(&[0x00, 0xB0, 0x9C, 0x00, 0x00], &mut response);
//! assert_eq!(response, b"hello\x90\x00");
//! card.transmit(&[0x00, 0xB0, 0x81, 0x00, 0x00], &mut response);
//! assert_eq!(response, [0x69, 0x82]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Every refusal has a status word for the wire and a [`Reason`] with its clause for whoever looks on with an
//! [`Observer`].

pub mod command;
pub mod files;

mod access;
mod blueprint;
mod credentials;
mod engine;
#[cfg_attr(not(feature = "faults"), allow(dead_code, unreachable_pub))]
mod fault;
mod observer;
mod profile;
mod refusal;
mod state;

pub use access::{AccessRule, Missing, Proof, SecurityStatus};
pub use blueprint::Blueprint;
pub use credentials::{
    Activation, CanChange, Counter, Credentials, Pin, PinError, PinPhase, PinStatus,
};
pub use engine::Engine;
#[cfg(feature = "faults")]
pub use fault::{Fault, Faults};
pub use files::{
    ApplicationId, Directory, DirectoryRef, ElementaryFile, FileId, FileRef, FileSystem,
    ShortFileId,
};
pub use observer::{Event, Exchange, ObservedCard, Observer, Protection, Traced};
pub use profile::{Inside, Profile};
pub use refusal::{LengthProblem, PinManagement, Reason, Refusal};
