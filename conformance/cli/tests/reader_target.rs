//! End to end: our card behind vpcd and pcscd, and the suite on it through PC/SC, as a user runs
//! both. A healthy card is conformant; a card with a fault is found out by the check that says so.
#![cfg(feature = "pcsc")]
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "tests"
)]

use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use conformance_clients::private::with_pcscd;

const EIDOLON: &str = env!("CARGO_BIN_EXE_eidolon");
const READER: &str = "reader:\"Virtual PCD 00 00\"";

/// Our card in the virtual reader until dropped.
struct Inserted(Child);

impl Inserted {
    fn with(fault: Option<&str>) -> Self {
        let mut command = Command::new(EIDOLON);
        command
            .args(["card", "insert", "de-npa"])
            .stdout(Stdio::null());
        if let Some(fault) = fault {
            command.args(["--fault", fault]);
        }
        let inserted = Self(command.spawn().unwrap());
        wait_until_reader_sees_card(true);
        inserted
    }
}

impl Drop for Inserted {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        // pcscd does not notice a card that comes back before it noticed that one has gone.
        wait_until_reader_sees_card(false);
    }
}

fn wait_until_reader_sees_card(wanted: bool) {
    for _ in 0..200 {
        let seen = Command::new("opensc-tool")
            .args(["--reader", "0", "--atr"])
            .output()
            .unwrap();
        if seen.status.success() == wanted {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the reader sees a card: {}", !wanted);
}

/// Runs checks on the card in the reader.
fn run(selector: &str, further: &[&str]) -> Output {
    let report = tempfile::tempdir().unwrap();
    Command::new(EIDOLON)
        .args([
            "conformance",
            "run",
            selector,
            "--target",
            READER,
            "--no-color",
        ])
        .args(["--report", report.path().to_str().unwrap()])
        .args(further)
        .output()
        .unwrap()
}

fn secrets() -> [&'static str; 7] {
    [
        "--can",
        "500500",
        "--pin",
        "123456",
        "--puk",
        "9876543210",
        "--destructive",
    ]
}

/// The check passes on a healthy card and fails on one with the fault.
fn bites(test: &str, fault: &str, check: &str) {
    with_pcscd(test, || {
        let healthy = Inserted::with(None);
        let output = run(check, &secrets());
        assert_eq!(output.status.code(), Some(0), "healthy: {output:?}");
        drop(healthy);
        let _faulty = Inserted::with(Some(fault));
        let output = run(check, &secrets());
        assert_eq!(output.status.code(), Some(100), "{fault}: {output:?}");
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(&format!("FAIL  {check}")), "{said}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn a_lost_counter_is_found() {
    bites(
        "a_lost_counter_is_found",
        "pin-counter-not-decremented",
        "CRD-DE-PIN-01",
    );
}

#[test]
fn a_wrong_response_mac_is_found() {
    bites(
        "a_wrong_response_mac_is_found",
        "response-mac-wrong",
        "CRD-DE-PACE-01",
    );
}

#[test]
fn a_missing_trust_point_is_found() {
    bites(
        "a_missing_trust_point_is_found",
        "car-missing",
        "CRD-DE-PACE-07",
    );
}

#[test]
fn a_counter_of_the_can_is_found() {
    bites(
        "a_counter_of_the_can_is_found",
        "can-has-counter",
        "CRD-DE-PIN-45",
    );
}

#[test]
fn a_pin_changed_by_the_can_is_found() {
    bites(
        "a_pin_changed_by_the_can_is_found",
        "pin-change-after-can",
        "CRD-DE-PIN-40",
    );
}

#[test]
fn a_short_pin_is_found() {
    bites(
        "a_short_pin_is_found",
        "short-pin-accepted",
        "CRD-DE-PIN-20",
    );
}

#[test]
fn without_secrets_a_healthy_card_is_only_read() {
    with_pcscd("without_secrets_a_healthy_card_is_only_read", || {
        let _healthy = Inserted::with(None);
        let output = run("quick", &[]);
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("SKIPPED"), "{said}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn an_empty_reader_is_never_a_pass() {
    with_pcscd("an_empty_reader_is_never_a_pass", || {
        let output = run("CRD-DE-PACE-01", &secrets());
        let code = output.status.code();
        assert!(matches!(code, Some(96 | 125)), "{output:?}");
        Ok(())
    })
    .unwrap();
}
