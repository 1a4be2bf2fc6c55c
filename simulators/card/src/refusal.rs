//! Why the card refuses: a status word for the wire, a reason with its clause for the trace.

use eac::encoding::PasswordReference;
use iso7816::{ChainError, Class, CommandError, Instruction, StatusWord, TlvError};
use secure_messaging::SmError;
use thiserror::Error;

use crate::credentials::PinError;
use crate::{FileId, Missing};

/// A refusal: what the terminal sees, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{status}: {because} {}", because.clause())]
pub struct Refusal {
    /// The status word of the response.
    pub status: StatusWord,
    /// The reason, which never leaves the card.
    pub because: Reason,
}

impl Refusal {
    /// This status word for this reason.
    #[must_use]
    pub const fn new(status: StatusWord, because: Reason) -> Self {
        Self { status, because }
    }
}

impl From<eac::card::Refusal> for Refusal {
    fn from(refusal: eac::card::Refusal) -> Self {
        Self {
            status: refusal.status,
            because: Reason::Protocol(refusal.because),
        }
    }
}

impl From<eac::card::Reason> for Refusal {
    fn from(reason: eac::card::Reason) -> Self {
        eac::card::Refusal::from(reason).into()
    }
}

/// What is wrong with a length.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LengthProblem {
    /// A command that needs a data field has none.
    #[error("the command needs a data field")]
    DataMissing,
    /// A command that has no data field has one.
    #[error("the command takes no data field")]
    DataUnexpected,
    /// A command whose answer has data does not say how much.
    #[error("the command needs an expected length")]
    LeMissing,
    /// A command whose answer has no data says how much.
    #[error("the command takes no expected length")]
    LeUnexpected,
    /// The answer does not fit the expected length.
    #[error("the answer has {needed} bytes, more than the command expects")]
    LeTooSmall {
        /// Bytes of the answer.
        needed: usize,
    },
    /// No file identifier, path or application name has this length.
    #[error("{length} bytes are no identifier of this kind")]
    Identifier {
        /// Bytes of the data field.
        length: usize,
    },
    /// An offset of no byte or of more than four.
    #[error("an offset of {length} bytes, expected 1 to 4")]
    Offset {
        /// Bytes of the offset object.
        length: usize,
    },
}

/// What a PIN management command may not do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PinManagement {
    /// Setting a new password.
    #[error("set a new {0}")]
    Change(PasswordReference),
    /// Resetting the retry counter.
    #[error("unblock the PIN")]
    Unblock,
    /// Switching the PIN on or off.
    #[error("switch the PIN on or off")]
    Activation,
}

