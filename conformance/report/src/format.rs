//! The forms in which a report can be had.

use std::fmt;
use std::str::FromStr;

/// One form of the report, and its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Format {
    /// `results.json`, schema `eidolon.results/1`.
    Json,
    /// `junit.xml`.
    Junit,
    /// `results.sarif`, for code scanning.
    Sarif,
    /// `summary.md`, for the job page of a pipeline.
    Summary,
    /// `index.html`, one offline file.
    Html,
}

impl Format {
    /// All forms; what is written unless the user chooses.
    pub const ALL: [Self; 5] = [
        Self::Json,
        Self::Junit,
        Self::Sarif,
        Self::Summary,
        Self::Html,
    ];

    /// The name as a user writes it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Junit => "junit",
            Self::Sarif => "sarif",
            Self::Summary => "summary",
            Self::Html => "html",
        }
    }

    /// The file that holds it.
    #[must_use]
    pub const fn file(self) -> &'static str {
        match self {
            Self::Json => "results.json",
            Self::Junit => "junit.xml",
            Self::Sarif => "results.sarif",
            Self::Summary => "summary.md",
            Self::Html => "index.html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == name)
            .ok_or_else(|| format!("{name:?} is none of json, junit, sarif, summary, html"))
    }
}
