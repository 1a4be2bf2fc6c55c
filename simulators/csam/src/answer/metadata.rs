//! What the portal says about itself: SAML metadata and the discovery document.

use ::saml::fas::{Level, attribute};
use ::saml::fresh_id;
use ::saml::message::Attribute;
use ::saml::metadata::{Endpoint, IdpDescriptor, KeyDescriptor, KeyUse, Metadata, RoleDescriptor};
use ::saml::names::{binding, name_id};
use ambient::Ambient;
use oidc::{ClientMethod, ProviderMetadata, pkce};
use xml::{Hash, SignWith, SignatureAlgorithm, SigningError};

use crate::Fault;
use crate::config::Config;
use crate::keys::Keys;
use crate::paths;

/// The scopes of the portal.
pub(crate) const SCOPES: [&str; 7] = [
    "openid",
    "profile",
    "egovnrn",
    "certificateInfo",
    "citizen",
    "enterprise",
    "roles",
];

/// The attributes that the portal can give.
const ATTRIBUTES: [&str; 9] = [
    attribute::SURNAME,
    attribute::GIVEN_NAME,
    attribute::DATE_OF_BIRTH,
    attribute::EGOV_NRN,
    attribute::PREF_LANGUAGE,
    attribute::FED_ID,
    attribute::EIDAS_PERSON_IDENTIFIER,
    attribute::AUTHENTICATION_METHOD,
    attribute::CONTEXT,
];

/// Signed metadata. It has no end: services with a clock of their own read it.
pub(crate) fn for_services(
    config: &Config,
    keys: &Keys,
    ambient: &Ambient,
) -> Result<String, SigningError> {
    let sign_on = match config.faults.has(Fault::MetadataForeignEndpoint) {
        true => format!("https://portal.example{}", paths::SINGLE_SIGN_ON),
        false => config.address(paths::SINGLE_SIGN_ON),
    };
    let logout = config.address(paths::SINGLE_LOGOUT);
    let certificate = config.signing.certificate.clone();
    let both = |address: &str| {
        [binding::HTTP_REDIRECT, binding::HTTP_POST]
            .map(|binding| Endpoint::new(binding, address))
            .to_vec()
    };
    let mut role =
        RoleDescriptor::with_keys(vec![KeyDescriptor::new(KeyUse::Signing, certificate)]);
    role.single_logout = both(&logout);
    role.name_id_formats = [name_id::TRANSIENT, name_id::PERSISTENT]
        .map(Into::into)
        .to_vec();
    let metadata = Metadata {
        id: Some(fresh_id(ambient)),
        idp: vec![IdpDescriptor {
            role,
            want_authn_requests_signed: Some(true),
            single_sign_on: both(&sign_on),
            attributes: ATTRIBUTES.map(Attribute::named).to_vec(),
        }],
        ..Metadata::new(&config.entity_id)
    };
    if config.faults.has(Fault::MetadataUnsigned) {
        return Ok(metadata.to_element().to_document());
    }
    let algorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
    xml::sign(
        &metadata.to_element(),
        &SignWith::new(&keys.message, &algorithm),
    )
}

/// The discovery document under one of the portal's names.
pub(crate) fn for_clients(config: &Config, issuer: &str) -> ProviderMetadata {
    let at = |path: &str| config.address(path);
    let list = |items: &[&str]| items.iter().map(|item| (*item).into()).collect();
    ProviderMetadata {
        issuer: issuer.into(),
        authorization_endpoint: at(paths::AUTHORIZE),
        token_endpoint: at(paths::TOKEN),
        userinfo_endpoint: Some(at(paths::USERINFO)),
        jwks_uri: at(paths::KEYS),
        introspection_endpoint: Some(at(paths::INTROSPECT)),
        end_session_endpoint: Some(at(paths::END_SESSION)),
        scopes_supported: list(&SCOPES),
        response_types_supported: list(&["code"]),
        response_modes_supported: list(&["query"]),
        grant_types_supported: list(&["authorization_code", "refresh_token"]),
        acr_values_supported: Level::ALL.iter().map(|level| level.acr()).collect(),
        subject_types_supported: list(&["pairwise"]),
        id_token_signing_alg_values_supported: list(&["RS256"]),
        userinfo_signing_alg_values_supported: list(&["RS256"]),
        token_endpoint_auth_methods_supported: list(&[
            ClientMethod::Basic.as_str(),
            ClientMethod::Post.as_str(),
        ]),
        claims_supported: list(&CLAIMS),
        ui_locales_supported: list(&["de", "fr", "nl", "en"]),
        code_challenge_methods_supported: list(proof_methods(config)),
        authorization_response_iss_parameter_supported: true,
        ..ProviderMetadata::default()
    }
}

fn proof_methods(config: &Config) -> &'static [&'static str] {
    const PLAIN: &str = pkce::Method::Plain.as_str();
    const S256: &str = pkce::Method::S256.as_str();
    if config.faults.has(Fault::PlainProofKeysOnly) {
        return &[PLAIN];
    }
    &[PLAIN, S256]
}

const CLAIMS: [&str; 16] = [
    "iss",
    "aud",
    "sub",
    "subname",
    "nonce",
    "amr",
    "acr",
    "at_hash",
    "surname",
    "givenName",
    "birthdate",
    "prefLanguage",
    "fedid",
    "assurance_level",
    "egovNRN",
    "eidas_person_identifier",
];
