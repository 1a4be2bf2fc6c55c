//! What a connector asks of another country, as the browser carries it.
//!
//! The request is judged where it is held: before the middleware, with the question of the portal beside it.

use conformance_harness::StepError;
use cucumber::{then, when};
use eidas_profile::light::{LightAttribute, LightLevel, LightRequest};
use eidas_profile::metadata::{Expectations, Node, Role, check};
use eidas_profile::{Attribute, LevelOfAssurance, Person, Profile};
use saml::AuthnRequest;
use saml::names::name_id;
use xml::{SignaturePolicy, Which};

use crate::CardWorld;
use crate::road::Party;
use crate::road::light::{Asked, Leg};

/// The field of the form that carries the request.
const FIELD: &str = "SAMLRequest";
/// The namespace of the profile's extensions.
const EIDAS: &str = "http://eidas.europa.eu/saml-extensions";
/// What the portal wants back.
const STATE: &str = "state-of-the-portal";
/// How far clocks may be apart, in seconds.
const SKEW: i64 = 60;
/// The fewest characters of an identifier that nobody guesses: 128 bits in base64.
const FEWEST: usize = 22;

fn wrong(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

#[when("the portal's question goes on to the middleware")]
fn goes_on(world: &mut CardWorld) -> Result<(), StepError> {
    pass_on(world, |_| {})
}

#[when(
    regex = "^the portal's question (for a place of birth|for the level low|with a state) goes on to the middleware$"
)]
fn goes_on_with(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    pass_on(world, |question| match words.as_str() {
        "for a place of birth" => {
            let uri = Attribute::PlaceOfBirth.name().uri();
            question.attributes.push(LightAttribute::named(uri));
        }
        "for the level low" => question.levels = vec![LightLevel::new(&LevelOfAssurance::Low)],
        _ => question.relay_state = Some(STATE.to_owned()),
    })
}

/// Holds the portal's question, changes it, keeps it, and holds the request that the connector makes of it.
fn pass_on(world: &mut CardWorld, change: impl Fn(&mut LightRequest)) -> Result<(), StepError> {
    world.hold_token(Leg::Request)?;
    let mut question = LightRequest::parse(&world.take_light()?)
        .map_err(|error| StepError::precondition(error.to_string()))?;
    change(&mut question);
    let text = question.to_text();
    world.keep(Asked(text.clone()));
    let inbox = Party::Middleware.inbox();
    let address = format!("{}{inbox}", world.origin(Party::Middleware)?);
    world.browser()?.stop_before(&address);
    world.deliver_light(&text, "on its way")?;
    world.pending().map(drop)
}

fn question(world: &CardWorld) -> Result<LightRequest, StepError> {
    let Asked(text) = world.kept::<Asked>("what the portal asked")?;
    LightRequest::parse(text).map_err(|error| StepError::precondition(error.to_string()))
}

fn request(world: &CardWorld) -> Result<AuthnRequest, StepError> {
    AuthnRequest::from_element(&world.pending_xml(FIELD)?).map_err(wrong)
}

/// What the metadata of a node say.
fn node(world: &mut CardWorld, party: Party, role: Role) -> Result<Node, StepError> {
    let text = world.fetch_metadata(party)?;
    let expect = Expectations {
        entity_id: &world.metadata_address(party)?,
        role,
        trusted: &[world.identity(party.metadata_key())?.certificate],
        now: world.stage()?.ambient.now(),
    };
    let checked = check(&text, &expect, &Profile::Strict.metadata());
    let checked = checked.map_err(|breach| StepError::precondition(breach.to_string()))?;
    Ok(checked.into_inner())
}

fn same(expected: &str, found: Option<&str>) -> Result<(), StepError> {
    match found {
        Some(found) if found == expected => Ok(()),
        other => Err(StepError::expected(expected, other.unwrap_or("nothing"))),
    }
}

/// As the profile demands, and with a key that the metadata name for signatures.
#[then("the request is signed with a key of the connector's metadata")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    let keys = node(world, Party::Connector, Role::Connector)?.signing;
    let text = world.pending_text(FIELD)?;
    let verified = xml::verify(&text, &Which::Root, &keys, &SignaturePolicy::eidas());
    verified.map(drop).map_err(wrong)
}

#[then("the request wants the person to authenticate anew")]
fn anew(world: &mut CardWorld) -> Result<(), StepError> {
    match request(world)?.force_authn {
        Some(true) => Ok(()),
        other => Err(StepError::expected("ForceAuthn true", format!("{other:?}"))),
    }
}

#[then("the request says that the person may be seen")]
fn seen(world: &mut CardWorld) -> Result<(), StepError> {
    match request(world)?.is_passive {
        Some(false) => Ok(()),
        other => Err(StepError::expected("IsPassive false", format!("{other:?}"))),
    }
}

#[then("the request names no address for the answer")]
fn no_consumer(world: &mut CardWorld) -> Result<(), StepError> {
    let request = request(world)?;
    let index = request.assertion_consumer_service_index;
    match (request.assertion_consumer_service_url, index) {
        (None, None) => Ok(()),
        (url, index) => {
            let found = url.unwrap_or_else(|| format!("the address {index:?}"));
            Err(StepError::expected("no address", found))
        }
    }
}

