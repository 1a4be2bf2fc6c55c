//! Bad input: each gets the status word of the specification, no counter is lost, and the card answers the next command.

use card_de_npa::DeNpa;
use iso7816::Card;

use crate::world::{Desk, can, pin, send, status};

/// MSE:Set AT for PACE with AES-128 and a password.
fn set_at(password: u8) -> Vec<u8> {
    let mut command = vec![0x00, 0x22, 0xC1, 0xA4, 0x0F, 0x80, 0x0A];
    command.extend([
        0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, 0x02, 0x83, 0x01, password,
    ]);
    command
}

fn card() -> DeNpa {
    Desk::new().card("adult")
}

fn alive(card: &mut DeNpa) {
    assert_eq!(
        status(card, &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00]),
        0x9000
    );
    assert_eq!(status(card, &[0x00, 0xB0, 0x9C, 0x00, 0x01]), 0x9000);
    assert_eq!(card.credentials().pin().unwrap().tries().left(), 3);
}

#[test]
fn each_bad_command_has_its_status_word() {
    let table: &[(&[u8], u16)] = &[
        (&[], 0x6700),
        (&[0x00], 0x6700),
        (&[0x00, 0xA4, 0x00], 0x6700),
        (&[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F], 0x6700),
        (
            &[0x00, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00, 0x00, 0x00],
            0x6700,
        ),
        (&[0x00, 0xB0, 0x9C, 0x00, 0x00, 0x00], 0x6700),
        (&[0x00, 0xB0, 0x9C, 0x00], 0x6700),
        (&[0x20, 0xB0, 0x9C, 0x00, 0x00], 0x6E00),
        (&[0xFF, 0xB0, 0x9C, 0x00, 0x00], 0x6E00),
        (&[0x80, 0xB0, 0x9C, 0x00, 0x00], 0x6E00),
        (&[0x01, 0xB0, 0x9C, 0x00, 0x00], 0x6881),
        (&[0x40, 0xB0, 0x9C, 0x00, 0x00], 0x6881),
        (&[0x04, 0xB0, 0x9C, 0x00, 0x00], 0x6882),
        (&[0x08, 0xB0, 0x9C, 0x00, 0x00], 0x6882),
        (&[0x0C, 0xB0, 0x9C, 0x00, 0x00], 0x6985),
        (&[0x10, 0xB0, 0x9C, 0x00, 0x00], 0x6884),
        (&[0x10, 0xA4, 0x00, 0x0C, 0x02, 0x3F, 0x00], 0x6884),
        (&[0x00, 0x00, 0x00, 0x00], 0x6D00),
        (&[0x00, 0x20, 0x00, 0x03], 0x6D00),
        (&[0x00, 0xCA, 0x01, 0x01, 0x00], 0x6D00),
        (&[0x00, 0x70, 0x00, 0x00, 0x01], 0x6D00),
        (&[0x00, 0xA4, 0x07, 0x0C, 0x02, 0x3F, 0x00], 0x6A86),
        (&[0x00, 0xA4, 0x04, 0x0D, 0x02, 0x3F, 0x00], 0x6A86),
        (&[0x00, 0xA4, 0x02, 0x0C, 0x02, 0xAB, 0xCD], 0x6A82),
        (&[0x00, 0xA4, 0x04, 0x0C, 0x03, 0xA0, 0x00, 0x00], 0x6A82),
        (&[0x00, 0xB0, 0x00, 0x00, 0x01], 0x6986),
        (&[0x00, 0xB0, 0x8A, 0x00, 0x01], 0x6A82),
        (&[0x00, 0xB0, 0x9C, 0xFF, 0x01], 0x6B00),
        (&[0x00, 0xD6, 0x9C, 0x00, 0x01, 0x00], 0x6982),
        (&[0x00, 0x22, 0xC1, 0xA4], 0x6700),
        (&[0x00, 0x22, 0xC1, 0xA4, 0x02, 0x80, 0x01], 0x6A80),
        (&[0x00, 0x22, 0xC1, 0xA4, 0x03, 0x83, 0x01, 0x03], 0x6A80),
        (&[0x00, 0x22, 0x81, 0xA4, 0x03, 0x83, 0x01, 0x03], 0x6982),
        (&[0x00, 0x22, 0x81, 0xB6, 0x03, 0x83, 0x01, 0x41], 0x6982),
        (&[0x00, 0x2A, 0x00, 0xBE, 0x01, 0x00], 0x6982),
        (&[0x00, 0x84, 0x00, 0x00, 0x08], 0x6982),
        (&[0x00, 0x82, 0x00, 0x00, 0x01, 0x00], 0x6982),
        (&[0x00, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00], 0x6985),
        (&[0x10, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00], 0x6985),
        (&[0x80, 0x20, 0x80, 0x00, 0x02, 0x06, 0x00], 0x6982),
        (
            &[
                0x00, 0x2C, 0x02, 0x03, 0x06, 0x31, 0x31, 0x31, 0x31, 0x31, 0x31,
            ],
            0x6982,
        ),
        (&[0x00, 0x2C, 0x03, 0x03], 0x6982),
        (&[0x00, 0x2C, 0x03, 0x07], 0x6A88),
        (&[0x00, 0x44, 0x10, 0x03], 0x6982),
        (&[0x00, 0x04, 0x10, 0x03], 0x6982),
        (&[0x00, 0x04, 0x10, 0x02], 0x6A88),
        (&[0x00, 0xC0, 0x00, 0x00, 0x00], 0x6985),
        (&[0x00, 0xC2, 0x00, 0x01, 0x01, 0x00], 0x6A86),
        (&[0x00, 0xC2, 0x00, 0x00], 0x6700),
    ];
    let mut card = card();
    for (command, expected) in table {
        let answer = status(&mut card, command);
        assert_eq!(
            answer, *expected,
            "{command:02X?} is answered with {answer:04X} instead of {expected:04X}"
        );
        alive(&mut card);
        card.reset();
    }
}

