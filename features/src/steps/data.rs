//! What is stored on the card: whole files are read, and judged as raw bytes.
//!
//! The judges are those of `conformance-checks`; none of our own readers of encodings stands between the card and them.

mod data_groups;
mod master_file;
mod security_infos;
mod test_cases;

use conformance_checks::{Finding, Judgement, Severity};
use conformance_harness::StepError;
use conformance_verdict::Level;

use crate::CardWorld;

/// Turns what a judge says about one expected result of a test case into the end of a step.
///
/// A broken rule breaks the requirement. A recommendation that is not followed counts where the scenario is about
/// recommendations. What this program cannot decide leaves the check without a verdict.
pub(super) fn conclude(
    world: &CardWorld,
    judgement: &Judgement,
    step: u8,
) -> Result<(), StepError> {
    let found = |severity: Severity| {
        let findings = judgement
            .step(step)
            .filter(move |finding| finding.severity == severity);
        findings.map(in_words).collect::<Vec<_>>()
    };
    let mut broken = found(Severity::Violation);
    if world.check()?.level != Level::Must {
        broken.extend(found(Severity::Warning));
    }
    if !broken.is_empty() {
        return Err(StepError::requirement(broken.join("; ")));
    }
    let undecided = found(Severity::Undecided);
    if !undecided.is_empty() {
        return Err(StepError::precondition(undecided.join("; ")));
    }
    judgement
        .not_applicable
        .map_or(Ok(()), |reason| Err(StepError::not_applicable(reason)))
}

fn in_words(finding: &Finding) -> String {
    let Finding {
        path,
        offset,
        found,
        expected,
        clause,
        ..
    } = finding;
    format!("{path} at byte {offset}: expected {expected}, received {found} {clause}")
}
