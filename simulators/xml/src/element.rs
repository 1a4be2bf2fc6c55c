//! The owned tree: read, build and edit the same type.
//!
//! A prefix belongs to the name, because text may refer to it (`xsi:type`); two names are the same
//! name when namespace and local part are. The tree checks no names and no characters: it can hold
//! what a receiver has to refuse.

mod build;
mod edit;
mod read;
mod scope;
mod write;

use std::{fmt, sync::Arc};

pub(crate) use self::scope::Scope;

/// An element with its attributes and its content.
#[derive(Clone)]
pub struct Element {
    pub(crate) prefix: String,
    pub(crate) namespace: Arc<str>,
    pub(crate) local: String,
    pub(crate) declarations: Vec<Declaration>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
    /// What was in scope where the element was read.
    pub(crate) scope: Scope,
}

/// An attribute that is not a namespace declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Prefix; empty if there is none.
    pub prefix: String,
    /// Namespace; empty if there is none. A prefix without a namespace is written as it is.
    pub namespace: Arc<str>,
    /// Local part of the name.
    pub local: String,
    /// Value with all references resolved.
    pub value: String,
}

/// A namespace declaration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// Prefix; empty for the default namespace.
    pub prefix: String,
    /// Namespace; empty to undeclare the default namespace.
    pub namespace: Arc<str>,
}

/// What an element contains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// An element.
    Element(Element),
    /// Text, with references resolved; a CDATA section is text too.
    Text(String),
    /// A comment. It is never part of [`Element::text`].
    Comment(String),
    /// A processing instruction.
    Instruction {
        /// Its target.
        target: String,
        /// What follows the target.
        data: String,
    },
}

impl Node {
    /// The element, if it is one.
    #[must_use]
    pub const fn as_element(&self) -> Option<&Element> {
        match self {
            Self::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The element, if it is one, to be changed.
    pub const fn as_element_mut(&mut self) -> Option<&mut Element> {
        match self {
            Self::Element(element) => Some(element),
            _ => None,
        }
    }
}

impl From<Element> for Node {
    fn from(element: Element) -> Self {
        Self::Element(element)
    }
}

/// Structure and prefixes count; what was in scope around the element does not.
impl PartialEq for Element {
    fn eq(&self, other: &Self) -> bool {
        self.prefix == other.prefix
            && self.namespace == other.namespace
            && self.local == other.local
            && self.declarations == other.declarations
            && self.attributes == other.attributes
            && self.children == other.children
    }
}

impl Eq for Element {}

/// The element as text.
impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

impl fmt::Debug for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_text())
    }
}

#[cfg(test)]
mod tests;
