//! What is said of a person, and how sure it is.

use super::*;

#[test]
fn wrong_attributes_are_refused() {
    let base = person();
    let other = |identifier: &str| {
        person()
            .without(Attribute::PersonIdentifier)
            .with(Attribute::PersonIdentifier, identifier)
    };
    let legal = |identifier: &str| {
        person()
            .with(Attribute::LegalName, "A")
            .with(Attribute::LegalPersonIdentifier, identifier)
    };
    let representative = person()
        .with(Attribute::LegalName.of_representative(), "A")
        .with(
            Attribute::LegalPersonIdentifier.of_representative(),
            "NL/BE/1",
        );
    let greek = base
        .clone()
        .without(Attribute::CurrentFamilyName)
        .with_values(
            Attribute::CurrentFamilyName,
            vec![AttributeValue::other("Παπαδοπούλου")],
        );
    let birth = |date: &str| {
        person()
            .without(Attribute::DateOfBirth)
            .with(Attribute::DateOfBirth, date)
    };
    let rows = [
        (other("05226A29"), Rule::IdentifierFormat, "202003"),
        (other("de/be/05226A29"), Rule::IdentifierFormat, "202003"),
        (legal("1"), Rule::IdentifierFormat, "202003"),
        (other("NL/BE/05226A29"), Rule::IdentifierCountry, "202003"),
        (legal("NL/BE/1"), Rule::IdentifierCountry, "202003"),
        (representative, Rule::IdentifierCountry, "202003"),
        (other("DE/NL/05226A29"), Rule::IdentifierRecipient, "202003"),
        (birth("1999-13-01"), Rule::AttributeSyntax, "203007"),
        (
            base.clone().with(Attribute::Gender, "X"),
            Rule::AttributeSyntax,
            "203007",
        ),
        (
            base.clone().with(Attribute::Nationality, "nl"),
            Rule::AttributeValue,
            "203001",
        ),
        (
            base.clone().with(Attribute::EmailAddress, "nobody"),
            Rule::AttributeValue,
            "203001",
        ),
        (
            base.clone()
                .with(Attribute::TownOfBirth, "x".repeat(65_536)),
            Rule::AttributeValue,
            "203001",
        ),
        (greek, Rule::LatinTwin, "203001"),
        (
            base.clone().without(Attribute::DateOfBirth),
            Rule::MinimumDataSet,
            "203021",
        ),
        (
            base.with(Attribute::LegalName, "A"),
            Rule::MinimumDataSet,
            "203021",
        ),
    ];
    for (attributes, expected, code) in rows {
        let text = with_person(attributes);
        assert_eq!(rule(&text), Some(expected));
        assert_eq!(expected.eu_code().outer.to_string(), code, "{expected:?}");
        let eu = World::new().judge(&text, &Profile::EuNode.responses());
        assert_eq!(eu.is_ok(), expected.is_ignored_by_eu_node(), "{expected:?}");
    }
    let unknown = with_assertion(|a| {
        a.attribute_statements[0]
            .attributes
            .push(saml::Attribute::text("urn:unheard-of", "x"));
    });
    assert_eq!(rule(&unknown), Some(Rule::AttributeKnown));
    assert_eq!(Rule::AttributeKnown.eu_code().outer.to_string(), "203001");
}

#[test]
fn only_the_word_false_in_the_namespace_of_the_type_marks_another_script() {
    let greek = AttributeValue::other("Παπαδοπούλου");
    let both = person().without(Attribute::CurrentFamilyName).with_values(
        Attribute::CurrentFamilyName,
        vec![AttributeValue::latin("Papadopoulou"), greek.clone()],
    );
    let mark = |change: fn(&mut Element)| {
        let mut bench = Bench::new();
        bench.identity.attributes = both.clone();
        let mut assertion = bench.assertion();
        let values = &mut assertion.attribute_statements[0].attributes;
        let family = values
            .iter_mut()
            .find(|a| a.friendly_name.as_deref() == Some("FamilyName"));
        change(&mut family.unwrap().values[1]);
        let text = sealed(bench.response(), &assertion.to_element());
        let read = World::new().judge(&text, &Rulebook::strict()).unwrap();
        let Outcome::Success(statement) = &read.result else {
            panic!("{read:?}");
        };
        statement
            .attributes
            .values(Attribute::CurrentFamilyName)
            .nth(1)
            .unwrap()
            .script
    };
    let namespace = "http://eidas.europa.eu/attributes/naturalperson";
    assert_eq!(mark(|_| {}), crate::Script::Other);
    assert_eq!(
        mark(|e| e.set_attribute_in(
            "eidas-natural:LatinScript",
            "http://eidas.europa.eu/attributes/naturalperson",
            "0"
        )),
        crate::Script::Latin
    );
    assert_eq!(
        mark(|e| {
            e.remove_attribute_in(
                "http://eidas.europa.eu/attributes/naturalperson",
                "LatinScript",
            );
            e.set_attribute("LatinScript", "false");
        }),
        crate::Script::Latin
    );
    assert_eq!(Attribute::CurrentFamilyName.name().namespace(), namespace);
}

#[test]
fn the_level_is_one_that_was_asked_for_and_is_published() {
    let level = |level: &str| {
        let mut bench = Bench::new();
        bench.identity.level = level.to_owned();
        bench.text()
    };
    let low = level(LevelOfAssurance::Low.uri());
    assert_eq!(rule(&low), Some(Rule::LevelRequested));
    let substantial = level(LevelOfAssurance::Substantial.uri());
    assert_eq!(rule(&substantial), Some(Rule::LevelPublished));
    assert_eq!(
        rule(&level("http://eidas.europa.eu/LoA/High")),
        Some(Rule::LevelRequested)
    );
    assert_eq!(Rule::LevelRequested.eu_code().outer.to_string(), "202019");
    assert_eq!(Rule::LevelPublished.eu_code().outer.to_string(), "202021");
    let careless = Rulebook::strict()
        .without(Rule::LevelRequested)
        .without(Rule::LevelPublished);
    assert!(World::new().judge(&low, &careless).is_ok());
}
