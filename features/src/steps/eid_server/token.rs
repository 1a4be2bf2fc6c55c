//! The TC token.

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::citizen::unanswered;
use crate::road::evidence::judge::{address_in, check};

#[then("the TC token is that of an attached eID server")]
fn attached(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.token_is_attached()
}

#[then("the TC token names the binding of PAOS")]
fn binding(world: &mut CardWorld) -> Result<(), StepError> {
    let binding = world.seen()?.tc_token()?.binding.unwrap_or_default();
    check(binding == paos::BINDING, paos::BINDING, binding)
}

#[then("the TC token names a server address beside its own")]
fn server(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.server_is_attached()
}

#[then("the TC token names a session that cannot be guessed")]
fn session(world: &mut CardWorld) -> Result<(), StepError> {
    let session = world.seen()?.tc_token()?.session_identifier;
    let session = session.unwrap_or_default();
    check(session.len() >= 16, "16 characters or more", session.len())
}

#[then("the refresh address has the origin of the description")]
fn home(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.refresh_comes_home()
}

#[then("the refresh address leads the browser back to its login")]
fn back(world: &mut CardWorld) -> Result<(), StepError> {
    world.seen()?.refresh_leads_back()
}

#[then("the TC tokens of both logins name sessions of their own")]
fn own(world: &mut CardWorld) -> Result<(), StepError> {
    let seen = world.all_seen()?;
    let mut sessions = Vec::new();
    for login in &seen {
        sessions.push(login.tc_token()?.session_identifier.unwrap_or_default());
    }
    let found = sessions.len();
    sessions.sort();
    sessions.dedup();
    check(found > 1, "two logins", found)?;
    check(
        sessions.len() == found,
        "sessions of their own",
        sessions.join(", "),
    )
}

#[when("somebody asks for the TC token of a login that does not exist")]
fn nobody(world: &mut CardWorld) -> Result<(), StepError> {
    let call = world.pending()?.url;
    let address = address_in(&call)?;
    let mut other = address.clone();
    let last = other.pop();
    other.push(if last == Some('0') { '1' } else { '0' });
    let browser = world.another_browser()?;
    browser.open(&other).map(drop).map_err(unanswered)
}
