//! The session: when it ends, what ends with it, and what it outlives.

use eac::encoding::{Chat, Right, Role, TerminalType};
use eac::terminal::{ReadLength, Terminal, TerminalError, command};
use iso7816::chaining::fragments;
use iso7816::{Card, CommandApdu, Ne, StatusWord};
use secure_messaging::Alteration;

use crate::world::{
    Desk, EID, Reader, can, card_of, every_right, pin, read_one, secured, send, status,
};

#[test]
fn a_plain_command_ends_the_session_and_every_right() {
    let mut desk = Desk::new();
    let mut card = card_of(desk.whole(desk.card("adult"), &pin(), every_right(), "AT_FULL", None));
    assert!(card.has_session());
    assert_eq!(status(&mut card, &[0x00, 0xB0, 0x84, 0x00, 0x01]), 0x6982);
    assert!(!card.has_session());
    assert_eq!(card.status(), card::SecurityStatus::default());
}

#[test]
fn the_end_of_a_session_as_a_client_asks_for_it_is_6700() {
    let mut desk = Desk::new();
    let mut card = card_of(desk.pace(desk.card("adult"), &pin(), None).unwrap());
    assert_eq!(status(&mut card, &[0x00, 0x22, 0xC1, 0xA4]), 0x6700);
    assert!(!card.has_session());
}

#[test]
fn bytes_that_are_no_command_end_the_session_too() {
    let mut desk = Desk::new();
    for bytes in [
        &[][..],
        &[0x0C],
        &[0x00, 0xB0, 0x9C, 0x00, 0x00, 0x01],
        &[0xFF, 0x00, 0x00, 0x00],
    ] {
        let mut card = card_of(desk.pace(desk.card("adult"), &pin(), None).unwrap());
        let answer = send(&mut card, bytes).status.value();
        assert!(
            [0x6700, 0x6E00].contains(&answer),
            "{bytes:02X?}: {answer:04X}"
        );
        assert!(!card.has_session(), "{bytes:02X?}");
    }
}

/// READ BINARY of one byte of EF.CardAccess.
fn read_access() -> CommandApdu {
    CommandApdu::new(0x00, 0xB0, 0x9C, 0x00).with_ne(Ne::from_short(1))
}

#[test]
fn a_message_that_is_not_genuine_ends_the_session_with_a_plain_answer() {
    let mut desk = Desk::new();
    let with_data = CommandApdu::new(0x00, 0xA4, 0x02, 0x00)
        .with_data([0x01, 0x1C])
        .with_ne(Ne::SHORT_MAX);
    let (mut session, _) = desk
        .raw_pace(desk.card("adult"), &pin())
        .send(&read_access());
    session
        .terminal
        .wrap_command(&read_access().as_view())
        .unwrap();
    let (session, _) = desk
        .raw_pace(desk.card("adult"), &pin())
        .send(&read_access());
    for alteration in Alteration::ALL {
        let (mut card, mut terminal) = (session.card.clone(), session.terminal.clone());
        let message = terminal.wrap_command_with(&with_data.as_view(), alteration);
        let Ok(message) = message else { continue };
        let answer = send(&mut card, &message);
        match alteration.refusal() {
            Some(status) => {
                assert_eq!(
                    (answer.data.len(), answer.status),
                    (0, status),
                    "{alteration}"
                );
                assert!(!card.has_session(), "{alteration}");
                let genuine = session
                    .terminal
                    .clone()
                    .wrap_command(&read_access().as_view())
                    .unwrap();
                assert_eq!(
                    send(&mut card, &genuine).status,
                    StatusWord::CONDITIONS_NOT_SATISFIED,
                    "{alteration}"
                );
            }
            None => assert!(
                card.has_session() && answer.status.is_ok(),
                "{alteration}: {}",
                answer.status
            ),
        }
        assert_eq!(
            status(&mut card, &[0x00, 0xB0, 0x9C, 0x00, 0x01]),
            0x9000,
            "{alteration}: the next command"
        );
    }
}

#[test]
fn the_data_of_a_protected_answer_is_what_the_file_holds() {
    let mut desk = Desk::new();
    let (session, answer) = desk
        .raw_pace(desk.card("adult"), &pin())
        .send(&read_access());
    assert_eq!(answer, iso7816::ResponseApdu::ok([0x31]));
    let (_, answer) =
        session.send(&CommandApdu::new(0x00, 0xB0, 0x00, 0x00).with_ne(Ne::from_short(2)));
    assert_eq!(answer.data.len(), 2);
}

