//! What the portal needs of a service's SAML metadata.

use saml::Metadata;
use saml::names::binding::HTTP_POST;
use xml::{Limits, parse};

/// Where responses arrive by form; else what is wrong with the document.
pub(super) fn inbox(text: &str) -> Result<String, String> {
    let element = parse(text.as_bytes(), &Limits::SAML)
        .map_err(|error| format!("the metadata are no XML: {error}"))?;
    let metadata = Metadata::from_element(&element)
        .map_err(|error| format!("these are no metadata of one entity: {error}"))?;
    let Some(service) = metadata.service_provider() else {
        return Err("the metadata have no SPSSODescriptor".to_owned());
    };
    if service
        .role
        .keys
        .iter()
        .all(|key| key.certificates.is_empty())
    {
        return Err("the metadata have no key: add a KeyDescriptor with a certificate".to_owned());
    }
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
