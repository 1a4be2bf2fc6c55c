//! What the portal needs of a service's SAML metadata, and what has become of it since.

use saml::Metadata;
use saml::metadata::{KeyUse, SpDescriptor};
use saml::names::binding::HTTP_POST;
use xml::{Limits, parse};

/// What of its metadata a login depends on. Identifiers and dates of the document may change with each reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Essence {
    name: Option<String>,
    signing: Vec<Vec<u8>>,
    encryption: Vec<Vec<u8>>,
    /// Where responses arrive by form.
    pub(super) inbox: String,
}

impl Essence {
    /// Reads it; else what is wrong with the document.
    pub(super) fn of(text: &str) -> Result<Self, String> {
        let element = parse(text.as_bytes(), &Limits::SAML)
            .map_err(|error| format!("the metadata are no XML: {error}"))?;
        let metadata = Metadata::from_element(&element)
            .map_err(|error| format!("these are no metadata of one entity: {error}"))?;
        let Some(service) = metadata.service_provider() else {
            return Err("the metadata have no SPSSODescriptor".to_owned());
        };
        let role = &service.role;
        if role.keys.iter().all(|key| key.certificates.is_empty()) {
            return Err(
                "the metadata have no key: add a KeyDescriptor with a certificate".to_owned(),
            );
        }
        Ok(Self {
            inbox: inbox(service)?,
            signing: role.certificates(KeyUse::Signing),
            encryption: role.certificates(KeyUse::Encryption),
            name: metadata.entity_id,
        })
    }

    /// What another reading says otherwise.
    pub(super) fn differs(&self, later: &Self) -> Vec<&'static str> {
        let parts = [
            ("the entityID", self.name != later.name),
            ("the keys for signatures", self.signing != later.signing),
            (
                "the keys for encryption",
                self.encryption != later.encryption,
            ),
            ("the AssertionConsumerService", self.inbox != later.inbox),
        ];
        let differing = parts.into_iter().filter(|(_, differs)| *differs);
        differing.map(|(part, _)| part).collect()
    }
}

fn inbox(service: &SpDescriptor) -> Result<String, String> {
    let by_form = service
        .assertion_consumers
        .iter()
        .filter(|consumer| consumer.binding.as_deref() == Some(HTTP_POST));
    let best = by_form.min_by_key(|consumer| {
        let default = consumer.is_default == Some(true);
        (!default, consumer.index.unwrap_or(u16::MAX))
    });
    best.and_then(|consumer| consumer.location.clone())
        .ok_or_else(|| "the metadata have no AssertionConsumerService of HTTP-POST".to_owned())
}
