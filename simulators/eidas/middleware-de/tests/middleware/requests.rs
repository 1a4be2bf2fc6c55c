//! Bad requests, and what the middleware says to them.

use eidas_profile::request::RequestDraft;
use eidas_profile::{MiddlewareCode, ServiceType, Signer};
use pki::Purpose;
use saml::binding::Carried;
use saml::{AuthnRequest, MessageKind, redirect};
use web::Response;
use xml::Hash;

use crate::world::{Tab, World, code, identity, text};

/// Sends a request that was changed before it was signed.
fn changed(world: &World, change: impl FnOnce(&mut AuthnRequest)) -> Response {
    let mut message = world.draft().to_message(&world.desk.ambient);
    change(&mut message);
    let text = world.connector.signer.sign_message(&message.to_element());
    world.ask(&mut Tab::default(), &text.unwrap(), None)
}

fn refused(page: &Response) -> (u16, String) {
    (page.status().as_u16(), code(page))
}

fn with(code: MiddlewareCode) -> (u16, String) {
    (400, code.word().to_owned())
}

#[test]
fn a_good_request_leads_to_the_page_that_starts_the_client() {
    let world = World::new();
    let page = changed(&world, |_| ());
    assert_eq!(page.status(), 200);
    assert!(text(&page).contains("Start the eID app"));
}

#[test]
fn signatures_have_to_be_right() {
    let world = World::new();
    let expected = with(MiddlewareCode::SignatureCheckFailed);
    let message = || world.draft().to_message(&world.desk.ambient).to_element();
    let send = |text: String| refused(&world.ask(&mut Tab::default(), &text, None));
    // RQ-01
    assert_eq!(send(message().to_document()), expected);
    // RQ-02
    let signed = world.connector.signer.sign_message(&message()).unwrap();
    let altered = signed.replacen("Version=\"2.0\"", "Version=\"2.0\" ProviderName=\"x\"", 1);
    assert_eq!(send(altered), expected);
    // RQ-03
    let stranger = identity(&world.desk, "TEST stranger", Purpose::Signing);
    let stranger = Signer::new(&stranger.key, &stranger.certificate).unwrap();
    assert_eq!(send(stranger.sign_message(&message()).unwrap()), expected);
    // RQ-05
    let sha1 = Signer::with_hash(world.connector.signer.key.clone(), Hash::Sha1);
    assert_eq!(send(sha1.sign_message(&message()).unwrap()), expected);
    assert!(world.journal.names("middleware-de", "signature-value"));
}

#[test]
fn a_request_says_what_the_profile_wants() {
    let world = World::new();
    let syntax = with(MiddlewareCode::IllegalRequestSyntax);
    // RQ-15, RQ-16
    for (force, passive) in [
        (None, Some(false)),
        (Some(false), Some(false)),
        (Some(true), None),
        (Some(true), Some(true)),
    ] {
        let page = changed(&world, |message| {
            message.force_authn = force;
            message.is_passive = passive;
        });
        assert_eq!(refused(&page), syntax);
    }
    // RQ-14
    let page = changed(&world, |message| {
        message.header.version = Some("1.1".into())
    });
    assert_eq!(refused(&page), syntax);
    // RQ-29
    let page = changed(&world, |message| message.requested_authn_context = None);
    assert_eq!(refused(&page), syntax);
    // RQ-18
    let page = changed(&world, |message| {
        message.assertion_consumer_service_url = Some("https://elsewhere.example/".into());
    });
    assert_eq!(refused(&page), with(MiddlewareCode::WrongDestination));
    // RQ-21
    let page = changed(&world, |message| {
        message.header.issuer = Some(saml::NameId::new("https://nobody.example/"));
    });
    assert_eq!(refused(&page), with(MiddlewareCode::UnknownProvider));
    // RQ-41
    let page = changed(&world, |message| {
        let now = saml::Instant::new(world.desk.ambient.now());
        message.header.issue_instant = Some(now.plus(-120));
    });
    assert_eq!(refused(&page), with(MiddlewareCode::OutdatedRequest));
}

#[test]
fn an_unsigned_request_without_id_is_told_of_the_id() {
    let world = World::new();
    let mut message = world.draft().to_message(&world.desk.ambient);
    message.header.id = None;
    let text = message.to_element().to_document();
    let page = world.ask(&mut Tab::default(), &text, None);
    assert_eq!(refused(&page), with(MiddlewareCode::MissingRequestId));
}

#[test]
fn no_request_is_taken_twice() {
    let world = World::new();
    let (text, _) = world.signed(&world.draft());
    assert_eq!(world.ask(&mut Tab::default(), &text, None).status(), 200);
    let page = world.ask(&mut Tab::default(), &text, None);
    assert_eq!(refused(&page), with(MiddlewareCode::DuplicateRequestId));
}

#[test]
fn what_is_no_request_is_refused() {
    let world = World::new();
    let syntax = with(MiddlewareCode::IllegalRequestSyntax);
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bb\">]><a>&b;</a>";
    for text in ["", "<", "<a/>", bomb] {
        let page = world.ask(&mut Tab::default(), text, None);
        assert_eq!(refused(&page), syntax, "{text}");
    }
    let address = world.middleware.request_address();
    let form = web::Form::new().with("SAMLRequest", "%%%");
    let page = Tab::default().post(&world.middleware, &address, &form);
    assert_eq!(refused(&page), syntax);
    let page = Tab::default().post(&world.middleware, &address, &web::Form::new());
    assert_eq!(refused(&page), syntax);
}

