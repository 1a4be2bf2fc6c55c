//! Reading metadata and holding them to their rules.

use std::fmt;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};
use saml::Metadata;
use saml::metadata::{Endpoint, KeyUse, RoleDescriptor};
use saml::names::ENTITY_ATTRIBUTES;
use xml::Element;

use super::{Node, Role, Rule};
use crate::attribute::AttributeName;
use crate::checked::Checked;
use crate::document::{self, DocumentRules, SignatureFault};
use crate::names;

/// What a reader of metadata knows beforehand.
#[derive(Clone, Copy)]
pub struct Expectations<'a> {
    /// The node whose metadata were asked for.
    pub entity_id: &'a str,
    /// The role in which it is needed.
    pub role: Role,
    /// Certificates of those who may sign the document, in DER.
    pub trusted: &'a [Vec<u8>],
    /// The moment.
    pub now: UnixSeconds,
}

impl fmt::Debug for Expectations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectations")
            .field("entity_id", &self.entity_id)
            .field("role", &self.role)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

impl DocumentRules for Rule {
    const LARGEST: usize = xml::Limits::METADATA.bytes;
    const SIZE: Self = Self::Size;
    const DOCUMENT_TYPE: Self = Self::DocumentType;
    const SCHEMA: Self = Self::Schema;

    fn of_signature(fault: SignatureFault) -> Self {
        match fault {
            SignatureFault::Missing => Self::Signed,
            SignatureFault::Structure | SignatureFault::Reference => Self::SignatureStructure,
            SignatureFault::Algorithm | SignatureFault::Digest | SignatureFault::KeySize => {
                Self::SignatureAlgorithm
            }
            SignatureFault::Trust | SignatureFault::Validity | SignatureFault::Hash => {
                Self::SignatureTrust
            }
            SignatureFault::Value => Self::SignatureValue,
        }
    }
}

/// Reads metadata and holds them to the rules of the book.
///
/// # Errors
///
/// The first rule that is broken.
pub fn check(
    text: &str,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<Node>, Breach<Rule>> {
    let unverified = document::screen(text, book)?;
    let element = unverified.verify(expect.trusted, expect.now, book)?;
    let metadata = Metadata::from_element(&element)
        .map_err(|error| Breach::new(Rule::Schema, error.to_string()))?;
    let until = metadata.valid_until.map(saml::Instant::seconds);
    book.require(
        Rule::ValidUntil,
        until.is_some_and(|until| until > expect.now),
        || match until {
            Some(until) => format!("valid until {until}, now it is {}", expect.now),
            None => "no validUntil".to_owned(),
        },
    )?;
    let entity_id = metadata.entity_id.clone().unwrap_or_default();
    book.require(Rule::EntityId, entity_id == expect.entity_id, || {
        format!("entity {entity_id}, expected {}", expect.entity_id)
    })?;
    let node = read(&metadata, expect.role)?;
    check_node(&node, book)?;
    Ok(Checked::new(node))
}

fn check_node(node: &Node, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    book.require(Rule::NodeCountry, node.country.is_some(), || {
        "no NodeCountry of two capital letters in the extensions of the role".to_owned()
    })?;
    let encrypts = node.role == Role::ProxyService || !node.encryption.is_empty();
    book.require(Rule::Keys, !node.signing.is_empty() && encrypts, || {
        format!(
            "{} keys for signatures, {} for encryption",
            node.signing.len(),
            node.encryption.len()
        )
    })?;
    book.require(Rule::Endpoint, node.post_location().is_some(), || {
        "no address for the HTTP-POST binding".to_owned()
    })
}

fn read(metadata: &Metadata, role: Role) -> Result<Node, Breach<Rule>> {
    let missing = |name: &str| Breach::new(Rule::Role, format!("no {name}"));
    let (descriptor, endpoints, attributes): (&RoleDescriptor, &[Endpoint], Vec<AttributeName>) =
        match role {
            Role::Connector => {
                let sp = metadata.service_provider();
                let sp = sp.ok_or_else(|| missing("SPSSODescriptor"))?;
                (&sp.role, &sp.assertion_consumers, Vec::new())
            }
            Role::ProxyService => {
                let idp = metadata.identity_provider();
                let idp = idp.ok_or_else(|| missing("IDPSSODescriptor"))?;
                let names = idp.attributes.iter();
                let names = names.filter_map(|name| AttributeName::parse(name.name.as_deref()?));
                (&idp.role, &idp.single_sign_on, names.collect())
            }
        };
    let values = |name| entity_attribute(&metadata.extensions, name);
    let category = |text: &String| text == names::REQUESTER_ID_CATEGORY;
    Ok(Node {
        entity_id: metadata.entity_id.clone().unwrap_or_default(),
        role,
        country: extension(&descriptor.extensions, "NodeCountry")
            .and_then(|text| text.parse().ok()),
        versions: values(names::PROTOCOL_VERSION),
        application: values(names::APPLICATION_IDENTIFIER).into_iter().next(),
        service_type: extension(&metadata.extensions, "SPType").and_then(|text| text.parse().ok()),
        levels: values(names::ASSURANCE_CERTIFICATION),
        wants_requester_id: values(names::ENTITY_CATEGORY).iter().any(category),
        signing: descriptor.certificates(KeyUse::Signing),
        encryption: descriptor.certificates(KeyUse::Encryption),
        name_id_formats: descriptor.name_id_formats.clone(),
        endpoints: endpoints.to_vec(),
        attributes,
        valid_until: metadata.valid_until.map(saml::Instant::seconds),
    })
}

/// The text of an extension of the profile.
fn extension(extensions: &[Element], local: &str) -> Option<String> {
    let found = extensions
        .iter()
        .find(|element| element.is(names::EXTENSIONS, local))?;
    Some(found.text().trim().to_owned())
}

/// The values of an attribute of the entity.
fn entity_attribute(extensions: &[Element], name: &str) -> Vec<String> {
    let sets = extensions
        .iter()
        .filter(|element| element.is(ENTITY_ATTRIBUTES, "EntityAttributes"));
    let attributes = sets.flat_map(|set| set.all(saml::names::ASSERTION, "Attribute"));
    attributes
        .filter(|attribute| attribute.attribute("Name") == Some(name))
        .flat_map(|attribute| attribute.all(saml::names::ASSERTION, "AttributeValue"))
        .map(|value| value.text().trim().to_owned())
        .collect()
}
