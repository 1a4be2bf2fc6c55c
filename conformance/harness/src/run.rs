//! Running checks: in parallel, each on a card of its own, each bracketed by positive controls.
//!
//! A worker is a thread with one Gherkin runner that is fed one check after the other. Before a
//! check it takes a fresh card and makes sure that a card is there at all; after a PASS it makes
//! sure that the card still works. A worker whose check takes too long is left behind with that
//! check, which is then INCONCLUSIVE, and another takes its place.

mod applicability;
mod judge;
mod outcome;
mod quiet;
mod runner;
mod stage;
mod worker;
mod writer;

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use ambient::Ambient;
use conformance_verdict::Verdict;
use cucumber::step::Collection;

pub use outcome::Outcome;
pub use stage::{CheckWorld, ControlFn, Controls, SiteControlFn, Stage};

use crate::catalogue::{Check, RunsOn};
use crate::fault::HarnessFault;
use crate::recording::{Masking, Recording};
use crate::target::{Setup, Target};

/// How checks are run.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where everything random comes from; each check draws from a fork named by its id.
    pub ambient: Ambient,
    /// How many checks run at the same time, at least one.
    pub jobs: usize,
    /// After how long a check counts as hanging.
    pub timeout: Duration,
    /// Whether a missed SHOULD is a FAIL.
    pub strict: bool,
    /// The positive controls.
    pub controls: Controls,
    /// What is shown of APDUs.
    pub masking: Masking,
    /// A wrong behaviour of this very run, for runs inside checks of the suite itself.
    pub fault: Option<HarnessFault>,
    /// Set from outside to stop after the checks that are running.
    pub interrupted: Arc<AtomicBool>,
}

/// One check and what it runs against.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// The check.
    pub check: Arc<Check>,
    /// Its target.
    pub target: Arc<dyn Target>,
    /// The card and state to run it in; of the check's own tags unless a caller knows better.
    pub setup: Setup,
    /// The wrong behaviour of the harness that a check of the suite itself must notice.
    pub fault: Option<HarnessFault>,
    /// The name of the fork from which the check draws; its own id unless twins are looked for.
    pub draws_as: Option<&'static str>,
}

impl Options {
    /// What is shown of APDUs.
    #[must_use]
    pub fn shown(&self) -> Masking {
        HarnessFault::masking(self.fault, self.masking)
    }
}

impl Assignment {
    /// A check against a target, in the setup that its tags ask for.
    #[must_use]
    pub fn new(check: Arc<Check>, target: Arc<dyn Target>) -> Self {
        let setup = Setup::of(&check);
        Self {
            check,
            target,
            setup,
            fault: None,
            draws_as: None,
        }
    }
}

impl Assignment {
    /// The verdict that needs no run, with its reason: what does not apply, and what the user did
    /// not give or permit.
    #[must_use]
    pub fn settled(&self) -> Option<(Verdict, String)> {
        applicability::decide(self)
    }
}

