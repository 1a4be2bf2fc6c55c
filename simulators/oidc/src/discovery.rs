//! The document by which a provider introduces itself [OIDC Discovery §3].

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::error::bounded;
use crate::token::answer;
use crate::{Error, json};

/// Bytes of a document that are read.
const MAX_ANSWER: usize = 262_144;

/// Where the document lies below the issuer.
pub const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// What a provider says about itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProviderMetadata {
    /// Its name, an address.
    pub issuer: String,
    /// Where the browser goes.
    pub authorization_endpoint: String,
    /// Where codes are redeemed.
    pub token_endpoint: String,
    /// Where claims are fetched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_endpoint: Option<String>,
    /// Where its keys are.
    pub jwks_uri: String,
    /// Where tokens are looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_endpoint: Option<String>,
    /// Where the browser goes to log out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_session_endpoint: Option<String>,
    /// Scopes.
    pub scopes_supported: Vec<String>,
    /// Response types.
    pub response_types_supported: Vec<String>,
    /// Response modes.
    pub response_modes_supported: Vec<String>,
    /// Grant types.
    pub grant_types_supported: Vec<String>,
    /// Levels.
    pub acr_values_supported: Vec<String>,
    /// Kinds of `sub`.
    pub subject_types_supported: Vec<String>,
    /// Algorithms of the `id_token`.
    pub id_token_signing_alg_values_supported: Vec<String>,
    /// Algorithms of userinfo.
    pub userinfo_signing_alg_values_supported: Vec<String>,
    /// How clients say who they are.
    pub token_endpoint_auth_methods_supported: Vec<String>,
    /// Claims.
    pub claims_supported: Vec<String>,
    /// Languages.
    pub ui_locales_supported: Vec<String>,
    /// Methods of proof keys.
    pub code_challenge_methods_supported: Vec<String>,
    /// Whether its answers carry `iss` [RFC 9207 §3].
    pub authorization_response_iss_parameter_supported: bool,
    /// Whether it takes request objects.
    pub request_parameter_supported: bool,
    /// Whether it fetches request objects.
    pub request_uri_parameter_supported: bool,
    /// Other members.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

answer!(ProviderMetadata, "the discovery document");

impl ProviderMetadata {
    /// The address of an issuer's document.
    #[must_use]
    pub fn address(issuer: &str) -> String {
        format!("{}{WELL_KNOWN}", issuer.trim_end_matches('/'))
    }
}
