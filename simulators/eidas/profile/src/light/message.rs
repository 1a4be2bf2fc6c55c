//! What both light messages are made of.

use thiserror::Error;
use xml::{Element, Limits, Node};

use crate::attribute::{AttributeName, AttributeSet, AttributeValue, Attributes};

/// An attribute in a light message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightAttribute {
    /// The URI of its name.
    pub definition: String,
    /// Its values; of a request mostly none.
    pub values: Vec<String>,
}

impl LightAttribute {
    /// An attribute without values.
    #[must_use]
    pub fn named(definition: impl Into<String>) -> Self {
        Self {
            definition: definition.into(),
            values: Vec::new(),
        }
    }
}

/// Why a text is no light message.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LightError {
    /// Not XML within the limits.
    #[error(transparent)]
    Xml(#[from] xml::XmlError),
    /// Another root, or an element that has no place where it is.
    #[error("element {found} where {expected} is expected")]
    Element {
        /// What is there.
        found: String,
        /// What should be.
        expected: &'static str,
    },
    /// An element is missing.
    #[error("no element {0}")]
    Missing(&'static str),
    /// A text that the schema does not list.
    #[error("{element} \"{text}\" is not one that the schema lists")]
    Value {
        /// The element.
        element: &'static str,
        /// Its text.
        text: String,
    },
    /// Text or attributes where there are none.
    #[error("element {0} has text or attributes of its own")]
    Content(String),
}

/// The children of an element, taken in the order of the schema.
pub(super) struct Sequence<'a> {
    namespace: &'static str,
    rest: std::iter::Peekable<std::vec::IntoIter<&'a Element>>,
}

impl<'a> Sequence<'a> {
    /// The root of a message of this name.
    pub(super) fn root(
        text: &str,
        local: &'static str,
        namespace: &'static str,
    ) -> Result<Element, LightError> {
        let root = xml::parse(text.as_bytes(), &Limits::LIGHT)?;
        if root.is(namespace, local) {
            return Ok(root);
        }
        Err(LightError::Element {
            found: root.local().to_owned(),
            expected: local,
        })
    }

    pub(super) fn of(parent: &'a Element, namespace: &'static str) -> Result<Self, LightError> {
        let text = parent.children().iter().any(|node| match node {
            Node::Text(text) => !text.trim().is_empty(),
            _ => false,
        });
        if text {
            return Err(LightError::Content(parent.local().to_owned()));
        }
        let children: Vec<&Element> = parent.elements().collect();
        Ok(Self {
            namespace,
            rest: children.into_iter().peekable(),
        })
    }

    pub(super) fn optional(&mut self, local: &str) -> Option<&'a Element> {
        let namespace = self.namespace;
        self.rest.next_if(|child| child.is(namespace, local))
    }

    pub(super) fn required(&mut self, local: &'static str) -> Result<&'a Element, LightError> {
        self.optional(local).ok_or(LightError::Missing(local))
    }

    pub(super) fn many(&mut self, local: &str) -> Vec<&'a Element> {
        std::iter::from_fn(|| self.optional(local)).collect()
    }

    pub(super) fn text(&mut self, local: &'static str) -> Result<String, LightError> {
        Ok(self.required(local)?.text())
    }

    pub(super) fn maybe_text(&mut self, local: &str) -> Option<String> {
        self.optional(local).map(Element::text)
    }

    /// A text that must be in the list of the schema.
    pub(super) fn listed(
        &mut self,
        local: &'static str,
        list: &[&str],
    ) -> Result<Option<String>, LightError> {
        match self.maybe_text(local) {
            Some(text) if !list.contains(&text.as_str()) => Err(LightError::Value {
                element: local,
                text,
            }),
            other => Ok(other),
        }
    }

    pub(super) fn end(mut self) -> Result<(), LightError> {
        match self.rest.next() {
            None => Ok(()),
            Some(child) => Err(LightError::Element {
                found: child.local().to_owned(),
                expected: "nothing more",
            }),
        }
    }
}

/// A child with a text, where there is one.
pub(super) fn part(namespace: &str, local: &str, text: Option<&str>) -> Option<Element> {
    text.map(|text| Element::new(local, namespace).text_child(text))
}

/// A list of attributes.
pub(super) fn write_attributes(
    namespace: &str,
    local: &str,
    attributes: &[LightAttribute],
) -> Element {
    let attribute = |attribute: &LightAttribute| {
        let values = attribute.values.iter();
        let definition = Element::new("definition", namespace).text_child(&attribute.definition);
        Element::new("attribute", namespace)
            .child(definition)
            .children_from(values.map(|text| Element::new("value", namespace).text_child(text)))
    };
    Element::new(local, namespace).children_from(attributes.iter().map(attribute))
}

/// Reads a list of attributes.
pub(super) fn read_attributes(
    list: &Element,
    namespace: &'static str,
) -> Result<Vec<LightAttribute>, LightError> {
    let mut sequence = Sequence::of(list, namespace)?;
    let elements = sequence.many("attribute");
    sequence.end()?;
    let read = |element: &Element| {
        let mut parts = Sequence::of(element, namespace)?;
        let definition = parts.text("definition")?;
        let values = parts.many("value").into_iter().map(Element::text).collect();
        parts.end()?;
        Ok(LightAttribute { definition, values })
    };
    elements.into_iter().map(read).collect()
}

/// The attributes of the registry among these; a light message does not say which values are Latin, so letters decide.
pub(super) fn to_attributes(attributes: &[LightAttribute]) -> Attributes {
    let known = attributes.iter().filter_map(|attribute| {
        let name = AttributeName::parse(attribute.definition.trim())?;
        let values = attribute.values.iter();
        let values = values.map(|text| {
            let transliterated = name.attribute.is_transliterated();
            if transliterated && !crate::script::is_latin(text) {
                AttributeValue::other(text)
            } else {
                AttributeValue::latin(text)
            }
        });
        Some(AttributeSet {
            name,
            values: values.collect(),
        })
    });
    known.collect()
}

/// Attributes as a light message has them, Latin values first.
pub(super) fn from_attributes(attributes: &Attributes) -> Vec<LightAttribute> {
    let write = |set: &AttributeSet| LightAttribute {
        definition: set.name.uri(),
        values: set.values.iter().map(|value| value.text.clone()).collect(),
    };
    attributes.iter().map(write).collect()
}
