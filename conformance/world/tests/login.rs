//! One citizen logs in to the relying party, over loopback, with nothing but a browser.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use ambient::Ambient;
use browser::Browser;
use browser::citizen::{Citizen, Journey};
use conformance_harness::{Setup, Site, site::role};
use conformance_world::login::{LoginSite, WorldOptions, http_client};
use conformance_world::{Reference, start_date};

fn world(settings: &[&str]) -> LoginSite {
    let setup = Setup {
        settings: settings.iter().map(|word| (*word).to_owned()).collect(),
        ..Setup::default()
    };
    let ambient = Ambient::simulated(7, start_date());
    let world = WorldOptions::new(setup, ambient);
    Reference::new(1).open_world(world).unwrap()
}

fn citizen(site: &LoginSite) -> Citizen {
    let secrets = site.secrets();
    Citizen::new(
        &secrets.pin.unwrap(),
        &secrets.can.unwrap(),
        &secrets.puk.unwrap(),
    )
}

fn log_in(site: &LoginSite, way: &str) -> (Browser, Journey) {
    let mut browser = Browser::new(http_client().unwrap());
    let service = site.origin(role::RELYING_PARTY).unwrap();
    browser.open(&format!("{service}/login/{way}")).unwrap();
    let journey = citizen(site).go_on(&mut browser).unwrap();
    (browser, journey)
}

/// The journal and the page, for whoever has to find out why.
fn assert_logged_in(site: &LoginSite, browser: &Browser, journey: &Journey) {
    let page = browser.page();
    let seen = format!(
        "{journey:?}\n{}\n{} {}\n{}",
        site.journal().join("\n"),
        page.status(),
        page.url(),
        page.text()
    );
    assert_eq!(page.select("#given-name"), ["LENE MARIT"], "{seen}");
    assert_eq!(page.select("#surname"), ["BEISPIELER"], "{seen}");
    assert_eq!(page.select("#birth-date"), ["1987-04-23"], "{seen}");
    assert_eq!(page.select("#level"), ["500"], "{seen}");
    assert!(
        page.select("#identifier")[0].starts_with("DE/BE/"),
        "{seen}"
    );
}

#[test]
fn a_citizen_logs_in_with_saml() {
    let site = world(&[]);
    let (browser, journey) = log_in(&site, "saml");
    assert_logged_in(&site, &browser, &journey);
}

#[test]
fn a_citizen_logs_in_with_openid_connect() {
    let site = world(&[]);
    let (browser, journey) = log_in(&site, "oidc");
    assert_logged_in(&site, &browser, &journey);
}

#[test]
fn keys_of_every_kind_lead_to_a_login() {
    for settings in [
        &["rsa-encryption"][..],
        &["rsa-signing"],
        &["brainpool"],
        &["eu-node"],
        &["phone"],
        &["level-low"],
    ] {
        let site = world(settings);
        let (browser, journey) = log_in(&site, "saml");
        if settings == ["level-low"] {
            assert_eq!(browser.page().select("#surname"), ["BEISPIELER"]);
        } else {
            assert_logged_in(&site, &browser, &journey);
        }
    }
}

#[test]
fn a_revoked_card_and_an_unknown_connector_lead_nowhere() {
    for settings in ["revoked-card", "unknown-connector", "terminal-expired"] {
        let site = world(&[settings]);
        let (browser, _) = log_in(&site, "saml");
        assert!(browser.page().select("#surname").is_empty(), "{settings}");
    }
}
