//! Bad and good responses of a middleware into a connector.
//!
//! Each step takes the response that the browser holds before the connector, changes it, and lets the login go on with
//! what came of it. The alterations are those of [`response_forgery`](crate::road::response_forgery).

use conformance_harness::StepError;
use cucumber::{given, then, when};
use eidas_profile::Attribute;
use eidas_profile::light::{LightRequest, LightResponse};

use crate::CardWorld;
use crate::road::citizen::where_it_is;
use crate::road::light::Leg;
use crate::road::response_forgery::StatedIdentifier;
use crate::road::{Party, Way};

#[when(regex = "^the middleware's response comes (.+)$")]
fn response(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.forge_response(&words)
}

#[when(regex = "^the middleware's assertion comes (.+)$")]
fn assertion(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.forge_assertion(&words)
}

#[when(regex = "^the middleware's assertion is signed (.+)$")]
fn assertion_signed(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.sign_assertion(&words)
}

#[when(regex = "^the middleware's assertion is encrypted (.+)$")]
fn assertion_encrypted(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.encrypt_assertion(&words)
}

#[when(regex = "^the middleware's response is signed (.+)$")]
fn response_signed(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.sign_response(&words)
}

#[when(regex = "^a forged response comes (.+)$")]
fn response_wrapped(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.wrap_response(&words)
}

#[when(regex = "^the text of the middleware's response comes (.+)$")]
fn response_text(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.change_response_text(&words)
}

#[when("the middleware's response arrives twice")]
fn twice(world: &mut CardWorld) -> Result<(), StepError> {
    world.deliver_again()
}

#[when("the middleware's response arrives, and then another one for the same request")]
fn second(world: &mut CardWorld) -> Result<(), StepError> {
    world.deliver_second()
}

#[when("the citizen logs in once more with another browser")]
fn once_more(world: &mut CardWorld) -> Result<(), StepError> {
    world.another_browser()?;
    world.log_in(Way::Saml)
}

/// The portal asks for a format of the name; then the login goes on until the response is before the connector.
#[given("a login that asks for a persistent name and has reached the connector")]
fn persistent_name(world: &mut CardWorld) -> Result<(), StepError> {
    world.hold_token(Leg::Request)?;
    let said = |error: &dyn std::fmt::Display| StepError::precondition(error.to_string());
    let mut request = LightRequest::parse(&world.take_light()?).map_err(|error| said(&error))?;
    request.name_id_format = Some("urn:oasis:names:tc:SAML:2.0:nameid-format:persistent".into());
    let inbox = format!(
        "{}{}",
        world.origin(Party::Connector)?,
        Party::Connector.inbox()
    );
    world.browser()?.stop_before(&inbox);
    world.deliver_light(&request.to_text(), "persistent")?;
    world.pending().map(drop)
}

/// The page that follows is not one of the connector: it has sent the browser on to the portal.
#[then("the connector passes the answer on")]
fn passes_on(world: &mut CardWorld) -> Result<(), StepError> {
    let origin = world.origin(Party::Connector)?;
    let page = world.page()?;
    if page.url().starts_with(&origin) {
        let expected = "a page of the portal or the relying party";
        return Err(StepError::expected(expected, where_it_is(page)));
    }
    Ok(())
}

#[given("the connector's answer will be seen on its way to the portal")]
fn watched(world: &mut CardWorld) -> Result<(), StepError> {
    world.stop_before_token(Leg::Answer)
}

#[then(expr = "the connector tells the portal of {word} {word}")]
fn tells_portal(world: &mut CardWorld, first: String, second: String) -> Result<(), StepError> {
    world.is_held(Leg::Answer)?;
    let answer = LightResponse::parse(&world.read_light()?)
        .map_err(|error| StepError::requirement(error.to_string()))?;
    let person = answer.person();
    let names = person.get(Attribute::CurrentGivenName).unwrap_or_default();
    if names == format!("{first} {second}") {
        return Ok(());
    }
    let expected = format!("the given names {first} {second}");
    Err(StepError::expected(expected, format!("{names:?}")))
}

#[then("the relying party shows the identifier of the assertion")]
fn shows_identifier(world: &mut CardWorld) -> Result<(), StepError> {
    let expected = world
        .kept::<StatedIdentifier>("an assertion that was changed")?
        .0
        .clone();
    let shown = world.page()?.select("#identifier").concat();
    if shown == expected {
        return Ok(());
    }
    Err(StepError::expected(
        format!("the identifier {expected}"),
        format!("{shown:?}"),
    ))
}