#[test]
fn some_refusals_go_to_the_connector() {
    let world = World::new();
    // RQ-27
    let draft = RequestDraft {
        name_id_format: Some(saml::names::name_id::EMAIL_ADDRESS.into()),
        ..world.draft()
    };
    let (text, id) = world.signed(&draft);
    let page = world.ask(&mut Tab::default(), &text, Some("state"));
    let response = world.received(&world.connector, &id, &page).unwrap();
    let eidas_profile::response::Outcome::Failure(status) = response.result else {
        panic!("a success");
    };
    assert_eq!(status.code_text(), Some(saml::names::status::REQUESTER));
    assert_eq!(
        status.sub_code_text(),
        Some(saml::names::status::INVALID_NAME_ID_POLICY)
    );
    // RQ-25: the type of the service in metadata and request.
    let draft = RequestDraft {
        service_type: Some(ServiceType::Public),
        ..world.draft()
    };
    let (text, id) = world.signed(&draft);
    let page = world.ask(&mut Tab::default(), &text, None);
    let response = world.received(&world.connector, &id, &page).unwrap();
    let eidas_profile::response::Outcome::Failure(status) = response.result else {
        panic!("a success");
    };
    assert_eq!(status.code_text(), Some(saml::names::status::REQUESTER));
}

/// The Redirect binding, with the query signed.
fn redirected(world: &World, hash: Hash, spoil: impl FnOnce(String) -> String) -> Response {
    let message = world.draft().to_message(&world.desk.ambient);
    let carried = Carried {
        kind: MessageKind::Request,
        text: message.to_element().to_document(),
        relay_state: Some("state".into()),
    };
    let signer = Signer::with_hash(world.connector.signer.key.clone(), hash);
    let address = world.middleware.request_address();
    let url = redirect::url(&address, &carried, Some((&signer.key, &signer.algorithm))).unwrap();
    let mut tab = Tab::default();
    let answer = tab.get(&world.middleware, &spoil(url));
    match answer.headers().get("location") {
        Some(location) => tab.get(&world.middleware, location.to_str().unwrap()),
        None => answer,
    }
}

#[test]
fn a_query_may_carry_a_request_that_is_signed_beside_it() {
    let world = World::new();
    assert_eq!(redirected(&world, Hash::Sha256, |url| url).status(), 200);
    // RQ-44
    let expected = with(MiddlewareCode::SignatureCheckFailed);
    let page = redirected(&world, Hash::Sha256, |url| {
        url.replace("RelayState=state", "RelayState=other")
    });
    assert_eq!(refused(&page), expected);
    // RQ-05
    let page = redirected(&world, Hash::Sha1, |url| url);
    assert_eq!(refused(&page), expected);
    // RQ-43
    let (text, _) = world.signed(&world.draft());
    let fields = saml::eidas_get::fields(MessageKind::Request, &text, None);
    let form: web::Form = fields.into_iter().collect();
    let url = format!("{}?{}", world.middleware.request_address(), form.encode());
    let page = Tab::default().get(&world.middleware, &url);
    assert_eq!(refused(&page), with(MiddlewareCode::IllegalRequestSyntax));
}

#[test]
fn a_connector_with_stale_metadata_is_not_known() {
    let world = World::new();
    world.desk.ambient.clock().advance(90_000);
    let page = changed(&world, |_| ());
    assert_eq!(refused(&page), with(MiddlewareCode::UnknownProvider));
    assert!(world.journal.names("middleware-de", "issuer-known"));
}

#[test]
fn nothing_of_a_request_is_shown() {
    let world = World::new();
    let page = changed(&world, |message| {
        message.header.issuer = Some(saml::NameId::new("https://evil.example/<b>"));
    });
    assert!(!text(&page).contains("evil"));
    let draft = RequestDraft {
        provider_name: Some("<script>alert(1)</script>".into()),
        ..world.draft()
    };
    let (request, _) = world.signed(&draft);
    let page = world.ask(&mut Tab::default(), &request, None);
    assert_eq!(page.status(), 200);
    assert!(!text(&page).contains("<script"));
}

#[test]
fn a_private_service_has_to_be_known_where_that_is_looked_at() {
    // RQ-26: a connector that leaves the type of the service to the request.
    let desk = crate::desk::Desk::new();
    let mut party = crate::world::Party::new(&desk, "connector.be.example", "BE");
    party.node.service_type = None;
    let world = World::made(|config| {
        config.requesters = Some(vec!["https://shop.example/".into()]);
        config.connectors[0].metadata =
            eidas_middleware_de::MetadataSource::Document(party.metadata());
    });
    let ask = |kind: ServiceType, requester: Option<&str>| {
        let draft = RequestDraft {
            service_type: Some(kind),
            requester_id: requester.map(str::to_owned),
            ..world.draft()
        };
        let (request, _) = world.signed(&draft);
        let page = world.ask(&mut Tab::default(), &request, None);
        text(&page).contains("SAMLResponse")
    };
    assert!(!ask(ServiceType::Public, None));
    assert!(!ask(ServiceType::Private, Some("https://shop.example/")));
    assert!(ask(ServiceType::Private, Some("https://stranger.example/")));
    assert!(ask(ServiceType::Private, None));
    assert!(world.journal.names("middleware-de", "requester-id"));
}
