//! The suite as a user starts it: words, lines, files and exit codes.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::fs;
use std::process::{Command, Output};

use serde_json::Value;

fn eidolon(words: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    in_folder(folder.path(), words)
}

fn in_folder(folder: &std::path::Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_eidolon"))
        .arg("conformance")
        .args(words)
        .env("NO_COLOR", "1")
        .current_dir(folder)
        .output()
        .unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn complained(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn exit_codes_are_those_of_the_public_table() {
    let table: &[(&[&str], i32)] = &[
        (&["run", "CRD-DE-PACE-01"], 0),
        (&["run", "--no-such-option"], 2),
        (&["run", "--fault", "M-CRD-no-such-mutant"], 2),
        (&["run", "--target", "somewhere"], 2),
        (&["explain", "CRD-DE-PACE-9999"], 2),
        (&["run", "CRD-DE-PACE-9999"], 4),
        (&["run", "id("], 94),
        (
            &["run", "--plan", "absent.toml", "--target", "reader:x"],
            96,
        ),
        (
            &[
                "run",
                "CRD-DE-PACE-23",
                "--fault",
                "M-CRD-pace-nonce-reused",
            ],
            100,
        ),
        (&["selftest", "CRD-DE-PACE-23"], 0),
        (&["list", "layer(pace)"], 0),
        (&["list", "--lint"], 0),
        (&["coverage"], 0),
        (&["doctor"], 0),
    ];
    for (words, code) in table {
        let output = eidolon(words);
        assert_eq!(
            output.status.code(),
            Some(*code),
            "{words:?}\n{}{}",
            said(&output),
            complained(&output)
        );
    }
}

#[test]
fn a_report_has_every_form_and_the_decoded_apdus_of_what_failed() {
    let folder = tempfile::tempdir().unwrap();
    let output = in_folder(
        folder.path(),
        &["run", "layer(pace)", "--fault", "M-CRD-pace-nonce-reused"],
    );
    assert_eq!(output.status.code(), Some(100));
    let report = folder.path().join("target/conformance/report");
    let results: Value =
        serde_json::from_str(&fs::read_to_string(report.join("results.json")).unwrap()).unwrap();
    assert_eq!(results["schema"], "eidolon.results/1");
    assert_eq!(results["exit_code"], 100);
    assert_eq!(results["target"]["fault"], "M-CRD-pace-nonce-reused");
    let checks = results["checks"].as_array().unwrap();
    let failed: Vec<&Value> = checks
        .iter()
        .filter(|check| check["verdict"] == "FAIL")
        .collect();
    assert_eq!(failed.len(), 1);
    assert_eq!(failed[0]["id"], "CRD-DE-PACE-23");
    assert_eq!(
        results["counts"]["PASS"],
        serde_json::json!(checks.len() - 1)
    );
    let lines = fs::read_to_string(report.join("results.ndjson")).unwrap();
    assert_eq!(lines.lines().count(), checks.len());
    let page = fs::read_to_string(report.join("index.html")).unwrap();
    assert!(page.contains("GENERAL AUTHENTICATE ask for the nonce"));
    let trace = fs::read_to_string(report.join("trace/CRD-DE-PACE-23.apdu")).unwrap();
    assert!(trace.contains("And both nonces differ  [failed]"));
    for name in ["junit.xml", "summary.md"] {
        assert!(report.join(name).exists(), "{name}");
    }
}

#[test]
fn a_check_alone_says_what_it_says_among_others() {
    let verdict = |words: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        in_folder(folder.path(), words);
        let report = folder
            .path()
            .join("target/conformance/report/trace/CRD-DE-PACE-23.apdu");
        fs::read_to_string(report).unwrap()
    };
    let fault = ["--fault", "M-CRD-pace-nonce-reused", "--seed", "7"];
    let alone = verdict(&[&["run", "CRD-DE-PACE-23", "-j", "1"][..], &fault].concat());
    let among = verdict(&[&["run", "layer(pace)", "-j", "4"][..], &fault].concat());
    assert_eq!(alone, among);
}

#[test]
fn quiet_is_one_line_and_nothing_is_coloured() {
    let output = eidolon(&["run", "CRD-DE-PACE-0*", "--quiet"]);
    let text = said(&output);
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(text.starts_with("CONFORMANT  9 PASS"), "{text}");
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn a_failure_is_shown_with_the_command_that_repeats_it() {
    let output = eidolon(&[
        "run",
        "CRD-DE-PACE-23",
        "--fault",
        "M-CRD-pace-nonce-reused",
    ]);
    let text = said(&output);
    assert!(text.contains(
        "reproduce cargo xtask conformance run CRD-DE-PACE-23 --seed 1 --fault M-CRD-pace-nonce-reused"
    ));
    assert!(text.contains("next    cargo xtask conformance explain CRD-DE-PACE-23"));
}

#[test]
fn the_self_test_leaves_its_matrix() {
    let folder = tempfile::tempdir().unwrap();
    let output = in_folder(
        folder.path(),
        &["selftest", "CRD-DE-PACE-23 | HRN-EXIT-02", "--report", "st"],
    );
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    let text = fs::read_to_string(folder.path().join("st/selftest.json")).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let mutants = report["mutants"].as_array().unwrap();
    let nonce = mutants
        .iter()
        .find(|m| m["id"] == "M-CRD-pace-nonce-reused")
        .unwrap();
    assert_eq!(nonce["verdict"], "KILLED");
    assert_eq!(nonce["killed_by"][0], "CRD-DE-PACE-23");
    assert_eq!(nonce["step"], "And both nonces differ");
    for field in ["violates", "expected"] {
        assert!(nonce.get(field).is_some(), "{field}");
    }
}

#[test]
fn coverage_accounts_for_every_live_id() {
    let coverage: Value =
        serde_json::from_str(&said(&eidolon(&["coverage", "--format", "json"]))).unwrap();
    let rows = coverage["rows"].as_array().unwrap();
    assert_eq!(rows.len(), 294);
    let counted =
        ["tested", "not_applicable", "not_yet"].map(|key| coverage[key].as_u64().unwrap());
    assert_eq!(counted.iter().sum::<u64>(), 294);
    assert!(counted[0] >= 100, "{counted:?}");
    let excluded = rows
        .iter()
        .find(|row| row["id"] == "EAC2_ISO7816_H_35")
        .unwrap();
    assert_eq!(excluded["status"], "not-applicable");
    assert_eq!(excluded["profile"], "DH");
}

#[test]
fn listing_is_for_programs_too() {
    let rows: Value = serde_json::from_str(&said(&eidolon(&[
        "list",
        "CRD-DE-PACE-01",
        "--format",
        "json",
    ])))
    .unwrap();
    assert_eq!(rows[0]["requirement"], "EAC2_ISO7816_H_1");
    assert_eq!(rows[0]["needs"][0], "can");
}

#[test]
fn explain_says_what_why_and_how_to_run_it() {
    let check = said(&eidolon(&["explain", "CRD-DE-PACE-16"]));
    assert!(check.contains("Usual causes:") && check.contains("TR-03110-2 §3.2.1"));
    assert!(said(&eidolon(&["explain", "EAC2_ISO7816_P_5"])).contains("erratum"));
    assert!(said(&eidolon(&["explain", "M-CRD-pace-nonce-reused"])).contains("CRD-DE-PACE-23"));
    let unknown = complained(&eidolon(&["explain", "CRD-DE-PCAE-16"]));
    assert!(
        unknown.contains("did you mean \"CRD-DE-PACE-16\"?"),
        "{unknown}"
    );
}

#[test]
fn a_broken_plan_is_refused_before_anything_is_touched() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("plan.toml"),
        "schema = \"1\"\n[secrets]\npni = \"1\"\n",
    )
    .unwrap();
    let output = in_folder(
        folder.path(),
        &["run", "--target", "reader:x", "--plan", "plan.toml"],
    );
    assert_eq!(output.status.code(), Some(96));
    assert!(
        complained(&output).contains("plan.toml:3: unknown field `pni`"),
        "{}",
        complained(&output)
    );
    assert!(!folder.path().join("target").exists());
}
