//! A card of ours behind vpcd and pcscd, as other software on the machine sees it.
//!
//! Each test runs itself again with a daemon of its own; where daemon or virtual reader are missing, it fails.

#![cfg(feature = "pcsc")]
#![allow(clippy::unwrap_used)]

use std::process::Command;
use std::time::Duration;

use iso7816::{Card, Transport};
use reader::pcsc::{Daemon, Error};
use reader::{Background, Vpcd};

const PRIVATE_PCSCD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../conformance/clients/private-pcscd.sh"
);
const READER: &str = "Virtual PCD 00 00";
const ATR: [u8; 12] = [
    0x3B, 0x87, 0x80, 0x01, 0x80, 0x31, 0xB8, 0x73, 0x84, 0x01, 0xE0, 0x19,
];
const LONG: Duration = Duration::from_secs(10);

/// Counts the commands since the last reset; with P1-P2 it answers that many bytes.
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
        &ATR
    }
}

/// Whether this is the inner run; the outer one starts it and passes on its result.
fn inside(test: &str) -> bool {
    if std::env::var_os("EIDOLON_PRIVATE_PCSCD").is_some() {
        return true;
    }
    let again = Command::new(PRIVATE_PCSCD)
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .status();
    assert!(
        again.unwrap().success(),
        "{test} failed with a daemon of its own, see above"
    );
    false
}

fn insert() -> Background<Counting> {
    Vpcd::default()
        .insert(Counting::default())
        .unwrap()
        .in_background()
        .unwrap()
}

#[test]
fn a_card_is_seen_used_reset_and_missed() {
    if !inside("a_card_is_seen_used_reset_and_missed") {
        return;
    }
    let daemon = Daemon::connect().unwrap();
    assert_eq!(daemon.readers().unwrap().len(), 2);
    assert!(matches!(daemon.card(READER), Err(Error::NoCard)));
    assert!(matches!(
        daemon.card("Virtual"),
        Err(Error::AmbiguousReader { .. })
    ));
    assert!(
        !daemon
            .wait_for_card(READER, Duration::from_millis(10))
            .unwrap()
    );

    let plugged = insert();
    assert!(daemon.wait_for_card(READER, LONG).unwrap());
    assert_eq!(daemon.find(READER).unwrap().card.unwrap(), ATR);

    let mut card = daemon.card("pcd 00 00").unwrap();
    assert_eq!((card.reader(), card.atr()), (READER, &ATR[..]));
    assert!(matches!(daemon.card(READER), Err(Error::InUse)));
    assert_eq!(card.transmit(&[0, 0xB0, 0, 0, 0]).unwrap(), [1, 0x90, 0]);
    assert_eq!(card.transmit(&[0, 0xB0, 0, 0, 0]).unwrap(), [2, 0x90, 0]);
    card.reset().unwrap();
    assert_eq!(card.transmit(&[0, 0xB0, 0, 0, 0]).unwrap(), [1, 0x90, 0]);
    assert_eq!(
        card.transmit(&[0x80, 0xB0, 0x80, 0x00, 0, 0, 0])
            .unwrap()
            .len(),
        0x8002
    );

    plugged.pull().unwrap();
    assert!(daemon.wait_for_removal(READER, LONG).unwrap());
    assert!(matches!(
        card.transmit(&[0, 0xB0, 0, 0, 0]),
        Err(Error::Removed)
    ));
    drop(card);

    let plugged = insert();
    assert!(daemon.wait_for_card(READER, LONG).unwrap());
    let mut card = daemon.card(READER).unwrap();
    assert_eq!(card.transmit(&[0, 0xB0, 0, 0, 0]).unwrap(), [1, 0x90, 0]);

    // The daemon has not noticed yet: the driver cannot reach the card.
    plugged.pull().unwrap();
    let gone = card.transmit(&[0, 0xB0, 0, 0, 0]).unwrap_err();
    assert!(
        matches!(gone, Error::Removed | Error::NoCard | Error::Unresponsive),
        "{gone}"
    );
}

#[test]
fn opensc_sees_the_cards_atr_and_its_answers() {
    if !inside("opensc_sees_the_cards_atr_and_its_answers") {
        return;
    }
    let _card = insert();
    assert!(
        Daemon::connect()
            .unwrap()
            .wait_for_card(READER, LONG)
            .unwrap()
    );
    let seen = Command::new("opensc-tool")
        .args(["--reader", "0", "--atr", "--send-apdu", "00B0000000"])
        .output()
        .unwrap();
    let seen = String::from_utf8(seen.stdout).unwrap();
    assert!(
        seen.contains("3b:87:80:01:80:31:b8:73:84:01:e0:19"),
        "{seen}"
    );
    assert!(seen.contains("Received (SW1=0x90, SW2=0x00)"), "{seen}");
}

#[test]
fn without_a_daemon_the_error_says_so() {
    if std::path::Path::new("/run/pcscd/pcscd.comm").exists() {
        return;
    }
    assert!(matches!(Daemon::connect(), Err(Error::NoDaemon)));
}
