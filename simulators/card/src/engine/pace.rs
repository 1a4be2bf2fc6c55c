//! PACE: which password, in which state, how often; the steps themselves are those of `eac`.

use eac::card::pace::{Chaining, Established, Pace, PendingToken, Progress, Selection};
use eac::card::terminal_authentication::PaceContext;
use eac::encoding::{CertificateHolderReference, PasswordReference, Right, TerminalType};
use iso7816::StatusWord;

use super::volatile::{PaceRun, Running};
use super::{Change, Done, Engine};
use crate::fault::Fault;
use crate::state::SecurityState;
use crate::{Activation, Pin, PinPhase, PinStatus, Profile, Reason, Refusal};

impl<P: Profile> Engine<P> {
    /// MSE:Set AT for PACE: the answer tells the state of the password `[TR-03110-3 §B.14.1]`.
    pub(super) fn choose_pace(&mut self, data: &[u8]) -> Result<StatusWord, Refusal> {
        self.volatile.running = Running::None;
        self.refuse_pace_after_terminal_authentication()?;
        let selection = self.judge_selection(data)?;
        let reference = selection.password;
        let password = self.stored.credentials.password(reference);
        let password = password.ok_or_else(|| self.unknown_password(reference.number()))?;
        self.refuse_second_pace(reference)?;
        self.refuse_transport_pin(&selection)?;
        let pace = Pace::new(selection.suite, password, self.faulty.eac);
        self.volatile.running = Running::Pace(Box::new(PaceRun {
            pace,
            selection,
            begun: false,
        }));
        match (reference, self.stored.credentials.pin()) {
            (PasswordReference::Pin, Some(pin)) => Ok(self.selection_status(pin)),
            _ => Ok(StatusWord::OK),
        }
    }

    fn judge_selection(&self, data: &[u8]) -> Result<Selection, Refusal> {
        let faults = self.faulty.eac;
        match Selection::judge(data, &self.stored.pace_suites, faults) {
            Ok(selection) => Ok(selection),
            Err(refusal) => match refusal.because {
                eac::card::Reason::UnknownPassword(ref reference) => {
                    Err(self.unknown_password(reference.last().copied().unwrap_or_default()))
                }
                eac::card::Reason::PasswordNotForTerminal { password, ref chat } => self
                    .tolerate_password(data, password, chat.terminal_type())
                    .ok_or_else(|| refusal.clone().into()),
                _ => Err(refusal.into()),
            },
        }
    }

    /// What only a card with a fault does: lets a terminal type use a password that is not for it.
    fn tolerate_password(
        &self,
        data: &[u8],
        password: PasswordReference,
        kind: TerminalType,
    ) -> Option<Selection> {
        let fault = match (kind, password) {
            (TerminalType::AuthenticationTerminal, PasswordReference::Mrz) => {
                Fault::MrzAcceptedForAuthenticationTerminal
            }
            (TerminalType::AuthenticationTerminal, PasswordReference::Can) => {
                Fault::CanAcceptedWithoutCanAllowed
            }
            _ => return None,
        };
        if !self.has(fault) {
            return None;
        }
        #[cfg(feature = "faults")]
        let lenient = self
            .faulty
            .eac
            .with(eac::card::Fault::PacePasswordNotTiedToTerminalType);
        #[cfg(not(feature = "faults"))]
        let lenient = self.faulty.eac;
        Selection::judge(data, &self.stored.pace_suites, lenient).ok()
    }

    fn unknown_password(&self, number: u8) -> Refusal {
        let mut refusal = Refusal::from(eac::card::Reason::UnknownPassword(vec![number]));
        if self.has(Fault::UnknownPasswordAnswers6a80) {
            refusal.status = StatusWord::WRONG_DATA;
        }
        refusal
    }

    fn refuse_pace_after_terminal_authentication(&self) -> Result<(), Refusal> {
        if self.volatile.state.authorization().is_some() && !self.has(Fault::PaceAfterCaAccepted) {
            return Err(Refusal::new(
                StatusWord::CONDITIONS_NOT_SATISFIED,
                Reason::PaceTooLate,
            ));
        }
        Ok(())
    }

    /// A second run is for a suspended PIN after the CAN, and for nothing else `[TR-03110-2 §3.2.2]`.
    fn refuse_second_pace(&self, password: PasswordReference) -> Result<(), Refusal> {
        let first = matches!(self.volatile.state, SecurityState::Open);
        let resumes =
            password == PasswordReference::Pin && self.can_is_proven() && self.pin_is_suspended();
        let accepted = first
            || resumes
            || self.has(Fault::SecondPaceAccepted)
            || (self.volatile.state.authorization().is_some()
                && self.has(Fault::PaceAfterCaAccepted));
        if accepted && !(resumes && self.has(Fault::ResumeRefused)) {
            return Ok(());
        }
        Err(Refusal::new(
            StatusWord::CONDITIONS_NOT_SATISFIED,
            Reason::SecondPace,
        ))
    }

