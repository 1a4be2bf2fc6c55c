use http::StatusCode;
use saml::fas::{Level, response};
use saml::names::{binding, name_id, status};
use saml::{Attribute, Status};
use web::Form;

use super::browser::{Browser, ORIGIN, World, body, code, config, location, main_part};
use super::keys;
use super::saml_portal::{Asked, answer, ask, form, log_in, sealed, signed};
use crate::{Config, Fault, MetadataSource, Rule};

fn world() -> World {
    World::new(config())
}

fn without(rule: Rule) -> World {
    let mut config = config();
    config.rules.own = config.rules.own.without(rule);
    World::new(config)
}

#[test]
fn a_login_ends_at_the_card() {
    let world = world();
    let mut browser = world.browser();
    assert_eq!(location(&log_in(&world, &mut browser)), "/card");
    let page = main_part(&browser.get("/card"));
    for text in [
        "<dd id=\"given-name\">LENE MARIT</dd>",
        "<dd id=\"surname\">BEISPIELER</dd>",
        "<dd id=\"birth-date\">1987-04-23</dd>",
        "<dd id=\"identifier\">DE/BE/0123456789abcdef</dd>",
        "<dd id=\"level\">500</dd>",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    assert!(world.journal.lines().is_empty());
}

#[test]
fn the_request_asks_for_what_the_service_needs() {
    let asked = ask(&mut world().browser()).request;
    assert_eq!(asked.force_authn, Some(true));
    assert_eq!(asked.is_passive, Some(false));
    assert_eq!(asked.protocol_binding.as_deref(), Some(binding::HTTP_POST));
    assert_eq!(
        asked.assertion_consumer_service_url,
        Some(format!("{ORIGIN}/saml/acs"))
    );
    assert_eq!(
        asked.name_id_policy.unwrap().format.as_deref(),
        Some(name_id::TRANSIENT)
    );
    let context = asked.requested_authn_context.unwrap();
    assert_eq!(context.comparison.as_deref(), Some("minimum"));
    assert_eq!(
        context.class_refs,
        ["urn:be:fedict:iam:fas:citizen:Level500"]
    );
}

#[test]
fn an_encrypted_assertion_is_opened() {
    let mut strict = config();
    strict.encryption_required = true;
    let world = World::new(strict);
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let root = signed(&answer(&world, &asked), keys::portal());
    let open = browser.post("/saml/acs", &form(&root, &asked.relay_state));
    assert_eq!(code(&open), "fas-response-encryption");
    let closed = browser.post(
        "/saml/acs",
        &form(&sealed(&world, &root), &asked.relay_state),
    );
    assert_eq!(location(&closed), "/card");
}

#[test]
fn the_session_has_a_new_name_after_login() {
    let world = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let mut planted = browser.clone();
    let root = signed(&answer(&world, &asked), keys::portal());
    let response = browser.post("/saml/acs", &form(&root, &asked.relay_state));
    assert_eq!(location(&response), "/card");
    assert_ne!(planted.cookie, browser.cookie);
    assert_eq!(location(&planted.get("/card")), "/");
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
}

#[test]
fn a_planted_session_name_is_the_fault_that_keeps_it() {
    let mut config = config();
    config.fault = Some(Fault::KeepsSessionName);
    let world = World::new(config);
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let mut planted = browser.clone();
    let root = signed(&answer(&world, &asked), keys::portal());
    browser.post("/saml/acs", &form(&root, &asked.relay_state));
    assert_eq!(planted.get("/card").status(), StatusCode::OK);
}

/// What the service says to a response that a test has changed.
fn refused(
    world: &World,
    browser: &mut Browser,
    change: impl FnOnce(&mut saml::Response),
) -> web::Response {
    let asked = ask(browser);
    let mut response = answer(world, &asked);
    change(&mut response);
    browser.post(
        "/saml/acs",
        &form(&signed(&response, keys::portal()), &asked.relay_state),
    )
}

#[test]
fn a_broken_rule_has_a_page_a_status_and_a_line() {
    let world = world();
    let mut browser = world.browser();
    let page = refused(&world, &mut browser, |r| {
        r.header.destination = Some("http://evil.test/".to_owned())
    });
    assert_eq!(page.status(), StatusCode::BAD_REQUEST);
    assert_eq!(code(&page), "fas-response-destination");
    assert_eq!(
        world.last_rule().as_deref(),
        Some("fas-response-destination")
    );
    assert!(!body(&page).contains("evil"));
    assert_eq!(location(&browser.get("/card")), "/");
}

#[test]
fn too_low_a_level_is_forbidden() {
    let world = world();
    let page = refused(&world, &mut world.browser(), |r| {
        let statement = &mut r.assertions[0].authn_statements[0];
        statement.context.as_mut().unwrap().class_ref = Some(Level::APP_CODE.acr());
    });
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::FORBIDDEN, "fas-response-level")
    );
}

