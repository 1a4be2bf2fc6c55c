//! How a browser carries messages. `[SAML Bindings §3.4, §3.5]`
//!
//! Text of a message in, form fields or a query out, and the reverse with bounds on every size. What comes out of a
//! browser is the text of a message and nothing is proven of it; only the Redirect binding carries a signature
//! outside of the text, which [`redirect::Incoming::verify`] checks.

pub mod eidas_get;
pub mod post;
pub mod redirect;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use xml::{KeyError, Limits, SignatureError};

/// Bytes of a RelayState. `[SAML Bindings §3.4.3, §3.5.3]`
pub const RELAY_STATE_LIMIT: usize = 80;

/// Which of the two a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MessageKind {
    /// A request.
    Request,
    /// A response.
    Response,
}

impl MessageKind {
    /// The name of the form field or query parameter.
    #[must_use]
    pub const fn parameter(self) -> &'static str {
        match self {
            Self::Request => "SAMLRequest",
            Self::Response => "SAMLResponse",
        }
    }
}

/// What a browser brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Carried {
    /// Request or response.
    pub kind: MessageKind,
    /// The text of the message.
    pub text: String,
    /// The sender's state, as it is.
    pub relay_state: Option<String>,
}

/// Why no message came out of a form or a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BindingError {
    /// There is no message.
    #[error("neither SAMLRequest nor SAMLResponse")]
    Missing,
    /// There are two.
    #[error("parameter {0} comes twice, or beside its opposite")]
    Repeated(&'static str),
    /// The field is no base64.
    #[error("{parameter} is not base64")]
    Base64 {
        /// Which field.
        parameter: &'static str,
    },
    /// The field is no DEFLATE stream.
    #[error("{parameter} is not compressed by DEFLATE")]
    Deflate {
        /// Which field.
        parameter: &'static str,
    },
    /// The message is longer than allowed.
    #[error("message has more than {limit} bytes")]
    Size {
        /// Bytes allowed.
        limit: usize,
    },
    /// The message is no text.
    #[error("message is not UTF-8")]
    Utf8,
    /// The query is not percent-encoded UTF-8.
    #[error("{parameter} is not percent-encoded text")]
    Percent {
        /// Which parameter.
        parameter: &'static str,
    },
    /// An encoding other than DEFLATE.
    #[error("encoding {0:?} is not supported")]
    Encoding(String),
    /// The query has no signature.
    #[error("query has no Signature and SigAlg")]
    Unsigned,
    /// The signature of the query does not hold.
    #[error("signature of the query: {0}")]
    Signature(#[from] SignatureError),
    /// The query could not be signed.
    #[error("query cannot be signed: {0}")]
    Sign(KeyError),
    /// The address is no URL.
    #[error("{0:?} is not an address")]
    Address(String),
}

/// What is left of a text without the line breaks and tabs that some encoders put into base64.
pub(crate) fn without_line_breaks(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !matches!(c, '\r' | '\n' | '\t'))
}

/// Base64 of a field, to at most so many bytes.
fn decode_base64(
    field: &str,
    parameter: &'static str,
    limit: usize,
) -> Result<Vec<u8>, BindingError> {
    let compact: String = without_line_breaks(field).collect();
    if compact.len() / 4 * 3 > limit.saturating_add(2) {
        return Err(BindingError::Size { limit });
    }
    let bytes = STANDARD
        .decode(compact)
        .map_err(|_| BindingError::Base64 { parameter })?;
    if bytes.len() > limit {
        return Err(BindingError::Size { limit });
    }
    Ok(bytes)
}

fn utf8(bytes: Vec<u8>) -> Result<String, BindingError> {
    String::from_utf8(bytes).map_err(|_| BindingError::Utf8)
}

fn decode_text(
    field: &str,
    parameter: &'static str,
    limits: &Limits,
) -> Result<String, BindingError> {
    utf8(decode_base64(field, parameter, limits.bytes)?)
}
