//! Signature wrapping: a forged request carries the signed one where nobody reads it, and shows its signature.
//!
//! Whoever does this has caught a request and has no key of the connector. The schema leaves room in `Scoping`, and in
//! the `Object` of a signature. `[Somorovsky et al., On Breaking SAML, 2012]`

use conformance_harness::StepError;
use xml::Element;

use super::{Table, changed, look_up, rename, shift};
use crate::CardWorld;
use crate::road::forge::{DS, SAML, SAMLP, Signing};

/// From the signed request and the forged one without a signature, the one that is sent.
type Shape = fn(&Element, Element) -> Option<Element>;

const TABLE: &Table<Shape> = &[
    ("without a signature, a minute too late", |_, mut forged| {
        shift(&mut forged, -61)?;
        Some(forged)
    }),
    ("with the signed one in its scoping", |genuine, forged| {
        Some(scoped(forged, genuine.clone()))
    }),
    (
        "with the signature, and the signed one in its scoping",
        |genuine, forged| {
            let (signature, genuine) = apart(genuine)?;
            Some(signed(scoped(forged, genuine), signature))
        },
    ),
    (
        "with the signature, and the signed one of the same ID in its scoping",
        |genuine, mut forged| {
            let (signature, genuine) = apart(genuine)?;
            forged.set_attribute("ID", genuine.attribute("ID")?);
            Some(signed(scoped(forged, genuine), signature))
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
];

/// The shape in which a stranger signs.
const STRANGER: &str = "with a stranger's signature, and the signed one in its scoping";

/// The text of a forged request around the signed one.
pub(super) fn wrap(world: &CardWorld, genuine: &Element, words: &str) -> Result<String, StepError> {
    let mut forged = genuine.clone();
    forged.remove_first(DS, "Signature");
    forged.set_attribute("ProviderName", "MALLORY");
    changed(rename(&mut forged), "another request")?;
    if words == STRANGER {
        let whole = scoped(forged, genuine.clone());
        return world.sign(&whole, &Signing::with("stranger signing"));
    }
    let whole = look_up(TABLE, words)?(genuine, forged);
    Ok(changed(whole, words)?.to_document())
}

/// The signature, and the request without it.
fn apart(genuine: &Element) -> Option<(Element, Element)> {
    let mut rest = genuine.clone();
    let signature = rest.remove_first(DS, "Signature")?;
    Some((signature, rest))
}

fn signed(mut request: Element, signature: Element) -> Element {
    request.insert_after(SAML, "Issuer", signature);
    request
}

fn scoped(mut request: Element, with: Element) -> Element {
    let list = Element::new("saml2p:IDPList", SAMLP).child(with);
    request.push(Element::new("saml2p:Scoping", SAMLP).child(list));
    request
}
