//! A relying party, a service and a stranger, with keys.

use std::sync::OnceLock;

use ambient::{Ambient, Date};
use openssl::asn1::Asn1Time;
use openssl::hash::MessageDigest;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509NameBuilder};
use xml::{
    DecryptionKey, Element, Position, Reference, SignWith, SignatureAlgorithm, SigningKey, Which,
};

use crate::message::Response;
use crate::names::{ASSERTION, PROTOCOL};

pub(super) const SERVICE: &str = "https://fas.example/metadata";
pub(super) const SSO: &str = "https://fas.example/sso";
pub(super) const PARTY: &str = "https://party.example/saml/metadata";
pub(super) const CONSUMER: &str = "https://party.example/saml/acs";
pub(super) const SLO: &str = "https://party.example/logout";

pub(super) const RSA_SHA256: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(xml::Hash::Sha256);

/// A private key and its certificate, in DER.
pub(super) struct Keys {
    key: Vec<u8>,
    pub(super) certificate: Vec<u8>,
}

impl Keys {
    fn new(name: &str) -> Self {
        let key = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
        Self {
            certificate: certificate(name, &key),
            key: key.private_key_to_pkcs8().unwrap(),
        }
    }

    pub(super) fn signing(&self) -> SigningKey {
        SigningKey::from_pkcs8(&self.key, &self.certificate).unwrap()
    }

    pub(super) fn decryption(&self) -> DecryptionKey {
        DecryptionKey::from_pkcs8(&self.key, &self.certificate).unwrap()
    }
}

fn certificate(name: &str, key: &PKey<Private>) -> Vec<u8> {
    let mut subject = X509NameBuilder::new().unwrap();
    subject.append_entry_by_text("CN", name).unwrap();
    let subject = subject.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    builder.set_subject_name(&subject).unwrap();
    builder.set_issuer_name(&subject).unwrap();
    builder.set_pubkey(key).unwrap();
    builder
        .set_not_before(&Asn1Time::from_unix(1_767_225_600).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::from_unix(1_893_456_000).unwrap())
        .unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    builder.build().to_der().unwrap()
}

pub(super) fn service() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::new("TEST service"))
}

pub(super) fn party() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::new("TEST party"))
}

pub(super) fn stranger() -> &'static Keys {
    static KEYS: OnceLock<Keys> = OnceLock::new();
    KEYS.get_or_init(|| Keys::new("TEST stranger"))
}

pub(super) fn ambient() -> Ambient {
    let ambient = Ambient::simulated(1, Date::new(2026, 3, 2).unwrap());
    ambient.clock().advance(9 * 3600);
    ambient
}

/// A whole document, signed at its root.
pub(super) fn signed(root: &Element, keys: &Keys) -> String {
    xml::sign(root, &with(&keys.signing())).unwrap()
}

/// A response whose assertion is signed.
pub(super) fn with_signed_assertion(response: &Response, keys: &Keys) -> Element {
    let mut root = response.to_element();
    xml::sign_in_place(&mut root, IN_THE_CLEAR, &with(&keys.signing())).unwrap();
    root
}

pub(super) const IN_THE_CLEAR: Which<'static> = Which::Child {
    namespace: ASSERTION,
    local: "Assertion",
};

pub(super) fn with(key: &SigningKey) -> SignWith<'_> {
    SignWith::new(key, &RSA_SHA256)
        .reference(Reference::Id)
        .position(Position::After {
            namespace: ASSERTION,
            local: "Issuer",
        })
}

/// An element of the protocol for wherever something has to be hidden.
pub(super) fn extensions() -> Element {
    Element::new("saml2p:Extensions", PROTOCOL)
}
