//! Signature wrapping: a forged response carries the signed one where nobody reads it, and shows its signature.
//!
//! Whoever does this has no key of the middleware; everybody may encrypt to the connector. Eight shapes are known, and
//! the schema leaves room for them in `Extensions`, `StatusDetail` and `Object`.
//! `[Somorovsky et al., On Breaking SAML, 2012]`

use conformance_harness::StepError;
use xml::{Element, SignatureAlgorithm};

use super::signature::Hand;
use super::{Table, changed, look_up, rename, replace_assertion};
use crate::CardWorld;
use crate::road::forge::{DS, SAML, SAMLP};

/// From the signed response and the forged one without a signature, the one that is sent.
type Shape = fn(&Element, Element) -> Option<Element>;

const TABLE: &Table<Shape> = &[
    (
        "with the signed one in its extensions",
        |genuine, forged| Some(extended(forged, genuine.clone())),
    ),
    (
        "with the signature, and the signed one in its extensions",
        |genuine, forged| {
            let (signature, genuine) = apart(genuine)?;
            Some(signed(extended(forged, genuine), signature))
        },
    ),
    (
        "with the signature, and the signed one in the details of its status",
        |genuine, mut forged| {
            let (signature, genuine) = apart(genuine)?;
            let detail = Element::new("saml2p:StatusDetail", SAMLP).child(genuine);
            forged.first_mut(SAMLP, "Status")?.push(detail);
            Some(signed(forged, signature))
        },
    ),
    (
        "with the signature, and the signed one as its object",
        |genuine, forged| {
            let (mut signature, genuine) = apart(genuine)?;
            signature.push(Element::new("ds:Object", DS).child(genuine));
            Some(signed(forged, signature))
        },
    ),
    (
        "with the signature, and the signed one within it",
        |genuine, forged| {
            let (mut signature, genuine) = apart(genuine)?;
            signature.push(genuine);
            Some(signed(forged, signature))
        },
    ),
    (
        "with the signature, and the signed one of the same ID in its extensions",
        |genuine, mut forged| {
            let (signature, genuine) = apart(genuine)?;
            forged.set_attribute("ID", genuine.attribute("ID")?);
            Some(signed(extended(forged, genuine), signature))
        },
    ),
    ("with the forged assertion first", |genuine, mut forged| {
        let (signature, genuine) = apart(genuine)?;
        let evil = forged.remove_first(SAML, "EncryptedAssertion")?;
        let mut both = genuine;
        both.insert_before(SAML, "EncryptedAssertion", evil);
        Some(signed(both, signature))
    }),
    ("with the forged assertion last", |genuine, mut forged| {
        let (signature, genuine) = apart(genuine)?;
        let evil = forged.remove_first(SAML, "EncryptedAssertion")?;
        let mut both = genuine;
        both.push(evil);
        Some(signed(both, signature))
    }),
    (
        "with the forged assertion, and the signed one in its extensions",
        |genuine, forged| {
            let (signature, mut genuine) = apart(genuine)?;
            let own = genuine.first(SAML, "EncryptedAssertion")?.clone();
            let evil = forged.first(SAML, "EncryptedAssertion")?.clone();
            *genuine.first_mut(SAML, "EncryptedAssertion")? = evil;
            Some(signed(extended(genuine, own), signature))
        },
    ),
];

/// The shape in which a stranger signs.
const STRANGER: &str = "with a stranger's signature, and the signed one in its extensions";

/// The text of a forged response around the signed one.
pub(super) fn wrap(world: &CardWorld, genuine: &Element, words: &str) -> Result<String, StepError> {
    let forged = forged(world, genuine)?;
    if words == STRANGER {
        let hand = Hand::new(
            "stranger signing",
            SignatureAlgorithm::Ecdsa(xml::Hash::Sha256),
        );
        return hand.sign(world, &extended(forged, genuine.clone()));
    }
    let whole = look_up(&[TABLE], words)?(genuine, forged);
    changed(whole.as_ref().map(|_| ()), words)?;
    Ok(whole.map(|whole| whole.to_document()).unwrap_or_default())
}

/// The same response about somebody else, without a signature.
fn forged(world: &CardWorld, genuine: &Element) -> Result<Element, StepError> {
    let mut assertion = world.assertion_of(genuine)?;
    let name = "http://eidas.europa.eu/attributes/naturalperson/CurrentFamilyName";
    let family = assertion
        .find_mut_where(&mut |element| element.attribute("Name") == Some(name))
        .and_then(|family| family.first_mut(SAML, "AttributeValue"));
    let done = family.map(|family| family.set_text("MALLORY"));
    changed(done, "somebody else")?;
    changed(rename(&mut assertion), "another assertion")?;
    let sealed = world.seal(&assertion, &world.connector_sealing()?)?;
    let mut forged = genuine.clone();
    forged.remove_first(DS, "Signature");
    changed(rename(&mut forged), "another response")?;
    replace_assertion(&mut forged, sealed)?;
    Ok(forged)
}

/// The signature, and the response without it.
fn apart(genuine: &Element) -> Option<(Element, Element)> {
    let mut rest = genuine.clone();
    let signature = rest.remove_first(DS, "Signature")?;
    Some((signature, rest))
}

fn signed(mut response: Element, signature: Element) -> Element {
    response.insert_after(SAML, "Issuer", signature);
    response
}

fn extended(mut response: Element, with: Element) -> Element {
    let extensions = Element::new("saml2p:Extensions", SAMLP).child(with);
    response.insert_after(SAML, "Issuer", extensions);
    response
}
