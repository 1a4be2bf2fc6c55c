//! The command `xmlsec1` accepts what we make, and we accept what it makes.
//!
//! Version 1.2 as distributions have it: no RSASSA-PSS, no RSAES-OAEP of XML Encryption 1.1, no
//! ECDH-ES. Those are asked of others in `libxmlsec.rs`.

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

use std::path::Path;

use ambient::{Ambient, Date};
use keys::Identity;
use message::{NAMESPACE, message};
use openssl::{pkey::PKey, x509::X509};
use program::{Desk, expect};
use xml::{
    DataAlgorithm, DecryptionKey, Element, EncryptionPolicy, Hash, KeyInfo, KeyTransport, Limits,
    Position, Reference, SignWith, SignatureAlgorithm, SignaturePolicy, SigningKey, Which, decrypt,
    encrypt, ns, parse, sign, verify,
};

const ID: [&str; 2] = ["--id-attr:ID", "urn:m:message"];

/// A folder with the key and certificate of a signer or recipient.
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

    fn run(&self, arguments: &[&str], success: bool) {
        expect(&self.desk.run(Path::new("xmlsec1"), arguments), success);
    }

    fn verifies(&self, text: &str, success: bool) {
        self.desk.put("signed.xml", text);
        let key = [
            "--pubkey-cert-pem",
            "certificate.pem",
            "--enabled-key-data",
            "key-name",
        ];
        self.run(
            &[&["--verify"], &key[..], &ID, &["signed.xml"]].concat(),
            success,
        );
    }

    fn signing_key(&self) -> SigningKey {
        SigningKey::from_pkcs8(&self.identity.key, &self.identity.certificate).unwrap()
    }

    /// Lets the command fill in a template.
    fn signs(&self, template: &str) -> String {
        self.desk.put("template.xml", template);
        let key = [
            "--privkey-pem",
            "key.pem,certificate.pem",
            "--output",
            "signed.xml",
        ];
        self.run(
            &[&["--sign"], &key[..], &ID, &["template.xml"]].concat(),
            true,
        );
        self.desk.text("signed.xml")
    }

    fn accepted(&self, text: &str) -> Element {
        let trusted = [self.identity.certificate.clone()];
        let policy = SignaturePolicy::any();
        verify(text, &Which::Root, &trusted, &policy)
            .unwrap()
            .into_element()
    }
}

fn signers() -> Vec<(Identity, SignatureAlgorithm, Hash)> {
    let mut signers = vec![
        (
            keys::rsa().clone(),
            SignatureAlgorithm::RsaPkcs1(Hash::Sha256),
            Hash::Sha256,
        ),
        (
            keys::rsa().clone(),
            SignatureAlgorithm::RsaPkcs1(Hash::Sha512),
            Hash::Sha384,
        ),
        (
            keys::rsa().clone(),
            SignatureAlgorithm::RsaPkcs1(Hash::Sha1),
            Hash::Sha1,
        ),
    ];
    for curve in keys::CURVES {
        for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
            signers.push((keys::ec(curve), SignatureAlgorithm::Ecdsa(hash), hash));
        }
    }
    signers
}

#[test]
fn it_verifies_what_we_sign() {
    for (identity, algorithm, digest) in signers() {
        let stranger = Stranger::new(&identity);
        let key = stranger.signing_key();
        let position = Position::After {
            namespace: NAMESPACE,
            local: "issuer",
        };
        let with = SignWith::new(&key, &algorithm)
            .digest(digest)
            .position(position);
        let text = sign(&message(), &with).unwrap();
        stranger.verifies(&text, true);
        stranger.verifies(&text.replace("somebody", "anybody"), false);
    }
}

#[test]
fn it_verifies_our_signature_of_a_whole_document() {
    let stranger = Stranger::new(&keys::p256());
    let key = stranger.signing_key();
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let with = SignWith::new(&key, &algorithm)
        .reference(Reference::Whole)
        .key_info(KeyInfo::Absent);
    stranger.verifies(&sign(&message(), &with).unwrap(), true);
}

#[test]
fn it_verifies_our_list_of_prefixes_and_what_we_write_again() {
    let stranger = Stranger::new(&keys::p256());
    let key = stranger.signing_key();
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let edit = |signature: &mut Element| {
        let transforms = signature.find_mut(ns::DS, "Transforms").unwrap();
        let list = Element::new("ec:InclusiveNamespaces", xml::algorithm::EXCLUSIVE)
            .attr("PrefixList", "unused #default");
        transforms.elements_mut().last().unwrap().push(list);
    };
    let text = sign(&message(), &SignWith::new(&key, &algorithm).edit(&edit)).unwrap();
    stranger.verifies(&text, true);
    stranger.verifies(&text.replace("urn:unused", "urn:other"), false);
    let again = parse(text.as_bytes(), &Limits::SAML).unwrap().to_document();
    stranger.verifies(&again, true);
}

