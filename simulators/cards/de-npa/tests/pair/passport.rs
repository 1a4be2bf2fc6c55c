//! The ePassport application: who reads it, and whether its security object is true.

use card_de_npa::{PASSPORT_APPLICATION, PassportProfile, Personalisation};
use eac::encoding::{Password, Right};
use eac::terminal::passive::verify_document_security;
use eac::terminal::{ReadLength, Terminal, command};
use iso7816::StatusWord;

use crate::world::{
    Desk, Reader, can, every_right, inspection_chat, persona, pin, puk, read_one, secured,
};

const FORBIDDEN: StatusWord = StatusWord::SECURITY_STATUS_NOT_SATISFIED;

fn select<S>(terminal: &mut Terminal<Reader, S>) -> StatusWord {
    secured(
        terminal,
        &command::select_application(&PASSPORT_APPLICATION),
    )
}

fn mrz(name: &str) -> Password {
    let day = persona::Day::new(2026, 3, 1).unwrap();
    Password::mrz(persona(name).mrz(day).pace_input().unwrap())
}

#[test]
fn mrz_and_can_open_the_less_sensitive_groups() {
    let mut desk = Desk::new();
    for (password, expected) in [
        (mrz("adult"), StatusWord::OK),
        (can(), StatusWord::OK),
        (pin(), FORBIDDEN),
        (puk(), FORBIDDEN),
    ] {
        let mut terminal = desk.pace(desk.card("adult"), &password, None).unwrap();
        assert_eq!(select(&mut terminal), StatusWord::OK);
        for sfi in [0x01, 0x02, 0x0E, 0x1D, 0x1E] {
            assert_eq!(read_one(&mut terminal, sfi), expected, "{sfi:02X}");
        }
        assert_eq!(read_one(&mut terminal, 0x03), FORBIDDEN);
        assert_eq!(read_one(&mut terminal, 0x04), StatusWord::FILE_NOT_FOUND);
    }
    let mut plain = Terminal::new(Reader(desk.card("adult")));
    assert_eq!(select(&mut plain), StatusWord::OK);
    assert_eq!(read_one(&mut plain, 0x01), FORBIDDEN);
}

#[test]
fn fingerprints_need_the_right_of_an_inspection_system() {
    let mut desk = Desk::new();
    for (certificate, expected) in [("IS_FULL", StatusWord::OK), ("IS_NONE", FORBIDDEN)] {
        let mut terminal = desk.whole(
            desk.card("adult"),
            &can(),
            inspection_chat(),
            certificate,
            None,
        );
        assert_eq!(select(&mut terminal), StatusWord::OK);
        assert_eq!(read_one(&mut terminal, 0x03), expected, "{certificate}");
        assert_eq!(read_one(&mut terminal, 0x01), StatusWord::OK);
    }
    let mut terminal = desk.whole(desk.card("adult"), &can(), every_right(), "AT_FULL", None);
    assert_eq!(select(&mut terminal), StatusWord::OK);
    assert_eq!(read_one(&mut terminal, 0x03), FORBIDDEN);
    assert!(Right::all().contains(&Right::ReadFingerprint));
}

#[test]
fn a_protected_application_is_for_inspection_systems_only() {
    let mut desk = Desk::new();
    let card =
        desk.made(Personalisation::new(persona("adult")).with_passport(PassportProfile::Protected));
    let mut terminal = desk.pace(card.clone(), &can(), None).unwrap();
    assert_eq!(select(&mut terminal), StatusWord::OK);
    assert_eq!(read_one(&mut terminal, 0x01), FORBIDDEN);
    let mut terminal = desk.whole(card.clone(), &can(), inspection_chat(), "IS_NONE", None);
    assert_eq!(select(&mut terminal), StatusWord::OK);
    assert_eq!(read_one(&mut terminal, 0x01), StatusWord::OK);
    let mut terminal = desk.whole(card, &can(), every_right(), "AT_FULL", None);
    assert_eq!(select(&mut terminal), StatusWord::OK);
    assert_eq!(read_one(&mut terminal, 0x01), FORBIDDEN);
}

#[test]
fn the_security_object_has_the_hash_of_every_group() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        desk.card("adult"),
        &can(),
        inspection_chat(),
        "IS_FULL",
        None,
    );
    select(&mut terminal);
    let object = terminal.read_file(0x1D, ReadLength::Extended).unwrap();
    let content = verify_document_security(&object, &desk.trusted()).unwrap();
    for sfi in [0x01, 0x02, 0x03, 0x0E] {
        let group = terminal.read_file(sfi, ReadLength::Short).unwrap();
        let hash = crypto::Hash::Sha256.digest(&[&group]);
        assert!(
            content.windows(32).any(|window| window == hash.as_ref()),
            "DG{sfi}"
        );
    }
}

#[test]
fn the_machine_readable_zone_is_that_of_the_document() {
    let mut desk = Desk::new();
    let mut terminal = desk.pace(desk.card("adult"), &mrz("adult"), None).unwrap();
    select(&mut terminal);
    let group = terminal.read_file(0x01, ReadLength::Short).unwrap();
    assert_eq!(group[..5], [0x61, 0x5D, 0x5F, 0x1F, 0x5A]);
    assert!(group[5..].starts_with(b"IDD<<TEST00001"));
}

#[test]
fn a_card_without_a_printed_zone_has_no_mrz_password() {
    let desk = Desk::new();
    let mut card = desk.card("eu-citizen");
    let mut set = vec![
        0x00, 0x22, 0xC1, 0xA4, 0x0F, 0x80, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04,
        0x02,
    ];
    set.extend([0x02, 0x83, 0x01, 0x01]);
    assert_eq!(crate::world::status(&mut card, &set), 0x6A88);
}

#[test]
fn an_absent_application_cannot_be_selected_and_is_not_listed() {
    let desk = Desk::new();
    let card =
        desk.made(Personalisation::new(persona("adult")).with_passport(PassportProfile::Absent));
    let mut terminal = Terminal::new(Reader(card));
    assert_eq!(select(&mut terminal), StatusWord::FILE_NOT_FOUND);
    let directory = terminal.read_file(0x1E, ReadLength::Short).unwrap();
    let lists = |name: &[u8]| directory.windows(name.len()).any(|window| window == name);
    assert!(lists(&crate::world::EID) && !lists(&PASSPORT_APPLICATION));
}
