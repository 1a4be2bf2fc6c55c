use ambient::UnixSeconds;
use proptest::prelude::*;
use rules::{Rule as _, Rulebook};
use saml::message::SubjectConfirmationData;
use saml::names::{ASSERTION, name_id, status};
use saml::{Assertion, AttributeStatement, NameId, Response, Status, SubjectConfirmation};
use xml::{DataAlgorithm, Element, Hash, KeyTransport, KeyWrap, SignatureAlgorithm};

use super::*;
use crate::testing::{
    self, CONNECTOR, CONNECTOR_SEALS, CONNECTOR_SEALS_RSA, CONSUMER, Key, MIDDLEWARE,
    MIDDLEWARE_KEY, STRANGER_KEY,
};
use crate::{
    Attribute, AttributeValue, Attributes, Checked, CountryCode, KnownPeers, LevelOfAssurance,
    Profile, RequestedLevels, Signer, code,
};

mod attributes;
mod encryption;

const IDENTIFIER: &str = "DE/BE/05226A29FDDECC69E6E8BFCC2393A5A97EF09F263930DF4606E9EA41EA66160C";

fn person() -> Attributes {
    Attributes::new()
        .with(Attribute::CurrentFamilyName, "BEISPIELER")
        .with(Attribute::CurrentGivenName, "LENE MARIT")
        .with(Attribute::DateOfBirth, "1987-04-23")
        .with(Attribute::PersonIdentifier, IDENTIFIER)
}

fn identity() -> Identity {
    Identity {
        level: LevelOfAssurance::High.uri().to_owned(),
        name_id: NameId::new(IDENTIFIER).with_format(name_id::UNSPECIFIED),
        attributes: person(),
    }
}

fn answer(flavour: Flavour) -> Answer {
    Answer {
        issuer: MIDDLEWARE.to_owned(),
        reply: testing::reply(),
        flavour,
    }
}

/// What is changed: the identity, the assertion, the response before it is signed.
struct Bench {
    identity: Identity,
    flavour: Flavour,
}

impl Bench {
    fn new() -> Self {
        Self {
            identity: identity(),
            flavour: Flavour::EuNode,
        }
    }

    fn assertion(&self) -> Assertion {
        let ambient = testing::ambient().fork("assertion");
        answer(self.flavour).assertion(&self.identity, &ambient)
    }

    fn response(&self) -> Response {
        answer(self.flavour).success(&testing::ambient())
    }

    fn text(&self) -> String {
        sealed(self.response(), &self.assertion().to_element())
    }
}

fn sealed(mut response: Response, assertion: &Element) -> String {
    let recipient = &CONNECTOR_SEALS.certificate;
    seal(&mut response, assertion, recipient, &testing::ambient()).unwrap();
    signed(&response)
}

fn signed(response: &Response) -> String {
    MIDDLEWARE_KEY
        .signer()
        .sign_message(&response.to_element())
        .unwrap()
}

fn with_assertion(change: impl FnOnce(&mut Assertion)) -> String {
    let mut assertion = Bench::new().assertion();
    change(&mut assertion);
    sealed(Bench::new().response(), &assertion.to_element())
}

fn with_response(change: impl FnOnce(&mut Response)) -> String {
    let mut response = Bench::new().response();
    change(&mut response);
    sealed(response, &Bench::new().assertion().to_element())
}

fn with_person(attributes: Attributes) -> String {
    let mut bench = Bench::new();
    bench.identity.attributes = attributes;
    bench.text()
}

struct World {
    peers: KnownPeers,
    pending: Pending,
    keys: Vec<xml::DecryptionKey>,
    now: UnixSeconds,
}

impl World {
    fn new() -> Self {
        Self {
            peers: testing::peers(),
            pending: Pending {
                country: CountryCode::DE,
                levels: RequestedLevels::minimum(LevelOfAssurance::Substantial),
                name_id_format: Some(name_id::UNSPECIFIED.to_owned()),
                skew: Skew::default(),
                answered: false,
            },
            keys: vec![
                CONNECTOR_SEALS_RSA.decryption(),
                CONNECTOR_SEALS.decryption(),
            ],
            now: testing::ambient().now(),
        }
    }

