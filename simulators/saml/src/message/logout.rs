//! The end of a session.

use xml::Element;

use crate::error::SamlError;
use crate::instant::Instant;
use crate::message::header::{ATTRIBUTES, Header};
use crate::message::{NameId, Status};
use crate::names::{ASSERTION, PROTOCOL};
use crate::read::{Children, Optional, expect, instant, only_attributes, string, trimmed};

/// A party asks another to end a person's session. `[SAML Core §3.7.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogoutRequest {
    /// Identifier, time, sender, extensions.
    pub header: Header,
    /// Why.
    pub reason: Option<String>,
    /// Until when the request is worth following.
    pub not_on_or_after: Option<Instant>,
    /// Whose session.
    pub name_id: Option<NameId>,
    /// Which sessions; none means all.
    pub session_indexes: Vec<String>,
}

/// The answer to a logout request. `[SAML Core §3.7.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogoutResponse {
    /// Identifier, time, sender, extensions.
    pub header: Header,
    /// The request that it answers.
    pub in_response_to: Option<String>,
    /// How it went.
    pub status: Option<Status>,
}

impl LogoutRequest {
    /// As `saml2p:LogoutRequest`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        let index = |text: &String| Element::new("saml2p:SessionIndex", PROTOCOL).text_child(text);
        self.header
            .write(Element::new("saml2p:LogoutRequest", PROTOCOL))
            .maybe_attr("Reason", self.reason.as_ref())
            .maybe_attr("NotOnOrAfter", self.not_on_or_after)
            .child_if(self.name_id.as_ref().map(NameId::to_element))
            .children_from(self.session_indexes.iter().map(index))
    }

    /// Reads a `saml2p:LogoutRequest`. Encrypted and abstract identifiers are not supported.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, PROTOCOL, "LogoutRequest")?;
        only_attributes(
            element,
            &[&ATTRIBUTES[..], &["Reason", "NotOnOrAfter"]].concat(),
        )?;
        let mut children = Children::of(element)?;
        let read = Self {
            header: Header::read(element, &mut children)?,
            reason: string(element, "Reason"),
            not_on_or_after: instant(element, "NotOnOrAfter")?,
            name_id: children
                .optional(ASSERTION, "NameID")
                .map(NameId::from_element)
                .transpose()?,
            session_indexes: children
                .many(PROTOCOL, "SessionIndex")
                .into_iter()
                .map(trimmed)
                .collect(),
        };
        children.end()?;
        Ok(read)
    }
}

impl LogoutResponse {
    /// As `saml2p:LogoutResponse`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        self.header
            .write(Element::new("saml2p:LogoutResponse", PROTOCOL))
            .maybe_attr("InResponseTo", self.in_response_to.as_ref())
            .child_if(self.status.as_ref().map(Status::to_element))
    }

    /// Reads a `saml2p:LogoutResponse`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, PROTOCOL, "LogoutResponse")?;
        only_attributes(element, &[&ATTRIBUTES[..], &["InResponseTo"]].concat())?;
        let mut children = Children::of(element)?;
        let read = Self {
            header: Header::read(element, &mut children)?,
            in_response_to: string(element, "InResponseTo"),
            status: children
                .optional(PROTOCOL, "Status")
                .map(Status::read)
                .transpose()?,
        };
        children.end()?;
        Ok(read)
    }
}
