//! "A broken reference must fail": the suite against itself.
//!
//! 1. Baseline: the whole selection on the healthy reference, twice, the second time in reverse
//!    order. Anything but PASS and NOT-APPLICABLE is a bug of the suite.
//! 2. Each mutant on the checks that claim it. It is killed when a check fails at the step where
//!    the kill is claimed; anything else, INCONCLUSIVE included, is no kill.
//! 3. Checks that a mutant must not break stay green.
//! 4. A check that kills nothing is toothless; two checks with equal kills that send equal
//!    commands or requests are twins.

mod kills;
mod twins;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Instant;

use conformance_verdict::{CheckId, ExitCode, MutantId, Requirement, Verdict};
use cucumber::step::Collection;
use serde::Serialize;

use crate::catalogue::Check;
use crate::fault::HarnessFault;
use crate::mutant::{Mutant, Mutants, Role};
use crate::run::{Assignment, CheckWorld, Options, Outcome, Progress, run};
use crate::target::Target;

/// The schema name written into every `selftest.json`.
pub const SELFTEST_SCHEMA: &str = "eidolon.selftest/1";

/// What the self-test works on.
pub struct SelfTest<'a, W> {
    /// All step functions.
    pub steps: &'a Collection<W>,
    /// The checks to be tested.
    pub checks: Vec<Arc<Check>>,
    /// The mutants.
    pub mutants: &'a Mutants,
    /// Only these mutants; all that a chosen check claims when empty.
    pub only: BTreeSet<String>,
    /// The healthy reference.
    pub healthy: Arc<dyn Target>,
    /// Makes the reference misbehave; an error says that it cannot.
    pub faulty: &'a Misbehave<'a>,
    /// How checks are run.
    pub options: &'a Options,
}

/// Makes a target that misbehaves as a mutant does, or says that it cannot.
pub type Misbehave<'a> = dyn Fn(&Mutant) -> Result<Arc<dyn Target>, String> + 'a;

/// The outcome of the self-test, as `selftest.json` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SelfTestReport {
    /// Always [`SELFTEST_SCHEMA`].
    pub schema: &'static str,
    /// The seed.
    pub seed: u64,
    /// The number the program exits with.
    pub exit_code: u8,
    /// Wall time in milliseconds.
    pub duration_ms: u64,
    /// Number of checks in the baseline.
    pub checks: usize,
    /// What was wrong with the healthy reference or with the order.
    pub baseline: Vec<Complaint>,
    /// The mutants in the order of their ids.
    pub mutants: Vec<MutantResult>,
    /// Checks that kill no mutant.
    pub toothless: Vec<CheckId>,
    /// Groups of checks with equal kills that send the same.
    pub twins: Vec<Vec<CheckId>>,
}

/// Something about one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Complaint {
    /// The check.
    pub check: CheckId,
    /// What it said.
    pub verdict: Verdict,
    /// Why.
    pub reason: String,
}

/// What became of one mutant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MutantResult {
    /// Its id.
    pub id: MutantId,
    /// What it does wrong.
    pub text: String,
    /// The requirements it breaks.
    pub violates: Vec<Requirement>,
    /// The checks that must kill it.
    pub expected: Vec<String>,
    /// The checks that did.
    pub killed_by: Vec<CheckId>,
    /// The step at which the first of them failed.
    pub step: Option<String>,
    /// What became of it.
    pub verdict: MutantVerdict,
    /// Checks that claim it and did not kill it, with what they said instead.
    pub missed: Vec<Complaint>,
    /// Checks that should have stayed green and did not.
    pub collateral: Vec<Complaint>,
    /// Milliseconds that its checks took together.
    pub duration_ms: u64,
}

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum MutantVerdict {
    /// Every check that claims it killed it at the claimed step, and nothing else broke.
    Killed,
    /// At least one check that claims it did not.
    Survived,
    /// It broke checks that must not notice it.
    Collateral,
    /// The reference does not know its fault.
    Unknown,
}

