//! How often each verdict was said.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Verdict;

/// Number of checks by verdict. A verdict that did not occur is kept out here and written as
/// zero in reports.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Verdict, usize>", into = "BTreeMap<Verdict, usize>")]
pub struct Counts(BTreeMap<Verdict, usize>);

impl Counts {
    /// How many checks got this verdict.
    #[must_use]
    pub fn of(&self, verdict: Verdict) -> usize {
        self.0.get(&verdict).copied().unwrap_or_default()
    }

    /// Counts one more check.
    pub fn add(&mut self, verdict: Verdict) {
        *self.0.entry(verdict).or_default() += 1;
    }

    /// All checks, executed or not.
    #[must_use]
    pub fn total(&self) -> usize {
        self.0.values().sum()
    }

    /// The checks that were run against the target.
    #[must_use]
    pub fn executed(&self) -> usize {
        self.0
            .iter()
            .filter(|(verdict, _)| verdict.was_executed())
            .map(|(_, count)| count)
            .sum()
    }

    /// The worst verdict that occurred.
    #[must_use]
    pub fn worst(&self) -> Option<Verdict> {
        Verdict::worst(
            self.0
                .iter()
                .filter(|(_, count)| **count > 0)
                .map(|(verdict, _)| *verdict),
        )
    }

    /// Verdicts with their numbers, worst first, zeros included.
    pub fn iter(&self) -> impl Iterator<Item = (Verdict, usize)> + '_ {
        Verdict::ALL
            .into_iter()
            .map(|verdict| (verdict, self.of(verdict)))
    }
}

impl FromIterator<Verdict> for Counts {
    fn from_iter<I: IntoIterator<Item = Verdict>>(verdicts: I) -> Self {
        let mut counts = Self::default();
        verdicts.into_iter().for_each(|verdict| counts.add(verdict));
        counts
    }
}

impl From<BTreeMap<Verdict, usize>> for Counts {
    fn from(map: BTreeMap<Verdict, usize>) -> Self {
        Self(map.into_iter().filter(|(_, count)| *count > 0).collect())
    }
}

impl From<Counts> for BTreeMap<Verdict, usize> {
    fn from(counts: Counts) -> Self {
        counts.iter().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Counts;
    use crate::Verdict;

    #[test]
    fn only_what_ran_is_executed() {
        let counts: Counts = [
            Verdict::Pass,
            Verdict::Pass,
            Verdict::NotApplicable,
            Verdict::Skipped,
        ]
        .into_iter()
        .collect();
        assert_eq!((counts.total(), counts.executed()), (4, 2));
        assert_eq!(counts.worst(), Some(Verdict::Pass));
        assert_eq!(Counts::default().worst(), None);
    }
}
