//! `eidolon card`: cards to use, to watch and to choose from.
//!
//! A person's words come in; a card in the virtual reader, or lines on the terminal, go out. Here the crates are
//! joined, nothing is simulated here.

mod demo;
mod explain;
mod insert;
mod list;
mod options;
mod trace;

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use ambient::{Date, UnixSeconds};
use clap::Subcommand;

/// Exit code for what the user's configuration or the environment lacks.
pub(crate) const CONFIGURATION: u8 = 96;

/// Exit code when the user gave up waiting.
const INTERRUPTED: u8 = 130;

/// What `eidolon card` takes.
#[derive(Debug, clap::Args)]
pub struct CardArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Put a card into the virtual reader, where all software on this machine finds it; Ctrl-C takes it out
    Insert(insert::Arguments),
    /// Watch a whole conversation between a terminal and a card, explained line by line
    Demo(demo::Arguments),
    /// List the cards, the people who have one, and the faults a card can be told to have
    List,
}

/// Does what was asked for.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the subcommand owns its arguments"
)]
pub fn run(arguments: CardArgs) -> ExitCode {
    let outcome = match &arguments.task {
        Task::Insert(arguments) => insert::run(arguments),
        Task::Demo(arguments) => demo::run(arguments),
        Task::List => {
            list::run();
            Ok(ExitCode::SUCCESS)
        }
    };
    outcome.unwrap_or_else(|refused| {
        eprintln!("{refused}");
        ExitCode::from(CONFIGURATION)
    })
}

/// One line for the person at the terminal, who may have stopped reading.
pub(crate) fn say(line: impl AsRef<str>) {
    drop(writeln!(io::stdout().lock(), "{}", line.as_ref()));
}

/// The moment by this machine's clock (UTC).
pub(crate) fn now() -> UnixSeconds {
    let passed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    UnixSeconds::new(i64::try_from(passed.as_secs()).unwrap_or_default())
}

/// The day by this machine's clock (UTC).
pub(crate) fn today() -> Date {
    now().date()
}

/// Reads `YYYY-MM-DD` from the command line.
pub(crate) fn parse_date(text: &str) -> Result<Date, String> {
    text.parse::<Date>()
        .map_err(|error| format!("{error}; write a day as YYYY-MM-DD"))
}
