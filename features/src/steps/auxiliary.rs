//! The terminal wants something confirmed that it does not read: age, validity, municipality
//! `[TR-03110-3 §A.7.5]`, `[TR-03110-3 §B.6]`.

use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::{given, then, when};
use eac::encoding::oid::{ID_DATE_OF_BIRTH, ID_DATE_OF_EXPIRY};
use eac::terminal::command;
use iso7816::{Class, CommandApdu, StatusWord};

use crate::CardWorld;
use crate::terminal::authentication::AuxiliaryObject;
use crate::terminal::verification::{Datum, Held, Questions};

/// Where the first template of the data object 67 begins, and where its identifier does.
const TEMPLATE: usize = 2;
const IDENTIFIER: usize = 4;
/// The wrong tags of the test plan: 72 instead of 73, 07 instead of 06.
const WRONG_TEMPLATE: u8 = 0x72;
const WRONG_IDENTIFIER: u8 = 0x07;

/// A whole session of its own; the card is reset afterwards.
#[given(
    regex = r"^the terminal has learned (the date of birth|the date of expiry|the municipality id)$"
)]
fn has_learned(world: &mut CardWorld, datum: Datum) -> Result<(), StepError> {
    world.read_datum(datum)
}

#[given(regex = r"^the terminal is going to verify (.+)$")]
fn will_verify(world: &mut CardWorld, questions: Questions) -> Result<(), StepError> {
    let object = questions.object(world.kept::<Held>("what the card holds")?)?;
    world.keep(AuxiliaryObject(object.encode()));
    Ok(())
}

#[given("the terminal is not going to verify anything any more")]
fn will_not_verify(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .take_kept::<AuxiliaryObject>("auxiliary data")
        .map(drop)
}

#[given("the template of the auxiliary data has the wrong tag")]
fn wrong_template(world: &mut CardWorld) -> Result<(), StepError> {
    replace(world, TEMPLATE, WRONG_TEMPLATE)
}

#[given("the identifier of the auxiliary data has the wrong tag")]
fn wrong_identifier(world: &mut CardWorld) -> Result<(), StepError> {
    replace(world, IDENTIFIER, WRONG_IDENTIFIER)
}

fn replace(world: &mut CardWorld, place: usize, tag: u8) -> Result<(), StepError> {
    let AuxiliaryObject(object) = world.kept_mut("auxiliary data")?;
    match object.get_mut(place) {
        Some(byte) => *byte = tag,
        None => return Err(StepError::precondition("the auxiliary data are too short")),
    }
    Ok(())
}

#[when("the terminal asks about the date of expiry")]
fn asks_about_expiry(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::verify_auxiliary_data(&ID_DATE_OF_EXPIRY))
        .map(drop)
}

/// VERIFY is for auxiliary data in the proprietary class only `[TR-03110-3 §B.14.10]`.
#[when("the terminal asks about the date of birth in the class of ISO 7816-4")]
fn asks_in_wrong_class(world: &mut CardWorld) -> Result<(), StepError> {
    let verify = CommandApdu {
        class: Class::PLAIN,
        ..command::verify_auxiliary_data(&ID_DATE_OF_BIRTH)
    };
    world.transmit(&verify).map(drop)
}

/// A card may judge the structure when the terminal sends it, or skip what it does not know
/// `[TR-03110-3 §A.7.5]`. It must not confirm anything.
#[then("the card refuses the auxiliary data or finds no date of birth in them")]
fn refuses_or_finds_nothing(world: &mut CardWorld) -> Result<(), StepError> {
    let answer = world.answer()?;
    if !answer.status.is_ok() {
        let refused =
            answer.status.is_checking_error() || answer.status == StatusWord::VERIFICATION_FAILED;
        return match (refused, answer.protection) {
            (true, Protection::Secured) => Ok(()),
            _ => Err(StepError::expected(
                "a refusal within secure messaging",
                answer,
            )),
        };
    }
    world.run_chip_authentication()?;
    let select = command::select_application(&command::EID_APPLICATION);
    world.expect_ok("SELECT of the eID application", &select)?;
    let answer = world.transmit(&command::verify_auxiliary_data(&ID_DATE_OF_BIRTH))?;
    match (answer.status, answer.protection) {
        (StatusWord::REFERENCED_DATA_NOT_FOUND, Protection::Secured) => Ok(()),
        _ => Err(StepError::expected(
            "6A88 to VERIFY within secure messaging",
            answer,
        )),
    }
}
