//! Published worked examples, in both directions: the card's side and the terminal's side each compute what is printed.

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

use crypto::{Cipher, CipherKey, Curve, Hash, PrivateKey, Secret};
use eac::card::pace::{Chaining, Pace, PaceSuite, Progress};
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::card::trust::{CertifiedKey, TrustStore};
use eac::card::{
    EffectiveAuthorization, Fault, Faults, Reason, chip_authentication, pace as card_pace,
    restricted_identification,
};
use eac::encoding::{
    CaProtocol, CertificateExtension, CertificateExtensions, CompressedPublicKey, CvCertificate,
    CvDate, CvPublicKey, DynamicData, KeyMaterial, PaceProtocol, Password, RiProtocol, Role,
    SecurityInfos, SetAt, TerminalType, token_input,
};
use eac::terminal::chip_authentication::ChipChoice;
use eac::terminal::terminal_authentication::{SignedData, TerminalCredentials};
use eac::terminal::{pace, passive, restricted_identification as terminal_ri};
use serde_json::Value;

const PACE: (&str, &str) = ("tr-03110", "pace-ecdh-gm");
const ICAO_PACE: (&str, &str) = ("icao-9303", "pace-ecdh-gm");
const CHIP: (&str, &str) = ("tr-03110", "chip-authentication-ecdh");
const TERMINAL: (&str, &str) = ("tr-03110", "terminal-authentication");
const RESTRICTED: (&str, &str) = ("tr-03110", "restricted-identification");

const CURVE: Curve = Curve::BrainpoolP256r1;
const PROTOCOL: PaceProtocol = PaceProtocol::generic(Cipher::Aes128);

fn vector((standard, name): (&str, &str), index: usize) -> Value {
    let file: Value = serde_json::from_str(fixtures::vectors(standard, name).unwrap()).unwrap();
    file["vectors"][index].clone()
}

fn bytes(vector: &Value, name: &str) -> Vec<u8> {
    hex::decode(vector[name].as_str().unwrap_or_else(|| panic!("{name}"))).unwrap()
}

fn private(vector: &Value, name: &str) -> PrivateKey {
    let bytes = bytes(vector, name);
    let scalar = bytes
        .strip_prefix(&[0])
        .filter(|rest| rest.len() == 32)
        .unwrap_or(&bytes);
    PrivateKey::from_bytes(CURVE, scalar).unwrap()
}

/// Keys do not show themselves, so they are compared by what they do.
fn assert_same_key(key: &CipherKey, expected: &[u8]) {
    let expected = CipherKey::new(key.cipher(), expected).unwrap();
    assert_eq!(
        key.cmac(&[b"the same key"]),
        expected.cmac(&[b"the same key"])
    );
}

fn proceed(progress: Progress) -> (Pace, Vec<u8>) {
    match progress {
        Progress::Continue { pace, response } => (pace, response),
        Progress::Token(_) => panic!("the token is not due"),
    }
}

fn dynamic(tag: u32, value: &[u8]) -> Vec<u8> {
    DynamicData::new().with(tag, value).encode()
}

#[test]
fn pace_on_the_card_side() {
    let v = vector(PACE, 0);
    let suite = PaceSuite {
        protocol: PROTOCOL,
        curve: CURVE,
    };
    let pace = Pace::new(
        suite,
        &Password::pin(v["password"].as_str().unwrap()),
        Faults::NONE,
    );
    let nonce = Secret::new(bytes(&v, "nonce"));
    let step = pace
        .send_chosen_nonce(&DynamicData::new().encode(), Chaining::More, nonce)
        .unwrap();
    let (pace, response) = proceed(step);
    assert_eq!(response, dynamic(0x80, &bytes(&v, "encrypted_nonce")));
    let data = dynamic(0x81, &bytes(&v, "pk_map_ifd"));
    let (pace, response) = proceed(
        pace.map(&data, Chaining::More, &private(&v, "sk_map_ic"))
            .unwrap(),
    );
    assert_eq!(response, dynamic(0x82, &bytes(&v, "pk_map_ic")));
    let data = dynamic(0x83, &bytes(&v, "pk_dh_ifd"));
    let (pace, response) = proceed(
        pace.agree(&data, Chaining::More, &private(&v, "sk_dh_ic"))
            .unwrap(),
    );
    assert_eq!(response, dynamic(0x84, &bytes(&v, "pk_dh_ic")));
    let data = dynamic(0x85, &bytes(&v, "t_ifd"));
    let Progress::Token(token) = pace
        .general_authenticate(&data, Chaining::Last, &mut rng::rng(0))
        .unwrap()
    else {
        panic!("the token is due");
    };
    let established: card_pace::Established = token.judge().unwrap();
    assert_eq!(established.response(&[]), dynamic(0x86, &bytes(&v, "t_ic")));
    assert_same_key(&established.keys.enc, &bytes(&v, "ks_enc"));
    assert_same_key(&established.keys.mac, &bytes(&v, "ks_mac"));
}

