use super::*;

const NATURAL: &str = "http://eidas.europa.eu/attributes/naturalperson";
const LEGAL: &str = "http://eidas.europa.eu/attributes/legalperson";

#[test]
fn the_registry_is_that_of_the_profile() {
    let natural = [
        ("PersonIdentifier", "PersonIdentifier", true),
        ("CurrentFamilyName", "FamilyName", true),
        ("CurrentGivenName", "FirstName", true),
        ("DateOfBirth", "DateOfBirth", true),
        ("BirthName", "BirthName", false),
        ("PlaceOfBirth", "PlaceOfBirth", false),
        ("CurrentAddress", "CurrentAddress", false),
        ("Gender", "Gender", false),
        ("Nationality", "Nationality", false),
        ("CountryOfBirth", "CountryOfBirth", false),
        ("TownOfBirth", "TownOfBirth", false),
        ("CountryOfResidence", "CountryOfResidence", false),
        ("PhoneNumber", "PhoneNumber", false),
        ("EmailAddress", "EmailAddress", false),
    ];
    let legal = [
        ("LegalPersonIdentifier", "LegalPersonIdentifier", true),
        ("LegalName", "LegalName", true),
        ("LegalPersonAddress", "LegalAddress", false),
        ("VATRegistrationNumber", "VATRegistration", false),
        ("TaxReference", "TaxReference", false),
        ("D-2012-17-EUIdentifier", "D-2012-17-EUIdentifier", false),
        ("LEI", "LEI", false),
        ("EORI", "EORI", false),
        ("SEED", "SEED", false),
        ("SIC", "SIC", false),
        ("LegalPhoneNumber", "LegalPhoneNumber", false),
        ("LegalEmailAddress", "LegalEmailAddress", false),
    ];
    assert_eq!(Attribute::ALL.len(), natural.len() + legal.len());
    let rows = natural.iter().map(|row| (NATURAL, row));
    let rows = rows.chain(legal.iter().map(|row| (LEGAL, row)));
    for (namespace, (local, friendly, mandatory)) in rows {
        let name = AttributeName::parse(&format!("{namespace}/{local}")).unwrap();
        assert_eq!(name.friendly_name(), *friendly);
        assert_eq!(name.attribute.is_mandatory(), *mandatory, "{local}");
        assert_eq!(name.value_type(), format!("{local}Type"));
        assert_eq!(name.of, Subject::Person);
        let twin = AttributeName::parse(&format!("{namespace}/representative/{local}")).unwrap();
        assert_eq!(twin, name.attribute.of_representative());
        assert_eq!(twin.friendly_name(), format!("Representative{friendly}"));
    }
}

