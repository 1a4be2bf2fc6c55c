//! Project Wycheproof: edge cases and known attacks on the curves and the MAC in use.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::cast_possible_truncation,
    clippy::wildcard_imports
)]

use crypto::{Cipher, CipherKey, Curve, Hash, KeyError, PrivateKey, PublicKey, ct_eq};
use wycheproof::{TestResult, ecdh, ecdsa, mac};

/// The DER header of a public key on a named curve, up to its point.
fn spki_header(curve: Curve) -> Vec<u8> {
    let tlv = |tag: u8, value: &[u8]| [&[tag, value.len() as u8], value].concat();
    let oid = |dotted: &str| {
        let arcs: Vec<u32> = dotted.split('.').map(|arc| arc.parse().unwrap()).collect();
        let mut body = vec![(40 * arcs[0] + arcs[1]) as u8];
        for arc in &arcs[2..] {
            let groups = (0..5)
                .rev()
                .map(|i| arc >> (7 * i))
                .skip_while(|rest| *rest == 0);
            let groups: Vec<u32> = if *arc == 0 { vec![0] } else { groups.collect() };
            let last = groups.len() - 1;
            body.extend(
                groups
                    .iter()
                    .enumerate()
                    .map(|(i, group)| (group & 0x7F) as u8 | if i == last { 0 } else { 0x80 }),
            );
        }
        tlv(6, &body)
    };
    let algorithm = tlv(0x30, &[oid("1.2.840.10045.2.1"), oid(curve.oid())].concat());
    let len = |len: usize| {
        if len < 0x80 {
            vec![len as u8]
        } else {
            vec![0x81, len as u8]
        }
    };
    let bits = [vec![3], len(curve.point_len() + 1), vec![0]].concat();
    let inner = algorithm.len() + bits.len() + curve.point_len();
    [vec![0x30], len(inner), algorithm, bits].concat()
}

/// Private keys come as integers with or without leading zeros.
fn private_key(curve: Curve, integer: &[u8]) -> Result<PrivateKey, KeyError> {
    let significant: Vec<u8> = integer
        .iter()
        .copied()
        .skip_while(|byte| *byte == 0)
        .collect();
    let mut padded = vec![0; curve.order_len().saturating_sub(significant.len())];
    padded.extend(significant);
    PrivateKey::from_bytes(curve, &padded)
}

fn check_ecdh(name: ecdh::TestName, curve: Curve) {
    let set = ecdh::TestSet::load(name).unwrap();
    let (mut accepted, mut refused) = (0, 0);
    let header = spki_header(curve);
    for group in set.test_groups {
        for test in group.tests {
            let point = match group.encoding {
                ecdh::EcdhEncoding::EcPoint => &test.public_key[..],
                // Anything else in the header is a question to a DER reader, not to us.
                ecdh::EcdhEncoding::Asn1 => match test.public_key.strip_prefix(&header[..]) {
                    Some(point) => point,
                    None => continue,
                },
            };
            let agreed = PublicKey::decode(curve, point)
                .and_then(|public| private_key(curve, &test.private_key)?.agree(&public));
            match (agreed, test.result) {
                (Ok(shared), TestResult::Valid | TestResult::Acceptable) => {
                    assert_eq!(
                        shared.as_bytes(),
                        &test.shared_secret[..],
                        "{curve} {}",
                        test.tc_id
                    );
                    accepted += 1;
                }
                (Err(_), TestResult::Invalid | TestResult::Acceptable) => refused += 1,
                // Compressed points are outside of TR-03110.
                (Err(KeyError::PointLength { .. }), TestResult::Valid) => refused += 1,
                (outcome, result) => panic!("{curve} {}: {outcome:?} for {result:?}", test.tc_id),
            }
        }
    }
    assert!(
        accepted > 200 && refused > 0,
        "{curve}: {accepted} accepted, {refused} refused"
    );
}

