//! The page for people: one file, no network, no scripts.

use std::collections::BTreeMap;

use askama::Template;
use conformance_verdict::{CheckId, CheckResult, Evidence, Exchange, Results, Verdict};

use crate::ReportError;
use crate::trace::{protection, sections, word};

/// The page. Checks that need a look are shown with steps and APDUs.
pub(crate) fn render(
    results: &Results,
    evidence: &BTreeMap<CheckId, Evidence>,
) -> Result<String, ReportError> {
    let noticed = results
        .checks
        .iter()
        .filter(|check| check.verdict.needs_attention());
    let mut noticed: Vec<Noticed<'_>> = noticed
        .map(|check| Noticed::new(check, evidence.get(&check.id)))
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
        groups: groups(results, &counts),
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
    tone: &'static str,
    steps: Vec<StepRow<'a>>,
}

struct StepRow<'a> {
    title: &'a str,
    word: &'static str,
    message: &'a str,
    exchanges: Vec<ExchangeRow<'a>>,
}

struct ExchangeRow<'a> {
    number: usize,
    exchange: &'a Exchange,
    protection: &'static str,
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
}

impl<'a> Noticed<'a> {
    fn new(check: &'a CheckResult, evidence: Option<&'a Evidence>) -> Self {
        let sections = evidence.map(sections).unwrap_or_default();
        let steps = sections.into_iter().map(|section| StepRow {
            title: section.title,
            word: section.verdict.map_or("", word),
            message: section.message,
            exchanges: section
                .exchanges
                .into_iter()
                .map(ExchangeRow::new)
                .collect(),
        });
        Self {
            check,
            tone: tone(check.verdict),
            steps: steps.collect(),
        }
    }
}

impl<'a> ExchangeRow<'a> {
    fn new((number, exchange): (usize, &'a Exchange)) -> Self {
        Self {
            number,
            exchange,
            protection: protection(exchange.protection),
        }
    }
}

/// Checks by the first words of their ids, in the order of the plan. Why a check was not run is
/// said here; why one needs a look is said above.
fn groups<'a>(results: &'a Results, counts: &[Counted]) -> Vec<Group<'a>> {
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

const fn tone(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Error | Verdict::Fail => "bad",
        Verdict::Inconclusive | Verdict::Review | Verdict::Warning => "open",
        Verdict::Pass => "good",
        Verdict::NotApplicable | Verdict::Skipped => "quiet",
    }
}
