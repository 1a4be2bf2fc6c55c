//! A party that misbehaves, so that the one behind it can be seen to notice; and what else happens to the world.

use conformance_harness::{Order, StepError};
use cucumber::{given, when};

use crate::CardWorld;
use crate::road::Party;

/// For example `the middleware misbehaves: wrong-audience`; the names are those of the control interface.
#[given(regex = "^the (relying party|portal|connector|middleware|eID client) misbehaves: (.+)$")]
fn misbehaves(world: &mut CardWorld, party: Party, fault: String) -> Result<(), StepError> {
    let order = Order::Other {
        name: "fault".to_owned(),
        value: format!("{} {fault}", party.role()),
    };
    command(world, order)
}

#[given(expr = "{int} seconds have passed")]
#[when(expr = "{int} seconds pass")]
fn pass(world: &mut CardWorld, seconds: u32) -> Result<(), StepError> {
    command(world, Order::AdvanceClock(seconds))
}

#[given(expr = "the card will be taken away after {int} commands")]
fn taken_away(world: &mut CardWorld, commands: usize) -> Result<(), StepError> {
    command(world, Order::RemoveCardAfter(commands))
}

#[given("there is no card on the reader")]
fn no_card(world: &mut CardWorld) -> Result<(), StepError> {
    command(world, Order::RemoveCard)
}

fn command(world: &mut CardWorld, order: Order) -> Result<(), StepError> {
    match world.site()?.control(order) {
        Ok(_) => Ok(()),
        Err(error) => Err(StepError::precondition(error.to_string())),
    }
}
