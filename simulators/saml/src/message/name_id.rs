//! Names of persons and entities.

use xml::Element;

use crate::error::SamlError;
use crate::names::ASSERTION;
use crate::read::{Children, Optional, expect, name, only_attributes, string, trimmed};

const ATTRIBUTES: [&str; 4] = ["Format", "NameQualifier", "SPNameQualifier", "SPProvidedID"];

/// A name with its format: the content of `NameID` and of `Issuer`. `[SAML Core §2.2.2]`
///
/// The value is the whole text of the element; comments inside do not end it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameId {
    /// The name.
    pub value: String,
    /// What kind of name it is.
    pub format: Option<String>,
    /// In whose domain it is a name.
    pub name_qualifier: Option<String>,
    /// For which service it is a name.
    pub sp_name_qualifier: Option<String>,
    /// The service's own name for it.
    pub sp_provided_id: Option<String>,
}

impl NameId {
    /// A name of no stated format.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            ..Self::default()
        }
    }

    /// The same name with a format.
    #[must_use]
    pub fn with_format(mut self, format: &str) -> Self {
        self.format = Some(format.to_owned());
        self
    }

    /// As `saml2:NameID`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        self.write("saml2:NameID")
    }

    /// As `saml2:Issuer`.
    #[must_use]
    pub fn to_issuer(&self) -> Element {
        self.write("saml2:Issuer")
    }

    /// Reads a `saml2:NameID`.
    ///
    /// # Errors
    ///
    /// When the element is another one or has unknown attributes or children.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "NameID")?;
        Self::read(element)
    }

    pub(crate) fn issuer(children: &mut Children<'_>) -> Result<Option<Self>, SamlError> {
        children
            .optional(ASSERTION, "Issuer")
            .map(Self::read)
            .transpose()
    }

    fn write(&self, element: &str) -> Element {
        Element::new(element, ASSERTION)
            .maybe_attr("Format", self.format.as_ref())
            .maybe_attr("NameQualifier", self.name_qualifier.as_ref())
            .maybe_attr("SPNameQualifier", self.sp_name_qualifier.as_ref())
            .maybe_attr("SPProvidedID", self.sp_provided_id.as_ref())
            .text_child(&self.value)
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &ATTRIBUTES)?;
        if let Some(child) = element.elements().next() {
            return Err(SamlError::Child {
                parent: name(element),
                child: name(child),
            });
        }
        Ok(Self {
            value: trimmed(element),
            format: string(element, "Format"),
            name_qualifier: string(element, "NameQualifier"),
            sp_name_qualifier: string(element, "SPNameQualifier"),
            sp_provided_id: string(element, "SPProvidedID"),
        })
    }
}
