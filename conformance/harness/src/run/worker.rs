//! One worker: a Gherkin runner that is fed one check after the other.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::mpsc::Sender;
use std::sync::{Arc, PoisonError};
use std::time::Instant;

use ambient::Ambient;
use conformance_verdict::{Phase, Verdict};
use cucumber::step::Collection;
use cucumber::{Cucumber, cli, parser};
use futures::{executor, stream};

use super::judge::{Facts, Failure, judge};
use super::quiet;
use super::runner::OneByOne;
use super::stage::{CheckWorld, Stage};
use super::writer::CheckWriter;
use super::{Assignment, News, Options, Outcome, Queue, Report, RunsOn};
use crate::catalogue::{Control, Need};
use crate::fault::HarnessFault;
use crate::recording::{RecordedCard, Recording};

/// The check that a worker has in hand.
pub(super) struct InHand {
    position: usize,
    assignment: Assignment,
    stage: Stage,
    recording: Recording,
    since: Instant,
    pub(super) failure: Option<(gherkin::StepType, String, Failure)>,
}

impl InHand {
    /// What the scenario is given.
    pub(super) fn stage(&self) -> &Stage {
        &self.stage
    }

    /// Where steps and exchanges are written down.
    pub(super) fn recording(&self) -> &Recording {
        &self.recording
    }
}

/// Shared by the parser, the runner and the writer of one worker; all run on its thread.
pub(super) type Desk = Rc<RefCell<Option<InHand>>>;

/// Works until the queue is empty.
pub(super) fn work<W: CheckWorld>(
    worker: usize,
    steps: Collection<W>,
    queue: &Queue,
    reports: &Sender<Report>,
    options: &Options,
) {
    quiet::silence_this_thread();
    let bench = Bench {
        worker,
        queue: Arc::clone(queue),
        reports: reports.clone(),
        options: options.clone(),
        desk: Desk::default(),
    };
    let runner = OneByOne {
        steps,
        desk: Rc::clone(&bench.desk),
    };
    let writer = CheckWriter::new(bench.clone());
    let cucumber = Cucumber::<W, _, (), _, _, cli::Empty>::custom(Feed(bench), runner, writer);
    executor::block_on(cucumber.with_default_cli().run(()));
    let _ = reports.send((worker, News::Gone));
}

/// What is needed to begin and to end a check.
#[derive(Clone)]
pub(super) struct Bench {
    worker: usize,
    queue: Queue,
    reports: Sender<Report>,
    options: Options,
    pub(super) desk: Desk,
}

impl Bench {
    /// Takes checks from the queue until one can be run; those whose card is missing or dead are
    /// settled at once.
    fn begin(&self) -> Option<gherkin::Feature> {
        loop {
            let (position, assignment) = self.next_assignment()?;
            let recording = Recording::default();
            self.tell(News::Started {
                position,
                recording: recording.clone(),
            });
            let since = Instant::now();
            let ready = self.prepare(&assignment, &recording);
            let finish = |outcome| self.report(position, outcome);
            match ready {
                Ok(stage) => {
                    let feature = assignment.check.as_feature();
                    recording.enter(Phase::Check);
                    *self.desk.borrow_mut() = Some(InHand {
                        position,
                        assignment,
                        stage,
                        recording,
                        since,
                        failure: None,
                    });
                    return Some(feature);
                }
                Err(reason) => {
                    let mut outcome = Outcome::without_running(
                        &assignment,
                        self.reported(Verdict::Inconclusive),
                        reason,
                    );
                    recording.release();
                    outcome.recording = recording;
                    outcome.duration = since.elapsed();
                    finish(outcome);
                }
            }
        }
    }

    fn next_assignment(&self) -> Option<(usize, Assignment)> {
        let mut work = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        if work.dismissed.contains(&self.worker) {
            return None;
        }
        work.waiting.pop_front()
    }

    /// Connects and runs the control before.
    fn prepare(&self, assignment: &Assignment, recording: &Recording) -> Result<Stage, String> {
        let Assignment {
            check,
            target,
            setup,
            fault,
            draws_as,
        } = assignment;
        recording.enter(Phase::ControlBefore);
        let name = draws_as.unwrap_or(check.id.as_str());
        let mut ambient = self.options.ambient.fork(name);
        let (mut card, mut site) = (None, None);
        match check.runs_on {
            RunsOn::Itself => {}
            RunsOn::Target => {
                let connection = target
                    .connect(setup, &ambient.fork("card"))
                    .map_err(|lost| format!("no connection to the target: {lost}"))?;
                card = Some(RecordedCard::new(connection, recording.clone()));
            }
            RunsOn::Site => {
                ambient = with_own_clock(&ambient);
                let opened = target
                    .open_site(setup, &ambient.fork("site"))
                    .map_err(|lost| format!("no services: {lost}"))?;
                recording.watch(&opened);
                site = Some(opened);
            }
        }
        let stage = Stage {
            check: Arc::clone(check),
            target: Arc::clone(target),
            setup: setup.clone(),
            card,
            site,
            ambient,
            fault: *fault,
        };
        self.control(&stage, Control::Basic)
            .map_err(|why| format!("control before: {why}"))?;
        Ok(stage)
    }

