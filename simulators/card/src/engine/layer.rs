//! The layer of secure messaging: takes the session out, and puts it back only for a genuine command.

use iso7816::{Class, CommandView, Ne, ResponseView, SecureMessaging, StatusWord};
use secure_messaging::{CardSession, SessionKeys, SmError};

use super::{Buffers, Decoded, Engine, Outcome};
use crate::fault::Fault;
use crate::{Exchange, Observer, Profile, Protection, Reason, Refusal};

/// The most bytes that a plain response carries.
const PLAIN_ROOM: usize = Ne::EXTENDED_MAX.as_usize();

/// A command as it came.
pub(super) struct Received<'a> {
    pub(super) wire: &'a [u8],
    pub(super) decoded: Decoded<'a>,
}

/// What the observer is told beside the bytes on the wire.
struct Understood<'a> {
    command: Option<CommandView<'a>>,
    outcome: &'a Outcome,
    protection: Protection,
}

impl<P: Profile> Engine<P> {
    /// One command and its response, whatever the command is.
    pub(super) fn exchange(
        &mut self,
        received: Received<'_>,
        buffers: &mut Buffers,
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    ) {
        let wire = received.wire;
        match self.protection(received.decoded) {
            Err(refusal) => {
                self.end_session_by_plain_command();
                self.faulty.mute |=
                    self.has(Fault::MuteAfterError) && refusal.status.is_checking_error();
                let outcome = Outcome {
                    status: refusal.status,
                    refusal: Some(refusal),
                    keys: None,
                };
                let command = received.decoded.ok();
                buffers.answer.clear();
                self.answer_plain(&outcome, buffers, response);
                let understood = Understood {
                    command,
                    outcome: &outcome,
                    protection: Protection::Plain,
                };
                tell(observer, wire, &buffers.answer, response, &understood);
            }
            Ok((command, Protection::Plain)) => {
                self.end_session_by_plain_command();
                let outcome = self.perform(&command, PLAIN_ROOM, &mut buffers.answer);
                self.answer_plain(&outcome, buffers, response);
                let understood = Understood {
                    command: Some(command),
                    outcome: &outcome,
                    protection: Protection::Plain,
                };
                tell(observer, wire, &buffers.answer, response, &understood);
                self.start_session(outcome.keys);
            }
            Ok((command, _)) => self.exchange_secured(wire, &command, buffers, response, observer),
        }
    }

