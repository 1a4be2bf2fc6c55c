#![allow(clippy::unwrap_used)]

use ambient::{Ambient, Date};
use iso7816::{Card, CommandView, Instruction, StatusWord};

use super::Engine;
use crate::{
    AccessRule, Blueprint, Directory, DirectoryRef, ElementaryFile, Event, FileId, FileSystem,
    Inside, ObservedCard, Profile, Protection, Reason, Refusal, ShortFileId,
};

/// A card of another country: GET DATA is its own command, and 80-byte files are nothing new.
#[derive(Clone, Debug)]
struct OtherCountry {
    asked: u8,
}

impl Profile for OtherCountry {
    fn perform(
        &mut self,
        command: &CommandView<'_>,
        card: &mut Inside<'_>,
        answer: &mut Vec<u8>,
    ) -> Option<Result<(), Refusal>> {
        if command.instruction != Instruction::GET_DATA {
            return None;
        }
        self.asked += 1;
        let file = card
            .files
            .file_in(DirectoryRef::MASTER_FILE, FileId::new(0x0001));
        let Some(content) = file.and_then(|place| card.files.file(place)) else {
            let because = Reason::FileNotFound;
            return Some(Err(Refusal::new(StatusWord::FILE_NOT_FOUND, because)));
        };
        answer.extend_from_slice(content.content());
        Some(Ok(()))
    }
}

fn ambient() -> Ambient {
    Ambient::simulated(3, Date::new(2026, 3, 1).unwrap())
}

fn files() -> FileSystem {
    let open = ElementaryFile::new(FileId::new(0x0001), ShortFileId::new(1), vec![1, 2, 3]);
    let closed = ElementaryFile::new(FileId::new(0x0002), ShortFileId::new(2), vec![4, 5, 6]);
    let master = Directory::with_id(FileId::MASTER_FILE);
    FileSystem::new(master.with(open).with(closed.readable(AccessRule::Never)))
}

fn transmit<P: Profile>(card: &mut Engine<P>, command: &[u8]) -> Vec<u8> {
    let mut response = Vec::new();
    card.transmit(command, &mut response);
    response
}

#[test]
fn a_card_of_another_country_adds_its_own_commands() {
    let mut card = Engine::new(
        Blueprint::new(files()),
        OtherCountry { asked: 0 },
        &ambient(),
    );
    assert_eq!(
        transmit(&mut card, &[0x00, 0xCA, 0x00, 0x01, 0x00]),
        [1, 2, 3, 0x90, 0x00]
    );
    assert_eq!(
        transmit(&mut card, &[0x00, 0xB0, 0x81, 0x00, 0x00]),
        [1, 2, 3, 0x90, 0x00]
    );
    assert_eq!(card.profile().asked, 1);
    // An answer that does not fit is none.
    assert_eq!(
        transmit(&mut card, &[0x00, 0xCA, 0x00, 0x01, 0x02]),
        [0x67, 0x00]
    );
    let mut plain = Engine::new(Blueprint::new(files()), (), &ambient());
    assert_eq!(
        transmit(&mut plain, &[0x00, 0xCA, 0x00, 0x01, 0x00]),
        [0x6D, 0x00]
    );
}

#[test]
fn an_observer_sees_the_reason_that_the_wire_does_not() {
    let mut card = Engine::new(Blueprint::new(files()), (), &ambient());
    let (mut seen, mut response) = (Vec::<Event>::new(), Vec::new());
    card.transmit_observed(&[0x00, 0xB0, 0x82, 0x00, 0x00], &mut response, &mut seen);
    card.transmit_observed(&[0x0C, 0xB0, 0x81, 0x00, 0x00], &mut response, &mut seen);
    card.transmit_observed(&[0x00], &mut response, &mut seen);
    let reasons: Vec<_> = seen
        .iter()
        .map(|event| event.refusal.as_ref().unwrap().to_string())
        .collect();
    assert_eq!(
        reasons,
        [
            "6982 (security status not satisfied): nobody may do this [TR-03110-4 §2]",
            "6985 (conditions of use not satisfied): a protected command, but there is no session [TR-03110-3 §F.1]",
            "6700 (wrong length): no command: 1 bytes are less than the 4 bytes of a command header [ISO 7816-4 §5.2]",
        ]
    );
    assert!(seen.last().unwrap().command.is_none());
    assert_eq!(seen.first().unwrap().protection, Protection::Plain);
    assert_eq!(seen.first().unwrap().wire_response, [0x69, 0x82]);
}

#[test]
fn control_information_is_told_when_the_command_expects_it() {
    let mut card = Engine::new(Blueprint::new(files()), (), &ambient());
    assert_eq!(
        transmit(&mut card, &[0x00, 0xA4, 0x02, 0x04, 0x02, 0x00, 0x01]),
        [0x90, 0x00]
    );
    let told = transmit(&mut card, &[0x00, 0xA4, 0x02, 0x04, 0x02, 0x00, 0x01, 0x00]);
    let expected = [
        0x62, 0x11, 0x80, 0x02, 0x00, 0x03, 0x82, 0x01, 0x01, 0x83, 0x02, 0x00, 0x01, 0x88, 0x01,
        0x08, 0x8A, 0x01, 0x05, 0x90, 0x00,
    ];
    assert_eq!(told, expected);
    let told = transmit(&mut card, &[0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00, 0x00]);
    assert_eq!(
        told,
        [
            0x6F, 0x0A, 0x82, 0x01, 0x38, 0x83, 0x02, 0x3F, 0x00, 0x8A, 0x01, 0x05, 0x90, 0x00
        ]
    );
}

#[test]
fn a_failed_selection_changes_nothing() {
    let mut card = Engine::new(Blueprint::new(files()), (), &ambient());
    assert_eq!(
        transmit(&mut card, &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x01]),
        [0x90, 0x00]
    );
    assert_eq!(
        transmit(&mut card, &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x09]),
        [0x6A, 0x82]
    );
    assert_eq!(
        transmit(&mut card, &[0x00, 0xB0, 0x00, 0x00, 0x00]),
        [1, 2, 3, 0x90, 0x00]
    );
    // A file that may not be read can be selected; a directory leaves no current file.
    assert_eq!(
        transmit(&mut card, &[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x02]),
        [0x90, 0x00]
    );
    assert_eq!(
        transmit(&mut card, &[0x00, 0xB0, 0x00, 0x00, 0x00]),
        [0x69, 0x82]
    );
    assert_eq!(transmit(&mut card, &[0x00, 0xA4, 0x00, 0x0C]), [0x90, 0x00]);
    assert_eq!(
        transmit(&mut card, &[0x00, 0xB0, 0x00, 0x00, 0x00]),
        [0x69, 0x86]
    );
}
