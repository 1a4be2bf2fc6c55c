//! The structure that a signature may have.

use super::{ECDSA, Signed, fault, message, structure};
use crate::{
    Element, SignWith, SignatureError, SignaturePolicy, SigningKey, Structure, StructureFault,
    Which, keys, ns, sign, verify,
};

#[test]
fn two_signatures_are_refused() {
    let mut signed = Signed::new();
    let signature = signed.signature().clone();
    signed.root.push(signature);
    assert_eq!(
        structure(signed.verify()),
        StructureFault::Signatures { found: 2 }
    );
}

#[test]
fn a_reference_to_another_element_is_refused() {
    for uri in [
        "#_b1",
        "",
        "#",
        "#xpointer(/)",
        "other.xml",
        "http://example.org/",
    ] {
        let mut signed = Signed::new();
        let expected = StructureFault::Reference { uri: uri.into() };
        signed
            .info()
            .first_mut(ns::DS, "Reference")
            .unwrap()
            .set_attribute("URI", uri);
        if uri.is_empty() {
            // Of the root it means the same element, but it was not signed like that.
            assert_eq!(fault(signed.verify()), SignatureError::Value);
        } else {
            assert_eq!(structure(signed.verify()), expected);
        }
    }
    let mut signed = Signed::new();
    signed
        .info()
        .first_mut(ns::DS, "Reference")
        .unwrap()
        .remove_attribute("URI");
    assert_eq!(
        structure(signed.verify()),
        StructureFault::Reference { uri: String::new() }
    );
}

#[test]
fn two_references_are_refused_by_the_profile_only() {
    let signed = Signed::edited(&|signature| {
        let info = signature.first_mut(ns::DS, "SignedInfo").unwrap();
        let mut second = info.first(ns::DS, "Reference").unwrap().clone();
        second.set_attribute("URI", "#_b1");
        info.push(second);
    });
    assert_eq!(
        structure(signed.verify()),
        StructureFault::References { found: 2 }
    );
    let mut policy = SignaturePolicy::eidas();
    policy.structure = Structure::Library;
    let verified = signed.verify_with(&policy).unwrap();
    assert_eq!(verified.element().to_text(), message().to_text());
}

#[test]
fn foreign_transforms_are_refused_by_the_profile_only() {
    let inclusive = crate::algorithm::INCLUSIVE;
    let signed = Signed::edited(&|signature| {
        let transforms = signature.find_mut(ns::DS, "Transforms").unwrap();
        let last = transforms.elements_mut().last().unwrap();
        last.set_attribute("Algorithm", crate::algorithm::INCLUSIVE);
    });
    let expected = StructureFault::Transform {
        uri: inclusive.into(),
    };
    assert_eq!(structure(signed.verify()), expected);
    let mut policy = SignaturePolicy::eidas();
    policy.structure = Structure::Library;
    assert!(signed.verify_with(&policy).is_ok());
}

#[test]
fn an_xpath_transform_is_refused() {
    let uri = "http://www.w3.org/TR/1999/REC-xpath-19991116";
    let mut signed = Signed::new();
    let xpath = Element::new("ds:Transform", ns::DS)
        .attr("Algorithm", uri)
        .child(Element::new("ds:XPath", ns::DS).text_child("not(self::x)"));
    signed
        .root
        .find_mut(ns::DS, "Transforms")
        .unwrap()
        .push(xpath);
    assert_eq!(
        structure(signed.verify()),
        StructureFault::Transform { uri: uri.into() }
    );
}

#[test]
fn the_enveloped_signature_transform_is_needed() {
    let mut signed = Signed::new();
    let transforms = signed.root.find_mut(ns::DS, "Transforms").unwrap();
    transforms.children_mut().remove(0);
    assert_eq!(structure(signed.verify()), StructureFault::NotEnveloped);
    signed.root.find_mut(ns::DS, "Transforms").unwrap().clear();
    assert_eq!(structure(signed.verify()), StructureFault::NotEnveloped);
}

