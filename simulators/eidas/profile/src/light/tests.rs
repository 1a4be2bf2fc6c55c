use ambient::{Ambient, Date};
use proptest::prelude::*;
use rules::{Rule as _, Rulebook};
use saml::names::status;

use super::*;
use crate::{
    Attribute, Attributes, CountryCode, LevelOfAssurance, Person, RequestedAttribute,
    RequestedLevels, ServiceType,
};

const SECRET: &str = "mySecretConnectorRequest";
const VECTOR: &str = "c3BlY2lmaWNDb21tdW5pY2F0aW9uRGVmaW5pdGlvbkNvbm5lY3RvclJlcXVlc3R8ODUyYTY0YzAtOGFjMS00NDVmLWIwZTEtOTkyYWRhNDkzMDMzfDIwMjYtMDMtMDIgMDk6MTU6MzAgMTIzfEVTUTZkWkFTVW5LWjJBOWFFbzdNVmtualRNcWJPTGJpUk5tblVGNmVjcUE9";

fn ambient() -> Ambient {
    Ambient::simulated(3, Date::new(2026, 3, 2).unwrap())
}

fn vector() -> LightToken {
    LightToken {
        issuer: "specificCommunicationDefinitionConnectorRequest".into(),
        id: "852a64c0-8ac1-445f-b0e1-992ada493033".into(),
        timestamp: "2026-03-02 09:15:30 123".into(),
    }
}

fn base64(text: &str) -> String {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.encode(text)
}

#[test]
fn a_token_is_a_digest_over_id_issuer_moment_and_secret() {
    assert_eq!(vector().encode(SECRET), VECTOR);
    let (token, digest) = LightToken::decode(VECTOR).unwrap();
    assert_eq!(token, vector());
    assert_eq!(digest, "ESQ6dZASUnKZ2A9aEo7MVknjTMqbOLbiRNmnUF6ecqA=");
    let now = LightToken::new("a", "b", Date::new(2026, 3, 2).unwrap().midnight());
    assert_eq!(now.timestamp, "2026-03-02 00:00:00 000");
}

#[test]
fn a_message_is_fetched_once_by_its_token() {
    let (ambient, book) = (ambient(), Rulebook::strict());
    let cache = MemoryLightCache::new(&ambient, 60);
    let channel = Channel::new(CacheName::ConnectorRequest, SECRET);
    let token = channel.send("<message/>", &cache, &ambient).unwrap();
    let back = Channel::new(CacheName::ConnectorResponse, SECRET);
    assert_eq!(
        back.receive(&[&token], &cache, &book).unwrap_err().rule,
        Rule::TokenIssuer
    );
    assert_eq!(
        channel.receive(&[&token], &cache, &book).unwrap(),
        "<message/>"
    );
    let again = channel.receive(&[&token], &cache, &book).unwrap_err();
    assert_eq!(again.rule, Rule::TokenKnown);
    assert_eq!(again.rule.eu_code().to_string(), "000012");
    let late = channel.send("<message/>", &cache, &ambient).unwrap();
    ambient.clock().advance(61);
    assert_eq!(
        channel.receive(&[&late], &cache, &book).unwrap_err().rule,
        Rule::TokenKnown
    );
}

#[test]
fn tokens_that_were_not_made_by_the_other_side_are_refused() {
    let (ambient, book) = (ambient(), Rulebook::strict());
    let cache = MemoryLightCache::new(&ambient, 60);
    let channel = Channel::new(CacheName::ConnectorRequest, SECRET);
    let plain = "specificCommunicationDefinitionConnectorRequest|a|2026-03-02 09:15:30 123|x";
    let long = base64(&"x".repeat(769));
    let broken = [
        ("", Rule::TokenFormat),
        ("%%%", Rule::TokenFormat),
        (&base64("a|b|2026-03-02 09:15:30 123"), Rule::TokenFormat),
        (&base64(&format!("{plain}|y")), Rule::TokenFormat),
        (&base64(&plain.replace("-03-", "-13-")), Rule::TokenFormat),
        (&base64(&plain.replace(" 123", "")), Rule::TokenFormat),
        (&base64(&plain.replace("09:", "24:")), Rule::TokenFormat),
        (&base64(plain), Rule::TokenDigest),
        (&vector().encode("another secret"), Rule::TokenDigest),
        (&long, Rule::TokenSize),
    ];
    for (token, rule) in broken {
        let breach = channel.receive(&[token], &cache, &book).unwrap_err();
        assert_eq!(breach.rule, rule, "{token}");
        assert_eq!(breach.rule.eu_code().to_string(), "000012");
    }
    for tokens in [&[][..], &[VECTOR, VECTOR]] {
        let breach = channel.receive(tokens, &cache, &book).unwrap_err();
        assert_eq!(breach.rule, Rule::TokenOnce);
    }
    let careless = book.without(Rule::TokenDigest);
    cache.put(CacheName::ConnectorRequest, "a", "<message/>");
    assert!(
        channel
            .receive(&[&base64(plain)], &cache, &careless)
            .is_ok()
    );
}

