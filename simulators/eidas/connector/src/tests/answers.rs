//! From the other node to the national system.

use eidas_profile::light::LightStatus;
use eidas_profile::{MiddlewareCode, response};
use saml::names::status;

use super::*;

#[test]
fn a_response_becomes_a_light_response_for_the_one_who_asked() {
    let world = World::new();
    let told = world.told(&world.login(|_| {}));
    assert_eq!(told.in_response_to, question().id);
    assert_eq!(told.relay_state.as_deref(), Some("rs-1"));
    assert_eq!(told.level.as_deref(), Some(LevelOfAssurance::High.uri()));
    assert_eq!(told.issuer, world.connector.config().entity_id());
    assert_eq!(told.subject.as_deref(), Some(IDENTIFIER));
    assert_eq!(told.status, LightStatus::success());
    assert_eq!(told.person(), person());
    assert_eq!(world.journal.lines(), []);
}

#[test]
fn a_failure_of_the_other_node_is_passed_on() {
    let world = World::new();
    let request = world.received(&world.bring(&question())).unwrap();
    for (code, sub) in [
        (
            MiddlewareCode::CancellationByUser,
            Some(status::AUTHN_FAILED),
        ),
        (MiddlewareCode::UnknownProvider, None),
    ] {
        let world = World::with(Wish {
            books: Books::from(Profile::EuNode),
            ..Wish::default()
        });
        let own = world.received(&world.bring(&question())).unwrap();
        let failure = world
            .answer(&own)
            .failure(code.status(), "cancelled", &world.ambient);
        let text = signer(&world.middleware)
            .sign_message(&failure.to_element())
            .unwrap();
        let told = world.told(&world.deliver(&text));
        assert!(told.status.is_failure());
        assert_eq!(told.status.code.as_deref(), Some(status::RESPONDER));
        assert_eq!(told.status.sub_code.as_deref(), sub);
        assert_eq!(told.status.message.as_deref(), Some("cancelled"));
        assert_eq!(told.attributes, []);
        assert!(world.journal.names("connector", "status"));
    }
    assert!(!request.id.is_empty());
}

#[test]
fn another_name_format_is_told_as_a_failure() {
    let world = World::new();
    let told = world.told(&world.login(|citizen| {
        citizen.name_id.format = Some(name_id::TRANSIENT.into());
    }));
    assert_eq!(told.status.code.as_deref(), Some(status::RESPONDER));
    assert_eq!(
        told.status.sub_code.as_deref(),
        Some(status::INVALID_NAME_ID_POLICY)
    );
    assert_eq!(told.relay_state.as_deref(), Some("rs-1"));
}

#[test]
fn wrong_responses_end_on_a_page_with_their_code() {
    type Change = fn(&mut Citizen);
    let replaced =
        |attribute: Attribute, text: &str| person().without(attribute).with(attribute, text);
    #[rustfmt::skip]
    let rows: [(Change, &str, &str); 5] = [
        (|c| c.level = LevelOfAssurance::Low.uri().into(), "202019", "level-requested"),
        (|c| c.level = LevelOfAssurance::Substantial.uri().into(), "202021", "level-published"),
        (|c| c.attributes = person().without(Attribute::DateOfBirth), "203021", "minimum-data-set"),
        (|c| c.attributes = person().with(Attribute::Nationality, "d"), "203001", "attribute-value"),
        (|c| c.attributes = person().without(Attribute::PersonIdentifier).with(Attribute::PersonIdentifier, "NL/BE/1"), "202003", "identifier-country"),
    ];
    for (change, expected, rule) in rows {
        let world = World::new();
        assert_eq!(code(&world.login(change)), expected);
        assert!(
            world.journal.names("connector", rule),
            "{:?}",
            world.journal.lines()
        );
    }
    let world = World::new();
    assert_eq!(
        replaced(Attribute::DateOfBirth, "x").get(Attribute::DateOfBirth),
        Some("x")
    );
    assert_eq!(
        code(&world.post(crate::paths::RESPONSE, &Form::new())),
        "202003"
    );
    assert_eq!(code(&world.deliver("<a/>")), "203007");
    assert_eq!(code(&world.deliver("<!DOCTYPE a><a/>")), "203013");
    assert_eq!(code(&world.deliver(&"x".repeat(131_073))), "203007");
}

