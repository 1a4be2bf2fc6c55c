//! What came of one check.

use std::time::Duration;

use conformance_verdict::{CheckResult, Evidence, Explanation, Verdict};

use super::Assignment;
use crate::recording::{Masking, Recording};

/// A verdict with everything that led to it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The check, its target and its setup.
    pub assignment: Assignment,
    /// What was said.
    pub verdict: Verdict,
    /// Why, whenever it is not PASS.
    pub reason: String,
    /// The step that decided, whenever one did.
    pub step: Option<String>,
    /// Wall time.
    pub duration: Duration,
    /// What was seen.
    pub recording: Recording,
}

impl Outcome {
    /// An outcome that was settled before or instead of a run.
    pub(super) fn without_running(
        assignment: &Assignment,
        verdict: Verdict,
        reason: String,
    ) -> Self {
        Self {
            assignment: assignment.clone(),
            verdict,
            reason,
            step: None,
            duration: Duration::ZERO,
            recording: Recording::default(),
        }
    }

    /// The row of `results.json`. `reproduce` makes the command line that runs one check alone.
    #[must_use]
    pub fn result(&self, reproduce: &dyn Fn(&str) -> String) -> CheckResult {
        let check = &self.assignment.check;
        CheckResult {
            id: check.id.clone(),
            name: check.scenario.name.clone(),
            verdict: self.verdict,
            requirement: check.requirement.clone(),
            level: check.level,
            clause: check.clause.clone(),
            duration_ms: u64::try_from(self.duration.as_millis()).unwrap_or(u64::MAX),
            reproduce: reproduce(check.id.as_str()),
            reason: self.reason.clone(),
            step: self.step.clone(),
            trace: None,
            explanation: self.verdict.needs_attention().then(|| Explanation {
                about: check.about.clone(),
                usual_causes: check.usual_causes.clone(),
                resembles: check.resembles.clone(),
                file: format!("features/{}", check.file),
                line: check.line,
            }),
        }
    }

    /// Steps, APDUs and messages in words; the controls with all they said where somebody must look.
    #[must_use]
    pub fn evidence(&self, masking: Masking) -> Evidence {
        self.recording
            .evidence(masking, self.verdict.needs_attention())
    }
}