#[test]
fn a_waived_rule_lets_the_response_in() {
    let mut config = config();
    config.rules.response = config.rules.response.without(response::Rule::Destination);
    let world = World::new(config);
    let response = refused(&world, &mut world.browser(), |r| {
        r.header.destination = None
    });
    assert_eq!(location(&response), "/card");
}

fn cancelled(response: &mut saml::Response) {
    response.assertions.truncate(1);
    response.status = Some(Status::failure(
        status::RESPONDER,
        Some(status::AUTHN_FAILED),
        "<b>cancelled</b>",
    ));
}

#[test]
fn a_cancelled_login_has_a_page_of_its_own() {
    let world = world();
    let mut browser = world.browser();
    let page = refused(&world, &mut browser, cancelled);
    assert_eq!(
        (page.status(), code(&page).as_str()),
        (StatusCode::FORBIDDEN, "AuthnFailed")
    );
    assert!(!body(&page).contains("cancelled"));
    // The login can be tried again in the same browser.
    assert_eq!(location(&log_in(&world, &mut browser)), "/card");
}

#[test]
fn the_portals_words_are_shown_by_the_fault_only() {
    let mut config = config();
    config.fault = Some(Fault::ReflectsMarkup);
    let world = World::new(config);
    let page = refused(&world, &mut world.browser(), cancelled);
    assert!(body(&page).contains("<b>cancelled</b>"));
}

#[test]
fn the_same_response_passes_once() {
    let world = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let form = form(
        &signed(&answer(&world, &asked), keys::portal()),
        &asked.relay_state,
    );
    assert_eq!(location(&browser.post("/saml/acs", &form)), "/card");
    assert_eq!(
        code(&browser.post("/saml/acs", &form)),
        "fas-response-replay"
    );
    // Whoever is logged in stays so.
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
}

#[test]
fn a_request_is_answered_once() {
    let second = |world: &World| {
        let mut browser = world.browser();
        let asked = ask(&mut browser);
        let mut post = || {
            let root = signed(&answer(world, &asked), keys::portal());
            browser.post("/saml/acs", &form(&root, &asked.relay_state))
        };
        assert_eq!(location(&post()), "/card");
        post()
    };
    assert_eq!(code(&second(&world())), "answered-once");
    assert_eq!(location(&second(&without(Rule::AnsweredOnce))), "/card");
}

#[test]
fn another_browser_cannot_bring_the_answer() {
    let try_it = |world: &World| {
        let (mut attacker, mut victim) = (world.browser(), world.browser());
        let asked = ask(&mut attacker);
        victim.get("/login/saml");
        let root = signed(&answer(world, &asked), keys::portal());
        victim.post("/saml/acs", &form(&root, &asked.relay_state))
    };
    assert_eq!(code(&try_it(&world())), "browser");
    assert_eq!(location(&try_it(&without(Rule::Browser))), "/card");
}

#[test]
fn a_form_without_the_cookie_is_posted_once_more_from_here() {
    let world = world();
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let message = form(
        &signed(&answer(&world, &asked), keys::portal()),
        &asked.relay_state,
    );
    let cookie = browser.cookie.take();
    let page = browser.post("/saml/acs", &message);
    assert_eq!(page.status(), StatusCode::OK);
    assert!(body(&page).contains(&format!("action=\"{ORIGIN}/saml/acs\" data-auto")));
    assert!(body(&page).contains("name=\"again\""));
    assert_eq!(
        code(&browser.post("/saml/acs", &message.clone().with("again", "1"))),
        "browser"
    );
    browser.cookie = cookie;
    assert_eq!(
        location(&browser.post("/saml/acs", &message.with("again", "1"))),
        "/card"
    );
}

/// A good response with another RelayState.
fn with_state(world: &World, state: Option<&str>) -> web::Response {
    let mut browser = world.browser();
    let asked = ask(&mut browser);
    let root = signed(&answer(world, &asked), keys::portal());
    let form = form(&root, "").without("RelayState");
    let form = match state {
        Some(state) => form.with("RelayState", state),
        None => form,
    };
    browser.post("/saml/acs", &form)
}

#[test]
fn a_relay_state_that_was_not_issued_is_refused() {
    for state in [Some("unknown"), Some(""), Some("http://evil.test/"), None] {
        let page = with_state(&world(), state);
        assert_eq!(
            (page.status(), code(&page).as_str()),
            (StatusCode::BAD_REQUEST, "relay-state")
        );
        assert_eq!(
            location(&with_state(&without(Rule::RelayState), state)),
            "/card"
        );
    }
}

#[test]
fn a_relay_state_has_at_most_80_bytes() {
    let long = "a".repeat(81);
    assert_eq!(
        code(&with_state(&world(), Some(&long))),
        "relay-state-length"
    );
    assert_eq!(code(&with_state(&world(), Some(&long[1..]))), "relay-state");
}