#[test]
fn a_refused_response_does_not_spoil_the_right_one() {
    let world = World::new();
    let request = world.received(&world.bring(&question())).unwrap();
    let good = world.success(&request, &citizen());
    let changed = good.replacen("Version=\"2.0\"", "Version=\"2.0\" Consent=\"urn:x\"", 1);
    assert_eq!(code(&world.deliver(&changed)), "203015");
    let mut low = citizen();
    low.level = LevelOfAssurance::Low.uri().into();
    assert_eq!(
        code(&world.deliver(&world.success(&request, &low))),
        "202019"
    );
    assert_eq!(world.told(&world.deliver(&good)).person(), person());
}

#[test]
fn a_response_is_taken_once_and_a_request_answered_once() {
    let world = World::new();
    let request = world.received(&world.bring(&question())).unwrap();
    let first = world.success(&request, &citizen());
    let second = world.success(&request, &citizen());
    assert_eq!(world.deliver(&first).status(), 200);
    assert_eq!(code(&world.deliver(&second)), "201005");
    assert!(world.journal.names("connector", "second-answer"));
    assert_eq!(code(&world.deliver(&first)), "201005");
}

#[test]
fn the_eu_node_takes_a_second_answer_but_no_copy() {
    let world = World::with(Wish {
        books: Books::from(Profile::EuNode),
        ..Wish::default()
    });
    let request = world.received(&world.bring(&question())).unwrap();
    let first = world.success(&request, &citizen());
    let second = world.success(&request, &citizen());
    assert_eq!(world.deliver(&first).status(), 200);
    assert_eq!(code(&world.deliver(&first)), "200006");
    assert_eq!(world.deliver(&second).status(), 200);
}

#[test]
fn an_answer_to_nothing_or_too_late_is_refused() {
    let world = World::new();
    let other = World::new();
    let request = other.received(&other.bring(&question())).unwrap();
    let text = other.success(&request, &citizen());
    assert_eq!(code(&world.deliver(&text)), "201005");
    assert!(world.journal.names("connector", "correlation"));
    other.ambient.clock().advance(1801);
    assert_eq!(
        code(&other.deliver(&other.success(&request, &citizen()))),
        "201005"
    );
}

#[test]
fn a_peer_with_a_new_key_says_so_in_its_metadata() {
    let world = World::new();
    let request = world.received(&world.bring(&question())).unwrap();
    let stranger = identity("TEST stranger", Purpose::Signing, &world.ambient);
    let answer = world.answer(&request);
    let mut response = answer.success(&world.ambient);
    let assertion = answer.assertion(&citizen(), &world.ambient).to_element();
    seal(
        &mut response,
        &assertion,
        &request.reply.peer.encryption[0],
        &world.ambient,
    )
    .unwrap();
    let text = signer(&stranger)
        .sign_message(&response.to_element())
        .unwrap();
    assert_eq!(code(&world.deliver(&text)), "202003");
    assert!(world.journal.names("connector", "signature-trust"));
    let mut node = middleware_node(&stranger, &world.ambient);
    node.signing.push(world.middleware.certificate.clone());
    let key = identity("TEST metadata", Purpose::Signing, &world.ambient);
    let document = node.sign(&signer(&key)).unwrap();
    let serve = move |_: &Request| web::xml(http::StatusCode::OK, "text/xml", document.clone());
    world
        .network
        .route("https://middleware.test", Arc::new(serve));
    assert_eq!(world.told(&world.deliver(&text)).person(), person());
}

#[test]
fn a_careless_connector_believes_anybody() {
    let mut books = Books::from(Profile::Strict);
    books.responses = books.responses.without(response::Rule::SignatureTrust);
    let world = World::with(Wish {
        books,
        ..Wish::default()
    });
    let request = world.received(&world.bring(&question())).unwrap();
    let stranger = identity("TEST stranger", Purpose::Signing, &world.ambient);
    let answer = world.answer(&request);
    let mut response = answer.success(&world.ambient);
    let assertion = answer.assertion(&citizen(), &world.ambient).to_element();
    seal(
        &mut response,
        &assertion,
        &request.reply.peer.encryption[0],
        &world.ambient,
    )
    .unwrap();
    let text = signer(&stranger)
        .sign_message(&response.to_element())
        .unwrap();
    assert_eq!(world.deliver(&text).status(), 200);
}

