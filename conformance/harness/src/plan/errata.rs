//! Where the plan's text had to be corrected before it could be run.

use serde::Deserialize;

use crate::Error;

const ERRATA: &str = include_str!("../../plans/errata.toml");

/// The erratum table of the suite.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Errata {
    #[serde(rename = "erratum")]
    rows: Vec<Erratum>,
}

/// One place of the plan that contradicts the specification it tests, or itself.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Erratum {
    /// The ids it touches, without variant letters.
    pub ids: Vec<String>,
    /// Where in the text.
    pub place: String,
    /// What the plan says.
    pub plan_says: String,
    /// What the suite does instead.
    pub decided: String,
    /// The clause that decides.
    pub clause: String,
}

impl Errata {
    /// The table that is compiled in.
    ///
    /// # Errors
    ///
    /// When the table is broken; a test of this crate sees to it that it is not.
    pub fn built_in() -> Result<Self, Error> {
        toml::from_str(ERRATA).map_err(|error| Error::in_toml("plans/errata.toml", ERRATA, &error))
    }

    /// All rows.
    #[must_use]
    pub fn rows(&self) -> &[Erratum] {
        &self.rows
    }

    /// The rows that touch an id, given without its variant letter.
    pub fn touching<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Erratum> + 'a {
        self.rows
            .iter()
            .filter(move |row| row.ids.iter().any(|touched| touched == id))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Errata;
    use crate::plan::OfficialPlan;

    #[test]
    fn every_erratum_is_about_ids_of_the_plan() {
        let plan = OfficialPlan::tr_03105_3_3().unwrap();
        for row in Errata::built_in().unwrap().rows() {
            for id in &row.ids {
                assert_eq!(&plan.find(id).unwrap().id, id);
            }
        }
    }
}
