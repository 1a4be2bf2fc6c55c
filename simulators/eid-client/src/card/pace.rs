//! PACE as a conversation: with any password, in the open or inside the session of the CAN.

use ambient::Stream;
use eac::encoding::{CertificateHolderReference, Chat, CompressedPublicKey, Password};
use eac::terminal::pace::{AwaitKey, AwaitMapping, AwaitNonce, AwaitToken};
use eac::terminal::{PaceRequest, Step, command};
use iso7816::{CommandApdu, StatusWord};

use super::approach::CardAccess;
use super::{CardError, Link, Turn, Turned};

/// What PACE is to prove.
#[derive(Debug)]
pub(crate) struct PaceWish<'a> {
    pub(crate) access: &'a CardAccess,
    pub(crate) password: &'a Password,
    /// The rights, when Terminal Authentication shall follow.
    pub(crate) chat: Option<Chat>,
}

/// Runs PACE once.
#[derive(Debug)]
pub(crate) struct Pace {
    link: Link,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Choosing(AwaitNonce),
    Nonce(AwaitNonce),
    Mapping(AwaitMapping),
    Key(Box<AwaitKey>),
    Token(Box<AwaitToken>),
}

/// How it ended.
#[derive(Debug)]
pub(crate) enum PaceEnd {
    /// There is a session.
    Established {
        id_picc: CompressedPublicKey,
        authorities: Vec<CertificateHolderReference>,
    },
    /// The password was wrong; so many tries are left if it counts them.
    Wrong(Option<u8>),
    /// The card would not begin, and said this.
    Refused(StatusWord),
}

impl Pace {
    /// Begins.
    pub(crate) fn start(mut link: Link, wish: &PaceWish<'_>) -> Turned<Self, (Link, PaceEnd)> {
        let mut request = PaceRequest::new(wish.access.offer()?, wish.password)
            .ok_or(CardError::Offer("PACE"))?;
        request.chat = wish.chat;
        let first = AwaitNonce::new(request.protocol, request.curve, wish.password);
        let bytes = link.wrap_command(&command::set_at_pace(&request.set_at()))?;
        let stage = Stage::Choosing(first);
        Ok(Turn::Send(bytes, Self { link, stage }))
    }

    /// Takes an answer.
    pub(crate) fn receive(
        mut self,
        answer: &[u8],
        random: &mut Stream,
    ) -> Turned<Self, (Link, PaceEnd)> {
        let response = self.link.unwrap_response(answer)?;
        let status = response.status;
        let data = &response.data;
        let expect = |step| match status.is_ok() {
            true => Ok(()),
            false => Err(CardError::Status { step, status }),
        };
        match self.stage {
            Stage::Choosing(first) if may_begin(status, &self.link) => {
                let command = first.command();
                send(self.link, &command, Stage::Nonce(first))
            }
            Stage::Choosing(_) => Ok(Turn::Done((self.link, PaceEnd::Refused(status)))),
            Stage::Nonce(state) => {
                expect(Step::PaceNonce)?;
                let state = state.receive(data, random)?;
                send(self.link, &state.command(), Stage::Mapping(state))
            }
            Stage::Mapping(state) => {
                expect(Step::PaceMap)?;
                let state = state.receive(data, random)?;
                send(self.link, &state.command(), Stage::Key(Box::new(state)))
            }
            Stage::Key(state) => {
                expect(Step::PaceAgree)?;
                let state = state.receive(data)?;
                send(self.link, &state.command(), Stage::Token(Box::new(state)))
            }
            Stage::Token(_) if status.sw1() == 0x63 => Ok(Turn::Done((
                self.link,
                PaceEnd::Wrong(status.retries_left()),
            ))),
            Stage::Token(state) => {
                expect(Step::PaceToken)?;
                let outcome = state.receive(data)?;
                let end = PaceEnd::Established {
                    id_picc: outcome.id_icc,
                    authorities: outcome.authorities,
                };
                Ok(Turn::Done((Link::secured(outcome.keys), end)))
            }
        }
    }
}

/// Whether the answer to MSE:Set AT lets PACE begin: in the open a suspended, blocked or deactivated PIN does not.
fn may_begin(status: StatusWord, link: &Link) -> bool {
    match status.retries_left() {
        Some(tries) => tries > 1 || tries == 1 && !link.is_open(),
        // 63Dx: tries of a PIN letter, which some cards count apart.
        None => status.is_ok() || matches!(status.value(), 0x63D1..=0x63DF),
    }
}

fn send(mut link: Link, command: &CommandApdu, stage: Stage) -> Turned<Pace, (Link, PaceEnd)> {
    let bytes = link.wrap_command(command)?;
    Ok(Turn::Send(bytes, Pace { link, stage }))
}