#[test]
fn a_protected_command_without_a_session_is_refused() {
    let mut desk = Desk::new();
    let mut session = desk.raw_pace(desk.card("adult"), &pin());
    let message = session
        .terminal
        .wrap_command(&read_access().as_view())
        .unwrap();
    let mut fresh = desk.card("adult");
    assert_eq!(
        send(&mut fresh, &message).status,
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
}

#[test]
fn a_reset_ends_everything_but_the_counters() {
    let mut desk = Desk::new();
    let mut card = card_of(desk.whole(desk.card("adult"), &pin(), every_right(), "AT_FULL", None));
    card.reset();
    assert!(!card.has_session());
    assert_eq!(
        status(&mut card, &[0x00, 0xB0, 0x9C, 0x00, 0x01]),
        0x9000,
        "the master file is the current directory"
    );
    assert_eq!(status(&mut card, &[0x00, 0xB0, 0x00, 0x00, 0x01]), 0x9000);
}

#[test]
fn terminal_authentication_is_done_once() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .authenticate(
            desk.card("adult"),
            &pin(),
            every_right(),
            "AT_READ_NAME",
            None,
        )
        .unwrap();
    let credentials = desk.credentials("AT_FULL");
    // Certificates are taken, the terminal is not.
    for named in desk.pki.chain("AT_FULL") {
        assert_eq!(
            secured(&mut terminal, &command::set_dst(&named.car)),
            StatusWord::OK
        );
        let verify = command::verify_certificate_data(&named.body_and_signature);
        assert_eq!(secured(&mut terminal, &verify), StatusWord::OK);
    }
    let compressed = eac::encoding::CompressedPublicKey::of(&terminal.state().ephemeral_key());
    let template = eac::terminal::terminal_authentication::set_at(&credentials, &compressed, None);
    let refused = StatusWord::SECURITY_STATUS_NOT_SATISFIED;
    assert_eq!(
        secured(&mut terminal, &command::set_at_terminal(&template)),
        refused
    );
    assert_eq!(
        secured(&mut terminal, &command::external_authenticate(&[0; 64])),
        refused
    );
    let security = terminal
        .read_card_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    let mut terminal = terminal.authenticate_chip(&security).unwrap();
    terminal.select_eid_application().unwrap();
    assert_eq!(
        read_one(&mut terminal, 8),
        refused,
        "the rights are those of the first"
    );
}

#[test]
fn without_a_terminal_type_in_pace_there_is_no_terminal_authentication() {
    let mut desk = Desk::new();
    let terminal = desk.pace(desk.card("adult"), &pin(), None).unwrap();
    assert!(terminal.state().authorities().is_empty());
    let credentials = desk.credentials("AT_FULL");
    let mut terminal = terminal;
    let compressed = eac::encoding::CompressedPublicKey::received(&[1; 32]);
    let template = eac::terminal::terminal_authentication::set_at(&credentials, &compressed, None);
    let status = secured(&mut terminal, &command::set_at_terminal(&template));
    assert_eq!(status, StatusWord::SECURITY_STATUS_NOT_SATISFIED);
}

#[test]
fn another_terminal_type_than_in_pace_is_refused() {
    let mut desk = Desk::new();
    let chat = Chat::with_rights(TerminalType::SignatureTerminal, Role::Terminal, &[]);
    let terminal = desk.pace(desk.card("adult"), &pin(), Some(chat)).unwrap();
    let mut terminal = terminal;
    for named in desk.pki.chain("AT_FULL") {
        assert_eq!(
            secured(&mut terminal, &command::set_dst(&named.car)),
            StatusWord::OK
        );
        let verify = command::verify_certificate_data(&named.body_and_signature);
        assert_eq!(secured(&mut terminal, &verify), StatusWord::OK);
    }
    let credentials = desk.credentials("AT_FULL");
    let compressed = eac::encoding::CompressedPublicKey::received(&[1; 32]);
    let template = eac::terminal::terminal_authentication::set_at(&credentials, &compressed, None);
    assert_eq!(
        secured(&mut terminal, &command::set_at_terminal(&template)),
        StatusWord::OK
    );
    assert_eq!(
        secured(&mut terminal, &command::get_challenge()),
        StatusWord::OK
    );
    let status = secured(&mut terminal, &command::external_authenticate(&[0; 64]));
    assert_eq!(status, StatusWord::CONDITIONS_NOT_SATISFIED);
}

