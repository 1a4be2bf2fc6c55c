//! The portal towards SAML services: requests, responses, faults, logout.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/world.rs"]
mod world;

use csam::{Fault, paths};
use pki::Purpose;
use rules::{Rule as _, Rulebook};
use saml::fas::response::{Decryption, Outcome, Pending, Receiver, check};
use saml::fas::{Incoming, Level, attribute, logout};
use saml::message::{AuthnRequest, Header, LogoutRequest, NameId};
use saml::metadata::{KeyUse, Metadata};
use saml::names::{ASSERTION, binding, name_id, status};
use saml::{MessageKind, Replay, post, redirect};
use web::Response;
use xml::{
    DecryptionKey, EncryptionPolicy, Hash, Limits, Position, SignWith, SignatureAlgorithm,
    SignaturePolicy, Which,
};

use world::{
    CONSUMER, Encryption, PORTAL, SERVICE, World, field, identity, location, service_metadata, text,
};

const ENTITY: &str = "http://csam.test/fas/saml/metadata";

fn portal_certificates() -> Vec<Vec<u8>> {
    vec![identity("portal", Purpose::Signing).certificate]
}

/// What a strict service says to the response on a page.
fn judged(
    world: &World,
    request: &AuthnRequest,
    page: &Response,
    encrypted: bool,
) -> Result<Outcome, &'static str> {
    let page = text(page);
    assert!(page.contains(&format!("action=\"{CONSUMER}\"")), "{page}");
    assert_eq!(
        field(&page, "RelayState").as_deref(),
        Some("state-of-the-service")
    );
    let response = post::decode(&field(&page, "SAMLResponse").unwrap(), &Limits::SAML).unwrap();
    let certificates = portal_certificates();
    let policy = SignaturePolicy::fas();
    let replay = Replay::new();
    let own = identity("encryption", Purpose::Encryption);
    let key = DecryptionKey::from_pkcs8(&own.key, &own.certificate).unwrap();
    let opening = EncryptionPolicy::eidas_1_3();
    let receiver = Receiver {
        entity_id: SERVICE,
        consumer: CONSUMER,
        issuer: ENTITY,
        certificates: &certificates,
        policy: &policy,
        decryption: encrypted.then_some(Decryption {
            key: &key,
            policy: &opening,
            required: true,
        }),
        attributes: &[attribute::SURNAME, attribute::GIVEN_NAME],
        replay: &replay,
        now: world.ambient.now(),
    };
    let (level, _) =
        Level::parse(&request.requested_authn_context.as_ref().unwrap().class_refs[0]).unwrap();
    let pending = Pending {
        id: request.header.id.clone().unwrap(),
        issued: request.header.issue_instant.unwrap(),
        level,
        force_authn: false,
        name_id_format: Some(name_id::TRANSIENT.into()),
    };
    check(&response, &receiver, Some(&pending), &Rulebook::strict())
        .map_err(|breach| breach.rule.name())
}

fn login(world: &World) -> (AuthnRequest, Response) {
    let request = world.authn_request(Level::APP_CODE);
    world.sign_on(&request);
    let page = world.identify();
    (request, page)
}

#[test]
fn the_metadata_is_signed_and_says_where_to_go() {
    let world = World::new();
    let document = text(&world.get(paths::METADATA));
    let policy = SignaturePolicy {
        limits: Limits::METADATA,
        ..SignaturePolicy::fas()
    };
    let verified = xml::verify(&document, &Which::Root, &portal_certificates(), &policy).unwrap();
    let metadata = Metadata::from_element(&verified.into_element()).unwrap();
    assert_eq!(metadata.entity_id.as_deref(), Some(ENTITY));
    let provider = metadata.identity_provider().unwrap();
    assert_eq!(provider.want_authn_requests_signed, Some(true));
    assert_eq!(
        provider.role.certificates(KeyUse::Signing),
        portal_certificates()
    );
    for binding in [binding::HTTP_REDIRECT, binding::HTTP_POST] {
        let to = provider.sign_on(binding).unwrap().location.clone().unwrap();
        assert_eq!(to, format!("{PORTAL}{}", paths::SINGLE_SIGN_ON));
    }
}

