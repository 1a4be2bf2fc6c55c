//! Signatures that are missing, wrong, or around something else.

use rules::Rulebook;
use xml::{Element, Hash, Node, SignatureAlgorithm};

use super::parties::{IN_THE_CLEAR, extensions, service, stranger, with, with_signed_assertion};
use super::response::{assertion, breaks, judge, response};
use crate::fas::response::{Outcome, Rule};
use crate::names::{ASSERTION, SIGNATURE};

#[test]
fn an_unsigned_assertion_is_refused() {
    let text = response(assertion()).to_element().to_text();
    assert_eq!(
        judge(&text, &Rulebook::strict()),
        Err(Rule::AssertionSigned)
    );
    let book = Rulebook::strict().without(Rule::AssertionSigned);
    assert_eq!(judge(&text, &book), Err(Rule::Signature));
    assert!(judge(&text, &book.without(Rule::Signature)).is_ok());
}

#[test]
fn a_stranger_cannot_sign() {
    breaks(
        &with_signed_assertion(&response(assertion()), stranger()).to_text(),
        Rule::Signature,
    );
}

#[test]
fn a_changed_assertion_is_refused() {
    let mut root = with_signed_assertion(&response(assertion()), service());
    root.find_mut(ASSERTION, "AttributeValue")
        .unwrap()
        .set_text("OTHER");
    breaks(&root.to_text(), Rule::Signature);
}

#[test]
fn sha1_is_refused_and_pkcs1_with_sha256_is_not() {
    let mut root = response(assertion()).to_element();
    let key = service().signing();
    let mut old = with(&key);
    old.algorithm = &SignatureAlgorithm::RsaPkcs1(Hash::Sha1);
    xml::sign_in_place(&mut root, IN_THE_CLEAR, &old).unwrap();
    breaks(&root.to_text(), Rule::Signature);
}

/// The signed assertion is hidden in the extensions, and another one takes its place.
fn wrapped(evil: Element) -> String {
    let mut root = with_signed_assertion(&response(assertion()), service());
    let genuine = root.remove_first(ASSERTION, "Assertion").unwrap();
    root.insert_after(ASSERTION, "Issuer", extensions().child(genuine));
    root.push(evil);
    root.to_text()
}

#[test]
fn a_signature_around_another_assertion_proves_nothing() {
    let mut evil = assertion();
    evil.id = Some("_evil".to_owned());
    evil.attribute_statements[0].attributes[0] = crate::Attribute::text("givenName", "MALLORY");
    breaks(&wrapped(evil.to_element()), Rule::SignedElementUsed);
}

#[test]
fn a_wrapped_assertion_with_the_same_id_is_refused() {
    breaks(&wrapped(assertion().to_element()), Rule::Signature);
}

#[test]
fn a_copy_of_the_signature_on_another_assertion_is_refused() {
    let mut root = with_signed_assertion(&response(assertion()), service());
    let signature = root.find(SIGNATURE, "Signature").unwrap().clone();
    let mut evil = assertion();
    evil.id = Some("_evil".to_owned());
    let mut evil = evil.to_element();
    evil.insert_after(ASSERTION, "Issuer", signature);
    let genuine = root.remove_first(ASSERTION, "Assertion").unwrap();
    root.insert_after(ASSERTION, "Issuer", extensions().child(genuine));
    root.push(evil);
    breaks(&root.to_text(), Rule::SignedElementUsed);
}

/// A comment in the middle of a text does not break the signature.
fn commented(local: &str, head: &str, tail: &str) -> String {
    let mut root = with_signed_assertion(&response(assertion()), service());
    let element = root.find_mut(ASSERTION, local).unwrap();
    *element.children_mut() = vec![
        Node::Text(head.to_owned()),
        Node::Comment("x".to_owned()),
        Node::Text(tail.to_owned()),
    ];
    root.to_text()
}

fn name_id(text: &str, book: &Rulebook<Rule>) -> String {
    match judge(text, book) {
        Ok(Outcome::Authenticated(person)) => person.name_id.value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_comment_does_not_end_a_text() {
    let text = commented("NameID", "name-for", "-one-session");
    assert_eq!(name_id(&text, &Rulebook::strict()), "name-for-one-session");
    assert_eq!(
        name_id(&text, &Rulebook::strict().without(Rule::WholeText)),
        "name-for"
    );
    let untouched = with_signed_assertion(&response(assertion()), service()).to_text();
    assert_eq!(
        name_id(&untouched, &Rulebook::strict().without(Rule::WholeText)),
        "name-for-one-session"
    );
}
