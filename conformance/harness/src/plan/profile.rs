//! The profile column of the plan: which claims must be made, or not made, for a test to apply.
//!
//! ```text
//! PACE, TA2, (CA2 or CA3)      all of these, one of those in brackets
//! PACE, NOT CNG_PIN_PUK        the second must not be claimed
//! eID, TA2, required data …    words that are not a profile are a note for the reader
//! ePassport, TA2, DG3          a data group of that application: the claim is ePassport_DG3
//! ```

use crate::ics::Ics;

/// What decides whether a test of the plan applies.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfileRule {
    terms: Vec<Term>,
    text: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// At least one of these is claimed.
    AnyOf(Vec<String>),
    /// This one is not claimed.
    Not(String),
}

/// Whether something applies to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Applicability {
    /// It does.
    Applies,
    /// It does not.
    Not {
        /// The profile that decided.
        profile: String,
        /// The line of the conformance statement that decided, with its file and number.
        line: String,
    },
}

impl ProfileRule {
    /// Reads the column as the plan writes it.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let mut terms: Vec<Term> = text
            .split(',')
            .filter_map(|term| Term::parse(term.trim()))
            .collect();
        if terms.contains(&Term::one("ePassport")) && !terms.contains(&Term::one("eID")) {
            terms.iter_mut().for_each(Term::mean_passport);
        }
        Self {
            terms,
            text: text.to_owned(),
        }
    }

    /// The column as the plan writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Judges the rule, and `further` profiles that must be claimed, by a statement.
    #[must_use]
    pub fn judge(&self, further: &[String], ics: &Ics) -> Applicability {
        let further = further
            .iter()
            .map(|profile| Term::AnyOf(vec![profile.clone()]));
        self.terms
            .iter()
            .cloned()
            .chain(further)
            .find_map(|term| term.broken_by(ics))
            .map_or(Applicability::Applies, |profile| Applicability::Not {
                line: ics.line_of(&profile),
                profile,
            })
    }
}

impl Term {
    fn one(profile: &str) -> Self {
        Self::AnyOf(vec![profile.to_owned()])
    }

    /// Both applications have data groups; the plan calls them by the same names.
    fn mean_passport(&mut self) {
        if let Self::AnyOf(choices) = self {
            for choice in choices.iter_mut().filter(|choice| choice.starts_with("DG")) {
                *choice = format!("ePassport_{choice}");
            }
        }
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(profile) = text.strip_prefix("NOT ") {
            return is_profile(profile).then(|| Self::Not(profile.to_owned()));
        }
        let choices: Vec<String> = text
            .trim_start_matches('(')
            .trim_end_matches(')')
            .split(" or ")
            .map(|profile| profile.trim().to_owned())
            .collect();
        choices
            .iter()
            .all(|choice| is_profile(choice))
            .then_some(Self::AnyOf(choices))
    }

    /// The profile by which this term fails.
    fn broken_by(self, ics: &Ics) -> Option<String> {
        match self {
            Self::AnyOf(choices) => {
                let met = choices.iter().any(|choice| ics.claims(choice));
                if met {
                    None
                } else {
                    choices.into_iter().next()
                }
            }
            Self::Not(profile) => ics.claims(&profile).then_some(profile),
        }
    }
}

fn is_profile(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Applicability, ProfileRule};
    use crate::ics::Ics;

    fn ics() -> Ics {
        Ics::parse(
            "ics/test.toml",
            "name = \"test\"\n[profiles]\nPACE = { claimed = true, because = \"a\" }\n\
             CA3 = { claimed = true, because = \"b\" }\nDH = { claimed = false, because = \"no such key\" }\n",
        )
        .unwrap()
    }

    fn decided(rule: &str) -> Option<(String, String)> {
        match ProfileRule::parse(rule).judge(&[], &ics()) {
            Applicability::Applies => None,
            Applicability::Not { profile, line } => Some((profile, line)),
        }
    }

    #[test]
    fn every_term_must_hold() {
        assert_eq!(decided("PACE"), None);
        assert_eq!(decided("PACE, (CA2 or CA3)"), None);
        assert_eq!(decided("PACE, NOT CNG_PIN_PUK"), None);
        assert_eq!(decided(""), None);
        assert_eq!(
            decided("PACE, required data group presence see Table 10"),
            None
        );
    }

    #[test]
    fn the_line_that_decided_is_named() {
        let (profile, line) = decided("PACE, DH").unwrap();
        assert_eq!(profile, "DH");
        assert_eq!(line, "ics/test.toml:5: DH not claimed: no such key");
        assert_eq!(
            decided("NOT PACE").unwrap().1,
            "ics/test.toml:3: PACE claimed: a"
        );
        assert_eq!(decided("ENV").unwrap().1, "ics/test.toml: ENV not claimed");
    }

    #[test]
    fn data_groups_belong_to_an_application() {
        let judged = |rule: &str| match ProfileRule::parse(rule).judge(&[], &Ics::default()) {
            Applicability::Not { profile, .. } => profile,
            Applicability::Applies => String::new(),
        };
        assert_eq!(judged("DG4"), "DG4");
        assert_eq!(judged("DG4, ePassport"), "ePassport_DG4");
    }

    #[test]
    fn further_profiles_must_be_claimed_too() {
        let judged = ProfileRule::parse("PACE").judge(&["DG4".to_owned()], &ics());
        assert!(matches!(judged, Applicability::Not { profile, .. } if profile == "DG4"));
    }
}
