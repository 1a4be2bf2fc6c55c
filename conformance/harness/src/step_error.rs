//! Why a step did not hold, in a form that survives the runner.
//!
//! The Gherkin runner knows one way to fail, a panic with a text. So the text begins with fixed
//! words that say what kind of failure it was, and [`StepError::read`] finds the kind again.
//! A text that begins otherwise is a bug of the suite.

use std::fmt;

use crate::target::ConnectionLost;

/// A step that did not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepError {
    kind: StepErrorKind,
    text: String,
}

/// What kind of failure it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepErrorKind {
    /// The target did something else than the requirement says.
    Requirement,
    /// Something that the step takes for granted was not so; says nothing about the target.
    Precondition,
    /// The target is gone.
    Lost,
    /// The check does not apply after all, by what the card itself says.
    NotApplicable,
    /// A person must look at the evidence.
    Review,
}

impl StepErrorKind {
    const ALL: [Self; 5] = [
        Self::Requirement,
        Self::Precondition,
        Self::Lost,
        Self::NotApplicable,
        Self::Review,
    ];

    const fn words(self) -> &'static str {
        match self {
            Self::Requirement => "requirement not met: ",
            Self::Precondition => "precondition not met: ",
            Self::Lost => "target lost: ",
            Self::NotApplicable => "does not apply: ",
            Self::Review => "for a person to judge: ",
        }
    }
}

impl StepError {
    /// The target did something else than the requirement says. The text names what was expected
    /// and what came.
    #[must_use]
    pub fn requirement(text: impl Into<String>) -> Self {
        Self {
            kind: StepErrorKind::Requirement,
            text: text.into(),
        }
    }

    /// What was expected and what came, in one form for all steps.
    #[must_use]
    pub fn expected(expected: impl fmt::Display, received: impl fmt::Display) -> Self {
        Self::requirement(format!("expected {expected}, received {received}"))
    }

    /// Something that the step takes for granted was not so: INCONCLUSIVE in any step.
    #[must_use]
    pub fn precondition(text: impl Into<String>) -> Self {
        Self {
            kind: StepErrorKind::Precondition,
            text: text.into(),
        }
    }

    /// The check does not apply, by what the card itself says: NOT-APPLICABLE.
    #[must_use]
    pub fn not_applicable(text: impl Into<String>) -> Self {
        Self {
            kind: StepErrorKind::NotApplicable,
            text: text.into(),
        }
    }

    /// A person must look at the evidence: REVIEW.
    #[must_use]
    pub fn review(text: impl Into<String>) -> Self {
        Self {
            kind: StepErrorKind::Review,
            text: text.into(),
        }
    }

    /// What kind of failure it was.
    #[must_use]
    pub fn kind(&self) -> StepErrorKind {
        self.kind
    }

    /// The text without the words that say the kind.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads what [`fmt::Display`] wrote; nothing for a text that no step error wrote.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        StepErrorKind::ALL.into_iter().find_map(|kind| {
            text.strip_prefix(kind.words()).map(|rest| Self {
                kind,
                text: rest.to_owned(),
            })
        })
    }
}

impl fmt::Display for StepError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.kind.words(), self.text)
    }
}

impl std::error::Error for StepError {}

impl From<ConnectionLost> for StepError {
    fn from(lost: ConnectionLost) -> Self {
        Self {
            kind: StepErrorKind::Lost,
            text: lost.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{StepError, StepErrorKind};
    use crate::target::ConnectionLost;

    #[test]
    fn every_kind_is_found_again_in_the_text() {
        for error in [
            StepError::expected("9000", "6A80"),
            StepError::precondition("no session"),
            StepError::not_applicable("no DG4"),
            StepError::review("look"),
            ConnectionLost::new("removed").into(),
        ] {
            assert_eq!(StepError::read(&error.to_string()), Some(error));
        }
        assert_eq!(StepError::read("index out of bounds"), None);
        assert_eq!(StepError::expected(1, 2).kind(), StepErrorKind::Requirement);
    }
}