#[test]
fn an_unknown_password_is_6a88_and_an_unknown_protocol_6a80() {
    let mut card = card();
    for password in [0x00, 0x05, 0xFF] {
        assert_eq!(status(&mut card, &set_at(password)), 0x6A88);
    }
    let mut unknown = set_at(3);
    unknown[16] = 0x09;
    assert_eq!(status(&mut card, &unknown), 0x6A80);
    let mut foreign_curve = set_at(3);
    foreign_curve[4] += 3;
    foreign_curve.extend([0x84, 0x01, 0x0C]);
    assert_eq!(status(&mut card, &foreign_curve), 0x6A88);
    alive(&mut card);
}

#[test]
fn steps_out_of_order_end_the_run() {
    let mut card = card();
    let nonce = [0x10, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00];
    let token = [
        0x00, 0x86, 0x00, 0x00, 0x0C, 0x7C, 0x0A, 0x85, 0x08, 1, 2, 3, 4, 5, 6, 7, 8, 0x00,
    ];
    let chained_token = {
        let mut token = token;
        token[0] = 0x10;
        token
    };
    for (second, expected) in [
        (&token[..], 0x6985),
        (&chained_token, 0x6883),
        (&nonce, 0x6985),
    ] {
        assert_eq!(status(&mut card, &set_at(2)), 0x9000);
        assert_eq!(status(&mut card, &nonce), 0x9000);
        assert_eq!(status(&mut card, second), expected);
        assert_eq!(
            status(&mut card, &nonce),
            0x6985,
            "nothing is left of the run"
        );
    }
    // The chaining bit is missing in step 1.
    assert_eq!(status(&mut card, &set_at(2)), 0x9000);
    assert_eq!(
        status(&mut card, &[0x00, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00]),
        0x6985
    );
    // Another command between two steps ends the run, too.
    assert_eq!(status(&mut card, &set_at(2)), 0x9000);
    assert_eq!(status(&mut card, &nonce), 0x9000);
    alive(&mut card);
    assert_eq!(status(&mut card, &nonce), 0x6985);
}

#[test]
fn points_off_the_curve_and_of_another_length_are_6a80() {
    let mut card = card();
    let nonce = [0x10, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00];
    let map = |point: &[u8]| {
        let mut command = vec![
            0x10,
            0x86,
            0x00,
            0x00,
            point.len() as u8 + 4,
            0x7C,
            point.len() as u8 + 2,
            0x81,
        ];
        command.push(point.len() as u8);
        command.extend(point);
        command.push(0x00);
        command
    };
    for point in [&[0x04; 65][..], &[0x00], &[0x04; 49], &[0x04; 64], &[]] {
        assert_eq!(status(&mut card, &set_at(2)), 0x9000);
        assert_eq!(status(&mut card, &nonce), 0x9000);
        let expected = 0x6A80;
        assert_eq!(
            status(&mut card, &map(point)),
            expected,
            "{} bytes",
            point.len()
        );
    }
    alive(&mut card);
}

