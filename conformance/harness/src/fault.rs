//! Wrong behaviours of the harness itself, so that its own checks can be shown to notice them.
//!
//! Compiled in, off unless a check of the suite itself (area HRN) asks for one. Each acts at one
//! named point.

use conformance_verdict::{Counts, ExitCode, Policy, Verdict};

use crate::recording::Masking;

/// One wrong behaviour of the harness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HarnessFault {
    /// The exit code is 0 although a check failed.
    ExitZero,
    /// What was INCONCLUSIVE is counted as PASS.
    InconclusiveIsPass,
    /// The report of a run that broke down says PASS.
    BrokenRunIsPass,
    /// A selection that chooses nothing is green.
    EmptyIsGreen,
    /// Secrets are written into traces.
    SecretsShown,
    /// The controls around a check are skipped, so that a dead target passes whatever expects an
    /// error.
    ControlSkipped,
    /// A step that no function matches counts as passed.
    UndefinedIsPass,
    /// A missed precondition counts as a PASS of the check.
    PreconditionIgnored,
    /// A target that is gone in the middle of a check is blamed for it.
    LostIsFail,
}

impl HarnessFault {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::ExitZero,
        Self::InconclusiveIsPass,
        Self::BrokenRunIsPass,
        Self::EmptyIsGreen,
        Self::SecretsShown,
        Self::ControlSkipped,
        Self::UndefinedIsPass,
        Self::PreconditionIgnored,
        Self::LostIsFail,
    ];

    /// The name used in mutant files.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ExitZero => "exit-zero",
            Self::InconclusiveIsPass => "inconclusive-is-pass",
            Self::BrokenRunIsPass => "broken-run-is-pass",
            Self::EmptyIsGreen => "empty-is-green",
            Self::SecretsShown => "secrets-shown",
            Self::ControlSkipped => "control-skipped",
            Self::UndefinedIsPass => "undefined-is-pass",
            Self::PreconditionIgnored => "precondition-ignored",
            Self::LostIsFail => "lost-is-fail",
        }
    }

    /// The fault of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|fault| fault.name() == name)
    }

    /// The exit code of a run; the point at which two of the faults act.
    #[must_use]
    pub fn exit_code(fault: Option<Self>, counts: &Counts, policy: Policy) -> ExitCode {
        match (fault, ExitCode::of_run(counts, policy)) {
            (Some(Self::ExitZero), ExitCode::UnexpectedFail)
            | (Some(Self::EmptyIsGreen), ExitCode::NothingExecuted) => ExitCode::Success,
            (_, code) => code,
        }
    }

    /// What is shown of APDUs.
    pub(crate) fn masking(fault: Option<Self>, masking: Masking) -> Masking {
        match fault {
            Some(Self::SecretsShown) => Masking::Nothing,
            _ => masking,
        }
    }

    /// The verdict on a check that hangs.
    pub(crate) const fn verdict_on_hanging(fault: Option<Self>) -> Verdict {
        match fault {
            Some(Self::BrokenRunIsPass) => Verdict::Pass,
            _ => Verdict::Inconclusive,
        }
    }

    /// The verdict as it is reported.
    pub(crate) fn reported(fault: Option<Self>, verdict: Verdict) -> Verdict {
        match (fault, verdict) {
            (Some(Self::InconclusiveIsPass), Verdict::Inconclusive) => Verdict::Pass,
            (_, verdict) => verdict,
        }
    }
}
