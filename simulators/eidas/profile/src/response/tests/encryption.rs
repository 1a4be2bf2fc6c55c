//! Assertions that are not sealed as they should be.

use super::*;

fn encrypted(key: &Key, data: &DataAlgorithm, transport: &KeyTransport) -> Response {
    let mut response = Bench::new().response();
    let mut random = testing::ambient().stream("test");
    let assertion = Bench::new().assertion().to_element();
    let sealed = xml::encrypt(&assertion, &key.certificate, data, transport, &mut random).unwrap();
    response.encrypted_assertions.push(vec![sealed]);
    response
}

fn judged(response: &Response, waived: Option<Rule>) -> Option<Rule> {
    let book = waived
        .into_iter()
        .fold(Rulebook::strict(), Rulebook::without);
    let refused = World::new().judge(&signed(response), &book).err();
    refused.map(|refusal| refusal.breach.rule)
}

const GCM: DataAlgorithm = DataAlgorithm::Aes256Gcm;

#[test]
fn every_allowed_way_is_opened() {
    for data in [DataAlgorithm::Aes128Gcm, DataAlgorithm::Aes192Gcm, GCM] {
        let response = encrypted(&CONNECTOR_SEALS_RSA, &data, &KeyTransport::OAEP_SHA256);
        assert_eq!(judged(&response, None), None, "{data:?}");
    }
    for (wrap, other_info) in [(KeyWrap::Aes256, ["0000"; 3]), (KeyWrap::Aes128, ["00"; 3])] {
        let transport = KeyTransport::EcdhEs { wrap, other_info };
        let response = encrypted(&CONNECTOR_SEALS, &GCM, &transport);
        assert_eq!(judged(&response, None), None, "{transport:?}");
    }
}

#[test]
fn block_chaining_and_old_key_transport_are_refused() {
    let cbc = encrypted(
        &CONNECTOR_SEALS,
        &DataAlgorithm::Aes256Cbc,
        &KeyTransport::ECDH_ES,
    );
    assert_eq!(judged(&cbc, None), Some(Rule::EncryptionAlgorithm));
    assert_eq!(judged(&cbc, Some(Rule::EncryptionAlgorithm)), None);
    let codes = Rule::EncryptionAlgorithm.eu_code();
    assert_eq!(
        (codes.outer, codes.inner),
        (code::EuCode::RESPONSE, code::EuCode::ENCRYPTION_ALGORITHM)
    );
    let old = encrypted(&CONNECTOR_SEALS_RSA, &GCM, &KeyTransport::Rsa15);
    assert_eq!(judged(&old, None), Some(Rule::KeyTransport));
    assert_eq!(judged(&old, Some(Rule::KeyTransport)), None);
    assert_eq!(Rule::KeyTransport.eu_code().outer.to_string(), "203023");
}

#[test]
fn the_mask_of_sha_1_is_for_old_peers_only() {
    let transport = KeyTransport::RsaOaepMgf1p {
        digest: Hash::Sha256,
    };
    let response = encrypted(&CONNECTOR_SEALS_RSA, &GCM, &transport);
    assert_eq!(judged(&response, None), Some(Rule::LegacyKeyTransport));
    assert_eq!(
        Rule::LegacyKeyTransport.eu_code().outer.to_string(),
        "203007"
    );
    let mut middleware = testing::middleware();
    middleware.versions = vec!["1.3".into(), "1.2".into()];
    let world = World {
        peers: KnownPeers::new([middleware]),
        ..World::new()
    };
    assert_eq!(world.rule(&signed(&response)), None);
}

#[test]
fn a_plain_assertion_is_refused() {
    let mut response = Bench::new().response();
    response.assertions.push(Bench::new().assertion());
    assert_eq!(judged(&response, None), Some(Rule::Encrypted));
    assert_eq!(judged(&response, Some(Rule::Encrypted)), None);
    assert_eq!(Rule::Encrypted.eu_code().outer.to_string(), "203023");
}

#[test]
fn there_is_one_assertion() {
    let none = Bench::new().response();
    assert_eq!(judged(&none, None), Some(Rule::OneAssertion));
    let one = encrypted(&CONNECTOR_SEALS, &GCM, &KeyTransport::ECDH_ES);
    let mut two = one.clone();
    two.encrypted_assertions
        .push(one.encrypted_assertions[0].clone());
    assert_eq!(judged(&two, None), Some(Rule::OneAssertion));
    let mut mixed = one;
    mixed.assertions.push(Bench::new().assertion());
    assert_eq!(judged(&mixed, None), Some(Rule::OneAssertion));
    assert_eq!(judged(&mixed, Some(Rule::OneAssertion)), None);
}

#[test]
fn what_cannot_be_opened_is_refused() {
    let other = encrypted(&STRANGER_KEY, &GCM, &KeyTransport::ECDH_ES);
    assert_eq!(judged(&other, None), Some(Rule::Decryption));
    let good = encrypted(&CONNECTOR_SEALS, &GCM, &KeyTransport::ECDH_ES);
    let changes: [fn(&mut Element); 3] = [
        |data| {
            let values = data
                .elements_mut()
                .filter(|e| e.is(xml::ns::XENC, "CipherData"));
            let value = values.last().unwrap().elements_mut().next().unwrap();
            let text = value.text();
            let flipped = if text.starts_with('A') { 'B' } else { 'A' };
            value.set_text(format!("{flipped}{}", &text[1..]));
        },
        |data| drop(data.remove_first(xml::ns::DS, "KeyInfo")),
        |data| {
            let parameters = data.find_mut(xml::ns::XENC11, "ConcatKDFParams").unwrap();
            parameters.set_attribute("AlgorithmID", "0001");
        },
    ];
    for change in changes {
        let mut broken = good.clone();
        change(&mut broken.encrypted_assertions[0][0]);
        assert_eq!(judged(&broken, None), Some(Rule::Decryption));
    }
    assert_eq!(Rule::Decryption.eu_code().outer.to_string(), "203023");
}
