//! `conformance selftest`: a broken reference must fail.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ambient::Ambient;
use conformance_harness::{
    Masking, Mutant, MutantResult, MutantVerdict, Options, SelfTest, SelfTestReport, Target,
};
use conformance_report::ReportError;
use conformance_verdict::ExitCode;
use conformance_world::{Reference, start_date};

use super::arguments::SelftestArgs;
use super::failure::Failure;
use super::interrupt;
use super::run::jobs;
use super::screen::Screen;
use super::suite::Suite;

/// Runs the self-test and writes `selftest.json`.
pub(super) fn run(arguments: &SelftestArgs) -> Result<ExitCode, Failure> {
    let suite = Suite::load()?;
    let (selector, checks) = suite.select(&arguments.selector, "full")?;
    if checks.is_empty() {
        eprintln!(
            "no check matches {selector}{}",
            selector.hint(&suite.catalogue)
        );
        return Ok(ExitCode::NothingExecuted);
    }
    let findings = suite.findings();
    if !findings.is_empty() {
        return Err(Failure::Suite(findings));
    }
    let only = arguments
        .mutant
        .iter()
        .map(|id| suite.mutant(id).map(|m| m.id.to_string()));
    let only: BTreeSet<String> = only.collect::<Result<_, _>>()?;
    let reference = Reference::new(arguments.seed);
    let faulty = |mutant: &Mutant| -> Result<Arc<dyn Target>, String> {
        match reference.with_fault(mutant.id.as_str(), mutant.role, &mutant.fault) {
            Ok(target) => Ok(Arc::new(target)),
            Err(error) => Err(error.to_string()),
        }
    };
    let screen = Screen::new(&arguments.show);
    let options = options(arguments);
    let selftest = SelfTest {
        steps: &features::step_functions(),
        checks,
        mutants: &suite.mutants,
        only,
        healthy: Arc::new(reference.share()),
        faulty: &faulty,
        options: &options,
    };
    screen.expect(selftest.expected_runs());
    let report = selftest.run(arguments.seed, &mut |outcome| {
        screen.began(outcome.assignment.check.id.as_str());
        screen.advance();
    });
    screen.close();
    if options.interrupted.load(Ordering::Relaxed) {
        screen.say("interrupted: nothing can be said about the mutants");
        return Ok(ExitCode::Interrupted);
    }
    show(&screen, &report);
    write(arguments, &report)?;
    screen.tell(&format!(
        "report  {}/selftest.json",
        arguments.show.report.display()
    ));
    Ok(report.exit())
}

fn options(arguments: &SelftestArgs) -> Options {
    Options {
        ambient: Ambient::simulated(arguments.seed, start_date()),
        jobs: jobs(&arguments.show, true),
        timeout: arguments.show.timeout,
        strict: false,
        controls: features::controls(),
        masking: Masking::Secrets,
        fault: None,
        interrupted: interrupt::flag(),
    }
}

fn write(arguments: &SelftestArgs, report: &SelfTestReport) -> Result<(), Failure> {
    let folder = &arguments.show.report;
    let path = folder.join("selftest.json");
    let text = serde_json::to_string_pretty(report)? + "\n";
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&path, text))
        .map_err(|source| ReportError::File { path, source })?;
    Ok(())
}

fn show(screen: &Screen, report: &SelfTestReport) {
    for mutant in &report.mutants {
        show_mutant(screen, mutant);
    }
    for complaint in &report.baseline {
        let line = format!(
            "BASELINE   {} {}: {}",
            complaint.check, complaint.verdict, complaint.reason
        );
        screen.say(&line);
    }
    for check in &report.toothless {
        screen.say(&format!("TOOTHLESS  {check} kills no mutant"));
    }
    for twins in &report.twins {
        let names: Vec<&str> = twins.iter().map(|check| check.as_str()).collect();
        screen.say(&format!(
            "TWINS      {}: equal kills, and they send the same",
            names.join(" and ")
        ));
    }
    let tenths = report.duration_ms / 100;
    screen.say(&format!(
        "{} mutants, {} killed - {} checks, {} toothless, {} groups of twins  {}.{} s  exit {}",
        report.mutants.len(),
        report.killed(),
        report.checks,
        report.toothless.len(),
        report.twins.len(),
        tenths / 10,
        tenths % 10,
        report.exit_code
    ));
}

fn show_mutant(screen: &Screen, mutant: &MutantResult) {
    let killers: Vec<&str> = mutant
        .killed_by
        .iter()
        .map(|check| check.as_str())
        .collect();
    match (mutant.verdict, &mutant.step) {
        (MutantVerdict::Killed, Some(step)) => {
            screen.whisper(&format!(
                "killed     {}  by {}  at {step:?}",
                mutant.id,
                killers.join(" ")
            ));
        }
        (verdict, _) => {
            let word = match verdict {
                MutantVerdict::Killed => "killed",
                MutantVerdict::Survived => "SURVIVED",
                MutantVerdict::Collateral => "COLLATERAL",
                MutantVerdict::Unknown => "UNKNOWN",
            };
            screen.say(&format!("{word:<10} {}  {}", mutant.id, mutant.text));
        }
    }
    for complaint in mutant.missed.iter().chain(&mutant.collateral) {
        screen.say(&format!(
            "           {} {}: {}",
            complaint.check, complaint.verdict, complaint.reason
        ));
    }
}
