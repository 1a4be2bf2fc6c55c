//! What the command line may say.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Parser, Subcommand, ValueEnum};
use conformance_harness::seat::Protocol;
use conformance_report::Format;

/// What `eidolon conformance` takes.
#[derive(Debug, Args)]
pub struct ConformanceArgs {
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Write a plan file for a service of your own
    Init(InitArgs),
    /// Say what would run
    List(ListArgs),
    /// Explain a check, a requirement or a mutant in plain words
    Explain(ExplainArgs),
    /// Look at the environment; no check runs
    Doctor(TargetArgs),
    /// Run checks and write a report
    Run(RunArgs),
    /// Show that a broken card fails: every mutant is killed, every check kills
    Selftest(SelftestArgs),
    /// Compare the suite with the official test plan
    Coverage(CoverageArgs),
}

/// Which card, and what is known about it.
#[derive(Clone, Debug, Parser)]
pub(super) struct TargetArgs {
    /// The card: `reference`, or `reader:NAME` for the card in a PC/SC reader
    #[arg(long, default_value = "reference", value_name = "TARGET")]
    pub(super) target: String,
    /// What is known about a service or a card of your own: a TOML file; `init` writes one for a service
    #[arg(long, value_name = "FILE")]
    pub(super) plan: Option<PathBuf>,
    /// The PIN; without it no PIN is tried on a card of your own
    #[arg(long, value_name = "DIGITS")]
    pub(super) pin: Option<String>,
    /// The card access number
    #[arg(long, value_name = "DIGITS")]
    pub(super) can: Option<String>,
    /// The PUK
    #[arg(long, value_name = "DIGITS")]
    pub(super) puk: Option<String>,
    /// Also run what may change a card of your own for good
    #[arg(long)]
    pub(super) destructive: bool,
    /// Run the reference with a mutant, for example M-CRD-pace-nonce-reused
    #[arg(long, value_name = "MUTANT")]
    pub(super) fault: Option<String>,
    /// Everything random follows from this number
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
}

/// How checks are run and shown.
#[derive(Clone, Debug, Parser)]
pub(super) struct ShowArgs {
    /// How many checks run at the same time [default: two for each core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// After how many seconds a check counts as hanging
    #[arg(long, default_value = "60", value_name = "SECONDS", value_parser = seconds)]
    pub(super) timeout: Duration,
    /// The folder of the report
    #[arg(
        long,
        default_value = "target/conformance/report",
        value_name = "FOLDER"
    )]
    pub(super) report: PathBuf,
    /// The verdict line alone
    #[arg(short, long, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Every check, not only what needs attention
    #[arg(short, long)]
    pub(super) verbose: bool,
    /// No colours (also: the environment variable NO_COLOR)
    #[arg(long)]
    pub(super) no_color: bool,
}

/// What `run` takes.
#[derive(Clone, Debug, Parser)]
pub(super) struct RunArgs {
    /// Which checks: an id, a country, quick, or for example `layer(pace) & !tag(long)`
    #[arg(value_name = "SELECTOR")]
    pub(super) selector: Vec<String>,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    #[command(flatten)]
    pub(super) show: ShowArgs,
    /// Forms of the report, separated by commas: json, junit, sarif, summary, html
    #[arg(long, value_delimiter = ',', value_name = "FORMS")]
    pub(super) format: Vec<Format>,
    /// From which verdict on the exit code tells of it
    #[arg(long, value_enum, default_value_t = FailOn::Fail)]
    pub(super) fail_on: FailOn,
    /// A missed SHOULD is a FAIL
    #[arg(long)]
    pub(super) strict: bool,
    /// Afterwards keep the identity provider of the plan until Ctrl-C, as wrong as the one check makes it
    #[arg(long)]
    pub(super) serve: bool,
}

/// From which verdict on the exit code tells of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FailOn {
    /// FAIL and worse
    Fail,
    /// WARNING and worse
    Warning,
}

