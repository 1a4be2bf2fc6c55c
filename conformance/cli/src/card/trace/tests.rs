#![allow(clippy::unwrap_used)]

use std::fs;
use std::time::Duration;

use ::card::{Protection, Reason, Refusal, Traced};
use ::pki::TestPki;
use ambient::{Ambient, Date};
use card_de_npa::{DeNpa, Personalisation};
use eac::encoding::Password;
use eac::terminal::{PaceRequest, Terminal};
use iso7816::{CommandApdu, CommandView, ResponseView, StatusWord};
use persona::Persona;
use reader::InProcess;

use super::*;

const NEW_PIN: [u8; 11] = [
    0x00, 0x2C, 0x02, 0x03, 0x06, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36,
];

fn exchange<'a>(wire: &'a [u8], response: &'a [u8], refusal: Option<&'a Refusal>) -> Exchange<'a> {
    Exchange {
        wire_command: wire,
        command: CommandView::decode(wire).ok(),
        response: ResponseView::decode(response).unwrap(),
        wire_response: response,
        refusal,
        protection: Protection::Plain,
    }
}

fn entry(exchange: &Exchange<'_>, secrets: Secrets) -> String {
    entry::exchange(
        12,
        Duration::from_micros(1_234_567),
        exchange,
        &Explainer::default(),
        secrets,
    )
}

#[test]
fn an_entry_says_what_when_how_and_why_not() {
    let refusal = Refusal::new(StatusWord::FILE_NOT_FOUND, Reason::FileNotFound);
    let text = entry(
        &exchange(
            &[0x00, 0xB0, 0x9C, 0x00, 0x00],
            &[0x6A, 0x82],
            Some(&refusal),
        ),
        Secrets::Masked,
    );
    assert_eq!(
        text,
        "
#12        1.234567 s  READ BINARY EF.CardAccess, up to 256 bytes
       > 00 B0 9C 00 00
       < 6A 82
       = 6A82 (file or application not found)
       ! there is no such file [ISO 7816-4 §7.3]
"
    );
}

#[test]
fn under_secure_messaging_both_forms_are_shown() {
    let plain = CommandApdu::new(0x00, 0x84, 0x00, 0x00).with_ne(iso7816::Ne::from_short(8));
    let shown = Exchange {
        wire_command: &[0x0C, 0x84, 0x00, 0x00, 0x02, 0x97, 0x00, 0x00],
        command: Some(plain.as_view()),
        response: ResponseView {
            data: &[0xAB; 40],
            status: StatusWord::OK,
        },
        wire_response: &[0x99, 0x02, 0x90, 0x00, 0x90, 0x00],
        refusal: None,
        protection: Protection::Secured,
    };
    let text = entry(&shown, Secrets::Masked);
    assert!(
        text.contains("GET CHALLENGE   [secure messaging]\n"),
        "{text}"
    );
    assert!(
        text.contains("> 0C 84 00 00 02 97 00 00\n       ~ 00 84 00 00 08\n"),
        "{text}"
    );
    assert!(text.lines().all(|line| line.len() <= 9 + 3 * 32), "{text}");
    assert!(text.contains("AB AB 90 00\n"), "{text}");
}

#[test]
fn a_secret_is_left_out_on_the_wire_and_in_the_plain_command() {
    let wire = exchange(&NEW_PIN, &[0x90, 0x00], None);
    let masked = entry(&wire, Secrets::Masked);
    assert!(
        masked.contains("> 00 2C 02 03 (7 bytes left out)") && !masked.contains("31 32"),
        "{masked}"
    );
    assert!(entry(&wire, Secrets::Shown).contains("> 00 2C 02 03 06 31 32 33 34 35 36"));

    let secured = Exchange {
        wire_command: &[0x0C, 0x2C, 0x02, 0x03, 0x01, 0xAA],
        protection: Protection::Secured,
        ..wire
    };
    let masked = entry(&secured, Secrets::Masked);
    assert!(
        masked.contains("> 0C 2C 02 03 01 AA\n       ~ 00 2C 02 03 (7 bytes left out)"),
        "{masked}"
    );
}

#[test]
fn a_command_that_the_card_cannot_read_is_masked_too() {
    for wire in [
        &[0x00, 0x2C, 0x02, 0x03, 0x07, 0x31, 0x32][..],
        &[0x00, 0x20, 0x00, 0x03, 0x31],
        &[0x10, 0xC2, 0, 0, 2, 0x00, 0x2C],
    ] {
        let masked = Secrets::Masked.command(wire);
        assert!(masked.ends_with("bytes left out)"), "{masked}");
    }
    assert_eq!(
        Secrets::Masked.command(&[0x80, 0x20, 0x80, 0x00, 0x01, 0x06]),
        "80 20 80 00 01 06"
    );
}

#[test]
fn a_file_that_exists_is_left_alone_and_a_new_one_begins_with_its_title() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trace.txt");
    let mut trace = Trace::into_file(&path, Secrets::Masked, "a card").unwrap();
    trace.signalled(Signal::PowerOn, &[]);
    trace.signalled(Signal::Atr, &[0x3B, 0x00]);
    trace.signalled(Signal::Atr, &[0x3B, 0x00]);
    trace.exchanged(&exchange(&NEW_PIN, &[0x90, 0x00], None));
    assert_eq!(trace.counts(), (1, 0));
    assert!(trace.failure().is_none());

    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# a card\n"), "{text}");
    assert_eq!(text.matches("asks for the ATR: 3B 00").count(), 1, "{text}");
    assert!(
        text.contains("power on") && text.contains("#1 ") && !text.contains("31 32"),
        "{text}"
    );
    assert_eq!(
        Trace::into_file(&path, Secrets::Masked, "a card")
            .unwrap_err()
            .kind(),
        io::ErrorKind::AlreadyExists
    );
}

#[test]
fn a_pin_that_is_changed_under_secure_messaging_is_not_in_the_log() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trace.txt");
    let trace = Trace::into_file(&path, Secrets::Masked, "a card").unwrap();
    let today = Date::new(2026, 3, 1).unwrap();
    let (ambient, pki) = (Ambient::simulated(1, today), TestPki::from_seed(1, today));
    let persona = Persona::parse(fixtures::persona_toml("adult").unwrap()).unwrap();
    let card = DeNpa::new(Personalisation::new(persona), &pki, &ambient).unwrap();

    let mut terminal = Terminal::new(InProcess::new(Traced::new(card, trace)));
    let offer = terminal
        .read_card_access()
        .unwrap()
        .pace()
        .next()
        .unwrap()
        .clone();
    let pin = Password::pin("123456");
    let request = PaceRequest::new(&offer, &pin).unwrap();
    let mut terminal = terminal
        .pace(&request, &mut ambient.stream("terminal"))
        .unwrap();
    terminal.change_pin("654321").unwrap();

    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("RESET RETRY COUNTER, new PIN   [secure messaging]\n       > 0C 2C 02 03 "),
        "{text}"
    );
    assert!(
        text.contains("       ~ 00 2C 02 03 (7 bytes left out)\n"),
        "{text}"
    );
    assert!(text.contains("       . password: PIN\n"), "{text}");
    for secret in ["36 35 34 33 32 31", "31 32 33 34 35 36", "654321", "123456"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
