//! The request for an authentication.

use xml::Element;

use crate::error::SamlError;
use crate::message::header::{ATTRIBUTES, Header};
use crate::message::{Conditions, Subject};
use crate::names::{ASSERTION, PROTOCOL};
use crate::read::{Children, Optional, boolean, expect, number, only_attributes, string, trimmed};

const OWN_ATTRIBUTES: [&str; 7] = [
    "ForceAuthn",
    "IsPassive",
    "ProtocolBinding",
    "AssertionConsumerServiceURL",
    "AssertionConsumerServiceIndex",
    "AttributeConsumingServiceIndex",
    "ProviderName",
];

/// A service asks an identity provider to authenticate a person. `[SAML Core §3.4.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthnRequest {
    /// Identifier, time, sender, extensions.
    pub header: Header,
    /// Whether the person must authenticate anew.
    pub force_authn: Option<bool>,
    /// Whether the person must not be seen.
    pub is_passive: Option<bool>,
    /// The binding of the answer.
    pub protocol_binding: Option<String>,
    /// Where the answer goes.
    pub assertion_consumer_service_url: Option<String>,
    /// Where the answer goes, by its number in the metadata.
    pub assertion_consumer_service_index: Option<u16>,
    /// Which attributes are wanted, by their number in the metadata.
    pub attribute_consuming_service_index: Option<u16>,
    /// The name of the service, for people.
    pub provider_name: Option<String>,
    /// Who is to be authenticated.
    pub subject: Option<Subject>,
    /// What the name in the answer should be.
    pub name_id_policy: Option<NameIdPolicy>,
    /// Conditions that the answer should have.
    pub conditions: Option<Conditions>,
    /// How well the person must be authenticated.
    pub requested_authn_context: Option<RequestedAuthnContext>,
    /// On whose behalf.
    pub scoping: Option<Scoping>,
}

/// What the name in the answer should be. `[SAML Core §3.4.1.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameIdPolicy {
    /// The format.
    pub format: Option<String>,
    /// For which service.
    pub sp_name_qualifier: Option<String>,
    /// Whether a new name may be made.
    pub allow_create: Option<bool>,
}

/// How well a person must be authenticated. `[SAML Core §3.3.2.2.1]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedAuthnContext {
    /// `exact`, `minimum`, `maximum` or `better`; absent means exact.
    pub comparison: Option<String>,
    /// The classes of context, in order of preference.
    pub class_refs: Vec<String>,
    /// Declarations of context, which exclude classes.
    pub decl_refs: Vec<String>,
}

/// On whose behalf a request is made. `[SAML Core §3.4.1.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scoping {
    /// How many proxies there may be.
    pub proxy_count: Option<u32>,
    /// Identity providers to choose from.
    pub idp_list: Option<Element>,
    /// The services that asked.
    pub requester_ids: Vec<String>,
}

impl AuthnRequest {
    /// As `saml2p:AuthnRequest`, in the order of the schema.
    #[must_use]
    pub fn to_element(&self) -> Element {
        self.header
            .write(Element::new("saml2p:AuthnRequest", PROTOCOL))
            .maybe_attr("ForceAuthn", self.force_authn)
            .maybe_attr("IsPassive", self.is_passive)
            .maybe_attr("ProtocolBinding", self.protocol_binding.as_ref())
            .maybe_attr(
                "AssertionConsumerServiceURL",
                self.assertion_consumer_service_url.as_ref(),
            )
            .maybe_attr(
                "AssertionConsumerServiceIndex",
                self.assertion_consumer_service_index,
            )
            .maybe_attr(
                "AttributeConsumingServiceIndex",
                self.attribute_consuming_service_index,
            )
            .maybe_attr("ProviderName", self.provider_name.as_ref())
            .child_if(self.subject.as_ref().map(Subject::to_element))
            .child_if(self.name_id_policy.as_ref().map(NameIdPolicy::to_element))
            .child_if(self.conditions.as_ref().map(Conditions::to_element))
            .child_if(
                self.requested_authn_context
                    .as_ref()
                    .map(RequestedAuthnContext::to_element),
            )
            .child_if(self.scoping.as_ref().map(Scoping::to_element))
    }

