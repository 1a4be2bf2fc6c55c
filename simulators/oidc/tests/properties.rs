//! What holds for every input: nothing panics, what is written reads back, no altered token opens.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/keys.rs"]
mod support;

use oidc::client::{self, Expectations};
use oidc::jose::forgery::{Forger, Forgery};
use oidc::jose::{Algorithm, Jwks, Jws, verify};
use oidc::provider::{Client, Supported, check_authorize};
use oidc::{
    AuthorizeRequest, AuthorizeResponse, Claims as _, ClientSecret, Credentials, ErrorBody,
    IdToken, Introspection, Parameters, ProviderMetadata, TokenRequest, TokenResponse, UserInfo,
};
use proptest::option;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};
use rules::Rulebook;

/// A value of a parameter: anything but the empty text, which counts as absent.
fn value() -> impl Strategy<Value = Option<String>> {
    option::of("\\PC{1,40}")
}

proptest! {
    #[test]
    fn nothing_panics_on_any_text(text in "\\PC*") {
        let keys = Jwks::new(Vec::new());
        let _ = verify(&text, &keys, &[Algorithm::Rs256]);
        let _ = Jws::parse(&text);
        let _ = Jwks::parse(&text);
        let _ = Parameters::parse(&text);
        let _ = Credentials::from_basic(&text);
        let _ = IdToken::from_json(text.as_bytes());
        let _ = UserInfo::from_json(text.as_bytes());
        let _ = TokenResponse::from_json(&text);
        let _ = Introspection::from_json(&text);
        let _ = ErrorBody::from_json(&text);
        let _ = ProviderMetadata::from_json(&text);
        let _ = client::read_callback(&text, Some("s"), "iss", &Rulebook::strict());
    }

    #[test]
    fn no_bytes_between_dots_panic(header in any::<Vec<u8>>(), payload in any::<Vec<u8>>(), signature in any::<Vec<u8>>()) {
        use base64::Engine as _;
        let encode = |bytes: &[u8]| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes);
        let token = format!("{}.{}.{}", encode(&header), encode(&payload), encode(&signature));
        if let Ok(jws) = Jws::parse(&token) {
            prop_assert_eq!(jws.payload(), &payload[..]);
            prop_assert_eq!(jws.signature(), &signature[..]);
        }
    }

    #[test]
    fn parameters_read_as_written(pairs in proptest::collection::vec(("\\PC{1,20}", "\\PC{0,20}"), 0..20)) {
        let parameters = pairs.iter().fold(Parameters::new(), |all, (name, value)| all.with(name, value));
        prop_assert_eq!(Parameters::parse(&parameters.to_text()).unwrap(), parameters);
    }

    #[test]
    fn an_authorization_request_reads_as_written(
        client_id in value(), redirect_uri in value(), scope in value(), state in value(), nonce in value(),
        code_challenge in value(), prompt in value(), acr_values in value(),
    ) {
        let request = AuthorizeRequest {
            client_id, redirect_uri, scope, state, nonce, code_challenge, prompt, acr_values,
            ..AuthorizeRequest::default()
        };
        let text = request.to_parameters().to_text();
        prop_assert_eq!(AuthorizeRequest::from_parameters(&Parameters::parse(&text).unwrap()), request);
    }

    #[test]
    fn an_authorization_response_reads_as_written(code in value(), state in value(), iss in value(), error in value()) {
        let response = AuthorizeResponse { code, state, iss, error, ..AuthorizeResponse::default() };
        let text = response.to_parameters().to_text();
        prop_assert_eq!(AuthorizeResponse::from_parameters(&Parameters::parse(&text).unwrap()), response);
    }

    #[test]
    fn a_token_request_reads_as_written(code in value(), code_verifier in value(), client_secret in value(), scope in value()) {
        let request = TokenRequest { code, code_verifier, client_secret, scope, ..TokenRequest::default() };
        let text = request.to_parameters().to_text();
        prop_assert_eq!(TokenRequest::from_parameters(&Parameters::parse(&text).unwrap()), request);
    }

    #[test]
    fn basic_reads_as_written(id in "\\PC{0,40}", secret in "\\PC{0,40}") {
        let credentials = Credentials { id, secret: ClientSecret::new(secret) };
        prop_assert_eq!(Credentials::from_basic(&credentials.to_basic()).unwrap(), credentials);
    }

    #[test]
    fn claims_read_as_written(
        iss in value(), sub in value(), exp in option::of(any::<i64>()), nonce in value(),
        amr in option::of(proptest::collection::vec("\\PC{0,20}", 0..4)),
        surname in value(), fedid in value(), egov_nrn in value(),
    ) {
        let token = IdToken { iss, sub, exp, nonce, amr, ..IdToken::default() };
        prop_assert_eq!(IdToken::from_json(token.to_json().as_bytes()).unwrap(), token);
        let info = UserInfo { surname, fedid, egov_nrn, ..UserInfo::default() };
        prop_assert_eq!(UserInfo::from_json(info.to_json().as_bytes()).unwrap(), info);
    }

    #[test]
    fn a_request_to_an_unregistered_address_never_redirects(uri in "\\PC{0,60}", id in "[a-c]") {
        let clients = [Client {
            id: "a".into(),
            secret: ClientSecret::new("s"),
            redirect_uris: vec!["https://rp.example/cb".into()],
            post_logout_redirect_uris: Vec::new(),
            scopes: vec!["openid".into()],
        }];
        let request = AuthorizeRequest::code(&id, &uri, "openid");
        let supported = Supported { scopes: &["openid"], levels: &[400] };
        let refusal = check_authorize(&request, &clients, &supported, &Rulebook::strict()).unwrap_err();
        prop_assert_eq!(refusal.way, oidc::provider::Way::Page);
    }
}

proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]

    #[test]
    fn no_altered_token_opens(at in any::<proptest::sample::Index>(), with in "[A-Za-z0-9_.-]") {
        let (key, ambient) = (support::provider_key(), support::ambient());
        let token = IdToken { sub: Some("s".into()), ..IdToken::default() }.signed(&key, &ambient).unwrap();
        let at = at.index(token.len());
        let mut altered = token.clone();
        altered.replace_range(at..=at, &with);
        let keys = Jwks::new(vec![key.jwk()]);
        let opens = verify(&altered, &keys, &[Algorithm::Rs256]).is_ok();
        prop_assert_eq!(opens, altered == token);
    }

    #[test]
    fn no_prefix_of_a_token_opens(at in any::<proptest::sample::Index>()) {
        let (key, ambient) = (support::provider_key(), support::ambient());
        let token = IdToken::default().signed(&key, &ambient).unwrap();
        let keys = Jwks::new(vec![key.jwk()]);
        prop_assert!(verify(&token[..at.index(token.len())], &keys, &[Algorithm::Rs256]).is_err());
    }

    #[test]
    fn no_forgery_opens_over_any_payload(payload in any::<Vec<u8>>(), which in any::<proptest::sample::Index>()) {
        let (key, foreign) = (support::provider_key(), support::foreign_key());
        let forger = Forger { key: &key, foreign: &foreign, foreign_certificate: b"TEST certificate" };
        let forgery = Forgery::ALL[which.index(Forgery::ALL.len())];
        let token = forger.forge(forgery, &payload, &support::ambient()).unwrap();
        let keys = Jwks::new(vec![key.jwk()]);
        prop_assert!(verify(&token, &keys, &[Algorithm::Rs256]).is_err(), "{forgery:?}");
        let book = Rulebook::strict();
        let expected = Expectations {
            issuer: "i", client_id: "c", keys: &keys, algorithms: &[Algorithm::Rs256],
            now: support::ambient().now(), book: &book,
        };
        prop_assert!(expected.id_token(&token, None, None).is_err());
    }
}
