//! Conversations about passwords, told as text: what the card answered, and what is left of its counters.

use std::fmt::Write as _;

use card_de_npa::{DataGroups, DeNpa, Personalisation, PinState};
use eac::encoding::{Chat, Password, Right};
use eac::terminal::{Terminal, TerminalError, command};
use iso7816::{Card, CommandApdu, StatusWord};

use crate::world::{
    Desk, Reader, can, card_of, default_offer, every_right, inspection_chat, persona, pin, puk,
    secured, send, terminal_chat, wrong_pin,
};

/// Makes a card faulty, or leaves it as it is.
pub(super) type Spoil<'a> = &'a dyn Fn(DeNpa) -> DeNpa;

pub(super) fn card(desk: &Desk, state: PinState) -> DeNpa {
    desk.made(
        Personalisation::new(persona("adult"))
            .with_pin_state(state)
            .with_data_groups(DataGroups::Complete),
    )
}

pub(super) fn tries(card: &DeNpa) -> String {
    let pin = card.credentials().pin().unwrap();
    format!(
        "{} tries, {} resets, {:?}",
        pin.tries().left(),
        pin.resets().left(),
        pin.activation()
    )
}

pub(super) fn told<S>(error: &TerminalError<std::convert::Infallible>, _: &S) -> String {
    match error {
        TerminalError::Status { status, .. } => format!("{status}"),
        other => other.to_string(),
    }
}

/// The status query, PACE with a password, what is left, and the same after a reset.
pub(super) fn pace_in(
    desk: &mut Desk,
    card: DeNpa,
    password: &Password,
    chat: Option<Chat>,
) -> (String, DeNpa) {
    let mut plain = Terminal::new(Reader(card));
    let mut seen = format!("{:?}; ", plain.pin_status(&default_offer()).unwrap());
    let (outcome, mut card) = match desk.pace(card_of(plain), password, chat) {
        Ok(terminal) => (
            format!("ok {:?}", terminal.state().authorities()),
            card_of(terminal),
        ),
        Err(stopped) => (told(&stopped.error, &()), card_of(stopped.terminal)),
    };
    card.reset();
    let _ = write!(seen, "{outcome}; {}", tries(&card));
    (seen, card)
}

pub(super) fn pin_states(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    for state in [
        PinState::Operational,
        PinState::Suspended,
        PinState::Blocked,
        PinState::Deactivated,
    ] {
        for password in [wrong_pin(), pin()] {
            let card = faulty(card(desk, state));
            let (text, _) = pace_in(desk, card, &password, None);
            let _ = writeln!(seen, "{state:?}: {text}");
        }
    }
    seen
}

pub(super) fn wrong_then_right(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let card = faulty(card(desk, PinState::Operational));
    let (first, card) = pace_in(desk, card, &wrong_pin(), None);
    let (second, card) = pace_in(desk, card, &pin(), None);
    let (third, _) = pace_in(desk, card, &Password::can("000000"), None);
    [first, second, third].join("\n")
}

pub(super) fn power_cut(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let sent = std::cell::RefCell::new(Vec::new());
    let recorder = crate::pin::Recorder {
        card: card(desk, PinState::Operational),
        sent: &sent,
    };
    let password = wrong_pin();
    let request = eac::terminal::PaceRequest::new(&default_offer(), &password).unwrap();
    assert!(
        Terminal::new(recorder)
            .pace(&request, &mut desk.random)
            .is_err()
    );
    let desk = Desk::new();
    let mut card = faulty(card(&desk, PinState::Operational));
    let sent = sent.into_inner();
    let (last, before) = sent.split_last().unwrap();
    before
        .iter()
        .for_each(|command| drop(send(&mut card, command)));
    card.lose_power_during(last);
    tries(&card)
}