    /// Reads a `saml2p:AuthnRequest`.
    ///
    /// # Errors
    ///
    /// When the element does not follow the schema.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, PROTOCOL, "AuthnRequest")?;
        only_attributes(element, &[&ATTRIBUTES[..], &OWN_ATTRIBUTES[..]].concat())?;
        let mut children = Children::of(element)?;
        let read = Self {
            header: Header::read(element, &mut children)?,
            subject: children
                .optional(ASSERTION, "Subject")
                .map(Subject::from_element)
                .transpose()?,
            name_id_policy: children
                .optional(PROTOCOL, "NameIDPolicy")
                .map(NameIdPolicy::read)
                .transpose()?,
            conditions: children
                .optional(ASSERTION, "Conditions")
                .map(Conditions::from_element)
                .transpose()?,
            requested_authn_context: children
                .optional(PROTOCOL, "RequestedAuthnContext")
                .map(RequestedAuthnContext::read)
                .transpose()?,
            scoping: children
                .optional(PROTOCOL, "Scoping")
                .map(Scoping::read)
                .transpose()?,
            force_authn: boolean(element, "ForceAuthn")?,
            is_passive: boolean(element, "IsPassive")?,
            protocol_binding: string(element, "ProtocolBinding"),
            assertion_consumer_service_url: string(element, "AssertionConsumerServiceURL"),
            assertion_consumer_service_index: number(element, "AssertionConsumerServiceIndex")?,
            attribute_consuming_service_index: number(element, "AttributeConsumingServiceIndex")?,
            provider_name: string(element, "ProviderName"),
        };
        children.end()?;
        Ok(read)
    }
}

impl NameIdPolicy {
    /// A new name of this format may be made.
    #[must_use]
    pub fn of(format: &str) -> Self {
        Self {
            format: Some(format.to_owned()),
            sp_name_qualifier: None,
            allow_create: Some(true),
        }
    }

    fn to_element(&self) -> Element {
        Element::new("saml2p:NameIDPolicy", PROTOCOL)
            .maybe_attr("AllowCreate", self.allow_create)
            .maybe_attr("Format", self.format.as_ref())
            .maybe_attr("SPNameQualifier", self.sp_name_qualifier.as_ref())
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &["AllowCreate", "Format", "SPNameQualifier"])?;
        Children::of(element)?.end()?;
        Ok(Self {
            format: string(element, "Format"),
            sp_name_qualifier: string(element, "SPNameQualifier"),
            allow_create: boolean(element, "AllowCreate")?,
        })
    }
}

impl RequestedAuthnContext {
    /// One class, compared as said.
    #[must_use]
    pub fn new(comparison: &str, class_ref: impl Into<String>) -> Self {
        Self {
            comparison: Some(comparison.to_owned()),
            class_refs: vec![class_ref.into()],
            decl_refs: Vec::new(),
        }
    }

    fn to_element(&self) -> Element {
        let text = |name: &str, text: &String| Element::new(name, ASSERTION).text_child(text);
        Element::new("saml2p:RequestedAuthnContext", PROTOCOL)
            .maybe_attr("Comparison", self.comparison.as_ref())
            .children_from(
                self.class_refs
                    .iter()
                    .map(|r| text("saml2:AuthnContextClassRef", r)),
            )
            .children_from(
                self.decl_refs
                    .iter()
                    .map(|r| text("saml2:AuthnContextDeclRef", r)),
            )
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &["Comparison"])?;
        let mut children = Children::of(element)?;
        let mut texts = |local| {
            children
                .many(ASSERTION, local)
                .into_iter()
                .map(trimmed)
                .collect()
        };
        let read = Self {
            comparison: string(element, "Comparison"),
            class_refs: texts("AuthnContextClassRef"),
            decl_refs: texts("AuthnContextDeclRef"),
        };
        children.end()?;
        Ok(read)
    }
}

impl Scoping {
    fn to_element(&self) -> Element {
        let requester = |id: &String| Element::new("saml2p:RequesterID", PROTOCOL).text_child(id);
        Element::new("saml2p:Scoping", PROTOCOL)
            .maybe_attr("ProxyCount", self.proxy_count)
            .child_if(self.idp_list.clone())
            .children_from(self.requester_ids.iter().map(requester))
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        only_attributes(element, &["ProxyCount"])?;
        let mut children = Children::of(element)?;
        let read = Self {
            proxy_count: number(element, "ProxyCount")?,
            idp_list: children.optional(PROTOCOL, "IDPList").cloned(),
            requester_ids: children
                .many(PROTOCOL, "RequesterID")
                .into_iter()
                .map(trimmed)
                .collect(),
        };
        children.end()?;
        Ok(read)
    }
}
