//! Drives software that nobody here wrote: AusweisApp2, OpenSC, OpenPACE, `openssl`, relying parties.
//!
//! In: what a person would do with that software. Out: what it said. This crate judges
//! nothing and knows no simulator; the tests beside it bring both together.
//!
//! Every client is a program that the distribution installs, or uses a package of PyPI or npm. A missing one is an
//! error ([`ClientError::Missing`], [`ClientError::NotInstalled`]) that says how to install it, never a reason to skip.
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
pub mod chromium;
pub mod openpace;
pub mod packages;
pub mod private;
pub mod program;
pub mod relying_party;
pub mod schemas;

mod error;

pub use error::ClientError;
