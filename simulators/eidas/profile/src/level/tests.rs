use super::*;

const LOW: &str = "http://eidas.europa.eu/LoA/low";
const SUBSTANTIAL: &str = "http://eidas.europa.eu/LoA/substantial";
const HIGH: &str = "http://eidas.europa.eu/LoA/high";
const OTHER: &str = "http://eidas.europa.eu/NotNotified/LoA/low";
const NATIONAL: &str = "urn:national:loa:3";

#[test]
fn notified_levels_are_case_sensitive() {
    assert_eq!(LevelOfAssurance::parse(HIGH), Ok(LevelOfAssurance::High));
    for wrong in [
        "http://eidas.europa.eu/LoA/High",
        "HTTP://EIDAS.EUROPA.EU/LOA/high",
        "http://eidas.europa.eu/LoA/NotNotified/low",
        "http://eidas.europa.eu/LoA/low-nn",
    ] {
        assert_eq!(
            LevelOfAssurance::parse(wrong),
            Err(LevelError::Unknown(wrong.into()))
        );
    }
}

#[test]
fn any_other_absolute_uri_is_a_level_that_was_not_notified() {
    for uri in [OTHER, NATIONAL, "https://scheme.example/level"] {
        assert_eq!(
            LevelOfAssurance::parse(uri),
            Ok(LevelOfAssurance::NonNotified(uri.into()))
        );
    }
    for wrong in ["", "high", "a b:c", "urn:", "test#WRONGPIN", "urn:a b"] {
        assert_eq!(
            LevelOfAssurance::parse(wrong),
            Err(LevelError::NotAbsolute(wrong.into()))
        );
    }
}

#[test]
fn requests_are_valid_as_the_table_says() {
    let table: &[(&[&str], Option<&str>, bool)] = &[
        (&[LOW], Some("minimum"), true),
        (&[HIGH], Some("minimum"), true),
        (&[OTHER], Some("exact"), true),
        (&[OTHER, NATIONAL], None, true),
        (&[OTHER, HIGH], Some("exact"), true),
        (&[SUBSTANTIAL, OTHER, HIGH], None, true),
        (&[OTHER, LOW, SUBSTANTIAL, HIGH], Some("exact"), true),
        (&[OTHER, LOW], Some("exact"), false),
        (&[OTHER, LOW, HIGH], Some("exact"), false),
        (&[OTHER, LOW, SUBSTANTIAL], Some("exact"), false),
        (&[OTHER, SUBSTANTIAL], None, false),
        (&[LOW, SUBSTANTIAL], Some("minimum"), false),
        (&[OTHER], Some("minimum"), false),
        (&[OTHER, HIGH], Some("minimum"), false),
        (&[LOW], Some("exact"), false),
        (&[HIGH], Some("exact"), false),
        (&[HIGH], None, false),
        (&[LOW, SUBSTANTIAL, HIGH], Some("exact"), false),
        (&[OTHER, OTHER], Some("exact"), false),
        (&[HIGH, HIGH], Some("minimum"), false),
        (&[], Some("minimum"), false),
        (&[], None, false),
        (&[LOW], Some("better"), false),
        (&[LOW], Some("maximum"), false),
        (&[OTHER], Some(""), false),
        (&[LOW, LOW, SUBSTANTIAL, HIGH], Some("minimum"), false),
        (&["http://eidas.europa.eu/LoA/High"], Some("minimum"), false),
    ];
    for (references, comparison, valid) in table {
        let read = RequestedLevels::parse(references, *comparison);
        assert_eq!(
            read.is_ok(),
            *valid,
            "{references:?} {comparison:?}: {read:?}"
        );
    }
}

#[test]
fn an_answer_satisfies_a_request_as_the_table_says() {
    let table: &[(&[&str], &str, &str, bool)] = &[
        (&[LOW], "minimum", LOW, true),
        (&[LOW], "minimum", SUBSTANTIAL, true),
        (&[LOW], "minimum", HIGH, true),
        (&[SUBSTANTIAL], "minimum", HIGH, true),
        (&[SUBSTANTIAL], "minimum", LOW, false),
        (&[HIGH], "minimum", SUBSTANTIAL, false),
        (&[HIGH], "minimum", OTHER, false),
        (&[OTHER], "exact", OTHER, true),
        (&[OTHER], "exact", NATIONAL, false),
        (&[OTHER], "exact", HIGH, false),
        (&[OTHER, SUBSTANTIAL, HIGH], "exact", SUBSTANTIAL, true),
        (&[OTHER, SUBSTANTIAL, HIGH], "exact", HIGH, true),
        (&[OTHER, SUBSTANTIAL, HIGH], "exact", LOW, false),
        (&[OTHER, SUBSTANTIAL, HIGH], "exact", NATIONAL, false),
    ];
    for (references, comparison, answer, satisfied) in table {
        let request = RequestedLevels::parse(references, Some(comparison)).unwrap();
        let answer = LevelOfAssurance::parse(answer).unwrap();
        assert_eq!(
            request.accepts(&answer),
            *satisfied,
            "{request:?} {answer:?}"
        );
    }
}

#[test]
fn a_request_is_offered_when_something_as_high_is_published() {
    let high = RequestedLevels::minimum(LevelOfAssurance::High);
    let low = RequestedLevels::minimum(LevelOfAssurance::Low);
    let published = [LevelOfAssurance::Substantial];
    assert!(!high.are_offered(&published));
    assert!(low.are_offered(&published));
    assert!(!low.are_offered(&[]));
}
