//! What the German middleware makes of requests that somebody has written for it.
//!
//! Each step takes the request that the browser holds before the middleware, and lets the login go on with what came of
//! it. The alterations are those of [`request_forgery`](crate::road::request_forgery).

use conformance_harness::StepError;
use cucumber::{given, then, when};
use eidas_profile::AttributeName;
use saml::Assertion;
use saml::names::status;
use xml::Element;

use crate::CardWorld;
use crate::road::Party;
use crate::road::citizen::where_it_is;
use crate::road::forge::SAMLP;

/// The state that comes with a request: of so many characters.
struct State(String);

#[given(regex = "^the connector's metadata name (.+)$")]
fn second_key(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.publish_second_key(&words)
}

#[given("the connector's metadata do not say the type of the service")]
fn no_service_type(world: &mut CardWorld) -> Result<(), StepError> {
    world.publish_no_service_type()
}

/// The browser stops before it brings the answer to the connector.
#[given("the middleware's answer will be seen on its way to the connector")]
fn watched(world: &mut CardWorld) -> Result<(), StepError> {
    let inbox = Party::Connector.inbox();
    let address = format!("{}{inbox}", world.origin(Party::Connector)?);
    world.browser()?.stop_before(&address);
    Ok(())
}

#[when(regex = "^the connector asks (.+)$")]
fn asks(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.ask_otherwise(&words)
}

#[when(regex = "^the connector signs its request with that key and (.+)$")]
fn signs(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.sign_otherwise(&words)
}

#[when(regex = "^the connector's signature covers (.+)$")]
fn covers(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.sign_over(&words)
}

#[when(regex = "^a forged request comes (.+)$")]
fn forged(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.wrap_request(&words)
}

#[when(regex = "^the bytes of the request come (.+)$")]
fn bytes(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.replace_bytes(&words)
}

#[when(regex = "^the request comes by GET (.+)$")]
fn by_get(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.ask_by_get(&words)
}

#[when(regex = "^the form has the signed request (before|behind) one that is not signed$")]
fn two(world: &mut CardWorld, place: String) -> Result<(), StepError> {
    let signed = world.pending()?.value("SAMLRequest").unwrap_or_default();
    let mut values = [signed, world.unsigned_value()?];
    if place == "behind" {
        values.reverse();
    }
    world.deliver_requests(&values)
}

#[when(expr = "the request comes with a state of {int} characters")]
fn with_state(world: &mut CardWorld, length: usize) -> Result<(), StepError> {
    let state = "s".repeat(length);
    let message = world.pending()?.field("RelayState", &state);
    world.keep(State(state));
    world.deliver(message)
}

/// In the same browser, when everything is over.
#[when("the request comes again after the login")]
fn after_login(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.deliver(message.clone())?;
    world.deliver(message)
}

#[when("the request comes again in another browser")]
fn other_browser(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.deliver(message.clone())?;
    world.another_browser()?;
    world.deliver(message)
}

#[when("the request comes, and then another one of the same ID")]
fn same_id(world: &mut CardWorld) -> Result<(), StepError> {
    world.ask_again_under_its_id()
}

#[when("an unsigned copy comes first, and then the request")]
fn broken_first(world: &mut CardWorld) -> Result<(), StepError> {
    world.deliver_after_a_broken_copy()
}

#[then("nobody has opened the address in the document type")]
fn unopened(world: &mut CardWorld) -> Result<(), StepError> {
    if world.somebody_opened_it()? {
        let seen = "a request for the address";
        return Err(StepError::expected("a parser that opens nothing", seen));
    }
    Ok(())
}

/// The answer that the browser holds; it says that the person was authenticated.
fn answer(world: &CardWorld) -> Result<Element, StepError> {
    if world.pending().is_err() {
        let seen = format!("the login ends at {}", where_it_is(world.page()?));
        return Err(StepError::expected("an answer of the middleware", seen));
    }
    let answer = world.pending_xml("SAMLResponse")?;
    let code = answer
        .first(SAMLP, "Status")
        .and_then(|status| status.first(SAMLP, "StatusCode"))
        .and_then(|code| code.attribute("Value"));
    match code {
        Some(status::SUCCESS) => Ok(answer),
        other => Err(StepError::expected("Success", other.unwrap_or("no status"))),
    }
}

fn assertion(world: &CardWorld) -> Result<Assertion, StepError> {
    let assertion = world.open_assertion(&answer(world)?, "connector encryption")?;
    Assertion::from_element(&assertion).map_err(|error| StepError::requirement(error.to_string()))
}

#[then(expr = "the middleware answers with the level {word}")]
fn answers_level(world: &mut CardWorld, level: String) -> Result<(), StepError> {
    let assertion = assertion(world)?;
    let mut statements = assertion.authn_statements.iter();
    let class = statements
        .find_map(|statement| statement.context.as_ref()?.class_ref.clone())
        .unwrap_or_default();
    match class.strip_prefix("http://eidas.europa.eu/LoA/") {
        Some(known) if known == level => Ok(()),
        _ => Err(StepError::expected(level, class)),
    }
}

/// Names are those of the registry, with a comma between.
#[then(regex = "^the middleware tells (.+) and nothing else$")]
fn tells(world: &mut CardWorld, wanted: String) -> Result<(), StepError> {
    let assertion = assertion(world)?;
    let attributes = assertion.attribute_statements.iter();
    let mut told: Vec<String> = attributes
        .flat_map(|statement| &statement.attributes)
        .map(|attribute| {
            let name = attribute.name.as_deref().unwrap_or_default();
            let known = AttributeName::parse(name);
            known.map_or_else(|| name.to_owned(), |name| name.friendly_name().to_owned())
        })
        .collect();
    told.sort();
    let mut wanted: Vec<&str> = wanted.split(", ").collect();
    wanted.sort_unstable();
    if told == wanted {
        return Ok(());
    }
    Err(StepError::expected(wanted.join(", "), told.join(", ")))
}

#[then(expr = "the middleware gives the person a {word} name")]
fn name_format(world: &mut CardWorld, format: String) -> Result<(), StepError> {
    let assertion = assertion(world)?;
    let subject = assertion.subject.as_ref();
    let name = subject.and_then(|subject| subject.name_id.as_ref());
    let given = name
        .and_then(|name| name.format.as_deref())
        .unwrap_or("no format");
    match given.rsplit(':').next() {
        Some(kind) if kind == format => Ok(()),
        _ => Err(StepError::expected(format, given)),
    }
}

#[then("the answer comes with the same state")]
fn same_state(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?;
    let State(sent) = world.kept::<State>("a state")?;
    let back = world.pending()?.value("RelayState");
    if back.as_ref() == Some(sent) {
        return Ok(());
    }
    let back = back.map_or_else(
        || "none".to_owned(),
        |state| format!("one of {} characters", state.chars().count()),
    );
    let expected = format!("the state of {} characters", sent.chars().count());
    Err(StepError::expected(expected, back))
}
