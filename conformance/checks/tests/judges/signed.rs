//! Signs SecurityInfos as a document signer does, with whatever fault a test asks for.

use crypto::{Curve, Hash, PrivateKey};

use crate::der::{big_int, bits, int, octets, oid, seq, set, set_as_given, tlv, utf8};
use crate::sample::{explicit, key};

const CONTENT_TYPE: &str = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST: &str = "1.2.840.113549.1.9.4";
const SECURITY_OBJECT: &str = "0.4.0.127.0.7.3.2.1";
const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const SHA384: &str = "2.16.840.1.101.3.4.2.2";
const ECDSA_SHA384: &str = "1.2.840.10045.4.3.3";
const SIGNING_TIME: &str = "1.2.840.113549.1.9.5";

/// Where a signed file departs from the rule; the default does not.
#[derive(Clone, Debug)]
pub(crate) struct Signing {
    pub(crate) content_info: &'static str,
    pub(crate) version: u32,
    pub(crate) content_type: &'static str,
    pub(crate) attribute_type: &'static str,
    pub(crate) digests: &'static str,
    pub(crate) digest_of: Option<Vec<u8>>,
    pub(crate) without_digest: bool,
    pub(crate) without_certificate: bool,
    pub(crate) with_attribute: bool,
    pub(crate) with_unsigned: bool,
    pub(crate) unsorted: bool,
    pub(crate) signer_version: u32,
    pub(crate) by_key_id: bool,
    pub(crate) serial: u32,
    pub(crate) signature: Signature,
    pub(crate) certificate: Certificate,
}

/// How the signature is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signature {
    Ecdsa,
    EcdsaPlain,
    Wrong,
    NotDer,
    RsaName,
    UnknownName,
}

/// What is in the certificate of the signer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certificate {
    Explicit,
    Named,
    Rsa,
    OffCurve,
}

impl Default for Signing {
    fn default() -> Self {
        Self {
            content_info: SIGNED_DATA,
            version: 3,
            content_type: SECURITY_OBJECT,
            attribute_type: SECURITY_OBJECT,
            digests: SHA384,
            digest_of: None,
            without_digest: false,
            without_certificate: false,
            with_attribute: false,
            with_unsigned: false,
            unsorted: false,
            signer_version: 1,
            by_key_id: false,
            serial: 7,
            signature: Signature::Ecdsa,
            certificate: Certificate::Explicit,
        }
    }
}

fn name(text: &str) -> Vec<u8> {
    seq(&[set(&[seq(&[oid("2.5.4.3"), utf8(text)])])])
}

fn algorithm(dotted: &str) -> Vec<u8> {
    seq(&[oid(dotted)])
}

fn signer_key() -> PrivateKey {
    key(Curve::BrainpoolP384r1, 0x31)
}

fn csca_key() -> PrivateKey {
    key(Curve::BrainpoolP384r1, 0x32)
}

fn der_signature(plain: &[u8]) -> Vec<u8> {
    let (r, s) = plain.split_at(plain.len() / 2);
    seq(&[big_int(r), big_int(s)])
}

fn public_key(key: &PrivateKey, kind: Certificate) -> Vec<u8> {
    let curve = key.public_key().curve();
    let mut point = key.public_key().as_bytes().to_vec();
    if kind == Certificate::OffCurve {
        *point.last_mut().unwrap() ^= 1;
    }
    let algorithm = match kind {
        Certificate::Explicit | Certificate::OffCurve => explicit(curve),
        Certificate::Named => seq(&[oid("1.2.840.10045.2.1"), oid(curve.oid())]),
        Certificate::Rsa => seq(&[oid("1.2.840.113549.1.1.1"), tlv(0x05, &[])]),
    };
    seq(&[algorithm, bits(&point)])
}

fn certificate(subject: (&str, &PrivateKey, Certificate), issuer: (&str, &PrivateKey)) -> Vec<u8> {
    let validity = seq(&[tlv(0x17, b"250101000000Z"), tlv(0x18, b"20551231235959Z")]);
    let key_id = seq(&[seq(&[oid("2.5.29.14"), octets(&octets(&[0x99; 20]))])]);
    let body = seq(&[
        tlv(0xA0, &int(2)),
        int(7),
        algorithm(ECDSA_SHA384),
        name(issuer.0),
        validity,
        name(subject.0),
        public_key(subject.1, subject.2),
        tlv(0xA3, &key_id),
    ]);
    let signature = der_signature(&issuer.1.sign(Hash::Sha384, &[&body]));
    seq(&[body, algorithm(ECDSA_SHA384), bits(&signature)])
}

