//! Answers of the protocols.

use conformance_checks::tr03110_3::b_1_pace::{self, Mapping, References};
use conformance_checks::tr03110_3::b_4_restricted_identification::{
    self as restricted_identification, Sectors,
};
use conformance_checks::tr03110_3::b_12_card_capabilities::{self as capabilities, Announcements};
use conformance_checks::tr03110_3::{
    b_2_chip_authentication, b_14_2_general_authenticate, b_14_6_get_challenge,
};
use crypto::{Curve, Hash};
use iso7816::StatusWord;

use crate::der::{int, tlv};
use crate::sample::key;
use crate::verdicts::{fails, passes, warns};

fn answer(objects: &[Vec<u8>]) -> Vec<u8> {
    tlv(0x7C, &objects.concat())
}

/// Shapes that no answer has.
fn malformed(good: &[u8]) -> Vec<Vec<u8>> {
    let inner = &good[2..];
    vec![
        vec![],
        good[..good.len() - 1].to_vec(),
        [good, &[0x00]].concat(),
        tlv(0x7D, inner),
        answer(&[]),
        answer(&[inner.to_vec(), tlv(0x8F, &[1])]),
        [&[0x7C, 0x81, u8::try_from(inner.len()).unwrap()], inner].concat(),
    ]
}

#[test]
fn nonces_have_whole_blocks() {
    let nonce = |length: usize| answer(&[tlv(0x80, &vec![7; length])]);
    passes(&b_1_pace::encrypted_nonce(&nonce(16), 16));
    passes(&b_1_pace::encrypted_nonce(&nonce(32), 16));
    passes(&b_1_pace::encrypted_nonce(&nonce(8), 8));
    for bad in [
        nonce(0),
        nonce(8),
        nonce(17),
        answer(&[tlv(0x81, &[7; 16])]),
    ] {
        fails(&b_1_pace::encrypted_nonce(&bad, 16), 1);
    }
    for bad in malformed(&nonce(16)) {
        fails(&b_1_pace::encrypted_nonce(&bad, 16), 1);
    }
}

#[test]
fn public_points_are_on_their_curve() {
    for curve in [Curve::BrainpoolP256r1, Curve::P521] {
        let key = key(curve, 0x11).public_key();
        let good = tlv(0x7C, &tlv(0x82, key.as_bytes()));
        passes(&b_1_pace::mapping_data(&good, curve));
        passes(&b_1_pace::ephemeral_key(
            &tlv(0x7C, &tlv(0x84, key.as_bytes())),
            curve,
        ));
        let mut off_curve = key.as_bytes().to_vec();
        off_curve[1] ^= 1;
        for bad in [
            off_curve,
            vec![0],
            key.as_bytes()[..key.as_bytes().len() - 1].to_vec(),
            vec![],
        ] {
            fails(
                &b_1_pace::mapping_data(&tlv(0x7C, &tlv(0x82, &bad)), curve),
                1,
            );
            fails(
                &b_1_pace::ephemeral_key(&tlv(0x7C, &tlv(0x84, &bad)), curve),
                1,
            );
        }
        fails(&b_1_pace::ephemeral_key(&good, curve), 1);
    }
}

#[test]
fn the_last_answer_names_authorities_when_the_terminal_named_rights() {
    let judge = |objects: &[Vec<u8>], references| {
        b_1_pace::mutual_authentication(&answer(objects), references, Mapping::Plain)
    };
    let token = || tlv(0x86, &[5; 8]);
    let reference = |tag: u32, text: &str| tlv(tag, text.as_bytes());
    let current = || reference(0x87, "DETESTeID00005");
    let previous = || reference(0x88, "DETESTeID00004");
    passes(&judge(&[token()], References::NotExpected));
    passes(&judge(&[token(), current()], References::Expected));
    passes(&judge(
        &[token(), current(), previous()],
        References::Expected,
    ));
    warns(&judge(&[token(), current()], References::NotExpected), 1);
    warns(
        &judge(
            &[token(), current(), reference(0x88, "DETESTeID00005")],
            References::Expected,
        ),
        1,
    );
    for bad in [
        vec![token()],
        vec![token(), previous()],
        vec![token(), previous(), current()],
        vec![current(), token()],
        vec![tlv(0x86, &[5; 7]), current()],
        vec![token(), reference(0x87, "DE0001")],
        vec![token(), reference(0x87, "DEeIDlonger12300005")],
        vec![token(), reference(0x87, "deTESTeID00005")],
        vec![token(), reference(0x87, "DETESTeID0000a")],
        vec![token(), reference(0x87, "DETEST\u{7}ID00005")],
        vec![token(), current(), previous(), tlv(0x8A, &[1; 16])],
    ] {
        fails(&judge(&bad, References::Expected), 1);
    }
    fails(&judge(&[token(), previous()], References::NotExpected), 1);
    let mapped = answer(&[token(), tlv(0x8A, &[1; 48])]);
    passes(&b_1_pace::mutual_authentication(
        &mapped,
        References::NotExpected,
        Mapping::ChipAuthentication,
    ));
    let unmapped = answer(&[token()]);
    fails(
        &b_1_pace::mutual_authentication(
            &unmapped,
            References::NotExpected,
            Mapping::ChipAuthentication,
        ),
        1,
    );
}

