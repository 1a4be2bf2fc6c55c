//! What can go wrong when certificates are made or read.

use crypto::KeyError;
use eac::encoding::DecodeError;

/// A certificate or key that cannot be made, or one from outside that cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PkiError {
    /// A DER structure that cannot be written or read.
    #[error("DER: {0}")]
    Der(#[from] der::Error),
    /// A date that certificates cannot tell.
    #[error("{0} cannot stand in a certificate: use a day between 2001 and 2085")]
    Date(String),
    /// Bytes that are not a key of the curve that they name.
    #[error("key: {0}")]
    Key(#[from] KeyError),
    /// A private key of a kind or on a curve that nobody here knows.
    #[error(
        "the private key is of kind {0}: use an elliptic curve key with standardised domain parameters in PKCS#8"
    )]
    KeyKind(String),
    /// A certificate name that neither the plan nor this project defines.
    #[error("no certificate is called {0:?}")]
    UnknownCertificate(String),
    /// Something in an entry of a foreign set, with the name of the entry.
    #[error("certificate {name:?}: {source}")]
    Entry {
        /// The entry.
        name: String,
        /// What is wrong with it.
        source: Box<Self>,
    },
    /// A card-verifiable certificate whose names cannot be found.
    #[error("not a CV certificate: {0}")]
    Certificate(#[from] DecodeError),
    /// Two entries of a foreign set with one name.
    #[error("two certificates are called {0:?}: names must be unique")]
    Doubled(String),
}
