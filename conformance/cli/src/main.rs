//! The program `eidolon`: reads the command line and hands over.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use conformance_cli::{card, conformance, pki, serve, soak};

#[derive(Debug, Parser)]
#[command(
    name = "eidolon",
    version,
    about = "Eidolon: eID cards to test with, and the tests"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the conformance suite; without arguments: look at the environment, then the quick suite
    Conformance(conformance::ConformanceArgs),
    /// Cards: put one into the virtual reader, watch one being read, list them
    Card(card::CardArgs),
    /// Write the test PKI into a folder
    Pki(pki::PkiArgs),
    /// Keep the world of a login running: services, reader and card, on loopback
    Serve(serve::ServeArgs),
    /// Feed the card bad input by the million
    Soak(soak::SoakArgs),
}

fn main() -> ExitCode {
    match Arguments::parse().command {
        Command::Conformance(arguments) => conformance::run(arguments),
        Command::Card(arguments) => card::run(arguments),
        Command::Pki(arguments) => pki::run(arguments),
        Command::Serve(arguments) => serve::run(arguments),
        Command::Soak(arguments) => soak::run(arguments),
    }
}
