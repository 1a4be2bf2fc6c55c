//! What can be wrong with a document.

use thiserror::Error;

/// Why a TC token or a PAOS message cannot be read.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PaosError {
    /// The document is no XML that is taken.
    #[error("malformed document: {0}")]
    Xml(#[from] xml::XmlError),
    /// An element that must be there is not.
    #[error("element {0} is missing")]
    Missing(&'static str),
    /// An element that may stand once stands twice.
    #[error("element {0} stands more than once")]
    Duplicate(&'static str),
    /// The root of the document is another.
    #[error("root element is {found}, expected {expected}")]
    Root {
        /// What is there.
        found: String,
        /// What should be.
        expected: &'static str,
    },
    /// The body holds no message that is known.
    #[error("message {0} is unknown")]
    UnknownMessage(String),
    /// The type of `AuthenticationProtocolData` is missing, unknown, or none of this direction.
    #[error("type {0:?} of AuthenticationProtocolData is unknown")]
    UnknownType(String),
    /// Content that should be hexadecimal is not.
    #[error("content of {element} is not hexadecimal: {content:?}")]
    Hex {
        /// The element.
        element: &'static str,
        /// Its content, at most 64 characters of it.
        content: String,
    },
    /// Content that should be a number is not.
    #[error("content of {element} is no number: {content:?}")]
    Number {
        /// The element.
        element: &'static str,
        /// Its content, at most 64 characters of it.
        content: String,
    },
}