/// A template as a person writes it, with line ends and with quotes of both kinds.
fn template(algorithm: &SignatureAlgorithm, digest: Hash) -> String {
    let signature = format!(
        "<Signature xmlns='http://www.w3.org/2000/09/xmldsig#'>\r\n  <SignedInfo>\r\n    \
         <CanonicalizationMethod Algorithm='{exclusive}'/>\n    \
         <SignatureMethod Algorithm='{}'/>\n    \
         <Reference URI='#_m1.-x'>\n      <Transforms>\n        \
         <Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/>\n        \
         <Transform Algorithm='{exclusive}'>\
         <ec:InclusiveNamespaces xmlns:ec='{exclusive}' PrefixList='unused'/></Transform>\n      \
         </Transforms>\n      <DigestMethod Algorithm='{}'/>\n      <DigestValue/>\n    \
         </Reference>\n  </SignedInfo>\n  <SignatureValue/>\n  \
         <KeyInfo><X509Data><X509Certificate/></X509Data></KeyInfo>\n</Signature>",
        algorithm.uri(),
        xml::algorithm::digest_uri(digest),
        exclusive = xml::algorithm::EXCLUSIVE,
    );
    let body = "<?instruction data?>\r\n<m:b z = '1'\n a='&#13;&#10;&#9;&quot;' xmlns:q='urn:q'>\
                x&#13;y\r\nz<![CDATA[<&]]><!-- c --><q:c xmlns:q='urn:q'/></m:b>";
    format!(
        "<?xml version='1.0' encoding='UTF-8'?>\r\n<!-- top -->\n\
         <m:message xmlns:m='urn:m' xmlns:unused='urn:unused' ID='_m1.-x'>\n\
         {signature}{body}</m:message>\n"
    )
}

#[test]
fn we_verify_what_it_signs() {
    for (identity, algorithm, digest) in signers() {
        let stranger = Stranger::new(&identity);
        let text = stranger.signs(&template(&algorithm, digest));
        let element = stranger.accepted(&text);
        assert_eq!(element.first(NAMESPACE, "b").unwrap().text(), "x\ry\nz<&");
        assert!(element.find(ns::DS, "Signature").is_none());
        let again = parse(text.as_bytes(), &Limits::SAML).unwrap().to_document();
        assert_eq!(
            stranger.accepted(&again),
            element,
            "writing keeps the signature"
        );
    }
}

const TRANSPORTS: [KeyTransport; 1] = [KeyTransport::RsaOaepMgf1p { digest: Hash::Sha1 }];
const DATA: [DataAlgorithm; 5] = [
    DataAlgorithm::Aes128Gcm,
    DataAlgorithm::Aes192Gcm,
    DataAlgorithm::Aes256Gcm,
    DataAlgorithm::Aes128Cbc,
    DataAlgorithm::Aes256Cbc,
];

#[test]
fn it_decrypts_what_we_encrypt() {
    let stranger = Stranger::new(keys::rsa());
    let rng = &mut Ambient::simulated(1, Date::new(2026, 3, 1).unwrap()).stream("encryption");
    for data in DATA {
        for transport in [KeyTransport::Rsa15].iter().chain(&TRANSPORTS) {
            let recipient = &stranger.identity.certificate;
            let encrypted = encrypt(&message(), recipient, &data, transport, rng).unwrap();
            stranger.desk.put("encrypted.xml", encrypted.to_document());
            let arguments = [
                "--decrypt",
                "--privkey-pem",
                "key.pem",
                "--output",
                "plain.xml",
            ];
            stranger.run(&[&arguments[..], &["encrypted.xml"]].concat(), true);
            let plain = parse(stranger.desk.text("plain.xml").as_bytes(), &Limits::SAML).unwrap();
            let sent = parse(message().to_text().as_bytes(), &Limits::SAML).unwrap();
            assert_eq!(plain, sent, "{data:?} {transport:?}");
        }
    }
}

#[test]
fn we_decrypt_what_it_encrypts() {
    let stranger = Stranger::new(keys::rsa());
    let key = DecryptionKey::from_pkcs8(&stranger.identity.key, &stranger.identity.certificate);
    stranger.desk.put("plain.xml", message().to_document());
    for data in DATA {
        for transport in [KeyTransport::Rsa15].iter().chain(&TRANSPORTS) {
            let value = "<e:CipherData><e:CipherValue/></e:CipherData>";
            let template = format!(
                "<e:EncryptedData xmlns:e='{}' Type='{}Element'>\
                 <e:EncryptionMethod Algorithm='{}'/><KeyInfo xmlns='{}'><e:EncryptedKey>\
                 <e:EncryptionMethod Algorithm='{}'/>{value}</e:EncryptedKey></KeyInfo>\
                 {value}</e:EncryptedData>",
                ns::XENC,
                ns::XENC,
                data.uri(),
                ns::DS,
                transport.uri(),
            );
            stranger.desk.put("template.xml", template);
            let session = format!("aes-{}", data.key_len() * 8);
            let arguments = [
                "--encrypt",
                "--pubkey-cert-pem",
                "certificate.pem",
                "--session-key",
                &session,
                "--xml-data",
                "plain.xml",
                "--output",
                "encrypted.xml",
                "template.xml",
            ];
            stranger.run(&arguments, true);
            let text = stranger.desk.text("encrypted.xml");
            let encrypted = parse(text.as_bytes(), &Limits::SAML).unwrap();
            let policy = EncryptionPolicy::any();
            let plain = decrypt(&encrypted, key.as_ref().unwrap(), &policy).unwrap();
            let sent = parse(message().to_text().as_bytes(), &Limits::SAML).unwrap();
            assert_eq!(plain, sent, "{data:?} {transport:?}");
        }
    }
}
