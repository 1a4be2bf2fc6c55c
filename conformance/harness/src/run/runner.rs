//! The Gherkin runner of a worker: one scenario after the other, one step after the other.
//!
//! The runner that comes with `cucumber` asks for all features at once. This one takes the next
//! feature only when every event of the one before has been written, so that a check gets its card
//! when it begins and not earlier.

use std::collections::VecDeque;
use std::panic::AssertUnwindSafe;

use cucumber::event::{self, Cucumber, Info, Scenario, Source, Step, StepError};
use cucumber::step::Collection;
use cucumber::{Event, Runner, cli, parser};
use futures::FutureExt as _;
use futures::stream::{self, LocalBoxStream, Stream, StreamExt as _};

use super::stage::CheckWorld;
use super::worker::Desk;

/// Runs the scenarios of features that hold one each.
pub(super) struct OneByOne<W> {
    pub(super) steps: Collection<W>,
    pub(super) desk: Desk,
}

type EventOf<W> = parser::Result<Event<Cucumber<W>>>;

impl<W: CheckWorld> Runner<W> for OneByOne<W> {
    type Cli = cli::Empty;
    type EventStream = LocalBoxStream<'static, EventOf<W>>;

    fn run<S>(self, features: S, _: cli::Empty) -> Self::EventStream
    where
        S: Stream<Item = parser::Result<gherkin::Feature>> + 'static,
    {
        let run = Run {
            steps: self.steps,
            desk: self.desk,
            features: features.boxed_local(),
            events: VecDeque::from([Cucumber::Started]),
            scenario: None,
            over: false,
        };
        stream::unfold(run, |mut run| async move {
            let event = run.next().await?;
            Some((Ok(Event::new(event)), run))
        })
        .boxed_local()
    }
}

/// The state between two events.
struct Run<W> {
    steps: Collection<W>,
    desk: Desk,
    features: LocalBoxStream<'static, parser::Result<gherkin::Feature>>,
    events: VecDeque<Cucumber<W>>,
    scenario: Option<InProgress<W>>,
    over: bool,
}

/// A scenario between two steps.
struct InProgress<W> {
    feature: Source<gherkin::Feature>,
    scenario: Source<gherkin::Scenario>,
    world: W,
    remaining: VecDeque<gherkin::Step>,
    /// The step whose start was announced.
    announced: Option<Source<gherkin::Step>>,
}

impl<W: CheckWorld> Run<W> {
    async fn next(&mut self) -> Option<Cucumber<W>> {
        loop {
            if let Some(event) = self.events.pop_front() {
                return Some(event);
            }
            match self.scenario.take() {
                Some(scenario) => self.advance(scenario).await,
                None if self.over => return None,
                None => self.take_next_feature().await,
            }
        }
    }

    async fn take_next_feature(&mut self) {
        let Some(Ok(feature)) = self.features.next().await else {
            self.over = true;
            self.events.push_back(Cucumber::Finished);
            return;
        };
        let Some(scenario) = feature.scenarios.first().cloned().map(Source::new) else {
            return;
        };
        let feature = Source::new(feature);
        self.events
            .push_back(Cucumber::feature_started(feature.clone()));
        self.events
            .push_back(wrap(&feature, &scenario, Scenario::Started));
        match self.new_world().await {
            Ok(world) => {
                let remaining = scenario.steps.iter().cloned().collect();
                let announced = None;
                self.scenario = Some(InProgress {
                    feature,
                    scenario,
                    world,
                    remaining,
                    announced,
                });
            }
            Err(reason) => {
                let failed = Scenario::hook_failed(event::HookType::Before, None, info(reason));
                self.events.push_back(wrap(&feature, &scenario, failed));
                self.finish(&feature, &scenario);
            }
        }
    }

    async fn new_world(&self) -> Result<W, String> {
        let mut world = W::new().await.map_err(|error| error.to_string())?;
        if let Some(stage) = self
            .desk
            .borrow()
            .as_ref()
            .map(|in_hand| in_hand.stage().clone())
        {
            world.enter(stage);
        }
        Ok(world)
    }

    /// Announces the next step, or takes the step that was announced.
    async fn advance(&mut self, mut now: InProgress<W>) {
        match now.announced.take() {
            Some(step) => {
                let (event, goes_on) = take(&self.steps, &mut now.world, &step).await;
                self.events.push_back(wrap(
                    &now.feature,
                    &now.scenario,
                    Scenario::Step(step, event),
                ));
                if goes_on {
                    self.scenario = Some(now);
                } else {
                    self.finish(&now.feature, &now.scenario);
                }
            }
            None => match now.remaining.pop_front() {
                Some(step) => {
                    let step = Source::new(step);
                    let started = Scenario::Step(step.clone(), Step::Started);
                    self.events
                        .push_back(wrap(&now.feature, &now.scenario, started));
                    now.announced = Some(step);
                    self.scenario = Some(now);
                }
                None => self.finish(&now.feature, &now.scenario),
            },
        }
    }

    fn finish(&mut self, feature: &Source<gherkin::Feature>, scenario: &Source<gherkin::Scenario>) {
        self.events
            .push_back(wrap(feature, scenario, Scenario::Finished));
        self.events
            .push_back(Cucumber::feature_finished(feature.clone()));
    }
}

/// Takes one step and says whether the scenario goes on.
async fn take<W: 'static>(
    steps: &Collection<W>,
    world: &mut W,
    step: &gherkin::Step,
) -> (Step<W>, bool) {
    match steps.find(step) {
        Ok(None) => (Step::Skipped, false),
        Err(error) => (
            Step::Failed(None, None, None, StepError::AmbiguousMatch(error)),
            false,
        ),
        Ok(Some((function, captures, location, context))) => {
            match AssertUnwindSafe(function(world, context))
                .catch_unwind()
                .await
            {
                Ok(()) => (Step::Passed(captures, location), true),
                Err(panic) => {
                    let error = StepError::Panic(Info::from(panic));
                    (Step::Failed(Some(captures), location, None, error), false)
                }
            }
        }
    }
}

fn wrap<W>(
    feature: &Source<gherkin::Feature>,
    scenario: &Source<gherkin::Scenario>,
    event: Scenario<W>,
) -> Cucumber<W> {
    let rule: Option<Source<gherkin::Rule>> = None;
    Cucumber::scenario(
        feature.clone(),
        rule,
        scenario.clone(),
        event.with_retries(None),
    )
}

fn info(text: String) -> Info {
    std::sync::Arc::new(text)
}
