//! Relying parties with pysaml2 and python3-saml log a citizen in, and refuse what was tampered with.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use browser::Navigation;
use conformance_clients::relying_party::{Accepted, Library, RelyingParty, Verdict};
use conformance_harness::{Site as _, site::role};
use conformance_world::login::{Guest, LoginSite};
use serde_json::json;

use crate::site::{certificate_pem, log_in_up_to, seen, set_fault, with_guest};

const IDENTIFIER: &str = "urn:be:fedict:iam:attr:eidas:personidentifier";
const LEVEL: &str = "urn:be:fedict:iam:fas:citizen:Level500";

/// What no strict service accepts.
const FORGERIES: &[&str] = &[
    "saml-unsigned",
    "saml-assertion-unsigned",
    "saml-response-unsigned",
    "saml-foreign-key",
    "saml-altered-after-signing",
    "saml-signature-wrapped",
    "saml-not-encrypted",
    "saml-wrong-audience",
    "saml-wrong-recipient",
    "saml-wrong-in-response-to",
    "saml-wrong-issuer",
    "saml-no-bearer",
    "saml-expired",
];

/// A strict service and the world that knows it.
fn open(library: Library) -> (RelyingParty, LoginSite) {
    let mut party = RelyingParty::start(library).unwrap();
    let site = with_guest(Guest::Saml(party.metadata().to_owned()));
    let portal = json!({
        "address": format!("{}/fas/saml/metadata", site.origin(role::CSAM).unwrap()),
        "metadata": site.metadata(role::CSAM).unwrap(),
        "certificate": certificate_pem(&site, "csam signing"),
    });
    party.trust(&portal).unwrap();
    (party, site)
}

/// Checks what a service accepted against the card.
pub(crate) fn assert_the_citizen(accepted: &Accepted, seen: &str) {
    let attribute = |name: &str| accepted.attribute(name);
    assert_eq!(attribute("givenName"), Some("LENE MARIT"), "{seen}");
    assert_eq!(attribute("surname"), Some("BEISPIELER"), "{seen}");
    let born = attribute("urn:be:fedict:iam:attr:dateofbirth");
    assert_eq!(born, Some("1987-04-23"), "{seen}");
    let identifier = attribute(IDENTIFIER).unwrap_or_default();
    assert!(identifier.starts_with("DE/BE/"), "{identifier} {seen}");
    assert!(!accepted.name.is_empty(), "{seen}");
}

fn a_citizen_logs_in(library: Library) {
    let (mut party, site) = open(library);
    let start = format!("{}/login", party.origin());
    let (browser, journey) = log_in_up_to(&site, &start, None);
    let seen = seen(&site, &browser, &journey);
    assert_eq!(browser.page().heading(), "accepted", "{seen}");
    let Verdict::Accepted(accepted) = party.verdict().unwrap() else {
        panic!("{seen}")
    };
    assert_the_citizen(&accepted, &seen);
    assert_eq!(accepted.levels, [LEVEL], "{seen}");
    assert!(!accepted.session.is_empty(), "{seen}");
}

/// The places of a response in which one byte is altered: the encrypted assertion, the signature, and what only the
/// signature protects.
const PLACES: [(&str, usize); 3] = [
    ("<xenc:CipherValue>", 40),
    ("<ds:SignatureValue>", 40),
    ("IssueInstant=\"2026-03-01T00:00:00.00", 0),
];

/// The response with one byte altered behind a mark.
pub(crate) fn altered(message: &Navigation, mark: &str, after: usize) -> Navigation {
    let field = message.value("SAMLResponse").unwrap();
    let mut text = STANDARD.decode(field).unwrap();
    let mark_at = mark_in(&text, mark);
    let at = mark_at + mark.len() + after;
    text[at] = match text[at] {
        b'A' | b'0' => text[at] + 1,
        digit if digit.is_ascii_digit() => b'0',
        _ => b'A',
    };
    message
        .clone()
        .field("SAMLResponse", &STANDARD.encode(text))
}

/// Where a mark ends up; digits of a mark stand for any digit.
fn mark_in(text: &[u8], mark: &str) -> usize {
    let same =
        |(one, other): (&u8, &u8)| one == other || one.is_ascii_digit() && other.is_ascii_digit();
    text.windows(mark.len())
        .position(|window| window.iter().zip(mark.as_bytes()).all(same))
        .unwrap_or_else(|| panic!("{mark} is not in {}", String::from_utf8_lossy(text)))
}

fn one_byte_is_enough(library: Library) {
    let (mut party, site) = open(library);
    let start = format!("{}/login", party.origin());
    let consumer = format!("{}/acs", party.origin());
    let (mut browser, _) = log_in_up_to(&site, &start, Some(&consumer));
    let message = browser.pending().unwrap().clone();
    for (mark, after) in PLACES {
        browser.resume(altered(&message, mark, after)).unwrap();
        let verdict = party.verdict().unwrap();
        assert!(
            matches!(verdict, Verdict::Refused(_)),
            "{mark}: {verdict:?}"
        );
        assert_eq!(browser.page().heading(), "refused");
    }
    browser.resume(message).unwrap();
    let verdict = party.verdict().unwrap();
    assert!(
        matches!(verdict, Verdict::Accepted(_)),
        "unaltered: {verdict:?}"
    );
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
fn a_citizen_logs_in_at_a_service_with_pysaml2() {
    a_citizen_logs_in(Library::Pysaml2);
}

#[test]
fn a_citizen_logs_in_at_a_service_with_python3_saml() {
    a_citizen_logs_in(Library::Python3Saml);
}

#[test]
fn pysaml2_refuses_a_response_with_one_byte_altered() {
    one_byte_is_enough(Library::Pysaml2);
}

#[test]
fn python3_saml_refuses_a_response_with_one_byte_altered() {
    one_byte_is_enough(Library::Python3Saml);
}

#[test]
fn pysaml2_refuses_what_a_wrong_portal_sends() {
    forgeries_are_refused(Library::Pysaml2, &[]);
}

#[test]
fn python3_saml_refuses_what_a_wrong_portal_sends() {
    forgeries_are_refused(Library::Python3Saml, &[]);
}
