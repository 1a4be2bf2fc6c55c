//! The structure that SAML and eIDAS allow a signature to have [SAML Core §5.4].
//!
//! ```text
//! Signature
//!   SignedInfo
//!     CanonicalizationMethod  exclusive, with or without comments
//!     SignatureMethod
//!     Reference               one; URI = "#" + ID of the parent of Signature, or empty for a root
//!       Transforms            enveloped-signature, then at most one exclusive canonicalization
//!       DigestMethod
//!       DigestValue
//!   SignatureValue
//!   KeyInfo                   optional; nothing else, no Object
//! ```

use bergshamra::{
    c14n::C14nMode,
    xml::{Document, NodeId, NodeSet},
};

use crate::{SignatureError, StructureFault, XmlError, algorithm::ENVELOPED};

use super::dom::{self, Canonical};

/// A signature that has the right structure.
#[derive(Debug)]
pub(super) struct Profiled {
    pub(super) signature: NodeId,
    pub(super) signed_info: NodeId,
    pub(super) key_info: Option<NodeId>,
    /// Identifier of the signature algorithm.
    pub(super) algorithm: String,
    /// Identifier of the digest algorithm.
    pub(super) digest: String,
    pub(super) digest_value: Vec<u8>,
    pub(super) value: Vec<u8>,
    pub(super) uri: String,
    target: NodeId,
    info_method: Canonical,
    transform: Canonical,
}

impl Profiled {
    /// Reads the signature of an element.
    pub(super) fn of(document: &Document<'_>, target: NodeId) -> Result<Self, SignatureError> {
        let signature = only_signature(document, target)?;
        let (signed_info, value, key_info) = parts(document, signature)?;
        let [info_method, method, reference] = exactly(
            document,
            signed_info,
            ["CanonicalizationMethod", "SignatureMethod", "Reference"],
        )?;
        let [transforms, digest, digest_value] = exactly(
            document,
            reference,
            ["Transforms", "DigestMethod", "DigestValue"],
        )?;
        let uri = dom::attribute(document, reference, "URI").unwrap_or_default();
        check_reference(document, target, reference, uri)?;
        Ok(Self {
            signature,
            signed_info,
            key_info,
            algorithm: algorithm(document, method)?,
            digest: algorithm(document, digest)?,
            digest_value: binary(document, digest_value)?,
            value: binary(document, value)?,
            uri: uri.to_owned(),
            target,
            info_method: info_method_of(document, info_method)?,
            transform: transform_of(document, transforms)?,
        })
    }

    /// The bytes that the digest is made over: the element without its signature.
    pub(super) fn signed_bytes(&self, document: &Document<'_>) -> Result<Vec<u8>, XmlError> {
        let mut nodes = if self.uri.is_empty() {
            NodeSet::all_without_comments(document)
        } else {
            NodeSet::tree_without_comments(self.target, document)
        };
        dom::remove_subtree(document, &mut nodes, self.signature);
        self.transform.write(document, &nodes)
    }

    /// The bytes that the signature value is made over.
    pub(super) fn signed_info_bytes(&self, document: &Document<'_>) -> Result<Vec<u8>, XmlError> {
        let nodes = NodeSet::tree_with_comments(self.signed_info, document);
        self.info_method.write(document, &nodes)
    }
}

fn only_signature(document: &Document<'_>, target: NodeId) -> Result<NodeId, SignatureError> {
    let mut signatures = dom::all(document, target, "Signature");
    let first = signatures.next().ok_or_else(|| SignatureError::Missing {
        local: dom::local(document, target),
    })?;
    match signatures.count() {
        0 => Ok(first),
        more => Err(StructureFault::Signatures {
            found: more.saturating_add(1),
        }
        .into()),
    }
}

/// SignedInfo, SignatureValue and KeyInfo.
fn parts(
    document: &Document<'_>,
    signature: NodeId,
) -> Result<(NodeId, NodeId, Option<NodeId>), StructureFault> {
    let elements: Vec<_> = dom::elements(document, signature).collect();
    let (signed_info, value, rest) = match elements.as_slice() {
        [signed_info, value, rest @ ..] => (*signed_info, *value, rest),
        _ => return Err(misplaced("SignatureValue")),
    };
    expect(document, signed_info, "SignedInfo")?;
    expect(document, value, "SignatureValue")?;
    match rest {
        [] => Ok((signed_info, value, None)),
        [key_info] => {
            expect(document, *key_info, "KeyInfo")?;
            Ok((signed_info, value, Some(*key_info)))
        }
        [_, other, ..] => Err(misplaced(&dom::local(document, *other))),
    }
}

