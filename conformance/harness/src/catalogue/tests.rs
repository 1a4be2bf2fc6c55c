#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::{Catalogue, Need, Source};
use conformance_verdict::Level;

const FEATURE: &str = "\
@country:de @must
Feature: PACE
  Background:
    Given a freshly activated card

  @CRD-DE-PACE-01 @EAC2_ISO7816_H_1 @kills:M-CRD-nonce-reused @needs:can
  Scenario: the CAN opens a channel
    Clause: [TR-03110-3 §B.14.2]
    The channel opens.
    Usual causes: a wrong key.

    When the terminal runs PACE
    Then the card answers 9000

  Scenario Outline: the <secret> opens a channel as <who>
    Clause: [TR-03110-3 §B.14.2]
    For <who>.

    When the terminal runs PACE with the <secret>

    @kills:M-CRD-token-unchecked
    Examples:
      | id             | requirement       | secret | who      | needs | card                |
      | CRD-DE-PACE-02 | EAC2_ISO7816_H_4a | PIN    | somebody | pin   | residence-permit    |
      | CRD-DE-PACE-03 | EAC2_ISO7816_H_4b | PUK    | nobody   | puk   | -                   |
";

fn load(text: &'static str) -> Result<Catalogue, Vec<crate::Error>> {
    Catalogue::load(&[Source {
        path: "de/card/pace.feature",
        text,
    }])
}

#[test]
fn a_scenario_becomes_a_check() {
    let catalogue = load(FEATURE).unwrap();
    let check = catalogue.check("CRD-DE-PACE-01").unwrap();
    assert_eq!(check.requirement.as_str(), "EAC2_ISO7816_H_1");
    assert_eq!((check.level, check.country.as_str()), (Level::Must, "de"));
    assert_eq!(check.clause.as_str(), "TR-03110-3 §B.14.2");
    assert_eq!(check.about, "The channel opens.");
    assert_eq!(check.usual_causes, "a wrong key.");
    assert!(check.needs.contains(&Need::Can));
    let steps: Vec<&str> = check
        .scenario
        .steps
        .iter()
        .map(|step| step.value.as_str())
        .collect();
    assert_eq!(steps[0], "a freshly activated card");
    assert_eq!(steps.len(), 3);
}

#[test]
fn each_row_of_an_outline_becomes_a_check_with_its_own_tags() {
    let catalogue = load(FEATURE).unwrap();
    assert_eq!(catalogue.checks().len(), 3);
    let row = catalogue.check("CRD-DE-PACE-02").unwrap();
    assert_eq!(row.scenario.name, "the PIN opens a channel as somebody");
    assert_eq!(row.card.as_deref(), Some("residence-permit"));
    assert_eq!(row.about, "For somebody.");
    assert_eq!(row.kills[0].as_str(), "M-CRD-token-unchecked");
    assert_eq!(row.line, 24);
    let other = catalogue.check("CRD-DE-PACE-03").unwrap();
    assert_eq!(other.card, None);
    assert_eq!(
        other.scenario.steps[1].value,
        "the terminal runs PACE with the PUK"
    );
}

#[test]
fn an_unknown_id_names_the_nearest_one() {
    let error = load(FEATURE).unwrap().check("CRD-DE-PAEC-01").unwrap_err();
    assert_eq!(
        error.to_string(),
        "check \"CRD-DE-PAEC-01\" is not known; did you mean \"CRD-DE-PACE-01\"?"
    );
}

#[test]
fn a_scenario_without_its_tags_is_refused_with_file_and_line() {
    let errors = load(
        "@country:de\nFeature: x\n  @CRD-DE-X-01\n  Scenario: y\n    Clause: [z]\n    When a\n",
    )
    .unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "de/card/pace.feature:4: scenario \"y\": has no tag that is a requirement such as \
         @EAC2_ISO7816_H_4a or @REQ-…"
    );
}

#[test]
fn an_id_is_never_used_twice() {
    let text = FEATURE.replace("CRD-DE-PACE-03", "CRD-DE-PACE-02");
    let errors = load(Box::leak(text.into_boxed_str())).unwrap_err();
    assert!(
        errors[0]
            .to_string()
            .contains("is already taken at de/card/pace.feature:24")
    );
}

#[test]
fn a_placeholder_without_a_column_is_refused() {
    let text = FEATURE.replace("PACE with the <secret>", "PACE with the <sercet>");
    let errors = load(Box::leak(text.into_boxed_str())).unwrap_err();
    assert!(
        errors[0]
            .to_string()
            .contains("no Examples column is called \"sercet\"")
    );
}

#[test]
fn a_file_that_is_not_gherkin_is_refused() {
    let errors = load("Scenario without a feature\n").unwrap_err();
    assert!(
        errors[0]
            .to_string()
            .starts_with("de/card/pace.feature: not a feature file")
    );
}
