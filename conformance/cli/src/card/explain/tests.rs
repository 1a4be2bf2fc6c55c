#![allow(clippy::unwrap_used)]

use iso7816::{CommandApdu, Ne, ResponseApdu};

use super::*;

fn line(command: &CommandApdu) -> String {
    Explainer::default().command(&command.as_view())
}

#[test]
fn commands_are_told_by_what_they_do() {
    let select = CommandApdu::new(0, 0xA4, 0x04, 0x0C)
        .with_data([0xE8, 0x07, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x03, 0x02]);
    assert_eq!(line(&select), "SELECT eID application");
    assert_eq!(
        line(&CommandApdu::new(0, 0xA4, 0, 0x0C).with_data([0x01, 0x1C])),
        "SELECT EF.CardAccess"
    );
    let read = CommandApdu::new(0, 0xB0, 0x9D, 0x10).with_ne(Ne::EXTENDED_MAX);
    assert_eq!(
        line(&read),
        "READ BINARY EF.CardSecurity from 16, up to 65536 bytes"
    );
    assert_eq!(
        line(&CommandApdu::new(0x10, 0x86, 0, 0).with_data([0x7C, 0])),
        "GENERAL AUTHENTICATE, PACE 1: nonce, please"
    );
    assert_eq!(
        line(&CommandApdu::new(0, 0x2C, 0x02, 0x03)),
        "RESET RETRY COUNTER, new PIN"
    );
    assert_eq!(
        line(&CommandApdu::new(0, 0x44, 0x10, 0x03)),
        "ACTIVATE the PIN"
    );
    assert_eq!(line(&CommandApdu::new(0, 0x5A, 0, 0)), "INS 5A");
}

#[test]
fn a_template_is_told_part_by_part() {
    let data = [
        0x80, 0x0A, 4, 0, 0x7F, 0, 7, 2, 2, 4, 2, 2, 0x83, 1, 3, 0x84, 1, 13,
    ];
    let command = CommandApdu::new(0, 0x22, 0xC1, 0xA4).with_data(data);
    assert_eq!(
        Explainer::default().command_data(&command.as_view()),
        [
            "protocol: PACE, ECDH, generic mapping, AES-128",
            "password: PIN",
            "curve: brainpoolP256r1"
        ]
    );
}

#[test]
fn a_short_id_means_what_is_selected() {
    let mut explainer = Explainer::default();
    let read = CommandApdu::new(0, 0xB0, 0x84, 0).with_ne(Ne::SHORT_MAX);
    assert_eq!(
        explainer.command(&read.as_view()),
        "READ BINARY file with short id 04, up to 256 bytes"
    );
    let select = CommandApdu::new(0, 0xA4, 4, 0x0C).with_data(card_de_npa::EID_APPLICATION);
    explainer.follow(&select.as_view(), &ResponseApdu::ok([]).as_view());
    assert_eq!(
        explainer.command(&read.as_view()),
        "READ BINARY DG4 (given names), up to 256 bytes"
    );
    let name = ResponseApdu::ok(*b"\x64\x0C\x0C\x0ALENE MARIT");
    assert_eq!(
        explainer.response_data(&read.as_view(), &name.as_view()),
        ["says: LENE MARIT"]
    );
    explainer.reset();
    assert!(
        explainer
            .response_data(&read.as_view(), &name.as_view())
            .is_empty()
    );
}

#[test]
fn data_groups_are_read_as_text() {
    assert_eq!(
        data_group_text(b"\x68\x0A\x12\x081987    ").unwrap(),
        "1987-XX-XX"
    );
    assert_eq!(
        data_group_text(&[0x72, 0x09, 0x04, 0x07, 0x02, 0x76, 0x05, 0x03, 0x15, 0, 0]).unwrap(),
        "02760503150000"
    );
    assert_eq!(data_group_text(b"\x67\x02\x0C\x00").unwrap(), "(empty)");
    let address = b"\x71\x0C\x30\x0A\xAA\x03\x0C\x01A\xAB\x03\x0C\x01B";
    assert_eq!(data_group_text(address).unwrap(), "A, B");
    assert_eq!(data_group_text(&[]), None);
}

#[test]
fn nothing_is_said_of_what_is_malformed() {
    for data in [&[0x7C, 0x05, 0x80][..], &[0xFF], &[0x80, 0x00, 0x80, 0x00]] {
        for (ins, p1, p2) in [
            (0x22, 0xC1, 0xA4),
            (0x22, 0x81, 0xB6),
            (0x2A, 0, 0xBE),
            (0x86, 0, 0),
            (0xA4, 4, 0),
            (0x20, 0x80, 0),
        ] {
            let command =
                CommandApdu::new(if ins == 0x20 { 0x80 } else { 0 }, ins, p1, p2).with_data(data);
            let explainer = Explainer::default();
            let _ = (
                explainer.command(&command.as_view()),
                explainer.command_data(&command.as_view()),
            );
            let _ = explainer.response_data(&command.as_view(), &ResponseApdu::ok(data).as_view());
        }
    }
}
