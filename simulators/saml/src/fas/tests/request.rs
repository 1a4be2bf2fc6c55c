use rules::{Rule as _, Rulebook};
use xml::SignaturePolicy;

use super::parties::{CONSUMER, PARTY, RSA_SHA256, SSO, ambient, party, signed, stranger};
use crate::fas::request::{Accepted, Answer, Receiver, Refusal, Rule, check};
use crate::fas::{Context, Incoming, Level};
use crate::message::{AuthnRequest, Header, NameId, NameIdPolicy, RequestedAuthnContext};
use crate::metadata::{Endpoint, KeyDescriptor, KeyUse, Metadata, RoleDescriptor, SpDescriptor};
use crate::names::{binding, name_id, status};
use crate::{Instant, MessageKind, Replay, redirect};

fn now() -> Instant {
    ambient().now().into()
}

fn request() -> AuthnRequest {
    AuthnRequest {
        header: Header {
            id: Some("_request".to_owned()),
            destination: Some(SSO.to_owned()),
            issuer: Some(NameId::new(PARTY)),
            ..Header::fresh(&ambient())
        },
        protocol_binding: Some(binding::HTTP_POST.to_owned()),
        assertion_consumer_service_url: Some(CONSUMER.to_owned()),
        name_id_policy: Some(NameIdPolicy::of(name_id::TRANSIENT)),
        requested_authn_context: Some(RequestedAuthnContext::new(
            "minimum",
            Level::APP_CODE.class_ref(Context::Citizen),
        )),
        ..AuthnRequest::default()
    }
}

fn peers() -> Vec<Metadata> {
    let keys = vec![KeyDescriptor::new(
        KeyUse::Signing,
        party().certificate.clone(),
    )];
    let mut metadata = Metadata::new(PARTY);
    metadata.sp.push(SpDescriptor {
        role: RoleDescriptor::with_keys(keys),
        assertion_consumers: vec![
            Endpoint::new(binding::HTTP_POST, "https://party.example/other").indexed(1, false),
            Endpoint::new(binding::HTTP_POST, CONSUMER).indexed(0, true),
        ],
        ..SpDescriptor::default()
    });
    vec![metadata]
}

fn judge(
    incoming: Incoming<'_>,
    book: &Rulebook<Rule>,
    replay: &Replay,
) -> Result<Accepted, Refusal> {
    let receiver = Receiver {
        destinations: &[SSO],
        peers: &peers(),
        policy: &SignaturePolicy::fas(),
        replay,
        now: now().seconds(),
    };
    check(incoming, &receiver, book).map_err(|refusal| *refusal)
}

fn post(request: &AuthnRequest, book: &Rulebook<Rule>) -> Result<Accepted, Refusal> {
    let text = signed(&request.to_element(), party());
    judge(Incoming::Post(&text), book, &Replay::new())
}

#[track_caller]
fn changed(rule: Rule, change: impl FnOnce(&mut AuthnRequest)) {
    let mut request = request();
    change(&mut request);
    let refused = post(&request, &Rulebook::strict()).unwrap_err();
    assert_eq!(refused.breach.rule, rule);
    let waived = post(&request, &Rulebook::strict().without(rule));
    assert!(waived.is_ok(), "without {}: {waived:?}", rule.name());
    // A response may go out only where the address is known to be right.
    assert_eq!(refused.reply.is_some(), rule.answer() != Answer::Page);
}

#[test]
fn a_good_request_says_where_the_answer_goes() {
    let accepted = post(&request(), &Rulebook::strict()).unwrap();
    assert_eq!(accepted.reply.consumer, CONSUMER);
    assert_eq!(accepted.reply.entity_id, PARTY);
    assert_eq!(accepted.reply.in_response_to, "_request");
    assert_eq!(accepted.level.lowest(), Some(Level::APP_CODE));
}

fn query(text: &str, keys: Option<&super::parties::Keys>) -> redirect::Incoming {
    let message = crate::binding::Carried {
        kind: MessageKind::Request,
        text: text.to_owned(),
        relay_state: Some("state / + %".to_owned()),
    };
    let key = keys.map(super::parties::Keys::signing);
    let query = redirect::query(&message, key.as_ref().map(|key| (key, &RSA_SHA256))).unwrap();
    redirect::parse(&query, &xml::Limits::SAML).unwrap()
}

