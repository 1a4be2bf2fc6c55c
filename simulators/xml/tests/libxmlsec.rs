//! What `xmlsec1` of the distributions lacks is asked of Python: `xmlsec` with libxmlsec 1.3 for
//! RSASSA-PSS and RSAES-OAEP with SHA-256, `cryptography` for ECDH-ES.
//!
//! The interpreter is `EIDOLON_PYTHON`, or else that of `target/strangers/venv`, made by
//! `python3 -m venv target/strangers/venv` and `pip install xmlsec lxml cryptography` in it. One
//! that is missing fails the tests.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

#[path = "support/keys.rs"]
mod keys;
#[path = "support/message.rs"]
mod message;
#[path = "support/program.rs"]
mod program;

use std::path::{Path, PathBuf};

use ambient::{Ambient, Date};
use keys::Identity;
use message::message;
use openssl::{pkey::PKey, x509::X509};
use program::{Desk, expect};
use xml::{
    DataAlgorithm, DecryptionKey, Element, EncryptionPolicy, Hash, KeyTransport, KeyWrap, Limits,
    SignWith, SignatureAlgorithm, SignaturePolicy, SigningKey, Which, decrypt, encrypt, ns, parse,
    sign, verify,
};

struct Stranger {
    desk: Desk,
    identity: Identity,
}

impl Stranger {
    fn new(identity: &Identity) -> Self {
        let desk = Desk::new();
        let key = PKey::private_key_from_der(&identity.key).unwrap();
        desk.put("key.pem", key.private_key_to_pem_pkcs8().unwrap());
        let certificate = X509::from_der(&identity.certificate).unwrap();
        desk.put("certificate.pem", certificate.to_pem().unwrap());
        Self {
            desk,
            identity: identity.clone(),
        }
    }

    fn run(&self, script: &str, arguments: &[&str], success: bool) {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let script = here.join("tests/strangers").join(script);
        let script = script.to_str().unwrap();
        let python = std::env::var_os("EIDOLON_PYTHON").map_or_else(
            || here.join("../../target/strangers/venv/bin/python"),
            PathBuf::from,
        );
        expect(
            &self.desk.run(&python, &[&[script], arguments].concat()),
            success,
        );
    }

    fn xmlsec(&self, verb: &str, input: &str, output: &str, success: bool) {
        let arguments = [verb, "key.pem", "certificate.pem", input, output];
        self.run("libxmlsec.py", &arguments, success);
    }

    fn verifies(&self, text: &str, success: bool) {
        self.desk.put("signed.xml", text);
        self.xmlsec("verify", "signed.xml", "", success);
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_pkcs8(&self.identity.key, &self.identity.certificate).unwrap()
    }

    fn decrypts(&self, encrypted: &Element) -> Result<Element, xml::EncryptionError> {
        let key = DecryptionKey::from_pkcs8(&self.identity.key, &self.identity.certificate);
        decrypt(encrypted, &key.unwrap(), &EncryptionPolicy::any())
    }

    fn file(&self, name: &str) -> Element {
        parse(self.desk.text(name).as_bytes(), &Limits::SAML).unwrap()
    }
}

fn sent() -> Element {
    parse(message().to_text().as_bytes(), &Limits::SAML).unwrap()
}

fn signers() -> Vec<(Identity, SignatureAlgorithm)> {
    let mut signers = Vec::new();
    for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
        signers.push((keys::rsa().clone(), SignatureAlgorithm::RsaPss(hash)));
        signers.push((keys::rsa().clone(), SignatureAlgorithm::RsaPkcs1(hash)));
        signers.push((keys::p256(), SignatureAlgorithm::Ecdsa(hash)));
    }
    signers
}

#[test]
fn it_verifies_what_we_sign() {
    for (identity, algorithm) in signers() {
        let stranger = Stranger::new(&identity);
        let key = stranger.signing_key();
        let text = sign(&message(), &SignWith::new(&key, &algorithm)).unwrap();
        stranger.verifies(&text, true);
        stranger.verifies(&text.replace("somebody", "anybody"), false);
    }
}

