//! The life of a PIN: transport, change, wrong tries, suspension, blocking, unblocking, switching off and on.

use card_de_npa::{DeNpa, Personalisation, PinState};
use eac::encoding::{Password, Right};
use eac::terminal::{PinStatus, Terminal, TerminalError, command};
use iso7816::{Card, CommandApdu, StatusWord};

use crate::world::{
    Desk, Reader, can, card_of, default_offer, every_right, persona, pin, puk, secured, status_of,
    terminal_chat, wrong_pin,
};

fn card(desk: &Desk, state: PinState) -> DeNpa {
    desk.made(Personalisation::new(persona("adult")).with_pin_state(state))
}

fn pin_status(card: DeNpa) -> (PinStatus, DeNpa) {
    let mut terminal = Terminal::new(Reader(card));
    let status = terminal.pin_status(&default_offer()).unwrap();
    (status, card_of(terminal))
}

/// Runs PACE with the PIN, which has to fail, and gives the answer and the card.
fn fail(desk: &mut Desk, card: DeNpa, password: &Password) -> (StatusWord, DeNpa) {
    let stopped = desk.pace(card, password, None).unwrap_err();
    let status = match &stopped.error {
        TerminalError::WrongPassword {
            tries_left: Some(left),
        } => StatusWord::retries(*left),
        TerminalError::WrongPassword { tries_left: None } => StatusWord::VERIFICATION_FAILED,
        TerminalError::Status { status, .. } => *status,
        other => panic!("{other}"),
    };
    let mut card = card_of(stopped.terminal);
    card.reset();
    (status, card)
}

fn tries(card: &DeNpa) -> u8 {
    card.credentials().pin().unwrap().tries().left()
}

#[test]
fn every_state_answers_the_status_query_as_the_table_says() {
    let desk = Desk::new();
    for (state, expected) in [
        (PinState::Transport, PinStatus::Operational),
        (PinState::Operational, PinStatus::Operational),
        (PinState::Suspended, PinStatus::Suspended),
        (PinState::Blocked, PinStatus::Blocked),
        (PinState::Deactivated, PinStatus::Deactivated),
    ] {
        let (status, card) = pin_status(card(&desk, state));
        assert_eq!(status, expected, "{state:?}");
        assert_eq!(pin_status(card).0, expected, "{state:?} asked twice");
    }
}

#[test]
fn three_wrong_tries_suspend_and_block_and_the_puk_unblocks() {
    let mut desk = Desk::new();
    let fresh = card(&desk, PinState::Operational);
    let (status, card) = fail(&mut desk, fresh, &wrong_pin());
    assert_eq!(status, StatusWord::retries(2));
    let (status, card) = fail(&mut desk, card, &wrong_pin());
    assert_eq!(status, StatusWord::retries(1));
    assert_eq!(pin_status(card.clone()).0, PinStatus::Suspended);

    // Right or wrong: a suspended PIN is refused, and nothing is counted.
    for password in [pin(), wrong_pin()] {
        let (status, card) = fail(&mut desk, card.clone(), &password);
        assert_eq!(
            (status, tries(&card)),
            (StatusWord::CONDITIONS_NOT_SATISFIED, 1)
        );
    }

    // The CAN opens the third try; a wrong one blocks.
    let terminal = desk.pace(card, &can(), None).unwrap();
    let stopped = desk.resume(terminal, &wrong_pin()).unwrap_err();
    assert!(matches!(
        stopped.error,
        TerminalError::WrongPassword {
            tries_left: Some(0)
        }
    ));
    let mut card = card_of(stopped.terminal);
    card.reset();
    let (status, card) = fail(&mut desk, card, &pin());
    assert_eq!((status, tries(&card)), (StatusWord::METHOD_BLOCKED, 0));

    let mut terminal = desk.pace(card, &puk(), None).unwrap();
    terminal.unblock_pin().unwrap();
    let mut card = card_of(terminal);
    card.reset();
    assert_eq!(
        (
            tries(&card),
            card.credentials().pin().unwrap().resets().left()
        ),
        (3, 9)
    );
    assert!(desk.pace(card, &pin(), None).is_ok());
}

#[test]
fn the_right_pin_gives_all_tries_back() {
    let mut desk = Desk::new();
    let fresh = card(&desk, PinState::Operational);
    let (_, card) = fail(&mut desk, fresh, &wrong_pin());
    let card = card_of(desk.pace(card, &pin(), None).unwrap());
    assert_eq!(tries(&card), 3);
}

