//! The browser in which the login began, and others.

use conformance_harness::StepError;
use cucumber::{then, when};

use crate::CardWorld;
use crate::road::citizen::unanswered;
use crate::road::evidence::judge::check;
use crate::road::{Party, Way};

/// From the eID client, with the result that it would report.
#[when(regex = "^the browser comes back with (ok|an error|a cancellation)$")]
fn back(world: &mut CardWorld, result: String) -> Result<(), StepError> {
    let address = world.way_back(&result_of(&result))?;
    let opened = world.browser()?.open(&address).map(drop);
    opened.map_err(unanswered)?;
    world.go_on()
}

#[when("another browser comes back in its place")]
fn other(world: &mut CardWorld) -> Result<(), StepError> {
    world.another_browser()?;
    back(world, "ok".to_owned())
}

/// Nobody has spoken to the eID server.
#[when(regex = "^the browser comes back at once and claims (ok|an error|a cancellation)$")]
fn at_once(world: &mut CardWorld, result: String) -> Result<(), StepError> {
    let client = world.paos_client()?;
    world.keep(client);
    back(world, result)
}

#[when("another browser opens the page of the login")]
fn page(world: &mut CardWorld) -> Result<(), StepError> {
    let messages = world.site()?.messages();
    let started = messages.iter().rev().find_map(|message| {
        let mut fields = message.response_headers.iter();
        let location = fields.find(|(name, _)| name.eq_ignore_ascii_case("location"))?;
        let of_middleware = message.hop.ends_with(Party::Middleware.role());
        of_middleware.then(|| location.1.clone())
    });
    let started = started.ok_or_else(|| StepError::precondition("the middleware has no page"))?;
    let browser = world.another_browser()?;
    browser.open(&started).map(drop).map_err(unanswered)
}

#[when("somebody fetches the address of the eID server")]
fn fetched(world: &mut CardWorld) -> Result<(), StepError> {
    let client = world.paos_client()?;
    let address = client.token.server_address.clone().unwrap_or_default();
    let browser = world.another_browser()?;
    browser.open(&address).map(drop).map_err(unanswered)
}

#[then(expr = "the answer has the status {int}")]
fn has_status(world: &mut CardWorld, status: u16) -> Result<(), StepError> {
    let found = world.page()?.status().as_u16();
    check(found == status, status, found)
}

#[when("the citizen logs in with another browser")]
fn another(world: &mut CardWorld) -> Result<(), StepError> {
    world.another_browser()?;
    world.log_in(Way::Saml)
}

fn result_of(words: &str) -> String {
    match words {
        "ok" => "ResultMajor=ok".to_owned(),
        "a cancellation" => "ResultMajor=error&ResultMinor=cancellationByUser".to_owned(),
        _ => "ResultMajor=error&ResultMinor=clientError".to_owned(),
    }
}
