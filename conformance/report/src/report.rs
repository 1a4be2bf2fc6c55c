//! A report and its folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use conformance_verdict::{CheckId, Evidence, Results};

use crate::{Format, ReportError, html, junit, on_every_core, page, sarif, summary, trace};

/// What a run found, ready to be written.
#[derive(Debug)]
pub struct Report<'a> {
    results: &'a Results,
    evidence: BTreeMap<CheckId, Evidence>,
    plan: Option<PathBuf>,
}

impl<'a> Report<'a> {
    /// A report without evidence.
    #[must_use]
    pub fn new(results: &'a Results) -> Self {
        Self {
            results,
            evidence: BTreeMap::new(),
            plan: None,
        }
    }

    /// Names the plan file of the run: the file of the user's own that findings are about.
    #[must_use]
    pub fn with_plan(mut self, plan: &Path) -> Self {
        self.plan = Some(plan.to_owned());
        self
    }

    /// Adds what was seen while a check ran; its secrets are masked already.
    #[must_use]
    pub fn with_evidence(mut self, check: CheckId, evidence: Evidence) -> Self {
        self.evidence.insert(check, evidence);
        self
    }

    /// Writes the chosen forms, one file below `trace/` for each check with evidence, and beside the
    /// page for people one page below `t/` for each check that saw messages. Returns the files in
    /// the order of writing. Earlier files of the same names are replaced, other
    /// files in the folder stay.
    ///
    /// # Errors
    ///
    /// The first file that cannot be written.
    pub fn write(&self, folder: &Path, formats: &[Format]) -> Result<Vec<PathBuf>, ReportError> {
        fs::create_dir_all(folder).map_err(ReportError::file(folder))?;
        let mut written = Vec::new();
        for format in formats {
            let path = folder.join(format.file());
            let text = self.render(*format)?;
            fs::write(&path, text).map_err(ReportError::file(&path))?;
            written.push(path);
        }
        written.extend(self.write_traces(&folder.join("trace"))?);
        if formats.contains(&Format::Html) {
            written.extend(self.write_pages(&folder.join("t"))?);
        }
        Ok(written)
    }

    /// One form as text.
    ///
    /// # Errors
    ///
    /// When the results cannot be put into this form.
    pub fn render(&self, format: Format) -> Result<String, ReportError> {
        match format {
            Format::Json => Ok(serde_json::to_string_pretty(self.results)? + "\n"),
            Format::Junit => junit::render(self.results),
            Format::Sarif => Ok(sarif::render(self.results, self.plan.as_deref())?),
            Format::Summary => Ok(summary::render(self.results)),
            Format::Html => html::render(self.results, &self.evidence),
        }
    }

    /// The page of one check with every message; nothing when it saw none.
    ///
    /// # Errors
    ///
    /// When the page cannot be made.
    pub fn render_check(&self, check: &CheckId) -> Result<Option<String>, ReportError> {
        let evidence = self.evidence.get(check);
        let result = self.results.checks.iter().find(|row| row.id == *check);
        match (result, evidence.filter(|seen| !seen.messages.is_empty())) {
            (Some(result), Some(evidence)) => {
                page::render(result, self.results.waiver(result), evidence).map(Some)
            }
            _ => Ok(None),
        }
    }

    fn write_pages(&self, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        self.write_each(folder, |check, _| {
            let page = self.render_check(check)?;
            Ok(page.map(|text| (format!("{check}.html"), text)))
        })
    }

    fn write_traces(&self, folder: &Path) -> Result<Vec<PathBuf>, ReportError> {
        self.write_each(folder, |check, evidence| {
            let name = trace::file_name(check, evidence);
            Ok(Some((name, trace::render(evidence))))
        })
    }

    /// One file for each check with evidence that has one.
    fn write_each(
        &self,
        folder: &Path,
        file: impl Fn(&CheckId, &Evidence) -> Result<Option<(String, String)>, ReportError> + Sync,
    ) -> Result<Vec<PathBuf>, ReportError> {
        let all: Vec<(&CheckId, &Evidence)> = self.evidence.iter().collect();
        let one = |check: &CheckId, evidence: &Evidence| {
            let Some((name, text)) = file(check, evidence)? else {
                return Ok(None);
            };
            // No folder where there is nothing to lay in it.
            fs::create_dir_all(folder).map_err(ReportError::file(folder))?;
            let path = folder.join(name);
            fs::write(&path, text).map_err(ReportError::file(&path))?;
            Ok(Some(path))
        };
        let written = on_every_core(&all, |(check, evidence)| one(check, evidence));
        written.into_iter().filter_map(Result::transpose).collect()
    }
}
