//! Why a card refuses: the status word for the wire, the reason with its clause for the trace.

use crypto::{KeyError, SignatureError};
use iso7816::StatusWord;
use iso7816::tlv::Tag;
use thiserror::Error;

use crate::encoding::{
    CertificateHolderReference, Chat, CvDate, DecodeError, Oid, PasswordReference, Right, Role,
    TerminalType,
};

/// A refusal: what the terminal sees, and why.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{status}: {because} {}", because.clause())]
pub struct Refusal {
    /// The status word of the response.
    pub status: StatusWord,
    /// The reason, which never leaves the card.
    pub because: Reason,
}

impl From<Reason> for Refusal {
    fn from(because: Reason) -> Self {
        Self {
            status: because.status(),
            because,
        }
    }
}

impl From<DecodeError> for Refusal {
    fn from(error: DecodeError) -> Self {
        Reason::Malformed(error).into()
    }
}

/// The reasons. Tests and mutants match on them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Reason {
    /// The data field is not what the command needs.
    #[error("malformed data: {0}")]
    Malformed(DecodeError),
    /// A data object that the protocol needs is not there.
    #[error("data object {0} is missing")]
    Missing(Tag),
    /// The protocol is not supported with the keys that the card has.
    #[error("protocol {0} is not supported")]
    UnknownProtocol(Oid),
    /// No such password.
    #[error("there is no password {0:02X?}")]
    UnknownPassword(Vec<u8>),
    /// No such domain parameters for the protocol, or several and none chosen.
    #[error("there are no domain parameters {0:?} for the protocol")]
    UnknownDomainParameters(Option<u32>),
    /// The terminal type must not use this password.
    #[error("{chat} must not use the {password}")]
    PasswordNotForTerminal {
        /// The password.
        password: PasswordReference,
        /// Who asks.
        chat: Chat,
    },
    /// Another step of the chain is due, or the chaining bit is not what the step needs.
    #[error("another step is due")]
    UnexpectedStep,
    /// The public key is no key.
    #[error("public key refused: {0}")]
    InvalidKey(#[from] KeyError),
    /// The terminal sent the card's own public key back.
    #[error("the terminal's public key is the card's own")]
    OwnKey,
    /// The terminal's token is not the expected one: the password was wrong.
    #[error("authentication token does not match")]
    TokenMismatch,
    /// MSE:Set DST has not selected a key.
    #[error("no key is selected for certificate verification")]
    NoVerificationKey,
    /// No such key.
    #[error("there is no key called {0}")]
    UnknownReference(CertificateHolderReference),
    /// The certificate names another issuer than the selected key.
    #[error("the certificate is issued by {found}, but {expected} is selected")]
    WrongIssuer {
        /// The selected key.
        expected: CertificateHolderReference,
        /// The issuer in the certificate.
        found: CertificateHolderReference,
    },
    /// The issuer's role does not let it issue this certificate.
    #[error("{issuer} must not issue a certificate for {holder}")]
    RoleOrder {
        /// Role of the issuer.
        issuer: Role,
        /// Role of the holder.
        holder: Role,
    },
    /// A link certificate for another terminal type than its issuer's.
    #[error("a CVCA for {issuer} must not certify one for {holder}")]
    LinkChangesTerminalType {
        /// Terminal type of the issuer.
        issuer: TerminalType,
        /// Terminal type of the holder.
        holder: TerminalType,
    },
    /// Domain parameters in a certificate that has to inherit them.
    #[error("DV and terminal certificates must not contain domain parameters")]
    ParametersNotInherited,
    /// Another signature algorithm than the issuer's.
    #[error("algorithm {found} in a chain of {expected}")]
    AlgorithmDiffers {
        /// The issuer's algorithm.
        expected: Oid,
        /// The certificate's algorithm.
        found: Oid,
    },
    /// The certificate's signature is wrong.
    #[error("certificate signature refused: {0}")]
    CertificateSignature(SignatureError),
    /// The certificate has expired.
    #[error("the certificate expired on {expiration}, and today is {today}")]
    Expired {
        /// Last day of validity.
        expiration: CvDate,
        /// The card's current date.
        today: CvDate,
    },
    /// The certificate ends before it begins.
    #[error("the certificate expires on {expiration}, before its first day {effective}")]
    NeverValid {
        /// First day.
        effective: CvDate,
        /// Last day.
        expiration: CvDate,
    },
    /// The selected trust point has expired: it verifies link certificates only.
    #[error("trust point {0} has expired and verifies link certificates only")]
    TrustPointExpired(CertificateHolderReference),
    /// PACE was run without a terminal type.
    #[error("PACE named no terminal type")]
    NotConfined,
    /// Terminal Authentication was done already in this session.
    #[error("Terminal Authentication is done already")]
    AlreadyAuthenticated,
    /// MSE:Set AT has not chosen a terminal key.
    #[error("no authentication template is set")]
    NoTemplate,
    /// GET CHALLENGE was not sent, or the challenge is used up.
    #[error("there is no unused challenge")]
    NoChallenge,
    /// The named key is not that of a terminal.
    #[error("{0} is not the key of a terminal")]
    NotATerminal(CertificateHolderReference),
    /// Terminal types of PACE and certificates differ.
    #[error("PACE was run as {pace}, but the certificates are for another terminal type")]
    TerminalTypeMismatch {
        /// The terminal type that PACE named.
        pace: TerminalType,
    },
    /// The terminal's signature is wrong.
    #[error("terminal signature refused: {0}")]
    TerminalSignature(SignatureError),
    /// Terminal Authentication has to come first.
    #[error("the terminal is not authenticated")]
    NotAuthenticated,
    /// No such private key, or several and none chosen.
    #[error("there is no key {0:?} for the protocol")]
    UnknownKey(Option<u32>),
    /// The key serves privileged terminals only.
    #[error("key {0:?} serves privileged terminals only")]
    PrivilegedKey(Option<u32>),
    /// The ephemeral key is not the one that Terminal Authentication bound.
    #[error("the ephemeral public key is not the one that Terminal Authentication bound")]
    UnboundKey,
    /// The sector public key is not that of the terminal certificate.
    #[error("the sector public key is not the one in the terminal certificate")]
    WrongSector,
    /// The right is missing.
    #[error("the terminal has no right to {0}")]
    RightMissing(Right),
    /// The auxiliary data were not sent, or are not known here.
    #[error("there are no auxiliary data {0}")]
    NoAuxiliaryData(Oid),
    /// The comparison says no.
    #[error("comparison of {0} failed")]
    ComparisonFailed(Oid),
}

