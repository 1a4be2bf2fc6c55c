use proptest::prelude::*;
use rules::{Rule as _, Rulebook};
use saml::Metadata;

use super::*;
use crate::Checked;
use crate::testing::{self, CONNECTOR, METADATA_KEY, MIDDLEWARE, STRANGER_KEY};
use rules::Breach;

fn judge_as(
    text: &str,
    entity_id: &str,
    role: Role,
    book: &Rulebook<Rule>,
) -> Result<Checked<Node>, Breach<Rule>> {
    let trusted = [METADATA_KEY.certificate.clone()];
    let expect = Expectations {
        entity_id,
        role,
        trusted: &trusted,
        now: testing::ambient().now(),
    };
    check(text, &expect, book)
}

fn rule(text: &str) -> Option<Rule> {
    let judged = judge_as(text, CONNECTOR, Role::Connector, &Rulebook::strict());
    judged.err().map(|breach| breach.rule)
}

fn signed(change: impl FnOnce(&mut Metadata)) -> String {
    let mut metadata = testing::connector().to_metadata();
    change(&mut metadata);
    METADATA_KEY
        .signer()
        .sign_document(&metadata.to_element())
        .unwrap()
}

#[test]
fn metadata_are_read_as_they_were_written() {
    let (connector, middleware) = (testing::connector(), testing::middleware());
    let signer = METADATA_KEY.signer();
    let text = connector.sign(&signer).unwrap();
    let read = judge_as(&text, CONNECTOR, Role::Connector, &Rulebook::strict()).unwrap();
    assert_eq!(*read, connector);
    let text = middleware.sign(&signer).unwrap();
    let read = judge_as(&text, MIDDLEWARE, Role::ProxyService, &Rulebook::strict()).unwrap();
    assert_eq!(*read, middleware);
    assert_eq!(read.post_location(), Some(testing::RECEIVER));
    let mut private = connector;
    private.service_type = Some(ServiceType::Private);
    private.wants_requester_id = true;
    let text = private.sign(&signer).unwrap();
    let read = judge_as(&text, CONNECTOR, Role::Connector, &Rulebook::strict()).unwrap();
    assert_eq!(*read, private);
}

#[test]
fn metadata_that_are_not_genuine_valid_and_whole_are_refused() {
    type Change = fn(&mut Metadata);
    #[rustfmt::skip]
    let rows: [(Change, Rule, &str); 9] = [
        (|m| m.valid_until = m.valid_until.map(|at| at.plus(-86_400)), Rule::ValidUntil, "003009"),
        (|m| m.valid_until = None, Rule::ValidUntil, "003009"),
        (|m| m.entity_id = Some("https://other.example".into()), Rule::EntityId, "003009"),
        (|m| m.sp.clear(), Rule::Role, "003006"),
        (|m| m.sp[0].role.extensions.clear(), Rule::NodeCountry, "003006"),
        (|m| m.sp[0].role.keys.truncate(1), Rule::Keys, "003006"),
        (|m| drop(m.sp[0].role.keys.remove(0)), Rule::Keys, "003006"),
        (|m| m.sp[0].assertion_consumers.clear(), Rule::Endpoint, "003006"),
        (|m| m.sp[0].assertion_consumers[0].binding = Some("urn:other".into()), Rule::Endpoint, "003006"),
    ];
    for (change, expected, code) in rows {
        let text = signed(change);
        assert_eq!(rule(&text), Some(expected));
        assert_eq!(expected.eu_code().to_string(), code, "{expected:?}");
    }
    let text = signed(|_| {});
    assert_eq!(rule(&text), None);
    let unsigned = testing::connector()
        .to_metadata()
        .to_element()
        .to_document();
    assert_eq!(rule(&unsigned), Some(Rule::Signed));
    let stranger = testing::connector().sign(&STRANGER_KEY.signer()).unwrap();
    assert_eq!(rule(&stranger), Some(Rule::SignatureTrust));
    assert_eq!(
        rule(&text.replacen("public", "private", 1)),
        Some(Rule::SignatureValue)
    );
    assert_eq!(
        rule(&text.replacen("<md:", "<!DOCTYPE x><md:", 1)),
        Some(Rule::DocumentType)
    );
    assert_eq!(rule("<a/>"), Some(Rule::Signed));
    assert_eq!(rule("hello"), Some(Rule::Schema));
}

#[test]
fn a_country_in_the_wrong_place_is_none() {
    let text = signed(|m| {
        let country = m.sp[0].role.extensions.remove(0);
        m.extensions.push(country);
    });
    assert_eq!(rule(&text), Some(Rule::NodeCountry));
}

#[test]
fn names_of_rules_are_all_different() {
    let mut names: Vec<&str> = Rule::ALL.iter().map(|rule| rule.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), Rule::ALL.len());
}

proptest! {
    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,200}") {
        prop_assert!(judge_as(&text, CONNECTOR, Role::Connector, &Rulebook::strict()).is_err());
    }
}
