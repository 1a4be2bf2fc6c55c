//! EF.DIR, EF.ATR/INFO and the answer to reset: what a card tells before anything else.

use conformance_checks::iso7816_3::atr;
use conformance_checks::iso7816_4::{ef_atr_info, ef_dir};
use conformance_checks::tr03110_3::b_12_card_capabilities::{self as capabilities, Announcements};
use conformance_harness::StepError;
use cucumber::{given, then};
use eac::terminal::command;

use super::conclude;
use crate::CardWorld;

/// Short identifiers of EF.DIR and EF.ATR/INFO `[ISO 7816-4:2005 §8.2.1.1]`.
const EF_DIR: u8 = 0x1E;
const EF_ATR_INFO: u8 = 0x01;

/// EF.DIR as read.
struct Directory(Vec<u8>);

/// EF.ATR/INFO as read.
struct CardInformation(Vec<u8>);

#[given("the terminal has read all of EF.DIR")]
fn read_directory(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.DIR", EF_DIR)?;
    world.keep(Directory(content));
    Ok(())
}

#[given("the terminal has read all of EF.ATR/INFO")]
fn read_card_information(world: &mut CardWorld) -> Result<(), StepError> {
    let content = world.read_file("EF.ATR/INFO", EF_ATR_INFO)?;
    world.keep(CardInformation(content));
    Ok(())
}

#[then("EF.DIR lists the eID application")]
fn lists_eid(world: &mut CardWorld) -> Result<(), StepError> {
    let content = &world.kept::<Directory>("EF.DIR")?.0;
    let judgement = ef_dir::applications(content, &[&command::EID_APPLICATION]);
    conclude(world, &judgement, 1)
}

#[then("EF.ATR/INFO is a list of data objects")]
fn is_list(world: &mut CardWorld) -> Result<(), StepError> {
    let judgement = ef_atr_info::data_objects(&world.kept::<CardInformation>("EF.ATR/INFO")?.0);
    conclude(world, &judgement, 1)
}

#[then("the card announces command chaining")]
fn announces_chaining(world: &mut CardWorld) -> Result<(), StepError> {
    let (file, historical) = announcements(world)?;
    let announcements = Announcements {
        ef_atr_info: &file,
        historical_bytes: &historical,
    };
    conclude(world, &capabilities::chaining(announcements), 1)
}

#[then("the card announces extended length")]
fn announces_extended_length(world: &mut CardWorld) -> Result<(), StepError> {
    let (file, historical) = announcements(world)?;
    let announcements = Announcements {
        ef_atr_info: &file,
        historical_bytes: &historical,
    };
    conclude(world, &capabilities::extended_length(announcements), 1)
}

#[then("the answer to reset is complete and has the right check byte")]
fn complete_answer(world: &mut CardWorld) -> Result<(), StepError> {
    let answer = world.card()?.atr();
    if answer.is_empty() {
        return Err(StepError::precondition(
            "the reader does not tell the answer to reset",
        ));
    }
    conclude(world, &atr::answer_to_reset(&answer), 1)
}

/// EF.ATR/INFO, and the historical bytes of the answer to reset where there is one that can be read.
fn announcements(world: &CardWorld) -> Result<(Vec<u8>, Vec<u8>), StepError> {
    let file = world.kept::<CardInformation>("EF.ATR/INFO")?.0.clone();
    let answer = world.card()?.atr();
    let historical = iso7816::atr::Atr::decode(&answer).map(|atr| atr.historical().to_vec());
    Ok((file, historical.unwrap_or_default()))
}
