//! The terminal acts: power, files, whole protocols.

use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::{given, then, when};
use eac::terminal::command;
use iso7816::{Ne, StatusWord};

use crate::CardWorld;
use crate::terminal::pace::PaceWish;
use crate::terminal::words::{Kind, Rights, Secret};

#[given("a freshly activated card")]
#[given("the terminal resets the card")]
#[when("the terminal resets the card")]
fn fresh_card(world: &mut CardWorld) -> Result<(), StepError> {
    world.reset()
}

#[given("the card is taken out and put back")]
#[when("the card is taken out and put back")]
fn taken_out(world: &mut CardWorld) -> Result<(), StepError> {
    world.remove_and_insert()
}

#[given(regex = r"^the terminal has run PACE with the (MRZ|CAN|PIN|PUK)$")]
#[when(regex = r"^the terminal runs PACE with the (MRZ|CAN|PIN|PUK)$")]
fn pace(world: &mut CardWorld, secret: Secret) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    world.run_pace(&PaceWish {
        password,
        chat: None,
    })
}

#[given(
    regex = r"^the terminal has run PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal))$"
)]
#[when(
    regex = r"^the terminal runs PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal))$"
)]
fn pace_as(world: &mut CardWorld, secret: Secret, kind: Kind) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    world.run_pace(&PaceWish {
        password,
        chat: Some(kind.with_all_rights()),
    })
}

#[given(
    regex = r"^the terminal has run PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal)) asking for (.+)$"
)]
#[when(
    regex = r"^the terminal runs PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal)) asking for (.+)$"
)]
fn pace_asking(
    world: &mut CardWorld,
    secret: Secret,
    kind: Kind,
    rights: Rights,
) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    world.run_pace(&PaceWish {
        password,
        chat: Some(kind.with(&rights)),
    })
}

#[given(expr = "the terminal has run Terminal Authentication with {word}")]
#[when(expr = "the terminal runs Terminal Authentication with {word}")]
fn terminal_authentication(world: &mut CardWorld, certificate: String) -> Result<(), StepError> {
    world.run_terminal_authentication(&certificate)
}

#[given("the terminal has run Chip Authentication")]
#[when("the terminal runs Chip Authentication")]
fn chip_authentication(world: &mut CardWorld) -> Result<(), StepError> {
    world.run_chip_authentication()
}

/// PACE, Terminal Authentication, EF.CardSecurity, Chip Authentication: the General Authentication
/// Procedure `[TR-03110-2 §2.3.3]`.
#[given(
    regex = r"^the terminal has run the general authentication procedure with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal)) with (\w+)$"
)]
#[when(
    regex = r"^the terminal runs the general authentication procedure with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal)) with (\w+)$"
)]
fn general_authentication(
    world: &mut CardWorld,
    secret: Secret,
    kind: Kind,
    certificate: String,
) -> Result<(), StepError> {
    pace_as(world, secret, kind)?;
    world.run_terminal_authentication(&certificate)?;
    world.run_chip_authentication()
}

#[given("the terminal has selected the master file")]
#[when("the terminal selects the master file")]
fn select_master_file(world: &mut CardWorld) -> Result<(), StepError> {
    world.transmit(&command::select_master_file()).map(drop)
}

#[given("the terminal has selected the eID application")]
fn selected_eid(world: &mut CardWorld) -> Result<(), StepError> {
    let select = command::select_application(&command::EID_APPLICATION);
    world
        .expect_ok("SELECT of the eID application", &select)
        .map(drop)
}

#[when("the terminal selects the eID application")]
fn select_eid(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::select_application(&command::EID_APPLICATION))
        .map(drop)
}

#[given("the terminal has selected the ePassport application")]
fn selected_passport(world: &mut CardWorld) -> Result<(), StepError> {
    let select = command::select_application(&command::EPASSPORT_APPLICATION);
    world
        .expect_ok("SELECT of the ePassport application", &select)
        .map(drop)
}

#[when("the terminal selects the ePassport application")]
fn select_passport(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::select_application(
            &command::EPASSPORT_APPLICATION,
        ))
        .map(drop)
}

/// One byte of EF.CardAccess: the command by which the test plan asks whether a channel is open.
#[when("the terminal reads EF.CardAccess")]
fn read_card_access(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
    world.transmit(&read).map(drop)
}

#[when("the terminal reads EF.CardAccess in plain")]
fn read_card_access_plain(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
    world.transmit_plain(&read).map(drop)
}

/// One byte of a data group of the selected application.
#[when(expr = "the terminal reads data group {int}")]
fn read_data_group(world: &mut CardWorld, number: u8) -> Result<(), StepError> {
    world
        .transmit(&command::read_by_short_id(number, Ne::from_short(1)))
        .map(drop)
}

#[when("the terminal reads EF.CardSecurity")]
fn read_card_security(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_SECURITY, Ne::from_short(1));
    world.transmit(&read).map(drop)
}

/// Reads one byte within the channel and expects an answer within it, whatever it says: while an
/// application is selected, the short identifier of EF.CardAccess may name no file.
#[then("the channel still works")]
fn channel_works(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
    let answer = world.transmit_secured(&read)?;
    if answer.protection == Protection::Secured {
        Ok(())
    } else {
        Err(StepError::expected(
            "an answer within secure messaging",
            answer,
        ))
    }
}

/// A card that keeps its channel would answer within it; one that lost it answers in plain.
#[then("the channel is gone")]
fn channel_gone(world: &mut CardWorld) -> Result<(), StepError> {
    let Ok(session) = world.take_channel() else {
        return Ok(());
    };
    world.put_channel(session);
    let read = command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1));
    let answer = world.transmit_secured(&read)?;
    if answer.status == StatusWord::OK {
        Err(StepError::expected("an error in plain", answer))
    } else {
        Ok(())
    }
}
