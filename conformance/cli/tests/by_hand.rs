//! `run --serve`: the identity provider stays after the run, as wrong as the check made it.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    missing_docs,
    reason = "tests of the program"
)]

#[path = "support/own_service.rs"]
mod own_service;

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use browser::Browser;
use browser::citizen::Citizen;
use conformance_world::login::http_client;
use own_service::{Ports, plan, service};

const PORTS: Ports = Ports(23_011, 23_012);

#[test]
fn the_identity_provider_stays_until_somebody_ends_it() {
    let place = tempfile::tempdir().unwrap();
    let _service = service(place.path(), PORTS, "");
    fs::write(place.path().join("conformance.toml"), plan(PORTS)).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(["conformance", "run", "SP-SAML-23", "--serve"])
        .args(["--plan", "conformance.toml", "--report", "report"])
        .current_dir(place.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let mut told = String::new();
    for line in lines.map_while(Result::ok) {
        told += &line;
        told.push('\n');
        if line.starts_with("Ctrl-C") {
            break;
        }
    }
    assert!(
        told.contains("open in a browser    http://127.0.0.1:23011/login/saml"),
        "{told}"
    );
    assert!(told.contains("(the portal does so now)"), "{told}");
    let metadata = "http://127.0.0.1:23012/fas/saml/metadata";
    let answer = http_client()
        .unwrap()
        .fetch(web::get(metadata).unwrap())
        .unwrap();
    assert_eq!(answer.status(), 200);
    // The person logs in, and the service refuses what this portal says.
    let secret = |name: &str| {
        let line = told.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_else(|| panic!("{name}: {told}"))
            .trim()
            .to_owned()
    };
    let citizen = Citizen::new(&secret("test PIN"), &secret("test CAN"), "");
    let mut browser = Browser::new(http_client().unwrap());
    browser.open("http://127.0.0.1:23011/login/saml").unwrap();
    citizen.go_on(&mut browser).unwrap();
    let page = browser.page();
    let seen = format!("{} {}", page.url(), page.text());
    assert!(page.url().starts_with("http://127.0.0.1:23011/"), "{seen}");
    assert!(page.says("fas-response-recipient"), "{seen}");
    let pid = program.id().to_string();
    let ended = Command::new("kill").args(["-INT", &pid]).status().unwrap();
    assert!(ended.success());
    assert_eq!(program.wait().unwrap().code(), Some(0), "{told}");
}

#[test]
fn without_a_plan_there_is_nobody_to_serve() {
    let output = Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .args(["conformance", "run", "SP-SAML-23", "--serve"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("--plan"), "{said}");
}
