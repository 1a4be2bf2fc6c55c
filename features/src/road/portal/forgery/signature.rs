//! Who signs, how, and what.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use xml::{Certificate, DataAlgorithm, Element, Hash, KeyTransport, Node, SignatureAlgorithm};

use super::super::{Table, said};
use super::Forge;
use super::letter::{Hand, Letter, Sealing};
use crate::road::forge::DS;

const XPATH: &str = "http://www.w3.org/TR/1999/REC-xpath-19991116";
const XSLT: &str = "http://www.w3.org/TR/1999/REC-xslt-19991116";
const BASE64: &str = "http://www.w3.org/2000/09/xmldsig#base64";
const HMAC: &str = "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256";
const MD5: &str = "http://www.w3.org/2001/04/xmldsig-more#md5";

pub(super) const TABLE: &Table<Forge> = &[
    (
        "about somebody else, with the key of a stranger in it",
        |letter| by_stranger(letter, |_| Ok(())),
    ),
    (
        "about somebody else, with the bare key of a stranger in it",
        |letter| by_stranger(letter, |signed| bare_key(letter, signed)),
    ),
    (
        "about somebody else, signed by a stranger who shows no key",
        |letter| {
            by_stranger(letter, |signed| {
                let signature = signed.first_mut(DS, "Signature").ok_or_else(shape)?;
                signature
                    .remove_first(DS, "KeyInfo")
                    .map(drop)
                    .ok_or_else(shape)
            })
        },
    ),
    (
        "about somebody else, signed by a stranger who shows the portal's certificate",
        |letter| {
            let certificate = letter.signature()?.first(DS, "KeyInfo").cloned();
            by_stranger(letter, |signed| {
                swap(signed, "KeyInfo", certificate.clone())
            })
        },
    ),
    ("signed with SHA-1", |letter| {
        signed(
            letter,
            &Hand {
                algorithm: SignatureAlgorithm::RsaPkcs1(Hash::Sha1),
                ..Hand::portal()
            },
        )
    }),
    ("signed over a digest of SHA-1", |letter| {
        signed(
            letter,
            &Hand {
                digest: Hash::Sha1,
                ..Hand::portal()
            },
        )
    }),
    ("about somebody else, with a digest of MD5", |letter| {
        altered(letter, |signature| method(signature, "DigestMethod", MD5))
    }),
    (
        "about somebody else, with a MAC under the portal's certificate",
        mac,
    ),
    (
        "about somebody else, with an algorithm that nobody knows",
        |letter| {
            forged_digest(letter, |signature| {
                method(signature, "SignatureMethod", "urn:example:none")
            })
        },
    ),
    ("about somebody else, with the algorithm none", |letter| {
        forged_digest(letter, |signature| {
            signature.first_mut(DS, "SignatureValue")?.set_text("");
            method(signature, "SignatureMethod", "none")
        })
    }),
    ("about somebody else, with an empty signature", |letter| {
        forged_digest(letter, |signature| {
            signature.first_mut(DS, "SignatureValue")?.set_text("");
            Some(())
        })
    }),
    ("about somebody else, under the old signature", |letter| {
        altered(letter, |_| Some(()))
    }),
    (
        "about somebody else, with its digest before the portal's in a comment",
        |letter| {
            with_digest(letter, |value, digest| {
                value.push_first(Node::Comment(digest))
            })
        },
    ),
    (
        "about somebody else, with its digest behind the portal's in a comment",
        |letter| with_digest(letter, |value, digest| value.push(Node::Comment(digest))),
    ),
    (
        "about somebody else, with a second SignedInfo in front",
        |letter| two_infos(letter, true),
    ),
    (
        "about somebody else, with a second SignedInfo behind",
        |letter| two_infos(letter, false),
    ),
    ("signed with no reference", |letter| {
        about_another(letter, |signature| {
            let info = signature.first_mut(DS, "SignedInfo")?;
            info.remove_first(DS, "Reference").map(drop)
        })
    }),
    ("signed with two references", |letter| {
        edited(letter, |signature| {
            let info = signature.first_mut(DS, "SignedInfo")?;
            let again = info.first(DS, "Reference")?.clone();
            info.push(again);
            Some(())
        })
    }),
    ("about somebody else, signed at another place", external),
    ("about somebody else, through a stylesheet", |letter| {
        altered(letter, |signature| transform(signature, XSLT))
    }),
    (
        "signed through a path that leaves the person out",
        |letter| about_another(letter, without_person),
    ),
    ("about somebody else, through a decoder", |letter| {
        altered(letter, |signature| transform(signature, BASE64))
    }),
    ("encrypted with RSA and the padding of 1998", |letter| {
        sealed(letter, |usual| Sealing {
            transport: KeyTransport::Rsa15,
            ..usual
        })
    }),
    ("encrypted with AES-256-CBC", |letter| {
        sealed(letter, |usual| Sealing {
            data: DataAlgorithm::Aes256Cbc,
            ..usual
        })
    }),
    (
        "encrypted, and once more in the clear about somebody else",
        |letter| {
            let mut response = letter.with(&[&letter.signed])?;
            response.push(letter.forged()?);
            Ok(response.to_document())
        },
    ),
    (
        "in the clear about somebody else, and once more encrypted",
        |letter| {
            let mut response = letter.response.clone();
            response.push(letter.forged()?);
            response.push(letter.closed(&letter.signed)?);
            Ok(response.to_document())
        },
    ),
    (
        "in the clear, and once more encrypted about somebody else",
        |letter| {
            let mut response = letter.response.clone();
            response.push(letter.signed.clone());
            response.push(letter.closed(&letter.forged()?)?);
            Ok(response.to_document())
        },
    ),
    ("as it was, encrypted by somebody in the middle", |letter| {
        letter.loose(&[&letter.signed])
    }),
];

