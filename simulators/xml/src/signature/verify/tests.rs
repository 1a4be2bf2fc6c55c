use crate::{
    Element, Hash, KeyInfo, Limits, Node, SignWith, SignatureAlgorithm, SignatureError,
    SignaturePolicy, SigningKey, Structure, StructureFault, Trust, Verified, Which, XmlError, keys,
    ns, sign, sign_bytes, sign_in_place, verify, verify_bytes,
};

mod structure;

const M: &str = "urn:m";
const ECDSA: SignatureAlgorithm = SignatureAlgorithm::Ecdsa(Hash::Sha256);

fn message() -> Element {
    Element::new("m:message", M)
        .attr("ID", "_m1")
        .attr("Second", "2")
        .child(
            Element::new("m:body", M)
                .attr("ID", "_b1")
                .text_child("text"),
        )
}

/// A signer and a message of it, to be spoiled.
struct Signed {
    identity: keys::Identity,
    root: Element,
}

impl Signed {
    fn new() -> Self {
        Self::edited(&|_| {})
    }

    fn edited(edit: &(dyn Fn(&mut Element) + Sync)) -> Self {
        let identity = keys::p256();
        let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
        let mut root = message();
        let with = SignWith::new(&key, &ECDSA).edit(edit);
        sign_in_place(&mut root, Which::Root, &with).unwrap();
        Self { identity, root }
    }

    fn text(&self) -> String {
        self.root.to_document()
    }

    fn verify(&self) -> Result<Verified, SignatureError> {
        self.verify_with(&SignaturePolicy::eidas())
    }

    fn verify_with(&self, policy: &SignaturePolicy) -> Result<Verified, SignatureError> {
        let trusted = [self.identity.certificate.clone()];
        verify(&self.text(), &Which::Root, &trusted, policy)
    }

    fn signature(&mut self) -> &mut Element {
        self.root.first_mut(ns::DS, "Signature").unwrap()
    }

    fn info(&mut self) -> &mut Element {
        self.signature().first_mut(ns::DS, "SignedInfo").unwrap()
    }
}

fn fault(found: Result<Verified, SignatureError>) -> SignatureError {
    found.unwrap_err()
}

fn structure(found: Result<Verified, SignatureError>) -> StructureFault {
    match fault(found) {
        SignatureError::Structure(fault) => fault,
        other => panic!("{other}"),
    }
}

#[test]
fn a_good_signature_is_accepted() {
    let verified = Signed::new().verify().unwrap();
    assert_eq!(verified.algorithm(), &ECDSA);
    assert_eq!(verified.digest(), Hash::Sha256);
    assert_eq!(verified.element().to_text(), message().to_text());
}

#[test]
fn changed_text_is_refused() {
    let mut signed = Signed::new();
    signed.root.find_mut(M, "body").unwrap().set_text("texts");
    let expected = SignatureError::DigestMismatch {
        reference: "#_m1".into(),
    };
    assert_eq!(fault(signed.verify()), expected);
}

#[test]
fn changed_signed_info_is_refused() {
    let mut signed = Signed::new();
    signed.info().set_attribute("Id", "_new");
    assert_eq!(fault(signed.verify()), SignatureError::Value);
}

#[test]
fn an_unsigned_message_is_refused() {
    let mut signed = Signed::new();
    signed.root.remove_first(ns::DS, "Signature");
    let expected = SignatureError::Missing {
        local: "message".into(),
    };
    assert_eq!(fault(signed.verify()), expected);
}

#[test]
fn a_signature_elsewhere_does_not_count() {
    let mut signed = Signed::new();
    let signature = signed.root.remove_first(ns::DS, "Signature").unwrap();
    signed.root.find_mut(M, "body").unwrap().push(signature);
    let expected = SignatureError::Missing {
        local: "message".into(),
    };
    assert_eq!(fault(signed.verify()), expected);
}

