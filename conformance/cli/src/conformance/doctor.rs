//! `conformance doctor`: whether everything is there, before anything is judged.

use std::sync::Arc;

use conformance_harness::{RecordedCard, Recording, Setup, Target as _};
use conformance_verdict::ExitCode;
use conformance_world::{PERSONALISATIONS, Reference};

use super::arguments::TargetArgs;
use super::failure::Failure;
use super::screen::print_line;
use super::service;
use super::suite::Suite;
use super::target::{Chosen, choose};

/// What was found about one thing.
pub(super) enum Finding {
    /// It is as it should be.
    Good(String),
    /// It is missing, and nothing that was asked for needs it.
    Note(String),
    /// It must be repaired.
    Bad(String),
}

/// Looks at everything and says what it found. Exit code 96 when something must be repaired.
pub(super) fn run(arguments: &TargetArgs) -> Result<ExitCode, Failure> {
    let suite = Suite::load()?;
    if let Some(plan) = service::plan(arguments)? {
        let mut findings = vec![("suite", of_suite(&suite)), ("clock", of_clock())];
        findings.extend(service::findings(&plan, arguments.seed)?);
        return Ok(say(findings));
    }
    let mut findings = vec![
        ("suite", of_suite(&suite)),
        ("clock", of_clock()),
        ("pc/sc", of_pcsc()),
    ];
    findings.push(match choose(arguments, &suite) {
        Ok(chosen) => ("target", of_target(&chosen, arguments.seed)),
        Err(failure @ Failure::Usage(_)) => return Err(failure),
        Err(failure) => ("target", Finding::Bad(failure.to_string())),
    });
    if arguments.target == "reference" {
        findings.push(("cards", of_cards(arguments.seed)));
        findings.push(("login", of_login(arguments.seed)));
    }
    Ok(say(findings))
}

fn say(findings: Vec<(&'static str, Finding)>) -> ExitCode {
    let mut code = ExitCode::Success;
    for (about, finding) in findings {
        let (mark, text) = match finding {
            Finding::Good(text) => ("ok  ", text),
            Finding::Note(text) => ("note", text),
            Finding::Bad(text) => {
                code = ExitCode::Configuration;
                ("BAD ", text)
            }
        };
        print_line(&format!("doctor  {mark}  {about:<8} {text}"));
    }
    code
}

fn of_suite(suite: &Suite) -> Finding {
    let findings = suite.findings();
    match findings.first() {
        None => Finding::Good(format!(
            "{} checks, {} mutants, {} ids of the official plan",
            suite.catalogue.checks().len(),
            suite.mutants.iter().count(),
            suite.plan.live().count()
        )),
        Some(first) => Finding::Bad(format!(
            "{first} (and {} more: list --lint)",
            findings.len() - 1
        )),
    }
}

/// Certificates of a foreign card are judged by today's date; a clock before this release is wrong.
fn of_clock() -> Finding {
    let today = crate::card::today();
    if today.year() < 2026 {
        return Finding::Bad(format!("today is {today}, which cannot be; set the clock"));
    }
    Finding::Good(format!(
        "today is {today}; the reference has a day of its own"
    ))
}

#[cfg(feature = "pcsc")]
fn of_pcsc() -> Finding {
    use reader::pcsc::Daemon;
    match Daemon::connect().and_then(|daemon| daemon.readers()) {
        Ok(readers) if readers.is_empty() => {
            Finding::Note("the daemon runs, no reader is attached".to_owned())
        }
        Ok(readers) => {
            let names: Vec<String> = readers
                .iter()
                .map(|reader| {
                    let card = if reader.card.is_some() {
                        "with a card"
                    } else {
                        "empty"
                    };
                    format!("{:?} ({card})", reader.name)
                })
                .collect();
            Finding::Good(names.join(", "))
        }
        Err(error) => Finding::Note(format!("{error}; start pcscd to test cards in readers")),
    }
}

#[cfg(not(feature = "pcsc"))]
fn of_pcsc() -> Finding {
    Finding::Note("not built in; needed only for --target reader:NAME".to_owned())
}

/// The target answers and is a card of the right kind.
fn of_target(chosen: &Chosen, seed: u64) -> Finding {
    let facts = chosen.target.facts();
    let ambient = chosen.ambient(seed).fork("doctor");
    // Whatever state a foreign card is in, its statement is asked for in that state.
    let setup = Setup::default();
    let answered = chosen
        .target
        .connect(&setup, &ambient)
        .map_err(|lost| lost.to_string());
    let controlled = answered.and_then(|connection| {
        let card = RecordedCard::new(connection, Recording::default());
        let secrets = chosen.target.secrets(&setup);
        (features::controls().basic)(&card, &secrets, &ambient).map(|()| card.atr())
    });
    match controlled {
        Ok(atr) => {
            let atr: String = atr.iter().map(|byte| format!("{byte:02X}")).collect();
            Finding::Good(format!("{}: {}, ATR {atr}", facts.name, facts.description))
        }
        Err(reason) => Finding::Bad(format!("{}: {reason}", facts.name)),
    }
}

/// A citizen gets through the built-in world.
fn of_login(seed: u64) -> Finding {
    let reference = Reference::new(seed);
    let ambient = ambient::Ambient::simulated(seed, conformance_world::start_date());
    let setup = Setup::default();
    let login = reference
        .open_site(&setup, &ambient)
        .map_err(|lost| lost.to_string())
        .and_then(|site| {
            let secrets = reference.secrets(&setup);
            (features::controls().site_full)(&site, &secrets, &ambient)?;
            Ok(site.message_count())
        });
    match login {
        Ok(messages) => Finding::Good(format!(
            "a citizen logs in to the built-in service, {messages} HTTP messages"
        )),
        Err(reason) => Finding::Bad(format!("the built-in login fails: {reason}")),
    }
}

/// Every personalisation of the reference can be made.
fn of_cards(seed: u64) -> Finding {
    let reference = Arc::new(Reference::new(seed));
    let ambient = ambient::Ambient::simulated(seed, conformance_world::start_date());
    for name in PERSONALISATIONS {
        let setup = Setup {
            card: Some((*name).to_owned()),
            ..Setup::default()
        };
        if let Err(lost) = reference.connect(&setup, &ambient) {
            return Finding::Bad(format!("{name}: {lost}"));
        }
    }
    Finding::Good(PERSONALISATIONS.join(", "))
}