#[test]
fn names_are_matched_whole_and_case_sensitive() {
    for wrong in [
        "",
        NATURAL,
        "http://eidas.europa.eu/attributes/naturalperson/Shoesize",
        "http://eidas.europa.eu/attributes/naturalperson/gender",
        "http://eidas.europa.eu/attributes/naturalperson/Gender/",
        "http://eidas.europa.eu/attributes/legalperson/Gender",
    ] {
        assert_eq!(AttributeName::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn names_and_legal_names_are_transliterated_and_nothing_else() {
    let transliterated: Vec<Attribute> = Attribute::ALL
        .iter()
        .copied()
        .filter(|attribute| attribute.is_transliterated())
        .collect();
    assert_eq!(
        transliterated,
        [
            Attribute::CurrentFamilyName,
            Attribute::CurrentGivenName,
            Attribute::BirthName,
            Attribute::LegalName
        ]
    );
}

#[test]
fn values_have_the_form_of_their_attribute() {
    let long = "x".repeat(65_536);
    let table: &[(Attribute, &str, bool)] = &[
        (Attribute::DateOfBirth, "1999-12-31", true),
        (Attribute::DateOfBirth, "2000-02-29", true),
        (Attribute::DateOfBirth, "1999-13-01", false),
        (Attribute::DateOfBirth, "1999-02-29", false),
        (Attribute::DateOfBirth, "1999-12-31Z", false),
        (Attribute::DateOfBirth, "1999-1-1", false),
        (Attribute::DateOfBirth, "+999-12-31", false),
        (Attribute::Gender, "Female", true),
        (Attribute::Gender, "Unspecified", true),
        (Attribute::Gender, "X", false),
        (Attribute::Gender, "male", false),
        (Attribute::Nationality, "NL", true),
        (Attribute::Nationality, "nl", false),
        (Attribute::CountryOfBirth, "NLD", false),
        (Attribute::PhoneNumber, "+32 2 555 00 00", true),
        (Attribute::PhoneNumber, "+49(0)30/555-01", true),
        (Attribute::PhoneNumber, "025550000", false),
        (Attribute::PhoneNumber, "+1234567890123456", false),
        (Attribute::PhoneNumber, "+32x", false),
        (Attribute::EmailAddress, "a@b.example", true),
        (Attribute::EmailAddress, "a b@b.example", false),
        (Attribute::EmailAddress, "@b.example", false),
        (Attribute::EmailAddress, "a@b@c", false),
        (Attribute::TownOfBirth, "", true),
        (Attribute::TownOfBirth, &long, false),
        (Attribute::PersonIdentifier, "0123", true),
        (Attribute::PersonIdentifier, "DE/BE/01 23", false),
        (Attribute::CurrentAddress, "not looked at", true),
    ];
    for (attribute, value, holds) in table {
        assert_eq!(
            attribute.rule().check(value).is_ok(),
            *holds,
            "{attribute:?} {value:.40}"
        );
    }
}

#[test]
fn an_identifier_has_256_characters_behind_its_two_countries() {
    let rule = ValueRule::Identifier;
    assert!(rule.check(&"A".repeat(256)).is_ok());
    assert!(rule.check(&"A".repeat(257)).is_err());
    assert!(rule.check(&format!("DE/BE/{}", "A".repeat(256))).is_ok());
    assert!(rule.check(&format!("DE/BE/{}", "A".repeat(257))).is_err());
    assert!(rule.check(&format!("de/BE/{}", "A".repeat(256))).is_err());
}

#[test]
fn each_set_that_is_begun_must_be_whole_and_one_of_them_is_the_persons() {
    let person = Attributes::new()
        .with(Attribute::PersonIdentifier, "DE/BE/1")
        .with(Attribute::CurrentFamilyName, "A")
        .with(Attribute::CurrentGivenName, "B")
        .with(Attribute::DateOfBirth, "2000-01-01");
    assert_eq!(person.missing(), []);
    assert_eq!(
        person.clone().without(Attribute::DateOfBirth).missing(),
        [Attribute::DateOfBirth.name()]
    );
    assert_eq!(
        person.clone().with(Attribute::LegalName, "C").missing(),
        [Attribute::LegalPersonIdentifier.name()]
    );
    assert_eq!(
        person
            .with(Attribute::LegalName.of_representative(), "C")
            .missing(),
        [Attribute::LegalPersonIdentifier.of_representative()]
    );
    assert_eq!(Attributes::new().missing().len(), 4);
    let represented = Attributes::new()
        .with(Attribute::LegalName.of_representative(), "C")
        .with(
            Attribute::LegalPersonIdentifier.of_representative(),
            "BE/DE/1",
        );
    assert_eq!(represented.missing().len(), 4);
}

#[test]
fn a_name_in_another_script_needs_a_latin_twin() {
    let lonely = Attributes::new().with_values(
        Attribute::CurrentFamilyName,
        vec![AttributeValue::other("Παπαδοπούλου")],
    );
    assert_eq!(
        lonely.without_latin_twin().collect::<Vec<_>>(),
        [Attribute::CurrentFamilyName.name()]
    );
    let both = Attributes::new().with_values(
        Attribute::CurrentFamilyName,
        vec![
            AttributeValue::other("Παπαδοπούλου"),
            AttributeValue::latin("Papadopoulou"),
        ],
    );
    assert_eq!(both.without_latin_twin().count(), 0);
    assert_eq!(both.get(Attribute::CurrentFamilyName), Some("Papadopoulou"));
    let town = Attributes::new().with(Attribute::TownOfBirth, "Αθήνα");
    assert_eq!(town.without_latin_twin().count(), 0);
}
