//! Metadata: who a party is, which keys it has, and where it listens. `[SAML Metadata]`
//!
//! Reading is lenient where messages are strict: foreign metadata is configuration, not a message, and holds elements of
//! many other standards. What a profile adds is in the lists called `extensions`, unread. Whether a document is
//! genuine or still valid is not judged here.

mod contact;
mod endpoint;
mod key;
mod role;

use xml::Element;

use crate::error::SamlError;
use crate::instant::Instant;
use crate::names::METADATA;
use crate::read::{Optional, expect, instant, string, trimmed};

pub use contact::{Contact, Organization};
pub use endpoint::Endpoint;
pub use key::{KeyDescriptor, KeyUse};
pub use role::{IdpDescriptor, RoleDescriptor, SpDescriptor};

/// What a party says about itself: an `EntityDescriptor`. `[SAML Metadata §2.3.2]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    /// The name of the entity, a URI.
    pub entity_id: Option<String>,
    /// The identifier of the document, for its signature.
    pub id: Option<String>,
    /// Until when it may be used.
    pub valid_until: Option<Instant>,
    /// How long it may be kept, as `xsd:duration`.
    pub cache_duration: Option<String>,
    /// Additions outside the standard.
    pub extensions: Vec<Element>,
    /// Its services as identity provider.
    pub idp: Vec<IdpDescriptor>,
    /// Its services as service provider.
    pub sp: Vec<SpDescriptor>,
    /// Who runs it.
    pub organization: Option<Organization>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
}

impl Metadata {
    /// Metadata of this entity.
    #[must_use]
    pub fn new(entity_id: impl Into<String>) -> Self {
        Self {
            entity_id: Some(entity_id.into()),
            ..Self::default()
        }
    }

    /// The first role as identity provider.
    #[must_use]
    pub fn identity_provider(&self) -> Option<&IdpDescriptor> {
        self.idp.first()
    }

    /// The first role as service provider.
    #[must_use]
    pub fn service_provider(&self) -> Option<&SpDescriptor> {
        self.sp.first()
    }

    /// Whether it may not be used any more.
    #[must_use]
    pub fn expired(&self, now: Instant) -> bool {
        self.valid_until.is_some_and(|until| until <= now)
    }

    /// As `md:EntityDescriptor`, in the order of the schema.
    #[must_use]
    pub fn to_element(&self) -> Element {
        Element::new("md:EntityDescriptor", METADATA)
            .maybe_attr("ID", self.id.as_ref())
            .maybe_attr("cacheDuration", self.cache_duration.as_ref())
            .maybe_attr("entityID", self.entity_id.as_ref())
            .maybe_attr("validUntil", self.valid_until)
            .child_if(extensions(&self.extensions))
            .children_from(self.idp.iter().map(IdpDescriptor::to_element))
            .children_from(self.sp.iter().map(SpDescriptor::to_element))
            .child_if(self.organization.as_ref().map(Organization::to_element))
            .children_from(self.contacts.iter().map(Contact::to_element))
    }

    /// Reads an `md:EntityDescriptor`.
    ///
    /// # Errors
    ///
    /// When the element is another one, or a moment, a number, a certificate or a key use in it cannot be read.
    pub fn from_element(element: &Element) -> Result<Self, SamlError> {
        expect(element, METADATA, "EntityDescriptor")?;
        let idp = element.all(METADATA, "IDPSSODescriptor");
        let sp = element.all(METADATA, "SPSSODescriptor");
        Ok(Self {
            entity_id: string(element, "entityID"),
            id: string(element, "ID"),
            valid_until: instant(element, "validUntil")?,
            cache_duration: string(element, "cacheDuration"),
            extensions: read_extensions(element),
            idp: idp.map(IdpDescriptor::read).collect::<Result<_, _>>()?,
            sp: sp.map(SpDescriptor::read).collect::<Result<_, _>>()?,
            organization: element
                .first(METADATA, "Organization")
                .map(Organization::read),
            contacts: element
                .all(METADATA, "ContactPerson")
                .map(Contact::read)
                .collect(),
        })
    }

    /// Reads every `md:EntityDescriptor` of a document: one, or those in an `md:EntitiesDescriptor`.
    ///
    /// # Errors
    ///
    /// When the element is neither, or one of them cannot be read.
    pub fn all_from_element(element: &Element) -> Result<Vec<Self>, SamlError> {
        if !element.is(METADATA, "EntitiesDescriptor") {
            return Ok(vec![Self::from_element(element)?]);
        }
        element
            .all(METADATA, "EntityDescriptor")
            .map(Self::from_element)
            .collect()
    }
}

pub(crate) fn extensions(content: &[Element]) -> Option<Element> {
    (!content.is_empty())
        .then(|| Element::new("md:Extensions", METADATA).children_from(content.iter().cloned()))
}

pub(crate) fn read_extensions(element: &Element) -> Vec<Element> {
    let extensions = element.first(METADATA, "Extensions");
    extensions
        .map(|e| e.elements().cloned().collect())
        .unwrap_or_default()
}

/// The texts of all children of this name.
pub(crate) fn texts(element: &Element, local: &str) -> Vec<String> {
    element.all(METADATA, local).map(trimmed).collect()
}