fn terminal_pace(v: &Value, password: &Password) {
    let start = pace::AwaitNonce::new(PROTOCOL, CURVE, password);
    let mapping = start
        .receive_with_key(
            &dynamic(0x80, &bytes(v, "encrypted_nonce")),
            private(v, "sk_map_ifd"),
        )
        .unwrap();
    assert_eq!(mapping.nonce().as_bytes(), bytes(v, "nonce"));
    assert_eq!(
        mapping.command().data,
        dynamic(0x81, &bytes(v, "pk_map_ifd"))
    );
    let key = mapping
        .receive_with_key(
            &dynamic(0x82, &bytes(v, "pk_map_ic")),
            private(v, "sk_dh_ifd"),
        )
        .unwrap();
    assert_eq!(
        key.generator().to_point().as_bytes(),
        bytes(v, "mapped_generator")
    );
    assert_eq!(key.command().data, dynamic(0x83, &bytes(v, "pk_dh_ifd")));
    let token = key.receive(&dynamic(0x84, &bytes(v, "pk_dh_ic"))).unwrap();
    assert_eq!(token.command().data, dynamic(0x85, &bytes(v, "t_ifd")));
    let outcome = token.receive(&dynamic(0x86, &bytes(v, "t_ic"))).unwrap();
    assert_eq!(outcome.id_icc.as_bytes(), &bytes(v, "pk_dh_ic")[1..33]);
    assert_same_key(&outcome.keys.enc, &bytes(v, "ks_enc"));
    assert_same_key(&outcome.keys.mac, &bytes(v, "ks_mac"));
}

#[test]
fn pace_on_the_terminal_side() {
    let v = vector(PACE, 0);
    terminal_pace(&v, &Password::pin(v["password"].as_str().unwrap()));
    let peer = crypto::PublicKey::decode(CURVE, &bytes(&v, "pk_dh_ic")).unwrap();
    assert_eq!(
        token_input(&PROTOCOL.oid(), &peer),
        bytes(&v, "token_input_ifd")
    );
}

#[test]
fn pace_of_icao_with_the_mrz_and_its_apdus() {
    let v = vector(ICAO_PACE, 0);
    let password = Password::mrz(v["mrz_information"].as_str().unwrap());
    assert_same_key(&password.key(Cipher::Aes128), &bytes(&v, "k_pi"));
    terminal_pace(&v, &password);
    let apdus = v["apdus"].as_array().unwrap();
    let set = SetAt {
        mechanism: Some(PROTOCOL.oid()),
        public_key_reference: Some(vec![1]),
        private_key_reference: Some(vec![CURVE.parameter_id()]),
        ..SetAt::default()
    };
    let commands = [
        eac::terminal::command::set_at_pace(&set),
        eac::terminal::command::general_authenticate_chained(&DynamicData::new()),
        eac::terminal::command::general_authenticate_chained(
            &DynamicData::new().with(0x81, bytes(&v, "pk_map_ifd")),
        ),
        eac::terminal::command::general_authenticate_chained(
            &DynamicData::new().with(0x83, bytes(&v, "pk_dh_ifd")),
        ),
        eac::terminal::command::general_authenticate(
            &DynamicData::new().with(0x85, bytes(&v, "t_ifd")),
        ),
    ];
    for (command, apdu) in commands.iter().zip(apdus) {
        assert_eq!(
            hex::encode(command.encode().unwrap()),
            apdu["c"].as_str().unwrap()
        );
    }
}

