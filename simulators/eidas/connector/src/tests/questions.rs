//! From the national system to the other node.

use eidas_profile::light::{LightAttribute, LightToken};
use eidas_profile::{RequestedLevels, ServiceType};

use super::*;

#[test]
fn the_metadata_are_those_of_a_connector() {
    let world = World::new();
    let node = world.published();
    assert_eq!(
        node.entity_id,
        "http://connector.test/EidasNode/ConnectorMetadata"
    );
    assert_eq!(node.country, Some(CountryCode::BE));
    assert_eq!(node.service_type, Some(ServiceType::Public));
    assert_eq!(
        node.post_location(),
        Some("http://connector.test/EidasNode/ColleagueResponse")
    );
    assert_eq!(node.versions, ["1.4.1", "1.4", "1.3", "1.2"]);
    assert_eq!(node.valid_until, Some(world.ambient.now().plus(86_400)));
}

#[test]
fn a_light_request_becomes_a_request_that_the_other_node_accepts() {
    let world = World::new();
    let page = world.bring(&question());
    let request = world.received(&page).unwrap();
    assert_eq!(
        request.levels,
        Some(RequestedLevels::minimum(LevelOfAssurance::Substantial))
    );
    assert_eq!(
        request.provider_name.as_deref(),
        Some("Electronic control card")
    );
    assert_eq!(request.attributes.len(), 4);
    assert_eq!(request.message.assertion_consumer_service_url, None);
    assert_ne!(request.id, question().id);
    assert_eq!(Sent::of(&page).field("RelayState").as_deref(), Some("rs-1"));
}

#[test]
fn optional_attributes_are_asked_for_but_never_required() {
    let world = World::new();
    let mut wish = question();
    let place = Attribute::PlaceOfBirth.name();
    wish.attributes.push(LightAttribute::named(place.uri()));
    let request = world.received(&world.bring(&wish)).unwrap();
    let asked = request.attributes.iter().find(|asked| asked.name == place);
    assert_eq!(asked.map(|asked| asked.required), Some(false));
}

#[test]
fn wrong_light_requests_end_on_a_page_with_their_code() {
    type Change = fn(&mut LightRequest);
    #[rustfmt::skip]
    let rows: [(Change, &str, &str); 8] = [
        (|r| r.country = "FR".into(), "000005", "light-country"),
        (|r| r.country = "<b>".into(), "000005", "light-country"),
        (|r| r.levels[0].uri = "http://eidas.europa.eu/LoA/High".into(), "000009", "light-level"),
        (|r| r.service_type = Some("private".into()), "000010", "light-service-type"),
        (|r| r.attributes.clear(), "200011", "light-attributes-present"),
        (|r| r.requester_id = Some("a b".into()), "200016", "light-requester-id"),
        (|r| r.name_id_format = Some(name_id::KERBEROS.into()), "000011", "light-name-id-format"),
        (|r| r.relay_state = Some("x".repeat(81)), "200009", "light-relay-state"),
    ];
    for (change, expected, rule) in rows {
        let world = World::new();
        let mut request = question();
        change(&mut request);
        let page = world.bring(&request);
        assert_eq!(code(&page), expected);
        assert!(
            world.journal.names("connector", rule),
            "{:?}",
            world.journal.lines()
        );
        let html = String::from_utf8(page.body().to_vec()).unwrap();
        assert!(!html.contains("<b>"));
    }
}

