//! The step at which a check claims to kill a mutant.

use std::collections::BTreeMap;

use serde::Deserialize;

/// A part of the text of the step that must fail.
///
/// One text for all checks, several of which one must match, or one for each check by its id
/// (`"*"` for all others).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum ClaimedStep {
    /// The same part for every check.
    One(String),
    /// Any of these parts.
    AnyOf(Vec<String>),
    /// By check id.
    Each(BTreeMap<String, String>),
}

impl ClaimedStep {
    /// Whether a failed step is where `check` claims the kill.
    #[must_use]
    pub fn is_at(&self, check: &str, step: &str) -> bool {
        match self {
            Self::One(part) => step.contains(part.as_str()),
            Self::AnyOf(parts) => parts.iter().any(|part| step.contains(part.as_str())),
            Self::Each(parts) => parts
                .get(check)
                .or_else(|| parts.get("*"))
                .is_some_and(|part| step.contains(part.as_str())),
        }
    }

    /// What is claimed for a check, in words.
    #[must_use]
    pub fn claim_of(&self, check: &str) -> String {
        match self {
            Self::One(part) => part.clone(),
            Self::AnyOf(parts) => parts.join(" | "),
            Self::Each(parts) => parts
                .get(check)
                .or_else(|| parts.get("*"))
                .cloned()
                .unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ClaimedStep;

    #[test]
    fn the_claim_may_differ_from_check_to_check() {
        let each = ClaimedStep::Each(
            [("A-B-01", "answers"), ("*", "verifies")]
                .map(|(k, v)| (k.into(), v.into()))
                .into(),
        );
        assert!(each.is_at("A-B-01", "Then the card answers 9000"));
        assert!(!each.is_at("A-B-01", "Then the terminal verifies the token"));
        assert!(each.is_at("A-B-02", "Then the terminal verifies the token"));
        assert!(ClaimedStep::AnyOf(vec!["x".into(), "answers".into()]).is_at("", "card answers"));
    }
}
