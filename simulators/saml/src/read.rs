//! Reading elements in the order of the schema.

use std::fmt::Display;
use std::str::FromStr;

use xml::{Element, Node};

use crate::error::SamlError;
use crate::instant::Instant;

/// The element children of an element, taken in the order of the schema.
pub(crate) struct Children<'a> {
    parent: &'a Element,
    rest: std::iter::Peekable<std::vec::IntoIter<&'a Element>>,
}

impl<'a> Children<'a> {
    /// The children of an element that has no text of its own.
    pub(crate) fn of(parent: &'a Element) -> Result<Self, SamlError> {
        for node in parent.children() {
            if let Node::Text(text) = node
                && !text.trim_matches(SPACE).is_empty()
            {
                return Err(SamlError::Text {
                    parent: name(parent),
                    text: text.clone(),
                });
            }
        }
        let children: Vec<&Element> = parent.elements().collect();
        Ok(Self {
            parent,
            rest: children.into_iter().peekable(),
        })
    }

    /// The next child, when it is this one.
    pub(crate) fn optional(&mut self, namespace: &str, local: &str) -> Option<&'a Element> {
        self.rest.next_if(|child| child.is(namespace, local))
    }

    /// All children from here on that are this one.
    pub(crate) fn many(&mut self, namespace: &str, local: &str) -> Vec<&'a Element> {
        std::iter::from_fn(|| self.optional(namespace, local)).collect()
    }

    /// The next child, whatever it is.
    pub(crate) fn any(&mut self) -> Option<&'a Element> {
        self.rest.next()
    }

    /// What a child is that has no place here.
    pub(crate) fn misplaced(&self, child: &Element) -> SamlError {
        SamlError::Child {
            parent: name(self.parent),
            child: name(child),
        }
    }

    /// Nothing may follow.
    pub(crate) fn end(mut self) -> Result<(), SamlError> {
        match self.rest.next() {
            None => Ok(()),
            Some(child) => Err(self.misplaced(child)),
        }
    }
}

/// Space as XML has it.
const SPACE: [char; 4] = [' ', '\t', '\r', '\n'];

/// The text of an element without the space around it.
pub(crate) fn trimmed(element: &Element) -> String {
    element.text().trim_matches(SPACE).to_owned()
}

/// The name of an element as it is written.
pub(crate) fn name(element: &Element) -> String {
    element.local().to_owned()
}

/// The element must be this one.
pub(crate) fn expect(
    element: &Element,
    namespace: &str,
    local: &'static str,
) -> Result<(), SamlError> {
    if element.is(namespace, local) {
        return Ok(());
    }
    Err(SamlError::Element {
        expected: local,
        found: name(element),
    })
}

/// Attributes without a namespace must be among these.
pub(crate) fn only_attributes(element: &Element, allowed: &[&str]) -> Result<(), SamlError> {
    let foreign = element.attributes().iter().find(|attribute| {
        attribute.namespace.is_empty() && !allowed.contains(&attribute.local.as_str())
    });
    match foreign {
        None => Ok(()),
        Some(attribute) => Err(SamlError::UnknownAttribute {
            element: name(element),
            attribute: attribute.local.clone(),
        }),
    }
}

/// An attribute as it is.
pub(crate) fn string(element: &Element, attribute: &str) -> Option<String> {
    element.attribute(attribute).map(str::to_owned)
}

/// An attribute that is a moment.
pub(crate) fn instant(element: &Element, attribute: &str) -> Result<Option<Instant>, SamlError> {
    parsed(
        element,
        attribute,
        "a date and time such as 2026-03-01T00:00:00Z",
    )
}

/// An attribute that is a number.
pub(crate) fn number<T: FromStr>(
    element: &Element,
    attribute: &str,
) -> Result<Option<T>, SamlError> {
    parsed(element, attribute, "a number")
}

/// An attribute that is an `xsd:boolean`.
pub(crate) fn boolean(element: &Element, attribute: &str) -> Result<Option<bool>, SamlError> {
    let Some(text) = element.attribute(attribute) else {
        return Ok(None);
    };
    match text.trim_matches(SPACE) {
        "true" | "1" => Ok(Some(true)),
        "false" | "0" => Ok(Some(false)),
        _ => Err(value(element, attribute, text, "true or false")),
    }
}

fn parsed<T: FromStr>(
    element: &Element,
    attribute: &str,
    expected: &'static str,
) -> Result<Option<T>, SamlError> {
    let Some(text) = element.attribute(attribute) else {
        return Ok(None);
    };
    let read = text.parse().ok();
    read.map(Some)
        .ok_or_else(|| value(element, attribute, text, expected))
}

fn value(element: &Element, attribute: &str, text: &str, expected: &'static str) -> SamlError {
    SamlError::Value {
        place: format!("{}/@{attribute}", name(element)),
        text: text.to_owned(),
        expected,
    }
}

/// Writing what may be absent.
pub(crate) trait Optional: Sized {
    /// With an attribute, when there is a value.
    fn maybe_attr<T: Display>(self, name: &str, value: Option<T>) -> Self;
}

impl Optional for Element {
    fn maybe_attr<T: Display>(self, name: &str, value: Option<T>) -> Self {
        self.attr_if(name, value.map(|value| value.to_string()))
    }
}
