//! What a run leaves behind: a folder for people and machines, and lines on a terminal.
//!
//! Results and evidence come in, files and text go out. This crate judges nothing, masks nothing
//! and knows no card: secrets were replaced before the evidence came here.
//!
//! ```
//! use conformance_report::{Format, Report};
//! use conformance_verdict::{Results, TargetFacts};
//!
//! let results = Results::new("2026.1", 7, TargetFacts::default(), Vec::new());
//! let page = Report::new(&results).render(Format::Html)?;
//! assert!(page.contains("NOTHING EXECUTED"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cores;
mod error;
mod format;
mod html;
mod journal;
mod junit;
mod page;
mod report;
mod sarif;
mod steps;
mod summary;
mod terminal;
mod trace;

pub use cores::on_every_core;
pub use error::ReportError;
pub use format::Format;
pub use journal::Journal;
pub use report::Report;
pub use terminal::{Colour, Terminal};
