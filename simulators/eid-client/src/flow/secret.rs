//! PIN, CAN and PUK: which is asked for, and what the card says to it. `[TR-03124-1 §3.8]`
//!
//! ```text
//! usable       -> PIN  -> wrong: 2 tries left -> PIN; 1 -> CAN, then PIN; 0 -> PUK
//! suspended    -> CAN  -> PIN, in the session of the CAN
//! blocked      -> PUK  -> PIN
//! deactivated  -> nothing helps here
//! PIN letter   -> its PIN and an own one -> PIN
//! ```

use eac::encoding::{Chat, Password, PasswordReference};
use eac::terminal::{Step, command};

use super::authentication::{self, Proven};
use super::inquiry::Approved;
use super::run::Run;
use super::trouble::Trouble;
use super::view::{Notice, Question, View};
use super::{Decision, Effect, Next, Phase, Stepped};
use crate::card::{
    Approach, Approached, CardAccess, CardError, Link, Pace, PaceEnd, PaceWish, PinStanding,
    Script, Turn,
};
use crate::{Digits, Fault};

const PIN_LENGTH: usize = 6;
const LETTER_PIN_LENGTH: usize = 5;
const CAN_LENGTH: usize = 6;
const PUK_LENGTH: usize = 10;

/// A card that was looked at.
#[derive(Debug)]
pub(crate) struct AtCard {
    pub(crate) approved: Approved,
    pub(crate) access: CardAccess,
    /// In the open, or in the session of the CAN.
    pub(crate) link: Link,
}

/// What a password is for.
#[derive(Debug)]
pub(crate) enum Errand {
    /// The PIN, to go on with Terminal Authentication.
    Authenticate,
    /// The CAN, so that the PIN may be entered; then this is asked.
    Resume(Question),
    /// The PUK, so that the PIN has its tries again.
    Unblock,
    /// The PIN of the letter, to set this one.
    SetPin(Digits),
}

/// Takes the next turn of the first look.
pub(super) fn approaching(
    approved: Box<Approved>,
    turn: Turn<Approach, Approached>,
    notice: Option<Notice>,
) -> Stepped {
    match turn {
        Turn::Send(bytes, approach) => Ok((
            Phase::Approaching(approved, approach, notice),
            Effect::SendApdu(bytes),
        )),
        Turn::Done(Approached {
            link,
            access,
            standing,
        }) => {
            let card = Box::new(AtCard {
                approved: *approved,
                access,
                link,
            });
            Ok(ask(card, question(standing, notice)))
        }
    }
}

fn question(standing: PinStanding, notice: Option<Notice>) -> Question {
    match standing {
        PinStanding::Usable(tries) => Question::Pin { tries, notice },
        PinStanding::Suspended => Question::Can {
            notice,
            letter: false,
        },
        PinStanding::Blocked => Question::Puk { notice },
        PinStanding::Deactivated => Question::Deactivated,
        PinStanding::Transport => Question::SetPin { notice },
    }
}

fn ask(card: Box<AtCard>, question: Question) -> Next {
    let view = View::question(&card.approved, question);
    (Phase::Asking(card, question), Effect::Show(Box::new(view)))
}

/// Takes the user's decision.
pub(super) fn decided(
    run: &mut Run,
    card: Box<AtCard>,
    question: Question,
    decision: Decision,
) -> Stepped {
    match (question, decision) {
        (Question::Pin { .. }, Decision::HasPinLetter) => {
            Ok(ask(card, Question::SetPin { notice: None }))
        }
        (Question::Pin { .. }, Decision::Enter(digits)) => match digits {
            Some(pin) if pin.count() == PIN_LENGTH || run.has(Fault::TriesAnyLength) => {
                let chat = Some(card.approved.chat);
                prove(
                    card,
                    PasswordReference::Pin,
                    &pin,
                    chat,
                    Errand::Authenticate,
                )
            }
            Some(pin) if pin.count() == LETTER_PIN_LENGTH => {
                Ok(ask(card, question.with(Notice::FiveDigits)))
            }
            _ => Ok(ask(card, question.with(Notice::Format))),
        },
        (Question::Can { letter, .. }, Decision::Enter(Some(can))) if can.count() == CAN_LENGTH => {
            let then = match letter {
                true => Question::SetPin { notice: None },
                false => Question::Pin {
                    tries: Some(1),
                    notice: None,
                },
            };
            prove(
                card,
                PasswordReference::Can,
                &can,
                None,
                Errand::Resume(then),
            )
        }
        (Question::Puk { .. }, Decision::Enter(Some(puk))) if puk.count() == PUK_LENGTH => {
            prove(card, PasswordReference::Puk, &puk, None, Errand::Unblock)
        }
        (Question::Can { .. } | Question::Puk { .. }, Decision::Enter(_)) => {
            Ok(ask(card, question.with(Notice::Format)))
        }
        (Question::SetPin { .. }, Decision::SetPin(typed)) => set_pin(run, card, question, typed),
        (Question::Deactivated | Question::PukUsedUp, Decision::Continue) => {
            Ok((Phase::Looking(Box::new(card.approved)), Effect::LookAtSlot))
        }
        _ => {
            run.note("page", "a decision that the page does not offer");
            Ok(ask(card, question))
        }
    }
}

