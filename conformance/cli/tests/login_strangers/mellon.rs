//! Apache with mod_auth_mellon logs a citizen in, and refuses what was tampered with.

use browser::Browser;
use conformance_clients::relying_party::mellon::{Configured, Mellon};
use conformance_harness::{Site as _, site::role};
use conformance_world::login::{Guest, LoginSite};

use crate::saml::{altered, assert_the_citizen};
use crate::site::{log_in_up_to, seen, set_fault, with_guest};

fn open() -> (Mellon, LoginSite) {
    let configured = Configured::new().unwrap();
    let site = with_guest(Guest::Saml(configured.metadata().to_owned()));
    let portal = site.metadata(role::CSAM).unwrap();
    (configured.start(&portal).unwrap(), site)
}

/// Whether the page behind the login is shown.
fn is_in(browser: &Browser) -> bool {
    browser.page().heading() == "accepted"
}

#[test]
fn a_citizen_logs_in_at_apache_with_mellon() {
    let (mellon, site) = open();
    let (browser, journey) = log_in_up_to(&site, &mellon.card(), None);
    let seen = format!("{}\n{}", seen(&site, &browser, &journey), mellon.log());
    assert!(is_in(&browser), "{seen}");
    let shown = browser.page().select("li").join("\n");
    let accepted = mellon.accepted(&shown).unwrap();
    assert_the_citizen(&accepted, &seen);
}

#[test]
fn mellon_refuses_a_response_with_one_byte_altered() {
    let (mellon, site) = open();
    let consumer = mellon.consumer();
    let (mut browser, _) = log_in_up_to(&site, &mellon.card(), Some(&consumer));
    let message = browser.pending().unwrap().clone();
    let places = [
        ("<ds:SignatureValue>", 40),
        ("IssueInstant=\"2026-03-01T00:00:00.00", 0),
    ];
    for (mark, after) in places {
        browser.resume(altered(&message, mark, after)).unwrap();
        assert!(!is_in(&browser), "{mark}: {}", browser.page().text());
        assert!(browser.page().status().is_client_error(), "{mark}");
    }
    browser.resume(message).unwrap();
    assert!(
        is_in(&browser),
        "{}\n{}",
        browser.page().text(),
        mellon.log()
    );
}

#[test]
fn mellon_refuses_what_a_wrong_portal_sends() {
    let (mellon, site) = open();
    // It takes answers that nobody asked for, so "saml-wrong-in-response-to" is not among them.
    for forgery in [
        "saml-unsigned",
        "saml-foreign-key",
        "saml-wrong-audience",
        "saml-wrong-recipient",
        "saml-wrong-issuer",
        "saml-expired",
        "level-too-low",
    ] {
        set_fault(&site, Some(forgery));
        let (browser, journey) = log_in_up_to(&site, &mellon.card(), None);
        let seen = seen(&site, &browser, &journey);
        assert!(!is_in(&browser), "{forgery}: {seen}");
        let from_mellon = browser.page().url().starts_with(&mellon.consumer());
        assert!(from_mellon, "{forgery}: {seen}");
    }
}
