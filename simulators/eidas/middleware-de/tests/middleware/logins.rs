//! Whole logins, from the connector's request to the response that the connector takes.

use eac::encoding::Right;
use eidas_profile::response::Outcome;
use eidas_profile::{Attribute, CurrentAddress, EidasResponse, LevelOfAssurance};
use saml::names::{name_id, status};
use web::Form;

use crate::client::Manners;
use crate::world::{Tab, World, code, field, name, text};

fn failure(response: &EidasResponse) -> (Option<&str>, Option<&str>, &str) {
    match &response.result {
        Outcome::Failure(status) => (
            status.code_text(),
            status.sub_code_text(),
            status.message.as_deref().unwrap_or_default(),
        ),
        Outcome::Success(_) => panic!("a success"),
    }
}

#[test]
fn an_adult_logs_in() {
    let world = World::new();
    let (id, page) = world.login(world.desk.card("adult"), Manners::default());
    assert_eq!(page.status(), 200);
    let html = text(&page);
    let action = format!("action=\"{}\" data-auto", world.connector.address());
    assert!(html.contains(&action), "{html}");
    assert_eq!(field(&page, "RelayState"), "state");
    let response = world.received(&world.connector, &id, &page).unwrap();
    assert_eq!(response.in_response_to, id);
    let Outcome::Success(statement) = &response.result else {
        panic!("{:?}", response.result);
    };
    assert_eq!(statement.level, Some(LevelOfAssurance::High));
    let told = |attribute| statement.attributes.get(attribute).unwrap();
    assert_eq!(told(Attribute::CurrentGivenName), "LENE MARIT");
    assert_eq!(told(Attribute::CurrentFamilyName), "BEISPIELER");
    assert_eq!(told(Attribute::DateOfBirth), "1987-04-23");
    let identifier = told(Attribute::PersonIdentifier);
    let opaque = identifier.strip_prefix("DE/BE/").unwrap();
    assert_eq!(opaque.len(), 64);
    assert!(
        opaque
            .bytes()
            .all(|c| c.is_ascii_digit() || (b'A'..=b'F').contains(&c))
    );
    assert_eq!(statement.name_id.value, identifier);
    assert_eq!(
        statement.name_id.format.as_deref(),
        Some(name_id::UNSPECIFIED)
    );
}

#[test]
fn names_are_marked_as_latin() {
    let world = World::new();
    let (id, page) = world.login(world.desk.card("adult"), Manners::default());
    let field = field(&page, "SAMLResponse");
    let response = saml::post::decode(&field, &xml::Limits::SAML).unwrap();
    assert!(response.contains(&format!("InResponseTo=\"{id}\"")));
    assert!(!response.contains("LENE"), "the assertion is encrypted");
    let root = xml::parse(response.as_bytes(), &xml::Limits::SAML).unwrap();
    let data = root
        .find("http://www.w3.org/2001/04/xmlenc#", "EncryptedData")
        .unwrap();
    let seal = &world.connector.seal;
    let key = xml::DecryptionKey::from_pkcs8(&seal.key, &seal.certificate).unwrap();
    let assertion = xml::decrypt(data, &key, &xml::EncryptionPolicy::eidas()).unwrap();
    let assertion = assertion.to_text();
    assert_eq!(
        assertion.matches("LatinScript=\"true\"").count(),
        2,
        "{assertion}"
    );
    assert!(!assertion.contains("Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\""));
    assert!(!assertion.contains("ds:Signature"));
}

#[test]
fn all_that_a_card_can_tell_is_told_when_asked() {
    let world = World::new();
    let draft = world.draft().asking(
        [
            Attribute::BirthName,
            Attribute::PlaceOfBirth,
            Attribute::CurrentAddress,
            Attribute::Nationality,
            Attribute::Gender,
        ]
        .map(Attribute::name),
    );
    let (id, page) = world.login_with(&draft, world.desk.card("adult"), Manners::default());
    let response = world.received(&world.connector, &id, &page).unwrap();
    let told = |attribute| name(&response, attribute);
    assert_eq!(
        told(Attribute::BirthName).as_deref(),
        Some("LENE MARIT BEISPIELER")
    );
    assert_eq!(told(Attribute::PlaceOfBirth).as_deref(), Some("BERLIN"));
    assert_eq!(told(Attribute::Nationality).as_deref(), Some("DE"));
    assert_eq!(told(Attribute::Gender), None);
    let address = CurrentAddress::decode(&told(Attribute::CurrentAddress).unwrap()).unwrap();
    assert_eq!(address.thoroughfare.as_deref(), Some("PRÜFSTRAẞE 17"));
    assert_eq!(address.post_name.as_deref(), Some("KÖLN"));
}

