//! `conformance run`: checks against a target, with a report.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use conformance_harness::{Assignment, HarnessFault, Options, Outcome, Progress};
use conformance_report::{Format, Journal, Report, on_every_core};
use conformance_verdict::{CheckResult, ExitCode, Policy, Problem, Results, WaiverUse};

use super::arguments::{FailOn, RunArgs, ShowArgs};
use super::failure::Failure;
use super::hand;
use super::interrupt;
use super::screen::Screen;
use super::service;
use super::suite::{RELEASE, Suite};
use super::target::{Chosen, choose};

/// Runs the checks.
pub(super) fn run(arguments: &RunArgs) -> Result<ExitCode, Failure> {
    let suite = Suite::load()?;
    let plan = service::plan(&arguments.target)?;
    let otherwise = plan.as_deref().map_or("quick", service::selection);
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
    if arguments.serve {
        hand::needs_plan(plan.as_deref())?;
    }
    let chosen = choose(&arguments.target, &suite)?;
    chosen.try_pin_once(arguments.target.seed)?;
    let options = options(&chosen, arguments);
    let assignments = checks.iter().map(|check| Assignment {
        fault: chosen.harness_fault,
        ..Assignment::new(Arc::clone(check), Arc::clone(&chosen.target))
    });
    let run = Run {
        arguments,
        chosen: &chosen,
        options: &options,
    };
    let code = run.execute(assignments.collect())?;
    if arguments.serve {
        let seed = arguments.target.seed;
        hand::serve(&chosen, &checks, seed, &options.interrupted)?;
    }
    Ok(code)
}

/// Checks for each core: one that waits for the other side of its connection leaves its core to another.
const CHECKS_PER_CORE: usize = 2;

/// How many checks run at the same time.
pub(super) fn jobs(show: &ShowArgs, parallel: bool) -> usize {
    if !parallel {
        return 1;
    }
    let wanted = show.jobs.map(usize::from);
    let cores = || std::thread::available_parallelism().map_or(1, usize::from);
    wanted.unwrap_or_else(|| cores() * CHECKS_PER_CORE)
}

fn options(chosen: &Chosen, arguments: &RunArgs) -> Options {
    Options {
        ambient: chosen.ambient(arguments.target.seed),
        jobs: jobs(&arguments.show, chosen.parallel),
        timeout: arguments.show.timeout,
        strict: arguments.strict,
        controls: features::controls(),
        masking: chosen.masking,
        fault: None,
        interrupted: interrupt::flag(),
    }
}

struct Run<'a> {
    arguments: &'a RunArgs,
    chosen: &'a Chosen,
    options: &'a Options,
}

