//! Reading the library's tree, and writing canonical XML from it.

use std::collections::HashSet;

use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use bergshamra::{
    c14n::{C14nMode, canonicalize_doc},
    xml::{Document, NodeId, NodeKind, NodeSet, uppsala},
};

use crate::{SignatureError, Which, XmlError, ns};

/// Reads a text that has passed the screen.
///
/// The library would take a document type declaration; should the screen ever overlook one, it ends
/// here.
pub(super) fn document(text: &str) -> Result<Document<'_>, XmlError> {
    let document = uppsala::parse(text).map_err(|error| XmlError::Malformed {
        reason: error.to_string(),
    })?;
    match document.doctype {
        None => Ok(document),
        Some(_) => Err(XmlError::DocumentType { offset: 0 }),
    }
}

pub(super) fn is(document: &Document<'_>, node: NodeId, namespace: &str, local: &str) -> bool {
    document
        .element(node)
        .is_some_and(|element| element.name.matches(Some(namespace), local))
}

/// The local name of an element, for error texts.
pub(super) fn local(document: &Document<'_>, node: NodeId) -> String {
    let element = document.element(node);
    element.map_or_else(String::new, |element| element.name.local_name.to_string())
}

pub(super) fn elements<'a>(
    document: &'a Document<'_>,
    node: NodeId,
) -> impl Iterator<Item = NodeId> + 'a {
    document
        .children_iter(node)
        .filter(|child| document.element(*child).is_some())
}

/// The child elements of XML Signature that have this name.
pub(super) fn all<'a>(
    document: &'a Document<'_>,
    node: NodeId,
    name: &'a str,
) -> impl Iterator<Item = NodeId> + 'a {
    elements(document, node).filter(move |child| is(document, *child, ns::DS, name))
}

/// The first child element of XML Signature that has this name.
pub(super) fn first(document: &Document<'_>, node: NodeId, name: &str) -> Option<NodeId> {
    elements(document, node).find(|child| is(document, *child, ns::DS, name))
}

/// The value of an attribute without a namespace.
pub(super) fn attribute<'a>(
    document: &'a Document<'_>,
    node: NodeId,
    name: &str,
) -> Option<&'a str> {
    let attributes = &document.element(node)?.attributes;
    attributes
        .iter()
        .find(|attribute| attribute.name.matches(None, name))
        .map(|attribute| &*attribute.value)
}

/// The text directly inside an element.
pub(super) fn text(document: &Document<'_>, node: NodeId) -> String {
    document
        .children_iter(node)
        .filter_map(|child| match document.node_kind(child) {
            Some(NodeKind::Text(text) | NodeKind::CData(text)) => Some(&**text),
            _ => None,
        })
        .collect()
}

/// The text directly inside an element, decoded from Base64.
pub(super) fn binary(document: &Document<'_>, node: NodeId) -> Option<Vec<u8>> {
    from_base64(&text(document, node))
}

/// Decodes Base64. White space, of which some writers put a carriage return as a reference, is
/// ignored.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let clean: Vec<u8> = text
        .bytes()
        .filter(|byte| !matches!(byte, b' ' | b'\t' | b'\r' | b'\n'))
        .collect();
    BASE64.decode(clean).ok()
}

/// The element that must carry the signature.
pub(super) fn target(document: &Document<'_>, which: Which<'_>) -> Result<NodeId, SignatureError> {
    let root = document
        .document_element()
        .ok_or_else(|| SignatureError::Target {
            local: String::new(),
            found: 0,
        })?;
    match which {
        Which::Root => Ok(root),
        Which::Child { namespace, local } => {
            let mut found =
                elements(document, root).filter(|child| is(document, *child, namespace, local));
            match (found.next(), found.count()) {
                (Some(target), 0) => Ok(target),
                (first, rest) => Err(SignatureError::Target {
                    local: local.to_owned(),
                    found: rest.saturating_add(usize::from(first.is_some())),
                }),
            }
        }
        Which::Any => descendants(document, root)
            .find(|node| first(document, *node, "Signature").is_some())
            .ok_or_else(|| SignatureError::Missing {
                local: local(document, root),
            }),
    }
}

