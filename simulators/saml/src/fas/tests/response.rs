use rules::{Rule as _, Rulebook};
use xml::{Element, EncryptionPolicy, KeyTransport, SignaturePolicy};

use super::parties::{
    CONSUMER, PARTY, SERVICE, ambient, party, service, signed, stranger, with_signed_assertion,
};
use crate::fas::response::{Decryption, Outcome, Pending, Receiver, Rule, check};
use crate::fas::{Context, Level, attribute};
use crate::message::{
    Assertion, Attribute, AttributeStatement, AuthnStatement, Conditions, Header, NameId, Response,
    Status, Subject, SubjectConfirmation, SubjectConfirmationData,
};
use crate::names::{ASSERTION, attribute_format, confirmation, name_id, status};
use crate::{Instant, Replay};

const REQUEST: &str = "_request";

pub(super) fn now() -> Instant {
    ambient().now().into()
}

fn pending() -> Pending {
    Pending {
        id: REQUEST.to_owned(),
        issued: now().plus(-30),
        level: Level::APP_CODE,
        force_authn: true,
        name_id_format: Some(name_id::TRANSIENT.to_owned()),
    }
}

pub(super) fn assertion() -> Assertion {
    let data = SubjectConfirmationData {
        not_on_or_after: Some(now().plus(300)),
        recipient: Some(CONSUMER.to_owned()),
        in_response_to: Some(REQUEST.to_owned()),
        ..SubjectConfirmationData::default()
    };
    let text = |name: &str, value: &str| {
        Attribute::text(name, value).with_name_format(attribute_format::BASIC)
    };
    Assertion {
        id: Some("_assertion".to_owned()),
        issuer: Some(NameId::new(SERVICE)),
        subject: Some(Subject {
            name_id: Some(NameId::new("name-for-one-session").with_format(name_id::TRANSIENT)),
            confirmations: vec![SubjectConfirmation::bearer(data)],
        }),
        conditions: Some(Conditions::lasting(now(), 300, PARTY)),
        authn_statements: vec![AuthnStatement {
            session_index: Some("_session".to_owned()),
            ..AuthnStatement::new(now(), Level::CARD.class_ref(Context::Citizen))
        }],
        attribute_statements: vec![AttributeStatement::of(vec![
            text(attribute::GIVEN_NAME, "LENE MARIT"),
            text(attribute::SURNAME, "BEISPIELER"),
        ])],
        ..Assertion::fresh(&ambient())
    }
}

pub(super) fn response(assertion: Assertion) -> Response {
    Response {
        header: Header {
            id: Some("_response".to_owned()),
            destination: Some(CONSUMER.to_owned()),
            issuer: Some(NameId::new(SERVICE)),
            ..Header::fresh(&ambient())
        },
        in_response_to: Some(REQUEST.to_owned()),
        status: Some(Status::success()),
        assertions: vec![assertion],
        encrypted_assertions: Vec::new(),
    }
}

/// What the relying party says to a text.
pub(super) fn judge_with(
    text: &str,
    book: &Rulebook<Rule>,
    replay: &Replay,
) -> Result<Outcome, Rule> {
    judge_pending(text, Some(&pending()), book, replay)
}

fn judge_pending(
    text: &str,
    pending: Option<&Pending>,
    book: &Rulebook<Rule>,
    replay: &Replay,
) -> Result<Outcome, Rule> {
    let (key, policy) = (party().decryption(), EncryptionPolicy::eidas());
    let decryption = Decryption {
        key: &key,
        policy: &policy,
        required: false,
    };
    judge_as(text, pending, decryption, (book, replay))
}

fn judge_as(
    text: &str,
    pending: Option<&Pending>,
    decryption: Decryption<'_>,
    (book, replay): (&Rulebook<Rule>, &Replay),
) -> Result<Outcome, Rule> {
    let receiver = Receiver {
        entity_id: PARTY,
        consumer: CONSUMER,
        issuer: SERVICE,
        certificates: &[service().certificate.clone()],
        policy: &SignaturePolicy::fas(),
        decryption: Some(decryption),
        attributes: &[attribute::GIVEN_NAME, attribute::SURNAME],
        replay,
        now: now().seconds(),
    };
    check(text, &receiver, pending, book).map_err(|breach| breach.rule)
}

pub(super) fn judge(text: &str, book: &Rulebook<Rule>) -> Result<Outcome, Rule> {
    judge_with(text, book, &Replay::new())
}

/// The text is refused by this rule and no other.
#[track_caller]
pub(super) fn breaks(text: &str, rule: Rule) {
    assert_eq!(judge(text, &Rulebook::strict()), Err(rule));
    let waived = judge(text, &Rulebook::strict().without(rule));
    assert!(
        matches!(waived, Ok(Outcome::Authenticated(_))),
        "without {}: {waived:?}",
        rule.name()
    );
}

