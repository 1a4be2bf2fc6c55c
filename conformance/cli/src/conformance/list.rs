//! `conformance list`: what would run, and what would not.

use std::sync::Arc;

use conformance_harness::{Assignment, Check};
use conformance_verdict::{ExitCode, Verdict};
use serde::Serialize;

use super::arguments::{ListArgs, Listing};
use super::failure::Failure;
use super::screen::print_line;
use super::service;
use super::suite::Suite;
use super::target::choose;

/// One check of a listing.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    name: &'a str,
    requirement: &'a str,
    level: &'a str,
    country: &'a str,
    clause: &'a str,
    feature: String,
    marks: Vec<&'static str>,
    needs: Vec<&'static str>,
    kills: Vec<&'a str>,
    /// Said instead of a run.
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<Verdict>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// Lists the checks.
pub(super) fn run(arguments: &ListArgs) -> Result<ExitCode, Failure> {
    let suite = Suite::load()?;
    if arguments.lint {
        return lint(&suite);
    }
    let plan = service::plan(&arguments.target)?;
    let otherwise = plan.as_deref().map_or("full", service::selection);
    let (selector, mut checks) = suite.select(&arguments.selector, otherwise)?;
    if let Some(plan) = &plan {
        service::exclude(plan, &mut checks);
    }
    if checks.is_empty() {
        eprintln!(
            "no check matches {selector}{}",
            selector.hint(&suite.catalogue)
        );
        return Ok(ExitCode::NothingExecuted);
    }
    let chosen = choose(&arguments.target, &suite)?;
    let assigned = |check: &Arc<Check>| {
        Assignment::new(Arc::clone(check), Arc::clone(&chosen.target)).settled()
    };
    let rows = checks.iter().map(|check| Row::new(check, assigned(check)));
    let rows: Vec<Row<'_>> = rows
        .filter(|row| !arguments.na || row.verdict.is_some())
        .collect();
    match arguments.format {
        Listing::Json => print_line(&serde_json::to_string_pretty(&rows)?),
        Listing::Table => rows.iter().for_each(|row| print_line(&row.line())),
    }
    if arguments.format == Listing::Table {
        let settled = rows.iter().filter(|row| row.verdict.is_some()).count();
        let summary = format!("{} checks, {} would run", rows.len(), rows.len() - settled);
        print_line(&summary);
    }
    Ok(ExitCode::Success)
}

impl<'a> Row<'a> {
    fn new(check: &'a Check, settled: Option<(Verdict, String)>) -> Self {
        let (verdict, reason) = settled.unzip();
        Self {
            id: check.id.as_str(),
            name: &check.scenario.name,
            requirement: check.requirement.as_str(),
            level: check.level.word(),
            country: &check.country,
            clause: check.clause.as_str(),
            feature: format!("features/{}:{}", check.file, check.line),
            marks: check.marks(),
            needs: check.needs.iter().map(|need| need.word()).collect(),
            kills: check.kills.iter().map(|mutant| mutant.as_str()).collect(),
            verdict,
            reason,
        }
    }

    fn line(&self) -> String {
        let marks = self.marks.join(" ");
        let marks = if marks.is_empty() {
            marks
        } else {
            format!("{marks} ")
        };
        let mut line = format!(
            "{:<16} {:<22} {marks}{}",
            self.id, self.requirement, self.name
        );
        if let (Some(verdict), Some(reason)) = (self.verdict, &self.reason) {
            line += &format!("\n{:<16} {verdict}: {reason}", "");
        }
        line
    }
}

fn lint(suite: &Suite) -> Result<ExitCode, Failure> {
    let findings = suite.findings();
    if findings.is_empty() {
        let checks = suite.catalogue.checks().len();
        print_line(&format!(
            "{checks} checks and {} mutants are as they should be",
            suite.mutants.iter().count()
        ));
        return Ok(ExitCode::Success);
    }
    Err(Failure::Suite(findings))
}
