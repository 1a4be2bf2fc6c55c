//! The soak itself: cards are made, sequences are played by several threads, and a violation is made small.

mod player;
mod workers;

use std::time::Duration;

use ambient::Ambient;
use card_de_npa::Fault;
use pki::TestPki;

use crate::Error;
use crate::dice::Dice;
use crate::material::Material;
use crate::report::{Report, Violation};
use crate::rules::Breach;
use crate::scene::{CURVE, Scene, every_card, today};
use crate::shrink::shrink;

/// What is to be done.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How many sequences, from number 0.
    pub sequences: u64,
    /// Everything follows from it.
    pub seed: u64,
    /// How many threads play.
    pub jobs: usize,
    /// Only the sequence of this number.
    pub only: Option<u64>,
    /// A wrong behaviour that every card is given, to see that it is found.
    pub fault: Option<Fault>,
    /// At most so many cards; each is there before and behind every protocol.
    pub scenes: usize,
    /// How long a sequence may take.
    pub patience: Duration,
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            sequences: 1_000_000,
            seed: 1,
            jobs: 1,
            only: None,
            fault: None,
            scenes: usize::MAX,
            patience: Duration::from_secs(60),
        }
    }
}

/// Cards and vocabulary, ready to be played with.
#[derive(Debug)]
pub struct Soak {
    plan: Plan,
    ambient: Ambient,
    material: Material,
    scenes: Vec<Scene>,
}

impl Soak {
    /// Makes the cards and brings each to every place that sequences start from.
    ///
    /// # Errors
    /// Cards that cannot be made, or that do not get through a healthy conversation.
    pub fn new(plan: Plan) -> Result<Self, Error> {
        if plan.sequences == 0 && plan.only.is_none() {
            return Err(Error::Nothing);
        }
        let today = today()?;
        let pki = TestPki::on_curve(plan.seed, today, CURVE);
        let ambient = Ambient::simulated(plan.seed, today);
        let mut scenes = Vec::new();
        for fresh in spread(every_card()?, plan.scenes) {
            scenes.extend(fresh.scenes(&pki, &ambient)?);
        }
        if let Some(fault) = plan.fault {
            scenes = scenes
                .into_iter()
                .map(|scene| with_fault(scene, fault))
                .collect();
        }
        let material = Material::new(&pki, &ambient);
        Ok(Self {
            plan,
            ambient,
            material,
            scenes,
        })
    }

    /// Plays until the plan is done or a rule is broken. `progress` hears now and then how many sequences are done.
    pub fn run(self, progress: impl FnMut(u64)) -> Report {
        workers::run(self, progress)
    }

    /// The choices of a sequence, and where it starts.
    fn throw(&self, sequence: u64) -> (Dice, Option<&Scene>) {
        let mut dice = Dice::new(self.plan.seed, sequence);
        let scene = self.scenes.get(dice.below(self.scenes.len()));
        (dice, scene)
    }

    /// What broke the rule, as small as it gets, with what went over the wire.
    fn violation(&self, sequence: u64, breach: Breach) -> Violation {
        let play = |actions: &[_]| self.play(sequence, actions, false).breach;
        let mut actions = self.actions(sequence);
        if !matches!(breach, Breach::Hang { .. } | Breach::Memory { .. }) {
            actions = shrink(actions, &breach, play);
        }
        let last = match breach {
            Breach::Hang { .. } | Breach::Memory { .. } => player::Played::default(),
            _ => self.play(sequence, &actions, true),
        };
        let fault = self.plan.fault.map(|fault| format!(" --fault {fault}"));
        Violation {
            breach: last.breach.unwrap_or(breach),
            seed: self.plan.seed,
            sequence,
            scene: self
                .throw(sequence)
                .1
                .map(|scene| scene.name.clone())
                .unwrap_or_default(),
            actions,
            traffic: last.traffic,
            options: fault.unwrap_or_default(),
        }
    }
}

fn with_fault(scene: Scene, fault: Fault) -> Scene {
    Scene {
        card: scene.card.with_fault(fault),
        ..scene
    }
}

/// At most so many, taken from all over.
fn spread<T>(all: Vec<T>, most: usize) -> impl Iterator<Item = T> {
    let step = all.len().div_ceil(most.max(1)).max(1);
    // Five states of the PIN for each person: a step that is no multiple of five meets them all.
    let step = if step > 1 && step.is_multiple_of(5) {
        step + 1
    } else {
        step
    };
    all.into_iter().step_by(step)
}
