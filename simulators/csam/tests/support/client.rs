//! A strict client: what it sends, and what it says to what it gets.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    reason = "each test binary takes what it needs"
)]

use csam::paths;
use http::{Method, StatusCode};
use oidc::client::{self as checks, Callback, Expectations};
use oidc::jose::{Algorithm, Jwks};
use oidc::{
    AuthorizeRequest, ClientSecret, Credentials, IdToken, Parameters, TokenRequest, TokenResponse,
    UserInfo, level_urn,
};
use rules::{Rule as _, Rulebook};
use web::Response;

use crate::world::{CALLBACK, World, location, text};

pub(crate) const ISSUER: &str = "http://csam.test/fas/oauth2";
pub(crate) const CLIENT: &str = "lfa-demo";

pub(crate) fn request() -> AuthorizeRequest {
    AuthorizeRequest {
        state: Some("s-1".into()),
        nonce: Some("n-1".into()),
        acr_values: Some(level_urn(400)),
        ui_locales: Some("de".into()),
        ..AuthorizeRequest::code(CLIENT, CALLBACK, "openid profile")
    }
}

pub(crate) fn with(change: impl FnOnce(&mut AuthorizeRequest)) -> AuthorizeRequest {
    let mut request = request();
    change(&mut request);
    request
}

pub(crate) fn authorize(world: &World, request: &AuthorizeRequest) -> Response {
    world.follow(world.get(&request.url(paths::AUTHORIZE)))
}

/// The query with which the browser comes back to the client.
pub(crate) fn callback(response: &Response) -> String {
    let to = location(response).unwrap_or_else(|| panic!("{}", text(response)));
    to.strip_prefix(&format!("{CALLBACK}?"))
        .unwrap_or_else(|| panic!("{to}"))
        .to_owned()
}

pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    Parameters::parse(query)
        .unwrap()
        .get(name)
        .map(str::to_owned)
}

/// The whole way to a code.
pub(crate) fn code(world: &World, request: &AuthorizeRequest) -> String {
    authorize(world, request);
    parameter(&callback(&world.identify()), "code").unwrap()
}

pub(crate) fn credentials(id: &str) -> Credentials {
    Credentials {
        id: id.into(),
        secret: ClientSecret::new(format!("{id} secret")),
    }
}

pub(crate) fn call(
    world: &World,
    path: &str,
    request: &TokenRequest,
    client: &Credentials,
) -> Response {
    let body = request.to_parameters().to_text();
    world.send(
        Method::POST,
        path,
        body.into(),
        &[("authorization", &client.to_basic())],
    )
}

pub(crate) fn redeem(world: &World, code: &str) -> TokenResponse {
    let response = call(
        world,
        paths::TOKEN,
        &TokenRequest::code(code, CALLBACK),
        &credentials(CLIENT),
    );
    assert_eq!(response.status(), StatusCode::OK, "{}", text(&response));
    let kind = media_type(&response);
    checks::check_token_response(&kind, &text(&response), &Rulebook::strict()).unwrap()
}

fn media_type(response: &Response) -> String {
    let value = response.headers().get("content-type");
    value.unwrap().to_str().unwrap().to_owned()
}

pub(crate) fn fetch(world: &World, access_token: &str) -> Response {
    let header = format!("Bearer {access_token}");
    world.send(
        Method::GET,
        paths::USERINFO,
        "".into(),
        &[("authorization", &header)],
    )
}

pub(crate) fn keys(world: &World) -> Jwks {
    Jwks::parse(&text(&world.get(paths::KEYS))).unwrap()
}

/// What a strict client says to a login: the callback, the tokens, userinfo.
pub(crate) fn judged(world: &World) -> Result<(IdToken, UserInfo), &'static str> {
    let book = Rulebook::strict();
    let name = |breach: rules::Breach<checks::Rule>| breach.rule.name();
    authorize(world, &request());
    let query = callback(&world.identify());
    let Callback::Code(code) =
        checks::read_callback(&query, Some("s-1"), ISSUER, &book).map_err(name)?
    else {
        panic!("{query}");
    };
    let answer = call(
        world,
        paths::TOKEN,
        &TokenRequest::code(&code, CALLBACK),
        &credentials(CLIENT),
    );
    let kind = media_type(&answer);
    let tokens = checks::check_token_response(&kind, &text(&answer), &book).map_err(name)?;
    let keys = keys(world);
    let expected = Expectations {
        issuer: ISSUER,
        client_id: CLIENT,
        keys: &keys,
        algorithms: &[Algorithm::Rs256],
        now: world.ambient.now(),
        book: &book,
    };
    let access_token = tokens.access_token.unwrap();
    let id_token = expected
        .id_token(&tokens.id_token.unwrap(), Some("n-1"), Some(&access_token))
        .map_err(name)?;
    expected.level(&id_token, 400).map_err(name)?;
    let answer = fetch(world, &access_token);
    let kind = answer.headers()["content-type"].to_str().unwrap();
    let sub = id_token.sub.clone().unwrap();
    let info = expected
        .userinfo(kind, &text(&answer), &sub)
        .map_err(name)?;
    Ok((id_token, info))
}
