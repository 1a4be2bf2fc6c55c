//! What counts as a kill.

use conformance_verdict::{Level, Verdict};

use super::{Complaint, MutantResult, MutantVerdict};
use crate::catalogue::Check;
use crate::mutant::Mutant;
use crate::run::Outcome;
use crate::selector::glob_matches;

/// Whether the check says that it kills the mutant.
pub(super) fn claims(check: &Check, mutant: &Mutant) -> bool {
    check.kills.contains(&mutant.id)
        || mutant
            .must_be_killed_by
            .iter()
            .any(|id| id == check.id.as_str())
}

/// Whether the check must stay green with the mutant.
pub(super) fn is_protected(check: &Check, mutant: &Mutant) -> bool {
    mutant
        .must_not_break
        .iter()
        .any(|pattern| glob_matches(pattern, check.id.as_str()))
}

/// A FAIL at the claimed step; for a mutant of a recommendation a WARNING will do.
fn is_kill(mutant: &Mutant, outcome: &Outcome) -> bool {
    let noticed = match outcome.verdict {
        Verdict::Fail => true,
        Verdict::Warning => mutant.level != Level::Must,
        _ => false,
    };
    let check = outcome.assignment.check.id.as_str();
    noticed
        && outcome
            .step
            .as_ref()
            .is_some_and(|step| mutant.step.is_at(check, step))
}

/// Sums up what the checks of one mutant said.
pub(super) fn judge(mutant: &Mutant, outcomes: &[Outcome]) -> MutantResult {
    let mut result = empty(mutant);
    for outcome in outcomes {
        let check = &outcome.assignment.check;
        result.duration_ms += u64::try_from(outcome.duration.as_millis()).unwrap_or_default();
        if !claims(check, mutant) {
            if !matches!(outcome.verdict, Verdict::Pass | Verdict::NotApplicable) {
                result.collateral.push(Complaint::of(outcome));
            }
        } else if is_kill(mutant, outcome) {
            result.step = result.step.or_else(|| outcome.step.clone());
            result.killed_by.push(check.id.clone());
        } else {
            let claim = mutant.step.claim_of(check.id.as_str());
            let mut complaint = Complaint::of(outcome);
            complaint.reason = format!("{} (kill claimed at {claim:?})", complaint.reason);
            result.missed.push(complaint);
        }
    }
    result.verdict = if result.killed_by.is_empty() || !result.missed.is_empty() {
        MutantVerdict::Survived
    } else if !result.collateral.is_empty() {
        MutantVerdict::Collateral
    } else {
        MutantVerdict::Killed
    };
    result
}

/// A mutant that the reference cannot become.
pub(super) fn unknown(mutant: &Mutant, reason: &str) -> MutantResult {
    let text = format!("{}; {reason}", mutant.text);
    MutantResult {
        verdict: MutantVerdict::Unknown,
        text,
        ..empty(mutant)
    }
}

fn empty(mutant: &Mutant) -> MutantResult {
    MutantResult {
        id: mutant.id.clone(),
        text: mutant.text.clone(),
        violates: mutant.violates.clone(),
        expected: mutant.must_be_killed_by.clone(),
        killed_by: Vec::new(),
        step: None,
        verdict: MutantVerdict::Survived,
        missed: Vec::new(),
        collateral: Vec::new(),
        duration_ms: 0,
    }
}
