//! Terminal Authentication 2, command by command: the terminal proves that it holds the key of its
//! certificate `[TR-03110-2 §3.3]`. Certificates have steps of their own.

use conformance_harness::StepError;
use crypto::PrivateKey;
use cucumber::{given, then, when};
use eac::encoding::{AuxiliaryData, AuxiliaryDate, SetAt};
use eac::terminal::command;
use iso7816::{Class, CommandApdu, Ne, StatusWord};
use pki::NamedCertificate;

use crate::terminal::authentication::{AuxiliaryObject, Challenge};
use crate::terminal::proof::Statement;
use crate::{CardWorld, StatusPattern};

/// The challenges of the scenario so far.
#[derive(Clone, Debug, Default)]
struct Challenges(Vec<Vec<u8>>);

/// The ephemeral key of the run before.
#[derive(Clone, Debug)]
struct EarlierKey(PrivateKey);

/// A day on which no holder of today had been born.
#[given("the terminal is going to ask for a birth before the year 1900")]
fn will_ask_for_early_birth(world: &mut CardWorld) -> Result<(), StepError> {
    keep_birth(world, AuxiliaryDate::new(1899, 12, 31))
}

#[when("the terminal is going to ask for a birth before the year 2100 instead")]
fn will_ask_for_late_birth(world: &mut CardWorld) -> Result<(), StepError> {
    keep_birth(world, AuxiliaryDate::new(2099, 12, 31))
}

fn keep_birth(world: &mut CardWorld, day: Option<AuxiliaryDate>) -> Result<(), StepError> {
    let day = day.ok_or_else(|| StepError::precondition("no such day in the calendar"))?;
    world.keep(AuxiliaryObject(
        AuxiliaryData::new().with_required_birth(day).encode(),
    ));
    Ok(())
}

#[given("the terminal has made another ephemeral key since")]
fn makes_other_key(world: &mut CardWorld) -> Result<(), StepError> {
    let earlier = world.renew_ephemeral_key()?;
    world.keep(EarlierKey(earlier));
    Ok(())
}

#[when(expr = "the terminal sets Terminal Authentication with {word}")]
fn sets(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    set_with(world, &certificate, |template| template)
}

#[when(expr = "the terminal sets Terminal Authentication with the trust point of {word}")]
fn sets_trust_point(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let point = world.trust_point(&name)?;
    set_with(world, &point, |template| template)
}

/// The name in the certificate with another last character.
#[when(expr = "the terminal sets Terminal Authentication with {word} under another name")]
fn sets_other_name(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    set_with(world, &certificate, |mut template| {
        let name = template.public_key_reference.iter_mut();
        for last in name.filter_map(|name| name.last_mut()) {
            *last = if *last == b'9' { b'8' } else { b'9' };
        }
        template
    })
}

#[when(expr = "the terminal sets Terminal Authentication with {word} as if its key were private")]
fn sets_as_private(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    set_with(world, &certificate, |template| SetAt {
        private_key_reference: template.public_key_reference,
        public_key_reference: None,
        ..template
    })
}

fn set_with(
    world: &mut CardWorld,
    certificate: &NamedCertificate,
    change: impl FnOnce(SetAt) -> SetAt,
) -> Result<(), StepError> {
    let template = change(world.terminal_template(certificate)?);
    world
        .transmit(&command::set_at_terminal(&template))
        .map(drop)
}

#[given("the terminal has asked for a challenge")]
#[when("the terminal asks for a challenge")]
fn asks(world: &mut CardWorld) -> Result<(), StepError> {
    ask_with(world, &command::get_challenge())
}

#[when(expr = "the terminal asks for a challenge of {int} bytes")]
fn asks_length(world: &mut CardWorld, length: u8) -> Result<(), StepError> {
    let command = CommandApdu {
        ne: Some(Ne::from_short(length)),
        ..command::get_challenge()
    };
    ask_with(world, &command)
}

/// A challenge that comes is the one to be signed; a refusal leaves the terminal without any.
fn ask_with(world: &mut CardWorld, command: &CommandApdu) -> Result<(), StepError> {
    let answer = world.transmit(command)?;
    if answer.status != StatusWord::OK {
        return Ok(());
    }
    let challenge = answer.data.clone();
    let mut all = world
        .take_kept::<Challenges>("challenges")
        .unwrap_or_default();
    all.0.push(challenge.clone());
    world.keep(all);
    world.keep(Challenge(challenge));
    Ok(())
}

/// Without a challenge there is nothing to answer: the card's refusal stays the last answer.
#[when(expr = "the terminal answers the challenge with the key of {word}")]
fn answers(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    answer_with(world, &certificate, |statement| statement)
}

#[when(expr = "the terminal answers the challenge with the key of the trust point of {word}")]
fn answers_as_trust_point(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let point = world.trust_point(&name)?;
    answer_with(world, &point, |statement| statement)
}

