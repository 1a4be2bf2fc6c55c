//! The citizen's eID client, called on by an eID server of ours.

mod told;

use conformance_harness::StepError;
use cucumber::{given, then, when};

use crate::CardWorld;
use crate::road::Party;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::eid_server::setup::{Door, Setup};
use crate::road::evidence::judge::check;

/// The server of these words, and the citizen who takes part as usual.
#[when(regex = "^an eID server of ours calls on the eID client (.+)$")]
fn calls(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    let setup = Setup::named(&words)?;
    world.call_on_eid_client(setup)
}

#[given("the citizen takes every optional right away")]
fn takes_away(world: &mut CardWorld) -> Result<(), StepError> {
    world.citizen()?.deselects = true;
    Ok(())
}

/// The run goes no further than the first page.
#[given("a run of the eID client that waits for its user")]
fn waits(world: &mut CardWorld) -> Result<(), StepError> {
    let setup = Setup::named("in order")?;
    world.leave_at_rights(setup)
}

#[when("somebody calls the eID client without an address")]
fn without_address(world: &mut CardWorld) -> Result<(), StepError> {
    world.activate(None)
}

#[when("another browser calls the eID client")]
fn another(world: &mut CardWorld) -> Result<(), StepError> {
    let address = world.own_server()?.token_address();
    world.another_browser()?;
    world.activate(Some(&address))
}

/// Behind a page that tells of the failure there is a link.
#[then(regex = "^the eID client leads back with (ok|[A-Za-z]+)$")]
fn leads_back(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let page = world.page()?;
    if page.link_to("ResultMajor=").is_ok() && !page.url().contains("ResultMajor=") {
        let browser = world.browser()?;
        let followed = browser.follow_to("ResultMajor=").map(drop);
        followed.map_err(unanswered)?;
    }
    let homes = world.own_server()?.homes().clone();
    let page = world.page()?;
    let result = match word.as_str() {
        "ok" => "ResultMajor=ok".to_owned(),
        word => format!("ResultMajor=error&ResultMinor={word}"),
    };
    let place = if word == "communicationError" {
        "error"
    } else {
        "done"
    };
    let address = format!("{}/{place}", homes.home);
    let there = page.url().starts_with(&address);
    let with = page.url().ends_with(&result);
    check(
        there && with,
        format!("{address} with {result}"),
        where_it_is(page),
    )
}

/// There is no way back.
#[then(expr = "the eID client answers with status {int}")]
fn fails(world: &mut CardWorld, status: u16) -> Result<(), StepError> {
    let client = world.origin(Party::EidClient)?;
    let page = world.page()?;
    let here = page.url().starts_with(&client) && page.status().as_u16() == status;
    check(
        here,
        format!("status {status} of the eID client"),
        where_it_is(page),
    )
}

#[then("nobody was asked for the PIN")]
fn no_pin(world: &mut CardWorld) -> Result<(), StepError> {
    let journey = world.kept::<browser::citizen::Journey>("a journey")?;
    let places = &journey.places;
    let asked = places.contains(&browser::citizen::Place::Secret);
    check(!asked, "no prompt", format!("{} prompts", journey.pins))
}

#[then("the citizen was shown nothing to agree to")]
fn no_rights(world: &mut CardWorld) -> Result<(), StepError> {
    let journey = world.kept::<browser::citizen::Journey>("a journey")?;
    let asked = journey.places.contains(&browser::citizen::Place::Rights);
    check(!asked, "no rights to be granted", "a page with rights")
}

#[then("nothing was sent in the open")]
fn nothing_open(world: &mut CardWorld) -> Result<(), StepError> {
    let asked = world.own_server()?.asked_through(Door::Open);
    check(asked.is_empty(), "nothing", asked.join(", "))
}

#[then("nothing was sent to the server elsewhere")]
fn nothing_elsewhere(world: &mut CardWorld) -> Result<(), StepError> {
    let asked = world.own_server()?.asked_through(Door::Elsewhere);
    let posted: Vec<String> = asked
        .into_iter()
        .filter(|it| it.starts_with("POST"))
        .collect();
    check(posted.len() <= 1, "StartPAOS at most", posted.join(", "))
}
