//! `eidolon soak`: the whole German card against bad input by the million.
//!
//! Numbers come in, a report and an exit code go out: 100 when a rule was broken, and then the line that plays it again.

use std::io::{self, IsTerminal, Write};
use std::process::ExitCode;
use std::thread;

use card_de_npa::Fault;
use conformance_soak::{Plan, Report, Soak};

use crate::card::CONFIGURATION;

/// Exit code when a rule was broken.
const VIOLATED: u8 = 100;

/// What `eidolon soak` takes.
#[derive(Debug, clap::Args)]
pub struct SoakArgs {
    /// How many sequences of commands
    #[arg(long, default_value_t = 1_000_000, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    sequences: u64,
    /// Everything follows from this number
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// Play only the sequence of this number
    #[arg(long, value_name = "NUMBER")]
    sequence: Option<u64>,
    /// Threads (without it: one for each core)
    #[arg(short, long, value_name = "N")]
    jobs: Option<usize>,
    /// Give every card this fault, to see that it is found (`cargo xtask card list` names the faults)
    #[arg(long, value_name = "FAULT", value_parser = parse_fault)]
    fault: Option<Fault>,
}

fn parse_fault(name: &str) -> Result<Fault, String> {
    Fault::parse(name)
        .ok_or_else(|| format!("there is no fault `{name}`; `cargo xtask card list` names them"))
}

/// Plays, and tells what came out.
#[must_use]
#[expect(
    clippy::needless_pass_by_value,
    reason = "the subcommand owns its arguments"
)]
pub fn run(arguments: SoakArgs) -> ExitCode {
    // A panic of the card is a finding that the report tells; the report comes once and the panic many times.
    std::panic::set_hook(Box::new(|_| ()));
    match play(&arguments) {
        Ok(report) => {
            // A closed standard output is no reason to fail: the exit code tells.
            drop(writeln!(io::stdout().lock(), "{report}"));
            exit_code(&report)
        }
        Err(error) => {
            eprintln!("soak: {error}");
            ExitCode::from(CONFIGURATION)
        }
    }
}

fn play(arguments: &SoakArgs) -> Result<Report, conformance_soak::Error> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let plan = Plan {
        sequences: arguments.sequences,
        seed: arguments.seed,
        jobs: arguments.jobs.unwrap_or(cores),
        only: arguments.sequence,
        fault: arguments.fault,
        ..Plan::default()
    };
    let total = plan.only.map_or(plan.sequences, |_| 1);
    let watched = io::stderr().is_terminal();
    let soak = Soak::new(plan)?;
    let report = soak.run(|done| {
        if watched {
            eprint!("\r{done} of {total} sequences");
        }
    });
    if watched {
        eprintln!();
    }
    Ok(report)
}

fn exit_code(report: &Report) -> ExitCode {
    match report.violation {
        None => ExitCode::SUCCESS,
        Some(_) => ExitCode::from(VIOLATED),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use clap::Parser;

    use super::*;

    #[derive(Debug, Parser)]
    struct Line {
        #[command(flatten)]
        soak: SoakArgs,
    }

    fn parse(words: &[&str]) -> Result<SoakArgs, clap::Error> {
        Line::try_parse_from([&["soak"], words].concat()).map(|line| line.soak)
    }

    #[test]
    fn without_words_it_is_a_million_sequences() {
        let arguments = parse(&[]).unwrap();
        assert_eq!(
            (arguments.sequences, arguments.seed, arguments.sequence),
            (1_000_000, 1, None)
        );
    }

    #[test]
    fn the_line_that_reproduces_is_understood() {
        let words = [
            "--seed",
            "7",
            "--sequence",
            "12",
            "--fault",
            "pin-counter-not-decremented",
        ];
        let arguments = parse(&words).unwrap();
        assert_eq!((arguments.seed, arguments.sequence), (7, Some(12)));
        assert!(arguments.fault.is_some());
    }

    #[test]
    fn nothing_to_do_and_an_unknown_fault_are_refused() {
        assert!(parse(&["--sequences", "0"]).is_err());
        let error = parse(&["--fault", "teapot"]).expect_err("no such fault");
        assert!(error.to_string().contains("there is no fault `teapot`"));
    }

    #[test]
    fn a_violation_is_exit_100_and_none_is_0() {
        let healthy = play(&parse(&["--sequence", "3"]).unwrap()).unwrap();
        assert_eq!(
            format!("{:?}", exit_code(&healthy)),
            format!("{:?}", ExitCode::SUCCESS)
        );
        let words = [
            "--sequences",
            "3000",
            "--fault",
            "plain-command-keeps-session",
        ];
        let faulty = play(&parse(&words).unwrap()).unwrap();
        assert_eq!(
            format!("{:?}", exit_code(&faulty)),
            format!("{:?}", ExitCode::from(100))
        );
        assert!(
            faulty
                .to_string()
                .contains("reproduce: cargo xtask soak --seed 1 --sequence ")
        );
    }
}
