//! PACE on the card's side: what MSE:Set AT may choose, what each step refuses, and the faults that do not refuse it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;

use crypto::{Cipher, Curve, Generator, PrivateKey};
use eac::card::pace::{Chaining, Pace, PaceSuite, Progress, Selection};
use eac::card::{Fault, Faults, Reason, Refusal};
use eac::encoding::{
    Chat, DynamicData, PaceProtocol, Password, PasswordReference, Right, Role, SetAt, TerminalType,
    oid,
};
use eac::terminal::pace::{AwaitNonce, PaceError};
use iso7816::StatusWord;
use rng::rng;

const SUITE: PaceSuite = PaceSuite {
    protocol: PaceProtocol::generic(Cipher::Aes128),
    curve: Curve::BrainpoolP256r1,
};
const OTHER: PaceSuite = PaceSuite {
    protocol: PaceProtocol::generic(Cipher::Aes128),
    curve: Curve::P384,
};

fn set_at(reference: PasswordReference, chat: Option<Chat>) -> SetAt {
    SetAt {
        mechanism: Some(SUITE.protocol.oid()),
        public_key_reference: Some(vec![reference.number()]),
        private_key_reference: Some(vec![13]),
        chat,
        ..SetAt::default()
    }
}

fn judge(set: &SetAt) -> Result<Selection, Refusal> {
    Selection::judge(&set.encode(), &[SUITE, OTHER], Faults::NONE)
}

#[test]
fn a_suite_is_chosen_by_protocol_and_parameters() {
    let selection = judge(&set_at(PasswordReference::Can, None)).unwrap();
    assert_eq!(
        (selection.suite, selection.password),
        (SUITE, PasswordReference::Can)
    );
    let mut other = set_at(PasswordReference::Can, None);
    other.private_key_reference = Some(vec![15]);
    assert_eq!(judge(&other).unwrap().suite, OTHER);
    other.private_key_reference = None;
    assert_eq!(
        judge(&other).unwrap_err().because,
        Reason::UnknownDomainParameters(None)
    );
    assert_eq!(
        Selection::judge(&other.encode(), &[SUITE], Faults::NONE)
            .unwrap()
            .suite,
        SUITE
    );
}

