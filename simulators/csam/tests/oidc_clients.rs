//! The portal towards OpenID Connect clients: the whole flow.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/client.rs"]
mod client;
#[path = "support/world.rs"]
mod world;

use csam::paths;
use http::{Method, StatusCode};
use oidc::client::check_discovery;
use oidc::jose::Algorithm;
use oidc::pkce::{Method as Pkce, Verifier};
use oidc::{
    Claims as _, Introspection, Parameters, ProviderMetadata, TokenRequest, TokenResponse,
    UserInfo, level_urn,
};
use rules::Rulebook;

use client::{
    CLIENT, ISSUER, authorize, call, callback, code, credentials, fetch, judged, keys, parameter,
    redeem, request, with,
};
use world::{CALLBACK, GOODBYE, PORTAL, World, location, text};

#[test]
fn the_discovery_document_is_found_under_the_issuer() {
    let world = World::new();
    let address = ProviderMetadata::address(ISSUER);
    let document = text(&world.get(&address));
    let document = check_discovery(&document, ISSUER, &Rulebook::strict()).unwrap();
    assert_eq!(document.token_endpoint, format!("{PORTAL}{}", paths::TOKEN));
    assert!(document.authorization_response_iss_parameter_supported);
    insta::assert_snapshot!("discovery", document.to_json().replace(",\"", ",\n\""));
}

#[test]
fn an_older_client_knows_the_portal_by_its_origin() {
    let world = World::new();
    let document = text(&world.get(&ProviderMetadata::address(PORTAL)));
    assert!(check_discovery(&document, PORTAL, &Rulebook::strict()).is_ok());
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
    let claims = UserInfo::from_json(verified.payload()).unwrap();
    let sub = claims.sub.clone();
    let only = UserInfo {
        iss: Some(ISSUER.into()),
        aud: Some(CLIENT.into()),
        subname: sub.clone(),
        sub,
        ..UserInfo::default()
    };
    assert_eq!(claims, only);
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
        foreign_certificate: b"TEST certificate",
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