#[test]
fn wrapping_is_refused() {
    // The signed message goes inside a forged one that carries its signature.
    let signed = Signed::new();
    let mut original = signed.root.clone();
    let signature = original.remove_first(ns::DS, "Signature").unwrap();
    let forged = |id: &str| {
        let mut forged = message();
        forged.set_attribute("ID", id);
        forged
            .find_mut(M, "body")
            .unwrap()
            .set_attribute("ID", "_other");
        forged.find_mut(M, "body").unwrap().set_text("forged");
        forged.push(signature.clone());
        forged.push(Element::new("m:wrap", M).child(original.clone()));
        forged
    };
    let verify = |root: Element| {
        Signed {
            root,
            identity: signed.identity.clone(),
        }
        .verify()
    };
    let reference = StructureFault::Reference { uri: "#_m1".into() };
    assert_eq!(structure(verify(forged("_evil"))), reference);
    let duplicate = SignatureError::DuplicateId { id: "_m1".into() };
    assert_eq!(fault(verify(forged("_m1"))), duplicate);
}

#[test]
fn wrapping_fools_a_receiver_that_takes_any_signature() {
    let mut signed = Signed::new();
    let original = std::mem::replace(&mut signed.root, Element::new("m:message", M));
    signed.root.set_attribute("ID", "_evil");
    signed
        .root
        .push(Element::new("m:body", M).text_child("forged"));
    signed.root.push(original);
    let trusted = [signed.identity.certificate.clone()];
    let policy = SignaturePolicy::eidas();
    let verified = verify(&signed.text(), &Which::Any, &trusted, &policy).unwrap();
    assert_eq!(verified.element().attribute("ID"), Some("_m1"));
    assert!(signed.verify().is_err());
}

#[test]
fn ids_are_unique_under_every_name() {
    for name in ["ID", "Id", "id", "AssertionID"] {
        let mut signed = Signed::new();
        signed.signature().set_attribute(name, "_b1");
        assert_eq!(
            fault(signed.verify()),
            SignatureError::DuplicateId { id: "_b1".into() }
        );
    }
}

#[test]
fn algorithms_outside_the_policy_are_refused() {
    let identity = keys::rsa();
    let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
    let trusted = [identity.certificate.clone()];
    let signed = |algorithm: &SignatureAlgorithm, digest| {
        sign(&message(), &SignWith::new(&key, algorithm).digest(digest)).unwrap()
    };
    let sha256 = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
    let text = signed(&sha256, Hash::Sha256);
    let refused = SignatureError::Algorithm {
        uri: sha256.uri().into(),
    };
    assert_eq!(
        fault(verify(
            &text,
            &Which::Root,
            &trusted,
            &SignaturePolicy::eidas()
        )),
        refused
    );
    assert!(verify(&text, &Which::Root, &trusted, &SignaturePolicy::fas()).is_ok());

    let sha1 = SignatureAlgorithm::RsaPkcs1(Hash::Sha1);
    let text = signed(&sha1, Hash::Sha256);
    let refused = SignatureError::Algorithm {
        uri: sha1.uri().into(),
    };
    assert_eq!(
        fault(verify(
            &text,
            &Which::Root,
            &trusted,
            &SignaturePolicy::fas()
        )),
        refused
    );

    let text = signed(&SignatureAlgorithm::RsaPss(Hash::Sha256), Hash::Sha1);
    let refused = SignatureError::Digest {
        uri: crate::algorithm::digest_uri(Hash::Sha1).into(),
    };
    assert_eq!(
        fault(verify(
            &text,
            &Which::Root,
            &trusted,
            &SignaturePolicy::eidas()
        )),
        refused
    );
}

#[test]
fn short_keys_and_short_certificate_hashes_are_refused() {
    use openssl::{hash::MessageDigest, nid::Nid};
    let pss = SignatureAlgorithm::RsaPss(Hash::Sha256);
    let verify_with = |identity: &keys::Identity, algorithm: &SignatureAlgorithm| {
        let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
        let text = sign(&message(), &SignWith::new(&key, algorithm)).unwrap();
        let trusted = [identity.certificate.clone()];
        verify(&text, &Which::Root, &trusted, &SignaturePolicy::eidas())
    };
    let short = keys::rsa_of(2048, MessageDigest::sha256());
    let expected = SignatureError::KeySize {
        bits: 2048,
        minimum: 3072,
    };
    assert_eq!(fault(verify_with(&short, &pss)), expected);
    let p224 = keys::ec(Nid::SECP224R1);
    let expected = SignatureError::KeySize {
        bits: 224,
        minimum: 256,
    };
    assert_eq!(fault(verify_with(&p224, &ECDSA)), expected);
    let sha1 = keys::rsa_of(2048, MessageDigest::sha1());
    let expected = SignatureError::CertificateHash {
        found: "Sha1".into(),
        minimum: 256,
    };
    assert_eq!(fault(verify_with(&sha1, &pss)), expected);
}

