//! AusweisApp2 is the citizen's eID client: it reads our card through pcscd and the virtual reader, and talks to our
//! middleware with all its checks.

use ambient::Ambient;
use browser::Browser;
use card_de_npa::DeNpa;
use conformance_clients::ClientError;
use conformance_clients::ausweisapp::{AusweisApp, Consent, LogIn, Prompt, Secrets};
use conformance_clients::private::with_pcscd;
use conformance_harness::{Site as _, site::role};
use conformance_world::login::{LoginSite, WorldOptions};
use conformance_world::personalisation;
use pki::TestPki;
use reader::vpcd::Vpcd;

use crate::site::{browser, citizen, now, options, reference, set_fault_of};

const PIN: &str = "123456";
const WRONG_PIN: &str = "111111";

/// What the program refuses by itself, or with the card's help: each is a fault of our middleware.
const FORGERIES: &[&str] = &[
    "server-address-in-the-open",
    "token-other-binding",
    "token-without-session",
    "refresh-address-elsewhere",
    "issuer-certificate-missing",
    "terminal-certificate-twice",
    "terminal-certificate-forged",
    "description-of-another",
    "description-missing",
    "signature-without-auxiliary-data",
    "signature-over-another-challenge",
    "signature-over-another-key",
    "signature-altered",
];

/// How a login with the program went.
struct Outcome {
    run: LogIn,
    browser: Browser,
    site: LoginSite,
    log: String,
}

impl Outcome {
    fn seen(&self) -> String {
        let journal = self.site.journal().join("\n");
        let page = self.browser.page();
        let (status, url, text) = (page.status(), page.url(), page.text());
        let (run, log) = (&self.run, &self.log);
        format!("{run:?}\n{journal}\n{status} {url}\n{text}\n{log}")
    }

    fn assert_logged_in(&self) {
        let page = self.browser.page();
        let seen = self.seen();
        assert_eq!(self.run.result, "ok", "{seen}");
        assert_eq!(page.select("#given-name"), ["LENE MARIT"], "{seen}");
        assert_eq!(page.select("#surname"), ["BEISPIELER"], "{seen}");
        assert_eq!(page.select("#birth-date"), ["1987-04-23"], "{seen}");
        assert_eq!(page.select("#level"), ["500"], "{seen}");
        assert!(
            page.select("#identifier")[0].starts_with("DE/BE/"),
            "{seen}"
        );
    }
}

/// A citizen logs in at the relying party with our card in the reader and the program beside the browser.
fn log_in(test: &str, consent: Consent, secrets: &Secrets, check: fn(Outcome)) {
    with_card(test, || {
        let mut app = start(&root())?;
        let site = world(&app, &[]);
        let (mut browser, token) = up_to_the_app(&site, &app);
        let run = app.log_in(&token, consent, secrets);
        let run = run.unwrap_or_else(|error| panic!("{error}\n{}", app.log()));
        browser.open(&run.location).unwrap();
        let log = app.log();
        check(Outcome {
            run,
            browser,
            site,
            log,
        });
        Ok(())
    });
}

/// In a PC/SC daemon of its own, whose reader holds our card.
fn with_card(test: &str, body: impl FnOnce() -> Result<(), ClientError>) {
    with_pcscd(test, || {
        let ambient = Ambient::from_entropy([9; 32], now());
        let holder = personalisation("current").unwrap();
        let card = DeNpa::new(holder, reference().pki(), &ambient).unwrap();
        let plugged = Vpcd::default().insert(card).unwrap();
        let plugged = plugged.in_background().unwrap();
        body()?;
        plugged.pull().unwrap();
        Ok(())
    })
    .unwrap();
}

/// The self-signed certificate of the terminals' PKI of our world.
fn root() -> Vec<u8> {
    let root = reference().pki().certificate("AT_CVCA").unwrap();
    root.bytes.clone()
}

/// Starts the program with this anchor of trust and waits until it sees the card.
fn start(anchor: &[u8]) -> Result<AusweisApp, ClientError> {
    let mut app = AusweisApp::start_trusting(&[anchor.to_vec()])?;
    app.wait_for_card()?;
    Ok(app)
}

fn world(app: &AusweisApp, settings: &[&str]) -> LoginSite {
    let address = format!("http://127.0.0.1:{}/eID-Client", app.port());
    let options = WorldOptions {
        eid_client: Some(address),
        ..options(settings)
    };
    reference().open_world(options).unwrap()
}

/// The browser at the page that starts the program, and the address that the page's link gives to the program.
fn up_to_the_app(site: &LoginSite, app: &AusweisApp) -> (Browser, String) {
    let service = site.origin(role::RELYING_PARTY).unwrap();
    let mut browser = browser();
    browser.stop_before(&format!("http://127.0.0.1:{}/eID-Client", app.port()));
    browser.open(&format!("{service}/login/saml")).unwrap();
    citizen(site).go_on(&mut browser).unwrap();
    let token = browser.pending().unwrap().value("tcTokenURL").unwrap();
    (browser, token)
}

