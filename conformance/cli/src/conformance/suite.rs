//! The suite's own files: scenarios, mutants, the official plan.

use std::sync::Arc;

use conformance_harness::{
    Catalogue, Check, Errata, Error, Mutant, Mutants, OfficialPlan, Selector, lint, retired_ids,
};

use super::failure::Failure;

/// Name of the release.
pub(super) const RELEASE: &str = "2026.1";

/// Everything that the suite is made of.
pub(super) struct Suite {
    pub(super) catalogue: Catalogue,
    pub(super) mutants: Mutants,
    pub(super) plan: OfficialPlan,
    pub(super) errata: Errata,
}

impl Suite {
    /// Reads what is compiled in.
    pub(super) fn load() -> Result<Self, Failure> {
        let one = |error: Error| Failure::Suite(vec![error]);
        Ok(Self {
            catalogue: features::catalogue().map_err(Failure::Suite)?,
            mutants: Mutants::built_in().map_err(one)?,
            plan: OfficialPlan::tr_03105_3_3().map_err(one)?,
            errata: Errata::built_in().map_err(one)?,
        })
    }

    /// What the lint has to say.
    pub(super) fn findings(&self) -> Vec<Error> {
        lint(&self.catalogue, &self.plan, &self.mutants, &retired_ids())
    }

    /// The checks that a selector chooses, and the selector; `otherwise` when there are no words.
    pub(super) fn select(
        &self,
        words: &[String],
        otherwise: &str,
    ) -> Result<(Selector, Vec<Arc<Check>>), Failure> {
        let joined = words.join(" ");
        let text = if words.is_empty() {
            otherwise
        } else {
            joined.as_str()
        };
        let selector: Selector = text.parse().map_err(Failure::Selector)?;
        let checks = selector.select(&self.catalogue);
        Ok((selector, checks))
    }

    /// The mutant of this id.
    pub(super) fn mutant(&self, id: &str) -> Result<&Mutant, Failure> {
        self.mutants
            .find(id)
            .map_err(|error| Failure::Usage(error.to_string()))
    }
}
