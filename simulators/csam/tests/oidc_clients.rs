//! The portal towards OpenID Connect clients: the whole flow, and the negative cases FO-01 to FO-12.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/world.rs"]
mod world;

use csam::{Books, Fault, paths};
use http::{Method, StatusCode};
use oidc::client::{self, Callback, Expectations};
use oidc::jose::{Algorithm, Jwks};
use oidc::pkce::{Method as Pkce, Verifier};
use oidc::provider::Rule;
use oidc::{
    AuthorizeRequest, ClientSecret, Credentials, IdToken, Introspection, Parameters,
    ProviderMetadata, TokenRequest, TokenResponse, UserInfo, level_urn,
};
use rules::{Rule as _, Rulebook};
use web::Response;

use world::{CALLBACK, GOODBYE, PORTAL, World, lene, location, text};

const ISSUER: &str = "http://csam.test/fas/oauth2";
const CLIENT: &str = "lfa-demo";

fn request() -> AuthorizeRequest {
    AuthorizeRequest {
        state: Some("s-1".into()),
        nonce: Some("n-1".into()),
        acr_values: Some(level_urn(400)),
        ui_locales: Some("de".into()),
        ..AuthorizeRequest::code(CLIENT, CALLBACK, "openid profile")
    }
}

fn with(change: impl FnOnce(&mut AuthorizeRequest)) -> AuthorizeRequest {
    let mut request = request();
    change(&mut request);
    request
}

fn authorize(world: &World, request: &AuthorizeRequest) -> Response {
    world.follow(world.get(&request.url(paths::AUTHORIZE)))
}

/// The query with which the browser comes back to the client.
fn callback(response: &Response) -> String {
    let to = location(response).unwrap_or_else(|| panic!("{}", text(response)));
    to.strip_prefix(&format!("{CALLBACK}?"))
        .unwrap_or_else(|| panic!("{to}"))
        .to_owned()
}

fn parameter(query: &str, name: &str) -> Option<String> {
    Parameters::parse(query)
        .unwrap()
        .get(name)
        .map(str::to_owned)
}

/// The whole way to a code.
fn code(world: &World, request: &AuthorizeRequest) -> String {
    authorize(world, request);
    parameter(&callback(&world.identify()), "code").unwrap()
}

fn credentials(id: &str) -> Credentials {
    Credentials {
        id: id.into(),
        secret: ClientSecret::new(format!("{id} secret")),
    }
}

fn call(world: &World, path: &str, request: &TokenRequest, client: &Credentials) -> Response {
    let body = request.to_parameters().to_text();
    world.send(
        Method::POST,
        path,
        body.into(),
        &[("authorization", &client.to_basic())],
    )
}

fn redeem(world: &World, code: &str) -> TokenResponse {
    let response = call(
        world,
        paths::TOKEN,
        &TokenRequest::code(code, CALLBACK),
        &credentials(CLIENT),
    );
    assert_eq!(response.status(), StatusCode::OK, "{}", text(&response));
    client::check_token_response(&text(&response), &Rulebook::strict()).unwrap()
}

fn fetch(world: &World, access_token: &str) -> Response {
    let header = format!("Bearer {access_token}");
    world.send(
        Method::GET,
        paths::USERINFO,
        "".into(),
        &[("authorization", &header)],
    )
}

fn keys(world: &World) -> Jwks {
    Jwks::parse(&text(&world.get(paths::KEYS))).unwrap()
}

/// What a strict client says to a login: the callback, the tokens, userinfo.
fn judged(world: &World) -> Result<(IdToken, UserInfo), &'static str> {
    let book = Rulebook::strict();
    let name = |breach: rules::Breach<client::Rule>| breach.rule.name();
    authorize(world, &request());
    let query = callback(&world.identify());
    let Callback::Code(code) =
        client::read_callback(&query, Some("s-1"), ISSUER, &book).map_err(name)?
    else {
        panic!("{query}");
    };
    let answer = call(
        world,
        paths::TOKEN,
        &TokenRequest::code(&code, CALLBACK),
        &credentials(CLIENT),
    );
    let tokens = client::check_token_response(&text(&answer), &book).map_err(name)?;
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

