//! How the response is signed, and the assertion inside it.

use conformance_harness::StepError;
use xml::{
    Element, Hash, Position, PssParameters, SignWith, SignatureAlgorithm, SigningKey, Which,
};

use super::{Change, Table, changed, rename, spoil};
use crate::CardWorld;
use crate::road::forge::{DS, SAML};

const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";
const INCLUSIVE: &str = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// Whoever signs, and how.
#[derive(Clone)]
pub(super) struct Hand {
    /// The key, by its name at the site; nothing signs nothing.
    key: Option<&'static str>,
    /// Whose certificate is shown.
    certificate: &'static str,
    algorithm: SignatureAlgorithm,
    digest: Hash,
    /// Other parameters of RSA-PSS than the algorithm says.
    pss: Option<PssParameters>,
    /// Changes the signature before it is computed.
    template: Option<Change>,
    /// Changes the signed message.
    after: Option<Change>,
}

impl Hand {
    pub(super) const fn new(key: &'static str, algorithm: SignatureAlgorithm) -> Self {
        Self {
            key: Some(key),
            certificate: key,
            algorithm,
            digest: Hash::Sha256,
            pss: None,
            template: None,
            after: None,
        }
    }

    fn with_hash(self, hash: Hash) -> Self {
        let algorithm = match self.algorithm {
            SignatureAlgorithm::RsaPss(_) => SignatureAlgorithm::RsaPss(hash),
            _ => SignatureAlgorithm::Ecdsa(hash),
        };
        Self {
            algorithm,
            digest: hash,
            ..self
        }
    }

    fn of(self, key: &'static str) -> Self {
        Self {
            key: Some(key),
            certificate: key,
            ..self
        }
    }

    /// The text of the signed message.
    pub(super) fn sign(self, world: &CardWorld, message: &Element) -> Result<String, StepError> {
        let mut message = message.clone();
        self.sign_in_place(world, &mut message)?;
        Ok(message.to_document())
    }

    fn sign_in_place(self, world: &CardWorld, message: &mut Element) -> Result<(), StepError> {
        let said = |error: &dyn std::fmt::Display| StepError::precondition(error.to_string());
        if let Some(key) = self.key {
            let certificate = world.identity(self.certificate)?.certificate;
            let key = SigningKey::from_pkcs8(&world.identity(key)?.key, &certificate)
                .map_err(|error| said(&error))?;
            let key = match self.pss {
                Some(parameters) => key.with_pss(parameters),
                None => key,
            };
            let edit = |signature: &mut Element| {
                if let Some(change) = self.template {
                    // What cannot be changed shows in the verdict.
                    let _ = change(signature);
                }
            };
            let with = SignWith::new(&key, &self.algorithm)
                .digest(self.digest)
                .position(Position::After {
                    namespace: SAML,
                    local: "Issuer",
                })
                .edit(&edit);
            xml::sign_in_place(message, Which::Root, &with).map_err(|error| said(&error))?;
        }
        match self.after {
            Some(change) => changed(change(message), "a changed signed message"),
            None => Ok(()),
        }
    }
}

