use ambient::Ambient;
use proptest::prelude::*;
use rules::{Rule as _, Rulebook};
use saml::message::{NameIdPolicy, RequestedAuthnContext, Scoping};
use saml::names::{PROTOCOL, name_id, status};
use saml::{AuthnRequest, NameId};
use xml::{Element, Hash, PssParameters, SignatureAlgorithm};

use super::*;
use crate::code::Outcome;
use crate::names::EXTENSIONS;
use crate::peers::{PeerError, Peers};
use crate::testing::{self, CONNECTOR, CONNECTOR_KEY, Key, RECEIVER};
use crate::{Attribute, KnownPeers, LevelOfAssurance, Profile, RequestedLevels};

mod signatures;

fn draft() -> RequestDraft {
    let levels = RequestedLevels::minimum(LevelOfAssurance::High);
    let mut draft =
        RequestDraft::new(CONNECTOR, RECEIVER, levels).asking([Attribute::PlaceOfBirth.name()]);
    draft.provider_name = Some("Electronic control card".into());
    draft
}

fn message(ambient: &Ambient) -> AuthnRequest {
    draft().to_message(ambient)
}

/// A message that was changed before it was signed.
fn signed(change: impl FnOnce(&mut AuthnRequest)) -> String {
    let mut message = message(&testing::ambient());
    change(&mut message);
    CONNECTOR_KEY
        .signer()
        .sign_message(&message.to_element())
        .unwrap()
}

/// A message whose tree was changed before it was signed.
fn signed_tree(change: impl FnOnce(&mut Element)) -> String {
    let mut element = message(&testing::ambient()).to_element();
    change(&mut element);
    CONNECTOR_KEY.signer().sign_message(&element).unwrap()
}

struct World {
    own: Node,
    peers: KnownPeers,
}

impl World {
    fn new() -> Self {
        Self {
            own: testing::middleware(),
            peers: testing::peers(),
        }
    }

    fn judge(&self, text: &str, book: &Rulebook<Rule>) -> Result<Checked<EidasRequest>, Refusal> {
        let now = testing::ambient().now();
        check(text, &Expectations::new(&self.own, &self.peers, now), book)
    }
}

use crate::Checked;

fn strict(text: &str) -> Result<Checked<EidasRequest>, Refusal> {
    World::new().judge(text, &Rulebook::strict())
}

#[test]
fn a_request_of_the_profile_is_accepted_by_every_kind_of_receiver() {
    let text = signed(|_| {});
    for profile in [Profile::Strict, Profile::EuNode, Profile::MiddlewareDe] {
        let request = World::new().judge(&text, &profile.requests()).unwrap();
        assert_eq!(request.issuer, CONNECTOR);
        assert_eq!(
            request.levels,
            Some(RequestedLevels::minimum(LevelOfAssurance::High))
        );
        assert_eq!(request.reply.destination, testing::CONSUMER);
        assert_eq!(request.reply.audience, CONNECTOR);
        assert_eq!(request.service_type, Some(ServiceType::Public));
        assert_eq!(request.attributes.len(), 5);
        assert_eq!(request.attributes.iter().filter(|a| a.required).count(), 4);
    }
}

#[test]
fn the_message_has_the_order_of_the_schema() {
    let text = message(&testing::ambient()).to_element().to_text();
    insta::assert_snapshot!(text.replace("><", ">\n<"));
}

type Change = fn(&mut AuthnRequest);

/// What is done to a message; the rule; what the EU node shows and logs; whether it answers with SAML; what the
/// middleware says, if it says something.
type Row = (
    Change,
    Rule,
    &'static str,
    &'static str,
    bool,
    Option<&'static str>,
);

const SYNTAX: Option<&str> = Some("ILLEGAL_REQUEST_SYNTAX");

fn levels(message: &mut AuthnRequest, comparison: &str, references: &[&str]) {
    message.requested_authn_context = Some(RequestedAuthnContext {
        comparison: Some(comparison.into()),
        class_refs: references.iter().map(|uri| (*uri).to_owned()).collect(),
        decl_refs: Vec::new(),
    });
}