impl<W> std::fmt::Debug for SelfTest<'_, W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SelfTest")
            .field("checks", &self.checks.len())
            .finish_non_exhaustive()
    }
}

impl SelfTestReport {
    /// Whether everything was as claimed.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.exit() == ExitCode::Success
    }

    /// The exit code: a broken baseline is a failure of the suite, the rest is code 123.
    #[must_use]
    pub fn exit(&self) -> ExitCode {
        let broken_mutant = self
            .mutants
            .iter()
            .any(|mutant| mutant.verdict != MutantVerdict::Killed);
        let codes = [
            (!self.baseline.is_empty(), ExitCode::UnexpectedFail),
            (self.mutants.is_empty(), ExitCode::NothingExecuted),
            (
                broken_mutant || !self.toothless.is_empty() || !self.twins.is_empty(),
                ExitCode::SelfTest,
            ),
        ];
        ExitCode::most_important(
            codes
                .into_iter()
                .filter_map(|(applies, code)| applies.then_some(code)),
        )
    }

    /// How many mutants were killed.
    #[must_use]
    pub fn killed(&self) -> usize {
        self.mutants
            .iter()
            .filter(|mutant| mutant.verdict == MutantVerdict::Killed)
            .count()
    }
}

impl<W: CheckWorld> SelfTest<'_, W> {
    /// Runs the self-test; `listener` hears of every check that ends.
    pub fn run(&self, seed: u64, listener: &mut dyn FnMut(&Outcome)) -> SelfTestReport {
        let since = Instant::now();
        let mut heard = |progress: Progress<'_>| {
            if let Progress::Finished(outcome) = progress {
                listener(outcome);
            }
        };
        let (healthy, baseline) = self.baseline(&mut heard);
        let mutants = self.run_mutants(&mut heard);
        let kill_sets = kill_sets(&mutants);
        let live = || {
            healthy
                .iter()
                .filter(|outcome| outcome.verdict == Verdict::Pass)
        };
        let toothless = live()
            .map(|outcome| &outcome.assignment.check.id)
            .filter(|id| self.only.is_empty() && !kill_sets.contains_key(*id))
            .cloned()
            .collect();
        let twins = twins::twins(self, &live().cloned().collect::<Vec<_>>(), &kill_sets);
        let mut report = SelfTestReport {
            schema: SELFTEST_SCHEMA,
            seed,
            exit_code: 0,
            duration_ms: 0,
            checks: self.checks.len(),
            baseline,
            mutants,
            toothless,
            twins,
        };
        report.exit_code = report.exit().value();
        report.duration_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        report
    }

    /// How often a check will be run, as far as this is known beforehand.
    #[must_use]
    pub fn expected_runs(&self) -> usize {
        let chosen = self.mutants.iter().filter(|mutant| self.chooses(mutant));
        let concerned = |mutant: &Mutant| {
            let checks = self.checks.iter();
            checks
                .filter(|c| kills::claims(c, mutant) || kills::is_protected(c, mutant))
                .count()
        };
        2 * self.checks.len() + chosen.map(concerned).sum::<usize>()
    }

    /// Two runs on the healthy reference, the second in reverse order.
    fn baseline(&self, listener: &mut dyn FnMut(Progress<'_>)) -> (Vec<Outcome>, Vec<Complaint>) {
        let assign =
            |check: &Arc<Check>| Assignment::new(Arc::clone(check), Arc::clone(&self.healthy));
        let forward: Vec<Assignment> = self.checks.iter().map(assign).collect();
        let backward: Vec<Assignment> = self.checks.iter().rev().map(assign).collect();
        let first = run(self.steps, forward, self.options, listener);
        let mut second = run(
            self.steps,
            backward,
            self.options,
            &mut forgetting(listener),
        );
        second.reverse();
        let mut complaints: Vec<Complaint> = first
            .iter()
            .filter(|outcome| !matches!(outcome.verdict, Verdict::Pass | Verdict::NotApplicable))
            .map(Complaint::of)
            .collect();
        complaints.extend(
            first
                .iter()
                .zip(&second)
                .filter(|(a, b)| a.verdict != b.verdict)
                .map(|(first, second)| Complaint {
                    check: second.assignment.check.id.clone(),
                    verdict: second.verdict,
                    reason: format!(
                        "was {} in the other order: {}",
                        first.verdict, second.reason
                    ),
                }),
        );
        (first, complaints)
    }

    /// All checks of all mutants in one run, so that they share the workers.
    fn run_mutants(&self, listener: &mut dyn FnMut(Progress<'_>)) -> Vec<MutantResult> {
        let mut plans = Vec::new();
        let mut assignments = Vec::new();
        for mutant in self.mutants.iter().filter(|mutant| self.chooses(mutant)) {
            let first = assignments.len();
            match self.assign(mutant) {
                Ok(assigned) => assignments.extend(assigned),
                Err(reason) => {
                    plans.push((mutant, Err(reason)));
                    continue;
                }
            }
            plans.push((mutant, Ok(first..assignments.len())));
        }
        let outcomes = run(
            self.steps,
            assignments,
            self.options,
            &mut forgetting(listener),
        );
        plans
            .into_iter()
            .map(|(mutant, range)| match range {
                Ok(range) => kills::judge(mutant, outcomes.get(range).unwrap_or_default()),
                Err(reason) => kills::unknown(mutant, &reason),
            })
            .collect()
    }

    fn chooses(&self, mutant: &Mutant) -> bool {
        let wanted = self.only.is_empty() || self.only.contains(mutant.id.as_str());
        wanted && self.checks.iter().any(|check| kills::claims(check, mutant))
    }

    /// The checks that claim a mutant and those it must not break, on a target that misbehaves.
    fn assign(&self, mutant: &Mutant) -> Result<Vec<Assignment>, String> {
        let (target, fault) = match mutant.role {
            Role::Harness => {
                let fault = HarnessFault::parse(&mutant.fault)
                    .ok_or_else(|| format!("the harness has no fault {:?}", mutant.fault))?;
                (Arc::clone(&self.healthy), Some(fault))
            }
            _ => ((self.faulty)(mutant)?, None),
        };
        let concerned = |check: &&Arc<Check>| {
            kills::claims(check, mutant) || kills::is_protected(check, mutant)
        };
        Ok(self
            .checks
            .iter()
            .filter(concerned)
            .map(|check| {
                let assignment = Assignment::new(Arc::clone(check), Arc::clone(&target));
                Assignment {
                    fault,
                    ..assignment
                }
            })
            .collect())
    }
}

/// Tells on, and drops what was recorded: thousands of runs are judged by their verdicts alone.
fn forgetting<'a>(listener: &'a mut dyn FnMut(Progress<'_>)) -> impl FnMut(Progress<'_>) + use<'a> {
    move |progress| {
        listener(progress);
        if let Progress::Finished(outcome) = progress {
            outcome.recording.forget();
        }
    }
}

/// The mutants that each check killed.
fn kill_sets(mutants: &[MutantResult]) -> BTreeMap<CheckId, BTreeSet<MutantId>> {
    let mut sets: BTreeMap<CheckId, BTreeSet<MutantId>> = BTreeMap::new();
    for mutant in mutants {
        for check in &mutant.killed_by {
            sets.entry(check.clone())
                .or_default()
                .insert(mutant.id.clone());
        }
    }
    sets
}

impl Complaint {
    fn of(outcome: &Outcome) -> Self {
        let at = outcome
            .step
            .as_ref()
            .map(|step| format!(" at {step:?}"))
            .unwrap_or_default();
        Self {
            check: outcome.assignment.check.id.clone(),
            verdict: outcome.verdict,
            reason: format!("{}{at}", outcome.reason),
        }
    }
}
