//! What a person or a program reads, as snapshots.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

use std::path::Path;

use conformance_report::{Colour, Format, Journal, Report, Terminal};
use conformance_verdict::{
    CheckResult, Clause, DecodedPart, Evidence, Exchange, Explanation, Level, MessageSeen, Phase,
    Protection, Results, Side, StepResult, StepVerdict, TargetFacts, Verdict, WaiverState,
    WaiverUse,
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
        explanation: verdict.needs_attention().then(|| Explanation {
            about: "The card opens a <channel>.".into(),
            usual_causes: "a wrong key.".into(),
            resembles: match verdict {
                Verdict::Fail => vec!["CVE-2017-11427 (python-saml)".into()],
                _ => Vec::new(),
            },
            file: "features/de/card.feature".into(),
            line: 12,
        }),
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
        first_message: 0,
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
        messages: Vec::new(),
    }
}

/// A login that went wrong at the second step.
fn login() -> (Results, Evidence) {
    let checks = vec![
        check("CRD-DE-PACE-01", Verdict::Pass, ""),
        check("LOG-DE-01", Verdict::Fail, "expected 200, received 400"),
        check("LOG-DE-02", Verdict::Pass, ""),
    ];
    let results = Results::new("2026.1", 7, TargetFacts::default(), checks);
    let message = |phase, hop: &str, status, decoded| MessageSeen {
        phase,
        hop: hop.into(),
        request_line: "POST /fas/SSO?SAMLRequest=…".into(),
        status,
        decoded,
        raw: "POST /fas/SSO\n\nSAMLRequest=PGE+".into(),
    };
    let part = |side, name: &str| DecodedPart {
        side,
        name: name.into(),
        text: "<a>\n  <b>1</b>\n</a>".into(),
    };
    let mut evidence = evidence();
    evidence.exchanges.clear();
    for (step, first) in evidence.steps.iter_mut().zip([1, 2, 3]) {
        (step.first_exchange, step.first_message) = (0, first);
    }
    evidence.messages = vec![
        message(Phase::ControlBefore, "csam", 200, vec![]),
        message(
            Phase::Check,
            "browser > csam",
            400,
            vec![
                part(Side::Request, "SAMLRequest"),
                part(Side::Response, "page"),
            ],
        ),
        message(Phase::Check, "csam > connector", 0, vec![]),
    ];
    (results, evidence)
}

fn render(format: Format) -> String {
    let results = results();
    let id = results.checks.get(1).unwrap().id.clone();
    Report::new(&results)
        .with_evidence(id, evidence())
        .render(format)
        .unwrap()
}

/// The results with a waiver for the warning.
fn waived() -> Results {
    let mut results = results();
    results.waive(vec![WaiverUse {
        check: "CRD-DE-TA-02".parse().unwrap(),
        verdict: Verdict::Warning,
        state: WaiverState::Used,
        reason: "the reader | is old".into(),
        issue: "ACME-4711".into(),
        expires: "2027-01-31".into(),
        place: "conformance.toml:9".into(),
    }]);
    results
}

#[test]
fn results_sarif_has_a_rule_and_a_result_for_what_needs_a_look() {
    let results = waived();
    let text = Report::new(&results).render(Format::Sarif).unwrap();
    insta::assert_snapshot!(text);
    // Types that others generate from the schema of OASIS.
    let log: serde_sarif::sarif::Sarif = serde_json::from_str(&text).unwrap();
    let run = &log.runs[0];
    let found = run.results.as_ref().unwrap();
    let rules = run.tool.driver.rules.as_ref().unwrap();
    assert_eq!((found.len(), rules.len()), (3, 3));
    for (index, result) in found.iter().enumerate() {
        assert_eq!(result.rule_index, Some(i64::try_from(index).unwrap()));
        assert_eq!(result.rule_id.as_ref(), Some(&rules[index].id));
    }
}

#[test]
fn findings_of_a_plan_lie_in_the_plan() {
    let results = results();
    for (plan, uri) in [
        ("ci/my plan.toml", "ci/my%20plan.toml"),
        ("/srv/conformance.toml", "file:///srv/conformance.toml"),
    ] {
        let report = Report::new(&results).with_plan(Path::new(plan));
        let text = report.render(Format::Sarif).unwrap();
        assert!(text.contains(&format!("\"uri\": \"{uri}\"")), "{text}");
    }
}

#[test]
fn a_waiver_is_shown_wherever_its_check_is() {
    let results = waived();
    for format in [
        Format::Json,
        Format::Junit,
        Format::Sarif,
        Format::Summary,
        Format::Html,
    ] {
        let text = Report::new(&results).render(format).unwrap();
        assert!(text.contains("ACME-4711"), "{format}: {text}");
        assert!(text.contains("CVE-2017-11427"), "{format}: {text}");
    }
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
fn every_check_that_saw_messages_has_a_page_of_its_own() {
    let (results, evidence) = login();
    let ids: Vec<_> = results
        .checks
        .iter()
        .map(|check| check.id.clone())
        .collect();
    let report = Report::new(&results)
        .with_evidence(ids[0].clone(), Evidence::default())
        .with_evidence(ids[1].clone(), evidence.clone())
        .with_evidence(ids[2].clone(), evidence);
    let folder = tempfile::tempdir().unwrap();
    report.write(folder.path(), &[Format::Html]).unwrap();
    let read = |path: &str| std::fs::read_to_string(folder.path().join(path)).unwrap_or_default();
    let index = read("index.html");
    for linked in ["t/LOG-DE-01.html", "t/LOG-DE-02.html"] {
        assert!(index.contains(&format!("href=\"{linked}\"")), "{linked}");
        assert!(read(linked).contains("#m1"), "{linked}");
    }
    assert_eq!(read("t/CRD-DE-PACE-01.html"), "");
    assert!(!read("trace/LOG-DE-01.http").is_empty());
    for page in [index, read("t/LOG-DE-01.html")] {
        for outside in ["href=\"http", "<script", "src=", "@import", "<b>1</b>"] {
            assert!(!page.contains(outside), "{outside} in an offline page");
        }
    }
}

#[test]
fn the_page_of_a_check_shows_each_hop_and_each_message() {
    let (results, evidence) = login();
    let id = results.checks[1].id.clone();
    let report = Report::new(&results).with_evidence(id.clone(), evidence);
    insta::assert_snapshot!(report.render_check(&id).unwrap().unwrap());
}

#[test]
fn the_trace_of_messages_tells_what_they_carried() {
    let (results, evidence) = login();
    let id = results.checks[1].id.clone();
    let folder = tempfile::tempdir().unwrap();
    let report = Report::new(&results).with_evidence(id, evidence);
    report.write(folder.path(), &[]).unwrap();
    let trace = std::fs::read_to_string(folder.path().join("trace/LOG-DE-01.http")).unwrap();
    insta::assert_snapshot!(trace);
}

#[test]
fn the_end_of_a_run_says_how_long_each_area_took() {
    let closing = Terminal::new(Colour::Off).closing(&login().0);
    assert!(
        closing.contains("\ntime  CRD 1.2 s - LOG 2.4 s\n"),
        "{closing}"
    );
}

#[test]
fn evidence_of_earlier_releases_can_still_be_read() {
    let mut json = serde_json::to_value(evidence()).unwrap();
    assert!(json.get("messages").is_none());
    assert!(json["steps"][0].get("first_message").is_none());
    json["messages"].take();
    json.as_object_mut().unwrap().remove("messages");
    assert_eq!(
        serde_json::from_value::<Evidence>(json).unwrap(),
        evidence()
    );
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
