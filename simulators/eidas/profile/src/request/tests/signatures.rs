//! Signatures that must not count.

use super::*;
use crate::testing::{EXPIRED_KEY, OLD_HASH_KEY, RSA_KEY, SMALL_KEY, STRANGER_KEY};
use xml::SignWith;

/// A world in which the connector signs with another key.
fn with_key(key: &Key) -> World {
    let mut connector = testing::connector();
    connector.signing = vec![key.certificate.clone()];
    World {
        peers: KnownPeers::new([connector]),
        ..World::new()
    }
}

fn sign(key: &Key, algorithm: SignatureAlgorithm, digest: Hash) -> String {
    let signer = Signer {
        algorithm,
        digest,
        ..key.signer()
    };
    signer
        .sign_message(&message(&testing::ambient()).to_element())
        .unwrap()
}

use crate::Signer;

fn refused(world: &World, text: &str) -> Rule {
    world
        .judge(text, &Rulebook::strict())
        .unwrap_err()
        .breach
        .rule
}

#[test]
fn allowed_algorithms_are_accepted() {
    for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512] {
        let text = sign(&CONNECTOR_KEY, SignatureAlgorithm::Ecdsa(hash), hash);
        assert!(strict(&text).is_ok(), "{hash:?}");
        let text = sign(&RSA_KEY, SignatureAlgorithm::RsaPss(hash), hash);
        assert!(
            with_key(&RSA_KEY).judge(&text, &Rulebook::strict()).is_ok(),
            "{hash:?}"
        );
    }
}

#[test]
fn old_algorithms_and_small_keys_are_not() {
    let sha256 = Hash::Sha256;
    let rows = [
        (
            &*RSA_KEY,
            SignatureAlgorithm::RsaPkcs1(sha256),
            sha256,
            Rule::SignatureAlgorithm,
        ),
        (
            &*CONNECTOR_KEY,
            SignatureAlgorithm::Ecdsa(Hash::Sha1),
            sha256,
            Rule::SignatureAlgorithm,
        ),
        (
            &*CONNECTOR_KEY,
            SignatureAlgorithm::Ecdsa(sha256),
            Hash::Sha1,
            Rule::DigestAlgorithm,
        ),
        (
            &*SMALL_KEY,
            SignatureAlgorithm::RsaPss(sha256),
            sha256,
            Rule::KeySize,
        ),
        (
            &*OLD_HASH_KEY,
            SignatureAlgorithm::Ecdsa(sha256),
            sha256,
            Rule::CertificateHash,
        ),
        (
            &*EXPIRED_KEY,
            SignatureAlgorithm::Ecdsa(sha256),
            sha256,
            Rule::CertificateValidity,
        ),
    ];
    for (key, algorithm, digest, rule) in rows {
        let (world, text) = (with_key(key), sign(key, algorithm.clone(), digest));
        assert_eq!(refused(&world, &text), rule, "{algorithm}");
        let careless = Rulebook::strict().without(rule);
        assert!(world.judge(&text, &careless).is_ok(), "{algorithm}");
    }
}

#[test]
fn a_stranger_is_not_the_connector() {
    let text = sign(
        &STRANGER_KEY,
        SignatureAlgorithm::Ecdsa(Hash::Sha256),
        Hash::Sha256,
    );
    assert_eq!(refused(&World::new(), &text), Rule::SignatureTrust);
    assert!(
        World::new()
            .judge(&text, &Rulebook::strict().without(Rule::SignatureTrust))
            .is_ok()
    );
}

#[test]
fn changed_messages_and_changed_signatures_do_not_verify() {
    let text = signed(|_| {});
    let changed = text.replacen("Electronic control card", "Electronic control cart", 1);
    assert_eq!(refused(&World::new(), &changed), Rule::SignatureValue);
    let careless = Rulebook::strict().without(Rule::SignatureValue);
    let read = World::new().judge(&changed, &careless).unwrap();
    assert_eq!(
        read.provider_name.as_deref(),
        Some("Electronic control cart")
    );
    let salt = PssParameters {
        salt: 20,
        ..PssParameters::usual(Hash::Sha256)
    };
    let mut signer = RSA_KEY.signer();
    signer.key = signer.key.with_pss(salt);
    let text = signer
        .sign_message(&message(&testing::ambient()).to_element())
        .unwrap();
    assert_eq!(refused(&with_key(&RSA_KEY), &text), Rule::SignatureValue);
}

