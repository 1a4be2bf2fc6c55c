//! The signed assertion beside, around or inside one that nobody signed.
//! `[Somorovsky et al., On Breaking SAML, 2012]`

use conformance_harness::StepError;
use xml::Element;

use super::super::{Table, said};
use super::Forge;
use super::letter::Letter;
use crate::road::forge::{DS, SAML, SAMLP};

pub(super) const TABLE: &Table<Forge> = &[
    (
        "with the signed response within the forged one's signature",
        |letter| {
            let (signature, genuine) = apart(&letter.genuine)?;
            let signature = signature.child(genuine);
            around(letter, signature)
        },
    ),
    (
        "with the signed response in the forged one's extensions, under its signature",
        |letter| {
            let (signature, genuine) = apart(&letter.genuine)?;
            let mut outer = outer(letter)?;
            let extensions = Element::new("saml2p:Extensions", SAMLP).child(genuine);
            outer.insert_after(SAML, "Issuer", extensions);
            outer.insert_after(SAML, "Issuer", signature);
            Ok(outer.to_document())
        },
    ),
    ("with a forged assertion first", |letter| {
        letter.loose(&[&letter.forged()?, &letter.signed])
    }),
    ("with a forged assertion last", |letter| {
        letter.loose(&[&letter.signed, &letter.forged()?])
    }),
    (
        "with the signed assertion within the forged one",
        |letter| {
            let forged = letter.forged()?.child(letter.signed.clone());
            letter.loose(&[&forged])
        },
    ),
    (
        "with the signature in a forged assertion, and the signed one last",
        |letter| {
            let mut forged = letter.forged()?;
            forged.insert_after(SAML, "Issuer", letter.signature()?);
            letter.loose(&[&forged, &letter.assertion])
        },
    ),
    (
        "with the signed assertion in the signature of a forged one",
        |letter| {
            let mut forged = letter.forged()?;
            let signature = letter.signature()?.child(letter.assertion.clone());
            forged.insert_after(SAML, "Issuer", signature);
            letter.loose(&[&forged])
        },
    ),
    (
        "with the signed assertion in an object of a forged one's signature",
        |letter| {
            let mut forged = letter.forged()?;
            let object = Element::new("ds:Object", DS).child(letter.assertion.clone());
            forged.insert_after(SAML, "Issuer", letter.signature()?.child(object));
            letter.loose(&[&forged])
        },
    ),
    ("with a forged assertion in its extensions", |letter| {
        let mut response = letter.with(&[&letter.signed])?;
        let extensions = Element::new("saml2p:Extensions", SAMLP).child(letter.forged()?);
        response.insert_after(SAML, "Issuer", extensions);
        Ok(response.to_document())
    }),
    ("with the signed assertion in its extensions", |letter| {
        let mut response = letter.with(&[&letter.forged()?])?;
        let extensions = Element::new("saml2p:Extensions", SAMLP).child(letter.signed.clone());
        response.insert_after(SAML, "Issuer", extensions);
        Ok(response.to_document())
    }),
    (
        "with the signed assertion in the advice of a forged one",
        |letter| {
            let mut forged = letter.forged()?;
            let advice = Element::new("saml2:Advice", SAML).child(letter.signed.clone());
            forged.insert_after(SAML, "Conditions", advice);
            letter.loose(&[&forged])
        },
    ),
    (
        "with the signed assertion in the details of its status",
        |letter| {
            let mut response = letter.with(&[&letter.forged()?])?;
            let detail = Element::new("saml2p:StatusDetail", SAMLP).child(letter.signed.clone());
            let status = response.first_mut(SAMLP, "Status");
            status
                .ok_or_else(|| said("there is no status"))?
                .push(detail);
            Ok(response.to_document())
        },
    ),
    ("with a forged assertion of the same ID first", |letter| {
        letter.loose(&[&letter.about_another()?, &letter.signed])
    }),
    ("with a forged assertion of the same ID last", |letter| {
        letter.loose(&[&letter.signed, &letter.about_another()?])
    }),
    (
        "with a forged assertion of the same ID that shows the signature first",
        |letter| {
            let mut forged = letter.about_another()?;
            forged.insert_after(SAML, "Issuer", letter.signature()?);
            letter.loose(&[&forged, &letter.signed])
        },
    ),
];

/// The signature of a response, and the response without it.
fn apart(genuine: &Element) -> Result<(Element, Element), StepError> {
    let mut rest = genuine.clone();
    let signature = rest.remove_first(DS, "Signature");
    let signature = signature.ok_or_else(|| said("the portal's response has no signature"))?;
    Ok((signature, rest))
}

/// A forged response of another ID.
fn outer(letter: &Letter<'_>) -> Result<Element, StepError> {
    let mut outer = letter.with(&[&letter.forged()?])?;
    outer.set_attribute("ID", "_outer");
    Ok(outer)
}

fn around(letter: &Letter<'_>, signature: Element) -> Result<String, StepError> {
    let mut outer = outer(letter)?;
    outer.insert_after(SAML, "Issuer", signature);
    Ok(outer.to_document())
}
