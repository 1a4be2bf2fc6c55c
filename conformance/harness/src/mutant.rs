//! Mutants as data: one wrong behaviour each, and the check that must notice it.

mod step;

use std::collections::BTreeMap;

use conformance_verdict::{Level, MutantId, Requirement};
use serde::Deserialize;

pub use step::ClaimedStep;

use crate::Error;
use crate::catalogue::Catalogue;
use crate::nearest::did_you_mean;
use crate::selector::glob_matches;

include!(concat!(env!("OUT_DIR"), "/mutant_files.rs"));

/// All mutants of the suite, by id.
#[derive(Clone, Debug, Default)]
pub struct Mutants(BTreeMap<String, Mutant>);

/// One wrong behaviour.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mutant {
    /// Its id.
    pub id: MutantId,
    /// Who misbehaves.
    pub role: Role,
    /// `must`: only a FAIL kills it; `should`: a WARNING kills it too.
    pub level: Level,
    /// What it does wrong, in one line.
    pub text: String,
    /// Where this was seen in the wild, if it was.
    #[serde(default)]
    pub seen_in: Option<String>,
    /// Name of the fault that makes the reference do it.
    pub fault: String,
    /// The requirements it breaks.
    pub violates: Vec<Requirement>,
    /// The checks each of which must kill it.
    pub must_be_killed_by: Vec<String>,
    /// Where in the scenario the kill is claimed.
    pub step: ClaimedStep,
    /// Checks that must stay green, as ids with `*`.
    #[serde(default)]
    pub must_not_break: Vec<String>,
}

/// Who misbehaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The card: files, access rights, protocols, counters.
    Card,
    /// The card's secure messaging.
    SecureMessaging,
    /// The service that a person wants to use.
    RelyingParty,
    /// The identity provider in front of it.
    Csam,
    /// The eIDAS connector.
    Connector,
    /// The German eIDAS middleware with its eID server.
    MiddlewareDe,
    /// The program on the person's computer that talks to the card.
    EidClient,
    /// The harness itself.
    Harness,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(default)]
    mutant: Vec<Mutant>,
}

impl Mutants {
    /// The mutants that are compiled in.
    ///
    /// # Errors
    ///
    /// When one of the files is broken, with file and line.
    pub fn built_in() -> Result<Self, Error> {
        let mut mutants = Self::default();
        for (file, text) in MUTANT_FILES {
            mutants.read(file, text)?;
        }
        Ok(mutants)
    }

    /// Adds the mutants of one file.
    ///
    /// # Errors
    ///
    /// When the file is not as the type says, or an id is there twice.
    pub fn read(&mut self, file: &str, text: &str) -> Result<(), Error> {
        let document: Document =
            toml::from_str(text).map_err(|error| Error::in_toml(file, text, &error))?;
        for mutant in document.mutant {
            let id = mutant.id.as_str().to_owned();
            if self.0.contains_key(&id) {
                let reason = format!("mutant {id} is defined twice; rename one");
                return Err(Error::Data {
                    file: file.to_owned(),
                    line: None,
                    reason,
                });
            }
            self.0.insert(id, mutant);
        }
        Ok(())
    }

    /// The mutant of this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Mutant> {
        self.0.get(id)
    }

    /// The mutant of this id, or an error that names the nearest.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn find(&self, id: &str) -> Result<&Mutant, Error> {
        self.get(id).ok_or_else(|| Error::Unknown {
            kind: "mutant",
            name: id.to_owned(),
            hint: did_you_mean(id, self.0.keys().map(String::as_str)),
        })
    }

    /// All mutants in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Mutant> {
        self.0.values()
    }

    /// Mutants that name checks which do not exist, or which do not name them back.
    pub(crate) fn lint(&self, catalogue: &Catalogue) -> Vec<Error> {
        self.iter()
            .flat_map(|mutant| {
                let dangling = mutant.must_be_killed_by.iter().filter_map(|id| {
                    let check = match catalogue.check(id) {
                        Ok(check) => check,
                        Err(error) => return Some(format!("must_be_killed_by: {error}")),
                    };
                    (!check.kills.contains(&mutant.id))
                        .then(|| format!("{id} does not carry @kills:{}", mutant.id))
                });
                let empty = mutant
                    .must_be_killed_by
                    .is_empty()
                    .then(|| "must_be_killed_by is empty".to_owned());
                let vacuous = mutant.must_not_break.iter().filter_map(|pattern| {
                    let ids = catalogue.checks().iter().map(|check| check.id.as_str());
                    let hits = ids.filter(|id| glob_matches(pattern, id)).count();
                    (hits == 0).then(|| format!("must_not_break {pattern:?} matches no check"))
                });
                dangling
                    .chain(empty)
                    .chain(vacuous)
                    .map(|reason| Error::Data {
                        file: format!("mutant {}", mutant.id),
                        line: None,
                        reason,
                    })
                    .collect::<Vec<_>>()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Mutants;

    const MUTANT: &str = r#"
[[mutant]]
id = "M-CRD-nonce-reused"
role = "card"
level = "must"
text = "the same nonce in every run of PACE"
fault = "nonce-reused"
violates = ["EAC2_ISO7816_H_1"]
must_be_killed_by = ["CRD-DE-PACE-01"]
step = "the nonces differ"
"#;

    #[test]
    fn a_mutant_is_data() {
        let mut mutants = Mutants::default();
        mutants.read("a.toml", MUTANT).unwrap();
        assert_eq!(
            mutants.find("M-CRD-nonce-reused").unwrap().fault,
            "nonce-reused"
        );
        assert_eq!(
            mutants.find("M-CRD-nonce-reusde").unwrap_err().to_string(),
            "mutant \"M-CRD-nonce-reusde\" is not known; did you mean \"M-CRD-nonce-reused\"?"
        );
        let twice = mutants.read("b.toml", MUTANT).unwrap_err();
        assert!(
            twice
                .to_string()
                .starts_with("b.toml: mutant M-CRD-nonce-reused is defined twice")
        );
    }

    #[test]
    fn the_mutants_of_the_suite_can_be_read() {
        assert!(Mutants::built_in().is_ok());
    }
}