fn set_pin(
    run: &Run,
    card: Box<AtCard>,
    question: Question,
    typed: [Option<Digits>; 3],
) -> Stepped {
    let [Some(letter), Some(own), Some(again)] = typed else {
        return Ok(ask(card, question.with(Notice::Format)));
    };
    if letter.count() != LETTER_PIN_LENGTH || own.count() != PIN_LENGTH {
        return Ok(ask(card, question.with(Notice::Format)));
    }
    if own != again && !run.has(Fault::SetsUnconfirmedPin) {
        return Ok(ask(card, question.with(Notice::PinsDiffer)));
    }
    prove(
        card,
        PasswordReference::Pin,
        &letter,
        None,
        Errand::SetPin(own),
    )
}

fn prove(
    mut card: Box<AtCard>,
    reference: PasswordReference,
    digits: &Digits,
    chat: Option<Chat>,
    errand: Errand,
) -> Stepped {
    let link = match reference {
        // Only the PIN is entered inside the session of the CAN.
        PasswordReference::Pin => std::mem::take(&mut card.link),
        _ => Link::open(),
    };
    let password = Password::new(reference, digits.as_bytes());
    let wish = PaceWish {
        access: &card.access,
        password: &password,
        chat,
    };
    let turn = Pace::start(link, &wish)?;
    proving(card, turn, errand)
}

/// Takes the next turn of PACE.
pub(super) fn proving(
    mut card: Box<AtCard>,
    turn: Turn<Pace, (Link, PaceEnd)>,
    errand: Errand,
) -> Stepped {
    let (link, end) = match turn {
        Turn::Send(bytes, pace) => {
            let phase = Phase::Proving(card, Box::new(pace), errand);
            return Ok((phase, Effect::SendApdu(bytes)));
        }
        Turn::Done(done) => done,
    };
    match (end, errand) {
        (
            PaceEnd::Established {
                id_picc,
                authorities,
            },
            errand,
        ) => match errand {
            Errand::Authenticate => {
                let proven = Box::new(Proven::new(*card, id_picc, authorities));
                authentication::challenge(proven, link)
            }
            Errand::Resume(then) => {
                card.link = link;
                Ok(ask(card, then))
            }
            Errand::Unblock => manage(card, link, command::unblock_pin(), Notice::Unblocked),
            Errand::SetPin(own) => {
                let command = command::change_pin(own.as_bytes());
                manage(card, link, command, Notice::PinSet)
            }
        },
        (PaceEnd::Wrong(tries), errand) => Ok(ask(card, after_wrong(tries, &errand))),
        (PaceEnd::Refused(status), errand) => {
            let standing = PinStanding::of(status)?;
            let letter = matches!(errand, Errand::SetPin(_));
            let question = match question(standing, None) {
                Question::Can { notice, .. } => Question::Can { notice, letter },
                Question::Pin { .. } => {
                    return Err(CardError::Status {
                        step: Step::PaceSetAt,
                        status,
                    }
                    .into());
                }
                other => other,
            };
            Ok(ask(card, question))
        }
    }
}

/// What is asked after a wrong password. CAN and PUK have no counter.
fn after_wrong(tries: Option<u8>, errand: &Errand) -> Question {
    let letter = matches!(errand, Errand::SetPin(_));
    let notice = Some(match errand {
        Errand::Authenticate | Errand::SetPin(_) => Notice::WrongPin,
        Errand::Resume(_) => Notice::WrongCan,
        Errand::Unblock => Notice::WrongPuk,
    });
    match (errand, tries) {
        (Errand::Resume(then), _) => Question::Can {
            notice,
            letter: matches!(then, Question::SetPin { .. }),
        },
        (Errand::Unblock, _) | (_, Some(0)) => Question::Puk { notice },
        (_, Some(1)) => Question::Can { notice, letter },
        (Errand::SetPin(_), _) => Question::SetPin { notice },
        (Errand::Authenticate, tries) => Question::Pin { tries, notice },
    }
}

fn manage(card: Box<AtCard>, link: Link, command: iso7816::CommandApdu, notice: Notice) -> Stepped {
    let turn = Script::start(link, [(Step::PinManagement, command)]);
    managing(card, turn, notice)
}

/// Takes the card's answer to a command of PIN management. 69xx to the PUK's command means that it was used too often.
pub(super) fn managing(
    card: Box<AtCard>,
    turn: Result<Turn<Script, (Link, Vec<u8>)>, CardError>,
    notice: Notice,
) -> Stepped {
    match turn {
        Ok(Turn::Send(bytes, script)) => Ok((
            Phase::Managing(card, script, notice),
            Effect::SendApdu(bytes),
        )),
        Ok(Turn::Done(_)) => {
            let AtCard {
                approved, access, ..
            } = *card;
            let turn = Approach::again(approved.chat, access)?;
            approaching(Box::new(approved), turn, Some(notice))
        }
        Err(CardError::Status { status, .. })
            if notice == Notice::Unblocked && status.sw1() == 0x69 =>
        {
            Ok(ask(card, Question::PukUsedUp))
        }
        Err(error) => Err(Trouble::from(error)),
    }
}