#[test]
fn the_discovery_document_is_found_under_the_issuer() {
    let world = World::new();
    let address = ProviderMetadata::address(ISSUER);
    let document = text(&world.get(&address));
    let document = client::check_discovery(&document, ISSUER, &Rulebook::strict()).unwrap();
    assert_eq!(document.token_endpoint, format!("{PORTAL}{}", paths::TOKEN));
    assert!(document.authorization_response_iss_parameter_supported);
    insta::assert_snapshot!("discovery", document.to_json().replace(",\"", ",\n\""));
}

#[test]
fn an_older_client_knows_the_portal_by_its_origin() {
    let world = World::new();
    let document = text(&world.get(&ProviderMetadata::address(PORTAL)));
    assert!(client::check_discovery(&document, PORTAL, &Rulebook::strict()).is_ok());
    authorize(&world, &with(|r| r.client_id = Some("old-client".into())));
    let query = callback(&world.identify());
    assert_eq!(parameter(&query, "iss").as_deref(), Some(PORTAL));
}

#[test]
fn a_german_logs_in_to_a_client() {
    let world = World::new();
    let (token, info) = judged(&world).unwrap();
    assert_eq!(token.amr.unwrap(), ["eidas".to_owned(), level_urn(500)]);
    assert_eq!(token.auth_time, Some(world.ambient.now().get()));
    assert_eq!(info.surname.as_deref(), Some("BEISPIELER"));
    assert_eq!(info.given_name.as_deref(), Some("LENE MARIT"));
    assert_eq!(info.birthdate.as_deref(), Some("1987-04-23"));
    assert_eq!(info.pref_language.as_deref(), Some("de"));
    assert_eq!(info.level(), Some(500));
    assert_eq!(info.fedid.unwrap().len(), 40);
    assert_eq!(
        info.eidas_person_identifier.as_deref(),
        Some("DE/BE/5AB4F9CC")
    );
    assert_eq!(info.egov_nrn, None);
    assert!(world.journal.lines().is_empty());
}

#[test]
fn the_callback_has_the_habits_of_the_federal_login() {
    let world = World::new();
    authorize(&world, &request());
    let query = callback(&world.identify());
    assert_eq!(
        parameter(&query, "scope").as_deref(),
        Some("openid profile")
    );
    assert_eq!(parameter(&query, "client_id").as_deref(), Some(CLIENT));
    let tokens = redeem(&world, &parameter(&query, "code").unwrap());
    assert_eq!(tokens.nonce.as_deref(), Some("n-1"));
    assert_eq!(tokens.expires_in, Some(3599));
    assert_eq!(tokens.scope.as_deref(), Some("openid profile"));
}

#[test]
fn claims_follow_the_scopes() {
    let world = World::new();
    let tokens = redeem(
        &world,
        &code(&world, &with(|r| r.scope = Some("openid".into()))),
    );
    let answer = fetch(&world, &tokens.access_token.unwrap());
    let keys = keys(&world);
    let verified = oidc::jose::verify(&text(&answer), &keys, &[Algorithm::Rs256]).unwrap();
    let claims: serde_json_keys::Keys = serde_json_keys::of(verified.payload());
    assert_eq!(claims, ["aud", "iss", "sub", "subname"]);
}

/// The names of an object's members.
mod serde_json_keys {
    use oidc::Claims as _;

    pub(crate) type Keys = Vec<String>;

    pub(crate) fn of(json: &[u8]) -> Keys {
        let claims = oidc::UserInfo::from_json(json).unwrap();
        let text = claims.to_json();
        let mut names: Keys = text
            .trim_matches(['{', '}'])
            .split(",\"")
            .map(|member| {
                member
                    .trim_start_matches('"')
                    .split('"')
                    .next()
                    .unwrap()
                    .to_owned()
            })
            .collect();
        names.sort();
        names
    }
}

