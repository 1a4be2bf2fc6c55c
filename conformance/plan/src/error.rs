//! What can be wrong with a plan file.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

/// Why there is no plan.
#[derive(Debug, Error)]
pub enum PlanError {
    /// The file cannot be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// What the system says.
        source: io::Error,
    },
    /// The text has mistakes; all that were found.
    #[error("{}", lines(.0))]
    Mistakes(Vec<Mistake>),
}

/// One mistake, with the place to change.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{file}:{line}: {}{wrong}", prefix(key))]
pub struct Mistake {
    /// The plan file as it was named.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// The key with its tables, for example `target.login`; empty when the file is no TOML.
    pub key: String,
    /// What is wrong with it.
    pub wrong: Wrong,
}

/// What is wrong with a key.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Wrong {
    /// The text is not TOML.
    #[error("not TOML: {0}")]
    Toml(String),
    /// The text is longer than any plan.
    #[error("the file has {found} bytes; a plan has at most {limit}")]
    Long {
        /// Its length.
        found: usize,
        /// The longest that is read.
        limit: usize,
    },
    /// No such key exists.
    #[error("unknown key{}", hint(nearest.as_deref()))]
    Unknown {
        /// The key that was probably meant.
        nearest: Option<String>,
    },
    /// The key is needed.
    #[error("missing; write for example {example}")]
    Missing {
        /// How it could look.
        example: String,
    },
    /// The value has another type.
    #[error("{found} where {wanted} belongs")]
    Type {
        /// What belongs here.
        wanted: &'static str,
        /// What was found.
        found: &'static str,
    },
    /// The value cannot be.
    #[error("{found:?} {why}")]
    Value {
        /// What was found.
        found: String,
        /// Why it cannot be, and what can.
        why: String,
    },
    /// Two lines contradict each other.
    #[error("{0}")]
    Contradiction(String),
}

fn prefix(key: &str) -> String {
    if key.is_empty() {
        String::new()
    } else {
        format!("{key}: ")
    }
}

fn hint(nearest: Option<&str>) -> String {
    nearest
        .map(|key| format!("; did you mean {key:?}?"))
        .unwrap_or_default()
}

fn lines(mistakes: &[Mistake]) -> String {
    let lines: Vec<String> = mistakes.iter().map(ToString::to_string).collect();
    lines.join("\n")
}