fn text(response: &Response) -> String {
    with_signed_assertion(response, service()).to_text()
}

/// A response, changed before it is signed, breaks a rule.
#[track_caller]
fn changed(rule: Rule, change: impl FnOnce(&mut Response)) {
    let mut response = response(assertion());
    change(&mut response);
    breaks(&text(&response), rule);
}

/// A response with an assertion that was changed before it was signed breaks a rule.
#[track_caller]
fn stated(rule: Rule, change: impl FnOnce(&mut Assertion)) {
    let mut assertion = assertion();
    change(&mut assertion);
    breaks(&text(&response(assertion)), rule);
}

fn data(assertion: &mut Assertion) -> &mut SubjectConfirmationData {
    assertion.subject.as_mut().unwrap().confirmations[0]
        .data
        .as_mut()
        .unwrap()
}

fn conditions(assertion: &mut Assertion) -> &mut Conditions {
    assertion.conditions.as_mut().unwrap()
}

#[test]
fn a_good_response_says_who_it_is() {
    let Ok(Outcome::Authenticated(person)) =
        judge(&text(&response(assertion())), &Rulebook::strict())
    else {
        panic!("refused");
    };
    assert_eq!(person.name_id.value, "name-for-one-session");
    assert_eq!(person.session_index.as_deref(), Some("_session"));
    assert_eq!(
        (person.level, person.context),
        (Level::CARD, Some(Context::Citizen))
    );
    assert_eq!(person.attribute(attribute::GIVEN_NAME), Some("LENE MARIT"));
    assert_eq!(person.attribute(attribute::SURNAME), Some("BEISPIELER"));
    assert!(!person.encrypted);
}

#[test]
fn a_response_may_be_signed_as_well() {
    let root = with_signed_assertion(&response(assertion()), service());
    assert!(judge(&signed(&root, service()), &Rulebook::strict()).is_ok());
    assert_eq!(
        judge(&signed(&root, stranger()), &Rulebook::strict()),
        Err(Rule::Signature)
    );
}

#[test]
fn an_encrypted_assertion_is_opened() {
    let root = with_signed_assertion(&response(assertion()), service());
    let sealed = seal(
        root.first(ASSERTION, "Assertion").unwrap(),
        &party().certificate,
    );
    let Ok(Outcome::Authenticated(person)) = judge(&sealed, &Rulebook::strict()) else {
        panic!("refused");
    };
    assert!(person.encrypted);
    let foreign = seal(
        root.first(ASSERTION, "Assertion").unwrap(),
        &stranger().certificate,
    );
    assert_eq!(judge(&foreign, &Rulebook::strict()), Err(Rule::Encryption));
    let other = seal(&Element::new("a", "urn:b"), &party().certificate);
    assert_eq!(judge(&other, &Rulebook::strict()), Err(Rule::Encryption));
}

#[test]
fn an_assertion_in_the_clear_is_refused_where_it_must_be_encrypted() {
    let (key, policy) = (party().decryption(), EncryptionPolicy::eidas());
    let judge = |book: &Rulebook<Rule>| {
        let decryption = Decryption {
            key: &key,
            policy: &policy,
            required: true,
        };
        let text = text(&response(assertion()));
        judge_as(&text, Some(&pending()), decryption, (book, &Replay::new()))
    };
    assert_eq!(judge(&Rulebook::strict()), Err(Rule::Encryption));
    let careless = Rulebook::strict().without(Rule::Encryption);
    assert!(matches!(judge(&careless), Ok(Outcome::Authenticated(_))));
}

#[test]
fn the_assertion_inside_the_envelope_must_be_signed() {
    let sealed = seal(&assertion().to_element(), &party().certificate);
    let response = xml::parse(sealed.as_bytes(), &xml::Limits::SAML).unwrap();
    assert_eq!(
        judge(&sealed, &Rulebook::strict()),
        Err(Rule::AssertionSigned)
    );
    breaks(&signed(&response, service()), Rule::AssertionSigned);
}

/// A response with an encrypted element.
fn seal(element: &Element, recipient: &[u8]) -> String {
    let data = xml::encrypt(
        element,
        recipient,
        &xml::DataAlgorithm::Aes256Gcm,
        &KeyTransport::OAEP_SHA256,
        &mut ambient().stream("seal"),
    );
    let mut response = response(assertion());
    response.assertions.clear();
    response.encrypted_assertions = vec![vec![data.unwrap()]];
    response.to_element().to_text()
}

