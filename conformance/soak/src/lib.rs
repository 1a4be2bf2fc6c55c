//! Bad input by the million: the whole German card against arbitrary and grammar-made command sequences.
//!
//! A [`Plan`] comes in, a [`Report`] goes out: what was covered, and the first violation, shrunk to the commands that it
//! needs. Every sequence follows from the seed and its number alone. Keys are known and sessions are cheap: a sequence
//! starts from a clone of a card that stands before or behind PACE, Terminal Authentication and Chip Authentication.
//! Which status word is right is not judged here, but what must hold whatever comes: an answer that fits, no panic, an
//! end, bounded memory, and counters that move by the rules only.
//!
//! ```
//! use conformance_soak::{Plan, Soak};
//!
//! let soak = Soak::new(Plan { sequences: 50, seed: 7, scenes: 2, ..Plan::default() })?;
//! let report = soak.run(|_| ());
//! assert!(report.violation.is_none(), "{report}");
//! assert_eq!(report.sequences, 50);
//! # Ok::<(), conformance_soak::Error>(())
//! ```

mod action;
mod desk;
mod dice;
mod error;
mod grammar;
mod material;
mod mutation;
mod report;
mod rules;
mod run;
mod scene;
mod sequence;
mod shrink;
mod weight;

pub use action::{Action, Damage, PaceRun};
pub use error::Error;
pub use report::{Coverage, Report, Traffic, Violation};
pub use rules::Breach;
pub use run::{Plan, Soak};
