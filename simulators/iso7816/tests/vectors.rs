//! Command APDUs of every case and form, in both directions, and byte strings that are none.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use iso7816::{CommandView, Length, StatusWord};
use serde_json::Value;

const COMMANDS: &str = include_str!("../../../fixtures/vectors/iso7816/command-apdus.json");

#[test]
fn every_case_is_told_apart_and_encodes_to_the_same_bytes() {
    let file: Value = serde_json::from_str(COMMANDS).unwrap();
    let vectors = file["vectors"].as_array().unwrap();
    assert!(!vectors.is_empty());
    for vector in vectors {
        let text = vector["apdu"].as_str().unwrap();
        let bytes = hex::decode(text).unwrap();
        let decoded = CommandView::decode(&bytes);
        if !vector["valid"].as_bool().unwrap() {
            assert_eq!(
                decoded.map_err(|error| error.status()),
                Err(StatusWord::WRONG_LENGTH),
                "{text}"
            );
            continue;
        }
        let command = decoded.unwrap();
        assert_eq!(
            command.data.len() as u64,
            vector["nc"].as_u64().unwrap(),
            "{text}"
        );
        assert_eq!(
            command.ne.map_or(0, |ne| u64::from(ne.get())),
            vector["ne"].as_u64().unwrap(),
            "{text}"
        );
        let case = match (command.data.is_empty(), command.ne, command.length) {
            (true, None, _) => "1",
            (true, Some(_), Length::Short) => "2S",
            (true, Some(_), Length::Extended) => "2E",
            (false, None, Length::Short) => "3S",
            (false, None, Length::Extended) => "3E",
            (false, Some(_), Length::Short) => "4S",
            (false, Some(_), Length::Extended) => "4E",
        };
        assert_eq!(case, vector["case"].as_str().unwrap(), "{text}");
        assert_eq!(command.to_owned().encode().unwrap(), bytes, "{text}");
    }
}
