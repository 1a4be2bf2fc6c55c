//! Unit EIDDATA_B.

use conformance_checks::Judgement;
use conformance_checks::tr03105_3_3::eiddata_b::*;
use conformance_checks::tr03127::data_groups_3_4_3 as german;
use conformance_verdict::Verdict;

use crate::der::{int, octets, oid, printable, seq, set, tlv, utf8};
use crate::verdicts::{fails, passes, warns};

fn group(number: u32, contents: &[u8]) -> Vec<u8> {
    tlv(0x60 + number, contents)
}

fn numeric(text: &str) -> Vec<u8> {
    tlv(0x12, text.as_bytes())
}

fn place(parts: &[(u32, Vec<u8>)]) -> Vec<u8> {
    seq(&parts
        .iter()
        .map(|(tag, part)| tlv(*tag, part))
        .collect::<Vec<_>>())
}

fn home() -> Vec<u8> {
    place(&[
        (0xAA, utf8("Musterstraße 1")),
        (0xAB, utf8("Köln")),
        (0xAD, printable("D")),
        (0xAE, printable("51147")),
    ])
}

/// A judge as a function of the file alone.
type Judge = fn(&[u8]) -> Judgement;

/// Every judge of the unit with its data group and good contents.
fn all() -> Vec<(Judge, u32, Vec<u8>)> {
    vec![
        (|file| eac2_eiddata_b_1(file, None), 1, printable("ID")),
        (eac2_eiddata_b_2, 2, printable("D")),
        (eac2_eiddata_b_3, 3, numeric("20311031")),
        (eac2_eiddata_b_4, 4, utf8("ERIKA")),
        (eac2_eiddata_b_5, 5, utf8("MUSTERMANN")),
        (eac2_eiddata_b_6, 6, utf8("")),
        (eac2_eiddata_b_7, 7, utf8("DR.")),
        (|file| eac2_eiddata_b_8(file, None), 8, numeric("19640812")),
        (eac2_eiddata_b_9, 9, tlv(0xA1, &utf8("BERLIN"))),
        (eac2_eiddata_b_10, 10, printable("D")),
        (eac2_eiddata_b_11, 11, printable("F")),
        (
            eac2_eiddata_b_12,
            12,
            set(&[seq(&[oid("1.2.3"), int(5)]), seq(&[oid("1.2.4")])]),
        ),
        (eac2_eiddata_b_13, 17, home()),
        (eac2_eiddata_b_14, 18, octets(&[0x02, 0x76, 0x05])),
        (eac2_eiddata_b_15, 19, tlv(0xA1, &utf8("Nebenbestimmung"))),
        (eac2_eiddata_b_16, 20, tlv(0xA1, &utf8(""))),
        (eac2_eiddata_b_17, 21, printable("tel:+49-30-1234")),
        (eac2_eiddata_b_18, 22, tlv(0x16, b"erika@example.org")),
        (eac2_eiddata_b_19, 13, utf8("GABLER")),
        (
            eac2_eiddata_b_20,
            14,
            octets(&[0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]),
        ),
        (
            |file| eac2_eiddata_b_21(file, None),
            15,
            numeric("20211101"),
        ),
    ]
}

#[test]
fn good_groups_pass() {
    for (judge, number, contents) in all() {
        passes(&judge(&group(number, &contents)));
    }
}

#[test]
fn every_group_has_its_own_application_tag_and_one_element() {
    for (judge, number, contents) in all() {
        let good = group(number, &contents);
        for bad in [
            group(number + 1, &contents),
            tlv(0x40 + number, &contents),
            contents.clone(),
            good[..good.len() - 1].to_vec(),
            group(number, &[]),
            group(number, &[contents.clone(), contents.clone()].concat()),
            group(number, &tlv(0x05, &[])),
            [good.clone(), vec![1]].concat(),
            vec![],
        ] {
            let judgement = judge(&bad);
            let blank = bad.is_empty() && judgement.verdict() == Verdict::Warning;
            assert!(
                judgement.verdict() == Verdict::Fail || blank,
                "{bad:02X?} {judgement}"
            );
        }
        warns(&judge(&[good, vec![0, 0]].concat()), 1);
    }
}

#[test]
fn groups_that_a_card_may_leave_unused_can_be_blank() {
    for (judge, number, _) in all() {
        let verdict = judge(&[0; 16]).verdict();
        let may_be_blank = matches!(number, 10 | 17..=22);
        assert_eq!(
            verdict == Verdict::Warning,
            may_be_blank,
            "DG{number}: {verdict:?}"
        );
    }
}