    /// The transport PIN sets a PIN and proves nothing to a terminal `[TR-03127 §3.5.3.1]`.
    fn refuse_transport_pin(&self, selection: &Selection) -> Result<(), Refusal> {
        let transport = self
            .stored
            .credentials
            .pin()
            .is_some_and(|pin| pin.phase() == PinPhase::Transport);
        let used =
            transport && selection.password == PasswordReference::Pin && selection.chat.is_some();
        if used && !self.has(Fault::TransportPinAuthenticatesTerminal) {
            return Err(Refusal::new(StatusWord::WRONG_DATA, Reason::TransportPin));
        }
        Ok(())
    }

    fn can_is_proven(&self) -> bool {
        self.volatile.state.status().password == Some(PasswordReference::Can)
            && self.volatile.state.authorization().is_none()
    }

    fn pin_is_suspended(&self) -> bool {
        self.stored
            .credentials
            .pin()
            .is_some_and(|pin| pin.status() == PinStatus::Suspended)
    }

    fn selection_status(&self, pin: &Pin) -> StatusWord {
        let truth = pin.status().selection_status();
        match pin.status() {
            _ if self.has(Fault::TriesNotTold) => StatusWord::OK,
            PinStatus::Blocked if self.has(Fault::BlockedPinAnswers9000) => StatusWord::OK,
            PinStatus::Suspended if self.has(Fault::SuspendedPinAnswers63c2) => {
                StatusWord::retries(2)
            }
            PinStatus::Deactivated if self.has(Fault::DeactivatedPinAnswers9000) => StatusWord::OK,
            _ => truth,
        }
    }

    /// GENERAL AUTHENTICATE in PACE. The run was taken out; it goes back only where another step is due.
    pub(super) fn step_pace(
        &mut self,
        run: PaceRun,
        chained: bool,
        data: &[u8],
        answer: &mut Vec<u8>,
    ) -> Result<Done, Refusal> {
        let last = is_last_step(data);
        if last && chained && !self.has(Fault::ChainingBitIgnored) {
            return Err(Refusal::new(
                StatusWord::LAST_COMMAND_OF_CHAIN_EXPECTED,
                Reason::ChainTooLong,
            ));
        }
        let chaining = if chained && !last {
            Chaining::More
        } else {
            Chaining::Last
        };
        let PaceRun {
            pace, selection, ..
        } = run;
        match pace.general_authenticate(data, chaining, &mut self.random.pace)? {
            Progress::Continue { pace, response } => {
                answer.extend(response);
                self.volatile.running = Running::Pace(Box::new(PaceRun {
                    pace,
                    selection,
                    begun: true,
                }));
                Ok(StatusWord::OK.into())
            }
            Progress::Token(token) => {
                let established = match selection.password {
                    PasswordReference::Pin => self.judge_pin(token)?,
                    _ => self.judge_uncounted(token)?,
                };
                Ok(self.finish_pace(established, selection, answer))
            }
        }
    }

    fn judge_uncounted(&self, token: PendingToken) -> Result<Established, Refusal> {
        token.judge().map_err(|refusal| {
            let mut refusal = Refusal::from(refusal);
            if self.has(Fault::CanHasCounter) {
                refusal.status = StatusWord::retries(2);
            }
            refusal
        })
    }

    /// The counter falls before the comparison `[TR-03110-2 §2.2.3]`.
    fn judge_pin(&mut self, token: PendingToken) -> Result<Established, Refusal> {
        self.refuse_unusable_pin()?;
        let late = self.has(Fault::PinCounterDecrementedAfterComparison);
        if !late {
            self.take_try();
        }
        let verdict = token.judge();
        if self.faulty.power_fails {
            return Err(Refusal::new(StatusWord::UNKNOWN, Reason::Fault));
        }
        if late {
            self.take_try();
        }
        match verdict {
            Ok(established) => {
                let restores = !self.has(Fault::PinCounterNotRestored);
                if let Some(pin) = self.stored.credentials.pin_mut().filter(|_| restores) {
                    pin.restore_tries();
                }
                Ok(established)
            }
            Err(refusal) if refusal.because == eac::card::Reason::TokenMismatch => {
                Err(self.wrong_pin())
            }
            Err(refusal) => Err(refusal.into()),
        }
    }

    fn take_try(&mut self) {
        let counts = !self.has(Fault::PinCounterNotDecremented);
        if let Some(pin) = self.stored.credentials.pin_mut().filter(|_| counts) {
            pin.take_try();
        }
    }