#[test]
fn certificates_are_read_and_written_back() {
    for index in 0..2 {
        let v = vector(TERMINAL, index);
        for name in ["cvca", "dv", "terminal"] {
            let raw = bytes(&v[name], "raw");
            let certificate = CvCertificate::decode(&raw).unwrap();
            let body = certificate.body();
            assert_eq!(certificate.encode(), raw);
            assert_eq!(body.encode(), certificate.raw_body());
            assert_eq!(body.car.to_string(), v[name]["car"].as_str().unwrap());
            assert_eq!(body.chr.to_string(), v[name]["chr"].as_str().unwrap());
            assert_eq!(
                hex::encode(body.effective.encode()),
                v[name]["effective"].as_str().unwrap()
            );
            assert_eq!(
                hex::encode(body.expiration.encode()),
                v[name]["expiration"].as_str().unwrap()
            );
            assert_eq!(
                hex::encode(body.chat.authorization()),
                v[name]["chat"]["bits"].as_str().unwrap()
            );
            let is_rsa = matches!(body.public_key.material, KeyMaterial::Rsa { .. });
            assert_eq!(is_rsa, index == 1, "the second example is the one with RSA");
        }
    }
}

#[test]
fn the_cvca_of_the_example_lies_on_brainpool_p512r1() {
    let certificate = CvCertificate::decode(&bytes(&vector(TERMINAL, 0)["cvca"], "raw")).unwrap();
    let key = certificate.body().public_key.clone();
    assert_eq!(key.curve(), Some(Curve::BrainpoolP512r1));
    certificate
        .verify(&key.public_key(None).unwrap(), Hash::Sha512)
        .unwrap();
}

/// The CVCA of the example is one for inspection systems, so a right card refuses the chain at the very end. A card that
/// does not compare terminal types shows that all the rest is right.
fn authorize(v: &Value, faults: Faults) -> Result<EffectiveAuthorization, Reason> {
    let cvca = CvCertificate::decode(&bytes(&v["cvca"], "raw")).unwrap();
    let mut store = TrustStore::new(CvDate::new(2010, 9, 30).unwrap())
        .with_trust_point(CertifiedKey::trust_point(cvca.body()).unwrap());
    let terminal = CvCertificate::decode(&bytes(&v["terminal"], "raw")).unwrap();
    let context = PaceContext {
        id_icc: CompressedPublicKey::received(&bytes(&v["ta"], "id_icc")),
        chat: Some(terminal.body().chat),
        extensions: CertificateExtensions::default(),
    };
    let mut ta = TerminalAuthentication::new(context, faults);
    for name in ["dv", "terminal"] {
        let certificate = CvCertificate::decode(&bytes(&v[name], "raw")).unwrap();
        let dst = eac::terminal::command::set_dst(&certificate.body().car).data;
        ta.select_verification_key(&dst, &store).unwrap();
        let update = ta
            .verify_certificate(&certificate.command_data(), &store)
            .unwrap();
        store.apply(update);
    }
    let template = SetAt {
        mechanism: Some(terminal.body().public_key.algorithm),
        public_key_reference: Some(terminal.body().chr.as_bytes().to_vec()),
        ephemeral_key: Some(bytes(&v["ta"], "comp_pk_ifd")),
        ..SetAt::default()
    };
    ta.set_template(&template.encode()).unwrap();
    ta.set_challenge(bytes(&v["ta"], "r_icc").try_into().unwrap());
    ta.external_authenticate(&bytes(&v["ta"], "signature"))
        .map_err(|refusal| refusal.because)
}

#[test]
fn terminal_authentication_on_the_card_side() {
    let v = vector(TERMINAL, 0);
    let pace = TerminalType::AuthenticationTerminal;
    assert_eq!(
        authorize(&v, Faults::NONE).unwrap_err(),
        Reason::TerminalTypeMismatch { pace }
    );
    let authorization = authorize(&v, Faults::from(Fault::TerminalTypeNotChecked)).unwrap();
    assert_eq!(authorization.chat().role(), Role::Terminal);
    assert_eq!(
        authorization.ephemeral_key().as_bytes(),
        bytes(&v["ta"], "comp_pk_ifd")
    );
    assert_eq!(authorization.holder().to_string(), "DETESTATDE019");
}

