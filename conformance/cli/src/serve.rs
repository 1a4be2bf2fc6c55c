//! `eidolon serve`: the world of a login kept running, for a person with a browser and for software of others.
//!
//! Addresses and options come in; the services run until Ctrl-C. One role alone runs with `--role` and `--config`.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use ambient::{Ambient, Date};
use conformance_harness::Setup;
use conformance_world::login::{Addresses, RoleFile, WorldOptions};
use conformance_world::{Reference, WorldError};
use serde_json::Value;

use crate::card::{CONFIGURATION, now, parse_date, say};
use crate::interrupt;

/// What `eidolon serve` takes.
#[derive(Debug, clap::Args)]
pub struct ServeArgs {
    /// Everything random follows from this number: two runs with one seed are alike
    #[arg(long, default_value_t = 1, value_name = "S")]
    seed: u64,
    /// The day on which the world begins; today when it is not given
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = parse_date)]
    clock: Option<Date>,
    /// Let a role listen here, for example `csam=127.0.0.1:8081`; all others take free ports of loopback
    #[arg(long = "listen", value_name = "ROLE=ADDRESS", value_parser = parse_address)]
    addresses: Vec<(String, String)>,
    /// The card on the reader: a personalisation or persona
    #[arg(long, value_name = "NAME")]
    card: Option<String>,
    /// The state of its PIN: transport, suspended, blocked, deactivated
    #[arg(long, value_name = "STATE")]
    state: Option<String>,
    /// What is special about the world, for example `eu-node`
    #[arg(long = "with", value_name = "SETTING")]
    settings: Vec<String>,
    /// The citizens' eID client, when it is not the built-in one, for example `http://127.0.0.1:24727/eID-Client`
    #[arg(long, value_name = "URL")]
    eid_client: Option<String>,
    /// Run this role alone: relying-party, csam, connector, middleware-de, eid-client
    #[arg(long, requires = "config", value_name = "ROLE")]
    role: Option<String>,
    /// What the role that runs alone is told about itself and its peers
    #[arg(long, requires = "role", value_name = "FILE")]
    config: Option<PathBuf>,
}

fn parse_address(text: &str) -> Result<(String, String), String> {
    let pair = text.split_once('=');
    let (role, address) = pair.ok_or("write ROLE=ADDRESS, for example csam=127.0.0.1:8081")?;
    Ok((role.to_owned(), address.to_owned()))
}

/// Serves until somebody ends it.
#[must_use]
pub fn run(arguments: ServeArgs) -> ExitCode {
    match serve(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("serve: {error}");
            ExitCode::from(CONFIGURATION)
        }
    }
}

fn serve(arguments: ServeArgs) -> Result<(), WorldError> {
    let begin = match arguments.clock {
        Some(date) => date.midnight(),
        None => now(),
    };
    let ambient = Ambient::simulated(arguments.seed, begin.date());
    ambient.clock().set(begin);
    let reference = Reference::starting(arguments.seed, begin.date());
    if let (Some(role), Some(path)) = (&arguments.role, &arguments.config) {
        let alone = reference.open_role(role, &RoleFile::read(path)?, &ambient)?;
        say(format!("{role}  {}", alone.origin()));
        say("Ctrl-C ends it.");
        tick(&ambient, || alone.journal());
        return Ok(());
    }
    let setup = Setup {
        card: arguments.card,
        state: arguments.state,
        settings: arguments.settings.into_iter().collect(),
    };
    let site = reference.open_world(WorldOptions {
        addresses: arguments.addresses.into_iter().collect::<Addresses>(),
        eid_client: arguments.eid_client,
        ..WorldOptions::new(setup, ambient.clone())
    })?;
    describe(&site.describe());
    tick(&ambient, || conformance_harness::Site::journal(&site));
    Ok(())
}

/// Lets the world's clock run with the machine's and shows what the roles write, until Ctrl-C.
fn tick(ambient: &Ambient, journal: impl Fn() -> Vec<String>) {
    let (sender, interrupted) = mpsc::channel();
    if let Err(error) = interrupt::watch(move || {
        // Nobody waits any more only when it is over.
        let _ = sender.send(());
    }) {
        eprintln!("serve: Ctrl-C cannot be watched: {error}");
    }
    let mut last = now();
    let mut shown = 0;
    // Nothing but Ctrl-C ends the wait; a second that passes here passes in the world.
    while interrupted.recv_timeout(Duration::from_secs(1)) == Err(mpsc::RecvTimeoutError::Timeout) {
        let present = now();
        let passed = present.get().saturating_sub(last.get());
        ambient
            .clock()
            .advance(u32::try_from(passed).unwrap_or_default());
        last = present;
        let lines = journal();
        lines.iter().skip(shown).for_each(say);
        shown = lines.len();
    }
}

fn describe(world: &Value) {
    say("Eidolon: a simulator. No person, service or document here is real.");
    say("");
    let text = |pointer: &str| {
        let value = world.pointer(pointer);
        value.and_then(Value::as_str).unwrap_or("-").to_owned()
    };
    say(format!("open in a browser    {}", text("/service")));
    for (title, pointer) in [
        ("roles", "/roles"),
        ("metadata", "/metadata"),
        ("card", "/card"),
    ] {
        say("");
        say(title);
        let Some(entries) = world.pointer(pointer).and_then(Value::as_object) else {
            continue;
        };
        for (name, value) in entries {
            let value = value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned);
            say(format!("  {name:<18} {value}"));
        }
    }
    say("");
    say(format!(
        "control: {}/openapi.json    seed {}    Ctrl-C ends it",
        text("/roles/control"),
        world.pointer("/seed").unwrap_or(&Value::Null)
    ));
}
