//! Who this service is, in SAML.

use ambient::Ambient;
use saml::metadata::{Endpoint, KeyDescriptor, KeyUse, RoleDescriptor, SpDescriptor};
use saml::names::{METADATA, attribute_format, binding, name_id};
use saml::{Instant, Metadata, fresh_id};
use xml::{DataAlgorithm, Element, KeyTransport, SignWith, SigningError};

use crate::Config;
use crate::config::Keys;

/// Seconds that the document is valid.
const LIFETIME: i64 = 86_400;

/// The metadata, signed.
pub(crate) fn document(
    config: &Config,
    keys: &Keys,
    ambient: &Ambient,
) -> Result<String, SigningError> {
    let metadata = Metadata {
        id: Some(fresh_id(ambient)),
        valid_until: Some(Instant::from(ambient.now()).plus(LIFETIME)),
        sp: vec![descriptor(config)],
        ..Metadata::new(&config.entity_id)
    };
    xml::sign(
        &metadata.to_element(),
        &SignWith::new(&keys.signing, &keys.algorithm),
    )
}

fn descriptor(config: &Config) -> SpDescriptor {
    let (consumer, logout) = (config.address("/saml/acs"), config.address("/logout"));
    let preferred = [
        DataAlgorithm::Aes256Gcm.uri(),
        KeyTransport::OAEP_SHA256.uri(),
    ];
    SpDescriptor {
        role: RoleDescriptor {
            single_logout: vec![
                Endpoint::new(binding::HTTP_REDIRECT, &logout),
                Endpoint::new(binding::HTTP_POST, &logout),
            ],
            name_id_formats: vec![name_id::TRANSIENT.to_owned()],
            ..RoleDescriptor::with_keys(vec![
                KeyDescriptor::new(KeyUse::Signing, config.signing.certificate.clone()),
                KeyDescriptor::new(KeyUse::Encryption, config.encryption.certificate.clone())
                    .preferring(&preferred),
            ])
        },
        authn_requests_signed: Some(true),
        want_assertions_signed: Some(true),
        assertion_consumers: vec![Endpoint::new(binding::HTTP_POST, &consumer).indexed(0, true)],
        attribute_consumers: vec![wanted(&config.attributes)],
    }
}

/// The attributes that a response must have. `[SAML Metadata §2.4.4.1]`
fn wanted(attributes: &[String]) -> Element {
    let name = Element::new("md:ServiceName", METADATA)
        .attr_in("xml:lang", xml::ns::XML, "de")
        .text_child("Elektronische Kontrollkarte (Simulator)");
    let attribute = |name: &String| {
        Element::new("md:RequestedAttribute", METADATA)
            .attr("Name", name)
            .attr("NameFormat", attribute_format::BASIC)
            .attr("isRequired", "true")
    };
    Element::new("md:AttributeConsumingService", METADATA)
        .attr("index", "0")
        .child(name)
        .children_from(attributes.iter().map(attribute))
}
