//! The engine: one command in, one response out, layer by layer.
//!
//! ```text
//! bytes ─► ENVELOPE ─► command ─► secure messaging ─► match ─► rule ─► file, password, protocol
//! bytes ◄─ GET RESPONSE ◄─ response ◄─ secure messaging ◄─ status word or refusal ◄──┘
//! ```

mod authentication;
mod envelope;
mod layer;
mod pace;
mod passwords;
mod storage;
mod volatile;

use ambient::{Ambient, Stream};
use eac::card::auxiliary_data;
use iso7816::{Card, CommandError, CommandView, Instruction, Ne, StatusWord};
use secure_messaging::SessionKeys;

use crate::command::{Command, TemplateUse};
use crate::fault::{Fault, Faults};
use crate::state::SecurityState;
use crate::{
    Blueprint, Credentials, FileSystem, Inside, ObservedCard, Observer, Profile, Reason, Refusal,
    SecurityStatus,
};
use envelope::Envelope;
use volatile::{Running, Volatile};

/// A card: data of a [`Blueprint`], commands of a [`Profile`], and what has happened so far.
///
/// Files, passwords with their counters, and trust points are stored; everything else ends with a reset.
#[derive(Clone, Debug)]
pub struct Engine<P = ()> {
    profile: P,
    stored: Blueprint,
    volatile: Volatile,
    envelope: Envelope,
    buffers: Buffers,
    random: Random,
    faulty: Faulty,
}

/// Buffers that live from command to command, so that nothing is allocated once they have grown.
#[derive(Clone, Debug, Default)]
struct Buffers {
    command: Vec<u8>,
    answer: Vec<u8>,
}

/// Where random numbers come from.
#[derive(Clone, Debug)]
struct Random {
    pace: Stream,
    challenge: Stream,
    chip: Stream,
}

impl Random {
    fn of(ambient: &Ambient) -> Self {
        Self {
            pace: ambient.stream("pace"),
            challenge: ambient.stream("challenge"),
            chip: ambient.stream("chip authentication"),
        }
    }
}

/// The wrong behaviours that were asked for, and what they need to remember.
#[derive(Clone, Debug, Default)]
struct Faulty {
    card: Faults,
    eac: eac::card::Faults,
    #[cfg(feature = "faults")]
    secure_messaging: Option<secure_messaging::Fault>,
    resumed_for_good: bool,
    earlier: Option<Box<eac::card::terminal_authentication::TerminalAuthentication>>,
    mute: bool,
    leaked: Vec<Vec<u8>>,
    used: usize,
    power_fails: bool,
}

/// The memory of a card that loses it, in bytes.
const LEAKY_MEMORY: usize = 0x4000;

/// How a plain command ended.
#[derive(Debug)]
struct Outcome {
    status: StatusWord,
    refusal: Option<Refusal>,
    keys: Option<SessionKeys>,
}

/// A change that takes effect once its answer has found room: new keys, and the state that goes with them.
#[derive(Debug)]
enum Change {
    Pace(Box<SecurityState>, SessionKeys),
    Chip(SessionKeys),
}

/// How a command succeeded: with a status word, and perhaps with a change of the session.
#[derive(Debug)]
struct Done {
    status: StatusWord,
    change: Option<Change>,
}

impl From<StatusWord> for Done {
    fn from(status: StatusWord) -> Self {
        Self {
            status,
            change: None,
        }
    }
}

const DONE: Done = Done {
    status: StatusWord::OK,
    change: None,
};

impl<P: Profile> Engine<P> {
    /// A card just personalised. Random numbers come from the streams "pace", "challenge" and "chip authentication".
    #[must_use]
    pub fn new(blueprint: Blueprint, profile: P, ambient: &Ambient) -> Self {
        let random = Random::of(ambient);
        Self {
            profile,
            stored: blueprint,
            volatile: Volatile::default(),
            envelope: Envelope::default(),
            buffers: Buffers::default(),
            random,
            faulty: Faulty::default(),
        }
    }

    /// From now on random numbers come from these streams: a clone shares them with its original otherwise.
    pub fn draw_from(&mut self, ambient: &Ambient) {
        self.random = Random::of(ambient);
    }

    /// The files, as they are now.
    #[must_use]
    pub const fn files(&self) -> &FileSystem {
        &self.stored.files
    }

    /// The passwords, as they are now.
    #[must_use]
    pub const fn credentials(&self) -> &Credentials {
        &self.stored.credentials
    }

