//! How long does a connector take to verify and decrypt an eIDAS Response, beside the bare operations of the XML
//! security library on the same document?
//!
//! Ours is the whole receiver: screen, signature, decryption, and every rule of the profile.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use ambient::{Ambient, Date};
use bergshamra::keys::loader::{load_pem_auto, load_x509_cert_der};
use bergshamra::{DsigContext, EncContext, KeysManager};
use criterion::{Criterion, criterion_group, criterion_main};
use crypto::Curve;
use eidas_profile::metadata::{Node, Role};
use eidas_profile::request::Reply;
use eidas_profile::response::{
    Answer, Expectations, Flavour, Identity as Stated, Pending, Skew, check, seal,
};
use eidas_profile::{
    Attribute, Attributes, CountryCode, KnownPeers, LevelOfAssurance, RequestedLevels, Signer,
};
use pki::{Identity, IdentityDraft, Purpose};
use rules::Rulebook;
use saml::NameId;
use saml::names::name_id;
use xml::DecryptionKey;

const CONNECTOR: &str = "https://connector.test/EidasNode/ConnectorMetadata";
const CONSUMER: &str = "https://connector.test/EidasNode/ColleagueResponse";
const MIDDLEWARE: &str = "https://middleware.test/eidas-middleware/Metadata";
const REQUEST: &str = "_request";
const IDENTIFIER: &str = "DE/BE/05226A29FDDECC69E6E8BFCC2393A5A97EF09F263930DF4606E9EA41EA66160C";

/// A response with the keys of its two ends.
struct Case {
    ambient: Ambient,
    signing: Identity,
    encryption: Identity,
    text: String,
}

impl Case {
    fn new(signing: Identity, encryption: Identity, ambient: Ambient) -> Self {
        let mut case = Self {
            ambient,
            signing,
            encryption,
            text: String::new(),
        };
        case.text = case.response();
        case
    }

    /// As the middleware of the world writes it.
    fn response(&self) -> String {
        let answer = Answer {
            issuer: MIDDLEWARE.to_owned(),
            reply: Reply {
                in_response_to: REQUEST.to_owned(),
                destination: CONSUMER.to_owned(),
                audience: CONNECTOR.to_owned(),
                peer: Arc::new(Node::new(Role::Connector, CONNECTOR, CountryCode::BE)),
            },
            flavour: Flavour::MiddlewareDe,
        };
        let person = Stated {
            level: LevelOfAssurance::High.uri().to_owned(),
            name_id: NameId::new(IDENTIFIER).with_format(name_id::UNSPECIFIED),
            attributes: Attributes::new()
                .with(Attribute::CurrentFamilyName, "BEISPIELER")
                .with(Attribute::CurrentGivenName, "LENE MARIT")
                .with(Attribute::DateOfBirth, "1987-04-23")
                .with(Attribute::PersonIdentifier, IDENTIFIER),
        };
        let assertion = answer.assertion(&person, &self.ambient).to_element();
        let mut response = answer.success(&self.ambient);
        let recipient = &self.encryption.certificate;
        seal(&mut response, &assertion, recipient, &self.ambient).unwrap();
        let signer = Signer::new(&self.signing.key, &self.signing.certificate).unwrap();
        signer.sign_message(&response.to_element()).unwrap()
    }

    fn middleware(&self) -> Node {
        let mut node = Node::new(Role::ProxyService, MIDDLEWARE, CountryCode::DE);
        node.versions = vec!["2.0".to_owned()];
        node.signing = vec![self.signing.certificate.clone()];
        node.levels = vec![LevelOfAssurance::High.uri().to_owned()];
        node
    }

    fn time(&self, criterion: &mut Criterion, subject: &str) {
        let (peers, book) = (KnownPeers::new([self.middleware()]), Rulebook::strict());
        let keys = [
            DecryptionKey::from_pkcs8(&self.encryption.key, &self.encryption.certificate).unwrap(),
        ];
        let expect = Expectations {
            entity_id: CONNECTOR,
            address: CONSUMER,
            country: CountryCode::BE,
            now: self.ambient.now(),
            max_age: 300,
            peers: &peers,
            keys: &keys,
            pending: &|id| (id == REQUEST).then(pending),
            first: &|_| true,
        };
        let library = Library::new(&self.signing.certificate, &self.encryption.key);
        let mut group = criterion.benchmark_group(subject);
        group.bench_function("ours", |bencher| {
            bencher.iter(|| check(black_box(&self.text), &expect, &book).unwrap());
        });
        group.bench_function("bergshamra", |bencher| {
            bencher.iter(|| library.open(black_box(&self.text)));
        });
        group.finish();
    }
}

fn pending() -> Pending {
    Pending {
        country: CountryCode::DE,
        levels: RequestedLevels::minimum(LevelOfAssurance::Substantial),
        name_id_format: Some(name_id::UNSPECIFIED.to_owned()),
        skew: Skew::default(),
        answered: false,
    }
}

/// The bare library, its keys read beforehand.
struct Library {
    signatures: DsigContext,
    encryption: EncContext,
}

impl Library {
    fn new(signer: &[u8], recipient: &[u8]) -> Self {
        let one = |key| {
            let mut keys = KeysManager::new();
            keys.add_key(key);
            keys
        };
        let pem = openssl::pkey::PKey::private_key_from_der(recipient).unwrap();
        let pem = pem.private_key_to_pem_pkcs8().unwrap();
        Self {
            signatures: DsigContext::new(one(load_x509_cert_der(signer).unwrap())),
            encryption: EncContext::new(one(load_pem_auto(&pem, None).unwrap())),
        }
    }

    fn open(&self, text: &str) -> String {
        let verified = bergshamra::verify(&self.signatures, text).unwrap();
        assert!(verified.is_valid(), "{verified:?}");
        bergshamra::decrypt(&self.encryption, text).unwrap()
    }
}

fn response(criterion: &mut Criterion) {
    let start = Date::new(2026, 3, 1).unwrap();
    let ambient = Ambient::simulated(1, start);
    let draft = |name, purpose| IdentityDraft {
        name,
        purpose,
        from: start,
        until: start.checked_add_years(2).unwrap(),
    };
    let ours = draft("TEST middleware", Purpose::Signing);
    let theirs = draft("TEST connector", Purpose::Encryption);
    let rsa = |draft, file| {
        let pem = fixtures::rsa_key_pem(file).unwrap();
        Identity::rsa_pem(draft, pem, &ambient).unwrap()
    };
    let elliptic = |draft| Identity::ec(draft, Curve::P256, &ambient).unwrap();
    Case::new(elliptic(&ours), elliptic(&theirs), ambient.clone())
        .time(criterion, "response/verify-decrypt/ecdh-es");
    let signing = rsa(&ours, "middleware-de-signing");
    let encryption = rsa(&theirs, "connector-encryption");
    Case::new(signing, encryption, ambient.clone()).time(criterion, "response/verify-decrypt/rsa");
}

criterion_group! {
    name = benches;
    config = Criterion::default()
        .sample_size(50)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_millis(1500));
    targets = response
}
criterion_main!(benches);