fn attribute(message: &mut AuthnRequest, name: &str, required: &str) {
    let list = message.header.extensions.iter_mut();
    let list = list
        .rev()
        .find(|e| e.is(EXTENSIONS, "RequestedAttributes"))
        .unwrap();
    let attribute = Element::new("eidas:RequestedAttribute", EXTENSIONS)
        .attr("Name", name)
        .attr(
            "NameFormat",
            "urn:oasis:names:tc:SAML:2.0:attrname-format:uri",
        )
        .attr("isRequired", required);
    list.push(attribute);
}

fn list(message: &mut AuthnRequest) -> &mut Element {
    message.header.extensions.last_mut().unwrap()
}

const HIGH: &str = "http://eidas.europa.eu/LoA/high";
const LOW: &str = "http://eidas.europa.eu/LoA/low";

#[rustfmt::skip]
const ROWS: &[Row] = &[
    (|m| m.header.version = None, Rule::Version, "202002", "203007", false, SYNTAX),
    (|m| m.header.version = Some("1.1".into()), Rule::Version, "202002", "203007", false, SYNTAX),
    (|m| m.header.issue_instant = None, Rule::IssueInstant, "202002", "203007", false, Some("OUTDATED_REQUEST")),
    (|m| m.header.extensions.clear(), Rule::Extensions, "202002", "203007", false, SYNTAX),
    (|m| m.header.extensions.push(Element::new("x:y", "urn:x")), Rule::Extensions, "202002", "203007", false, SYNTAX),
    (|m| m.header.extensions.insert(0, Element::new("eidas:SPType", EXTENSIONS).text_child("secret")), Rule::Extensions, "202002", "203007", false, SYNTAX),
    (|m| m.header.issuer = None, Rule::Issuer, "202002", "203007", false, Some("UNKNOWN_PROVIDER")),
    (|m| m.header.issuer = Some(NameId::new(CONNECTOR).with_format(name_id::TRANSIENT)), Rule::Issuer, "202002", "203007", false, Some("UNKNOWN_PROVIDER")),
    (|m| m.header.issuer = Some(NameId::new("https://unknown.example/")), Rule::IssuerKnown, "202002", "003009", false, Some("UNKNOWN_PROVIDER")),
    (|m| m.force_authn = Some(false), Rule::ForceAuthn, "202002", "203007", false, SYNTAX),
    (|m| m.force_authn = None, Rule::ForceAuthn, "202002", "203007", false, SYNTAX),
    (|m| m.is_passive = Some(true), Rule::IsPassive, "202002", "203007", false, SYNTAX),
    (|m| m.is_passive = None, Rule::IsPassive, "202002", "203007", false, SYNTAX),
    (|m| m.protocol_binding = Some("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact".into()), Rule::ProtocolBinding, "202002", "203007", false, None),
    (|m| m.header.consent = Some("urn:mine".into()), Rule::Consent, "202002", "203007", false, None),
    (|m| m.name_id_policy = Some(NameIdPolicy::of("urn:mine")), Rule::NameIdFormatKnown, "202002", "203007", false, Some("INVALID_NAME_ID_TYPE")),
    (|m| m.requested_authn_context = None, Rule::LevelPresent, "202015", "202015", false, SYNTAX),
    (|m| levels(m, "minimum", &[]), Rule::LevelPresent, "202015", "202015", false, SYNTAX),
    (|m| levels(m, "minimum", &["http://eidas.europa.eu/LoA/High"]), Rule::LevelKnown, "202015", "202015", false, None),
    (|m| levels(m, "exact", &["http://eidas.europa.eu/LoA/NotNotified/low"]), Rule::LevelKnown, "202015", "202015", false, None),
    (|m| levels(m, "minimum", &[HIGH, HIGH]), Rule::LevelList, "202015", "202015", false, None),
    (|m| levels(m, "exact", &["urn:a:b", LOW]), Rule::LevelList, "202015", "202015", false, None),
    (|m| levels(m, "exact", &[HIGH]), Rule::LevelComparison, "202015", "202015", false, None),
    (|m| levels(m, "minimum", &[LOW, HIGH]), Rule::LevelComparison, "202015", "202015", false, None),
    (|m| levels(m, "minimum", &["urn:a:b"]), Rule::LevelComparison, "202015", "202015", false, None),
    (|m| levels(m, "better", &[HIGH]), Rule::LevelComparison, "202015", "202015", false, None),
    (|m| levels(m, "maximum", &[HIGH]), Rule::LevelComparison, "202015", "202015", false, None),
    (|m| drop(list(m).elements_mut().next().unwrap().remove_attribute("NameFormat")), Rule::AttributeSyntax, "202002", "203007", false, None),
    (|m| list(m).elements_mut().next().unwrap().set_attribute("isRequired", "yes"), Rule::AttributeSyntax, "202002", "203007", false, None),
    (|m| list(m).elements_mut().next().unwrap().set_attribute("isRequired", "false"), Rule::AttributeFlag, "202002", "203001", false, None),
    (|m| attribute(m, &Attribute::BirthName.name().uri(), "true"), Rule::AttributeFlag, "202002", "203001", false, None),
    (|m| attribute(m, &Attribute::LegalName.of_representative().uri(), "true"), Rule::Representative, "203024", "203024", false, None),
    (|m| list(m).clear(), Rule::AttributesPresent, "202005", "202005", true, None),
    (|m| { list(m).clear(); attribute(m, "urn:unheard-of", "true") }, Rule::AttributesPresent, "202005", "202005", true, None),
    (|m| attribute(m, &Attribute::LegalPersonIdentifier.name().uri(), "true"), Rule::AttributesOffered, "202005", "202005", true, None),
    (|m| m.name_id_policy = Some(NameIdPolicy::of(name_id::EMAIL_ADDRESS)), Rule::NameIdFormat, "202022", "202022", true, Some("INVALID_NAME_ID_TYPE")),
    (|m| attribute(m, &Attribute::Eori.name().uri(), "false"), Rule::OnePerson, "203007", "203007", false, None),
    (|m| m.header.destination = Some("https://proxy.nl.example/EidasNode/ColleagueRequest".into()), Rule::Destination, "203002", "203002", false, None),
    (|m| m.header.destination = None, Rule::Destination, "203002", "203002", false, None),
    (|m| levels(m, "exact", &["urn:a:b"]), Rule::LevelOffered, "202015", "202015", true, None),
    (|m| m.assertion_consumer_service_url = Some("https://evil.example/".into()), Rule::AssertionConsumerService, "202002", "202002", false, Some("WRONG_DESTINATION")),
    (|m| m.header.extensions.insert(0, Element::new("eidas:SPType", EXTENSIONS).text_child("public")), Rule::ServiceTypeOnce, "202016", "202016", false, SYNTAX),
    (|m| drop(list(m).children_mut().remove(2)), Rule::MinimumDataSet, "203021", "203021", false, None),
];

