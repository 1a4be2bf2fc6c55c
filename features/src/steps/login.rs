//! What the citizen does, and where it ends.

use browser::citizen::{Journey, Place};
use conformance_harness::StepError;
use cucumber::{given, then, when};

use crate::CardWorld;
use crate::road::citizen::where_it_is;
use crate::road::{Party, Way};

#[given("a German citizen in front of a browser")]
fn in_front(world: &mut CardWorld) -> Result<(), StepError> {
    world.browser().map(drop)
}

#[given(regex = "^the citizen has logged in with (SAML|OpenID Connect)$")]
fn has_logged_in(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    world.log_in(way)?;
    is_logged_in(world)
}

#[when(regex = "^the citizen logs in with (SAML|OpenID Connect)$")]
fn logs_in(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    world.log_in(way)
}

#[when(regex = "^the citizen logs in with (SAML|OpenID Connect) in another browser$")]
fn logs_in_elsewhere(world: &mut CardWorld, way: Way) -> Result<(), StepError> {
    world.another_browser()?;
    world.log_in(way)
}

#[given(regex = "^a login with (SAML|OpenID Connect) that has reached the (.+)$")]
#[when(regex = "^a login with (SAML|OpenID Connect) reaches the (.+)$")]
fn reaches(world: &mut CardWorld, way: Way, party: Party) -> Result<(), StepError> {
    world.log_in_up_to(party, way)
}

#[when("the message arrives as it is")]
fn arrives(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    world.deliver(message)
}

#[given(expr = "the citizen cancels at the {word} page")]
fn cancels_at(world: &mut CardWorld, place: String) -> Result<(), StepError> {
    let place = match place.as_str() {
        "menu" => Place::Means,
        "country" => Place::Countries,
        "start" => Place::Start,
        "rights" => Place::Rights,
        "PIN" => Place::Secret,
        "card" => Place::Card,
        "new-PIN" => Place::NewPin,
        "stuck" => Place::Stuck,
        other => return Err(StepError::precondition(format!("{other} is no page"))),
    };
    world.citizen()?.cancels_at = Some(place);
    Ok(())
}

/// Where a browser is sent that nobody serves: the page before it stays.
#[given(expr = "the browser goes no further than {word}")]
fn goes_no_further(world: &mut CardWorld, address: String) -> Result<(), StepError> {
    world.browser()?.stop_before(&address);
    Ok(())
}

#[then("the citizen is logged in")]
fn is_logged_in(world: &mut CardWorld) -> Result<(), StepError> {
    if world.is_logged_in()? {
        return Ok(());
    }
    let seen = where_it_is(world.page()?);
    let said = world.site()?.journal().pop().unwrap_or_default();
    Err(StepError::expected(
        "a page that only somebody who is logged in sees",
        format!("{seen}; last line of the journal: {said}"),
    ))
}

#[then(expr = "whoever is logged in is {word} {word} {word}")]
fn is_nobody_else(
    world: &mut CardWorld,
    first: String,
    second: String,
    family: String,
) -> Result<(), StepError> {
    if world.is_logged_in()? {
        return shows(world, first, second, family);
    }
    Ok(())
}

#[then(expr = "the relying party shows {word} {word} {word}")]
fn shows(
    world: &mut CardWorld,
    first: String,
    second: String,
    family: String,
) -> Result<(), StepError> {
    if world.seat()?.is_some() {
        let shown = world.shown_inside()?;
        let missing = shown.iter().find(|(_, is_there)| !is_there);
        return missing.map_or(Ok(()), |(text, _)| {
            Err(StepError::expected(
                format!("a page with {text:?}"),
                "a page without",
            ))
        });
    }
    let page = world.page()?;
    let given = page.select("#given-name").concat();
    let surname = page.select("#surname").concat();
    if given == format!("{first} {second}") && surname == family {
        return Ok(());
    }
    Err(StepError::expected(
        format!("given names {first} {second} and family name {family}"),
        format!("{given:?} and {surname:?}"),
    ))
}

#[then("nobody is logged in")]
fn nobody(world: &mut CardWorld) -> Result<(), StepError> {
    if world.is_logged_in()? {
        return Err(StepError::expected("nobody logged in", "a session"));
    }
    Ok(())
}

#[then(expr = "the PIN was asked for {int} time(s)")]
fn asked(world: &mut CardWorld, times: usize) -> Result<(), StepError> {
    let journey = world.kept::<Journey>("a journey")?;
    match journey.pins {
        pins if pins == times => Ok(()),
        pins => Err(StepError::expected(format!("{times} prompts"), pins)),
    }
}