    /// How the command is protected, if its class is one that the card knows `[ISO 7816-4 §5.4.1]`.
    fn protection<'a>(
        &self,
        decoded: Decoded<'a>,
    ) -> Result<(CommandView<'a>, Protection), Refusal> {
        if self.faulty.mute || self.faulty.used > super::LEAKY_MEMORY {
            return Err(Refusal::new(StatusWord::UNKNOWN, Reason::Fault));
        }
        let command =
            decoded.map_err(|error| Refusal::new(error.status(), Reason::NoCommand(error)))?;
        let class = command.class;
        if !class.is_valid() && self.has(Fault::ClassIgnored) {
            return Ok((
                CommandView {
                    class: Class::PLAIN,
                    ..command
                },
                Protection::Plain,
            ));
        }
        if !class.is_valid() {
            return Err(Refusal::new(
                StatusWord::CLASS_NOT_SUPPORTED,
                Reason::Class(class),
            ));
        }
        if class.channel() != 0 {
            return Err(Refusal::new(
                StatusWord::CHANNEL_NOT_SUPPORTED,
                Reason::Channel(class.channel()),
            ));
        }
        match class.secure_messaging() {
            SecureMessaging::None => Ok((command, Protection::Plain)),
            SecureMessaging::HeaderAuthenticated => Ok((command, Protection::Secured)),
            SecureMessaging::Proprietary | SecureMessaging::HeaderPlain => Err(Refusal::new(
                StatusWord::SECURE_MESSAGING_NOT_SUPPORTED,
                Reason::SecureMessagingForm(class),
            )),
        }
    }

    fn answer_plain(&mut self, outcome: &Outcome, buffers: &Buffers, response: &mut Vec<u8>) {
        response.clear();
        ResponseView {
            data: &buffers.answer,
            status: outcome.status,
        }
        .encode_into(response);
    }

    fn exchange_secured(
        &mut self,
        wire: &[u8],
        command: &CommandView<'_>,
        buffers: &mut Buffers,
        response: &mut Vec<u8>,
        observer: &mut dyn Observer,
    ) {
        let spare = self.spare_session();
        let session = self.volatile.session.take();
        let Buffers {
            command: plain,
            answer,
        } = buffers;
        let opened = match session {
            None => Err(Refusal::new(
                StatusWord::CONDITIONS_NOT_SATISFIED,
                Reason::NoSession,
            )),
            Some(session) => session
                .unwrap_command(command, plain)
                .map_err(|error| Refusal::new(error.status(), Reason::SecureMessaging(error))),
        };
        match opened {
            Err(refusal) => {
                self.end_session_by_error(spare);
                answer.clear();
                let outcome = Outcome {
                    status: refusal.status,
                    refusal: Some(refusal),
                    keys: None,
                };
                response.clear();
                response.extend_from_slice(&outcome.status.to_bytes());
                let understood = Understood {
                    command: None,
                    outcome: &outcome,
                    protection: Protection::Broken,
                };
                tell(observer, wire, answer, response, &understood);
            }
            Ok((mut session, plain)) => {
                let mut outcome = self.perform(&plain, session.max_plain(), answer);
                if let Err(error) = session.wrap_response(answer, outcome.status, response) {
                    answer.clear();
                    outcome = too_long(&mut session, error, response);
                }
                let understood = Understood {
                    command: Some(plain),
                    outcome: &outcome,
                    protection: Protection::Secured,
                };
                tell(observer, wire, answer, response, &understood);
                self.continue_session(session, outcome);
            }
        }
    }

    /// The session goes on, with new keys where PACE or Chip Authentication has made some.
    fn continue_session(&mut self, session: CardSession, outcome: Outcome) {
        match outcome.keys {
            Some(keys)
                if !(self.has(Fault::CaKeepsOldKeys)
                    && self.volatile.state.authorization().is_some()) =>
            {
                self.start_session(Some(keys));
            }
            _ => self.volatile.session = Some(session),
        }
        if let Some(refusal) = &outcome.refusal {
            self.drop_session_wrongly(refusal);
        }
    }

    fn start_session(&mut self, keys: Option<SessionKeys>) {
        let Some(keys) = keys else { return };
        let session = CardSession::new(keys);
        #[cfg(feature = "faults")]
        let session = session.with_fault(self.faulty.secure_messaging);
        self.volatile.session = Some(session);
    }

    /// A plain command ends the session `[TR-03110-3 §F.1]`.
    fn end_session_by_plain_command(&mut self) {
        let has_session = self.volatile.session.is_some();
        if !has_session || self.has(Fault::PlainCommandKeepsSession) {
            return;
        }
        self.end_session_but(Fault::RightsSurvivePlainCommand);
    }

    fn end_session_by_error(&mut self, spare: Option<CardSession>) {
        if spare.is_some() {
            self.volatile.session = spare;
            return;
        }
        self.end_session_but(Fault::RightsSurviveSecureMessagingError);
    }

    fn end_session_but(&mut self, fault: Fault) {
        if self.has(fault) {
            self.volatile.session = None;
            return;
        }
        self.end_session();
    }

    /// What only a card with a fault does: ends the session after a refusal.
    fn drop_session_wrongly(&mut self, refusal: &Refusal) {
        let because = match &refusal.because {
            Reason::PinWrong { .. } => Some(Fault::FailedResumeDropsSession),
            Reason::Protocol(reason) => failed_authentication(reason),
            _ => None,
        };
        if self.has(Fault::RefusalDropsSession) || because.is_some_and(|fault| self.has(fault)) {
            self.end_session();
        }
    }

    fn spare_session(&self) -> Option<CardSession> {
        #[cfg(feature = "faults")]
        return self.volatile.session.as_ref().and_then(CardSession::spare);
        #[cfg(not(feature = "faults"))]
        None
    }
}

fn failed_authentication(reason: &eac::card::Reason) -> Option<Fault> {
    match reason {
        eac::card::Reason::InvalidKey(_)
        | eac::card::Reason::UnboundKey
        | eac::card::Reason::UnknownKey(_) => Some(Fault::FailedCaDropsSession),
        eac::card::Reason::TerminalSignature(_) | eac::card::Reason::CertificateSignature(_) => {
            Some(Fault::FailedTaDropsSession)
        }
        _ => None,
    }
}

/// An answer that cannot be protected gives way to 6700, which always can.
fn too_long(session: &mut CardSession, error: SmError, response: &mut Vec<u8>) -> Outcome {
    let status = StatusWord::WRONG_LENGTH;
    // Cannot fail: the smallest response was found to fit when the command was opened.
    let _ = session.wrap_response(&[], status, response);
    Outcome {
        status,
        refusal: Some(Refusal::new(status, Reason::AnswerNotProtected(error))),
        keys: None,
    }
}

fn tell(
    observer: &mut dyn Observer,
    wire: &[u8],
    answer: &[u8],
    response: &[u8],
    understood: &Understood<'_>,
) {
    observer.exchanged(&Exchange {
        wire_command: wire,
        command: understood.command,
        response: ResponseView {
            data: answer,
            status: understood.outcome.status,
        },
        wire_response: response,
        refusal: understood.outcome.refusal.as_ref(),
        protection: understood.protection,
    });
}
