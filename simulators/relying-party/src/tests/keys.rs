//! Keys of both sides, made once.

use std::sync::OnceLock;

use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::PKey;
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509NameBuilder};
use xml::{SignatureAlgorithm, SigningKey};

use crate::Identity;

pub(super) const RSA_SHA256: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(xml::Hash::Sha256);

fn identity(name: &str) -> Identity {
    let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(&subject).unwrap();
    builder.set_pubkey(&key).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(1_767_225_600).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(1_893_456_000).unwrap())
        .unwrap();
    builder.sign(&key, MessageDigest::sha256()).unwrap();
    Identity {
        key: key.private_key_to_pkcs8().unwrap(),
        certificate: builder.build().to_der().unwrap(),
    }
}

/// The relying party's keys: signing, encryption.
pub(super) fn party() -> &'static (Identity, Identity) {
    static KEYS: OnceLock<(Identity, Identity)> = OnceLock::new();
    KEYS.get_or_init(|| (identity("TEST signing"), identity("TEST encryption")))
}

pub(super) fn portal() -> &'static Identity {
    static KEYS: OnceLock<Identity> = OnceLock::new();
    KEYS.get_or_init(|| identity("TEST portal"))
}

pub(super) fn stranger() -> &'static Identity {
    static KEYS: OnceLock<Identity> = OnceLock::new();
    KEYS.get_or_init(|| identity("TEST stranger"))
}

impl Identity {
    pub(super) fn signing_key(&self) -> SigningKey {
        SigningKey::from_pkcs8(&self.key, &self.certificate).unwrap()
    }
}
