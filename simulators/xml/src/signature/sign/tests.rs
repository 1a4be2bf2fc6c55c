use crate::{
    Element, Hash, KeyError, KeyInfo, Position, PssParameters, Reference, SignWith,
    SignatureAlgorithm, SignatureError, SignaturePolicy, SigningError, SigningKey, Which, keys, ns,
    sign, sign_in_place, verify,
};

fn message() -> Element {
    Element::new("m:message", "urn:m")
        .attr("ID", "_m1")
        .child(Element::new("m:issuer", "urn:m").text_child("somebody"))
        .child(
            Element::new("m:body", "urn:m")
                .attr("ID", "_b1")
                .text_child("a\r\nb"),
        )
}

fn key(identity: &keys::Identity) -> SigningKey {
    SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap()
}

fn accepted(text: &str, identity: &keys::Identity) -> Element {
    let trusted = [identity.certificate.clone()];
    let verified = verify(text, &Which::Root, &trusted, &SignaturePolicy::any()).unwrap();
    assert_eq!(verified.signer(), Some(0));
    verified.into_element()
}

#[test]
fn every_curve_signs_with_every_hash() {
    for curve in keys::CURVES {
        let identity = keys::ec(curve);
        let key = key(&identity);
        for hash in Hash::ALL {
            let algorithm = SignatureAlgorithm::Ecdsa(hash);
            let text = sign(&message(), &SignWith::new(&key, &algorithm).digest(hash)).unwrap();
            assert!(accepted(&text, &identity).is("urn:m", "message"));
        }
    }
}

#[test]
fn rsa_signs_with_both_paddings_and_every_hash() {
    let identity = keys::rsa();
    let key = key(identity);
    for hash in Hash::ALL {
        for algorithm in [
            SignatureAlgorithm::RsaPkcs1(hash),
            SignatureAlgorithm::RsaPss(hash),
        ] {
            let text = sign(&message(), &SignWith::new(&key, &algorithm)).unwrap();
            accepted(&text, identity);
        }
    }
}

#[test]
fn the_same_input_gives_the_same_signature() {
    let identity = keys::rsa();
    let key = key(identity);
    let algorithm = SignatureAlgorithm::RsaPss(Hash::Sha256);
    let with = SignWith::new(&key, &algorithm);
    assert_eq!(
        sign(&message(), &with).unwrap(),
        sign(&message(), &with).unwrap()
    );
}

#[test]
fn the_verified_element_is_what_was_signed() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let text = sign(&message(), &SignWith::new(&key, &algorithm)).unwrap();
    assert_eq!(accepted(&text, &identity).to_text(), message().to_text());
}

#[test]
fn the_signature_goes_where_it_is_wanted() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let after = Position::After {
        namespace: "urn:m",
        local: "issuer",
    };
    let nowhere = Position::After {
        namespace: "urn:m",
        local: "nothing",
    };
    for (position, expected) in [
        (Position::First, 0),
        (after, 1),
        (Position::Last, 2),
        (nowhere, 0),
    ] {
        let mut root = message();
        let with = SignWith::new(&key, &algorithm).position(position);
        sign_in_place(&mut root, Which::Root, &with).unwrap();
        let index = root
            .elements()
            .position(|child| child.is(ns::DS, "Signature"));
        assert_eq!(index, Some(expected));
        accepted(&root.to_text(), &identity);
    }
}

#[test]
fn a_whole_document_can_be_signed_without_an_id() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let root = Element::new("a", "").child(Element::new("b", ""));
    let with = SignWith::new(&key, &algorithm);
    let missing = SigningError::Id { local: "a".into() };
    assert_eq!(sign(&root, &with), Err(missing));
    let with = with.reference(Reference::Whole).key_info(KeyInfo::Absent);
    let text = sign(&root, &with).unwrap();
    assert!(text.contains(r#"URI="""#) && !text.contains("KeyInfo"));
    assert_eq!(accepted(&text, &identity), root);
}

#[test]
fn inner_and_outer_signature_live_together() {
    let (inner, outer) = (keys::p256(), keys::p256());
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let body = Which::Child {
        namespace: "urn:m",
        local: "body",
    };
    let (inner_key, outer_key) = (key(&inner), key(&outer));
    let mut root = message();
    sign_in_place(&mut root, body, &SignWith::new(&inner_key, &algorithm)).unwrap();
    // The inner signature then comes first in the document.
    let with = SignWith::new(&outer_key, &algorithm).position(Position::Last);
    sign_in_place(&mut root, Which::Root, &with).unwrap();
    let text = root.to_document();
    let policy = SignaturePolicy::eidas();
    let verified = verify(
        &text,
        &Which::Root,
        std::slice::from_ref(&outer.certificate),
        &policy,
    )
    .unwrap();
    assert!(
        verified.element().find(ns::DS, "Signature").is_some(),
        "the inner one stays"
    );
    let verified = verify(&text, &body, &[inner.certificate], &policy).unwrap();
    assert_eq!(verified.element().text(), "a\r\nb");
    assert!(verify(&text, &body, &[outer.certificate], &policy).is_err());
}

#[test]
fn the_template_can_be_edited() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let second = |signature: &mut Element| {
        let info = signature.first_mut(ns::DS, "SignedInfo").unwrap();
        let mut reference = info.first(ns::DS, "Reference").unwrap().clone();
        reference.set_attribute("URI", "#_b1");
        info.push(reference);
    };
    let text = sign(&message(), &SignWith::new(&key, &algorithm).edit(&second)).unwrap();
    assert_eq!(text.matches("<ds:DigestValue>").count(), 2);
    assert!(!text.contains("<ds:DigestValue/>"));
}

