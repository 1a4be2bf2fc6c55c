//! The page of one check: its steps with every message, decoded and as sent.

use askama::Template;
use conformance_verdict::{CheckResult, Evidence};

use crate::ReportError;
use crate::html::tone;
use crate::steps::{StepRow, steps};

/// The page, to be laid one folder below the report's.
pub(crate) fn render(check: &CheckResult, evidence: &Evidence) -> Result<String, ReportError> {
    let page = Page {
        check,
        tone: tone(check.verdict),
        hops: hops(evidence),
        steps: steps(evidence),
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "check.html")]
struct Page<'a> {
    check: &'a CheckResult,
    tone: &'static str,
    hops: Vec<Hop<'a>>,
    steps: Vec<StepRow<'a>>,
}

/// Who asked whom, and the numbers of the messages.
struct Hop<'a> {
    name: &'a str,
    numbers: Vec<usize>,
}

fn hops(evidence: &Evidence) -> Vec<Hop<'_>> {
    let mut hops: Vec<Hop<'_>> = Vec::new();
    for (number, message) in evidence.messages.iter().enumerate() {
        match hops.iter_mut().find(|hop| hop.name == message.hop) {
            Some(hop) => hop.numbers.push(number),
            None => hops.push(Hop {
                name: &message.hop,
                numbers: vec![number],
            }),
        }
    }
    hops
}
