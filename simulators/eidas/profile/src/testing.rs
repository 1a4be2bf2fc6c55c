//! Two nodes for tests: a Belgian connector and a German middleware, with keys that live as long as the test run.

use std::sync::{Arc, LazyLock};

use ambient::{Ambient, Date};
use openssl::asn1::Asn1Time;
use openssl::bn::BigNum;
use openssl::ec::{EcGroup, EcKey};
use openssl::hash::MessageDigest;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;
use openssl::x509::{X509, X509NameBuilder};
use saml::metadata::Endpoint;
use saml::names::binding;
use xml::DecryptionKey;

use crate::metadata::{Node, Role};
use crate::names::{MIDDLEWARE_VERSION, OFFERED_NAME_ID_FORMATS};
use crate::request::Reply;
use crate::{Attribute, CountryCode, KnownPeers, LevelOfAssurance, ServiceType, Signer};

pub(crate) const CONNECTOR: &str = "https://connector.be.example/EidasNode/ConnectorMetadata";
pub(crate) const CONSUMER: &str = "https://connector.be.example/EidasNode/ColleagueResponse";
pub(crate) const MIDDLEWARE: &str = "https://middleware.de.example/eidas-middleware/Metadata";
pub(crate) const RECEIVER: &str = "https://middleware.de.example/eidas-middleware/RequestReceiver";

/// A key with a certificate.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) pkcs8: Vec<u8>,
    pub(crate) certificate: Vec<u8>,
}

impl Key {
    fn new(key: &PKey<Private>, years: (i64, i64), hash: MessageDigest) -> Self {
        let moment = |year: i64| Asn1Time::from_unix((year - 1970) * 31_557_600).unwrap();
        let mut name = X509NameBuilder::new().unwrap();
        name.append_entry_by_text("CN", "TEST node").unwrap();
        let name = name.build();
        let mut certificate = X509::builder().unwrap();
        certificate.set_version(2).unwrap();
        let serial = BigNum::from_u32(7).unwrap().to_asn1_integer().unwrap();
        certificate.set_serial_number(&serial).unwrap();
        certificate.set_subject_name(&name).unwrap();
        certificate.set_issuer_name(&name).unwrap();
        certificate.set_not_before(&moment(years.0)).unwrap();
        certificate.set_not_after(&moment(years.1)).unwrap();
        certificate.set_pubkey(key).unwrap();
        certificate.sign(key, hash).unwrap();
        Self {
            pkcs8: key.private_key_to_pkcs8().unwrap(),
            certificate: certificate.build().to_der().unwrap(),
        }
    }

    fn ec(curve: Nid, years: (i64, i64), hash: MessageDigest) -> Self {
        let group = EcGroup::from_curve_name(curve).unwrap();
        let key = EcKey::generate(&group).unwrap();
        Self::new(&PKey::from_ec_key(key).unwrap(), years, hash)
    }

    fn rsa(bits: u32) -> Self {
        let key = PKey::from_rsa(Rsa::generate(bits).unwrap()).unwrap();
        Self::new(&key, (2020, 2040), MessageDigest::sha256())
    }

    pub(crate) fn signer(&self) -> Signer {
        Signer::new(&self.pkcs8, &self.certificate).unwrap()
    }

    pub(crate) fn decryption(&self) -> DecryptionKey {
        DecryptionKey::from_pkcs8(&self.pkcs8, &self.certificate).unwrap()
    }
}

macro_rules! keys {
    ($($(#[$doc:meta])* $name:ident = $make:expr;)*) => {
        $($(#[$doc])* pub(crate) static $name: LazyLock<Key> = LazyLock::new(|| $make);)*
    };
}

const P256: Nid = Nid::X9_62_PRIME256V1;
const NOW: (i64, i64) = (2020, 2040);

keys! {
    CONNECTOR_KEY = Key::ec(P256, NOW, MessageDigest::sha256());
    CONNECTOR_SEALS = Key::ec(P256, NOW, MessageDigest::sha256());
    CONNECTOR_SEALS_RSA = Key::rsa(3072);
    MIDDLEWARE_KEY = Key::ec(P256, NOW, MessageDigest::sha256());
    METADATA_KEY = Key::ec(P256, NOW, MessageDigest::sha256());
    RSA_KEY = Key::rsa(3072);
    SMALL_KEY = Key::rsa(2048);
    STRANGER_KEY = Key::ec(P256, NOW, MessageDigest::sha256());
    EXPIRED_KEY = Key::ec(P256, (2020, 2021), MessageDigest::sha256());
    OLD_HASH_KEY = Key::ec(P256, NOW, MessageDigest::sha1());
}

/// A world at a quarter past nine of the second of March 2026.
pub(crate) fn ambient() -> Ambient {
    let ambient = Ambient::simulated(5, Date::new(2026, 3, 2).unwrap());
    ambient.clock().advance(9 * 3600 + 15 * 60);
    ambient
}

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// The connector, whose services are all public.
pub(crate) fn connector() -> Node {
    let mut node = Node::new(Role::Connector, CONNECTOR, CountryCode::BE);
    node.versions = texts(&["1.4.1", "1.4", "1.3", "1.2"]);
    node.application = Some("eidolon-be-connector:0.1".into());
    node.signing = vec![CONNECTOR_KEY.certificate.clone()];
    node.encryption = vec![CONNECTOR_SEALS.certificate.clone()];
    node.service_type = Some(ServiceType::Public);
    node.name_id_formats = texts(&OFFERED_NAME_ID_FORMATS);
    node.endpoints = vec![Endpoint::new(binding::HTTP_POST, CONSUMER).indexed(0, true)];
    node.valid_until = Some(ambient().now().plus(86_400));
    node
}

/// The middleware.
pub(crate) fn middleware() -> Node {
    let mut node = Node::new(Role::ProxyService, MIDDLEWARE, CountryCode::DE);
    node.versions = texts(&[MIDDLEWARE_VERSION]);
    node.application = Some("German eIDAS Middleware version: simulated".into());
    node.signing = vec![MIDDLEWARE_KEY.certificate.clone()];
    node.levels = vec![LevelOfAssurance::High.uri().to_owned()];
    node.name_id_formats = texts(&OFFERED_NAME_ID_FORMATS);
    node.endpoints = vec![
        Endpoint::new(binding::HTTP_POST, RECEIVER),
        Endpoint::new(binding::HTTP_REDIRECT, RECEIVER),
    ];
    node.attributes = Attribute::minimum_data_set(crate::Person::Natural)
        .chain([Attribute::BirthName, Attribute::PlaceOfBirth])
        .map(Attribute::name)
        .collect();
    node.valid_until = Some(ambient().now().plus(30 * 86_400));
    node
}

pub(crate) fn peers() -> KnownPeers {
    KnownPeers::new([connector(), middleware()])
}

/// Where the middleware answers the connector's request `_q`.
pub(crate) fn reply() -> Reply {
    Reply {
        in_response_to: "_q".into(),
        destination: CONSUMER.into(),
        audience: CONNECTOR.into(),
        peer: Arc::new(connector()),
    }
}