#[test]
fn a_german_logs_in_to_a_service_that_wants_encryption() {
    let world = World::new();
    let (request, page) = login(&world);
    let Outcome::Authenticated(person) = judged(&world, &request, &page, true).unwrap() else {
        panic!("{}", text(&page));
    };
    assert!(person.encrypted);
    assert_eq!(person.level, Level::CARD);
    assert_eq!(person.attribute(attribute::SURNAME), Some("BEISPIELER"));
    assert_eq!(person.attribute(attribute::GIVEN_NAME), Some("LENE MARIT"));
    assert_eq!(
        person.attribute(attribute::DATE_OF_BIRTH),
        Some("1987-04-23")
    );
    assert_eq!(person.attribute(attribute::PREF_LANGUAGE), Some("en"));
    assert_eq!(person.attribute(attribute::CONTEXT), Some("citizen"));
    assert_eq!(
        person.attribute(attribute::AUTHENTICATION_METHOD),
        Some("eidasDE")
    );
    assert_eq!(
        person.attribute(attribute::EIDAS_PERSON_IDENTIFIER),
        Some("DE/BE/5AB4F9CC")
    );
    assert_eq!(person.attribute(attribute::EGOV_NRN), None);
    assert_eq!(person.attribute(attribute::FED_ID).unwrap().len(), 40);
    assert!(world.journal.lines().is_empty());
}

#[test]
fn a_service_without_a_key_for_encryption_gets_the_assertion_in_the_clear() {
    let world = World::with(|config| {
        config.services = vec![service_metadata(Encryption::Unwanted, None)];
    });
    let (request, page) = login(&world);
    let outcome = judged(&world, &request, &page, false).unwrap();
    assert!(matches!(outcome, Outcome::Authenticated(person) if !person.encrypted));
}

#[test]
fn a_request_comes_by_form_as_well() {
    let world = World::new();
    let request = world.authn_request(Level::APP_CODE);
    let (key, algorithm) = (
        world.service_key(),
        SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
    );
    let with = SignWith::new(&key, &algorithm).position(Position::After {
        namespace: ASSERTION,
        local: "Issuer",
    });
    let signed = xml::sign(&request.to_element(), &with).unwrap();
    let fields = post::fields(MessageKind::Request, &signed, Some("state-of-the-service"));
    let fields: Vec<_> = fields
        .iter()
        .map(|(n, v)| (n.as_str(), v.as_str()))
        .collect();
    world.follow(world.post(paths::SINGLE_SIGN_ON, &fields));
    let page = world.identify();
    assert!(judged(&world, &request, &page, true).is_ok());
}

#[test]
fn the_second_login_asks_abroad_again_and_finds_the_same_federal_id() {
    let world = World::new();
    let id = || {
        let (request, page) = login(&world);
        match judged(&world, &request, &page, true).unwrap() {
            Outcome::Authenticated(person) => {
                let name = person.name_id.value.clone();
                (
                    person.attribute(attribute::FED_ID).unwrap().to_owned(),
                    name,
                )
            }
            Outcome::Refused(status) => panic!("{status:?}"),
        }
    };
    let (first, second) = (id(), id());
    assert_eq!(first.0, second.0);
    assert_ne!(first.1, second.1, "the name is for one session");
}

#[test]
fn each_fault_of_a_response_is_caught_by_a_strict_service() {
    for (fault, rule) in [
        (Fault::Unsigned, "assertion-signed"),
        (Fault::AssertionUnsigned, "assertion-signed"),
        (Fault::ForeignKey, "signature"),
        (Fault::AlteredAfterSigning, "signature"),
        (Fault::SignatureWrapped, "signed-element-used"),
        (Fault::Sha1Signature, "signature"),
        (Fault::TwoAssertions, "one-assertion"),
        (Fault::NotEncrypted, "encryption"),
        (Fault::WrongVersion, "version"),
        (Fault::OldResponse, "issue-instant"),
        (Fault::WrongDestination, "destination"),
        (Fault::WrongInResponseTo, "in-response-to"),
        (Fault::WrongIssuer, "issuer"),
        (Fault::WrongAssertionIssuer, "assertion-issuer"),
        (Fault::NameMissing, "name-id"),
        (Fault::NoBearer, "bearer"),
        (Fault::WrongRecipient, "recipient"),
        (Fault::ConfirmationExpired, "confirmation-expiry"),
        (
            Fault::WrongConfirmationInResponseTo,
            "confirmation-in-response-to",
        ),
        (Fault::WrongAudience, "audience"),
        (Fault::Expired, "not-on-or-after"),
        (Fault::NotYetValid, "not-before"),
        (Fault::UnknownCondition, "known-conditions"),
        (Fault::NoAuthnStatement, "authn-statement"),
        (Fault::AuthnInstantAhead, "authn-instant"),
        (Fault::SessionEnded, "session-expiry"),
        (Fault::LevelTooLow, "level"),
        (Fault::AttributeTwice, "unique-attributes"),
        (Fault::AttributeMissing, "mandatory-attributes"),
    ] {
        let world = World::with_fault(fault);
        let (request, page) = login(&world);
        let verdict =
            judged(&world, &request, &page, true).map_err(|rule| rule.replace("fas-response-", ""));
        assert_eq!(verdict, Err(rule.to_owned()), "{}", fault.name());
    }
}

