//! Round trips, canonical form, and what happens to anything else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use crypto::Cipher;
use iso7816::{CommandApdu, CommandView, Length, Ne, ResponseApdu, StatusWord};
use proptest::prelude::*;
use secure_messaging::{Alteration, CardSession, SessionKeys, SmError, TerminalSession};

fn ciphers() -> impl Strategy<Value = Cipher> {
    prop_oneof![
        Just(Cipher::Aes128),
        Just(Cipher::Aes192),
        Just(Cipher::Aes256)
    ]
}

fn data(most: usize) -> impl Strategy<Value = Vec<u8>> {
    // Lengths at which something changes: blocks, length bytes of objects, length form of the command.
    let edges = prop_oneof![0..=33_usize, 105..=130_usize, 220..=260_usize, 0..=most];
    edges.prop_flat_map(move |length| proptest::collection::vec(any::<u8>(), length.min(most)))
}

fn commands() -> impl Strategy<Value = CommandApdu> {
    let class = prop_oneof![Just(0x00), Just(0x10), Just(0x80), Just(0x03)];
    let ne = prop_oneof![
        Just(None),
        (1_u32..=256).prop_map(Ne::new),
        prop_oneof![Just(257_u32), Just(65_536), 258_u32..65_536].prop_map(Ne::new)
    ];
    (class, any::<[u8; 3]>(), data(1000), ne, any::<bool>()).prop_map(
        |(cla, [ins, p1, p2], data, ne, extended)| {
            let command = CommandApdu {
                ne,
                ..CommandApdu::new(cla, ins, p1, p2).with_data(data)
            };
            if extended {
                command.extended()
            } else {
                command
            }
        },
    )
}

