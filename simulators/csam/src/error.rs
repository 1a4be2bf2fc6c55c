//! Why a portal cannot start.

/// A configuration that no portal can be made of.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The key for SAML messages cannot be used.
    #[error("key for SAML messages: {0}")]
    SigningKey(String),
    /// The key for tokens cannot be used.
    #[error("key for tokens: {0}")]
    TokenKey(String),
    /// Metadata of a service cannot be read.
    #[error("metadata of service {index}: {why}")]
    Metadata {
        /// Which one, from zero.
        index: usize,
        /// What is wrong with it.
        why: String,
    },
}