#[test]
fn a_signed_assertion_in_an_unsigned_response_is_enough() {
    let world = World::with_fault(Fault::ResponseUnsigned);
    let (request, page) = login(&world);
    assert!(judged(&world, &request, &page, true).is_ok());
}

#[test]
fn faults_that_only_a_reader_notices() {
    let read = |fault| {
        let world = World::with_fault(fault);
        let (request, page) = login(&world);
        judged(&world, &request, &page, true)
    };
    let surname = |outcome: Result<Outcome, &'static str>| match outcome.unwrap() {
        Outcome::Authenticated(person) => person.attribute(attribute::SURNAME).map(str::to_owned),
        Outcome::Refused(status) => panic!("{status:?}"),
    };
    // A comment does not end the value.
    assert_eq!(
        surname(read(Fault::CommentInName)).as_deref(),
        Some("BEISPIELER")
    );
    assert_eq!(
        surname(read(Fault::NamesSwapped)).as_deref(),
        Some("LENE MARIT")
    );
    assert!(matches!(
        read(Fault::FailureWithAssertion),
        Ok(Outcome::Refused(_))
    ));
}

#[test]
fn requests_that_are_not_accepted_end_on_a_page_that_names_the_rule() {
    type Change = fn(&mut AuthnRequest);
    let cases: [(&str, Change); 4] = [
        ("fas-request-known-issuer", |r| {
            r.header.issuer = Some(NameId::new("http://stranger.test/metadata"));
        }),
        ("fas-request-destination", |r| {
            r.header.destination = Some("http://other-portal.test/sso".into());
        }),
        ("fas-request-consumer", |r| {
            r.assertion_consumer_service_url = Some("http://evil.test/acs".into());
        }),
        ("fas-request-issue-instant", |r| {
            r.header.issue_instant = r.header.issue_instant.map(|at| at.plus(-3600));
        }),
    ];
    for (rule, change) in cases {
        let world = World::new();
        let mut request = world.authn_request(Level::APP_CODE);
        change(&mut request);
        let page = world.sign_on(&request);
        assert_eq!(page.status(), 400);
        assert!(
            text(&page).contains(&format!("<code class=\"rule\">{rule}</code>")),
            "{rule}"
        );
        assert!(world.journal.names("csam", rule), "{rule}");
        assert!(!text(&page).contains("evil.test"), "nothing is reflected");
    }
}

#[test]
fn an_unsigned_repeated_or_absent_request_is_not_accepted() {
    let world = World::new();
    let url = world.sign_on_url(&world.authn_request(Level::APP_CODE));
    let unsigned = url.split("&SigAlg=").next().unwrap();
    assert_eq!(world.get(unsigned).status(), 400);
    assert!(world.journal.names("csam", "fas-request-signature"));
    assert_eq!(world.get(&url).status(), 303);
    assert_eq!(world.get(&url).status(), 400);
    assert!(world.journal.names("csam", "fas-request-replay"));
    assert_eq!(world.get(paths::SINGLE_SIGN_ON).status(), 400);
    assert!(world.journal.names("csam", "fas-request-syntax"));
    assert_eq!(
        world
            .post(paths::SINGLE_SIGN_ON, &[("SAMLRequest", "&<!")])
            .status(),
        400
    );
}

