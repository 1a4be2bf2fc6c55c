//! Each named certificate is what its purpose says: it decodes or not, its signature holds or not, and its
//! dates are those of the plan.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use ambient::Date;
use crypto::{Hash, PublicKey};
use eac::encoding::oid::{ID_EID_ACCESS, ID_SECURITY_OBJECT};
use eac::encoding::{Chat, CvCertificate, CvDate, DecodeErrorKind, Right, Role, TerminalType};
use pki::{
    CertificateSource, ForeignEntry, ForeignSet, NamedCertificate, Sector, TestPki,
    encode_private_key,
};

fn pki() -> TestPki {
    TestPki::from_seed(1, Date::new(2026, 3, 1).unwrap())
}

/// Certificates that no strict reader takes, each with what is wrong.
const MALFORMED: &[&str] = &[
    "DV_CERT_1a",
    "DV_CERT_1b",
    "DV_CERT_1c",
    "DV_CERT_1d",
    "DV_CERT_1e",
    "DV_CERT_1f",
    "DV_CERT_1g",
    "DV_CERT_1i",
    "DV_CERT_1j",
    "DV_CERT_12b",
    "DV_CERT_12c",
    "DV_CERT_12d",
    "DV_CERT_12e",
    "DV_CERT_12h",
    "DV_CERT_12i",
    "DV_CERT_12j",
    "DV_CERT_12m",
];

/// Certificates that decode and whose signature is not the issuer's.
const WRONGLY_SIGNED: &[&str] = &["DV_CERT_12f", "DV_CERT_12g", "DV_CERT_12p", "DV_CERT_12q"];

fn certificate<'a>(pki: &'a TestPki, name: &str) -> &'a NamedCertificate {
    pki.certificate(name)
        .unwrap_or_else(|| panic!("{name} is not there"))
}

