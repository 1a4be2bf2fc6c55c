//! How and when a person was authenticated.

use xml::Element;

use crate::error::SamlError;
use crate::instant::Instant;
use crate::names::ASSERTION;
use crate::read::{Children, Optional, expect, instant, only_attributes, string, trimmed};

/// How and when a person was authenticated. `[SAML Core §2.7.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthnStatement {
    /// When.
    pub authn_instant: Option<Instant>,
    /// The session at the identity provider, for logout.
    pub session_index: Option<String>,
    /// When that session ends.
    pub session_not_on_or_after: Option<Instant>,
    /// The address of the person's machine: its network address and its name.
    pub subject_locality: Option<(Option<String>, Option<String>)>,
    /// How.
    pub context: Option<AuthnContext>,
}

/// How a person was authenticated. `[SAML Core §2.7.2.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthnContext {
    /// The class of context, which carries the level.
    pub class_ref: Option<String>,
    /// A declaration inside the message; the eIDAS node sends an empty one.
    pub decl: Option<Element>,
    /// A declaration elsewhere.
    pub decl_ref: Option<String>,
    /// Who else was involved.
    pub authorities: Vec<String>,
}

impl AuthnStatement {
    /// An authentication of this class at this moment.
    #[must_use]
    pub fn new(authn_instant: Instant, class_ref: impl Into<String>) -> Self {
        Self {
            authn_instant: Some(authn_instant),
            context: Some(AuthnContext {
                class_ref: Some(class_ref.into()),
                ..AuthnContext::default()
            }),
            ..Self::default()
        }
    }

    /// The class of context, when there is one.
    #[must_use]
    pub fn class_ref(&self) -> Option<&str> {
        self.context.as_ref()?.class_ref.as_deref()
    }

    /// As `saml2:AuthnStatement`.
    #[must_use]
    pub fn to_element(&self) -> Element {
        let locality = self.subject_locality.as_ref().map(|(address, name)| {
            Element::new("saml2:SubjectLocality", ASSERTION)
                .maybe_attr("Address", address.as_ref())
                .maybe_attr("DNSName", name.as_ref())
        });
        Element::new("saml2:AuthnStatement", ASSERTION)
            .maybe_attr("AuthnInstant", self.authn_instant)
            .maybe_attr("SessionIndex", self.session_index.as_ref())
            .maybe_attr("SessionNotOnOrAfter", self.session_not_on_or_after)
            .child_if(locality)
            .child_if(self.context.as_ref().map(AuthnContext::to_element))
    }

    /// Reads a `saml2:AuthnStatement`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, ASSERTION, "AuthnStatement")?;
        only_attributes(
            element,
            &["AuthnInstant", "SessionIndex", "SessionNotOnOrAfter"],
        )?;
        let mut children = Children::of(element)?;
        let locality = children.optional(ASSERTION, "SubjectLocality");
        let read = Self {
            authn_instant: instant(element, "AuthnInstant")?,
            session_index: string(element, "SessionIndex"),
            session_not_on_or_after: instant(element, "SessionNotOnOrAfter")?,
            subject_locality: locality
                .map(|place| (string(place, "Address"), string(place, "DNSName"))),
            context: children
                .optional(ASSERTION, "AuthnContext")
                .map(AuthnContext::read)
                .transpose()?,
        };
        children.end()?;
        Ok(read)
    }
}

impl AuthnContext {
    fn to_element(&self) -> Element {
        let text = |name: &str, text: &String| Element::new(name, ASSERTION).text_child(text);
        Element::new("saml2:AuthnContext", ASSERTION)
            .child_if(
                self.class_ref
                    .as_ref()
                    .map(|r| text("saml2:AuthnContextClassRef", r)),
            )
            .child_if(self.decl.clone())
            .child_if(
                self.decl_ref
                    .as_ref()
                    .map(|r| text("saml2:AuthnContextDeclRef", r)),
            )
            .children_from(
                self.authorities
                    .iter()
                    .map(|a| text("saml2:AuthenticatingAuthority", a)),
            )
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &[])?;
        let mut children = Children::of(element)?;
        let read = Self {
            class_ref: children
                .optional(ASSERTION, "AuthnContextClassRef")
                .map(trimmed),
            decl: children.optional(ASSERTION, "AuthnContextDecl").cloned(),
            decl_ref: children
                .optional(ASSERTION, "AuthnContextDeclRef")
                .map(trimmed),
            authorities: children
                .many(ASSERTION, "AuthenticatingAuthority")
                .into_iter()
                .map(trimmed)
                .collect(),
        };
        children.end()?;
        Ok(read)
    }
}