type Edit = fn(&mut Element) -> Option<()>;

/// An assertion about somebody else, signed by a stranger, and the response as well; what they say of the key is
/// changed like this.
fn by_stranger(
    letter: &Letter<'_>,
    shown: impl Fn(&mut Element) -> Result<(), StepError>,
) -> Result<String, StepError> {
    let mut forged = letter.forged()?;
    letter.sign(&mut forged, &Hand::stranger())?;
    shown(&mut forged)?;
    let mut response = letter.with(&[&forged])?;
    letter.sign(&mut response, &Hand::stranger())?;
    shown(&mut response)?;
    Ok(response.to_document())
}

/// The key of the certificate that is shown, instead of the certificate.
fn bare_key(letter: &Letter<'_>, signed: &mut Element) -> Result<(), StepError> {
    let certificate = letter.world.identity(Hand::stranger().shows)?.certificate;
    let certificate = Certificate::from_der(&certificate).map_err(said)?;
    let (modulus, exponent) = certificate
        .rsa_numbers()
        .ok_or_else(|| said("the stranger has no RSA key"))?;
    let number =
        |name: &str, bytes: &[u8]| Element::new(name, DS).text_child(STANDARD.encode(bytes));
    let key = Element::new("ds:RSAKeyValue", DS)
        .child(number("ds:Modulus", &modulus))
        .child(number("ds:Exponent", &exponent));
    let info = Element::new("ds:KeyInfo", DS).child(Element::new("ds:KeyValue", DS).child(key));
    swap(signed, "KeyInfo", Some(info))
}

/// The portal's assertion, signed like this, in a response that is signed in the same way.
fn signed(letter: &Letter<'_>, hand: &Hand) -> Result<String, StepError> {
    let mut assertion = letter.assertion.clone();
    letter.sign(&mut assertion, hand)?;
    let mut response = letter.with(&[&assertion])?;
    letter.sign(&mut response, hand)?;
    Ok(response.to_document())
}