#[test]
fn a_redirect_is_signed_in_the_query() {
    let text = request().to_element().to_text();
    let judge = |incoming: &redirect::Incoming| {
        judge(
            Incoming::Redirect(incoming),
            &Rulebook::strict(),
            &Replay::new(),
        )
        .map_err(|refusal| refusal.breach.rule)
    };
    assert!(judge(&query(&text, Some(party()))).is_ok());
    assert_eq!(judge(&query(&text, None)).unwrap_err(), Rule::Signature);
    assert_eq!(
        judge(&query(&text, Some(stranger()))).unwrap_err(),
        Rule::Signature
    );
    let inside = signed(&request().to_element(), party());
    assert_eq!(judge(&query(&inside, None)).unwrap_err(), Rule::Signature);
}

#[test]
fn an_unsigned_form_is_refused() {
    let text = request().to_element().to_text();
    let judge = |book: &Rulebook<Rule>| judge(Incoming::Post(&text), book, &Replay::new());
    assert_eq!(
        judge(&Rulebook::strict()).unwrap_err().breach.rule,
        Rule::Signature
    );
    assert!(judge(&Rulebook::strict().without(Rule::Signature)).is_ok());
}

#[test]
fn the_header_is_judged() {
    changed(Rule::Version, |r| r.header.version = None);
    changed(Rule::Destination, |r| {
        r.header.destination = Some("https://other.example/sso".to_owned())
    });
    changed(Rule::Destination, |r| r.header.destination = None);
    changed(Rule::IssueInstant, |r| {
        r.header.issue_instant = Some(now().plus(-361))
    });
    changed(Rule::IssueInstant, |r| {
        r.header.issue_instant = Some(now().plus(61))
    });
    changed(Rule::IssueInstant, |r| r.header.issue_instant = None);
}

#[test]
fn an_unknown_party_is_refused() {
    let mut request = request();
    request.header.issuer = Some(NameId::new("https://stranger.example"));
    let refused = post(&request, &Rulebook::strict()).unwrap_err();
    assert_eq!(refused.breach.rule, Rule::KnownIssuer);
    assert_eq!(refused.reply, None);
}

#[test]
fn the_answer_goes_to_registered_addresses_only() {
    changed(Rule::Consumer, |r| {
        r.assertion_consumer_service_url = Some("https://evil.example/acs".to_owned())
    });
    changed(Rule::Consumer, |r| {
        r.assertion_consumer_service_url = None;
        r.assertion_consumer_service_index = Some(7);
    });
    let mut request = request();
    request.assertion_consumer_service_url = None;
    assert_eq!(
        post(&request, &Rulebook::strict()).unwrap().reply.consumer,
        CONSUMER
    );
    request.assertion_consumer_service_index = Some(1);
    let other = post(&request, &Rulebook::strict()).unwrap().reply.consumer;
    assert_eq!(other, "https://party.example/other");
}

#[test]
fn the_content_is_judged() {
    changed(Rule::ProtocolBinding, |r| {
        r.protocol_binding = Some(binding::SOAP.to_owned())
    });
    changed(Rule::NameIdPolicy, |r| {
        r.name_id_policy = Some(NameIdPolicy::of(name_id::KERBEROS))
    });
    changed(Rule::AuthnContext, |r| {
        r.requested_authn_context = Some(RequestedAuthnContext::new("minimum", "urn:x"))
    });
    changed(Rule::AuthnContext, |r| {
        r.requested_authn_context = Some(RequestedAuthnContext::new("better", Level::CARD.acr()));
    });
}

#[test]
fn a_failure_that_may_be_answered_has_a_status() {
    let answer = Rule::NameIdPolicy.answer();
    let (code, sub) = (status::REQUESTER, status::INVALID_NAME_ID_POLICY);
    assert_eq!(answer, Answer::Saml { code, sub });
}

#[test]
fn the_same_request_passes_once() {
    let (text, replay) = (signed(&request().to_element(), party()), Replay::new());
    assert!(judge(Incoming::Post(&text), &Rulebook::strict(), &replay).is_ok());
    let again = judge(Incoming::Post(&text), &Rulebook::strict(), &replay).unwrap_err();
    assert_eq!(again.breach.rule, Rule::Replay);
}

#[test]
fn what_is_no_request_is_refused() {
    for text in ["", "<a/>", "<!DOCTYPE a><a/>"] {
        let refused = judge(Incoming::Post(text), &Rulebook::strict(), &Replay::new()).unwrap_err();
        assert_eq!(refused.breach.rule, Rule::Syntax);
    }
}
