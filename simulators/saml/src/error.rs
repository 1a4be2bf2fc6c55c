//! Why an element is not the message that it was taken for.

/// What is wrong with an element.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SamlError {
    /// The text is not XML within the limits, or no UTF-8.
    #[error("not readable as XML: {0}")]
    Xml(String),
    /// Another element was expected.
    #[error("element {found} where {expected} is expected")]
    Element {
        /// What was expected.
        expected: &'static str,
        /// What is there.
        found: String,
    },
    /// A child that has no place here, comes too late, or comes twice.
    #[error("{child} has no place here in {parent}")]
    Child {
        /// The element that has the child.
        parent: String,
        /// The child.
        child: String,
    },
    /// Text between the children of an element that has no text.
    #[error("{parent} has text {text:?} between its children")]
    Text {
        /// The element.
        parent: String,
        /// The text.
        text: String,
    },
    /// An attribute that the element does not have.
    #[error("{element} has no attribute {attribute}")]
    UnknownAttribute {
        /// The element.
        element: String,
        /// The attribute.
        attribute: String,
    },
    /// An attribute or a text of another form.
    #[error("{place} {text:?} is not {expected}")]
    Value {
        /// Attribute or element.
        place: String,
        /// What it says.
        text: String,
        /// What it should be.
        expected: &'static str,
    },
}