#[test]
fn document_types_have_two_capitals() {
    for bad in ["I", "IDD", "id", "I1", ""] {
        fails(&eac2_eiddata_b_1(&group(1, &printable(bad)), None), 1);
    }
    fails(&eac2_eiddata_b_1(&group(1, &utf8("ID")), None), 1);
    passes(&eac2_eiddata_b_1(&group(1, &printable("UB")), Some("UB")));
    fails(
        &eac2_eiddata_b_1(&group(1, &printable("ID")), Some("UB")),
        1,
    );
}

#[test]
fn issuers_and_nationalities_are_countries() {
    for bad in ["DE", "", "DEUT", "d", "D3D"] {
        fails(&eac2_eiddata_b_2(&group(2, &printable(bad))), 1);
        fails(&eac2_eiddata_b_10(&group(10, &printable(bad))), 1);
    }
    passes(&eac2_eiddata_b_10(&group(10, &printable("UTO"))));
    passes(&eac2_eiddata_b_2(&group(2, &home())));
    fails(&eac2_eiddata_b_10(&group(10, &home())), 1);
    fails(
        &eac2_eiddata_b_2(&group(2, &place(&[(0xAB, utf8("Köln"))]))),
        1,
    );
}

#[test]
fn dates_are_in_the_calendar() {
    for bad in [
        "20310229",
        "20311301",
        "20310001",
        "2031103",
        "203110311",
        "        ",
        "2031    ",
    ] {
        fails(&eac2_eiddata_b_3(&group(3, &numeric(bad))), 1);
        fails(&eac2_eiddata_b_21(&group(15, &numeric(bad)), None), 1);
    }
    for bad in [printable("20311031"), numeric("2031-1-1")] {
        fails(&eac2_eiddata_b_3(&group(3, &bad)).clone(), 1);
    }
}

#[test]
fn unknown_parts_of_a_date_of_birth_are_spaces() {
    for good in ["19640812", "196408  ", "1964    ", "        ", "    0812"] {
        passes(&eac2_eiddata_b_8(&group(8, &numeric(good)), None));
    }
    for bad in [
        "19641301", "1964 812", "19640800", "1964  32", "196413  ", "19640230", "196408",
    ] {
        fails(&eac2_eiddata_b_8(&group(8, &numeric(bad)), None), 1);
    }
}

#[test]
fn nobody_is_born_tomorrow() {
    let today = Some("2026-03-01".parse().unwrap());
    passes(&eac2_eiddata_b_8(&group(8, &numeric("20260301")), today));
    warns(&eac2_eiddata_b_8(&group(8, &numeric("20260302")), today), 1);
    warns(
        &eac2_eiddata_b_21(&group(15, &numeric("20260302")), today),
        1,
    );
}

#[test]
fn names_are_utf8() {
    let judges: [(Judge, u32); 5] = [
        (eac2_eiddata_b_4, 4),
        (eac2_eiddata_b_5, 5),
        (eac2_eiddata_b_6, 6),
        (eac2_eiddata_b_7, 7),
        (eac2_eiddata_b_19, 13),
    ];
    for (judge, number) in judges {
        passes(&judge(&group(number, &utf8("Łukasz ẞ'"))));
        assert_eq!(
            judge(&group(number, &tlv(0x0C, &[0xC3]))).verdict(),
            Verdict::Fail
        );
        fails(&judge(&group(number, &printable("ERIKA"))), 1);
    }
}

#[test]
fn places_have_three_forms() {
    for good in [
        home(),
        tlv(0xA1, &utf8("BERLIN")),
        tlv(0xA2, &utf8("keine Hauptwohnung")),
    ] {
        passes(&eac2_eiddata_b_9(&group(9, &good)));
        passes(&eac2_eiddata_b_13(&group(17, &good)));
    }
    for bad in [
        tlv(0xA3, &utf8("BERLIN")),
        tlv(0xA1, &printable("BERLIN")),
        tlv(0x81, b"BERLIN"),
        place(&[(0xAA, utf8("Weg 1")), (0xAD, printable("D"))]),
        place(&[(0xAB, utf8("Köln"))]),
        place(&[(0xAD, printable("D")), (0xAB, utf8("Köln"))]),
        place(&[(0xAB, utf8("Köln")), (0xAD, printable("DE"))]),
        place(&[(0xAB, printable("Koeln")), (0xAD, printable("D"))]),
        place(&[
            (0xAB, utf8("Köln")),
            (0xAD, printable("D")),
            (0xAE, utf8("51147")),
        ]),
        place(&[
            (0xAB, utf8("Köln")),
            (0xAD, printable("D")),
            (0xAF, printable("1")),
        ]),
        place(&[
            (0xAB, [utf8("Köln"), utf8("Bonn")].concat()),
            (0xAD, printable("D")),
        ]),
    ] {
        fails(&eac2_eiddata_b_9(&group(9, &bad)), 1);
        fails(&eac2_eiddata_b_13(&group(17, &bad)), 1);
    }
}

