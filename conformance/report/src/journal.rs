//! `results.ndjson`: one line for each check as it ends, so that a crash loses nothing.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use conformance_verdict::CheckResult;

use crate::ReportError;

/// The growing journal of a run.
#[derive(Debug)]
pub struct Journal {
    file: File,
    path: PathBuf,
}

impl Journal {
    /// Begins a journal in a report's folder; an earlier one is replaced.
    ///
    /// # Errors
    ///
    /// When folder or file cannot be made.
    pub fn begin(folder: &Path) -> Result<Self, ReportError> {
        fs::create_dir_all(folder).map_err(ReportError::file(folder))?;
        let path = folder.join("results.ndjson");
        let file = File::create(&path).map_err(ReportError::file(&path))?;
        Ok(Self { file, path })
    }

    /// Adds the line of one check and hands it to the system at once.
    ///
    /// # Errors
    ///
    /// When the line cannot be written.
    pub fn add(&mut self, check: &CheckResult) -> Result<(), ReportError> {
        let mut line = serde_json::to_vec(check)?;
        line.push(b'\n');
        self.file
            .write_all(&line)
            .map_err(ReportError::file(&self.path))
    }
}
