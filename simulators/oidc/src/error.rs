//! What is wrong with a token or a message.

/// A token, key or message that cannot be read or checked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Longer than this crate reads.
    #[error("{what} has {found} bytes, the limit is {limit}")]
    TooLong {
        /// What is too long.
        what: &'static str,
        /// Its length in bytes.
        found: usize,
        /// The limit in bytes.
        limit: usize,
    },
    /// More parameters than this crate reads.
    #[error("more than {limit} parameters")]
    TooMany {
        /// The limit.
        limit: usize,
    },
    /// A compact serialisation without exactly three parts [RFC 7515 §7.1].
    #[error("a compact token has 3 parts, this one has {found}")]
    Parts {
        /// How many parts there are.
        found: usize,
    },
    /// A part that is not base64url without padding [RFC 7515 §2].
    #[error("{part} is not base64url without padding")]
    Base64 {
        /// Which part.
        part: &'static str,
    },
    /// JSON that cannot be read as what it should be.
    #[error("{what} is not the expected JSON: {why}")]
    Json {
        /// What was read.
        what: &'static str,
        /// What the reader said.
        why: String,
    },
    /// An algorithm that this operation does not know.
    #[error("algorithm {name:?} is not supported here")]
    Algorithm {
        /// Its name.
        name: String,
    },
    /// A header that demands an extension that is not known [RFC 7515 §4.1.11].
    #[error("critical header parameter {name:?} is not understood")]
    Critical {
        /// The first unknown name.
        name: String,
    },
    /// No key of the set has this id, or there are several without one.
    #[error("no single key for kid {kid:?} and algorithm {algorithm}")]
    Key {
        /// The id in the header.
        kid: Option<String>,
        /// The algorithm in the header.
        algorithm: String,
    },
    /// A key that is no valid key of its kind.
    #[error("a key is malformed: {why}")]
    KeyForm {
        /// What is wrong with it.
        why: String,
    },
    /// A signature that the key did not make.
    #[error("the signature does not verify")]
    Signature,
    /// An Authorization header that is not HTTP Basic with id and secret.
    #[error("the Authorization header is not Basic with id and secret")]
    Basic,
    /// A parameter or member with a value that its definition does not allow.
    #[error("{name} has the value {value:?}")]
    Value {
        /// Its name.
        name: &'static str,
        /// Its value.
        value: String,
    },
}

impl Error {
    pub(crate) fn json(what: &'static str, why: &serde_json::Error) -> Self {
        Self::Json {
            what,
            why: why.to_string(),
        }
    }
}

/// Refuses text that is longer than `limit` bytes.
pub(crate) fn bounded(what: &'static str, text: &str, limit: usize) -> Result<(), Error> {
    if text.len() > limit {
        return Err(Error::TooLong {
            what,
            found: text.len(),
            limit,
        });
    }
    Ok(())
}