/// The portal's assertion about somebody else, under the portal's signature changed like this; and the same with the
/// response around it, since a service may want either to be signed. The digest is that of the forgery.
fn forged(
    letter: &Letter<'_>,
    change: impl Fn(&mut Element, String) -> Result<(), StepError>,
) -> Result<String, StepError> {
    let mut assertion = letter.about_another()?;
    let mut signature = letter.signature()?;
    change(&mut signature, digest(&assertion)?)?;
    place(&mut assertion, signature);
    let mut response = letter.with(&[&assertion])?;
    if let Some(genuine) = letter.genuine.first(DS, "Signature") {
        let mut signature = genuine.clone();
        change(&mut signature, digest(&response)?)?;
        place(&mut response, signature);
    }
    Ok(response.to_document())
}

fn edited(letter: &Letter<'_>, edit: Edit) -> Result<String, StepError> {
    signed(
        letter,
        &Hand {
            edit,
            ..Hand::portal()
        },
    )
}

/// An assertion about somebody else, which the portal has signed like this: it did not look, and a signature that
/// covers the person would not hold. The response around it likewise.
fn about_another(letter: &Letter<'_>, edit: Edit) -> Result<String, StepError> {
    let hand = Hand {
        edit,
        ..Hand::portal()
    };
    let mut genuine = letter.assertion.clone();
    letter.sign(&mut genuine, &hand)?;
    let mut assertion = letter.about_another()?;
    place(&mut assertion, signature_of(&genuine)?);
    let mut genuine = letter.with(&[&genuine])?;
    letter.sign(&mut genuine, &hand)?;
    let mut response = letter.with(&[&assertion])?;
    place(&mut response, signature_of(&genuine)?);
    Ok(response.to_document())
}

/// The portal's assertion about somebody else, with the portal's signature changed like this.
fn altered(letter: &Letter<'_>, edit: Edit) -> Result<String, StepError> {
    forged(letter, |signature, _| edit(signature).ok_or_else(shape))
}

fn shape() -> StepError {
    said("the signature has another shape")
}

fn signature_of(signed: &Element) -> Result<Element, StepError> {
    let signature = signed.first(DS, "Signature").cloned();
    signature.ok_or_else(|| said("there is no signature"))
}

fn place(signed: &mut Element, signature: Element) {
    signed.insert_after(crate::road::forge::SAML, "Issuer", signature);
}

fn swap(assertion: &mut Element, local: &str, with: Option<Element>) -> Result<(), StepError> {
    let with = with.ok_or_else(|| said(format!("there is no {local}")))?;
    let place = assertion
        .first_mut(DS, "Signature")
        .and_then(|signature| signature.first_mut(DS, local));
    *place.ok_or_else(|| said(format!("there is no {local}")))? = with;
    Ok(())
}

/// The digest of an assertion about somebody else.
fn digest(forged: &Element) -> Result<String, StepError> {
    let bytes = xml::canonical(forged).map_err(said)?;
    Ok(STANDARD.encode(Hash::Sha256.digest(&[&bytes]).as_bytes()))
}

fn digest_value(signature: &mut Element) -> Result<&mut Element, StepError> {
    let value = signature.find_mut(DS, "DigestValue");
    value.ok_or_else(|| said("there is no digest"))
}

/// The digest is right, and the value of the signature is not.
fn forged_digest(letter: &Letter<'_>, edit: Edit) -> Result<String, StepError> {
    forged(letter, |signature, digest| {
        digest_value(signature)?.set_text(digest);
        edit(signature).ok_or_else(shape)
    })
}

fn with_digest(letter: &Letter<'_>, change: fn(&mut Element, String)) -> Result<String, StepError> {
    forged(letter, |signature, digest| {
        change(digest_value(signature)?, digest);
        Ok(())
    })
}