#[test]
fn agreement_withstands_the_cases_of_nist_curves() {
    use ecdh::TestName::*;
    check_ecdh(EcdhSecp224r1, Curve::P224);
    check_ecdh(EcdhSecp224r1Ecpoint, Curve::P224);
    check_ecdh(EcdhSecp256r1, Curve::P256);
    check_ecdh(EcdhSecp256r1Ecpoint, Curve::P256);
    check_ecdh(EcdhSecp384r1, Curve::P384);
    check_ecdh(EcdhSecp384r1Ecpoint, Curve::P384);
    check_ecdh(EcdhSecp521r1, Curve::P521);
    check_ecdh(EcdhSecp521r1Ecpoint, Curve::P521);
}

#[test]
fn agreement_withstands_the_cases_of_brainpool_curves() {
    use ecdh::TestName::*;
    check_ecdh(EcdhBrainpool224r1, Curve::BrainpoolP224r1);
    check_ecdh(EcdhBrainpool256r1, Curve::BrainpoolP256r1);
    check_ecdh(EcdhBrainpool320r1, Curve::BrainpoolP320r1);
    check_ecdh(EcdhBrainpool384r1, Curve::BrainpoolP384r1);
    check_ecdh(EcdhBrainpool512r1, Curve::BrainpoolP512r1);
}

fn check_ecdsa(name: ecdsa::TestName, curve: Curve, hash: Hash) {
    let set = ecdsa::TestSet::load(name).unwrap();
    for group in set.test_groups {
        let key = PublicKey::decode(curve, &group.key.key).unwrap();
        for test in group.tests {
            let outcome = key.verify(hash, &[&test.msg], &test.sig);
            // The only leeway of these sets are sizes; plain signatures here have one size.
            let expected = test.result == TestResult::Valid;
            assert_eq!(
                outcome.is_ok(),
                expected,
                "{curve} {hash:?} {}: {outcome:?}",
                test.tc_id
            );
        }
    }
}

#[test]
fn verification_withstands_the_plain_ecdsa_cases() {
    use ecdsa::TestName::*;
    for (name, curve, hash) in [
        (EcdsaSecp192r1Sha256P1363, Curve::P192, Hash::Sha256),
        (EcdsaSecp224r1Sha224P1363, Curve::P224, Hash::Sha224),
        (EcdsaSecp224r1Sha256P1363, Curve::P224, Hash::Sha256),
        (EcdsaSecp224r1Sha512P1363, Curve::P224, Hash::Sha512),
        (EcdsaSecp256r1Sha256P1363, Curve::P256, Hash::Sha256),
        (EcdsaSecp256r1Sha512P1363, Curve::P256, Hash::Sha512),
        (EcdsaSecp384r1Sha384P1363, Curve::P384, Hash::Sha384),
        (EcdsaSecp384r1Sha512P1363, Curve::P384, Hash::Sha512),
        (EcdsaSecp521r1Sha512P1363, Curve::P521, Hash::Sha512),
        (
            EcdsaBrainpool224r1Sha224P1363,
            Curve::BrainpoolP224r1,
            Hash::Sha224,
        ),
        (
            EcdsaBrainpool256r1Sha256P1363,
            Curve::BrainpoolP256r1,
            Hash::Sha256,
        ),
        (
            EcdsaBrainpool320r1Sha384P1363,
            Curve::BrainpoolP320r1,
            Hash::Sha384,
        ),
        (
            EcdsaBrainpool384r1Sha384P1363,
            Curve::BrainpoolP384r1,
            Hash::Sha384,
        ),
        (
            EcdsaBrainpool512r1Sha512P1363,
            Curve::BrainpoolP512r1,
            Hash::Sha512,
        ),
    ] {
        check_ecdsa(name, curve, hash);
    }
}

#[test]
fn cmac_withstands_the_aes_cases() {
    let set = mac::TestSet::load(mac::TestName::AesCmac).unwrap();
    for group in set.test_groups {
        let Some(cipher) = Cipher::ALL
            .into_iter()
            .find(|c| c.key_len() * 8 == group.key_size)
        else {
            let test = &group.tests[0];
            assert!(CipherKey::new(Cipher::Aes128, &test.key).is_err());
            continue;
        };
        for test in group.tests {
            let mac = CipherKey::new(cipher, &test.key)
                .unwrap()
                .cmac(&[&test.msg]);
            let tag = &mac[..group.tag_size / 8];
            assert_eq!(
                ct_eq(tag, &test.tag),
                test.result == TestResult::Valid,
                "{}",
                test.tc_id
            );
        }
    }
}
