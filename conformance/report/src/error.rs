//! Why a report could not be written.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

/// Why a report could not be written.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ReportError {
    /// A file or folder cannot be written.
    #[error("{}: {source}; choose another folder with --report", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Results that cannot be put into JSON.
    #[error("results.json: {0}")]
    Json(#[from] serde_json::Error),
    /// Results that cannot be put into JUnit's XML.
    #[error("junit.xml: {0}")]
    Junit(#[from] quick_junit::SerializeError),
    /// A page that cannot be made.
    #[error("index.html: {0}")]
    Html(#[from] askama::Error),
}

impl ReportError {
    /// Names the file or folder of an input or output error.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self + use<> {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}