#[test]
fn chip_authentication_with_another_key_than_announced_fails_and_leaves_the_session() {
    use eac::terminal::chip_authentication::{ChipChoice, request};
    let mut desk = Desk::new();
    let mut terminal = desk
        .authenticate(desk.card("adult"), &pin(), every_right(), "AT_FULL", None)
        .unwrap();
    let security = terminal
        .read_card_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    let choice = ChipChoice::first(security.infos()).unwrap();
    let foreign =
        crypto::PrivateKey::generate(crypto::Curve::BrainpoolP256r1, &mut desk.random).public_key();
    let off_curve = eac::encoding::DynamicData::new().with(0x80, [&[0x04][..], &[0; 64]].concat());
    for data in [request(&foreign), off_curve] {
        assert_eq!(
            secured(&mut terminal, &command::set_at_internal(&choice.set_at())),
            StatusWord::OK
        );
        assert_eq!(
            secured(&mut terminal, &command::general_authenticate(&data)),
            StatusWord::WRONG_DATA
        );
    }
    let mut terminal = terminal.authenticate_chip(&security).unwrap();
    terminal.select_eid_application().unwrap();
    assert_eq!(read_one(&mut terminal, 1), StatusWord::OK);
}

#[test]
fn after_chip_authentication_the_old_keys_open_nothing() {
    let mut desk = Desk::new();
    let terminal = desk
        .authenticate(desk.card("adult"), &pin(), every_right(), "AT_FULL", None)
        .unwrap();
    let before = card_of(terminal);
    assert!(
        before
            .status()
            .terminal
            .is_some_and(|chat| chat.has(Right::ReadDataGroup(1)))
    );
    assert!(!before.status().chip);
    let after = card_of(desk.whole(desk.card("adult"), &pin(), every_right(), "AT_FULL", None));
    assert!(after.status().chip);
}

#[test]
fn chip_authentication_needs_an_authenticated_terminal() {
    let mut desk = Desk::new();
    let mut set = vec![
        0x80, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x03, 0x02, 0x02,
    ];
    set.extend([0x84, 0x01, 41]);
    let choose = CommandApdu::new(0x00, 0x22, 0x41, 0xA4).with_data(set);
    let mut terminal = desk
        .pace(desk.card("adult"), &pin(), Some(every_right()))
        .unwrap();
    assert_eq!(
        secured(&mut terminal, &choose),
        StatusWord::SECURITY_STATUS_NOT_SATISFIED
    );
    let mut plain = Terminal::new(Reader(desk.card("adult")));
    assert_eq!(
        secured(&mut plain, &choose),
        StatusWord::SECURITY_STATUS_NOT_SATISFIED
    );
}

#[test]
fn the_envelope_carries_long_commands_and_leaves_the_session() {
    let mut desk = Desk::new();
    let mut session = desk.raw_pace(desk.card("adult"), &can());
    let file = CommandApdu::new(0x00, 0xB0, 0x9C, 0x00).with_ne(Ne::EXTENDED_MAX);
    let message = session.terminal.wrap_command(&file.as_view()).unwrap();
    let envelope = CommandApdu::new(0x00, 0xC2, 0x00, 0x00).with_data(message);
    let mut last = StatusWord::OK;
    for piece in fragments(&envelope.as_view(), 9) {
        assert_eq!(last, StatusWord::OK);
        let mut bytes = Vec::new();
        piece.encode_into(&mut bytes).unwrap();
        last = send(&mut session.card, &bytes).status;
    }
    let mut whole = Vec::new();
    while last.sw1() == 0x61 {
        let piece = send(&mut session.card, &[0x00, 0xC0, 0x00, 0x00, 0x40]);
        whole.extend(piece.data);
        last = piece.status;
    }
    assert_eq!(last, StatusWord::OK);
    let (terminal, response) = session.terminal.unwrap_response(&whole).unwrap();
    assert!(response.data.len() > 100 && response.status.is_ok());
    let session = crate::world::RawSession {
        card: session.card,
        terminal,
    };
    assert!(session.send(&read_access()).1.status.is_ok());
}