#[test]
fn requests_are_refused_as_the_table_says() {
    let world = World::new();
    for (index, (change, rule, outer, inner, saml, word)) in ROWS.iter().enumerate() {
        let text = signed(change);
        let refusal = world.judge(&text, &Rulebook::strict()).unwrap_err();
        assert_eq!(refusal.breach.rule, *rule, "row {index}: {refusal}");
        let codes = rule.eu_code();
        assert_eq!(codes.outer.to_string(), *outer, "row {index}");
        assert_eq!(codes.inner.to_string(), *inner, "row {index}");
        assert_eq!(rule.eu_outcome() != Outcome::Page, *saml, "row {index}");
        let eu = world.judge(&text, &Profile::EuNode.requests()).err();
        assert_eq!(
            eu.map(|refusal| refusal.breach.rule),
            Some(*rule),
            "row {index}"
        );
        let de = world.judge(&text, &Profile::MiddlewareDe.requests()).err();
        let said = de.map(|refusal| refusal.breach.rule.middleware_code().word());
        assert_eq!(said, *word, "row {index}");
        let waived = world.judge(&text, &Rulebook::strict().without(*rule));
        let next = waived.err().map(|refusal| refusal.breach.rule);
        assert_ne!(next, Some(*rule), "row {index}");
    }
}