#[test]
fn an_unsigned_message_is_nobodys() {
    let text = message(&testing::ambient()).to_element().to_document();
    assert_eq!(refused(&World::new(), &text), Rule::Signed);
    assert!(
        World::new()
            .judge(&text, &Rulebook::strict().without(Rule::Signed))
            .is_ok()
    );
}

#[test]
fn the_structure_of_the_signature_is_that_of_the_profile() {
    let root = message(&testing::ambient()).to_element();
    let signer = CONNECTOR_KEY.signer();
    let transform = |signature: &mut Element| {
        let transforms = signature.find_mut(xml::ns::DS, "Transforms").unwrap();
        let uri = "http://www.w3.org/TR/1999/REC-xpath-19991116";
        let xpath =
            Element::new("ds:XPath", xml::ns::DS).text_child("not(ancestor-or-self::ds:Signature)");
        let transform = Element::new("ds:Transform", xml::ns::DS).attr("Algorithm", uri);
        let transform = xml::Node::Element(transform.child(xpath));
        transforms.children_mut().insert(1, transform);
    };
    let second = |signature: &mut Element| {
        let info = signature.find_mut(xml::ns::DS, "SignedInfo").unwrap();
        let copy = info.first(xml::ns::DS, "Reference").unwrap().clone();
        info.push(copy);
    };
    let edits: [&(dyn Fn(&mut Element) + Sync); 2] = [&transform, &second];
    for edit in edits {
        let with: SignWith<'_> = signer.message().edit(edit);
        let text = xml::sign(&root, &with).unwrap();
        assert_eq!(refused(&World::new(), &text), Rule::SignatureStructure);
        let careless = Rulebook::strict().without(Rule::SignatureStructure);
        assert!(World::new().judge(&text, &careless).is_ok());
    }
}

#[test]
fn what_is_wrapped_around_a_signed_message_is_not_read() {
    let mut honest = xml::parse(signed(|_| {}).as_bytes(), &xml::Limits::SAML).unwrap();
    let mut evil = message(&testing::ambient());
    evil.header.id = Some("_evil".into());
    evil.provider_name = Some("Evil".into());
    let mut evil = evil.to_element();
    let signature = honest.remove_first(xml::ns::DS, "Signature").unwrap();
    evil.insert_after(saml::names::ASSERTION, "Issuer", signature);
    let scoping = Element::new("saml2p:Scoping", PROTOCOL)
        .child(Element::new("saml2p:IDPList", PROTOCOL).child(honest));
    evil.push(scoping);
    let text = evil.to_document();
    assert_eq!(refused(&World::new(), &text), Rule::SignatureReference);
    assert_eq!(
        Rule::SignatureReference.eu_code().inner.to_string(),
        "003006"
    );
    let careless = Rulebook::strict().without(Rule::SignatureReference);
    let fooled = World::new().judge(&text, &careless).unwrap();
    assert_eq!(fooled.provider_name.as_deref(), Some("Evil"));
}

#[test]
fn a_signed_query_is_verified_with_the_connectors_key() {
    use saml::binding::{Carried, MessageKind};
    let world = World::new();
    let mut expect = Expectations::new(&world.own, &world.peers, testing::ambient().now());
    expect.takes_get = true;
    let book = Profile::MiddlewareDe.requests();
    let carried = Carried {
        kind: MessageKind::Request,
        text: message(&testing::ambient()).to_element().to_text(),
        relay_state: Some("state".into()),
    };
    let ecdsa = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let query = |signing| saml::redirect::query(&carried, signing).unwrap();
    let rule = |query: &str| {
        let received = receive(Carriage::Redirect(query), Some("state"), &expect, &book);
        received.err().map(|refusal| refusal.breach.rule)
    };
    let good = CONNECTOR_KEY.signer();
    let signed = query(Some((&good.key, &ecdsa)));
    assert_eq!(rule(&signed), None);
    assert_eq!(rule(&query(None)), Some(Rule::Signed));
    let stranger = STRANGER_KEY.signer();
    assert_eq!(
        rule(&query(Some((&stranger.key, &ecdsa)))),
        Some(Rule::QuerySignature)
    );
    assert_eq!(
        rule(&signed.replace("RelayState=state", "RelayState=other")),
        Some(Rule::QuerySignature)
    );
    let rsa = RSA_KEY.signer();
    let old = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
    assert_eq!(
        rule(&query(Some((&rsa.key, &old)))),
        Some(Rule::SignatureAlgorithm)
    );
}