#[test]
fn a_resumed_pin_is_resumed_in_its_session_only() {
    let mut desk = Desk::new();
    let suspended = card(&desk, PinState::Suspended);
    let mut card = card_of(desk.pace(suspended.clone(), &can(), None).unwrap());
    card.reset();
    let (status, _) = fail(&mut desk, card, &pin());
    assert_eq!(status, StatusWord::CONDITIONS_NOT_SATISFIED);

    // A plain command ends the session as well.
    let terminal = desk.pace(suspended.clone(), &can(), None).unwrap();
    let (status, _) = fail(&mut desk, card_of(terminal), &pin());
    assert_eq!(status, StatusWord::CONDITIONS_NOT_SATISFIED);

    // The PUK resumes nothing.
    let terminal = desk.pace(suspended.clone(), &puk(), None).unwrap();
    assert_eq!(
        status_of(desk.resume(terminal, &pin()).unwrap_err()),
        StatusWord::CONDITIONS_NOT_SATISFIED
    );

    let terminal = desk.pace(suspended, &can(), None).unwrap();
    let mut terminal = desk.resume(terminal, &pin()).unwrap();
    terminal.change_pin("654321").unwrap();
    assert_eq!(tries(&card_of(terminal)), 3);
}

#[test]
fn a_failed_resumption_leaves_the_session_of_the_can() {
    let mut desk = Desk::new();
    let terminal = desk
        .pace(card(&desk, PinState::Suspended), &can(), None)
        .unwrap();
    let mut terminal = desk.resume(terminal, &wrong_pin()).unwrap_err().terminal;
    assert_eq!(
        secured(&mut terminal, &command::select_master_file()),
        StatusWord::OK
    );
    // And there is no further try.
    assert_eq!(
        status_of(desk.resume(terminal, &pin()).unwrap_err()),
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
}

#[test]
fn a_second_pace_needs_a_suspended_pin() {
    let mut desk = Desk::new();
    for (state, first, second) in [
        (PinState::Operational, can(), pin()),
        (PinState::Operational, pin(), pin()),
        (PinState::Suspended, can(), can()),
        (PinState::Suspended, can(), puk()),
        (PinState::Blocked, can(), pin()),
        (PinState::Deactivated, can(), pin()),
    ] {
        let terminal = desk.pace(card(&desk, state), &first, None).unwrap();
        let stopped = desk.resume(terminal, &second).unwrap_err();
        assert!(matches!(
            stopped.error,
            TerminalError::Status {
                status: StatusWord::CONDITIONS_NOT_SATISFIED,
                ..
            }
        ));
        let mut terminal = stopped.terminal;
        assert_eq!(
            secured(&mut terminal, &command::select_master_file()),
            StatusWord::OK,
            "{state:?}"
        );
    }
}

#[test]
fn pace_is_over_once_the_terminal_is_authenticated() {
    let mut desk = Desk::new();
    let set = eac::terminal::PaceRequest::new(&default_offer(), &pin())
        .unwrap()
        .set_at();
    let mut terminal = desk
        .authenticate(
            card(&desk, PinState::Suspended),
            &can(),
            every_right(),
            "AT_FULL",
            None,
        )
        .unwrap();
    assert_eq!(
        secured(&mut terminal, &command::set_at_pace(&set)),
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
    let mut terminal = desk.whole(
        card(&desk, PinState::Suspended),
        &can(),
        every_right(),
        "AT_FULL",
        None,
    );
    assert_eq!(
        secured(&mut terminal, &command::set_at_pace(&set)),
        StatusWord::CONDITIONS_NOT_SATISFIED
    );
    assert!(terminal.read_data_group(1).is_ok());
}

#[test]
fn the_transport_pin_sets_a_pin_and_authenticates_nobody() {
    let mut desk = Desk::new();
    let transport = Password::pin("12345");
    let fresh = card(&desk, PinState::Transport);
    let stopped = desk
        .pace(fresh.clone(), &transport, Some(every_right()))
        .unwrap_err();
    assert_eq!(status_of(stopped), StatusWord::WRONG_DATA);
    // Who may use the CAN reads all the same.
    assert!(
        desk.whole(fresh.clone(), &can(), every_right(), "AT_FULL", None)
            .read_data_group(1)
            .is_ok()
    );

    let mut terminal = desk.pace(fresh, &transport, None).unwrap();
    terminal.change_pin("246810").unwrap();
    let mut card = card_of(terminal);
    card.reset();
    assert_eq!(
        fail(&mut desk, card.clone(), &transport).0,
        StatusWord::retries(2)
    );
    assert!(
        desk.whole(
            card,
            &Password::pin("246810"),
            every_right(),
            "AT_FULL",
            None
        )
        .read_data_group(1)
        .is_ok()
    );
}

#[test]
fn a_new_pin_has_six_digits_and_an_old_one_stays_until_then() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .pace(card(&desk, PinState::Operational), &pin(), None)
        .unwrap();
    for wrong in [&b"12345"[..], b"1234567", b"12345a", b""] {
        let command = CommandApdu::new(0x00, 0x2C, 0x02, 0x03).with_data(wrong);
        assert_eq!(
            secured(&mut terminal, &command),
            StatusWord::WRONG_DATA,
            "{wrong:?}"
        );
    }
    let mut card = card_of(terminal);
    card.reset();
    assert!(desk.pace(card, &pin(), None).is_ok());
}

#[test]
fn who_has_not_proven_the_pin_may_not_change_it() {
    let mut desk = Desk::new();
    let change = command::change_pin(b"654321");
    let forbidden = StatusWord::SECURITY_STATUS_NOT_SATISFIED;
    for password in [can(), puk()] {
        let mut terminal = desk
            .pace(card(&desk, PinState::Operational), &password, None)
            .unwrap();
        assert_eq!(secured(&mut terminal, &change), forbidden);
    }
    let mut plain = Terminal::new(Reader(card(&desk, PinState::Operational)));
    assert_eq!(plain.transmit(&change).unwrap().status, forbidden);
    assert_eq!(
        plain.transmit(&command::unblock_pin()).unwrap().status,
        forbidden
    );
    for password in [can(), pin()] {
        let mut terminal = desk
            .pace(card(&desk, PinState::Operational), &password, None)
            .unwrap();
        assert_eq!(secured(&mut terminal, &command::unblock_pin()), forbidden);
    }
    // An authenticated terminal needs the right, though the PIN has been proven.
    let mut terminal = desk.whole(
        card(&desk, PinState::Operational),
        &pin(),
        every_right(),
        "AT_READ",
        None,
    );
    assert_eq!(secured(&mut terminal, &change), forbidden);
}

#[test]
fn the_puk_unblocks_ten_times() {
    let mut desk = Desk::new();
    let mut terminal = desk
        .pace(card(&desk, PinState::Blocked), &puk(), None)
        .unwrap();
    for _ in 0..10 {
        terminal.unblock_pin().unwrap();
    }
    let status = secured(&mut terminal, &command::unblock_pin());
    assert_eq!(status, StatusWord::SECURITY_STATUS_NOT_SATISFIED);
    let mut card = card_of(terminal);
    card.reset();
    assert!(
        desk.pace(card, &puk(), None).is_ok(),
        "the puk itself never blocks"
    );
}

#[test]
fn a_wrong_can_puk_or_mrz_counts_nothing() {
    let mut desk = Desk::new();
    let mut card = card(&desk, PinState::Operational);
    for password in [
        Password::can("000000"),
        Password::puk("0000000000"),
        Password::mrz("wrong"),
    ] {
        for _ in 0..4 {
            let (status, after) = fail(&mut desk, card, &password);
            assert_eq!(status, StatusWord::VERIFICATION_FAILED);
            card = after;
        }
    }
    assert!(desk.pace(card, &can(), None).is_ok());
}

#[test]
fn pin_management_switches_the_pin_off_and_on() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        card(&desk, PinState::Operational),
        &can(),
        every_right(),
        "AT_PIN",
        None,
    );
    terminal.deactivate_pin().unwrap();
    terminal.deactivate_pin().unwrap();
    let mut card = card_of(terminal);
    card.reset();
    let (status, card) = pin_status(card);
    assert_eq!(status, PinStatus::Deactivated);
    for password in [pin(), wrong_pin()] {
        let (status, card) = fail(&mut desk, card.clone(), &password);
        assert_eq!(
            (status, tries(&card)),
            (StatusWord::REFERENCE_DATA_NOT_USABLE, 3)
        );
    }
    let mut terminal = desk.whole(card, &can(), every_right(), "AT_PIN", None);
    terminal.activate_pin().unwrap();
    let mut card = card_of(terminal);
    card.reset();
    assert!(desk.pace(card, &pin(), None).is_ok());
}