#[test]
fn a_sender_that_is_known_for_sure_can_be_answered() {
    let refusal = strict(&signed(|m| {
        m.name_id_policy = Some(NameIdPolicy::of(name_id::EMAIL_ADDRESS))
    }))
    .unwrap_err();
    let reply = refusal.reply.unwrap();
    assert_eq!(reply.destination, testing::CONSUMER);
    assert_eq!(
        refusal.breach.rule.middleware_outcome(),
        Outcome::Saml((status::REQUESTER, Some(status::INVALID_NAME_ID_POLICY)))
    );
    let refusal = strict(&message(&testing::ambient()).to_element().to_text()).unwrap_err();
    assert_eq!(refusal.breach.rule, Rule::Signed);
    assert_eq!(refusal.reply, None);
}

#[test]
fn whoever_believes_strangers_answers_where_they_say() {
    let mut message = message(&testing::ambient());
    message.header.issuer = Some(NameId::new("https://evil.example/metadata"));
    message.assertion_consumer_service_url = Some("https://evil.example/acs".into());
    let kind = Element::new("eidas:SPType", EXTENSIONS).text_child("public");
    message.header.extensions.insert(0, kind);
    let text = testing::STRANGER_KEY
        .signer()
        .sign_message(&message.to_element())
        .unwrap();
    assert_eq!(strict(&text).unwrap_err().breach.rule, Rule::IssuerKnown);
    let careless = Rulebook::strict().without(Rule::IssuerKnown);
    let request = World::new().judge(&text, &careless).unwrap();
    assert_eq!(request.reply.destination, "https://evil.example/acs");
}

#[test]
fn the_type_of_the_service_is_in_the_request_or_in_the_metadata() {
    let mut world = World::new();
    let mut connector = testing::connector();
    connector.service_type = None;
    world.peers = KnownPeers::new([connector.clone()]);
    let neither = world
        .judge(&signed(|_| {}), &Rulebook::strict())
        .unwrap_err();
    assert_eq!(neither.breach.rule, Rule::ServiceTypePresent);
    assert_eq!(neither.breach.rule.eu_code().outer.to_string(), "202017");
    let mut draft = draft();
    draft.service_type = Some(ServiceType::Private);
    let (text, _) = draft
        .sign(&CONNECTOR_KEY.signer(), &testing::ambient())
        .unwrap();
    assert_eq!(
        world
            .judge(&text, &Rulebook::strict())
            .unwrap()
            .service_type,
        Some(ServiceType::Private)
    );
}

#[test]
fn private_services_are_named_where_the_node_asks_for_it() {
    let mut world = World::new();
    let mut connector = testing::connector();
    connector.service_type = Some(ServiceType::Private);
    world.peers = KnownPeers::new([connector]);
    let unnamed = signed(|m| m.provider_name = None);
    let named = signed(|m| {
        m.scoping = Some(Scoping {
            requester_ids: vec!["urn:shop".into()],
            ..Scoping::default()
        });
    });
    assert!(world.judge(&unnamed, &Rulebook::strict()).is_ok());
    world.own.wants_requester_id = true;
    let refusal = world.judge(&unnamed, &Rulebook::strict()).unwrap_err();
    assert_eq!(refusal.breach.rule, Rule::RequesterId);
    assert_eq!(refusal.breach.rule.eu_code().outer.to_string(), "202020");
    assert!(world.judge(&named, &Rulebook::strict()).is_ok());
    let known = ["urn:shop".to_owned()];
    let now = testing::ambient().now();
    let mut expect = Expectations::new(&world.own, &world.peers, now);
    expect.requesters = Some(&known);
    let book = Profile::MiddlewareDe.requests();
    assert!(check(&named, &expect, &book).is_ok());
    let by_name = signed(|m| m.provider_name = Some("urn:shop".into()));
    assert!(check(&by_name, &expect, &book).is_ok());
    let stranger = signed(|m| m.provider_name = Some("urn:other".into()));
    assert_eq!(
        check(&stranger, &expect, &book).unwrap_err().breach.rule,
        Rule::RequesterId
    );
}

#[test]
fn persons_of_both_kinds_are_asked_for_at_old_peers_only() {
    let mut world = World::new();
    world.own.versions.push("1.3".into());
    let both = signed(|m| attribute(m, &Attribute::Eori.name().uri(), "false"));
    let book = Rulebook::strict().without(Rule::MinimumDataSet);
    assert_eq!(
        world.judge(&both, &book).unwrap_err().breach.rule,
        Rule::OnePerson
    );
    let mut connector = testing::connector();
    connector.versions = vec!["1.3".into()];
    world.peers = KnownPeers::new([connector]);
    assert!(world.judge(&both, &book).is_ok());
}