/// The node itself and every element below, in document order.
pub(super) fn descendants<'a>(
    document: &'a Document<'_>,
    node: NodeId,
) -> impl Iterator<Item = NodeId> + 'a {
    std::iter::once(node)
        .chain(document.descendants(node))
        .filter(|node| document.element(*node).is_some())
}

/// The ID of an element: attribute `ID`, `Id` or `id`.
pub(super) fn id<'a>(document: &'a Document<'_>, node: NodeId) -> Option<&'a str> {
    ["ID", "Id", "id"]
        .into_iter()
        .find_map(|name| attribute(document, node, name))
}

/// Refuses a document in which an ID occurs twice, under whatever name the attribute goes.
pub(super) fn check_ids(document: &Document<'_>) -> Result<(), SignatureError> {
    let mut seen = HashSet::new();
    for node in descendants(document, document.root()) {
        let attributes = document.element(node).map(|element| &element.attributes);
        for attribute in attributes.into_iter().flatten() {
            let named = matches!(
                &*attribute.name.local_name,
                "ID" | "Id" | "id" | "AssertionID"
            );
            if named && !seen.insert(&*attribute.value) {
                return Err(SignatureError::DuplicateId {
                    id: attribute.value.to_string(),
                });
            }
        }
    }
    Ok(())
}

/// A canonicalization method and its list of inclusive prefixes.
#[derive(Clone, Debug)]
pub(super) struct Canonical {
    pub(super) mode: C14nMode,
    pub(super) prefixes: Vec<String>,
}

impl Canonical {
    /// What an element with an `Algorithm` says; `None` if it is no canonicalization.
    pub(super) fn of(document: &Document<'_>, method: NodeId) -> Option<Self> {
        let mode = C14nMode::from_uri(attribute(document, method, "Algorithm")?)?;
        let list = elements(document, method)
            .find(|child| is(document, *child, mode.uri(), "InclusiveNamespaces"))
            .or_else(|| {
                elements(document, method).find(|child| {
                    is(
                        document,
                        *child,
                        crate::algorithm::EXCLUSIVE,
                        "InclusiveNamespaces",
                    )
                })
            })
            .and_then(|list| attribute(document, list, "PrefixList"));
        let prefix = |prefix: &str| match prefix {
            "#default" => String::new(),
            prefix => prefix.to_owned(),
        };
        Some(Self {
            mode,
            prefixes: list
                .unwrap_or_default()
                .split_ascii_whitespace()
                .map(prefix)
                .collect(),
        })
    }

    pub(super) const fn of_mode(mode: C14nMode) -> Self {
        Self {
            mode,
            prefixes: Vec::new(),
        }
    }

    /// The canonical bytes of a set of nodes.
    pub(super) fn write(
        &self,
        document: &Document<'_>,
        nodes: &NodeSet,
    ) -> Result<Vec<u8>, XmlError> {
        canonicalize_doc(document, self.mode, Some(nodes), &self.prefixes).map_err(|error| {
            XmlError::Malformed {
                reason: error.to_string(),
            }
        })
    }
}

/// Takes an element and everything below out of a set of nodes.
pub(super) fn remove_subtree(document: &Document<'_>, nodes: &mut NodeSet, subtree: NodeId) {
    nodes.remove_id(subtree);
    for node in document.descendants(subtree) {
        nodes.remove_id(node);
    }
}

#[cfg(test)]
mod tests {
    use super::{document, from_base64};
    use crate::XmlError;

    #[test]
    fn a_document_type_is_refused_behind_the_screen_as_well() {
        let found = document("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>");
        assert!(matches!(found, Err(XmlError::DocumentType { .. })));
    }

    #[test]
    fn base64_may_be_broken_into_lines_and_nothing_else() {
        assert_eq!(from_base64(" AQ\r\n\tID "), Some(vec![1, 2, 3]));
        for wrong in ["AQI", "AQI=A", "A*ID", "AQID\u{a0}"] {
            assert_eq!(from_base64(wrong), None, "{wrong}");
        }
    }
}