#[test]
fn a_citizen_logs_in_with_ausweisapp() {
    let test = "ausweisapp::a_citizen_logs_in_with_ausweisapp";
    log_in(test, Consent::Everything, &Secrets::new(PIN), |outcome| {
        outcome.assert_logged_in();
        let run = &outcome.run;
        assert_eq!(run.prompts, [(Prompt::Pin, Some(3))], "{run:?}");
        assert_eq!(run.subject, "TEST Belgian federal public service");
        for right in ["GivenNames", "FamilyName", "DateOfBirth", "Pseudonym"] {
            assert!(run.required.iter().any(|name| name == right), "{run:?}");
        }
    });
}

#[test]
fn a_wrong_pin_costs_one_try_and_the_right_one_logs_in() {
    let test = "ausweisapp::a_wrong_pin_costs_one_try_and_the_right_one_logs_in";
    let secrets = Secrets::new(WRONG_PIN).then(PIN);
    log_in(test, Consent::Everything, &secrets, |outcome| {
        outcome.assert_logged_in();
        let prompts = [(Prompt::Pin, Some(3)), (Prompt::Pin, Some(2))];
        assert_eq!(outcome.run.prompts, prompts);
    });
}

#[test]
fn a_citizen_who_cancels_is_told_so_at_the_portal() {
    let test = "ausweisapp::a_citizen_who_cancels_is_told_so_at_the_portal";
    log_in(test, Consent::Nothing, &Secrets::new(PIN), |outcome| {
        let (page, seen) = (outcome.browser.page(), outcome.seen());
        assert_eq!(outcome.run.result, "error", "{seen}");
        assert!(outcome.run.prompts.is_empty(), "{seen}");
        assert!(
            outcome.run.location.contains("cancellationByUser"),
            "{seen}"
        );
        let portal = outcome.site.origin(role::CSAM).unwrap();
        assert!(page.url().starts_with(&portal), "{seen}");
        assert_eq!(page.select("[role=alert]").len(), 1, "{seen}");
        assert!(page.select("#surname").is_empty(), "{seen}");
    });
}

/// Whether the program brings a login to a good end.
fn succeeds(app: &mut AusweisApp, site: &LoginSite) -> bool {
    let (_, token) = up_to_the_app(site, app);
    match app.log_in(&token, Consent::Everything, &Secrets::new(PIN)) {
        Ok(run) => run.result == "ok",
        // A token that it does not understand leads nowhere, so there is a page instead of a redirect.
        Err(ClientError::Unexpected { .. }) => false,
        Err(error) => panic!("{error}\n{}", app.log()),
    }
}

#[test]
fn ausweisapp_refuses_what_a_wrong_middleware_sends() {
    let test = "ausweisapp::ausweisapp_refuses_what_a_wrong_middleware_sends";
    with_card(test, || {
        let mut app = start(&root())?;
        let site = world(&app, &[]);
        let mut passed = Vec::new();
        for forgery in FORGERIES {
            set_fault_of(&site, role::MIDDLEWARE_DE, Some(forgery));
            if succeeds(&mut app, &site) {
                passed.push(*forgery);
            }
        }
        assert!(passed.is_empty(), "{passed:?}");
        set_fault_of(&site, role::MIDDLEWARE_DE, None);
        assert!(succeeds(&mut app, &site), "without a fault: {}", app.log());
        Ok(())
    });
}

#[test]
fn ausweisapp_refuses_a_middleware_whose_certificate_has_ended() {
    let test = "ausweisapp::ausweisapp_refuses_a_middleware_whose_certificate_has_ended";
    with_card(test, || {
        let mut app = start(&root())?;
        let site = world(&app, &["terminal-expired"]);
        set_fault_of(&site, role::MIDDLEWARE_DE, Some("expired-certificate-used"));
        assert!(!succeeds(&mut app, &site), "{}", app.log());
        assert!(
            app.log().contains("Pre-verification failed"),
            "{}",
            app.log()
        );
        Ok(())
    });
}

#[test]
fn ausweisapp_refuses_a_middleware_below_another_root() {
    let test = "ausweisapp::ausweisapp_refuses_a_middleware_below_another_root";
    with_card(test, || {
        let other = TestPki::from_seed(6, now().date());
        let other = other.certificate("AT_CVCA").unwrap();
        let mut app = start(&other.bytes)?;
        let site = world(&app, &[]);
        assert!(!succeeds(&mut app, &site), "{}", app.log());
        assert!(
            app.log().contains("Pre-verification failed"),
            "{}",
            app.log()
        );
        Ok(())
    });
}
