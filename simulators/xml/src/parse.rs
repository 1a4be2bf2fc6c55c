//! From text to tree.

use std::{collections::HashMap, sync::Arc};

use crate::{Attribute, Declaration, Element, Limits, Node, XmlError, element::Scope, screen};

/// Screens a document and reads it into a tree. Namespaces are resolved, references and CDATA
/// sections become text, line ends become `\n` [XML 1.0 §2.11].
///
/// # Errors
/// [`XmlError`] if the screen refuses the document, or if it or its namespaces are not well-formed.
pub fn parse(bytes: &[u8], limits: &Limits) -> Result<Element, XmlError> {
    tree(screen(bytes, limits)?)
}

/// Reads a text that has passed the screen, or that this crate has made itself.
pub(crate) fn tree(text: &str) -> Result<Element, XmlError> {
    let document = roxmltree::Document::parse(text).map_err(|error| XmlError::Malformed {
        reason: error.to_string(),
    })?;
    Ok(Reading::default().element(document.root_element(), &Scope::default()))
}

/// Shares one copy of each namespace name between all elements.
#[derive(Default)]
struct Reading<'a> {
    namespaces: HashMap<&'a str, Arc<str>>,
}

impl<'a> Reading<'a> {
    // Recursion is bounded by the depth limit of the screen.
    fn element(&mut self, node: roxmltree::Node<'a, '_>, outer: &Scope) -> Element {
        let declarations = self.declarations(node);
        let scope = outer.inner(&declarations);
        let name = node.tag_name();
        let namespace = self.share(name.namespace().unwrap_or_default());
        let mut element = Element::from_parts(prefix_of(start_tag(node)), namespace, name.name());
        element.declarations = declarations;
        element.attributes = node
            .attributes()
            .map(|attribute| self.attribute(node, &attribute))
            .collect();
        element.children = node
            .children()
            .filter_map(|child| self.node(child, &scope))
            .collect();
        element.scope = scope;
        element
    }

    fn node(&mut self, node: roxmltree::Node<'a, '_>, scope: &Scope) -> Option<Node> {
        match node.node_type() {
            roxmltree::NodeType::Element => Some(Node::Element(self.element(node, scope))),
            roxmltree::NodeType::Text => node.text().map(|text| Node::Text(text.to_owned())),
            roxmltree::NodeType::Comment => node.text().map(|text| Node::Comment(text.to_owned())),
            roxmltree::NodeType::PI => node.pi().map(|instruction| Node::Instruction {
                target: instruction.target.to_owned(),
                data: instruction.value.unwrap_or_default().to_owned(),
            }),
            roxmltree::NodeType::Root => None,
        }
    }

    /// The declarations of this element itself. The parser lists them in front of the inherited
    /// ones, but does not say how many they are.
    fn declarations(&mut self, node: roxmltree::Node<'a, '_>) -> Vec<Declaration> {
        let own = count_declarations(start_tag(node));
        node.namespaces()
            .take(own)
            .map(|namespace| Declaration {
                prefix: namespace.name().unwrap_or_default().to_owned(),
                namespace: Arc::from(namespace.uri()),
            })
            .collect()
    }

    fn attribute(
        &mut self,
        node: roxmltree::Node<'a, '_>,
        attribute: &roxmltree::Attribute<'a, '_>,
    ) -> Attribute {
        let name = node.document().input_text().get(attribute.range_qname());
        Attribute {
            prefix: prefix_of(name.unwrap_or_default()).to_owned(),
            namespace: self.share(attribute.namespace().unwrap_or_default()),
            local: attribute.name().to_owned(),
            value: attribute.value().to_owned(),
        }
    }

    fn share(&mut self, namespace: &'a str) -> Arc<str> {
        self.namespaces
            .entry(namespace)
            .or_insert_with(|| Arc::from(namespace))
            .clone()
    }
}

/// The source of an element from behind its `<` to the end of the document.
fn start_tag<'a>(node: roxmltree::Node<'_, 'a>) -> &'a str {
    let start = node.range().start.saturating_add(1);
    node.document()
        .input_text()
        .get(start..)
        .unwrap_or_default()
}

/// The prefix of the qualified name that the text begins with; empty if it has none.
fn prefix_of(text: &str) -> &str {
    let end = text.find([':', ' ', '\t', '\r', '\n', '/', '>', '=']);
    match end.map(|end| text.split_at(end)) {
        Some((prefix, rest)) if rest.starts_with(':') => prefix,
        _ => "",
    }
}

/// How many namespaces a start tag declares, `xmlns:xml` not counted. The tag is well-formed.
fn count_declarations(mut tag: &str) -> usize {
    let mut count = 0_usize;
    while let Some(end) = tag.find(['=', '>']) {
        let (before, rest) = tag.split_at(end);
        let Some(rest) = rest.strip_prefix('=') else {
            break;
        };
        let name = before.trim_end().rsplit([' ', '\t', '\r', '\n']).next();
        if name.is_some_and(|name| {
            name == "xmlns" || (name.starts_with("xmlns:") && name != "xmlns:xml")
        }) {
            count = count.saturating_add(1);
        }
        let value = rest.trim_start();
        let quote = value.chars().next().unwrap_or('"');
        tag = value.split(quote).nth(1).map_or("", |inside| {
            value
                .get(inside.len().saturating_add(2)..)
                .unwrap_or_default()
        });
    }
    count
}
