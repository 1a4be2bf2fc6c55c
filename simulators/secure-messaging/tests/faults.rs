//! Each fault shows in what the other end can see, and nothing else changes.
#![allow(clippy::unwrap_used, clippy::panic)]

use crypto::Cipher;
use iso7816::{CommandApdu, CommandView, Ne, ResponseApdu, StatusWord};
use secure_messaging::{Alteration, CardSession, Fault, SessionKeys, SmError, TerminalSession};

/// A card with or without a fault, and the terminal it talks to.
struct Pair {
    card: CardSession,
    terminal: TerminalSession,
}

impl Pair {
    fn new(fault: Option<Fault>) -> Self {
        let keys = SessionKeys::derive(Cipher::Aes128, b"shared", b"");
        Self {
            card: CardSession::new(keys.clone()).with_fault(fault),
            terminal: TerminalSession::new(keys),
        }
    }

    /// A pair that has exchanged one command, so that there is something to repeat.
    fn after_one(fault: Fault) -> Self {
        Self::new(Some(fault)).exchange(&read(), b"").unwrap().0
    }

    fn exchange(
        mut self,
        command: &CommandApdu,
        answer: &[u8],
    ) -> Result<(Self, CommandApdu, ResponseApdu), SmError> {
        let protected = self.terminal.wrap_command(&command.as_view()).unwrap();
        self.deliver(&protected, answer)
    }

    /// The altered command as the card takes it.
    fn altered(
        mut self,
        command: &CommandApdu,
        alteration: Alteration,
    ) -> Result<CommandApdu, SmError> {
        let protected = self
            .terminal
            .wrap_command_with(&command.as_view(), alteration)
            .unwrap();
        let mut plain = Vec::new();
        let (_, view) = self
            .card
            .unwrap_command(&CommandView::decode(&protected).unwrap(), &mut plain)?;
        Ok(view.to_owned())
    }

    fn deliver(
        self,
        protected: &[u8],
        answer: &[u8],
    ) -> Result<(Self, CommandApdu, ResponseApdu), SmError> {
        let mut plain = Vec::new();
        let (mut card, view) = self
            .card
            .unwrap_command(&CommandView::decode(protected).unwrap(), &mut plain)?;
        let seen = view.to_owned();
        let mut response = Vec::new();
        card.wrap_response(answer, StatusWord::OK, &mut response)?;
        let (terminal, opened) = self.terminal.unwrap_response(&response)?;
        Ok((Self { card, terminal }, seen, opened))
    }
}

fn read() -> CommandApdu {
    CommandApdu::new(0, 0xB0, 0, 0).with_ne(Ne::from_short(4))
}

fn select() -> CommandApdu {
    CommandApdu::new(0, 0xA4, 2, 0x0C)
        .with_data([0x01, 0x1C])
        .with_ne(Ne::SHORT_MAX)
}

/// What a fault lets pass, and what a healthy card answers to the same.
const OVERLOOKED: [(Fault, Alteration); 12] = [
    (Fault::ReplayAccepted, Alteration::Replay),
    (Fault::SscGapAccepted, Alteration::CounterSkipped),
    (Fault::MacOverWrongHeader, Alteration::MacWithoutHeader),
    (Fault::MissingMacAccepted, Alteration::MacMissing),
    (Fault::WrongMacAccepted, Alteration::MacWrong),
    (Fault::WrongMacAccepted, Alteration::HeaderChanged),
    (Fault::PaddingNotChecked, Alteration::PaddingMissing),
    (
        Fault::PaddingIndicatorNotChecked,
        Alteration::PaddingIndicatorWrong,
    ),
    (Fault::UnknownObjectAccepted, Alteration::UnknownObject),
    (
        Fault::DuplicateObjectAccepted,
        Alteration::CryptogramDoubled,
    ),
    (
        Fault::DuplicateObjectAccepted,
        Alteration::ExpectedLengthDoubled,
    ),
    (Fault::DuplicateObjectAccepted, Alteration::MacDoubled),
];

/// A card that takes any MAC takes those of other counters and headers, and one that forgives a lost session forgives
/// a counter; one whose responses are wrong has lost the terminal after the first.
fn forgives_too(fault: Fault, alteration: Alteration) -> bool {
    match fault {
        Fault::SscNotIncremented
        | Fault::StatusWordObjectMissing
        | Fault::StatusWordObjectWrong
        | Fault::ResponseMacWrong => true,
        Fault::ErrorKeepsSession => alteration == Alteration::CounterSkipped,
        Fault::WrongMacAccepted => matches!(
            alteration,
            Alteration::Replay | Alteration::CounterSkipped | Alteration::MacWithoutHeader
        ),
        _ => false,
    }
}

#[test]
fn a_fault_overlooks_its_own_mistake_and_no_other_card_does() {
    for (fault, alteration) in OVERLOOKED {
        let command = if fault == Fault::ReplayAccepted {
            read()
        } else {
            select()
        };
        Pair::after_one(fault)
            .altered(&command, alteration)
            .unwrap_or_else(|error| panic!("{fault}: {error}"));
        for other in Fault::ALL {
            if OVERLOOKED.contains(&(other, alteration)) || forgives_too(other, alteration) {
                continue;
            }
            let refused = Pair::after_one(other)
                .altered(&command, alteration)
                .map_err(SmError::status);
            assert_eq!(
                refused.err(),
                alteration.refusal(),
                "{other} and {alteration}"
            );
        }
    }
}