/// The child elements, if these and no others are there in this order.
fn exactly<const N: usize>(
    document: &Document<'_>,
    parent: NodeId,
    names: [&str; N],
) -> Result<[NodeId; N], StructureFault> {
    let references = dom::all(document, parent, "Reference").count();
    if names.contains(&"Reference") && references != 1 {
        return Err(StructureFault::References { found: references });
    }
    let elements: Vec<_> = dom::elements(document, parent).collect();
    for (index, name) in names.into_iter().enumerate() {
        let element = elements.get(index).ok_or_else(|| misplaced(name))?;
        expect(document, *element, name)?;
    }
    if let Some(surplus) = elements.get(N) {
        return Err(misplaced(&dom::local(document, *surplus)));
    }
    <[NodeId; N]>::try_from(elements).map_err(|_| misplaced(&dom::local(document, parent)))
}

fn expect(document: &Document<'_>, node: NodeId, name: &str) -> Result<(), StructureFault> {
    if dom::is(document, node, crate::ns::DS, name) {
        return Ok(());
    }
    Err(misplaced(name))
}

fn misplaced(name: &str) -> StructureFault {
    StructureFault::Element {
        element: name.to_owned(),
    }
}

fn check_reference(
    document: &Document<'_>,
    target: NodeId,
    reference: NodeId,
    uri: &str,
) -> Result<(), StructureFault> {
    let present = dom::attribute(document, reference, "URI").is_some();
    let is_root = document.document_element() == Some(target);
    let names_target = uri
        .strip_prefix('#')
        .is_some_and(|id| !id.is_empty() && dom::id(document, target) == Some(id));
    if names_target || (present && uri.is_empty() && is_root) {
        return Ok(());
    }
    Err(StructureFault::Reference {
        uri: uri.to_owned(),
    })
}

/// Enveloped-signature, then at most one exclusive canonicalization. Without one, what remains is
/// canonicalized inclusively [XML Signature 1.1 §4.4.3.2].
fn transform_of(document: &Document<'_>, transforms: NodeId) -> Result<Canonical, StructureFault> {
    let mut found = None;
    for (index, transform) in dom::elements(document, transforms).enumerate() {
        expect(document, transform, "Transform")?;
        let uri = dom::attribute(document, transform, "Algorithm").unwrap_or_default();
        let canonical =
            Canonical::of(document, transform).filter(|canonical| canonical.mode.is_exclusive());
        match (index, canonical) {
            (0, None) if uri == ENVELOPED => {}
            (0, Some(_)) => return Err(StructureFault::NotEnveloped),
            (1, Some(canonical)) => found = Some(canonical),
            _ => {
                return Err(StructureFault::Transform {
                    uri: uri.to_owned(),
                });
            }
        }
    }
    if dom::elements(document, transforms).next().is_none() {
        return Err(StructureFault::NotEnveloped);
    }
    Ok(found.unwrap_or_else(|| Canonical::of_mode(C14nMode::Inclusive)))
}

fn info_method_of(document: &Document<'_>, method: NodeId) -> Result<Canonical, StructureFault> {
    Canonical::of(document, method)
        .filter(|canonical| canonical.mode.is_exclusive())
        .ok_or_else(|| StructureFault::Canonicalization {
            uri: dom::attribute(document, method, "Algorithm")
                .unwrap_or_default()
                .to_owned(),
        })
}

fn algorithm(document: &Document<'_>, method: NodeId) -> Result<String, StructureFault> {
    dom::attribute(document, method, "Algorithm")
        .map(ToOwned::to_owned)
        .ok_or_else(|| misplaced("Algorithm"))
}

fn binary(document: &Document<'_>, node: NodeId) -> Result<Vec<u8>, StructureFault> {
    dom::binary(document, node).ok_or_else(|| StructureFault::Base64 {
        element: dom::local(document, node),
    })
}
