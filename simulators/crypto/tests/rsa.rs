//! RSA signatures, checked by OpenSSL in both directions.
#![allow(clippy::unwrap_used)]

use chacha20::ChaCha20Rng;
use chacha20::rand_core::SeedableRng;
use crypto::Hash;
use crypto::rsa::{RsaKeyError, RsaPrivateKey, RsaPublicKey};
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};

const MESSAGE: &[u8] = b"message";

fn pair() -> (RsaPrivateKey, PKey<openssl::pkey::Private>) {
    let pem = fixtures::rsa_key_pem("spare").unwrap();
    let key = PKey::private_key_from_pem(pem.as_bytes()).unwrap();
    let ours = RsaPrivateKey::from_pkcs8_der(&key.private_key_to_pkcs8().unwrap()).unwrap();
    (ours, key)
}

const HASHES: [(Hash, fn() -> MessageDigest); 4] = [
    (Hash::Sha1, MessageDigest::sha1),
    (Hash::Sha256, MessageDigest::sha256),
    (Hash::Sha384, MessageDigest::sha384),
    (Hash::Sha512, MessageDigest::sha512),
];

#[test]
fn pkcs1_v1_5_agrees_with_openssl() {
    let (ours, theirs) = pair();
    for (hash, digest) in HASHES {
        let expected = Signer::new(digest(), &theirs)
            .unwrap()
            .sign_oneshot_to_vec(MESSAGE)
            .unwrap();
        assert_eq!(ours.sign_pkcs1_v1_5(hash, MESSAGE).unwrap(), expected);
        let public = ours.public_key();
        assert!(public.verify_pkcs1_v1_5(hash, MESSAGE, &expected).is_ok());
        assert!(public.verify_pkcs1_v1_5(hash, b"other", &expected).is_err());
    }
}

#[test]
fn pss_is_accepted_both_ways() {
    let (ours, theirs) = pair();
    let mut rng = ChaCha20Rng::seed_from_u64(1);
    for (hash, digest) in HASHES {
        let signature = ours.sign_pss(hash, MESSAGE, &mut rng).unwrap();
        let mut verifier = Verifier::new(digest(), &theirs).unwrap();
        verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        verifier
            .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
            .unwrap();
        assert!(verifier.verify_oneshot(&signature, MESSAGE).unwrap());
        let mut signer = Signer::new(digest(), &theirs).unwrap();
        signer.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
        signer
            .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
            .unwrap();
        let signature = signer.sign_oneshot_to_vec(MESSAGE).unwrap();
        assert!(
            ours.public_key()
                .verify_pss(hash, MESSAGE, &signature)
                .is_ok()
        );
    }
}

#[test]
fn a_public_key_survives_its_components() {
    let public = pair().0.public_key();
    let again = RsaPublicKey::from_components(&public.modulus(), &public.exponent()).unwrap();
    assert!(again == public);
    assert_eq!(again.bits(), 2048);
}

#[test]
fn bytes_that_are_no_key_are_refused() {
    assert!(matches!(
        RsaPrivateKey::from_pkcs8_der(b"no key"),
        Err(RsaKeyError::Pkcs8(_))
    ));
    assert!(RsaPublicKey::from_components(&[], &[]).is_err());
    assert!(RsaPublicKey::from_components(&[4; 256], &[3]).is_err());
}