#[test]
fn canonicalization_may_be_left_out_or_keep_comments() {
    let alone = Signed::edited(&|signature| {
        signature
            .find_mut(ns::DS, "Transforms")
            .unwrap()
            .children_mut()
            .pop();
    });
    assert_eq!(
        alone.verify().unwrap().element().to_text(),
        message().to_text()
    );
    let comments = Signed::edited(&|signature| {
        let uri = crate::algorithm::EXCLUSIVE_WITH_COMMENTS;
        signature
            .find_mut(ns::DS, "CanonicalizationMethod")
            .unwrap()
            .set_attribute("Algorithm", uri);
        let transforms = signature.find_mut(ns::DS, "Transforms").unwrap();
        transforms
            .elements_mut()
            .last()
            .unwrap()
            .set_attribute("Algorithm", uri);
    });
    assert!(comments.verify().is_ok());
}

#[test]
fn inclusive_prefixes_are_honoured() {
    let edit = |signature: &mut Element| {
        let transforms = signature.find_mut(ns::DS, "Transforms").unwrap();
        let list = Element::new("ec:InclusiveNamespaces", crate::algorithm::EXCLUSIVE)
            .attr("PrefixList", "np #default");
        transforms.elements_mut().last().unwrap().push(list);
    };
    let identity = keys::p256();
    let key = SigningKey::from_pkcs8(&identity.key, &identity.certificate).unwrap();
    let root = message()
        .declare("np", "urn:np")
        .declare("other", "urn:other");
    let text = sign(&root, &SignWith::new(&key, &ECDSA).edit(&edit)).unwrap();
    let trusted = [identity.certificate];
    let policy = SignaturePolicy::eidas();
    let verified = verify(&text, &Which::Root, &trusted, &policy).unwrap();
    assert_eq!(verified.element().resolve_prefix("np"), Some("urn:np"));
    assert_eq!(
        verified.element().resolve_prefix("other"),
        None,
        "not listed, so not signed"
    );
    let bound_otherwise = text.replace("urn:np", "urn:xx");
    let found = verify(&bound_otherwise, &Which::Root, &trusted, &policy);
    assert!(matches!(
        fault(found),
        SignatureError::DigestMismatch { .. }
    ));
}

#[test]
fn objects_and_surplus_elements_are_refused() {
    let mut signed = Signed::new();
    signed.signature().push(Element::new("ds:Object", ns::DS));
    assert_eq!(
        structure(signed.verify()),
        StructureFault::Element {
            element: "Object".into()
        }
    );
    let mut signed = Signed::new();
    signed.info().push(Element::new("ds:Manifest", ns::DS));
    assert_eq!(
        structure(signed.verify()),
        StructureFault::Element {
            element: "Manifest".into()
        }
    );
}

#[test]
fn a_missing_part_is_named() {
    for part in [
        "SignatureMethod",
        "DigestMethod",
        "DigestValue",
        "Transforms",
        "SignatureValue",
    ] {
        let mut signed = Signed::new();
        signed.signature().remove_all(ns::DS, part);
        let found = structure(signed.verify());
        let StructureFault::Element { .. } = found else {
            panic!("{part}: {found}")
        };
    }
}

#[test]
fn canonicalization_of_signed_info_is_exclusive() {
    let signed = Signed::edited(&|signature| {
        let method = signature
            .find_mut(ns::DS, "CanonicalizationMethod")
            .unwrap();
        method.set_attribute("Algorithm", crate::algorithm::INCLUSIVE);
    });
    let expected = StructureFault::Canonicalization {
        uri: crate::algorithm::INCLUSIVE.into(),
    };
    assert_eq!(structure(signed.verify()), expected);
}

#[test]
fn line_ends_in_base64_are_accepted() {
    let mut signed = Signed::new();
    let value = signed
        .signature()
        .first_mut(ns::DS, "SignatureValue")
        .unwrap();
    let broken: String = value.text().chars().flat_map(|c| [c, '\r', '\n']).collect();
    value.set_text(broken);
    assert!(signed.text().contains("&#13;"));
    assert!(signed.verify().is_ok());
    signed
        .signature()
        .first_mut(ns::DS, "SignatureValue")
        .unwrap()
        .set_text("!");
    let expected = StructureFault::Base64 {
        element: "SignatureValue".into(),
    };
    assert_eq!(structure(signed.verify()), expected);
}
