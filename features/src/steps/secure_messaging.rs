//! Secure messaging, with one thing wrong at a time.

use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::{then, when};
use eac::terminal::command;
use iso7816::{CommandApdu, Ne, StatusWord};
use secure_messaging::{Alteration, TerminalSession};

use crate::CardWorld;
use crate::terminal::files::CardAccess;

/// What is wrong, in the words of the scenarios.
const FLAWS: [(&str, Alteration); 22] = [
    ("no checksum", Alteration::MacMissing),
    ("a wrong checksum", Alteration::MacWrong),
    ("a shortened checksum", Alteration::MacShortened),
    ("two checksums", Alteration::MacDoubled),
    (
        "a checksum without the header",
        Alteration::MacWithoutHeader,
    ),
    ("a header changed on the way", Alteration::HeaderChanged),
    (
        "the counter of the command before",
        Alteration::CounterRepeated,
    ),
    ("a counter that is one too far", Alteration::CounterSkipped),
    ("two expected lengths", Alteration::ExpectedLengthDoubled),
    ("an empty expected length", Alteration::ExpectedLengthEmpty),
    (
        "an expected length of three bytes",
        Alteration::ExpectedLengthTooLong,
    ),
    ("an object of no known kind", Alteration::UnknownObject),
    (
        "an object longer than the command",
        Alteration::LengthTooLong,
    ),
    ("two cryptograms", Alteration::CryptogramDoubled),
    ("a cryptogram without its end", Alteration::CryptogramCut),
    ("an empty cryptogram", Alteration::CryptogramEmpty),
    (
        "a cryptogram in the wrong object",
        Alteration::CryptogramTagOther,
    ),
    ("wrong padding", Alteration::PaddingWrong),
    ("no padding", Alteration::PaddingMissing),
    (
        "a wrong padding indicator",
        Alteration::PaddingIndicatorWrong,
    ),
    ("no padding indicator", Alteration::PaddingIndicatorMissing),
    (
        "no outer expected length",
        Alteration::OuterExpectedLengthMissing,
    ),
];

/// The terminal's session before a command that the card must not take, and as it would be after
/// it: with one of the two a card that kept its session would go on.
#[derive(Debug)]
struct EndedSession {
    before: TerminalSession,
    after: TerminalSession,
}

fn card_access() -> CommandApdu {
    command::read_by_short_id(command::CARD_ACCESS, Ne::from_short(1))
}

#[when(regex = r"^the terminal reads EF\.CardAccess with (.+)$")]
fn reads_with(world: &mut CardWorld, flaw: String) -> Result<(), StepError> {
    send_altered(world, &card_access(), alteration(&flaw)?)
}

#[when(regex = r"^the terminal selects the master file with (.+)$")]
fn selects_with(world: &mut CardWorld, flaw: String) -> Result<(), StepError> {
    send_altered(world, &command::select_master_file(), alteration(&flaw)?)
}

#[when("the terminal selects the master file without an outer expected length")]
fn selects_without_le(world: &mut CardWorld) -> Result<(), StepError> {
    let select = command::select_master_file();
    world
        .transmit_altered(&select, Alteration::OuterExpectedLengthMissing)
        .map(drop)
}

#[when("the terminal sends the same bytes again")]
fn replays(world: &mut CardWorld) -> Result<(), StepError> {
    send_altered(world, &command::select_master_file(), Alteration::Replay)
}

/// ACTIVATE of the PIN, which this terminal may not do: a command without data and without Le.
#[when("the terminal sends a command of case 1")]
fn case_one(world: &mut CardWorld) -> Result<(), StepError> {
    world.transmit(&command::activate_pin()).map(drop)
}

#[when(expr = "the terminal reads {int} bytes of EF.CardAccess")]
fn reads_bytes(world: &mut CardWorld, length: u32) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, expected_length(length)?);
    world.transmit(&read).map(drop)
}

#[when(expr = "the terminal reads {int} bytes of EF.CardAccess with extended length")]
fn reads_extended(world: &mut CardWorld, length: u32) -> Result<(), StepError> {
    let read = command::read_by_short_id(command::CARD_ACCESS, expected_length(length)?);
    world.transmit(&read.extended()).map(drop)
}

/// Compares with what was read in plain before there was a channel.
#[then(expr = "the answer holds the first {int} bytes of EF.CardAccess")]
fn same_as_in_plain(world: &mut CardWorld, length: usize) -> Result<(), StepError> {
    let content = &world.kept::<CardAccess>("EF.CardAccess")?.0;
    let expected = content.get(..length).unwrap_or(content);
    let held = &world.answer()?.data;
    if held == expected {
        return Ok(());
    }
    let expected = format!("the first {} bytes as read in plain", expected.len());
    Err(StepError::expected(
        expected,
        format!("{} bytes that differ", held.len()),
    ))
}

/// Neither the command that would have come next nor the one that was spoilt is taken.
#[then("the card has forgotten the session")]
fn forgotten(world: &mut CardWorld) -> Result<(), StepError> {
    let sessions = match world.take_kept::<EndedSession>("a session that ended") {
        Ok(EndedSession { before, after }) => vec![after, before],
        // A plain command was sent beside the channel: the terminal still has its session.
        Err(_) => vec![world.take_channel()?],
    };
    for session in sessions {
        world.put_channel(session);
        let answer = world.transmit_secured(&card_access())?;
        if answer.protection == Protection::Secured || answer.status == StatusWord::OK {
            return Err(StepError::expected("a refusal in plain", answer));
        }
    }
    Ok(())
}

fn send_altered(
    world: &mut CardWorld,
    command: &CommandApdu,
    alteration: Alteration,
) -> Result<(), StepError> {
    let before = world.take_channel()?;
    let mut after = before.clone();
    after
        .wrap_command(&command.as_view())
        .map_err(|error| StepError::precondition(error.to_string()))?;
    world.put_channel(before.clone());
    world.keep(EndedSession { before, after });
    world.transmit_altered(command, alteration).map(drop)
}

fn alteration(flaw: &str) -> Result<Alteration, StepError> {
    FLAWS
        .into_iter()
        .find(|(words, _)| *words == flaw)
        .map(|(_, alteration)| alteration)
        .ok_or_else(|| StepError::precondition(format!("no flaw is called {flaw:?}")))
}

fn expected_length(length: u32) -> Result<Ne, StepError> {
    Ne::new(length).ok_or_else(|| StepError::precondition(format!("{length} is no length")))
}