#[test]
fn a_chain_that_never_ends_is_cut() {
    let mut card = card();
    let mut piece = vec![0x10, 0xC2, 0x00, 0x00, 0xFF];
    piece.extend([0x41; 255]);
    let refused = (0..400)
        .map(|_| status(&mut card, &piece))
        .find(|status| *status != 0x9000);
    assert_eq!(refused, Some(0x6700));
    alive(&mut card);
}

#[test]
fn an_oversized_command_is_answered() {
    let mut card = card();
    let mut command = vec![0x00, 0x22, 0xC1, 0xA4, 0x00, 0xFF, 0xFF];
    command.extend(vec![0x80; 65_535]);
    assert_eq!(status(&mut card, &command), 0x6A80);
    command.extend([0; 100]);
    assert_eq!(status(&mut card, &command), 0x6700);
    alive(&mut card);
}

#[test]
fn every_header_is_answered_and_the_card_stays_well() {
    let mut card = card();
    for cla in [
        0x00, 0x10, 0x0C, 0x1C, 0x80, 0x8C, 0x03, 0x40, 0x60, 0xA0, 0xFF,
    ] {
        for ins in 0..=0xFF {
            for (p1, p2) in [
                (0x00, 0x00),
                (0xC1, 0xA4),
                (0x81, 0xB6),
                (0x10, 0x03),
                (0xFF, 0xFF),
            ] {
                for tail in [
                    &[][..],
                    &[0x00],
                    &[0x02, 0x7C, 0x00],
                    &[0x02, 0x7C, 0x00, 0x00],
                    &[0x00, 0x00, 0x00],
                ] {
                    let command = [&[cla, ins, p1, p2], tail].concat();
                    assert_ne!(
                        send(&mut card, &command).status.value(),
                        0x6F00,
                        "{command:02X?}"
                    );
                }
            }
        }
    }
    alive(&mut card);
}

#[test]
fn bad_input_inside_a_session_leaves_it_alone() {
    let mut desk = Desk::new();
    let mut session = desk.raw_pace(desk.card("adult"), &can());
    for (command, expected) in [
        (iso7816::CommandApdu::new(0x00, 0xFE, 0x00, 0x00), 0x6D00),
        (iso7816::CommandApdu::new(0x00, 0xA4, 0x0F, 0x0C), 0x6A86),
        (
            iso7816::CommandApdu::new(0x00, 0xA4, 0x02, 0x0C).with_data([0xAB, 0xCD]),
            0x6A82,
        ),
        (
            iso7816::CommandApdu::new(0x00, 0xC0, 0x00, 0x00).with_ne(iso7816::Ne::SHORT_MAX),
            0x6D00,
        ),
        (iso7816::CommandApdu::new(0x10, 0xA4, 0x00, 0x0C), 0x6884),
        (iso7816::CommandApdu::new(0x80, 0xA4, 0x00, 0x0C), 0x6E00),
        (iso7816::CommandApdu::new(0x00, 0x22, 0xC1, 0xA4), 0x6700),
        (
            iso7816::CommandApdu::new(0x00, 0x86, 0x00, 0x00)
                .with_data([0x7C, 0x00])
                .with_ne(iso7816::Ne::SHORT_MAX),
            0x6985,
        ),
        (iso7816::CommandApdu::new(0x00, 0xA4, 0x00, 0x0C), 0x9000),
    ] {
        let (after, answer) = session.send(&command);
        assert_eq!(answer.status.value(), expected, "{command:?}");
        session = after;
    }
    assert!(session.card.has_session());
}

#[test]
fn a_chained_chip_authentication_is_6883() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .authenticate(
            desk.card("adult"),
            &pin(),
            crate::world::every_right(),
            "AT_FULL",
            None,
        )
        .unwrap();
    let security = terminal
        .read_card_security(&desk.trusted(), eac::terminal::ReadLength::Short)
        .unwrap();
    let choice = eac::terminal::chip_authentication::ChipChoice::first(security.infos()).unwrap();
    let request = eac::terminal::chip_authentication::request(&terminal.state().ephemeral_key());
    let choose = eac::terminal::command::set_at_internal(&choice.set_at());
    assert_eq!(
        crate::world::secured(&mut terminal, &choose).value(),
        0x9000
    );
    let chained = eac::terminal::command::general_authenticate_chained(&request);
    assert_eq!(
        crate::world::secured(&mut terminal, &chained).value(),
        0x6883
    );
    assert!(terminal.authenticate_chip(&security).is_ok());
}