#[test]
fn a_relay_state_is_an_address_to_the_faulty_service_only() {
    let mut config = config();
    config.fault = Some(Fault::FollowsRelayState);
    let response = with_state(&World::new(config), Some("http://evil.test/"));
    assert_eq!(location(&response), "http://evil.test/");
}

#[test]
fn an_unsolicited_response_is_refused() {
    let (world, other) = (world(), world());
    let asked = ask(&mut other.browser());
    let root = signed(&answer(&world, &asked), keys::portal());
    let mut browser = world.browser();
    let page = browser.post("/saml/acs", &form(&root, "").without("RelayState"));
    assert_eq!(code(&page), "fas-response-solicited");
    assert_eq!(
        code(&browser.post("/saml/acs", &form(&root, "x"))),
        "relay-state"
    );
}

#[test]
fn what_is_no_form_with_a_response_is_refused() {
    let world = world();
    let mut browser = world.browser();
    for form in [
        Form::new(),
        Form::new().with("SAMLResponse", "***"),
        Form::new().with("SAMLRequest", "PGEvPg=="),
        Form::new()
            .with("SAMLResponse", "PGEvPg==")
            .with("SAMLRequest", "PGEvPg=="),
    ] {
        let page = browser.post("/saml/acs", &form);
        assert_eq!(
            (page.status(), code(&page).as_str()),
            (StatusCode::BAD_REQUEST, "saml-form")
        );
    }
    let asked = ask(&mut browser);
    let bad = Form::new()
        .with("SAMLResponse", "PGEvPg==")
        .with("RelayState", &asked.relay_state);
    assert_eq!(
        code(&browser.post("/saml/acs", &bad)),
        "fas-response-syntax"
    );
}

#[test]
fn a_person_without_identifier_is_refused() {
    let strip = |r: &mut saml::Response| {
        let attributes = &mut r.assertions[0].attribute_statements[0].attributes;
        attributes.truncate(2);
        attributes.push(Attribute::text("urn:x", "y"));
    };
    let mut lenient = config();
    lenient.attributes.truncate(2);
    let world = World::new(lenient.clone());
    assert_eq!(
        code(&refused(&world, &mut world.browser(), strip)),
        "person"
    );
    lenient.rules.own = lenient.rules.own.without(Rule::Person);
    let world = World::new(lenient);
    assert_eq!(
        location(&refused(&world, &mut world.browser(), strip)),
        "/card"
    );
    let strict = self::world();
    assert_eq!(
        code(&refused(&strict, &mut strict.browser(), strip)),
        "fas-response-mandatory-attributes"
    );
}

#[test]
fn faults_show_in_the_request_and_on_the_card() {
    let with = |fault| {
        let world = World::new(Config {
            fault: Some(fault),
            ..config()
        });
        let browser = world.browser();
        (world, browser)
    };
    let (_world, mut browser) = with(Fault::AsksLowLevel);
    let asked = ask(&mut browser).request.requested_authn_context.unwrap();
    assert_eq!(asked.class_refs, ["urn:be:fedict:iam:fas:citizen:Level100"]);
    let (_world, mut browser) = with(Fault::AsksNoNewLogin);
    assert_eq!(ask(&mut browser).request.force_authn, Some(false));
    let (_world, mut browser) = with(Fault::SendsUnsignedRequest);
    assert!(!location(&browser.get("/login/saml")).contains("Signature="));
    let (world, mut browser) = with(Fault::SwapsNames);
    log_in(&world, &mut browser);
    assert!(body(&browser.get("/card")).contains("<dd id=\"surname\">LENE MARIT</dd>"));
}

#[test]
fn a_portal_that_cannot_be_read_is_a_bad_gateway() {
    for source in [
        MetadataSource::Document("<a/>".to_owned()),
        MetadataSource::Address("http://nobody.test/metadata".to_owned()),
    ] {
        let world = World::new(Config {
            saml: Some(source),
            ..config()
        });
        let page = world.browser().get("/login/saml");
        assert_eq!(
            (page.status(), code(&page).as_str()),
            (StatusCode::BAD_GATEWAY, "portal")
        );
    }
    let world = World::new(Config {
        saml: None,
        ..config()
    });
    assert_eq!(
        world.browser().get("/login/saml").status(),
        StatusCode::NOT_FOUND
    );
}

#[test]
fn two_logins_in_one_browser_do_not_disturb_each_other() {
    let world = world();
    let mut browser = world.browser();
    let first: Asked = ask(&mut browser);
    let _second = ask(&mut browser);
    let root = signed(&answer(&world, &first), keys::portal());
    assert_eq!(
        location(&browser.post("/saml/acs", &form(&root, &first.relay_state))),
        "/card"
    );
}
