//! The level that a request asks for.

use crate::fas::{Context, Level};
use crate::message::RequestedAuthnContext;

/// How levels are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// One of those named.
    Exact,
    /// One of those named or a stronger one.
    Minimum,
}

/// The levels that will do. `[SAML Core §3.3.2.2.1]`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Requested {
    /// How they are compared.
    pub comparison: Comparison,
    /// Those named, with the class reference of each; none means that any will do.
    pub levels: Vec<(Level, String)>,
}

impl Requested {
    /// Any level.
    #[must_use]
    pub const fn any() -> Self {
        Self {
            comparison: Comparison::Minimum,
            levels: Vec::new(),
        }
    }

    /// Whether a level will do.
    #[must_use]
    pub fn admits(&self, level: Level) -> bool {
        self.levels.is_empty()
            || self.levels.iter().any(|(named, _)| match self.comparison {
                Comparison::Exact => level == *named,
                Comparison::Minimum => level >= *named,
            })
    }

    /// The weakest level named.
    #[must_use]
    pub fn lowest(&self) -> Option<Level> {
        self.levels.iter().map(|(level, _)| *level).min()
    }

    /// The class reference for an answer of this level: the one that was asked for where the level is exactly that,
    /// else the current name for a citizen, or an enterprise where that was asked.
    #[must_use]
    pub fn class_ref(&self, level: Level) -> String {
        if let Some((_, uri)) = self.levels.iter().find(|(named, _)| *named == level) {
            return uri.clone();
        }
        let context = self.levels.iter().find_map(|(_, uri)| Level::parse(uri)?.1);
        level.class_ref(context.unwrap_or(Context::Citizen))
    }

    /// What a request asks for, or why that is not understood. Unknown classes beside known ones are passed over.
    pub(crate) fn of(context: Option<&RequestedAuthnContext>) -> Result<Self, String> {
        let Some(context) = context else {
            return Ok(Self::any());
        };
        let comparison = match context.comparison.as_deref() {
            None | Some("exact") => Comparison::Exact,
            Some("minimum") => Comparison::Minimum,
            Some(other) => return Err(format!("comparison {other:?} is not supported")),
        };
        let known = |uri: &String| Level::parse(uri).map(|(level, _)| (level, uri.clone()));
        let levels: Vec<_> = context.class_refs.iter().filter_map(known).collect();
        if levels.is_empty() {
            return Err(format!(
                "none of the classes {:?} is known",
                context.class_refs
            ));
        }
        Ok(Self { comparison, levels })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::Requested;
    use crate::fas::{Context, Level};
    use crate::message::RequestedAuthnContext;

    fn requested(comparison: &str, level: Level) -> Requested {
        let context = RequestedAuthnContext::new(comparison, level.class_ref(Context::Citizen));
        Requested::of(Some(&context)).unwrap()
    }

    #[test]
    fn minimum_admits_stronger_levels_and_exact_does_not() {
        let minimum = requested("minimum", Level::APP_CODE);
        let exact = requested("exact", Level::APP_CODE);
        assert!(minimum.admits(Level::CARD) && minimum.admits(Level::APP_CODE));
        assert!(!minimum.admits(Level::MAIL_CODE));
        assert!(exact.admits(Level::APP_CODE) && !exact.admits(Level::CARD));
        assert!(Requested::any().admits(Level::SELF_REGISTERED));
    }

    #[test]
    fn the_answer_names_the_class_that_was_asked_for() {
        let mut context =
            RequestedAuthnContext::new("exact", "urn:be:fedict:iam:fas:enterprise:eid");
        let requested = Requested::of(Some(&context)).unwrap();
        assert_eq!(
            requested.class_ref(Level::CARD),
            "urn:be:fedict:iam:fas:enterprise:eid"
        );
        assert_eq!(
            requested.class_ref(Level::ITSME),
            "urn:be:fedict:iam:fas:enterprise:Level450"
        );
        context.class_refs = vec!["urn:oasis:names:tc:SAML:2.0:ac:classes:Password".to_owned()];
        assert!(Requested::of(Some(&context)).is_err());
    }

    #[test]
    fn other_comparisons_are_not_understood() {
        let context = RequestedAuthnContext::new("better", Level::CARD.class_ref(Context::Citizen));
        assert!(Requested::of(Some(&context)).is_err());
    }
}
