//! What can be wrong with what the suite was given to read: scenarios, selectors, data files.

use thiserror::Error;

/// An error in something that a person wrote for the suite.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Error {
    /// A feature file is not Gherkin.
    #[error("{file}: not a feature file: {reason}")]
    Gherkin {
        /// Which file.
        file: String,
        /// What the parser expected, and where.
        reason: String,
    },
    /// A scenario is not what the lint asks for.
    #[error("{file}:{line}: scenario {scenario:?}: {reason}")]
    Scenario {
        /// Which file.
        file: String,
        /// Line of the scenario or of its Examples row.
        line: usize,
        /// Its name.
        scenario: String,
        /// What to change.
        reason: String,
    },
    /// A selector does not parse.
    #[error("selector column {column}: {reason}")]
    Selector {
        /// Column of the first wrong character, from 1.
        column: usize,
        /// What is wrong and what was expected.
        reason: String,
    },
    /// A data file of the suite or of the user does not parse.
    #[error("{file}{}: {reason}", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Data {
        /// Which file.
        file: String,
        /// Which line, where known.
        line: Option<usize>,
        /// What is wrong and what to change.
        reason: String,
    },
    /// A name that nobody knows.
    #[error("{kind} {name:?} is not known{hint}")]
    Unknown {
        /// What kind of name: check, mutant, personalisation.
        kind: &'static str,
        /// The name as given.
        name: String,
        /// `; did you mean …?` or empty.
        hint: String,
    },
}

impl Error {
    /// A data-file error whose line is found from a byte span of `toml`.
    pub(crate) fn in_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        let line = error.span().map(|span| line_of(text, span.start));
        Self::Data {
            file: file.to_owned(),
            line,
            reason: error.message().trim().to_owned(),
        }
    }
}

/// The line, from 1, on which byte `offset` of `text` lies.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.bytes()
        .take(offset)
        .filter(|byte| *byte == b'\n')
        .count()
        + 1
}
