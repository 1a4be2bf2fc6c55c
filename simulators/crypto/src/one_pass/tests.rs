#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use openssl::pkey::PKey;
use openssl::sign::Signer;
use openssl::symm::{Cipher as Evp, Crypter, Mode};
use proptest::prelude::*;

use super::*;
use crate::Cipher;

fn evp(cipher: Cipher) -> (Evp, Evp) {
    match cipher {
        Cipher::Aes128 => (Evp::aes_128_ecb(), Evp::aes_128_cbc()),
        Cipher::Aes192 => (Evp::aes_192_ecb(), Evp::aes_192_cbc()),
        Cipher::Aes256 => (Evp::aes_256_ecb(), Evp::aes_256_cbc()),
    }
}

/// The same message by OpenSSL, one chain after the other.
struct Rival {
    cipher: Cipher,
    encryption: Vec<u8>,
    mac: Vec<u8>,
}

impl Rival {
    fn seal(
        &self,
        ssc: &Block,
        header: Option<&Block>,
        parts: (&[u8], &[u8], &[u8]),
    ) -> (Vec<u8>, Vec<u8>) {
        let (front, plain, tail) = parts;
        let mut padded = plain.to_vec();
        padded.push(0x80);
        padded.resize(padded_len(plain.len()), 0);
        let (ecb, cbc) = evp(self.cipher);
        let vector = self.run(ecb, None, ssc);
        let objects = [front, &self.run(cbc, Some(&vector), &padded), tail].concat();
        (self.authenticate(ssc, header, &objects), objects)
    }

    fn run(&self, evp: Evp, vector: Option<&[u8]>, data: &[u8]) -> Vec<u8> {
        let mut crypter = Crypter::new(evp, Mode::Encrypt, &self.encryption, vector).unwrap();
        crypter.pad(false);
        let mut out = vec![0; data.len() + 16];
        let count = crypter.update(data, &mut out).unwrap();
        out.truncate(count);
        out
    }

    fn authenticate(&self, ssc: &Block, header: Option<&Block>, objects: &[u8]) -> Vec<u8> {
        let key = PKey::cmac(&evp(self.cipher).1, &self.mac).unwrap();
        let mut signer = Signer::new_without_digest(&key).unwrap();
        signer.update(ssc).unwrap();
        signer.update(header.map_or(&[], |header| header)).unwrap();
        if !objects.is_empty() {
            signer.update(objects).unwrap();
            signer.update(&[0x80]).unwrap();
            signer.update(&vec![0; 15 - objects.len() % 16]).unwrap();
        }
        signer.sign_to_vec().unwrap()
    }
}

/// Seals and opens one message in every way there is.
fn compare(
    cipher: Cipher,
    keys: ([u8; 32], [u8; 32]),
    (ssc, header): (&Block, Option<&Block>),
    (front, plain, tail): (&[u8], &[u8], &[u8]),
) {
    let [encryption, mac] =
        [keys.0, keys.1].map(|key| key.get(..cipher.key_len()).unwrap().to_vec());
    let key = |bytes: &[u8]| CipherKey::new(cipher, bytes).unwrap();
    let ways = [OnePass::new, OnePass::portable].map(|new| new(&key(&encryption), &key(&mac)));
    let (expected_mac, expected) = Rival {
        cipher,
        encryption,
        mac,
    }
    .seal(ssc, header, (front, plain, tail));
    for way in ways {
        let length = padded_len(plain.len());
        let mut objects = [front, &vec![0xEE; length], tail].concat();
        let sealed = way.seal(
            ssc,
            header,
            Sealing::new(&mut objects, front.len(), plain).unwrap(),
        );
        assert_eq!(
            (&sealed[..], &objects),
            (&expected_mac[..], &expected),
            "{way:?}"
        );
        assert_eq!(way.mac(ssc, header, &objects), sealed);

        let place = front.len()..front.len() + length;
        let mut opened = vec![0xEE; length];
        let opening = Opening::new(&objects, place.clone(), &mut opened).unwrap();
        assert_eq!(
            way.open(ssc, header, opening, sealed.get(..8).unwrap()),
            Ok(())
        );
        assert_eq!(opened.get(..plain.len()), Some(plain));
        assert_eq!(opened.get(plain.len()), Some(&0x80));

        let mut wrong = sealed;
        wrong[7] ^= 1;
        let opening = Opening::new(&objects, place, &mut opened).unwrap();
        assert_eq!(
            way.open(ssc, header, opening, wrong.get(..8).unwrap()),
            Err(MacMismatch)
        );
        assert!(
            opened.iter().all(|byte| *byte == 0),
            "nothing is handed out"
        );
    }
}