/// How the response is signed.
#[rustfmt::skip]
pub(super) const TABLE: &Table<fn(Hand) -> Hand> = &[
    ("not at all", |hand| Hand { key: None, ..hand }),
    ("with a wrong value", |hand| Hand { after: Some(|message| spoil(value(message)?)), ..hand }),
    ("and changed afterwards", |hand| Hand { after: Some(another_consent), ..hand }),
    ("by a stranger", |hand| hand.of("stranger signing")),
    ("by a stranger in the name of the middleware", |hand| Hand { key: Some("stranger signing"), ..hand }),
    ("with the key of the metadata", |hand| hand.of("middleware-de metadata")),
    ("with SHA-1", |hand| Hand { algorithm: SignatureAlgorithm::Ecdsa(Hash::Sha1), ..hand }),
    ("over a digest of SHA-1", |hand| Hand { digest: Hash::Sha1, ..hand }),
    ("with the RSA padding of 1993", |hand| Hand { algorithm: SignatureAlgorithm::RsaPkcs1(Hash::Sha256), ..hand }),
    ("with a mask of SHA-1", |hand| Hand { pss: Some(MASK_SHA1), ..hand }),
    ("with two references", |hand| Hand { template: Some(two_references), ..hand }),
    ("with an object", |hand| Hand { template: Some(with_object), ..hand }),
    ("with a transform that leaves the assertion out", |hand| Hand { template: Some(without_assertion), ..hand }),
    ("with inclusive canonicalization", |hand| Hand { template: Some(inclusive), ..hand }),
    ("with SHA-384", |hand| hand.with_hash(Hash::Sha384)),
    ("with SHA-512", |hand| hand.with_hash(Hash::Sha512)),
];

const MASK_SHA1: PssParameters = PssParameters {
    mask: Hash::Sha1,
    salt: 32,
};

fn value(message: &mut Element) -> Option<&mut Element> {
    message
        .first_mut(DS, "Signature")?
        .first_mut(DS, "SignatureValue")
}

fn another_consent(message: &mut Element) -> Option<()> {
    let consent = "urn:oasis:names:tc:SAML:2.0:consent:obtained";
    message.set_attribute("Consent", consent);
    Some(())
}

fn two_references(signature: &mut Element) -> Option<()> {
    let info = signature.first_mut(DS, "SignedInfo")?;
    let again = info.first(DS, "Reference")?.clone();
    info.push(again);
    Some(())
}

fn with_object(signature: &mut Element) -> Option<()> {
    signature.push(Element::new("ds:Object", DS).text_child("nothing of weight"));
    Some(())
}

fn without_assertion(signature: &mut Element) -> Option<()> {
    let rest = Element::new("ds:XPath", DS)
        .declare("saml2", SAML)
        .text_child("not(ancestor-or-self::saml2:EncryptedAssertion)");
    let transform = Element::new("ds:Transform", DS)
        .attr("Algorithm", XPATH)
        .child(rest);
    signature
        .find_mut(DS, "Transforms")?
        .insert_after(DS, "Transform", transform);
    Some(())
}

fn inclusive(signature: &mut Element) -> Option<()> {
    let last = signature
        .find_mut(DS, "Transforms")?
        .elements_mut()
        .last()?;
    last.set_attribute("Algorithm", INCLUSIVE);
    Some(())
}

/// Signs an assertion in the way of these words.
pub(super) fn assertion(
    world: &CardWorld,
    mut assertion: Element,
    words: &str,
) -> Result<Element, StepError> {
    let own = world.middleware_hand()?;
    let hand = match words {
        "by a stranger" => own.of("stranger signing"),
        "and changed afterwards" => Hand {
            after: Some(another_authentication),
            ..own
        },
        "and moved into the advice of another one" => Hand {
            after: Some(into_advice),
            ..own
        },
        "by the middleware" => own,
        other => {
            let unknown = format!("no way of signing an assertion is called {other:?}");
            return Err(StepError::precondition(unknown));
        }
    };
    hand.sign_in_place(world, &mut assertion)?;
    Ok(assertion)
}

/// Another session than the one that was signed.
fn another_authentication(assertion: &mut Element) -> Option<()> {
    assertion
        .first_mut(SAML, "AuthnStatement")?
        .set_attribute("SessionIndex", "_another-session");
    Some(())
}

/// The signed assertion becomes the advice of one that shows its signature.
fn into_advice(assertion: &mut Element) -> Option<()> {
    let mut genuine = assertion.clone();
    genuine.remove_first(DS, "Signature")?;
    rename(assertion)?;
    another_authentication(assertion)?;
    let advice = Element::new("saml2:Advice", SAML).child(genuine);
    assertion.insert_after(SAML, "Conditions", advice);
    Some(())
}
