//! The portal towards SAML services: what it takes from them, and what it sends back.

mod logout;
mod menu;

use conformance_harness::StepError;
use cucumber::{given, then, when};

use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};
use crate::road::portal::Answer;
use crate::road::{Party, Way};

#[given("a request for a login on its way to the portal")]
fn request_held(world: &mut CardWorld) -> Result<(), StepError> {
    world.hold_before_portal(Way::Saml)
}

#[when(regex = "^the service's request comes (.+)$")]
fn request_changed(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    world.deliver_service_request(&words)
}

#[when("the service's request arrives twice")]
fn request_twice(world: &mut CardWorld) -> Result<(), StepError> {
    world.deliver_service_request_twice()
}

fn answer(world: &CardWorld) -> Result<Answer, StepError> {
    world.portal_answer()
}

#[then("the portal's response is signed")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.is_signed()
}

#[then("the portal's assertion is encrypted for the relying party")]
fn encrypted(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.is_encrypted()
}

#[then("the portal's assertion is signed by itself")]
fn assertion_signed(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.assertion_is_signed()
}

#[then("the portal's response is a success with one assertion")]
fn success(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.is_success()
}

#[then("the portal's response answers the request, at the address of the service")]
fn addressed(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.is_addressed()
}

#[then("the portal's response was made by the portal, just now")]
fn of_now(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.is_of_now()
}

#[then("the portal's assertion may be delivered by its bearer for some minutes")]
fn bearer(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.names_bearer()
}

#[then("the portal's assertion is for the service alone, for some minutes")]
fn audience(world: &mut CardWorld) -> Result<(), StepError> {
    answer(world)?.is_for_the_service()
}

#[then(expr = "the portal's assertion tells of an authentication at level {int}")]
fn authentication(world: &mut CardWorld, level: u16) -> Result<(), StepError> {
    answer(world)?.tells_authentication(level)
}

#[then(expr = "the portal's assertion tells of {word} {word} {word}")]
fn person(
    world: &mut CardWorld,
    first: String,
    second: String,
    family: String,
) -> Result<(), StepError> {
    answer(world)?.tells_person(&format!("{first} {second}"), &family)
}

/// The federal id of an earlier login.
struct FederalId(String);

/// The browser is another one afterwards.
#[given("the service knows the federal id of an earlier login")]
fn federal_id_known(world: &mut CardWorld) -> Result<(), StepError> {
    world.log_in_up_to(Party::RelyingParty, Way::Saml)?;
    let id = answer(world)?.federal_id()?;
    world.keep(FederalId(id));
    world.another_browser().map(drop)
}

#[then("the portal's assertion has the federal id of the earlier login")]
fn federal_id_same(world: &mut CardWorld) -> Result<(), StepError> {
    let id = answer(world)?.federal_id()?;
    let FederalId(before) = world.kept("an earlier login")?;
    if *before == id {
        return Ok(());
    }
    Err(StepError::expected(before, id))
}

/// Somebody who has the same cookies as the citizen has before the login.
struct Planted(browser::Browser);

/// The citizen is at the menu afterwards.
#[given(
    regex = "^somebody has planted the session in which the citizen logs in(?: with (SAML|OpenID Connect))?$"
)]
fn planted(world: &mut CardWorld, way: String) -> Result<(), StepError> {
    let way = if way == "OpenID Connect" {
        Way::Oidc
    } else {
        Way::Saml
    };
    world.begin_login(way)?;
    let somebody = world.browser()?.clone();
    world.keep(Planted(somebody));
    Ok(())
}

#[when("the citizen goes on to the end")]
fn goes_on(world: &mut CardWorld) -> Result<(), StepError> {
    world.go_on()
}

#[then(regex = "^whoever planted the session has none at the (portal|relying party)$")]
fn has_none(world: &mut CardWorld, party: Party) -> Result<(), StepError> {
    let Planted(mut somebody) = world.take_kept("a planted session")?;
    if party == Party::RelyingParty {
        world.keep(somebody);
        return match world.is_logged_in()? {
            true => Err(StepError::expected("no session", "the citizen's")),
            false => Ok(()),
        };
    }
    let origin = world.origin(party)?;
    let (path, inside) = ("/fas/XUI/logout", "main form");
    let page = somebody
        .open(&format!("{origin}{path}"))
        .map_err(unanswered)?;
    if page.select(inside).is_empty() {
        return Ok(());
    }
    Err(StepError::expected("no session", where_it_is(page)))
}