#[test]
fn we_verify_what_it_signs() {
    for (identity, algorithm) in signers() {
        let stranger = Stranger::new(&identity);
        let key = stranger.signing_key();
        // Our own signature, emptied, is the template.
        let empty = |signature: &mut Element| {
            signature.find_mut(ns::DS, "DigestValue").unwrap().clear();
            signature
                .first_mut(ns::DS, "SignatureValue")
                .unwrap()
                .clear();
        };
        let mut template = sent();
        xml::sign_in_place(&mut template, Which::Root, &SignWith::new(&key, &algorithm)).unwrap();
        empty(template.first_mut(ns::DS, "Signature").unwrap());
        stranger.desk.put("template.xml", template.to_document());
        stranger.xmlsec("sign", "template.xml", "signed.xml", true);
        let trusted = [identity.certificate.clone()];
        let policy = SignaturePolicy::any();
        let text = stranger.desk.text("signed.xml");
        let verified = verify(&text, &Which::Root, &trusted, &policy).unwrap();
        assert_eq!(verified.algorithm(), &algorithm);
    }
}

fn transports() -> Vec<KeyTransport> {
    let mut transports = vec![];
    for digest in [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
        transports.push(KeyTransport::RsaOaepMgf1p { digest });
        transports.push(KeyTransport::RsaOaep {
            digest,
            mask: digest,
        });
        transports.push(KeyTransport::RsaOaep {
            digest,
            mask: Hash::Sha1,
        });
    }
    transports
}

fn encrypted(identity: &Identity, transport: &KeyTransport) -> Element {
    let rng = &mut Ambient::simulated(1, Date::new(2026, 3, 1).unwrap()).stream("encryption");
    let data = DataAlgorithm::Aes256Gcm;
    encrypt(&message(), &identity.certificate, &data, transport, rng).unwrap()
}

#[test]
fn it_decrypts_what_we_encrypt_with_every_oaep() {
    let stranger = Stranger::new(keys::rsa());
    for transport in transports() {
        let encrypted = encrypted(&stranger.identity, &transport);
        stranger.desk.put("encrypted.xml", encrypted.to_document());
        stranger.xmlsec("decrypt", "encrypted.xml", "plain.xml", true);
        assert_eq!(stranger.file("plain.xml"), sent(), "{transport:?}");
    }
}

#[test]
fn we_decrypt_what_it_encrypts_with_every_oaep() {
    let stranger = Stranger::new(keys::rsa());
    stranger.desk.put("plain.xml", message().to_document());
    for transport in transports() {
        let mut template = encrypted(&stranger.identity, &transport);
        template
            .first_mut(ns::XENC, "CipherData")
            .unwrap()
            .elements_mut()
            .next()
            .unwrap()
            .clear();
        let key = template.find_mut(ns::XENC, "EncryptedKey").unwrap();
        key.remove_first(ns::DS, "KeyInfo");
        key.first_mut(ns::XENC, "CipherData")
            .unwrap()
            .elements_mut()
            .next()
            .unwrap()
            .clear();
        stranger.desk.put("template.xml", template.to_document());
        let arguments = [
            "encrypt",
            "key.pem",
            "certificate.pem",
            "plain.xml",
            "encrypted.xml",
            "template.xml",
            "256",
        ];
        stranger.run("libxmlsec.py", &arguments, true);
        let found = stranger.decrypts(&stranger.file("encrypted.xml"));
        assert_eq!(found, Ok(sent()), "{transport:?}");
    }
}

#[test]
fn it_agrees_on_a_key_with_us() {
    for curve in keys::CURVES {
        let stranger = Stranger::new(&keys::ec(curve));
        for wrap in KeyWrap::ALL {
            for other_info in [["0000"; 3], ["00"; 3], ["00AB", "0001", "00FFFF"]] {
                let transport = KeyTransport::EcdhEs { wrap, other_info };
                let encrypted = encrypted(&stranger.identity, &transport);
                stranger.desk.put("encrypted.xml", encrypted.to_document());
                let arguments = ["decrypt", "key.pem", "encrypted.xml", "plain.xml"];
                stranger.run("agreement.py", &arguments, true);
                assert_eq!(stranger.desk.text("plain.xml"), message().to_text());
            }
        }
    }
}

#[test]
fn we_agree_on_a_key_with_it() {
    for curve in keys::CURVES {
        let stranger = Stranger::new(&keys::ec(curve));
        stranger.desk.put("plain.xml", message().to_text());
        for (bits, info) in [
            ("128", "0000"),
            ("256", "0000"),
            ("256", "00"),
            ("256", "00FF01"),
        ] {
            let arguments = [
                "encrypt",
                "certificate.pem",
                "plain.xml",
                "encrypted.xml",
                bits,
                info,
            ];
            stranger.run("agreement.py", &arguments, true);
            let found = stranger.decrypts(&stranger.file("encrypted.xml"));
            assert_eq!(found, Ok(sent()));
        }
    }
}