fn request() -> LightRequest {
    let mut request = LightRequest::new(
        CountryCode::DE,
        "f1c0a4de-0001-4b1a-9a0b-000000000001",
        "be-specific-connector",
        &LevelOfAssurance::High,
    );
    request.provider_name = Some("Employment & Office".into());
    request.service_type = Some("public".into());
    request.relay_state = Some("rs-1".into());
    request
}

fn judge_request(text: &str) -> Result<LightRequest, Rule> {
    let expect = RequestExpectations {
        countries: &[CountryCode::DE],
        service_type: Some(ServiceType::Public),
        first: &|id| id != "seen",
    };
    check_request(text, &expect, &Rulebook::strict()).map_err(|breach| breach.rule)
}

#[test]
fn a_light_request_is_read_as_it_was_written() {
    let text = request().to_text();
    assert_eq!(LightRequest::parse(&text), Ok(request()));
    assert_eq!(judge_request(&text), Ok(request()));
    assert_eq!(
        request().requested_levels(),
        Ok(RequestedLevels::minimum(LevelOfAssurance::High))
    );
    insta::assert_snapshot!(text);
}

#[test]
fn light_requests_are_refused_as_the_node_does() {
    type Change = fn(&mut LightRequest);
    let level = |uri: &str, kind| LightLevel {
        uri: uri.into(),
        kind,
    };
    let high = level("http://eidas.europa.eu/LoA/high", LevelType::Notified);
    let low = level("http://eidas.europa.eu/LoA/low", LevelType::Notified);
    let mut two = request();
    two.levels = vec![high.clone(), low];
    assert_eq!(judge_request(&two.to_text()), Err(Rule::Level));
    let mut flagged = request();
    flagged.levels = vec![level(&high.uri, LevelType::NonNotified)];
    assert_eq!(judge_request(&flagged.to_text()), Err(Rule::Level));
    let mut other = request();
    other.levels = vec![level("urn:national:2", LevelType::NonNotified), high];
    assert!(judge_request(&other.to_text()).is_ok());
    #[rustfmt::skip]
    let rows: [(Change, Rule, &str); 9] = [
        (|r| r.levels[0].uri = "http://eidas.europa.eu/LoA/High".into(), Rule::Level, "000009"),
        (|r| r.attributes.push(LightAttribute::named(Attribute::LegalName.name().uri())), Rule::OnePerson, "200011"),
        (|r| r.attributes.clear(), Rule::AttributesPresent, "200011"),
        (|r| r.country = "XX".into(), Rule::Country, "000005"),
        (|r| r.service_type = Some("private".into()), Rule::ServiceType, "000010"),
        (|r| r.requester_id = Some("no uri".into()), Rule::RequesterId, "200016"),
        (|r| r.relay_state = Some("x".repeat(81)), Rule::RelayState, "200009"),
        (|r| r.id = "seen".into(), Rule::RequestOnce, "000011"),
        (|r| r.name_id_format = Some("urn:mine".into()), Rule::RequestSchema, "000011"),
    ];
    for (change, rule, code) in rows {
        let mut wrong = request();
        change(&mut wrong);
        assert_eq!(judge_request(&wrong.to_text()), Err(rule));
        assert_eq!(rule.eu_code().to_string(), code, "{rule:?}");
    }
    let text = request().to_text();
    let typed = text.replacen(
        "<levelOfAssurance>",
        "<levelOfAssurance type=\"unheard\">",
        1,
    );
    assert_eq!(judge_request(&typed), Err(Rule::Level));
    for (from, to) in [
        (
            "<lightRequest",
            "<!DOCTYPE x [<!ENTITY e \"e\">]><lightRequest",
        ),
        ("http://cef.eidas.eu/LightRequest", "urn:other"),
        ("<id>", "<id/><id>"),
        ("</lightRequest>", "<more/></lightRequest>"),
        ("rs-1", &"x".repeat(70_000)),
    ] {
        let wrong = text.replacen(from, to, 1);
        assert_eq!(judge_request(&wrong), Err(Rule::RequestSchema), "{to:.40}");
    }
}

fn person() -> Attributes {
    Attributes::new()
        .with(Attribute::PersonIdentifier, "DE/BE/05226A29")
        .with(Attribute::CurrentFamilyName, "BEISPIELER")
        .with(Attribute::CurrentGivenName, "LENE MARIT")
        .with(Attribute::DateOfBirth, "1987-04-23")
}

