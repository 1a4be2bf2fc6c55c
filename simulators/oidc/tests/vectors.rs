//! Published tokens, and tokens of OpenSSL.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/keys.rs"]
mod support;

use oidc::Error;
use oidc::jose::{Algorithm, Header, Jwk, Jwks, PublicKey, SigningKey, sign, verify};
use openssl::ecdsa::EcdsaSig;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Padding;
use openssl::sign::{RsaPssSaltlen, Signer, Verifier};
use serde_json::json;

const PAYLOAD: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

fn one(value: &serde_json::Value) -> Jwks {
    Jwks::new(vec![Jwk::from_value(value).unwrap()])
}

#[test]
fn the_rs256_example_of_rfc_7515_verifies() {
    // [RFC 7515 §A.2]
    let keys = one(&json!({
        "kty": "RSA",
        "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
        "e": "AQAB",
    }));
    let signature = "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw";
    let token = format!("eyJhbGciOiJSUzI1NiJ9.{PAYLOAD}.{signature}");
    let verified = verify(&token, &keys, &[Algorithm::Rs256]).unwrap();
    assert!(verified.payload().starts_with(b"{\"iss\":\"joe\""));
    let refused = verify(&token, &keys, &[Algorithm::Ps256]).unwrap_err();
    assert!(matches!(refused, Error::Algorithm { .. }), "{refused}");
}

#[test]
fn the_es256_example_of_rfc_7515_verifies() {
    // [RFC 7515 §A.3]
    let keys = one(&json!({
        "kty": "EC",
        "crv": "P-256",
        "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
        "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
    }));
    let signature =
        "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";
    let token = format!("eyJhbGciOiJFUzI1NiJ9.{PAYLOAD}.{signature}");
    assert!(verify(&token, &keys, &[Algorithm::Es256]).is_ok());
}

#[test]
fn the_unsigned_example_of_rfc_7515_is_refused() {
    // [RFC 7515 §A.5]
    let token = format!("eyJhbGciOiJub25lIn0.{PAYLOAD}.");
    let keys = Jwks::new(vec![support::provider_key().jwk()]);
    assert!(matches!(
        verify(&token, &keys, &[Algorithm::Rs256]),
        Err(Error::Algorithm { .. })
    ));
    // Even who lists `none` gets nothing past a key.
    assert!(verify(&token, &keys, &[Algorithm::None]).is_err());
}

#[test]
fn openssl_verifies_what_we_sign_and_the_other_way_round() {
    let ours = support::provider_key();
    let theirs = PKey::private_key_from_pkcs8(support::provider_pkcs8()).unwrap();
    for algorithm in [Algorithm::Rs256, Algorithm::Ps256] {
        let header = Header::new(algorithm.clone()).kid(ours.kid());
        let token = sign(&header, b"{}", &ours, &support::ambient()).unwrap();
        let (input, signature) = token.rsplit_once('.').unwrap();
        let mut verifier = Verifier::new(MessageDigest::sha256(), &theirs).unwrap();
        let mut signer = Signer::new(MessageDigest::sha256(), &theirs).unwrap();
        if algorithm == Algorithm::Ps256 {
            for_pss(|padding| verifier.set_rsa_padding(padding));
            verifier
                .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
                .unwrap();
            for_pss(|padding| signer.set_rsa_padding(padding));
            signer
                .set_rsa_pss_saltlen(RsaPssSaltlen::DIGEST_LENGTH)
                .unwrap();
        }
        let signature = base64_url(signature);
        assert!(
            verifier
                .verify_oneshot(&signature, input.as_bytes())
                .unwrap()
        );
        let made = signer.sign_oneshot_to_vec(input.as_bytes()).unwrap();
        ours.jwk()
            .key
            .verify(&algorithm, input.as_bytes(), &made)
            .unwrap();
    }
}

fn for_pss(mut set: impl FnMut(Padding) -> Result<(), openssl::error::ErrorStack>) {
    set(Padding::PKCS1_PSS).unwrap();
}

#[test]
fn openssl_verifies_es256() {
    let key = crypto::PrivateKey::generate(
        crypto::Curve::P256,
        &mut support::ambient().stream("test key"),
    );
    let key = SigningKey::ec("ec-1", key).unwrap();
    let token = sign(
        &Header::new(Algorithm::Es256),
        b"{}",
        &key,
        &support::ambient(),
    )
    .unwrap();
    let (input, signature) = token.rsplit_once('.').unwrap();
    let signature = base64_url(signature);
    let number = |bytes: &[u8]| openssl::bn::BigNum::from_slice(bytes).unwrap();
    let signature =
        EcdsaSig::from_private_components(number(&signature[..32]), number(&signature[32..]))
            .unwrap();
    let public = PKey::public_key_from_pem(key.jwk().key.to_pem().as_bytes()).unwrap();
    let digest = openssl::sha::sha256(input.as_bytes());
    assert!(
        signature
            .verify(&digest, &public.ec_key().unwrap())
            .unwrap()
    );
}

#[test]
fn openssl_reads_the_public_key_in_pem() {
    let PublicKey::Rsa(ours) = support::provider_key().jwk().key else {
        panic!("an RSA key");
    };
    let pem = support::provider_key().jwk().key.to_pem();
    let theirs = PKey::public_key_from_pem(pem.as_bytes()).unwrap();
    assert_eq!(theirs.rsa().unwrap().n().to_vec(), ours.modulus());
}

#[test]
fn a_short_rsa_key_verifies_nothing() {
    let short = openssl::rsa::Rsa::generate(1024).unwrap();
    let pkcs8 = PKey::from_rsa(short)
        .unwrap()
        .private_key_to_pkcs8()
        .unwrap();
    let key = SigningKey::rsa_pkcs8("short", &pkcs8).unwrap();
    let token = sign(
        &Header::new(Algorithm::Rs256),
        b"{}",
        &key,
        &support::ambient(),
    )
    .unwrap();
    let refused = verify(&token, &Jwks::new(vec![key.jwk()]), &[Algorithm::Rs256]).unwrap_err();
    assert!(matches!(refused, Error::KeyForm { .. }), "{refused}");
}

#[test]
fn a_key_set_reads_as_written_and_leaves_out_strange_keys() {
    let set = Jwks::new(vec![support::provider_key().jwk()]);
    assert_eq!(Jwks::parse(&set.to_text()).unwrap(), set);
    let strange = r#"{"keys":[{"kty":"OKP","crv":"Ed25519","x":"AA"},{"kty":"oct","k":"AA"}]}"#;
    assert_eq!(Jwks::parse(strange).unwrap(), Jwks::default());
    assert!(Jwks::parse(r#"{"keys":{}}"#).is_err());
}

fn base64_url(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD
        .decode(text)
        .unwrap()
}
