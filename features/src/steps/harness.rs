//! The suite runs itself on made-up cards.

use conformance_harness::{Check, StepError};
use conformance_verdict::Verdict;
use cucumber::{then, when};
use eac::terminal::command;

use crate::CardWorld;
use crate::inner::{InnerRun, SPOILT_PIN, Temper, run_inner};

#[when(regex = r#"^the suite runs "([^"]+)" on (.+)$"#)]
fn runs_one(world: &mut CardWorld, name: String, temper: Temper) -> Result<(), StepError> {
    runs(world, &|check| check.scenario.name == name, temper)
}

#[when(regex = r"^the suite runs everything on (.+)$")]
fn runs_everything(world: &mut CardWorld, temper: Temper) -> Result<(), StepError> {
    runs(world, &|_| true, temper)
}

#[when(regex = r"^the suite runs nothing on (.+)$")]
fn runs_nothing(world: &mut CardWorld, temper: Temper) -> Result<(), StepError> {
    runs(world, &|_| false, temper)
}

fn runs(
    world: &mut CardWorld,
    chosen: &dyn Fn(&Check) -> bool,
    temper: Temper,
) -> Result<(), StepError> {
    let run = run_inner(world.stage()?, chosen, temper)?;
    world.keep(run);
    Ok(())
}

#[then(expr = "its verdict is {word}")]
fn verdict_is(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let expected: Verdict = word
        .parse()
        .map_err(|_| StepError::precondition(format!("{word} is no verdict")))?;
    match world.kept::<InnerRun>("an inner run")?.verdicts.as_slice() {
        [verdict] if *verdict == expected => Ok(()),
        [verdict] => Err(StepError::expected(expected, verdict)),
        several => Err(StepError::precondition(format!(
            "there are {} verdicts",
            several.len()
        ))),
    }
}

#[then(expr = "it exits with {int}")]
fn exits_with(world: &mut CardWorld, expected: u8) -> Result<(), StepError> {
    match world.kept::<InnerRun>("an inner run")?.exit_code {
        code if code == expected => Ok(()),
        code => Err(StepError::expected(format!("exit code {expected}"), code)),
    }
}

#[then("the trace does not show the PIN")]
fn trace_hides_pin(world: &mut CardWorld) -> Result<(), StepError> {
    let trace = &world.kept::<InnerRun>("an inner run")?.trace;
    let digits: String = SPOILT_PIN
        .bytes()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    if !trace.contains("RESET RETRY COUNTER") {
        return Err(StepError::precondition(
            "the trace does not show the command at all",
        ));
    }
    if trace.contains(&digits) || trace.contains(SPOILT_PIN) {
        return Err(StepError::requirement("the trace shows the PIN"));
    }
    Ok(())
}

/// Used by the inner scenarios only.
#[when("the terminal sends a new PIN in plain")]
fn sends_pin(world: &mut CardWorld) -> Result<(), StepError> {
    world
        .transmit_plain(&command::change_pin(SPOILT_PIN.as_bytes()))
        .map(drop)
}
