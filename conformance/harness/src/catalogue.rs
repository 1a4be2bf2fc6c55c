//! All checks of the suite, read from feature files.
//!
//! In come texts of feature files, out come [`Check`]s, one per scenario and one per row of a
//! scenario outline. The catalogue does not run anything and does not know which steps exist.

mod check;
mod description;
mod lint;
mod outline;

use std::collections::BTreeMap;
use std::sync::Arc;

use conformance_verdict::CheckId;
use gherkin::GherkinEnv;

pub use check::{Check, Control, Need, RunsOn};
pub use lint::{Finding, lint};

use crate::{Error, nearest::did_you_mean};

/// The text of one feature file and the path under which it is known.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// Path below the folder `features`, for example `de/card/pace.feature`.
    pub path: &'static str,
    /// The whole text.
    pub text: &'static str,
}

/// The checks of the suite in the order of their files.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    checks: Vec<Arc<Check>>,
    positions: BTreeMap<CheckId, usize>,
}

impl Catalogue {
    /// Reads all feature files.
    ///
    /// # Errors
    ///
    /// Every file that is not Gherkin and every scenario whose tags are not those of the house,
    /// all at once, each with file, line and what to change.
    pub fn load(sources: &[Source]) -> Result<Self, Vec<Error>> {
        let mut catalogue = Self::default();
        let mut errors = Vec::new();
        for source in sources {
            match read(source) {
                Ok(checks) => checks.into_iter().for_each(|check| match check {
                    Ok(check) => catalogue.add(check, &mut errors),
                    Err(error) => errors.push(error),
                }),
                Err(error) => errors.push(error),
            }
        }
        if errors.is_empty() {
            Ok(catalogue)
        } else {
            Err(errors)
        }
    }

    /// The checks in order.
    #[must_use]
    pub fn checks(&self) -> &[Arc<Check>] {
        &self.checks
    }

    /// The check of this id.
    ///
    /// # Errors
    ///
    /// When there is none; the error names the nearest id that exists.
    pub fn check(&self, id: &str) -> Result<&Arc<Check>, Error> {
        let found = id
            .parse()
            .ok()
            .and_then(|id: CheckId| self.positions.get(&id).copied());
        found
            .and_then(|position| self.checks.get(position))
            .ok_or_else(|| Error::Unknown {
                kind: "check",
                name: id.to_owned(),
                hint: did_you_mean(id, self.positions.keys().map(CheckId::as_str)),
            })
    }

    fn add(&mut self, check: Check, errors: &mut Vec<Error>) {
        if let Some(first) = self
            .positions
            .get(&check.id)
            .and_then(|at| self.checks.get(*at))
        {
            errors.push(check.complain(format!(
                "id {} is already taken at {}:{}; ids are never used twice",
                check.id, first.file, first.line
            )));
            return;
        }
        self.positions.insert(check.id.clone(), self.checks.len());
        self.checks.push(Arc::new(check));
    }
}

/// Reads one file; the outer error is about the file, the inner ones are about its scenarios.
fn read(source: &Source) -> Result<Vec<Result<Check, Error>>, Error> {
    let feature = gherkin::Feature::parse(source.text, GherkinEnv::default()).map_err(|error| {
        Error::Gherkin {
            file: source.path.to_owned(),
            reason: error.to_string(),
        }
    })?;
    let shared = Shared {
        path: source.path,
        feature: &feature,
    };
    let ruled = feature.rules.iter().flat_map(|rule| {
        rule.scenarios
            .iter()
            .map(move |scenario| (Some(rule), scenario))
    });
    let plain = feature.scenarios.iter().map(|scenario| (None, scenario));
    Ok(plain
        .chain(ruled)
        .flat_map(|(rule, scenario)| shared.checks(rule, scenario))
        .collect())
}

/// What all scenarios of one file share.
struct Shared<'a> {
    path: &'static str,
    feature: &'a gherkin::Feature,
}

impl Shared<'_> {
    fn checks(
        &self,
        rule: Option<&gherkin::Rule>,
        scenario: &gherkin::Scenario,
    ) -> Vec<Result<Check, Error>> {
        let mut inherited = self.feature.tags.clone();
        inherited.extend(rule.iter().flat_map(|rule| rule.tags.iter().cloned()));
        let background: Vec<gherkin::Step> = [
            self.feature.background.as_ref(),
            rule.and_then(|rule| rule.background.as_ref()),
        ]
        .into_iter()
        .flatten()
        .flat_map(|background| background.steps.iter().cloned())
        .collect();
        outline::rows(self.path, scenario)
            .into_iter()
            .map(|row| {
                row.and_then(|mut scenario| {
                    scenario.tags.splice(0..0, inherited.iter().cloned());
                    scenario.steps.splice(0..0, background.iter().cloned());
                    Check::read(self.path, &self.feature.name, scenario)
                })
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