#[test]
fn get_response_without_an_envelope_is_refused() {
    let mut card = Desk::new().card("adult");
    assert_eq!(
        send(&mut card, &[0x00, 0xC0, 0x00, 0x00, 0x00]).status,
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
    let response = send(
        &mut card,
        &[0x00, 0xC2, 0x00, 0x00, 0x05, 0x00, 0xB0, 0x9D, 0x00, 0x00],
    );
    assert_eq!((response.data.len(), response.status.value()), (0, 0x6102));
    let response = send(&mut card, &[0x00, 0xC0, 0x00, 0x00, 0x00]);
    assert_eq!(
        (response.data.as_slice(), response.status),
        (&[0x69, 0x82][..], StatusWord::OK)
    );
}

#[test]
fn the_selected_application_survives_the_session() {
    let mut desk = Desk::new();
    let mut terminal = desk.pace(desk.card("adult"), &pin(), None).unwrap();
    assert_eq!(
        secured(&mut terminal, &command::select_application(&EID)),
        StatusWord::OK
    );
    let mut card = card_of(terminal);
    assert_eq!(status(&mut card, &[0x00, 0xB0, 0x9C, 0x00, 0x01]), 0x6A82);
    assert_eq!(status(&mut card, &[0x00, 0xA4, 0x00, 0x0C]), 0x9000);
    assert_eq!(status(&mut card, &[0x00, 0xB0, 0x9C, 0x00, 0x01]), 0x9000);
}

#[test]
fn a_wrong_terminal_signature_costs_the_challenge_and_not_the_session() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .pace(desk.card("adult"), &pin(), Some(every_right()))
        .unwrap();
    for named in desk.pki.chain("AT_FULL") {
        secured(&mut terminal, &command::set_dst(&named.car));
        secured(
            &mut terminal,
            &command::verify_certificate_data(&named.body_and_signature),
        );
    }
    let credentials = desk.credentials("AT_FULL");
    let compressed = eac::encoding::CompressedPublicKey::received(&[1; 32]);
    let template = eac::terminal::terminal_authentication::set_at(&credentials, &compressed, None);
    assert_eq!(
        secured(&mut terminal, &command::set_at_terminal(&template)),
        StatusWord::OK
    );
    assert_eq!(
        secured(&mut terminal, &command::get_challenge()),
        StatusWord::OK
    );
    let wrong = command::external_authenticate(&[0x11; 64]);
    assert_eq!(
        secured(&mut terminal, &wrong),
        StatusWord::VERIFICATION_FAILED
    );
    assert_eq!(
        secured(&mut terminal, &wrong),
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
    let credentials = desk.credentials("AT_READ");
    let again = terminal.authenticate(
        &credentials,
        crypto::Curve::BrainpoolP256r1,
        None,
        &mut desk.random,
    );
    assert!(again.is_ok());
}

#[test]
fn a_certificate_that_the_card_does_not_trust_is_refused() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .pace(desk.card("adult"), &pin(), Some(every_right()))
        .unwrap();
    let chain = desk.pki.chain("AT_FULL");
    let dv = chain.first().unwrap();
    let verify = command::verify_certificate_data(&dv.body_and_signature);
    assert_eq!(
        secured(&mut terminal, &verify),
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
    let unknown = eac::encoding::CertificateHolderReference::new("DE", "NOBODY", "00001").unwrap();
    assert_eq!(
        secured(&mut terminal, &command::set_dst(&unknown)),
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    assert_eq!(
        secured(&mut terminal, &command::set_dst(&dv.car)),
        StatusWord::OK
    );
    let mut altered = dv.body_and_signature.clone();
    *altered.last_mut().unwrap() ^= 1;
    let verify = command::verify_certificate_data(&altered);
    assert_eq!(
        secured(&mut terminal, &verify),
        StatusWord::VERIFICATION_FAILED
    );
    let stopped = desk.authenticate(
        desk.card("adult"),
        &can(),
        crate::world::inspection_chat(),
        "AT_FULL",
        None,
    );
    assert!(matches!(
        stopped.unwrap_err().error,
        TerminalError::NoChain(_)
    ));
}
