//! A provider of OpenID Connect that says whatever a test wants.

use std::sync::{Arc, Mutex};

use http::StatusCode;
use oidc::jose::{Jwks, SigningKey};
use oidc::pkce::{Method, Verifier};
use oidc::{
    AuthorizeRequest, AuthorizeResponse, Claims, Credentials, IdToken, Parameters,
    ProviderMetadata, TokenRequest, TokenResponse, UserInfo,
};
use web::{Request, Response, Service};

use super::browser::{Browser, ISSUER, World, location};
use super::keys;

pub(super) const CLIENT: &str = "control-card";

/// What the provider will say.
#[derive(Clone)]
pub(super) struct Script {
    pub(super) id_token: IdToken,
    pub(super) userinfo: UserInfo,
    pub(super) media_type: &'static str,
    /// The id that the tokens name as the key's.
    pub(super) kid: &'static str,
    /// How often the key set must be asked for before the key is in it.
    pub(super) late_keys: usize,
    /// The token requests that have come.
    pub(super) redeemed: Vec<(Option<String>, TokenRequest)>,
    asked_keys: usize,
}

#[derive(Clone)]
pub(super) struct Provider {
    world_ambient: ambient::Ambient,
    pub(super) script: Arc<Mutex<Script>>,
}

fn key(kid: &str) -> SigningKey {
    SigningKey::rsa_pkcs8(kid, &keys::portal().key).unwrap()
}

impl Provider {
    /// Serves the issuer on the network of a world.
    pub(super) fn serve(world: &World) -> Self {
        let now = world.ambient.now();
        let script = Script {
            id_token: IdToken {
                iss: Some(ISSUER.to_owned()),
                aud: Some(CLIENT.into()),
                sub: Some("subject".to_owned()),
                iat: Some(now.get()),
                exp: Some(now.plus(300).get()),
                amr: Some(vec!["eidas".to_owned(), oidc::level_urn(500)]),
                ..IdToken::default()
            },
            userinfo: UserInfo {
                iss: Some(ISSUER.to_owned()),
                aud: Some(CLIENT.into()),
                sub: Some("subject".to_owned()),
                given_name: Some("LENE MARIT".to_owned()),
                surname: Some("BEISPIELER".to_owned()),
                birthdate: Some("1987-04-23".to_owned()),
                eidas_person_identifier: Some("DE/BE/0123456789abcdef".to_owned()),
                ..UserInfo::default()
            },
            media_type: "application/jwt",
            kid: "k1",
            late_keys: 0,
            redeemed: Vec::new(),
            asked_keys: 0,
        };
        let provider = Self {
            world_ambient: world.ambient.clone(),
            script: Arc::new(Mutex::new(script)),
        };
        world
            .network
            .route("http://portal.test", Arc::new(provider.clone()));
        provider
    }

    pub(super) fn change(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.script.lock().unwrap());
    }

    fn keys(&self) -> String {
        let mut script = self.script.lock().unwrap();
        script.asked_keys += 1;
        let late = script.asked_keys <= script.late_keys;
        Jwks::new(vec![key(if late { "old" } else { "k1" }).jwk()]).to_text()
    }

    fn redeem(&self, request: &Request) -> String {
        let mut script = self.script.lock().unwrap();
        let body = String::from_utf8_lossy(request.body()).into_owned();
        let redeem = TokenRequest::from_parameters(&Parameters::parse(&body).unwrap());
        let basic = request
            .headers()
            .get("authorization")
            .map(|value| value.to_str().unwrap().to_owned());
        script.redeemed.push((basic, redeem));
        let signed = script
            .id_token
            .signed(&key(script.kid), &self.world_ambient)
            .unwrap();
        TokenResponse {
            access_token: Some("access".to_owned()),
            token_type: Some("Bearer".to_owned()),
            id_token: Some(signed),
            ..TokenResponse::default()
        }
        .to_json()
    }
}

impl Service for Provider {
    fn respond(&self, request: &Request) -> Response {
        match request.uri().path().trim_start_matches("/fas/oauth2") {
            "/.well-known/openid-configuration" => web::json(StatusCode::OK, discovery().to_json()),
            "/keys" => web::json(StatusCode::OK, self.keys()),
            "/access_token" => web::json(StatusCode::OK, self.redeem(request)),
            "/userinfo" => {
                assert_eq!(request.headers()["authorization"], "Bearer access");
                let script = self.script.lock().unwrap();
                let token = script
                    .userinfo
                    .signed(&key(script.kid), &self.world_ambient)
                    .unwrap();
                let mut response = web::text(StatusCode::OK, token);
                response
                    .headers_mut()
                    .insert("content-type", script.media_type.parse().unwrap());
                response
            }
            other => panic!("nothing at {other}"),
        }
    }
}

fn discovery() -> ProviderMetadata {
    ProviderMetadata {
        issuer: ISSUER.to_owned(),
        authorization_endpoint: format!("{ISSUER}/authorize"),
        token_endpoint: format!("{ISSUER}/access_token"),
        userinfo_endpoint: Some(format!("{ISSUER}/userinfo")),
        jwks_uri: format!("{ISSUER}/keys"),
        end_session_endpoint: Some(format!("{ISSUER}/connect/endSession")),
        ..ProviderMetadata::default()
    }
}

/// Begins a login and reads what the browser carries to the provider.
pub(super) fn ask(browser: &mut Browser) -> AuthorizeRequest {
    let address = location(&browser.get("/login/oidc"));
    let (endpoint, query) = address.split_once('?').unwrap();
    assert_eq!(endpoint, format!("{ISSUER}/authorize"));
    AuthorizeRequest::from_parameters(&Parameters::parse(query).unwrap())
}

/// The provider's answer to a request; its nonce goes into the token to come.
pub(super) fn answer(provider: &Provider, asked: &AuthorizeRequest) -> AuthorizeResponse {
    provider.change(|script| script.id_token.nonce.clone_from(&asked.nonce));
    AuthorizeResponse {
        code: Some("code".to_owned()),
        state: asked.state.clone(),
        iss: Some(ISSUER.to_owned()),
        client_id: Some(CLIENT.to_owned()),
        ..AuthorizeResponse::default()
    }
}

pub(super) fn callback(browser: &mut Browser, answer: &AuthorizeResponse) -> Response {
    browser.get(&answer.url("/oidc/callback"))
}

/// The whole login.
pub(super) fn log_in(provider: &Provider, browser: &mut Browser) -> Response {
    let asked = ask(browser);
    let answer = answer(provider, &asked);
    callback(browser, &answer)
}

/// Whether a token request has the client's password and the proof key of the authorization request.
pub(super) fn proves(
    (basic, redeem): &(Option<String>, TokenRequest),
    asked: &AuthorizeRequest,
) -> bool {
    let credentials = Credentials::from_basic(basic.as_deref().unwrap_or_default()).unwrap();
    let verifier = Verifier::new(redeem.code_verifier.as_deref().unwrap_or_default());
    let challenge = asked.challenge();
    credentials.id == CLIENT
        && credentials.secret.as_str() == "secret"
        && challenge
            .is_some_and(|c| c.method == Method::S256 && verifier.is_ok_and(|v| c.accepts(&v)))
}
