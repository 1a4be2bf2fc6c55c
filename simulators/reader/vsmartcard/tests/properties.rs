//! The framing under any bytes: round trip, any split, every prefix incomplete, lengths never lie.

#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::collection::vec;
use proptest::prelude::*;
use vsmartcard::{Deframer, Error, LENGTH_BYTES, MAX_MESSAGE, Request, encode_frame};

fn frame(message: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    encode_frame(message, &mut out).unwrap();
    out
}

fn drain(deframer: &mut Deframer) -> Vec<Vec<u8>> {
    std::iter::from_fn(|| deframer.next_message().map(<[u8]>::to_vec)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn messages_come_back_however_the_stream_is_split(
        messages in vec(vec(any::<u8>(), 0..300), 0..8),
        cuts in vec(1usize..40, 1..20),
    ) {
        let stream: Vec<u8> = messages.iter().flat_map(|message| frame(message)).collect();
        let mut deframer = Deframer::new();
        let mut seen = Vec::new();
        let mut rest = stream.as_slice();
        for size in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, later) = rest.split_at((*size).min(rest.len()));
            deframer.push(piece);
            seen.extend(drain(&mut deframer));
            rest = later;
        }
        prop_assert_eq!(seen, messages);
        prop_assert_eq!(deframer.pending(), 0);
    }

    #[test]
    fn every_prefix_of_a_frame_is_incomplete(message in vec(any::<u8>(), 0..200)) {
        let whole = frame(&message);
        for end in 0..whole.len() {
            let mut deframer = Deframer::new();
            deframer.push(&whole[..end]);
            prop_assert!(!deframer.is_ready());
            prop_assert!(deframer.next_message().is_none());
            prop_assert_eq!(deframer.pending(), end);
        }
    }

    #[test]
    fn any_bytes_are_cut_into_messages_without_loss(stream in vec(any::<u8>(), 0..2000)) {
        let mut deframer = Deframer::new();
        deframer.push(&stream);
        let messages = drain(&mut deframer);
        let carried: usize = messages.iter().map(|message| message.len() + LENGTH_BYTES).sum();
        prop_assert_eq!(carried + deframer.pending(), stream.len());
    }

    #[test]
    fn a_request_survives_the_way(message in vec(any::<u8>(), 0..64)) {
        prop_assert_eq!(Request::decode(&message).encode(), message);
    }

    #[test]
    fn only_the_four_known_codes_are_control(code: u8) {
        let request = Request::decode(std::slice::from_ref(&code)).wants_answer();
        prop_assert_eq!(request, !matches!(code, 0..=2));
        let unknown = matches!(Request::decode(&[code]), Request::Unknown(byte) if byte == code);
        prop_assert_eq!(unknown, !matches!(code, 0..=2 | 4));
    }
}

#[test]
fn a_message_of_no_bytes_is_a_message() {
    let mut deframer = Deframer::new();
    deframer.push(&frame(&[]));
    assert_eq!(deframer.next_message(), Some(&[][..]));
    assert_eq!(Request::decode(&[]), Request::Apdu(&[]));
}

#[test]
fn the_longest_message_passes_and_one_byte_more_is_refused() {
    let mut deframer = Deframer::new();
    deframer.push(&frame(&vec![0xA5; MAX_MESSAGE]));
    assert_eq!(deframer.next_message().map(<[u8]>::len), Some(MAX_MESSAGE));

    let mut out = vec![1, 2, 3];
    let refused = encode_frame(&vec![0; MAX_MESSAGE + 1], &mut out);
    assert!(matches!(refused, Err(Error::TooLong { length: 65536 })));
    assert!(out.is_empty());
}
