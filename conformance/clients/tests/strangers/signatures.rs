//! `openssl cms -verify` accepts EF.CardSecurity, EF.ChipSecurity and EF.SOD.
//!
//! The document signer has explicit curve parameters, as German ones do; OpenSSL refuses a chain
//! with such a key, so the signer itself is the trust anchor (`-partial_chain`).

use std::fs;

use card::FileId;
use card_de_npa::{DeNpa, MASTER_FILE, PASSPORT_APPLICATION};
use conformance_clients::program::run;
use iso7816::tlv::Reader;

use crate::cards::{adult, build, pki};

fn verify(signed: &[u8]) -> Result<Vec<u8>, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("signed"), signed).unwrap();
    fs::write(
        path("signer.der"),
        pki().document_signer().unwrap().certificate(),
    )
    .unwrap();
    let (der, pem) = (path("signer.der"), path("signer.pem"));
    run(
        "openssl",
        "openssl",
        &["x509", "-inform", "DER", "-in", &der, "-out", &pem],
    )
    .unwrap();
    let (input, output) = (path("signed"), path("content"));
    let arguments = [
        "cms",
        "-verify",
        "-inform",
        "DER",
        "-binary",
        "-in",
        &input,
        "-out",
        &output,
        "-CAfile",
        &pem,
        "-partial_chain",
        "-purpose",
        "any",
        "-no_check_time",
    ];
    let verified = run("openssl", "openssl", &arguments).unwrap();
    if verified.code != Some(0) {
        return Err(verified.stderr);
    }
    Ok(fs::read(&output).unwrap())
}

/// A file of the card as it was personalised, read below every access rule.
fn file(card: &DeNpa, application: &[u8], fid: u16) -> Vec<u8> {
    let files = card.files();
    let directory = files.application(application).unwrap();
    let place = files.file_in(directory, FileId::new(fid)).unwrap();
    files.file(place).unwrap().content().to_vec()
}

#[test]
fn ef_card_security_and_ef_chip_security() {
    let card = build(adult());
    for fid in [0x011D, 0x011B] {
        let signed = file(&card, &MASTER_FILE, fid);
        let content = verify(&signed).unwrap();
        assert_eq!(content[0], 0x31, "SecurityInfos");
        let mut spoilt = signed;
        let last = spoilt.len() - 1;
        spoilt[last] ^= 1;
        assert!(verify(&spoilt).is_err(), "a changed signature is refused");
    }
}

#[test]
fn ef_sod() {
    let card = build(adult());
    let sod = file(&card, &PASSPORT_APPLICATION, 0x011D);
    let signed = Reader::new(&sod).next().unwrap().unwrap().value.to_vec();
    let content = verify(&signed).unwrap();
    assert_eq!(content[0], 0x30, "LDSSecurityObject");
}