#[test]
fn residences_may_be_several() {
    passes(&eac2_eiddata_b_13(&group(
        17,
        &set(&[home(), tlv(0xA1, &utf8("BERLIN"))]),
    )));
    fails(
        &eac2_eiddata_b_13(&group(17, &set(&[home(), printable("D")]))),
        1,
    );
    fails(&eac2_eiddata_b_9(&group(9, &set(&[home()]))), 1);
}

#[test]
fn sex_is_one_of_three_letters() {
    for good in ["M", "F", " "] {
        passes(&eac2_eiddata_b_11(&group(11, &printable(good))));
    }
    for bad in ["X", "m", "W"] {
        fails(&eac2_eiddata_b_11(&group(11, &printable(bad))), 1);
    }
    warns(&eac2_eiddata_b_11(&group(11, &printable("MF"))), 1);
}

#[test]
fn optional_data_is_a_set_of_identified_data() {
    for bad in [
        seq(&[oid("1.2.3")]),
        set(&[oid("1.2.3")]),
        set(&[seq(&[int(1)])]),
        set(&[seq(&[oid("1.2.3"), int(1), int(2)])]),
    ] {
        fails(&eac2_eiddata_b_12(&group(12, &bad)), 1);
    }
}

#[test]
fn compressed_texts_inflate_to_utf8() {
    // A stored block: last, length, its complement, the bytes.
    let stored = |text: &[u8]| {
        let length = u16::try_from(text.len()).unwrap();
        [
            &[1][..],
            &length.to_le_bytes(),
            &(!length).to_le_bytes(),
            text,
        ]
        .concat()
    };
    let compressed = |bytes: &[u8]| tlv(0xA2, &octets(bytes));
    for (judge, number) in [(eac2_eiddata_b_15 as Judge, 19), (eac2_eiddata_b_16, 20)] {
        passes(&judge(&group(
            number,
            &compressed(&stored("Beschäftigung".as_bytes())),
        )));
        for bad in [
            compressed(&stored(&[0xFF])),
            compressed(&[0x07, 0x00]),
            compressed(&[]),
            tlv(0xA2, &utf8("text")),
            tlv(0xA1, &octets(b"text")),
            tlv(0xA3, &utf8("text")),
            utf8("text"),
        ] {
            fails(&judge(&group(number, &bad)), 1);
        }
    }
}

#[test]
fn telephone_numbers_are_global() {
    let judge = |text: &str| eac2_eiddata_b_17(&group(21, &printable(text)));
    passes(&judge("tel:+49.30.(1234)"));
    for bad in ["tel:030-1234", "tel:+", "tel:+49A", ""] {
        fails(&judge(bad), 1);
    }
    warns(&judge("+49-30-1234"), 1);
    warns(&judge("fax:+49-30-1234"), 1);
}

#[test]
fn addresses_of_mail_are_ascii() {
    warns(&eac2_eiddata_b_18(&group(22, &tlv(0x16, b"erika"))), 1);
    fails(
        &eac2_eiddata_b_18(&group(22, &utf8("erika@example.org"))),
        1,
    );
    assert_eq!(
        eac2_eiddata_b_18(&group(22, &tlv(0x16, b"\xE9@example.org"))).verdict(),
        Verdict::Fail
    );
}

#[test]
fn written_signatures_are_jpeg_2000() {
    passes(&eac2_eiddata_b_20(&group(
        14,
        &octets(&[0xFF, 0x4F, 0xFF, 0x51, 0x00]),
    )));
    fails(
        &eac2_eiddata_b_20(&group(14, &octets(&[0xFF, 0xD8, 0xFF]))),
        1,
    );
    fails(&eac2_eiddata_b_20(&group(14, &printable("JP"))), 1);
}

#[test]
fn german_documents_have_one_of_six_types() {
    for good in ["ID", "AR", "AS", "AF", "UB", "OA"] {
        passes(&german::document_type(&group(1, &printable(good))));
    }
    fails(&german::document_type(&group(1, &printable("TD"))), 1);
    fails(&german::document_type(&[]), 1);
}

#[test]
fn german_municipality_ids_are_fourteen_decimal_digits() {
    let judge = |digits: &[u8]| german::municipality_id(&group(18, &octets(digits)));
    passes(&judge(&[0x02, 0x76, 0x05, 0x03, 0x15, 0x00, 0x00]));
    passes(&judge(&[]));
    passes(&german::municipality_id(&[]));
    fails(&judge(b"02760503150000"), 1);
    fails(&judge(&[0x02, 0x76, 0x0A, 0x03, 0x15, 0x00, 0x00]), 1);
    warns(&judge(&[0x02, 0x76]), 1);
    fails(&german::municipality_id(&group(18, &printable("0276"))), 1);
}