    /// CVCA keys and the current date, as they are now.
    #[must_use]
    pub const fn trust(&self) -> &eac::card::trust::TrustStore {
        &self.stored.trust
    }

    /// The card's own part.
    #[must_use]
    pub const fn profile(&self) -> &P {
        &self.profile
    }

    /// What has been proven in this session.
    #[must_use]
    pub fn status(&self) -> SecurityStatus {
        self.volatile.state.status()
    }

    /// Whether there is a session with secure messaging.
    #[must_use]
    pub const fn has_session(&self) -> bool {
        self.volatile.session.is_some()
    }

    /// Sends a command and cuts the power before the answer comes: where the command compares a secret, right after the
    /// comparison. What the card had stored until then stays, the rest is lost.
    pub fn lose_power_during(&mut self, command: &[u8]) {
        self.faulty.power_fails = true;
        let mut response = Vec::new();
        self.transmit(command, &mut response);
        self.faulty.power_fails = false;
        self.reset();
    }

    fn has(&self, fault: Fault) -> bool {
        self.faulty.card.has(fault)
    }

    /// Carries out a plain command. Data of the answer goes to `answer`, at most `room` bytes where the command can do
    /// with less.
    fn perform(&mut self, command: &CommandView<'_>, room: usize, answer: &mut Vec<u8>) -> Outcome {
        answer.clear();
        let result = self
            .dispatch(command, room, answer)
            .and_then(|done| self.fits(command, answer).map(|()| done));
        match result {
            Ok(done) => {
                let keys = done.change.map(|change| self.apply(change));
                Outcome {
                    status: done.status,
                    refusal: None,
                    keys,
                }
            }
            Err(refusal) => {
                answer.clear();
                self.faulty.mute =
                    self.has(Fault::MuteAfterError) && refusal.status.is_checking_error();
                Outcome {
                    status: refusal.status,
                    refusal: Some(refusal),
                    keys: None,
                }
            }
        }
    }

    fn dispatch(
        &mut self,
        command: &CommandView<'_>,
        room: usize,
        answer: &mut Vec<u8>,
    ) -> Result<Done, Refusal> {
        self.volatile.running.interrupt(command.instruction);
        if let Some(result) = self.perform_own(command, answer) {
            return result.map(|()| DONE);
        }
        match Command::decode(command) {
            Ok(legal) => self.carry_out(legal, room, answer),
            Err(refusal) => self.tolerate(command, refusal, room, answer),
        }
    }

    fn perform_own(
        &mut self,
        command: &CommandView<'_>,
        answer: &mut Vec<u8>,
    ) -> Option<Result<(), Refusal>> {
        let mut inside = Inside {
            status: self.volatile.state.status(),
            directory: self.volatile.directory,
            files: &mut self.stored.files,
            credentials: &mut self.stored.credentials,
        };
        self.profile.perform(command, &mut inside, answer)
    }

    /// What a card with a fault makes of a command that is none.
    fn tolerate(
        &mut self,
        command: &CommandView<'_>,
        refusal: Refusal,
        room: usize,
        answer: &mut Vec<u8>,
    ) -> Result<Done, Refusal> {
        let (p1, p2) = usual_parameters(command.instruction);
        let other = match refusal.because {
            Reason::Instruction(_) if self.has(Fault::UnknownInstructionAnswers9000) => {
                return Ok(DONE);
            }
            Reason::Class(_) if self.has(Fault::ClassIgnored) => CommandView {
                class: iso7816::Class::PLAIN,
                ..*command
            },
            Reason::Parameters { .. } if self.has(Fault::ParametersIgnored) => {
                CommandView { p1, p2, ..*command }
            }
            Reason::Length(problem) => match self.tolerated_length(command, problem) {
                Tolerated::Other(ne) => CommandView { ne, ..*command },
                Tolerated::ShortChallenge(length) => {
                    return self.shortened_challenge(length, answer).map(|()| DONE);
                }
                Tolerated::No => return Err(refusal),
            },
            _ => return Err(refusal),
        };
        let legal = Command::decode(&other).map_err(|_| refusal)?;
        self.carry_out(legal, room, answer)
    }