#[test]
fn terminal_authentication_on_the_terminal_side() {
    let v = vector(TERMINAL, 0);
    let ta = &v["ta"];
    let (id_icc, ephemeral) = (bytes(ta, "id_icc"), bytes(ta, "comp_pk_ifd"));
    let data = SignedData {
        id_icc: &CompressedPublicKey::received(&id_icc),
        challenge: &bytes(ta, "r_icc"),
        ephemeral_key: &CompressedPublicKey::received(&ephemeral),
        auxiliary_data: &[],
    };
    assert_eq!(data.parts().concat(), bytes(ta, "signed_data"));
    let certificate = |name: &str| CvCertificate::decode(&bytes(&v[name], "raw")).unwrap();
    let key =
        PrivateKey::from_bytes(Curve::BrainpoolP512r1, &bytes(&v, "terminal_private_key")).unwrap();
    let public = key.public_key();
    public
        .verify(Hash::Sha512, &data.parts(), &bytes(ta, "signature"))
        .unwrap();
    let credentials = TerminalCredentials::new(
        certificate("terminal"),
        key,
        vec![certificate("cvca"), certificate("dv")],
    )
    .unwrap();
    public
        .verify(Hash::Sha512, &data.parts(), &credentials.sign(&data))
        .unwrap();
    let path = credentials
        .path_from(&[chain::reference("DECVCAAT00001")])
        .unwrap();
    let names: Vec<_> = path
        .iter()
        .map(|certificate| certificate.body().chr.to_string())
        .collect();
    assert_eq!(names, ["DETESTDVDE019", "DETESTATDE019"]);
    assert!(
        credentials
            .path_from(&[chain::reference("DECVCAAT00002")])
            .is_none()
    );
}

#[test]
fn chip_authentication_on_both_sides() {
    let v = vector(CHIP, 0);
    let protocol = CaProtocol {
        cipher: Cipher::Aes128,
    };
    let key = chip_authentication::ChipKey {
        id: None,
        protocol,
        private: private(&v, "sk_ic"),
        audience: chip_authentication::Audience::Everyone,
    };
    let authorization = authorize(
        &vector(TERMINAL, 0),
        Faults::from(Fault::TerminalTypeNotChecked),
    )
    .unwrap();
    let choice = ChipChoice {
        protocol,
        key_id: None,
        public_key: private(&v, "sk_ic").public_key(),
    };
    assert_eq!(choice.public_key.as_bytes(), bytes(&v, "pk_ic"));
    let set_at = choice.set_at().encode();
    let selection =
        chip_authentication::Selection::judge(&set_at, &[key], Some(&authorization), Faults::NONE)
            .unwrap();
    let ephemeral = private(&v, "sk_ifd");
    let request = eac::terminal::chip_authentication::request(&ephemeral.public_key()).encode();
    assert_eq!(request, dynamic(0x80, &bytes(&v, "pk_ifd")));
    let nonce = bytes(&v, "r_ic").try_into().unwrap();
    let established = selection
        .agree(&request, Some(&authorization), nonce)
        .unwrap();
    let expected = DynamicData::new()
        .with(0x81, nonce)
        .with(0x82, bytes(&v, "t_ic"))
        .encode();
    assert_eq!(established.response, expected);
    assert_same_key(&established.keys.enc, &bytes(&v, "ks_enc"));
    assert_same_key(&established.keys.mac, &bytes(&v, "ks_mac"));
    let outcome = choice.receive(&ephemeral, &expected).unwrap();
    assert_same_key(&outcome.keys.enc, &bytes(&v, "ks_enc"));
    assert_same_key(&outcome.keys.mac, &bytes(&v, "ks_mac"));
}