#[test]
fn a_card_without_a_fault_refuses_all_of_them() {
    for (_, alteration) in OVERLOOKED {
        let pair = Pair::new(None).exchange(&read(), b"1234").unwrap().0;
        let refused = pair.altered(&select(), alteration).map_err(SmError::status);
        assert_eq!(refused.err(), alteration.refusal(), "{alteration}");
    }
}

#[test]
fn a_counter_that_stands_still_shows_in_the_first_response() {
    let refused = Pair::new(Some(Fault::SscNotIncremented)).exchange(&read(), b"1234");
    assert_eq!(refused.map(|_| ()), Err(SmError::MacMismatch));
}

#[test]
fn an_expected_length_is_ignored_or_cut() {
    let seen = |fault, ne: u32| {
        let command = read().with_ne(Ne::new(ne).unwrap());
        Pair::new(Some(fault))
            .exchange(&command, b"")
            .unwrap()
            .1
            .ne
            .map(Ne::get)
    };
    assert_eq!(seen(Fault::LeObjectIgnored, 4), Some(256));
    assert_eq!(seen(Fault::ExtendedLeCut, 4), Some(4));
    assert_eq!(seen(Fault::ExtendedLeCut, 0x0105), Some(5));
    assert_eq!(seen(Fault::ExtendedLeCut, 65_536), Some(256));
}

#[test]
fn responses_can_be_wrong_in_four_ways() {
    let answer = |fault, data| {
        Pair::new(Some(fault))
            .exchange(&read(), data)
            .map(|(_, _, response)| response)
    };
    assert_eq!(
        answer(Fault::StatusWordObjectMissing, b"1234"),
        Err(SmError::StatusMissing)
    );
    assert!(matches!(
        answer(Fault::StatusWordObjectWrong, b"1234"),
        Err(SmError::StatusMismatch { .. })
    ));
    assert_eq!(
        answer(Fault::ResponseMacWrong, b"1234"),
        Err(SmError::MacMismatch)
    );
    // The MAC is right, but the first block decrypts to something else; sixteen bytes keep the padding out of it.
    let wrong = answer(Fault::ResponseVectorZero, b"sixteen bytes 16").unwrap();
    assert_ne!(wrong.data, b"sixteen bytes 16");
    assert_eq!(
        answer(Fault::ResponseVectorZero, b"").unwrap(),
        ResponseApdu::ok([])
    );
}

#[test]
fn case_one_is_refused_by_a_card_that_pads_twice() {
    let unblock = CommandApdu::new(0, 0x2C, 3, 3);
    let refused = Pair::new(Some(Fault::CaseOnePaddedTwice)).exchange(&unblock, b"");
    assert_eq!(refused.map(|_| ()), Err(SmError::MacMismatch));
    assert!(
        Pair::new(Some(Fault::CaseOnePaddedTwice))
            .exchange(&read(), b"1234")
            .is_ok()
    );
}

#[test]
fn a_missing_outer_length_is_refused_by_a_card_that_requires_it() {
    let missing = |fault| {
        Pair::new(fault)
            .altered(&read(), Alteration::OuterExpectedLengthMissing)
            .is_ok()
    };
    assert!(missing(None));
    assert!(!missing(Some(Fault::OuterLeRequired)));
}

#[test]
fn a_kept_session_takes_the_next_command() {
    assert!(
        Pair::new(Some(Fault::WrongMacAccepted))
            .card
            .spare()
            .is_none()
    );
    // The terminal has counted its bad command, and may or may not count the plain answer.
    for counts_the_answer in [false, true] {
        let mut pair = Pair::new(Some(Fault::ErrorKeepsSession))
            .exchange(&read(), b"1234")
            .unwrap()
            .0;
        let spare = pair.card.spare().unwrap();
        let bad = pair
            .terminal
            .wrap_command_with(&select().as_view(), Alteration::MacWrong)
            .unwrap();
        assert!(
            pair.card
                .unwrap_command(&CommandView::decode(&bad).unwrap(), &mut Vec::new())
                .is_err()
        );
        if counts_the_answer {
            let _ = pair.terminal.wrap_command(&read().as_view()).unwrap();
        }
        let next = Pair {
            card: spare,
            terminal: pair.terminal,
        }
        .exchange(&read(), b"again")
        .unwrap();
        assert_eq!(next.2, ResponseApdu::ok(*b"again"));
    }
}

#[test]
fn names_are_kebab_case_and_lead_back() {
    for fault in Fault::ALL {
        assert_eq!(Fault::parse(fault.name()), Some(fault));
        assert!(
            fault
                .name()
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'-'),
            "{fault}"
        );
    }
    for alteration in Alteration::ALL {
        assert_eq!(Alteration::parse(alteration.name()), Some(alteration));
    }
    assert_eq!(Fault::parse("none"), None);
}
