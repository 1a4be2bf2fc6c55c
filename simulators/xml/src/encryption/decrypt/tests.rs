use ambient::{Ambient, Date};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use openssl::nid::Nid;

use crate::{
    DataAlgorithm, DecryptionKey, Element, EncryptionError, EncryptionPolicy, Hash, KeyTransport,
    KeyWrap, Recipient, XmlError, decrypt, encrypt, encrypt_bytes, keys, ns,
};

const GCM: DataAlgorithm = DataAlgorithm::Aes256Gcm;
const MGF1P: KeyTransport = KeyTransport::RsaOaepMgf1p { digest: Hash::Sha1 };

fn secret() -> Element {
    Element::new("a:secret", "urn:a")
        .attr("ID", "_s")
        .text_child("käse\r\n<>")
}

fn key(identity: &keys::Identity) -> DecryptionKey {
    DecryptionKey::from_pkcs8(&identity.key, &identity.certificate).unwrap()
}

fn encrypted(identity: &keys::Identity, data: &DataAlgorithm, transport: &KeyTransport) -> Element {
    let rng = &mut rng(1);
    encrypt(&secret(), &identity.certificate, data, transport, rng).unwrap()
}

fn rng(seed: u64) -> ambient::Stream {
    Ambient::simulated(seed, Date::new(2026, 3, 1).unwrap()).stream("encryption")
}

fn refused(data: &Element, identity: &keys::Identity) -> EncryptionError {
    decrypt(data, &key(identity), &EncryptionPolicy::eidas()).unwrap_err()
}

#[test]
fn rsa_carries_keys_of_every_data_algorithm() {
    let identity = keys::rsa();
    for data in DataAlgorithm::ALL {
        let found = encrypted(identity, &data, &KeyTransport::OAEP_SHA256);
        assert_eq!(
            decrypt(&found, &key(identity), &EncryptionPolicy::any()).unwrap(),
            read(&secret())
        );
    }
}

fn read(element: &Element) -> Element {
    crate::parse(element.to_text().as_bytes(), &crate::Limits::SAML).unwrap()
}

#[test]
fn every_rsa_padding_works() {
    let identity = keys::rsa();
    let mut transports = vec![KeyTransport::Rsa15];
    for digest in Hash::ALL {
        transports.push(KeyTransport::RsaOaepMgf1p { digest });
        transports.extend(Hash::ALL.map(|mask| KeyTransport::RsaOaep { digest, mask }));
    }
    for transport in transports {
        let found = encrypted(identity, &GCM, &transport);
        let element = decrypt(&found, &key(identity), &EncryptionPolicy::any()).unwrap();
        assert!(element.is("urn:a", "secret"), "{transport:?}");
    }
}

#[test]
fn every_curve_agrees_with_every_wrap_and_both_infos() {
    for curve in keys::CURVES {
        let identity = keys::ec(curve);
        for wrap in KeyWrap::ALL {
            for other_info in [["0000"; 3], ["00"; 3], ["00AB", "0001", "00"]] {
                let found = encrypted(&identity, &GCM, &KeyTransport::EcdhEs { wrap, other_info });
                let element = decrypt(&found, &key(&identity), &EncryptionPolicy::any()).unwrap();
                assert_eq!(element.text(), secret().text());
            }
        }
    }
}

#[test]
fn the_infos_are_read_and_not_assumed() {
    let identity = keys::p256();
    let mut found = encrypted(&identity, &GCM, &KeyTransport::ECDH_ES);
    let parameters = found.find_mut(ns::XENC11, "ConcatKDFParams").unwrap();
    parameters.set_attribute("PartyUInfo", "00");
    assert_eq!(refused(&found, &identity), EncryptionError::Unwrap);
    let parameters = found.find_mut(ns::XENC11, "ConcatKDFParams").unwrap();
    parameters.set_attribute("PartyUInfo", "04F0");
    assert_eq!(refused(&found, &identity), missing("PartyUInfo"));
}

#[test]
fn the_same_seed_gives_the_same_ciphertext() {
    let identity = keys::p256();
    for (identity, transport) in [
        (&identity, KeyTransport::ECDH_ES),
        (keys::rsa(), KeyTransport::OAEP_SHA256),
    ] {
        let of = |seed| {
            let rng = &mut rng(seed);
            encrypt(&secret(), &identity.certificate, &GCM, &transport, rng)
                .unwrap()
                .to_text()
        };
        assert_eq!(of(7), of(7));
        assert_ne!(of(7), of(8));
    }
}

