//! Twin checks: two that kill the same mutants and send the same commands or requests are one check
//! too many.
//!
//! Each check draws its own random numbers, so candidates are run once more, all drawing from the
//! same fork. Only then are equal checks equal byte for byte.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use conformance_verdict::{CheckId, MutantId};

use super::SelfTest;
use crate::run::{Assignment, CheckWorld, Outcome, run};
use crate::target::Setup;

/// What two checks must have in common to be twins.
type Sameness = (Setup, BTreeSet<MutantId>, Vec<Vec<u8>>);

/// What they must have in common to be run once more: setup, kills, number of commands and
/// requests.
type Likeness<'a> = (&'a Setup, Option<&'a BTreeSet<MutantId>>, usize);

/// The groups of twins among checks that passed.
pub(super) fn twins<W: CheckWorld>(
    selftest: &SelfTest<'_, W>,
    passed: &[Outcome],
    kill_sets: &BTreeMap<CheckId, BTreeSet<MutantId>>,
) -> Vec<Vec<CheckId>> {
    let candidates = candidates(passed, kill_sets);
    let assignments = candidates
        .into_iter()
        .map(|outcome| {
            let Assignment { check, target, .. } = &outcome.assignment;
            let assignment = Assignment::new(Arc::clone(check), Arc::clone(target));
            Assignment {
                draws_as: Some("twins"),
                ..assignment
            }
        })
        .collect();
    let mut groups: BTreeMap<Sameness, Vec<CheckId>> = BTreeMap::new();
    for outcome in run(selftest.steps, assignments, selftest.options, &mut |_| {}) {
        let id = outcome.assignment.check.id.clone();
        let kills = kill_sets.get(&id).cloned().unwrap_or_default();
        let sameness = (
            outcome.assignment.setup.clone(),
            kills,
            outcome.recording.sent(),
        );
        groups.entry(sameness).or_default().push(id);
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .collect()
}

/// Checks with the same setup, the same kills and the same number of commands and requests as
/// another one.
/// Checks that send nothing, such as those of the suite itself, are no candidates.
fn candidates<'a>(
    passed: &'a [Outcome],
    kill_sets: &BTreeMap<CheckId, BTreeSet<MutantId>>,
) -> Vec<&'a Outcome> {
    let mut groups: BTreeMap<Likeness<'_>, Vec<&Outcome>> = BTreeMap::new();
    for outcome in passed {
        let commands = outcome.recording.sent().len();
        let kills = kill_sets.get(&outcome.assignment.check.id);
        if commands > 0 && kills.is_some() {
            groups
                .entry((&outcome.assignment.setup, kills, commands))
                .or_default()
                .push(outcome);
        }
    }
    groups
        .into_values()
        .filter(|group| group.len() > 1)
        .flatten()
        .collect()
}
