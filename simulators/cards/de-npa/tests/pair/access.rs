//! Who may read and write what, and when.

use card_de_npa::{DataGroups, Personalisation};
use eac::encoding::Right;
use eac::terminal::{Terminal, TerminalError, command};
use iso7816::{Card, CommandApdu, Ne, StatusWord};

use crate::world::{
    Desk, EID, Reader, can, card_of, every_right, inspection_chat, persona, pin, read_one, secured,
    terminal_chat,
};

const FORBIDDEN: StatusWord = StatusWord::SECURITY_STATUS_NOT_SATISFIED;

fn complete(desk: &Desk) -> card_de_npa::DeNpa {
    desk.made(Personalisation::new(persona("adult")).with_data_groups(DataGroups::Complete))
}

#[test]
fn each_read_right_opens_its_data_group_and_no_other() {
    let mut desk = Desk::new();
    for right in (1..=22).filter(|number| *number != 16) {
        let chat = terminal_chat(&[Right::ReadDataGroup(right), Right::CanAllowed]);
        let mut terminal = desk.whole(complete(&desk), &can(), chat, "AT_FULL", None);
        for group in (1..=22).filter(|number| *number != 16) {
            let expected = if group == right {
                StatusWord::OK
            } else {
                FORBIDDEN
            };
            assert_eq!(
                read_one(&mut terminal, group),
                expected,
                "DG{group} with the right to DG{right}"
            );
        }
    }
}

#[test]
fn each_write_right_opens_its_data_group_and_no_other() {
    let mut desk = Desk::new();
    for right in 17..=22 {
        let chat = terminal_chat(&[Right::WriteDataGroup(right), Right::CanAllowed]);
        let mut terminal = desk.whole(complete(&desk), &can(), chat, "AT_FULL", None);
        for group in 17..=22 {
            let expected = if group == right {
                StatusWord::OK
            } else {
                FORBIDDEN
            };
            let update = command::update_by_short_id(group, &[1, 2, 3, 4]);
            assert_eq!(
                secured(&mut terminal, &update),
                expected,
                "DG{group} with the right to DG{right}"
            );
            assert_eq!(read_one(&mut terminal, group), FORBIDDEN);
        }
    }
}

#[test]
fn the_terminal_certificate_confines_what_pace_asked_for() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        desk.card("adult"),
        &pin(),
        every_right(),
        "AT_READ_NAME",
        None,
    );
    assert_eq!(read_one(&mut terminal, 4), StatusWord::OK);
    assert_eq!(read_one(&mut terminal, 5), StatusWord::OK);
    assert_eq!(read_one(&mut terminal, 8), FORBIDDEN);
}

#[test]
fn data_groups_open_with_chip_authentication_and_not_before() {
    let mut desk = Desk::new();
    let select = command::select_application(&EID);
    let mut plain = Terminal::new(Reader(desk.card("adult")));
    assert_eq!(secured(&mut plain, &select), StatusWord::OK);
    assert_eq!(read_one(&mut plain, 1), FORBIDDEN);
    let mut pace = desk
        .pace(desk.card("adult"), &pin(), Some(every_right()))
        .unwrap();
    assert_eq!(secured(&mut pace, &select), StatusWord::OK);
    assert_eq!(read_one(&mut pace, 1), FORBIDDEN);
    let mut authenticated = desk
        .authenticate(desk.card("adult"), &pin(), every_right(), "AT_FULL", None)
        .unwrap();
    assert_eq!(secured(&mut authenticated, &select), StatusWord::OK);
    assert_eq!(read_one(&mut authenticated, 1), FORBIDDEN);
    let mut whole = desk.whole(desk.card("adult"), &pin(), every_right(), "AT_FULL", None);
    assert_eq!(read_one(&mut whole, 1), StatusWord::OK);
}

#[test]
fn inspection_systems_read_the_eid_application_and_write_nothing() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        desk.card("adult"),
        &can(),
        inspection_chat(),
        "IS_NONE",
        None,
    );
    for group in (1..=10).chain([13, 17, 18]) {
        assert_eq!(read_one(&mut terminal, group), StatusWord::OK, "DG{group}");
    }
    assert_eq!(
        secured(&mut terminal, &command::update_by_short_id(17, &[1])),
        FORBIDDEN
    );
}

#[test]
fn signature_terminals_read_nothing_of_the_eid_application() {
    use eac::encoding::{Chat, Role, TerminalType};
    let mut desk = Desk::new();
    let chat = Chat::all_rights(TerminalType::SignatureTerminal, Role::Terminal);
    let mut terminal = desk.whole(desk.card("adult"), &can(), chat, "ST_FULL", None);
    assert_eq!(read_one(&mut terminal, 1), FORBIDDEN);
}

#[test]
fn absent_and_forbidden_files_are_told_apart() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        desk.card("adult"),
        &pin(),
        every_right(),
        "AT_READ_NAME",
        None,
    );
    assert_eq!(read_one(&mut terminal, 19), StatusWord::FILE_NOT_FOUND);
    assert_eq!(read_one(&mut terminal, 16), StatusWord::FILE_NOT_FOUND);
    assert_eq!(read_one(&mut terminal, 1), FORBIDDEN);
}