/// The reasons. Tests and mutants match on them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Reason {
    /// The bytes are no command.
    #[error("no command: {0}")]
    NoCommand(#[from] CommandError),
    /// The class is not one that the instruction is known with.
    #[error("class {0} is not supported")]
    Class(Class),
    /// There is one logical channel.
    #[error("there is no logical channel {0}")]
    Channel(u8),
    /// Secure messaging comes with an authenticated header or not at all.
    #[error(
        "class {0} announces another form of secure messaging than the one with authenticated header"
    )]
    SecureMessagingForm(Class),
    /// Only GENERAL AUTHENTICATE is chained.
    #[error("{0} is not chained")]
    Chaining(Instruction),
    /// The card has no such instruction.
    #[error("instruction {0} is not supported")]
    Instruction(Instruction),
    /// P1-P2 are not in the table of the command.
    #[error("parameters {p1:02X} {p2:02X} mean nothing here")]
    Parameters {
        /// P1.
        p1: u8,
        /// P2.
        p2: u8,
    },
    /// A length is wrong.
    #[error("{0}")]
    Length(LengthProblem),
    /// The data field is no sequence of the objects that the command takes.
    #[error("malformed data: {0}")]
    Malformed(TlvError),
    /// Secure messaging without a session.
    #[error("a protected command, but there is no session")]
    NoSession,
    /// The protected command is not genuine.
    #[error("secure messaging: {0}")]
    SecureMessaging(SmError),
    /// The answer cannot be protected.
    #[error("the answer cannot be protected: {0}")]
    AnswerNotProtected(SmError),
    /// A chain of ENVELOPE commands is broken.
    #[error("{0}")]
    Chain(ChainError),
    /// GET RESPONSE, but no response waits.
    #[error("there is no response to fetch")]
    NothingToFetch,
    /// No such file or application.
    #[error("there is no such file")]
    FileNotFound,
    /// A command works on the current file, and there is none.
    #[error("no file is selected")]
    NoCurrentFile,
    /// The offset lies outside the file.
    #[error("offset {offset} lies outside file {file}")]
    Offset {
        /// The file.
        file: FileId,
        /// The offset.
        offset: usize,
    },
    /// The file has no room for the data.
    #[error("file {file} has no room for {length} bytes at {offset}")]
    NoRoom {
        /// The file.
        file: FileId,
        /// The offset.
        offset: usize,
        /// Bytes to be written.
        length: usize,
    },
    /// The access rule says no.
    #[error("{0}")]
    Access(Missing),
    /// One run of PACE in a session is enough.
    #[error("PACE has been run in this session, and there is no suspended PIN to resume")]
    SecondPace,
    /// PACE comes before Terminal Authentication.
    #[error("the terminal is authenticated: there is no PACE any more")]
    PaceTooLate,
    /// The transport PIN authenticates nobody.
    #[error("the transport PIN authenticates no terminal")]
    TransportPin,
    /// The PIN must be resumed with the CAN.
    #[error("the PIN is suspended until the CAN has been proven in this session")]
    PinSuspended,
    /// The PIN must be unblocked with the PUK.
    #[error("the PIN is blocked")]
    PinBlocked,
    /// The PIN is switched off.
    #[error("the PIN is deactivated")]
    PinDeactivated,
    /// The password was wrong; so many tries are left.
    #[error("the PIN is wrong, {left} tries left")]
    PinWrong {
        /// Tries left.
        left: u8,
    },
    /// No protocol has been chosen with MSE:Set AT, or it is over.
    #[error("no protocol is chosen")]
    NoProtocol,
    /// A chain goes on where its last command is due.
    #[error("the last command of the chain is due")]
    ChainTooLong,
    /// The terminal may not manage the PIN this way.
    #[error("the terminal may not {0}")]
    PinManagement(PinManagement),
    /// No such password, or none that can be managed.
    #[error("password {0:02X} cannot be managed")]
    PasswordNotManaged(u8),
    /// The PUK has unblocked the PIN as often as it can.
    #[error("the PUK is used up")]
    PukUsedUp,
    /// The new password is none.
    #[error("{0}")]
    NewPassword(#[from] PinError),
    /// A protocol of Extended Access Control refuses.
    #[error("{0}")]
    Protocol(eac::card::Reason),
    /// A command of the card's own refuses; the text says why.
    #[error("{text}")]
    Own {
        /// Why.
        text: &'static str,
        /// The clause.
        clause: &'static str,
    },
    /// A wrong behaviour that the card was told to have.
    #[error("a fault was asked for")]
    Fault,
}

impl Reason {
    /// The clause that decides.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        match self {
            Self::NoCommand(_) | Self::Length(_) => "[ISO 7816-4 §5.2]",
            Self::Class(_) | Self::Channel(_) | Self::SecureMessagingForm(_) => {
                "[ISO 7816-4 §5.4.1]"
            }
            Self::Chaining(_) | Self::ChainTooLong => "[TR-03110-3 §B.13]",
            Self::Instruction(_) => "[ISO 7816-4 §5.4.2]",
            Self::Parameters { .. } => "[ISO 7816-4 §5.4.3]",
            Self::Malformed(_) => "[ISO 7816-4 §6]",
            Self::NoSession => "[TR-03110-3 §F.1]",
            Self::SecureMessaging(_) | Self::AnswerNotProtected(_) => "[TR-03110-3 §F.3]",
            Self::Chain(_) | Self::NothingToFetch => "[TR-03110-3 §E]",
            Self::FileNotFound | Self::NoCurrentFile => "[ISO 7816-4 §7.3]",
            Self::Offset { .. } | Self::NoRoom { .. } => "[ISO 7816-4 §11.2]",
            Self::Access(_) => "[TR-03110-4 §2]",
            Self::SecondPace | Self::PaceTooLate => "[TR-03110-2 §3.2.2]",
            Self::TransportPin => "[TR-03127 §3.5.3.1]",
            Self::PinSuspended | Self::PinBlocked | Self::PinWrong { .. } => "[TR-03110-2 §2.2.3]",
            Self::PinDeactivated => "[TR-03110-2 §2.4]",
            Self::NoProtocol => "[TR-03110-3 §B.14.2]",
            Self::PinManagement(_) | Self::PukUsedUp => "[TR-03110-2 §2.4]",
            Self::PasswordNotManaged(_) | Self::NewPassword(_) => "[TR-03110-3 §B.14.11]",
            Self::Protocol(reason) => reason.clause(),
            Self::Own { clause, .. } => clause,
            Self::Fault => "[-]",
        }
    }
}
