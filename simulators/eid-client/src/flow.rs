//! One online authentication from the activation to the way back, as a pure function.
//!
//! ```text
//! Token -> Conversation -> Choosing -> [Laying] -> Looking -> Approaching -> Asking <-> Proving, Managing
//!       -> Challenging -> Conversation -> Authenticating -> Reading -> Confirming -> Conversation <-> Transmitting
//!       -> Returning -> [Failed] -> Over
//! ```
//!
//! [`step`] takes a [`State`], what happened, and the surroundings, and gives the next state with the one thing to do
//! next. It opens no connection, no reader and no page.

mod authentication;
mod conversation;
mod inquiry;
mod mistake;
mod refresh;
mod rights;
mod run;
mod secret;
mod token;
mod trouble;
mod view;

pub use rights::{RIGHTS, key as right_key};
pub use run::Policy;
pub use trouble::Problem;
pub use view::{Comparison, Notice, Question, ServiceView, View};

use ambient::Ambient;
use eac::encoding::Right;

use crate::card::{Approach, Batch, Pace, ReadFile, Script};
use crate::{Digits, Fault, Rule, SlotState};

use authentication::{Proven, ServerKey};
use conversation::Expected;
use inquiry::{Approved, Inquiry};
use refresh::Refresh;
use run::Run;
use secret::{AtCard, Errand};
use trouble::Trouble;

/// Where a run stands.
#[derive(Debug)]
pub struct State {
    run: Box<Run>,
    phase: Phase,
}

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// A server answered, or did not.
    Answer(Answer),
    /// The user decided.
    User(Decision),
    /// What there is at the slot.
    Slot(SlotState),
    /// The card answered.
    Card(Vec<u8>),
    /// The card was taken away.
    CardGone,
}

/// The answer of a server, or why there is none.
pub type Answer = Result<ServerAnswer, String>;

/// What a server answered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerAnswer {
    /// HTTP status.
    pub status: u16,
    /// The header `Location`.
    pub location: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    /// The server's certificate in DER.
    pub certificate: Option<Vec<u8>>,
}

/// What a user can decide.
#[derive(Clone, Debug)]
pub enum Decision {
    /// These of the optional rights are granted; the required ones are anyway.
    Grant(Vec<Right>),
    /// Go on: the card lies there, or what a page explains has been read.
    Continue,
    /// PIN, CAN or PUK, whichever was asked; nothing if it was no number.
    Enter(Option<Digits>),
    /// The PIN of the letter, and twice the own one; nothing for what was no number.
    SetPin([Option<Digits>; 3]),
    /// The PIN is still that of the letter.
    HasPinLetter,
    /// Stop.
    Cancel,
}

/// What is to be done next. All but the last three are answered with an event.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Fetch this address with GET, without following redirects.
    Get(String),
    /// Only make the acquaintance of the server of this origin.
    Meet(String),
    /// Post a PAOS message.
    Post(Box<PaosRequest>),
    /// See what there is at the slot.
    LookAtSlot,
    /// Send a command to the card.
    SendApdu(Vec<u8>),
    /// Show a page, and wait for the user.
    Show(Box<View>),
    /// It is over: send the browser to this address.
    Redirect(String),
    /// It is over: an error of HTTP.
    Fail(Failure),
}

/// A PAOS message on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaosRequest {
    /// Where to.
    pub url: String,
    /// The session, for the header.
    pub session: String,
    /// The envelope.
    pub body: String,
}

/// An end without a way back. `[TR-03124-1 §2.2.2.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failure {
    /// 400 or 404.
    pub status: u16,
    /// The rule that was broken.
    pub rule: Rule,
}

/// What a run waits for.
#[derive(Debug)]
enum Phase {
    /// The TC token, from this address; so many redirects were followed.
    Token { url: String, hops: u8 },
    /// A message of the server.
    Conversation(Expected),
    /// The user's choice of rights.
    Choosing(Box<Inquiry>),
    /// The user's card.
    Laying(Box<Approved>, SlotState),
    /// Word from the slot.
    Looking(Box<Approved>),
    /// The card's first answers.
    Approaching(Box<Approved>, Approach, Option<Notice>),
    /// A secret, or another decision about the PIN.
    Asking(Box<AtCard>, Question),
    /// The card's answers to PACE.
    Proving(Box<AtCard>, Box<Pace>, Errand),
    /// The card's answer to a command of PIN management.
    Managing(Box<AtCard>, Script, Notice),
    /// The card's challenge.
    Challenging(Box<Proven>, Script),
    /// The card's answers to Terminal Authentication.
    Authenticating(Box<Proven>, ServerKey, Script),
    /// EF.CardSecurity.
    Reading(Box<Proven>, ServerKey, ReadFile),
    /// The card's answers to Chip Authentication.
    Confirming(Vec<u8>, Script),
    /// The card's answers to the server.
    Transmitting(Batch),
    /// A server on the way back.
    Returning(Refresh),
    /// The user has read what went wrong; then the browser goes to this address.
    Failed(Problem, String),
    /// Nothing.
    Over(Effect),
}

type Next = (Phase, Effect);
type Stepped = Result<Next, Trouble>;

impl State {
    /// Begins a run: fetches the TC token from this address.
    #[must_use]
    pub fn begin(policy: Policy, token_url: &str) -> (Self, Effect) {
        let mut run = Box::new(Run::new(policy, token_url));
        let (phase, effect) = token::begin(&mut run);
        (Self { run, phase }, effect)
    }

    /// The page that the user sees, when the run waits for the user.
    #[must_use]
    pub fn view(&self) -> Option<View> {
        view::of(&self.phase)
    }