/// The portal's SignedInfo, for the value, and another one, for the digest.
fn two_infos(letter: &Letter<'_>, in_front: bool) -> Result<String, StepError> {
    forged(letter, |signature, digest| {
        let info = signature.first(DS, "SignedInfo");
        let mut info = info.ok_or_else(shape)?.clone();
        digest_value(&mut info)?.set_text(digest);
        if in_front {
            signature.push_first(info);
        } else {
            signature.insert_after(DS, "SignedInfo", info);
        }
        Ok(())
    })
}

/// The signature refers to what somebody else publishes.
fn external(letter: &Letter<'_>) -> Result<String, StepError> {
    forged_digest(letter, |signature| {
        let reference = signature.find_mut(DS, "Reference")?;
        reference.set_attribute("URI", "https://attacker.example/assertion.xml");
        Some(())
    })
}

fn method(signature: &mut Element, local: &str, uri: &str) -> Option<()> {
    signature
        .find_mut(DS, local)?
        .set_attribute("Algorithm", uri);
    Some(())
}

fn transform(signature: &mut Element, uri: &str) -> Option<()> {
    let transform = Element::new("ds:Transform", DS).attr("Algorithm", uri);
    signature
        .find_mut(DS, "Transforms")?
        .insert_after(DS, "Transform", transform);
    Some(())
}

fn without_person(signature: &mut Element) -> Option<()> {
    let saml = crate::road::forge::SAML;
    let rest = Element::new("ds:XPath", DS)
        .declare("saml2", saml)
        .text_child("not(ancestor-or-self::saml2:AttributeStatement)");
    let transform = Element::new("ds:Transform", DS)
        .attr("Algorithm", XPATH)
        .child(rest);
    signature
        .find_mut(DS, "Transforms")?
        .insert_after(DS, "Transform", transform);
    Some(())
}

/// A MAC whose key is the certificate that everybody knows.
fn mac(letter: &Letter<'_>) -> Result<String, StepError> {
    let key = letter.world.identity(Hand::portal().key)?.certificate;
    forged(letter, |signature, digest| {
        digest_value(signature)?.set_text(digest);
        method(signature, "SignatureMethod", HMAC).ok_or_else(shape)?;
        let info = signature.first(DS, "SignedInfo").ok_or_else(shape)?;
        let bytes = xml::canonical(info).map_err(said)?;
        let value = signature.first_mut(DS, "SignatureValue");
        let text = STANDARD.encode(hmac(&key, &bytes));
        value.ok_or_else(shape)?.set_text(text);
        Ok(())
    })
}

/// HMAC with SHA-256 `[RFC 2104]`.
fn hmac(key: &[u8], message: &[u8]) -> Vec<u8> {
    const BLOCK: usize = 64;
    let mut block = if key.len() > BLOCK {
        Hash::Sha256.digest(&[key]).as_bytes().to_vec()
    } else {
        key.to_vec()
    };
    block.resize(BLOCK, 0);
    let pad = |with: u8| block.iter().map(|byte| byte ^ with).collect::<Vec<_>>();
    let inner = Hash::Sha256.digest(&[&pad(0x36), message]);
    let outer = Hash::Sha256.digest(&[&pad(0x5c), inner.as_bytes()]);
    outer.as_bytes().to_vec()
}

fn sealed(letter: &Letter<'_>, how: fn(Sealing) -> Sealing) -> Result<String, StepError> {
    let usual = Sealing {
        data: DataAlgorithm::Aes256Gcm,
        transport: KeyTransport::OAEP_SHA256,
    };
    let sealed = letter.seal(&letter.signed.to_text(), Some(how(usual)))?;
    let sealed = sealed.ok_or_else(|| {
        StepError::not_applicable("the metadata of the service have no key for encryption")
    })?;
    let mut response = letter.response.clone();
    response.push(sealed);
    letter.sign(&mut response, &Hand::portal())?;
    Ok(response.to_document())
}