fn status_of(world: &World, request: &AuthnRequest, page: &Response) -> (String, String) {
    match judged(world, request, page, true).unwrap() {
        Outcome::Refused(status) => (
            status.code_text().unwrap().to_owned(),
            status.sub_code_text().unwrap_or_default().to_owned(),
        ),
        Outcome::Authenticated(person) => panic!("{person:?}"),
    }
}

#[test]
fn a_passive_request_and_one_for_a_level_that_there_is_not_are_answered_by_a_response() {
    let world = World::new();
    let mut request = world.authn_request(Level::APP_CODE);
    request.is_passive = Some(true);
    let page = world.sign_on(&request);
    let expected = (status::RESPONDER.to_owned(), status::NO_PASSIVE.to_owned());
    assert_eq!(status_of(&world, &request, &page), expected);
}

#[test]
fn whoever_cancels_goes_back_with_a_failure() {
    let world = World::new();
    let request = world.authn_request(Level::APP_CODE);
    world.sign_on(&request);
    let page = world.press("cancel", "1");
    let expected = (
        status::RESPONDER.to_owned(),
        status::AUTHN_FAILED.to_owned(),
    );
    assert_eq!(status_of(&world, &request, &page), expected);
    assert_eq!(world.get(paths::PAGES).status(), 400, "the login is over");
}

#[test]
fn a_service_that_demands_the_number_gets_a_refusal_and_never_an_empty_one() {
    let world = World::with(|config| {
        config.services = vec![service_metadata(Encryption::Wanted, Some("true"))];
    });
    let request = world.authn_request(Level::APP_CODE);
    world.sign_on(&request);
    let page = text(&world.identify());
    assert!(
        page.contains("<code class=\"rule\">LINK_REQUIRED</code>"),
        "{page}"
    );
    assert!(world.journal.names("csam", "csam-number-linked"));
    let page = world.press("cancel", "1");
    let expected = (
        status::RESPONDER.to_owned(),
        status::REQUEST_DENIED.to_owned(),
    );
    assert_eq!(status_of(&world, &request, &page), expected);
}

#[test]
fn a_service_that_welcomes_the_number_gets_none() {
    let world = World::with(|config| {
        config.services = vec![service_metadata(Encryption::Wanted, Some("false"))];
    });
    let (request, page) = login(&world);
    let outcome = judged(&world, &request, &page, true).unwrap();
    assert!(
        matches!(outcome, Outcome::Authenticated(p) if p.attribute(attribute::EGOV_NRN).is_none())
    );
}

fn session(world: &World) -> (String, String) {
    let (request, page) = login(world);
    match judged(world, &request, &page, true).unwrap() {
        Outcome::Authenticated(person) => {
            (person.name_id.value.clone(), person.session_index.unwrap())
        }
        Outcome::Refused(status) => panic!("{status:?}"),
    }
}

fn logout_request(world: &World, name: &str, index: &str) -> LogoutRequest {
    LogoutRequest {
        header: Header {
            issuer: Some(NameId::new(SERVICE)),
            destination: Some(format!("{PORTAL}{}", paths::SINGLE_LOGOUT)),
            ..Header::fresh(&world.ambient)
        },
        name_id: Some(NameId::new(name).with_format(name_id::TRANSIENT)),
        session_indexes: vec![index.into()],
        ..LogoutRequest::default()
    }
}

fn send_logout(world: &World, request: &LogoutRequest) -> Response {
    let carried = saml::binding::Carried {
        kind: MessageKind::Request,
        text: request.to_element().to_text(),
        relay_state: Some("bye".into()),
    };
    let (key, algorithm) = (
        world.service_key(),
        SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
    );
    let to = format!("{PORTAL}{}", paths::SINGLE_LOGOUT);
    world.get(&redirect::url(&to, &carried, Some((&key, &algorithm))).unwrap())
}

fn check_logout_response(world: &World, to: &str, asked: &str) -> Result<String, &'static str> {
    let query = to.split_once('?').unwrap().1;
    let incoming = redirect::parse(query, &Limits::SAML).unwrap();
    let peers = [logout::Peer {
        entity_id: ENTITY.into(),
        certificates: portal_certificates(),
    }];
    let (policy, replay) = (SignaturePolicy::fas(), Replay::new());
    let receiver = logout::Receiver {
        destinations: &[world::LOGOUT],
        peers: &peers,
        policy: &policy,
        replay: &replay,
        now: world.ambient.now(),
    };
    let incoming = Incoming::Redirect(&incoming);
    logout::check_response(incoming, &receiver, Some(asked), &Rulebook::strict())
        .map(|response| response.status.unwrap().code_text().unwrap().to_owned())
        .map_err(|breach| breach.rule.name())
}