#[test]
fn only_trusted_signers_count() {
    let signed = Signed::new();
    let others = [keys::p256().certificate, keys::rsa().certificate.clone()];
    let policy = SignaturePolicy::eidas();
    let found = verify(&signed.text(), &Which::Root, &others, &policy);
    assert_eq!(fault(found), SignatureError::Untrusted { trusted: 2 });
    let [first, second] = others;
    let trusted = [first, second, signed.identity.certificate.clone()];
    let found = verify(&signed.text(), &Which::Root, &trusted, &policy).unwrap();
    assert_eq!(found.signer(), Some(2));
    let found = verify(&signed.text(), &Which::Root, &[], &policy);
    assert_eq!(fault(found), SignatureError::Untrusted { trusted: 0 });
}

#[test]
fn a_receiver_can_be_told_to_trust_anybody() {
    let signed = Signed::new();
    let mut policy = SignaturePolicy::eidas();
    policy.trust = Trust::Anybody;
    let verified = verify(&signed.text(), &Which::Root, &[], &policy).unwrap();
    assert_eq!(verified.signer(), None);
}

#[test]
fn without_key_info_every_fitting_trusted_key_is_tried() {
    let identity = keys::p256();
    let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
    let with = SignWith::new(&key, &ECDSA).key_info(KeyInfo::Absent);
    let text = sign(&message(), &with).unwrap();
    let other = keys::ec(openssl::nid::Nid::BRAINPOOL_P256R1).certificate;
    let trusted = [
        keys::rsa().certificate.clone(),
        other.clone(),
        identity.certificate,
        vec![1],
    ];
    let policy = SignaturePolicy::eidas();
    assert_eq!(
        verify(&text, &Which::Root, &trusted, &policy)
            .unwrap()
            .signer(),
        Some(2)
    );
    let found = verify(&text, &Which::Root, &[other], &policy);
    assert_eq!(fault(found), SignatureError::Value);
}

#[test]
fn a_key_value_stands_for_the_certificate() {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    let identity = keys::p256();
    let public = openssl::x509::X509::from_der(&identity.certificate)
        .unwrap()
        .public_key()
        .unwrap();
    let spki = STANDARD.encode(public.public_key_to_der().unwrap());
    let der = Element::new("ds11:DEREncodedKeyValue", ns::DS11).text_child(spki);
    let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
    let edit = move |signature: &mut Element| {
        let info = signature.first_mut(ns::DS, "KeyInfo").unwrap();
        *info.children_mut() = vec![Node::Element(der.clone())];
    };
    let text = sign(&message(), &SignWith::new(&key, &ECDSA).edit(&edit)).unwrap();
    let policy = SignaturePolicy::eidas();
    let verified = verify(&text, &Which::Root, &[identity.certificate], &policy).unwrap();
    assert_eq!(verified.signer(), Some(0));
    let found = verify(&text, &Which::Root, &[keys::p256().certificate], &policy);
    assert_eq!(fault(found), SignatureError::Untrusted { trusted: 1 });
}

#[test]
fn a_comment_is_not_signed_and_does_not_cut_the_value() {
    let signed = Signed::new();
    let text = signed.text().replace(">text<", ">te<!-- -->xt<");
    let trusted = [signed.identity.certificate.clone()];
    let policy = SignaturePolicy::eidas();
    let verified = verify(&text, &Which::Root, &trusted, &policy).unwrap();
    assert_eq!(
        verified.element().find(M, "body").unwrap().children(),
        [Node::Text("text".into())]
    );
}

