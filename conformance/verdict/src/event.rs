//! What happens during a run, in order: one stream, many writers.

use crate::{CheckId, CheckResult, Evidence, Results, TargetFacts};

/// Something that happened during a run.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Event {
    /// The plan is known and the first check is about to start.
    Started {
        /// The suite's name and version.
        suite: String,
        /// The seed of the run.
        seed: u64,
        /// What is tested.
        target: TargetFacts,
        /// Number of checks selected.
        selected: usize,
    },
    /// A check began.
    CheckStarted(CheckId),
    /// A check ended.
    CheckFinished(Box<CheckResult>, Box<Evidence>),
    /// The run ended.
    Finished(Box<Results>),
}