/// What `list` takes.
#[derive(Debug, Args)]
pub(super) struct ListArgs {
    /// Which checks; all of them unless told
    #[arg(value_name = "SELECTOR")]
    pub(super) selector: Vec<String>,
    #[command(flatten)]
    pub(super) target: TargetArgs,
    /// Table or JSON
    #[arg(long, value_enum, default_value_t = Listing::Table)]
    pub(super) format: Listing,
    /// Only what would not run, and why
    #[arg(long)]
    pub(super) na: bool,
    /// Look for scenarios and mutants that are not as the house wants them
    #[arg(long)]
    pub(super) lint: bool,
}

/// What `init` takes.
#[derive(Clone, Debug, Parser)]
pub(super) struct InitArgs {
    /// What is tested: `sp`, a service that lets people log in
    #[arg(long, value_name = "ROLE", value_parser = ["sp"])]
    pub(super) role: String,
    /// How it speaks to the portal: saml or oidc
    #[arg(long, value_name = "PROTOCOL")]
    pub(super) protocol: Option<Protocol>,
    /// The address that starts a login
    #[arg(long, value_name = "URL")]
    pub(super) login: Option<String>,
    /// SAML: its metadata, an address or a file
    #[arg(long, value_name = "URL|FILE")]
    pub(super) metadata: Option<String>,
    /// OpenID Connect: where answers arrive
    #[arg(long, value_name = "URL")]
    pub(super) redirect_uri: Option<String>,
    /// OpenID Connect: its client id
    #[arg(long, value_name = "ID", default_value = "my-service")]
    pub(super) client_id: String,
    /// OpenID Connect: its client secret
    #[arg(long, value_name = "SECRET", default_value = "my-secret")]
    pub(super) client_secret: String,
    /// A page that only somebody who is logged in sees
    #[arg(long, value_name = "URL")]
    pub(super) inside: Option<String>,
    /// A text of that page that nobody else sees
    #[arg(long, value_name = "TEXT")]
    pub(super) text: Option<String>,
    /// Where the portal of the test listens: the address that the service knows
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8443")]
    pub(super) listen: String,
    /// The file to write
    #[arg(long, value_name = "FILE", default_value = "conformance.toml")]
    pub(super) out: PathBuf,
    /// Write over a file that is there
    #[arg(long)]
    pub(super) force: bool,
}

/// What `explain` takes.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The id of a check, a requirement or a mutant
    #[arg(value_name = "ID")]
    pub(super) id: String,
}

/// What `selftest` takes.
#[derive(Debug, Args)]
pub(super) struct SelftestArgs {
    /// Which checks; all of them unless told
    #[arg(value_name = "SELECTOR")]
    pub(super) selector: Vec<String>,
    /// Only this mutant; may be given several times
    #[arg(long, value_name = "MUTANT")]
    pub(super) mutant: Vec<String>,
    /// Everything random follows from this number
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub(super) seed: u64,
    #[command(flatten)]
    pub(super) show: ShowArgs,
}

/// What `coverage` takes.
#[derive(Debug, Args)]
pub(super) struct CoverageArgs {
    /// Table or JSON
    #[arg(long, value_enum, default_value_t = Listing::Table)]
    pub(super) format: Listing,
}

/// The form of a listing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Listing {
    /// For people
    Table,
    /// For programs
    Json,
}

impl Default for RunArgs {
    fn default() -> Self {
        Self::parse_from(["run"])
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let refuse = || format!("{text:?} is no number of seconds, for example 60 or 0.5");
    let seconds: f64 = text.parse().map_err(|_| refuse())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|limit| !limit.is_zero())
        .ok_or_else(refuse)
}

#[cfg(test)]
mod tests {
    use super::{RunArgs, seconds};

    #[test]
    fn a_run_without_words_is_the_reference_with_a_fixed_seed() {
        let arguments = RunArgs::default();
        assert_eq!(
            (arguments.target.target.as_str(), arguments.target.seed),
            ("reference", 1)
        );
        assert!(arguments.selector.is_empty());
    }

    #[test]
    fn a_timeout_is_a_positive_number_of_seconds() {
        assert!(seconds("0.5").is_ok());
        for wrong in ["0", "-1", "x", "NaN", "1e300"] {
            assert!(seconds(wrong).is_err(), "{wrong}");
        }
    }
}