    /// What a card with a fault makes of a command with a wrong expected length.
    fn tolerated_length(
        &self,
        command: &CommandView<'_>,
        problem: crate::LengthProblem,
    ) -> Tolerated {
        use crate::LengthProblem::{LeMissing, LeTooSmall, LeUnexpected};
        let challenge = command.instruction == Instruction::GET_CHALLENGE;
        match (problem, command.ne) {
            (LeUnexpected, _) if self.has(Fault::UnexpectedLeAccepted) => Tolerated::Other(None),
            (LeMissing, _) if self.has(Fault::MissingLeAccepted) => {
                Tolerated::Other(Some(Ne::SHORT_MAX))
            }
            (LeTooSmall { .. }, Some(ne)) if challenge && self.has(Fault::ShortChallengeGiven) => {
                Tolerated::ShortChallenge(ne.as_usize())
            }
            _ => Tolerated::No,
        }
    }

    fn carry_out(
        &mut self,
        command: Command<'_>,
        room: usize,
        answer: &mut Vec<u8>,
    ) -> Result<Done, Refusal> {
        match command {
            Command::Select(select) => self.select(&select, answer).map(|()| DONE),
            Command::ReadBinary(read) => self.read_binary(read, room, answer).map(Done::from),
            Command::UpdateBinary(update) => self.update_binary(update).map(|()| DONE),
            Command::SetAuthenticationTemplate(TemplateUse::Pace, data) => {
                self.choose_pace(data).map(Done::from)
            }
            Command::SetAuthenticationTemplate(TemplateUse::TerminalAuthentication, data) => {
                self.set_terminal_template(data).map(|()| DONE)
            }
            Command::SetAuthenticationTemplate(TemplateUse::ChipAuthentication, data) => {
                self.choose_key(data).map(|()| DONE)
            }
            Command::SetVerificationKey(data) => self.select_verification_key(data).map(|()| DONE),
            Command::VerifyCertificate(data) => self.verify_certificate(data).map(|()| DONE),
            Command::GetChallenge => self.challenge(answer).map(|()| DONE),
            Command::ExternalAuthenticate(signature) => {
                self.authenticate_terminal(signature).map(|()| DONE)
            }
            Command::GeneralAuthenticate { chained, data } => {
                self.general_authenticate(chained, data, answer)
            }
            Command::VerifyAuxiliaryData(data) => self.verify_auxiliary_data(data).map(|()| DONE),
            Command::ResetRetryCounter(password, reset) => {
                self.reset_retry_counter(password, reset).map(|()| DONE)
            }
            Command::ChangeActivation(password, change) => {
                self.change_activation(password, change).map(|()| DONE)
            }
        }
    }

    /// One dispatcher for all protocols that speak GENERAL AUTHENTICATE `[TR-03110-3 §B.14.2]`.
    fn general_authenticate(
        &mut self,
        chained: bool,
        data: &[u8],
        answer: &mut Vec<u8>,
    ) -> Result<Done, Refusal> {
        match std::mem::take(&mut self.volatile.running) {
            Running::None => Err(Refusal::new(
                StatusWord::CONDITIONS_NOT_SATISFIED,
                Reason::NoProtocol,
            )),
            Running::Pace(run) => self.step_pace(*run, chained, data, answer),
            _ if chained => Err(Refusal::new(
                StatusWord::LAST_COMMAND_OF_CHAIN_EXPECTED,
                Reason::ChainTooLong,
            )),
            Running::ChipAuthentication(selection) => {
                self.authenticate_chip(&selection, data, answer)
            }
            Running::RestrictedIdentification(selection) => {
                self.identify(&selection, data, answer).map(|()| DONE)
            }
        }
    }

    fn verify_auxiliary_data(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let authorization = self
            .volatile
            .state
            .bound_authorization()
            .ok_or(eac::card::Reason::NotAuthenticated)?;
        let stored = self.profile.stored_data(&self.stored.files);
        let command = auxiliary_data::Command::Verify;
        Ok(auxiliary_data::compare(
            data,
            command,
            authorization,
            &stored,
            self.faulty.eac,
        )?)
    }

    /// A card never answers more than the command expects `[ISO 7816-4 §5.2]`.
    fn fits(&self, command: &CommandView<'_>, answer: &[u8]) -> Result<(), Refusal> {
        match command.ne {
            Some(ne) if answer.len() > ne.as_usize() => {
                let problem = crate::LengthProblem::LeTooSmall {
                    needed: answer.len(),
                };
                Err(Refusal::new(
                    StatusWord::WRONG_LENGTH,
                    Reason::Length(problem),
                ))
            }
            _ => Ok(()),
        }
    }

