//! What can stop a terminal, and the terminal that was stopped.

use std::fmt;

use crypto::KeyError;
use iso7816::{CommandError, ResponseError, StatusWord, Transport};
use secure_messaging::SmError;
use thiserror::Error;

use super::Terminal;
use super::passive::PassiveError;
use crate::encoding::{CertificateHolderReference, DecodeError};

/// The command that the card answered otherwise than hoped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// SELECT.
    Select,
    /// READ BINARY.
    Read,
    /// UPDATE BINARY.
    Update,
    /// MSE:Set AT of PACE.
    PaceSetAt,
    /// PACE, step 1: encrypted nonce.
    PaceNonce,
    /// PACE, step 2: mapping.
    PaceMap,
    /// PACE, step 3: key agreement.
    PaceAgree,
    /// PACE, step 4: tokens.
    PaceToken,
    /// MSE:Set DST.
    SetDst,
    /// PSO:Verify Certificate.
    VerifyCertificate,
    /// MSE:Set AT of Terminal Authentication.
    TerminalSetAt,
    /// GET CHALLENGE.
    GetChallenge,
    /// EXTERNAL AUTHENTICATE.
    ExternalAuthenticate,
    /// MSE:Set AT of Chip Authentication.
    ChipSetAt,
    /// General Authenticate of Chip Authentication.
    ChipAuthenticate,
    /// MSE:Set AT of Restricted Identification.
    RestrictedSetAt,
    /// General Authenticate of Restricted Identification.
    RestrictedIdentify,
    /// VERIFY or COMPARE of auxiliary data.
    Auxiliary,
    /// PIN management.
    PinManagement,
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Select => "SELECT",
            Self::Read => "READ BINARY",
            Self::Update => "UPDATE BINARY",
            Self::PaceSetAt => "MSE:Set AT of PACE",
            Self::PaceNonce => "PACE step 1 (nonce)",
            Self::PaceMap => "PACE step 2 (mapping)",
            Self::PaceAgree => "PACE step 3 (key agreement)",
            Self::PaceToken => "PACE step 4 (tokens)",
            Self::SetDst => "MSE:Set DST",
            Self::VerifyCertificate => "PSO:Verify Certificate",
            Self::TerminalSetAt => "MSE:Set AT of Terminal Authentication",
            Self::GetChallenge => "GET CHALLENGE",
            Self::ExternalAuthenticate => "EXTERNAL AUTHENTICATE",
            Self::ChipSetAt => "MSE:Set AT of Chip Authentication",
            Self::ChipAuthenticate => "General Authenticate of Chip Authentication",
            Self::RestrictedSetAt => "MSE:Set AT of Restricted Identification",
            Self::RestrictedIdentify => "General Authenticate of Restricted Identification",
            Self::Auxiliary => "verification of auxiliary data",
            Self::PinManagement => "PIN management",
        })
    }
}

/// Why a terminal stops. `E` is the transport's error.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TerminalError<E: std::error::Error + 'static> {
    /// The card could not be reached.
    #[error("the card cannot be reached: {0}")]
    Transport(#[source] E),
    /// The command does not fit into an APDU.
    #[error(transparent)]
    Command(#[from] CommandError),
    /// The card's answer is no response APDU.
    #[error(transparent)]
    Response(#[from] ResponseError),
    /// A message of the session was not genuine: the session is lost.
    #[error("secure messaging broke: {0}")]
    SecureMessaging(#[from] SmError),
    /// A command for a session that was lost before.
    #[error("the session is lost")]
    SessionLost,
    /// The card answered a step with another status word than 9000.
    #[error("{step} was answered with {status}")]
    Status {
        /// The step.
        step: Step,
        /// The answer.
        status: StatusWord,
    },
    /// The password was wrong.
    #[error("wrong password, {} tries left", tries_left.map_or("unlimited".to_owned(), |tries| tries.to_string()))]
    WrongPassword {
        /// Tries left; `None` for passwords that do not count.
        tries_left: Option<u8>,
    },
    /// The data of an answer are not what the step promises.
    #[error("data of {step} are malformed: {source}")]
    Data {
        /// The step.
        step: Step,
        /// What is wrong.
        source: DecodeError,
    },
    /// A public key of the card is no key.
    #[error("public key of the card refused in {step}: {source}")]
    Key {
        /// The step.
        step: Step,
        /// What is wrong.
        source: KeyError,
    },
    /// The card sent the terminal's own public key back. `[TR-03110-2 §3.2.1]`
    #[error("the card's public key is the terminal's own")]
    OwnKey,
    /// The card's token is wrong: it does not know the password, or not its private key.
    #[error("the card's authentication token in {0} does not match")]
    Token(Step),
    /// No certificate leads from the card's trust points to the terminal.
    #[error("no certificate chain leads from {0:?} to the terminal")]
    NoChain(Vec<CertificateHolderReference>),
    /// The security object names no key for Chip Authentication on the curve that Terminal Authentication used.
    #[error("the security object has no usable key for Chip Authentication")]
    NoChipKey,
    /// Passive Authentication failed.
    #[error("passive authentication failed: {0}")]
    Passive(#[from] PassiveError),
}

/// A terminal that could not take a step: why, and the terminal as it was before. Its session may be lost.
pub struct Stopped<T: Transport, S> {
    /// Why.
    pub error: TerminalError<T::Error>,
    /// The terminal before the step.
    pub terminal: Terminal<T, S>,
}

impl<T: Transport, S> fmt::Display for Stopped<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.error, f)
    }
}

impl<T: Transport, S: fmt::Debug> fmt::Debug for Stopped<T, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stopped")
            .field("error", &self.error)
            .field("terminal", &self.terminal)
            .finish()
    }
}

impl<T: Transport, S: fmt::Debug> std::error::Error for Stopped<T, S> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.error.source()
    }
}
