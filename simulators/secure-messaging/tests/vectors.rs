//! The published worked examples, in both directions.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crypto::{Cipher, CipherKey};
use iso7816::tlv::{Reader, Tag};
use iso7816::{CommandApdu, CommandView, StatusWord};
use secure_messaging::{CardSession, SessionKeys, TerminalSession};
use serde_json::Value;

const EXAMPLES: &str = include_str!("../../../fixtures/vectors/tr-03110/secure-messaging.json");

fn bytes(value: &Value) -> Vec<u8> {
    hex::decode(value.as_str().unwrap()).unwrap()
}

#[test]
fn the_first_exchange_after_key_agreement_is_the_published_one() {
    let examples: Value = serde_json::from_str(EXAMPLES).unwrap();
    for example in examples["vectors"].as_array().unwrap() {
        let key = |name: &str| CipherKey::new(Cipher::Aes128, &bytes(&example[name])).unwrap();
        let keys = SessionKeys {
            enc: key("ks_enc"),
            mac: key("ks_mac"),
        };
        let (card, mut terminal) = (CardSession::new(keys.clone()), TerminalSession::new(keys));

        let header = bytes(&example["command_header"]);
        let command = CommandApdu::new(header[0], header[1], header[2], header[3])
            .with_data(bytes(&example["command_data"]));
        let protected = terminal.wrap_command(&command.as_view()).unwrap();
        let view = CommandView::decode(&protected).unwrap();
        let cryptogram = Reader::der(view.data).expect(Tag::new(0x87)).unwrap();
        assert_eq!(
            cryptogram.value,
            [&[0x01], &*bytes(&example["command_cryptogram"])].concat()
        );

        let mut plain = Vec::new();
        let (mut card, opened) = card.unwrap_command(&view, &mut plain).unwrap();
        assert_eq!(opened.to_owned(), command);
        let mut response = Vec::new();
        card.wrap_response(&[], StatusWord::OK, &mut response)
            .unwrap();
        assert_eq!(response, bytes(&example["response"]));
        assert_eq!(
            terminal.unwrap_response(&response).unwrap().1.status,
            StatusWord::OK
        );
    }
}
