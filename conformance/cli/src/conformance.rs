//! `eidolon conformance`: the suite on the command line.
//!
//! Words come in, lines, a report and an exit code go out. What is true is decided elsewhere:
//! here it is asked for, shown and written.

mod arguments;
mod coverage;
mod doctor;
mod explain;
mod failure;
mod hand;
mod init;
mod interrupt;
mod list;
mod run;
mod screen;
mod selftest;
mod service;
mod suite;
mod target;

use std::process::ExitCode;

use conformance_verdict::ExitCode as Code;

pub use arguments::ConformanceArgs;
use arguments::{Command, RunArgs};
use failure::Failure;

/// Runs the command. Exit codes are those of the public table.
#[must_use]
pub fn run(arguments: ConformanceArgs) -> ExitCode {
    let outcome = match arguments.command {
        None => first_contact(),
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::List(arguments)) => list::run(&arguments),
        Some(Command::Explain(arguments)) => explain::run(&arguments),
        Some(Command::Doctor(arguments)) => doctor::run(&arguments),
        Some(Command::Run(arguments)) => run::run(&arguments),
        Some(Command::Selftest(arguments)) => selftest::run(&arguments),
        Some(Command::Coverage(arguments)) => coverage::run(&arguments),
    };
    let code = outcome.unwrap_or_else(|failure| {
        eprintln!("{failure}");
        failure.code()
    });
    code.into()
}

/// Without arguments: the environment, then what runs in seconds, on the built-in card.
fn first_contact() -> Result<Code, Failure> {
    let arguments = RunArgs::default();
    match doctor::run(&arguments.target)? {
        Code::Success => run::run(&arguments),
        code => Ok(code),
    }
}