#[test]
fn what_does_not_exist_is_not_found_and_what_is_not_supported_is_wrong() {
    let status = |change: fn(&mut SetAt)| {
        let mut set = set_at(PasswordReference::Can, None);
        change(&mut set);
        judge(&set).unwrap_err().status
    };
    assert_eq!(
        status(|set| set.public_key_reference = Some(vec![5])),
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    assert_eq!(
        status(|set| set.public_key_reference = Some(vec![2, 2])),
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    assert_eq!(
        status(|set| set.private_key_reference = Some(vec![31])),
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    assert_eq!(
        status(|set| set.private_key_reference = Some(vec![])),
        StatusWord::REFERENCED_DATA_NOT_FOUND
    );
    assert_eq!(
        status(|set| set.mechanism = Some(oid::ID_CA)),
        StatusWord::WRONG_DATA
    );
    assert_eq!(
        status(|set| set.mechanism = Some(PaceProtocol::generic(Cipher::Aes256).oid())),
        StatusWord::WRONG_DATA
    );
    assert_eq!(status(|set| set.mechanism = None), StatusWord::WRONG_DATA);
    assert_eq!(
        status(|set| set.public_key_reference = None),
        StatusWord::WRONG_DATA
    );
    assert_eq!(
        Selection::judge(&[0x80, 0x05, 1], &[SUITE], Faults::NONE)
            .unwrap_err()
            .status,
        StatusWord::WRONG_DATA
    );
}

#[test]
fn objects_may_come_in_any_order_and_unknown_ones_are_passed_over() {
    let mut data = vec![0x84, 1, 13, 0x83, 1, 2, 0xC0, 1, 9];
    data.extend(iso7816::tlv::encode(
        iso7816::tlv::Tag::new(0x80),
        SUITE.protocol.oid().as_bytes(),
    ));
    assert_eq!(
        Selection::judge(&data, &[SUITE], Faults::NONE)
            .unwrap()
            .suite,
        SUITE
    );
    data.extend([0x83, 1, 3]);
    assert!(Selection::judge(&data, &[SUITE], Faults::NONE).is_err());
}

#[test]
fn each_terminal_type_has_its_passwords() {
    use PasswordReference::{Can, Mrz, Pin, Puk};
    let terminal = |kind| Chat::new(kind, Role::Terminal);
    let at = terminal(TerminalType::AuthenticationTerminal);
    let cases = [
        (terminal(TerminalType::InspectionSystem), vec![Mrz, Can]),
        (at, vec![Pin]),
        (at.with(Right::CanAllowed), vec![Can, Pin]),
        (
            terminal(TerminalType::SignatureTerminal),
            vec![Can, Pin, Puk],
        ),
    ];
    for (chat, allowed) in cases {
        for reference in PasswordReference::ALL {
            let set = set_at(reference, Some(chat));
            let verdict = judge(&set);
            assert_eq!(
                verdict.is_ok(),
                allowed.contains(&reference),
                "{chat} {reference}"
            );
            if let Err(refusal) = verdict {
                assert_eq!(refusal.status, StatusWord::WRONG_DATA);
                let faults = Faults::from(Fault::PacePasswordNotTiedToTerminalType);
                assert!(Selection::judge(&set.encode(), &[SUITE, OTHER], faults).is_ok());
            }
        }
    }
    for reference in PasswordReference::ALL {
        assert!(judge(&set_at(reference, None)).is_ok());
    }
}

fn start(faults: Faults) -> Pace {
    Pace::new(SUITE, &Password::can("500540"), faults)
}

fn next(progress: Progress) -> (Pace, DynamicData) {
    match progress {
        Progress::Continue { pace, response } => (pace, DynamicData::decode(&response).unwrap()),
        Progress::Token(_) => panic!("the token is not due"),
    }
}

fn step(pace: Pace, tag: u32, value: &[u8], chaining: Chaining) -> Result<Progress, Refusal> {
    let data = if tag == 0 {
        DynamicData::new()
    } else {
        DynamicData::new().with(tag, value)
    };
    pace.general_authenticate(&data.encode(), chaining, &mut rng(1))
}

/// A card that waits for the mapping key, or for the agreement key.
fn card_at(number: u8, faults: Faults) -> Pace {
    let (pace, _) = next(step(start(faults), 0, &[], Chaining::More).unwrap());
    if number == 2 {
        return pace;
    }
    let peer = PrivateKey::generate(SUITE.curve, &mut rng(7)).public_key();
    next(step(pace, 0x81, peer.as_bytes(), Chaining::More).unwrap()).0
}

#[test]
fn steps_come_in_order_and_with_their_chaining_bit() {
    let point = Generator::standard(SUITE.curve).to_point();
    let wrong = [
        step(start(Faults::NONE), 0, &[], Chaining::Last),
        step(start(Faults::NONE), 0x81, point.as_bytes(), Chaining::More),
        step(card_at(2, Faults::NONE), 0, &[], Chaining::More),
        step(
            card_at(2, Faults::NONE),
            0x83,
            point.as_bytes(),
            Chaining::More,
        ),
        step(
            card_at(2, Faults::NONE),
            0x81,
            point.as_bytes(),
            Chaining::Last,
        ),
        step(
            card_at(3, Faults::NONE),
            0x81,
            point.as_bytes(),
            Chaining::More,
        ),
        step(card_at(3, Faults::NONE), 0x85, &[0; 8], Chaining::Last),
    ];
    for (index, verdict) in wrong.into_iter().enumerate() {
        let refusal = verdict.err().unwrap_or_else(|| panic!("{index}"));
        assert_eq!(
            refusal.status,
            StatusWord::CONDITIONS_NOT_SATISFIED,
            "{index}"
        );
    }
}

#[test]
fn points_that_are_no_keys_are_refused() {
    let curve = SUITE.curve;
    let good = Generator::standard(curve).to_point().as_bytes().to_vec();
    let mut off = good.clone();
    *off.last_mut().unwrap() ^= 1;
    let mut zero = vec![0; good.len()];
    zero[0] = 4;
    let mut large = vec![0xFF; good.len()];
    large[0] = 4;
    let other_curve = Generator::standard(Curve::BrainpoolP224r1)
        .to_point()
        .as_bytes()
        .to_vec();
    let compressed = good[..33].to_vec();
    let steps = [
        (2, 0x81, Fault::PaceMapInvalidPointAccepted),
        (3, 0x83, Fault::PaceAgreeInvalidPointAccepted),
    ];
    for point in [
        off,
        zero,
        large,
        other_curve,
        compressed,
        vec![0],
        Vec::new(),
    ] {
        for (number, tag, fault) in steps {
            let refusal =
                step(card_at(number, Faults::NONE), tag, &point, Chaining::More).unwrap_err();
            assert!(matches!(refusal.because, Reason::InvalidKey(_)));
            assert_eq!(refusal.status, StatusWord::WRONG_DATA);
            assert!(
                step(
                    card_at(number, Faults::from(fault)),
                    tag,
                    &point,
                    Chaining::More
                )
                .is_ok()
            );
        }
    }
}

#[test]
fn the_cards_own_key_is_refused() {
    // The card draws its key from the same random numbers again, so that its key is known beforehand.
    let own = PrivateKey::generate(SUITE.curve, &mut rng(1)).public_key();
    let refusal = step(
        card_at(2, Faults::NONE),
        0x81,
        own.as_bytes(),
        Chaining::More,
    )
    .unwrap_err();
    assert_eq!(refusal, Reason::OwnKey.into());
    let accepted = card_at(2, Faults::from(Fault::PaceOwnKeyAccepted));
    assert!(step(accepted, 0x81, own.as_bytes(), Chaining::More).is_ok());

    let peer = PrivateKey::generate(SUITE.curve, &mut rng(7)).public_key();
    let agreed = |faults| {
        let (pace, _) = next(step(start(faults), 0, &[], Chaining::More).unwrap());
        let (pace, _) = next(step(pace, 0x81, peer.as_bytes(), Chaining::More).unwrap());
        pace
    };
    let (_, answer) =
        next(step(agreed(Faults::NONE), 0x83, peer.as_bytes(), Chaining::More).unwrap());
    let echo = answer.get(0x84).unwrap();
    let refusal = step(agreed(Faults::NONE), 0x83, echo, Chaining::More).unwrap_err();
    assert_eq!(refusal.because, Reason::OwnKey);
    assert!(
        step(
            agreed(Faults::from(Fault::PaceOwnKeyAccepted)),
            0x83,
            echo,
            Chaining::More
        )
        .is_ok()
    );
}

#[test]
fn the_terminal_refuses_its_own_key_and_broken_answers() {
    let password = Password::can("500540");
    let mapping = || {
        let start = AwaitNonce::new(SUITE.protocol, SUITE.curve, &password);
        start
            .receive(
                &DynamicData::new().with(0x80, [9; 16]).encode(),
                &mut rng(3),
            )
            .unwrap()
    };
    let own = DynamicData::decode(&mapping().command().data).unwrap();
    let echo = DynamicData::new()
        .with(0x82, own.get(0x81).unwrap())
        .encode();
    assert_eq!(
        mapping().receive(&echo, &mut rng(4)).unwrap_err(),
        PaceError::OwnKey
    );
    let infinity = DynamicData::new().with(0x82, [0]).encode();
    assert!(matches!(
        mapping().receive(&infinity, &mut rng(4)).unwrap_err(),
        PaceError::Key(_)
    ));
    assert!(matches!(
        mapping().receive(&[0x7C, 0], &mut rng(4)).unwrap_err(),
        PaceError::Data(_)
    ));
    let start = || AwaitNonce::new(SUITE.protocol, SUITE.curve, &password);
    let nonce = |length| {
        start().receive(
            &DynamicData::new().with(0x80, vec![1; length]).encode(),
            &mut rng(3),
        )
    };
    assert_eq!(nonce(15).unwrap_err(), PaceError::NonceLength(15));
    assert_eq!(nonce(0).unwrap_err(), PaceError::NonceLength(0));
    assert!(nonce(48).is_ok());
}

#[test]
fn a_nonce_is_new_each_time_and_as_long_as_the_key() {
    let nonce = |cipher, seed, faults| {
        let suite = PaceSuite {
            protocol: PaceProtocol::generic(cipher),
            ..SUITE
        };
        let pace = Pace::new(suite, &Password::can("500540"), faults);
        let step = pace
            .general_authenticate(&[0x7C, 0], Chaining::More, &mut rng(seed))
            .unwrap();
        next(step).1.get(0x80).unwrap().to_vec()
    };
    let (aes, reused) = (Cipher::Aes128, Faults::from(Fault::PaceNonceReused));
    assert_ne!(nonce(aes, 1, Faults::NONE), nonce(aes, 2, Faults::NONE));
    assert_eq!(nonce(aes, 1, reused), nonce(aes, 2, reused));
    let lengths = [Cipher::Aes128, Cipher::Aes192, Cipher::Aes256]
        .map(|cipher| nonce(cipher, 1, Faults::NONE).len());
    assert_eq!(lengths, [16, 32, 32]);
}

#[test]
fn a_wrong_token_is_a_wrong_password() {
    let run = |faults| {
        let peer = PrivateKey::generate(SUITE.curve, &mut rng(7)).public_key();
        let (pace, _) =
            next(step(card_at(3, faults), 0x83, peer.as_bytes(), Chaining::More).unwrap());
        match step(pace, 0x85, &[0; 8], Chaining::Last).unwrap() {
            Progress::Token(token) => token.judge().map(drop),
            Progress::Continue { .. } => panic!("the token is due"),
        }
    };
    let refusal = run(Faults::NONE).unwrap_err();
    assert_eq!(
        (refusal.status, refusal.because),
        (StatusWord::VERIFICATION_FAILED, Reason::TokenMismatch)
    );
    run(Faults::from(Fault::PaceTokenNotChecked)).unwrap();
}