#[test]
fn pin_management_sets_and_unblocks_without_the_old_pin() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        card(&desk, PinState::Blocked),
        &can(),
        every_right(),
        "AT_PIN",
        None,
    );
    terminal.change_pin("135790").unwrap();
    let mut card = card_of(terminal);
    card.reset();
    assert_eq!(
        (
            tries(&card),
            card.credentials().pin().unwrap().resets().left()
        ),
        (3, 10)
    );
    assert!(desk.pace(card, &Password::pin("135790"), None).is_ok());
}

#[test]
fn switching_the_pin_needs_the_right_and_chip_authentication() {
    let mut desk = Desk::new();
    let forbidden = StatusWord::SECURITY_STATUS_NOT_SATISFIED;
    let mut terminal = desk
        .pace(card(&desk, PinState::Operational), &pin(), None)
        .unwrap();
    assert_eq!(
        secured(&mut terminal, &command::deactivate_pin()),
        forbidden
    );
    let mut terminal = desk
        .authenticate(
            card(&desk, PinState::Operational),
            &can(),
            every_right(),
            "AT_PIN",
            None,
        )
        .unwrap();
    assert_eq!(
        secured(&mut terminal, &command::deactivate_pin()),
        forbidden
    );
    let mut terminal = desk.whole(
        card(&desk, PinState::Operational),
        &can(),
        every_right(),
        "AT_CAN",
        None,
    );
    assert_eq!(
        secured(&mut terminal, &command::deactivate_pin()),
        forbidden
    );
    assert_eq!(secured(&mut terminal, &command::activate_pin()), forbidden);
}

