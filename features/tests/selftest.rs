//! The suite against itself: every mutant is killed where its checks say, and every check kills.
//!
//! An argument is a selector: `cargo test -p features --test selftest -- "layer(pace)"`.

#![allow(clippy::print_stdout, reason = "a test that speaks for itself")]

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use ambient::Ambient;
use conformance_harness::{
    Error, Masking, Mutant, MutantVerdict, Mutants, OfficialPlan, Options, Selector, SelfTest,
    SelfTestReport, Target, lint,
};
use conformance_world::{Reference, start_date};

const SEED: u64 = 1;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "--list") {
        if !arguments.iter().any(|argument| argument == "--ignored") {
            println!("selftest: test");
        }
        return ExitCode::SUCCESS;
    }
    let word = arguments
        .iter()
        .find(|argument| !argument.starts_with("--") && *argument != "selftest");
    match run(word.map_or("full", String::as_str)) {
        Ok(report) => {
            show(&report);
            if report.is_clean() {
                ExitCode::SUCCESS
            } else {
                ExitCode::FAILURE
            }
        }
        Err(errors) => {
            errors.iter().for_each(|error| eprintln!("{error}"));
            ExitCode::FAILURE
        }
    }
}

fn run(selector: &str) -> Result<SelfTestReport, Vec<Error>> {
    let one = |error: Error| vec![error];
    let catalogue = features::catalogue()?;
    let mutants = Mutants::built_in().map_err(one)?;
    let plan = OfficialPlan::tr_03105_3_3().map_err(one)?;
    let narrowed = selector != "full";
    let selector: Selector = selector.parse().map_err(one)?;
    let findings = lint(
        &catalogue,
        &plan,
        &mutants,
        &conformance_harness::retired_ids(),
    );
    // A narrowed run is for whoever works on one area, while others work on theirs.
    if narrowed {
        findings.iter().for_each(|finding| eprintln!("{finding}"));
    } else if !findings.is_empty() {
        return Err(findings);
    }
    let reference = Reference::new(SEED);
    let faulty = |mutant: &Mutant| -> Result<Arc<dyn Target>, String> {
        let target = reference.with_fault(mutant.id.as_str(), mutant.role, &mutant.fault);
        target
            .map(|target| Arc::new(target) as Arc<dyn Target>)
            .map_err(|error| error.to_string())
    };
    let options = options();
    let selftest = SelfTest {
        steps: &features::step_functions(),
        checks: selector.select(&catalogue),
        mutants: &mutants,
        only: std::collections::BTreeSet::new(),
        healthy: Arc::new(reference.share()),
        faulty: &faulty,
        options: &options,
    };
    Ok(selftest.run(SEED, &mut |_| {}))
}

fn options() -> Options {
    Options {
        ambient: Ambient::simulated(SEED, start_date()),
        jobs: 2 * std::thread::available_parallelism().map_or(1, usize::from),
        timeout: Duration::from_secs(60),
        strict: false,
        controls: features::controls(),
        masking: Masking::Secrets,
        fault: None,
        interrupted: Arc::new(AtomicBool::new(false)),
    }
}

fn show(report: &SelfTestReport) {
    for complaint in &report.baseline {
        println!(
            "BASELINE  {} {} {}",
            complaint.check, complaint.verdict, complaint.reason
        );
    }
    for mutant in report
        .mutants
        .iter()
        .filter(|mutant| mutant.verdict != MutantVerdict::Killed)
    {
        println!("{:?}  {}  {}", mutant.verdict, mutant.id, mutant.text);
        for complaint in mutant.missed.iter().chain(&mutant.collateral) {
            println!(
                "    {} {} {}",
                complaint.check, complaint.verdict, complaint.reason
            );
        }
    }
    report
        .toothless
        .iter()
        .for_each(|check| println!("TOOTHLESS  {check}"));
    for twins in &report.twins {
        let names: Vec<String> = twins.iter().map(ToString::to_string).collect();
        println!("TWINS  {}", names.join(" "));
    }
    println!(
        "{} checks, {} of {} mutants killed, {} ms, exit {}",
        report.checks,
        report.killed(),
        report.mutants.len(),
        report.duration_ms,
        report.exit_code
    );
}
