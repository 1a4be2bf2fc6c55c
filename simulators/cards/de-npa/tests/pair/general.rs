//! The general authentication procedure, with every personalisation.

use card_de_npa::{DataGroups, PassportProfile, Personalisation, PinState};
use crypto::{Cipher, Curve, Hash};
use eac::encoding::{AuxiliaryData, AuxiliaryDate, Password, RiProtocol, Right, oid};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::{ReadLength, Step, TerminalError};
use iso7816::{Card, StatusWord};
use pki::Sector;

use crate::world::{Desk, can, card_of, every_right, inspection_chat, persona, pin, read_one};

const RI: RiProtocol = RiProtocol { hash: Hash::Sha256 };

#[test]
fn every_persona_can_be_read_with_the_can_whole() {
    let mut desk = Desk::new();
    for name in fixtures::PERSONAS
        .iter()
        .filter(|name| **name != "smart-eid")
    {
        let card = desk.card(name);
        let groups: Vec<(u8, Vec<u8>)> = card_de_npa::data_groups::encode_all(
            &persona(name),
            DataGroups::German,
            persona::Day::new(2026, 3, 1).unwrap(),
        );
        let mut terminal = desk.whole(card, &can(), every_right(), "AT_FULL", None);
        for (number, content) in groups {
            assert_eq!(
                terminal.read_data_group(number).unwrap(),
                content,
                "{name} DG{number}"
            );
        }
    }
}

#[test]
fn every_suite_runs_pace_and_chip_authentication() {
    let mut desk = Desk::new();
    for curve in Curve::ALL {
        for cipher in [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256] {
            let made = Personalisation::new(persona("adult"))
                .with_passport(PassportProfile::Absent)
                .with_pace(&[(cipher, curve)])
                .with_chip_authentication(cipher, curve);
            let mut terminal = desk.whole(desk.made(made), &pin(), every_right(), "AT_FULL", None);
            assert!(terminal.read_data_group(5).is_ok(), "{curve:?} {cipher:?}");
        }
    }
}

#[test]
fn a_card_with_several_suites_wants_to_know_which() {
    let mut desk = Desk::new();
    let suites = [
        (Cipher::Aes128, Curve::BrainpoolP256r1),
        (Cipher::Aes128, Curve::P384),
        (Cipher::Aes256, Curve::P521),
    ];
    let card = desk.made(Personalisation::new(persona("adult")).with_pace(&suites));
    let infos = eac::terminal::Terminal::new(crate::world::Reader(card.clone()))
        .read_card_access()
        .unwrap();
    assert_eq!(infos.pace().count(), 3);
    for info in infos.pace() {
        let password = can();
        let request = eac::terminal::PaceRequest::new(info, &password).unwrap();
        let terminal = eac::terminal::Terminal::new(crate::world::Reader(card.clone()));
        assert!(
            terminal.pace(&request, &mut desk.random).is_ok(),
            "{info:?}"
        );
    }
    // Without object 84 the protocol with two curves is ambiguous, the other one is not.
    let mut card = card;
    let set = |last: u8| {
        let mut command = vec![0x00, 0x22, 0xC1, 0xA4, 0x0F, 0x80, 0x0A];
        command.extend([
            0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, last, 0x83, 0x01, 0x02,
        ]);
        command
    };
    assert_eq!(crate::world::status(&mut card, &set(2)), 0x6A88);
    assert_eq!(crate::world::status(&mut card, &set(4)), 0x9000);
}

#[test]
fn pseudonyms_are_stable_differ_by_sector_and_key_and_need_the_right() {
    let mut desk = Desk::new();
    let (first, second) = (
        desk.pki.sector_key(Sector::First).public_key(),
        desk.pki.sector_key(Sector::Second).public_key(),
    );
    let mut identify = || {
        let mut terminal = desk.whole(desk.card("adult"), &pin(), every_right(), "AT_FULL", None);
        let revocation = terminal
            .restricted_identification(RI, 1, Some(&first), Some(&second))
            .unwrap();
        let pseudonym = terminal
            .restricted_identification(RI, 2, Some(&first), None)
            .unwrap();
        (revocation, pseudonym)
    };
    let (revocation, pseudonym) = identify();
    assert_eq!((&revocation, &pseudonym), (&identify().0, &identify().1));
    assert_eq!(revocation.first.as_ref().unwrap().len(), 32);
    assert_ne!(revocation.first, revocation.second);
    assert_ne!(revocation.first, pseudonym.first);

    let mut desk = Desk::new();
    let mut terminal = desk.whole(desk.card("adult"), &pin(), every_right(), "AT_READ", None);
    assert!(
        terminal
            .restricted_identification(RI, 1, Some(&first), None)
            .is_ok()
    );
    let refused = terminal.restricted_identification(RI, 2, Some(&first), None);
    let expected = StatusWord::SECURITY_STATUS_NOT_SATISFIED;
    assert!(matches!(refused, Err(TerminalError::Status { status, .. }) if status == expected));
    let foreign = desk.pki.sector_key(Sector::Foreign).public_key();
    let refused = terminal.restricted_identification(RI, 1, Some(&foreign), None);
    assert!(matches!(
        refused,
        Err(TerminalError::Status {
            status: StatusWord::WRONG_DATA,
            ..
        })
    ));
}

