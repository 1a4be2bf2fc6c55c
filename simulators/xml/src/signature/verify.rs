//! Checking signatures.

use bergshamra::{c14n::C14nMode, xml::NodeSet};
use crypto::Hash;

use crate::{
    Element, SignatureAlgorithm, SignatureError, SignaturePolicy, Structure, Which, XmlError,
    algorithm::digest_from_uri, parse::tree, screen,
};

use super::{dom, key_info, library, structure::Profiled};

/// The proof that an element was signed, and the element itself.
#[derive(Clone, Debug)]
pub struct Verified {
    pub(super) element: Element,
    pub(super) signer: Option<usize>,
    pub(super) algorithm: SignatureAlgorithm,
    pub(super) digest: Hash,
}

impl Verified {
    /// The element, read from the canonical bytes that were signed; its signature is removed, and
    /// so is everything around it.
    #[must_use]
    pub const fn element(&self) -> &Element {
        &self.element
    }

    /// The element by value.
    #[must_use]
    pub fn into_element(self) -> Element {
        self.element
    }

    /// Index of the signer among the trusted certificates; `None` only if anybody is trusted.
    #[must_use]
    pub const fn signer(&self) -> Option<usize> {
        self.signer
    }

    /// The signature algorithm.
    #[must_use]
    pub const fn algorithm(&self) -> &SignatureAlgorithm {
        &self.algorithm
    }

    /// The hash of the reference.
    #[must_use]
    pub const fn digest(&self) -> Hash {
        self.digest
    }
}

/// Checks the signature of an element against trusted certificates in DER.
///
/// The order is: size and structure of the document, structure of the signature, signature
/// algorithm, digest algorithm, signer, its certificate's hash, kind and size of its key, digest,
/// signature value. No chain is built and no time is compared.
///
/// # Errors
/// [`SignatureError`], one variant for each rule.
pub fn verify(
    text: &str,
    which: &Which<'_>,
    trusted: &[Vec<u8>],
    policy: &SignaturePolicy,
) -> Result<Verified, SignatureError> {
    let text = screen(text.as_bytes(), &policy.limits)?;
    let document = dom::document(text)?;
    let target = dom::target(&document, *which)?;
    dom::check_ids(&document)?;
    if policy.structure == Structure::Library || *which == Which::Any {
        let question = library::Question {
            document: &document,
            text,
            which: *which,
            target,
        };
        return library::verify(&question, trusted, policy);
    }
    let signature = Profiled::of(&document, target)?;
    let algorithm = check_algorithm(&signature.algorithm, policy)?;
    let digest = check_digest(&signature.digest, policy)?;
    let candidates = key_info::candidates(&document, signature.key_info, trusted, policy)?;
    let candidates = key_info::check(candidates, &algorithm, policy)?;

    let bytes = signature.signed_bytes(&document)?;
    if digest.digest(&[&bytes]).as_bytes() != signature.digest_value {
        return Err(SignatureError::DigestMismatch {
            reference: signature.uri,
        });
    }
    let signed_info = signature.signed_info_bytes(&document)?;
    let signer = candidates
        .iter()
        .find(|candidate| {
            candidate
                .key
                .verify(&algorithm, &signed_info, &signature.value)
        })
        .ok_or(SignatureError::Value)?;
    Ok(Verified {
        element: read_again(&bytes)?,
        signer: signer.signer,
        algorithm,
        digest,
    })
}

pub(super) fn check_algorithm(
    uri: &str,
    policy: &SignaturePolicy,
) -> Result<SignatureAlgorithm, SignatureError> {
    let algorithm = SignatureAlgorithm::from_uri(uri);
    if policy.algorithms.contains(&algorithm) {
        return Ok(algorithm);
    }
    Err(SignatureError::Algorithm {
        uri: uri.to_owned(),
    })
}

pub(super) fn check_digest(uri: &str, policy: &SignaturePolicy) -> Result<Hash, SignatureError> {
    digest_from_uri(uri)
        .filter(|hash| policy.digests.contains(hash))
        .ok_or_else(|| SignatureError::Digest {
            uri: uri.to_owned(),
        })
}

/// Reads the element from its canonical bytes, which have passed the screen as a document.
pub(super) fn read_again(canonical: &[u8]) -> Result<Element, XmlError> {
    let text = std::str::from_utf8(canonical).map_err(|error| XmlError::Utf8 {
        offset: error.valid_up_to(),
    })?;
    tree(text)
}

/// The exclusive canonical form of an element without comments: what a digest is made over.
///
/// # Errors
/// [`XmlError`] if the element cannot be written as a document.
pub fn canonical(element: &Element) -> Result<Vec<u8>, XmlError> {
    let text = element.clone().declare_scope().to_text();
    let document = dom::document(&text)?;
    let root = document
        .document_element()
        .ok_or_else(|| XmlError::Malformed {
            reason: "no root".to_owned(),
        })?;
    let nodes = NodeSet::tree_without_comments(root, &document);
    dom::Canonical::of_mode(C14nMode::Exclusive).write(&document, &nodes)
}

#[cfg(test)]
mod tests;
