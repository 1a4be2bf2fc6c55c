//! Whatever happens to a message on its way, nobody else is let in.

use std::sync::OnceLock;

use proptest::prelude::{any, prop, prop_assert_eq, proptest};
use rules::Rulebook;

use super::parties::{service, with_signed_assertion};
use super::response::{assertion, judge, response};
use crate::fas::response::{Authenticated, Outcome};

fn genuine() -> &'static (String, Authenticated) {
    static GENUINE: OnceLock<(String, Authenticated)> = OnceLock::new();
    GENUINE.get_or_init(|| {
        let text = with_signed_assertion(&response(assertion()), service()).to_text();
        match judge(&text, &Rulebook::strict()) {
            Ok(Outcome::Authenticated(person)) => (text, *person),
            other => panic!("{other:?}"),
        }
    })
}

proptest! {
    #[test]
    fn a_damaged_response_is_refused_or_says_the_same(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<char>(), 0..3u8), 1..4),
    ) {
        let (text, person) = genuine();
        let mut damaged: Vec<char> = text.chars().collect();
        for (at, new, how) in changes {
            let at = at.index(damaged.len());
            match how {
                0 => damaged[at] = new,
                1 => drop(damaged.remove(at)),
                _ => damaged.insert(at, new),
            }
        }
        let damaged: String = damaged.into_iter().collect();
        if let Ok(Outcome::Authenticated(seen)) = judge(&damaged, &Rulebook::strict()) {
            prop_assert_eq!(&*seen, person);
        }
    }

    #[test]
    fn a_part_of_the_response_put_elsewhere_changes_nothing(
        from in any::<prop::sample::Index>(),
        length in 0..400usize,
        to in any::<prop::sample::Index>(),
    ) {
        let (text, person) = genuine();
        let (from, to) = (from.index(text.len()), to.index(text.len()));
        let part = text.get(from..(from + length).min(text.len())).unwrap_or_default();
        let damaged = format!("{}{part}{}", &text[..to], &text[to..]);
        if let Ok(Outcome::Authenticated(seen)) = judge(&damaged, &Rulebook::strict()) {
            prop_assert_eq!(&*seen, person);
        }
    }
}
