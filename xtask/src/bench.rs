//! Runs the benches, then has their results joined into one summary.

use std::ffi::OsString;
use std::process::ExitCode;

use crate::cargo::{BROKEN, cargo, exit_code};

/// Runs all benches with `words` for criterion, then the summary: target/bench/summary.json and the same as a table.
pub(crate) fn run(words: &[OsString]) -> ExitCode {
    let benches = cargo()
        .args(["bench", "--package", "benches", "--benches", "--"])
        .args(words)
        .status();
    match benches {
        Ok(status) if status.success() => summary(),
        Ok(status) => exit_code(status),
        Err(error) => {
            eprintln!("cannot start cargo: {error}");
            ExitCode::from(BROKEN)
        }
    }
}

fn summary() -> ExitCode {
    match cargo()
        .args([
            "run",
            "--quiet",
            "--profile",
            "bench",
            "--package",
            "benches",
            "--bin",
            "bench-summary",
        ])
        .status()
    {
        Ok(status) => exit_code(status),
        Err(error) => {
            eprintln!("cannot start cargo: {error}");
            ExitCode::from(BROKEN)
        }
    }
}
