//! The eID server: what the middleware says to the citizen's eID client until it has an identity or a reason why not.
//!
//! Messages of the client come in, messages of the server go out; a [`State`] lies between them. It knows nothing of
//! SAML, HTTP or sessions.
//!
//! ```text
//! AwaitStart      StartPAOS                 -> EAC1Input: certificates, description, rights, auxiliary data
//! AwaitConsent    EAC1Output                -> EAC2Input: ephemeral key, signature (when the challenge is there)
//! AwaitChallenge  EAC2Output, challenge     -> EACAdditionalInput: signature
//! AwaitChip       EAC2Output                -> Transmit: application, blocking identification, validity, pseudonym
//! AwaitFacts      TransmitResponse          -> Transmit: the data groups that were allowed
//! AwaitGroups     TransmitResponse          -> StartPAOSResponse
//! ```
//!
//! At every moment a failure ends the session with a StartPAOSResponse that names it.

pub mod authorization;

mod batch;
mod chip;
mod consent;
mod failure;
mod groups;
mod questions;
mod terminal;

use std::collections::BTreeSet;

use ambient::Ambient;
use eac::encoding::{Chat, CvPublicKey};
use eac::terminal::passive::TrustedIssuers;
use paos::{Message, OutputData, ProtocolResult, ResultMinor, StartPaosResponse};

pub use authorization::Rights;
pub use failure::{Culprit, Failure};
pub use groups::EidData;
pub use terminal::Terminal;

use crate::{Fault, Faults};
use consent::{Agreed, Asked};
use groups::Reading;
use questions::Questions;

/// What an eID session is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Rights to ask for.
    pub rights: Rights,
    /// The sector whose pseudonym is asked for.
    pub sector: CvPublicKey,
}

/// Where an eID session stands.
#[derive(Clone, Debug)]
pub struct State(Stage);

#[derive(Clone, Debug)]
enum Stage {
    /// The client has the TC token.
    AwaitStart(Box<Wanted>),
    /// The person is asked.
    AwaitConsent(Box<Asked>),
    /// The client will send the challenge again.
    AwaitChallenge(Box<Agreed>),
    /// The chip has to prove itself.
    AwaitChip(Box<Agreed>),
    /// The card is asked about itself.
    AwaitFacts(Box<Questions>),
    /// The card is asked about the person.
    AwaitGroups(Box<Reading>),
    /// It is over.
    Ended(Result<Box<EidData>, Failure>),
}

impl State {
    /// A session that has not begun.
    #[must_use]
    pub fn new(wanted: Wanted) -> Self {
        Self(Stage::AwaitStart(Box::new(wanted)))
    }

    /// How it ended, when it has.
    #[must_use]
    pub const fn outcome(&self) -> Option<&Result<Box<EidData>, Failure>> {
        match &self.0 {
            Stage::Ended(outcome) => Some(outcome),
            _ => None,
        }
    }
}

impl Stage {
    /// The message that is due.
    const fn expected(&self) -> &'static str {
        match self {
            Self::AwaitStart(_) => "StartPAOS",
            Self::AwaitConsent(_) => "EAC1Output",
            Self::AwaitChallenge(_) | Self::AwaitChip(_) => "EAC2Output",
            Self::AwaitFacts(_) | Self::AwaitGroups(_) => "TransmitResponse",
            Self::Ended(_) => "nothing",
        }
    }
}

/// The next stage, and the message to the client.
type Step = (Stage, Message);

/// The eID server: its certificates, whom it trusts, and which cards are blocked.
#[derive(Clone, Debug)]
pub struct EidServer {
    pub(crate) terminal: Terminal,
    pub(crate) trusted: TrustedIssuers,
    pub(crate) blocked: BTreeSet<Vec<u8>>,
    pub(crate) faults: Faults,
}

impl EidServer {
    /// A server with certificates, country signers, and the blocking identifications of lost cards.
    #[must_use]
    pub fn new(terminal: Terminal, trusted: TrustedIssuers, blocked: BTreeSet<Vec<u8>>) -> Self {
        Self {
            terminal,
            trusted,
            blocked,
            faults: Faults::none(),
        }
    }

    /// With wrong behaviours.
    #[must_use]
    pub fn with_faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// The certificates.
    #[must_use]
    pub const fn terminal(&self) -> &Terminal {
        &self.terminal
    }

    /// Blocks a card by its blocking identification.
    pub fn block(&mut self, identification: Vec<u8>) {
        self.blocked.insert(identification);
    }

