//! Why a soak could not begin.

use iso7816::StatusWord;

/// The cards to be tried could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// A persona of the fixtures does not parse.
    #[error("persona {name}: {source}")]
    Persona {
        /// The persona's name.
        name: &'static str,
        /// What is wrong with it.
        source: persona::PersonaError,
    },
    /// A card could not be personalised.
    #[error(transparent)]
    Card(#[from] card_de_npa::Error),
    /// The test PKI cannot sign.
    #[error(transparent)]
    Pki(#[from] pki::PkiError),
    /// Something that the test PKI always has is missing.
    #[error("the test PKI has no {0}")]
    Missing(&'static str),
    /// A healthy card refused a step of a healthy terminal, so there is no session to start from.
    #[error("{scene}: {step} was answered with {status}")]
    Refused {
        /// The card, and how far it should have come.
        scene: String,
        /// The step.
        step: &'static str,
        /// The answer.
        status: StatusWord,
    },
    /// The card broke a rule while it was brought to where a sequence starts.
    #[error("{scene}: {breach}")]
    Breach {
        /// The card, and how far it should have come.
        scene: String,
        /// The rule.
        breach: crate::Breach,
    },
    /// There is no sequence to play.
    #[error("no sequence was asked for; say how many")]
    Nothing,
}
