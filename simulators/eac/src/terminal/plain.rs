//! The beginning: a card that answers, and nothing proven.

use crypto::Curve;
use iso7816::Transport;
use rand_core::CryptoRng;

use super::channel::Channel;
use super::error::{Step, Stopped, TerminalError};
use super::file::ReadLength;
use super::pace::{AwaitNonce, Outcome, PaceError};
use super::{Pace, PinStatus, Terminal, command};
use crate::encoding::security_infos::PaceInfo;
use crate::encoding::{
    CertificateExtensions, Chat, PaceProtocol, Password, PasswordReference, SecurityInfos, SetAt,
    reference_bytes,
};

/// Nothing has been proven yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Plain;

/// What PACE is run with.
#[derive(Clone, Debug)]
pub struct PaceRequest<'a> {
    /// Mapping and cipher.
    pub protocol: PaceProtocol,
    /// Domain parameters, standardised.
    pub curve: Curve,
    /// The password.
    pub password: &'a Password,
    /// Terminal type and wanted rights, if Terminal Authentication shall follow.
    pub chat: Option<Chat>,
    /// Wanted authorization extensions.
    pub extensions: CertificateExtensions,
}

impl<'a> PaceRequest<'a> {
    /// PACE as the card offers it, with a password. `None` for an offer that this crate cannot take.
    #[must_use]
    pub fn new(offer: &PaceInfo, password: &'a Password) -> Option<Self> {
        let (protocol, curve) = (offer.pace_protocol()?, offer.curve()?);
        Some(Self {
            protocol,
            curve,
            password,
            chat: None,
            extensions: CertificateExtensions::default(),
        })
    }

    /// With a terminal type and wanted rights.
    #[must_use]
    pub fn with_chat(mut self, chat: Chat) -> Self {
        self.chat = Some(chat);
        self
    }

    /// The data field of MSE:Set AT.
    #[must_use]
    pub fn set_at(&self) -> SetAt {
        SetAt {
            mechanism: Some(self.protocol.oid()),
            public_key_reference: Some(vec![self.password.reference().number()]),
            private_key_reference: Some(vec![self.curve.parameter_id()]),
            chat: self.chat,
            extensions: Some(self.extensions.clone()).filter(|extensions| !extensions.is_empty()),
            ..SetAt::default()
        }
    }
}

impl<T: Transport> Terminal<T, Plain> {
    /// Starts a conversation with a card that was just switched on.
    #[must_use]
    pub const fn new(transport: T) -> Self {
        Self {
            channel: Channel::new(transport),
            state: Plain,
        }
    }

    /// Reads EF.CardAccess. Nobody has signed it yet. `[TR-03110-3 §A.1.2.1]`
    ///
    /// # Errors
    /// The file cannot be read, or is malformed.
    pub fn read_card_access(&mut self) -> Result<SecurityInfos, TerminalError<T::Error>> {
        let content = self.read_file(command::CARD_ACCESS, ReadLength::Short)?;
        SecurityInfos::decode_file(&content).map_err(|source| TerminalError::Data {
            step: Step::Read,
            source,
        })
    }

    /// Runs PACE. `[TR-03110-2 §3.2]`
    ///
    /// # Errors
    /// The card refuses a step, the password is wrong, or the card's answers are.
    pub fn pace(
        mut self,
        request: &PaceRequest<'_>,
        rng: &mut (impl CryptoRng + ?Sized),
    ) -> Result<Terminal<T, Pace>, Box<Stopped<T, Plain>>> {
        match run(&mut self.channel, request, rng) {
            Ok(outcome) => Ok(secured(self.channel, outcome)),
            Err(error) => Err(Box::new(Stopped {
                error,
                terminal: self,
            })),
        }
    }
}

impl<T: Transport, S> Terminal<T, S> {
    /// Asks how the PIN stands by choosing it for PACE, and goes no further. A chosen PIN costs no try.
    /// `[TR-03110-3 §B.14.1]`
    ///
    /// # Errors
    /// The card cannot be reached.
    pub fn pin_status(&mut self, offer: &PaceInfo) -> Result<PinStatus, TerminalError<T::Error>> {
        let set = SetAt {
            mechanism: Some(offer.protocol),
            public_key_reference: Some(vec![PasswordReference::Pin.number()]),
            private_key_reference: offer.parameter_id.map(reference_bytes),
            ..SetAt::default()
        };
        let response = self.transmit(&command::set_at_pace(&set))?;
        Ok(PinStatus::from_status(response.status))
    }
}

/// A terminal whose channel is protected by the keys of PACE.
pub(super) fn secured<T: Transport>(
    mut channel: Channel<T>,
    outcome: Outcome,
) -> Terminal<T, Pace> {
    channel.secure(outcome.keys);
    Terminal {
        channel,
        state: Pace {
            id_icc: outcome.id_icc,
            authorities: outcome.authorities,
        },
    }
}

/// MSE:Set AT and the four steps of General Authenticate.
pub(super) fn run<T: Transport>(
    channel: &mut Channel<T>,
    request: &PaceRequest<'_>,
    rng: &mut (impl CryptoRng + ?Sized),
) -> Result<Outcome, TerminalError<T::Error>> {
    let status = channel
        .transmit(&command::set_at_pace(&request.set_at()))?
        .status;
    if !status.is_ok() && !status.is_warning() {
        return Err(TerminalError::Status {
            step: Step::PaceSetAt,
            status,
        });
    }
    let start = AwaitNonce::new(request.protocol, request.curve, request.password);
    let data = channel.expect_ok(Step::PaceNonce, &start.command())?;
    let mapping = start
        .receive(&data, rng)
        .map_err(|error| named(Step::PaceNonce, error))?;
    let data = channel.expect_ok(Step::PaceMap, &mapping.command())?;
    let agreement = mapping
        .receive(&data, rng)
        .map_err(|error| named(Step::PaceMap, error))?;
    let data = channel.expect_ok(Step::PaceAgree, &agreement.command())?;
    let tokens = agreement
        .receive(&data)
        .map_err(|error| named(Step::PaceAgree, error))?;
    let response = channel.transmit(&tokens.command())?;
    match response.status {
        status if status.is_ok() => (),
        status if status.sw1() == 0x63 => {
            return Err(TerminalError::WrongPassword {
                tries_left: status.retries_left(),
            });
        }
        status => {
            return Err(TerminalError::Status {
                step: Step::PaceToken,
                status,
            });
        }
    }
    tokens
        .receive(&response.data)
        .map_err(|error| named(Step::PaceToken, error))
}

fn named<E: std::error::Error>(step: Step, error: PaceError) -> TerminalError<E> {
    match error {
        PaceError::Data(source) => TerminalError::Data { step, source },
        PaceError::Key(source) => TerminalError::Key { step, source },
        PaceError::OwnKey => TerminalError::OwnKey,
        PaceError::Token => TerminalError::Token(step),
        PaceError::NonceLength(found) => {
            let kind = crate::encoding::DecodeErrorKind::Length {
                expected: found.next_multiple_of(16),
                found,
            };
            TerminalError::Data {
                step,
                source: crate::encoding::DecodeError::new(kind, 0),
            }
        }
    }
}
