//! What a party does: identity provider or service provider.

use xml::Element;

use crate::error::SamlError;
use crate::message::Attribute;
use crate::metadata::{Endpoint, KeyDescriptor, KeyUse, extensions, read_extensions, texts};
use crate::names::{ASSERTION, METADATA, PROTOCOL};
use crate::read::{Optional, boolean, string};

/// What both roles have. `[SAML Metadata §2.4.1, §2.4.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleDescriptor {
    /// The protocols that it speaks, separated by spaces.
    pub protocols: Option<String>,
    /// Additions outside the standard.
    pub extensions: Vec<Element>,
    /// Its keys.
    pub keys: Vec<KeyDescriptor>,
    /// Where logout messages go.
    pub single_logout: Vec<Endpoint>,
    /// The formats of names that it supports.
    pub name_id_formats: Vec<String>,
}

/// An identity provider. `[SAML Metadata §2.4.3]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IdpDescriptor {
    /// Keys, logout, formats.
    pub role: RoleDescriptor,
    /// Whether requests must be signed.
    pub want_authn_requests_signed: Option<bool>,
    /// Where requests go.
    pub single_sign_on: Vec<Endpoint>,
    /// Attributes that it can give.
    pub attributes: Vec<Attribute>,
}

/// A service provider. `[SAML Metadata §2.4.4]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpDescriptor {
    /// Keys, logout, formats.
    pub role: RoleDescriptor,
    /// Whether its requests are signed.
    pub authn_requests_signed: Option<bool>,
    /// Whether assertions must be signed.
    pub want_assertions_signed: Option<bool>,
    /// Where responses go.
    pub assertion_consumers: Vec<Endpoint>,
    /// Which attributes it asks for: `md:AttributeConsumingService` elements.
    pub attribute_consumers: Vec<Element>,
}

impl RoleDescriptor {
    /// A role that speaks SAML 2.0 and has these keys.
    #[must_use]
    pub fn with_keys(keys: Vec<KeyDescriptor>) -> Self {
        Self {
            protocols: Some(PROTOCOL.to_owned()),
            keys,
            ..Self::default()
        }
    }

    /// The certificates of all keys for this use.
    #[must_use]
    pub fn certificates(&self, usage: KeyUse) -> Vec<Vec<u8>> {
        let keys = self.keys.iter().filter(|key| key.serves(usage));
        keys.flat_map(|key| key.certificates.iter().cloned())
            .collect()
    }

    fn write(&self, element: Element) -> Element {
        let format = |text: &String| Element::new("md:NameIDFormat", METADATA).text_child(text);
        let logout = |endpoint: &Endpoint| endpoint.to_element("md:SingleLogoutService");
        element
            .maybe_attr("protocolSupportEnumeration", self.protocols.as_ref())
            .child_if(extensions(&self.extensions))
            .children_from(self.keys.iter().map(KeyDescriptor::to_element))
            .children_from(self.single_logout.iter().map(logout))
            .children_from(self.name_id_formats.iter().map(format))
    }

    fn read(element: &Element) -> Result<Self, SamlError> {
        let keys = element.all(METADATA, "KeyDescriptor");
        Ok(Self {
            protocols: string(element, "protocolSupportEnumeration"),
            extensions: read_extensions(element),
            keys: keys.map(KeyDescriptor::read).collect::<Result<_, _>>()?,
            single_logout: Endpoint::read_all(element, "SingleLogoutService")?,
            name_id_formats: texts(element, "NameIDFormat"),
        })
    }
}

impl IdpDescriptor {
    /// Where requests of this binding go.
    #[must_use]
    pub fn sign_on(&self, binding: &str) -> Option<&Endpoint> {
        Endpoint::with_binding(&self.single_sign_on, binding)
    }

    pub(crate) fn to_element(&self) -> Element {
        let sign_on = |endpoint: &Endpoint| endpoint.to_element("md:SingleSignOnService");
        let element = Element::new("md:IDPSSODescriptor", METADATA)
            .maybe_attr("WantAuthnRequestsSigned", self.want_authn_requests_signed);
        self.role
            .write(element)
            .children_from(self.single_sign_on.iter().map(sign_on))
            .children_from(self.attributes.iter().map(Attribute::to_element))
    }

    pub(crate) fn read(element: &Element) -> Result<Self, SamlError> {
        let attributes = element.all(ASSERTION, "Attribute");
        Ok(Self {
            role: RoleDescriptor::read(element)?,
            want_authn_requests_signed: boolean(element, "WantAuthnRequestsSigned")?,
            single_sign_on: Endpoint::read_all(element, "SingleSignOnService")?,
            attributes: attributes
                .map(Attribute::from_element)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl SpDescriptor {
    /// The consumer of assertions at this address, of any binding.
    #[must_use]
    pub fn consumer_at(&self, url: &str) -> Option<&Endpoint> {
        let here = |consumer: &&Endpoint| consumer.location.as_deref() == Some(url);
        self.assertion_consumers.iter().find(here)
    }

    /// The default consumer of assertions.
    #[must_use]
    pub fn default_consumer(&self) -> Option<&Endpoint> {
        Endpoint::default_of(&self.assertion_consumers)
    }

    pub(crate) fn to_element(&self) -> Element {
        let consumer = |endpoint: &Endpoint| endpoint.to_element("md:AssertionConsumerService");
        let element = Element::new("md:SPSSODescriptor", METADATA)
            .maybe_attr("AuthnRequestsSigned", self.authn_requests_signed)
            .maybe_attr("WantAssertionsSigned", self.want_assertions_signed);
        self.role
            .write(element)
            .children_from(self.assertion_consumers.iter().map(consumer))
            .children_from(self.attribute_consumers.iter().cloned())
    }

    pub(crate) fn read(element: &Element) -> Result<Self, SamlError> {
        Ok(Self {
            role: RoleDescriptor::read(element)?,
            authn_requests_signed: boolean(element, "AuthnRequestsSigned")?,
            want_assertions_signed: boolean(element, "WantAssertionsSigned")?,
            assertion_consumers: Endpoint::read_all(element, "AssertionConsumerService")?,
            attribute_consumers: element
                .all(METADATA, "AttributeConsumingService")
                .cloned()
                .collect(),
        })
    }
}
