//! What holds of every text and every value of the vocabulary.

#![allow(clippy::unwrap_used)]

use eidas_profile::{
    CountryCode, CurrentAddress, LevelOfAssurance, PersonIdentifier, RequestedLevels, is_latin,
};
use proptest::prelude::*;

fn part() -> impl Strategy<Value = Option<String>> {
    proptest::option::of("[^\\x00-\\x08\\x0B-\\x1F\\x7F-\\x9F\\u{FFFE}\\u{FFFF}]{0,40}")
}

prop_compose! {
    fn address()(parts in proptest::array::uniform9(part())) -> CurrentAddress {
        let [po_box, locator_designator, locator_name, area, thoroughfare, post_name, country, region, post_code] = parts;
        CurrentAddress {
            po_box, locator_designator, locator_name, area, thoroughfare, post_name, country, region, post_code,
        }
    }
}

proptest! {
    #[test]
    fn addresses_come_back(address in address()) {
        prop_assert_eq!(CurrentAddress::decode(&address.encode()), Ok(address));
    }

    #[test]
    fn no_text_makes_a_parser_panic(text in "\\PC{0,100}", comparison in proptest::option::of("\\PC{0,10}")) {
        let _ = CurrentAddress::decode(&text);
        let _ = text.parse::<PersonIdentifier>();
        let _ = text.parse::<CountryCode>();
        let _ = LevelOfAssurance::parse(&text);
        let _ = RequestedLevels::parse(&[&text, "urn:a:b"], comparison.as_deref());
        let _ = is_latin(&text);
    }

    #[test]
    fn identifiers_come_back(text in "[A-Z]{2}/[A-Z]{2}/[!-~]{1,80}") {
        let identifier: PersonIdentifier = text.parse().unwrap();
        prop_assert_eq!(identifier.to_string(), text);
        let made = PersonIdentifier::new(identifier.issued_by(), identifier.issued_to(), identifier.opaque());
        prop_assert_eq!(made, Ok(identifier));
    }

    #[test]
    fn levels_come_back(uri in "[a-z]{1,8}:[!-!#-;=?-\\[\\]_a-z~]{1,40}") {
        if let Ok(level) = LevelOfAssurance::parse(&uri) {
            prop_assert_eq!(level.uri(), &uri);
            prop_assert!(level.at_least(&level));
        }
    }
}
