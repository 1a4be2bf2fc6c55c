//! Malformed certificates of every kind that the test plan names: each can be written, and none is accepted.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/chain.rs"]
#[allow(dead_code, unreachable_pub)]
mod chain;
#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;
#[path = "support/session.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    unnameable_types
)]
mod session;

use crypto::Hash;
use eac::card::{Faults, Reason};
use eac::encoding::{DecodeErrorKind, PUBLIC_POINT, RawCertificate, RawObject, oid, tag};
use iso7816::tlv::Tag;
use session::{Session, pki};

type Change = fn(RawCertificate) -> RawCertificate;

/// Changes of the body, which is signed afterwards: sets 1, 12 and 32 of the plan.
const BODIES: [(&str, Change); 16] = [
    ("1a", |raw| raw.without(tag::AUTHORIZATION_TEMPLATE)),
    ("1b", |raw| raw.without(tag::EFFECTIVE_DATE)),
    ("1c", |raw| raw.without(tag::EXPIRATION_DATE)),
    ("1d", |raw| {
        raw.with_value(tag::EFFECTIVE_DATE, &[0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F])
    }),
    ("1e", |raw| {
        raw.with_value(tag::EXPIRATION_DATE, &[0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F])
    }),
    ("1f", |raw| {
        raw.with_value(tag::EFFECTIVE_DATE, &[2, 6, 0, 1, 3, 2])
    }),
    ("1g", |raw| {
        raw.with_value(tag::EXPIRATION_DATE, &[2, 6, 0, 1, 3, 2])
    }),
    ("1h", |raw| {
        raw.with_value(tag::EXPIRATION_DATE, &[2, 5, 1, 2, 3, 1])
    }),
    ("1i", |raw| {
        let mut value = vec![0x06, 0x09];
        value.extend(oid::ID_AT.as_bytes());
        value.extend([0x53, 0x01, 0x83]);
        raw.with_value(tag::AUTHORIZATION_TEMPLATE, &value)
    }),
    ("1j", |raw| {
        raw.with_public_key(|key| key[0].value = oid::ID_TA.child(&[5, 1]).as_bytes().to_vec())
    }),
    ("12b", |mut raw| {
        raw.body_tag = Tag::new(0x7F4F);
        raw
    }),
    ("12h", |raw| {
        raw.with_public_key(|key| key.retain(|object| object.tag != tag::OBJECT_IDENTIFIER))
    }),
    ("12i", |raw| {
        raw.with_public_key(|key| key[0].value = oid::ID_CA_ECDH.child(&[2]).as_bytes().to_vec())
    }),
    ("12j", |raw| {
        raw.with_public_key(|key| key.retain(|object| object.tag != PUBLIC_POINT))
    }),
    ("12m", |raw| {
        raw.with_public_key(|key| key.push(RawObject::new(Tag::new(0x77), [0])))
    }),
    ("an object behind the body's last", |raw| {
        raw.with_object(RawObject::new(Tag::new(0x77), [0]))
    }),
];

/// Changes after the signature: set 12 of the plan.
const SIGNATURES: [(&str, Change); 7] = [
    ("12c", |mut raw| {
        raw.signature.tag = Tag::new(0x5F38);
        raw
    }),
    ("12d", RawCertificate::with_short_body_length),
    ("12e", RawCertificate::with_short_signature_length),
    ("12f", RawCertificate::with_wrong_signature),
    ("12g", RawCertificate::with_truncated_signature),
    ("12p", RawCertificate::with_r_zero),
    ("12q", RawCertificate::with_s_zero),
];

fn refused(name: &str, raw: &RawCertificate) -> Reason {
    let mut session = Session::new(&pki(), Faults::NONE);
    let before = session.store.clone();
    let refusal = session.verify_data("DETESTCVCA00001", &raw.command_data());
    let refusal = refusal.map(|()| panic!("{name} was accepted")).unwrap_err();
    let status = refusal.status;
    assert!(
        status.is_checking_error() || status == iso7816::StatusWord::VERIFICATION_FAILED,
        "{name} {refusal}"
    );
    assert_eq!(session.store, before, "{name}");
    assert!(session.select("DETESTDVDE00001").is_err(), "{name}");
    refusal.because
}

#[test]
fn unchanged_parts_make_the_certificate_again() {
    let pki = pki();
    let raw = RawCertificate::from(&pki.dv_body()).sign(&pki.cvca.key, Hash::Sha256);
    assert_eq!(raw.encode(), pki.dv_certificate().encode());
    assert_eq!(raw.command_data(), pki.dv_certificate().command_data());
}

#[test]
fn malformed_bodies_are_refused_though_signed() {
    let pki = pki();
    for (name, change) in BODIES {
        let raw = change(RawCertificate::from(&pki.dv_body())).sign(&pki.cvca.key, Hash::Sha256);
        let reason = refused(name, &raw);
        assert!(
            matches!(reason, Reason::Malformed(_) | Reason::NeverValid { .. }),
            "{name} {reason}"
        );
    }
}

#[test]
fn malformed_signatures_are_refused() {
    let pki = pki();
    for (name, change) in SIGNATURES {
        refused(
            name,
            &change(RawCertificate::from(&pki.dv_body()).sign(&pki.cvca.key, Hash::Sha256)),
        );
    }
}

#[test]
fn the_offending_value_and_its_place_are_named() {
    let pki = pki();
    let bad = [0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F];
    let raw = RawCertificate::from(&pki.dv_body()).with_value(tag::EFFECTIVE_DATE, &bad);
    let data = raw.command_data();
    let Reason::Malformed(error) = refused("1d", &raw) else {
        panic!("malformed")
    };
    assert_eq!(error.kind, DecodeErrorKind::DateNotBcd(bad.to_vec()));
    assert_eq!(data[error.offset..][..6], bad);
    let raw = RawCertificate::from(&pki.dv_body()).with_public_key(|key| {
        key.push(RawObject::new(Tag::new(0x77), [0]));
    });
    let data = raw.command_data();
    let Reason::Malformed(error) = refused("12m", &raw) else {
        panic!("malformed")
    };
    assert_eq!(error.kind, DecodeErrorKind::Surplus(Tag::new(0x77)));
    assert_eq!(data[error.offset], 0x77);
}