#[test]
fn auxiliary_data_is_compared_and_never_told() {
    let mut desk = Desk::new();
    let date = |year, month, day| AuxiliaryDate::new(year, month, day).unwrap();
    let auxiliary = AuxiliaryData::new()
        .with_required_birth(date(2008, 3, 1))
        .with_current_date(date(2026, 3, 1))
        .with_municipality(&[0x02, 0x76, 0x05]);
    let mut terminal = desk.whole(
        desk.card("adult"),
        &pin(),
        every_right(),
        "AT_FULL",
        Some(&auxiliary),
    );
    for identifier in [
        oid::ID_DATE_OF_BIRTH,
        oid::ID_DATE_OF_EXPIRY,
        oid::ID_MUNICIPALITY_ID,
    ] {
        assert!(terminal.verify_auxiliary_data(&identifier).unwrap());
    }
    let young = AuxiliaryData::new()
        .with_required_birth(date(1980, 1, 1))
        .with_municipality(&[0x02, 0x76, 0x06]);
    let mut terminal = desk.whole(
        desk.card("adult"),
        &pin(),
        every_right(),
        "AT_FULL",
        Some(&young),
    );
    assert!(
        !terminal
            .verify_auxiliary_data(&oid::ID_DATE_OF_BIRTH)
            .unwrap()
    );
    assert!(
        !terminal
            .verify_auxiliary_data(&oid::ID_MUNICIPALITY_ID)
            .unwrap()
    );
    let missing = terminal.verify_auxiliary_data(&oid::ID_DATE_OF_EXPIRY);
    assert!(matches!(
        missing,
        Err(TerminalError::Status {
            status: StatusWord::REFERENCED_DATA_NOT_FOUND,
            ..
        })
    ));
    let mut terminal = desk.whole(
        desk.card("adult"),
        &pin(),
        every_right(),
        "AT_READ",
        Some(&young),
    );
    let forbidden = terminal.verify_auxiliary_data(&oid::ID_DATE_OF_BIRTH);
    assert!(matches!(
        forbidden,
        Err(TerminalError::Status {
            status: StatusWord::SECURITY_STATUS_NOT_SATISFIED,
            ..
        })
    ));
}

#[test]
fn a_moved_holder_has_another_municipality() {
    let mut desk = Desk::new();
    let auxiliary = AuxiliaryData::new().with_municipality(&[0x02, 0x76, 0x09]);
    let mut terminal = desk.whole(
        desk.card("adult"),
        &can(),
        every_right(),
        "AT_FULL",
        Some(&auxiliary),
    );
    assert!(
        !terminal
            .verify_auxiliary_data(&oid::ID_MUNICIPALITY_ID)
            .unwrap()
    );
    terminal
        .update_file(
            18,
            &[
                0x72, 0x09, 0x04, 0x07, 0x02, 0x76, 0x09, 0x01, 0x62, 0x00, 0x00,
            ],
        )
        .unwrap();
    assert!(
        terminal
            .verify_auxiliary_data(&oid::ID_MUNICIPALITY_ID)
            .unwrap()
    );
}

#[test]
fn the_privileged_key_serves_inspection_systems() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .authenticate(
            desk.card("adult"),
            &can(),
            inspection_chat(),
            "IS_FULL",
            None,
        )
        .unwrap();
    let security = terminal
        .read_chip_security(&desk.trusted(), ReadLength::Extended)
        .unwrap();
    let choice = ChipChoice::first(security.infos().privileged().unwrap()).unwrap();
    assert_eq!(choice.key_id, Some(45));
    let mut terminal = terminal.authenticate_chip_with(&choice).unwrap();
    terminal.select_eid_application().unwrap();
    assert!(terminal.read_data_group(17).is_ok());
}

