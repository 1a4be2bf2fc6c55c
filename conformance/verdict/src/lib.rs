//! The words in which the conformance suite speaks: verdicts, names, exit codes, results.
//!
//! Plain data and small total functions. This crate opens no file, sends no byte and knows no
//! card: `harness` produces these values, `report` writes them, `cli` exits with them.
//!
//! ```
//! use conformance_verdict::{Counts, ExitCode, Policy, Verdict};
//!
//! let verdicts = [Verdict::Pass, Verdict::Fail, Verdict::Inconclusive];
//! assert_eq!(Verdict::worst(verdicts), Some(Verdict::Fail));
//!
//! let counts: Counts = verdicts.into_iter().collect();
//! assert_eq!(ExitCode::of_run(&counts, Policy::default()), ExitCode::UnexpectedFail);
//! assert_eq!(ExitCode::UnexpectedFail.value(), 100);
//! ```

mod check;
mod counts;
mod error;
mod event;
mod evidence;
mod exit;
mod results;
mod verdict;
mod waiver;

pub use check::{CheckId, Clause, Level, MutantId, Requirement};
pub use counts::Counts;
pub use error::NameError;
pub use event::Event;
pub use evidence::{
    DecodedPart, Evidence, Exchange, MessageSeen, Phase, Protection, Side, StepResult, StepVerdict,
};
pub use exit::{ExitCode, Policy, Problem};
pub use results::{CheckResult, Explanation, RESULTS_SCHEMA, Results, TargetFacts};
pub use verdict::Verdict;
pub use waiver::{WaiverState, WaiverUse};
