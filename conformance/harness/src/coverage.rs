//! The official plan id by id: tested, not applicable with the profile that decides, or not yet.

use std::collections::BTreeSet;
use std::sync::Arc;

use conformance_verdict::{CheckId, MutantId};
use serde::Serialize;

use crate::catalogue::{Catalogue, Check};
use crate::ics::Ics;
use crate::plan::{Applicability, OfficialPlan, PlanRow};
use crate::target::{Setup, Target};

/// What the suite does about each live id of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Live ids.
    pub live: usize,
    /// Ids that at least one check judges on at least one card.
    pub tested: usize,
    /// Ids that no card we have claims.
    pub not_applicable: usize,
    /// The others.
    pub not_yet: usize,
    /// Live ids with their lettered variants counted one by one.
    pub variants: usize,
    /// Variants that a check judges.
    pub variants_tested: usize,
    /// Checks of requirements that the plan does not have.
    pub our_own: usize,
    /// One row for each live id, in the order of the plan.
    pub rows: Vec<CoverageRow>,
}

/// One id of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CoverageRow {
    /// The id.
    pub id: String,
    /// The profile column of the plan.
    pub profile: String,
    /// What the suite does about it.
    #[serde(flatten)]
    pub status: Covered,
    /// The checks that judge it.
    pub checks: Vec<CheckId>,
    /// The mutants that those checks kill.
    pub mutants: BTreeSet<MutantId>,
    /// Number of its variants; 1 without letters.
    pub variants: usize,
    /// Letters that no check judges yet.
    pub missing_variants: Vec<String>,
}

/// What the suite does about an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "status", rename_all = "kebab-case")]
pub enum Covered {
    /// At least one check judges it on at least one card.
    Tested,
    /// No card claims what it needs.
    NotApplicable {
        /// The profile that decides.
        profile: String,
        /// The line of the statement that decides.
        line: String,
    },
    /// A card claims what it needs, and no check judges it yet.
    NotYet,
}

impl Covered {
    /// The words for tables.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Tested => "tested",
            Self::NotApplicable { .. } => "not applicable",
            Self::NotYet => "not tested yet",
        }
    }
}

impl Coverage {
    /// Compares plan and catalogue, on the cards that a target can be. The first card is the one
    /// whose statement is cited.
    #[must_use]
    pub fn of(
        plan: &OfficialPlan,
        catalogue: &Catalogue,
        target: &dyn Target,
        cards: &[&str],
    ) -> Self {
        let statements: Vec<Arc<Ics>> = cards
            .iter()
            .filter_map(|card| {
                let setup = Setup {
                    card: Some((*card).to_owned()),
                    ..Setup::default()
                };
                target.statement(&setup).ok()
            })
            .collect();
        let view = View {
            catalogue,
            target,
            statements,
        };
        let rows: Vec<CoverageRow> = plan.live().map(|row| view.row(plan, row)).collect();
        let count = |wanted: &str| {
            rows.iter()
                .filter(|row| row.status.word() == wanted)
                .count()
        };
        Self {
            live: rows.len(),
            tested: count("tested"),
            not_applicable: count("not applicable"),
            not_yet: count("not tested yet"),
            variants: rows.iter().map(|row| row.variants).sum(),
            variants_tested: rows.iter().map(CoverageRow::variants_tested).sum(),
            our_own: catalogue
                .checks()
                .iter()
                .filter(|c| c.requirement.is_our_own())
                .count(),
            rows,
        }
    }
}

impl CoverageRow {
    fn variants_tested(&self) -> usize {
        match self.status {
            Covered::Tested => self.variants - self.missing_variants.len(),
            _ => 0,
        }
    }
}

struct View<'a> {
    catalogue: &'a Catalogue,
    target: &'a dyn Target,
    statements: Vec<Arc<Ics>>,
}

impl View<'_> {
    fn row(&self, plan: &OfficialPlan, row: &PlanRow) -> CoverageRow {
        let judges = |check: &&Arc<Check>| {
            plan.get(check.requirement.as_str())
                .is_some_and(|found| found.id == row.id)
        };
        let checks: Vec<&Arc<Check>> = self
            .catalogue
            .checks()
            .iter()
            .filter(judges)
            .filter(|c| self.applies(row, c))
            .collect();
        let letters: BTreeSet<&str> = checks
            .iter()
            .filter_map(|check| check.requirement.as_str().strip_prefix(row.id.as_str()))
            .collect();
        // A check of the id itself, without a letter, judges all of its variants.
        let missing = row
            .variants
            .iter()
            .filter(|letter| !letters.contains("") && !letters.contains(letter.as_str()));
        CoverageRow {
            id: row.id.clone(),
            profile: row
                .profile
                .as_ref()
                .map(|rule| rule.as_str().to_owned())
                .unwrap_or_default(),
            status: self.status(row, !checks.is_empty()),
            mutants: checks
                .iter()
                .flat_map(|check| check.kills.iter().cloned())
                .collect(),
            checks: checks.iter().map(|check| check.id.clone()).collect(),
            variants: row.variants.len().max(1),
            missing_variants: missing.cloned().collect(),
        }
    }

    /// Whether the check is run on the card that it asks for.
    fn applies(&self, row: &PlanRow, check: &Check) -> bool {
        let rule = row.profile.clone().unwrap_or_default();
        self.target
            .statement(&Setup::of(check))
            .is_ok_and(|statement| {
                rule.judge(&check.profiles, &statement) == Applicability::Applies
            })
    }

    fn status(&self, row: &PlanRow, tested: bool) -> Covered {
        if tested {
            return Covered::Tested;
        }
        let rule = row.profile.clone().unwrap_or_default();
        let mut judged = self
            .statements
            .iter()
            .map(|statement| rule.judge(&[], statement));
        match judged.next() {
            Some(Applicability::Not { profile, line })
                if judged.all(|other| other != Applicability::Applies) =>
            {
                Covered::NotApplicable { profile, line }
            }
            _ => Covered::NotYet,
        }
    }
}
