//! Drives software that nobody here wrote: AusweisApp2, OpenSC, OpenPACE, `openssl`.
//!
//! In: what a person would do with that software. Out: what it said. This crate judges
//! nothing and knows no simulator; the tests beside it bring both together.
//!
//! Every client is a program that the distribution installs. A missing one is an error
//! ([`ClientError::Missing`]) that names the package, never a reason to skip.
//!
//! ```no_run
//! use conformance_clients::ausweisapp::{AusweisApp, Secrets};
//!
//! let mut app = AusweisApp::start()?;
//! app.wait_for_card()?;
//! let run = app.change_pin(&Secrets::new("12345").new_pin("123456"))?;
//! assert!(run.success);
//! # Ok::<(), conformance_clients::ClientError>(())
//! ```

pub mod ausweisapp;
pub mod openpace;
pub mod private;
pub mod program;

mod error;

pub use error::ClientError;
