//! EF.DIR, EF.ATR/INFO and the answer to reset.

use conformance_checks::iso7816_3::atr::answer_to_reset;
use conformance_checks::iso7816_4::{ef_atr_info, ef_dir};

use crate::der::tlv;
use crate::verdicts::{fails, passes};

const EID: [u8; 9] = [0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02];
const PASSPORT: [u8; 7] = [0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];

fn template(aid: &[u8]) -> Vec<u8> {
    tlv(0x61, &tlv(0x4F, aid))
}

#[test]
fn ef_dir_lists_each_application_once() {
    let judge = |file: &[u8]| ef_dir::applications(file, &[&EID, &PASSPORT]);
    let good = [template(&PASSPORT), template(&EID)].concat();
    passes(&judge(&good));
    passes(&judge(&[&good[..], &[0; 20]].concat()));
    passes(&judge(&[&[0, 0][..], &good].concat()));
    let labelled = tlv(
        0x61,
        &[tlv(0x4F, &EID), tlv(0x50, b"eID"), tlv(0x73, &[])].concat(),
    );
    passes(&judge(&[template(&PASSPORT), labelled].concat()));
    for bad in [
        vec![],
        template(&EID),
        [&good[..], &template(&EID)].concat(),
        [&good[..], &tlv(0x61, &tlv(0x50, b"none"))].concat(),
        [
            &good[..],
            &tlv(0x61, &[tlv(0x4F, &[1; 5]), tlv(0x4F, &[2; 5])].concat()),
        ]
        .concat(),
        [&good[..], &template(&[1; 4])].concat(),
        [&good[..], &template(&[1; 17])].concat(),
        [
            &good[..],
            &tlv(0x61, &[tlv(0x4F, &[1; 5]), tlv(0x50, &[b'x'; 17])].concat()),
        ]
        .concat(),
        [&good[..], &tlv(0x62, &tlv(0x4F, &[1; 5]))].concat(),
        [&good[..], &[0x61]].concat(),
        [&good[..], &[0x61, 0x02, 0x4F, 0x05]].concat(),
    ] {
        fails(&judge(&bad), 1);
    }
}

#[test]
fn ef_atr_info_is_a_list_of_objects() {
    passes(&ef_atr_info::data_objects(
        &[tlv(0x43, &[0x80]), tlv(0x47, &[0, 0, 0xC0]), vec![0, 0]].concat(),
    ));
    passes(&ef_atr_info::data_objects(&[]));
    fails(&ef_atr_info::data_objects(&tlv(0x47, &[])), 1);
    fails(&ef_atr_info::data_objects(&tlv(0x47, &[0; 4])), 1);
    fails(&ef_atr_info::data_objects(&[0x47, 0x03, 0x00]), 1);
}

#[test]
fn answers_to_reset_are_complete_and_checked() {
    // Contactless form of PC/SC part 3 with four historical bytes, and a T=0 card without check byte.
    let contactless = [0x3B, 0x84, 0x80, 0x01, 0x11, 0x22, 0x33, 0x44, 0x41];
    passes(&answer_to_reset(&contactless));
    passes(&answer_to_reset(&[0x3F, 0x02, 0x14, 0x50]));
    passes(&answer_to_reset(&[
        0x3B, 0x72, 0x11, 0x00, 0x00, 0x14, 0x50,
    ]));
    for bad in [
        &[][..],
        &[0x3B],
        &[0x3B, 0x84],
        &[0x3C, 0x02, 0x14, 0x50],
        &[0x3B, 0x84, 0x80, 0x01, 0x11, 0x22, 0x33, 0x44, 0x42],
        &[0x3B, 0x84, 0x80, 0x01, 0x11, 0x22, 0x33, 0x44],
        &[0x3B, 0x84, 0x80, 0x01, 0x11, 0x22, 0x33, 0x44, 0x41, 0x00],
        &[0x3B, 0x03, 0x14, 0x50],
        &[0x3B, 0x02, 0x14, 0x50, 0x00],
        &[0x3B, 0x70, 0x11, 0x00],
    ] {
        fails(&answer_to_reset(bad), 1);
    }
    let mut long = vec![0x3B, 0xFF];
    long.extend([0x10; 40]);
    assert_eq!(
        answer_to_reset(&long).verdict(),
        conformance_verdict::Verdict::Fail
    );
}
