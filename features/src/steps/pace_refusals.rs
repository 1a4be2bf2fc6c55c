//! PACE as it must not be run: passwords and keys that do not exist.

use conformance_harness::StepError;
use crypto::{Curve, PrivateKey};
use cucumber::when;
use eac::encoding::{DynamicData, Password, SetAt};
use eac::terminal::command;
use iso7816::CommandApdu;

use crate::CardWorld;
use crate::terminal::odd_keys::KeyForm;
use crate::terminal::pace::{PaceRun, PaceWish};

/// The first number that stands for no password `[TR-03110-3 §B.14.1]`.
const NO_PASSWORD: u8 = 5;

#[when("the terminal sets PACE with a password that does not exist")]
fn sets_unknown(world: &mut CardWorld) -> Result<(), StepError> {
    let wish = PaceWish {
        password: Password::can("000000"),
        chat: None,
    };
    let template = SetAt {
        public_key_reference: Some(vec![NO_PASSWORD]),
        ..world.pace_template(&wish)?
    };
    world.transmit(&command::set_at_pace(&template)).map(drop)
}

#[when(regex = r"^the terminal maps the nonce with (.+)$")]
fn maps_with(world: &mut CardWorld, form: KeyForm) -> Result<(), StepError> {
    send(world, form, 0x81)
}

#[when(regex = r"^the terminal agrees on a key with (.+)$")]
fn agrees_with(world: &mut CardWorld, form: KeyForm) -> Result<(), StepError> {
    send(world, form, 0x83)
}

#[when("the terminal exchanges the authentication tokens and announces one more command")]
fn announces_more(world: &mut CardWorld) -> Result<(), StepError> {
    let command = world.next_pace_command()?;
    let class = command.class.with_chaining();
    world.transmit(&CommandApdu { class, ..command }).map(drop)
}

/// Sends a point of this form where the key of the run should be.
fn send(world: &mut CardWorld, form: KeyForm, object: u32) -> Result<(), StepError> {
    let command = match world.kept::<PaceRun>("a run of PACE")? {
        PaceRun::Mapping(run) if object == 0x81 => run.command(),
        PaceRun::Key(run) if object == 0x83 => run.command(),
        _ => {
            return Err(StepError::precondition(
                "the run of PACE is at another step",
            ));
        }
    };
    let right = DynamicData::decode(&command.data)
        .map_err(|error| StepError::precondition(error.to_string()))?;
    let point = point_of(world, form, right.get(object).unwrap_or_default())?;
    let data = DynamicData::new().with(object, point);
    world
        .transmit(&command::general_authenticate_chained(&data))
        .map(drop)
}

fn point_of(world: &mut CardWorld, form: KeyForm, right: &[u8]) -> Result<Vec<u8>, StepError> {
    let (_, curve) = world.pace_suite()?;
    let length = curve.field_len();
    match form {
        KeyForm::BesideTheCurve => {
            let mut point = right.to_vec();
            point.iter_mut().rev().take(1).for_each(|byte| *byte ^= 1);
            Ok(point)
        }
        KeyForm::Zero => Ok([&[0x04][..], &vec![0; 2 * length]].concat()),
        KeyForm::OtherSize => {
            let other = if length == Curve::P192.field_len() {
                Curve::P256
            } else {
                Curve::P192
            };
            let key = PrivateKey::generate(other, &mut world.random("terminal PACE")?);
            Ok(key.public_key().as_bytes().to_vec())
        }
        KeyForm::LeadingZero(_) | KeyForm::LeadingOne(_) => {
            Err(StepError::precondition("a key of this form is a key"))
        }
    }
}