    fn judge(&self, text: &str, book: &Rulebook<Rule>) -> Result<Checked<EidasResponse>, Refusal> {
        self.judge_with(text, book, &|_| true)
    }

    fn judge_with(
        &self,
        text: &str,
        book: &Rulebook<Rule>,
        first: &(dyn Fn(&str) -> bool + Sync),
    ) -> Result<Checked<EidasResponse>, Refusal> {
        let pending = |id: &str| (id == "_q").then(|| self.pending.clone());
        let expect = Expectations {
            entity_id: CONNECTOR,
            address: CONSUMER,
            country: CountryCode::BE,
            now: self.now,
            max_age: 300,
            peers: &self.peers,
            keys: &self.keys,
            pending: &pending,
            first,
        };
        check(text, &expect, book)
    }

    fn rule(&self, text: &str) -> Option<Rule> {
        let refused = self.judge(text, &Rulebook::strict()).err();
        refused.map(|refusal| refusal.breach.rule)
    }
}

fn rule(text: &str) -> Option<Rule> {
    World::new().rule(text)
}

#[test]
fn a_success_is_read_as_it_was_written() {
    for flavour in [Flavour::EuNode, Flavour::MiddlewareDe] {
        for profile in [Profile::Strict, Profile::EuNode] {
            let bench = Bench {
                flavour,
                ..Bench::new()
            };
            let response = World::new()
                .judge(&bench.text(), &profile.responses())
                .unwrap();
            let Outcome::Success(statement) = &response.result else {
                panic!("{response:?}");
            };
            assert_eq!(statement.attributes, person());
            assert_eq!(statement.level, Some(LevelOfAssurance::High));
            assert_eq!(statement.name_id.value, IDENTIFIER);
            assert_eq!(response.issuer, MIDDLEWARE);
            assert_eq!(response.in_response_to, "_q");
        }
    }
}

#[test]
fn messages_have_the_order_of_the_schema() {
    let bench = Bench::new();
    let response = bench.response().to_element().to_text();
    insta::assert_snapshot!("response", response.replace("><", ">\n<"));
    let assertion = bench.assertion().to_element().to_text();
    insta::assert_snapshot!("assertion", assertion.replace("><", ">\n<"));
    let german = Bench {
        flavour: Flavour::MiddlewareDe,
        ..bench
    };
    let assertion = german.assertion().to_element().to_text();
    insta::assert_snapshot!("assertion-de", assertion.replace("><", ">\n<"));
}

#[test]
fn a_failure_is_passed_on_and_its_assertion_ignored() {
    let pair = code::MiddlewareCode::CancellationByUser.status();
    let mut failure = answer(Flavour::MiddlewareDe).failure(pair, "cancelled", &testing::ambient());
    let read = World::new()
        .judge(&signed(&failure), &Rulebook::strict())
        .unwrap();
    let Outcome::Failure(status) = &read.result else {
        panic!("{read:?}");
    };
    assert_eq!(status.code_text(), Some(status::RESPONDER));
    assert_eq!(status.sub_code_text(), Some(status::AUTHN_FAILED));
    failure.assertions.push(Bench::new().assertion());
    let read = World::new()
        .judge(&signed(&failure), &Rulebook::strict())
        .unwrap();
    assert!(matches!(read.result, Outcome::Failure(_)));
}

type InResponse = fn(&mut Response);
type InAssertion = fn(&mut Assertion);