#[test]
fn a_connector_that_does_not_ask_for_a_question_passes_anything_on() {
    let mut books = Books::from(Profile::Strict);
    books.responses = books.responses.without(response::Rule::Correlation);
    let world = World::with(Wish {
        books,
        ..Wish::default()
    });
    let mut request = world
        .received(&world.bring(&question()))
        .unwrap()
        .into_inner();
    request.reply.in_response_to = "_unasked".into();
    let told = world.told(&world.deliver(&world.success(&request, &citizen())));
    assert_eq!(told.in_response_to, "_unasked");
}

#[test]
fn faults_are_seen_by_the_national_system() {
    let told = |fault| {
        let world = World::faulty(fault);
        world.told(&world.login(|_| {}))
    };
    assert_eq!(
        told(Fault::RelayStateFromBrowser).relay_state.as_deref(),
        Some("from-the-browser")
    );
    assert_eq!(told(Fault::RelayStateLost).relay_state, None);
    assert_ne!(
        told(Fault::AnswersOtherRequest).in_response_to,
        question().id
    );
    let short = told(Fault::IdentifierShortened).person();
    assert_eq!(short.get(Attribute::PersonIdentifier), IDENTIFIER.get(6..));
    assert_eq!(
        told(Fault::GivenNameLost)
            .person()
            .get(Attribute::CurrentGivenName),
        None
    );
    let fail = |fault| {
        let world = World::faulty(fault);
        let request = world.received(&world.bring(&question())).unwrap();
        let status = MiddlewareCode::CancellationByUser.status();
        let failure = world.answer(&request).failure(status, "no", &world.ambient);
        let text = signer(&world.middleware)
            .sign_message(&failure.to_element())
            .unwrap();
        let page = world.deliver(&text);
        (world, page)
    };
    let (_, page) = fail(Fault::FailureKept);
    assert_eq!(code(&page), "003002");
    let (world, page) = fail(Fault::FailureTurned);
    assert!(!world.told(&page).status.is_failure());
    let world = World::faulty(Fault::CodeHidden);
    assert_eq!(code(&world.deliver("<a/>")), "-");
    let world = World::with(Wish {
        faults: vec![Fault::LevelAlwaysHigh],
        published: |node| {
            node.levels = LevelOfAssurance::NOTIFIED
                .map(|l| l.uri().to_owned())
                .to_vec()
        },
        ..Wish::default()
    });
    let told = world.told(&world.login(|c| c.level = LevelOfAssurance::Substantial.uri().into()));
    assert_eq!(told.level.as_deref(), Some(LevelOfAssurance::High.uri()));
}

#[test]
fn a_national_system_elsewhere_reaches_the_cache_with_the_key() {
    use crate::RemoteLightCache;
    use eidas_profile::light::LightCache as _;
    let world = World::with(Wish {
        change: |config| config.cache_key = Some("open".into()),
        ..Wish::default()
    });
    let World {
        connector,
        network,
        cache,
        ..
    } = world;
    network.route(ORIGIN, Arc::new(connector));
    let remote = |key| RemoteLightCache::new(ORIGIN, key, network.client());
    let name = CacheName::ConnectorRequest;
    assert!(remote("open").put(name, "a-1", "<message/>"));
    assert_eq!(cache.take(name, "a-1").as_deref(), Some("<message/>"));
    assert!(cache.put(name, "a-2", "<message/>"));
    assert_eq!(
        remote("open").take(name, "a-2").as_deref(),
        Some("<message/>")
    );
    assert_eq!(remote("open").take(name, "a-2"), None);
    assert!(!remote("guess").put(name, "a-3", "<message/>"));
    assert!(!remote("open").put(name, "a/../b", "<message/>"));
    assert!(!remote("open").put(name, "a-4", &"x".repeat(65_536)));
}
