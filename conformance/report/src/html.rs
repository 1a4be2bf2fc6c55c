//! The page for people: no network, no scripts. One file, and one page more for each check that
//! saw messages between services: those are many and long.

use std::collections::BTreeMap;

use askama::Template;
use conformance_verdict::{CheckId, CheckResult, Evidence, Results, Verdict, WaiverUse};

use crate::ReportError;
use crate::steps::{StepRow, steps};

/// The page. Checks that need a look are shown with steps, APDUs and messages.
pub(crate) fn render(
    results: &Results,
    evidence: &BTreeMap<CheckId, Evidence>,
) -> Result<String, ReportError> {
    let noticed = results
        .checks
        .iter()
        .filter(|check| check.verdict.needs_attention());
    let mut noticed: Vec<Noticed<'_>> = noticed
        .map(|check| Noticed {
            check,
            waiver: results.waiver(check),
            tone: tone(check.verdict),
            steps: evidence.get(&check.id).map(steps).unwrap_or_default(),
            has_page: has_page(evidence, check),
        })
        .collect();
    noticed.sort_by_key(|row| std::cmp::Reverse(row.check.verdict));
    let counted = results.counts.iter().filter(|(_, count)| *count > 0);
    let counts: Vec<Counted> = counted
        .zip(1..)
        .map(|((verdict, count), number)| Counted {
            verdict,
            count,
            number,
            tone: tone(verdict),
        })
        .collect();
    let page = Page {
        results,
        headline: results.headline(),
        tone: results.verdict.map_or("quiet", tone),
        groups: groups(results, &counts, evidence),
        counts,
        noticed,
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "index.html")]
struct Page<'a> {
    results: &'a Results,
    headline: &'static str,
    tone: &'static str,
    counts: Vec<Counted>,
    noticed: Vec<Noticed<'a>>,
    groups: Vec<Group<'a>>,
}

struct Counted {
    verdict: Verdict,
    count: usize,
    number: usize,
    tone: &'static str,
}

struct Noticed<'a> {
    check: &'a CheckResult,
    waiver: Option<&'a WaiverUse>,
    tone: &'static str,
    steps: Vec<StepRow<'a>>,
    has_page: bool,
}

struct Group<'a> {
    name: &'a str,
    rows: Vec<CheckRow<'a>>,
}

struct CheckRow<'a> {
    check: &'a CheckResult,
    tone: &'static str,
    number: usize,
    remark: &'a str,
    has_page: bool,
    /// Whether the page of the check leads back here, because there is no article about it.
    is_linked: bool,
}

/// Checks by the first words of their ids, in the order of the plan. Why a check was not run is
/// said here; why one needs a look is said above.
fn groups<'a>(
    results: &'a Results,
    counts: &[Counted],
    evidence: &BTreeMap<CheckId, Evidence>,
) -> Vec<Group<'a>> {
    let mut groups: Vec<Group<'a>> = Vec::new();
    for check in &results.checks {
        let id = check.id.as_str();
        let name = id.rsplit_once('-').map_or(id, |(name, _)| name);
        let counted = counts
            .iter()
            .find(|counted| counted.verdict == check.verdict);
        let row = CheckRow {
            check,
            tone: tone(check.verdict),
            number: counted.map_or(0, |counted| counted.number),
            remark: if check.verdict.needs_attention() {
                ""
            } else {
                &check.reason
            },
            has_page: has_page(evidence, check),
            is_linked: has_page(evidence, check) && !check.verdict.needs_attention(),
        };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.rows.push(row),
            None => groups.push(Group {
                name,
                rows: vec![row],
            }),
        }
    }
    groups
}

fn has_page(evidence: &BTreeMap<CheckId, Evidence>, check: &CheckResult) -> bool {
    evidence
        .get(&check.id)
        .is_some_and(|seen| !seen.messages.is_empty())
}

pub(crate) const fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Error | Verdict::Fail => "bad",
        Verdict::Inconclusive | Verdict::Review | Verdict::Warning => "open",
        Verdict::Pass => "good",
        Verdict::NotApplicable | Verdict::Skipped => "quiet",
    }
}
