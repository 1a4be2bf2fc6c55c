//! Verdicts that need no run: what does not apply, and what the user did not give or permit.

use std::sync::LazyLock;

use conformance_verdict::Verdict;

use super::Assignment;
use crate::catalogue::RunsOn;
use crate::plan::{Applicability, OfficialPlan, ProfileRule};
use crate::target::Unavailable;

/// The verdict and its reason, or nothing when the check must be run.
pub(super) fn decide(assignment: &Assignment) -> Option<(Verdict, String)> {
    let Assignment {
        check,
        target,
        setup,
        ..
    } = assignment;
    match check.runs_on {
        RunsOn::Itself => return None,
        RunsOn::Site if target.has_services() => {
            let line = target.not_for(check)?;
            return Some((Verdict::NotApplicable, line));
        }
        RunsOn::Site => {
            let line = format!("{} has no services", target.facts().name);
            return Some((Verdict::NotApplicable, line));
        }
        RunsOn::Target => {}
    }
    let statement = match target.statement(setup) {
        Ok(statement) => statement,
        Err(Unavailable::NotApplicable(line)) => return Some((Verdict::NotApplicable, line)),
        Err(Unavailable::NotGiven(reason)) => return Some((Verdict::Skipped, reason)),
    };
    let rule = rule_of(check.requirement.as_str());
    if let Applicability::Not { line, .. } = rule.judge(&check.profiles, &statement) {
        return Some((Verdict::NotApplicable, line));
    }
    let offered = target.offers(setup);
    if let Some(missing) = check.needs.iter().find(|need| !offered.contains(need)) {
        let reason = format!(
            "needs {}, which the target does not offer",
            missing.in_words()
        );
        return Some((Verdict::Skipped, reason));
    }
    if check.destructive && !target.permits_destructive() {
        let reason = "may change the card for good; permit it with --destructive".to_owned();
        return Some((Verdict::Skipped, reason));
    }
    None
}

/// The profile column of the plan for a requirement; nothing is asked of our own requirements.
fn rule_of(requirement: &str) -> ProfileRule {
    static PLAN: LazyLock<Option<OfficialPlan>> =
        LazyLock::new(|| OfficialPlan::tr_03105_3_3().ok());
    PLAN.as_ref()
        .and_then(|plan| plan.get(requirement)?.profile.clone())
        .unwrap_or_default()
}