#[test]
fn the_privileged_key_is_closed_to_other_terminals() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .authenticate(
            desk.card("adult"),
            &can(),
            inspection_chat(),
            "IS_FULL",
            None,
        )
        .unwrap();
    let security = terminal
        .read_chip_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    let choice = ChipChoice::first(security.infos().privileged().unwrap()).unwrap();
    let chat = crate::world::terminal_chat(&[Right::ReadDataGroup(1)]);
    let mut terminal = desk
        .authenticate(desk.card("adult"), &pin(), chat, "AT_READ", None)
        .unwrap();
    assert_eq!(
        read_one(&mut terminal, 0x1B),
        StatusWord::SECURITY_STATUS_NOT_SATISFIED
    );
    let stopped = terminal.authenticate_chip_with(&choice).unwrap_err();
    assert!(matches!(
        stopped.error,
        TerminalError::Status {
            step: Step::ChipSetAt,
            status: StatusWord::SECURITY_STATUS_NOT_SATISFIED
        }
    ));
    // The session goes on, and the key of the generation works.
    let mut terminal = stopped.terminal;
    let security = terminal
        .read_card_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    assert!(terminal.authenticate_chip(&security).is_ok());
}

#[test]
fn a_first_generation_card_has_one_chip_key_and_no_chip_security() {
    let mut desk = Desk::new();
    let card = desk.card("first-generation");
    assert_eq!(
        card.atr(),
        [
            0x3B, 0x87, 0x80, 0x01, 0x80, 0x31, 0xB8, 0x73, 0x84, 0x01, 0xE0, 0x19
        ]
    );
    let infos = eac::terminal::Terminal::new(crate::world::Reader(card.clone()))
        .read_card_access()
        .unwrap();
    assert!(infos.privileged().is_none());
    let mut terminal = desk
        .authenticate(card, &can(), inspection_chat(), "IS_FULL", None)
        .unwrap();
    assert_eq!(read_one(&mut terminal, 0x1B), StatusWord::FILE_NOT_FOUND);
}

#[test]
fn the_answer_to_reset_is_the_one_a_reader_builds() {
    let desk = Desk::new();
    let atr = [
        0x3B, 0x8A, 0x80, 0x01, 0x80, 0x31, 0xF8, 0x73, 0xF7, 0x41, 0xE0, 0x82, 0x90, 0x00, 0x75,
    ];
    assert_eq!(desk.card("adult").atr(), atr);
}

#[test]
fn cards_of_a_generation_share_a_key_and_nothing_else() {
    let mut desk = Desk::new();
    let mut shown = |name: &str| {
        let mut terminal = desk
            .authenticate(desk.card(name), &can(), inspection_chat(), "IS_FULL", None)
            .unwrap();
        let security = terminal
            .read_chip_security(&desk.trusted(), ReadLength::Short)
            .unwrap();
        let generation = security.infos().chip_authentication_key(Some(41)).unwrap();
        let own = security
            .infos()
            .privileged()
            .unwrap()
            .chip_authentication_key(Some(45))
            .unwrap();
        (generation, own)
    };
    let (one, other) = (shown("adult"), shown("two-surnames"));
    assert_eq!(one.0, other.0);
    assert_ne!(one.1, other.1);
}

#[test]
fn a_card_is_the_same_again_from_the_same_seed() {
    let conversation = || {
        let mut desk = Desk::new();
        let card = desk.card("adult");
        let mut seen = Vec::new();
        let mut traced = card::Traced::new(card, |exchange: &card::Exchange<'_>| {
            seen.push(exchange.wire_response.to_vec())
        });
        let mut answer = Vec::new();
        traced.transmit(&[0x00, 0xB0, 0x9C, 0x00, 0x00], &mut answer);
        let mut set = vec![
            0x00, 0x22, 0xC1, 0xA4, 0x0F, 0x80, 0x0A, 0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02,
            0x04, 0x02,
        ];
        set.extend([0x02, 0x83, 0x01, 0x02]);
        traced.transmit(&set, &mut answer);
        traced.transmit(
            &[0x10, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00],
            &mut answer,
        );
        let _ = &mut desk;
        seen
    };
    assert_eq!(conversation().len(), 3);
    assert_eq!(conversation(), conversation());
}

#[test]
fn a_clone_goes_its_own_way() {
    let mut desk = Desk::new();
    let card =
        desk.made(Personalisation::new(persona("adult")).with_pin_state(PinState::Operational));
    let clone = card.clone();
    let failed = desk.pace(card, &Password::pin("000000"), None).unwrap_err();
    let card = card_of(failed.terminal);
    assert_eq!(card.credentials().pin().unwrap().tries().left(), 2);
    assert_eq!(clone.credentials().pin().unwrap().tries().left(), 3);
}
