//! Every SAML message and every metadata document of logins follows the schemas.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use browser::Browser;
use browser::citizen::Place;
use conformance_clients::schemas::{Document, Report, validate};
use conformance_harness::site::SiteMessage;
use conformance_harness::{Site as _, site::role};
use conformance_world::login::LoginSite;
use web::Form;

use crate::site::{browser, citizen, options, pem, reference, seen};

const METADATA: [&str; 4] = [
    role::RELYING_PARTY,
    role::CSAM,
    role::CONNECTOR,
    role::MIDDLEWARE_DE,
];

/// A citizen logs in, and out again.
fn log_in_and_out(site: &LoginSite) {
    let service = site.origin(role::RELYING_PARTY).unwrap();
    let mut browser = browser();
    browser.open(&format!("{service}/login/saml")).unwrap();
    let journey = citizen(site).go_on(&mut browser).unwrap();
    let seen = seen(site, &browser, &journey);
    assert_eq!(browser.page().select("#surname"), ["BEISPIELER"], "{seen}");
    browser.submit(0, &[]).unwrap();
}

/// A citizen gives up at a page, and then at the portal, too.
fn cancel(site: &LoginSite, place: Place) -> Browser {
    let service = site.origin(role::RELYING_PARTY).unwrap();
    let mut browser = browser();
    browser.open(&format!("{service}/login/saml")).unwrap();
    let mut citizen = citizen(site);
    citizen.cancels_at = Some(place);
    citizen.go_on(&mut browser).unwrap();
    browser
}

/// The SAML messages among what services received.
fn messages(site: &LoginSite) -> Vec<Document> {
    let own_key = |name: &str| pem("PRIVATE KEY", &site.identity(name).unwrap().key);
    let rsa = own_key("connector rsa encryption");
    let service = own_key("relying-party encryption");
    let messages = site.messages();
    let documents = messages.iter().flat_map(carried).map(|mut document| {
        let sealed = STANDARD.decode(&document.base64).unwrap();
        let sealed = String::from_utf8_lossy(&sealed).into_owned();
        if sealed.contains("EncryptedAssertion") {
            let to_service = document.name.starts_with(role::RELYING_PARTY);
            document.key = Some(if to_service {
                service.clone()
            } else {
                rsa.clone()
            });
        }
        document
    });
    documents.collect()
}

/// The message in the query or the form of a request, if there is one.
fn carried(message: &SiteMessage) -> Option<Document> {
    let query = message.url.split_once('?').map_or("", |(_, query)| query);
    let deflated = message.method == "GET";
    let form = if deflated {
        Form::parse(query.as_bytes())
    } else {
        Form::parse(&message.request_body)
    };
    let kind = ["SAMLRequest", "SAMLResponse"]
        .into_iter()
        .find(|kind| form.has(kind))?;
    Some(Document {
        name: format!("{} {kind}", message.hop),
        base64: form.get(kind)?.to_owned(),
        deflated,
        key: None,
    })
}

fn metadata(site: &LoginSite) -> Vec<Document> {
    let documents = METADATA.map(|role| Document {
        name: format!("{role} metadata"),
        base64: STANDARD.encode(site.metadata(role).unwrap()),
        deflated: false,
        key: None,
    });
    documents.into()
}

fn assert_valid(reports: &[Report]) {
    let wrong: Vec<&Report> = reports
        .iter()
        .filter(|report| !report.wrong.is_empty())
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn site(settings: &[&str]) -> LoginSite {
    reference().open_world(options(settings)).unwrap()
}

#[test]
fn every_message_of_a_login_and_its_assertions_follow_the_schemas() {
    let site = site(&["rsa-encryption"]);
    log_in_and_out(&site);
    let mut documents = messages(&site);
    documents.extend(metadata(&site));
    let reports = validate(&documents).unwrap();
    assert_valid(&reports);
    let kinds: BTreeSet<(&str, &str)> = reports
        .iter()
        .map(|report| (report.name.as_str(), report.root.as_str()))
        .collect();
    let expected = [
        ("connector SAMLResponse", "Response"),
        ("connector metadata", "EntityDescriptor"),
        ("csam SAMLRequest", "AuthnRequest"),
        ("csam SAMLRequest", "LogoutRequest"),
        ("csam metadata", "EntityDescriptor"),
        ("middleware-de SAMLRequest", "AuthnRequest"),
        ("middleware-de metadata", "EntityDescriptor"),
        ("relying-party SAMLResponse", "LogoutResponse"),
        ("relying-party SAMLResponse", "Response"),
        ("relying-party metadata", "EntityDescriptor"),
    ];
    assert_eq!(kinds, expected.into());
    let opened: u64 = reports.iter().map(|report| report.opened).sum();
    assert_eq!(
        opened, 2,
        "the assertions for the connector and for the service"
    );
}

#[test]
fn messages_of_other_keys_and_of_failures_follow_the_schemas() {
    let mut documents = Vec::new();
    for settings in [&[][..], &["brainpool"], &["rsa-signing", "eu-node"]] {
        let site = site(settings);
        log_in_and_out(&site);
        let browser = cancel(&site, Place::Rights);
        assert_eq!(browser.page().select("[role=alert]").len(), 1);
        cancel(&site, Place::Means);
        // Nothing here opens assertions for keys on curves.
        documents.extend(messages(&site).into_iter().map(|document| Document {
            key: None,
            ..document
        }));
        documents.extend(metadata(&site));
    }
    let reports = validate(&documents).unwrap();
    assert_valid(&reports);
    assert!(reports.len() > 30, "{}", reports.len());
}

#[test]
fn the_validator_finds_what_is_wrong() {
    let site = site(&[]);
    let text = site.metadata(role::CONNECTOR).unwrap();
    let broken = text.replace("AssertionConsumerService", "AssertionConsumingService");
    assert_ne!(text, broken);
    let document = |text: &str| Document {
        name: "metadata".to_owned(),
        base64: STANDARD.encode(text),
        deflated: false,
        key: None,
    };
    let reports = validate(&[document(&text), document(&broken)]).unwrap();
    assert!(reports[0].wrong.is_empty(), "{reports:?}");
    assert!(!reports[1].wrong.is_empty(), "{reports:?}");
}
