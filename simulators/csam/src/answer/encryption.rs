//! Assertions that only their service can read.

use ambient::Ambient;
use saml::metadata::{KeyUse, SpDescriptor};
use xml::{Certificate, DataAlgorithm, Element, Hash, KeyTransport};

/// RSA-OAEP in the form that every implementation has.
const RSA_OAEP: KeyTransport = KeyTransport::RsaOaepMgf1p { digest: Hash::Sha1 };

/// The assertion for the first key of the service that can be encrypted to; nothing when it has none. Of the algorithms
/// that the key's metadata lists the first known one is taken, else AES-256 in GCM and RSA-OAEP or ECDH-ES.
pub(crate) fn to_service(
    assertion: &Element,
    service: &SpDescriptor,
    ambient: &Ambient,
) -> Option<Element> {
    let keys = service.role.keys.iter();
    let key = keys
        .clone()
        .find(|key| key.usage == Some(KeyUse::Encryption));
    let key = key.or_else(|| keys.clone().find(|key| key.serves(KeyUse::Encryption)))?;
    let certificate = key.certificates.first()?;
    let preferred: Vec<&str> = key
        .encryption_methods
        .iter()
        .filter_map(|method| method.attribute("Algorithm"))
        .collect();
    let data = preferred
        .iter()
        .map(|uri| DataAlgorithm::from_uri(uri))
        .find(|algorithm| !matches!(algorithm, DataAlgorithm::Other(_)))
        .unwrap_or(DataAlgorithm::Aes256Gcm);
    let transport = if Certificate::from_der(certificate).ok()?.has_rsa_key() {
        let known = [KeyTransport::OAEP_SHA256, RSA_OAEP];
        let wanted = preferred
            .iter()
            .find_map(|uri| known.iter().find(|transport| transport.uri() == *uri));
        wanted.cloned().unwrap_or(RSA_OAEP)
    } else {
        KeyTransport::ECDH_ES
    };
    let mut rng = ambient.stream("csam encryption");
    xml::encrypt(assertion, certificate, &data, &transport, &mut rng).ok()
}