    fn apply(&mut self, change: Change) -> SessionKeys {
        match change {
            Change::Pace(state, keys) => {
                self.volatile.state = *state;
                keys
            }
            Change::Chip(keys) => {
                if !self.has(Fault::CaGrantsNothing) {
                    self.volatile.state.authenticate_chip();
                }
                keys
            }
        }
    }

    /// Ends the session: keys are gone, and with them every right. The selected file stays, which the guideline leaves
    /// to the card `[TR-03110-3 §F.1]`. Without a session nothing happens.
    fn end_session(&mut self) {
        if self.volatile.session.is_some() || !matches!(self.volatile.state, SecurityState::Open) {
            self.volatile.session = None;
            self.volatile.state = SecurityState::Open;
            self.volatile.running = Running::None;
        }
    }
}

#[cfg(feature = "faults")]
impl<P: Profile> Engine<P> {
    /// Gives the engine a wrong behaviour, beside those that it has.
    pub fn set_fault(&mut self, fault: Fault) {
        self.faulty.card = self.faulty.card.with(fault);
    }

    /// Gives the protocols a wrong behaviour, beside those that they have.
    pub fn set_protocol_fault(&mut self, fault: eac::card::Fault) {
        self.faulty.eac = self.faulty.eac.with(fault);
    }

    /// Gives a file another content than it was personalised with.
    pub fn rewrite_file(
        &mut self,
        directory: crate::DirectoryRef,
        id: crate::FileId,
        change: impl FnOnce(&[u8]) -> Vec<u8>,
    ) {
        let place = self.stored.files.file_in(directory, id);
        if let Some(file) = place.and_then(|place| self.stored.files.file_mut(place)) {
            let content = change(file.content());
            file.replace(content);
        }
    }

    /// Gives secure messaging a wrong behaviour, from the next session on.
    pub fn set_secure_messaging_fault(&mut self, fault: secure_messaging::Fault) {
        self.faulty.secure_messaging = Some(fault);
    }
}

impl<P: Profile> ObservedCard for Engine<P> {
    fn transmit_observed(
        &mut self,
        command: &[u8],
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    ) {
        response.clear();
        if self.has(Fault::MemoryLeak) {
            self.faulty.leaked.push(command.to_vec());
        }
        if self.has(Fault::MemoryRunsOut) {
            self.faulty.used = self.faulty.used.saturating_add(command.len());
        }
        let mut buffers = std::mem::take(&mut self.buffers);
        match CommandView::decode(command) {
            Ok(view) if envelope::is_transport(&view) => {
                self.transport(command, view, response, observer)
            }
            decoded => self.exchange(
                layer::Received {
                    wire: command,
                    decoded,
                },
                &mut buffers,
                response,
                observer,
            ),
        }
        self.buffers = buffers;
    }
}

impl<P: Profile> Card for Engine<P> {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.transmit_observed(command, response, &mut |_: &crate::Exchange<'_>| ());
    }

    fn reset(&mut self) {
        if self.has(Fault::ResetForgetsNothing) {
            return;
        }
        let state = std::mem::take(&mut self.volatile).state;
        if self.has(Fault::RightsSurviveReset) {
            self.volatile.state = state;
        }
        self.envelope.clear();
        self.faulty.mute = false;
    }

    fn atr(&self) -> &[u8] {
        &self.stored.atr
    }
}

/// What becomes of a wrong expected length.
enum Tolerated {
    /// The command is refused.
    No,
    /// The command is carried out with another one.
    Other(Option<Ne>),
    /// A challenge of so many bytes is given.
    ShortChallenge(usize),
}

/// The parameters that a card with a fault reads into every command of this instruction.
const fn usual_parameters(instruction: Instruction) -> (u8, u8) {
    match instruction {
        Instruction::MANAGE_SECURITY_ENVIRONMENT => (0xC1, 0xA4),
        Instruction::PERFORM_SECURITY_OPERATION => (0x00, 0xBE),
        Instruction::VERIFY => (0x80, 0x00),
        Instruction::RESET_RETRY_COUNTER => (0x02, 0x03),
        Instruction::ACTIVATE | Instruction::DEACTIVATE => (0x10, 0x03),
        _ => (0x00, 0x00),
    }
}

/// What was received, as far as it is a command.
type Decoded<'a> = Result<CommandView<'a>, CommandError>;

#[cfg(test)]
mod tests;
