//! What a check may say, and which word wins when a scenario said several.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::NameError;

/// The verdict on one check, ordered from the mildest word to the worst.
///
/// The order is the rule "worst wins": ERROR > FAIL > INCONCLUSIVE > REVIEW > WARNING > PASS >
/// NOT-APPLICABLE > SKIPPED.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// Not run because the user left it out, or did not permit or provide what it needs.
    #[serde(rename = "SKIPPED")]
    Skipped,
    /// Not run because the implementation conformance statement says that it does not apply.
    #[serde(rename = "NOT-APPLICABLE")]
    NotApplicable,
    /// Ran, and the target did what the requirement says.
    #[serde(rename = "PASS")]
    Pass,
    /// A recommendation was missed, or a behaviour is known to be risky.
    #[serde(rename = "WARNING")]
    Warning,
    /// A person must judge the evidence.
    #[serde(rename = "REVIEW")]
    Review,
    /// A precondition or a control failed, or the target went away: nothing was learnt.
    #[serde(rename = "INCONCLUSIVE")]
    Inconclusive,
    /// The target broke the requirement.
    #[serde(rename = "FAIL")]
    Fail,
    /// The suite itself is broken: an undefined step, a panic in a step.
    #[serde(rename = "ERROR")]
    Error,
}

impl Verdict {
    /// All verdicts, worst first, as they are counted in reports.
    pub const ALL: [Self; 8] = [
        Self::Error,
        Self::Fail,
        Self::Inconclusive,
        Self::Review,
        Self::Warning,
        Self::Pass,
        Self::NotApplicable,
        Self::Skipped,
    ];

    /// The word as reports and terminals show it.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Fail => "FAIL",
            Self::Inconclusive => "INCONCLUSIVE",
            Self::Review => "REVIEW",
            Self::Warning => "WARNING",
            Self::Pass => "PASS",
            Self::NotApplicable => "NOT-APPLICABLE",
            Self::Skipped => "SKIPPED",
        }
    }

    /// The worst of several verdicts; nothing when there is none.
    pub fn worst(verdicts: impl IntoIterator<Item = Self>) -> Option<Self> {
        verdicts.into_iter().max()
    }

    /// Whether the check was executed against the target at all.
    #[must_use]
    pub const fn was_executed(self) -> bool {
        !matches!(self, Self::NotApplicable | Self::Skipped)
    }

    /// Whether a person should look at this check again: anything between WARNING and ERROR.
    #[must_use]
    pub const fn needs_attention(self) -> bool {
        matches!(
            self,
            Self::Error | Self::Fail | Self::Inconclusive | Self::Review | Self::Warning
        )
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Verdict {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        Self::ALL
            .into_iter()
            .find(|verdict| verdict.word() == text)
            .ok_or_else(|| NameError::Verdict {
                found: text.to_owned(),
            })
    }
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn worst_wins() {
        use Verdict::{Error, Fail, Inconclusive, NotApplicable, Pass, Review, Skipped, Warning};
        let descending = [
            Error,
            Fail,
            Inconclusive,
            Review,
            Warning,
            Pass,
            NotApplicable,
            Skipped,
        ];
        assert_eq!(descending, Verdict::ALL);
        for pair in descending.windows(2) {
            assert_eq!(Verdict::worst(pair.iter().copied()), pair.first().copied());
        }
        assert_eq!(Verdict::worst([]), None);
    }

    #[test]
    fn words_survive_a_round_trip() {
        for verdict in Verdict::ALL {
            assert_eq!(verdict.word().parse(), Ok(verdict));
        }
        assert!("pass".parse::<Verdict>().is_err());
    }
}