fn decoded(pki: &TestPki, name: &str) -> CvCertificate {
    CvCertificate::decode(&certificate(pki, name).bytes)
        .unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn issuer_key(pki: &TestPki, named: &NamedCertificate) -> PublicKey {
    let issuer = named
        .issuer
        .as_ref()
        .map_or(named, |issuer| certificate(pki, issuer));
    issuer.key.as_ref().unwrap().public_key()
}

fn hash_of(key: &PublicKey) -> Hash {
    if key.curve().order_len() > 32 {
        Hash::Sha384
    } else {
        Hash::Sha256
    }
}

#[test]
fn every_certificate_is_made() {
    let pki = pki();
    assert!(pki.names().count() > 240);
    for name in pki.names() {
        let made = certificate(&pki, name);
        assert!(made.chr.to_string().contains("TEST"), "{name}");
        assert!(made.chr.follows_the_rules(), "{name}");
    }
    assert_eq!(
        pki.names().collect::<std::collections::HashSet<_>>().len(),
        pki.names().count()
    );
    assert!(pki.certificate("DV_CERT_12k").is_none(), "needs RSA");
    assert!(pki.certificate("NOBODY").is_none());
}

#[test]
fn certificates_decode_unless_their_purpose_is_not_to() {
    let pki = pki();
    for name in pki.names() {
        let named = certificate(&pki, name);
        let result = CvCertificate::decode(&named.bytes);
        assert_eq!(
            result.is_err(),
            MALFORMED.contains(&name),
            "{name}: {result:?}"
        );
        let Ok(read) = result else { continue };
        assert_eq!(
            (read.body().chr, read.body().car),
            (named.chr, named.car),
            "{name}"
        );
        assert_eq!(read.encode(), named.bytes, "{name}");
        assert_eq!(read.command_data(), named.body_and_signature, "{name}");
        assert_eq!(
            read.body().public_key.has_parameters(),
            carries_parameters(name),
            "{name}"
        );
        assert!(
            read.body().effective <= read.body().expiration || name == "DV_CERT_1h",
            "{name}"
        );
    }
}

/// Trust points and link certificates carry domain parameters, and the two keys that are too short.
fn carries_parameters(name: &str) -> bool {
    name.starts_with("LINK_")
        || ["_CVCA", "_LINK", "_14b"]
            .iter()
            .any(|end| name.ends_with(end))
}

#[test]
fn signatures_hold_unless_their_purpose_is_not_to() {
    let pki = pki();
    for name in pki.names().filter(|name| !MALFORMED.contains(name)) {
        let key = issuer_key(&pki, certificate(&pki, name));
        let verified = decoded(&pki, name).verify(&key, hash_of(&key));
        assert_eq!(verified.is_err(), WRONGLY_SIGNED.contains(&name), "{name}");
    }
}

#[test]
fn each_malformed_certificate_has_the_flaw_of_its_purpose() {
    let pki = pki();
    let kind = |name: &str| {
        CvCertificate::decode(&certificate(&pki, name).bytes)
            .unwrap_err()
            .kind
    };
    assert!(matches!(kind("DV_CERT_1d"), DecodeErrorKind::DateNotBcd(_)));
    assert!(matches!(kind("DV_CERT_1e"), DecodeErrorKind::DateNotBcd(_)));
    assert_eq!(
        kind("DV_CERT_1f"),
        DecodeErrorKind::NoSuchDay(vec![2, 6, 0, 3, 3, 2])
    );
    assert_eq!(
        kind("DV_CERT_1g"),
        DecodeErrorKind::NoSuchDay(vec![2, 6, 0, 3, 3, 2])
    );
    assert!(matches!(
        kind("DV_CERT_1i"),
        DecodeErrorKind::Authorization { .. }
    ));
    let algorithm = |name| match kind(name) {
        DecodeErrorKind::UnknownObjectIdentifier(oid) => oid.to_string(),
        other => panic!("{other:?}"),
    };
    assert_eq!(algorithm("DV_CERT_1j"), "0.4.0.127.0.7.2.2.2.5.1");
    assert_eq!(algorithm("DV_CERT_12i"), "0.4.0.127.0.7.2.2.3.2.2");
    assert!(
        matches!(kind("DV_CERT_12m"), DecodeErrorKind::Surplus(tag) if tag == iso7816::tlv::Tag::new(0x77))
    );
}

#[test]
fn flawed_bodies_are_signed_as_they_are() {
    let pki = pki();
    let key = issuer_key(&pki, certificate(&pki, "DV_CERT_1"));
    for name in [
        "DV_CERT_1a",
        "DV_CERT_1b",
        "DV_CERT_1d",
        "DV_CERT_1i",
        "DV_CERT_12b",
        "DV_CERT_12c",
        "DV_CERT_12h",
        "DV_CERT_12j",
        "DV_CERT_12m",
    ] {
        let bytes = &certificate(&pki, name).body_and_signature;
        let (body, signature) = bytes.split_at(bytes.len() - 67);
        assert!(
            key.verify(Hash::Sha256, &[body], signature.get(3..).unwrap())
                .is_ok(),
            "{name}"
        );
    }
}

#[test]
fn dates_count_from_the_trust_point() {
    let pki = pki();
    let dates = |name| {
        (
            decoded(&pki, name).body().effective.to_string(),
            decoded(&pki, name).body().expiration.to_string(),
        )
    };
    let pair = |from: &str, until: &str| (from.to_owned(), until.to_owned());
    assert_eq!(dates("AT_CVCA"), pair("2026-03-01", "2029-03-01"));
    assert_eq!(dates("DV_CERT_1"), pair("2026-03-01", "2026-04-01"));
    assert_eq!(dates("IS_CERT_1"), pair("2026-03-01", "2026-03-15"));
    assert_eq!(dates("DV_CERT_1h"), pair("2026-03-02", "2026-03-01"));
    assert_eq!(dates("DV_CERT_6a"), pair("2026-04-02", "2026-05-01"));
    assert_eq!(dates("LINK_CERT_7"), pair("2029-02-28", "2029-05-01"));
    assert_eq!(dates("DV_CERT_12a"), pair("2026-04-21", "2026-04-26"));
    assert_eq!(dates("LINK_CERT_13a"), pair("2029-10-01", "2030-01-01"));
    assert_eq!(pki.expiration_date(), Date::new(2029, 3, 1).unwrap());
    assert_eq!(
        CvDate::new(2026, 3, 1).unwrap(),
        decoded(&pki, "ST_CVCA").body().effective
    );
}

#[test]
fn rights_are_those_of_the_plan() {
    let pki = pki();
    let chat = |name| decoded(&pki, name).body().chat;
    assert_eq!(
        chat("DV_CERT_17").encode_value(),
        [
            6, 9, 4, 0, 0x7F, 0, 7, 3, 1, 2, 2, 0x53, 5, 0x80, 0x40, 0, 1, 0xFF
        ]
    );
    assert_eq!(
        chat("AT_CERT_17a").rights().collect::<Vec<_>>(),
        [Right::CanAllowed, Right::ReadDataGroup(1)]
    );
    assert_eq!(
        chat("AT_CERT_19v").rights().collect::<Vec<_>>(),
        [Right::CanAllowed, Right::ReadDataGroup(22)]
    );
    assert_eq!(
        chat("AT_CERT_20a").rights().collect::<Vec<_>>(),
        [Right::ReadDataGroup(1)]
    );
    assert_eq!(
        chat("AT_CERT_22f").rights().collect::<Vec<_>>(),
        [Right::WriteDataGroup(22)]
    );
    assert_eq!(chat("DV_CERT_18").role(), Role::ForeignDv);
    assert_eq!(
        chat("DV_CERT_32c").authorization(),
        [0, 0, 0x40, 0x7F, 0xFF, 0xFF, 0xFF]
    );
    let compare = |name| {
        decoded(&pki, name)
            .body()
            .extensions
            .authorization(&ID_EID_ACCESS)
            .to_vec()
    };
    assert_eq!(compare("DV_CERT_30"), [0, 0, 0, 0x3F, 0xFF, 0xFF]);
    assert_eq!(compare("AT_CERT_30v"), [0, 0, 0, 0x20, 0, 0]);
    assert_eq!(compare("AT_CERT_30x"), [0, 0, 0, 2, 0, 0x84]);
    assert_eq!(
        chat("AT_FULL"),
        Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal)
    );
    assert_eq!(chat("AT_NONE").right_bits(), 0);
}

