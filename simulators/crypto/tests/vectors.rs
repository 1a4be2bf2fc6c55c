//! Published worked examples; standard and place stand in the data files.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation
)]

use crypto::{
    Cipher, CipherKey, Curve, Generator, Hash, KeyUse, PrivateKey, PublicKey, derive_key,
};
use serde::Deserialize;
use serde_json::Value;

/// The rows of a file of vectors.
fn vectors(standard: &str, name: &str) -> Vec<Value> {
    #[derive(Deserialize)]
    struct File {
        vectors: Vec<Value>,
    }
    let text = fixtures::vectors(standard, name).unwrap();
    serde_json::from_str::<File>(text).unwrap().vectors
}

fn bytes(row: &Value, field: &str) -> Vec<u8> {
    hex::decode(row[field].as_str().unwrap_or_else(|| panic!("no {field}"))).unwrap()
}

fn key(row: &Value) -> CipherKey {
    let key = bytes(row, "key");
    let cipher = Cipher::ALL
        .into_iter()
        .find(|cipher| cipher.key_len() == key.len())
        .unwrap();
    CipherKey::new(cipher, &key).unwrap()
}

#[test]
fn aes_encrypts_and_decrypts_the_example_block() {
    for row in vectors("nist", "aes") {
        let (key, mut block) = (key(&row), bytes(&row, "plaintext").try_into().unwrap());
        key.encrypt_block(&mut block);
        assert_eq!(block.to_vec(), bytes(&row, "ciphertext"));
        key.decrypt_block(&mut block);
        assert_eq!(block.to_vec(), bytes(&row, "plaintext"));
    }
}

#[test]
fn cbc_encrypts_and_decrypts_the_example_messages() {
    for row in vectors("nist", "aes-cbc") {
        let (key, iv) = (key(&row), bytes(&row, "iv").try_into().unwrap());
        let mut data = bytes(&row, "plaintext");
        key.encrypt_cbc(&iv, &mut data).unwrap();
        assert_eq!(data, bytes(&row, "ciphertext"));
        key.decrypt_cbc(&iv, &mut data).unwrap();
        assert_eq!(data, bytes(&row, "plaintext"));
    }
}

#[test]
fn cmac_is_that_of_the_examples() {
    for row in vectors("nist", "aes-cmac") {
        let mac = key(&row).cmac(&[&bytes(&row, "message")]);
        assert_eq!(mac.to_vec(), bytes(&row, "mac"));
    }
}

#[test]
fn signatures_are_those_of_the_deterministic_examples() {
    for row in vectors("rfc-6979", "ecdsa") {
        let curve = Curve::ALL
            .into_iter()
            .find(|curve| row["curve"] == curve.name())
            .unwrap();
        let hash = match row["hash"].as_str().unwrap() {
            "SHA-1" => Hash::Sha1,
            "SHA-224" => Hash::Sha224,
            "SHA-256" => Hash::Sha256,
            "SHA-384" => Hash::Sha384,
            "SHA-512" => Hash::Sha512,
            other => panic!("{other}"),
        };
        let key = PrivateKey::from_bytes(curve, &bytes(&row, "private_key")).unwrap();
        let message = row["message"].as_str().unwrap().as_bytes();
        let expected = [bytes(&row, "r"), bytes(&row, "s")].concat();
        assert_eq!(key.sign(hash, &[message]), expected, "{curve} {hash:?}");
        key.public_key()
            .verify(hash, &[message], &expected)
            .unwrap();
    }
}

#[test]
fn certificate_and_terminal_signatures_are_accepted() {
    let rows = vectors("tr-03110", "signatures-ecdsa");
    assert_eq!(rows.len(), 4);
    for row in rows {
        let curve = Curve::from_parameter_id(row["curve_id"].as_u64().unwrap() as u8).unwrap();
        let key = PublicKey::decode(curve, &bytes(&row, "public_key")).unwrap();
        let (message, signature) = (bytes(&row, "message"), bytes(&row, "signature"));
        let (front, back) = message.split_at(message.len() / 2);
        key.verify(Hash::Sha512, &[front, back], &signature)
            .unwrap();
    }
}

/// What one side of PACE knows.
struct Side {
    map: PrivateKey,
    ephemeral: PrivateKey,
}

fn side(row: &Value, name: &str) -> Option<Side> {
    let scalar = |field: &str| {
        let bytes = hex::decode(row[field].as_str()?).unwrap();
        Some(PrivateKey::from_bytes(Curve::BrainpoolP256r1, &bytes).unwrap())
    };
    Some(Side {
        map: scalar(&format!("sk_map_{name}"))?,
        ephemeral: scalar(&format!("sk_dh_{name}"))?,
    })
}

