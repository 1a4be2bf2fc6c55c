//! The selector: which checks to run, in one small language.
//!
//! ```text
//! any     := all ( "|" all )*
//! all     := one ( "&" one )*
//! one     := "!" one | "(" any ")" | name "(" pattern ")" | word
//! name    := id country layer std tag req level since kills card state profile
//! word    := a check id, a country code, quick, certify, or a tag such as human
//! pattern := text in which "*" stands for anything
//! ```
//!
//! ```
//! use conformance_harness::Selector;
//! let selector: Selector = "country(de) & layer(pace) & !human".parse().unwrap();
//! assert_eq!(selector.to_string(), "country(de) & layer(pace) & !human");
//! ```

mod glob;
mod parse;

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

pub use glob::glob_matches;

use crate::Error;
use crate::catalogue::{Catalogue, Check};

/// A choice of checks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// At least one of these.
    Any(Vec<Self>),
    /// All of these.
    All(Vec<Self>),
    /// Not this.
    Not(Box<Self>),
    /// A property of the check that matches a pattern.
    Where(Property, String),
    /// A bare word.
    Word(String),
}

/// A property of a check that a selector may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Property {
    /// Its id: `id(CRD-DE-*)`.
    Id,
    /// Its country: `country(de)`.
    Country,
    /// The layer of the card it is about: `layer(pace)`.
    Layer,
    /// Its standard and clause: `std(TR-03110-3#B.14)`.
    Standard,
    /// Any tag: `tag(@negative)`.
    Tag,
    /// Its requirement: `req(EAC2_ISO7816_H_*)`.
    Requirement,
    /// Its level: `level(must)`.
    Level,
    /// The release in which it was added, or a later one: `since(2026.1)`.
    Since,
    /// A mutant it kills: `kills(M-CRD-*)`.
    Kills,
    /// The personalisation it needs: `card(residence-permit)`.
    Card,
    /// The state of the PIN it needs: `state(blocked)`.
    State,
    /// A profile it needs: `profile(DG4)`.
    Profile,
}

impl Property {
    /// All properties.
    pub const ALL: [Self; 12] = [
        Self::Id,
        Self::Country,
        Self::Layer,
        Self::Standard,
        Self::Tag,
        Self::Requirement,
        Self::Level,
        Self::Since,
        Self::Kills,
        Self::Card,
        Self::State,
        Self::Profile,
    ];

    /// The name used in selectors.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Country => "country",
            Self::Layer => "layer",
            Self::Standard => "std",
            Self::Tag => "tag",
            Self::Requirement => "req",
            Self::Level => "level",
            Self::Since => "since",
            Self::Kills => "kills",
            Self::Card => "card",
            Self::State => "state",
            Self::Profile => "profile",
        }
    }

    fn matches(self, check: &Check, pattern: &str) -> bool {
        let tagged = |key: &str| {
            check
                .tags
                .iter()
                .filter_map(|tag| tag.strip_prefix(key)?.strip_prefix(':'))
                .any(|value| glob_matches(pattern, value))
        };
        match self {
            Self::Id => glob_matches(pattern, check.id.as_str()),
            Self::Country => glob_matches(pattern, &check.country),
            Self::Standard => cites(check.clause.as_str(), pattern),
            Self::Tag => {
                let pattern = pattern.trim_start_matches('@');
                check.tags.iter().any(|tag| glob_matches(pattern, tag))
            }
            Self::Requirement => glob_matches(pattern, check.requirement.as_str()),
            Self::Level => glob_matches(pattern, check.level.word()),
            Self::Since => FIRST_RELEASE >= pattern || tagged("since"),
            Self::Layer => tagged("layer"),
            Self::Kills => tagged("kills"),
            Self::Card => tagged("card"),
            Self::State => tagged("state"),
            Self::Profile => tagged("profile"),
        }
    }
}

/// The release in which every check that carries no `@since:…` was added.
const FIRST_RELEASE: &str = "2026.1";

impl Selector {
    /// The selector of a run without one.
    #[must_use]
    pub fn quick() -> Self {
        Self::Word("quick".to_owned())
    }

    /// Whether the check is chosen.
    #[must_use]
    pub fn matches(&self, check: &Check) -> bool {
        match self {
            Self::Any(choices) => choices.iter().any(|choice| choice.matches(check)),
            Self::All(parts) => parts.iter().all(|part| part.matches(check)),
            Self::Not(inner) => !inner.matches(check),
            Self::Where(property, pattern) => property.matches(check, pattern),
            Self::Word(word) => match word.as_str() {
                "quick" => !check.long && !check.tags.contains("human"),
                "certify" | "full" => true,
                word => {
                    glob_matches(word, check.id.as_str())
                        || check.country == word
                        || check.tags.contains(word)
                }
            },
        }
    }

    /// The chosen checks in the order of the catalogue.
    #[must_use]
    pub fn select(&self, catalogue: &Catalogue) -> Vec<Arc<Check>> {
        catalogue
            .checks()
            .iter()
            .filter(|check| self.matches(check))
            .cloned()
            .collect()
    }

    /// A hint when nothing was chosen: the nearest id for a bare word that names none.
    #[must_use]
    pub fn hint(&self, catalogue: &Catalogue) -> String {
        match self {
            Self::Word(word) => {
                let ids = catalogue.checks().iter().map(|check| check.id.as_str());
                crate::nearest::did_you_mean(word, ids)
            }
            _ => String::new(),
        }
    }
}

/// Whether a clause such as `TR-03110-3 §B.14.2` lies in `standard` or `standard#section`.
fn cites(clause: &str, pattern: &str) -> bool {
    let (standard, section) = pattern.split_once('#').unwrap_or((pattern, ""));
    let (cited, place) = clause.split_once('§').unwrap_or((clause, ""));
    let (cited, place) = (cited.trim().to_lowercase(), place.trim());
    let inside = place == section
        || section.is_empty()
        || place
            .strip_prefix(section)
            .is_some_and(|rest| rest.starts_with('.'));
    glob_matches(&standard.to_lowercase(), &cited) && inside
}

impl FromStr for Selector {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        parse::selector(text)
    }
}

impl fmt::Display for Selector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, parts: &[Self], with: &str| {
            for (index, part) in parts.iter().enumerate() {
                if index > 0 {
                    f.write_str(with)?;
                }
                if matches!(part, Self::Any(_) | Self::All(_)) {
                    write!(f, "({part})")?;
                } else {
                    write!(f, "{part}")?;
                }
            }
            Ok(())
        };
        match self {
            Self::Any(parts) => list(f, parts, " | "),
            Self::All(parts) => list(f, parts, " & "),
            Self::Not(inner) if matches!(**inner, Self::Any(_) | Self::All(_)) => {
                write!(f, "!({inner})")
            }
            Self::Not(inner) => write!(f, "!{inner}"),
            Self::Where(property, pattern) => write!(f, "{}({pattern})", property.name()),
            Self::Word(word) => f.write_str(word),
        }
    }
}

#[cfg(test)]
mod tests;
