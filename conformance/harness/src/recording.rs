//! A tap on the wire: every byte to and from the card, every message between services, and the
//! steps between.

mod decode;
mod mask;
mod message;
mod watch;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use conformance_verdict::{Evidence, Exchange, Phase, Protection, StepResult, StepVerdict};
use iso7816::{CommandApdu, ResponseApdu};

pub use mask::Masking;

use crate::site::SiteMessage;
use crate::target::{CardConnection, ConnectionLost};

/// A card whose every command is recorded. Clones are handles on the same card and recording.
#[derive(Clone)]
pub struct RecordedCard {
    connection: Arc<Mutex<Box<dyn CardConnection>>>,
    recording: Recording,
}

/// What was recorded so far. Clones are handles on the same recording.
#[derive(Clone, Debug, Default)]
pub struct Recording(Arc<Mutex<Contents>>);

#[derive(Debug, Default)]
struct Contents {
    phase: Option<Phase>,
    entries: Vec<Entry>,
    steps: Vec<StepResult>,
    messages: Vec<(Phase, SiteMessage)>,
    watched: Option<watch::Watched>,
    lost: Option<String>,
}

/// One thing that happened on the wire.
#[derive(Clone, Debug)]
enum Entry {
    Exchange(Wire),
    Event(Phase, &'static str),
}

#[derive(Clone, Debug)]
struct Wire {
    phase: Phase,
    command: Vec<u8>,
    response: Result<Vec<u8>, String>,
    plain: Option<(CommandApdu, Option<ResponseApdu>)>,
    protection: Protection,
}

impl RecordedCard {
    /// Puts a tap on a connection.
    #[must_use]
    pub fn new(connection: Box<dyn CardConnection>, recording: Recording) -> Self {
        Self {
            connection: Arc::new(Mutex::new(connection)),
            recording,
        }
    }

    /// Sends a command as raw bytes and returns data and status word as raw bytes.
    ///
    /// # Errors
    ///
    /// When the card or the reader is gone.
    pub fn transmit(&self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost> {
        let answered = self.connection().transmit(command);
        let response = answered.clone().map_err(|lost| lost.to_string());
        self.recording.add(command, response);
        answered
    }

    /// Says what the last exchange meant below secure messaging.
    pub fn understood(
        &self,
        command: CommandApdu,
        response: Option<ResponseApdu>,
        protection: Protection,
    ) {
        let mut contents = self.recording.contents();
        if let Some(Entry::Exchange(last)) = contents.entries.last_mut() {
            last.plain = Some((command, response));
            last.protection = protection;
        }
    }

    /// Resets the card.
    ///
    /// # Errors
    ///
    /// When the card or the reader is gone.
    pub fn reset(&self) -> Result<(), ConnectionLost> {
        let done = self.connection().reset();
        self.recording.event("the card is reset", &done);
        done
    }

    /// Takes the card out of the field and puts it back.
    ///
    /// # Errors
    ///
    /// When the target cannot do that, or the card does not come back.
    pub fn remove_and_insert(&self) -> Result<(), ConnectionLost> {
        let done = self.connection().remove_and_insert();
        self.recording
            .event("the card is taken out and put back", &done);
        done
    }

    /// Sends a command and cuts the power before the answer comes, then gives the power back.
    ///
    /// # Errors
    ///
    /// When the target cannot do that, or the card does not come back.
    pub fn lose_power_during(&self, command: &[u8]) -> Result<(), ConnectionLost> {
        let done = self.connection().lose_power_during(command);
        self.recording
            .event("the power is cut in the middle of a command", &done);
        done
    }

    /// The answer to reset; empty when the reader does not tell.
    #[must_use]
    pub fn atr(&self) -> Vec<u8> {
        self.connection().atr()
    }

    /// The recording.
    #[must_use]
    pub fn recording(&self) -> &Recording {
        &self.recording
    }

    fn connection(&self) -> MutexGuard<'_, Box<dyn CardConnection>> {
        self.connection
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl iso7816::Transport for RecordedCard {
    type Error = ConnectionLost;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, ConnectionLost> {
        Self::transmit(self, command)
    }
}

impl fmt::Debug for RecordedCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedCard")
            .field("exchanges", &self.recording.len())
            .finish()
    }
}

impl Recording {
    /// From now on exchanges and messages belong to this phase.
    pub(crate) fn enter(&self, phase: Phase) {
        self.observe();
        self.contents().phase = Some(phase);
    }

