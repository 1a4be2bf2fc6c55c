//! Logout messages between services and the portal.

use conformance_harness::StepError;
use cucumber::{given, then, when};

use crate::CardWorld;
use crate::road::Party;
use crate::road::citizen::{unanswered, where_it_is};

#[given("the citizen is logged in with SAML, under a session that both sides know")]
fn known(world: &mut CardWorld) -> Result<(), StepError> {
    world.log_in_and_look()?;
    if world.is_logged_in()? {
        return Ok(());
    }
    let seen = where_it_is(world.page()?);
    Err(StepError::precondition(format!("the login ends at {seen}")))
}

#[given(regex = "^the browser will stop before the logout of the (portal|relying party)$")]
fn stops(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let address = world.logout_address(party)?;
    world.browser()?.stop_before(&address);
    Ok(())
}

#[when(regex = "^a logout request to the (portal|relying party) comes (.+)$")]
fn request(world: &mut CardWorld, party: Party, words: String) -> Result<(), StepError> {
    world.send_logout_request(party, &words)
}

#[when(regex = "^a logout request to the (portal|relying party) arrives twice$")]
fn twice(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    world.send_logout_request_twice(party)
}

#[when(regex = "^the (portal|relying party) is told of a logout that it never asked for$")]
fn answer(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    world.send_logout_answer(party)
}

#[when("the citizen logs out at the portal")]
fn at_portal(world: &mut CardWorld) -> Result<(), StepError> {
    world.log_out_at_portal()
}

/// What the browser holds comes from the portal.
#[then("the portal's logout message is signed")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    world.held_logout_is_signed_by(Party::Portal)
}

#[then(regex = "^the portal (has|has not) ended the citizen's session$")]
fn ended(world: &mut CardWorld, whether: String) -> Result<(), StepError> {
    let portal = world.origin(Party::Portal)?;
    let mut look = world.browser()?.clone();
    let page = look.open(&format!("{portal}/fas/XUI/logout"));
    let page = page.map_err(unanswered)?;
    let there = !page.select("main form").is_empty();
    match (there, whether.as_str()) {
        (true, "has not") | (false, "has") => Ok(()),
        (true, _) => Err(StepError::expected("no session", where_it_is(page))),
        (false, _) => Err(StepError::expected("a session", where_it_is(page))),
    }
}
