//! What is known of a person.

use xml::Element;

use crate::error::SamlError;
use crate::names::ASSERTION;
use crate::read::{Children, Optional, expect, string};

/// What is known of a person. `[SAML Core §2.7.3]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AttributeStatement {
    /// The attributes.
    pub attributes: Vec<Attribute>,
    /// The content of each `EncryptedAttribute`, unread.
    pub encrypted: Vec<Element>,
}

/// One attribute. `[SAML Core §2.7.3.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: Option<String>,
    /// What kind of name that is.
    pub name_format: Option<String>,
    /// A name for people.
    pub friendly_name: Option<String>,
    /// Its values: `AttributeValue` elements, with whatever type and content they have.
    pub values: Vec<Element>,
}

impl AttributeStatement {
    /// These attributes.
    #[must_use]
    pub const fn of(attributes: Vec<Attribute>) -> Self {
        Self {
            attributes,
            encrypted: Vec::new(),
        }
    }

    /// The first attribute of this name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Attribute> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name.as_deref() == Some(name))
    }

    /// As `saml2:AttributeStatement`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        Element::new("saml2:AttributeStatement", ASSERTION)
            .children_from(self.attributes.iter().map(Attribute::to_element))
            .children_from(self.encrypted.iter().cloned())
    }

    /// Reads a `saml2:AttributeStatement`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "AttributeStatement")?;
        let mut children = Children::of(element)?;
        let mut read = Self::default();
        while let Some(child) = children.any() {
            if child.is(ASSERTION, "Attribute") {
                read.attributes.push(Attribute::from_element(child)?);
            } else if child.is(ASSERTION, "EncryptedAttribute") {
                read.encrypted.push(child.clone());
            } else {
                return Err(children.misplaced(child));
            }
        }
        Ok(read)
    }
}

impl Attribute {
    /// An attribute with one value, a text without a type.
    #[must_use]
    pub fn text(name: impl Into<String>, value: &str) -> Self {
        Self::named(name).with_value(Self::value(value))
    }

    /// An attribute without values.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            ..Self::default()
        }
    }

    /// The same attribute with the format of its name.
    #[must_use]
    pub fn with_name_format(mut self, format: &str) -> Self {
        self.name_format = Some(format.to_owned());
        self
    }

    /// The same attribute with a name for people.
    #[must_use]
    pub fn with_friendly_name(mut self, name: &str) -> Self {
        self.friendly_name = Some(name.to_owned());
        self
    }

    /// The same attribute with one more value, an `AttributeValue` element.
    #[must_use]
    pub fn with_value(mut self, value: Element) -> Self {
        self.values.push(value);
        self
    }

    /// An `AttributeValue` with a text.
    #[must_use]
    pub fn value(text: &str) -> Element {
        Element::new("saml2:AttributeValue", ASSERTION).text_child(text)
    }

    /// The texts of its values.
    pub fn texts(&self) -> impl Iterator<Item = String> {
        self.values.iter().map(Element::text)
    }

    /// The text of its first value.
    #[must_use]
    pub fn first_text(&self) -> Option<String> {
        self.values.first().map(Element::text)
    }

    /// As `saml2:Attribute`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        Element::new("saml2:Attribute", ASSERTION)
            .maybe_attr("FriendlyName", self.friendly_name.as_ref())
            .maybe_attr("Name", self.name.as_ref())
            .maybe_attr("NameFormat", self.name_format.as_ref())
            .children_from(self.values.iter().cloned())
    }

    /// Reads a `saml2:Attribute`. Foreign attributes of the element are allowed by the schema and not read.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "Attribute")?;
        let mut children = Children::of(element)?;
        let values = children
            .many(ASSERTION, "AttributeValue")
            .into_iter()
            .cloned()
            .collect();
        children.end()?;
        Ok(Self {
            name: string(element, "Name"),
            name_format: string(element, "NameFormat"),
            friendly_name: string(element, "FriendlyName"),
            values,
        })
    }
}