#[test]
fn wrong_responses_are_refused() {
    #[rustfmt::skip]
    let rows: &[(InResponse, Rule, &str)] = &[
        (|r| r.status = None, Rule::Status, "203007"),
        (|r| r.status = Some(Status::default()), Rule::Status, "203007"),
        (|r| r.header.issuer = None, Rule::Issuer, "203007"),
        (|r| r.header.issuer = Some(NameId::new("https://unknown.example")), Rule::IssuerKnown, "003009"),
        (|r| r.header.version = Some("1.1".into()), Rule::Version, "203007"),
        (|r| r.header.issue_instant = None, Rule::IssueInstant, "203007"),
        (|r| r.in_response_to = None, Rule::InResponseTo, "203007"),
        (|r| r.in_response_to = Some("_other".into()), Rule::Correlation, "201005"),
        (|r| r.header.destination = None, Rule::DestinationPresent, "203007"),
        (|r| r.header.consent = Some("urn:mine".into()), Rule::Consent, "203007"),
        (|r| r.header.destination = Some("https://connector.nl.example/".into()), Rule::Destination, "203002"),
        (|r| r.header.issue_instant = r.header.issue_instant.map(|at| at.plus(-86_400)), Rule::Age, "203007"),
    ];
    for (change, expected, code) in rows {
        let text = with_response(change);
        assert_eq!(rule(&text), Some(*expected));
        assert_eq!(expected.eu_code().outer.to_string(), *code, "{expected:?}");
        let eu = World::new().judge(&text, &Profile::EuNode.responses());
        assert_eq!(eu.is_ok(), expected.is_ignored_by_eu_node(), "{expected:?}");
        let waived = World::new().judge(&text, &Rulebook::strict().without(*expected));
        assert_ne!(
            waived.err().map(|refusal| refusal.breach.rule),
            Some(*expected)
        );
    }
    let odd = answer(Flavour::EuNode).failure(("urn:odd", None), "", &testing::ambient());
    assert_eq!(rule(&signed(&odd)), Some(Rule::StatusCode));
}

fn confirm(assertion: &mut Assertion, change: impl FnOnce(&mut SubjectConfirmationData)) {
    let subject = assertion.subject.as_mut().unwrap();
    change(subject.confirmations[0].data.as_mut().unwrap());
}

#[test]
fn wrong_assertions_are_refused() {
    #[rustfmt::skip]
    let rows: &[(InAssertion, Rule, &str)] = &[
        (|a| a.version = Some("2.1".into()), Rule::Version, "203007"),
        (|a| a.id = None, Rule::Id, "203007"),
        (|a| a.issue_instant = None, Rule::IssueInstant, "203007"),
        (|a| a.issuer = None, Rule::Subject, "203007"),
        (|a| a.subject = None, Rule::Subject, "203007"),
        (|a| a.subject.as_mut().unwrap().name_id = None, Rule::Subject, "203007"),
        (|a| a.subject.as_mut().unwrap().name_id = Some(NameId::new("x".repeat(257)).with_format(name_id::PERSISTENT)), Rule::NameIdSyntax, "202003"),
        (|a| a.subject.as_mut().unwrap().name_id = Some(NameId::new("no uri").with_format(name_id::ENTITY)), Rule::NameIdSyntax, "202003"),
        (|a| a.conditions = None, Rule::Conditions, "203007"),
        (|a| a.conditions.as_mut().unwrap().not_before = None, Rule::Conditions, "203007"),
        (|a| a.conditions.as_mut().unwrap().not_on_or_after = None, Rule::Conditions, "203007"),
        (|a| a.conditions.as_mut().unwrap().audience_restrictions.clear(), Rule::Conditions, "203007"),
        (|a| a.authn_statements.clear(), Rule::OneAuthnStatement, "203007"),
        (|a| a.authn_statements.push(a.authn_statements[0].clone()), Rule::OneAuthnStatement, "203007"),
        (|a| a.authn_statements[0].authn_instant = None, Rule::OneAuthnStatement, "203007"),
        (|a| a.attribute_statements.clear(), Rule::OneAttributeStatement, "203007"),
        (|a| a.attribute_statements.push(AttributeStatement::default()), Rule::OneAttributeStatement, "203007"),
        (|a| a.conditions.as_mut().unwrap().audience_restrictions[0][0] = "https://other.example".into(), Rule::Audience, "203028"),
        (|a| a.conditions.as_mut().unwrap().audience_restrictions[0].insert(0, "https://other.example".into()), Rule::Audience, "203028"),
        (|a| { confirm(a, |data| { data.recipient = Some("https://other.example".into()) }) }, Rule::Confirmation, "203007"),
        (|a| confirm(a, |data| data.in_response_to = Some("_other".into())), Rule::Confirmation, "203007"),
        (|a| { confirm(a, |data| { data.not_on_or_after = data.not_on_or_after.map(|at| at.plus(-301)) }) }, Rule::Confirmation, "203007"),
        (|a| a.subject.as_mut().unwrap().confirmations.clear(), Rule::Confirmation, "203007"),
        (|a| a.subject.as_mut().unwrap().confirmations.push(SubjectConfirmation::default()), Rule::Confirmation, "203007"),
        (|a| a.issue_instant = a.issue_instant.map(|at| at.plus(-86_400)), Rule::Age, "203007"),
        (|a| a.subject.as_mut().unwrap().name_id.as_mut().unwrap().format = Some(name_id::TRANSIENT.into()), Rule::NameIdFormat, "202003"),
    ];
    for (index, (change, expected, code)) in rows.iter().enumerate() {
        let text = with_assertion(change);
        assert_eq!(rule(&text), Some(*expected), "row {index}");
        assert_eq!(expected.eu_code().outer.to_string(), *code, "row {index}");
        let eu = World::new().judge(&text, &Profile::EuNode.responses());
        assert_eq!(eu.is_ok(), expected.is_ignored_by_eu_node(), "row {index}");
        let waived = World::new().judge(&text, &Rulebook::strict().without(*expected));
        assert_ne!(
            waived.err().map(|refusal| refusal.breach.rule),
            Some(*expected)
        );
    }
    assert_eq!(
        Rule::NameIdFormat.eu_outcome(),
        code::Outcome::Saml((status::RESPONDER, Some(status::INVALID_NAME_ID_POLICY)))
    );
}

