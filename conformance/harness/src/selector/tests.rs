#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::{Property, Selector};
use crate::catalogue::{Catalogue, Source};

const FEATURE: &str = "\
@country:de @must @layer:pace
Feature: PACE
  @CRD-DE-PACE-01 @EAC2_ISO7816_H_1 @kills:M-CRD-one @negative
  Scenario: one
    Clause: [TR-03110-3 §B.14.2]
    When a
  @CRD-DE-PACE-02 @EAC2_ISO7816_H_2 @kills:M-CRD-two @long @card:eu-citizen
  Scenario: two
    Clause: [TR-03110-3 §B.1]
    When a
  @CRD-DE-TA-01 @EAC2_ISO7816_K_1 @kills:M-CRD-two @human
  Scenario: three
    Clause: [TR-03110-2 §3.3]
    When a
";

fn chosen(selector: &str) -> Vec<String> {
    let catalogue = Catalogue::load(&[Source {
        path: "x.feature",
        text: FEATURE,
    }])
    .unwrap();
    let selector: Selector = selector.parse().unwrap();
    selector
        .select(&catalogue)
        .iter()
        .map(|check| check.id.to_string())
        .collect()
}

#[test]
fn properties_select() {
    let table: &[(&str, &[&str])] = &[
        ("de", &["CRD-DE-PACE-01", "CRD-DE-PACE-02", "CRD-DE-TA-01"]),
        ("CRD-DE-PACE-02", &["CRD-DE-PACE-02"]),
        ("id(CRD-DE-PACE-*)", &["CRD-DE-PACE-01", "CRD-DE-PACE-02"]),
        ("std(tr-03110-3#B.14)", &["CRD-DE-PACE-01"]),
        ("std(TR-03110-3#B.1)", &["CRD-DE-PACE-02"]),
        (
            "std(TR-03110-*)",
            &["CRD-DE-PACE-01", "CRD-DE-PACE-02", "CRD-DE-TA-01"],
        ),
        ("tag(@negative)", &["CRD-DE-PACE-01"]),
        ("req(EAC2_ISO7816_K_*)", &["CRD-DE-TA-01"]),
        (
            "kills(M-CRD-two) & layer(pace)",
            &["CRD-DE-PACE-02", "CRD-DE-TA-01"],
        ),
        ("quick", &["CRD-DE-PACE-01"]),
        ("country(de) & !human & !(tag(long))", &["CRD-DE-PACE-01"]),
        (
            "card(eu-*) | level(should) | CRD-DE-TA-01",
            &["CRD-DE-PACE-02", "CRD-DE-TA-01"],
        ),
        ("since(2026.1) & CRD-DE-TA-01", &["CRD-DE-TA-01"]),
        ("since(2027.1)", &[]),
        ("fr", &[]),
    ];
    for (selector, expected) in table {
        assert_eq!(chosen(selector), *expected, "{selector}");
    }
}

#[test]
fn and_binds_tighter_than_or() {
    let parsed: Selector = "a | b & c".parse().unwrap();
    assert_eq!(parsed.to_string(), "a | (b & c)");
}

#[test]
fn errors_name_the_column_and_the_nearest_word() {
    for (selector, text) in [
        (
            "contry(de)",
            "selector column 1: \"contry\" is no property of a check; did you mean \"country\"?",
        ),
        (
            "de &",
            "selector column 5: ends where a selector was expected",
        ),
        (
            "de & | x",
            "selector column 6: expected a selector, found '|'",
        ),
        ("(de", "selector column 4: expected ')'"),
        ("de fr", "selector column 4: expected & or | before 'f'"),
        (
            "id()",
            "selector column 5: id(…) needs a pattern, for example id(*)",
        ),
        ("", "selector column 1: ends where a selector was expected"),
    ] {
        assert_eq!(
            selector.parse::<Selector>().unwrap_err().to_string(),
            text,
            "{selector}"
        );
    }
    assert!("(".repeat(100_000).parse::<Selector>().is_err());
}

fn selectors() -> impl Strategy<Value = Selector> {
    let word = "[a-zA-Z0-9*:._-]{1,12}";
    let leaf = prop_oneof![
        word.prop_map(Selector::Word),
        (prop::sample::select(Property::ALL.to_vec()), word)
            .prop_map(|(property, pattern)| Selector::Where(property, pattern)),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Selector::Any),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Selector::All),
            inner.prop_map(|inner| Selector::Not(Box::new(inner))),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(selector in selectors()) {
        prop_assert_eq!(selector.to_string().parse::<Selector>(), Ok(selector));
    }

    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,60}") {
        let _ = text.parse::<Selector>();
    }
}