#[test]
fn chip_authentication_answers_with_nonce_and_token() {
    let good = answer(&[tlv(0x81, &[1; 8]), tlv(0x82, &[2; 8])]);
    passes(&b_2_chip_authentication::version_2(&good));
    let mut bad = malformed(&good);
    bad.extend([
        answer(&[tlv(0x82, &[2; 8]), tlv(0x81, &[1; 8])]),
        answer(&[tlv(0x81, &[1; 8])]),
        answer(&[tlv(0x82, &[1; 8])]),
        answer(&[tlv(0x81, &[1; 9]), tlv(0x82, &[2; 8])]),
        answer(&[tlv(0x81, &[1; 8]), tlv(0x82, &[2; 4])]),
    ]);
    for bad in bad {
        fails(&b_2_chip_authentication::version_2(&bad), 1);
    }
}

#[test]
fn restricted_identification_answers_with_identifiers() {
    let judge = |objects: &[Vec<u8>], sectors| {
        restricted_identification::identifiers(&answer(objects), sectors, Hash::Sha256)
    };
    let (first, second) = (tlv(0x81, &[1; 32]), tlv(0x83, &[3; 32]));
    passes(&judge(std::slice::from_ref(&first), Sectors::First));
    passes(&judge(std::slice::from_ref(&second), Sectors::Second));
    passes(&judge(&[first.clone(), second.clone()], Sectors::Both));
    fails(&judge(&[first.clone(), second.clone()], Sectors::First), 1);
    fails(&judge(&[second, first.clone()], Sectors::Both), 1);
    fails(&judge(&[first], Sectors::Second), 1);
    fails(&judge(&[tlv(0x81, &[1; 20])], Sectors::First), 1);
}

#[test]
fn challenges_are_eight_fresh_bytes() {
    passes(&b_14_6_get_challenge::challenge(&[1, 2, 3, 4, 5, 6, 7, 8]));
    fails(&b_14_6_get_challenge::challenge(&[1, 2, 3, 4, 5, 6, 7]), 1);
    fails(&b_14_6_get_challenge::challenge(&[]), 1);
    warns(&b_14_6_get_challenge::challenge(&[0; 8]), 1);
    passes(&b_14_6_get_challenge::freshness(&[1; 8], &[2; 8]));
    fails(&b_14_6_get_challenge::freshness(&[1; 8], &[1; 8]), 1);
}

#[test]
fn errors_carry_no_dynamic_authentication_data() {
    let judge =
        |data: &[u8], status| b_14_2_general_authenticate::presence(data, StatusWord::from(status));
    let data = [0x7C, 0x00];
    for good in [
        (&data[..], 0x9000),
        (&[], 0x6A80),
        (&[], 0x6300),
        (&data[..], 0x63C2),
        (&[], 0x6400),
    ] {
        passes(&judge(good.0, good.1));
    }
    for bad in [
        (&[][..], 0x9000),
        (&data[..], 0x6400),
        (&data[..], 0x6A80),
        (&data[..], 0x6FFF),
    ] {
        fails(&judge(bad.0, bad.1), 1);
    }
}

#[test]
fn capabilities_are_announced_in_either_place() {
    let file = |third: u8| tlv(0x47, &[0x00, 0x00, third]);
    let lengths = tlv(0x7F66, &[int(1024), int(1024)].concat());
    let history = |third: u8| [0x80, 0x73, 0x00, 0x00, third, 0x05, 1, 2, 3, 4, 5];
    let in_file = |bytes: &[u8]| {
        let announcements = Announcements {
            ef_atr_info: bytes,
            ..Announcements::default()
        };
        (
            capabilities::chaining(announcements),
            capabilities::extended_length(announcements),
        )
    };
    let in_history = |bytes: &[u8]| {
        let announcements = Announcements {
            historical_bytes: bytes,
            ..Announcements::default()
        };
        (
            capabilities::chaining(announcements),
            capabilities::extended_length(announcements),
        )
    };
    let both = [file(0xE0), lengths].concat();
    passes(&in_file(&both).0);
    passes(&in_file(&both).1);
    fails(&in_file(&file(0x40)).0, 1);
    fails(&in_file(&file(0x80)).1, 1);
    warns(&in_file(&file(0xC0)).1, 1);
    fails(&in_file(&file(0xE0)).1, 1);
    fails(
        &in_file(&[file(0xE0), tlv(0x7F66, &int(1024))].concat()).1,
        1,
    );
    fails(
        &in_file(&[file(0xE0), tlv(0x7F66, &[int(256), int(1024)].concat())].concat()).1,
        1,
    );
    passes(&in_history(&history(0x80)).0);
    warns(
        &capabilities::chaining(Announcements {
            ef_atr_info: &file(0x00),
            historical_bytes: &history(0x80),
        }),
        1,
    );
    warns(&in_history(&history(0xC0)).1, 1);
    passes(&in_history(&[0x00, 0x73, 0x00, 0x00, 0x80, 0x05, 0x90, 0x00]).0);
    for bad in [
        &[0x41, 0x73, 0, 0, 0x80][..],
        &[],
        &[0x80, 0x73, 0, 0],
        &[0x00, 0x73],
        &[0x80, 0x31, 0x00],
    ] {
        fails(&in_history(bad).0, 1);
    }
}
