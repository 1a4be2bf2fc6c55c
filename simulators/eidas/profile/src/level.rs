//! Levels of assurance: which values exist, which requests for them make sense, which answers satisfy a request.
//!
//! URIs come in as text; out go [`LevelOfAssurance`] and [`RequestedLevels`], which hold no combination that a node
//! would refuse. Knows nothing of messages.

use std::fmt;

use thiserror::Error;

/// What every notified level begins with. No other level may begin so, in whatever case.
pub const NOTIFIED_PREFIX: &str = "http://eidas.europa.eu/LoA/";

/// How sure the state of the citizen is. [eIDAS SAML Message Format]
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LevelOfAssurance {
    /// `http://eidas.europa.eu/LoA/low`.
    Low,
    /// `http://eidas.europa.eu/LoA/substantial`.
    Substantial,
    /// `http://eidas.europa.eu/LoA/high`.
    High,
    /// A level of a scheme that was not notified: an absolute URI outside the notified ones.
    NonNotified(String),
}

/// A text that names no level.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LevelError {
    /// It begins like a notified level and is none of the three.
    #[error("\"{0}\" is none of the notified levels low, substantial, high")]
    Unknown(String),
    /// It is no absolute URI.
    #[error("level \"{0}\" is no absolute URI")]
    NotAbsolute(String),
}

impl LevelOfAssurance {
    /// The notified levels, lowest first.
    pub const NOTIFIED: [Self; 3] = [Self::Low, Self::Substantial, Self::High];

    /// Reads the URI of a level; upper and lower case are different.
    ///
    /// # Errors
    ///
    /// When it begins like a notified level and is none, or is no absolute URI.
    pub fn parse(uri: &str) -> Result<Self, LevelError> {
        if let Some(level) = Self::NOTIFIED.into_iter().find(|level| level.uri() == uri) {
            return Ok(level);
        }
        let head = uri.get(..NOTIFIED_PREFIX.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(NOTIFIED_PREFIX)) {
            return Err(LevelError::Unknown(uri.to_owned()));
        }
        if !is_absolute(uri) {
            return Err(LevelError::NotAbsolute(uri.to_owned()));
        }
        Ok(Self::NonNotified(uri.to_owned()))
    }

    /// Its URI.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::Low => "http://eidas.europa.eu/LoA/low",
            Self::Substantial => "http://eidas.europa.eu/LoA/substantial",
            Self::High => "http://eidas.europa.eu/LoA/high",
            Self::NonNotified(uri) => uri,
        }
    }

    /// Whether it is one of the three notified levels.
    #[must_use]
    pub fn is_notified(&self) -> bool {
        !matches!(self, Self::NonNotified(_))
    }

    /// Whether it is worth as much as `other`: as high among the notified ones, the same among the others.
    #[must_use]
    pub fn at_least(&self, other: &Self) -> bool {
        self == other || (self.is_notified() && other.is_notified() && self >= other)
    }
}

impl fmt::Display for LevelOfAssurance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.uri())
    }
}

/// Whether a text is an absolute URI: a scheme, a colon, something without spaces.
pub(crate) fn is_absolute(uri: &str) -> bool {
    let Some((scheme, rest)) = uri.split_once(':') else {
        return false;
    };
    let letters = |letter: char| letter.is_ascii_alphanumeric() || "+-.".contains(letter);
    scheme.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && scheme.chars().all(letters)
        && !rest.is_empty()
        && !rest.contains(|letter: char| letter <= ' ' || "<>\"{}|\\^`".contains(letter))
}

/// How the levels of a request are to be compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// This level or a higher one; the only way to ask for a notified level alone.
    Minimum,
    /// One of the levels listed; the default of SAML, for levels that were not notified.
    Exact,
}

impl Comparison {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Minimum => "minimum",
            Self::Exact => "exact",
        }
    }
}

/// A combination of levels that nobody can answer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LevelRequestError {
    /// Nothing is asked for.
    #[error("no level of assurance is requested")]
    Missing,
    /// One of them is no level.
    #[error(transparent)]
    Level(#[from] LevelError),
    /// A level is there twice.
    #[error("level {0} is requested twice")]
    Duplicate(LevelOfAssurance),
    /// Another comparison than minimum and exact.
    #[error("comparison \"{0}\", expected minimum or exact")]
    Comparison(String),
    /// The comparison does not go with the levels.
    #[error("comparison {} with {levels}", comparison.as_str())]
    Combination {
        /// The comparison.
        comparison: Comparison,
        /// What is wrong about the levels.
        levels: &'static str,
    },
    /// Levels of both kinds, but a notified one above the lowest is left out.
    #[error("level {0} is above the lowest one requested and is not listed")]
    HigherMissing(LevelOfAssurance),
}

