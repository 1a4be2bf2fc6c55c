use bytes::Bytes;
use http::StatusCode;
use saml::metadata::KeyUse;
use web::Form;
use xml::{Limits, SignaturePolicy, Which};

use super::browser::{ORIGIN, World, body, config, main_part};
use super::keys;
use super::saml_portal::log_in;
use crate::pages::TEXTS;
use crate::refusal::Reason;
use crate::{Config, ConfigError, Fault, Identity, RelyingParty};

#[test]
fn every_text_is_there_in_every_language() {
    assert_eq!(TEXTS.complete(), Ok(()));
    for reason in Reason::ALL {
        assert!(TEXTS.keys().any(|key| key == reason.key()), "{reason:?}");
    }
}

#[test]
fn pages_in_german() {
    let world = World::new(config());
    let mut browser = world.browser();
    insta::assert_snapshot!("start", main_part(&browser.get("/?lang=de")));
    insta::assert_snapshot!(
        "refusal",
        main_part(&browser.post("/saml/acs?lang=de", &Form::new()))
    );
    insta::assert_snapshot!("left", main_part(&browser.get("/logout?lang=de")));
    log_in(&world, &mut browser);
    insta::assert_snapshot!("start_logged_in", main_part(&browser.get("/?lang=de")));
    insta::assert_snapshot!("card", main_part(&browser.get("/card?lang=de")));
    insta::assert_snapshot!("leave", main_part(&browser.get("/logout?lang=de")));
}

#[test]
fn every_page_has_a_language() {
    let world = World::new(config());
    for (language, title) in [
        ("de", "Ihre elektronische Kontrollkarte"),
        ("fr", "Votre carte de contrôle électronique"),
        ("nl", "Uw elektronische controlekaart"),
        ("en", "Your electronic control card"),
    ] {
        let page = body(&world.browser().get(&format!("/?lang={language}")));
        assert!(page.contains(&format!("<html lang=\"{language}\">")));
        assert!(page.contains(&format!("<h1>{title}</h1>")));
    }
}

#[test]
fn the_card_is_for_whoever_is_logged_in() {
    let world = World::new(config());
    let response = world.browser().get("/card");
    assert_eq!(
        (response.status(), &response.headers()["location"]),
        (StatusCode::SEE_OTHER, &"/".parse().unwrap())
    );
}

#[test]
fn a_session_ends_when_nobody_uses_it() {
    let world = World::new(config());
    let mut browser = world.browser();
    log_in(&world, &mut browser);
    world.ambient.clock().advance(1_799);
    assert_eq!(browser.get("/card").status(), StatusCode::OK);
    world.ambient.clock().advance(1_800);
    assert_eq!(browser.get("/card").status(), StatusCode::SEE_OTHER);
}

#[test]
fn metadata_are_signed_and_say_where_answers_go() {
    let world = World::new(config());
    let response = world.browser().get("/saml/metadata");
    assert_eq!(
        response.headers()["content-type"],
        "application/samlmetadata+xml"
    );
    let certificates = [keys::party().0.certificate.clone()];
    let verified = xml::verify(
        &body(&response),
        &Which::Root,
        &certificates,
        &SignaturePolicy::fas(),
    )
    .unwrap();
    let metadata = saml::Metadata::from_element(verified.element()).unwrap();
    assert_eq!(metadata.entity_id, Some(format!("{ORIGIN}/saml/metadata")));
    let party = metadata.service_provider().unwrap();
    assert_eq!(
        party.default_consumer().unwrap().location,
        Some(format!("{ORIGIN}/saml/acs"))
    );
    assert_eq!(party.role.certificates(KeyUse::Signing), certificates);
    assert_eq!(
        party.role.certificates(KeyUse::Encryption),
        [keys::party().1.certificate.clone()]
    );
    assert_eq!(
        (party.authn_requests_signed, party.want_assertions_signed),
        (Some(true), Some(true))
    );
    assert!(xml::parse(&world.party.metadata().unwrap().into_bytes(), &Limits::SAML).is_ok());
}

#[test]
fn other_methods_and_paths_are_refused() {
    let world = World::new(config());
    let mut browser = world.browser();
    assert_eq!(
        browser.get("/saml/acs").status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        browser.post("/card", &Form::new()).status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(
        browser
            .send(http::Request::delete("/"), Bytes::new())
            .status(),
        StatusCode::METHOD_NOT_ALLOWED
    );
    assert_eq!(browser.get("/login").status(), StatusCode::NOT_FOUND);
    assert_eq!(browser.get("/Card").status(), StatusCode::NOT_FOUND);
}

#[test]
fn markup_in_a_name_is_text() {
    let world = World::new(config());
    let mut browser = world.browser();
    let asked = super::saml_portal::ask(&mut browser);
    let mut response = super::saml_portal::answer(&world, &asked);
    response.assertions[0].attribute_statements[0].attributes[0] = saml::Attribute::text(
        saml::fas::attribute::GIVEN_NAME,
        "<script>alert(1)</script>",
    );
    let root = super::saml_portal::signed(&response, keys::portal());
    browser.post(
        "/saml/acs",
        &super::saml_portal::form(&root, &asked.relay_state),
    );
    assert!(!body(&browser.get("/card")).contains("<script>alert"));
    assert!(!body(&browser.get("/")).contains("<script>alert"));
}

#[test]
fn a_party_without_keys_or_origin_is_not_made() {
    let make = |config: Config| {
        let world = World::new(super::browser::config());
        RelyingParty::new(
            config,
            world.ambient.clone(),
            world.network.client(),
            world.journal.clone(),
        )
        .map(|_| ())
    };
    let wrong_origin = Config {
        origin: "party.test".to_owned(),
        ..config()
    };
    assert_eq!(
        make(wrong_origin),
        Err(ConfigError::Origin("party.test".to_owned()))
    );
    let empty = Identity {
        key: Vec::new(),
        certificate: Vec::new(),
    };
    let wrong_key = Config {
        signing: empty,
        ..config()
    };
    assert!(matches!(
        make(wrong_key),
        Err(ConfigError::Key {
            what: "signing",
            ..
        })
    ));
}

#[test]
fn faults_are_chosen_by_name() {
    for fault in Fault::ALL {
        assert_eq!(Fault::parse(fault.name()), Some(*fault));
        assert!(fault.violates().starts_with('['));
    }
    assert_eq!(Fault::parse("none"), None);
}