#[test]
fn an_unknown_algorithm_can_be_claimed() {
    let identity = keys::p256();
    let key = key(&identity);
    let uri = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
    let algorithm = SignatureAlgorithm::Other(uri.into());
    let text = sign(&message(), &SignWith::new(&key, &algorithm)).unwrap();
    let policy = SignaturePolicy::any();
    let found = verify(&text, &Which::Root, &[identity.certificate], &policy);
    assert_eq!(
        found.unwrap_err(),
        SignatureError::Algorithm { uri: uri.into() }
    );
}

#[test]
fn a_signature_can_claim_another_algorithm_than_it_was_made_with() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let lie = |signature: &mut Element| {
        let method = signature.find_mut(ns::DS, "SignatureMethod").unwrap();
        method.set_attribute("Algorithm", SignatureAlgorithm::Ecdsa(Hash::Sha512).uri());
    };
    let text = sign(&message(), &SignWith::new(&key, &algorithm).edit(&lie)).unwrap();
    let policy = SignaturePolicy::any();
    let found = verify(&text, &Which::Root, &[identity.certificate], &policy);
    assert_eq!(found.unwrap_err(), SignatureError::Value);
}

#[test]
fn pss_parameters_other_than_the_usual_ones_are_refused() {
    let identity = keys::rsa();
    let algorithm = SignatureAlgorithm::RsaPss(Hash::Sha256);
    let usual = PssParameters::usual(Hash::Sha256);
    let wrong = [
        PssParameters { salt: 20, ..usual },
        PssParameters { salt: 0, ..usual },
        PssParameters {
            mask: Hash::Sha1,
            ..usual
        },
    ];
    for parameters in wrong {
        let key = key(identity).with_pss(parameters);
        let text = sign(&message(), &SignWith::new(&key, &algorithm)).unwrap();
        let trusted = [identity.certificate.clone()];
        let found = verify(&text, &Which::Root, &trusted, &SignaturePolicy::eidas());
        assert_eq!(found.unwrap_err(), SignatureError::Value, "{parameters:?}");
    }
}

/// OpenSSL knows what the parameters say.
#[test]
fn pss_parameters_are_those_that_were_asked_for() {
    use openssl::{
        hash::MessageDigest,
        rsa::Padding,
        sign::{RsaPssSaltlen, Verifier},
        x509::X509,
    };
    let identity = keys::rsa();
    let parameters = PssParameters {
        mask: Hash::Sha1,
        salt: 11,
    };
    let key = key(identity).with_pss(parameters);
    let value =
        crate::sign_bytes(b"bytes", &key, &SignatureAlgorithm::RsaPss(Hash::Sha512)).unwrap();
    let public = X509::from_der(&identity.certificate)
        .unwrap()
        .public_key()
        .unwrap();
    let mut verifier = Verifier::new(MessageDigest::sha512(), &public).unwrap();
    verifier.set_rsa_padding(Padding::PKCS1_PSS).unwrap();
    verifier
        .set_rsa_pss_saltlen(RsaPssSaltlen::custom(11))
        .unwrap();
    verifier.set_rsa_mgf1_md(MessageDigest::sha1()).unwrap();
    assert!(verifier.verify_oneshot(&value, b"bytes").unwrap());
}

#[test]
fn a_key_of_another_kind_does_not_sign() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::RsaPss(Hash::Sha256);
    let found = sign(&message(), &SignWith::new(&key, &algorithm));
    let expected = SigningError::Key(KeyError::Kind {
        algorithm: algorithm.uri().into(),
    });
    assert_eq!(found, Err(expected));
}

#[test]
fn a_tree_stays_as_it_was_if_it_cannot_be_signed() {
    let identity = keys::p256();
    let key = key(&identity);
    let algorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);
    let mut root = message();
    let spoil = |signature: &mut Element| signature.clear();
    let with = SignWith::new(&key, &algorithm).edit(&spoil);
    assert!(matches!(
        sign_in_place(&mut root, Which::Root, &with),
        Err(SigningError::Template { .. })
    ));
    assert_eq!(root, message());
    let none = Which::Child {
        namespace: "urn:m",
        local: "none",
    };
    let target = SigningError::Target {
        local: "none".into(),
        found: 0,
    };
    assert_eq!(sign_in_place(&mut root, none, &with), Err(target));
}
