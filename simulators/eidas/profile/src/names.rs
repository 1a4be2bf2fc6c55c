//! The identifiers of the profile.

/// Namespace of the extensions of requests and metadata.
pub const EXTENSIONS: &str = "http://eidas.europa.eu/saml-extensions";
/// The metadata attribute that lists protocol versions.
pub const PROTOCOL_VERSION: &str = "http://eidas.europa.eu/entity-attributes/protocol-version";
/// The metadata attribute that names the software.
pub const APPLICATION_IDENTIFIER: &str =
    "http://eidas.europa.eu/entity-attributes/application-identifier";
/// The metadata attribute that lists levels of assurance.
pub const ASSURANCE_CERTIFICATION: &str =
    "urn:oasis:names:tc:SAML:attribute:assurance-certification";
/// The metadata attribute of categories.
pub const ENTITY_CATEGORY: &str = "http://macedir.org/entity-category";
/// The category of nodes that want private services to be named.
pub const REQUESTER_ID_CATEGORY: &str =
    "http://eidas.europa.eu/entity-attributes/termsofaccess/requesterid";

/// The formats of names that an EU node knows; it offers the first three.
pub const NAME_ID_FORMATS: [&str; 9] = [
    saml::names::name_id::PERSISTENT,
    saml::names::name_id::TRANSIENT,
    saml::names::name_id::UNSPECIFIED,
    saml::names::name_id::EMAIL_ADDRESS,
    saml::names::name_id::X509_SUBJECT_NAME,
    saml::names::name_id::WINDOWS_DOMAIN_QUALIFIED_NAME,
    saml::names::name_id::KERBEROS,
    saml::names::name_id::ENTITY,
    saml::names::name_id::ENCRYPTED,
];

/// The formats of names that nodes offer.
pub const OFFERED_NAME_ID_FORMATS: [&str; 3] = [
    saml::names::name_id::PERSISTENT,
    saml::names::name_id::TRANSIENT,
    saml::names::name_id::UNSPECIFIED,
];

/// The protocol versions of an EU node by default, newest first.
pub const EU_VERSIONS: [&str; 3] = ["1.4", "1.3", "1.2"];

/// The protocol version of the German middleware.
pub const MIDDLEWARE_VERSION: &str = "1.4.1";

/// Whether the newest known version of a peer is one that tolerates old habits: `1.2` or `1.3`. A list without a known
/// version counts as new.
#[must_use]
pub fn is_legacy(versions: &[String]) -> bool {
    let has = |version: &str| versions.iter().any(|own| own == version);
    !has("1.4") && (has("1.3") || has("1.2"))
}

#[cfg(test)]
mod tests {
    use super::is_legacy;

    #[test]
    fn only_1_2_and_1_3_alone_are_old() {
        let legacy = |versions: &[&str]| {
            is_legacy(&versions.iter().map(|v| (*v).to_owned()).collect::<Vec<_>>())
        };
        assert!(legacy(&["1.2"]) && legacy(&["1.3", "1.2"]));
        assert!(
            !legacy(&["1.4", "1.3", "1.2"])
                && !legacy(&["1.4.1"])
                && !legacy(&[])
                && !legacy(&["1.1"])
        );
    }
}