#[test]
fn nodes_without_a_common_version_do_not_talk() {
    let mut world = World::new();
    world.own.versions = vec!["1.4.2".into()];
    let refusal = world
        .judge(&signed(|_| {}), &Rulebook::strict())
        .unwrap_err();
    assert_eq!(refusal.breach.rule, Rule::ProtocolVersion);
    assert_eq!(refusal.breach.rule.eu_code().outer.to_string(), "203027");
}

#[test]
fn age_counts_for_the_middleware_and_not_for_the_eu_node() {
    let text = signed(|_| {});
    let world = World::new();
    let at = |seconds, profile: Profile| {
        let now = testing::ambient().now().plus(seconds);
        let expect = Expectations::new(&world.own, &world.peers, now);
        check(&text, &expect, &profile.requests())
            .err()
            .map(|refusal| refusal.breach.rule)
    };
    assert_eq!(at(60, Profile::MiddlewareDe), None);
    assert_eq!(at(61, Profile::MiddlewareDe), Some(Rule::Age));
    assert_eq!(at(2 * 86_400, Profile::EuNode), None);
    assert_eq!(at(61, Profile::Strict), Some(Rule::Age));
    assert_eq!(Rule::Age.middleware_code().word(), "OUTDATED_REQUEST");
}

#[test]
fn an_old_request_is_outdated_before_its_signature_is_looked_at() {
    let world = World::new();
    let unsigned = message(&testing::ambient()).to_element().to_text();
    let now = testing::ambient().now().plus(120);
    let expect = Expectations::new(&world.own, &world.peers, now);
    let refusal = check(&unsigned, &expect, &Profile::MiddlewareDe.requests()).unwrap_err();
    assert_eq!(refusal.breach.rule, Rule::Age);
}

#[test]
fn an_identifier_is_used_up_by_a_request_that_passed_all_checks_before() {
    let world = World::new();
    let replay = saml::Replay::new();
    let now = testing::ambient().now();
    let first = |id: &str| replay.accept(id, now.plus(3600), now);
    let mut expect = Expectations::new(&world.own, &world.peers, now);
    expect.first = &first;
    let book = Rulebook::strict();
    let wrong = signed(|m| m.header.destination = None);
    assert_eq!(
        check(&wrong, &expect, &book).unwrap_err().breach.rule,
        Rule::Destination
    );
    let text = signed(|_| {});
    assert!(check(&text, &expect, &book).is_ok());
    let again = check(&text, &expect, &book).unwrap_err();
    assert_eq!(again.breach.rule, Rule::Replay);
    assert_eq!(again.breach.rule.eu_code().outer.to_string(), "200006");
    assert_eq!(
        again.breach.rule.middleware_code().word(),
        "DUPLICATE_REQUEST_ID"
    );
}

#[test]
fn metadata_that_do_not_count_make_an_issuer_that_does_not() {
    struct Broken(PeerError);
    impl Peers for Broken {
        fn find(&self, _: &str) -> Result<Arc<Node>, PeerError> {
            Err(self.0.clone())
        }
    }
    let own = testing::middleware();
    let invalid = |rule| PeerError::Invalid {
        entity_id: "x".into(),
        breach: Breach::new(rule, "no"),
    };
    let rows = [
        (
            PeerError::NotPermitted("http://x".into()),
            Rule::IssuerSource,
            "003008",
        ),
        (
            invalid(metadata::Rule::NodeCountry),
            Rule::IssuerMetadata,
            "003006",
        ),
        (
            invalid(metadata::Rule::ValidUntil),
            Rule::IssuerKnown,
            "003009",
        ),
    ];
    for (error, rule, code) in rows {
        assert_eq!(rule.eu_code().inner.to_string(), code);
        let peers = Broken(error);
        let expect = Expectations::new(&own, &peers, testing::ambient().now());
        let refusal = check(&signed(|_| {}), &expect, &Rulebook::strict()).unwrap_err();
        assert_eq!(refusal.breach.rule, rule);
        assert!(check(&signed(|_| {}), &expect, &Rulebook::strict().without(rule)).is_err());
    }
}

