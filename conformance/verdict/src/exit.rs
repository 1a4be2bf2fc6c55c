//! The exit codes of the program: a public table, and the one function that chooses from it.

use std::fmt;

use crate::{Counts, Verdict};

/// The exit code of a run. Numbers are a promise to everybody's CI and never change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExitCode {
    /// 0: everything selected ran, no unexpected verdict.
    Success,
    /// 2: usage error on the command line.
    Usage,
    /// 4: nothing selected, or nothing executed.
    NothingExecuted,
    /// 5: a rerun or resume passed, but tests are still outstanding.
    Outstanding,
    /// 94: the selector does not parse.
    Selector,
    /// 96: configuration, conformance statement or environment error.
    Configuration,
    /// 100: at least one unexpected FAIL, or an ERROR of the suite itself.
    UnexpectedFail,
    /// 120: baseline drift: an unexpected pass, an unused or expired waiver.
    BaselineDrift,
    /// 121: WARNING over the threshold, or REVIEW open while certifying.
    Warning,
    /// 122: a package or attestation does not verify.
    Attestation,
    /// 123: self-test: a mutant survived, a check kills nothing, or two checks are twins.
    SelfTest,
    /// 125: nothing failed but something is INCONCLUSIVE.
    Inconclusive,
    /// 130: interrupted.
    Interrupted,
}

impl ExitCode {
    /// All codes in the order in which they win when several apply; success comes last.
    pub const BY_PRECEDENCE: [Self; 13] = [
        Self::Interrupted,
        Self::Usage,
        Self::Selector,
        Self::Configuration,
        Self::NothingExecuted,
        Self::Attestation,
        Self::UnexpectedFail,
        Self::SelfTest,
        Self::BaselineDrift,
        Self::Warning,
        Self::Inconclusive,
        Self::Outstanding,
        Self::Success,
    ];

    /// The number handed to the operating system.
    #[must_use]
    pub const fn value(self) -> u8 {
        match self {
            Self::Success => 0,
            Self::Usage => 2,
            Self::NothingExecuted => 4,
            Self::Outstanding => 5,
            Self::Selector => 94,
            Self::Configuration => 96,
            Self::UnexpectedFail => 100,
            Self::BaselineDrift => 120,
            Self::Warning => 121,
            Self::Attestation => 122,
            Self::SelfTest => 123,
            Self::Inconclusive => 125,
            Self::Interrupted => 130,
        }
    }

    /// What the number means, in one line.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Success => "everything selected ran; no unexpected verdict",
            Self::Usage => "usage error",
            Self::NothingExecuted => "nothing selected or nothing executed",
            Self::Outstanding => "passed, but tests are still outstanding",
            Self::Selector => "the selector does not parse",
            Self::Configuration => "configuration, ICS or environment error",
            Self::UnexpectedFail => "at least one unexpected FAIL",
            Self::BaselineDrift => "baseline drift",
            Self::Warning => "WARNING over the threshold, or REVIEW open while certifying",
            Self::Attestation => "package or attestation does not verify",
            Self::SelfTest => "self-test: a mutant survived, or a check kills nothing",
            Self::Inconclusive => "nothing failed but something is INCONCLUSIVE",
            Self::Interrupted => "interrupted",
        }
    }

    /// The code that wins when several apply; success when none does.
    pub fn most_important(codes: impl IntoIterator<Item = Self>) -> Self {
        codes
            .into_iter()
            .min_by_key(|code| code.rank())
            .unwrap_or(Self::Success)
    }

    /// The exit code of a run, from what its checks said and what else went wrong.
    ///
    /// This is the only place where verdicts become a number.
    #[must_use]
    pub fn of_run(counts: &Counts, policy: Policy) -> Self {
        let said = |verdict| counts.of(verdict) > 0;
        let mut applies: Vec<Self> = policy.problem.map(Problem::exit_code).into_iter().collect();
        if counts.executed() == 0 {
            applies.push(Self::NothingExecuted);
        }
        if said(Verdict::Fail) || said(Verdict::Error) {
            applies.push(Self::UnexpectedFail);
        }
        if (policy.fail_on_warning && said(Verdict::Warning))
            || (policy.certifying && said(Verdict::Review))
        {
            applies.push(Self::Warning);
        }
        if said(Verdict::Inconclusive) {
            applies.push(Self::Inconclusive);
        }
        Self::most_important(applies)
    }

    fn rank(self) -> usize {
        Self::BY_PRECEDENCE
            .iter()
            .position(|code| *code == self)
            .unwrap_or(usize::MAX)
    }
}

