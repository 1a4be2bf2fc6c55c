//! Conversations about files, rights and the end of sessions, told as text.

use std::fmt::Write as _;

use card_de_npa::{DataGroups, DeNpa, Personalisation, PinState};
use eac::encoding::{Password, Right};
use eac::terminal::chip_authentication::{ChipChoice, request};
use eac::terminal::{ReadLength, Terminal, command};
use iso7816::{Card, CommandApdu, Ne};

use crate::world::{
    Desk, EID, can, card_of, default_offer, every_right, inspection_chat, persona, pin, secured,
    send, terminal_chat,
};

use super::passwords::{Spoil, card, pace_in, told};

pub(super) fn plain_commands(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut card = faulty(card(desk, PinState::Operational));
    let mut set = vec![0x00, 0x22, 0xC1, 0xA4, 0x0F, 0x80, 0x0A];
    set.extend([
        0x04, 0x00, 0x7F, 0x00, 0x07, 0x02, 0x02, 0x04, 0x02, 0x02, 0x83, 0x01, 0x07,
    ]);
    let commands: [&[u8]; 16] = [
        &[0x00, 0xB0, 0x9C, 0x00, 0x00],
        &[0x00, 0xB0, 0x00, 0x00, 0x04],
        &[0x00, 0xB0, 0x9E, 0x10, 0xFF],
        &[0x00, 0xB0, 0x9E, 0xFF, 0x01],
        &[0x00, 0xB0, 0x8A, 0x00, 0x01],
        &[0x00, 0xB0, 0x9D, 0x00, 0x01],
        &[0x00, 0xB0, 0x9B, 0x00, 0x01],
        &[0x00, 0xB0, 0x81, 0x00, 0x00],
        &[0x00, 0xA4, 0x07, 0x0C],
        &[0x00, 0xFE, 0x00, 0x00],
        &[0x20, 0xA4, 0x00, 0x0C],
        &[0x00, 0xA4, 0x00, 0x0C],
        &set,
        &[0x10, 0x86, 0x00, 0x00, 0x02, 0x7C, 0x00, 0x00],
        &[
            0x10, 0x86, 0x00, 0x00, 0x0C, 0x7C, 0x0A, 0x85, 0x08, 1, 2, 3, 4, 5, 6, 7, 8, 0,
        ],
        &[0x00, 0x84, 0x00, 0x00, 0x08],
    ];
    commands
        .iter()
        .map(|command| format!("{:02X?}\n", send(&mut card, command).encode()))
        .collect()
}

pub(super) fn last_step_chained(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let sent = std::cell::RefCell::new(Vec::new());
    let recorder = crate::pin::Recorder {
        card: card(desk, PinState::Operational),
        sent: &sent,
    };
    let password = can();
    let request = eac::terminal::PaceRequest::new(&default_offer(), &password).unwrap();
    assert!(
        Terminal::new(recorder)
            .pace(&request, &mut desk.random)
            .is_ok()
    );
    let desk = Desk::new();
    let mut card = faulty(card(&desk, PinState::Operational));
    let mut sent = sent.into_inner();
    sent.last_mut().unwrap()[0] = 0x10;
    sent.iter()
        .map(|command| send(&mut card, command).status.to_string())
        .collect()
}

