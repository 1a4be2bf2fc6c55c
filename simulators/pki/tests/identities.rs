//! Certificates of services, read by OpenSSL.
#![allow(clippy::unwrap_used)]

use ambient::{Ambient, Date};
use crypto::Curve;
use openssl::pkey::PKey;
use openssl::x509::X509;
use pki::{Identity, IdentityDraft, PkiError, Purpose, Sector, ServiceTerminal, TestPki};

fn draft(purpose: Purpose) -> IdentityDraft<'static> {
    IdentityDraft {
        name: "TEST service",
        purpose,
        from: Date::new(2026, 3, 1).unwrap(),
        until: Date::new(2028, 3, 1).unwrap(),
    }
}

fn ambient() -> Ambient {
    Ambient::simulated(7, Date::new(2026, 3, 1).unwrap())
}

fn assert_pair(identity: &Identity) -> X509 {
    let certificate = X509::from_der(&identity.certificate).unwrap();
    let key = PKey::private_key_from_pkcs8(&identity.key).unwrap();
    let public = certificate.public_key().unwrap();
    assert!(public.public_eq(&key));
    assert!(certificate.verify(&public).unwrap());
    certificate
}

#[test]
fn openssl_reads_keys_and_certificates_on_every_curve_of_services() {
    for curve in [
        Curve::P256,
        Curve::P384,
        Curve::P521,
        Curve::BrainpoolP256r1,
        Curve::BrainpoolP384r1,
        Curve::BrainpoolP512r1,
    ] {
        assert_pair(&Identity::ec(&draft(Purpose::Signing), curve, &ambient()).unwrap());
    }
}

#[test]
fn openssl_reads_an_rsa_certificate() {
    let pem = fixtures::rsa_key_pem("spare").unwrap();
    let certificate =
        assert_pair(&Identity::rsa_pem(&draft(Purpose::Encryption), pem, &ambient()).unwrap());
    assert_eq!(certificate.public_key().unwrap().bits(), 2048);
}

#[test]
fn a_tls_certificate_names_hosts_and_addresses() {
    let purpose = Purpose::Tls(vec!["localhost".into(), "127.0.0.1".into()]);
    let identity = Identity::ec(&draft(purpose), Curve::P256, &ambient()).unwrap();
    let names = assert_pair(&identity).subject_alt_names().unwrap();
    let host = names.get(0).and_then(|name| name.dnsname());
    let address = names.get(1).and_then(|name| name.ipaddress());
    assert_eq!(host, Some("localhost"));
    assert_eq!(address, Some(&[127, 0, 0, 1][..]));
}

#[test]
fn text_that_is_no_key_is_refused() {
    let refused = Identity::rsa_pem(&draft(Purpose::Signing), "no key", &ambient());
    assert!(matches!(refused, Err(PkiError::KeyKind(_))));
}

#[test]
fn a_service_has_a_terminal_certificate_with_the_hash_of_its_description() {
    let start = Date::new(2026, 3, 1).unwrap();
    let pki = TestPki::from_seed(1, start);
    let description = pki.description();
    let terminal = pki
        .service_terminal(&ServiceTerminal {
            holder: "DETESTMW00001",
            description,
            sector: &pki.sector_key(Sector::First),
            rights: 0x04,
            from: start,
            until: start.checked_add_days(30).unwrap(),
        })
        .unwrap();
    let dv = pki.certificate("AT_DV").unwrap();
    assert_eq!(terminal.car, dv.chr);
    let certificate = eac::encoding::CvCertificate::decode(&terminal.bytes).unwrap();
    let issuer = eac::encoding::CvCertificate::decode(&dv.bytes).unwrap();
    let hash = crypto::Hash::Sha256.digest(&[&description.encode()]);
    assert!(certificate.body().extensions.0.iter().any(|extension| {
        extension
            .objects
            .iter()
            .any(|(_, value)| value == hash.as_bytes())
    }));
    assert_eq!(issuer.body().chr, certificate.body().car);
}