#[test]
fn every_connector_gets_an_identifier_of_its_own() {
    let world = World::new();
    let identifier = |party, signer: &eidas_profile::Signer| {
        let draft = world.draft_of(party);
        let (text, id) = draft.sign(signer, &world.desk.ambient).unwrap();
        let mut tab = Tab::default();
        let page = world.ask(&mut tab, &text, None);
        let identified = world.identify(&page, world.desk.card("adult"), Manners::default());
        let page = tab.get(&world.middleware, &identified);
        let response = world.received(party, &id, &page).unwrap();
        name(&response, Attribute::PersonIdentifier).unwrap()
    };
    let here = identifier(&world.connector, &world.connector.signer);
    let there = identifier(&world.neighbour, &world.neighbour.signer);
    assert!(here.starts_with("DE/BE/") && there.starts_with("DE/LU/"));
    assert_ne!(here.get(6..), there.get(6..));
    assert_eq!(here, identifier(&world.connector, &world.connector.signer));
}

#[test]
fn a_cancelled_login_is_reported_as_one() {
    let world = World::new();
    let manners = Manners {
        cancels: true,
        ..Manners::default()
    };
    let (id, page) = world.login(world.desk.card("adult"), manners);
    let response = world.received(&world.connector, &id, &page).unwrap();
    let (code, sub, message) = failure(&response);
    assert_eq!(code, Some(status::RESPONDER));
    assert_eq!(sub, Some(status::AUTHN_FAILED));
    assert!(message.contains("cancelled by the user"));
    assert!(world.journal.names("middleware-de", "CANCELLATION_BY_USER"));
}

#[test]
fn the_page_itself_can_be_cancelled() {
    let world = World::new();
    let mut tab = Tab::default();
    let (text, id) = world.signed(&world.draft());
    let page = world.ask(&mut tab, &text, None);
    let form = Form::new().with("sessionID", field(&page, "sessionID"));
    let cancel = "/eidas-middleware/Cancel";
    let foreign = Tab::default().post(&world.middleware, cancel, &form);
    assert_eq!(code(&foreign), "UNKNOWN_SESSION");
    let page = tab.post(&world.middleware, cancel, &form);
    let response = world.received(&world.connector, &id, &page).unwrap();
    assert_eq!(failure(&response).1, Some(status::AUTHN_FAILED));
    assert_eq!(
        code(&tab.post(&world.middleware, cancel, &form)),
        "UNKNOWN_SESSION"
    );
}