#[test]
fn a_client_proves_itself_in_the_body_as_well() {
    let world = World::new();
    let code = code(&world, &request());
    let asked = TokenRequest::code(&code, CALLBACK).with_credentials(&credentials(CLIENT));
    let body = asked.to_parameters().to_text();
    let response = world.send(Method::POST, paths::TOKEN, body.into(), &[]);
    assert_eq!(response.status(), StatusCode::OK, "{}", text(&response));
}

#[test]
fn a_challenge_is_enforced_when_it_was_sent() {
    let world = World::new();
    let verifier = Verifier::fresh(&world.ambient);
    let asked = request().with_challenge(&verifier.challenge(Pkce::S256));
    let first = code(&world, &asked);
    let without = TokenRequest::code(&first, CALLBACK);
    let response = call(&world, paths::TOKEN, &without, &credentials(CLIENT));
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
    assert!(text(&response).contains("invalid_grant"));
    assert!(world.journal.names("csam", "verifier"));
    let with = TokenRequest {
        code_verifier: Some(verifier.as_str().into()),
        ..without
    };
    assert_eq!(
        call(&world, paths::TOKEN, &with, &credentials(CLIENT)).status(),
        StatusCode::OK
    );
}

#[test]
fn a_refresh_gives_new_tokens_without_a_nonce() {
    let world = World::new();
    let tokens = redeem(&world, &code(&world, &request()));
    let asked = TokenRequest::refresh(&tokens.refresh_token.unwrap());
    let response = call(&world, paths::TOKEN, &asked, &credentials(CLIENT));
    let fresh = TokenResponse::from_json(&text(&response)).unwrap();
    assert_ne!(fresh.access_token, tokens.access_token);
    assert_eq!(fresh.nonce, None);
    assert_eq!(
        fetch(&world, &fresh.access_token.unwrap()).status(),
        StatusCode::OK
    );
}

#[test]
fn introspection_takes_the_token_in_the_query() {
    let world = World::new();
    let tokens = redeem(&world, &code(&world, &request()));
    let path = format!(
        "{}?token={}",
        paths::INTROSPECT,
        tokens.access_token.unwrap()
    );
    let said = |client: &str| {
        let response = call(
            &world,
            &path,
            &TokenRequest::default(),
            &credentials(client),
        );
        Introspection::from_json(&text(&response)).unwrap()
    };
    assert!(said(CLIENT).active);
    assert_eq!(said(CLIENT).iss.as_deref(), Some(ISSUER));
    assert!(!said("old-client").active, "another client's token");
}

#[test]
fn fo_01_an_unknown_client_or_address_is_a_page_and_no_redirect() {
    let world = World::new();
    for (rule, request) in [
        (
            "client-known",
            with(|r| r.client_id = Some("stranger".into())),
        ),
        (
            "redirect-exact",
            with(|r| r.redirect_uri = Some("http://evil.test/".into())),
        ),
        (
            "redirect-exact",
            with(|r| r.redirect_uri = Some(format!("{CALLBACK}?x=1"))),
        ),
    ] {
        let page = world.get(&request.url(paths::AUTHORIZE));
        assert_eq!(page.status(), StatusCode::BAD_REQUEST);
        assert_eq!(location(&page), None);
        assert!(text(&page).contains(&format!("<code class=\"rule\">{rule}</code>")));
        assert!(!text(&page).contains("evil"), "nothing is reflected");
        assert!(world.journal.names("csam", rule));
    }
}

fn refused(world: &World, request: &AuthorizeRequest) -> (String, String) {
    let query = callback(&world.get(&request.url(paths::AUTHORIZE)));
    assert_eq!(parameter(&query, "state").as_deref(), Some("s-1"));
    assert_eq!(parameter(&query, "iss").as_deref(), Some(ISSUER));
    (
        parameter(&query, "error").unwrap(),
        parameter(&query, "error_description").unwrap(),
    )
}

