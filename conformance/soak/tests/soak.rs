//! The soak as the tests run it: short, on every kind of card, and against cards with faults that it must find.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use card_de_npa::Fault;
use conformance_soak::{Action, Breach, Plan, Report, Soak};
use iso7816::{Instruction, StatusWord};

fn soak(plan: Plan) -> Report {
    Soak::new(plan).unwrap().run(|_| ())
}

#[test]
fn twenty_thousand_sequences_break_no_rule() {
    let report = soak(Plan {
        sequences: 20_000,
        seed: 4,
        jobs: 2,
        scenes: 22,
        ..Plan::default()
    });
    assert!(report.violation.is_none(), "{report}");
    assert_eq!(report.sequences, 20_000);
    assert_eq!(report.controls, 80);
    covers_what_matters(&report);
}

/// A soak that never gets anywhere finds nothing.
fn covers_what_matters(report: &Report) {
    let seen = |instruction, status| report.coverage.count(instruction, status);
    for (instruction, status) in [
        (Instruction::SELECT, StatusWord::OK),
        (Instruction::READ_BINARY, StatusWord::OK),
        (
            Instruction::READ_BINARY,
            StatusWord::SECURITY_STATUS_NOT_SATISFIED,
        ),
        (Instruction::READ_BINARY_ODD, StatusWord::OK),
        (Instruction::UPDATE_BINARY, StatusWord::OK),
        (Instruction::MANAGE_SECURITY_ENVIRONMENT, StatusWord::OK),
        (
            Instruction::MANAGE_SECURITY_ENVIRONMENT,
            StatusWord::WRONG_DATA,
        ),
        (Instruction::GENERAL_AUTHENTICATE, StatusWord::OK),
        (
            Instruction::GENERAL_AUTHENTICATE,
            StatusWord::VERIFICATION_FAILED,
        ),
        (Instruction::GENERAL_AUTHENTICATE, StatusWord::retries(2)),
        (
            Instruction::GENERAL_AUTHENTICATE,
            StatusWord::METHOD_BLOCKED,
        ),
        (Instruction::GET_CHALLENGE, StatusWord::OK),
        (
            Instruction::EXTERNAL_AUTHENTICATE,
            StatusWord::CONDITIONS_NOT_SATISFIED,
        ),
        (Instruction::RESET_RETRY_COUNTER, StatusWord::OK),
        (Instruction::ACTIVATE, StatusWord::OK),
        (Instruction::DEACTIVATE, StatusWord::OK),
        (Instruction::ENVELOPE, StatusWord::OK),
        (
            Instruction::GET_RESPONSE,
            StatusWord::CONDITIONS_NOT_SATISFIED,
        ),
    ] {
        assert!(
            seen(instruction, status) > 0,
            "{instruction} never answered {status}\n{report}"
        );
    }
}

fn faulty(name: &str) -> Report {
    let fault = Fault::parse(name).expect("a fault of this name");
    soak(Plan {
        sequences: 60_000,
        seed: 9,
        jobs: 2,
        scenes: 11,
        fault: Some(fault),
        ..Plan::default()
    })
}

#[test]
fn cards_with_faults_are_found_out() {
    for (name, kind) in [
        ("pin-counter-not-decremented", "counter or pace"),
        (
            "pin-counter-decremented-after-comparison",
            "counter or pace",
        ),
        ("blocked-pin-accepted", "counter or pace"),
        ("plain-command-keeps-session", "session"),
        ("error-keeps-session", "session or alteration"),
    ] {
        let report = faulty(name);
        let violation = report
            .violation
            .unwrap_or_else(|| panic!("{name} was not found"));
        let found = match violation.breach {
            Breach::Counter { .. } | Breach::Pace { .. } => "counter or pace",
            Breach::Session(_) | Breach::Alteration { .. } => "session or alteration",
            _ => "something else",
        };
        assert!(
            found.starts_with(kind) || found == kind,
            "{name}: {violation}"
        );
    }
}

#[test]
fn a_violation_is_small_and_comes_again() {
    let violation = faulty("plain-command-keeps-session")
        .violation
        .expect("a violation");
    assert!(violation.actions.len() <= 2, "{violation}");
    assert!(!violation.traffic.is_empty());
    assert!(
        violation
            .actions
            .iter()
            .all(|action| !matches!(action, Action::Pace(_)))
    );
    let again = soak(Plan {
        seed: 9,
        scenes: 11,
        only: Some(violation.sequence),
        fault: Fault::parse("plain-command-keeps-session"),
        ..Plan::default()
    });
    let again = again.violation.expect("the same violation");
    assert_eq!(
        (again.traffic.clone(), again.actions.clone()),
        (violation.traffic.clone(), violation.actions.clone())
    );
    assert_eq!(again.breach, violation.breach);
    assert_eq!(
        violation.reproduce(),
        format!(
            "cargo xtask soak --seed 9 --sequence {} --fault plain-command-keeps-session",
            again.sequence
        )
    );
}
