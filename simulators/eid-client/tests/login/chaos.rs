//! Any event at any moment: the flow never panics, and does not run in circles.

use ambient::Ambient;
use eid_client::flow::{Decision, Effect, Event, Policy, ServerAnswer, State, step};
use eid_client::{Config, Digits, SlotState};
use paos::{DidAuthenticate, Eac2Input, Envelope, InputData, Message, TcToken, Transmit};

use crate::slot::TestSlot;
use crate::world::{TOKEN, day};

fn body(choice: u8) -> Vec<u8> {
    let envelope = |message| {
        Envelope::from_server(message, "urn:uuid:1")
            .encode()
            .into_bytes()
    };
    match choice % 6 {
        0 => TcToken::attached("https://localhost:8443/p", "1", "https://localhost:8443/r")
            .encode()
            .into_bytes(),
        1 => envelope(Message::InitializeFramework),
        2 => envelope(Message::Transmit(Transmit::new([]))),
        3 => envelope(Message::DidAuthenticate(Box::new(DidAuthenticate::new(
            InputData::Eac2(Eac2Input::default()),
        )))),
        4 => envelope(crate::script::end(paos::ProtocolResult::ok())),
        _ => b"<a/>".to_vec(),
    }
}

fn event([kind, choice, detail]: [u8; 3]) -> Event {
    match kind % 8 {
        0 | 1 => Event::Answer(Ok(ServerAnswer {
            status: [200, 302, 303, 404, 500][usize::from(choice % 5)],
            location: (detail & 1 == 1).then(|| "https://localhost:8443/elsewhere".to_owned()),
            body: body(detail),
            certificate: (choice & 0x80 == 0).then(|| vec![0x30, 0x00]),
        })),
        2 => Event::Answer(Err("nobody there".to_owned())),
        3 => Event::User(match choice % 6 {
            0 => Decision::Grant(Vec::new()),
            1 => Decision::Continue,
            2 => Decision::Enter(Digits::parse("123456")),
            3 => Decision::SetPin([None, None, None]),
            4 => Decision::HasPinLetter,
            _ => Decision::Cancel,
        }),
        4 => Event::Slot(
            [SlotState::NoReader, SlotState::Empty, SlotState::Card][usize::from(choice % 3)],
        ),
        5 | 6 => Event::Card(vec![choice; usize::from(detail % 20)]),
        _ => Event::CardGone,
    }
}

#[test]
fn any_event_at_any_moment() {
    let slot = std::sync::Arc::new(TestSlot::new(None));
    let config = Config::new(slot)
        .without(eid_client::Rule::TlsDates)
        .without(eid_client::Rule::TlsHostName);
    for seed in 0..300 {
        let ambient = Ambient::simulated(seed, day(2026, 3, 1));
        let dice = ambient.stream("dice");
        let (mut state, _) = State::begin(Policy::of(&config), TOKEN);
        for _ in 0..40 {
            let (next, effect) = step(state, event(dice.bytes()), &ambient);
            state = next;
            if matches!(effect, Effect::Redirect(_) | Effect::Fail(_)) {
                assert!(state.is_over());
            }
        }
        // Whatever happened: three steps of a lost thread and it is over.
        for _ in 0..3 {
            (state, _) = step(state, Event::CardGone, &ambient);
            (state, _) = step(state, Event::Answer(Err(String::new())), &ambient);
        }
        assert!(state.is_over(), "{state:?}");
    }
}