/// The levels that a request asks for; each combination makes sense. [eIDAS SAML Message Format]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedLevels {
    comparison: Comparison,
    levels: Vec<LevelOfAssurance>,
}

impl RequestedLevels {
    /// This notified level or a higher one. A level that was not notified is asked for exactly.
    #[must_use]
    pub fn minimum(level: LevelOfAssurance) -> Self {
        let comparison = if level.is_notified() {
            Comparison::Minimum
        } else {
            Comparison::Exact
        };
        Self {
            comparison,
            levels: vec![level],
        }
    }

    /// Reads the class references of a request and their comparison; no comparison means exact.
    ///
    /// # Errors
    ///
    /// When a reference is no level or the combination makes no sense.
    pub fn parse<S: AsRef<str>>(
        references: &[S],
        comparison: Option<&str>,
    ) -> Result<Self, LevelRequestError> {
        let comparison = match comparison {
            Some("minimum") => Comparison::Minimum,
            Some("exact") | None => Comparison::Exact,
            Some(other) => return Err(LevelRequestError::Comparison(other.to_owned())),
        };
        if references.is_empty() {
            return Err(LevelRequestError::Missing);
        }
        let mut levels: Vec<LevelOfAssurance> = Vec::with_capacity(references.len());
        for reference in references {
            let level = LevelOfAssurance::parse(reference.as_ref())?;
            if levels.contains(&level) {
                return Err(LevelRequestError::Duplicate(level));
            }
            levels.push(level);
        }
        Self::combine(comparison, levels)
    }

    fn combine(
        comparison: Comparison,
        levels: Vec<LevelOfAssurance>,
    ) -> Result<Self, LevelRequestError> {
        let notified = levels.iter().filter(|level| level.is_notified()).count();
        let wrong = match comparison {
            Comparison::Minimum if notified < levels.len() => "a level that was not notified",
            Comparison::Minimum if notified > 1 => "more than one level",
            Comparison::Exact if notified == levels.len() => "notified levels only",
            _ => "",
        };
        if !wrong.is_empty() {
            return Err(LevelRequestError::Combination {
                comparison,
                levels: wrong,
            });
        }
        if let Some(missing) = higher_missing(&levels) {
            return Err(LevelRequestError::HigherMissing(missing));
        }
        Ok(Self { comparison, levels })
    }

    /// How they are compared.
    #[must_use]
    pub const fn comparison(&self) -> Comparison {
        self.comparison
    }

    /// The levels in the order of the request.
    #[must_use]
    pub fn levels(&self) -> &[LevelOfAssurance] {
        &self.levels
    }

    /// Whether an answer at this level satisfies the request.
    #[must_use]
    pub fn accepts(&self, level: &LevelOfAssurance) -> bool {
        self.levels.iter().any(|asked| match self.comparison {
            Comparison::Minimum => level.at_least(asked),
            Comparison::Exact => level == asked || (self.is_mixed() && level.at_least(asked)),
        })
    }

    /// Whether one of the published levels satisfies the request.
    pub fn are_offered<'a>(
        &self,
        published: impl IntoIterator<Item = &'a LevelOfAssurance>,
    ) -> bool {
        published.into_iter().any(|level| self.accepts(level))
    }

    fn is_mixed(&self) -> bool {
        self.levels.iter().any(LevelOfAssurance::is_notified)
            && !self.levels.iter().all(LevelOfAssurance::is_notified)
    }
}

/// In a list of both kinds, the first notified level above the lowest that is not listed.
fn higher_missing(levels: &[LevelOfAssurance]) -> Option<LevelOfAssurance> {
    let lowest = levels.iter().filter(|level| level.is_notified()).min()?;
    if levels.iter().all(LevelOfAssurance::is_notified) {
        return None;
    }
    LevelOfAssurance::NOTIFIED
        .into_iter()
        .find(|level| level > lowest && !levels.contains(level))
}

#[cfg(test)]
mod tests;
