//! Protected answers.

use conformance_checks::tr03110_3::f_3_secure_messaging::{
    Data, Expected, Instruction, plain_status, response, session_ended,
};

use crate::der::tlv;
use crate::verdicts::{fails, passes};

fn data() -> Vec<u8> {
    tlv(0x87, &[&[1][..], &[0xAB; 16]].concat())
}

fn status() -> Vec<u8> {
    tlv(0x99, &[0x90, 0x00])
}

fn checksum() -> Vec<u8> {
    tlv(0x8E, &[0xCD; 8])
}

fn answer(objects: &[Vec<u8>]) -> Vec<u8> {
    [&objects.concat()[..], &[0x90, 0x00]].concat()
}

#[test]
fn good_answers_pass() {
    passes(&response(
        &answer(&[data(), status(), checksum()]),
        Expected::default(),
    ));
    passes(&response(
        &answer(&[status(), checksum()]),
        Expected::default(),
    ));
    let present = Expected {
        data: Data::Present,
        ..Expected::default()
    };
    passes(&response(&answer(&[data(), status(), checksum()]), present));
    let absent = Expected {
        data: Data::Absent,
        ..Expected::default()
    };
    passes(&response(&answer(&[status(), checksum()]), absent));
    let odd = Expected {
        instruction: Instruction::Odd,
        ..Expected::default()
    };
    passes(&response(
        &answer(&[tlv(0x85, &[1; 32]), status(), checksum()]),
        odd,
    ));
    let des = Expected {
        block_len: 8,
        ..Expected::default()
    };
    passes(&response(
        &answer(&[tlv(0x87, &[1; 9]), status(), checksum()]),
        des,
    ));
}

#[test]
fn objects_have_one_order_and_fixed_lengths() {
    for bad in [
        vec![],
        vec![data(), status()],
        vec![data(), checksum()],
        vec![status(), data(), checksum()],
        vec![data(), checksum(), status()],
        vec![data(), data(), status(), checksum()],
        vec![data(), status(), status(), checksum()],
        vec![data(), status(), checksum(), checksum()],
        vec![data(), status(), checksum(), tlv(0x97, &[0])],
        vec![data(), tlv(0x99, &[0x90]), checksum()],
        vec![data(), tlv(0x99, &[0x69, 0x82]), checksum()],
        vec![data(), status(), tlv(0x8E, &[0xCD; 4])],
        vec![tlv(0x87, &[]), status(), checksum()],
        vec![tlv(0x87, &[1]), status(), checksum()],
        vec![tlv(0x87, &[2; 17]), status(), checksum()],
        vec![tlv(0x87, &[1; 16]), status(), checksum()],
        vec![tlv(0x85, &[1; 16]), status(), checksum()],
        vec![vec![0x87, 0x81, 0x11], vec![1; 17], status(), checksum()],
        vec![data(), status(), vec![0x8E, 0x08, 0xCD]],
    ] {
        fails(&response(&answer(&bad), Expected::default()), 1);
    }
    fails(&response(&[0x90], Expected::default()), 1);
    fails(&response(&[], Expected::default()), 1);
}

#[test]
fn odd_instructions_answer_in_another_object() {
    let odd = Expected {
        instruction: Instruction::Odd,
        ..Expected::default()
    };
    fails(&response(&answer(&[data(), status(), checksum()]), odd), 1);
    fails(
        &response(&answer(&[tlv(0x85, &[1; 15]), status(), checksum()]), odd),
        1,
    );
    fails(
        &response(&answer(&[tlv(0x85, &[]), status(), checksum()]), odd),
        1,
    );
}

#[test]
fn data_is_there_when_it_should_be() {
    let present = Expected {
        data: Data::Present,
        ..Expected::default()
    };
    fails(&response(&answer(&[status(), checksum()]), present), 1);
    let absent = Expected {
        data: Data::Absent,
        ..Expected::default()
    };
    fails(
        &response(&answer(&[data(), status(), checksum()]), absent),
        1,
    );
}

#[test]
fn a_lost_session_leaves_two_bytes() {
    passes(&plain_status(&[0x69, 0x88]));
    fails(&plain_status(&[]), 1);
    fails(&plain_status(&answer(&[status(), checksum()])), 1);
    passes(&session_ended(&[0x69, 0x87], &[0x6987]));
    passes(&session_ended(&[0x69, 0x88], &[0x6987, 0x6988]));
    fails(&session_ended(&[0x69, 0x82], &[0x6987, 0x6988]), 1);
    fails(
        &session_ended(&answer(&[status(), checksum()]), &[0x9000]),
        1,
    );
}
