//! What a person or a program reads, as snapshots.
#![allow(missing_docs, clippy::unwrap_used, reason = "tests")]

use conformance_report::{Colour, Format, Journal, Report, Terminal};
use conformance_verdict::{
    CheckResult, Clause, Evidence, Exchange, Level, Phase, Protection, Results, StepResult,
    StepVerdict, TargetFacts, Verdict,
};

fn check(id: &str, verdict: Verdict, reason: &str) -> CheckResult {
    CheckResult {
        id: id.parse().unwrap(),
        name: "PACE with <the> CAN".into(),
        verdict,
        requirement: "EAC2_ISO7816_H_1".parse().unwrap(),
        level: Level::Must,
        clause: Clause::new("TR-03110-3 §B.14.2"),
        duration_ms: 1234,
        reproduce: format!("cargo xtask conformance run {id} --seed 7"),
        reason: reason.into(),
        step: (verdict == Verdict::Fail).then(|| "Then the card answers 9000".into()),
        trace: (verdict == Verdict::Fail).then(|| format!("trace/{id}.apdu")),
    }
}

fn results() -> Results {
    let target = TargetFacts {
        name: "reference".into(),
        description: "the built-in German identity card".into(),
        fault: Some("M-CRD-TEST".into()),
    };
    let checks = vec![
        check("CRD-DE-PACE-01", Verdict::Pass, ""),
        check(
            "CRD-DE-PACE-02",
            Verdict::Fail,
            "expected 9000\nreceived 6A80 (wrong data)",
        ),
        check(
            "CRD-DE-PACE-03",
            Verdict::NotApplicable,
            "the target does not claim DH",
        ),
        check("CRD-DE-TA-01", Verdict::Inconclusive, "the card was lost"),
        check("CRD-DE-TA-02", Verdict::Warning, "a | b"),
    ];
    let mut results = Results::new("2026.1", 7, target, checks);
    results.duration_ms = 5678;
    results
}

fn evidence() -> Evidence {
    let exchange = |phase, meaning: &str, outcome: &str| Exchange {
        phase,
        command: "00A4000C".into(),
        response: "6A80".into(),
        meaning: meaning.into(),
        outcome: outcome.into(),
        plain_command: None,
        plain_response: None,
        protection: Protection::Plain,
    };
    let step = |text: &str, verdict, message: &str, first_exchange| StepResult {
        text: text.into(),
        verdict,
        message: message.into(),
        first_exchange,
    };
    Evidence {
        steps: vec![
            step(
                "When the terminal sets PACE with the CAN",
                StepVerdict::Passed,
                "",
                1,
            ),
            step(
                "Then the card answers 9000",
                StepVerdict::Failed,
                "expected 9000",
                2,
            ),
            step("And the channel holds", StepVerdict::NotReached, "", 2),
        ],
        exchanges: vec![
            exchange(Phase::ControlBefore, "SELECT MF", "9000 (ok)"),
            exchange(Phase::Check, "MSE:Set AT", "6A80 (wrong data)"),
        ],
    }
}

fn render(format: Format) -> String {
    let results = results();
    let id = results.checks.get(1).unwrap().id.clone();
    Report::new(&results)
        .with_evidence(id, evidence())
        .render(format)
        .unwrap()
}

#[test]
fn results_json() {
    insta::assert_snapshot!(render(Format::Json));
}

#[test]
fn junit_xml_says_failure_error_and_skipped() {
    insta::assert_snapshot!(render(Format::Junit));
}

#[test]
fn summary_md_lists_what_needs_a_look() {
    insta::assert_snapshot!(render(Format::Summary));
}

#[test]
fn index_html_escapes_and_needs_no_network() {
    let page = render(Format::Html);
    assert!(!page.contains("<the>"), "text is escaped");
    for outside in ["http://", "https://", "<script", "src=", "@import"] {
        assert!(!page.contains(outside), "{outside} in an offline page");
    }
    insta::assert_snapshot!(page);
}

#[test]
fn terminal_repeats_failures_before_the_verdict() {
    insta::assert_snapshot!(Terminal::new(Colour::Off).closing(&results()));
}

#[test]
fn the_journal_keeps_every_check_that_ended() {
    let folder = tempfile::tempdir().unwrap();
    let mut journal = Journal::begin(folder.path()).unwrap();
    for check in &results().checks {
        journal.add(check).unwrap();
    }
    let text = std::fs::read_to_string(folder.path().join("results.ndjson")).unwrap();
    let lines: Vec<CheckResult> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, results().checks);
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let results = results();
    let error = Report::new(&results)
        .write(&file, &Format::ALL)
        .unwrap_err();
    assert!(
        error
            .to_string()
            .contains("choose another folder with --report"),
        "{error}"
    );
}
