//! AusweisApp2 sees the card through pcscd and vpcd and manages its PIN.

use card_de_npa::{DeNpa, Personalisation, PinState};
use conformance_clients::ClientError;
use conformance_clients::ausweisapp::{AusweisApp, CardSeen, ChangePin, Prompt, Secrets};
use conformance_clients::private::with_pcscd;
use reader::vpcd::Vpcd;

use crate::cards::{adult, build};

const PIN: &str = "123456";
const NEW_PIN: &str = "654321";
const CAN: &str = "500500";
const PUK: &str = "9876543210";

/// What the program saw, how the run went, and the card afterwards.
struct Outcome {
    seen: CardSeen,
    run: ChangePin,
    card: DeNpa,
}

/// Starts the program and waits until it sees the card.
fn start() -> Result<(AusweisApp, CardSeen), ClientError> {
    let mut app = AusweisApp::start()?;
    let seen = app.wait_for_card()?;
    Ok((app, seen))
}

/// The citizen runs a PIN change on this card, in a daemon of its own.
fn change_pin(test: &str, card: Personalisation, secrets: &Secrets, check: fn(Outcome)) {
    with_pcscd(test, || {
        let plugged = Vpcd::default()
            .insert(build(card))
            .unwrap()
            .in_background()
            .unwrap();
        let (mut app, seen) = start()?;
        let run = app.change_pin(secrets)?;
        let after = app.wait_for_card()?;
        drop(app);
        let card = plugged.pull().unwrap();
        assert!(!after.inoperative, "{after:?}");
        check(Outcome { seen, run, card });
        Ok::<(), ClientError>(())
    })
    .unwrap();
}

/// Tries that the card still gives, by the status query that every client sends.
fn tries(card: &mut DeNpa) -> String {
    let query = "0022C1A412800A04007F0007020204020283010384010D";
    iso7816::Card::reset(card);
    crate::cards::transmit_hex(card, query)
}

#[test]
fn a_transport_pin_becomes_a_pin() {
    let card = adult()
        .with_pin_state(PinState::Transport)
        .with_pin("12345");
    let secrets = Secrets::new("12345").new_pin(NEW_PIN);
    change_pin(
        "ausweisapp::a_transport_pin_becomes_a_pin",
        card,
        &secrets,
        |mut outcome| {
            assert!(outcome.run.success, "{:?}", outcome.run);
            assert_eq!(outcome.run.asked(), [Prompt::Pin, Prompt::NewPin]);
            assert_eq!(tries(&mut outcome.card), "9000");
        },
    );
}

#[test]
fn a_pin_becomes_another_pin() {
    let secrets = Secrets::new(PIN).new_pin(NEW_PIN);
    change_pin(
        "ausweisapp::a_pin_becomes_another_pin",
        adult(),
        &secrets,
        |mut outcome| {
            assert_eq!(outcome.seen.retry_counter, 3);
            assert!(outcome.run.success, "{:?}", outcome.run);
            assert_eq!(tries(&mut outcome.card), "9000");
        },
    );
}

#[test]
fn a_wrong_pin_counts_down() {
    let secrets = Secrets::new("111111").then(PIN).new_pin(NEW_PIN);
    change_pin(
        "ausweisapp::a_wrong_pin_counts_down",
        adult(),
        &secrets,
        |outcome| {
            assert!(outcome.run.success, "{:?}", outcome.run);
            let pins: Vec<_> = outcome
                .run
                .prompts
                .iter()
                .filter(|(prompt, _)| *prompt == Prompt::Pin)
                .collect();
            assert_eq!(pins[1], &(Prompt::Pin, Some(2)), "{:?}", outcome.run);
        },
    );
}

#[test]
fn a_suspended_pin_asks_for_the_can() {
    let card = adult().with_pin_state(PinState::Suspended);
    let secrets = Secrets::new(PIN).can(CAN).new_pin(NEW_PIN);
    change_pin(
        "ausweisapp::a_suspended_pin_asks_for_the_can",
        card,
        &secrets,
        |mut outcome| {
            assert_eq!(outcome.seen.retry_counter, 1);
            assert!(outcome.run.success, "{:?}", outcome.run);
            assert_eq!(outcome.run.asked()[0], Prompt::Can, "{:?}", outcome.run);
            assert_eq!(tries(&mut outcome.card), "9000");
        },
    );
}

#[test]
fn a_blocked_pin_asks_for_the_puk() {
    let card = adult().with_pin_state(PinState::Blocked);
    let secrets = Secrets::new(PIN).puk(PUK).new_pin(NEW_PIN);
    change_pin(
        "ausweisapp::a_blocked_pin_asks_for_the_puk",
        card,
        &secrets,
        |mut outcome| {
            assert_eq!(outcome.seen.retry_counter, 0);
            assert_eq!(outcome.run.asked()[0], Prompt::Puk, "{:?}", outcome.run);
            assert_eq!(tries(&mut outcome.card), "9000", "{:?}", outcome.run);
        },
    );
}

#[test]
fn a_deactivated_pin_is_shown_as_such() {
    let test = "ausweisapp::a_deactivated_pin_is_shown_as_such";
    with_pcscd(test, || {
        let card = build(adult().with_pin_state(PinState::Deactivated));
        let plugged = Vpcd::default()
            .insert(card)
            .unwrap()
            .in_background()
            .unwrap();
        let (_app, seen) = start()?;
        assert!(seen.deactivated, "{seen:?}");
        plugged.pull().unwrap();
        Ok(())
    })
    .unwrap();
}
