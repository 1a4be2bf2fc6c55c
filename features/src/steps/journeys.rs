//! The ways of a citizen: page by page through the eID client, back to the portal, and once more.

mod client;
mod ends;
mod visits;

use conformance_harness::{Order, StepError};

use crate::CardWorld;

/// Does something to the world.
fn order(world: &CardWorld, order: Order) -> Result<(), StepError> {
    let done = world.site()?.control(order);
    done.map(drop)
        .map_err(|error| StepError::precondition(error.to_string()))
}

/// Nothing, or what was expected and what came.
fn same(
    expected: impl std::fmt::Display,
    received: impl std::fmt::Display,
) -> Result<(), StepError> {
    if expected.to_string() == received.to_string() {
        return Ok(());
    }
    Err(StepError::expected(expected, received))
}