#[test]
fn the_can_is_changed_only_where_the_card_allows_it() {
    let mut desk = Desk::new();
    let mut terminal = desk.whole(
        card(&desk, PinState::Operational),
        &can(),
        every_right(),
        "AT_PIN",
        None,
    );
    assert_eq!(
        secured(&mut terminal, &command::change_can(b"111222")),
        StatusWord::SECURITY_STATUS_NOT_SATISFIED
    );
    let mut made = Personalisation::new(persona("adult"));
    made.can_change = card::CanChange::Allowed;
    let mut terminal = desk.whole(desk.made(made), &can(), every_right(), "AT_PIN", None);
    terminal.change_can("111222").unwrap();
    let mut card = card_of(terminal);
    card.reset();
    assert!(desk.pace(card, &Password::can("111222"), None).is_ok());
}

#[test]
fn the_can_serves_authentication_terminals_that_may_use_it() {
    let mut desk = Desk::new();
    let chat = terminal_chat(&[Right::ReadDataGroup(4)]);
    let stopped = desk
        .pace(card(&desk, PinState::Operational), &can(), Some(chat))
        .unwrap_err();
    assert_eq!(status_of(stopped), StatusWord::WRONG_DATA);
    // The wish is there, but the certificate does not have the right.
    let chat = terminal_chat(&[Right::ReadDataGroup(4), Right::CanAllowed]);
    let stopped = desk
        .authenticate(
            card(&desk, PinState::Operational),
            &can(),
            chat,
            "AT_READ",
            None,
        )
        .unwrap_err();
    assert_eq!(
        status_of(stopped),
        StatusWord::SECURITY_STATUS_NOT_SATISFIED
    );
}

#[test]
fn losing_power_after_the_comparison_gives_no_free_try() {
    let mut desk = Desk::new();
    let card = card(&desk, PinState::Operational);
    // The last step of a run with a wrong PIN, as the terminal would send it.
    let recorded = std::cell::RefCell::new(Vec::new());
    let recorder = Recorder {
        card: card.clone(),
        sent: &recorded,
    };
    let password = wrong_pin();
    let request = eac::terminal::PaceRequest::new(&default_offer(), &password).unwrap();
    assert!(
        Terminal::new(recorder)
            .pace(&request, &mut desk.random)
            .is_err()
    );
    let sent = recorded.into_inner();
    // The run is replayed on a card with the same random numbers up to the last step.
    let mut card = Desk::new().made(Personalisation::new(persona("adult")));
    let (last, before) = sent.split_last().unwrap();
    for command in before {
        assert_eq!(crate::world::send(&mut card, command).status.sw1(), 0x90);
    }
    card.lose_power_during(last);
    assert_eq!(tries(&card), 2);
}

/// A card that remembers what it was sent.
pub(crate) struct Recorder<'a> {
    pub(crate) card: DeNpa,
    pub(crate) sent: &'a std::cell::RefCell<Vec<Vec<u8>>>,
}

impl iso7816::Transport for Recorder<'_> {
    type Error = std::convert::Infallible;

    fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Self::Error> {
        self.sent.borrow_mut().push(command.to_vec());
        let mut response = Vec::new();
        self.card.transmit(command, &mut response);
        Ok(response)
    }
}
