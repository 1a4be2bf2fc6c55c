//! Chromium in front of all pages of a login, with axe-core on each.

use conformance_clients::chromium::{Hand, Journey, Plan, travel};
use conformance_clients::packages::in_workspace;
use conformance_harness::{Site as _, site::role};
use conformance_world::login::LoginSite;

use crate::site::{options, reference};

const PIN: &str = "123456";
const CAN: &str = "500500";

/// The usual login.
fn plan(site: &LoginSite, language: &'static str, hand: Hand) -> Plan {
    Plan {
        start: format!("{}/", site.origin(role::RELYING_PARTY).unwrap()),
        language,
        hand,
        scripts: true,
        phone: false,
        pins: vec![PIN.to_owned()],
        can: CAN.to_owned(),
        begins: true,
        cancel: None,
        visit: Vec::new(),
        folder: in_workspace("target/strangers/screenshots"),
    }
}

/// Pages that a login does not lead to: refusals, the client's own page, what a stranger to a session sees.
fn beside_the_road(site: &LoginSite) -> Vec<String> {
    [
        (role::RELYING_PARTY, "/card"),
        (role::RELYING_PARTY, "/logout"),
        (role::RELYING_PARTY, "/nowhere"),
        (role::CSAM, "/fas/XUI/"),
        (role::CSAM, "/fas/XUI/logout"),
        (role::CSAM, "/fas/SSORedirect/metaAlias/idp"),
        (role::CSAM, "/fas/oauth2/authorize?client_id=nobody"),
        (role::CONNECTOR, "/EidasNode/SpecificConnectorRequest"),
        (role::CONNECTOR, "/EidasNode/ColleagueResponse"),
        (role::MIDDLEWARE_DE, "/eidas-middleware/RequestReceiver"),
        (role::MIDDLEWARE_DE, "/eidas-middleware/ResponseSender"),
        (role::EID_CLIENT, "/"),
        (role::EID_CLIENT, "/eID-Client?ShowUI"),
        (role::EID_CLIENT, "/eID-Client?tcTokenURL=nonsense"),
    ]
    .map(|(role, path)| format!("{}{path}", site.origin(role).unwrap()))
    .into()
}

fn site() -> LoginSite {
    reference().open_world(options(&[])).unwrap()
}

fn assert_logged_in(journey: &Journey) {
    assert_eq!(
        journey.shown("given-name"),
        Some("LENE MARIT"),
        "{journey:#?}"
    );
    assert_eq!(journey.shown("surname"), Some("BEISPIELER"), "{journey:#?}");
    assert_eq!(
        journey.shown("birth-date"),
        Some("1987-04-23"),
        "{journey:#?}"
    );
    assert_eq!(journey.shown("level"), Some("500"), "{journey:#?}");
    let identifier = journey.shown("identifier").unwrap();
    assert!(identifier.starts_with("DE/BE/"), "{journey:#?}");
}

/// No serious or critical fault on any page, nothing beyond the edge of the screen, and every page in the language that
/// was asked for.
fn assert_accessible(journey: &Journey, language: &str) {
    for page in &journey.pages {
        assert_eq!(page.language, language, "{page:#?}");
        assert_eq!(page.beyond, 0, "{page:#?}");
        let serious =
            |(impact, _): &&(String, String)| matches!(impact.as_str(), "serious" | "critical");
        let faults: Vec<_> = page.violations.iter().filter(serious).collect();
        assert!(faults.is_empty(), "{} {}: {faults:#?}", page.kind, page.url);
    }
}

fn kinds(journey: &Journey) -> Vec<&str> {
    journey
        .pages
        .iter()
        .map(|page| page.kind.as_str())
        .collect()
}

fn by_mouse(language: &'static str) {
    let site = site();
    let journey = travel(&plan(&site, language, Hand::Mouse)).unwrap();
    assert_logged_in(&journey);
    assert_accessible(&journey, language);
    let kinds = kinds(&journey);
    let road = [
        "service",
        "means",
        "countries",
        "start",
        "rights",
        "secret",
        "control-card",
        "end",
    ];
    assert_eq!(kinds, road, "{journey:#?}");
}

/// Messages travel in forms that send themselves; without scripts each has a page with a button.
fn by_keyboard_without_scripts(language: &'static str) {
    let site = site();
    let plan = Plan {
        scripts: false,
        ..plan(&site, language, Hand::Keyboard)
    };
    let journey = travel(&plan).unwrap();
    assert_logged_in(&journey);
    assert_accessible(&journey, language);
    let kinds = kinds(&journey);
    assert_eq!(
        kinds.iter().filter(|kind| **kind == "forward").count(),
        5,
        "{journey:#?}"
    );
}

fn refusals(language: &'static str) {
    let site = site();
    let plan = Plan {
        visit: beside_the_road(&site),
        begins: false,
        ..plan(&site, language, Hand::Mouse)
    };
    let journey = travel(&plan).unwrap();
    assert_eq!(journey.pages.len(), 1 + plan.visit.len(), "{journey:#?}");
    assert_accessible(&journey, language);
}

#[test]
fn a_person_logs_in_by_mouse() {
    by_mouse("de");
}

#[test]
fn a_person_logs_in_by_keyboard_alone_and_without_scripts() {
    by_keyboard_without_scripts("en");
}

#[test]
fn a_person_logs_in_by_keyboard_alone_and_without_scripts_in_german() {
    by_keyboard_without_scripts("de");
}

#[test]
fn pages_beside_the_road_are_accessible() {
    refusals("en");
}

#[test]
fn pages_beside_the_road_are_accessible_in_german() {
    refusals("de");
}

#[test]
fn a_person_who_gives_up_and_mistypes_on_a_phone_logs_in_after_all() {
    let site = site();
    let plan = Plan {
        phone: true,
        cancel: Some("rights"),
        pins: vec!["111111".to_owned(), PIN.to_owned()],
        ..plan(&site, "fr", Hand::Mouse)
    };
    let journey = travel(&plan).unwrap();
    assert_logged_in(&journey);
    assert_accessible(&journey, "fr");
    let kinds = kinds(&journey);
    assert!(kinds.contains(&"failure"), "{kinds:?}");
    assert_eq!(
        kinds.iter().filter(|kind| **kind == "secret").count(),
        2,
        "{kinds:?}"
    );
}
