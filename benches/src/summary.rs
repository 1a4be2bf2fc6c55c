//! Reads criterion's results and lays ours beside the rival's.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

use serde::{Deserialize, Serialize};

use crate::goal;

/// One subject of the summary.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Row {
    /// What was timed, for example `sm/aes128/wrap/256`.
    pub subject: String,
    /// Our time, in nanoseconds for one run (the median).
    pub ours_ns: f64,
    /// What stands beside it, where something does.
    pub rival: Option<String>,
    /// The rival's time in nanoseconds.
    pub rival_ns: Option<f64>,
    /// Our time divided by the rival's.
    pub ratio: Option<f64>,
    /// The highest ratio that is allowed.
    pub goal: Option<f64>,
    /// Whether the ratio keeps to it; absent without a goal.
    pub met: Option<bool>,
}

/// The results could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SummaryError {
    /// There are no results.
    #[error("no bench results under {0}; run `cargo xtask bench` first")]
    Nothing(PathBuf),
    /// A file could not be read.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    /// A file is not what criterion writes.
    #[error("{0}: {1}")]
    Format(PathBuf, serde_json::Error),
}

#[derive(Deserialize)]
struct Benchmark {
    group_id: String,
    function_id: Option<String>,
}

#[derive(Deserialize)]
struct Estimates {
    median: Estimate,
}

#[derive(Deserialize)]
struct Estimate {
    point_estimate: f64,
}

/// The rows of all subjects under criterion's folder, sorted by name.
///
/// # Errors
/// Where there are no results, or they cannot be read.
pub fn read(criterion: &Path) -> Result<Vec<Row>, SummaryError> {
    let mut subjects: BTreeMap<String, BTreeMap<String, f64>> = BTreeMap::new();
    for folder in results_below(criterion) {
        let benchmark: Benchmark = parse(&folder.join("benchmark.json"))?;
        let estimates: Estimates = parse(&folder.join("estimates.json"))?;
        let function = benchmark.function_id.unwrap_or_else(|| "ours".into());
        subjects
            .entry(benchmark.group_id)
            .or_default()
            .insert(function, estimates.median.point_estimate);
    }
    let rows: Vec<Row> = subjects.into_iter().filter_map(row).collect();
    if rows.is_empty() {
        return Err(SummaryError::Nothing(criterion.into()));
    }
    Ok(rows)
}

fn row((subject, mut times): (String, BTreeMap<String, f64>)) -> Option<Row> {
    let ours_ns = times.remove("ours")?;
    let rival = times.into_iter().next();
    let ratio = rival.as_ref().map(|(_, rival_ns)| ours_ns / rival_ns);
    let goal = ratio.and_then(|_| goal(&subject));
    let met = goal.zip(ratio).map(|(goal, ratio)| ratio <= goal);
    let (rival, rival_ns) = rival.unzip();
    Some(Row {
        subject,
        ours_ns,
        rival,
        rival_ns,
        ratio,
        goal,
        met,
    })
}

/// Every folder `new` that holds the results of the latest run.
fn results_below(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for path in entries
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.is_dir())
    {
        if path.ends_with("new") && path.join("benchmark.json").is_file() {
            found.push(path);
        } else {
            found.extend(results_below(&path));
        }
    }
    found
}

pub(crate) fn parse<T: for<'de> Deserialize<'de>>(file: &Path) -> Result<T, SummaryError> {
    let text = fs::read_to_string(file).map_err(|error| SummaryError::Io(file.into(), error))?;
    serde_json::from_str(&text).map_err(|error| SummaryError::Format(file.into(), error))
}

/// The rows as a person reads them.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.subject.len()).max().unwrap_or(0);
    let mut out = format!(
        "{:width$} {:>12} {:>12} {:>6} {:>5}\n",
        "subject", "ours", "rival", "ratio", "goal"
    );
    for row in rows {
        let rival = row.rival_ns.map_or_else(String::new, time);
        let ratio = row
            .ratio
            .map_or_else(String::new, |ratio| format!("{ratio:.2}"));
        let goal = row
            .goal
            .map_or_else(String::new, |goal| format!("{goal:.2}"));
        let met = match row.met {
            Some(true) => "met",
            Some(false) => "MISSED",
            None => "",
        };
        let name = row.rival.as_deref().unwrap_or_default();
        // Cannot fail: a String takes whatever is written to it.
        let _ = writeln!(
            out,
            "{:width$} {:>12} {rival:>12} {ratio:>6} {goal:>5} {met:6} {name}",
            row.subject,
            time(row.ours_ns)
        );
    }
    out
}

fn time(ns: f64) -> String {
    match ns {
        ns if ns < 1e3 => format!("{ns:.0} ns"),
        ns if ns < 1e6 => format!("{:.2} us", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

#[cfg(test)]
mod tests;