#[test]
fn tokens_and_light_requests_are_used_once() {
    let world = World::new();
    let channel = Channel::new(CacheName::ConnectorRequest, "mySecretConnectorRequest");
    let text = question().to_text();
    let token = channel.send(&text, &*world.cache, &world.ambient).unwrap();
    let form = Form::new().with("token", &token);
    assert_eq!(world.post(crate::paths::REQUEST, &form).status(), 200);
    assert_eq!(code(&world.post(crate::paths::REQUEST, &form)), "000012");
    assert!(world.journal.names("connector", "token-known"));
    assert_eq!(code(&world.bring(&question())), "000011");
    let twice = form.clone().with("token", &token);
    assert_eq!(code(&world.post(crate::paths::REQUEST, &twice)), "000012");
    assert_eq!(
        code(&world.post(crate::paths::REQUEST, &Form::new())),
        "000012"
    );
    let forged = LightToken::new(&channel.issuer, "a", world.ambient.now()).encode("guess");
    assert_eq!(
        code(&world.post(crate::paths::REQUEST, &Form::new().with("token", forged))),
        "000012"
    );
    assert_eq!(
        code(&world.get("/EidasNode/SpecificConnectorRequest")),
        "000012"
    );
}

#[test]
fn a_message_that_is_no_light_request_is_refused() {
    let world = World::new();
    let channel = Channel::new(CacheName::ConnectorRequest, "mySecretConnectorRequest");
    for text in [
        "",
        "<a/>",
        "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
    ] {
        let token = channel.send(text, &*world.cache, &world.ambient).unwrap();
        let form = Form::new().with("token", token);
        assert_eq!(code(&world.post(crate::paths::REQUEST, &form)), "000011");
    }
}

#[test]
fn a_node_that_cannot_be_asked_is_not_asked() {
    let gone = World::new();
    gone.network.remove("https://middleware.test");
    assert_eq!(code(&gone.bring(&question())), "003009");
    assert!(gone.journal.names("connector", "peer-available"));
    type Published = fn(&mut Node);
    #[rustfmt::skip]
    let rows: [(Published, &str, &str); 6] = [
        (|n| n.valid_until = n.valid_until.map(|at| at.plus(-7200)), "003009", "metadata-valid-until"),
        (|n| n.country = None, "003009", "metadata-node-country"),
        (|n| n.entity_id = "https://other.test".into(), "003009", "metadata-entity-id"),
        (|n| n.versions = vec!["1.1".into()], "203027", "light-protocol-version"),
        (|n| n.levels = vec![LevelOfAssurance::Low.uri().into()], "000009", "light-level-offered"),
        (|n| n.endpoints.clear(), "003009", "metadata-endpoint"),
    ];
    for (published, expected, rule) in rows {
        let world = World::with(Wish {
            published,
            ..Wish::default()
        });
        assert_eq!(code(&world.bring(&question())), expected);
        assert!(
            world.journal.names("connector", rule),
            "{:?}",
            world.journal.lines()
        );
    }
    let forged = World::with(Wish {
        change: |config| {
            config.peers[0].metadata_signers = vec![config.signing.certificate.clone()]
        },
        ..Wish::default()
    });
    assert_eq!(code(&forged.bring(&question())), "003009");
    assert!(
        forged
            .journal
            .names("connector", "metadata-signature-trust")
    );
}

#[test]
fn metadata_are_fetched_once_and_again_when_they_have_expired() {
    let world = World::new();
    assert_eq!(world.bring(&question()).status(), 200);
    world.network.remove("https://middleware.test");
    let mut second = question();
    second.id = "f1c0a4de-0001-4b1a-9a0b-000000000002".into();
    assert_eq!(world.bring(&second).status(), 200);
    world.ambient.clock().advance(3601);
    second.id = "f1c0a4de-0001-4b1a-9a0b-000000000003".into();
    assert_eq!(code(&world.bring(&second)), "003009");
}

#[test]
fn private_services_are_named_where_the_other_node_asks_for_it() {
    let world = |id: Option<&str>| {
        let world = World::with(Wish {
            change: |config| config.service_type = None,
            published: |node| node.wants_requester_id = true,
            ..Wish::default()
        });
        let mut request = question();
        request.service_type = Some("private".into());
        request.requester_id = id.map(str::to_owned);
        let page = world.bring(&request);
        (world, page)
    };
    assert_eq!(code(&world(None).1), "200016");
    let (world, page) = world(Some("urn:shop"));
    let request = world.received(&page).unwrap();
    assert_eq!(request.requester_id.as_deref(), Some("urn:shop"));
    assert_eq!(request.service_type, Some(ServiceType::Private));
}

