#![allow(clippy::unwrap_used)]

use super::*;

/// Counts commands since the last reset and in all, and tells both.
#[derive(Default)]
struct Counting {
    volatile: u8,
    stored: u8,
}

impl Card for Counting {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.volatile += 1;
        self.stored += 1;
        response.clear();
        if !command.is_empty() {
            response.extend([self.volatile, self.stored, 0x90, 0x00]);
        }
    }
    fn reset(&mut self) {
        self.volatile = 0;
    }
    fn atr(&self) -> &[u8] {
        &[0x3B, 0x00]
    }
}

const COMMAND: [u8; 4] = [0, 0, 0, 0];

fn reader() -> InProcess<Counting> {
    InProcess::new(Counting::default())
}

#[test]
fn a_reset_clears_the_volatile_and_keeps_the_stored() {
    let mut reader = reader();
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [1, 1, 0x90, 0x00]);
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [2, 2, 0x90, 0x00]);
    reader.reset().unwrap();
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [1, 3, 0x90, 0x00]);
}

#[test]
fn a_pulled_card_is_not_there_and_comes_back_fresh() {
    let mut reader = reader();
    reader.transmit(&COMMAND).unwrap();
    reader.pull();
    assert!(!reader.is_inserted());
    assert_eq!(reader.transmit(&COMMAND), Err(Error::NoCard));
    assert_eq!(reader.reset(), Err(Error::NoCard));
    assert_eq!(reader.atr(), Err(Error::NoCard));
    reader.insert();
    assert_eq!(reader.atr().unwrap(), [0x3B, 0x00]);
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [1, 2, 0x90, 0x00]);
}

#[test]
fn a_card_pulled_before_the_answer_has_done_the_command() {
    let mut reader = reader();
    reader.arm(FaultPoint {
        after: 1,
        moment: Moment::BeforeAnswer,
        what: Interruption::Pull,
    });
    assert!(reader.transmit(&COMMAND).is_ok());
    assert_eq!(reader.transmit(&COMMAND), Err(Error::Removed));
    assert_eq!(reader.card().stored, 2);
    assert_eq!(reader.transmit(&COMMAND), Err(Error::NoCard));
}

#[test]
fn power_lost_before_the_command_means_it_was_never_seen() {
    let mut reader = reader();
    reader.transmit(&COMMAND).unwrap();
    reader.arm(FaultPoint::next(
        Moment::BeforeCommand,
        Interruption::LosePower,
    ));
    assert_eq!(reader.transmit(&COMMAND), Err(Error::PowerLost));
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [1, 2, 0x90, 0x00]);
}

#[test]
fn a_mute_card_keeps_its_state_and_a_short_answer_is_an_error() {
    let mut reader = reader();
    reader.arm(FaultPoint::next(
        Moment::BeforeAnswer,
        Interruption::StayMute,
    ));
    reader.arm(FaultPoint {
        after: 1,
        moment: Moment::BeforeAnswer,
        what: Interruption::CutAnswer { keep: 1 },
    });
    reader.arm(FaultPoint {
        after: 2,
        moment: Moment::BeforeAnswer,
        what: Interruption::CutAnswer { keep: 2 },
    });
    assert_eq!(reader.transmit(&COMMAND), Err(Error::Mute));
    assert_eq!(reader.transmit(&COMMAND), Err(Error::Short { length: 1 }));
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [3, 3]);
    assert_eq!(reader.transmit(&COMMAND).unwrap(), [4, 4, 0x90, 0x00]);
    assert_eq!(reader.transmit(&[]), Err(Error::Short { length: 0 }));
}

#[test]
fn a_disarmed_reader_disturbs_nothing() {
    let mut reader = reader();
    reader.arm(FaultPoint::next(Moment::BeforeCommand, Interruption::Pull));
    reader.disarm();
    assert!(reader.transmit(&COMMAND).is_ok());
}
