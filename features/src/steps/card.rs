//! The card answers: what the last answer looks like.

use conformance_harness::StepError;
use conformance_verdict::Protection;
use cucumber::then;

use crate::{Answer, CardWorld, StatusPattern};

#[then(
    regex = r"^the card answers ((?:[0-9A-FX]{4}|a checking error)(?: or (?:[0-9A-FX]{4}|a checking error))*)$"
)]
fn answers(world: &mut CardWorld, expected: StatusPattern) -> Result<(), StepError> {
    status(world.answer()?, &expected)
}

#[then(
    regex = r"^the card answers ((?:[0-9A-FX]{4}|a checking error)(?: or (?:[0-9A-FX]{4}|a checking error))*) within secure messaging$"
)]
fn answers_secured(world: &mut CardWorld, expected: StatusPattern) -> Result<(), StepError> {
    let answer = world.answer()?;
    status(answer, &expected)?;
    protection(
        answer,
        Protection::Secured,
        "an answer within secure messaging",
    )
}

#[then(
    regex = r"^the card answers ((?:[0-9A-FX]{4}|a checking error)(?: or (?:[0-9A-FX]{4}|a checking error))*) in plain$"
)]
fn answers_plain(world: &mut CardWorld, expected: StatusPattern) -> Result<(), StepError> {
    let answer = world.answer()?;
    status(answer, &expected)?;
    protection(answer, Protection::Plain, "an answer in plain")
}

#[then(expr = "the answer holds no data")]
fn no_data(world: &mut CardWorld) -> Result<(), StepError> {
    holds(world.answer()?, 0)
}

#[then(expr = "the answer holds {int} byte(s)")]
fn holds_bytes(world: &mut CardWorld, length: usize) -> Result<(), StepError> {
    holds(world.answer()?, length)
}

#[then(expr = "the card says that {int} try/tries is/are left")]
fn tries_left(world: &mut CardWorld, tries: u8) -> Result<(), StepError> {
    let answer = world.answer()?;
    match answer.status.retries_left() {
        Some(left) if left == tries => Ok(()),
        _ => Err(StepError::expected(format!("{tries} tries left"), answer)),
    }
}

fn status(answer: &Answer, expected: &StatusPattern) -> Result<(), StepError> {
    if expected.matches(answer.status) {
        Ok(())
    } else {
        Err(StepError::expected(expected, answer))
    }
}

fn protection(answer: &Answer, expected: Protection, words: &str) -> Result<(), StepError> {
    if answer.protection == expected {
        Ok(())
    } else {
        Err(StepError::expected(words, answer))
    }
}

fn holds(answer: &Answer, length: usize) -> Result<(), StepError> {
    match answer.data.len() {
        held if held == length => Ok(()),
        held => Err(StepError::expected(
            format!("{length} bytes"),
            format!("{held} bytes"),
        )),
    }
}
