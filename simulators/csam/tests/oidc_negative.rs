//! The portal towards OpenID Connect clients that do wrong, and faults that clients must notice: FO-01 to FO-12.

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

use csam::{Books, Fault, paths};
use http::{Method, StatusCode};
use oidc::jose::Algorithm;
use oidc::provider::Rule;
use oidc::{AuthorizeRequest, ClientSecret, Credentials, TokenRequest, level_urn};
use rules::Rulebook;

use client::{
    CLIENT, ISSUER, authorize, call, callback, code, credentials, fetch, judged, keys, parameter,
    redeem, request, with,
};
use world::{CALLBACK, World, lene, location, text};

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
