//! The lint: what every scenario owes to the house beyond what its parser insists on.

use std::collections::BTreeSet;

use super::{Catalogue, Check, RunsOn};
use crate::mutant::Mutants;
use crate::plan::OfficialPlan;
use crate::{Error, nearest::did_you_mean};

/// A complaint of the lint; the same type as an error of the loader.
pub type Finding = Error;

/// Looks at every check: its requirement exists in the plan, it kills at least one mutant that
/// exists and that names it, its id was never retired, its description has plain words, its keys
/// are said once, and only what its target heeds is asked for.
#[must_use]
pub fn lint(
    catalogue: &Catalogue,
    plan: &OfficialPlan,
    mutants: &Mutants,
    retired: &BTreeSet<String>,
) -> Vec<Finding> {
    let checks = catalogue.checks().iter();
    checks
        .flat_map(|check| {
            complaints(check, plan, mutants, retired)
                .into_iter()
                .map(|reason| check.complain(reason))
        })
        .chain(mutants.lint(catalogue))
        .collect()
}

fn complaints(
    check: &Check,
    plan: &OfficialPlan,
    mutants: &Mutants,
    retired: &BTreeSet<String>,
) -> Vec<String> {
    let mut found = Vec::new();
    if retired.contains(check.id.as_str()) {
        found.push(format!(
            "id {} is retired and must not be used again",
            check.id
        ));
    }
    if !check.requirement.is_our_own()
        && let Err(reason) = plan.find(check.requirement.as_str())
    {
        found.push(reason);
    }
    if check.kills.is_empty() {
        found.push("kills no mutant: add @kills:M-…".to_owned());
    }
    found.extend(
        check
            .kills
            .iter()
            .filter(|id| mutants.get(id.as_str()).is_none())
            .map(|id| {
                let hint =
                    did_you_mean(id.as_str(), mutants.iter().map(|mutant| mutant.id.as_str()));
                format!("kills {id}, which is in no mutants file{hint}")
            }),
    );
    if check.about.is_empty() && check.usual_causes.is_empty() {
        found.push("its description has neither plain words nor usual causes".to_owned());
    }
    if check.runs_on == RunsOn::Site && !(check.needs.is_empty() && check.profiles.is_empty()) {
        found.push("says @needs:… or @profile:…, which only a card heeds".to_owned());
    }
    if check.runs_on != RunsOn::Site && !check.settings.is_empty() {
        found.push("says @with:…, which only a world of services heeds".to_owned());
    }
    found.extend(
        ["country", "card", "state", "control"]
            .into_iter()
            .filter_map(|key| {
                let said = check
                    .tags
                    .iter()
                    .filter(|tag| tag.starts_with(&format!("{key}:")))
                    .count();
                (said > 1).then(|| format!("says @{key}:… {said} times; keep one"))
            }),
    );
    found
}
