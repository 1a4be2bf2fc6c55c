//! OpenSSL accepts what country signer and document signer make.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

use ambient::Date;
use eac::encoding::oid::ID_SECURITY_OBJECT;
use iso7816::tlv::Reader;
use openssl::x509::X509;
use pki::TestPki;
use tempfile::TempDir;

fn pki() -> TestPki {
    TestPki::from_seed(1, Date::new(2026, 3, 1).unwrap())
}

/// The files of the PKI in a folder of their own.
fn folder(pki: &TestPki) -> TempDir {
    let folder = TempDir::new().unwrap();
    let files = pki.files().unwrap();
    for (path, bytes) in files
        .iter()
        .filter(|(path, _)| path.starts_with("x509/") || path.contains("/AT_FULL/"))
    {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    folder
}

fn openssl(folder: &Path, arguments: &str) -> Output {
    // The command refuses chains with explicit curve parameters; the signer is trusted by itself.
    let arguments = arguments.replace(
        "VERIFY",
        "cms -verify -binary -CAfile x509/test-document-signer.pem -partial_chain -inform DER",
    );
    // The day of the test's certificates, not of the machine: 2026-03-01.
    let arguments = arguments.replace("TODAY", "1772366400");
    Command::new("openssl")
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .output()
        .unwrap()
}

fn accepted(folder: &Path, arguments: &str) -> Vec<u8> {
    let output = openssl(folder, arguments);
    assert!(
        output.status.success(),
        "openssl {arguments}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    output.stdout
}

#[test]
fn the_document_signer_hangs_from_the_country_signer() {
    // The command refuses every chain with explicit curve parameters, which documents must have [TR-03111
    // §5.1.1]; the library checks the signature itself.
    let pki = pki();
    let country = X509::from_der(pki.country_signer().unwrap().certificate()).unwrap();
    let document = X509::from_der(pki.document_signer().unwrap().certificate()).unwrap();
    assert!(document.verify(&country.public_key().unwrap()).unwrap());
    assert!(country.verify(&country.public_key().unwrap()).unwrap());
    assert_eq!(
        country.issued(&document),
        openssl::x509::X509VerifyResult::OK
    );
    assert_eq!(
        document.authority_key_id().unwrap().as_slice(),
        country.subject_key_id().unwrap().as_slice()
    );
}

#[test]
fn the_document_signer_has_the_extensions_of_a_document_signer() {
    let folder = folder(&pki());
    let text = String::from_utf8(accepted(
        folder.path(),
        "x509 -in x509/test-document-signer.pem -noout -text",
    ))
    .unwrap();
    for expected in [
        "Version: 3",
        "Signature Algorithm: ecdsa-with-SHA512",
        "CN = TEST CSCA Germany",
        "CN = TEST Document Signer eID Documents",
        "Field Type: prime-field",
        "X509v3 Authority Key Identifier",
        "X509v3 Subject Key Identifier",
        "X509v3 Key Usage: critical\n                Digital Signature\n",
        "X509v3 Private Key Usage Period",
        "Policy: 0.4.0.127.0.7.3.1.1.1",
        "X509v3 Subject Alternative Name",
        "X509v3 Issuer Alternative Name",
        "2.23.136.1.1.6.2",
        "X509v3 CRL Distribution Points",
    ] {
        assert!(text.contains(expected), "{expected} is missing in\n{text}");
    }
}

#[test]
fn a_security_object_is_verified_and_gives_its_content_back() {
    let pki = pki();
    let folder = folder(&pki);
    let content = [0x31, 0x05, 0x30, 0x03, 0x02, 0x01, 0x2A];
    std::fs::write(
        folder.path().join("card-security.der"),
        pki.sign_security_object(&ID_SECURITY_OBJECT, &content)
            .unwrap(),
    )
    .unwrap();
    let verify = "VERIFY -in card-security.der -purpose any -attime TODAY";
    assert_eq!(accepted(folder.path(), verify), content);
    // As a user would type it, while the certificates are valid: the dates alone are left out here.
    accepted(folder.path(), "VERIFY -in card-security.der -no_check_time");
}

#[test]
fn a_changed_security_object_is_refused() {
    let pki = pki();
    let folder = folder(&pki);
    let mut object = pki
        .sign_security_object(&ID_SECURITY_OBJECT, b"0123456789")
        .unwrap();
    let at = object
        .windows(10)
        .position(|window| window == b"0123456789")
        .unwrap();
    *object.get_mut(at).unwrap() ^= 1;
    std::fs::write(folder.path().join("changed.der"), object).unwrap();
    let verify = "VERIFY -in changed.der -purpose any -attime TODAY";
    assert!(!openssl(folder.path(), verify).status.success());
}

#[test]
fn the_document_security_object_holds_the_hash_of_each_data_group() {
    let pki = pki();
    let folder = folder(&pki);
    let sod = pki
        .sign_sod(&[(1, b"first file"), (2, b"second file")])
        .unwrap();
    let outer = Reader::der(&sod).next().unwrap().unwrap();
    assert_eq!(outer.tag, iso7816::tlv::Tag::new(0x77));
    std::fs::write(folder.path().join("sod.der"), outer.value).unwrap();
    let verify = "VERIFY -in sod.der -purpose any -attime TODAY -out content.der";
    accepted(folder.path(), verify);
    let text = String::from_utf8(accepted(
        folder.path(),
        "asn1parse -inform DER -in content.der",
    ))
    .unwrap();
    std::fs::write(folder.path().join("first"), b"first file").unwrap();
    let digest = String::from_utf8(accepted(folder.path(), "dgst -sha256 -r first")).unwrap();
    assert!(
        text.contains(&digest.split(' ').next().unwrap().to_uppercase()),
        "{text}"
    );
    let shown = String::from_utf8(accepted(
        folder.path(),
        "cms -cmsout -print -inform DER -in sod.der",
    ))
    .unwrap();
    for expected in [
        "2.23.136.1.1.1",
        "version: 3",
        "sha384",
        "ecdsa-with-SHA384",
        "messageDigest",
        "contentType",
    ] {
        assert!(
            shown.contains(expected),
            "{expected} is missing in\n{shown}"
        );
    }
}

#[test]
fn private_keys_are_read_and_belong_to_their_certificates() {
    let folder = folder(&pki());
    let certified = accepted(
        folder.path(),
        "x509 -in x509/test-document-signer.pem -noout -pubkey",
    );
    std::fs::write(folder.path().join("certified.pem"), certified).unwrap();
    let point = |from: &str| {
        let text = String::from_utf8(accepted(
            folder.path(),
            &format!("pkey {from} -noout -text_pub"),
        ))
        .unwrap();
        let point = text.split("pub:").nth(1).unwrap();
        point
            .lines()
            .filter(|line| line.starts_with("    "))
            .map(str::trim)
            .take(7)
            .collect::<String>()
    };
    assert_eq!(
        point("-in x509/test-document-signer.TEST-KEY.pem"),
        point("-pubin -in certified.pem")
    );
    accepted(folder.path(), "pkey -in x509/test-csca.TEST-KEY.pem -noout");
    accepted(
        folder.path(),
        "pkey -in cv/own/AT_FULL/TEST-AT_FULL.pem -noout",
    );
}
