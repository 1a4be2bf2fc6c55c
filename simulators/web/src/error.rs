//! What can go wrong in the shell itself.

/// A server or a client that could not be set up.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WebError {
    /// The threads of the event loop could not be started.
    #[error("the event loop does not start: {0}")]
    Runtime(std::io::Error),
    /// The address cannot be listened on.
    #[error("cannot listen on {address:?}: {source}")]
    Listen {
        /// The address asked for.
        address: String,
        /// Why not.
        source: std::io::Error,
    },
    /// The certificate or the key does not serve TLS, or a trusted certificate is none.
    #[error("a certificate or its key does not serve TLS: {0}")]
    Tls(#[from] openssl::error::ErrorStack),
}

/// A request that got no response.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// The address is not an absolute `http` or `https` URL.
    #[error("{0:?} is not an absolute http or https URL")]
    Url(String),
    /// Nobody serves this origin in process.
    #[error("nobody serves {0}")]
    NoRoute(String),
    /// No connection.
    #[error("no connection to {origin}: {because}")]
    Connect {
        /// Scheme, host and port.
        origin: String,
        /// Why not.
        because: String,
    },
    /// No TLS session: certificate not trusted, wrong host, no common version.
    #[error("no TLS session with {origin}: {because}")]
    Tls {
        /// Scheme, host and port.
        origin: String,
        /// Why not.
        because: String,
    },
    /// The response did not come in time.
    #[error("no answer from {0} in time")]
    Timeout(String),
    /// The body is larger than the client takes.
    #[error("the answer of {origin} is larger than {limit} bytes")]
    TooLarge {
        /// Scheme, host and port.
        origin: String,
        /// The most bytes that the client takes.
        limit: usize,
    },
    /// The connection broke, or what came is not HTTP.
    #[error("the exchange with {origin} broke: {because}")]
    Broken {
        /// Scheme, host and port.
        origin: String,
        /// What happened.
        because: String,
    },
}

/// A file of texts that does not have every text in every language.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextsError {
    /// Not TOML, or not tables of texts.
    #[error("the texts cannot be read: {0}")]
    Syntax(String),
    /// A text is missing or empty in a language.
    #[error("{key:?} has no text in {language:?}")]
    Missing {
        /// The key, with dots between tables.
        key: String,
        /// The language code.
        language: &'static str,
    },
    /// The languages disagree about the places to fill.
    #[error("{key:?} has other places to fill in {language:?} than in the first language")]
    Places {
        /// The key, with dots between tables.
        key: String,
        /// The language code.
        language: &'static str,
    },
}