    /// A step begins; until it ends it counts as not reached.
    pub(crate) fn step_begins(&self, text: String) {
        self.observe();
        let mut contents = self.contents();
        let first_exchange = contents.entries.len();
        let first_message = contents.messages.len();
        contents.steps.push(StepResult {
            text,
            verdict: StepVerdict::NotReached,
            message: String::new(),
            first_exchange,
            first_message,
        });
    }

    /// The step that began last ends.
    pub(crate) fn step_ends(&self, verdict: StepVerdict, message: String) {
        if let Some(step) = self.contents().steps.last_mut() {
            step.verdict = verdict;
            step.message = message;
        }
    }

    /// Why the target is gone, if it is.
    #[must_use]
    pub fn lost(&self) -> Option<String> {
        self.contents().lost.clone()
    }

    /// The steps so far.
    #[must_use]
    pub fn steps(&self) -> Vec<StepResult> {
        self.contents().steps.clone()
    }

    /// What was sent in the check itself and what a twin of the check would repeat: the bytes of
    /// commands, and method, path and body of requests.
    #[must_use]
    pub fn sent(&self) -> Vec<Vec<u8>> {
        let mut sent = self.exchanges_of_check(|wire| wire.command.clone());
        sent.extend(self.requests_of_check());
        sent
    }

    /// Exchanges and messages are not needed any more; steps stay.
    pub(crate) fn forget(&self) {
        let mut contents = self.contents();
        contents.entries = Vec::new();
        contents.messages = Vec::new();
    }

    /// Everything, in words and with secrets replaced. Of the messages of controls only the first lines are told unless
    /// `controls`: they are the same for every check, and fill most of a report.
    #[must_use]
    pub fn evidence(&self, masking: Masking, controls: bool) -> Evidence {
        let contents = self.contents();
        let exchanges = contents
            .entries
            .iter()
            .map(|entry| entry.in_words(masking))
            .collect();
        let messages = contents
            .messages
            .iter()
            .map(|(phase, message)| {
                if controls || *phase == Phase::Check {
                    message::in_words(*phase, message, masking)
                } else {
                    message::in_a_line(*phase, message, masking)
                }
            })
            .collect();
        Evidence {
            steps: contents.steps.clone(),
            exchanges,
            messages,
        }
    }

    fn exchanges_of_check<T>(&self, f: impl Fn(&Wire) -> T) -> Vec<T> {
        let contents = self.contents();
        let wires = contents.entries.iter().filter_map(|entry| match entry {
            Entry::Exchange(wire) if wire.phase == Phase::Check => Some(f(wire)),
            _ => None,
        });
        wires.collect()
    }

    fn add(&self, command: &[u8], response: Result<Vec<u8>, String>) {
        let mut contents = self.contents();
        let phase = contents.phase.unwrap_or(Phase::Check);
        let protection = match &response {
            Ok(_) => Protection::Plain,
            Err(reason) => {
                contents.lost.get_or_insert_with(|| reason.clone());
                Protection::Lost
            }
        };
        let command = command.to_vec();
        contents.entries.push(Entry::Exchange(Wire {
            phase,
            command,
            response,
            plain: None,
            protection,
        }));
    }

    fn event(&self, text: &'static str, done: &Result<(), ConnectionLost>) {
        let mut contents = self.contents();
        let phase = contents.phase.unwrap_or(Phase::Check);
        contents.entries.push(Entry::Event(phase, text));
        if let Err(lost) = done {
            contents.lost.get_or_insert_with(|| lost.to_string());
        }
    }

    fn len(&self) -> usize {
        self.contents().entries.len()
    }

    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Entry {
    fn in_words(&self, masking: Masking) -> Exchange {
        match self {
            Self::Exchange(wire) => decode::in_words(wire, masking),
            Self::Event(phase, text) => Exchange {
                phase: *phase,
                command: String::new(),
                response: String::new(),
                meaning: (*text).to_owned(),
                outcome: String::new(),
                plain_command: None,
                plain_response: None,
                protection: Protection::Plain,
            },
        }
    }
}
