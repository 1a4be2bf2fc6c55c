//! Writing and signing metadata.

use saml::metadata::{
    Contact, IdpDescriptor, KeyDescriptor, KeyUse, Organization, RoleDescriptor, SpDescriptor,
};
use saml::names::{ALGORITHM_SUPPORT, ASSERTION, ENTITY_ATTRIBUTES, attribute_format};
use saml::{Attribute, Metadata};
use xml::{Element, SigningError};

use super::{Node, Role};
use crate::names;
use crate::signer::Signer;

/// What a node announces to be able to decrypt.
const DATA_ALGORITHMS: [&str; 3] = [
    "http://www.w3.org/2009/xmlenc11#aes256-gcm",
    "http://www.w3.org/2009/xmlenc11#aes192-gcm",
    "http://www.w3.org/2009/xmlenc11#aes128-gcm",
];

/// Digests that a node announces.
const DIGESTS: [&str; 2] = [
    "http://www.w3.org/2001/04/xmlenc#sha256",
    "http://www.w3.org/2001/04/xmlenc#sha512",
];

/// Signature algorithms that a node announces, with the key sizes in bits.
const SIGNATURES: [(&str, &str, Option<&str>); 4] = [
    (
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256",
        "256",
        None,
    ),
    (
        "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha512",
        "256",
        None,
    ),
    (
        "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1",
        "3072",
        Some("4096"),
    ),
    (
        "http://www.w3.org/2007/05/xmldsig-more#sha512-rsa-MGF1",
        "3072",
        Some("4096"),
    ),
];

impl Node {
    /// As a SAML entity descriptor, to be signed or altered first.
    #[must_use]
    pub fn to_metadata(&self) -> Metadata {
        let mut metadata = Metadata::new(&self.entity_id);
        metadata.valid_until = self.valid_until.map(Into::into);
        metadata.extensions = self.extensions();
        match self.role {
            Role::Connector => metadata.sp.push(self.connector()),
            Role::ProxyService => metadata.idp.push(self.proxy_service()),
        }
        metadata.organization = Some(organization());
        metadata.contacts = vec![contact("support"), contact("technical")];
        metadata
    }

    /// As a signed document.
    ///
    /// # Errors
    ///
    /// When the key cannot sign.
    pub fn sign(&self, signer: &Signer) -> Result<String, SigningError> {
        signer.sign_document(&self.to_metadata().to_element())
    }

    fn connector(&self) -> SpDescriptor {
        SpDescriptor {
            role: self.role_descriptor(),
            authn_requests_signed: Some(true),
            want_assertions_signed: Some(false),
            assertion_consumers: self.endpoints.clone(),
            ..SpDescriptor::default()
        }
    }

    fn proxy_service(&self) -> IdpDescriptor {
        IdpDescriptor {
            role: self.role_descriptor(),
            want_authn_requests_signed: Some(true),
            single_sign_on: self.endpoints.clone(),
            attributes: self
                .attributes
                .iter()
                .map(|name| {
                    Attribute::named(name.uri())
                        .with_name_format(attribute_format::URI)
                        .with_friendly_name(name.friendly_name())
                })
                .collect(),
        }
    }

    fn role_descriptor(&self) -> RoleDescriptor {
        let signing = self.signing.iter();
        let signing = signing.map(|der| KeyDescriptor::new(KeyUse::Signing, der.clone()));
        let encryption = self.encryption.iter().map(|der| {
            KeyDescriptor::new(KeyUse::Encryption, der.clone()).preferring(&DATA_ALGORITHMS)
        });
        let mut role = RoleDescriptor::with_keys(signing.chain(encryption).collect());
        role.name_id_formats.clone_from(&self.name_id_formats);
        role.extensions = self
            .country
            .iter()
            .map(|country| extension("eidas:NodeCountry", country.as_str()))
            .collect();
        role
    }

    fn extensions(&self) -> Vec<Element> {
        let mut extensions = Vec::new();
        let attributes = self.entity_attributes();
        if !attributes.is_empty() {
            let all = Element::new("mdattr:EntityAttributes", ENTITY_ATTRIBUTES);
            extensions.push(all.children_from(attributes.iter().map(Attribute::to_element)));
        }
        if let Some(kind) = self.service_type {
            extensions.push(extension("eidas:SPType", kind.as_str()));
        }
        extensions.extend(algorithms());
        extensions
    }

    fn entity_attributes(&self) -> Vec<Attribute> {
        let categories: &[&str] = if self.wants_requester_id {
            &[names::REQUESTER_ID_CATEGORY]
        } else {
            &[]
        };
        let texts = |texts: &[String]| texts.iter().map(|text| value(text)).collect::<Vec<_>>();
        let application = self.application.iter().map(|text| value(text)).collect();
        let rows = [
            (names::PROTOCOL_VERSION, texts(&self.versions)),
            (names::APPLICATION_IDENTIFIER, application),
            (names::ASSURANCE_CERTIFICATION, texts(&self.levels)),
            (
                names::ENTITY_CATEGORY,
                categories.iter().map(|text| value(text)).collect(),
            ),
        ];
        let present = rows.into_iter().filter(|(_, values)| !values.is_empty());
        present
            .map(|(name, values)| Attribute {
                name: Some(name.to_owned()),
                name_format: Some(attribute_format::URI.to_owned()),
                friendly_name: None,
                values,
            })
            .collect()
    }
}

/// A value with its type; the prefix in the type is bound where it is used.
fn value(text: &str) -> Element {
    Element::new("saml2:AttributeValue", ASSERTION)
        .declare("xsd", xml::ns::XS)
        .attr_in("xsi:type", xml::ns::XSI, "xsd:string")
        .text_child(text)
}

fn extension(name: &str, text: &str) -> Element {
    Element::new(name, names::EXTENSIONS).text_child(text)
}

fn algorithms() -> impl Iterator<Item = Element> {
    let digests = DIGESTS
        .iter()
        .map(|uri| Element::new("alg:DigestMethod", ALGORITHM_SUPPORT).attr("Algorithm", *uri));
    let signatures = SIGNATURES.iter().map(|(uri, least, most)| {
        Element::new("alg:SigningMethod", ALGORITHM_SUPPORT)
            .attr("Algorithm", *uri)
            .attr("MinKeySize", *least)
            .attr_if("MaxKeySize", *most)
    });
    digests.chain(signatures)
}

fn organization() -> Organization {
    Organization {
        language: "en".to_owned(),
        name: "Eidolon".to_owned(),
        display_name: "Eidolon, a simulator".to_owned(),
        url: "https://eidolon.example/".to_owned(),
    }
}

fn contact(kind: &str) -> Contact {
    Contact {
        kind: kind.to_owned(),
        company: Some("Eidolon".to_owned()),
        given_name: Some("Nobody".to_owned()),
        surname: Some("Simulated".to_owned()),
        mail: vec![format!("{kind}@eidolon.example")],
        telephone: vec!["+32 2 555 00 00".to_owned()],
    }
}
