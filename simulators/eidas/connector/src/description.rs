//! What the connector says about itself.

use ambient::UnixSeconds;
use eidas_profile::Signer;
use eidas_profile::metadata::{Node, Role};
use eidas_profile::names::OFFERED_NAME_ID_FORMATS;
use saml::metadata::Endpoint;
use saml::names::binding;
use xml::SigningError;

use crate::config::Config;
use crate::fault::Fault;
use crate::paths;

/// How long metadata are valid, in seconds.
const LIFETIME: i64 = 86_400;

/// The connector as its metadata describe it.
pub(crate) fn node(config: &Config, now: UnixSeconds) -> Node {
    let encryption = config.encryption.first();
    Node {
        versions: config.versions.clone(),
        application: Some(concat!("eidolon-connector:", env!("CARGO_PKG_VERSION")).to_owned()),
        service_type: config.service_type,
        signing: vec![config.signing.certificate.clone()],
        encryption: encryption
            .map(|own| own.certificate.clone())
            .into_iter()
            .collect(),
        name_id_formats: OFFERED_NAME_ID_FORMATS.map(str::to_owned).to_vec(),
        endpoints: vec![
            Endpoint::new(binding::HTTP_POST, config.address(paths::RESPONSE)).indexed(0, true),
        ],
        valid_until: Some(now.plus(LIFETIME)),
        ..Node::new(Role::Connector, config.entity_id(), config.country)
    }
}

/// The signed document, or what a faulty connector makes of it.
pub(crate) fn document(
    config: &Config,
    signer: &Signer,
    now: UnixSeconds,
) -> Result<String, SigningError> {
    let mut node = node(config, now);
    if config.faults.has(Fault::MetadataExpired) {
        node.valid_until = Some(now.plus(-LIFETIME));
    }
    if config.faults.has(Fault::MetadataWithoutCountry) {
        node.country = None;
    }
    if config.faults.has(Fault::MetadataWithoutEncryption) {
        node.encryption.clear();
    }
    if config.faults.has(Fault::MetadataForeignEndpoint) {
        let elsewhere = format!("https://connector.example{}", paths::RESPONSE);
        node.endpoints = vec![Endpoint::new(binding::HTTP_POST, elsewhere).indexed(0, true)];
    }
    if config.faults.has(Fault::MetadataWithoutVersion) {
        node.versions.clear();
    }
    if config.faults.has(Fault::MetadataOfAnotherEntity) {
        node.entity_id.push('2');
    }
    if config.faults.has(Fault::MetadataUnsigned) {
        return Ok(node.to_metadata().to_element().to_document());
    }
    node.sign(signer)
}
