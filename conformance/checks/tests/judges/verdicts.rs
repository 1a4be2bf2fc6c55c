//! What the tests say about a judgement.

use conformance_checks::Judgement;
use conformance_verdict::Verdict;

/// Nothing was found.
#[track_caller]
pub(crate) fn passes(judgement: &Judgement) {
    assert_eq!(judgement.verdict(), Verdict::Pass, "{judgement}");
}

/// A rule is broken, at this step and no other.
#[track_caller]
pub(crate) fn fails(judgement: &Judgement, step: u8) {
    assert_eq!(judgement.verdict(), Verdict::Fail, "{judgement}");
    let steps: Vec<u8> = (1..=11)
        .filter(|&step| judgement.step_verdict(step) == Verdict::Fail)
        .collect();
    assert_eq!(steps, [step], "{judgement}");
}

/// A recommendation is not followed, at this step and no other, and no rule is broken.
#[track_caller]
pub(crate) fn warns(judgement: &Judgement, step: u8) {
    assert_eq!(judgement.verdict(), Verdict::Warning, "{judgement}");
    let steps: Vec<u8> = (1..=11)
        .filter(|&step| judgement.step_verdict(step) == Verdict::Warning)
        .collect();
    assert_eq!(steps, [step], "{judgement}");
}

/// The question stays open.
#[track_caller]
pub(crate) fn stays_open(judgement: &Judgement) {
    assert_eq!(judgement.verdict(), Verdict::Inconclusive, "{judgement}");
}

/// There is nothing to ask.
#[track_caller]
pub(crate) fn does_not_apply(judgement: &Judgement) {
    assert_eq!(judgement.verdict(), Verdict::NotApplicable, "{judgement}");
}
