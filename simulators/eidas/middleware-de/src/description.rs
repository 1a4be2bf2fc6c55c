//! What the middleware publishes of itself.

use ambient::{Ambient, UnixSeconds};
use eidas_profile::metadata::{Node, Role};
use eidas_profile::{Attribute, CountryCode, LevelOfAssurance, Signer};
use saml::metadata::Endpoint;
use saml::names::{binding, name_id};
use xml::SigningError;

use crate::{Fault, Faults};

/// How long metadata are valid, in seconds: 30 days.
const LIFETIME: i64 = 30 * 86_400;
/// The protocol version.
const VERSION: &str = "1.4.1";
/// The name of the software.
const APPLICATION: &str = "German eIDAS Middleware version: simulated";

/// The attributes that a German card can tell, and the gender, which is published and never told.
const ATTRIBUTES: [Attribute; 9] = [
    Attribute::CurrentGivenName,
    Attribute::CurrentFamilyName,
    Attribute::BirthName,
    Attribute::DateOfBirth,
    Attribute::PlaceOfBirth,
    Attribute::Gender,
    Attribute::CurrentAddress,
    Attribute::PersonIdentifier,
    Attribute::Nationality,
];

/// The node as its metadata describe it.
pub(crate) fn node(entity_id: &str, receiver: &str, signing: &[u8], now: UnixSeconds) -> Node {
    Node {
        versions: vec![VERSION.to_owned()],
        application: Some(APPLICATION.to_owned()),
        levels: vec![LevelOfAssurance::High.uri().to_owned()],
        signing: vec![signing.to_vec()],
        name_id_formats: vec![
            name_id::UNSPECIFIED.to_owned(),
            name_id::TRANSIENT.to_owned(),
            name_id::PERSISTENT.to_owned(),
        ],
        endpoints: vec![
            Endpoint::new(binding::HTTP_POST, receiver),
            Endpoint::new(binding::HTTP_REDIRECT, receiver),
        ],
        attributes: ATTRIBUTES.map(Attribute::name).to_vec(),
        valid_until: Some(now.plus(LIFETIME)),
        ..Node::new(Role::ProxyService, entity_id, CountryCode::DE)
    }
}

/// The signed document.
pub(crate) fn document(
    mut node: Node,
    signer: &Signer,
    faults: &Faults,
    ambient: &Ambient,
) -> Result<String, SigningError> {
    if faults.has(Fault::MetadataExpired) {
        node.valid_until = Some(ambient.now().plus(-86_400));
    }
    if faults.has(Fault::MetadataOfAnotherCountry) {
        node.country = "FR".parse().ok();
    }
    if faults.has(Fault::MetadataWithoutCountry) {
        node.country = None;
    }
    if faults.has(Fault::MetadataOldVersion) {
        node.versions = vec!["1.3".to_owned()];
    }
    if faults.has(Fault::MetadataLevelSubstantial) {
        node.levels = vec![LevelOfAssurance::Substantial.uri().to_owned()];
    }
    if faults.has(Fault::MetadataForeignEndpoint) {
        let elsewhere = "https://middleware.example/eidas-middleware/RequestReceiver";
        node.endpoints = vec![Endpoint::new(binding::HTTP_POST, elsewhere)];
    }
    if faults.has(Fault::MetadataWithoutAttributes) {
        node.attributes.clear();
    }
    if faults.has(Fault::MetadataOfAnotherEntity) {
        node.entity_id.push('2');
    }
    if faults.has(Fault::MetadataNotSigned) {
        return Ok(node.to_metadata().to_element().to_document());
    }
    node.sign(signer)
}
