//! Commands that no terminal sends on purpose, and more of them than a card expects: it answers
//! each one, and the next one too `[ISO 7816-4 §5]`.

use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::when;
use eac::encoding::{DynamicData, Password, PasswordReference};
use eac::terminal::command;
use iso7816::{Class, CommandApdu, Instruction, Ne, StatusWord};

use crate::CardWorld;
use crate::terminal::pace::PaceWish;
use crate::terminal::words::Secret;

/// Bytes that are no command: SELECT of the master file, spoilt.
const MALFORMED: [(&str, &[u8]); 7] = [
    ("half a header", &[0x00, 0xA4]),
    ("a header of three bytes", &[0x00, 0xA4, 0x00]),
    (
        "less data than it says",
        &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F],
    ),
    (
        "more data than it says",
        &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00, 0x3F, 0x00],
    ),
    (
        "half an extended length",
        &[0x00, 0xA4, 0x00, 0x0C, 0x00, 0x00],
    ),
    (
        "data of an extended length of zero",
        &[0x00, 0xA4, 0x00, 0x0C, 0x00, 0x00, 0x00, 0x3F, 0x00],
    ),
    (
        "less data than its extended length says",
        &[0x00, 0xA4, 0x00, 0x0C, 0x00, 0x01, 0x00, 0x3F, 0x00],
    ),
];
/// What a chain without an end is made of.
const LINK: [u8; 200] = [0x5A; 200];
/// The last class that ISO 7816-4 reserves.
const LAST_RESERVED_CLASS: u8 = 0x3F;
/// The most bytes that a command can carry.
const LONGEST: usize = 0xFFFF;
/// A parameter that means nothing to any command of an eID card.
const WRONG_PARAMETER: u8 = 0x7B;

#[when(regex = r"^the terminal sends a command with (.+)$")]
fn malformed(world: &mut CardWorld, flaw: String) -> Result<(), StepError> {
    let (_, bytes) = MALFORMED
        .iter()
        .find(|(words, _)| *words == flaw)
        .ok_or_else(|| StepError::precondition(format!("no flaw is called {flaw:?}")))?;
    world
        .transmit_bytes(&command::select_master_file(), bytes)
        .map(drop)
}

#[when("the terminal selects the master file in the last reserved class")]
fn last_reserved_class(world: &mut CardWorld) -> Result<(), StepError> {
    let select = CommandApdu {
        class: Class::new(LAST_RESERVED_CLASS),
        ..command::select_master_file()
    };
    world.transmit(&select).map(drop)
}

/// ISO 7816-3 keeps these for procedure bytes.
#[when("the terminal sends an instruction that is kept for the transport protocol")]
fn transport_instruction(world: &mut CardWorld) -> Result<(), StepError> {
    instruct(world, 0x60)
}

#[when("the terminal sends an odd instruction that nobody knows")]
fn odd_instruction(world: &mut CardWorld) -> Result<(), StepError> {
    instruct(world, 0xAB)
}

fn instruct(world: &mut CardWorld, instruction: u8) -> Result<(), StepError> {
    let unknown = CommandApdu {
        instruction: Instruction::new(instruction),
        ..CommandApdu::new(0, 0, 0, 0)
    };
    world.transmit(&unknown).map(drop)
}

#[when("the terminal sets PACE with the CAN under wrong parameters")]
fn sets_with_wrong_parameters(world: &mut CardWorld) -> Result<(), StepError> {
    let password = Secret(PasswordReference::Can).known_to(world)?;
    let template = world.pace_template(&PaceWish {
        password,
        chat: None,
    })?;
    send_with_wrong_parameters(world, command::set_at_pace(&template))
}

#[when("the terminal asks for the nonce under wrong parameters")]
fn nonce_with_wrong_parameters(world: &mut CardWorld) -> Result<(), StepError> {
    send_with_wrong_parameters(world, ask_nonce())
}

#[when("the terminal asks for a challenge under wrong parameters")]
fn challenge_with_wrong_parameters(world: &mut CardWorld) -> Result<(), StepError> {
    send_with_wrong_parameters(world, command::get_challenge())
}

fn send_with_wrong_parameters(
    world: &mut CardWorld,
    command: CommandApdu,
) -> Result<(), StepError> {
    let command = CommandApdu {
        p1: WRONG_PARAMETER,
        ..command
    };
    world.transmit(&command).map(drop)
}

fn ask_nonce() -> CommandApdu {
    command::general_authenticate_chained(&DynamicData::new())
}

/// SELECT of the master file with as many bytes behind its name as fit into a command.
#[when("the terminal sends the longest command there is")]
fn longest(world: &mut CardWorld) -> Result<(), StepError> {
    let select = command::select_master_file().with_data(vec![0x3F; LONGEST]);
    world.transmit_plain(&select.extended()).map(drop)
}

/// Nothing but MSE:Set AT and the nonce: what costs the terminal nothing.
#[when(regex = r"^the terminal begins PACE with the (CAN|PIN) (\d+) times and never goes on$")]
fn begins_often(world: &mut CardWorld, secret: Secret, times: usize) -> Result<(), StepError> {
    let password = Password::new(secret.0, b"000000");
    let template = world.pace_template(&PaceWish {
        password,
        chat: None,
    })?;
    let set = command::set_at_pace(&template);
    for run in 1..=times {
        let answer = world.transmit(&set)?;
        let answered = answer.status == StatusWord::OK || answer.status.retries_left().is_some();
        if !answered {
            let what = format!("9000 or 63CX to MSE:Set AT of run {run}");
            return Err(StepError::expected(what, answer));
        }
        world.expect_ok(
            &format!("the request for the nonce of run {run}"),
            &ask_nonce(),
        )?;
    }
    Ok(())
}

/// Whether the card takes the links or refuses them is its own affair; it answers each.
#[when(expr = "the terminal sends {int} links of a chain without an end")]
fn endless_chain(world: &mut CardWorld, links: usize) -> Result<(), StepError> {
    let link = CommandApdu::new(0x10, 0x86, 0x00, 0x00).with_data(LINK);
    for number in 1..=links {
        let answer = world.transmit(&link)?;
        if !answer.status.is_ok() && !answer.status.is_checking_error() {
            let what = format!("9000 or a checking error to link {number}");
            return Err(StepError::expected(what, answer));
        }
    }
    Ok(())
}

#[when(expr = "the terminal sends {int} commands within the channel")]
fn many_in_channel(world: &mut CardWorld, times: usize) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
    for number in 1..=times {
        world.expect_ok(&format!("command {number}"), &read)?;
    }
    Ok(())
}

#[when(expr = "the terminal sends {int} commands within the channel that are refused")]
fn many_refused(world: &mut CardWorld, times: usize) -> Result<(), StepError> {
    let select = command::select_file([0x7A, 0x5A]);
    for number in 1..=times {
        let answer = world.transmit_secured(&select)?;
        if answer.protection != Protection::Secured || !answer.status.is_checking_error() {
            let what = format!("a checking error within secure messaging to command {number}");
            return Err(StepError::expected(what, answer));
        }
    }
    Ok(())
}
