//! Wrong behaviours of the SAML front, and the rule by which a strict connector refuses each.

use eidas_middleware_de::Fault;
use eidas_profile::metadata;
use eidas_profile::response::{Outcome, Rule};
use eidas_profile::{Attribute, MiddlewareCode};
use pki::Purpose;
use rules::{Rule as _, Rulebook};
use saml::names::status;

use crate::client::Manners;
use crate::world::{ORIGIN, Tab, World, identity, name, text};

#[test]
fn every_wrong_response_breaks_its_rule() {
    for (fault, rule) in [
        (Fault::ResponseNotSigned, Rule::Signed),
        (Fault::ResponseSignedWithMetadataKey, Rule::SignatureTrust),
        (Fault::ResponseAltered, Rule::SignatureValue),
        (Fault::ResponseSignedWithSha1, Rule::SignatureAlgorithm),
        (Fault::AssertionNotEncrypted, Rule::Encrypted),
        (Fault::AssertionTwice, Rule::OneAssertion),
        (Fault::WrongDestination, Rule::Destination),
        (Fault::WrongIssuer, Rule::IssuerKnown),
        (Fault::WrongAudience, Rule::Audience),
        (Fault::WrongRecipient, Rule::Confirmation),
        (Fault::WrongInResponseTo, Rule::Correlation),
        (Fault::WrongSubjectInResponseTo, Rule::Confirmation),
        (Fault::AssertionExpired, Rule::NotOnOrAfter),
        (Fault::AssertionEarly, Rule::NotBefore),
        (Fault::ResponseOld, Rule::Age),
        (Fault::LevelSubstantial, Rule::LevelRequested),
        (Fault::LevelUnknown, Rule::LevelRequested),
        (Fault::IdentifierOfAnotherCountry, Rule::IdentifierCountry),
        (Fault::IdentifierWithoutCountries, Rule::IdentifierFormat),
        (Fault::BirthDateMissing, Rule::MinimumDataSet),
        (Fault::BirthDateDayFirst, Rule::AttributeSyntax),
    ] {
        let world = World::faulty(fault);
        let (id, page) = world.login(world.desk.card("adult"), Manners::default());
        match world.received(&world.connector, &id, &page) {
            Ok(_) => panic!("{fault} was taken"),
            Err(refusal) => {
                assert_eq!(
                    refusal.breach.rule.name(),
                    rule.name(),
                    "{fault}: {refusal}"
                );
            }
        }
    }
}

#[test]
fn some_wrong_responses_are_seen_only_by_whoever_looks_closely() {
    let told = |fault, attribute| {
        let world = World::faulty(fault);
        let (id, page) = world.login(world.desk.card("adult"), Manners::default());
        let response = world.received(&world.connector, &id, &page).unwrap();
        name(&response, attribute)
    };
    let identifier = told(Fault::IdentifierLowerCase, Attribute::PersonIdentifier).unwrap();
    assert_ne!(identifier, identifier.to_uppercase());
    assert!(told(Fault::AttributeNotAsked, Attribute::EmailAddress).is_some());
    let given = told(Fault::NamesSwapped, Attribute::CurrentGivenName);
    assert_eq!(given.as_deref(), Some("BEISPIELER"));

    let world = World::faulty(Fault::ResponseIdKept);
    let id = || {
        let (id, page) = world.login(world.desk.card("adult"), Manners::default());
        world.received(&world.connector, &id, &page).unwrap().id
    };
    assert_eq!(id(), id());
}

#[test]
fn failures_can_be_reported_wrongly() {
    let cancels = || Manners {
        cancels: true,
        ..Manners::default()
    };
    let world = World::faulty(Fault::CancellationCalledError);
    let (id, page) = world.login(world.desk.card("adult"), cancels());
    let response = world.received(&world.connector, &id, &page).unwrap();
    let Outcome::Failure(found) = response.result else {
        panic!("a success");
    };
    assert_eq!(
        (found.code_text(), found.sub_code_text()),
        (Some(status::RESPONDER), MiddlewareCode::EidError.status().1)
    );
    let world = World::faulty(Fault::FailureWithSuccessStatus);
    let (id, page) = world.login(world.desk.card("adult"), cancels());
    let refusal = world.received(&world.connector, &id, &page).unwrap_err();
    assert_eq!(refusal.breach.rule, Rule::OneAssertion);
}

#[test]
fn sessions_can_be_mixed_up() {
    // Whoever knows the address gets the person.
    let world = World::faulty(Fault::ResultForAnyBrowser);
    let (request, id) = world.signed(&world.draft());
    let page = world.ask(&mut Tab::default(), &request, None);
    let page = Tab::default().get(&world.middleware, &page_address(&page));
    let identified = world.identify(&page, world.desk.card("adult"), Manners::default());
    let stolen = Tab::default().get(&world.middleware, &identified);
    assert!(world.received(&world.connector, &id, &stolen).is_ok());

    let world = World::faulty(Fault::ResultGivenTwice);
    let mut tab = Tab::default();
    let (request, id) = world.signed(&world.draft());
    let page = world.ask(&mut tab, &request, None);
    let identified = world.identify(&page, world.desk.card("adult"), Manners::default());
    for _ in 0..2 {
        let page = tab.get(&world.middleware, &identified);
        assert!(world.received(&world.connector, &id, &page).is_ok());
    }

    let world = World::faulty(Fault::PersonOfAnotherSession);
    let given = |card: &str| {
        let (id, page) = world.login(world.desk.card(card), Manners::default());
        let response = world.received(&world.connector, &id, &page).unwrap();
        name(&response, Attribute::CurrentGivenName).unwrap()
    };
    assert_eq!(given("adult"), "LENE MARIT");
    assert_eq!(given("birth-name"), "LENE MARIT");
    assert_ne!(given("adult"), "LENE MARIT");

    let world = World::faulty(Fault::RelayStateForgotten);
    let (_, page) = world.login(world.desk.card("adult"), Manners::default());
    assert!(!text(&page).contains("RelayState"));
}