fn response() -> LightResponse {
    LightResponse {
        id: "f1c0a4de-0002-4b1a-9a0b-000000000002".into(),
        in_response_to: "waiting".into(),
        issuer: "de-specific-proxy".into(),
        subject: Some("DE/BE/05226A29".into()),
        level: Some(LevelOfAssurance::High.uri().into()),
        status: LightStatus::success(),
        ..LightResponse::default()
    }
    .with_person(&person())
}

fn judge_response(text: &str) -> Result<LightResponse, Rule> {
    let minimum = Attribute::minimum_data_set(Person::Natural);
    let asked: Vec<RequestedAttribute> = minimum
        .filter(|attribute| *attribute != Attribute::DateOfBirth)
        .map(|attribute| RequestedAttribute {
            name: attribute.name(),
            required: true,
        })
        .collect();
    let published = [
        LevelOfAssurance::Low.uri().to_owned(),
        LevelOfAssurance::High.uri().to_owned(),
    ];
    let expect = ResponseExpectations {
        levels: &RequestedLevels::minimum(LevelOfAssurance::Substantial),
        attributes: &asked,
        published: Some(&published),
        waits: &|id| id == "waiting",
    };
    check_response(text, &expect, &Rulebook::strict()).map_err(|breach| breach.rule)
}

#[test]
fn a_light_response_is_read_as_it_was_written() {
    let text = response().to_text();
    assert_eq!(LightResponse::parse(&text), Ok(response()));
    assert_eq!(judge_response(&text), Ok(response()));
    assert_eq!(response().person(), person());
}

#[test]
fn light_responses_are_refused_as_the_node_does() {
    type Change = fn(&mut LightResponse);
    #[rustfmt::skip]
    let rows: [(Change, Rule, &str); 10] = [
        (|r| r.in_response_to = "other".into(), Rule::Correlation, "202013"),
        (|r| r.attributes.clear(), Rule::ResponseAttributes, "203001"),
        (|r| drop(r.attributes.remove(1)), Rule::RequestedAttribute, "202010"),
        (|r| drop(r.attributes.remove(3)), Rule::MinimumDataSet, "203021"),
        (|r| r.level = Some(LevelOfAssurance::Substantial.uri().into()), Rule::LevelPublished, "202021"),
        (|r| r.level = Some(LevelOfAssurance::Low.uri().into()), Rule::LevelRequested, "202019"),
        (|r| r.attributes[0].values = vec!["DE/BE/0 1".into()], Rule::AttributeValue, "203001"),
        (|r| r.attributes[0].values = vec!["x".repeat(257)], Rule::AttributeValue, "203001"),
        (|r| r.attributes[3].values = vec!["1999-13-01".into()], Rule::AttributeValue, "203001"),
        (|r| r.consent = Some("urn:mine".into()), Rule::ResponseSchema, "202013"),
    ];
    for (change, rule, code) in rows {
        let mut wrong = response();
        change(&mut wrong);
        assert_eq!(judge_response(&wrong.to_text()), Err(rule));
        assert_eq!(rule.eu_code().to_string(), code, "{rule:?}");
    }
}

#[test]
fn a_failure_needs_no_attributes_but_a_status_that_the_schema_lists() {
    let mut failed = response();
    failed.attributes.clear();
    failed.status =
        LightStatus::failure(status::RESPONDER, Some(status::AUTHN_FAILED), "cancelled");
    assert!(judge_response(&failed.to_text()).is_ok());
    failed.status.sub_code = Some(status::REQUEST_UNSUPPORTED.to_owned());
    assert_eq!(judge_response(&failed.to_text()), Err(Rule::ResponseSchema));
    let tolerant = LightStatus::failure(status::RESPONDER, Some(status::REQUEST_UNSUPPORTED), "no");
    assert_eq!(tolerant.sub_code, None);
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
    fn no_text_makes_a_reader_panic(text in "\\PC{0,200}") {
        let _ = LightToken::decode(&text);
        let _ = LightToken::decode(&base64(&text));
        let _ = LightRequest::parse(&text);
        let _ = LightResponse::parse(&text);
    }

    #[test]
    fn tokens_come_back(issuer in "[a-zA-Z]{1,40}", id in "[a-f0-9-]{1,36}", secret in "\\PC{0,20}") {
        let now = Date::new(2026, 3, 2).unwrap().midnight();
        let token = LightToken::new(&issuer, &id, now);
        let (read, digest) = LightToken::decode(&token.encode(&secret)).unwrap();
        prop_assert_eq!(&read, &token);
        prop_assert_eq!(digest, token.digest(&secret));
    }

    #[test]
    fn light_requests_come_back(provider in "[ -~]{0,60}", state in proptest::option::of("[ -~]{0,80}")) {
        let mut request = request();
        request.provider_name = Some(provider);
        request.relay_state = state;
        prop_assert_eq!(LightRequest::parse(&request.to_text()), Ok(request));
    }
}
