//! OpenPACE's tools read our certificates, and our parser reads theirs.

use std::fs;

use conformance_clients::program::{run, run_well};
use eac::encoding::CvCertificate;

use crate::cards::pki;

const PACKAGE: &str = "openpace";

#[test]
fn cvc_print_reads_ours() {
    let folder = tempfile::tempdir().unwrap();
    for name in [
        "IS_CVCA", "AT_CVCA", "ST_CVCA", "IS_DV", "AT_DV", "AT_FULL", "AT_LINK", "IS_FULL",
    ] {
        let certificate = pki().certificate(name).unwrap();
        let file = folder.path().join(name);
        fs::write(&file, &certificate.bytes).unwrap();
        // It ends with a failure where it has no root to verify with; what it reads it prints first.
        let printed = run("cvc-print", PACKAGE, &["--cvc", file.to_str().unwrap()])
            .unwrap()
            .stdout;
        let holder = String::from_utf8_lossy(certificate.chr.as_bytes()).into_owned();
        assert!(printed.contains(&holder), "{name}: {printed}");
    }
}

#[test]
fn cvc_print_verifies_our_chain() {
    let folder = tempfile::tempdir().unwrap();
    let root = pki()
        .trust_point(eac::encoding::TerminalType::AuthenticationTerminal)
        .unwrap();
    let dv = pki().certificate("AT_DV").unwrap();
    for certificate in [root, dv] {
        let name = String::from_utf8_lossy(certificate.chr.as_bytes()).into_owned();
        fs::write(folder.path().join(name), &certificate.bytes).unwrap();
    }
    let file = folder.path().join("terminal");
    fs::write(&file, &pki().certificate("AT_FULL").unwrap().bytes).unwrap();
    let directory = folder.path().to_str().unwrap();
    let arguments = ["--cvc", file.to_str().unwrap(), "--cvc-dir", directory];
    let printed = run_well("cvc-print", PACKAGE, &arguments).unwrap();
    assert!(
        printed.contains("AT_FULL") || printed.contains("Certificate"),
        "{printed}"
    );
}

#[test]
fn ours_reads_cvc_create() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let key = path("key.der");
    let generate = [
        "genpkey",
        "-algorithm",
        "EC",
        "-pkeyopt",
        "ec_paramgen_curve:brainpoolP256r1",
        "-pkeyopt",
        "ec_param_enc:explicit",
        "-outform",
        "DER",
        "-out",
        &key,
    ];
    run_well("openssl", "openssl", &generate).unwrap();
    let certificate = path("root.cvcert");
    let create = [
        "--role=cvca",
        "--type=at",
        "--chr=DETESTEIDOL00001",
        "--expires=300101",
        "--issued=260101",
        &format!("--sign-with={key}"),
        "--scheme=ECDSA_SHA_256",
        &format!("--out-cert={certificate}"),
    ]
    .map(str::to_owned);
    let arguments: Vec<&str> = create.iter().map(String::as_str).collect();
    run_well("cvc-create", PACKAGE, &arguments).unwrap();
    let bytes = fs::read(&certificate).unwrap();
    let ours = CvCertificate::decode(&bytes).unwrap();
    assert_eq!(
        ours.encode(),
        bytes,
        "the canonical form is what they wrote"
    );
}