pub(super) fn resumption(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    for (state, password) in [
        (PinState::Suspended, pin()),
        (PinState::Suspended, wrong_pin()),
        (PinState::Operational, pin()),
    ] {
        let terminal = desk.pace(faulty(card(desk, state)), &can(), None).unwrap();
        let card = match desk.resume(terminal, &password) {
            Ok(terminal) => card_of(terminal),
            Err(stopped) => {
                let mut terminal = stopped.terminal;
                let alive = terminal
                    .transmit(&command::select_master_file())
                    .map(|answer| answer.status);
                let _ = write!(seen, "{}, then {alive:?}; ", stopped.error);
                card_of(terminal)
            }
        };
        let _ = writeln!(seen, "{}", tries(&card));
    }
    let mut card = card_of(
        desk.pace(faulty(card(desk, PinState::Suspended)), &can(), None)
            .unwrap(),
    );
    card.reset();
    seen + &pace_in(desk, card, &pin(), None).0
}

pub(super) fn management(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    let commands = [
        command::change_pin(b"654321"),
        command::change_pin(b"1"),
        command::unblock_pin(),
        command::deactivate_pin(),
    ];
    let mut record = |name: &str, mut terminal: Box<dyn FnMut(&CommandApdu) -> StatusWord>| {
        for command in &commands {
            let _ = writeln!(seen, "{name} {}", terminal(command));
        }
    };
    let mut plain = Terminal::new(Reader(faulty(card(desk, PinState::Operational))));
    record(
        "plain",
        Box::new(move |command| secured(&mut plain, command)),
    );
    for (name, password) in [("can", can()), ("pin", pin()), ("puk", puk())] {
        let mut terminal = desk
            .pace(faulty(card(desk, PinState::Operational)), &password, None)
            .unwrap();
        record(
            name,
            Box::new(move |command| secured(&mut terminal, command)),
        );
    }
    let mut terminal = desk.whole(
        faulty(card(desk, PinState::Operational)),
        &can(),
        every_right(),
        "AT_PIN",
        None,
    );
    record(
        "terminal",
        Box::new(move |command| secured(&mut terminal, command)),
    );
    seen
}

pub(super) fn management_effects(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut terminal = desk
        .pace(faulty(card(desk, PinState::Blocked)), &puk(), None)
        .unwrap();
    let mut seen = format!("{:?}; ", terminal.unblock_pin().is_ok());
    let mut card = card_of(terminal);
    card.reset();
    seen += &tries(&card);
    let mut terminal = desk
        .pace(
            faulty(self::card(desk, PinState::Operational)),
            &pin(),
            None,
        )
        .unwrap();
    let _ = terminal.change_pin("654321");
    let mut card = card_of(terminal);
    card.reset();
    seen += &pace_in(desk, card, &Password::pin("654321"), None).0;
    let mut terminal = desk.whole(
        faulty(self::card(desk, PinState::Operational)),
        &can(),
        every_right(),
        "AT_PIN",
        None,
    );
    let _ = terminal.deactivate_pin();
    seen += &tries(&card_of(terminal));
    let mut terminal = desk.whole(
        faulty(self::card(desk, PinState::Deactivated)),
        &can(),
        every_right(),
        "AT_PIN",
        None,
    );
    let _ = terminal.activate_pin();
    seen + &tries(&card_of(terminal))
}

pub(super) fn passwords_and_types(desk: &mut Desk, faulty: Spoil<'_>) -> String {
    let mut seen = String::new();
    let day = persona::Day::new(2026, 3, 1).unwrap();
    let mrz = Password::mrz(persona("adult").mrz(day).pace_input().unwrap());
    let reader = terminal_chat(&[Right::ReadDataGroup(1)]);
    for (password, chat) in [
        (can(), reader),
        (mrz.clone(), reader),
        (mrz, inspection_chat()),
        (pin(), every_right()),
    ] {
        let card = faulty(card(desk, PinState::Operational));
        let _ = writeln!(seen, "{}", pace_in(desk, card, &password, Some(chat)).0);
    }
    let card = faulty(card(desk, PinState::Operational));
    let _ = writeln!(seen, "{}", pace_in(desk, card, &can(), None).0);
    let card = faulty(self::card(desk, PinState::Transport));
    seen + &pace_in(desk, card, &Password::pin("12345"), Some(every_right())).0
}