#[test]
fn algorithms_outside_the_policy_are_refused() {
    let identity = keys::rsa();
    for data in [
        DataAlgorithm::Aes128Cbc,
        DataAlgorithm::Aes192Cbc,
        DataAlgorithm::Aes256Cbc,
    ] {
        let found = encrypted(identity, &data, &KeyTransport::OAEP_SHA256);
        assert_eq!(
            refused(&found, identity),
            EncryptionError::Data {
                uri: data.uri().into()
            }
        );
    }
    for transport in [KeyTransport::Rsa15, MGF1P] {
        let found = encrypted(identity, &GCM, &transport);
        let expected = EncryptionError::Transport {
            uri: transport.uri().into(),
        };
        assert_eq!(refused(&found, identity), expected);
    }
    let found = encrypted(identity, &GCM, &MGF1P);
    assert!(decrypt(&found, &key(identity), &EncryptionPolicy::eidas_1_3()).is_ok());
    let sha1 = KeyTransport::RsaOaep {
        digest: Hash::Sha256,
        mask: Hash::Sha1,
    };
    let found = encrypted(identity, &GCM, &sha1);
    let uri = "http://www.w3.org/2009/xmlenc11#mgf1sha1".into();
    let role = "mask generation function";
    assert_eq!(
        refused(&found, identity),
        EncryptionError::Parameter { role, uri }
    );
    let elliptic = keys::p256();
    let wrap = KeyWrap::Aes192;
    let transport = KeyTransport::EcdhEs {
        wrap,
        other_info: ["0000"; 3],
    };
    let found = encrypted(&elliptic, &GCM, &transport);
    let expected = EncryptionError::Parameter {
        role: "key wrap",
        uri: wrap.uri().into(),
    };
    assert_eq!(refused(&found, &elliptic), expected);
}

#[test]
fn an_unknown_data_algorithm_can_be_claimed() {
    let identity = keys::rsa();
    let unknown = DataAlgorithm::from_uri("http://www.w3.org/2001/04/xmlenc#tripledes-cbc");
    let found = encrypted(identity, &unknown, &KeyTransport::OAEP_SHA256);
    assert_eq!(
        refused(&found, identity),
        EncryptionError::Data {
            uri: unknown.uri().into()
        }
    );
}

#[test]
fn another_recipient_learns_nothing() {
    let (ours, theirs) = (keys::p256(), keys::p256());
    let found = encrypted(&theirs, &GCM, &KeyTransport::ECDH_ES);
    assert_eq!(refused(&found, &ours), EncryptionError::Unwrap);
    let found = encrypted(&keys::ec(Nid::SECP384R1), &GCM, &KeyTransport::ECDH_ES);
    assert!(matches!(refused(&found, &ours), EncryptionError::Key(_)));
    let found = encrypted(keys::rsa(), &GCM, &KeyTransport::OAEP_SHA256);
    assert!(matches!(
        refused(&found, &ours),
        EncryptionError::KeyKind { .. }
    ));
    let found = encrypted(&ours, &GCM, &KeyTransport::ECDH_ES);
    assert!(matches!(
        refused(&found, keys::rsa()),
        EncryptionError::KeyKind { .. }
    ));
}

#[test]
fn key_and_transport_must_be_of_one_kind() {
    let rng = &mut rng(1);
    let (rsa, elliptic) = (keys::rsa(), keys::p256());
    let found = encrypt(
        &secret(),
        &rsa.certificate,
        &GCM,
        &KeyTransport::ECDH_ES,
        rng,
    );
    assert!(matches!(found, Err(EncryptionError::KeyKind { .. })));
    let found = encrypt(&secret(), &elliptic.certificate, &GCM, &MGF1P, rng);
    assert!(matches!(found, Err(EncryptionError::KeyKind { .. })));
    let found = encrypt(&secret(), b"no certificate", &GCM, &MGF1P, rng);
    assert!(matches!(found, Err(EncryptionError::Key(_))));
}

#[test]
fn changed_data_is_refused() {
    let identity = keys::p256();
    let mut found = encrypted(&identity, &GCM, &KeyTransport::ECDH_ES);
    let value = found
        .first_mut(ns::XENC, "CipherData")
        .unwrap()
        .first_mut(ns::XENC, "CipherValue")
        .unwrap();
    let mut bytes = STANDARD.decode(value.text()).unwrap();
    bytes[20] ^= 1;
    value.set_text(STANDARD.encode(bytes));
    assert_eq!(refused(&found, &identity), EncryptionError::Value);
}

#[test]
fn a_content_key_of_another_length_is_refused() {
    let identity = keys::p256();
    let mut found = encrypted(&identity, &DataAlgorithm::Aes128Gcm, &KeyTransport::ECDH_ES);
    let method = found.first_mut(ns::XENC, "EncryptionMethod").unwrap();
    method.set_attribute("Algorithm", GCM.uri());
    let expected = EncryptionError::KeyLength {
        found: 16,
        expected: 32,
    };
    assert_eq!(refused(&found, &identity), expected);
}

#[test]
fn a_missing_part_is_named() {
    let identity = keys::p256();
    for (namespace, part) in [
        (ns::XENC, "EncryptedKey"),
        (ns::XENC, "CipherValue"),
        (ns::XENC11, "KeyDerivationMethod"),
        (ns::XENC11, "ConcatKDFParams"),
        (ns::XENC, "OriginatorKeyInfo"),
        (ns::DS11, "ECKeyValue"),
        (ns::DS11, "PublicKey"),
    ] {
        let mut found = encrypted(&identity, &GCM, &KeyTransport::ECDH_ES);
        assert_ne!(found.remove_all(namespace, part), 0);
        assert_eq!(refused(&found, &identity), missing(part));
    }
}