#[test]
fn a_service_ends_its_session_once() {
    let world = World::new();
    let (name, index) = session(&world);
    for expected in [status::SUCCESS, status::REQUESTER] {
        let request = logout_request(&world, &name, &index);
        let to = location(&send_logout(&world, &request)).unwrap();
        assert!(
            to.starts_with("http://lfa.test/saml/logout?SAMLResponse="),
            "{to}"
        );
        assert!(to.contains("RelayState=bye"));
        let id = request.header.id.unwrap();
        assert_eq!(
            check_logout_response(&world, &to, &id).as_deref(),
            Ok(expected)
        );
    }
}

#[test]
fn a_service_cannot_end_the_session_of_another_name_or_index() {
    let world = World::new();
    let (name, index) = session(&world);
    for (name, index) in [("another", index.as_str()), (name.as_str(), "another")] {
        let request = logout_request(&world, name, index);
        let to = location(&send_logout(&world, &request)).unwrap();
        let id = request.header.id.unwrap();
        assert_eq!(
            check_logout_response(&world, &to, &id).as_deref(),
            Ok(status::REQUESTER)
        );
    }
}

#[test]
fn logout_messages_without_signature_are_not_accepted_and_are_a_fault() {
    let world = World::new();
    let (name, index) = session(&world);
    let request = logout_request(&world, &name, &index);
    let carried = saml::binding::Carried {
        kind: MessageKind::Request,
        text: request.to_element().to_text(),
        relay_state: None,
    };
    let to = format!("{PORTAL}{}", paths::SINGLE_LOGOUT);
    let page = world.get(&redirect::url(&to, &carried, None).unwrap());
    assert_eq!(page.status(), 400);
    assert!(
        text(&page).contains("<code class=\"rule\">fas-logout-signature</code>"),
        "{}",
        text(&page)
    );

    let world = World::with_fault(Fault::LogoutUnsigned);
    let (name, index) = session(&world);
    let request = logout_request(&world, &name, &index);
    let to = location(&send_logout(&world, &request)).unwrap();
    let id = request.header.id.unwrap();
    assert_eq!(
        check_logout_response(&world, &to, &id),
        Err("fas-logout-signature")
    );
}

#[test]
fn a_person_who_logs_out_at_the_portal_is_logged_out_of_the_service() {
    let world = World::new();
    let (name, index) = session(&world);
    assert!(text(&world.get(paths::PAGES_LOGOUT)).contains("lfa.test"));
    let to = location(&world.post(paths::PAGES_LOGOUT, &[])).unwrap();
    let query = to.split_once('?').unwrap().1;
    let incoming = redirect::parse(query, &Limits::SAML).unwrap();
    incoming
        .verify(&portal_certificates(), &SignaturePolicy::fas())
        .unwrap();
    let element = xml::parse(incoming.carried.text.as_bytes(), &Limits::SAML).unwrap();
    let asked = LogoutRequest::from_element(&element).unwrap();
    assert_eq!(asked.name_id.unwrap().value, name);
    assert_eq!(asked.session_indexes, [index]);

    let answer = saml::message::LogoutResponse {
        header: Header {
            issuer: Some(NameId::new(SERVICE)),
            destination: Some(format!("{PORTAL}{}", paths::SINGLE_LOGOUT)),
            ..Header::fresh(&world.ambient)
        },
        in_response_to: asked.header.id,
        status: Some(saml::message::Status::success()),
    };
    let carried = saml::binding::Carried {
        kind: MessageKind::Response,
        text: answer.to_element().to_text(),
        relay_state: None,
    };
    let (key, algorithm) = (
        world.service_key(),
        SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
    );
    let to = format!("{PORTAL}{}", paths::SINGLE_LOGOUT);
    let url = redirect::url(&to, &carried, Some((&key, &algorithm))).unwrap();
    let page = text(&world.follow(world.get(&url)));
    assert!(page.contains("You are logged out."), "{page}");
    // A second answer belongs to nothing.
    assert_eq!(world.get(&url).status(), 400);
}
