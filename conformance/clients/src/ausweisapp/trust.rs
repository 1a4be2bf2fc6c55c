//! Trust anchors of the program: a `config.json` in its data folder replaces what it was built with.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::PROGRAM;
use crate::ClientError;

/// Writes the configuration for a home: these self-signed card-verifiable certificates are the test anchors. All of
/// the program's checks stay strict; its developer mode stays off.
pub(super) fn write(home: &Path, anchors: &[Vec<u8>]) -> Result<(), ClientError> {
    let folder = home.join(".local/share/AusweisApp2");
    fs::create_dir_all(&folder).map_err(ClientError::io(PROGRAM))?;
    let text = configuration(anchors).to_string();
    fs::write(folder.join("config.json"), text).map_err(ClientError::io(PROGRAM))
}

fn configuration(anchors: &[Vec<u8>]) -> Value {
    let hex = |bytes: &Vec<u8>| -> String { bytes.iter().map(|b| format!("{b:02x}")).collect() };
    let anchors: Vec<String> = anchors.iter().map(hex).collect();
    let web = [
        "ECDHE-ECDSA-AES256-GCM-SHA384",
        "ECDHE-RSA-AES256-GCM-SHA384",
        "ECDHE-ECDSA-AES128-GCM-SHA256",
        "ECDHE-RSA-AES128-GCM-SHA256",
    ];
    let psk = ["RSA-PSK-AES256-GCM-SHA384", "RSA-PSK-AES128-GCM-SHA256"];
    let curves = [
        "brainpoolP512r1",
        "brainpoolP384r1",
        "brainpoolP256r1",
        "secp384r1",
        "prime256v1",
    ];
    let signatures = [
        "RSA+SHA512",
        "RSA+SHA384",
        "RSA+SHA256",
        "ECDSA+SHA512",
        "ECDSA+SHA384",
        "ECDSA+SHA256",
    ];
    let settings = |ciphers: &[&str], curves: &[&str], signatures: &[&str]| {
        json!({
            "protocolVersion": "TlsV1_2",
            "ocspStapling": false,
            "ciphers": ciphers,
            "ellipticCurves": curves,
            "signatureAlgorithms": signatures,
        })
    };
    let rsa = signatures.get(..3).unwrap_or_default();
    json!({
        "cvRootCertificatesTest": anchors,
        "tlsSettings": settings(&web, &curves, &signatures),
        "tlsSettingsPsk": settings(&psk, &[], rsa),
        "minStaticKeySizes": {"Rsa": 2000, "Ec": 250},
        "minEphemeralKeySizes": {"Rsa": 2000, "Ec": 250},
    })
}