#[test]
fn a_message_must_say_for_whom_it_is() {
    let (rsa, elliptic) = (keys::rsa(), keys::p256());
    for (identity, transport, part) in [
        (rsa, KeyTransport::OAEP_SHA256, (ns::DS, "X509Data")),
        (
            &elliptic,
            KeyTransport::ECDH_ES,
            (ns::XENC, "RecipientKeyInfo"),
        ),
    ] {
        let mut found = encrypted(identity, &GCM, &transport);
        found.remove_all(part.0, part.1);
        assert_eq!(refused(&found, identity), EncryptionError::RecipientMissing);
        let mut policy = EncryptionPolicy::eidas();
        policy.recipient = Recipient::Open;
        assert!(decrypt(&found, &key(identity), &policy).is_ok());
    }
}

#[test]
fn of_several_keys_ours_is_taken() {
    let (ours, theirs) = (keys::p256(), keys::p256());
    let mut found = encrypted(&ours, &GCM, &KeyTransport::ECDH_ES);
    let other = encrypted(&theirs, &GCM, &KeyTransport::ECDH_ES);
    let other = other.find(ns::XENC, "EncryptedKey").unwrap().clone();
    found
        .first_mut(ns::DS, "KeyInfo")
        .unwrap()
        .push_first(other);
    assert!(decrypt(&found, &key(&ours), &EncryptionPolicy::eidas()).is_ok());
}

#[test]
fn a_key_beside_the_data_is_found() {
    let identity = keys::p256();
    let mut data = encrypted(&identity, &GCM, &KeyTransport::ECDH_ES);
    let key_info = data.first_mut(ns::DS, "KeyInfo").unwrap();
    let encrypted_key = key_info.remove_first(ns::XENC, "EncryptedKey").unwrap();
    let around = Element::new("EncryptedAssertion", "urn:a")
        .child(data)
        .child(encrypted_key);
    assert!(decrypt(&around, &key(&identity), &EncryptionPolicy::eidas()).is_ok());
}

#[test]
fn the_sender_may_encode_its_key_in_der() {
    let identity = keys::p256();
    let mut found = encrypted(&identity, &GCM, &KeyTransport::ECDH_ES);
    let point = found.find(ns::DS11, "PublicKey").unwrap().text();
    let point = STANDARD.decode(point).unwrap();
    let group = openssl::ec::EcGroup::from_curve_name(Nid::X9_62_PRIME256V1).unwrap();
    let mut context = openssl::bn::BigNumContext::new().unwrap();
    let point = openssl::ec::EcPoint::from_bytes(&group, &point, &mut context).unwrap();
    let sender = openssl::ec::EcKey::from_public_key(&group, &point).unwrap();
    let der = STANDARD.encode(sender.public_key_to_der().unwrap());
    let der = Element::new("ds11:DEREncodedKeyValue", ns::DS11).text_child(der);
    let info = found.find_mut(ns::XENC, "OriginatorKeyInfo").unwrap();
    info.clear();
    info.push(der);
    assert!(decrypt(&found, &key(&identity), &EncryptionPolicy::eidas()).is_ok());
}

#[test]
fn what_was_encrypted_passes_the_screen() {
    let identity = keys::p256();
    let rng = &mut rng(1);
    let mut found = |text: &str| {
        let transport = KeyTransport::ECDH_ES;
        let data = encrypt_bytes(
            text.as_bytes(),
            &identity.certificate,
            &GCM,
            &transport,
            rng,
        );
        decrypt(&data.unwrap(), &key(&identity), &EncryptionPolicy::eidas())
    };
    let plaintext = |error: EncryptionError| match error {
        EncryptionError::Plaintext(error) => error,
        other => panic!("{other}"),
    };
    let doctype = plaintext(found("<!DOCTYPE a><a/>").unwrap_err());
    assert!(matches!(doctype, XmlError::DocumentType { .. }));
    for text in ["", "text", "<a/><b/>", "<a>"] {
        let error = plaintext(found(text).unwrap_err());
        assert!(matches!(error, XmlError::Malformed { .. }), "{text}");
    }
}

#[test]
fn namespaces_around_the_data_serve_what_was_encrypted() {
    let identity = keys::p256();
    let rng = &mut rng(1);
    let mut around = |plaintext: &str| {
        let transport = KeyTransport::ECDH_ES;
        let data = encrypt_bytes(
            plaintext.as_bytes(),
            &identity.certificate,
            &GCM,
            &transport,
            rng,
        );
        let around = Element::new("p:around", "urn:p")
            .declare("q", "urn:q")
            .child(data.unwrap());
        let around = read(&around);
        decrypt(&around, &key(&identity), &EncryptionPolicy::eidas())
    };
    let element = around("<p:a><q:b/></p:a>").unwrap();
    assert!(element.is("urn:p", "a") && element.first("urn:q", "b").is_some());
    assert!(read(&element).is("urn:p", "a"), "it can be written alone");
    assert!(around("<p:a/><q:b/>").is_err());
    assert!(around("</around:data><around:data>").is_err());
}

fn missing(what: &str) -> EncryptionError {
    EncryptionError::Structure { what: what.into() }
}