#[test]
fn sectors_and_descriptions_are_named_by_their_hash() {
    let pki = pki();
    let sector = |name| decoded(&pki, name).body().extensions.sector();
    let hash = |which| Some(pki.sector_key(which).public_key().digest(Hash::Sha256));
    assert_eq!(
        (sector("AT_CERT_17c").first, sector("AT_CERT_17c").second),
        (hash(Sector::First), None)
    );
    assert_eq!(
        (sector("AT_CERT_24").first, sector("AT_CERT_24").second),
        (hash(Sector::First), hash(Sector::Second))
    );
    assert_ne!(hash(Sector::Foreign), hash(Sector::First));
    let extensions = decoded(&pki, "AT_FULL").body().extensions.clone();
    assert_eq!(
        extensions.description_hash().unwrap(),
        pki.description().digest(Hash::Sha256)
    );
    let pseudonym = decoded(&pki, "AT_CERT_17i")
        .body()
        .extensions
        .pseudonym_sectors();
    assert_eq!(pseudonym.first().unwrap().parameter_id, [13]);
}

#[test]
fn chains_lead_from_the_trust_point_to_the_certificate() {
    let pki = pki();
    let names = |name| {
        pki.chain(name)
            .iter()
            .map(|certificate| certificate.name.clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(names("IS_CERT_1"), ["DV_CERT_1", "IS_CERT_1"]);
    assert_eq!(
        names("DV_CERT_9"),
        ["LINK_CERT_7", "LINK_CERT_8", "LINK_CERT_9", "DV_CERT_9"]
    );
    assert!(names("AT_CVCA").is_empty());
    assert!(names("NOBODY").is_empty());
    for name in pki.names() {
        let root = pki
            .chain(name)
            .first()
            .map_or(name, |first| first.issuer.as_deref().unwrap());
        assert!(certificate(&pki, root).is_trust_point(), "{name}");
    }
    assert_eq!(
        pki.set(5)
            .iter()
            .map(|certificate| certificate.name.as_str())
            .collect::<Vec<_>>(),
        ["DV_CERT_5", "IS_CERT_5"]
    );
    for number in (1..=14).chain(17..=24).chain(30..=32) {
        assert!(!pki.set(number).is_empty(), "set {number}");
    }
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let files = |seed, month| {
        TestPki::from_seed(seed, Date::new(2026, month, 1).unwrap())
            .files()
            .unwrap()
    };
    let first = files(1, 3);
    assert!(first == files(1, 3));
    let random = |files: &[(String, Vec<u8>)]| {
        files
            .iter()
            .filter(|(path, _)| !path.ends_with("description.der") && path != "README.txt")
            .cloned()
            .collect::<Vec<_>>()
    };
    for other in [files(2, 3), files(1, 4)] {
        assert!(
            first
                .iter()
                .map(|(path, _)| path)
                .eq(other.iter().map(|(path, _)| path))
        );
        let changed = random(&first)
            .into_iter()
            .zip(random(&other))
            .filter(|(a, b)| a.1 != b.1)
            .count();
        let keys = first
            .iter()
            .filter(|(path, _)| path.contains("TEST-") && path.ends_with(".pem"))
            .count();
        assert!(changed >= random(&first).len() - keys, "{changed}");
    }
}

#[test]
fn keys_follow_from_the_seed_and_not_from_the_order_of_asking() {
    let (a, b) = (pki(), pki());
    let _ = (
        a.certificate("AT_CERT_30w"),
        a.sign_security_object(&ID_SECURITY_OBJECT, b"x"),
    );
    assert_eq!(
        certificate(&a, "DV_CERT_1").bytes,
        certificate(&b, "DV_CERT_1").bytes
    );
    assert_eq!(a.sign_sod(&[]).unwrap(), b.sign_sod(&[]).unwrap());
}

fn entries(pki: &TestPki) -> Vec<ForeignEntry> {
    let with_key = |named: &NamedCertificate| {
        named
            .key
            .as_ref()
            .map(|key| encode_private_key(key).unwrap())
    };
    let entry = |name| {
        let named = certificate(pki, name);
        ForeignEntry {
            name: named.name.clone(),
            certificate: named.bytes.clone(),
            private_key: with_key(named),
        }
    };
    pki.names()
        .filter(|name| !name.ends_with("_CVCA"))
        .map(entry)
        .collect()
}

#[test]
fn a_foreign_set_answers_like_the_pki_it_came_from() {
    let pki = pki();
    let foreign = ForeignSet::new(entries(&pki)).unwrap();
    for name in pki.names().filter(|name| !name.ends_with("_CVCA")) {
        let own = certificate(&pki, name);
        let theirs = foreign.certificate(name).unwrap();
        assert_eq!(
            (&theirs.bytes, theirs.chr, theirs.car),
            (&own.bytes, own.chr, own.car),
            "{name}"
        );
        assert_eq!(
            theirs.key.as_ref().unwrap().public_key(),
            own.key.as_ref().unwrap().public_key(),
            "{name}"
        );
        let chain = |chain: Vec<&NamedCertificate>| {
            chain.iter().map(|c| c.bytes.clone()).collect::<Vec<_>>()
        };
        assert_eq!(chain(foreign.chain(name)), chain(pki.chain(name)), "{name}");
    }
}

#[test]
fn a_foreign_entry_that_cannot_be_used_is_named() {
    let pki = pki();
    let mut entries = entries(&pki);
    let error = |entries: &[ForeignEntry]| {
        ForeignSet::new(entries.iter().cloned())
            .unwrap_err()
            .to_string()
    };
    let mut doubled = entries.clone();
    doubled.push(doubled.first().unwrap().clone());
    assert!(
        error(&doubled).contains("two certificates are called"),
        "{}",
        error(&doubled)
    );
    entries.first_mut().unwrap().private_key = Some(vec![0x30, 0x00]);
    assert!(
        error(&entries).starts_with("certificate \"IS_DV\": "),
        "{}",
        error(&entries)
    );
    entries.first_mut().unwrap().certificate.truncate(10);
    assert!(
        error(&entries).contains("not a CV certificate"),
        "{}",
        error(&entries)
    );
}
