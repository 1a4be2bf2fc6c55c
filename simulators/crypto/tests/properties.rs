//! Laws that hold for all inputs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing
)]

use chacha20::{ChaCha20Rng, rand_core::SeedableRng};
use crypto::{
    Cipher, CipherKey, Curve, Generator, Hash, KeyUse, PrivateKey, PublicKey, derive_key,
};
use proptest::{collection::vec, prelude::*, sample::select};

fn curves() -> impl Strategy<Value = Curve> {
    select(&Curve::ALL[..])
}

fn keys(curve: Curve) -> impl Strategy<Value = PrivateKey> {
    any::<u64>()
        .prop_map(move |seed| PrivateKey::generate(curve, &mut ChaCha20Rng::seed_from_u64(seed)))
}

fn pairs() -> impl Strategy<Value = (PrivateKey, PrivateKey)> {
    curves().prop_flat_map(|curve| (keys(curve), keys(curve)))
}

fn cipher_keys() -> impl Strategy<Value = CipherKey> {
    (select(&Cipher::ALL[..]), any::<[u8; 32]>())
        .prop_map(|(cipher, key)| CipherKey::new(cipher, &key[..cipher.key_len()]).unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn both_sides_agree((a, b) in pairs()) {
        let shared = a.agree(&b.public_key()).unwrap();
        prop_assert_eq!(&shared, &b.agree(&a.public_key()).unwrap());
        let point = a.agree_point(&b.public_key()).unwrap();
        prop_assert_eq!(shared.as_bytes(), point.x());
        prop_assert_eq!(shared.len(), a.curve().field_len());
    }

    #[test]
    fn both_sides_map_to_the_same_generator((a, b) in pairs(), nonce in vec(any::<u8>(), 0..70)) {
        let mapped = Generator::map(&nonce, &a, &b.public_key()).unwrap();
        let other = Generator::map(&nonce, &b, &a.public_key()).unwrap();
        prop_assert_eq!(mapped.to_point(), other.to_point());
    }

    #[test]
    fn keys_survive_encoding((key, _) in pairs()) {
        let again = PrivateKey::from_bytes(key.curve(), key.to_bytes().as_bytes()).unwrap();
        let public = key.public_key();
        prop_assert_eq!(&again.public_key(), &public);
        prop_assert_eq!(&PublicKey::decode(key.curve(), public.as_bytes()).unwrap(), &public);
    }

    #[test]
    fn decoding_never_panics_and_accepts_nothing_that_it_would_write_differently(
        curve in curves(),
        mut bytes in vec(any::<u8>(), 0..140),
        fit in any::<bool>(),
    ) {
        if fit {
            bytes.resize(curve.point_len(), 0);
            bytes[0] = 4;
        }
        if let Ok(key) = PublicKey::decode(curve, &bytes) {
            prop_assert_eq!(key.as_bytes(), &bytes[..]);
        }
        let _ = PrivateKey::from_bytes(curve, &bytes).map(|key| key.public_key());
    }

    #[test]
    fn a_signature_holds_for_its_message_and_key_only(
        (key, other) in pairs(),
        hash in select(&Hash::ALL[..]),
        message in vec(any::<u8>(), 1..80),
        place in any::<prop::sample::Index>(),
    ) {
        let signature = key.sign(hash, &[&message]);
        let public = key.public_key();
        prop_assert_eq!(&signature, &key.sign(hash, &[&message[..1], &message[1..]]));
        prop_assert_eq!(public.verify(hash, &[&message], &signature), Ok(()));
        prop_assert!(other.public_key().verify(hash, &[&message], &signature).is_err());
        let mut broken = signature.clone();
        broken[place.index(signature.len())] ^= 0x10;
        prop_assert!(public.verify(hash, &[&message], &broken).is_err());
        let mut altered = message.clone();
        altered[place.index(message.len())] ^= 1;
        prop_assert!(public.verify(hash, &[&altered], &signature).is_err());
    }

    #[test]
    fn verification_never_panics(
        curve in curves(),
        signature in vec(any::<u8>(), 0..140),
        message in vec(any::<u8>(), 0..20),
    ) {
        let key = PublicKey::decode(curve, curve.parameters().g).unwrap();
        prop_assert!(key.verify(Hash::Sha256, &[&message], &signature).is_err());
    }
}

proptest! {
    #[test]
    fn cbc_is_undone_and_has_no_other_first_block(
        key in cipher_keys(),
        iv in any::<[u8; 16]>(),
        plain in vec(any::<[u8; 16]>(), 0..20),
    ) {
        let plain = plain.concat();
        let mut data = plain.clone();
        key.encrypt_cbc(&iv, &mut data).unwrap();
        if let Some((first, _)) = data.split_first_chunk::<16>() {
            let mut block = *first;
            key.decrypt_block(&mut block);
            let masked: Vec<u8> = plain.iter().zip(iv).map(|(byte, mask)| byte ^ mask).take(16).collect();
            prop_assert_eq!(&block[..], masked);
        }
        key.decrypt_cbc(&iv, &mut data).unwrap();
        prop_assert_eq!(data, plain);
    }

    #[test]
    fn cmac_does_not_depend_on_the_cuts(
        key in cipher_keys(),
        parts in vec(vec(any::<u8>(), 0..40), 0..6),
    ) {
        let slices: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
        prop_assert_eq!(key.cmac(&slices), key.cmac(&[&parts.concat()]));
    }

    #[test]
    fn a_derived_key_is_the_beginning_of_a_digest(
        shared in vec(any::<u8>(), 0..70),
        nonce in vec(any::<u8>(), 0..20),
    ) {
        for cipher in Cipher::ALL {
            let hash = if cipher == Cipher::Aes128 { Hash::Sha1 } else { Hash::Sha256 };
            for (counter, key_use) in (1_u32..).zip([KeyUse::Encryption, KeyUse::Mac, KeyUse::Password]) {
                let digest = hash.digest(&[&shared, &nonce, &counter.to_be_bytes()]);
                let expected = CipherKey::new(cipher, &digest.as_bytes()[..cipher.key_len()]).unwrap();
                let derived = derive_key(cipher, &shared, &nonce, key_use);
                prop_assert_eq!(derived.cmac(&[]), expected.cmac(&[]));
            }
        }
    }
}