    /// Takes a message of the client, and gives back where the session stands now and the answer.
    #[must_use]
    pub fn step(&self, state: State, message: Message, ambient: &Ambient) -> (State, Message) {
        let State(stage) = state;
        if matches!(stage, Stage::Ended(_)) {
            let failure = Failure::WrongOrder {
                expected: stage.expected(),
                found: message.name().to_owned(),
            };
            return (State(stage), self.last_message(Err(&failure)));
        }
        let (stage, answer) = self
            .advance(stage, message, ambient)
            .unwrap_or_else(|failure| {
                let answer = self.last_message(Err(&failure));
                (Stage::Ended(Err(failure)), answer)
            });
        (State(stage), answer)
    }

    /// Ends a session because of something outside of it; what has ended stays as it is.
    #[must_use]
    pub fn refuse(&self, state: State, failure: Failure) -> (State, Message) {
        let answer = self.last_message(Err(&failure));
        match state {
            State(Stage::Ended(outcome)) => (State(Stage::Ended(outcome)), answer),
            State(_) => (State(Stage::Ended(Err(failure))), answer),
        }
    }

    fn advance(&self, stage: Stage, message: Message, ambient: &Ambient) -> Result<Step, Failure> {
        reported(&stage, &message)?;
        match (stage, message) {
            (Stage::AwaitStart(wanted), Message::StartPaos(_)) => self.ask(*wanted, ambient),
            (Stage::AwaitConsent(asked), Message::DidAuthenticateResponse(response)) => {
                match response.data {
                    Some(OutputData::Eac1(output)) => self.prove(*asked, output, ambient),
                    other => Err(wrong_data("EAC1Output", other.as_ref())),
                }
            }
            (Stage::AwaitChallenge(agreed), Message::DidAuthenticateResponse(response)) => {
                match response.data {
                    Some(OutputData::Eac2(output)) => self.prove_late(*agreed, output),
                    other => Err(wrong_data("EAC2Output", other.as_ref())),
                }
            }
            (Stage::AwaitChip(agreed), Message::DidAuthenticateResponse(response)) => {
                match response.data {
                    Some(OutputData::Eac2(output)) => self.question(*agreed, output),
                    other => Err(wrong_data("EAC2Output", other.as_ref())),
                }
            }
            (Stage::AwaitFacts(questions), Message::TransmitResponse(response)) => {
                self.judge_facts(*questions, &response)
            }
            (Stage::AwaitGroups(reading), Message::TransmitResponse(response)) => {
                self.finish(*reading, &response)
            }
            (stage, message) => Err(Failure::WrongOrder {
                expected: stage.expected(),
                found: message.name().to_owned(),
            }),
        }
    }

    fn last_message(&self, outcome: Result<(), &Failure>) -> Message {
        let result = match outcome {
            Err(failure) if !self.faults.has(Fault::FailureCalledSuccess) => {
                ProtocolResult::error(failure.minor()).with_message(failure.to_string())
            }
            _ => ProtocolResult::ok(),
        };
        Message::StartPaosResponse(StartPaosResponse::new(result))
    }

    /// The rights of the certificate.
    pub(crate) fn granted(&self) -> &Chat {
        &self.terminal.certificate().body().chat
    }
}

/// An error that the client reports instead of an answer. What it has of answers of the card is judged later.
fn reported(stage: &Stage, message: &Message) -> Result<(), Failure> {
    let result = match (stage, message) {
        (Stage::AwaitFacts(_) | Stage::AwaitGroups(_), Message::TransmitResponse(response))
            if !response.outputs.is_empty() =>
        {
            return Ok(());
        }
        (_, Message::DidAuthenticateResponse(response)) => &response.result,
        (_, Message::TransmitResponse(response)) => &response.result,
        _ => return Ok(()),
    };
    failure_of(result).map_or(Ok(()), Err)
}

/// What a result reports, unless all went well.
pub(crate) fn failure_of(result: &ProtocolResult) -> Option<Failure> {
    if result.is_ok() {
        return None;
    }
    let minor = result.minor.as_ref().map_or("", ResultMinor::uri);
    let message = result.message.as_ref().map(|message| message.text.as_str());
    Some(Failure::reported(minor, message.unwrap_or_default()))
}

fn wrong_data(expected: &'static str, found: Option<&OutputData>) -> Failure {
    let found = match found {
        Some(OutputData::Eac1(_)) => "EAC1Output",
        Some(OutputData::Eac2(_)) => "EAC2Output",
        None => "DIDAuthenticateResponse without data",
    };
    Failure::WrongOrder {
        expected,
        found: found.to_owned(),
    }
}
