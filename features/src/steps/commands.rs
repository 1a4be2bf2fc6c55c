//! Commands in general: files that are not there, ends of files, parameters, instructions, classes
//! `[ISO 7816-4 §5]`, `[ISO 7816-4 §11.2]`.

use conformance_harness::StepError;
use cucumber::{given, when};
use eac::terminal::command;
use iso7816::{CommandApdu, Instruction, Ne};

use crate::CardWorld;

/// An instruction that ISO 7816-4 leaves undefined.
const UNKNOWN: Instruction = Instruction::new(0xAA);
/// A class that ISO 7816-4 reserves.
const RESERVED_CLASS: u8 = 0x20;
/// A parameter that means nothing to SELECT.
const WRONG_PARAMETER: u8 = 0x7F;
/// An identifier that no file of an eID card has.
const NOBODYS_FILE: [u8; 2] = [0x7A, 0x5A];

/// Bytes of EF.CardAccess.
#[derive(Clone, Copy, Debug)]
struct Length(u16);

#[given("the terminal knows the length of EF.CardAccess")]
fn knows_length(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.CardAccess", command::CARD_ACCESS)?;
    let length = u16::try_from(content.len())
        .map_err(|_| StepError::precondition("EF.CardAccess is too long for this check"))?;
    world.keep(Length(length));
    Ok(())
}

#[when("the terminal reads two bytes from the last one of EF.CardAccess on")]
fn reads_past_end(world: &mut CardWorld) -> Result<(), StepError> {
    let Length(length) = *world.kept("the length of EF.CardAccess")?;
    let read = command::read_at(length.saturating_sub(1), Ne::from_short(2));
    world.transmit(&read).map(drop)
}

#[when("the terminal reads from behind the end of EF.CardAccess")]
fn reads_behind_end(world: &mut CardWorld) -> Result<(), StepError> {
    let Length(length) = *world.kept("the length of EF.CardAccess")?;
    let read = command::read_at(length.saturating_add(1), Ne::from_short(1));
    world.transmit(&read).map(drop)
}

#[when("the terminal reads on in the current file")]
fn reads_on(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::read_at(1, Ne::from_short(1)))
        .map(drop)
}

#[when("the terminal selects a file that is not there")]
fn selects_nothing(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::select_file(NOBODYS_FILE))
        .map(drop)
}

#[when("the terminal selects the master file in a way that does not exist")]
fn selects_with_wrong_parameter(world: &mut CardWorld) -> Result<(), StepError> {
    let select = CommandApdu {
        p1: WRONG_PARAMETER,
        ..command::select_master_file()
    };
    world.transmit(&select).map(drop)
}

#[when("the terminal sends an instruction that nobody knows")]
fn sends_unknown(world: &mut CardWorld) -> Result<(), StepError> {
    let unknown = CommandApdu {
        instruction: UNKNOWN,
        ..CommandApdu::new(0, 0, 0, 0)
    };
    world.transmit(&unknown).map(drop)
}

#[when("the terminal selects the master file in a reserved class")]
fn selects_in_reserved_class(world: &mut CardWorld) -> Result<(), StepError> {
    let class = iso7816::Class::new(RESERVED_CLASS);
    let select = CommandApdu {
        class,
        ..command::select_master_file()
    };
    world.transmit(&select).map(drop)
}
