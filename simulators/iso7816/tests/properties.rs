//! Round trips, canonical form, and what happens to anything else.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use iso7816::chaining::{Collected, Collector, ResponseQueue, fragments};
use iso7816::tlv::{self, LengthForm, Reader, Tag, TlvErrorKind, Writer};
use iso7816::{Atr, CommandApdu, CommandView, Length, Ne, ResponseApdu, ResponseView, StatusWord};
use proptest::prelude::*;

fn bytes(most: usize) -> impl Strategy<Value = Vec<u8>> {
    // Around the lengths at which the coding changes, and anywhere.
    let length = prop_oneof![0..4_usize, 120..=135_usize, 250..=260_usize, 0..=most];
    length.prop_flat_map(move |length| proptest::collection::vec(any::<u8>(), length.min(most)))
}

fn commands() -> impl Strategy<Value = CommandApdu> {
    let ne = prop_oneof![
        Just(None),
        (1_u32..=256).prop_map(Ne::new),
        (257_u32..=65_536).prop_map(Ne::new)
    ];
    (any::<[u8; 4]>(), bytes(600), ne, any::<bool>()).prop_map(
        |([cla, ins, p1, p2], data, ne, extended)| {
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

/// Tags of one to four bytes that are well formed.
fn tags() -> impl Strategy<Value = Tag> {
    let short = any::<u8>().prop_filter("no long form, no padding", |tag| {
        *tag != 0 && tag & 0x1F != 0x1F
    });
    let long = (any::<u8>(), 0x1F_u8..0x80)
        .prop_map(|(first, last)| u32::from_be_bytes([0, 0, first | 0x1F, last]));
    let longer = (any::<u8>(), 0x81_u8.., 0x00_u8..0x80)
        .prop_map(|(first, middle, last)| u32::from_be_bytes([0, first | 0x1F, middle, last]));
    prop_oneof![short.prop_map(u32::from), long, longer].prop_map(Tag::new)
}

proptest! {
    #[test]
    fn commands_survive_a_round_trip(command in commands()) {
        let encoded = command.encode().unwrap();
        let mut expected = command.clone();
        expected.length = match expected.as_view().coding() {
            // Without data and expected length there is no length field that could be extended.
            _ if command.data.is_empty() && command.ne.is_none() => Length::Short,
            coding => coding,
        };
        prop_assert_eq!(CommandApdu::decode(&encoded), Ok(expected));
    }

    #[test]
    fn bytes_that_decode_encode_to_themselves(header in any::<[u8; 4]>(), body in prop_oneof![
        bytes(40),
        bytes(40).prop_map(|data| [&[u8::try_from(data.len()).unwrap()], &*data].concat()),
        bytes(40).prop_map(|data| [&[0, 0, u8::try_from(data.len()).unwrap()], &*data, &[1, 2]].concat()),
    ]) {
        let whole = [&header[..], &body].concat();
        if let Ok(command) = CommandView::decode(&whole) {
            let mut again = Vec::new();
            command.encode_into(&mut again).unwrap();
            prop_assert_eq!(again, whole);
        }
    }

    #[test]
    fn the_length_of_a_command_never_lies(command in commands()) {
        let encoded = command.encode().unwrap();
        let longer = [&*encoded, &[0; 3]].concat();
        let lc = if command.as_view().coding() == Length::Short { 1 } else { 3 };
        // A length field with nothing behind it could be an expected length.
        if command.data.len() > 1 {
            prop_assert!(CommandView::decode(&longer).is_err());
            prop_assert!(CommandView::decode(&encoded[..4 + lc + command.data.len() / 2]).is_err());
        }
    }

    #[test]
    fn no_prefix_of_a_command_decodes_to_the_same_command(command in commands(), cut in any::<prop::sample::Index>()) {
        let encoded = command.encode().unwrap();
        let prefix = &encoded[..cut.index(encoded.len())];
        // A prefix may be another command: a header alone, or one without its Le.
        if let Ok(other) = CommandView::decode(prefix) {
            prop_assert_ne!(other.to_owned(), CommandApdu::decode(&encoded).unwrap());
            prop_assert!(prefix.len() <= 7 || other.data == &*command.data);
        }
    }

    #[test]
    fn responses_survive_a_round_trip(data in bytes(600), status in any::<u16>()) {
        let response = ResponseApdu { data, status: StatusWord::new(status) };
        let encoded = response.encode();
        prop_assert_eq!(ResponseApdu::decode(&encoded), Ok(response));
        prop_assert!(ResponseView::decode(&encoded[..encoded.len().min(1)]).is_err());
    }

    #[test]
    fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..60)) {
        let _ = CommandView::decode(&bytes);
        let _ = ResponseView::decode(&bytes);
        let _ = Atr::decode(&bytes);
        let mut objects = Reader::new(&bytes);
        while let Some(Ok(tlv)) = objects.next() {
            let inner = tlv.reader();
            prop_assert!(inner.flatten().count() <= tlv.value.len());
        }
        let _ = Reader::der(&bytes).find(Tag::new(0x87));
    }

    #[test]
    fn objects_survive_a_round_trip(objects in proptest::collection::vec((tags(), bytes(300)), 0..5)) {
        let mut writer = Writer::new();
        for (tag, value) in &objects {
            writer.tlv(*tag, value);
        }
        let encoded = writer.into_bytes();
        let read: Vec<_> = Reader::der(&encoded).map(|tlv| tlv.map(|tlv| (tlv.tag, tlv.value.to_vec()))).collect();
        prop_assert_eq!(read, objects.into_iter().map(Ok).collect::<Vec<_>>());
        let raw: Vec<u8> = Reader::new(&encoded).flatten().flat_map(|tlv| tlv.raw).copied().collect();
        prop_assert_eq!(raw, encoded);
    }

    #[test]
    fn every_prefix_of_an_object_is_refused(tag in tags(), value in bytes(300), cut in any::<prop::sample::Index>()) {
        let encoded = tlv::encode(tag, &value);
        prop_assert_eq!(encoded.len(), tlv::encoded_len(tag, value.len()));
        let prefix = &encoded[..cut.index(encoded.len())];
        prop_assert!(Reader::new(prefix).expect(tag).is_err());
    }

    #[test]
    fn what_der_reads_is_the_only_form(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
        for tlv in Reader::der(&bytes).flatten() {
            let encoded = tlv::encode(tlv.tag, tlv.value);
            prop_assert_eq!(tlv.raw, encoded);
        }
    }

    #[test]
    fn longer_lengths_are_read_as_ber_and_refused_as_der(tag in tags(), value in bytes(300), digits in 1_u8..=4) {
        let mut writer = Writer::new();
        writer.tlv_as(tag, &value, LengthForm::Long(digits));
        let encoded = writer.into_bytes();
        let minimal = encoded == tlv::encode(tag, &value);
        if value.len() < 256 || digits > 1 {
            prop_assert_eq!(Reader::new(&encoded).expect(tag).map(|tlv| tlv.value), Ok(&value[..]));
            let refused = Reader::der(&encoded).expect(tag).map_err(|error| error.kind);
            prop_assert_eq!(refused.is_ok(), minimal);
            prop_assert!(minimal || refused == Err(TlvErrorKind::LengthNotMinimal));
        }
    }

    #[test]
    fn fragments_rejoin(command in commands(), size in 1_usize..300) {
        let command = CommandApdu { class: command.class.without_chaining(), ..command };
        prop_assume!(command.class.with_chaining().is_chained());
        let mut collector = Collector::new(65_535);
        let parts: Vec<CommandView<'_>> = fragments(&command.as_view(), size).collect();
        let (last, others) = parts.split_last().unwrap();
        for part in others {
            prop_assert_eq!(part.data.len(), size);
            prop_assert_eq!(collector.collect(*part), Ok(Collected::More));
        }
        let Ok(Collected::Whole(whole)) = collector.collect(*last) else {
            return Err(TestCaseError::fail("the last command does not complete the chain"));
        };
        prop_assert_eq!(whole.data, &command.data);
        prop_assert_eq!((whole.header(), whole.ne), (command.as_view().header(), command.ne));
    }

    #[test]
    fn a_queued_response_arrives_whole(data in bytes(600), status in any::<u16>(), sizes in proptest::collection::vec(1_u32..300, 1..9)) {
        let mut queue = ResponseQueue::new();
        queue.load(&ResponseView { data: &data, status: StatusWord::new(status) });
        let mut arrived = Vec::new();
        for size in sizes.iter().cycle() {
            let mut piece = Vec::new();
            queue.fetch(Ne::new(*size).unwrap(), &mut piece);
            let piece = ResponseApdu::decode(&piece).unwrap();
            arrived.extend(piece.data);
            if queue.is_empty() {
                prop_assert_eq!(piece.status, StatusWord::new(status));
                break;
            }
            prop_assert_eq!(piece.status, StatusWord::bytes_available(queue.remaining()));
        }
        prop_assert_eq!(arrived, data);
    }

    #[test]
    fn an_atr_that_decodes_encodes_to_itself(historical in proptest::collection::vec(any::<u8>(), 0..=15), bytes in proptest::collection::vec(any::<u8>(), 0..8)) {
        let atr = Atr::contactless_type_a(&historical).unwrap();
        prop_assert_eq!(Atr::decode(&atr.encode()), Ok(atr));
        let guess = [&[0x3B], &*bytes].concat();
        if let Ok(atr) = Atr::decode(&guess) {
            prop_assert_eq!(atr.encode(), guess);
        }
    }
}
