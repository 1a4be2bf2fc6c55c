//! SecurityInfos of an invented card, one function for each structure.

use crypto::{Curve, PrivateKey};

use crate::der::{bits, boolean, ia5, int, oid, seq, set, tlv};

pub(crate) const SMARTCARD: &str = "0.4.0.127.0.7.2.2";
pub(crate) const STANDARDIZED: &str = "0.4.0.127.0.7.1.2";

/// An object identifier below bsi-de protocols smartcard.
pub(crate) fn smartcard(rest: &str) -> Vec<u8> {
    oid(&format!("{SMARTCARD}.{rest}"))
}

pub(crate) fn key(curve: Curve, seed: u8) -> PrivateKey {
    PrivateKey::from_bytes(curve, &vec![seed; curve.order_len() - 1])
        .or_else(|_| {
            let mut scalar = vec![seed; curve.order_len()];
            scalar[0] = 0;
            PrivateKey::from_bytes(curve, &scalar)
        })
        .unwrap()
}

pub(crate) fn pace() -> Vec<u8> {
    seq(&[smartcard("4.2.2"), int(2), int(13)])
}

pub(crate) fn terminal_authentication() -> Vec<u8> {
    seq(&[smartcard("2"), int(2)])
}

pub(crate) fn chip_authentication(version: u32, key_id: u32) -> Vec<u8> {
    seq(&[smartcard("3.2.2"), int(version), int(key_id)])
}

pub(crate) fn standardized(id: u32) -> Vec<u8> {
    seq(&[oid(STANDARDIZED), int(id)])
}

pub(crate) fn chip_domain_parameters(key_id: u32) -> Vec<u8> {
    seq(&[smartcard("3.2"), standardized(13), int(key_id)])
}

pub(crate) fn chip_public_key(key_id: u32) -> Vec<u8> {
    let point = key(Curve::BrainpoolP256r1, 0x21).public_key();
    let spki = seq(&[standardized(13), bits(point.as_bytes())]);
    seq(&[smartcard("1.2"), spki, int(key_id)])
}

pub(crate) fn card_info() -> Vec<u8> {
    seq(&[smartcard("6"), ia5("https://example.org/card.xml")])
}

pub(crate) fn privileged_terminal(parts: &[Vec<u8>]) -> Vec<u8> {
    seq(&[smartcard("8"), set(parts)])
}

pub(crate) fn restricted_identification(key_id: u32, authorized_only: bool) -> Vec<u8> {
    seq(&[
        smartcard("5.2.3"),
        seq(&[int(1), int(key_id), boolean(authorized_only)]),
    ])
}

pub(crate) fn restricted_domain_parameters() -> Vec<u8> {
    seq(&[smartcard("5.2"), standardized(13)])
}

pub(crate) fn psa() -> Vec<u8> {
    seq(&[
        smartcard("11.1.2.3"),
        seq(&[int(1), int(0), int(1)]),
        int(42),
    ])
}

pub(crate) fn eid_security() -> Vec<u8> {
    let sha256 = seq(&[oid("2.16.840.1.101.3.4.2.1")]);
    let value = |number: u32| seq(&[int(number), crate::der::octets(&[0x5A; 32])]);
    let object = seq(&[sha256, seq(&[value(4), value(5)])]);
    seq(&[smartcard("7"), object])
}

/// Explicit parameters of a curve as an AlgorithmIdentifier.
pub(crate) fn explicit(curve: Curve) -> Vec<u8> {
    let own = curve.parameters();
    explicit_with(own.p, (own.a, own.b), own.g, own.n)
}

pub(crate) fn explicit_with(p: &[u8], (a, b): (&[u8], &[u8]), g: &[u8], n: &[u8]) -> Vec<u8> {
    use crate::der::{big_int, octets};
    let field = seq(&[oid("1.2.840.10045.1.1"), big_int(p)]);
    let coefficients = seq(&[octets(a), octets(b)]);
    let parameters = seq(&[int(1), field, coefficients, octets(g), big_int(n), int(1)]);
    seq(&[oid("1.2.840.10045.2.1"), parameters])
}

/// The infos of EF.CardAccess of a card of the current kind.
pub(crate) fn card_access_infos() -> Vec<Vec<u8>> {
    vec![
        pace(),
        terminal_authentication(),
        chip_authentication(2, 41),
        chip_domain_parameters(41),
        chip_authentication(3, 42),
        chip_domain_parameters(42),
        psa(),
        card_info(),
        privileged_terminal(&[chip_authentication(2, 45), chip_domain_parameters(45)]),
    ]
}

/// The infos of EF.CardSecurity of the same card.
pub(crate) fn card_security_infos() -> Vec<Vec<u8>> {
    let mut infos = card_access_infos();
    infos.pop();
    infos.extend([
        chip_public_key(41),
        restricted_identification(1, false),
        restricted_identification(2, true),
        restricted_domain_parameters(),
    ]);
    infos
}

/// The infos of EF.ChipSecurity of the same card.
pub(crate) fn chip_security_infos() -> Vec<Vec<u8>> {
    let mut infos = card_security_infos();
    infos.push(privileged_terminal(&[
        chip_authentication(2, 45),
        chip_domain_parameters(45),
        chip_public_key(45),
    ]));
    infos.push(eid_security());
    infos
}

/// `infos` without every info that starts with this object identifier below bsi-de protocols smartcard.
pub(crate) fn without(infos: Vec<Vec<u8>>, arc: &str) -> Vec<Vec<u8>> {
    let start = smartcard(arc);
    let start = &start[2..];
    infos
        .into_iter()
        .filter(|info| {
            !info[2..]
                .windows(start.len())
                .take(4)
                .any(|window| window == start)
        })
        .collect()
}

/// `infos` with one more.
pub(crate) fn with(mut infos: Vec<Vec<u8>>, info: Vec<u8>) -> Vec<Vec<u8>> {
    infos.push(info);
    infos
}

/// A raw element in place of another structure.
pub(crate) fn any(tag: u32) -> Vec<u8> {
    tlv(tag, &[0x01])
}
