//! The names a check goes by: its own id, the requirement it judges, the mutants it kills.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::NameError;

/// The id of a check, `AREA-GROUP-NN`, for example `CRD-DE-PACE-07`. Never used twice, even after
/// the check is gone.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CheckId(String);

impl CheckId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first word: `CRD` for cards, `HRN` for the harness itself.
    #[must_use]
    pub fn area(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }
}

impl FromStr for CheckId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let refuse = || NameError::CheckId {
            found: text.to_owned(),
        };
        let (group, number) = text.rsplit_once('-').ok_or_else(refuse)?;
        let numbered =
            (2..=4).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let grouped = group.split('-').count() >= 2 && group.split('-').all(is_upper_word);
        if numbered && grouped && !group.starts_with("REQ-") {
            Ok(Self(text.to_owned()))
        } else {
            Err(refuse())
        }
    }
}

/// The requirement a check judges: the id of an official test plan, variant letter included, or
/// `REQ-<STANDARD>-<CLAUSE>-<n>` where the plan is silent.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Requirement(String);

impl Requirement {
    /// The requirement as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the suite itself numbered this requirement.
    #[must_use]
    pub fn is_our_own(&self) -> bool {
        self.0.starts_with("REQ-")
    }
}

impl FromStr for Requirement {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let own = text.strip_prefix("REQ-").is_some_and(|rest| {
            rest.split('-').count() >= 3
                && rest.split('-').all(|word| {
                    !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'.')
                })
        });
        let plan = text.strip_prefix("EAC2_").is_some_and(|rest| {
            rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
                && rest.bytes().any(|b| b.is_ascii_digit())
        });
        if own || plan {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::Requirement {
                found: text.to_owned(),
            })
        }
    }
}

/// The id of a mutant, `M-<AREA>-<kebab>`, for example `M-CRD-nonce-reused`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct MutantId(String);

impl MutantId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for MutantId {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        let well_formed = text
            .strip_prefix("M-")
            .and_then(|rest| rest.split_once('-'))
            .is_some_and(|(area, kebab)| {
                is_upper_word(area)
                    && kebab.split('-').all(|word| {
                        !word.is_empty()
                            && word
                                .bytes()
                                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                    })
            });
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::MutantId {
                found: text.to_owned(),
            })
        }
    }
}

/// How strongly the standard asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// MUST, REQUIRED, SHALL: missing it is a FAIL.
    Must,
    /// SHOULD, RECOMMENDED: missing it is a WARNING, with `--strict` a FAIL.
    Should,
    /// MAY, OPTIONAL: missing it is a WARNING.
    May,
}

impl Level {
    /// The word used in tags and selectors.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::Should => "should",
            Self::May => "may",
        }
    }
}

impl FromStr for Level {
    type Err = NameError;

    fn from_str(text: &str) -> Result<Self, NameError> {
        [Self::Must, Self::Should, Self::May]
            .into_iter()
            .find(|level| level.word() == text)
            .ok_or_else(|| NameError::Level {
                found: text.to_owned(),
            })
    }
}

/// A place in a standard, as people cite it: `TR-03110-3 §B.14.2`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Clause(String);

impl Clause {
    /// A clause from its citation, without the square brackets.
    #[must_use]
    pub fn new(citation: impl Into<String>) -> Self {
        Self(citation.into())
    }

    /// The citation.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_upper_word(word: &str) -> bool {
    !word.is_empty()
        && word
            .bytes()
            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
}

/// `Display`, `From<…> for String` and `TryFrom<String>` for a name kept as checked text.
macro_rules! text_name {
    ($($name:ident),+) => {$(
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                text.parse()
            }
        }
    )+};
}

text_name!(CheckId, Requirement, MutantId);

impl fmt::Display for Clause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::{CheckId, Level, MutantId, Requirement};

    #[test]
    fn check_ids_have_an_area_a_group_and_a_number() {
        for good in ["CRD-DE-PACE-07", "RDR-EVT-01", "HRN-EXIT-100"] {
            assert!(good.parse::<CheckId>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "CRD",
            "CRD-07",
            "CRD-DE-PACE-7",
            "crd-DE-07",
            "CRD--07",
            "CRD-DE-07a",
            "REQ-FAS-LOGIN-12",
        ] {
            assert!(bad.parse::<CheckId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn requirements_are_plan_ids_or_our_own() {
        for good in [
            "EAC2_ISO7816_H_4a",
            "EAC2_DATA_A_1b",
            "REQ-TR03110-3-B.14.2-1",
            "REQ-FAS-LOGIN-12",
        ] {
            assert!(good.parse::<Requirement>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "H_4a",
            "REQ-",
            "REQ-X",
            "REQ-TR03110--1",
            "EAC2_",
            "EAC2_ISO-1",
        ] {
            assert!(bad.parse::<Requirement>().is_err(), "{bad}");
        }
    }

    #[test]
    fn mutant_ids_have_an_area_and_a_kebab_name() {
        for good in [
            "M-CRD-nonce-reused",
            "M-HRN-exit-zero",
            "M-CRD-do97-ignored",
        ] {
            assert!(good.parse::<MutantId>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "M-",
            "M-CRD",
            "M-crd-x",
            "M-CRD-Nonce",
            "M-CRD-a--b",
            "CRD-nonce",
        ] {
            assert!(bad.parse::<MutantId>().is_err(), "{bad}");
        }
    }

    #[test]
    fn levels_are_written_in_lower_case() {
        assert_eq!("must".parse(), Ok(Level::Must));
        assert!("MUST".parse::<Level>().is_err());
    }
}
