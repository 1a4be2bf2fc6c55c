//! The court's procedure: which checks exist, which are chosen, how one is run and judged.
//!
//! Feature files become a [`Catalogue`] of checks, a [`Selector`] chooses among them, [`run`] runs
//! each against a [`Target`], a card or a [`Site`] full of services, between two positive controls,
//! and [`SelfTest`] shows that each check notices the mutants it claims. This crate knows no
//! simulator and no reader and writes no file.
//!
//! ```
//! use conformance_harness::{Catalogue, Selector, Source};
//!
//! let text = "@country:de @must\nFeature: PACE\n\
//!   @CRD-DE-PACE-01 @EAC2_ISO7816_H_1 @kills:M-CRD-nonce-reused\n\
//!   Scenario: the CAN opens a channel\n    Clause: [TR-03110-2 §3.2.1]\n    When nothing happens\n";
//! let catalogue = Catalogue::load(&[Source { path: "de/card/pace.feature", text }]).unwrap();
//! let selector: Selector = "country(de) & kills(M-CRD-nonce-*)".parse().unwrap();
//! assert_eq!(selector.select(&catalogue)[0].id.as_str(), "CRD-DE-PACE-01");
//! ```

mod catalogue;
mod coverage;
mod error;
mod fault;
mod ics;
mod mutant;
mod nearest;
mod plan;
mod recording;
mod run;
pub mod seat;
mod selector;
mod selftest;
pub mod site;
mod step_error;
mod target;

pub use catalogue::{Catalogue, Check, Control, Finding, Need, RunsOn, Source, lint};
pub use coverage::{Coverage, CoverageRow, Covered};
pub use error::Error;
pub use fault::HarnessFault;
pub use ics::Ics;
pub use mutant::{ClaimedStep, Mutant, Mutants, Role};
pub use nearest::nearest;
pub use plan::{Applicability, Errata, Erratum, OfficialPlan, PlanRow, ProfileRule, retired_ids};
pub use recording::{Masking, RecordedCard, Recording};
pub use run::{
    Assignment, CheckWorld, ControlFn, Controls, Options, Outcome, Progress, SiteControlFn, Stage,
    run,
};
pub use selector::{Property, Selector, glob_matches};
pub use selftest::{
    Complaint, Misbehave, MutantResult, MutantVerdict, SELFTEST_SCHEMA, SelfTest, SelfTestReport,
};
pub use site::{Identity, Order, Site, SiteMessage};
pub use step_error::{StepError, StepErrorKind};
pub use target::{CardConnection, ConnectionLost, Secrets, Setup, Target, Unavailable};
