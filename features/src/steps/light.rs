//! Tokens and light messages between portal and connector: what they say, and what is changed on the way.

mod answers;
mod requests;

use conformance_harness::StepError;
use cucumber::{given, then, when};
use eidas_profile::Attribute;
use eidas_profile::light::{LightRequest, LightResponse, LightToken};

use crate::CardWorld;
use crate::road::Party;
use crate::road::light::{Asked, Leg, TokenChange};

/// What the portal wants back, and what the browser brings in its place.
const STATES: [&str; 2] = ["state-of-the-portal", "state-of-the-browser"];

#[given("a light request on its way to the connector")]
#[when("the portal asks the connector")]
fn request_held(world: &mut CardWorld) -> Result<(), StepError> {
    world.hold_token(Leg::Request)
}

#[given("a light answer on its way to the portal")]
fn answer_held(world: &mut CardWorld) -> Result<(), StepError> {
    world.hold_token(Leg::Answer)
}

#[when("the connector answers the portal")]
fn answers(world: &mut CardWorld) -> Result<(), StepError> {
    world.hold_token(Leg::Request)?;
    let asked = Asked(world.read_light()?);
    world.keep(asked);
    let message = world.pending()?;
    world.stop_before_token(Leg::Answer)?;
    world.deliver(message)?;
    world.is_held(Leg::Answer)
}

/// Between the nodes the browser carries the state, and may change it.
#[when("the portal asks with a state, and the browser changes it on the way")]
fn with_state(world: &mut CardWorld) -> Result<(), StepError> {
    let [asked, changed] = STATES;
    let text = requests::with_state(&world.take_light()?, asked)?;
    let connector = world.origin(Party::Connector)?;
    let inbox = format!("{connector}{}", Party::Connector.inbox());
    world.browser()?.stop_before(&inbox);
    world.deliver_light(&text, "state")?;
    let message = world.pending()?.field("RelayState", changed);
    world.stop_before_token(Leg::Answer)?;
    world.deliver(message)?;
    world.is_held(Leg::Answer)
}

#[when(regex = "^the light token (.+)$")]
fn token_changed(world: &mut CardWorld, change: TokenChange) -> Result<(), StepError> {
    world.deliver_changed_token(change)
}

#[when("the same light request comes again under another token")]
fn request_again(world: &mut CardWorld) -> Result<(), StepError> {
    world.deliver_light_twice()
}

#[when(regex = "^the light request (.+)$")]
fn request_changed(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    let text = world.take_light()?;
    let changed = requests::changed(&text, &words)?;
    world.deliver_light(&changed, &words)
}

#[when(regex = "^the light answer (.+)$")]
fn answer_changed(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    let text = world.take_light()?;
    let changed = answers::changed(&text, &words)?;
    world.deliver_light(&changed, &words)
}

/// Made by the sender of its direction, over the secret, under a name that says nothing of the message.
#[then("the light token is as both sides have agreed")]
fn token_agreed(world: &mut CardWorld) -> Result<(), StepError> {
    let leg = world.held_leg()?;
    let (token, wire) = world.held_token()?;
    let text = world.read_light()?;
    let expected = LightToken {
        issuer: leg.issuer(),
        ..token.clone()
    };
    if expected.encode(leg.secret()) != wire {
        return Err(StepError::expected(
            format!("a token of {} with a digest over the secret", leg.issuer()),
            format!("one of {}", token.issuer),
        ));
    }
    if text.contains(&token.id) {
        let expected = "a token with a name of its own";
        return Err(StepError::expected(expected, "the name of the message"));
    }
    Ok(())
}

fn answer(world: &CardWorld) -> Result<LightResponse, StepError> {
    let text = world.read_light()?;
    LightResponse::parse(&text).map_err(|error| StepError::requirement(error.to_string()))
}

#[then("the light answer names the portal's request")]
fn names_request(world: &mut CardWorld) -> Result<(), StepError> {
    let Asked(text) = world.kept::<Asked>("what the portal asked")?;
    let asked = LightRequest::parse(text);
    let asked = asked.map_err(|error| StepError::precondition(error.to_string()))?;
    same(&asked.id, &answer(world)?.in_response_to)
}

#[then("the light answer has the state that the portal asked with")]
fn has_state(world: &mut CardWorld) -> Result<(), StepError> {
    let [asked, _] = STATES;
    let state = answer(world)?.relay_state;
    same(asked, state.as_deref().unwrap_or("no state"))
}

#[then("the light answer has the identifier with both countries")]
fn has_identifier(world: &mut CardWorld) -> Result<(), StepError> {
    let person = answer(world)?.person();
    let identifier = person.get(Attribute::PersonIdentifier).unwrap_or_default();
    match identifier.strip_prefix("DE/BE/") {
        Some(opaque) if opaque.len() == 64 => Ok(()),
        _ => Err(StepError::expected("DE/BE/ and 64 digits", identifier)),
    }
}

#[then("the light answer has all given names")]
fn has_given_names(world: &mut CardWorld) -> Result<(), StepError> {
    let person = answer(world)?.person();
    same(
        "LENE MARIT",
        person.get(Attribute::CurrentGivenName).unwrap_or_default(),
    )
}

/// A failure with a top-level code and a second one, by the words behind their last colons.
#[then(expr = "the light answer is a failure: {word} and {word}")]
fn is_failure(world: &mut CardWorld, code: String, sub_code: String) -> Result<(), StepError> {
    let status = answer(world)?.status;
    let last = |code: &Option<String>| {
        let code = code.as_deref().unwrap_or("none");
        code.rsplit(':').next().unwrap_or(code).to_owned()
    };
    let failed = if status.is_failure() {
        "failure"
    } else {
        "success"
    };
    let said = format!(
        "{failed}: {} and {}",
        last(&status.code),
        last(&status.sub_code)
    );
    same(&format!("failure: {code} and {sub_code}"), &said)
}

fn same(expected: &str, received: &str) -> Result<(), StepError> {
    if expected == received {
        return Ok(());
    }
    Err(StepError::expected(expected, received))
}
