use rules::{Rule as _, Rulebook};
use xml::SignaturePolicy;

use super::parties::{SERVICE, SLO, ambient, service, signed, stranger};
use crate::fas::Incoming;
use crate::fas::logout::{Peer, Receiver, Rule, check_request, check_response};
use crate::message::{Header, LogoutRequest, LogoutResponse, NameId, Status};
use crate::{Instant, Replay};

fn now() -> Instant {
    ambient().now().into()
}

fn header() -> Header {
    Header {
        destination: Some(SLO.to_owned()),
        issuer: Some(NameId::new(SERVICE)),
        ..Header::fresh(&ambient())
    }
}

fn request() -> LogoutRequest {
    LogoutRequest {
        header: header(),
        not_on_or_after: Some(now().plus(300)),
        name_id: Some(NameId::new("name-for-one-session")),
        session_indexes: vec!["_session".to_owned()],
        ..LogoutRequest::default()
    }
}

fn response() -> LogoutResponse {
    LogoutResponse {
        header: header(),
        in_response_to: Some("_logout".to_owned()),
        status: Some(Status::success()),
    }
}

fn with_receiver<T>(judge: impl FnOnce(&Receiver<'_>) -> T, replay: &Replay) -> T {
    let peer = Peer {
        entity_id: SERVICE.to_owned(),
        certificates: vec![service().certificate.clone()],
    };
    judge(&Receiver {
        destinations: &[SLO],
        peers: &[peer],
        policy: &SignaturePolicy::fas(),
        replay,
        now: now().seconds(),
    })
}

fn judge_request(
    text: &str,
    book: &Rulebook<Rule>,
    replay: &Replay,
) -> Result<LogoutRequest, Rule> {
    with_receiver(
        |receiver| check_request(Incoming::Post(text), receiver, book),
        replay,
    )
    .map_err(|breach| breach.rule)
}

fn judge_response(text: &str, book: &Rulebook<Rule>) -> Result<LogoutResponse, Rule> {
    let judge = |receiver: &Receiver<'_>| {
        check_response(Incoming::Post(text), receiver, Some("_logout"), book)
    };
    with_receiver(judge, &Replay::new()).map_err(|breach| breach.rule)
}

#[track_caller]
fn changed(rule: Rule, change: impl FnOnce(&mut LogoutRequest)) {
    let mut request = request();
    change(&mut request);
    let text = signed(&request.to_element(), service());
    assert_eq!(
        judge_request(&text, &Rulebook::strict(), &Replay::new()),
        Err(rule)
    );
    let waived = judge_request(&text, &Rulebook::strict().without(rule), &Replay::new());
    assert!(waived.is_ok(), "without {}: {waived:?}", rule.name());
}

#[test]
fn a_good_request_names_the_session() {
    let text = signed(&request().to_element(), service());
    let request = judge_request(&text, &Rulebook::strict(), &Replay::new()).unwrap();
    assert_eq!(request.session_indexes, ["_session"]);
}

#[test]
fn a_request_is_judged() {
    changed(Rule::Version, |r| r.header.version = None);
    changed(Rule::Destination, |r| r.header.destination = None);
    changed(Rule::IssueInstant, |r| {
        r.header.issue_instant = Some(now().plus(-361))
    });
    changed(Rule::NotOnOrAfter, |r| {
        r.not_on_or_after = Some(now().plus(-60))
    });
    changed(Rule::NameId, |r| r.name_id = None);
    let foreign = signed(&request().to_element(), stranger());
    assert_eq!(
        judge_request(&foreign, &Rulebook::strict(), &Replay::new()),
        Err(Rule::Signature)
    );
    let mut unknown = request();
    unknown.header.issuer = Some(NameId::new("https://other.example"));
    let unknown = signed(&unknown.to_element(), service());
    assert_eq!(
        judge_request(&unknown, &Rulebook::strict(), &Replay::new()),
        Err(Rule::KnownIssuer)
    );
    assert_eq!(
        judge_request("<a/>", &Rulebook::strict(), &Replay::new()),
        Err(Rule::Syntax)
    );
}

#[test]
fn the_same_request_passes_once() {
    let (text, replay) = (signed(&request().to_element(), service()), Replay::new());
    assert!(judge_request(&text, &Rulebook::strict(), &replay).is_ok());
    assert_eq!(
        judge_request(&text, &Rulebook::strict(), &replay),
        Err(Rule::Replay)
    );
}

#[test]
fn a_response_answers_the_request_of_this_browser() {
    let text = signed(&response().to_element(), service());
    assert!(
        judge_response(&text, &Rulebook::strict())
            .unwrap()
            .status
            .unwrap()
            .is_success()
    );
    let mut other = response();
    other.in_response_to = Some("_other".to_owned());
    let other = signed(&other.to_element(), service());
    assert_eq!(
        judge_response(&other, &Rulebook::strict()),
        Err(Rule::InResponseTo)
    );
    assert!(judge_response(&other, &Rulebook::strict().without(Rule::InResponseTo)).is_ok());
}