pub(super) fn rights(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    let chat = terminal_chat(&[
        Right::ReadDataGroup(1),
        Right::WriteDataGroup(17),
        Right::CanAllowed,
    ]);
    let mut terminal = desk
        .authenticate(
            faulty(card(desk, PinState::Operational)),
            &can(),
            chat,
            "AT_FULL",
            None,
        )
        .unwrap();
    let mut files: Vec<_> = [0x1D, 0x1B]
        .map(|sfi| crate::world::read_one(&mut terminal, sfi))
        .to_vec();
    secured(&mut terminal, &command::select_application(&EID));
    files.push(crate::world::read_one(&mut terminal, 1));
    let mut whole = desk.whole(
        faulty(card(desk, PinState::Operational)),
        &can(),
        chat,
        "AT_FULL",
        None,
    );
    files.extend([1, 2, 18, 19, 16].map(|sfi| crate::world::read_one(&mut whole, sfi)));
    for group in [17, 18] {
        files.push(secured(
            &mut whole,
            &command::update_by_short_id(group, &[1, 2, 3]),
        ));
    }
    let _ = write!(seen, "{files:?}");
    let written = card_of(whole);
    let place = written
        .files()
        .file_in(
            written.files().application(&EID).unwrap(),
            card::FileId::new(0x0111),
        )
        .unwrap();
    let _ = write!(
        seen,
        "{:02X?}",
        &written.files().file(place).unwrap().content()[..4]
    );
    let inspection = desk.authenticate(
        faulty(card(desk, PinState::Operational)),
        &can(),
        inspection_chat(),
        "IS_FULL",
        None,
    );
    let mut inspection = inspection.unwrap();
    let security = inspection
        .read_card_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    let mut inspection = inspection.authenticate_chip(&security).unwrap();
    inspection.select_eid_application().unwrap();
    let _ = write!(seen, "{}", crate::world::read_one(&mut inspection, 1));
    let mut pace = desk
        .pace(faulty(card(desk, PinState::Operational)), &pin(), None)
        .unwrap();
    let _ = write!(seen, "{}", crate::world::read_one(&mut pace, 0x1D));
    seen
}

/// The session after plain commands, resets and errors of secure messaging.
pub(super) fn session_end(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    let describe = |card: &DeNpa| format!("{} {:?}\n", card.has_session(), card.status());
    let whole = card_of(desk.whole(
        faulty(card(desk, PinState::Operational)),
        &pin(),
        every_right(),
        "AT_FULL",
        None,
    ));
    let mut by_plain = whole.clone();
    send(&mut by_plain, &[0x00, 0xA4, 0x00, 0x0C]);
    seen += &describe(&by_plain);
    let mut by_reset = whole.clone();
    by_reset.reset();
    seen += &describe(&by_reset);
    let mut by_error = whole;
    send(
        &mut by_error,
        &[
            0x0C, 0xB0, 0x81, 0x00, 0x0A, 0x8E, 0x08, 1, 2, 3, 4, 5, 6, 7, 8, 0x00,
        ],
    );
    seen + &describe(&by_error)
}

pub(super) fn refusal(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let refused = desk.raw_pace(faulty(card(desk, PinState::Operational)), &pin());
    let refused = refused
        .send(&CommandApdu::new(0x00, 0xB0, 0x9D, 0x00).with_ne(Ne::SHORT_MAX))
        .0;
    refused.card.has_session().to_string()
}

pub(super) fn failed_authentications(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    let mut terminal = desk
        .pace(
            faulty(card(desk, PinState::Operational)),
            &pin(),
            Some(every_right()),
        )
        .unwrap();
    let dv = desk.pki.certificate("AT_DV").unwrap();
    let mut altered = dv.body_and_signature.clone();
    *altered.last_mut().unwrap() ^= 1;
    let _ = write!(
        seen,
        "{}",
        secured(&mut terminal, &command::set_dst(&dv.car))
    );
    let _ = write!(
        seen,
        "{}",
        secured(&mut terminal, &command::verify_certificate_data(&altered))
    );
    let _ = write!(
        seen,
        "{:?}",
        terminal
            .transmit(&command::select_master_file())
            .map(|answer| answer.status)
    );
    let mut terminal = desk
        .authenticate(
            faulty(card(desk, PinState::Operational)),
            &pin(),
            every_right(),
            "AT_FULL",
            None,
        )
        .unwrap();
    let security = terminal
        .read_card_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    let choice = ChipChoice::first(security.infos()).unwrap();
    let foreign =
        crypto::PrivateKey::generate(crypto::Curve::BrainpoolP256r1, &mut desk.random).public_key();
    let _ = write!(
        seen,
        "{}",
        secured(&mut terminal, &command::set_at_internal(&choice.set_at()))
    );
    let _ = write!(
        seen,
        "{}",
        secured(
            &mut terminal,
            &command::general_authenticate(&request(&foreign))
        )
    );
    let _ = write!(
        seen,
        "{:?}",
        terminal
            .transmit(&command::select_master_file())
            .map(|answer| answer.status)
    );
    seen
}

