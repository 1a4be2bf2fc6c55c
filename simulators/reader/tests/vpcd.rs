//! A card of ours in a virtual reader that this test plays, and a foreign card in ours.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::thread;

use iso7816::{Card, Transport};
use reader::{Background, ForeignCard, LinkError, Observer, Signal, Vpcd};
use vsmartcard::{Listening, ReaderEnd, Request};

/// Answers the commands it got since the last reset, or as many bytes as P1-P2 ask for.
#[derive(Debug, Default)]
struct Counting(u8);

impl Card for Counting {
    fn transmit(&mut self, command: &[u8], response: &mut Vec<u8>) {
        self.0 += 1;
        match command {
            [0x80, _, p1, p2, ..] => {
                response.resize(usize::from(u16::from_be_bytes([*p1, *p2])), 0xA5)
            }
            _ => response.push(self.0),
        }
        response.extend([0x90, 0x00]);
    }
    fn reset(&mut self) {
        self.0 = 0;
    }
    fn atr(&self) -> &[u8] {
        &[0x3B, 0x80, 0x80, 0x01, 0x01]
    }
}

#[derive(Default)]
struct Notes(Vec<String>);

impl<C> Observer<C> for Notes {
    fn signalled(&mut self, _card: &mut C, signal: Signal) {
        self.0.push(format!("{signal:?}"));
    }
    fn exchanged(&mut self, _card: &mut C, command: &[u8], response: &[u8]) {
        self.0.push(format!("{command:02X?} -> {response:02X?}"));
    }
}

fn plugged() -> (ReaderEnd, Background<Counting>) {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let card = Vpcd::at("127.0.0.1", listening.address().port())
        .insert(Counting::default())
        .unwrap();
    let card = card.in_background().unwrap();
    (listening.accept().unwrap(), card)
}

#[test]
fn every_kind_of_reset_clears_the_card() {
    let (mut reader, card) = plugged();
    assert_eq!(reader.atr().unwrap(), [0x3B, 0x80, 0x80, 0x01, 0x01]);
    for reset in [Request::Reset, Request::PowerOff, Request::PowerOn] {
        assert_eq!(reader.transmit(&[0; 4]).unwrap(), [1, 0x90, 0x00]);
        assert_eq!(reader.transmit(&[0; 4]).unwrap(), [2, 0x90, 0x00]);
        reader.request(reset).unwrap();
    }
    assert!(card.is_served());
    card.pull().unwrap();
    assert!(matches!(reader.atr(), Err(LinkError::Closed)));
}

#[test]
fn what_the_link_cannot_carry_is_answered_and_the_card_stays() {
    let (mut reader, card) = plugged();
    assert_eq!(
        reader
            .transmit(&[0x80, 0, 0xFF, 0xFD, 0, 0, 0])
            .unwrap()
            .len(),
        65_535
    );
    assert_eq!(
        reader.transmit(&[0x80, 0, 0xFF, 0xFE, 0, 0, 0]).unwrap(),
        [0x6F, 0x00]
    );
    reader.request(Request::Unknown(0x5A)).unwrap();
    assert_eq!(reader.answer().unwrap(), [0x67, 0x00]);
    assert_eq!(reader.transmit(&[0; 4]).unwrap(), [3, 0x90, 0x00]);
    drop(reader);
    card.pull().unwrap();
}

#[test]
fn an_observer_sees_everything_in_order() {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let mut card = Vpcd::at("127.0.0.1", listening.address().port())
        .insert(Counting::default())
        .unwrap();
    let serving = thread::spawn(move || {
        let mut notes = Notes::default();
        card.serve(&mut notes).map(|()| notes.0)
    });
    let mut reader = listening.accept().unwrap();
    reader.power_on().unwrap();
    reader.atr().unwrap();
    reader.transmit(&[0, 0xB0, 0, 0]).unwrap();
    reader.transmit(&[0x80, 0, 0xFF, 0xFF]).unwrap();
    reader.power_off().unwrap();
    drop(reader);
    let notes = serving.join().unwrap().unwrap();
    assert_eq!(
        notes[..3],
        ["PowerOn", "Atr", "[00, B0, 00, 00] -> [01, 90, 00]"]
    );
    assert_eq!(
        notes[4..],
        ["ResponseTooLong { length: 65537 }", "PowerOff"]
    );
}

#[test]
fn an_absent_reader_is_named_with_its_address() {
    let port = Listening::bind("127.0.0.1:0").unwrap().address().port();
    let refused = Vpcd::at("127.0.0.1", port)
        .insert(Counting::default())
        .unwrap_err();
    assert!(
        refused.to_string().contains(&format!("127.0.0.1:{port}")),
        "{refused}"
    );
    assert_eq!(Vpcd::default().address(), "127.0.0.1:35963");
    assert_eq!(Vpcd::at("::1", 7).address(), "[::1]:7");
}

struct Foreign;

impl vpicc::VSmartCard for Foreign {
    fn execute(&mut self, command: &[u8]) -> Vec<u8> {
        [command, &[0x90, 0x00]].concat()
    }
}

#[test]
fn a_foreign_card_is_a_transport() {
    let listening = Listening::bind("127.0.0.1:0").unwrap();
    let connection = vpicc::connect_socket(listening.address()).unwrap();
    let foreign = thread::spawn(move || connection.run(&mut Foreign));
    let mut card = ForeignCard::accept(&listening).unwrap();
    assert_eq!(card.atr(), vpicc::DEFAULT_ATR);
    assert_eq!(
        card.transmit(&[0, 0xA4, 0, 0x0C]).unwrap(),
        [0, 0xA4, 0, 0x0C, 0x90, 0x00]
    );
    card.reset().unwrap();
    drop(card);
    assert!(foreign.join().unwrap().is_err());
}
