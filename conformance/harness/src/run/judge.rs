//! From what happened in a scenario to its verdict: pure rules.

use conformance_verdict::{Level, Verdict};
use gherkin::StepType;

use crate::step_error::{StepError, StepErrorKind};

/// How a step ended that did not pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Failure {
    /// No step function matches the text.
    Undefined,
    /// The step said why it does not hold.
    Step(StepError),
    /// The step panicked, or its text matches several functions.
    Bug(String),
}

/// What the judge looks at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts<'a> {
    /// The step that ended the scenario and how; nothing when all passed.
    pub(super) failure: Option<(StepType, &'a Failure)>,
    /// Why the target is gone, if it is.
    pub(super) lost: Option<&'a str>,
    /// How strongly the standard asks.
    pub(super) level: Level,
    /// Whether a missed SHOULD is a FAIL.
    pub(super) strict: bool,
}

/// The verdict and its reason.
///
/// A precondition that fails and a target that is gone say nothing about the requirement. A bug
/// of the suite says nothing about anything, and a lost target cannot excuse it.
pub(super) fn judge(facts: Facts<'_>) -> (Verdict, String) {
    match (facts.failure, facts.lost) {
        (Some((_, Failure::Bug(text))), _) => (Verdict::Error, text.clone()),
        (Some((_, Failure::Undefined)), _) => (
            Verdict::Error,
            "no step function matches this step".to_owned(),
        ),
        (_, Some(lost)) => (Verdict::Inconclusive, format!("target lost: {lost}")),
        (None, None) => (Verdict::Pass, String::new()),
        (Some((step, Failure::Step(error))), None) => {
            (on_error(step, error, facts), error.text().to_owned())
        }
    }
}

fn on_error(step: StepType, error: &StepError, facts: Facts<'_>) -> Verdict {
    match (error.kind(), step) {
        (StepErrorKind::NotApplicable, _) => Verdict::NotApplicable,
        (StepErrorKind::Review, _) => Verdict::Review,
        (StepErrorKind::Lost | StepErrorKind::Precondition, _) | (_, StepType::Given) => {
            Verdict::Inconclusive
        }
        (StepErrorKind::Requirement, _) => match facts.level {
            Level::Must => Verdict::Fail,
            Level::Should if facts.strict => Verdict::Fail,
            Level::Should | Level::May => Verdict::Warning,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::{Facts, Failure, judge};
    use crate::step_error::StepError;
    use crate::target::ConnectionLost;
    use conformance_verdict::Verdict::{
        Error, Fail, Inconclusive, NotApplicable, Pass, Review, Warning,
    };
    use conformance_verdict::{Level, Verdict};
    use gherkin::StepType::{Given, Then, When};

    fn verdict(step: gherkin::StepType, failure: &Failure, level: Level, strict: bool) -> Verdict {
        judge(Facts {
            failure: Some((step, failure)),
            lost: None,
            level,
            strict,
        })
        .0
    }

    #[test]
    fn the_kind_of_step_and_of_error_decide() {
        let broken = Failure::Step(StepError::expected("9000", "6A80"));
        let unmet = Failure::Step(StepError::precondition("no session"));
        let lost = Failure::Step(ConnectionLost::new("removed").into());
        let absent = Failure::Step(StepError::not_applicable("no DG4"));
        let look = Failure::Step(StepError::review("a photograph"));
        let bug = Failure::Bug("index out of bounds".into());
        let table = [
            (Given, &broken, Inconclusive),
            (When, &broken, Fail),
            (Then, &broken, Fail),
            (Then, &unmet, Inconclusive),
            (When, &lost, Inconclusive),
            (Given, &absent, NotApplicable),
            (Then, &look, Review),
            (Given, &bug, Error),
            (Then, &Failure::Undefined, Error),
        ];
        for (step, failure, expected) in table {
            assert_eq!(
                verdict(step, failure, Level::Must, false),
                expected,
                "{step:?} {failure:?}"
            );
        }
    }

    #[test]
    fn a_missed_recommendation_is_a_warning_unless_strict() {
        let broken = Failure::Step(StepError::requirement("x"));
        assert_eq!(verdict(Then, &broken, Level::Should, false), Warning);
        assert_eq!(verdict(Then, &broken, Level::Should, true), Fail);
        assert_eq!(verdict(Then, &broken, Level::May, true), Warning);
    }

    #[test]
    fn a_target_that_is_gone_is_never_a_pass_and_never_a_fail() {
        let broken = Failure::Step(StepError::requirement("x"));
        for failure in [None, Some((Then, &broken))] {
            let facts = Facts {
                failure,
                lost: Some("removed"),
                level: Level::Must,
                strict: false,
            };
            assert_eq!(judge(facts).0, Inconclusive);
        }
    }

    #[test]
    fn a_scenario_that_holds_is_a_pass() {
        let facts = Facts {
            failure: None,
            lost: None,
            level: Level::Must,
            strict: true,
        };
        assert_eq!(judge(facts).0, Pass);
    }
}
