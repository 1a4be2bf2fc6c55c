//! Making signatures.

use bergshamra::{
    DsigContext, KeysManager,
    dsig::sign::sign_document_node,
    xml::{Document, NodeId},
};

use crate::{Element, Hash, Node, SignWith, SignatureAlgorithm, SigningError, Which, ns};

use super::{
    Position, Reference, dom,
    hook::{SignerHook, declared},
};

/// Stands in for an algorithm that the library does not know, while the template is filled in.
const STAND_IN: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);

/// Signs the root, and returns the document as it has to be sent.
///
/// # Errors
/// [`SigningError`] if the root has no ID, the key does not fit or the edited template is wrong.
pub fn sign(root: &Element, with: &SignWith<'_>) -> Result<String, SigningError> {
    sign_element(root, Which::Root, with)
}

/// Signs an element inside a document, such as an assertion, and returns the document.
///
/// # Errors
/// As [`sign`], and [`SigningError::Target`] if there is not exactly one such element.
pub fn sign_element(
    root: &Element,
    which: Which<'_>,
    with: &SignWith<'_>,
) -> Result<String, SigningError> {
    let mut root = root.clone();
    sign_in_place(&mut root, which, with)?;
    Ok(root.to_document())
}

/// Signs an element inside a tree that stays a tree, to be signed or encrypted once more. Writing
/// the tree keeps what was signed.
///
/// # Errors
/// As [`sign_element`]; the tree is unchanged then.
pub fn sign_in_place(
    root: &mut Element,
    which: Which<'_>,
    with: &SignWith<'_>,
) -> Result<(), SigningError> {
    with.key.check(with.algorithm)?;
    let place = Place::of(root, which)?;
    let target = place.target_mut(root)?;
    let mut signature = with.template(&uri(target, with.reference)?);
    let unknown = replace_unknown_method(&mut signature);
    let index = index(target, with.position);
    target.children.insert(index, Node::Element(signature));
    let ordinal = ordinal(target, index);

    let values = compute(&root.to_text(), &place, ordinal, with);
    let target = place.target_mut(root)?;
    let Some(Node::Element(mut signature)) = remove(&mut target.children, index) else {
        return Err(template_fault("the signature is gone"));
    };
    fill(&mut signature, &values?);
    if let (Some(uri), Some(method)) = (unknown, method_mut(&mut signature)) {
        method.set_attribute("Algorithm", uri);
    }
    target.children.insert(index, Node::Element(signature));
    Ok(())
}

/// Where the element to be signed is: the root, or one of its children.
struct Place {
    /// Index among all nodes, and among the elements.
    child: Option<(usize, usize)>,
}

impl Place {
    fn of(root: &Element, which: Which<'_>) -> Result<Self, SigningError> {
        let Which::Child { namespace, local } = which else {
            return Ok(Self { child: None });
        };
        let named = |node: &Node| node.as_element().is_some_and(|e| e.is(namespace, local));
        let found = root.children.iter().filter(|node| named(node)).count();
        match root.children.iter().position(named) {
            Some(index) if found == 1 => Ok(Self {
                child: Some((index, ordinal(root, index))),
            }),
            _ => Err(SigningError::Target {
                local: local.to_owned(),
                found,
            }),
        }
    }

    fn target_mut<'a>(&self, root: &'a mut Element) -> Result<&'a mut Element, SigningError> {
        let Some((index, _)) = self.child else {
            return Ok(root);
        };
        root.children
            .get_mut(index)
            .and_then(Node::as_element_mut)
            .ok_or_else(|| template_fault("the element is gone"))
    }

    fn node(&self, document: &Document<'_>) -> Option<NodeId> {
        let root = document.document_element()?;
        match self.child {
            None => Some(root),
            Some((_, ordinal)) => dom::elements(document, root).nth(ordinal),
        }
    }
}

/// How many elements are in front of this node.
fn ordinal(parent: &Element, index: usize) -> usize {
    let before = parent.children.iter().take(index);
    before.filter(|node| node.as_element().is_some()).count()
}