#[test]
fn the_header_is_judged() {
    changed(Rule::Version, |r| r.header.version = Some("1.1".to_owned()));
    changed(Rule::ResponseIssuer, |r| {
        r.header.issuer = Some(NameId::new("https://other.example"))
    });
    changed(Rule::Destination, |r| {
        r.header.destination = Some(format!("{CONSUMER}/"))
    });
    changed(Rule::Destination, |r| r.header.destination = None);
    changed(Rule::IssueInstant, |r| {
        r.header.issue_instant = Some(now().plus(-361))
    });
    changed(Rule::IssueInstant, |r| {
        r.header.issue_instant = Some(now().plus(61))
    });
    changed(Rule::IssueInstant, |r| r.header.issue_instant = None);
    changed(Rule::InResponseTo, |r| {
        r.in_response_to = Some("_other".to_owned())
    });
    changed(Rule::InResponseTo, |r| r.in_response_to = None);
}

#[test]
fn a_second_assertion_is_refused() {
    let mut root = with_signed_assertion(&response(assertion()), service());
    let mut second = assertion();
    second.id = Some("_second".to_owned());
    root.push(second.to_element());
    breaks(&root.to_text(), Rule::OneAssertion);
    root.remove_all(ASSERTION, "Assertion");
    assert_eq!(
        judge(&root.to_text(), &Rulebook::strict()),
        Err(Rule::OneAssertion)
    );
}

#[test]
fn a_failure_is_not_a_login() {
    let mut response = response(assertion());
    response.status = Some(Status::failure(
        status::RESPONDER,
        Some(status::AUTHN_FAILED),
        "cancelled",
    ));
    let Ok(Outcome::Refused(seen)) = judge(&text(&response), &Rulebook::strict()) else {
        panic!("not a refusal");
    };
    assert_eq!(seen.sub_code_text(), Some(status::AUTHN_FAILED));
    let careless = judge(&text(&response), &Rulebook::strict().without(Rule::Status));
    assert!(matches!(careless, Ok(Outcome::Authenticated(_))));
    response.status = None;
    assert!(matches!(
        judge(&text(&response), &Rulebook::strict()),
        Ok(Outcome::Refused(_))
    ));
}

#[test]
fn nobody_may_bring_what_this_browser_did_not_ask_for() {
    let text = text(&response(assertion()));
    let judge = |book: &Rulebook<Rule>| judge_pending(&text, None, book, &Replay::new());
    assert_eq!(judge(&Rulebook::strict()), Err(Rule::Solicited));
    let careless = Rulebook::strict().without(Rule::Solicited);
    assert!(matches!(judge(&careless), Ok(Outcome::Authenticated(_))));
}

#[test]
fn the_assertion_is_judged() {
    stated(Rule::Version, |a| a.version = Some("2.1".to_owned()));
    stated(Rule::AssertionIssuer, |a| {
        a.issuer = Some(NameId::new("https://other.example"))
    });
    stated(Rule::AssertionIssuer, |a| a.issuer = None);
    stated(Rule::IssueInstant, |a| {
        a.issue_instant = Some(now().plus(-361))
    });
    stated(Rule::NameId, |a| a.subject.as_mut().unwrap().name_id = None);
    stated(Rule::NameId, |a| {
        a.subject.as_mut().unwrap().name_id = Some(NameId::new("x"))
    });
    stated(Rule::Level, |a| {
        a.authn_statements[0] = AuthnStatement::new(now(), Level::MAIL_CODE.acr())
    });
    stated(Rule::Level, |a| {
        a.authn_statements[0] = AuthnStatement::new(now(), "urn:x")
    });
    stated(Rule::AuthnInstant, |a| {
        a.authn_statements[0].authn_instant = Some(now().plus(-91))
    });
    stated(Rule::AuthnInstant, |a| {
        a.authn_statements[0].authn_instant = Some(now().plus(61))
    });
    stated(Rule::AuthnInstant, |a| {
        a.authn_statements[0].authn_instant = None
    });
    stated(Rule::SessionExpiry, |a| {
        a.authn_statements[0].session_not_on_or_after = Some(now().plus(-60))
    });
    stated(Rule::AuthnStatement, |a| {
        a.authn_statements.push(a.authn_statements[0].clone())
    });
}

#[test]
fn the_bearer_is_judged() {
    stated(Rule::Bearer, |a| {
        a.subject.as_mut().unwrap().confirmations.clear()
    });
    stated(Rule::Bearer, |a| {
        a.subject.as_mut().unwrap().confirmations[0].method =
            Some(confirmation::SENDER_VOUCHES.to_owned());
    });
    stated(Rule::Recipient, |a| {
        data(a).recipient = Some("https://other.example/acs".to_owned())
    });
    stated(Rule::Recipient, |a| data(a).recipient = None);
    stated(Rule::ConfirmationExpiry, |a| {
        data(a).not_on_or_after = Some(now().plus(-60))
    });
    stated(Rule::ConfirmationExpiry, |a| data(a).not_on_or_after = None);
    stated(Rule::ConfirmationInResponseTo, |a| {
        data(a).in_response_to = Some("_other".to_owned())
    });
}