pub(super) fn chip_authentication(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let terminal = desk.authenticate(
        faulty(card(desk, PinState::Operational)),
        &pin(),
        every_right(),
        "AT_FULL",
        None,
    );
    let mut terminal = terminal.unwrap();
    let security = terminal
        .read_card_security(&desk.trusted(), ReadLength::Short)
        .unwrap();
    let mut terminal = terminal.authenticate_chip(&security).unwrap();
    let set = eac::terminal::PaceRequest::new(&default_offer(), &can())
        .unwrap()
        .set_at();
    let mut seen = format!(
        "{:?}",
        terminal
            .select_eid_application()
            .map_err(|error| error.to_string())
    );
    let _ = write!(
        seen,
        "{:?}",
        terminal
            .read_data_group(1)
            .map_err(|error| error.to_string())
    );
    let _ = write!(
        seen,
        "{:?}",
        terminal
            .transmit(&command::set_at_pace(&set))
            .map(|answer| answer.status)
    );
    seen
}

pub(super) fn no_chat(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut terminal = desk
        .pace(faulty(card(desk, PinState::Operational)), &pin(), None)
        .unwrap();
    let mut seen = String::new();
    for named in desk.pki.chain("AT_FULL") {
        let _ = write!(
            seen,
            "{}",
            secured(&mut terminal, &command::set_dst(&named.car))
        );
        let verify = command::verify_certificate_data(&named.body_and_signature);
        let _ = write!(seen, "{}", secured(&mut terminal, &verify));
    }
    let compressed = eac::encoding::CompressedPublicKey::received(&[1; 32]);
    let template = eac::terminal::terminal_authentication::set_at(
        &desk.credentials("AT_FULL"),
        &compressed,
        None,
    );
    let _ = write!(
        seen,
        "{}",
        secured(&mut terminal, &command::set_at_terminal(&template))
    );
    seen
}

pub(super) fn changing_the_can(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    for change in [card::CanChange::Refused, card::CanChange::Allowed] {
        let mut made = Personalisation::new(persona("adult"));
        made.can_change = change;
        let card = faulty(desk.made(made));
        let mut terminal = desk.whole(card, &can(), every_right(), "AT_PIN", None);
        let _ = write!(seen, "{:?}", terminal.change_can("111222").is_ok());
        let mut card = card_of(terminal);
        card.reset();
        seen += &pace_in(desk, card, &Password::can("111222"), None).0;
    }
    seen
}

pub(super) fn keys_after_a_reset(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let card = faulty(card(desk, PinState::Operational));
    let terminal = desk.authenticate(card, &pin(), every_right(), "AT_FULL", None);
    let mut card = card_of(terminal.unwrap());
    card.reset();
    let mut terminal = desk.pace(card, &pin(), Some(every_right())).unwrap();
    let terminal_certificate = desk.pki.certificate("AT_FULL").unwrap();
    let select = command::set_dst(&terminal_certificate.chr);
    secured(&mut terminal, &select).to_string()
}

pub(super) fn rights_of_certificates(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    for (password, certificate) in [(can(), "AT_CAN"), (pin(), "AT_PRIVILEGED")] {
        let card = faulty(card(desk, PinState::Operational));
        match desk.authenticate(card, &password, every_right(), certificate, None) {
            Ok(mut terminal) => {
                let _ = writeln!(seen, "{}", crate::world::read_one(&mut terminal, 0x1B));
            }
            Err(stopped) => seen += &told(&stopped.error, &()),
        }
    }
    seen
}

pub(super) fn contents(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let made =
        Personalisation::new(persona("birth-year-only")).with_data_groups(DataGroups::Complete);
    let card = faulty(desk.made(made));
    let mut seen = String::new();
    for (directory, ids) in [
        (
            card::DirectoryRef::MASTER_FILE,
            vec![0x2F00, 0x2F01, 0x011B, 0x011C, 0x011D],
        ),
        (
            card.files().application(&EID).unwrap(),
            (0x0101..=0x0116).collect(),
        ),
        (
            card.files()
                .application(&card_de_npa::PASSPORT_APPLICATION)
                .unwrap(),
            vec![0x011D, 0x0101],
        ),
    ] {
        for id in ids {
            let content = card
                .files()
                .file_in(directory, card::FileId::new(id))
                .and_then(|place| card.files().file(place));
            let _ = writeln!(
                seen,
                "{id:04X} {:02X?}",
                content.map(card::ElementaryFile::content)
            );
        }
    }
    seen
}
