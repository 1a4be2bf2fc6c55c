//! Object identifiers with a name.

use crypto::{Cipher, Hash};
use eac::encoding::oid::{self, Oid};
use eac::encoding::{CaProtocol, PaceProtocol, RiProtocol};

/// The name of a protocol or auxiliary data object; the arcs where it has none here.
pub(super) fn name(identifier: &Oid) -> String {
    if let Some(protocol) = PaceProtocol::from_oid(identifier) {
        return format!("PACE, ECDH, generic mapping, {}", cipher(protocol.cipher));
    }
    if let Some(protocol) = CaProtocol::from_oid(identifier) {
        return format!("Chip Authentication, ECDH, {}", cipher(protocol.cipher));
    }
    if let Some(protocol) = RiProtocol::from_oid(identifier) {
        return format!("Restricted Identification, ECDH, {}", hash(protocol.hash));
    }
    let known = [
        (oid::ID_TA, "Terminal Authentication"),
        (oid::ID_DATE_OF_BIRTH, "date of birth"),
        (oid::ID_DATE_OF_EXPIRY, "date of expiry"),
        (oid::ID_MUNICIPALITY_ID, "municipality id"),
        (oid::ID_CI, "card info"),
        (oid::ID_PACE, "PACE"),
        (oid::ID_CA, "Chip Authentication"),
        (oid::ID_RI, "Restricted Identification"),
        (oid::ID_PK_ECDH, "public key for Chip Authentication"),
    ];
    let found = known
        .iter()
        .find(|(parent, _)| identifier.below(parent).is_some());
    found.map_or_else(|| identifier.to_string(), |(_, name)| (*name).to_owned())
}

fn cipher(cipher: Cipher) -> &'static str {
    match cipher {
        Cipher::Aes128 => "AES-128",
        Cipher::Aes192 => "AES-192",
        Cipher::Aes256 => "AES-256",
        _ => "another cipher",
    }
}

fn hash(hash: Hash) -> &'static str {
    match hash {
        Hash::Sha1 => "SHA-1",
        Hash::Sha224 => "SHA-224",
        Hash::Sha256 => "SHA-256",
        Hash::Sha384 => "SHA-384",
        Hash::Sha512 => "SHA-512",
    }
}