#[test]
fn times_are_judged_to_the_second() {
    let text = Bench::new().text();
    let at = |seconds| {
        let world = World {
            now: testing::ambient().now().plus(seconds),
            ..World::new()
        };
        let eu = world.judge(&text, &Profile::EuNode.responses());
        eu.err().map(|refusal| refusal.breach.rule)
    };
    assert_eq!(at(300), None);
    assert_eq!(at(301), Some(Rule::NotOnOrAfter));
    assert_eq!(at(-60), None);
    assert_eq!(at(-61), Some(Rule::NotBefore));
}

#[test]
fn another_country_may_not_answer() {
    let mut world = World::new();
    world.pending.country = "LU".parse().unwrap();
    assert_eq!(world.rule(&Bench::new().text()), Some(Rule::Country));
    assert_eq!(Rule::Country.eu_code().outer.to_string(), "200015");
}

#[test]
fn a_response_is_accepted_once_and_a_request_answered_once() {
    let (mut world, replay) = (World::new(), saml::Replay::new());
    let now = world.now;
    let first = |id: &str| replay.accept(id, now.plus(600), now);
    let text = Bench::new().text();
    let book = Rulebook::strict();
    assert!(world.judge_with(&text, &book, &first).is_ok());
    let again = world.judge_with(&text, &book, &first).unwrap_err();
    assert_eq!(again.breach.rule, Rule::Replay);
    assert_eq!(again.breach.rule.eu_code().outer.to_string(), "200006");
    world.pending.answered = true;
    assert_eq!(world.rule(&text), Some(Rule::SecondAnswer));
    assert!(world.judge(&text, &Profile::EuNode.responses()).is_ok());
}

fn with_key(key: &Key) -> World {
    let mut middleware = testing::middleware();
    middleware.signing = vec![key.certificate.clone()];
    World {
        peers: KnownPeers::new([middleware]),
        ..World::new()
    }
}

#[test]
fn signatures_count_as_the_policy_says() {
    let mut response = Bench::new().response();
    let assertion = Bench::new().assertion().to_element();
    let recipient = &CONNECTOR_SEALS.certificate;
    seal(&mut response, &assertion, recipient, &testing::ambient()).unwrap();
    let element = response.to_element();
    assert_eq!(rule(&element.to_document()), Some(Rule::Signed));
    let by = |signer: Signer| signer.sign_message(&element).unwrap();
    assert_eq!(rule(&by(STRANGER_KEY.signer())), Some(Rule::SignatureTrust));
    let small = with_key(&testing::SMALL_KEY);
    assert_eq!(
        small.rule(&by(testing::SMALL_KEY.signer())),
        Some(Rule::KeySize)
    );
    let rsa = with_key(&testing::RSA_KEY);
    let old = Signer {
        algorithm: SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
        ..testing::RSA_KEY.signer()
    };
    assert_eq!(rsa.rule(&by(testing::RSA_KEY.signer())), None);
    assert_eq!(rsa.rule(&by(old)), Some(Rule::SignatureAlgorithm));
    let text = by(MIDDLEWARE_KEY.signer());
    let changed = text.replacen("consent:unspecified", "consent:obtained", 1);
    assert_eq!(rule(&changed), Some(Rule::SignatureValue));
    assert_eq!(Rule::SignatureTrust.eu_code().outer.to_string(), "202003");
    assert_eq!(Rule::Signed.eu_code().outer.to_string(), "203007");
    assert_eq!(Rule::SignatureValue.eu_code().outer.to_string(), "203015");
}

