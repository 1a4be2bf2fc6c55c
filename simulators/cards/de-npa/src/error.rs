//! Why a card cannot be personalised.

use eac::encoding::TerminalType;
use persona::DocumentKind;

/// What is wrong with a personalisation or the PKI behind it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The persona's document is none of the cards that this crate builds.
    #[error(
        "a {0:?} is not built here: choose an identity card, a residence permit or an eID card for EU citizens"
    )]
    Document(DocumentKind),
    /// PACE without a single suite.
    #[error("the card offers PACE with nothing: give it at least one suite")]
    NoPaceSuite,
    /// No trust point for a terminal type.
    #[error("the PKI has no trust point for terminals of type {0}")]
    NoTrustPoint(TerminalType),
    /// A trust point that a card cannot use.
    #[error("trust point {name}: {source}")]
    TrustPoint {
        /// Its name.
        name: String,
        /// What the card says of it.
        source: eac::card::Refusal,
    },
    /// A certificate that is none.
    #[error("trust point: {0}")]
    Certificate(#[from] eac::encoding::DecodeError),
    /// Signing failed.
    #[error("document signer: {0}")]
    Pki(#[from] pki::PkiError),
    /// Historical bytes that make no answer to reset.
    #[error("answer to reset: {0}")]
    Atr(#[from] iso7816::AtrError),
    /// A date outside the years 2000 to 2099.
    #[error("the card's date {0} lies outside the years 2000 to 2099 that certificates can tell")]
    Date(String),
}