fn uri(target: &Element, reference: Reference) -> Result<String, SigningError> {
    if reference == Reference::Whole {
        return Ok(String::new());
    }
    ["ID", "Id", "id"]
        .into_iter()
        .find_map(|name| target.attribute(name))
        .map(|id| format!("#{id}"))
        .ok_or_else(|| SigningError::Id {
            local: target.local.clone(),
        })
}

fn index(target: &Element, position: Position) -> usize {
    match position {
        Position::First => 0,
        Position::Last => target.children.len(),
        Position::After { namespace, local } => target
            .children
            .iter()
            .position(|node| node.as_element().is_some_and(|e| e.is(namespace, local)))
            .map_or(0, |index| index.saturating_add(1)),
    }
}

/// What the library has computed.
struct Values {
    digests: Vec<String>,
    signature: String,
}

fn compute(
    text: &str,
    place: &Place,
    ordinal: usize,
    with: &SignWith<'_>,
) -> Result<Values, SigningError> {
    let mut document = dom::document(text).map_err(|error| template_fault(&error.to_string()))?;
    let signature = place
        .node(&document)
        .and_then(|target| dom::elements(&document, target).nth(ordinal))
        .ok_or_else(|| template_fault("the signature cannot be found"))?;
    let method = dom::first(&document, signature, "SignedInfo")
        .and_then(|info| dom::first(&document, info, "SignatureMethod"))
        .and_then(|method| dom::attribute(&document, method, "Algorithm"))
        .unwrap_or_default();
    let declared = declared(&SignatureAlgorithm::from_uri(method))
        .ok_or_else(|| template_fault("the signature method is missing"))?;
    let context = DsigContext::new(KeysManager::new()).with_hsm_signer(Box::new(SignerHook {
        key: with.key.clone(),
        algorithm: with.algorithm.clone(),
        declared,
    }));
    sign_document_node(&context, &mut document, signature)
        .map_err(|error| template_fault(&error.to_string()))?;
    Ok(read_values(&document, signature))
}

fn read_values(document: &Document<'_>, signature: NodeId) -> Values {
    let text =
        |node: Option<NodeId>| node.map_or_else(String::new, |node| dom::text(document, node));
    let digests = dom::first(document, signature, "SignedInfo")
        .into_iter()
        .flat_map(|info| dom::all(document, info, "Reference"))
        .map(|reference| text(dom::first(document, reference, "DigestValue")))
        .collect();
    Values {
        digests,
        signature: text(dom::first(document, signature, "SignatureValue")),
    }
}

fn fill(signature: &mut Element, values: &Values) {
    if let Some(info) = signature.first_mut(ns::DS, "SignedInfo") {
        let references = info
            .elements_mut()
            .filter(|element| element.is(ns::DS, "Reference"));
        for (reference, digest) in references.zip(&values.digests) {
            if let Some(value) = reference.first_mut(ns::DS, "DigestValue") {
                value.set_text(digest);
            }
        }
    }
    if let Some(value) = signature.first_mut(ns::DS, "SignatureValue") {
        value.set_text(&values.signature);
    }
}

/// Puts an algorithm in that the library knows, and returns the one that was there.
fn replace_unknown_method(signature: &mut Element) -> Option<String> {
    let method = method_mut(signature)?;
    let uri = method.attribute("Algorithm")?.to_owned();
    if declared(&SignatureAlgorithm::from_uri(&uri)).is_some() {
        return None;
    }
    method.set_attribute("Algorithm", STAND_IN.uri());
    Some(uri)
}

fn method_mut(signature: &mut Element) -> Option<&mut Element> {
    signature
        .first_mut(ns::DS, "SignedInfo")?
        .first_mut(ns::DS, "SignatureMethod")
}

fn remove(nodes: &mut Vec<Node>, index: usize) -> Option<Node> {
    (index < nodes.len()).then(|| nodes.remove(index))
}

fn template_fault(reason: &str) -> SigningError {
    SigningError::Template {
        reason: reason.to_owned(),
    }
}

#[cfg(test)]
mod tests;