#[test]
fn restricted_identification_on_both_sides() {
    let v = vector(RESTRICTED, 0);
    let sector_key = CvPublicKey::decode(&bytes(&v, "sector_public_key_7f49")).unwrap();
    assert_eq!(sector_key.encode(), bytes(&v, "sector_public_key_7f49"));
    assert_eq!(
        sector_key.digest(Hash::Sha256),
        bytes(&v, "terminal_sector_hash_sha256")
    );
    let own = private(&v, "sk_sector").public_key();
    let protocol = RiProtocol { hash: Hash::Sha256 };
    assert_eq!(
        CvPublicKey::ec_with_parameters(protocol.oid(), &own),
        sector_key
    );
    let set_at = terminal_ri::set_at(protocol, 1);
    assert_eq!(
        hex::encode(
            eac::terminal::command::set_at_internal(&set_at)
                .encode()
                .unwrap()
        ),
        v["set_at"].as_str().unwrap()
    );
    let request = terminal_ri::request(Some(&sector_key), None);
    let apdu = iso7816::CommandApdu::new(0x00, 0x86, 0x00, 0x00)
        .with_data(request.clone())
        .with_ne(iso7816::Ne::EXTENDED_MAX);
    assert_eq!(
        hex::encode(apdu.encode().unwrap()),
        v["general_authenticate"].as_str().unwrap()
    );
    let key = restricted_identification::IdentificationKey {
        id: 1,
        protocol,
        private: private(&v, "sk_id"),
        audience: restricted_identification::Audience::AuthorizedOnly,
    };
    let selection =
        restricted_identification::Selection::judge(&set_at.encode(), &[key], Faults::NONE)
            .unwrap();
    let answer = selection
        .general_authenticate(&request, &authorized_for(&sector_key))
        .unwrap();
    let response = bytes(&v, "response");
    assert_eq!(answer, response[..response.len() - 2]);
    let identifiers = terminal_ri::receive(&answer).unwrap();
    assert_eq!(identifiers.first, Some(bytes(&v, "sector_identifier")));
    assert_eq!(identifiers.second, None);
}

/// A terminal whose certificate names this sector.
fn authorized_for(sector_key: &CvPublicKey) -> EffectiveAuthorization {
    let pki = chain::Pki::new(CURVE, TerminalType::AuthenticationTerminal);
    let mut body = pki.terminal_body();
    let sector = CertificateExtension::sector(Some(&sector_key.digest(Hash::Sha256)), None);
    body.extensions = [sector].into_iter().collect();
    let id_icc = CompressedPublicKey::received(&[1; 32]);
    let chat = Some(pki.all(Role::Terminal));
    let context = PaceContext {
        id_icc: id_icc.clone(),
        chat,
        extensions: CertificateExtensions::default(),
    };
    let mut ta = TerminalAuthentication::new(context, Faults::NONE);
    let credentials = pki.credentials_with(body);
    for certificate in [&pki.dv_certificate(), credentials.certificate()] {
        ta.select_verification_key(
            &eac::encoding::encode_set_dst(&certificate.body().car),
            &pki.store(),
        )
        .unwrap();
        assert!(
            ta.verify_certificate(&certificate.command_data(), &pki.store())
                .unwrap()
                .is_empty()
        );
    }
    let ephemeral_key = CompressedPublicKey::received(&[2; 32]);
    let template =
        eac::terminal::terminal_authentication::set_at(&credentials, &ephemeral_key, None);
    ta.set_template(&template.encode()).unwrap();
    let challenge = ta.challenge(&mut rng::rng(9));
    let signed = SignedData {
        id_icc: &id_icc,
        challenge: &challenge,
        ephemeral_key: &ephemeral_key,
        auxiliary_data: &[],
    };
    ta.external_authenticate(&credentials.sign(&signed))
        .unwrap()
}

#[test]
fn files_of_the_example_cards() {
    for index in 0..2 {
        let v = vector(TERMINAL, index);
        let file = bytes(&v, "ef_card_access");
        let infos = SecurityInfos::decode(&file).unwrap();
        assert_eq!(infos.0.len(), 6);
        assert_eq!(
            infos.usable_pace().is_some(),
            index == 0,
            "the second example is the one with DH"
        );
        // Both document signers of the examples sign with RSA, which nobody here verifies.
        let verdict = passive::verify_integrity(&bytes(&v, "ef_card_security"));
        let rsa = passive::PassiveError::Algorithm("1.2.840.113549.1.1.1".to_owned());
        assert_eq!(verdict, Err(rsa));
    }
}
