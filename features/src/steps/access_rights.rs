//! What a terminal may do once it is authenticated: data groups, files of the master file, special
//! functions `[TR-03110-3 §2.7]`, `[TR-03110-4 §2.2.2]`.

use conformance_harness::StepError;
use cucumber::{given, then, when};
use eac::encoding::oid::{ID_DATE_OF_BIRTH, ID_MUNICIPALITY_ID};
use eac::encoding::{AuxiliaryData, AuxiliaryDate, Chat, DynamicData, SetAt};
use eac::terminal::command;
use iso7816::{Ne, StatusWord};

use crate::CardWorld;
use crate::terminal::authentication::{AuxiliaryObject, Challenge};
use crate::terminal::pace::PaceWish;
use crate::terminal::words::{Kind, Rights, Secret};

/// What the terminal writes: four bytes, as in the test plan.
const WRITTEN: [u8; 4] = [1, 2, 3, 4];
/// Germany, as a municipality id begins with it `[TR-03127 §3.4.3]`.
const GERMANY: [u8; 2] = [0x02, 0x76];

/// How a data group began before it was written.
#[derive(Clone, Debug)]
struct Beginning(Vec<u8>);

/// PACE that asks for every right but some.
#[given(
    regex = r"^the terminal has run PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal)) not asking for (.+)$"
)]
fn pace_without(
    world: &mut CardWorld,
    secret: Secret,
    kind: Kind,
    rights: Rights,
) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    let chat = rights
        .0
        .iter()
        .fold(kind.with_all_rights(), |chat: Chat, right| {
            chat.without(*right)
        });
    world.run_pace(&PaceWish {
        password,
        chat: Some(chat),
    })
}

/// Certificates, MSE:Set AT and challenge; the signature is still to come.
#[given(expr = "the terminal has prepared Terminal Authentication with {word}")]
fn has_prepared(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let template = world.terminal_template(&certificate)?;
    world.present_chain(&name)?;
    let set_at = command::set_at_terminal(&template);
    world.expect_ok("MSE:Set AT of Terminal Authentication", &set_at)?;
    let challenge = world.expect_ok("GET CHALLENGE", &command::get_challenge())?;
    world.keep(Challenge(challenge));
    Ok(())
}

#[when(expr = "the terminal answers the challenge with a wrong signature of {word}")]
fn signs_wrongly(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let mut signature = world.sign_challenge(&certificate)?;
    signature
        .iter_mut()
        .rev()
        .take(1)
        .for_each(|byte| *byte ^= 1);
    world
        .transmit(&command::external_authenticate(&signature))
        .map(drop)
}

/// Chip Authentication with the first key that EF.CardAccess offers; EF.CardSecurity may be closed.
/// One of its two commands must be refused.
#[then("the card refuses Chip Authentication")]
fn refuses_chip_authentication(world: &mut CardWorld) -> Result<(), StepError> {
    let infos = world.card_access()?;
    let offer = infos
        .chip_authentication()
        .find(|info| info.version == 2)
        .cloned()
        .ok_or_else(|| {
            StepError::not_applicable("EF.CardAccess offers no Chip Authentication of version 2")
        })?;
    let reference =
        |id: u32| u8::try_from(id).map_or_else(|_| id.to_be_bytes().to_vec(), |id| vec![id]);
    let set_at = SetAt {
        mechanism: Some(offer.protocol),
        private_key_reference: offer.key_id.map(reference),
        ..SetAt::default()
    };
    if !world
        .transmit(&command::set_at_internal(&set_at))?
        .status
        .is_ok()
    {
        return Ok(());
    }
    let request: DynamicData = world.chip_request()?;
    let answer = world.transmit(&command::general_authenticate(&request))?;
    if answer.status.is_ok() {
        return Err(StepError::expected("a checking error", answer));
    }
    Ok(())
}

#[when("the terminal reads EF.ChipSecurity")]
fn reads_chip_security(world: &mut CardWorld) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CHIP_SECURITY, Ne::from_short(1));
    world.transmit(&read).map(drop)
}