#[test]
fn a_signature_of_the_assertion_is_optional_but_must_hold() {
    let assertion = Bench::new().assertion().to_element();
    let signed = |key: &Key| {
        let mut element = assertion.clone();
        let signer = key.signer();
        xml::sign_in_place(&mut element, xml::Which::Root, &signer.message()).unwrap();
        sealed(Bench::new().response(), &element)
    };
    assert_eq!(rule(&signed(&MIDDLEWARE_KEY)), None);
    let wrong = signed(&STRANGER_KEY);
    assert_eq!(rule(&wrong), Some(Rule::AssertionSignature));
    assert_eq!(
        Rule::AssertionSignature.eu_code().outer.to_string(),
        "003004"
    );
    let careless = Rulebook::strict().without(Rule::AssertionSignature);
    assert!(World::new().judge(&wrong, &careless).is_ok());
}

#[test]
fn what_is_wrapped_around_a_signed_response_is_not_read() {
    let text = Bench::new().text();
    let mut honest = xml::parse(text.as_bytes(), &xml::Limits::SAML).unwrap();
    let signature = honest.remove_first(xml::ns::DS, "Signature").unwrap();
    let mut evil = Bench::new();
    evil.identity.attributes = person()
        .without(Attribute::CurrentFamilyName)
        .with(Attribute::CurrentFamilyName, "EVIL");
    let mut response = evil.response();
    response.header.id = Some("_evil".into());
    let assertion = evil.assertion().to_element();
    let recipient = &CONNECTOR_SEALS.certificate;
    seal(&mut response, &assertion, recipient, &testing::ambient()).unwrap();
    response.header.extensions.push(honest);
    let mut root = response.to_element();
    root.insert_after(ASSERTION, "Issuer", signature);
    let wrapped = root.to_document();
    assert_eq!(rule(&wrapped), Some(Rule::SignatureReference));
    let careless = Rulebook::strict().without(Rule::SignatureReference);
    let fooled = World::new().judge(&wrapped, &careless).unwrap();
    let Outcome::Success(statement) = &fooled.result else {
        panic!("{fooled:?}");
    };
    assert_eq!(
        statement.attributes.get(Attribute::CurrentFamilyName),
        Some("EVIL")
    );
}

#[test]
fn what_a_browser_brings_is_decoded_within_bounds() {
    let world = World::new();
    let none = |_: &str| None;
    let expect = Expectations {
        entity_id: CONNECTOR,
        address: CONSUMER,
        country: CountryCode::BE,
        now: world.now,
        max_age: 300,
        peers: &world.peers,
        keys: &world.keys,
        pending: &none,
        first: &|_| true,
    };
    let rule = |field: Option<&str>| {
        receive(field, &expect, &Rulebook::strict())
            .unwrap_err()
            .breach
            .rule
    };
    assert_eq!(rule(None), Rule::Encoding);
    assert_eq!(rule(Some("%")), Rule::Encoding);
    assert_eq!(
        rule(Some(&saml::post::encode(&"x".repeat(131_073)))),
        Rule::Size
    );
    assert_eq!(
        rule(Some(&saml::post::encode("<!DOCTYPE a []><a/>"))),
        Rule::DocumentType
    );
    assert_eq!(rule(Some(&saml::post::encode("<a/>"))), Rule::Schema);
    assert_eq!(Rule::DocumentType.eu_code().outer.to_string(), "203013");
}

#[test]
fn names_of_rules_are_words_and_all_different() {
    let mut names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    assert!(
        names
            .iter()
            .all(|name| name.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    );
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
}

proptest! {
    #[test]
    fn no_text_makes_a_receiver_panic(text in "\\PC{0,200}") {
        prop_assert!(World::new().judge(&text, &Rulebook::strict()).is_err());
    }
}
