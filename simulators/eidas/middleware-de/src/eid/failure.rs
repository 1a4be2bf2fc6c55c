//! Why an eID session ends without an identity.

use eac::encoding::{CertificateHolderReference, CvDate, Right};
use eac::terminal::chip_authentication::ChipError;
use eac::terminal::passive::PassiveError;
use iso7816::StatusWord;
use paos::ResultMinor;
use secure_messaging::SmError;
use thiserror::Error;

/// The reason, with what was seen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Failure {
    /// The person has cancelled in the client.
    #[error("the person has cancelled")]
    Cancelled,
    /// The client has reported an error.
    #[error("the client reports {minor}: {message}")]
    Client {
        /// ResultMinor.
        minor: String,
        /// ResultMessage.
        message: String,
    },
    /// A message came that is not due.
    #[error("{found} came where {expected} is due")]
    WrongOrder {
        /// The message that is due.
        expected: &'static str,
        /// The message that came.
        found: String,
    },
    /// A message whose content cannot be read.
    #[error("{what} cannot be read: {why}")]
    Malformed {
        /// The part.
        what: &'static str,
        /// What is wrong.
        why: String,
    },
    /// The person has refused rights that the request needs.
    #[error("the person has refused: {}", list(.0))]
    RightsRefused(Vec<Right>),
    /// The client claims rights that nobody asked for.
    #[error("the client grants what nobody asked for: {}", list(.0))]
    RightsInvented(Vec<Right>),
    /// The terminal certificate does not grant what the request needs.
    #[error("the terminal certificate does not grant: {}", list(.0))]
    NotCertified(Vec<Right>),
    /// The terminal certificate, or one above it, is not valid today.
    #[error("certificate {holder:?} is valid from {from} to {until}, not on {today}")]
    CertificateNotValid {
        /// Its holder.
        holder: CertificateHolderReference,
        /// Its first day.
        from: CvDate,
        /// Its last day.
        until: CvDate,
        /// Today.
        today: String,
    },
    /// No certificate leads from what the card trusts to the terminal.
    #[error("no certificate leads from {} to the terminal", .0.join(", "))]
    NoPath(Vec<String>),
    /// The card offers no Chip Authentication that is spoken here.
    #[error("the card offers no chip authentication that is spoken here")]
    NoChipKey,
    /// EF.CardSecurity is not trusted.
    #[error("passive authentication failed: {0}")]
    Passive(#[from] PassiveError),
    /// EF.CardAccess says what EF.CardSecurity does not confirm.
    #[error("EF.CardAccess says what EF.CardSecurity does not confirm")]
    CardAccessDiffers,
    /// The chip has not proven its key.
    #[error("chip authentication failed: {0}")]
    Chip(#[from] ChipError),
    /// An answer of the card was not genuine.
    #[error("secure messaging broke: {0}")]
    SecureMessaging(#[from] SmError),
    /// Another number of answers than of commands.
    #[error("{found} answers to {expected} commands")]
    AnswerCount {
        /// Commands sent.
        expected: usize,
        /// Answers received.
        found: usize,
    },
    /// The card refuses a command.
    #[error("{command} was answered with {status}")]
    Status {
        /// The command.
        command: &'static str,
        /// The answer.
        status: StatusWord,
    },
    /// The document is no longer valid.
    #[error("the document is no longer valid")]
    Expired,
    /// The card is on the blocking list.
    #[error("the card is blocked")]
    Blocked,
    /// The card has no key for this kind of Restricted Identification.
    #[error("the card has no key for {0}")]
    NoIdentificationKey(&'static str),
    /// The card lacks a data group that the request needs.
    #[error("the card has no data group {0}")]
    DataGroupMissing(u8),
    /// A data group cannot be read.
    #[error("data group {number}: {why}")]
    DataGroup {
        /// Its number.
        number: u8,
        /// What is wrong.
        why: String,
    },
    /// The client has come back without having spoken to the eID server to the end.
    #[error("the eID session was not finished")]
    NotFinished,
}

/// Whose failure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Culprit {
    /// The person has cancelled.
    Person,
    /// The person has refused what is needed.
    Consent,
    /// The card, or the client.
    Card,
    /// The middleware itself.
    Middleware,
}

impl Failure {
    /// What the client says it has failed with: a cancellation has a name of its own.
    #[must_use]
    pub fn reported(minor: &str, message: &str) -> Self {
        if minor.ends_with("#cancellationByUser") {
            return Self::Cancelled;
        }
        Self::Client {
            minor: minor.to_owned(),
            message: message.to_owned(),
        }
    }

    /// Whose failure it is.
    #[must_use]
    pub const fn culprit(&self) -> Culprit {
        match self {
            Self::Cancelled => Culprit::Person,
            Self::RightsRefused(_) => Culprit::Consent,
            Self::NotCertified(_) | Self::CertificateNotValid { .. } => Culprit::Middleware,
            _ => Culprit::Card,
        }
    }

    /// ResultMinor of the last message to the client: what the client itself has reported comes back as it was.
    #[must_use]
    pub fn minor(&self) -> ResultMinor {
        match self {
            Self::Client { minor, .. } if !minor.is_empty() => ResultMinor::new(minor.clone()),
            Self::Cancelled => ResultMinor::CANCELLATION_BY_USER,
            Self::RightsRefused(_) => ResultMinor::NO_PERMISSION,
            Self::WrongOrder { .. } | Self::Malformed { .. } | Self::RightsInvented(_) => {
                ResultMinor::PARAMETER_ERROR
            }
            Self::NoPath(_) => ResultMinor::INVALID_CERTIFICATE_PATH,
            Self::Expired => ResultMinor::DOCUMENT_VALIDITY_FAILED,
            Self::Passive(_) | Self::Chip(_) | Self::Blocked | Self::CardAccessDiffers => {
                ResultMinor::SECURITY_CONDITION_NOT_SATISFIED
            }
            Self::NotCertified(_) | Self::CertificateNotValid { .. } => ResultMinor::INTERNAL_ERROR,
            _ => ResultMinor::UNKNOWN_ERROR,
        }
    }

    /// Its name in logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::Client { .. } => "client-error",
            Self::WrongOrder { .. } => "wrong-order",
            Self::Malformed { .. } => "malformed",
            Self::RightsRefused(_) => "rights-refused",
            Self::RightsInvented(_) => "rights-invented",
            Self::NotCertified(_) => "not-certified",
            Self::CertificateNotValid { .. } => "certificate-not-valid",
            Self::NoPath(_) => "no-path",
            Self::NoChipKey => "no-chip-key",
            Self::Passive(_) => "passive-authentication",
            Self::CardAccessDiffers => "card-access-differs",
            Self::Chip(_) => "chip-authentication",
            Self::SecureMessaging(_) => "secure-messaging",
            Self::AnswerCount { .. } => "answer-count",
            Self::Status { .. } => "status",
            Self::Expired => "expired",
            Self::Blocked => "blocked",
            Self::NoIdentificationKey(_) => "no-identification-key",
            Self::DataGroupMissing(_) => "data-group-missing",
            Self::DataGroup { .. } => "data-group",
            Self::NotFinished => "not-finished",
        }
    }
}

fn list(rights: &[Right]) -> String {
    let names: Vec<_> = rights.iter().map(Right::to_string).collect();
    names.join(", ")
}
