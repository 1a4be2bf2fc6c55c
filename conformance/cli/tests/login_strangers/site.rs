//! The world of services at the time of this machine, which software of others lives in too.

use std::sync::OnceLock;
use std::time::{SystemTime, UNIX_EPOCH};

use ambient::{Ambient, UnixSeconds};
use browser::Browser;
use browser::citizen::{Citizen, Journey};
use conformance_harness::{Order, Setup, Site as _, site::role};
use conformance_world::Reference;
use conformance_world::login::{Guest, LoginSite, WorldOptions, http_client};

/// One reference for all tests of the process: its keys are made once.
pub(crate) fn reference() -> &'static Reference {
    static REFERENCE: OnceLock<Reference> = OnceLock::new();
    REFERENCE.get_or_init(|| Reference::starting(5, now().date()))
}

pub(crate) fn now() -> UnixSeconds {
    let passed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    UnixSeconds::new(i64::try_from(passed.as_secs()).unwrap())
}

/// A usual world whose clock shows the time of this machine.
pub(crate) fn options(settings: &[&str]) -> WorldOptions {
    let setup = Setup {
        settings: settings.iter().map(|word| (*word).to_owned()).collect(),
        ..Setup::default()
    };
    WorldOptions::new(setup, Ambient::from_entropy([7; 32], now()))
}

/// A world with one more service at the portal.
pub(crate) fn with_guest(guest: Guest) -> LoginSite {
    let options = WorldOptions {
        guests: vec![guest],
        ..options(&[])
    };
    reference().open_world(options).unwrap()
}

/// The citizen whose card lies on the reader.
pub(crate) fn citizen(site: &LoginSite) -> Citizen {
    let secrets = site.secrets();
    Citizen::new(
        &secrets.pin.unwrap(),
        &secrets.can.unwrap(),
        &secrets.puk.unwrap(),
    )
}

pub(crate) fn browser() -> Browser {
    Browser::new(http_client().unwrap())
}

/// A citizen opens an address, which leads to the portal, and logs in; the browser stops before an address.
pub(crate) fn log_in_up_to(
    site: &LoginSite,
    start: &str,
    stop: Option<&str>,
) -> (Browser, Journey) {
    let mut browser = browser();
    if let Some(stop) = stop {
        browser.stop_before(stop);
    }
    browser.open(start).unwrap();
    let journey = citizen(site).go_on(&mut browser).unwrap();
    (browser, journey)
}

/// What a person needs to find out why.
pub(crate) fn seen(site: &LoginSite, browser: &Browser, journey: &Journey) -> String {
    let page = browser.page();
    format!(
        "{journey:?}\n{}\n{} {}\n{}",
        site.journal().join("\n"),
        page.status(),
        page.url(),
        page.text()
    )
}

/// Gives the portal a fault for the logins that follow, or takes it away.
pub(crate) fn set_fault(site: &LoginSite, fault: Option<&str>) {
    set_fault_of(site, role::CSAM, fault);
}

/// Gives a role a fault for the logins that follow, or takes it away.
pub(crate) fn set_fault_of(site: &LoginSite, role: &str, fault: Option<&str>) {
    let order = |name: &str, value: String| Order::Other {
        name: name.to_owned(),
        value,
    };
    site.control(order("reset", String::new())).unwrap();
    if let Some(fault) = fault {
        site.control(order("fault", format!("{role} {fault}")))
            .unwrap();
    }
}

/// A certificate of the world in PEM.
pub(crate) fn certificate_pem(site: &LoginSite, name: &str) -> String {
    pem("CERTIFICATE", &site.identity(name).unwrap().certificate)
}

pub(crate) fn pem(label: &str, der: &[u8]) -> String {
    use base64::Engine as _;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = text
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    format!(
        "-----BEGIN {label}-----\n{}\n-----END {label}-----\n",
        lines.join("\n")
    )
}