#[test]
fn both_ways_agree_with_openssl_around_blocks_and_header_steps() {
    let tail = [0x99, 0x02, 0x90, 0x00];
    let plain: Vec<u8> = (0..4096_u32)
        .map(|index| index.to_le_bytes()[0] ^ 0x5A)
        .collect();
    for cipher in Cipher::ALL {
        // The header of the object grows at 111 and 112 bytes of data (for 85 and 87) and at 239 and 240.
        for length in [
            0, 1, 15, 16, 17, 31, 32, 95, 96, 111, 112, 127, 128, 223, 224, 239, 240, 255, 256,
            4095, 4096,
        ] {
            for front in [0, 2, 3, 4, 5, 6, 9, 15, 16, 17, 33] {
                let parts = (
                    &[0x87; 33][..front],
                    plain.get(..length).unwrap(),
                    &tail[..],
                );
                compare(cipher, ([1; 32], [2; 32]), (&[3; 16], None), parts);
                compare(
                    cipher,
                    ([4; 32], [5; 32]),
                    (&[6; 16], Some(&[7; 16])),
                    (parts.0, parts.1, &[]),
                );
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn both_ways_agree_with_openssl(
        cipher in prop_oneof![Just(Cipher::Aes128), Just(Cipher::Aes192), Just(Cipher::Aes256)],
        keys in any::<([u8; 32], [u8; 32])>(),
        (ssc, header) in any::<(Block, Option<Block>)>(),
        front in proptest::collection::vec(any::<u8>(), 0..40),
        plain in proptest::collection::vec(any::<u8>(), 0..300),
        tail in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        compare(cipher, keys, (&ssc, header.as_ref()), (&front, &plain, &tail));
    }

    #[test]
    fn a_message_without_cryptogram_is_authenticated_alike(
        cipher in prop_oneof![Just(Cipher::Aes128), Just(Cipher::Aes192), Just(Cipher::Aes256)],
        (ssc, header) in any::<(Block, Option<Block>)>(),
        objects in proptest::collection::vec(any::<u8>(), 0..60),
    ) {
        let bytes = vec![9; cipher.key_len()];
        let key = CipherKey::new(cipher, &bytes).unwrap();
        let rival = Rival { cipher, encryption: bytes.clone(), mac: bytes };
        let expected = rival.authenticate(&ssc, header.as_ref(), &objects);
        for way in [OnePass::new(&key, &key), OnePass::portable(&key, &key)] {
            prop_assert_eq!(&way.mac(&ssc, header.as_ref(), &objects)[..], &expected[..]);
        }
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut objects = [0; 20];
    assert!(Sealing::new(&mut objects, 4, &[0; 15]).is_some());
    assert!(Sealing::new(&mut objects, 5, &[0; 15]).is_none());
    assert!(Sealing::new(&mut objects, 4, &[0; 16]).is_none());
    assert!(Sealing::new(&mut objects, 21, &[]).is_none());
    assert!(Opening::new(&objects, 4..20, &mut [0; 16]).is_some());
    assert!(Opening::new(&objects, 4..20, &mut [0; 32]).is_none());
    assert!(Opening::new(&objects, 4..19, &mut [0; 15]).is_none());
    assert!(Opening::new(&objects, 8..24, &mut [0; 16]).is_none());
}

#[test]
fn an_empty_mac_opens_nothing() {
    let key = CipherKey::new(Cipher::Aes128, &[1; 16]).unwrap();
    for way in [OnePass::new(&key, &key), OnePass::portable(&key, &key)] {
        for expected in [&[][..], &[0; 17]] {
            let opened = way.open(&[0; 16], None, Opening::authentic_only(&[1]), expected);
            assert_eq!(opened, Err(MacMismatch));
        }
    }
}