#[test]
fn one_confirmation_that_holds_is_enough() {
    let mut assertion = assertion();
    let mut wrong = assertion.subject.as_ref().unwrap().confirmations[0].clone();
    wrong.data.as_mut().unwrap().recipient = None;
    assertion
        .subject
        .as_mut()
        .unwrap()
        .confirmations
        .insert(0, wrong);
    assert!(judge(&text(&response(assertion)), &Rulebook::strict()).is_ok());
}

#[test]
fn conditions_are_judged() {
    stated(Rule::NotBefore, |a| {
        conditions(a).not_before = Some(now().plus(61))
    });
    stated(Rule::NotOnOrAfter, |a| {
        conditions(a).not_on_or_after = Some(now().plus(-60))
    });
    stated(Rule::NotOnOrAfter, |a| conditions(a).not_on_or_after = None);
    stated(Rule::Audience, |a| {
        conditions(a).audience_restrictions = vec![vec!["https://other.example".to_owned()]]
    });
    stated(Rule::Audience, |a| {
        conditions(a).audience_restrictions.clear()
    });
    stated(Rule::Audience, |a| {
        conditions(a)
            .audience_restrictions
            .push(vec!["https://other.example".to_owned()])
    });
    stated(Rule::KnownConditions, |a| {
        let condition = Element::new("saml2:Condition", ASSERTION);
        conditions(a).others.push(condition);
    });
}

#[test]
fn clocks_may_differ_by_a_minute() {
    let mut assertion = assertion();
    conditions(&mut assertion).not_before = Some(now().plus(60));
    conditions(&mut assertion).not_on_or_after = Some(now().plus(-59));
    data(&mut assertion).not_on_or_after = Some(now().plus(-59));
    assertion.authn_statements[0].authn_instant = Some(now().plus(60));
    assert!(judge(&text(&response(assertion)), &Rulebook::strict()).is_ok());
}

#[test]
fn several_audiences_with_ours_among_them_pass() {
    let mut assertion = assertion();
    conditions(&mut assertion).audience_restrictions[0]
        .insert(0, "https://other.example".to_owned());
    assert!(judge(&text(&response(assertion)), &Rulebook::strict()).is_ok());
}

#[test]
fn attributes_are_judged() {
    let attributes = |a: &mut Assertion| std::mem::take(&mut a.attribute_statements[0].attributes);
    stated(Rule::MandatoryAttributes, |a| {
        let mut all = attributes(a);
        all.truncate(1);
        a.attribute_statements[0].attributes = all;
    });
    stated(Rule::MandatoryAttributes, |a| {
        let mut all = attributes(a);
        all[0].values.clear();
        a.attribute_statements[0].attributes = all;
    });
    stated(Rule::UniqueAttributes, |a| {
        let again = Attribute::text(attribute::SURNAME, "OTHER");
        a.attribute_statements
            .push(AttributeStatement::of(vec![again]));
    });
}

#[test]
fn the_same_response_passes_once() {
    let (text, replay, strict) = (
        text(&response(assertion())),
        Replay::new(),
        Rulebook::strict(),
    );
    assert!(judge_with(&text, &strict, &replay).is_ok());
    assert_eq!(judge_with(&text, &strict, &replay), Err(Rule::Replay));
    let fresh_envelope = {
        let mut response = response(assertion());
        response.header.id = Some("_another".to_owned());
        with_signed_assertion(&response, service()).to_text()
    };
    assert_eq!(
        judge_with(&fresh_envelope, &strict, &replay),
        Err(Rule::Replay)
    );
    assert!(judge_with(&text, &Rulebook::strict().without(Rule::Replay), &replay).is_ok());
}

#[test]
fn a_response_that_was_refused_is_not_remembered() {
    let (text, replay) = (text(&response(assertion())), Replay::new());
    let refused = judge_pending(&text, None, &Rulebook::strict(), &replay);
    assert_eq!(refused, Err(Rule::Solicited));
    assert!(judge_with(&text, &Rulebook::strict(), &replay).is_ok());
}

#[test]
fn what_is_no_response_is_refused() {
    for text in ["", "<a/>", "<!DOCTYPE a><a/>", "<a", "\u{0}"] {
        assert_eq!(
            judge(text, &Rulebook::strict()),
            Err(Rule::Syntax),
            "{text}"
        );
    }
}