use crate::metadata;

#[test]
fn comments_do_not_change_what_is_read() {
    let text = signed_tree(|root| {
        let issuer = root.find_mut(saml::names::ASSERTION, "Issuer").unwrap();
        let (head, tail) = CONNECTOR.split_at(30);
        issuer.clear();
        issuer.push(xml::Node::Text(head.into()));
        issuer.push(xml::Node::Comment("x".into()));
        issuer.push(xml::Node::Text(tail.into()));
    });
    assert_eq!(strict(&text).unwrap().issuer, CONNECTOR);
}

#[test]
fn unknown_attributes_are_passed_over_when_others_are_left() {
    let text = signed(|m| attribute(m, "urn:unheard-of", "true"));
    assert_eq!(strict(&text).unwrap().attributes.len(), 5);
}

#[test]
fn what_a_browser_brings_is_decoded_within_bounds() {
    let world = World::new();
    let expect = Expectations::new(&world.own, &world.peers, testing::ambient().now());
    let book = Rulebook::strict();
    let rule = |carriage: Carriage<'_>, state: Option<&str>| {
        receive(carriage, state, &expect, &book)
            .err()
            .map(|refusal| refusal.breach.rule)
    };
    let good = saml::post::encode(&signed(|_| {}));
    assert_eq!(
        rule(Carriage::Post(Some(&good)), Some(&"x".repeat(80))),
        None
    );
    assert_eq!(
        rule(Carriage::Post(Some(&good)), Some(&"x".repeat(81))),
        Some(Rule::RelayState)
    );
    assert_eq!(rule(Carriage::Post(None), None), Some(Rule::Encoding));
    assert_eq!(rule(Carriage::Post(Some("%")), None), Some(Rule::Encoding));
    assert_eq!(rule(Carriage::Get(Some(&good)), None), Some(Rule::Binding));
    let large = saml::post::encode(&"x".repeat(131_073));
    assert_eq!(rule(Carriage::Post(Some(&large)), None), Some(Rule::Size));
    for text in [
        "hello",
        "<a/>",
        "<saml2p:Response xmlns:saml2p='urn:oasis:names:tc:SAML:2.0:protocol'/>",
    ] {
        let field = saml::post::encode(text);
        assert_eq!(rule(Carriage::Post(Some(&field)), None), Some(Rule::Schema));
    }
    let with_type = signed(|_| {}).replacen("<saml2p", "<!DOCTYPE x><saml2p", 1);
    let field = saml::post::encode(&with_type);
    assert_eq!(
        rule(Carriage::Post(Some(&field)), None),
        Some(Rule::DocumentType)
    );
    let careless = book.clone().without(Rule::DocumentType);
    assert!(receive(Carriage::Post(Some(&field)), None, &expect, &careless).is_ok());
    let query = format!("SAMLRequest={}", url_encoded(&good));
    assert_eq!(rule(Carriage::Redirect(&query), None), Some(Rule::Encoding));
}

fn url_encoded(text: &str) -> String {
    text.replace('+', "%2B")
        .replace('/', "%2F")
        .replace('=', "%3D")
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
    assert!(Rule::ALL.windows(2).all(|pair| pair[0] < pair[1]));
}

proptest! {
    #[test]
    fn no_text_makes_a_receiver_panic(text in "\\PC{0,200}") {
        prop_assert!(strict(&text).is_err());
    }

    #[test]
    fn a_changed_byte_is_never_accepted(at in 0usize..4000, byte in 0x20u8..0x7f) {
        let text = signed(|_| {});
        let mut bytes = text.clone().into_bytes();
        let index = at % bytes.len();
        prop_assume!(bytes[index] != byte);
        bytes[index] = byte;
        let changed = String::from_utf8(bytes).unwrap();
        if let Ok(request) = strict(&changed) {
            // Only what is not signed may differ: white space, quotes, the certificate that is not looked at.
            let original = strict(&text).unwrap();
            prop_assert_eq!(&request.message, &original.message);
        }
    }
}