impl Reason {
    /// The status word that says this to the terminal.
    #[must_use]
    pub const fn status(&self) -> StatusWord {
        match self {
            Self::Malformed(_)
            | Self::Missing(_)
            | Self::UnknownProtocol(_)
            | Self::PasswordNotForTerminal { .. }
            | Self::InvalidKey(_)
            | Self::OwnKey
            | Self::ParametersNotInherited
            | Self::AlgorithmDiffers { .. }
            | Self::UnboundKey
            | Self::WrongSector => StatusWord::WRONG_DATA,
            Self::UnknownPassword(_)
            | Self::UnknownDomainParameters(_)
            | Self::UnknownReference(_)
            | Self::WrongIssuer { .. }
            | Self::NotATerminal(_)
            | Self::UnknownKey(_)
            | Self::NoAuxiliaryData(_) => StatusWord::REFERENCED_DATA_NOT_FOUND,
            Self::TokenMismatch
            | Self::CertificateSignature(_)
            | Self::TerminalSignature(_)
            | Self::ComparisonFailed(_) => StatusWord::VERIFICATION_FAILED,
            Self::UnexpectedStep
            | Self::NoVerificationKey
            | Self::NoTemplate
            | Self::NoChallenge
            | Self::TerminalTypeMismatch { .. } => StatusWord::CONDITIONS_NOT_SATISFIED,
            Self::RoleOrder { .. }
            | Self::LinkChangesTerminalType { .. }
            | Self::Expired { .. }
            | Self::NeverValid { .. }
            | Self::TrustPointExpired(_) => StatusWord::REFERENCE_DATA_NOT_USABLE,
            Self::NotConfined
            | Self::AlreadyAuthenticated
            | Self::NotAuthenticated
            | Self::PrivilegedKey(_)
            | Self::RightMissing(_) => StatusWord::SECURITY_STATUS_NOT_SATISFIED,
        }
    }

    /// The clause that decides.
    #[must_use]
    pub const fn clause(&self) -> &'static str {
        match self {
            Self::Malformed(_) => "[TR-03110-3 §D.2]",
            Self::Missing(_)
            | Self::UnknownProtocol(_)
            | Self::UnknownPassword(_)
            | Self::UnknownKey(_) => "[TR-03110-3 §B.14.1]",
            Self::UnknownDomainParameters(_) => "[TR-03110-3 §A.2.1]",
            Self::PasswordNotForTerminal { .. } | Self::NotConfined => "[TR-03110-2 §2.3.2.1]",
            Self::UnexpectedStep => "[TR-03110-3 §B.1]",
            Self::InvalidKey(_) => "[TR-03110-3 §A.2.2.1]",
            Self::OwnKey | Self::TokenMismatch => "[TR-03110-2 §3.2.1]",
            Self::NoVerificationKey | Self::UnknownReference(_) => "[TR-03110-3 §B.14.4]",
            Self::WrongIssuer { .. } => "[TR-03110-3 §C.1.2]",
            Self::RoleOrder { .. } | Self::LinkChangesTerminalType { .. } => "[TR-03110-3 §2.7.2]",
            Self::ParametersNotInherited => "[TR-03110-3 §D.3.3]",
            Self::AlgorithmDiffers { .. } => "[TR-03110-3 §2.3]",
            Self::CertificateSignature(_) | Self::Expired { .. } | Self::TrustPointExpired(_) => {
                "[TR-03110-3 §2.5.1]"
            }
            Self::NeverValid { .. } => "[TR-03110-3 §2.4]",
            Self::AlreadyAuthenticated => "[TR-03110-2 §3.3.2]",
            Self::NoTemplate | Self::NoChallenge | Self::NotATerminal(_) => "[TR-03110-3 §B.3]",
            Self::TerminalTypeMismatch { .. } => "[TR-03110-3 §2.7.1]",
            Self::TerminalSignature(_) => "[TR-03110-2 §3.3.1]",
            Self::NotAuthenticated | Self::UnboundKey => "[TR-03110-2 §3.4.1]",
            Self::PrivilegedKey(_) => "[TR-03110-2 §2.1.4]",
            Self::WrongSector => "[TR-03110-3 §C.3.2.1]",
            Self::RightMissing(_) | Self::NoAuxiliaryData(_) | Self::ComparisonFailed(_) => {
                "[TR-03110-3 §B.14.10]"
            }
        }
    }
}
