use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};

use http::StatusCode;
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::ssl::{
    SslConnector, SslConnectorBuilder, SslMethod, SslStream, SslVerifyMode, SslVersion,
};
use openssl::x509::extension::{BasicConstraints, SubjectAlternativeName};
use openssl::x509::{X509, X509NameBuilder};
use web::{Bound, Fetch, FetchError, HttpClient, Listen, PeerCertificate, Tls, Trust, get};

use crate::support::{client, connect, impatient, rest, runtime, serve};

/// What AusweisApp2 1.26 offers: suites, groups and signatures of its web channel.
const SUITES: &str = "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:DHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256";
const GROUPS: &str = "brainpoolP512r1:brainpoolP384r1:brainpoolP256r1:secp384r1:prime256v1";
const SIGNATURES: &str = "RSA+SHA512:RSA+SHA384:RSA+SHA256:ECDSA+SHA512:ECDSA+SHA384:ECDSA+SHA256";

fn ec(curve: Nid) -> PKey<Private> {
    let group = EcGroup::from_curve_name(curve).unwrap();
    PKey::from_ec_key(EcKey::generate(&group).unwrap()).unwrap()
}

fn identity(key: &PKey<Private>) -> Tls {
    let mut name = X509NameBuilder::new().unwrap();
    name.append_entry_by_text("CN", "localhost").unwrap();
    let name = name.build();
    let mut builder = X509::builder().unwrap();
    builder.set_version(2).unwrap();
    let serial = BigNum::from_u32(1).unwrap().to_asn1_integer().unwrap();
    builder.set_serial_number(&serial).unwrap();
    builder.set_subject_name(&name).unwrap();
    builder.set_issuer_name(&name).unwrap();
    builder.set_pubkey(key).unwrap();
    builder
        .set_not_before(&Asn1Time::days_from_now(0).unwrap())
        .unwrap();
    builder
        .set_not_after(&Asn1Time::days_from_now(2).unwrap())
        .unwrap();
    builder
        .append_extension(BasicConstraints::new().ca().build().unwrap())
        .unwrap();
    let names = SubjectAlternativeName::new()
        .dns("localhost")
        .build(&builder.x509v3_context(None, None))
        .unwrap();
    builder.append_extension(names).unwrap();
    builder.sign(key, MessageDigest::sha256()).unwrap();
    let certificate = builder.build().to_der().unwrap();
    Tls::new(certificate, key.private_key_to_pkcs8().unwrap())
}

fn nist() -> Tls {
    identity(&ec(Nid::X9_62_PRIME256V1))
}

/// A client in the manner of AusweisApp2: TLS 1.2 and any issuer.
fn eid_client() -> SslConnectorBuilder {
    let mut builder = SslConnector::builder(SslMethod::tls_client()).unwrap();
    builder.set_verify(SslVerifyMode::NONE);
    builder
        .set_max_proto_version(Some(SslVersion::TLS1_2))
        .unwrap();
    builder.set_cipher_list(SUITES).unwrap();
    builder.set_groups_list(GROUPS).unwrap();
    builder.set_sigalgs_list(SIGNATURES).unwrap();
    builder
}

fn shake(builder: SslConnectorBuilder, port: u16) -> Option<SslStream<TcpStream>> {
    let configured = builder.build().configure().unwrap();
    let ssl = configured.into_ssl("localhost").unwrap();
    let stream = connect(([127, 0, 0, 1], port).into());
    let mut stream = SslStream::new(ssl, stream).unwrap();
    stream.connect().ok().map(|()| stream)
}

fn ask(stream: &mut SslStream<TcpStream>) -> String {
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).unwrap();
    String::from_utf8_lossy(&answer[..length]).into_owned()
}

#[test]
fn a_client_sees_the_certificate_that_the_server_shows() {
    let tls = nist();
    let server = serve(&Listen::loopback().host("localhost").tls(tls.clone()));
    assert!(server.origin().starts_with("https://localhost:"));
    let trust = Trust::Only(vec![tls.certificate().to_vec()]);
    for trust in [trust, Trust::Any] {
        let client = HttpClient::new(runtime(), &trust).unwrap();
        // The second answer comes over the same connection and still knows.
        for _ in 0..2 {
            let response = client.fetch(get(server.origin()).unwrap()).unwrap();
            assert_eq!(PeerCertificate::of(&response), Some(tls.certificate()));
            assert!(response.body().ends_with(b" true"));
        }
    }
}

#[test]
fn a_client_trusts_whom_it_was_told_to_trust() {
    let server = serve(&Listen::loopback().host("localhost").tls(nist()));
    let trust = Trust::Only(vec![nist().certificate().to_vec()]);
    let client = HttpClient::new(runtime(), &trust).unwrap();
    let error = client.fetch(get(server.origin()).unwrap()).unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error:?}");
}