#[test]
fn what_canonical_xml_ignores_may_change() {
    let signed = Signed::new();
    let trusted = [signed.identity.certificate.clone()];
    let policy = SignaturePolicy::eidas();
    let text = signed.text();
    let good = [
        text.replace(r#"ID="_m1" Second="2""#, "Second='2'\n  ID='_m1'"),
        text.replace(">text<", "><![CDATA[te]]>&#120;t<"),
        format!("{text}\n<!-- end -->"),
        text.replace("</m:message>", "</m:message\n>"),
    ];
    for text in good {
        assert!(
            verify(&text, &Which::Root, &trusted, &policy).is_ok(),
            "{text}"
        );
    }
    let bad = [
        text.replace(">text<", "> text<"),
        text.replace(r#"Second="2""#, r#"Second="2 ""#),
        text.replace("</m:message>", "\n</m:message>"),
        text.replace("m:message", "n:message")
            .replace("xmlns:m=", "xmlns:m='urn:m' xmlns:n="),
    ];
    for text in bad {
        assert!(
            verify(&text, &Which::Root, &trusted, &policy).is_err(),
            "{text}"
        );
    }
}

#[test]
fn the_element_must_be_the_only_one_of_its_name() {
    let signed = Signed::new();
    let trusted = [signed.identity.certificate.clone()];
    let which = Which::Child {
        namespace: M,
        local: "none",
    };
    let found = verify(&signed.text(), &which, &trusted, &SignaturePolicy::eidas());
    assert_eq!(
        fault(found),
        SignatureError::Target {
            local: "none".into(),
            found: 0
        }
    );
    let twice = signed
        .text()
        .replace("</m:message>", "<m:body/></m:message>");
    let which = Which::Child {
        namespace: M,
        local: "body",
    };
    let found = verify(&twice, &which, &trusted, &SignaturePolicy::eidas());
    assert_eq!(
        fault(found),
        SignatureError::Target {
            local: "body".into(),
            found: 2
        }
    );
}

#[test]
fn the_screen_comes_first() {
    let signed = Signed::new();
    let text = signed.text().replace("?>", "?><!DOCTYPE a>");
    let found = verify(&text, &Which::Root, &[], &SignaturePolicy::eidas());
    assert!(matches!(
        fault(found),
        SignatureError::Xml(XmlError::DocumentType { .. })
    ));
    let policy = SignaturePolicy::eidas().with_limits(Limits::of(100));
    assert!(matches!(
        fault(signed.verify_with(&policy)),
        SignatureError::Xml(XmlError::Size { .. })
    ));
}

#[test]
fn the_library_opens_no_file() {
    let mut signed = Signed::new();
    let reference = signed.info().first_mut(ns::DS, "Reference").unwrap();
    reference.set_attribute("URI", "Cargo.toml");
    let mut policy = SignaturePolicy::eidas();
    policy.structure = Structure::Library;
    let expected = StructureFault::Reference {
        uri: "Cargo.toml".into(),
    };
    assert_eq!(structure(signed.verify_with(&policy)), expected);
}

#[test]
fn the_library_path_refuses_changes_too() {
    let mut policy = SignaturePolicy::eidas();
    policy.structure = Structure::Library;
    assert!(Signed::new().verify_with(&policy).is_ok());
    let mut signed = Signed::new();
    signed.root.find_mut(M, "body").unwrap().set_text("texts");
    assert!(matches!(
        fault(signed.verify_with(&policy)),
        SignatureError::DigestMismatch { .. }
    ));
    let mut signed = Signed::new();
    signed.info().set_attribute("Id", "_new");
    assert_eq!(fault(signed.verify_with(&policy)), SignatureError::Value);
}

#[test]
fn bytes_are_signed_and_verified() {
    let (elliptic, rsa) = (keys::p256(), keys::rsa());
    let policy = SignaturePolicy::fas();
    let trusted = [rsa.certificate.clone(), elliptic.certificate.clone()];
    for (identity, algorithm, index) in [
        (&elliptic, ECDSA, 1),
        (rsa, SignatureAlgorithm::RsaPkcs1(Hash::Sha256), 0),
        (rsa, SignatureAlgorithm::RsaPss(Hash::Sha384), 0),
    ] {
        let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
        let value = sign_bytes(b"a=b", &key, &algorithm).unwrap();
        assert_eq!(
            verify_bytes(b"a=b", &value, &algorithm, &trusted, &policy),
            Ok(index)
        );
        let found = verify_bytes(b"a=c", &value, &algorithm, &trusted, &policy);
        assert_eq!(found, Err(SignatureError::Value));
    }
    let sha1 = SignatureAlgorithm::RsaPkcs1(Hash::Sha1);
    let found = verify_bytes(b"a=b", &[], &sha1, &trusted, &policy);
    assert_eq!(
        found,
        Err(SignatureError::Algorithm {
            uri: sha1.uri().into()
        })
    );
}
