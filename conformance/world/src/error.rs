//! What keeps a target from being built.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why a target cannot be built.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum WorldError {
    /// A card name that no personalisation has.
    #[error("card {name:?} is not known; there are {known}")]
    UnknownCard {
        /// The name as given.
        name: String,
        /// The names that exist.
        known: String,
    },
    /// A state name that no card has.
    #[error("state {0:?} is none of transport, operational, suspended, blocked, deactivated")]
    UnknownState(String),
    /// A wrong behaviour that no card has.
    #[error("fault {0:?} is not known to the card")]
    UnknownFault(String),
    /// A persona that cannot be read.
    #[error(transparent)]
    Persona(#[from] persona::PersonaError),
    /// A card that cannot be made.
    #[error(transparent)]
    Card(#[from] card_de_npa::Error),
    /// A conformance statement that cannot be read.
    #[error(transparent)]
    Statement(#[from] conformance_harness::Error),
    /// A plan file that is not as it should be.
    #[error("{file}:{line}: {reason}")]
    Plan {
        /// Which file.
        file: String,
        /// Which line.
        line: usize,
        /// What to change.
        reason: String,
    },
    /// A file that cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Certificates that cannot be used.
    #[error(transparent)]
    Certificates(#[from] pki::PkiError),
    /// A reader without a card.
    #[error("there is no card in {0:?}; put one in")]
    NoCard(String),
    /// A word behind `@with:` that no world knows.
    #[error("world setting {word:?} is not known; there are {known}")]
    UnknownSetting {
        /// The word as given.
        word: String,
        /// The words that exist.
        known: String,
    },
    /// A key that no party has.
    #[error("no party has a key {0:?}")]
    NoKey(String),
    /// A wrong behaviour that a role does not know.
    #[error("{role} has no fault {fault:?}; a fault is one of its own or BOOK:RULE")]
    UnknownRoleFault {
        /// The role.
        role: String,
        /// The fault as given.
        fault: String,
    },
    /// A role that cannot be started.
    #[error("{role} does not start: {reason}")]
    Role {
        /// Which role.
        role: &'static str,
        /// Why.
        reason: String,
    },
    /// A listener or client that cannot be made.
    #[error(transparent)]
    Web(#[from] web::WebError),
    /// A reader that cannot be used.
    #[cfg(feature = "pcsc")]
    #[error(transparent)]
    Reader(#[from] reader::pcsc::Error),
}
