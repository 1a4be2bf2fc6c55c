//! Passive Authentication: a right security object, and each way in which one can be wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

#[path = "support/rng.rs"]
#[allow(dead_code, unreachable_pub)]
mod rng;
#[path = "support/security_object.rs"]
#[allow(
    dead_code,
    unreachable_pub,
    missing_debug_implementations,
    unnameable_types
)]
mod security_object;

use crypto::{Cipher, Curve, PrivateKey};
use eac::encoding::security_infos::{ChipAuthenticationInfo, ChipAuthenticationPublicKeyInfo};
use eac::encoding::{CaProtocol, SecurityInfo, SecurityInfos};
use eac::terminal::passive::{
    PassiveError, TrustedIssuers, verify_card_security, verify_integrity,
};
use rng::rng;
use security_object::{Form, Signer, Sin, card_security};

fn signer(name: &'static str, curve: Curve, seed: u64, form: Form) -> Signer {
    Signer {
        key: PrivateKey::generate(curve, &mut rng(seed)),
        name,
        form,
    }
}

fn csca() -> Signer {
    signer("TEST CSCA", Curve::BrainpoolP384r1, 1, Form::Der)
}

fn ds() -> Signer {
    signer("TEST document signer", Curve::BrainpoolP256r1, 2, Form::Der)
}

fn infos() -> SecurityInfos {
    let key = PrivateKey::generate(Curve::BrainpoolP256r1, &mut rng(3)).public_key();
    let protocol = CaProtocol {
        cipher: Cipher::Aes128,
    };
    [
        SecurityInfo::ChipAuthentication(ChipAuthenticationInfo::version_2(protocol, Some(41))),
        SecurityInfo::ChipAuthenticationPublicKey(ChipAuthenticationPublicKeyInfo::standardized(
            &key,
            Some(41),
        )),
    ]
    .into_iter()
    .collect()
}

fn trusted(issuer: &Signer) -> TrustedIssuers {
    let certificate = issuer.certify(issuer, 1);
    TrustedIssuers::from_der([certificate.as_slice()]).unwrap()
}

fn verify(sin: Sin) -> Result<SecurityInfos, PassiveError> {
    let (csca, ds) = (csca(), ds());
    let file = card_security(&infos(), &ds, &csca, sin);
    verify_card_security(&file, &trusted(&csca)).map(|security| security.infos().clone())
}

#[test]
fn a_signature_by_a_certified_signer_proves_the_infos() {
    let verified = verify(Sin::None).unwrap();
    assert_eq!(verified.encode(), infos().encode());
    assert!(verified.usable_chip_authentication().is_some());
}

#[test]
fn plain_signatures_are_read_too() {
    let csca = signer("TEST CSCA", Curve::P521, 1, Form::Plain);
    let ds = signer("TEST document signer", Curve::P384, 2, Form::Plain);
    let file = card_security(&infos(), &ds, &csca, Sin::None);
    assert!(verify_card_security(&file, &trusted(&csca)).is_ok());
}

#[test]
fn padding_behind_the_object_is_no_harm() {
    let mut file = card_security(&infos(), &ds(), &csca(), Sin::None);
    file.extend([0; 9]);
    assert!(verify_card_security(&file, &trusted(&csca())).is_ok());
}

#[test]
fn each_sin_is_named() {
    use PassiveError::{
        Algorithm, Attribute, ContentType, NoSignerCertificate, Signature, Signers,
    };
    assert_eq!(verify(Sin::WrongDigest), Err(Attribute("messageDigest")));
    assert_eq!(
        verify(Sin::WrongContentTypeAttribute),
        Err(Attribute("contentType"))
    );
    assert!(matches!(
        verify(Sin::WrongContentType),
        Err(ContentType { .. })
    ));
    assert_eq!(verify(Sin::WrongSignature), Err(Signature));
    assert_eq!(verify(Sin::TwoSigners), Err(Signers(2)));
    assert_eq!(verify(Sin::NoCertificate), Err(NoSignerCertificate));
    assert!(matches!(verify(Sin::UnknownDigest), Err(Algorithm(_))));
}

#[test]
fn a_signer_that_nobody_trusted_certified_proves_nothing() {
    let file = card_security(&infos(), &ds(), &csca(), Sin::None);
    let namesake = signer("TEST CSCA", Curve::BrainpoolP384r1, 9, Form::Der);
    let stranger = signer("TEST stranger", Curve::BrainpoolP384r1, 1, Form::Der);
    for other in [namesake, stranger] {
        let verdict = verify_card_security(&file, &trusted(&other));
        assert!(
            matches!(verdict, Err(PassiveError::Untrusted(_))),
            "{verdict:?}"
        );
    }
    assert!(verify_integrity(&file).is_ok());
}

#[test]
fn no_prefix_and_no_flipped_bit_is_trusted() {
    let file = card_security(&infos(), &ds(), &csca(), Sin::None);
    let trusted = trusted(&csca());
    for end in (0..file.len()).step_by(7) {
        assert!(verify_card_security(&file[..end], &trusted).is_err());
    }
    for place in (0..file.len()).step_by(11) {
        let mut changed = file.clone();
        changed[place] ^= 0x10;
        if let Ok(security) = verify_card_security(&changed, &trusted) {
            assert_eq!(security.infos().encode(), infos().encode(), "byte {place}");
        }
    }
}
