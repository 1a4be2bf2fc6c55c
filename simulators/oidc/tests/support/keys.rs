//! Keys for the tests of this crate, made anew in each process.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "each test binary takes what it needs"
)]

use std::sync::OnceLock;

use ambient::{Ambient, Date};
use oidc::jose::SigningKey;

/// PKCS#8 of a fresh RSA key of 2048 bits.
fn rsa_pkcs8() -> Vec<u8> {
    let rsa = openssl::rsa::Rsa::generate(2048).unwrap();
    openssl::pkey::PKey::from_rsa(rsa)
        .unwrap()
        .private_key_to_pkcs8()
        .unwrap()
}

/// The provider's key.
pub(crate) fn provider_pkcs8() -> &'static [u8] {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    KEY.get_or_init(rsa_pkcs8)
}

/// The provider's key with its id.
pub(crate) fn provider_key() -> SigningKey {
    SigningKey::rsa_pkcs8("fas-1", provider_pkcs8()).unwrap()
}

/// A key that nobody trusts.
pub(crate) fn foreign_key() -> SigningKey {
    static KEY: OnceLock<Vec<u8>> = OnceLock::new();
    SigningKey::rsa_pkcs8("foreign-1", KEY.get_or_init(rsa_pkcs8)).unwrap()
}

/// A world in March 2026.
pub(crate) fn ambient() -> Ambient {
    Ambient::simulated(5, Date::new(2026, 3, 2).unwrap())
}
