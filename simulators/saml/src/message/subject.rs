//! About whom an assertion speaks, and how its bearer proves to be that person.

use xml::Element;

use crate::error::SamlError;
use crate::instant::Instant;
use crate::message::NameId;
use crate::names::{ASSERTION, confirmation};
use crate::read::{Children, Optional, expect, instant, only_attributes, string};

/// About whom an assertion speaks. `[SAML Core §2.4.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject {
    /// The name.
    pub name_id: Option<NameId>,
    /// How the bearer of the assertion proves to be the subject.
    pub confirmations: Vec<SubjectConfirmation>,
}

/// One way to prove to be the subject. `[SAML Core §2.4.1.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectConfirmation {
    /// A URI of [`crate::names::confirmation`].
    pub method: Option<String>,
    /// Whom it names, when another than the subject.
    pub name_id: Option<NameId>,
    /// The bounds of the proof.
    pub data: Option<SubjectConfirmationData>,
}

/// The bounds of a proof. `[SAML Core §2.4.1.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SubjectConfirmationData {
    /// Not before this moment.
    pub not_before: Option<Instant>,
    /// Before this moment.
    pub not_on_or_after: Option<Instant>,
    /// The address that it may be delivered to.
    pub recipient: Option<String>,
    /// The request that it answers.
    pub in_response_to: Option<String>,
    /// The network address of the bearer.
    pub address: Option<String>,
}

impl Subject {
    /// As `saml2:Subject`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        Element::new("saml2:Subject", ASSERTION)
            .child_if(self.name_id.as_ref().map(NameId::to_element))
            .children_from(
                self.confirmations
                    .iter()
                    .map(SubjectConfirmation::to_element),
            )
    }

    /// Reads a `saml2:Subject`. Encrypted and abstract identifiers are not supported.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "Subject")?;
        only_attributes(element, &[])?;
        let mut children = Children::of(element)?;
        let read = Self {
            name_id: children
                .optional(ASSERTION, "NameID")
                .map(NameId::from_element)
                .transpose()?,
            confirmations: children
                .many(ASSERTION, "SubjectConfirmation")
                .into_iter()
                .map(SubjectConfirmation::read)
                .collect::<Result<_, _>>()?,
        };
        children.end()?;
        Ok(read)
    }
}

impl SubjectConfirmation {
    /// Whoever bears the assertion is the subject.
    #[must_use]
    pub fn bearer(data: SubjectConfirmationData) -> Self {
        Self {
            method: Some(confirmation::BEARER.to_owned()),
            name_id: None,
            data: Some(data),
        }
    }

    fn to_element(&self) -> Element {
        Element::new("saml2:SubjectConfirmation", ASSERTION)
            .maybe_attr("Method", self.method.as_ref())
            .child_if(self.name_id.as_ref().map(NameId::to_element))
            .child_if(self.data.as_ref().map(SubjectConfirmationData::to_element))
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &["Method"])?;
        let mut children = Children::of(element)?;
        let read = Self {
            method: string(element, "Method"),
            name_id: children
                .optional(ASSERTION, "NameID")
                .map(NameId::from_element)
                .transpose()?,
            data: children
                .optional(ASSERTION, "SubjectConfirmationData")
                .map(SubjectConfirmationData::read)
                .transpose()?,
        };
        children.end()?;
        Ok(read)
    }
}

impl SubjectConfirmationData {
    fn to_element(&self) -> Element {
        Element::new("saml2:SubjectConfirmationData", ASSERTION)
            .maybe_attr("Address", self.address.as_ref())
            .maybe_attr("InResponseTo", self.in_response_to.as_ref())
            .maybe_attr("NotBefore", self.not_before)
            .maybe_attr("NotOnOrAfter", self.not_on_or_after)
            .maybe_attr("Recipient", self.recipient.as_ref())
    }

    /// Its content is open in the schema and not read; so are foreign attributes.
    fn read(element: &Element) -> Result<Self, SamlError> {
        Ok(Self {
            not_before: instant(element, "NotBefore")?,
            not_on_or_after: instant(element, "NotOnOrAfter")?,
            recipient: string(element, "Recipient"),
            in_response_to: string(element, "InResponseTo"),
            address: string(element, "Address"),
        })
    }
}
