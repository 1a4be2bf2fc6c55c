#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use iso7816::tlv::{Reader, Tag};
use persona::{Day, Persona};

use super::{DataGroups, data_group, encode_all};

fn today() -> Day {
    Day::new(2026, 3, 1).unwrap()
}

fn persona(name: &str) -> Persona {
    Persona::parse(fixtures::persona_toml(name).unwrap()).unwrap()
}

fn group(number: u8, name: &str) -> Option<Vec<u8>> {
    data_group(number, &persona(name), DataGroups::German, today())
}

#[test]
fn a_structured_address_has_its_parts_in_context_tags() {
    let expected = [
        &[0x71, 0x2D, 0x30, 0x2B, 0xAA, 0x12, 0x0C, 0x10][..],
        "PRÜFSTRAẞE 17".as_bytes(),
        &[0xAB, 0x07, 0x0C, 0x05],
        "KÖLN".as_bytes(),
        &[0xAD, 0x03, 0x13, 0x01, b'D', 0xAE, 0x07, 0x13, 0x05],
        b"50667",
    ]
    .concat();
    assert_eq!(group(17, "adult"), Some(expected));
}

#[test]
fn unknown_parts_of_a_birthday_are_spaces() {
    assert_eq!(
        group(8, "birth-year-only").unwrap()[..4],
        [0x68, 0x0A, 0x12, 0x08]
    );
    assert!(group(8, "birth-year-only").unwrap().ends_with(b"    "));
}

#[test]
fn a_person_without_given_name_has_an_empty_one() {
    assert_eq!(
        group(4, "no-given-name"),
        Some(vec![0x64, 0x02, 0x0C, 0x00])
    );
}

#[test]
fn nobody_without_dwelling_has_an_address() {
    assert_eq!(group(17, "no-dwelling").unwrap()[2], 0xA2);
    assert_eq!(group(17, "free-text-address").unwrap()[2], 0xA1);
}

#[test]
fn the_municipality_id_is_two_digits_per_byte() {
    assert_eq!(
        group(18, "adult").unwrap(),
        [
            0x72, 0x09, 0x04, 0x07, 0x02, 0x76, 0x05, 0x03, 0x15, 0x00, 0x00
        ]
    );
    assert_eq!(
        group(18, "no-community-id").unwrap(),
        [0x72, 0x02, 0x04, 0x00]
    );
}

#[test]
fn only_residence_permits_have_auxiliary_texts() {
    assert_eq!(group(19, "adult"), None);
    assert_eq!(group(19, "residence-permit").unwrap()[2], 0xA1);
    assert_eq!(group(20, "residence-permit").unwrap()[0], 0x74);
}

#[test]
fn first_generation_cards_have_no_nationality() {
    assert_eq!(group(10, "first-generation"), None);
    assert_eq!(group(10, "adult"), Some(vec![0x6A, 0x03, 0x13, 0x01, b'D']));
}

#[test]
fn every_group_is_one_object_with_the_tag_of_its_number() {
    for name in fixtures::PERSONAS {
        for groups in [DataGroups::German, DataGroups::Complete] {
            for (number, content) in encode_all(&persona(name), groups, today()) {
                let mut reader = Reader::der(&content);
                assert_eq!(
                    reader.next().unwrap().unwrap().tag,
                    Tag::new(0x60 | u32::from(number)),
                    "{name} {number}"
                );
                reader.finish().unwrap();
            }
        }
    }
}

#[test]
fn a_complete_card_has_all_groups_but_the_reserved_one() {
    let numbers: Vec<u8> = encode_all(&persona("adult"), DataGroups::Complete, today())
        .into_iter()
        .map(|(number, _)| number)
        .collect();
    assert_eq!(numbers, (1..=15).chain(17..=22).collect::<Vec<u8>>());
}
