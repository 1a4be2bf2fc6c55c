//! Metadata of nodes: written, signed, read, held to their rules. [eIDAS SAML Message Format]
//!
//! [`Node`] is what metadata say of a connector or a proxy service (the German middleware is one of these). Fetching
//! is somebody else's business.

mod check;
mod rule;
mod write;

use ambient::UnixSeconds;
use saml::metadata::Endpoint;
use saml::names::binding;

pub use check::{Expectations, check};
pub use rule::Rule;

use crate::attribute::AttributeName;
use crate::identifier::CountryCode;
use crate::level::LevelOfAssurance;
use crate::names::is_legacy;
use crate::service_type::ServiceType;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// It asks for its services.
    Connector,
    /// It answers for its citizens.
    ProxyService,
}

/// What metadata say of a node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name, which is the address of its metadata.
    pub entity_id: String,
    /// What it is.
    pub role: Role,
    /// Its state; none only where a reader does not ask for it.
    pub country: Option<CountryCode>,
    /// The protocol versions that it speaks, newest first.
    pub versions: Vec<String>,
    /// The software.
    pub application: Option<String>,
    /// The type of all services of a connector.
    pub service_type: Option<ServiceType>,
    /// The levels that a proxy service can give, as URIs.
    pub levels: Vec<String>,
    /// Whether a proxy service wants private services to be named.
    pub wants_requester_id: bool,
    /// Certificates for its signatures, in DER.
    pub signing: Vec<Vec<u8>>,
    /// Certificates to encrypt to, in DER.
    pub encryption: Vec<Vec<u8>>,
    /// The formats of names.
    pub name_id_formats: Vec<String>,
    /// Where a connector takes responses, where a proxy service takes requests.
    pub endpoints: Vec<Endpoint>,
    /// The attributes that a proxy service can give.
    pub attributes: Vec<AttributeName>,
    /// Until when the document may be used.
    pub valid_until: Option<UnixSeconds>,
}

impl Node {
    /// A node of this state with nothing but a name.
    #[must_use]
    pub fn new(role: Role, entity_id: impl Into<String>, country: CountryCode) -> Self {
        Self {
            entity_id: entity_id.into(),
            role,
            country: Some(country),
            versions: Vec::new(),
            application: None,
            service_type: None,
            levels: Vec::new(),
            wants_requester_id: false,
            signing: Vec::new(),
            encryption: Vec::new(),
            name_id_formats: Vec::new(),
            endpoints: Vec::new(),
            attributes: Vec::new(),
            valid_until: None,
        }
    }

    /// Where it takes messages that a browser posts: the default of a connector, the first of a proxy service.
    #[must_use]
    pub fn post_location(&self) -> Option<&str> {
        let posted: Vec<Endpoint> = self
            .endpoints
            .iter()
            .filter(|endpoint| endpoint.binding.as_deref() == Some(binding::HTTP_POST))
            .cloned()
            .collect();
        let index = match self.role {
            Role::Connector => Endpoint::default_of(&posted)?.location.clone()?,
            Role::ProxyService => posted.first()?.location.clone()?,
        };
        self.endpoints
            .iter()
            .filter_map(|endpoint| endpoint.location.as_deref())
            .find(|location| *location == index)
    }

    /// The levels that it publishes and that are levels.
    pub fn published_levels(&self) -> impl Iterator<Item = LevelOfAssurance> {
        self.levels
            .iter()
            .filter_map(|level| LevelOfAssurance::parse(level).ok())
    }

    /// Whether it speaks one of these versions; versions are compared as texts.
    #[must_use]
    pub fn speaks(&self, versions: &[String]) -> bool {
        self.versions.iter().any(|own| versions.contains(own))
    }

    /// Whether its newest known version is one that tolerates old habits.
    #[must_use]
    pub fn is_legacy(&self) -> bool {
        is_legacy(&self.versions)
    }
}

#[cfg(test)]
mod tests;
