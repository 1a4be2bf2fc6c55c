use http::StatusCode;
use saml::binding::Carried;
use saml::names::status;
use saml::{Header, LogoutRequest, LogoutResponse, MessageKind, NameId, Status, redirect};
use web::Form;
use xml::{Limits, SignaturePolicy};

use super::browser::{Browser, ISSUER, ORIGIN, World, body, code, config, location};
use super::keys;
use super::provider::{self, Provider};
use super::saml_portal::{PORTAL, SESSION, SLO, log_in};
use crate::{Config, Fault, Identity};

fn logged_in(config: Config) -> (World, Browser) {
    let world = World::new(config);
    let mut browser = world.browser();
    assert_eq!(location(&log_in(&world, &mut browser)), "/card");
    (world, browser)
}

/// What the portal gets when the person presses the button.
fn told(address: &str) -> LogoutRequest {
    assert!(address.starts_with(SLO), "{address}");
    let incoming = redirect::parse(address.split_once('?').unwrap().1, &Limits::SAML).unwrap();
    incoming
        .verify(
            &[keys::party().0.certificate.clone()],
            &SignaturePolicy::fas(),
        )
        .unwrap();
    let element = xml::parse(incoming.carried.text.as_bytes(), &Limits::SAML).unwrap();
    LogoutRequest::from_element(&element).unwrap()
}

fn header(world: &World) -> Header {
    Header {
        destination: Some(format!("{ORIGIN}/logout")),
        issuer: Some(NameId::new(PORTAL)),
        ..Header::fresh(&world.ambient)
    }
}

fn carry(kind: MessageKind, text: String, by: &Identity) -> String {
    let message = Carried {
        kind,
        text,
        relay_state: Some("portal state".to_owned()),
    };
    let key = by.signing_key();
    redirect::url("/logout", &message, Some((&key, &keys::RSA_SHA256))).unwrap()
}

fn answer(world: &World, to: Option<String>, status: Status) -> String {
    let response = LogoutResponse {
        header: header(world),
        in_response_to: to,
        status: Some(status),
    };
    carry(
        MessageKind::Response,
        response.to_element().to_document(),
        keys::portal(),
    )
}

#[test]
fn logging_out_asks_first_and_tells_the_portal() {
    let (world, mut browser) = logged_in(config());
    let question = browser.get("/logout");
    assert_eq!(question.status(), StatusCode::OK);
    assert!(
        question.headers()["content-security-policy"]
            .to_str()
            .unwrap()
            .contains("http://portal.test")
    );
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
    let request = told(&location(&browser.post("/logout", &Form::new())));
    assert_eq!(request.name_id.unwrap().value, "name-for-one-session");
    assert_eq!(request.session_indexes, [SESSION]);
    assert_eq!(location(&browser.get("/card")), "/");
    let back = browser.get(&answer(&world, request.header.id, Status::success()));
    assert_eq!(back.status(), StatusCode::OK);
    assert_eq!(browser.get("/logout").status(), StatusCode::OK);
    assert!(world.journal.lines().is_empty());
}

#[test]
fn an_answer_to_another_request_is_refused() {
    let (world, mut browser) = logged_in(config());
    browser.post("/logout", &Form::new());
    let page = browser.get(&answer(
        &world,
        Some("_other".to_owned()),
        Status::success(),
    ));
    assert_eq!(code(&page), "fas-logout-in-response-to");
    assert_eq!(
        world.last_rule().as_deref(),
        Some("fas-logout-in-response-to")
    );
}

#[test]
fn a_portal_that_did_not_log_out_is_named() {
    let (world, mut browser) = logged_in(config());
    let request = told(&location(&browser.post("/logout", &Form::new())));
    let partial = Status::failure(
        status::RESPONDER,
        Some(status::PARTIAL_LOGOUT),
        "some are left",
    );
    assert_eq!(
        code(&browser.get(&answer(&world, request.header.id, partial))),
        "PartialLogout"
    );
}

fn portal_asks(world: &World, index: &str, by: &Identity) -> String {
    let request = LogoutRequest {
        header: header(world),
        name_id: Some(NameId::new("name-for-one-session")),
        session_indexes: vec![index.to_owned()],
        ..LogoutRequest::default()
    };
    carry(MessageKind::Request, request.to_element().to_document(), by)
}

#[test]
fn the_portal_may_end_the_session() {
    let (world, mut browser) = logged_in(config());
    let other = portal_asks(&world, "_other", keys::portal());
    assert!(location(&browser.get(&other)).starts_with(SLO));
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
    let address = location(&browser.get(&portal_asks(&world, SESSION, keys::portal())));
    let incoming = redirect::parse(address.split_once('?').unwrap().1, &Limits::SAML).unwrap();
    assert_eq!(incoming.carried.kind, MessageKind::Response);
    assert_eq!(
        incoming.carried.relay_state.as_deref(),
        Some("portal state")
    );
    assert_eq!(location(&browser.get("/card")), "/");
}

#[test]
fn a_stranger_may_not_end_the_session() {
    let (world, mut browser) = logged_in(config());
    let page = browser.get(&portal_asks(&world, SESSION, keys::stranger()));
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::BAD_REQUEST, "fas-logout-signature")
    );
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
    assert_eq!(code(&browser.get("/logout?SAMLRequest=x")), "saml-form");
}

#[test]
fn a_logout_of_openid_connect_goes_to_the_provider() {
    let world = World::new(config());
    let provider = Provider::serve(&world);
    let mut browser = world.browser();
    provider::log_in(&provider, &mut browser);
    let address = location(&browser.post("/logout", &Form::new()));
    assert!(
        address.starts_with(&format!("{ISSUER}/connect/endSession?id_token_hint=")),
        "{address}"
    );
    assert!(
        address.contains("post_logout_redirect_uri=http%3A%2F%2Fparty.test%2Flogout"),
        "{address}"
    );
    assert_eq!(location(&browser.get("/card")), "/");
}

#[test]
fn whoever_is_not_logged_in_cannot_log_out() {
    let world = World::new(config());
    let mut browser = world.browser();
    assert!(body(&browser.get("/logout")).contains("<h1>Logged out</h1>"));
    assert!(body(&browser.post("/logout", &Form::new())).contains("<h1>Logged out</h1>"));
}

#[test]
fn faults_show_in_what_is_left_of_the_session() {
    let stays = Config {
        fault: Some(Fault::StaysLoggedIn),
        ..config()
    };
    let (_world, mut browser) = logged_in(stays);
    browser.post("/logout", &Form::new());
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
    let silent = Config {
        fault: Some(Fault::KeepsPortalSession),
        ..config()
    };
    let (_world, mut browser) = logged_in(silent);
    assert_eq!(location(&browser.post("/logout", &Form::new())), "/logout");
}