#[test]
fn a_certificate_for_another_host_is_refused() {
    let tls = nist();
    let server = serve(&Listen::loopback().tls(tls.clone()));
    let trust = Trust::Only(vec![tls.certificate().to_vec()]);
    let client = HttpClient::new(runtime(), &trust).unwrap();
    let error = client.fetch(get(server.origin()).unwrap()).unwrap_err();
    assert!(matches!(error, FetchError::Tls { .. }), "{error:?}");
}

#[test]
fn an_eid_client_can_connect_to_every_kind_of_key() {
    let rsa = PKey::from_rsa(Rsa::generate(2048).unwrap()).unwrap();
    for key in [ec(Nid::X9_62_PRIME256V1), ec(Nid::BRAINPOOL_P256R1), rsa] {
        let server = serve(&Listen::loopback().tls(identity(&key).only_1_2()));
        let mut stream = shake(eid_client(), server.address().port()).unwrap();
        assert!(ask(&mut stream).starts_with("HTTP/1.1 200 OK"));
        assert!(ask(&mut stream).starts_with("HTTP/1.1 200 OK"));
    }
}

/// One request by the command line client, which keeps its session in a file.
fn visit(port: u16, folder: &Path, before: Option<&str>, after: &str) -> String {
    let mut client = Command::new("openssl");
    client.current_dir(folder);
    client.args(["s_client", "-tls1_2", "-ign_eof", "-sess_out", after]);
    client.args(["-connect", &format!("127.0.0.1:{port}")]);
    client.args(before.into_iter().flat_map(|file| ["-sess_in", file]));
    client
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    let mut running = client.spawn().unwrap();
    let request = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n";
    running.stdin.take().unwrap().write_all(request).unwrap();
    let output = running.wait_with_output().unwrap();
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_session_is_resumed_by_its_ticket_and_stays_the_same() {
    let server = serve(&Listen::loopback().tls(nist().only_1_2()));
    let (port, folder) = (server.address().port(), tempfile::tempdir().unwrap());
    let first = visit(port, folder.path(), None, "first");
    assert!(
        first.contains("New, TLSv1.2") && first.contains("200 OK"),
        "{first}"
    );
    let second = visit(port, folder.path(), Some("first"), "second");
    assert!(
        second.contains("Reused, TLSv1.2") && second.contains("200 OK"),
        "{second}"
    );
    // The client would have written a session that the server renews.
    assert!(folder.path().join("first").exists() && !folder.path().join("second").exists());
}

#[test]
fn the_eid_channel_speaks_1_2_only_and_others_1_3_too() {
    let builder = || {
        let mut builder = SslConnector::builder(SslMethod::tls_client()).unwrap();
        builder.set_verify(SslVerifyMode::NONE);
        builder
            .set_min_proto_version(Some(SslVersion::TLS1_3))
            .unwrap();
        builder
    };
    let old = serve(&Listen::loopback().tls(nist().only_1_2()));
    assert!(shake(builder(), old.address().port()).is_none());
    let new = serve(&Listen::loopback().tls(nist()));
    assert!(shake(builder(), new.address().port()).is_some());
}

#[test]
fn a_handshake_that_stands_still_ends_and_holds_up_nobody() {
    let listen = Listen::loopback()
        .host("localhost")
        .tls(nist())
        .limits(impatient());
    let server = serve(&listen);
    let mut silent = connect(server.address());
    let mut plain = connect(server.address());
    plain
        .write_all(b"GET / HTTP/1.1\r\nhost: x\r\n\r\n")
        .unwrap();
    let response = client().fetch(get(server.origin()).unwrap()).unwrap();
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(rest(&mut silent), "");
    assert!(!rest(&mut plain).contains("200 OK"));
}

#[test]
fn a_client_that_only_looks_at_the_certificate_concerns_nobody() {
    let server = serve(&Listen::loopback().host("localhost").tls(nist().only_1_2()));
    for _ in 0..5 {
        drop(shake(eid_client(), server.address().port()).unwrap());
    }
    assert!(client().fetch(get(server.origin()).unwrap()).is_ok());
}

#[test]
fn a_key_must_fit_its_certificate() {
    let other = ec(Nid::X9_62_PRIME256V1).private_key_to_pkcs8().unwrap();
    let tls = Tls::new(nist().certificate(), other);
    assert!(Bound::new(&Listen::loopback().tls(tls)).is_err());
    assert!(Bound::new(&Listen::loopback().tls(Tls::new("none", "none"))).is_err());
}
