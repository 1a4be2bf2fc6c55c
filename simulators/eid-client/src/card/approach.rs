//! The first look at a card: what it speaks, and how its PIN stands.

use eac::encoding::security_infos::PaceInfo;
use eac::encoding::{Chat, PasswordReference, SecurityInfos, SetAt, reference_bytes};
use eac::terminal::{Step, command};
use iso7816::{Ne, StatusWord};

use super::{CardError, Link, ReadFile, Script, Turn, Turned};

/// Selects the master file, reads EF.CardAccess and chooses the PIN for PACE, which tells how it stands and costs no
/// try.
#[derive(Debug)]
pub(crate) struct Approach {
    chat: Chat,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    Selecting(Script),
    Reading(ReadFile),
    Asking(Link, CardAccess),
}

/// EF.CardAccess, as bytes and read.
#[derive(Clone, Debug)]
pub(crate) struct CardAccess {
    pub(crate) bytes: Vec<u8>,
    pub(crate) infos: SecurityInfos,
}

/// What the first look has found.
#[derive(Debug)]
pub(crate) struct Approached {
    pub(crate) link: Link,
    pub(crate) access: CardAccess,
    pub(crate) standing: PinStanding,
}

/// How the PIN stands. `[TR-03110-3 §B.14.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PinStanding {
    /// It can be entered; so many tries are left if the card says so.
    Usable(Option<u8>),
    /// One try is left: the CAN comes first.
    Suspended,
    /// No try is left: the PUK comes first.
    Blocked,
    /// It is switched off.
    Deactivated,
    /// It is that of the PIN letter, with which nobody authenticates.
    Transport,
}

impl PinStanding {
    /// What the answer to MSE:Set AT with the PIN and rights means. Cards refuse the combination (6A80), or count its
    /// tries apart (63Dx), while the PIN is that of the PIN letter.
    pub(crate) fn of(status: StatusWord) -> Result<Self, CardError> {
        let refused = CardError::Status {
            step: Step::PaceSetAt,
            status,
        };
        match (status, status.retries_left()) {
            (StatusWord::OK, _) => Ok(Self::Usable(None)),
            (StatusWord::DEACTIVATED, _) => Ok(Self::Deactivated),
            (StatusWord::WRONG_DATA, _) => Ok(Self::Transport),
            (_, Some(0)) => Ok(Self::Blocked),
            (_, Some(1)) => Ok(Self::Suspended),
            (_, Some(tries)) => Ok(Self::Usable(Some(tries))),
            _ if matches!(status.value(), 0x63D0..=0x63DF) => Ok(Self::Transport),
            _ => Err(refused),
        }
    }
}

impl CardAccess {
    pub(crate) fn offer(&self) -> Result<&PaceInfo, CardError> {
        let (info, _, _) = self
            .infos
            .usable_pace()
            .ok_or(CardError::Offer("EF.CardAccess has no usable PACEInfo"))?;
        Ok(info)
    }
}

impl Approach {
    /// Begins with a card whose session, if any, may end.
    pub(crate) fn start(chat: Chat) -> Turned<Self, Approached> {
        let select = [(Step::Select, command::select_master_file())];
        selecting(chat, Script::start(Link::open(), select)?)
    }

    /// Asks again how the PIN stands, in the open.
    pub(crate) fn again(chat: Chat, access: CardAccess) -> Turned<Self, Approached> {
        asking(chat, Link::open(), access)
    }

    /// Takes an answer.
    pub(crate) fn receive(self, answer: &[u8]) -> Turned<Self, Approached> {
        match self.stage {
            Stage::Selecting(script) => selecting(self.chat, script.receive(answer)?),
            Stage::Reading(file) => reading(self.chat, file.receive(answer)?),
            Stage::Asking(mut link, access) => {
                let status = link.unwrap_response(answer)?.status;
                let standing = PinStanding::of(status)?;
                Ok(Turn::Done(Approached {
                    link,
                    access,
                    standing,
                }))
            }
        }
    }
}

fn selecting(chat: Chat, turn: Turn<Script, (Link, Vec<u8>)>) -> Turned<Approach, Approached> {
    match turn {
        Turn::Send(bytes, script) => {
            let stage = Stage::Selecting(script);
            Ok(Turn::Send(bytes, Approach { chat, stage }))
        }
        Turn::Done((link, _)) => reading(
            chat,
            ReadFile::start(link, command::CARD_ACCESS, Ne::SHORT_MAX)?,
        ),
    }
}

fn reading(chat: Chat, turn: Turn<ReadFile, (Link, Vec<u8>)>) -> Turned<Approach, Approached> {
    match turn {
        Turn::Send(bytes, file) => {
            let stage = Stage::Reading(file);
            Ok(Turn::Send(bytes, Approach { chat, stage }))
        }
        Turn::Done((link, bytes)) => {
            let infos = SecurityInfos::decode_file(&bytes)?;
            asking(chat, link, CardAccess { bytes, infos })
        }
    }
}

fn asking(chat: Chat, mut link: Link, access: CardAccess) -> Turned<Approach, Approached> {
    let offer = access.offer()?;
    let set = SetAt {
        mechanism: Some(offer.protocol),
        public_key_reference: Some(vec![PasswordReference::Pin.number()]),
        private_key_reference: offer.parameter_id.map(reference_bytes),
        chat: Some(chat),
        ..SetAt::default()
    };
    let bytes = link.wrap_command(&command::set_at_pace(&set))?;
    let stage = Stage::Asking(link, access);
    Ok(Turn::Send(bytes, Approach { chat, stage }))
}

#[cfg(test)]
mod tests {
    use iso7816::StatusWord;

    use super::PinStanding;

    #[test]
    fn every_answer_has_its_meaning() {
        for (status, expected) in [
            (0x9000, PinStanding::Usable(None)),
            (0x63C2, PinStanding::Usable(Some(2))),
            (0x63C1, PinStanding::Suspended),
            (0x63C0, PinStanding::Blocked),
            (0x6283, PinStanding::Deactivated),
            (0x6A80, PinStanding::Transport),
            (0x63D3, PinStanding::Transport),
        ] {
            let status = StatusWord::from(status);
            assert_eq!(PinStanding::of(status).ok(), Some(expected), "{status}");
        }
        assert!(PinStanding::of(StatusWord::from(0x6A88)).is_err());
    }
}
