//! A card and a terminal on one desk: does what an action says, and holds everything against the rules.

mod authentication;
mod pace;

use std::fmt::Debug;

use ambient::{Ambient, Stream};
use card::{Exchange, ObservedCard, Observer};
use card_de_npa::{DeNpa, PaceSuite};
use iso7816::{Card, CommandApdu, ResponseApdu, ResponseView, StatusWord};
use secure_messaging::{Alteration, TerminalSession};

use crate::action::Action;
use crate::report::{Coverage, Traffic};
use crate::rules::{Breach, Counters, Heard, judge_answer, judge_session, reaches_session};
use crate::scene::Scene;

pub(crate) use authentication::{Trip, authenticate_chip, authenticate_terminal};

/// The card, the terminal's end of its session, and what went over the wire.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) card: DeNpa,
    pub(crate) session: Option<TerminalSession>,
    pub(crate) coverage: Coverage,
    /// What went over the wire, where somebody wants to know.
    pub(crate) traffic: Option<Vec<Traffic>>,
    suite: PaceSuite,
    random: Stream,
    last: Vec<u8>,
    response: Vec<u8>,
    ear: Ear,
}

/// Notes what the card understood.
#[derive(Debug, Default)]
struct Ear(Vec<Heard>);

impl Observer for Ear {
    fn exchanged(&mut self, exchange: &Exchange<'_>) {
        self.0.push(Heard {
            instruction: exchange.command.map(|command| command.instruction),
            status: exchange.response.status,
        });
    }
}

impl Desk {
    /// A card with random numbers of its own, and its session if it is in one.
    pub(crate) fn new(scene: Scene, ambient: &Ambient) -> Self {
        Self {
            card: scene.card.drawing_from(ambient),
            session: scene.session,
            suite: scene.suite,
            coverage: Coverage::default(),
            traffic: None,
            random: ambient.stream("soak terminal"),
            last: Vec::new(),
            response: Vec::new(),
            ear: Ear::default(),
        }
    }

    /// Does what the action says.
    pub(crate) fn act(&mut self, action: &Action) -> Result<(), Breach> {
        match action {
            Action::Bytes(bytes) => self.transmit(bytes).map(drop),
            Action::Command(command) => self.converse(command).map(drop),
            Action::Altered(command, alteration) => self.alter(command, *alteration),
            Action::Damaged(command, damage) => {
                let wire = damage.inflict(self.protect(command));
                self.transmit_protected(&wire).map(drop)
            }
            Action::Replay => {
                let wire = self.last.clone();
                self.transmit_protected(&wire).map(drop)
            }
            Action::Reset => {
                self.reset();
                Ok(())
            }
            Action::PowerLoss(command) => self.lose_power(command),
            Action::Pace(run) => self.run_pace(*run),
        }
    }

    /// Takes the power away and gives it back.
    pub(crate) fn reset(&mut self) {
        self.note("reset", &[]);
        self.card.reset();
        self.session = None;
    }

    /// A command and its answer, both under secure messaging while there is a session.
    pub(crate) fn converse(&mut self, command: &CommandApdu) -> Result<ResponseApdu, Breach> {
        let wire = self.protect(command);
        self.transmit_protected(&wire)
    }

    /// The bytes of a command. What cannot be encoded is left out: the card gets the header alone.
    fn protect(&mut self, command: &CommandApdu) -> Vec<u8> {
        let wrapped = match &mut self.session {
            Some(session) => session.wrap_command(&command.as_view()).ok(),
            None => None,
        };
        wrapped
            .or_else(|| command.encode().ok())
            .unwrap_or_else(|| command.as_view().header().to_vec())
    }

    /// Sends bytes and opens the answer with the session, which is lost when that does not work.
    fn transmit_protected(&mut self, wire: &[u8]) -> Result<ResponseApdu, Breach> {
        let status = self.transmit(wire)?;
        let opened = match self.session.take() {
            Some(session) if self.card.has_session() => {
                session.unwrap_response(&self.response).ok()
            }
            _ => None,
        };
        Ok(match opened {
            Some((session, response)) => {
                self.session = Some(session);
                response
            }
            None => ResponseView::decode(&self.response).map_or_else(
                |_| ResponseApdu {
                    data: Vec::new(),
                    status,
                },
                |view| view.to_owned(),
            ),
        })
    }

    /// Sends bytes; the answer is in `response`, and every rule about a single command has held.
    fn transmit(&mut self, wire: &[u8]) -> Result<StatusWord, Breach> {
        let before = Counters::of(&self.card);
        self.ear.0.clear();
        self.card
            .transmit_observed(wire, &mut self.response, &mut self.ear);
        self.last.clear();
        self.last.extend_from_slice(wire);
        if let Some(traffic) = &mut self.traffic {
            traffic.push(Traffic::new(wire, &self.response));
        }
        for heard in &self.ear.0 {
            self.coverage.note(heard.instruction, heard.status);
        }
        let status = judge_answer(wire, &self.response)?;
        before.judge(Counters::of(&self.card), &self.ear.0)?;
        judge_session(wire, &self.response, &self.ear.0, self.card.has_session())?;
        Ok(status)
    }

    fn alter(&mut self, command: &CommandApdu, alteration: Alteration) -> Result<(), Breach> {
        let altered = self
            .session
            .as_mut()
            .filter(|_| self.card.has_session())
            .and_then(|session| {
                session
                    .wrap_command_with(&command.as_view(), alteration)
                    .ok()
            });
        let Some(wire) = altered else {
            return self.converse(command).map(drop);
        };
        self.transmit_protected(&wire)?;
        let found =
            ResponseView::decode(&self.response).map_or(StatusWord::UNKNOWN, |view| view.status);
        match alteration.refusal().filter(|_| reaches_session(&wire)) {
            Some(expected) if found != expected || self.card.has_session() => {
                Err(Breach::Alteration { expected, found })
            }
            _ => Ok(()),
        }
    }

    fn lose_power(&mut self, command: &CommandApdu) -> Result<(), Breach> {
        let wire = self.protect(command);
        self.note("power lost", &wire);
        let before = Counters::of(&self.card);
        self.card.lose_power_during(&wire);
        self.session = None;
        before.judge_power_loss(Counters::of(&self.card), command.instruction)
    }

    fn note(&mut self, what: &'static str, wire: &[u8]) {
        if let Some(traffic) = &mut self.traffic {
            traffic.push(Traffic::event(what, wire));
        }
    }
}

/// Where a healthy card must go along: the answer is 9000.
pub(crate) fn expect_ok(
    desk: &mut Desk,
    step: &'static str,
    command: &CommandApdu,
) -> Result<Vec<u8>, Trip> {
    let response = desk.converse(command)?;
    if response.status.is_ok() {
        return Ok(response.data);
    }
    Err(Trip::Refused(step, response.status))
}

/// What the wire said of a step that went wrong, in words.
pub(crate) fn malformed<E: Debug>(step: &'static str) -> impl Fn(E) -> Trip {
    move |_| Trip::Refused(step, StatusWord::WRONG_DATA)
}
