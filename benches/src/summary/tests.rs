#![allow(clippy::unwrap_used, clippy::float_cmp)]

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::{Row, SummaryError, read, table};

/// What criterion leaves of one benchmark, as far as it is read.
fn result(root: &Path, subject: &str, function: &str, median: f64) {
    let folder = root.join(subject.replace('/', "_")).join(function);
    for run in ["base", "new"] {
        let folder = folder.join(run);
        fs::create_dir_all(&folder).unwrap();
        let benchmark =
            format!(r#"{{"group_id":"{subject}","function_id":"{function}","throughput":null}}"#);
        fs::write(folder.join("benchmark.json"), benchmark).unwrap();
        // An earlier run stands beside the latest and must not be read.
        let median = if run == "new" { median } else { 1e9 };
        let estimates = format!(
            r#"{{"mean":{{"point_estimate":7.0}},"median":{{"point_estimate":{median:?}}}}}"#
        );
        fs::write(folder.join("estimates.json"), estimates).unwrap();
    }
}

#[test]
fn a_subject_is_laid_beside_its_rival_and_held_against_its_goal() {
    let folder = TempDir::new().unwrap();
    let root = folder.path();
    result(root, "sm/aes128/wrap/256", "ours", 400.0);
    result(root, "sm/aes128/wrap/256", "openssl-two-pass", 800.0);
    result(root, "sm/aes128/unwrap/256", "ours", 900.0);
    result(root, "sm/aes128/unwrap/256", "openssl-two-pass", 1000.0);
    result(root, "apdu/plain", "ours", 50.0);
    result(root, "nobody/ours", "openssl-two-pass", 1.0);
    fs::create_dir_all(root.join("report")).unwrap();

    let rows = read(root).unwrap();

    let subjects: Vec<&str> = rows.iter().map(|row| row.subject.as_str()).collect();
    assert_eq!(
        subjects,
        ["apdu/plain", "sm/aes128/unwrap/256", "sm/aes128/wrap/256"]
    );
    let figures: Vec<_> = rows
        .iter()
        .map(|row| (row.ours_ns, row.rival_ns, row.ratio, row.goal, row.met))
        .collect();
    assert_eq!(
        figures,
        [
            (50.0, None, None, None, None),
            (900.0, Some(1000.0), Some(0.9), Some(0.80), Some(false)),
            (400.0, Some(800.0), Some(0.5), Some(0.80), Some(true)),
        ]
    );
}

#[test]
fn without_results_the_answer_is_what_to_run() {
    let folder = TempDir::new().unwrap();
    let error = read(folder.path()).unwrap_err();
    assert!(matches!(error, SummaryError::Nothing(_)), "{error}");
    assert!(error.to_string().ends_with("run `cargo xtask bench` first"));
}

#[test]
fn a_file_that_criterion_did_not_write_is_named() {
    let folder = TempDir::new().unwrap();
    result(folder.path(), "apdu/plain", "ours", 50.0);
    let file = folder.path().join("apdu_plain/ours/new/estimates.json");
    fs::write(&file, "{}").unwrap();
    let error = read(folder.path()).unwrap_err();
    assert!(
        matches!(error, SummaryError::Format(ref named, _) if *named == file),
        "{error}"
    );
}

#[test]
fn a_person_reads_units_and_whether_the_goal_was_met() {
    let row = |subject: &str, ours_ns, rival_ns: Option<f64>, goal: Option<f64>| {
        let ratio = rival_ns.map(|rival_ns| ours_ns / rival_ns);
        let met = goal.zip(ratio).map(|(goal, ratio)| ratio <= goal);
        let rival = rival_ns.map(|_| "openssl".to_owned());
        Row {
            subject: subject.into(),
            ours_ns,
            rival,
            rival_ns,
            ratio,
            goal,
            met,
        }
    };
    let rows = [
        row("apdu/plain", 52.4, None, None),
        row("pace/P-192", 3_600_000.0, Some(2_000_000.0), Some(1.2)),
        row("sm/a/wrap/256", 1500.0, Some(2000.0), Some(0.8)),
    ];
    let lines: Vec<String> = table(&rows)
        .lines()
        .map(|line| line.trim_end().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "subject               ours        rival  ratio  goal",
            "apdu/plain           52 ns",
            "pace/P-192         3.60 ms      2.00 ms   1.80  1.20 MISSED openssl",
            "sm/a/wrap/256      1.50 us      2.00 us   0.75  0.80 met    openssl",
        ]
    );
}
