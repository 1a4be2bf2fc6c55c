//! The persona files that ship: every one is valid, and together they cover the situations that a German card
//! can be in.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use persona::{Day, DocumentKind, Generation, Persona, PinState, Place, Problem};

fn today() -> Day {
    Day::new(2026, 3, 1).unwrap()
}

fn persona(name: &str) -> Persona {
    let text = fixtures::persona_toml(name).unwrap_or_else(|| panic!("no persona {name}"));
    Persona::parse(text).unwrap_or_else(|error| panic!("{}", error.in_file(name)))
}

#[test]
fn every_persona_is_valid_and_its_number_is_its_own() {
    let numbers = fixtures::PERSONAS
        .iter()
        .map(|name| persona(name).document.number)
        .collect::<std::collections::HashSet<_>>();
    assert_eq!(numbers.len(), fixtures::PERSONAS.len());
    assert!(
        numbers
            .iter()
            .all(|number| number.as_str().starts_with("TEST"))
    );
}

#[test]
fn a_card_that_expires_today_does_so_every_day() {
    for day in [today(), Day::new(2031, 12, 31).unwrap()] {
        assert_eq!(persona("expires-today").document.expires_on(day), day);
        assert!(persona("expired").document.expires_on(day) < day);
    }
}

#[test]
fn the_minor_stays_under_sixteen_and_has_no_pin() {
    let minor = persona("minor");
    for day in [today(), Day::new(2040, 6, 30).unwrap()] {
        assert!(
            minor
                .holder
                .date_of_birth
                .on(day)
                .latest()
                .unwrap()
                .plus_months(16 * 12)
                > day
        );
    }
    assert_eq!(minor.pin_state, PinState::Deactivated);
}

#[test]
fn one_part_of_a_birth_date_may_be_all_that_is_known() {
    for (name, digits) in [
        ("birth-year-only", "1951    "),
        ("birth-month-only", "    09  "),
        ("birth-day-only", "      17"),
    ] {
        assert_eq!(
            persona(name).holder.date_of_birth.on(today()).digits(),
            digits
        );
    }
}

#[test]
fn documents_of_every_kind_and_generation_are_there() {
    assert_eq!(
        persona("residence-permit").document.kind,
        DocumentKind::ResidencePermit
    );
    assert!(
        persona("residence-permit")
            .residence_permit
            .text_1
            .is_some()
    );
    assert!(
        persona("residence-permit")
            .residence_permit
            .text_2
            .is_some()
    );
    assert_eq!(
        persona("eu-citizen").document.kind,
        DocumentKind::EuCitizenCard
    );
    assert_eq!(
        persona("first-generation").document.generation,
        Generation::First
    );
    assert_eq!(persona("smart-eid").document.kind, DocumentKind::SmartEid);
    assert!(
        !fixtures::PERSONAS.contains(&"smart-eid"),
        "the Smart-eID is off by default"
    );
}

#[test]
fn addresses_come_in_every_form() {
    assert!(
        matches!(persona("adult").address, Some(Place::Structured(place)) if place.country.as_str() == "D")
    );
    assert!(matches!(
        persona("free-text-address").address,
        Some(Place::FreeText(_))
    ));
    assert!(matches!(
        persona("no-dwelling").address,
        Some(Place::None(_))
    ));
    assert!(
        matches!(persona("foreign-address").address, Some(Place::Structured(place)) if place.country.as_str() != "D")
    );
    assert_eq!(
        persona("no-community-id").community_id.unwrap().digits(),
        ""
    );
}

#[test]
fn secrets_stay_out_of_debug_output() {
    let adult = persona("adult");
    assert!(!format!("{adult:?}").contains(&adult.test_secrets.puk));
}

fn error(old: &str, new: &str) -> String {
    let text = fixtures::persona_toml("adult").unwrap();
    assert!(text.contains(old), "{old}");
    Persona::parse(&text.replacen(old, new, 1))
        .unwrap_err()
        .in_file("adult.toml")
        .to_string()
}

#[test]
fn an_error_names_file_line_key_and_what_to_write() {
    let unknown = error("family-names", "familly-name");
    assert!(unknown.starts_with("adult.toml, line "), "{unknown}");
    assert!(
        unknown.ends_with("holder.familly-name: unknown key; did you mean \"family-names\"?"),
        "{unknown}"
    );
    let invalid = error("kind = \"identity-card\"", "kind = \"passport\"");
    assert!(
        invalid.contains("document.kind: \"passport\" does not fit; write \"identity-card\", "),
        "{invalid}"
    );
    let missing = error("date-of-birth", "#date-of-birth");
    assert!(
        missing.contains("holder.date-of-birth: missing; add a day such as"),
        "{missing}"
    );
    let kind = error("[holder]", "[residence-permit]\ntext-1 = \"x\"\n[holder]");
    assert!(
        kind.contains("residence-permit: does not belong to this document; remove the table"),
        "{kind}"
    );
    let date = error("expires = \"", "expires = 2030-01-01 #");
    assert!(
        date.contains("document.expires: is a date without quotes; write text in quotes"),
        "{date}"
    );
}

#[test]
fn the_line_of_an_error_is_the_line_of_the_file() {
    let text = fixtures::persona_toml("adult").unwrap();
    let line = 1 + text
        .lines()
        .position(|line| line.starts_with("number"))
        .unwrap();
    let error =
        Persona::parse(&text.replacen("number = \"TEST", "number = \"test", 1)).unwrap_err();
    assert_eq!((error.line(), error.key()), (line, "document.number"));
    assert!(matches!(error.problem(), Problem::Invalid { .. }));
}