impl Run<'_> {
    fn execute(&self, assignments: Vec<Assignment>) -> Result<ExitCode, Failure> {
        let since = Instant::now();
        let selected = assignments.len();
        let screen = Screen::new(&self.arguments.show);
        let facts = self.chosen.target.facts();
        let seed = self.arguments.target.seed;
        screen.tell(
            &screen
                .terminal
                .opening(RELEASE, &facts, seed, self.options.jobs),
        );
        screen.expect(selected);
        let mut journal = Journal::begin(&self.arguments.show.report)?;
        let mut lost = None;
        let steps = features::step_functions();
        let outcomes =
            conformance_harness::run(&steps, assignments, self.options, &mut |progress| {
                match progress {
                    Progress::Started(check) => screen.began(check.id.as_str()),
                    Progress::Finished(outcome) => {
                        let result = self.result(outcome);
                        screen.ended(&result);
                        if let Err(error) = journal.add(&result) {
                            lost.get_or_insert(error);
                        }
                    }
                }
            });
        screen.close();
        if let Some(error) = lost {
            return Err(error.into());
        }
        let checks = outcomes
            .iter()
            .map(|outcome| self.result(outcome))
            .collect();
        let mut results = Results::new(RELEASE, seed, facts, checks);
        if let Some(plan) = &self.chosen.plan {
            let waivers = service::waivers(plan, &results, self.chosen.today);
            results.waive(waivers);
        }
        results.duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        let code = self.exit_code(&results);
        results.exit_code = code.value();
        if code == ExitCode::Interrupted {
            results.interrupt();
        }
        self.write(&results, &outcomes)?;
        self.close(&screen, &results);
        if let (Some(plan), Some(before)) = (&self.chosen.plan, &self.chosen.metadata)
            && let Some(changes) = service::changes(plan, before)
        {
            screen.say(&format!("changed {changes}"));
        }
        Ok(code)
    }

    /// The row of a check, with the place where its trace will lie.
    fn result(&self, outcome: &Outcome) -> CheckResult {
        let mut result = outcome.result(&|id| self.reproduce(id));
        if outcome.verdict.was_executed() {
            let kind = if outcome.recording.has_messages() {
                "http"
            } else {
                "apdu"
            };
            result.trace = Some(format!("trace/{}.{kind}", result.id));
        }
        result
    }

    fn reproduce(&self, id: &str) -> String {
        let target = &self.arguments.target;
        let mut line = format!("cargo xtask conformance run {id} --seed {}", target.seed);
        if target.target != "reference" {
            line += &format!(" --target {}", quoted(&target.target));
        }
        if let Some(plan) = &target.plan {
            line += &format!(" --plan {}", word(&plan.to_string_lossy()));
        }
        if let Some(fault) = &target.fault {
            line += &format!(" --fault {}", word(fault));
        }
        // Secrets are not repeated on a line that ends up in reports.
        for (given, word) in [
            (&target.pin, "--pin …"),
            (&target.can, "--can …"),
            (&target.puk, "--puk …"),
        ] {
            if given.is_some() {
                line += &format!(" {word}");
            }
        }
        if target.destructive {
            line += " --destructive";
        }
        if self.arguments.strict {
            line += " --strict";
        }
        line
    }

    fn exit_code(&self, results: &Results) -> ExitCode {
        let interrupted = self.options.interrupted.load(Ordering::Relaxed);
        let drifted = results.waivers.iter().any(WaiverUse::has_drifted);
        let policy = Policy {
            fail_on_warning: self.arguments.fail_on == FailOn::Warning,
            certifying: false,
            problem: interrupted
                .then_some(Problem::Interrupted)
                .or_else(|| drifted.then_some(Problem::Drift)),
        };
        HarnessFault::exit_code(self.options.fault, &results.unwaived(), policy)
    }

    fn write(&self, results: &Results, outcomes: &[Outcome]) -> Result<(), Failure> {
        let mut report = Report::new(results);
        if let Some(plan) = &self.arguments.target.plan {
            report = report.with_plan(plan);
        }
        let executed: Vec<&Outcome> = outcomes
            .iter()
            .filter(|outcome| outcome.verdict.was_executed())
            .collect();
        let in_words = on_every_core(&executed, |outcome| outcome.evidence(self.options.shown()));
        for (outcome, evidence) in executed.into_iter().zip(in_words) {
            report = report.with_evidence(outcome.assignment.check.id.clone(), evidence);
        }
        let chosen = &self.arguments.format;
        let formats: &[Format] = if chosen.is_empty() {
            &Format::ALL
        } else {
            chosen
        };
        report.write(&self.arguments.show.report, formats)?;
        Ok(())
    }

    fn close(&self, screen: &Screen, results: &Results) {
        if self.arguments.show.quiet {
            let closing = screen.terminal.closing(results);
            return screen.say(closing.lines().last().unwrap_or_default());
        }
        screen.say(&screen.terminal.closing(results));
        for waiver in &results.waivers {
            screen.say(&waiver.line());
        }
        let noticed = results
            .checks
            .iter()
            .filter(|check| check.verdict.needs_attention() && results.waiver(check).is_none());
        if let Some(worst) = noticed.max_by_key(|check| check.verdict) {
            screen.say(&format!(
                "next    cargo xtask conformance explain {}",
                worst.id
            ));
        }
        screen.say(&format!("report  {}", self.arguments.show.report.display()));
    }
}

/// A word of a command line that a shell reads back as it was.
fn word(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./:=@,+".contains(&byte);
    if !text.is_empty() && text.bytes().all(plain) {
        return text.to_owned();
    }
    quoted(text)
}

fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn a_shell_reads_the_words_back() {
        assert_eq!(word("plans/sp.toml"), "plans/sp.toml");
        assert_eq!(word("my plans/it's.toml"), r"'my plans/it'\''s.toml'");
        assert_eq!(word(""), "''");
    }
}
