//! Coming back: the same card, a new one, somebody else's, another day.

use conformance_harness::{Order, Setup, StepError};
use cucumber::{given, then, when};

use super::{order, same};
use crate::CardWorld;
use crate::road::Way;
use crate::road::citizen::{unanswered, where_it_is};

/// The identifier by which the service knew the citizen.
struct Known(String);

fn identifier(world: &CardWorld) -> Result<String, StepError> {
    let page = world.page()?;
    match page.select("#identifier").concat() {
        none if none.is_empty() => Err(StepError::expected(
            "a page with the identifier",
            where_it_is(page),
        )),
        identifier => Ok(identifier),
    }
}

/// One login, after which the browser forgets.
#[given("the service knows the citizen from an earlier day")]
fn known(world: &mut CardWorld) -> Result<(), StepError> {
    world.log_in(Way::Saml)?;
    let known = Known(identifier(world)?);
    world.keep(known);
    world.another_browser().map(drop)
}

#[then(regex = "^the identifier is (the known one|another one)$")]
fn compared(world: &mut CardWorld, which: String) -> Result<(), StepError> {
    let Known(before) = world.kept::<Known>("an earlier login")?;
    let now = identifier(world)?;
    match which.as_str() {
        "the known one" => same(before, now),
        _ if *before != now => Ok(()),
        _ => Err(StepError::expected("another identifier", now)),
    }
}

/// A card by the name of its personalisation; whoever lays it down knows its secrets.
fn lay_down(world: &mut CardWorld, card: &str) -> Result<(), StepError> {
    let setup = Setup {
        card: Some(card.to_owned()),
        ..Setup::default()
    };
    let secrets = world.stage()?.target.secrets(&setup);
    let citizen = world.citizen()?;
    citizen.pins = secrets.pin.into_iter().collect();
    citizen.can = secrets.can.unwrap_or_default();
    citizen.puk = secrets.puk.unwrap_or_default();
    let insert = Order::InsertCard {
        card: Some(card.to_owned()),
        state: None,
    };
    order(world, insert)
}

#[given("the citizen has got a new card since")]
fn new_card(world: &mut CardWorld) -> Result<(), StepError> {
    lay_down(world, "renewed")
}

#[when(expr = "the citizen lays down another card: {word}")]
fn other_card(world: &mut CardWorld, card: String) -> Result<(), StepError> {
    lay_down(world, &card)
}

#[when("the citizen lays the card down")]
fn laid_down(world: &mut CardWorld) -> Result<(), StepError> {
    let setup = world.stage()?.setup.clone();
    let insert = Order::InsertCard {
        card: setup.card,
        state: setup.state,
    };
    order(world, insert)
}

#[when("the citizen takes the card away")]
fn taken_away(world: &mut CardWorld) -> Result<(), StepError> {
    order(world, Order::RemoveCard)
}

#[when("the card is put on the list of revoked cards")]
fn revoked(world: &mut CardWorld) -> Result<(), StepError> {
    order(world, Order::Revoke("card".to_owned()))
}

#[when(expr = "{int} year(s) pass(es)")]
fn pass(world: &mut CardWorld, years: i32) -> Result<(), StepError> {
    let today = world.stage()?.ambient.today();
    let then = today.checked_add_years(years);
    let then = then.ok_or_else(|| StepError::precondition("there is no such day"))?;
    order(world, Order::SetClock(then))
}

/// From the menu that tells of the failure, or from the service.
#[when("the citizen tries again")]
fn again(world: &mut CardWorld) -> Result<(), StepError> {
    world.citizen()?.cancels_at = None;
    let menu = !world.page()?.select("button[name=means]").is_empty();
    if !menu {
        return world.log_in(Way::Saml);
    }
    let page = world.browser()?.press_value("means", "eidas");
    page.map(drop).map_err(unanswered)?;
    world.go_on()
}
