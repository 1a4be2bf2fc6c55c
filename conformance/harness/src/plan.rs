//! The official test plan as data: which ids exist, what decides whether one applies, and where
//! its text had to be corrected.

mod errata;
mod profile;

use std::collections::{BTreeMap, BTreeSet};

pub use errata::{Errata, Erratum};
pub use profile::{Applicability, ProfileRule};

use crate::Error;
use crate::nearest::did_you_mean;

/// The ids of TR-03105 Part 3.3, compiled in.
const TR_03105_3_3: &str = include_str!("../plans/tr-03105-3.3.tsv");

/// Check ids that were used once, compiled in.
const RETIRED_IDS: &str = include_str!("../plans/retired-ids.txt");

/// Check ids that were used once and never will be again.
#[must_use]
pub fn retired_ids() -> BTreeSet<String> {
    let lines = RETIRED_IDS.lines().map(str::trim);
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// An official test plan.
#[derive(Clone, Debug)]
pub struct OfficialPlan {
    rows: Vec<PlanRow>,
    positions: BTreeMap<String, usize>,
}

/// One id of the plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRow {
    /// The id without a variant letter, for example `EAC2_ISO7816_H_4`.
    pub id: String,
    /// What decides whether it applies; nothing when the id was withdrawn.
    pub profile: Option<ProfileRule>,
    /// Letters of its variants, empty when it has none.
    pub variants: Vec<String>,
}

impl PlanRow {
    /// The unit it belongs to, for example `EAC2_ISO7816_H`.
    #[must_use]
    pub fn unit(&self) -> &str {
        self.id
            .rsplit_once('_')
            .map_or(self.id.as_str(), |(unit, _)| unit)
    }
}

impl OfficialPlan {
    /// BSI TR-03105 Part 3.3 version 1.2, the plan for cards with EAC 2.
    ///
    /// # Errors
    ///
    /// When the compiled-in table is broken; a test of this crate sees to it that it is not.
    pub fn tr_03105_3_3() -> Result<Self, Error> {
        Self::parse("plans/tr-03105-3.3.tsv", TR_03105_3_3)
    }

    /// Reads a table with the columns id, profile and variants, separated by tabs.
    ///
    /// # Errors
    ///
    /// A line that has no id, or an id that is there twice.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let mut plan = Self {
            rows: Vec::new(),
            positions: BTreeMap::new(),
        };
        for (index, line) in text.lines().enumerate() {
            if line.starts_with('#') || line.starts_with("id\t") || line.trim().is_empty() {
                continue;
            }
            let row = read_row(line);
            if plan
                .positions
                .insert(row.id.clone(), plan.rows.len())
                .is_some()
            {
                let reason = format!("id {} is there twice; remove one line", row.id);
                return Err(Error::Data {
                    file: file.to_owned(),
                    line: Some(index + 1),
                    reason,
                });
            }
            plan.rows.push(row);
        }
        Ok(plan)
    }

    /// The ids that are not withdrawn, in the order of the plan.
    pub fn live(&self) -> impl Iterator<Item = &PlanRow> {
        self.rows.iter().filter(|row| row.profile.is_some())
    }

    /// The live row of a requirement, if the plan has it.
    #[must_use]
    pub fn get(&self, requirement: &str) -> Option<&PlanRow> {
        let (row, letter) = self.with_letter(requirement)?;
        let lettered = letter.is_empty() || row.variants.iter().any(|variant| variant == letter);
        (row.profile.is_some() && lettered).then_some(row)
    }

    /// The row of a requirement, whose variant letter, if any, must be one of the row's.
    ///
    /// # Errors
    ///
    /// In words, when the id is unknown or withdrawn or the letter does not exist.
    pub fn find(&self, requirement: &str) -> Result<&PlanRow, String> {
        if let Some(row) = self.get(requirement) {
            return Ok(row);
        }
        Err(match self.with_letter(requirement) {
            None => {
                let hint = did_you_mean(requirement, self.live().map(|row| row.id.as_str()));
                format!("requirement {requirement} is not in the plan{hint}")
            }
            Some((row, _)) if row.profile.is_none() => {
                format!("requirement {requirement} was withdrawn from the plan")
            }
            Some((row, letter)) => {
                let letters = row.variants.join(" ");
                format!("{} has no variant {letter:?}, only {letters:?}", row.id)
            }
        })
    }

    /// The row of an id, live or not, and the letter that was left over.
    fn with_letter<'a>(&self, requirement: &'a str) -> Option<(&PlanRow, &'a str)> {
        let exact = self.row(requirement).map(|row| (row, ""));
        exact.or_else(|| self.variant(requirement))
    }

    fn row(&self, id: &str) -> Option<&PlanRow> {
        self.positions.get(id).and_then(|at| self.rows.get(*at))
    }

    fn variant<'a>(&self, requirement: &'a str) -> Option<(&PlanRow, &'a str)> {
        let base = requirement.trim_end_matches(|c: char| c.is_ascii_lowercase());
        Some((self.row(base)?, requirement.get(base.len()..)?))
    }
}

fn read_row(line: &str) -> PlanRow {
    let mut cells = line.split('\t').map(str::trim);
    let id = cells.next().unwrap_or_default().to_owned();
    let profile = cells.next().unwrap_or_default();
    let variants = cells.next().unwrap_or_default();
    PlanRow {
        id,
        profile: (profile != "withdrawn").then(|| ProfileRule::parse(profile)),
        variants: variants.split_whitespace().map(str::to_owned).collect(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::OfficialPlan;

    #[test]
    fn the_plan_has_its_294_live_ids_and_594_variants() {
        let plan = OfficialPlan::tr_03105_3_3().unwrap();
        assert_eq!(plan.live().count(), 294);
        assert_eq!(
            plan.live()
                .map(|row| row.variants.len().max(1))
                .sum::<usize>(),
            594
        );
    }

    #[test]
    fn a_requirement_is_an_id_with_or_without_its_variant_letter() {
        let plan = OfficialPlan::tr_03105_3_3().unwrap();
        assert_eq!(
            plan.find("EAC2_ISO7816_H_4c").unwrap().id,
            "EAC2_ISO7816_H_4"
        );
        assert_eq!(plan.find("EAC2_DATA_A_1b").unwrap().id, "EAC2_DATA_A_1b");
        assert_eq!(
            plan.find("EAC2_ISO7816_P_8a").unwrap().id,
            "EAC2_ISO7816_P_8a"
        );
        assert_eq!(
            plan.find("EAC2_EIDDATA_B_3").unwrap().unit(),
            "EAC2_EIDDATA_B"
        );
        assert!(
            plan.find("EAC2_ISO7816_H_4z")
                .unwrap_err()
                .contains("has no variant")
        );
        assert!(
            plan.find("EAC2_ISO7816_H_7")
                .unwrap_err()
                .contains("withdrawn")
        );
        assert!(
            plan.find("EAC2_ISO7816_H_999")
                .unwrap_err()
                .contains("not in the plan")
        );
    }

    #[test]
    fn an_id_that_is_there_twice_is_refused_with_its_line() {
        let error = OfficialPlan::parse("x.tsv", "A_1\tPACE\t\nA_1\tPACE\t\n").unwrap_err();
        assert_eq!(
            error.to_string(),
            "x.tsv:2: id A_1 is there twice; remove one line"
        );
    }
}
