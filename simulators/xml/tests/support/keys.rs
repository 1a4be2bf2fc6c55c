//! Keys and certificates for tests, made by OpenSSL.

#![allow(dead_code, reason = "each test takes what it needs")]

use std::sync::OnceLock;

use openssl::{
    asn1::Asn1Time,
    bn::BigNum,
    ec::{Asn1Flag, EcGroup, EcKey},
    hash::MessageDigest,
    nid::Nid,
    pkey::{PKey, Private},
    rsa::Rsa,
    x509::{X509, X509NameBuilder},
};

/// A private key in PKCS#8 and its certificate, both in DER.
#[derive(Clone, Debug)]
pub(crate) struct Identity {
    pub(crate) key: Vec<u8>,
    pub(crate) certificate: Vec<u8>,
}

/// The curves of the profile.
pub(crate) const CURVES: [Nid; 6] = [
    Nid::X9_62_PRIME256V1,
    Nid::SECP384R1,
    Nid::SECP521R1,
    Nid::BRAINPOOL_P256R1,
    Nid::BRAINPOOL_P384R1,
    Nid::BRAINPOOL_P512R1,
];

/// An RSA key of 3072 bits, the same for all tests of a process.
pub(crate) fn rsa() -> &'static Identity {
    static KEY: OnceLock<Identity> = OnceLock::new();
    KEY.get_or_init(|| rsa_of(3072, MessageDigest::sha256()))
}

/// A fresh RSA key with a certificate that is signed with this hash.
pub(crate) fn rsa_of(bits: u32, hash: MessageDigest) -> Identity {
    identity(&PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap(), hash)
}

/// A fresh key on a curve.
pub(crate) fn ec(curve: Nid) -> Identity {
    let mut group = EcGroup::from_curve_name(curve).unwrap();
    group.set_asn1_flag(Asn1Flag::NAMED_CURVE);
    let key = EcKey::generate(&group).unwrap();
    identity(&PKey::from_ec_key(key).unwrap(), MessageDigest::sha256())
}

/// A fresh key on P-256.
pub(crate) fn p256() -> Identity {
    ec(Nid::X9_62_PRIME256V1)
}

fn identity(key: &PKey<Private>, hash: MessageDigest) -> Identity {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "test").unwrap();
    let name = name.build();
    let mut certificate = X509::builder().unwrap();
    certificate.set_version(2).unwrap();
    let serial = BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap();
    certificate.set_serial_number(&serial).unwrap();
    certificate.set_subject_name(&name).unwrap();
    certificate.set_issuer_name(&name).unwrap();
    certificate
        .set_not_before(&Asn1Time::from_unix(1_700_000_000).unwrap())
        .unwrap();
    certificate
        .set_not_after(&Asn1Time::from_unix(2_500_000_000).unwrap())
        .unwrap();
    certificate.set_pubkey(key).unwrap();
    certificate.sign(key, hash).unwrap();
    Identity {
        key: key.private_key_to_pkcs8().unwrap(),
        certificate: certificate.build().to_der().unwrap(),
    }
}