/// Runs one side of PACE up to the token and compares every value on the way.
fn run_pace(row: &Value, own: &str, peer: &str) {
    let curve =
        Curve::from_parameter_id(row["domain_parameter_id"].as_u64().unwrap() as u8).unwrap();
    let Some(side) = side(row, own) else { return };
    let public = |field: &str| PublicKey::decode(curve, &bytes(row, field)).unwrap();

    let nonce_key = CipherKey::new(Cipher::Aes128, &bytes(row, "k_pi")).unwrap();
    let mut nonce = bytes(row, "encrypted_nonce");
    nonce_key.decrypt_cbc(&[0; 16], &mut nonce).unwrap();
    assert_eq!(nonce, bytes(row, "nonce"));

    let peer_map = public(&format!("pk_map_{peer}"));
    assert_eq!(side.map.public_key(), public(&format!("pk_map_{own}")));
    assert_eq!(side.map.agree_point(&peer_map).unwrap(), public("shared_h"));
    let generator = Generator::map(&nonce, &side.map, &peer_map).unwrap();
    assert_eq!(generator.to_point(), public("mapped_generator"));

    let own_key = side.ephemeral.public_key_on(&generator).unwrap();
    assert_eq!(own_key, public(&format!("pk_dh_{own}")));
    let shared = side
        .ephemeral
        .agree(&public(&format!("pk_dh_{peer}")))
        .unwrap();
    assert_eq!(shared.as_bytes(), bytes(row, "shared_secret"));
    check_session_keys(row, shared.as_bytes(), &[]);

    let mac = derive_key(Cipher::Aes128, shared.as_bytes(), &[], KeyUse::Mac);
    let token = mac.cmac(&[&bytes(row, &format!("token_input_{own}"))]);
    assert_eq!(token[..8], bytes(row, &format!("t_{own}")));
}

/// Derived keys do not show themselves, so two keys are equal when they encrypt alike.
fn check_session_keys(row: &Value, shared: &[u8], nonce: &[u8]) {
    for (key_use, field) in [(KeyUse::Encryption, "ks_enc"), (KeyUse::Mac, "ks_mac")] {
        let derived = derive_key(Cipher::Aes128, shared, nonce, key_use);
        let expected = CipherKey::new(Cipher::Aes128, &bytes(row, field)).unwrap();
        assert_eq!(derived.cmac(&[b"x"]), expected.cmac(&[b"x"]), "{field}");
    }
}

#[test]
fn pace_runs_as_in_the_icao_example() {
    let row = &vectors("icao-9303", "pace-ecdh-gm")[0];
    run_pace(row, "ifd", "ic");
    let seed = Hash::Sha1.digest(&[row["mrz_information"].as_str().unwrap().as_bytes()]);
    assert_eq!(seed.as_bytes(), bytes(row, "sha1_mrz"));
    check_password_key(row, seed.as_bytes());
}

#[test]
fn pace_runs_as_in_the_eac_example_from_both_sides() {
    let row = &vectors("tr-03110", "pace-ecdh-gm")[0];
    assert!(side(row, "ic").is_some());
    run_pace(row, "ifd", "ic");
    run_pace(row, "ic", "ifd");
    check_password_key(row, row["password"].as_str().unwrap().as_bytes());
}

fn check_password_key(row: &Value, password: &[u8]) {
    let derived = derive_key(Cipher::Aes128, password, &[], KeyUse::Password);
    let mut nonce = bytes(row, "nonce");
    derived.encrypt_cbc(&[0; 16], &mut nonce).unwrap();
    assert_eq!(nonce, bytes(row, "encrypted_nonce"));
}

#[test]
fn chip_authentication_runs_as_in_the_example_with_a_nonce() {
    let row = &vectors("tr-03110", "chip-authentication-ecdh")[0];
    let curve = Curve::BrainpoolP256r1;
    let private = |field: &str| {
        let bytes = bytes(row, field);
        // One scalar is printed with the sign byte of its ASN.1 form.
        PrivateKey::from_bytes(curve, &bytes[bytes.len() - curve.order_len()..]).unwrap()
    };
    let public = |field: &str| PublicKey::decode(curve, &bytes(row, field)).unwrap();
    let shared = private("sk_ic").agree(&public("pk_ifd")).unwrap();
    assert_eq!(shared, private("sk_ifd").agree(&public("pk_ic")).unwrap());
    assert_eq!(shared.as_bytes(), bytes(row, "shared_secret"));
    check_session_keys(row, shared.as_bytes(), &bytes(row, "r_ic"));
}
