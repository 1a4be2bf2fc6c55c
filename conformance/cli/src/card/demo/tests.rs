#![allow(clippy::unwrap_used)]

use clap::Parser;

use super::*;

#[derive(Debug, Parser)]
struct Line {
    #[command(flatten)]
    arguments: Arguments,
}

fn told(words: &str) -> (String, Option<String>) {
    let line = Line::try_parse_from(["demo"].into_iter().chain(words.split(' '))).unwrap();
    let mut text = String::new();
    let outcome = conversation::hold(line.arguments.card.make().unwrap(), &mut |line| {
        text += line;
        text += "\n";
    });
    (text, outcome.err().map(|error| error.to_string()))
}

#[test]
fn the_whole_conversation_is_told() {
    let (text, stopped) = told("de-npa --date 2026-03-01");
    assert_eq!(stopped, None, "{text}");
    for expected in [
        "A conversation with a German identity card TEST00001 of LENE MARIT BEISPIELER (invented)",
        "3  PACE: both know the PIN, and nobody hears it",
        "· certificate of: DETESTAT00001, signed by DETESTDVAT00001",
        "18 years or older?                 yes",
        "valid today?                       yes",
        "DG4 given names                    LENE MARIT",
        "DG8 date of birth                  1987-04-23",
        "DG9 place of birth                 BERLIN",
        "DG17 address                       PRÜFSTRAẞE 17, KÖLN, D, 50667",
        "in the first sector",
        "session                            gone",
    ] {
        assert!(text.contains(expected), "{expected} is missing in:\n{text}");
    }
    assert!(!text.contains("✗"), "{text}");
    assert!(
        text.lines().all(|line| line.chars().count() <= 120),
        "{text}"
    );
}

#[test]
fn a_suspended_pin_is_met_with_the_can() {
    let (text, stopped) = told("de-npa --state suspended --date 2026-03-01");
    assert_eq!(stopped, None, "{text}");
    assert!(text.contains("PACE: both know the CAN"), "{text}");
    assert!(
        text.contains("PIN                                Suspended"),
        "{text}"
    );
}

#[test]
fn a_faulty_card_stops_the_terminal_and_the_reason_is_told() {
    let (text, stopped) = told("de-npa --fault cardsecurity-signature-wrong --date 2026-03-01");
    assert!(
        stopped.unwrap().contains("passive authentication failed"),
        "{text}"
    );
    assert!(text.contains("READ BINARY EF.CardSecurity"), "{text}");
}

#[test]
fn the_same_seed_tells_the_same() {
    assert_eq!(
        told("de-npa --seed 7 --date 2026-03-01"),
        told("de-npa --seed 7 --date 2026-03-01")
    );
}
