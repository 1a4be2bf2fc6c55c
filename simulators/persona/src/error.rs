//! What is wrong with a persona file, where, and what to write instead.

use std::fmt;

/// A persona file that cannot be used: the place, the key, and the [`Problem`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonaError {
    file: Option<String>,
    line: usize,
    key: String,
    problem: Problem,
}

impl PersonaError {
    pub(crate) fn new(line: usize, key: impl Into<String>, problem: Problem) -> Self {
        Self {
            file: None,
            line,
            key: key.into(),
            problem,
        }
    }

    /// The same error with the name of the file that the text came from.
    #[must_use]
    pub fn in_file(self, name: impl Into<String>) -> Self {
        Self {
            file: Some(name.into()),
            ..self
        }
    }

    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The full key, such as `holder.family-names`; empty when the text is not TOML.
    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// What is wrong there.
    #[must_use]
    pub fn problem(&self) -> &Problem {
        &self.problem
    }
}

impl fmt::Display for PersonaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}, ")?;
        }
        write!(f, "line {}", self.line)?;
        if !self.key.is_empty() {
            write!(f, ", {}", self.key)?;
        }
        write!(f, ": {}", self.problem)
    }
}

impl std::error::Error for PersonaError {}

/// What can be wrong with one key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Problem {
    /// The text is not TOML.
    #[error("not TOML: {0}")]
    NotToml(String),
    /// A key that no persona has, with the nearest one that exists.
    #[error("unknown key; {}", advice(nearest.as_deref(), known))]
    UnknownKey {
        /// The known key that is spelled most alike, if one is near.
        nearest: Option<String>,
        /// The keys that may stand here and do not yet.
        known: Vec<&'static str>,
    },
    /// A key that every persona needs.
    #[error("missing; add {0}")]
    Missing(&'static str),
    /// A value of the wrong TOML type.
    #[error("is {found}; write {expected}")]
    WrongType {
        /// What the file has.
        found: &'static str,
        /// What belongs there.
        expected: &'static str,
    },
    /// A value that breaks a rule.
    #[error("{value:?} does not fit; write {expected}")]
    Invalid {
        /// The value of the file.
        value: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A key or table that this kind of document does not have.
    #[error("does not belong to this document; {0}")]
    OutOfPlace(&'static str),
}

fn advice(nearest: Option<&str>, known: &[&'static str]) -> String {
    match nearest {
        Some(key) => format!("did you mean {key:?}?"),
        None if known.is_empty() => "remove it, nothing more may stand here".to_owned(),
        None => format!("remove it, or use one of: {}", known.join(", ")),
    }
}
