//! How much memory does a whole world take? The most that the process had in its hands at any time, program and
//! libraries included, with the world on loopback and its recording full.
//!
//! Not a matter of time, so criterion has no part in it: the figure goes to `target/bench/world-memory.json`.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::path::Path;
use std::process::ExitCode;
use std::{fs, io};

use ambient::Ambient;
use benches::{MEBIBYTE, Memory};
use browser::Browser;
use browser::citizen::Citizen;
use conformance_harness::site::role;
use conformance_harness::{Setup, Site as _};
use conformance_world::login::{LoginSite, WorldOptions, http_client};
use conformance_world::{Reference, start_date};

const SUBJECT: &str = "world/memory";
const GOAL: u64 = 200 * MEBIBYTE;
const FILE: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../target/bench/world-memory.json"
);

/// Logins after which older messages give way to newer ones in the recording.
const FULL: usize = 150;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let trial = words.iter().any(|word| word == "--test");
    let wanted = |word: &String| word.starts_with('-') || SUBJECT.contains(word.as_str());
    if !words.iter().all(wanted) {
        return ExitCode::SUCCESS;
    }
    let site = world();
    let opened = most_resident();
    for _ in 0..if trial { 1 } else { FULL } {
        log_in(&site);
    }
    if trial {
        return ExitCode::SUCCESS;
    }
    match (opened, most_resident()) {
        (Ok(opened), Ok(bytes)) => {
            let memory = Memory::new(SUBJECT, bytes, GOAL);
            memory.write(Path::new(FILE)).unwrap();
            let messages = site.message_count();
            eprintln!(
                "{SUBJECT}: {} MiB once open, {} MiB after {FULL} logins with {messages} messages",
                opened / MEBIBYTE,
                bytes / MEBIBYTE
            );
        }
        (Err(error), _) | (_, Err(error)) => {
            eprintln!("{SUBJECT}: not measured on this system: {error}")
        }
    }
    ExitCode::SUCCESS
}

fn world() -> LoginSite {
    let ambient = Ambient::simulated(7, start_date());
    let world = WorldOptions::new(Setup::default(), ambient);
    Reference::new(1).open_world(world).unwrap()
}

fn log_in(site: &LoginSite) {
    let secrets = site.secrets();
    let citizen = Citizen::new(
        &secrets.pin.unwrap(),
        &secrets.can.unwrap(),
        &secrets.puk.unwrap(),
    );
    let mut browser = Browser::new(http_client().unwrap());
    let service = site.origin(role::RELYING_PARTY).unwrap();
    browser.open(&format!("{service}/login/saml")).unwrap();
    citizen.go_on(&mut browser).unwrap();
    assert_eq!(browser.page().select("#surname"), ["BEISPIELER"]);
}

/// What Linux says was resident at most, in bytes.
fn most_resident() -> io::Result<u64> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    let kibibytes = number.ok_or_else(|| io::Error::other("no VmHWM in /proc/self/status"))?;
    Ok(kibibytes * 1024)
}
