//! Every scenario against the built-in card: nothing but PASS and NOT-APPLICABLE.
//!
//! Without an argument all scenarios run. `--list` and `--exact NAME` answer those who run each
//! feature file as a test of its own; any other argument is a selector, as for the program:
//! `cargo test -p features --test reference -- "layer(pace)"`.

#![allow(clippy::print_stdout, reason = "a test that speaks for itself")]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use ambient::Ambient;
use conformance_harness::{
    Assignment, Catalogue, Check, Masking, Options, Outcome, Progress, Selector, Target, run,
};
use conformance_verdict::{StepVerdict, Verdict};
use conformance_world::{Reference, start_date};

const SEED: u64 = 1;

fn main() -> ExitCode {
    let catalogue = match features::catalogue() {
        Ok(catalogue) => catalogue,
        Err(errors) => {
            errors.iter().for_each(|error| eprintln!("{error}"));
            return ExitCode::FAILURE;
        }
    };
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        list(&catalogue, &arguments);
        return ExitCode::SUCCESS;
    }
    match chosen(&catalogue, &arguments) {
        Ok(checks) => run_all(checks),
        Err(reason) => {
            eprintln!("{reason}");
            ExitCode::FAILURE
        }
    }
}

/// One test for each feature file, in the form that test runners read.
fn list(catalogue: &Catalogue, arguments: &[String]) {
    if arguments.iter().any(|argument| argument == "--ignored") {
        return;
    }
    let mut files: Vec<&str> = catalogue.checks().iter().map(|check| check.file).collect();
    files.dedup();
    files.iter().for_each(|file| println!("{file}: test"));
}

fn chosen(catalogue: &Catalogue, arguments: &[String]) -> Result<Vec<Arc<Check>>, String> {
    let words: Vec<&String> = arguments.iter().filter(|a| !a.starts_with("--")).collect();
    let Some(word) = words.first() else {
        return Ok(catalogue.checks().to_vec());
    };
    if word.ends_with(".feature") {
        let checks = catalogue
            .checks()
            .iter()
            .filter(|check| check.file == word.as_str());
        return Ok(checks.cloned().collect());
    }
    let selector: Selector = word
        .parse()
        .map_err(|error: conformance_harness::Error| error.to_string())?;
    Ok(selector.select(catalogue))
}

fn run_all(checks: Vec<Arc<Check>>) -> ExitCode {
    let target: Arc<dyn Target> = Arc::new(Reference::new(SEED));
    let options = Options {
        ambient: Ambient::simulated(SEED, start_date()),
        jobs: 2 * std::thread::available_parallelism().map_or(1, usize::from),
        timeout: Duration::from_secs(60),
        strict: true,
        controls: features::controls(),
        masking: Masking::Secrets,
        fault: None,
        interrupted: Arc::new(AtomicBool::new(false)),
    };
    let assignments = checks
        .into_iter()
        .map(|check| Assignment::new(check, Arc::clone(&target)))
        .collect();
    let outcomes = run(
        &features::step_functions(),
        assignments,
        &options,
        &mut |_: Progress<'_>| {},
    );
    let bad: Vec<&Outcome> = outcomes
        .iter()
        .filter(|outcome| !matches!(outcome.verdict, Verdict::Pass | Verdict::NotApplicable))
        .collect();
    bad.iter().for_each(|outcome| complain(outcome));
    println!(
        "{} checks, {} neither PASS nor NOT-APPLICABLE",
        outcomes.len(),
        bad.len()
    );
    if bad.is_empty() && !outcomes.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn complain(outcome: &Outcome) {
    let check = &outcome.assignment.check;
    println!(
        "{} {} {} ({}:{})",
        outcome.verdict, check.id, check.scenario.name, check.file, check.line
    );
    println!("    {}", outcome.reason);
    let evidence = outcome.evidence(Masking::Secrets);
    for step in &evidence.steps {
        let mark = if step.verdict == StepVerdict::Passed {
            "ok"
        } else {
            "->"
        };
        println!("    {mark} {}", step.text);
    }
    for exchange in evidence.exchanges.iter().rev().take(4).rev() {
        println!("       {} => {}", exchange.meaning, exchange.outcome);
    }
}