#[when(expr = "the terminal answers the first challenge with the key of {word}")]
fn answers_first(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let first = world
        .kept::<Challenges>("a challenge")?
        .0
        .first()
        .cloned()
        .unwrap_or_default();
    answer_with(world, &certificate, |statement| Statement {
        challenge: first,
        ..statement
    })
}

/// Nothing stands for the ephemeral key, which the card was never told.
#[when(expr = "the terminal answers the challenge with the key of {word} and no ephemeral key")]
fn answers_without_ephemeral(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    answer_with(world, &certificate, |statement| Statement {
        ephemeral_key: Vec::new(),
        ..statement
    })
}

#[when(expr = "the terminal answers the challenge with the key of {word} and no auxiliary data")]
fn answers_without_auxiliary(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    answer_with(world, &certificate, |statement| Statement {
        auxiliary_data: Vec::new(),
        ..statement
    })
}

fn answer_with(
    world: &mut CardWorld,
    certificate: &NamedCertificate,
    change: impl FnOnce(Statement) -> Statement,
) -> Result<(), StepError> {
    if world.try_kept::<Challenge>().is_none() {
        return Ok(());
    }
    let statement = change(world.right_statement()?);
    let signature = world.sign_statement(certificate, &statement)?;
    world
        .transmit(&command::external_authenticate(&signature))
        .map(drop)
}

#[when(expr = "the terminal signs without a challenge with the key of {word}")]
fn signs_without_challenge(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let command = world.authenticate_command(&certificate)?;
    world.transmit(&command).map(drop)
}

#[when(expr = "the terminal answers the challenge with the key of {word} in plain")]
fn answers_plain(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let command = world.authenticate_command(&certificate)?;
    world.transmit_plain(&command).map(drop)
}

#[when(expr = "the terminal answers the challenge with the key of {word} in a wrong class")]
fn answers_in_class(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificate = world.certificate(&name)?;
    let command = world.authenticate_command(&certificate)?;
    world
        .transmit(&CommandApdu {
            class: Class::new(0x80),
            ..command
        })
        .map(drop)
}

/// A card may refuse to give so little. One that gives it must not take a signature over it.
#[then(expr = "a challenge so short does not authenticate the terminal with {word}")]
fn short_challenge_is_useless(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    if world.answer()?.status.is_checking_error() {
        return Ok(());
    }
    answers(world, name)?;
    let refusal: StatusPattern = "a checking error or 6300"
        .parse()
        .map_err(StepError::precondition)?;
    let answer = world.answer()?;
    if refusal.matches(answer.status) {
        return Ok(());
    }
    Err(StepError::expected(refusal, answer))
}

#[then("both challenges differ")]
fn challenges_differ(world: &mut CardWorld) -> Result<(), StepError> {
    match world.kept::<Challenges>("challenges")?.0.as_slice() {
        [first, second] if first != second => Ok(()),
        [_, _] => Err(StepError::requirement(
            "the card sent the same challenge twice",
        )),
        others => Err(StepError::precondition(format!(
            "there are {} challenges",
            others.len()
        ))),
    }
}

/// MSE:Set AT or General Authenticate is refused, and the channel goes on.
#[then("the card refuses Chip Authentication within secure messaging")]
fn refuses_chip_authentication(world: &mut CardWorld) -> Result<(), StepError> {
    let key = world.ephemeral_key()?;
    world.expect_chip_refusal(&key)
}

/// The terminal that the card accepted last has its key bound, and no other terminal has: the second
/// one when the last answer was 9000, the first one otherwise.
#[then("only the terminal accepted last can run Chip Authentication")]
fn only_last_terminal(world: &mut CardWorld) -> Result<(), StepError> {
    let EarlierKey(earlier) = world.take_kept("the key of the first terminal")?;
    let later = world.ephemeral_key()?;
    let wrong = if world.answer()?.status.is_ok() {
        earlier
    } else {
        later
    };
    world.expect_chip_refusal(&wrong)
}

/// The first command that the card refuses ends the chain; its answer is the last one.
#[when(expr = "the terminal presents the chain of {word} as far as the card goes along")]
fn presents_as_far(world: &mut CardWorld, name: String) -> Result<(), StepError> {
    let certificates = world.certificates()?;
    for certificate in certificates.chain(&name) {
        for command in [
            command::set_dst(&certificate.car),
            CardWorld::verify_command(certificate),
        ] {
            if !world.transmit(&command)?.status.is_ok() {
                return Ok(());
            }
        }
    }
    Ok(())
}

/// A card that has refused the terminal has refused all that follows.
#[when("the terminal goes on to Chip Authentication if it was authenticated")]
fn goes_on(world: &mut CardWorld) -> Result<(), StepError> {
    if world.answer()?.status.is_ok() {
        return world.run_chip_authentication();
    }
    Ok(())
}
