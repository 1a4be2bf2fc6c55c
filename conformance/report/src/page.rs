//! The page of one check: its steps with every message, decoded and as sent.

use askama::Template;
use conformance_verdict::{CheckResult, Evidence, MessageSeen, Phase, Side, WaiverUse};

use crate::ReportError;
use crate::html::tone;
use crate::steps::{StepRow, steps};

/// The page, to be laid one folder below the report's.
pub(crate) fn render(
    check: &CheckResult,
    waiver: Option<&WaiverUse>,
    evidence: &Evidence,
) -> Result<String, ReportError> {
    let page = Page {
        check,
        waiver,
        tone: tone(check.verdict),
        hops: hops(evidence),
        sent: last_sent(check, evidence),
        steps: steps(evidence),
    };
    Ok(page.render()?)
}

#[derive(Template)]
#[template(path = "check.html")]
struct Page<'a> {
    check: &'a CheckResult,
    waiver: Option<&'a WaiverUse>,
    tone: &'static str,
    hops: Vec<Hop<'a>>,
    /// The last message with content before the step that decided, by its number.
    sent: Option<(usize, &'a MessageSeen)>,
    steps: Vec<StepRow<'a>>,
}

/// Who asked whom, and the numbers of the messages.
struct Hop<'a> {
    name: &'a str,
    numbers: Vec<usize>,
}

/// What the party that is judged was sent last, when a step was not what it should be.
fn last_sent<'a>(check: &CheckResult, evidence: &'a Evidence) -> Option<(usize, &'a MessageSeen)> {
    let decided = check.step.as_ref()?;
    let step = evidence.steps.iter().find(|step| step.text == *decided)?;
    let before = evidence
        .messages
        .iter()
        .enumerate()
        .take(step.first_message);
    let carried = |message: &MessageSeen| {
        let mut parts = message.decoded.iter();
        parts.any(|part| part.side == Side::Request)
    };
    before
        .rev()
        .find(|(_, message)| message.phase == Phase::Check && carried(message))
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
