//! The cards that the reference can be, by name.

use card_de_npa::{DataGroups, PassportProfile, Personalisation};
use persona::Persona;

use crate::WorldError;

/// A card of the reference: its name, whose it is, and its conformance statement.
struct Row {
    name: &'static str,
    persona: &'static str,
    statement: (&'static str, &'static str),
}

/// One row; the statement is a file of this crate.
macro_rules! row {
    ($name:literal, $persona:literal, $statement:literal) => {
        Row {
            name: $name,
            persona: $persona,
            statement: (
                concat!("conformance/world/ics/", $statement),
                include_str!(concat!("../ics/", $statement)),
            ),
        }
    };
}

/// Personalisations that differ in what they claim.
const ROWS: &[Row] = &[
    row!("current", "adult", "current.toml"),
    row!(
        "first-generation",
        "first-generation",
        "first-generation.toml"
    ),
    row!(
        "residence-permit",
        "residence-permit",
        "residence-permit.toml"
    ),
    row!("eu-citizen", "eu-citizen", "eu-citizen.toml"),
    row!("all-data-groups", "adult", "all-data-groups.toml"),
    row!("can-change", "adult", "can-change.toml"),
    row!("inspection-only", "adult", "inspection-only.toml"),
];

/// Names of the personalisations, the usual one first.
pub const PERSONALISATIONS: &[&str] = &[
    "current",
    "first-generation",
    "residence-permit",
    "eu-citizen",
    "all-data-groups",
    "can-change",
    "inspection-only",
];

/// The personalisation of a card by name: one of [`PERSONALISATIONS`], or a persona, which gets the
/// current card.
///
/// # Errors
///
/// When no such card exists.
pub fn personalisation(name: &str) -> Result<Personalisation, WorldError> {
    let persona = ROWS
        .iter()
        .find(|row| row.name == name)
        .map_or(name, |row| row.persona);
    let text = fixtures::persona_toml(persona).ok_or_else(|| unknown(name))?;
    let personalisation = Personalisation::new(Persona::parse(text)?);
    Ok(match name {
        "all-data-groups" => personalisation.with_data_groups(DataGroups::Complete),
        // The ePassport application of this card has no personal data and opens for inspection
        // systems only [TR-03127 §3.4.2].
        "eu-citizen" | "inspection-only" => {
            personalisation.with_passport(PassportProfile::Protected)
        }
        "can-change" => Personalisation {
            can_change: card::CanChange::Allowed,
            ..personalisation
        },
        _ => personalisation,
    })
}

/// File name and text of a card's conformance statement.
pub(crate) fn statement(name: &str) -> Result<(&'static str, &'static str), WorldError> {
    let row = |name: &str| ROWS.iter().find(|row| row.name == name);
    let found = row(name)
        .or_else(|| ROWS.iter().find(|row| row.persona == name))
        .or_else(|| fixtures::persona_toml(name).and_then(|_| row("current")));
    found.map(|row| row.statement).ok_or_else(|| unknown(name))
}

/// Names of all cards that the reference can be.
pub(crate) fn known_cards() -> Vec<&'static str> {
    let names = PERSONALISATIONS.iter().chain(fixtures::PERSONAS);
    names.copied().collect()
}

fn unknown(name: &str) -> WorldError {
    let known = known_cards();
    WorldError::UnknownCard {
        name: name.to_owned(),
        known: known.join(", "),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{PERSONALISATIONS, ROWS, personalisation, statement};

    #[test]
    fn every_personalisation_has_a_card_and_a_statement_of_its_name() {
        let names: Vec<&str> = ROWS.iter().map(|row| row.name).collect();
        assert_eq!(names, PERSONALISATIONS);
        for name in PERSONALISATIONS {
            assert!(personalisation(name).unwrap().is_card());
            let (file, text) = statement(name).unwrap();
            let ics = conformance_harness::Ics::parse(file, text).unwrap();
            assert_eq!(&ics.name(), name);
        }
    }

    #[test]
    fn a_persona_has_the_current_card() {
        assert!(personalisation("birth-year-only").is_ok());
        assert!(
            statement("birth-year-only")
                .unwrap()
                .0
                .ends_with("current.toml")
        );
        assert!(
            personalisation("nobody")
                .unwrap_err()
                .to_string()
                .contains("residence-permit")
        );
    }
}
