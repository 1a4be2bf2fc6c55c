//! Relying parties with openid-client and authlib log a citizen in, and refuse what was tampered with.

use conformance_clients::relying_party::{Library, RelyingParty, Verdict};
use conformance_harness::{Site as _, site::role};
use conformance_world::login::{Guest, LoginSite};
use oidc::ClientSecret;
use oidc::provider::Client;
use serde_json::json;

use crate::site::{log_in_up_to, seen, set_fault, with_guest};

const ID: &str = "stranger";
const SECRET: &str = "TEST secret of a stranger";
const LEVEL: &str = "urn:be:fedict:iam:fas:Level500";

/// What no strict client accepts.
const FORGERIES: &[&str] = &[
    "oidc-state-missing",
    "oidc-state-altered",
    "oidc-callback-issuer-wrong",
    "oidc-id-token-missing",
    "oidc-nonce-missing",
    "oidc-nonce-altered",
    "oidc-id-token-issuer-wrong",
    "oidc-id-token-audience-wrong",
    "oidc-id-token-expired",
    "oidc-at-hash-wrong",
    "oidc-id-token-algorithm-none",
    "oidc-id-token-hmac",
    "oidc-id-token-foreign-key",
    "oidc-id-token-unknown-key",
    "oidc-id-token-header-jwk",
    "oidc-id-token-altered",
    "oidc-userinfo-plain",
    "oidc-userinfo-algorithm-none",
    "oidc-userinfo-foreign-key",
    "oidc-userinfo-issuer-wrong",
    "oidc-userinfo-audience-wrong",
    "oidc-userinfo-subject-wrong",
];

fn open(library: Library) -> (RelyingParty, LoginSite) {
    let mut party = RelyingParty::start(library).unwrap();
    let site = with_guest(Guest::Oidc(Client {
        id: ID.to_owned(),
        secret: ClientSecret::new(SECRET),
        redirect_uris: vec![callback(&party)],
        post_logout_redirect_uris: Vec::new(),
        scopes: ["openid", "profile"].map(str::to_owned).into(),
    }));
    let portal = site.origin(role::CSAM).unwrap();
    let issuer = format!("{portal}/fas/oauth2");
    let known = json!({"issuer": issuer, "client_id": ID, "client_secret": SECRET});
    party.trust(&known).unwrap();
    (party, site)
}

fn callback(party: &RelyingParty) -> String {
    format!("{}/callback", party.origin())
}

fn a_citizen_logs_in(library: Library) {
    let (mut party, site) = open(library);
    let start = format!("{}/login", party.origin());
    let (browser, journey) = log_in_up_to(&site, &start, None);
    let seen = seen(&site, &browser, &journey);
    let Verdict::Accepted(accepted) = party.verdict().unwrap() else {
        panic!("{seen}")
    };
    assert_eq!(
        accepted.attribute("givenName"),
        Some("LENE MARIT"),
        "{seen}"
    );
    assert_eq!(accepted.attribute("surname"), Some("BEISPIELER"), "{seen}");
    assert_eq!(
        accepted.attribute("birthdate"),
        Some("1987-04-23"),
        "{seen}"
    );
    assert_eq!(accepted.attribute("assurance_level"), Some(LEVEL), "{seen}");
    let identifier = accepted.attribute("eidas_person_identifier");
    assert!(identifier.unwrap().starts_with("DE/BE/"), "{seen}");
    assert_eq!(
        accepted.levels,
        [LEVEL, "eidas", LEVEL],
        "acr and amr: {seen}"
    );
    assert_eq!(accepted.attribute("sub"), Some(&*accepted.name), "{seen}");
}

fn one_byte_is_enough(library: Library) {
    let (mut party, site) = open(library);
    let start = format!("{}/login", party.origin());
    for field in ["code", "state", "iss"] {
        let (mut browser, _) = log_in_up_to(&site, &start, Some(&callback(&party)));
        let message = browser.pending().unwrap().clone();
        let mut value = message.value(field).unwrap();
        let last = if value.ends_with('A') { "B" } else { "A" };
        value.pop();
        let altered = message.field(field, &(value + last));
        browser.resume(altered).unwrap();
        let verdict = party.verdict().unwrap();
        assert!(
            matches!(verdict, Verdict::Refused(_)),
            "{field}: {verdict:?}"
        );
    }
}

/// Every forgery is refused, but for those that a library is known to accept: what it does not check is no proof.
fn forgeries_are_refused(library: Library, known: &[&str]) {
    let (mut party, site) = open(library);
    let start = format!("{}/login", party.origin());
    let accepted: Vec<&str> = FORGERIES
        .iter()
        .copied()
        .filter(|forgery| {
            set_fault(&site, Some(forgery));
            let (browser, journey) = log_in_up_to(&site, &start, None);
            let seen = seen(&site, &browser, &journey);
            match party.verdict() {
                Ok(verdict) => matches!(verdict, Verdict::Accepted(_)),
                Err(error) => panic!("{forgery}: {error}\n{seen}"),
            }
        })
        .collect();
    assert_eq!(accepted, known);
}

#[test]
fn a_citizen_logs_in_at_a_service_with_openid_client() {
    a_citizen_logs_in(Library::OpenidClient);
}

#[test]
fn a_citizen_logs_in_at_a_service_with_authlib() {
    a_citizen_logs_in(Library::Authlib);
}

#[test]
fn openid_client_refuses_an_answer_with_one_byte_altered() {
    one_byte_is_enough(Library::OpenidClient);
}

#[test]
fn authlib_refuses_an_answer_with_one_byte_altered() {
    one_byte_is_enough(Library::Authlib);
}

#[test]
fn openid_client_refuses_what_a_wrong_portal_sends() {
    // It leaves at_hash alone, which is optional with a code [OIDC Core §3.1.3.6].
    forgeries_are_refused(Library::OpenidClient, &["oidc-at-hash-wrong"]);
}

#[test]
fn authlib_refuses_what_a_wrong_portal_sends() {
    forgeries_are_refused(Library::Authlib, &[]);
}
