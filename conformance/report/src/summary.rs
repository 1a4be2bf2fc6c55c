//! The summary for the page of a CI job, in Markdown.

use std::fmt::Write as _;

use conformance_verdict::{CheckResult, Results};

/// Headline, numbers, and one row for each check that needs a look.
pub(crate) fn render(results: &Results) -> String {
    let mut text = format!("## {}\n\n", results.headline());
    let facts = [
        ("suite", results.suite.clone()),
        ("target", results.target.name.clone()),
        ("seed", results.seed.to_string()),
        ("exit code", results.exit_code.to_string()),
    ];
    for (name, value) in facts {
        let _ = writeln!(text, "- {name}: `{value}`");
    }
    if let Some(fault) = &results.target.fault {
        let _ = writeln!(text, "- run with the mutant `{fault}`");
    }
    text.push_str("\n| verdict | checks |\n|---|---|\n");
    for (verdict, count) in results.counts.iter().filter(|(_, count)| *count > 0) {
        let _ = writeln!(text, "| {verdict} | {count} |");
    }
    let mut noticed = results
        .checks
        .iter()
        .filter(|check| check.verdict.needs_attention())
        .peekable();
    if noticed.peek().is_some() {
        text.push_str("\n| check | verdict | requirement | why |\n|---|---|---|---|\n");
    }
    for check in noticed {
        let _ = writeln!(
            text,
            "| {} {} | {} | {} | {} |",
            check.id,
            cell(&check.name),
            check.verdict,
            check.requirement,
            cell(&why(results, check))
        );
    }
    if !results.waivers.is_empty() {
        text.push_str("\n| waiver | state | issue | until | reason |\n|---|---|---|---|---|\n");
    }
    for waiver in &results.waivers {
        let _ = writeln!(
            text,
            "| {} {} | {} | {} | {} | {} |",
            waiver.check,
            waiver.verdict,
            waiver.state,
            cell(&waiver.issue),
            waiver.expires,
            cell(&waiver.reason)
        );
    }
    text
}

/// The reason, the vulnerability that it resembles, and whether somebody lives with it.
fn why(results: &Results, check: &CheckResult) -> String {
    let mut why = check.reason.clone();
    if let Some(told) = &check.explanation
        && !told.resembles.is_empty()
    {
        let _ = write!(why, "; resembles {}", told.resembles.join(", "));
    }
    if let Some(waiver) = results.waiver(check) {
        let _ = write!(why, "; waived, {}", waiver.issue);
    }
    why
}

/// A text that does not break a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(['\n', '\r'], " ")
}
