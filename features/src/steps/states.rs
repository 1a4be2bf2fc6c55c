//! The life of a session: where it begins, what ends it, and what is left of it then
//! `[TR-03110-3 §F.1]`, `[TR-03110-3 §F.6]`.

use std::str::FromStr;

use conformance_harness::StepError;
use cucumber::{given, when};
use eac::encoding::PasswordReference;
use eac::terminal::command;
use iso7816::{CommandApdu, StatusWord};

use crate::CardWorld;
use crate::terminal::authentication::Challenge;
use crate::terminal::pace::PaceWish;
use crate::terminal::words::Secret;

/// The command of PACE that comes next, as steps call it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Progress(usize);

impl FromStr for Progress {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        ["nonce", "mapping", "key agreement", "tokens"]
            .iter()
            .position(|known| *known == word)
            .map(Self)
            .ok_or_else(|| format!("PACE has no {word:?}"))
    }
}

#[given(
    regex = r"^the terminal has run PACE with the (MRZ|CAN|PIN|PUK) up to the (nonce|mapping|key agreement|tokens)$"
)]
fn has_run_up_to(
    world: &mut CardWorld,
    secret: Secret,
    progress: Progress,
) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    run_up_to(
        world,
        PaceWish {
            password,
            chat: None,
        },
        progress,
    )
}

fn run_up_to(
    world: &mut CardWorld,
    wish: PaceWish,
    Progress(answered): Progress,
) -> Result<(), StepError> {
    let template = world.pace_template(&wish)?;
    world.begin_pace(&wish)?;
    world.expect_ok("MSE:Set AT of PACE", &command::set_at_pace(&template))?;
    for _ in 0..answered {
        let next = world.next_pace_command()?;
        let data = world.expect_ok("a step of PACE", &next)?;
        world.advance_pace(&data)?;
    }
    Ok(())
}

#[when("the terminal goes on with PACE")]
fn goes_on(world: &mut CardWorld) -> Result<(), StepError> {
    let next = world.next_pace_command()?;
    world.transmit(&next).map(drop)
}

/// The terminal keeps its channel, its challenge and its keys.
#[when("the card is reset behind the terminal's back")]
fn reset_unseen(world: &mut CardWorld) -> Result<(), StepError> {
    Ok(world.card()?.reset()?)
}

#[when("the card leaves the field for a moment, unseen by the terminal")]
fn removed_unseen(world: &mut CardWorld) -> Result<(), StepError> {
    Ok(world.card()?.remove_and_insert()?)
}

#[when("the terminal goes on in plain")]
fn goes_on_in_plain(world: &mut CardWorld) {
    world.forget_channel();
}

/// The token of a wrong PIN is on its way when the power is cut: the comparison may have been made,
/// and its answer is lost.
#[when("the card loses its power while it judges a wrong PIN")]
fn loses_power(world: &mut CardWorld) -> Result<(), StepError> {
    let password = Secret(PasswordReference::Pin).wrong_for(world)?;
    run_up_to(
        world,
        PaceWish {
            password,
            chat: None,
        },
        Progress(3),
    )?;
    let token = encoded(&world.next_pace_command()?)?;
    world.card()?.lose_power_during(&token)?;
    world.forget_channel();
    Ok(())
}

fn encoded(command: &CommandApdu) -> Result<Vec<u8>, StepError> {
    command
        .encode()
        .map_err(|error| StepError::precondition(error.to_string()))
}

/// Certificates, MSE:Set AT, challenge and signature, up to the first command that is refused.
#[when(expr = "the terminal tries Terminal Authentication with {word}")]
fn tries_terminal_authentication(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let template = world.terminal_template(&certificate)?;
    let certificates = world.certificates()?;
    let mut commands = Vec::new();
    for link in certificates.chain(&name) {
        commands.push(CardWorld::set_dst_command(&link.car));
        commands.push(CardWorld::verify_command(link));
    }
    commands.push(command::set_at_terminal(&template));
    commands.push(command::get_challenge());
    for command in &commands {
        if world.transmit(command)?.status != StatusWord::OK {
            return Ok(());
        }
    }
    let challenge = world.answer()?.data.clone();
    world.keep(Challenge(challenge));
    let authenticate = world.authenticate_command(&certificate)?;
    world.transmit(&authenticate).map(drop)
}
