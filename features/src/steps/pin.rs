//! The PIN: its state, attempts with it, and its management.

use std::str::FromStr;

use conformance_harness::{Need, StepError};
use cucumber::{given, then, when};
use eac::encoding::Password;
use eac::terminal::command;
use iso7816::StatusWord;

use crate::CardWorld;
use crate::terminal::attempt::NewPin;
use crate::terminal::pace::PaceWish;
use crate::terminal::words::{Kind, Secret};

/// A state of the PIN as steps call it.
#[derive(Clone, Copy, Debug)]
enum State {
    Operational,
    Suspended,
    Blocked,
    Deactivated,
}

impl FromStr for State {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "operational" => Ok(Self::Operational),
            "suspended" => Ok(Self::Suspended),
            "blocked" => Ok(Self::Blocked),
            "deactivated" => Ok(Self::Deactivated),
            _ => Err(format!("{word:?} is no state of the PIN")),
        }
    }
}

impl State {
    /// The answer to the status query `[TR-03110-3 §B.14.1]`.
    fn status(self) -> StatusWord {
        match self {
            Self::Operational => StatusWord::OK,
            Self::Suspended => StatusWord::retries(1),
            Self::Blocked => StatusWord::retries(0),
            Self::Deactivated => StatusWord::DEACTIVATED,
        }
    }
}

#[given(regex = "^the PIN is (operational|suspended|blocked|deactivated)$")]
fn has_state(world: &mut CardWorld, state: State) -> Result<(), StepError> {
    match world.query_pin()? {
        status if status == state.status() => Ok(()),
        status => Err(StepError::precondition(format!(
            "the PIN is in another state: {status}"
        ))),
    }
}

#[when("the terminal asks for the state of the PIN")]
fn asks_for_state(world: &mut CardWorld) -> Result<(), StepError> {
    world.query_pin().map(drop)
}

#[then(regex = "^the PIN is (operational|suspended|blocked|deactivated)(?: still)?$")]
fn state_is(world: &mut CardWorld, state: State) -> Result<(), StepError> {
    let status = world.query_pin()?;
    if status == state.status() {
        return Ok(());
    }
    Err(StepError::expected(
        format!("{} to the status query", state.status()),
        status,
    ))
}

#[when(regex = "^the terminal tries PACE with the (MRZ|CAN|PIN|PUK)$")]
fn tries(world: &mut CardWorld, secret: Secret) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    world.attempt_pace(&PaceWish {
        password,
        chat: None,
    })
}

#[when(
    regex = r"^the terminal tries PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal))$"
)]
fn tries_as(world: &mut CardWorld, secret: Secret, kind: Kind) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    world.attempt_pace(&PaceWish {
        password,
        chat: Some(kind.with_all_rights()),
    })
}

#[given(regex = "^the terminal has tried PACE with a wrong (MRZ|CAN|PIN|PUK)$")]
#[when(regex = "^the terminal tries PACE with a wrong (MRZ|CAN|PIN|PUK)$")]
fn tries_wrong(world: &mut CardWorld, secret: Secret) -> Result<(), StepError> {
    let password = secret.wrong_for(world)?;
    world.attempt_pace(&PaceWish {
        password,
        chat: None,
    })
}

#[when("the terminal tries PACE with the new PIN")]
fn tries_new(world: &mut CardWorld) -> Result<(), StepError> {
    let NewPin(digits) = world.kept::<NewPin>("a new PIN")?.clone();
    world.attempt_pace(&PaceWish {
        password: Password::pin(&digits),
        chat: None,
    })
}

#[when("the terminal changes the PIN")]
fn changes_pin(world: &mut CardWorld) -> Result<(), StepError> {
    let new = world.new_pin()?;
    let command = command::change_pin(new.0.as_bytes());
    world.keep(new);
    world.transmit(&command).map(drop)
}

#[when(expr = "the terminal changes the PIN to one of {int} digit(s)")]
fn changes_pin_to_length(world: &mut CardWorld, digits: usize) -> Result<(), StepError> {
    let new = NewPin("7".repeat(digits));
    let command = command::change_pin(new.0.as_bytes());
    world.keep(new);
    world.transmit(&command).map(drop)
}

/// A CAN that is not the card's: each digit is the next one.
#[derive(Clone, Debug)]
struct NewCan(String);

#[when("the terminal changes the CAN")]
fn changes_can(world: &mut CardWorld) -> Result<(), StepError> {
    let next = |digit: char| char::from_digit((digit.to_digit(10)? + 1) % 10, 10);
    let new: String = world.secret(Need::Can)?.chars().filter_map(next).collect();
    let command = command::change_can(new.as_bytes());
    world.keep(NewCan(new));
    world.transmit(&command).map(drop)
}

#[when("the terminal tries PACE with the new CAN")]
fn tries_new_can(world: &mut CardWorld) -> Result<(), StepError> {
    let NewCan(digits) = world.kept::<NewCan>("a new CAN")?.clone();
    world.attempt_pace(&PaceWish {
        password: Password::can(&digits),
        chat: None,
    })
}

#[given("the terminal has unblocked the PIN")]
fn has_unblocked(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .expect_ok("RESET RETRY COUNTER", &command::unblock_pin())
        .map(drop)
}

#[when("the terminal unblocks the PIN")]
fn unblocks(world: &mut CardWorld) -> Result<(), StepError> {
    world.transmit(&command::unblock_pin()).map(drop)
}

/// Uses of the PUK are counted on the card; a German card allows ten `[TR-03127 §3.5.3]`.
#[when(expr = "the PUK has unblocked the PIN {int} times")]
fn unblocks_often(world: &mut CardWorld, times: usize) -> Result<(), StepError> {
    let password = Secret(eac::encoding::PasswordReference::Puk).known_to(world)?;
    for _ in 0..times {
        world.reset()?;
        world.run_pace(&PaceWish {
            password: password.clone(),
            chat: None,
        })?;
        world.expect_ok("RESET RETRY COUNTER", &command::unblock_pin())?;
    }
    Ok(())
}

#[when("the terminal activates the PIN")]
fn activates(world: &mut CardWorld) -> Result<(), StepError> {
    world.transmit(&command::activate_pin()).map(drop)
}

#[when("the terminal deactivates the PIN")]
fn deactivates(world: &mut CardWorld) -> Result<(), StepError> {
    world.transmit(&command::deactivate_pin()).map(drop)
}