#[test]
fn fo_02_and_fo_05_wishes_that_cannot_be_met_go_back_to_the_client() {
    let world = World::new();
    let error = |request: &AuthorizeRequest| refused(&world, request).0;
    assert_eq!(
        error(&with(|r| r.scope = Some("profile".into()))),
        "invalid_scope"
    );
    assert_eq!(
        error(&with(|r| r.scope = Some("openid roles".into()))),
        "invalid_scope"
    );
    assert_eq!(
        error(&with(|r| r.acr_values = Some("urn:x".into()))),
        "invalid_request"
    );
    assert_eq!(
        error(&with(|r| r.acr_values = Some(level_urn(999)))),
        "invalid_request"
    );
    assert_eq!(
        error(&with(|r| r.prompt = Some("none".into()))),
        "login_required"
    );
    assert_eq!(
        error(&with(|r| r.response_type = Some("id_token".into()))),
        "unsupported_response_type"
    );
}

#[test]
fn fo_03_a_code_is_good_once_and_its_second_use_revokes_the_first() {
    let world = World::new();
    let code = code(&world, &request());
    let tokens = redeem(&world, &code);
    let again = call(
        &world,
        paths::TOKEN,
        &TokenRequest::code(&code, CALLBACK),
        &credentials(CLIENT),
    );
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    assert!(
        text(&again).starts_with("{\"error\":\"invalid_grant\""),
        "{}",
        text(&again)
    );
    let opened = fetch(&world, &tokens.access_token.unwrap());
    assert_eq!(opened.status(), StatusCode::UNAUTHORIZED);
    assert!(world.journal.names("csam", "code-once"));
}

