//! Conversations with the card, each a machine: it gives a command to send and takes the answer.
//!
//! ```text
//! Approach   SELECT, EF.CardAccess, how the PIN stands
//! Pace       MSE:Set AT and the four steps of General Authenticate
//! Script     commands that must all be answered with 9000
//! ReadFile   a whole file by its short identifier
//! Batch      the server's own commands, untouched
//! ```
//!
//! Nothing is sent from here, and no user is known.

mod approach;
mod batch;
mod link;
mod pace;
mod read_file;
mod script;

pub(crate) use approach::{Approach, Approached, CardAccess, PinStanding};
pub(crate) use batch::{Batch, BatchTurn};
pub(crate) use link::Link;
pub(crate) use pace::{Pace, PaceEnd, PaceWish};
pub(crate) use read_file::ReadFile;
pub(crate) use script::Script;

use eac::encoding::DecodeError;
use eac::terminal::Step;
use eac::terminal::pace::PaceError;
use iso7816::{CommandError, ResponseError, StatusWord};
use secure_messaging::SmError;
use thiserror::Error;

/// Why a conversation with the card ended.
#[derive(Debug, Error)]
pub(crate) enum CardError {
    #[error("a command does not fit: {0}")]
    Command(#[from] CommandError),
    #[error("the card's answer is no response: {0}")]
    Response(#[from] ResponseError),
    #[error("secure messaging broke: {0}")]
    SecureMessaging(#[from] SmError),
    #[error("the session with the card is lost")]
    SessionLost,
    #[error("{step} was answered with {status}")]
    Status { step: Step, status: StatusWord },
    #[error("data of the card are malformed: {0}")]
    Data(#[from] DecodeError),
    #[error("PACE failed: {0}")]
    Pace(#[from] PaceError),
    #[error("the card offers nothing that is spoken here: {0}")]
    Offer(&'static str),
}

/// What comes after an answer of the card: another command, or the end of the conversation.
#[derive(Debug)]
pub(crate) enum Turn<M, O> {
    /// Send this, then give the answer to the machine.
    Send(Vec<u8>, M),
    /// The conversation is over, and this came out.
    Done(O),
}

pub(crate) type Turned<M, O> = Result<Turn<M, O>, CardError>;
