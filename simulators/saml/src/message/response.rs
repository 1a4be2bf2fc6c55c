//! The answer, with its status.

use xml::Element;

use crate::error::SamlError;
use crate::message::Assertion;
use crate::message::header::{ATTRIBUTES, Header};
use crate::names::{ASSERTION, PROTOCOL, status};
use crate::read::{Children, Optional, expect, only_attributes, string};

/// The answer to an authentication request. `[SAML Core §3.3.3]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// Identifier, time, sender, extensions.
    pub header: Header,
    /// The request that it answers.
    pub in_response_to: Option<String>,
    /// How it went.
    pub status: Option<Status>,
    /// Assertions in the clear.
    pub assertions: Vec<Assertion>,
    /// What each `EncryptedAssertion` holds: the `xenc:EncryptedData`, with any `xenc:EncryptedKey` beside it.
    pub encrypted_assertions: Vec<Vec<Element>>,
}

/// How a request went. `[SAML Core §3.2.2.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    /// The code.
    pub code: Option<StatusCode>,
    /// Words for people.
    pub message: Option<String>,
    /// The content of `StatusDetail`.
    pub detail: Vec<Element>,
}

/// A status code, which may hold a more precise one. `[SAML Core §3.2.2.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StatusCode {
    /// A URI of [`crate::names::status`].
    pub value: Option<String>,
    /// The more precise code.
    pub sub: Option<Box<Self>>,
}

/// Schemas set no bound on codes in codes; three are more than anybody sends.
const DEEPEST_CODE: usize = 4;

impl Response {
    /// As `saml2p:Response`, in the order of the schema.
    #[must_use]
    pub fn to_element(&self) -> Element {
        let encrypted = |content: &Vec<Element>| {
            Element::new("saml2:EncryptedAssertion", ASSERTION)
                .children_from(content.iter().cloned())
        };
        self.header
            .write(Element::new("saml2p:Response", PROTOCOL))
            .maybe_attr("InResponseTo", self.in_response_to.as_ref())
            .child_if(self.status.as_ref().map(Status::to_element))
            .children_from(self.assertions.iter().map(Assertion::to_element))
            .children_from(self.encrypted_assertions.iter().map(encrypted))
    }

    /// Reads a `saml2p:Response`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, PROTOCOL, "Response")?;
        only_attributes(element, &[&ATTRIBUTES[..], &["InResponseTo"]].concat())?;
        let mut children = Children::of(element)?;
        let mut read = Self {
            header: Header::read(element, &mut children)?,
            in_response_to: string(element, "InResponseTo"),
            status: children
                .optional(PROTOCOL, "Status")
                .map(Status::read)
                .transpose()?,
            ..Self::default()
        };
        while let Some(child) = children.any() {
            if child.is(ASSERTION, "Assertion") {
                read.assertions.push(Assertion::from_element(child)?);
            } else if child.is(ASSERTION, "EncryptedAssertion") {
                read.encrypted_assertions
                    .push(child.elements().cloned().collect());
            } else {
                return Err(children.misplaced(child));
            }
        }
        Ok(read)
    }
}

impl Status {
    /// It went well.
    #[must_use]
    pub fn success() -> Self {
        Self {
            code: Some(StatusCode::new(status::SUCCESS)),
            ..Self::default()
        }
    }

    /// It did not: a code with a more precise one, and words for people.
    #[must_use]
    pub fn failure(code: &str, sub: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            code: Some(StatusCode {
                value: Some(code.to_owned()),
                sub: sub.map(|sub| Box::new(StatusCode::new(sub))),
            }),
            message: Some(message.into()),
            detail: Vec::new(),
        }
    }

    /// Whether the top-level code is success.
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.code_text() == Some(status::SUCCESS)
    }

    /// The top-level code.
    #[must_use]
    pub fn code_text(&self) -> Option<&str> {
        self.code.as_ref()?.value.as_deref()
    }

    /// The second-level code.
    #[must_use]
    pub fn sub_code_text(&self) -> Option<&str> {
        self.code.as_ref()?.sub.as_ref()?.value.as_deref()
    }

    pub(crate) fn to_element(&self) -> Element {
        let message =
            |text: &String| Element::new("saml2p:StatusMessage", PROTOCOL).text_child(text);
        let detail = (!self.detail.is_empty()).then(|| {
            Element::new("saml2p:StatusDetail", PROTOCOL).children_from(self.detail.iter().cloned())
        });
        Element::new("saml2p:Status", PROTOCOL)
            .child_if(self.code.as_ref().map(StatusCode::to_element))
            .child_if(self.message.as_ref().map(message))
            .child_if(detail)
    }

    pub(crate) fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &[])?;
        let mut children = Children::of(element)?;
        let code = children.optional(PROTOCOL, "StatusCode");
        let read = Self {
            code: code
                .map(|code| StatusCode::read(code, DEEPEST_CODE))
                .transpose()?,
            message: children
                .optional(PROTOCOL, "StatusMessage")
                .map(Element::text),
            detail: children
                .optional(PROTOCOL, "StatusDetail")
                .map(|detail| detail.elements().cloned().collect())
                .unwrap_or_default(),
        };
        children.end()?;
        Ok(read)
    }
}

impl StatusCode {
    /// A code without a more precise one.
    #[must_use]
    pub fn new(value: &str) -> Self {
        Self {
            value: Some(value.to_owned()),
            sub: None,
        }
    }

    fn to_element(&self) -> Element {
        Element::new("saml2p:StatusCode", PROTOCOL)
            .maybe_attr("Value", self.value.as_ref())
            .child_if(self.sub.as_ref().map(|sub| sub.to_element()))
    }

    fn read(element: &Element, deeper: usize) -> Result<Self, SamlError> {
        only_attributes(element, &["Value"])?;
        let mut children = Children::of(element)?;
        let sub = match children.optional(PROTOCOL, "StatusCode") {
            None => None,
            Some(sub) if deeper == 0 => return Err(children.misplaced(sub)),
            Some(sub) => Some(Box::new(Self::read(sub, deeper - 1)?)),
        };
        children.end()?;
        Ok(Self {
            value: string(element, "Value"),
            sub,
        })
    }
}