/// Every data group of the selected application from 1 to 22 but one; those that the card has not
/// are refused as well.
#[then(expr = "no data group but {int} can be read")]
fn reads_no_other(world: &mut CardWorld, number: u8) -> Result<(), StepError> {
    for other in (1..=22).filter(|other| *other != number) {
        let answer = world.transmit(&command::read_by_short_id(other, Ne::from_short(1)))?;
        if !answer.status.is_checking_error() {
            return Err(StepError::expected(
                format!("a checking error for data group {other}"),
                answer,
            ));
        }
    }
    Ok(())
}

/// Runs the general authentication procedure with the CAN, reads, and resets the card.
#[given(expr = "the terminal has read the beginning of data group {int} with {word}")]
fn has_read_beginning(world: &mut CardWorld, number: u8, name: String) -> Result<(), StepError> {
    let content = beginning(world, number, &name)?;
    world.keep(Beginning(content));
    world.reset()
}

#[when(expr = "the terminal writes data group {int}")]
fn writes(world: &mut CardWorld, number: u8) -> Result<(), StepError> {
    world
        .transmit(&command::update_by_short_id(number, &WRITTEN))
        .map(drop)
}

/// Puts back what was there before; whether it succeeds is no part of the check.
#[then(expr = "the terminal puts the beginning of data group {int} back")]
fn writes_back(world: &mut CardWorld, number: u8) -> Result<(), StepError> {
    let old = world.kept::<Beginning>("the old content")?.0.clone();
    let answer = world.transmit(&command::update_by_short_id(number, &old))?;
    if answer.status.is_ok() {
        return Ok(());
    }
    Err(StepError::precondition(format!(
        "the old content cannot be put back: {answer}"
    )))
}

/// Another session, another terminal: what was written is there.
#[then(expr = "data group {int} begins with what was written, as {word} reads it")]
fn begins_as_written(world: &mut CardWorld, number: u8, name: String) -> Result<(), StepError> {
    world.reset()?;
    let content = beginning(world, number, &name)?;
    if content == WRITTEN {
        return Ok(());
    }
    Err(StepError::requirement(format!(
        "data group {number} does not hold what was written"
    )))
}

fn beginning(world: &mut CardWorld, number: u8, name: &str) -> Result<Vec<u8>, StepError> {
    let password = Secret(eac::encoding::PasswordReference::Can).known_to(world)?;
    let chat = Kind(eac::encoding::TerminalType::AuthenticationTerminal).with_all_rights();
    world.run_pace(&PaceWish {
        password,
        chat: Some(chat),
    })?;
    world.run_terminal_authentication(name)?;
    world.run_chip_authentication()?;
    let select = command::select_application(&command::EID_APPLICATION);
    world.expect_ok("SELECT of the eID application", &select)?;
    let read = command::read_by_short_id(number, Ne::from_short(4));
    let answer = world.transmit(&read)?;
    match answer.status {
        StatusWord::OK => Ok(answer.data.clone()),
        _ => Err(StepError::expected(
            format!("the beginning of data group {number}"),
            answer,
        )),
    }
}

/// A day on which every holder of today has been born.
#[given("the terminal is going to ask for a birth before the year 2100")]
fn will_ask_for_birth(world: &mut CardWorld) -> Result<(), StepError> {
    let day = AuxiliaryDate::new(2099, 12, 31)
        .ok_or_else(|| StepError::precondition("no such day in the calendar"))?;
    world.keep(AuxiliaryObject(
        AuxiliaryData::new().with_required_birth(day).encode(),
    ));
    Ok(())
}

#[given("the terminal is going to ask for a municipality in Germany")]
fn will_ask_for_municipality(world: &mut CardWorld) {
    world.keep(AuxiliaryObject(
        AuxiliaryData::new().with_municipality(&GERMANY).encode(),
    ));
}

#[when("the terminal asks about the date of birth")]
fn asks_about_birth(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::verify_auxiliary_data(&ID_DATE_OF_BIRTH))
        .map(drop)
}

#[when("the terminal asks about the municipality")]
fn asks_about_municipality(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit(&command::verify_auxiliary_data(&ID_MUNICIPALITY_ID))
        .map(drop)
}