#[test]
fn card_security_opens_with_terminal_authentication() {
    let mut desk = Desk::new();
    let mut plain = Terminal::new(Reader(desk.card("adult")));
    assert_eq!(read_one(&mut plain, 0x1D), FORBIDDEN);
    assert_eq!(read_one(&mut plain, 0x1B), FORBIDDEN);
    let mut pace = desk
        .pace(desk.card("adult"), &pin(), Some(every_right()))
        .unwrap();
    assert_eq!(read_one(&mut pace, 0x1D), FORBIDDEN);
    let mut reader = desk
        .authenticate(desk.card("adult"), &pin(), every_right(), "AT_READ", None)
        .unwrap();
    assert_eq!(read_one(&mut reader, 0x1D), StatusWord::OK);
    assert_eq!(read_one(&mut reader, 0x1B), FORBIDDEN);
    let mut privileged = desk
        .authenticate(
            desk.card("adult"),
            &pin(),
            every_right(),
            "AT_PRIVILEGED",
            None,
        )
        .unwrap();
    assert_eq!(read_one(&mut privileged, 0x1B), StatusWord::OK);
}

#[test]
fn the_free_files_are_free() {
    let desk = Desk::new();
    let mut terminal = Terminal::new(Reader(desk.card("adult")));
    for sfi in [0x01, 0x1C, 0x1E] {
        assert_eq!(read_one(&mut terminal, sfi), StatusWord::OK, "{sfi:02X}");
    }
}

#[test]
fn an_address_is_rewritten_and_read_again() {
    let mut desk = Desk::new();
    let address = [&[0x71, 0x0E, 0xA1, 0x0C, 0x0C, 0x0A][..], b"NEUER WEG1"].concat();
    let mut terminal = desk.whole(
        desk.card("adult"),
        &can(),
        every_right(),
        "AT_WRITE_ADDRESS",
        None,
    );
    terminal.update_file(17, &address).unwrap();
    let mut card = card_of(terminal);
    card.reset();
    let mut terminal = desk.whole(card, &pin(), every_right(), "AT_READ", None);
    assert!(terminal.read_data_group(17).unwrap().starts_with(&address));
}

#[test]
fn a_file_has_its_size_and_no_more() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(desk.card("adult"), &can(), every_right(), "AT_FULL", None);
    let update = |offset: u16, length: usize| command::update_at(offset, &vec![0x41; length]);
    assert_eq!(
        secured(&mut terminal, &update(0, 4)),
        StatusWord::NO_CURRENT_EF
    );
    assert_eq!(
        secured(&mut terminal, &command::update_by_short_id(17, &[0x71])),
        StatusWord::OK
    );
    assert_eq!(secured(&mut terminal, &update(0, 512)), StatusWord::OK);
    assert_eq!(
        secured(&mut terminal, &update(0, 513)),
        StatusWord::NOT_ENOUGH_MEMORY
    );
    assert_eq!(
        secured(&mut terminal, &update(512, 1)),
        StatusWord::OFFSET_OUTSIDE_FILE
    );
    assert_eq!(
        secured(&mut terminal, &command::update_by_short_id(4, &[0x64])),
        FORBIDDEN
    );
}

#[test]
fn reading_ends_where_the_file_ends() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(desk.card("adult"), &pin(), every_right(), "AT_FULL", None);
    let read =
        |offset: u8, le: u8| CommandApdu::new(0x00, 0xB0, 0x81, offset).with_ne(Ne::from_short(le));
    // DG1 is 61 04 13 02 49 44.
    let response = terminal.transmit(&read(0, 6)).unwrap();
    assert_eq!(
        (response.data.as_slice(), response.status),
        (&[0x61, 4, 0x13, 2, b'I', b'D'][..], StatusWord::OK)
    );
    let response = terminal.transmit(&read(2, 6)).unwrap();
    assert_eq!(
        (response.data.len(), response.status),
        (4, StatusWord::END_OF_FILE)
    );
    assert_eq!(
        terminal.transmit(&read(6, 1)).unwrap().status,
        StatusWord::OFFSET_OUTSIDE_FILE
    );
    assert_eq!(
        terminal.transmit(&read(2, 0)).unwrap().status,
        StatusWord::OK
    );
    // The file has become the current one.
    let current = CommandApdu::new(0x00, 0xB0, 0x00, 0x04).with_ne(Ne::from_short(2));
    assert_eq!(terminal.transmit(&current).unwrap().data, b"ID");
    let odd = CommandApdu::new(0x00, 0xB1, 0x00, 0x00)
        .with_data([0x54, 1, 4])
        .with_ne(Ne::SHORT_MAX);
    assert_eq!(terminal.transmit(&odd).unwrap().data, [0x53, 2, b'I', b'D']);
}

#[test]
fn long_files_come_in_extended_length() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .authenticate(desk.card("adult"), &pin(), every_right(), "AT_FULL", None)
        .unwrap();
    let long = CommandApdu::new(0x00, 0xB0, 0x9D, 0x00).with_ne(Ne::EXTENDED_MAX);
    let response = terminal.transmit(&long).unwrap();
    assert!(response.data.len() > 1000 && response.status == StatusWord::OK);
    let short = CommandApdu::new(0x00, 0xB0, 0x9D, 0x00).with_ne(Ne::SHORT_MAX);
    let response = terminal.transmit(&short).unwrap();
    assert_eq!(
        (response.data.len(), response.status),
        (223, StatusWord::OK),
        "as many as a short answer can carry"
    );
}

#[test]
fn errors_are_answered_under_secure_messaging_and_leave_the_session() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        desk.card("adult"),
        &pin(),
        every_right(),
        "AT_READ_NAME",
        None,
    );
    for _ in 0..3 {
        assert!(matches!(
            terminal.read_data_group(8),
            Err(TerminalError::Status {
                status: FORBIDDEN,
                ..
            })
        ));
        assert!(terminal.read_data_group(4).is_ok());
    }
}
