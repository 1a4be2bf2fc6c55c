//! PACE, command by command.

use conformance_harness::StepError;
use cucumber::{given, then, when};
use eac::encoding::DynamicData;
use eac::terminal::command;

use crate::CardWorld;
use crate::terminal::pace::{PaceResult, PaceRun, PaceWish};
use crate::terminal::words::{Kind, Secret};

/// MSE:Set AT without a CHAT.
#[given(regex = r"^the terminal has set PACE with the (MRZ|CAN|PIN|PUK)$")]
#[when(regex = r"^the terminal sets PACE with the (MRZ|CAN|PIN|PUK)$")]
fn set(world: &mut CardWorld, secret: Secret) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    set_with(
        world,
        &PaceWish {
            password,
            chat: None,
        },
    )
}

#[when(regex = r"^the terminal sets PACE with a wrong (MRZ|CAN|PIN|PUK)$")]
fn set_wrong(world: &mut CardWorld, secret: Secret) -> Result<(), StepError> {
    let password = secret.wrong_for(world)?;
    set_with(
        world,
        &PaceWish {
            password,
            chat: None,
        },
    )
}

#[when(
    regex = r"^the terminal sets PACE with the (MRZ|CAN|PIN|PUK) as (an? (?:authentication terminal|inspection system|signature terminal))$"
)]
fn set_as(world: &mut CardWorld, secret: Secret, kind: Kind) -> Result<(), StepError> {
    let password = secret.known_to(world)?;
    set_with(
        world,
        &PaceWish {
            password,
            chat: Some(kind.with_all_rights()),
        },
    )
}

fn set_with(world: &mut CardWorld, wish: &PaceWish) -> Result<(), StepError> {
    let template = world.pace_template(wish)?;
    world.begin_pace(wish)?;
    world.transmit(&command::set_at_pace(&template)).map(drop)
}

#[when("the terminal asks for the nonce")]
fn ask_nonce(world: &mut CardWorld) -> Result<(), StepError> {
    next(world)
}

#[when("the terminal maps the nonce")]
fn map_nonce(world: &mut CardWorld) -> Result<(), StepError> {
    next(world)
}

#[when("the terminal agrees on a key")]
fn agree(world: &mut CardWorld) -> Result<(), StepError> {
    next(world)
}

#[when("the terminal exchanges the authentication tokens")]
fn exchange_tokens(world: &mut CardWorld) -> Result<(), StepError> {
    next(world)
}

/// The token that the protocol asks for, with its last bit turned over.
#[when("the terminal sends a wrong authentication token")]
fn wrong_token(world: &mut CardWorld) -> Result<(), StepError> {
    let PaceRun::Token(run) = world.kept::<PaceRun>("a run of PACE")? else {
        return Err(StepError::precondition(
            "the run of PACE has not come to the tokens",
        ));
    };
    let mut token = *run.token().as_bytes();
    if let Some(last) = token.last_mut() {
        *last ^= 1;
    }
    let command = command::general_authenticate(&DynamicData::new().with(0x85, token));
    world.transmit(&command).map(drop)
}

fn next(world: &mut CardWorld) -> Result<(), StepError> {
    let command = world.next_pace_command()?;
    world.transmit(&command).map(drop)
}

/// The nonces of the scenario so far, as decrypted.
#[derive(Debug, Default)]
struct Nonces(Vec<Vec<u8>>);

#[then("the answer is an encrypted nonce")]
fn is_nonce(world: &mut CardWorld) -> Result<(), StepError> {
    advance(world)?;
    let PaceRun::Mapping(run) = world.kept::<PaceRun>("a run of PACE")? else {
        return Err(StepError::precondition("the run of PACE has come further"));
    };
    let nonce = run.nonce().as_bytes().to_vec();
    let mut nonces = world.take_kept::<Nonces>("nonces").unwrap_or_default();
    nonces.0.push(nonce);
    world.keep(nonces);
    Ok(())
}

#[then("both nonces differ")]
fn nonces_differ(world: &mut CardWorld) -> Result<(), StepError> {
    match world.kept::<Nonces>("nonces")?.0.as_slice() {
        [first, second] if first != second => Ok(()),
        [_, _] => Err(StepError::requirement("the card sent the same nonce twice")),
        others => Err(StepError::precondition(format!(
            "there are {} nonces",
            others.len()
        ))),
    }
}

#[then("the answer is the card's mapping key")]
fn is_mapping_key(world: &mut CardWorld) -> Result<(), StepError> {
    advance(world)
}

#[then("the answer is the card's agreement key")]
fn is_agreement_key(world: &mut CardWorld) -> Result<(), StepError> {
    advance(world)
}

/// The token is checked and the channel opened.
#[then("the answer is a valid authentication token")]
fn is_token(world: &mut CardWorld) -> Result<(), StepError> {
    advance(world)
}

fn advance(world: &mut CardWorld) -> Result<(), StepError> {
    let data = world.answer()?.data.clone();
    world.advance_pace(&data)
}

#[then("the answer names no trust point")]
fn names_none(world: &mut CardWorld) -> Result<(), StepError> {
    match world.kept::<PaceResult>("PACE")?.authorities.as_slice() {
        [] => Ok(()),
        [first, ..] => Err(StepError::expected("no trust point", first)),
    }
}

/// Where the terminal has certificates, the trust point must be the one that they descend from.
#[then(
    regex = r"^the answer names the trust point for (an? (?:authentication terminal|inspection system|signature terminal))$"
)]
fn names_trust_point(world: &mut CardWorld, kind: Kind) -> Result<(), StepError> {
    let authorities = world.kept::<PaceResult>("PACE")?.authorities.clone();
    let named = authorities
        .first()
        .ok_or_else(|| StepError::expected("a trust point in object 87", "none"))?;
    let Ok(certificates) = world.certificates() else {
        return Ok(());
    };
    match certificates.chain(kind.usual_certificate()).first() {
        Some(below) if !authorities.contains(&below.car) => Err(StepError::expected(
            format!("the trust point {}", below.car),
            named,
        )),
        _ => Ok(()),
    }
}