#[test]
fn failures_have_the_status_of_the_real_middleware() {
    let refuses = Manners {
        refused: vec![Right::ReadDataGroup(8)],
        ..Manners::default()
    };
    let wrong_token = Manners {
        wrong_token: true,
        ..Manners::default()
    };
    for (card, manners, sub, words) in [
        (
            "adult",
            refuses,
            Some(status::AUTHN_FAILED),
            "deselected. / the person has refused: read DG8",
        ),
        (
            "expired",
            Manners::default(),
            None,
            "/ the document is no longer valid",
        ),
        ("adult", wrong_token, None, "/ chip authentication failed"),
    ] {
        let world = World::new();
        let (id, page) = world.login(world.desk.card(card), manners);
        let response = world.received(&world.connector, &id, &page).unwrap();
        let (code, found, message) = failure(&response);
        assert_eq!((code, found), (Some(status::RESPONDER), sub), "{message}");
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn a_card_can_be_blocked_while_the_middleware_runs() {
    let world = World::new();
    let login = || {
        let (id, page) = world.login(world.desk.card("revoked"), Manners::default());
        world.received(&world.connector, &id, &page).unwrap()
    };
    assert!(matches!(login().result, Outcome::Success(_)));
    world
        .middleware
        .block(world.desk.blocking_identification("revoked"));
    assert!(failure(&login()).2.contains("/ the card is blocked"));
}

#[test]
fn without_a_certificate_in_its_time_the_middleware_has_an_internal_error() {
    let world = World::new();
    let card = world.desk.card("adult");
    let clock = world.desk.ambient.clock();
    clock.set_date(ambient::Date::new(2026, 4, 2).unwrap());
    let connector = crate::world::Party::new(&world.desk, "connector.be.example", "BE");
    let fresh = World::made(|config| {
        config.connectors[0].metadata =
            eidas_middleware_de::MetadataSource::Document(connector.metadata());
    });
    fresh
        .desk
        .ambient
        .clock()
        .set_date(ambient::Date::new(2026, 4, 2).unwrap());
    let (id, page) = fresh.login(card, Manners::default());
    let response = fresh.received(&fresh.connector, &id, &page).unwrap();
    let (code, sub, message) = failure(&response);
    assert_eq!((code, sub), (Some(status::RESPONDER), None));
    assert_eq!(message, "An internal error has occurred.");
}

#[test]
fn the_result_goes_only_to_the_browser_that_asked_and_only_once() {
    let world = World::new();
    let mut tab = Tab::default();
    let (text, id) = world.signed(&world.draft());
    let page = world.ask(&mut tab, &text, None);
    let identified = world.identify(&page, world.desk.card("adult"), Manners::default());
    let mut stranger = Tab::default();
    let refused = stranger.get(&world.middleware, &identified);
    assert_eq!(
        (refused.status().as_u16(), code(&refused).as_str()),
        (400, "UNKNOWN_SESSION")
    );
    let page = tab.get(&world.middleware, &identified);
    assert!(world.received(&world.connector, &id, &page).is_ok());
    let again = tab.get(&world.middleware, &identified);
    assert_eq!(code(&again), "UNKNOWN_SESSION");
}

#[test]
fn a_browser_that_comes_back_too_early_gets_an_error_and_never_an_identity() {
    let world = World::new();
    for (claim, sub) in [
        ("ResultMajor=ok", None),
        ("", None),
        ("ResultMajor=error&ResultMinor=clientError", None),
        (
            "ResultMajor=error&ResultMinor=cancellationByUser",
            Some(status::AUTHN_FAILED),
        ),
    ] {
        let mut tab = Tab::default();
        let (request, id) = world.signed(&world.draft());
        let page = world.ask(&mut tab, &request, None);
        let token = Tab::default().get(&world.middleware, &crate::world::token_url(&page));
        let token = paos::TcToken::decode(token.body()).unwrap();
        let refresh = format!("{}&{claim}", token.refresh_address.unwrap());
        let page = tab.get(&world.middleware, &refresh);
        let response = world.received(&world.connector, &id, &page).unwrap();
        let (code, found, _) = failure(&response);
        assert_eq!((code, found), (Some(status::RESPONDER), sub), "{claim}");
    }
}

#[test]
fn two_tabs_of_one_browser_do_not_disturb_each_other() {
    let world = World::new();
    let mut tab = Tab::default();
    let (first, first_id) = world.signed(&world.draft());
    let (second, second_id) = world.signed(&world.draft());
    let one = world.ask(&mut tab, &first, None);
    let two = world.ask(&mut tab, &second, None);
    let two = world.identify(&two, world.desk.card("adult"), Manners::default());
    let one = world.identify(&one, world.desk.card("birth-name"), Manners::default());
    for (identified, id, given) in [(one, first_id, None), (two, second_id, Some("LENE MARIT"))] {
        let page = tab.get(&world.middleware, &identified);
        let response = world.received(&world.connector, &id, &page).unwrap();
        let found = name(&response, Attribute::CurrentGivenName).unwrap();
        assert_eq!(found == "LENE MARIT", given.is_some());
    }
}
