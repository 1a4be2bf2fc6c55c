//! The writer of a worker: turns the runner's events into steps of the recording.

use conformance_verdict::StepVerdict;
use cucumber::event::{Cucumber, Feature, Rule, Scenario, Step, StepError as RunnerError};
use cucumber::{Event, Writer, cli, event, parser, writer};

use super::judge::Failure;
use super::quiet;
use super::stage::CheckWorld;
use super::worker::Bench;
use crate::step_error::StepError;

/// Writes nothing; fills the recording of the check in hand and has it judged when it ends.
pub(super) struct CheckWriter {
    bench: Bench,
}

impl CheckWriter {
    pub(super) fn new(bench: Bench) -> Self {
        Self { bench }
    }

    fn scenario<W: CheckWorld>(&mut self, event: Scenario<W>) {
        match event {
            Scenario::Step(step, event) | Scenario::Background(step, event) => {
                self.step(&step, event);
            }
            Scenario::Hook(_, event::Hook::Failed(_, info)) => {
                let text = format!("the scenario could not begin: {}", payload(&info));
                self.fail(gherkin::StepType::Given, String::new(), Failure::Bug(text));
            }
            Scenario::Finished => self.bench.end(),
            Scenario::Started | Scenario::Hook(..) | Scenario::Log(_) => {}
        }
    }

    fn step<W>(&mut self, step: &gherkin::Step, event: Step<W>) {
        let text = format!("{} {}", step.keyword.trim(), step.value);
        match event {
            Step::Started => self.recording(|recording| recording.step_begins(text)),
            Step::Passed(..) => {
                self.recording(|recording| recording.step_ends(StepVerdict::Passed, String::new()));
            }
            Step::Skipped => self.fail(step.ty, text, Failure::Undefined),
            Step::Failed(_, _, _, error) => self.fail(step.ty, text, failure(error)),
        }
    }

    fn fail(&mut self, ty: gherkin::StepType, text: String, failure: Failure) {
        let (verdict, message) = match &failure {
            Failure::Undefined => (
                StepVerdict::Undefined,
                "no step function matches this step".to_owned(),
            ),
            Failure::Step(error) => (StepVerdict::Failed, error.to_string()),
            Failure::Bug(text) => (StepVerdict::Failed, text.clone()),
        };
        self.recording(|recording| recording.step_ends(verdict, message));
        if self.bench.ignores(ty, &failure) {
            return;
        }
        if let Some(in_hand) = self.bench.desk.borrow_mut().as_mut() {
            in_hand.failure.get_or_insert((ty, text, failure));
        }
    }

    fn recording(&self, write: impl FnOnce(&crate::recording::Recording)) {
        if let Some(in_hand) = self.bench.desk.borrow().as_ref() {
            write(in_hand.recording());
        }
    }
}

fn failure(error: RunnerError) -> Failure {
    match error {
        RunnerError::NotFound => Failure::Undefined,
        RunnerError::AmbiguousMatch(error) => Failure::Bug(error.to_string()),
        RunnerError::Panic(info) => {
            let text = payload(&info);
            StepError::read(&text).map_or_else(|| Failure::Bug(bug(&text)), Failure::Step)
        }
    }
}

fn bug(text: &str) -> String {
    match quiet::last_place() {
        Some(place) => format!("the step panicked at {place}: {text}"),
        None => format!("the step panicked: {text}"),
    }
}

/// The text of a panic.
fn payload(info: &event::Info) -> String {
    info.downcast_ref::<String>()
        .cloned()
        .or_else(|| info.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "without a text".to_owned())
}

impl<W: CheckWorld> Writer<W> for CheckWriter {
    type Cli = cli::Empty;

    async fn handle_event(&mut self, event: parser::Result<Event<Cucumber<W>>>, _: &Self::Cli) {
        let Ok(event) = event else {
            return;
        };
        match event.into_inner() {
            Cucumber::Feature(_, Feature::Scenario(_, event))
            | Cucumber::Feature(_, Feature::Rule(_, Rule::Scenario(_, event))) => {
                self.scenario(event.event);
            }
            _ => {}
        }
    }
}

// One scenario at a time: events arrive in their order.
impl writer::Normalized for CheckWriter {}
