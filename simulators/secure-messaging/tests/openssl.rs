//! The same messages put together by hand, with OpenSSL's ciphers and hashes, byte for byte.
#![allow(clippy::unwrap_used, clippy::cast_possible_truncation)]

use crypto::Cipher;
use iso7816::{CommandApdu, CommandView, Ne, StatusWord};
use openssl::hash::{MessageDigest, hash};
use openssl::pkey::PKey;
use openssl::sign::Signer;
use openssl::symm::{Cipher as Evp, Crypter, Mode};
use proptest::prelude::*;
use secure_messaging::{CardSession, SessionKeys, TerminalSession};

const SHARED: &[u8] = b"a shared secret of both ends";

/// One end of a session, written from the specification with nothing of ours.
struct ByHand {
    enc: Vec<u8>,
    mac: Vec<u8>,
    counter: u128,
}

impl ByHand {
    fn new(cipher: Cipher, nonce: &[u8]) -> Self {
        let (digest, length) = match cipher {
            Cipher::Aes128 => (MessageDigest::sha1(), 16),
            Cipher::Aes192 => (MessageDigest::sha256(), 24),
            _ => (MessageDigest::sha256(), 32),
        };
        let derive = |number| {
            let input = [SHARED, nonce, &[0, 0, 0, number]].concat();
            hash(digest, &input)
                .unwrap()
                .get(..length)
                .unwrap()
                .to_vec()
        };
        Self {
            enc: derive(1),
            mac: derive(2),
            counter: 0,
        }
    }

    fn evp(&self, cbc: bool) -> Evp {
        match (self.enc.len(), cbc) {
            (16, true) => Evp::aes_128_cbc(),
            (24, true) => Evp::aes_192_cbc(),
            (_, true) => Evp::aes_256_cbc(),
            (16, false) => Evp::aes_128_ecb(),
            (24, false) => Evp::aes_192_ecb(),
            (_, false) => Evp::aes_256_ecb(),
        }
    }

    fn encrypt(&self, cipher: Evp, vector: Option<&[u8]>, data: &[u8]) -> Vec<u8> {
        let mut crypter = Crypter::new(cipher, Mode::Encrypt, &self.enc, vector).unwrap();
        crypter.pad(false);
        let mut out = vec![0; data.len() + 16];
        let count = crypter.update(data, &mut out).unwrap();
        out.truncate(count);
        out
    }

    fn pad(mut data: Vec<u8>) -> Vec<u8> {
        data.push(0x80);
        while !data.len().is_multiple_of(16) {
            data.push(0);
        }
        data
    }

    fn object(tag: u8, value: &[u8]) -> Vec<u8> {
        let length = value.len();
        let header = match length {
            0..=0x7F => vec![tag, length as u8],
            0x80..=0xFF => vec![tag, 0x81, length as u8],
            _ => vec![tag, 0x82, (length >> 8) as u8, length as u8],
        };
        [&*header, value].concat()
    }

    fn cryptogram(&self, odd: bool, plain: &[u8]) -> Vec<u8> {
        if plain.is_empty() {
            return Vec::new();
        }
        let vector = self.encrypt(self.evp(false), None, &self.counter.to_be_bytes());
        let blocks = self.encrypt(self.evp(true), Some(&vector), &Self::pad(plain.to_vec()));
        if odd {
            Self::object(0x85, &blocks)
        } else {
            Self::object(0x87, &[&[0x01], &*blocks].concat())
        }
    }

    fn checksum(&self, header: &[u8], objects: &[u8]) -> Vec<u8> {
        let key = PKey::cmac(&self.evp(true), &self.mac).unwrap();
        let mut signer = Signer::new_without_digest(&key).unwrap();
        signer.update(&self.counter.to_be_bytes()).unwrap();
        if !header.is_empty() {
            signer.update(&Self::pad(header.to_vec())).unwrap();
        }
        if !objects.is_empty() {
            signer.update(&Self::pad(objects.to_vec())).unwrap();
        }
        Self::object(0x8E, signer.sign_to_vec().unwrap().get(..8).unwrap())
    }

    fn command(&mut self, plain: &CommandApdu) -> Vec<u8> {
        self.counter += 1;
        let [cla, ins, p1, p2] = plain.as_view().header();
        let header = [(cla & 0xF3) | 0x0C, ins, p1, p2];
        let mut objects = self.cryptogram(ins % 2 == 1, &plain.data);
        let ne = plain.ne.map(|ne| ne.get());
        let long = plain.data.len() > 255 || ne > Some(256);
        match ne {
            Some(ne) if long => objects.extend(Self::object(0x97, &[(ne >> 8) as u8, ne as u8])),
            Some(ne) => objects.extend(Self::object(0x97, &[ne as u8])),
            None => {}
        }
        let data = [&*objects, &*self.checksum(&header, &objects)].concat();
        if data.len() > 255 || ne > Some(256) {
            let lc = [0, (data.len() >> 8) as u8, data.len() as u8];
            [&header[..], &lc, &data, &[0, 0]].concat()
        } else {
            [&header[..], &[data.len() as u8], &data, &[0]].concat()
        }
    }

    fn response(&mut self, odd: bool, data: &[u8], status: [u8; 2]) -> Vec<u8> {
        self.counter += 1;
        let objects = [self.cryptogram(odd, data), Self::object(0x99, &status)].concat();
        [&*objects, &*self.checksum(&[], &objects), &status].concat()
    }
}

fn data(most: usize) -> impl Strategy<Value = Vec<u8>> {
    let bytes = |length| proptest::collection::vec(any::<u8>(), length);
    prop_oneof![bytes(0..1), bytes(1..40), bytes(100..most + 1)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn both_ends_send_what_openssl_makes(
        cipher in prop_oneof![Just(Cipher::Aes128), Just(Cipher::Aes192), Just(Cipher::Aes256)],
        nonce in proptest::collection::vec(any::<u8>(), 0..9),
        exchanges in proptest::collection::vec(
            (
                (prop_oneof![Just(0x00_u8), Just(0x10), Just(0x80)], any::<[u8; 3]>()),
                data(1000),
                prop_oneof![Just(None), (1_u32..=256).prop_map(Ne::new), (257_u32..=65_536).prop_map(Ne::new)],
                data(223),
                any::<[u8; 2]>(),
            ),
            1..4,
        ),
    ) {
        let keys = SessionKeys::derive(cipher, SHARED, &nonce);
        let (mut card, mut terminal) = (CardSession::new(keys.clone()), TerminalSession::new(keys));
        let mut hand = ByHand::new(cipher, &nonce);
        for ((cla, [ins, p1, p2]), data, ne, answer, status) in exchanges {
            let command = CommandApdu { ne, ..CommandApdu::new(cla, ins, p1, p2).with_data(data) };
            let protected = terminal.wrap_command(&command.as_view()).unwrap();
            prop_assert_eq!(hex::encode(&protected), hex::encode(hand.command(&command)));
            let mut plain = Vec::new();
            let view = CommandView::decode(&protected).unwrap();
            let (mut session, _) = card.unwrap_command(&view, &mut plain).unwrap();
            prop_assert_eq!(&plain, &command.data);

            let mut response = Vec::new();
            session.wrap_response(&answer, StatusWord::from(status), &mut response).unwrap();
            prop_assert_eq!(hex::encode(&response), hex::encode(hand.response(ins % 2 == 1, &answer, status)));
            let (next, opened) = terminal.unwrap_response(&response).unwrap();
            prop_assert_eq!(opened.data, answer);
            (card, terminal) = (session, next);
        }
    }
}