impl fmt::Display for ExitCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.value(), self.meaning())
    }
}

impl From<ExitCode> for std::process::ExitCode {
    fn from(code: ExitCode) -> Self {
        Self::from(code.value())
    }
}

/// What the user asked to be told about, and what happened outside the checks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Policy {
    /// `--fail-on warning`: a WARNING is exit 121.
    pub fail_on_warning: bool,
    /// An open REVIEW is exit 121.
    pub certifying: bool,
    /// Something outside the checks that decides on its own.
    pub problem: Option<Problem>,
}

/// Something that went wrong outside the checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// The user pressed Ctrl-C.
    Interrupted,
    /// The environment or a file is wrong.
    Configuration,
    /// The self-test found a survivor, a toothless check or twins.
    SelfTest,
    /// A waiver covers nothing, or no longer.
    Drift,
}

impl Problem {
    const fn exit_code(self) -> ExitCode {
        match self {
            Self::Interrupted => ExitCode::Interrupted,
            Self::Configuration => ExitCode::Configuration,
            Self::SelfTest => ExitCode::SelfTest,
            Self::Drift => ExitCode::BaselineDrift,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ExitCode, Policy, Problem};
    use crate::Verdict::{
        Error, Fail, Inconclusive, NotApplicable, Pass, Review, Skipped, Warning,
    };
    use crate::{Counts, Verdict};

    #[test]
    fn the_table_of_codes() {
        let numbers: Vec<u8> = ExitCode::BY_PRECEDENCE
            .iter()
            .map(|code| code.value())
            .collect();
        assert_eq!(
            numbers,
            [130, 2, 94, 96, 4, 122, 100, 123, 120, 121, 125, 5, 0]
        );
    }

    #[test]
    fn a_run_exits_with_its_most_important_code() {
        let table: &[(&[Verdict], u8)] = &[
            (&[], 4),
            (&[Skipped], 4),
            (&[NotApplicable], 4),
            (&[Pass], 0),
            (&[Pass, NotApplicable, Skipped], 0),
            (&[Pass, Warning], 0),
            (&[Pass, Review], 0),
            (&[Pass, Inconclusive], 125),
            (&[Inconclusive], 125),
            (&[Pass, Inconclusive, Fail], 100),
            (&[Pass, Fail, Warning], 100),
            (&[Pass, Error], 100),
        ];
        for (verdicts, expected) in table {
            let counts: Counts = verdicts.iter().copied().collect();
            assert_eq!(
                ExitCode::of_run(&counts, Policy::default()).value(),
                *expected,
                "{verdicts:?}"
            );
        }
    }

    #[test]
    fn the_policy_decides_what_is_unexpected() {
        let warned: Counts = [Pass, Warning, Inconclusive].into_iter().collect();
        let strict = Policy {
            fail_on_warning: true,
            ..Policy::default()
        };
        assert_eq!(ExitCode::of_run(&warned, strict).value(), 121);
        let open: Counts = [Pass, Review].into_iter().collect();
        let certifying = Policy {
            certifying: true,
            ..Policy::default()
        };
        assert_eq!(ExitCode::of_run(&open, certifying).value(), 121);
    }

    #[test]
    fn problems_outside_the_checks_have_their_own_rank() {
        let failed: Counts = [Fail].into_iter().collect();
        for (problem, expected) in [
            (Problem::Interrupted, 130),
            (Problem::Configuration, 96),
            (Problem::SelfTest, 100),
            (Problem::Drift, 100),
        ] {
            let policy = Policy {
                problem: Some(problem),
                ..Policy::default()
            };
            assert_eq!(ExitCode::of_run(&failed, policy).value(), expected);
        }
        let green: Counts = [Pass].into_iter().collect();
        let policy = Policy {
            problem: Some(Problem::SelfTest),
            ..Policy::default()
        };
        assert_eq!(ExitCode::of_run(&green, policy).value(), 123);
        let warned: Counts = [Warning, Inconclusive].into_iter().collect();
        let policy = Policy {
            fail_on_warning: true,
            problem: Some(Problem::Drift),
            ..Policy::default()
        };
        assert_eq!(ExitCode::of_run(&warned, policy).value(), 120);
    }
}
