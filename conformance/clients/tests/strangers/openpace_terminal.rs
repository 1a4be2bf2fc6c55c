//! libeac as the terminal: PACE, Terminal and Chip Authentication version 2 with our card.

use card_de_npa::DeNpa;
use conformance_clients::{ClientError, openpace};
use crypto::{Cipher, Curve};
use eac::encoding::TerminalType;
use serde_json::{Value, json};

use crate::cards::{adult, build, pki, transmit_hex};

pub(crate) const CIPHERS: [(Cipher, u16); 3] = [
    (Cipher::Aes128, 128),
    (Cipher::Aes192, 192),
    (Cipher::Aes256, 256),
];

fn converse(card: &mut DeNpa, configuration: &Value) -> Result<Value, ClientError> {
    openpace::terminal(configuration, |command| transmit_hex(card, command))
}

#[test]
fn pace_over_every_curve_with_every_cipher() {
    for curve in Curve::ALL {
        for (cipher, bits) in CIPHERS {
            let mut card = build(adult().with_pace(&[(cipher, curve)]));
            let configuration = json!({
                "password": "123456", "password_type": "PIN",
                "curve": curve.parameter_id(), "cipher": bits, "read": [0x1C],
            });
            let report = converse(&mut card, &configuration)
                .unwrap_or_else(|error| panic!("{curve:?} AES-{bits}: {error}"));
            assert!(
                report["files"]["1C"].as_str().unwrap().starts_with("31"),
                "{report}"
            );
        }
    }
}

#[test]
fn pace_with_each_password() {
    let mrz = adult().persona.mrz(persona::Day::new(2026, 3, 1).unwrap());
    let mrz = mrz.lines().concat();
    for (kind, password) in [
        ("CAN", "500500"),
        ("PIN", "123456"),
        ("PUK", "9876543210"),
        ("MRZ", mrz.as_str()),
    ] {
        let configuration = json!({
            "password": password, "password_type": kind, "curve": 13, "cipher": 128, "read": [0x1C],
        });
        converse(&mut build(adult()), &configuration)
            .unwrap_or_else(|error| panic!("{kind}: {error}"));
    }
}

#[test]
fn a_wrong_pin_is_refused_and_counted() {
    let configuration =
        json!({"password": "000000", "password_type": "PIN", "curve": 13, "cipher": 128});
    let refused = converse(&mut build(adult()), &configuration).unwrap_err();
    assert!(refused.to_string().contains("63C2"), "{refused}");
}

/// A whole General Authentication Procedure, and a data group at its end.
fn general_authentication(cipher: Cipher, bits: u16, curve: Curve) -> Result<Value, ClientError> {
    let mut card = build(adult().with_chip_authentication(cipher, curve));
    let pki = pki();
    let certificates: Vec<String> = pki
        .chain("AT_FULL")
        .iter()
        .map(|named| hex::encode(&named.bytes))
        .collect();
    let key = pki.certificate("AT_FULL").unwrap().key.clone().unwrap();
    let root = pki
        .trust_point(TerminalType::AuthenticationTerminal)
        .unwrap();
    let configuration = json!({
        "password": "123456", "password_type": "PIN", "curve": 13, "cipher": 128,
        "chat": "7F4C12060904007F00070301020253053F7FFFFFFF",
        "terminal": {
            "key": hex::encode(pki::encode_private_key(&key).unwrap()),
            "root": hex::encode(&root.bytes), "certificates": certificates, "hash": 3,
        },
        "chip": {"cipher": bits, "key_id": 41},
        "application": "E80704007F00070302", "read": [4],
    });
    converse(&mut card, &configuration)
}

#[test]
fn terminal_and_chip_authentication() {
    for (cipher, bits) in CIPHERS {
        let report = general_authentication(cipher, bits, Curve::BrainpoolP256r1)
            .unwrap_or_else(|error| panic!("AES-{bits}: {error}"));
        assert_eq!(
            report["files"]["04"],
            hex::encode(b"\x64\x0C\x0C\x0ALENE MARIT")
        );
    }
}
