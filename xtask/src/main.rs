//! The tasks of this repository: builds and starts the program, runs the tests and the benches, checks the house rules.
//!
//! In come the words behind `cargo xtask`, out goes an exit code. Links nothing of the product, so that the first
//! command does not wait for it.

#![expect(
    clippy::print_stdout,
    reason = "a task talks to the person who started it"
)]

mod bench;
mod cargo;
mod program;
mod strangers;
mod suite;
mod tidy;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Exit code when the environment lacks something; the message says what and how to get it.
const ENVIRONMENT: u8 = 96;

/// The tasks of the Eidolon workspace.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Run the conformance suite (without arguments: check the environment, then the quick suite)
    #[command(disable_help_flag = true)]
    Conformance(Passed),
    /// Put a card into the virtual reader, list the cards, or watch one being read
    #[command(disable_help_flag = true)]
    Card(Passed),
    /// Write the test PKI into a folder
    #[command(disable_help_flag = true)]
    Pki(Passed),
    /// Keep the world of a login running: services, reader and card, on loopback
    #[command(disable_help_flag = true)]
    Serve(Passed),
    /// Feed the card arbitrary input by the million
    #[command(disable_help_flag = true)]
    Soak(Passed),
    /// Say what the environment has and lacks (short for `conformance doctor`)
    #[command(disable_help_flag = true)]
    Doctor(Passed),
    /// Run every test, those by software of others included
    Test(suite::Arguments),
    /// Run the benches and write target/bench/summary.json
    Bench(Passed),
    /// Check the house rules
    Tidy,
}

/// Words that the started program reads itself.
#[derive(Debug, clap::Args)]
struct Passed {
    /// Arguments of the program
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<OsString>,
}

fn main() -> ExitCode {
    match Arguments::parse().task {
        Task::Conformance(passed) => program::start(&["conformance"], &passed.words),
        Task::Card(passed) => program::start(&["card"], &passed.words),
        Task::Pki(passed) => program::start(&["pki"], &passed.words),
        Task::Serve(passed) => program::start(&["serve"], &passed.words),
        Task::Soak(passed) => program::start(&["soak"], &passed.words),
        Task::Doctor(passed) => program::start(&["conformance", "doctor"], &passed.words),
        Task::Test(arguments) => suite::run(&arguments),
        Task::Bench(passed) => bench::run(&passed.words),
        Task::Tidy => tidy::run(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn what_follows_a_program_goes_through_untouched() {
        let line = [
            "xtask",
            "conformance",
            "run",
            "--help",
            "--target",
            "reader:A B",
            "-j",
            "2",
        ];
        let Task::Conformance(passed) = Arguments::try_parse_from(line).unwrap().task else {
            panic!("wrong task")
        };
        assert_eq!(
            passed.words,
            ["run", "--help", "--target", "reader:A B", "-j", "2"]
        );
    }
}