    /// Whether nothing can change any more: the browser was sent on, or knows where to go.
    #[must_use]
    pub const fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over(_) | Phase::Failed(..))
    }

    /// Origins to which the browser may be sent from here.
    #[must_use]
    pub fn return_addresses(&self) -> Vec<String> {
        self.run.return_addresses()
    }

    /// What was refused since the last time: rule or problem, and what was seen.
    #[must_use]
    pub fn take_notes(&mut self) -> Vec<(String, String)> {
        std::mem::take(&mut self.run.notes)
    }
}

/// Takes a run one step on.
#[must_use]
pub fn step(state: State, event: Event, ambient: &Ambient) -> (State, Effect) {
    let State { mut run, phase } = state;
    let stepped = match event {
        Event::Answer(answer) => answered(&mut run, phase, answer, ambient),
        Event::User(Decision::Cancel) => cancelled(phase),
        Event::User(decision) => decided(&mut run, phase, decision),
        Event::Slot(slot) => looked(phase, slot),
        Event::Card(answer) => card_answered(&mut run, phase, answer, ambient),
        Event::CardGone => card_gone(&run, phase),
    };
    let stepped = stepped.and_then(|next| mistake::instead(&run, next));
    let (phase, effect) =
        stepped.unwrap_or_else(|trouble| trouble::give_up(&mut run, trouble, ambient));
    (State { run, phase }, effect)
}

fn answered(run: &mut Run, phase: Phase, answer: Answer, ambient: &Ambient) -> Stepped {
    match phase {
        Phase::Token { url, hops } => token::received(run, &url, hops, answer, ambient),
        Phase::Conversation(expected) => conversation::received(run, expected, answer, ambient),
        Phase::Returning(refresh) => Ok(refresh::received(run, refresh, answer, ambient)),
        other => still(other),
    }
}

fn decided(run: &mut Run, phase: Phase, decision: Decision) -> Stepped {
    match (phase, decision) {
        (Phase::Choosing(inquiry), Decision::Grant(rights)) => {
            let approved = Box::new(inquiry.approve(&rights, run));
            Ok((Phase::Looking(approved), Effect::LookAtSlot))
        }
        (Phase::Laying(approved, _), Decision::Continue) => {
            Ok((Phase::Looking(approved), Effect::LookAtSlot))
        }
        (Phase::Asking(card, question), decision) => secret::decided(run, card, question, decision),
        (Phase::Failed(_, url), Decision::Continue) => Ok(over(Effect::Redirect(url))),
        (other, _) => still(other),
    }
}

fn looked(phase: Phase, slot: SlotState) -> Stepped {
    match (phase, slot) {
        (Phase::Looking(approved), SlotState::Card) => {
            let turn = Approach::start(approved.chat)?;
            secret::approaching(approved, turn, None)
        }
        (Phase::Looking(approved), slot) => {
            let phase = Phase::Laying(approved, slot);
            Ok((phase, Effect::Show(Box::new(View::Card { slot }))))
        }
        (other, _) => still(other),
    }
}

fn card_answered(run: &mut Run, phase: Phase, answer: Vec<u8>, ambient: &Ambient) -> Stepped {
    match phase {
        Phase::Approaching(approved, approach, notice) => {
            secret::approaching(approved, approach.receive(&answer)?, notice)
        }
        Phase::Proving(card, pace, errand) => {
            let mut random = ambient.stream("eid-client pace");
            secret::proving(card, pace.receive(&answer, &mut random)?, errand)
        }
        Phase::Managing(card, script, notice) => {
            secret::managing(card, script.receive(&answer), notice)
        }
        Phase::Challenging(proven, script) => {
            authentication::challenging(run, proven, script.receive(&answer)?, ambient)
        }
        Phase::Authenticating(proven, key, script) => {
            authentication::authenticating(proven, key, script.receive(&answer)?)
        }
        Phase::Reading(proven, key, file) => {
            authentication::reading(proven, key, file.receive(&answer)?)
        }
        Phase::Confirming(security, script) => {
            authentication::confirming(run, security, script.receive(&answer)?, ambient)
        }
        Phase::Transmitting(batch) => Ok(conversation::transmitting(
            run,
            batch.receive(answer),
            ambient,
        )),
        other => still(other),
    }
}

/// The user stops; on a page that tells of a failure there is nothing left to stop.
fn cancelled(phase: Phase) -> Stepped {
    match phase {
        Phase::Failed(_, url) => Ok(over(Effect::Redirect(url))),
        phase @ Phase::Over(_) => still(phase),
        _ => Err(Trouble::new(Problem::Cancelled, "the user has cancelled")),
    }
}

fn card_gone(run: &Run, phase: Phase) -> Stepped {
    match phase {
        phase @ (Phase::Failed(..) | Phase::Over(_) | Phase::Returning(_)) => still(phase),
        _ if run.has(Fault::CallsRemovalCancellation) => {
            Err(Trouble::new(Problem::Cancelled, "the card was taken away"))
        }
        _ => Err(Trouble::new(Problem::CardGone, "the card was taken away")),
    }
}

/// An event that the phase does not wait for: what is shown is shown again, what is over is over, and anything else ends
/// the run, because whoever drives it has lost the thread.
fn still(phase: Phase) -> Stepped {
    match (&phase, view::of(&phase)) {
        (Phase::Over(end), _) => {
            let end = end.clone();
            Ok((phase, end))
        }
        (_, Some(view)) => Ok((phase, Effect::Show(Box::new(view)))),
        (_, None) => Err(Trouble::new(Problem::Card, "something out of turn")),
    }
}

fn over(end: Effect) -> Next {
    (Phase::Over(end.clone()), end)
}
