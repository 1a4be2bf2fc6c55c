//! `eidolon card demo`: a whole conversation between a terminal and a card, explained as it goes.
//!
//! A card comes in, lines for the terminal go out. Both ends are ours and everything happens in this process; what is
//! told is what the card saw, not what was hoped for.

mod conversation;
mod narrator;

use std::process::ExitCode;

use super::options::{CardOptions, Refused};
use super::say;

/// Exit code when the conversation does not come to its end.
const STOPPED: u8 = 100;

/// What `card demo` takes.
#[derive(Debug, clap::Args)]
pub(super) struct Arguments {
    #[command(flatten)]
    card: CardOptions,
}

/// Lets a terminal talk to the card.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode, Refused> {
    let made = arguments.card.make()?;
    match conversation::hold(made, &mut |line| say(line)) {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(stopped) => {
            say(format!("\n   THE TERMINAL STOPS: {stopped}"));
            Ok(ExitCode::from(STOPPED))
        }
    }
}

#[cfg(test)]
mod tests;