/// Runs checks and returns their outcomes in the order of the assignments.
///
/// `started` and `finished` are told about each check as it happens; with several jobs that is
/// not the order of the assignments. After an interruption the outcomes of checks that were not
/// started are missing.
pub fn run<W: CheckWorld>(
    steps: &Collection<W>,
    assignments: Vec<Assignment>,
    options: &Options,
    listener: &mut dyn FnMut(Progress<'_>),
) -> Vec<Outcome> {
    Coordinator::new(steps, assignments, options).run(listener)
}

/// What a listener is told.
#[derive(Clone, Copy, Debug)]
pub enum Progress<'a> {
    /// A check begins.
    Started(&'a Check),
    /// A check ended.
    Finished(&'a Outcome),
}

/// What is still to be done, and who may take from it.
#[derive(Debug, Default)]
struct Work {
    waiting: VecDeque<(usize, Assignment)>,
    dismissed: BTreeSet<usize>,
}

type Queue = Arc<Mutex<Work>>;

/// What a worker, known by its number, tells the coordinator.
type Report = (usize, News);

enum News {
    Started {
        position: usize,
        recording: Recording,
    },
    Finished {
        position: usize,
        outcome: Box<Outcome>,
    },
    Gone,
}

/// A check that is running.
struct Running {
    position: usize,
    since: Instant,
    recording: Recording,
}

struct Coordinator<'a, W> {
    steps: &'a Collection<W>,
    assignments: Vec<Assignment>,
    options: &'a Options,
    queue: Queue,
    reports: (mpsc::Sender<Report>, mpsc::Receiver<Report>),
    /// By worker number; a worker without an entry is between two checks.
    running: BTreeMap<usize, Running>,
    alive: usize,
    hired: usize,
    outcomes: BTreeMap<usize, Outcome>,
}

impl<'a, W: CheckWorld> Coordinator<'a, W> {
    fn new(steps: &'a Collection<W>, assignments: Vec<Assignment>, options: &'a Options) -> Self {
        Self {
            steps,
            assignments,
            options,
            queue: Queue::default(),
            reports: mpsc::channel(),
            running: BTreeMap::new(),
            alive: 0,
            hired: 0,
            outcomes: BTreeMap::new(),
        }
    }

    fn run(mut self, listener: &mut dyn FnMut(Progress<'_>)) -> Vec<Outcome> {
        self.decide_without_running(listener);
        self.heed_interruption();
        let waiting = self.work().waiting.len();
        for _ in 0..self.options.jobs.max(1).min(waiting) {
            self.hire();
        }
        while self.alive > 0 {
            self.heed_interruption();
            match self.reports.1.recv_timeout(self.patience()) {
                Ok(report) => self.hear(report, listener),
                Err(_) => self.give_up_on_hanging(listener),
            }
        }
        self.outcomes.into_values().collect()
    }

    /// Settles what does not apply and what the user did not permit; queues the rest.
    fn decide_without_running(&mut self, listener: &mut dyn FnMut(Progress<'_>)) {
        for (position, assignment) in self.assignments.clone().into_iter().enumerate() {
            match applicability::decide(&assignment) {
                None => self.work().waiting.push_back((position, assignment)),
                Some((verdict, reason)) => {
                    let outcome = Outcome::without_running(&assignment, verdict, reason);
                    self.settle(position, outcome, listener);
                }
            }
        }
    }

    fn heed_interruption(&self) {
        if self.options.interrupted.load(Ordering::Relaxed) {
            self.work().waiting.clear();
        }
    }

    fn hire(&mut self) {
        let worker = self.hired;
        self.hired += 1;
        self.alive += 1;
        let (queue, sender) = (Arc::clone(&self.queue), self.reports.0.clone());
        let (steps, options) = (self.steps.clone(), self.options.clone());
        thread::spawn(move || worker::work(worker, steps, &queue, &sender, &options));
    }

    fn hear(&mut self, report: Report, listener: &mut dyn FnMut(Progress<'_>)) {
        let (worker, news) = report;
        if self.work().dismissed.contains(&worker) {
            return;
        }
        match news {
            News::Started {
                position,
                recording,
            } => {
                if let Some(assignment) = self.assignments.get(position) {
                    listener(Progress::Started(&assignment.check));
                }
                let since = Instant::now();
                self.running.insert(
                    worker,
                    Running {
                        position,
                        since,
                        recording,
                    },
                );
            }
            News::Finished { position, outcome } => {
                self.running.remove(&worker);
                self.settle(position, *outcome, listener);
            }
            News::Gone => {
                self.alive = self.alive.saturating_sub(1);
                if let Some(running) = self.running.remove(&worker) {
                    let reason = "the runner broke down in the middle of the check".to_owned();
                    self.settle_unfinished(&running, Verdict::Error, reason, listener);
                    self.replace_worker();
                }
            }
        }
    }

    /// Time until the first running check is too late, and never so long that an interruption
    /// goes unnoticed.
    fn patience(&self) -> Duration {
        let tick = Duration::from_millis(100);
        self.running
            .values()
            .map(|running| self.options.timeout.saturating_sub(running.since.elapsed()))
            .min()
            .map_or(tick, |left| left.min(tick))
    }

    fn give_up_on_hanging(&mut self, listener: &mut dyn FnMut(Progress<'_>)) {
        let limit = self.options.timeout;
        let late: Vec<usize> = self
            .running
            .iter()
            .filter(|(_, running)| running.since.elapsed() >= limit)
            .map(|(worker, _)| *worker)
            .collect();
        for worker in late {
            // A worker that hangs cannot be ended; should it ever come back, it finds itself dismissed.
            self.work().dismissed.insert(worker);
            if let Some(running) = self.running.remove(&worker) {
                self.alive = self.alive.saturating_sub(1);
                let reason = format!("no end after {} s: the target hangs", limit.as_secs_f32());
                let verdict = HarnessFault::verdict_on_hanging(self.options.fault);
                self.settle_unfinished(&running, verdict, reason, listener);
                self.replace_worker();
            }
        }
    }

    fn replace_worker(&mut self) {
        if !self.work().waiting.is_empty() {
            self.hire();
        }
    }

    fn settle_unfinished(
        &mut self,
        running: &Running,
        verdict: Verdict,
        reason: String,
        listener: &mut dyn FnMut(Progress<'_>),
    ) {
        if let Some(assignment) = self.assignments.get(running.position) {
            let mut outcome = Outcome::without_running(assignment, verdict, reason);
            running.recording.release();
            outcome.recording = running.recording.clone();
            outcome.duration = running.since.elapsed();
            self.settle(running.position, outcome, listener);
        }
    }

    fn settle(
        &mut self,
        position: usize,
        outcome: Outcome,
        listener: &mut dyn FnMut(Progress<'_>),
    ) {
        listener(Progress::Finished(&outcome));
        self.outcomes.insert(position, outcome);
    }

    fn work(&self) -> MutexGuard<'_, Work> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests;