    fn wrong_pin(&self) -> Refusal {
        let left = self
            .stored
            .credentials
            .pin()
            .map_or(0, |pin| pin.tries().left());
        let told = if self.has(Fault::TriesLeftTooHigh) {
            left.saturating_add(1)
        } else {
            left
        };
        Refusal::new(StatusWord::retries(told), Reason::PinWrong { left })
    }

    /// A PIN that is blocked, switched off or not resumed is refused whatever the token says, so that the answer tells
    /// nothing and nobody can block the PIN without the CAN.
    fn refuse_unusable_pin(&mut self) -> Result<(), Refusal> {
        let resumed = self.can_is_proven() || self.faulty.resumed_for_good;
        let status = self.stored.credentials.pin().map(Pin::status);
        let (fault, decrements, refusal) = match status {
            Some(PinStatus::Deactivated) => (
                Fault::DeactivatedPinAccepted,
                Fault::DeactivatedPinDecrements,
                Refusal::new(
                    StatusWord::REFERENCE_DATA_NOT_USABLE,
                    Reason::PinDeactivated,
                ),
            ),
            Some(PinStatus::Suspended) if !resumed => (
                Fault::SuspendedPinAcceptedWithoutCan,
                Fault::SuspendedPinDecrements,
                Refusal::new(StatusWord::CONDITIONS_NOT_SATISFIED, Reason::PinSuspended),
            ),
            Some(PinStatus::Blocked) | None => (
                Fault::BlockedPinAccepted,
                Fault::BlockedPinAccepted,
                Refusal::new(StatusWord::METHOD_BLOCKED, Reason::PinBlocked),
            ),
            Some(PinStatus::Suspended | PinStatus::Operational(_)) => return Ok(()),
        };
        if self.has(fault) {
            return Ok(());
        }
        if let Some(pin) = self
            .stored
            .credentials
            .pin_mut()
            .filter(|_| self.faulty.card.has(decrements))
        {
            pin.take_try();
        }
        Err(refusal)
    }

    fn finish_pace(
        &mut self,
        established: Established,
        selection: Selection,
        answer: &mut Vec<u8>,
    ) -> Done {
        let kind = selection.chat.map(|chat| chat.terminal_type());
        answer.extend(established.response(&self.authorities(kind)));
        if selection.password == PasswordReference::Can && self.has(Fault::ResumeSurvivesReset) {
            self.faulty.resumed_for_good = true;
        }
        let forgiven = self
            .has(Fault::TerminalAuthenticationWithoutChat)
            .then(every_right)
            .flatten();
        let context = PaceContext {
            id_icc: established.id_icc,
            chat: selection.chat.or(forgiven),
            extensions: selection.extensions,
        };
        let state = SecurityState::after_pace(selection.password, context, self.faulty.eac);
        Done {
            status: StatusWord::OK,
            change: Some(Change::Pace(Box::new(state), established.keys)),
        }
    }

    /// The trust points that suit the terminal type, most recent first `[TR-03110-3 §B.1.4]`.
    fn authorities(&self, kind: Option<TerminalType>) -> Vec<CertificateHolderReference> {
        let kind = match kind {
            None if self.has(Fault::CarWithoutChat) => Some(TerminalType::AuthenticationTerminal),
            Some(TerminalType::AuthenticationTerminal)
                if self.has(Fault::CarOfOtherTerminalType) =>
            {
                Some(TerminalType::InspectionSystem)
            }
            Some(_) if self.has(Fault::CarOfOtherTerminalType) => {
                Some(TerminalType::AuthenticationTerminal)
            }
            kind => kind,
        };
        let mut references = kind
            .map(|kind| self.stored.trust.references(kind))
            .unwrap_or_default();
        if self.has(Fault::CarMissing) {
            references.clear();
        }
        if self.has(Fault::PreviousCarWrong) {
            references.truncate(1);
            references.extend(CertificateHolderReference::new("DE", "TESTNONE", "00000"));
        }
        references
    }
}

/// The rights that a card with a fault takes for confined when the terminal named none.
fn every_right() -> Option<eac::encoding::Chat> {
    use eac::encoding::{Chat, Role};
    Some(Chat::with_rights(
        TerminalType::AuthenticationTerminal,
        Role::Terminal,
        &Right::all(),
    ))
}

/// Step 4 is the one that brings a token, object 85.
fn is_last_step(data: &[u8]) -> bool {
    use iso7816::tlv::{Reader, Tag};
    let dynamic = Reader::new(data).next().and_then(Result::ok);
    let first = dynamic
        .and_then(|dynamic| dynamic.reader().next())
        .and_then(Result::ok);
    first.is_some_and(|object| object.tag == Tag::new(0x85))
}

/// Whether the PIN is switched on, for those who manage it.
pub(super) fn is_activated(pin: &Pin) -> bool {
    pin.activation() == Activation::Activated
}