fn page_address(page: &web::Response) -> String {
    let session = crate::world::field(page, "sessionID");
    format!("/eidas-middleware/Start?sessionID={session}")
}

#[test]
fn a_response_can_be_sent_where_the_request_says() {
    let world = World::faulty(Fault::PostsToRequestedAddress);
    let mut message = world.draft().to_message(&world.desk.ambient);
    message.assertion_consumer_service_url = Some("https://elsewhere.example/acs".into());
    let signer = &world.connector.signer;
    let request = signer.sign_message(&message.to_element()).unwrap();
    let mut tab = Tab::default();
    let page = world.ask(&mut tab, &request, None);
    let identified = world.identify(&page, world.desk.card("adult"), Manners::default());
    let page = tab.get(&world.middleware, &identified);
    assert!(text(&page).contains("action=\"https://elsewhere.example/acs\""));
}

#[test]
fn tokens_that_no_client_takes() {
    let token = |fault| {
        let world = World::faulty(fault);
        let (request, _) = world.signed(&world.draft());
        let page = world.ask(&mut Tab::default(), &request, None);
        let answer = Tab::default().get(&world.middleware, &crate::world::token_url(&page));
        paos::TcToken::decode(answer.body()).unwrap()
    };
    let refresh = token(Fault::RefreshAddressElsewhere)
        .refresh_address
        .unwrap();
    assert!(!refresh.starts_with(ORIGIN));
    let server = token(Fault::ServerAddressInTheOpen).server_address.unwrap();
    assert!(server.starts_with("http://localhost:8443/"));
    assert_ne!(
        token(Fault::TokenOtherBinding).binding.as_deref(),
        Some(paos::BINDING)
    );
    assert_eq!(
        token(Fault::TokenWithoutSession)
            .session_identifier
            .as_deref(),
        Some("")
    );
    let world = World::faulty(Fault::RefreshAddressOfAnother);
    let (_, page) = world.login(world.desk.card("adult"), Manners::default());
    assert_eq!(crate::world::code(&page), "UNKNOWN_SESSION");
}

#[test]
fn an_abort_can_stay_without_an_answer() {
    let world = World::faulty(Fault::AbortWithoutAnswer);
    let (request, _) = world.signed(&world.draft());
    let page = world.ask(&mut Tab::default(), &request, None);
    let answer = Tab::default().get(&world.middleware, &crate::world::token_url(&page));
    let session = paos::TcToken::decode(answer.body()).unwrap();
    let session = session.session_identifier.unwrap();
    let cancel = crate::client::failed(paos::ResultMinor::CANCELLATION_BY_USER);
    let cancel = paos::Envelope::from_client(cancel, "urn:uuid:1").encode();
    assert_eq!(world.paos(Some(&session), &cancel).status(), 500);
}

#[test]
fn messages_can_be_taken_for_those_of_another_session() {
    let world = World::faulty(Fault::AnswersAnotherSession);
    let session = || {
        let (request, _) = world.signed(&world.draft());
        let page = world.ask(&mut Tab::default(), &request, None);
        let answer = Tab::default().get(&world.middleware, &crate::world::token_url(&page));
        let token = paos::TcToken::decode(answer.body()).unwrap();
        token.session_identifier.unwrap()
    };
    let (first, _) = (session(), session());
    let hello = crate::client::Client::start(&first);
    let hello = paos::Envelope::from_client(hello, "urn:uuid:1").encode();
    let answer = world.paos(Some(&first), &hello);
    let answer = paos::Envelope::decode(answer.body()).unwrap();
    assert!(matches!(
        answer.message,
        paos::Message::StartPaosResponse(_)
    ));
}

#[test]
fn metadata_can_be_wrong() {
    let check = |fault| {
        let world = World::faulty(fault);
        let entity_id = world.middleware.entity_id().to_owned();
        let page = Tab::default().get(&world.middleware, &entity_id);
        let trusted = [identity(
            &world.desk,
            "TEST middleware metadata",
            Purpose::Signing,
        )];
        let trusted = trusted.map(|identity| identity.certificate);
        let expect = metadata::Expectations {
            entity_id: &entity_id,
            role: metadata::Role::ProxyService,
            trusted: &trusted,
            now: world.desk.ambient.now(),
        };
        metadata::check(&text(&page), &expect, &Rulebook::strict())
    };
    let rule = |fault| check(fault).unwrap_err().rule;
    assert_eq!(rule(Fault::MetadataNotSigned), metadata::Rule::Signed);
    assert_eq!(rule(Fault::MetadataExpired), metadata::Rule::ValidUntil);
    let node = check(Fault::MetadataOfAnotherCountry).unwrap();
    assert_eq!(node.country.unwrap().as_str(), "FR");
    let node = check(Fault::MetadataLevelSubstantial).unwrap();
    assert_eq!(node.levels, ["http://eidas.europa.eu/LoA/substantial"]);
}