/// The certificate of the country signing authority behind [`sign`].
pub(crate) fn csca() -> Vec<u8> {
    certificate(
        ("TEST CSCA", &csca_key(), Certificate::Explicit),
        ("TEST CSCA", &csca_key()),
    )
}

/// A country signing authority of the same name, but with another key.
pub(crate) fn impostor() -> Vec<u8> {
    let key = key(Curve::BrainpoolP384r1, 0x33);
    certificate(
        ("TEST CSCA", &key, Certificate::Explicit),
        ("TEST CSCA", &key),
    )
}

/// A country signing authority of another name.
pub(crate) fn stranger() -> Vec<u8> {
    certificate(
        ("TEST OTHER", &csca_key(), Certificate::Explicit),
        ("TEST OTHER", &csca_key()),
    )
}

/// A signed file with these infos.
pub(crate) fn sign(infos: &[Vec<u8>], signing: &Signing) -> Vec<u8> {
    sign_content(&set(infos), signing)
}

/// A signed file with this content.
pub(crate) fn sign_content(content: &[u8], signing: &Signing) -> Vec<u8> {
    let certificates = if signing.without_certificate {
        Vec::new()
    } else {
        tlv(
            0xA0,
            &certificate(
                ("TEST DS", &signer_key(), signing.certificate),
                ("TEST CSCA", &csca_key()),
            ),
        )
    };
    let encapsulated = seq(&[oid(signing.content_type), tlv(0xA0, &octets(content))]);
    let signed_data = seq(&[
        int(signing.version),
        set(&[algorithm(signing.digests)]),
        encapsulated,
        certificates,
        set(&[signer_info(content, signing)]),
    ]);
    seq(&[oid(signing.content_info), tlv(0xA0, &signed_data)])
}

fn attributes(content: &[u8], signing: &Signing) -> Vec<Vec<u8>> {
    let digest = Hash::Sha384.digest(&[signing.digest_of.as_deref().unwrap_or(content)]);
    let mut attributes = vec![seq(&[
        oid(CONTENT_TYPE),
        set(&[oid(signing.attribute_type)]),
    ])];
    if !signing.without_digest {
        attributes.push(seq(&[oid(MESSAGE_DIGEST), set(&[octets(digest.as_ref())])]));
    }
    if signing.with_attribute {
        attributes.push(seq(&[
            oid(SIGNING_TIME),
            set(&[tlv(0x17, b"260101000000Z")]),
        ]));
    }
    attributes.sort();
    if signing.unsorted {
        attributes.reverse();
    }
    attributes
}

fn signer_info(content: &[u8], signing: &Signing) -> Vec<u8> {
    let attributes = attributes(content, signing);
    let message = set_as_given(&attributes);
    let mut plain = signer_key().sign(Hash::Sha384, &[&message]);
    if signing.signature == Signature::Wrong {
        *plain.last_mut().unwrap() ^= 1;
    }
    let (name_of_algorithm, value) = match signing.signature {
        Signature::Ecdsa | Signature::Wrong => (ECDSA_SHA384, der_signature(&plain)),
        Signature::EcdsaPlain => ("0.4.0.127.0.7.1.1.4.1.4", plain),
        Signature::NotDer => (ECDSA_SHA384, plain),
        Signature::RsaName => ("1.2.840.113549.1.1.12", plain),
        Signature::UnknownName => ("1.2.3.4", plain),
    };
    let identifier = if signing.by_key_id {
        tlv(0x80, &[0x99; 20])
    } else {
        seq(&[name("TEST CSCA"), int(signing.serial)])
    };
    let mut parts = vec![
        int(signing.signer_version),
        identifier,
        algorithm(SHA384),
        tlv(0xA0, &attributes.concat()),
        algorithm(name_of_algorithm),
        octets(&value),
    ];
    if signing.with_unsigned {
        parts.push(tlv(0xA1, &seq(&[oid("1.2.3"), set(&[int(1)])])));
    }
    seq(&parts)
}