#[test]
fn fo_04_a_code_is_for_its_client_with_its_password() {
    let world = World::new();
    let code = code(&world, &request());
    let asked = TokenRequest::code(&code, CALLBACK);
    let other = call(&world, paths::TOKEN, &asked, &credentials("old-client"));
    assert!(text(&other).contains("invalid_grant"));
    let wrong = Credentials {
        secret: ClientSecret::new("wrong"),
        ..credentials(CLIENT)
    };
    let unproven = call(&world, paths::TOKEN, &asked, &wrong);
    assert_eq!(unproven.status(), StatusCode::UNAUTHORIZED);
    assert!(text(&unproven).contains("invalid_client"));
    assert!(unproven.headers().contains_key("www-authenticate"));
    assert_eq!(
        world.post(paths::TOKEN, &[]).status(),
        StatusCode::UNAUTHORIZED
    );
    assert_eq!(
        world.get(paths::TOKEN).status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
}

#[test]
fn fo_06_a_weaker_means_is_not_offered_and_forced_it_is_denied() {
    let world = World::new();
    let page = text(&authorize(&world, &request()));
    assert!(
        page.contains("value=\"itsme\"") && !page.contains("value=\"password\""),
        "{page}"
    );
    let query = callback(&world.press("means", "password"));
    assert_eq!(parameter(&query, "error").as_deref(), Some("access_denied"));
    assert!(world.journal.names("csam", "csam-means-offered"));
}

#[test]
fn fo_06_an_identification_below_the_level_is_denied() {
    let world = World::new();
    authorize(&world, &request());
    let question = world.go_to_germany();
    let mut answer = lene(&question);
    answer.level = Some("http://eidas.europa.eu/LoA/low".into());
    let query = callback(&world.come_back(&answer));
    assert_eq!(parameter(&query, "error").as_deref(), Some("access_denied"));
    assert!(world.journal.names("csam", "csam-level-reached"));
}

#[test]
fn fo_07_whoever_cancels_goes_back_with_access_denied_and_state() {
    let world = World::new();
    authorize(&world, &request());
    let query = callback(&world.press("cancel", "1"));
    insta::assert_snapshot!(query, @"error=access_denied&error_description=the+person+gave+up&iss=http%3A%2F%2Fcsam.test%2Ffas%2Foauth2&state=s-1");
}

#[test]
fn fo_08_userinfo_wants_a_token_that_lasts() {
    let world = World::new();
    let token = redeem(&world, &code(&world, &request()))
        .access_token
        .unwrap();
    world.ambient.clock().advance(3599);
    for token in [token.as_str(), "no-such-token"] {
        let answer = fetch(&world, token);
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        let challenge = answer.headers()["www-authenticate"].to_str().unwrap();
        assert!(challenge.contains("error=\"invalid_token\""), "{challenge}");
    }
    let bare = world.get(paths::USERINFO);
    assert_eq!(bare.status(), StatusCode::UNAUTHORIZED);
    assert!(
        !bare.headers()["www-authenticate"]
            .to_str()
            .unwrap()
            .contains("error")
    );
}

#[test]
fn fo_09_to_fo_11_each_fault_of_tokens_is_caught_by_a_strict_client() {
    for (fault, rule) in [
        (Fault::StateMissing, "state"),
        (Fault::StateAltered, "state"),
        (Fault::CallbackIssuerMissing, "callback-issuer"),
        (Fault::CallbackIssuerWrong, "callback-issuer"),
        (Fault::IdTokenMissing, "id-token-present"),
        (Fault::TokenTypeWrong, "token-type"),
        (Fault::NonceMissing, "nonce"),
        (Fault::NonceAltered, "nonce"),
        (Fault::IdTokenIssuerWrong, "issuer"),
        (Fault::IdTokenAudienceWrong, "audience"),
        (Fault::IdTokenAudienceSeveral, "authorized-party"),
        (Fault::IdTokenExpired, "expiry"),
        (Fault::IdTokenFromTheFuture, "issued-at"),
        (Fault::AtHashWrong, "at-hash"),
        (Fault::IdTokenAlgorithmNone, "algorithm"),
        (Fault::IdTokenHmac, "algorithm"),
        (Fault::IdTokenForeignKey, "signature"),
        (Fault::IdTokenUnknownKey, "key-id"),
        (Fault::IdTokenHeaderJwk, "header-key"),
        (Fault::IdTokenHeaderJku, "header-key"),
        (Fault::IdTokenAltered, "signature"),
        (Fault::IdTokenCritical, "critical"),
        (Fault::LevelTooLow, "level"),
        (Fault::UserInfoPlain, "userinfo-signed"),
        (Fault::UserInfoAlgorithmNone, "algorithm"),
        (Fault::UserInfoForeignKey, "signature"),
        (Fault::UserInfoUnknownKey, "key-id"),
        (Fault::UserInfoIssuerWrong, "userinfo-issuer"),
        (Fault::UserInfoAudienceWrong, "userinfo-audience"),
        (Fault::UserInfoSubjectWrong, "userinfo-subject"),
    ] {
        let world = World::with_fault(fault);
        assert_eq!(judged(&world).unwrap_err(), rule, "{}", fault.name());
    }
}

#[test]
fn fo_12_the_number_without_a_link_is_a_page_and_never_empty() {
    let world = World::new();
    let asked = with(|r| r.scope = Some("openid egovnrn".into()));
    authorize(&world, &asked);
    let page = text(&world.identify());
    assert!(
        page.contains("<code class=\"rule\">LINK_REQUIRED</code>"),
        "{page}"
    );
    assert!(
        page.contains("Für dieses Land gibt es im Portal keine Verknüpfung"),
        "{page}"
    );
    let query = callback(&world.press("cancel", "1"));
    assert_eq!(parameter(&query, "error").as_deref(), Some("access_denied"));
    assert_eq!(
        parameter(&query, "error_description").as_deref(),
        Some("LINK_REQUIRED")
    );

    let faulty = World::with_fault(Fault::NumberEmpty);
    let tokens = redeem(&faulty, &code(&faulty, &asked));
    let answer = text(&fetch(&faulty, &tokens.access_token.unwrap()));
    let verified = oidc::jose::verify(&answer, &keys(&faulty), &[Algorithm::Rs256]).unwrap();
    assert!(String::from_utf8_lossy(verified.payload()).contains("\"egovNRN\":\"\""));
}

#[test]
fn a_linked_person_has_a_number_where_linking_is_on() {
    let world = World::with(|config| {
        for country in &mut config.countries {
            if country.code == "DE" {
                country.linking = csam::Linking::On;
            }
        }
        config
            .links
            .insert("DE/BE/5AB4F9CC".into(), "64481298247".into());
    });
    let asked = with(|r| r.scope = Some("openid egovnrn".into()));
    let tokens = redeem(&world, &code(&world, &asked));
    let answer = text(&fetch(&world, &tokens.access_token.unwrap()));
    let verified = oidc::jose::verify(&answer, &keys(&world), &[Algorithm::Rs256]).unwrap();
    assert!(String::from_utf8_lossy(verified.payload()).contains("\"egovNRN\":\"64481298247\""));
}

#[test]
fn a_portal_that_looks_away_lets_the_browser_go_anywhere() {
    let world = World::new();
    world.csam.set_books(Books {
        provider: Rulebook::strict().without(Rule::RedirectExact),
        ..Books::default()
    });
    authorize(
        &world,
        &with(|r| r.redirect_uri = Some("http://evil.test/".into())),
    );
    let to = location(&world.press("cancel", "1")).unwrap();
    assert!(to.starts_with("http://evil.test/?error="), "{to}");
}

#[test]
fn a_logout_with_a_hint_ends_tokens_and_goes_to_registered_addresses_only() {
    let world = World::new();
    let tokens = redeem(&world, &code(&world, &request()));
    let (id_token, access) = (tokens.id_token.unwrap(), tokens.access_token.unwrap());
    let end = |uri: Option<&str>, hint: &str| {
        let query = Parameters::new()
            .with("id_token_hint", hint)
            .with_some("post_logout_redirect_uri", uri)
            .with("state", "bye");
        world.get(&query.append_to(paths::END_SESSION))
    };
    let page = end(Some("http://evil.test/"), &id_token);
    assert_eq!(
        (page.status(), location(&page)),
        (StatusCode::BAD_REQUEST, None)
    );
    let forged = oidc::jose::forgery::Forger {
        key: &oidc::jose::SigningKey::rsa_pkcs8("fas-1", &world::rsa("portal")).unwrap(),
        foreign: &oidc::jose::SigningKey::rsa_pkcs8("x", &world::rsa("portal")).unwrap(),
    }
    .forge(
        oidc::jose::forgery::Forgery::ForeignKey,
        b"{}",
        &world.ambient,
    )
    .unwrap();
    assert_eq!(end(None, &forged).status(), StatusCode::BAD_REQUEST);
    assert!(world.journal.names("csam", "logout-hint"));
    assert_eq!(fetch(&world, &access).status(), StatusCode::OK);
    // That the token has ended does not matter.
    world.ambient.clock().advance(3500);
    let to = location(&end(Some(GOODBYE), &id_token)).unwrap();
    assert_eq!(to, format!("{GOODBYE}?state=bye"));
    assert_eq!(fetch(&world, &access).status(), StatusCode::UNAUTHORIZED);
    assert_eq!(end(None, &id_token).status(), StatusCode::NO_CONTENT);
    let bare = world.get(paths::END_SESSION);
    assert_eq!(location(&bare).as_deref(), Some(paths::PAGES_LOGOUT));
}

#[test]
fn a_request_of_too_many_parameters_is_a_page() {
    let world = World::new();
    let query = "a=1&".repeat(65);
    assert_eq!(
        world.get(&format!("{}?{query}", paths::AUTHORIZE)).status(),
        400
    );
    assert!(world.journal.names("csam", "request-form"));
    let twice = format!("{}&state=s-2", request().url(paths::AUTHORIZE));
    assert_eq!(
        parameter(&callback(&world.get(&twice)), "error").as_deref(),
        Some("invalid_request")
    );
    let body = vec![0xFF, 0xFE];
    assert_eq!(
        world
            .send(Method::POST, paths::AUTHORIZE, body.into(), &[])
            .status(),
        400
    );
}
