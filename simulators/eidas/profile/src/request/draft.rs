//! Writing requests.

use ambient::Ambient;
use saml::message::{RequestedAuthnContext, Scoping};
use saml::names::{attribute_format, consent, name_id};
use saml::{AuthnRequest, Header, NameId, NameIdPolicy};
use xml::{Element, SigningError};

use super::RequestedAttribute;
use crate::attribute::{Attribute, AttributeName};
use crate::level::RequestedLevels;
use crate::metadata::Node;
use crate::names;
use crate::service_type::ServiceType;
use crate::signer::Signer;

/// What a connector asks of a proxy service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDraft {
    /// The connector.
    pub issuer: String,
    /// The address of the proxy service.
    pub destination: String,
    /// The type of the service, where the connector's metadata do not say it.
    pub service_type: Option<ServiceType>,
    /// The name of the service for people.
    pub provider_name: Option<String>,
    /// The identifier of a private service, where the proxy service asks for it.
    pub requester_id: Option<String>,
    /// The levels of assurance.
    pub levels: RequestedLevels,
    /// The format that the name is to have.
    pub name_id_format: Option<String>,
    /// The attributes requested.
    pub attributes: Vec<RequestedAttribute>,
}

impl RequestDraft {
    /// Asks for the minimum data set of a natural person.
    #[must_use]
    pub fn new(issuer: &str, destination: &str, levels: RequestedLevels) -> Self {
        let minimum = Attribute::minimum_data_set(crate::Person::Natural);
        Self {
            issuer: issuer.to_owned(),
            destination: destination.to_owned(),
            service_type: None,
            provider_name: None,
            requester_id: None,
            levels,
            name_id_format: Some(name_id::UNSPECIFIED.to_owned()),
            attributes: Vec::new(),
        }
        .asking(minimum.map(Attribute::name))
    }

    /// The same, asking for these attributes too. Whether they are required is what the registry says and nothing
    /// else: a node refuses a request that requires an optional attribute.
    #[must_use]
    pub fn asking(mut self, names: impl IntoIterator<Item = AttributeName>) -> Self {
        for name in names {
            let known = self.attributes.iter().any(|asked| asked.name == name);
            if !known {
                self.attributes.push(RequestedAttribute {
                    name,
                    required: name.attribute.is_mandatory(),
                });
            }
        }
        self
    }

    /// The same without what the proxy service does not want to see: a private service is named only where the proxy
    /// service asks for it, a public one never.
    #[must_use]
    pub fn suited_to(mut self, proxy: &Node, own: Option<ServiceType>) -> Self {
        let kind = own.or(self.service_type);
        if !proxy.wants_requester_id || kind != Some(ServiceType::Private) {
            self.requester_id = None;
        }
        if own.is_some() {
            self.service_type = None;
        }
        self
    }

    /// The message, not yet signed, with a fresh identifier.
    #[must_use]
    pub fn to_message(&self, ambient: &Ambient) -> AuthnRequest {
        let header = Header {
            destination: Some(self.destination.clone()),
            consent: Some(consent::UNSPECIFIED.to_owned()),
            issuer: Some(NameId::new(&self.issuer).with_format(name_id::ENTITY)),
            extensions: self.extensions(),
            ..Header::fresh(ambient)
        };
        let levels = self.levels.levels().iter();
        AuthnRequest {
            header,
            force_authn: Some(true),
            is_passive: Some(false),
            provider_name: self.provider_name.clone(),
            name_id_policy: self.name_id_format.as_deref().map(NameIdPolicy::of),
            requested_authn_context: Some(RequestedAuthnContext {
                comparison: Some(self.levels.comparison().as_str().to_owned()),
                class_refs: levels.map(|level| level.uri().to_owned()).collect(),
                decl_refs: Vec::new(),
            }),
            scoping: self.requester_id.as_ref().map(|id| Scoping {
                requester_ids: vec![id.clone()],
                ..Scoping::default()
            }),
            ..AuthnRequest::default()
        }
    }

    /// The text of the signed message, and its identifier.
    ///
    /// # Errors
    ///
    /// When the key does not sign.
    pub fn sign(
        &self,
        signer: &Signer,
        ambient: &Ambient,
    ) -> Result<(String, String), SigningError> {
        let message = self.to_message(ambient);
        let id = message.header.id.clone().unwrap_or_default();
        Ok((signer.sign_message(&message.to_element())?, id))
    }

    fn extensions(&self) -> Vec<Element> {
        let kind = self
            .service_type
            .map(|kind| Element::new("eidas:SPType", names::EXTENSIONS).text_child(kind.as_str()));
        let requested = Element::new("eidas:RequestedAttributes", names::EXTENSIONS)
            .children_from(self.attributes.iter().map(requested));
        kind.into_iter().chain([requested]).collect()
    }
}

fn requested(attribute: &RequestedAttribute) -> Element {
    let RequestedAttribute { name, required } = attribute;
    Element::new("eidas:RequestedAttribute", names::EXTENSIONS)
        .attr("FriendlyName", name.friendly_name())
        .attr("Name", name.uri())
        .attr("NameFormat", attribute_format::URI)
        .attr("isRequired", if *required { "true" } else { "false" })
}
