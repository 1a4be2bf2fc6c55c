//! Whatever a persona file holds, it is read or refused with a line that exists.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs)]

use persona::{Day, Persona};
use proptest::prelude::*;

fn day() -> impl Strategy<Value = Day> {
    (1u16..=9999, 1u8..=12, 1u8..=28)
        .prop_map(|(year, month, day)| Day::new(year, month, day).unwrap())
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused(text in any::<String>(), today in day()) {
        match Persona::parse(&text) {
            Ok(persona) => prop_assert_eq!(persona.mrz(today).text().len(), 90),
            Err(error) => prop_assert!(error.line() <= 1 + text.matches('\n').count()),
        }
    }

    #[test]
    fn a_changed_file_is_read_or_refused(name in prop::sample::select(fixtures::PERSONAS), at in any::<prop::sample::Index>(), new in "\\PC{0,4}", cut in 0usize..6, today in day()) {
        let characters = fixtures::persona_toml(name).unwrap().chars().collect::<Vec<_>>();
        let at = at.index(characters.len());
        let rest = characters.iter().skip(at + cut);
        let text = characters[..at].iter().copied().chain(new.chars()).chain(rest.copied()).collect::<String>();
        match Persona::parse(&text) {
            Ok(persona) => prop_assert!(persona.mrz(today).lines().iter().all(|line| line.len() == 30)),
            Err(error) => prop_assert!(error.line() <= 1 + text.matches('\n').count(), "{}", error),
        }
    }

    #[test]
    fn days_count_forwards_and_backwards(day in day(), days in -2000i32..2000) {
        let moved = day.plus_days(days);
        if moved != Day::MAX && moved != Day::MIN {
            prop_assert_eq!(moved.plus_days(-days), day);
        }
    }
}