/// The name and the flag of each attribute that is asked for, by the last part of its URI.
fn asked(world: &CardWorld) -> Result<Vec<(String, bool)>, StepError> {
    let request = world.pending_xml(FIELD)?;
    let list = request.find(EIDAS, "RequestedAttributes");
    let list = list.ok_or_else(|| StepError::requirement("no attribute is asked for"))?;
    let attributes = list.all(EIDAS, "RequestedAttribute");
    let one = |attribute: &xml::Element| {
        let name = attribute.attribute("Name").unwrap_or_default().to_owned();
        let required = matches!(attribute.attribute("isRequired"), Some("true" | "1"));
        (name, required)
    };
    Ok(attributes.map(one).collect())
}

#[then("the request requires the minimum data set and nothing else")]
fn minimum(world: &mut CardWorld) -> Result<(), StepError> {
    let asked = asked(world)?;
    let mut required: Vec<&str> = asked
        .iter()
        .filter_map(|(name, required)| required.then_some(name.as_str()))
        .collect();
    required.sort_unstable();
    let minimum = Attribute::minimum_data_set(Person::Natural);
    let mut minimum: Vec<String> = minimum
        .map(|attribute| attribute.name().uri().to_owned())
        .collect();
    minimum.sort();
    if required == minimum {
        return Ok(());
    }
    Err(StepError::expected(minimum.join(", "), required.join(", ")))
}

#[then("the request asks for a place of birth that need not be")]
fn place_of_birth(world: &mut CardWorld) -> Result<(), StepError> {
    let place = Attribute::PlaceOfBirth.name().uri().to_owned();
    let asked = asked(world)?;
    match asked.iter().find(|(name, _)| *name == place) {
        Some((_, false)) => Ok(()),
        Some(_) => Err(StepError::expected("isRequired false", "true")),
        None => Err(StepError::expected(place, "a list without it")),
    }
}

/// In the metadata or in the request.
#[then("the type of the service is said in one place")]
fn service_type(world: &mut CardWorld) -> Result<(), StepError> {
    let in_metadata = node(world, Party::Connector, Role::Connector)?.service_type;
    let request = world.pending_xml(FIELD)?;
    let in_request = request.find(EIDAS, "SPType").is_some();
    match (in_metadata.is_some(), in_request) {
        (true, false) | (false, true) => Ok(()),
        (both, _) => Err(StepError::expected(
            "one place",
            if both { "both" } else { "none" },
        )),
    }
}

/// One notified level, and a comparison with it.
#[then(expr = "the request asks for the level {word} at least")]
fn asks_level(world: &mut CardWorld, level: String) -> Result<(), StepError> {
    let context = request(world)?.requested_authn_context.unwrap_or_default();
    same("minimum", context.comparison.as_deref())?;
    let wanted = format!("http://eidas.europa.eu/LoA/{level}");
    match context.class_refs.as_slice() {
        [one] => same(&wanted, Some(one)),
        other => Err(StepError::expected(wanted, other.join(", "))),
    }
}

/// Long enough that nobody guesses it, and not made of the one between portal and connector.
#[then("the request has an identifier of its own")]
fn identifier(world: &mut CardWorld) -> Result<(), StepError> {
    let id = request(world)?.header.id.unwrap_or_default();
    let portal = question(world)?.id;
    if id.contains(portal.trim_start_matches('_')) {
        let found = "that of the portal's question";
        return Err(StepError::expected("a fresh identifier", found));
    }
    if id.len() < FEWEST {
        return Err(StepError::expected(format!("{FEWEST} characters"), id));
    }
    Ok(())
}

#[then("the request is meant for the address that it goes to")]
fn destination(world: &mut CardWorld) -> Result<(), StepError> {
    let middleware = node(world, Party::Middleware, Role::ProxyService)?;
    let address = middleware.post_location().unwrap_or_default().to_owned();
    same(&address, Some(&world.pending()?.url))?;
    same(&address, request(world)?.header.destination.as_deref())
}

#[then("the request was made now")]
fn made_now(world: &mut CardWorld) -> Result<(), StepError> {
    let now = world.stage()?.ambient.now();
    let made = request(world)?.header.issue_instant;
    let made = made.ok_or_else(|| StepError::expected("IssueInstant", "none"))?;
    let at = made.seconds();
    if at >= now.plus(-SKEW) && at <= now.plus(SKEW) {
        return Ok(());
    }
    Err(StepError::expected(now, made))
}

#[then("the request carries the portal's state")]
fn state(world: &mut CardWorld) -> Result<(), StepError> {
    let state = world.pending()?.value("RelayState");
    same(STATE, state.as_deref())
}

/// The address of the metadata, called an entity or nothing.
#[then("the request comes in the name that the metadata have")]
fn issuer(world: &mut CardWorld) -> Result<(), StepError> {
    let name = world.own_metadata(Party::Connector)?;
    let name = name.attribute("entityID").unwrap_or_default().to_owned();
    let issuer = request(world)?.header.issuer.unwrap_or_default();
    same(&name, Some(issuer.value.trim()))?;
    match issuer.format.as_deref() {
        None | Some(name_id::ENTITY) => Ok(()),
        Some(other) => Err(StepError::expected(name_id::ENTITY, other)),
    }
}