fn pair(cipher: Cipher) -> (CardSession, TerminalSession) {
    let keys = SessionKeys::derive(cipher, b"shared secret", b"nonce");
    (CardSession::new(keys.clone()), TerminalSession::new(keys))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_one_end_wraps_the_other_unwraps(
        cipher in ciphers(),
        exchanges in proptest::collection::vec((commands(), data(1000), any::<u16>()), 1..5),
    ) {
        let (mut card, mut terminal) = pair(cipher);
        for (command, answer, status) in exchanges {
            let protected = terminal.wrap_command(&command.as_view()).unwrap();
            let mut plain = Vec::new();
            let (mut session, view) = card.unwrap_command(&CommandView::decode(&protected).unwrap(), &mut plain).unwrap();
            prop_assert_eq!(view.header(), command.as_view().header());
            prop_assert_eq!(view.data, &command.data);
            prop_assert_eq!(view.ne, command.ne);
            if command.ne.is_some() {
                prop_assert_eq!(view.length, command.as_view().coding());
            }

            let answer = &answer[..answer.len().min(session.max_plain())];
            let mut response = Vec::new();
            session.wrap_response(answer, StatusWord::new(status), &mut response).unwrap();
            let (next, opened) = terminal.unwrap_response(&response).unwrap();
            prop_assert_eq!(opened, ResponseApdu { data: answer.to_vec(), status: StatusWord::new(status) });
            (card, terminal) = (session, next);
        }
    }

    #[test]
    fn a_protected_command_is_case_4_and_in_one_form_only(cipher in ciphers(), command in commands()) {
        let (_, mut terminal) = pair(cipher);
        let mut again = terminal.clone();
        let protected = terminal.wrap_command(&command.as_view()).unwrap();
        let mut buffer = vec![0xEE; 3];
        again.wrap_command_into(&command.as_view(), &mut buffer).unwrap();
        prop_assert_eq!(&protected, &buffer);
        let view = CommandView::decode(&protected).unwrap();
        let most = if view.length == Length::Short { Ne::SHORT_MAX } else { Ne::EXTENDED_MAX };
        prop_assert_eq!(view.ne, Some(most));
        prop_assert_eq!(view.class.value(), (command.class.value() & 0xF3) | 0x0C);
        let needs_more = view.data.len() > 255 || command.ne.is_some_and(|ne| !ne.is_short());
        prop_assert_eq!(view.length == Length::Extended, needs_more || command.length == Length::Extended);
    }

    #[test]
    fn a_response_that_fits_the_plain_limit_fits_the_outer_length(
        cipher in ciphers(), room in 14_u32..1200, odd in any::<bool>(), status in any::<u16>(),
    ) {
        let (card, mut terminal) = pair(cipher);
        let room = Ne::new(room).unwrap();
        let command = CommandApdu::new(0, if odd { 0xB1 } else { 0xB0 }, 0, 0).with_ne(Ne::EXTENDED_MAX);
        let protected = terminal.wrap_command(&command.as_view()).unwrap();
        let narrow = CommandView { ne: Some(room), ..CommandView::decode(&protected).unwrap() };
        let mut plain = Vec::new();
        let (mut card, _) = card.unwrap_command(&narrow, &mut plain).unwrap();
        let most = card.max_plain();
        prop_assert_eq!(most, CardSession::max_plain_for(room, odd));

        let mut response = Vec::new();
        let longer = card.wrap_response(&vec![1; most + 1], StatusWord::OK, &mut response);
        prop_assert!(matches!(longer, Err(SmError::ResponseTooLong { .. })), "{:?}", longer);
        prop_assert!(response.is_empty());
        card.wrap_response(&vec![1; most], StatusWord::new(status), &mut response).unwrap();
        prop_assert!(response.len() - 2 <= room.as_usize());
        prop_assert_eq!(terminal.unwrap_response(&response).unwrap().1.data.len(), most);
    }

    #[test]
    fn a_changed_bit_ends_both_sessions(
        cipher in ciphers(), command in commands(), answer in data(200), place in any::<prop::sample::Index>(), bit in 0..8_u8,
    ) {
        let (card, mut terminal) = pair(cipher);
        let protected = terminal.wrap_command(&command.as_view()).unwrap();
        let mut view = CommandView::decode(&protected).unwrap().to_owned();
        let place_in_data = place.index(view.data.len());
        view.data[place_in_data] ^= 1_u8 << bit;
        let mut plain = Vec::new();
        let refused = card.clone().unwrap_command(&view.as_view(), &mut plain);
        prop_assert!(refused.is_err());
        prop_assert!(plain.iter().all(|byte| *byte == 0), "nothing of a message that is not genuine is handed out");

        let (mut card, _) = card.unwrap_command(&CommandView::decode(&protected).unwrap(), &mut plain).unwrap();
        let answer = &answer[..answer.len().min(card.max_plain())];
        let mut response = Vec::new();
        card.wrap_response(answer, StatusWord::OK, &mut response).unwrap();
        let place = place.index(response.len());
        response[place] ^= 1_u8 << bit;
        prop_assert!(terminal.unwrap_response(&response).is_err());
    }

    #[test]
    fn every_prefix_is_refused(cipher in ciphers(), command in commands(), place in any::<prop::sample::Index>()) {
        let (card, mut terminal) = pair(cipher);
        let protected = terminal.wrap_command(&command.as_view()).unwrap();
        let mut plain = Vec::new();
        let mut view = CommandView::decode(&protected).unwrap();
        let whole = view.data;
        view.data = &whole[..place.index(whole.len())];
        prop_assert!(card.clone().unwrap_command(&view, &mut plain).is_err());

        view.data = whole;
        let (mut card, _) = card.unwrap_command(&view, &mut plain).unwrap();
        let mut response = Vec::new();
        card.wrap_response(b"answer", StatusWord::OK, &mut response).unwrap();
        response.truncate(place.index(response.len()));
        prop_assert!(terminal.unwrap_response(&response).is_err());
    }

    #[test]
    fn no_bytes_make_either_end_panic(
        cipher in ciphers(), bytes in proptest::collection::vec(any::<u8>(), 0..80), ins in any::<u8>(),
    ) {
        let (card, mut terminal) = pair(cipher);
        let command = CommandApdu::new(0x0C, ins, 0, 0).with_data(bytes.clone());
        prop_assert!(card.unwrap_command(&command.as_view(), &mut Vec::new()).is_err());
        let _ = terminal.wrap_command(&CommandApdu::new(0, ins, 0, 0).as_view());
        prop_assert!(terminal.unwrap_response(&bytes).is_err());
    }

    #[test]
    fn objects_that_only_look_right_never_open(
        cipher in ciphers(), cryptogram in proptest::collection::vec(any::<u8>(), 0..40), mac in any::<[u8; 8]>(),
        ne in proptest::collection::vec(any::<u8>(), 0..4), odd in any::<bool>(),
    ) {
        let (card, _) = pair(cipher);
        let tag = iso7816::tlv::Tag::new(if odd { 0x85 } else { 0x87 });
        let mut writer = iso7816::tlv::Writer::new();
        writer.tlv(tag, &cryptogram).tlv(iso7816::tlv::Tag::new(0x97), &ne).tlv(iso7816::tlv::Tag::new(0x8E), &mac);
        let command = CommandApdu::new(0x0C, u8::from(odd), 0, 0).with_data(writer.into_bytes());
        let refused = card.unwrap_command(&command.as_view(), &mut Vec::new()).map(|_| ());
        prop_assert_eq!(refused.map_err(SmError::status), Err(StatusWord::SM_OBJECTS_INCORRECT));
    }

    #[test]
    fn a_card_answers_each_alteration_as_the_specification_says(
        cipher in ciphers(), first in commands(), command in commands(), which in any::<prop::sample::Index>(),
    ) {
        let alteration = Alteration::ALL[which.index(Alteration::ALL.len())];
        let (card, mut terminal) = pair(cipher);
        let mut plain = Vec::new();
        let protected = terminal.wrap_command(&first.as_view()).unwrap();
        let (mut card, _) = card.unwrap_command(&CommandView::decode(&protected).unwrap(), &mut plain).unwrap();
        let mut response = Vec::new();
        card.wrap_response(&[], StatusWord::OK, &mut response).unwrap();
        let (mut terminal, _) = terminal.unwrap_response(&response).unwrap();

        let altered = match terminal.wrap_command_with(&command.as_view(), alteration) {
            Ok(altered) => altered,
            Err(SmError::AlterationDoesNotApply { .. }) => return Ok(()),
            Err(other) => return Err(TestCaseError::fail(other.to_string())),
        };
        let view = CommandView::decode(&altered).unwrap();
        let opened = card.unwrap_command(&view, &mut plain);
        match (opened, alteration.refusal()) {
            (Err(error), Some(status)) => prop_assert_eq!(error.status(), status, "{}", alteration),
            (Ok((mut card, opened)), None) => {
                prop_assert_eq!(opened.data, &command.data);
                card.wrap_response(&[], StatusWord::OK, &mut response).unwrap();
                prop_assert!(terminal.unwrap_response(&response).is_ok());
            }
            (Err(SmError::OuterLength { .. }), None) => prop_assert_eq!(alteration, Alteration::OuterExpectedLengthPlain),
            (opened, expected) => {
                return Err(TestCaseError::fail(format!("{alteration}: {:?}, {expected:?}", opened.map(|_| ()))));
            }
        }
    }
}
