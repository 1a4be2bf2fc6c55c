//! Checking signatures of any structure, as far as the library can process it.
//!
//! For receivers that are wrong on purpose. References to files are refused here too: the library
//! would open them.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use bergshamra::{
    DsigContext, KeysManager, VerifyResult,
    c14n::C14nMode,
    dsig::verify::verify_all_document_with_source,
    xml::{Document, NodeId, NodeSet},
};

use crate::{SignatureError, SignaturePolicy, StructureFault, Which, ns};

use super::{
    Verified,
    dom::{self, Canonical},
    hook::{VerifierHook, declared},
    key_info,
    verify::{check_algorithm, check_digest, read_again},
};

/// A document as text and as tree, and the element that is asked for.
pub(super) struct Question<'a, 'd> {
    pub(super) document: &'a Document<'d>,
    pub(super) text: &'a str,
    pub(super) which: Which<'a>,
    pub(super) target: NodeId,
}

pub(super) fn verify(
    question: &Question<'_, '_>,
    trusted: &[Vec<u8>],
    policy: &SignaturePolicy,
) -> Result<Verified, SignatureError> {
    let (document, target) = (question.document, question.target);
    let signatures: Vec<_> = dom::descendants(document, document.root())
        .filter(|node| dom::is(document, *node, ns::DS, "Signature"))
        .collect();
    let signature =
        dom::first(document, target, "Signature").ok_or_else(|| SignatureError::Missing {
            local: dom::local(document, target),
        })?;
    let info =
        dom::first(document, signature, "SignedInfo").ok_or_else(|| misplaced("SignedInfo"))?;
    let algorithm = check_algorithm(&method(document, info, "SignatureMethod")?, policy)?;
    let digests = references(document, info)
        .map(|reference| check_digest(&method(document, reference, "DigestMethod")?, policy))
        .collect::<Result<Vec<_>, _>>()?;
    let key_info = dom::first(document, signature, "KeyInfo");
    let candidates = key_info::candidates(document, key_info, trusted, policy)?;
    let candidates = key_info::check(candidates, &algorithm, policy)?;

    refuse_files(document)?;
    let matched = Arc::new(AtomicUsize::new(0));
    let hook = VerifierHook {
        keys: candidates
            .iter()
            .map(|candidate| candidate.key.clone())
            .collect(),
        declared: declared(&algorithm).ok_or_else(|| SignatureError::Algorithm {
            uri: algorithm.uri().to_owned(),
        })?,
        algorithm: algorithm.clone(),
        matched: Arc::clone(&matched),
    };
    let index = signatures.iter().position(|node| *node == signature);
    let covered = covered(document, question.text, hook, index.unwrap_or_default())?;
    let bytes = signed_element(document, target, question.which, &covered)?;
    let signer = candidates.get(matched.load(Ordering::Relaxed));
    Ok(Verified {
        element: read_again(&bytes)?,
        signer: signer.and_then(|candidate| candidate.signer),
        algorithm,
        digest: digests
            .first()
            .copied()
            .ok_or(StructureFault::References { found: 0 })?,
    })
}

/// Lets the library verify, and returns what the references of our signature lead to.
fn covered(
    document: &Document<'_>,
    text: &str,
    hook: VerifierHook,
    index: usize,
) -> Result<Vec<NodeId>, SignatureError> {
    let context = DsigContext::new(KeysManager::new())
        .with_strict_verification(false)
        .with_hsm_verifier(Box::new(hook));
    let results = verify_all_document_with_source(&context, document, Some(text));
    let results = results.map_err(|error| fault(error.to_string()))?;
    match results.into_iter().nth(index) {
        Some(VerifyResult::Valid { references, .. }) => Ok(references
            .into_iter()
            .filter_map(|reference| match reference.resolved_node {
                Some(node) => Some(node),
                None if reference.uri.is_empty() => document.document_element(),
                None => None,
            })
            .collect()),
        Some(VerifyResult::Invalid { reason }) if reason.contains("digest does not match") => {
            Err(SignatureError::DigestMismatch { reference: reason })
        }
        Some(VerifyResult::Invalid { reason }) if reason.contains("signature value") => {
            Err(SignatureError::Value)
        }
        Some(VerifyResult::Invalid { reason }) => Err(fault(reason)),
        None => Err(misplaced("Signature")),
    }
}

/// The canonical bytes of a signed element without the signatures that it carries. If references
/// lead elsewhere only, it is the first of those that is handed out, as a wrong receiver does.
fn signed_element(
    document: &Document<'_>,
    target: NodeId,
    which: Which<'_>,
    covered: &[NodeId],
) -> Result<Vec<u8>, SignatureError> {
    let element = match which {
        Which::Any => covered.first().copied(),
        Which::Root | Which::Child { .. } => covered.iter().copied().find(|node| *node == target),
    };
    let element = element.ok_or_else(|| StructureFault::Reference { uri: String::new() })?;
    let mut nodes = NodeSet::tree_without_comments(element, document);
    for signature in dom::all(document, element, "Signature") {
        dom::remove_subtree(document, &mut nodes, signature);
    }
    Ok(Canonical::of_mode(C14nMode::Exclusive).write(document, &nodes)?)
}

fn references<'a>(document: &'a Document<'_>, info: NodeId) -> impl Iterator<Item = NodeId> + 'a {
    dom::all(document, info, "Reference")
}

fn method(document: &Document<'_>, parent: NodeId, name: &str) -> Result<String, SignatureError> {
    dom::first(document, parent, name)
        .and_then(|method| dom::attribute(document, method, "Algorithm"))
        .map(ToOwned::to_owned)
        .ok_or_else(|| misplaced(name))
}

fn refuse_files(document: &Document<'_>) -> Result<(), SignatureError> {
    let foreign = dom::descendants(document, document.root())
        .filter(|node| dom::is(document, *node, ns::DS, "Reference"))
        .filter_map(|node| dom::attribute(document, node, "URI"))
        .find(|uri| !uri.is_empty() && !uri.starts_with('#'));
    match foreign {
        None => Ok(()),
        Some(uri) => Err(StructureFault::Reference {
            uri: uri.to_owned(),
        }
        .into()),
    }
}

fn misplaced(name: &str) -> SignatureError {
    SignatureError::Structure(StructureFault::Element {
        element: name.to_owned(),
    })
}

fn fault(reason: String) -> SignatureError {
    SignatureError::Structure(StructureFault::Library { reason })
}