#[test]
fn faults_are_seen_by_the_other_node() {
    let rows = [
        (Fault::RequestUnsigned, request::Rule::Signed),
        (Fault::ForceAuthnLeftOut, request::Rule::ForceAuthn),
        (Fault::IsPassiveLeftOut, request::Rule::IsPassive),
        (Fault::WrongDestination, request::Rule::Destination),
        (
            Fault::ForeignConsumer,
            request::Rule::AssertionConsumerService,
        ),
        (Fault::ServiceTypeTwice, request::Rule::ServiceTypeOnce),
        (Fault::OptionalRequired, request::Rule::AttributeFlag),
        (Fault::ExactComparison, request::Rule::LevelComparison),
        (Fault::OldIssueInstant, request::Rule::Age),
    ];
    for (fault, rule) in rows {
        let world = World::faulty(fault);
        let refusal = world.received(&world.bring(&question())).unwrap_err();
        assert_eq!(refusal.breach.rule, rule, "{fault:?}: {refusal}");
    }
    let world = World::faulty(Fault::LowestLevelAsked);
    let request = world.received(&world.bring(&question())).unwrap();
    assert_eq!(
        request.levels,
        Some(RequestedLevels::minimum(LevelOfAssurance::Low))
    );
    let world = World::faulty(Fault::RequestIdReused);
    let request = world.received(&world.bring(&question())).unwrap();
    assert_eq!(request.id, format!("_{}", question().id));
    let world = World::faulty(Fault::TokenReusable);
    assert_eq!(world.bring(&question()).status(), 200);
    assert_eq!(world.bring(&question()).status(), 200);
}

#[test]
fn faulty_metadata_are_seen_by_the_other_node() {
    use eidas_profile::metadata::{Expectations, Rule, check};
    let rows = [
        (Fault::MetadataUnsigned, Rule::Signed),
        (Fault::MetadataExpired, Rule::ValidUntil),
        (Fault::MetadataWithoutCountry, Rule::NodeCountry),
        (Fault::MetadataWithoutEncryption, Rule::Keys),
    ];
    for (fault, rule) in rows {
        let world = World::faulty(fault);
        let text = String::from_utf8(world.get(crate::paths::METADATA).body().to_vec()).unwrap();
        let expect = Expectations {
            entity_id: &world.connector.config().entity_id(),
            role: Role::Connector,
            trusted: &[world
                .connector
                .config()
                .metadata_signing
                .certificate
                .clone()],
            now: world.ambient.now(),
        };
        assert_eq!(
            check(&text, &expect, &Rulebook::strict()).unwrap_err().rule,
            rule
        );
    }
}

#[test]
fn other_places_and_methods_are_refused_by_http() {
    let world = World::new();
    assert_eq!(world.get("/").status(), 404);
    assert_eq!(world.get("/EidasNode/connectormetadata").status(), 404);
    assert_eq!(world.get("/EidasNode/ColleagueResponse").status(), 405);
    assert_eq!(
        world
            .post("/EidasNode/ConnectorMetadata", &Form::new())
            .status(),
        405
    );
    assert_eq!(world.get("/EidasNode/light-cache/x/y").status(), 404);
}

#[test]
fn a_connector_without_usable_keys_and_addresses_is_not_made() {
    let world = World::new();
    let build = |change: fn(&mut Config)| {
        let mut config = world.connector.config().clone();
        change(&mut config);
        Connector::new(
            config,
            world.ambient.clone(),
            world.network.client(),
            world.journal.clone(),
        )
    };
    assert!(build(|_| {}).is_ok());
    assert!(build(|c| c.return_url = "javascript:alert(1)".into()).is_err());
    assert!(build(|c| c.signing.key.clear()).is_err());
    assert!(build(|c| c.peers[0].metadata = MetadataSource::Document("<a/>".into())).is_err());
}