    /// Judges the check in hand, runs the control after a PASS, reports.
    pub(super) fn end(&self) {
        let Some(in_hand) = self.desk.borrow_mut().take() else {
            return;
        };
        let failure = in_hand.failure.as_ref();
        let lost = in_hand.recording.lost();
        let (mut verdict, mut reason) = judge(Facts {
            failure: failure.map(|(step, _, failure)| (*step, failure)),
            lost: lost.as_deref(),
            level: in_hand.assignment.check.level,
            strict: self.options.strict,
        });
        if verdict == Verdict::Pass {
            in_hand.recording.enter(Phase::ControlAfter);
            if let Err(why) = self.control_after(&in_hand.stage) {
                (verdict, reason) = (Verdict::Inconclusive, format!("control after: {why}"));
            }
        }
        self.restore(&in_hand);
        in_hand.recording.release();
        if lost.is_some() && self.options.fault == Some(HarnessFault::LostIsFail) {
            verdict = Verdict::Fail;
        }
        let step = in_hand.failure.map(|(_, text, _)| text);
        let outcome = Outcome {
            assignment: in_hand.assignment,
            verdict: self.reported(verdict),
            reason,
            step,
            duration: in_hand.since.elapsed(),
            recording: in_hand.recording,
        };
        self.report(in_hand.position, outcome);
    }

    /// The control after a PASS. Services are asked for a good login only where the check saw them
    /// refuse: where it did not, it was a good login itself.
    fn control_after(&self, stage: &Stage) -> Result<(), String> {
        if stage.site.is_some() && !stage.check.is_negative() {
            return Ok(());
        }
        self.control(stage, stage.check.control)
    }

    /// The control; nothing to do for a check without card and services.
    fn control(&self, stage: &Stage, control: Control) -> Result<(), String> {
        if self.options.fault == Some(HarnessFault::ControlSkipped) {
            return Ok(());
        }
        match (&stage.card, &stage.site) {
            (Some(card), _) => self.control_card(stage, card, control),
            (None, Some(site)) => {
                let controls = self.options.controls;
                let run = match control {
                    Control::Basic => controls.site_basic,
                    Control::Full => controls.site_full,
                };
                run(site, &stage.secrets(), &stage.ambient.fork("control"))
            }
            (None, None) => Ok(()),
        }
    }

    /// A reset, the control, another reset.
    fn control_card(
        &self,
        stage: &Stage,
        card: &RecordedCard,
        control: Control,
    ) -> Result<(), String> {
        let secrets = stage.secrets();
        let controls = self.options.controls;
        let run = match control {
            Control::Basic => controls.basic,
            Control::Full => controls.full,
        };
        card.reset().map_err(|lost| lost.to_string())?;
        run(card, &secrets, &stage.ambient.fork("control"))?;
        card.reset().map_err(|lost| lost.to_string())
    }

    /// On a card that keeps its state, tries that a check has spent are given back. Best effort: a
    /// card that cannot do it any more will say so in the next check.
    fn restore(&self, in_hand: &InHand) {
        let Assignment { check, target, .. } = &in_hand.assignment;
        let Some(card) = in_hand.stage.card.as_ref() else {
            return;
        };
        // After a destructive check the PIN may be another one, and trying it would cost.
        let spent = check.needs.contains(&Need::Pin) && !check.destructive;
        if target.keeps_state() && spent && card.reset().is_ok() {
            in_hand.recording.enter(Phase::ControlAfter);
            let ambient = in_hand.stage.ambient.fork("restore");
            let _ = (self.options.controls.restore)(card, &in_hand.stage.secrets(), &ambient);
        }
    }

    /// Whether a fault of the harness makes it overlook a failure.
    pub(super) fn ignores(&self, step: gherkin::StepType, failure: &Failure) -> bool {
        match self.options.fault {
            Some(HarnessFault::UndefinedIsPass) => *failure == Failure::Undefined,
            Some(HarnessFault::PreconditionIgnored) => step == gherkin::StepType::Given,
            _ => false,
        }
    }

    fn reported(&self, verdict: Verdict) -> Verdict {
        HarnessFault::reported(self.options.fault, verdict)
    }

    fn report(&self, position: usize, outcome: Outcome) {
        self.tell(News::Finished {
            position,
            outcome: Box::new(outcome),
        });
    }

    fn tell(&self, news: News) {
        // Nobody listens any more only when the whole run is over.
        let _ = self.reports.send((self.worker, news));
    }
}

/// The same randomness with a clock that nobody else has: the clock of a site may be moved.
fn with_own_clock(ambient: &Ambient) -> Ambient {
    Ambient::from_entropy(ambient.stream("site").bytes(), ambient.now())
}

/// The parser of a worker: gives one check after the other, whenever it is asked.
struct Feed(Bench);

impl parser::Parser<()> for Feed {
    type Cli = cli::Empty;
    type Output = stream::Iter<Self>;

    fn parse(self, (): (), _: cli::Empty) -> Self::Output {
        stream::iter(self)
    }
}

impl Iterator for Feed {
    type Item = parser::Result<gherkin::Feature>;

    fn next(&mut self) -> Option<Self::Item> {
        self.0.begin().map(Ok)
    }
}
