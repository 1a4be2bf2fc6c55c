//! Reading a tree.

use crate::ns;

use super::{Attribute, Declaration, Element, Node};

impl Element {
    /// Whether this is the name. An empty namespace means none.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && *self.namespace == *namespace
    }

    /// The prefix of the name; empty if it has none.
    #[must_use]
    pub fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The namespace of the name; empty if it has none.
    #[must_use]
    pub fn namespace(&self) -> &str {
        &self.namespace
    }

    /// The local part of the name.
    #[must_use]
    pub fn local(&self) -> &str {
        &self.local
    }

    /// The attributes in document order, without namespace declarations.
    #[must_use]
    pub fn attributes(&self) -> &[Attribute] {
        &self.attributes
    }

    /// The namespace declarations of this element itself.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// The value of an attribute without a namespace.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attribute_in("", name)
    }

    /// The value of an attribute of a namespace.
    #[must_use]
    pub fn attribute_in(&self, namespace: &str, local: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.is(namespace, local))
            .map(|attribute| attribute.value.as_str())
    }

    /// Everything inside, in document order.
    #[must_use]
    pub fn children(&self) -> &[Node] {
        &self.children
    }

    /// The child elements.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(Node::as_element)
    }

    /// The first child element of this name.
    #[must_use]
    pub fn first(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.elements().find(|element| element.is(namespace, local))
    }

    /// The child elements of this name.
    pub fn all<'a>(&'a self, namespace: &'a str, local: &'a str) -> impl Iterator<Item = &'a Self> {
        self.elements()
            .filter(move |element| element.is(namespace, local))
    }

    /// The element that a path of child elements of one namespace leads to.
    #[must_use]
    pub fn at(&self, namespace: &str, path: &[&str]) -> Option<&Self> {
        path.iter()
            .try_fold(self, |element, local| element.first(namespace, local))
    }

    /// Every element below, in document order.
    pub fn descendants(&self) -> impl Iterator<Item = &Self> {
        let mut open = vec![self.children.iter()];
        std::iter::from_fn(move || {
            loop {
                match open.last_mut()?.next() {
                    Some(Node::Element(element)) => {
                        open.push(element.children.iter());
                        return Some(element);
                    }
                    Some(_) => {}
                    None => {
                        open.pop();
                    }
                }
            }
        })
    }

    /// The first element of this name below, in document order.
    #[must_use]
    pub fn find(&self, namespace: &str, local: &str) -> Option<&Self> {
        self.descendants()
            .find(|element| element.is(namespace, local))
    }

    /// The text directly inside, joined. Comments and processing instructions are ignored: one in
    /// the middle of a value neither cuts it nor adds to it.
    #[must_use]
    pub fn text(&self) -> String {
        self.texts().collect()
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.children.iter().filter_map(|node| match node {
            Node::Text(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The namespace that a prefix stands for here: a declaration of this element, one that was in
    /// scope where it was read, or the prefix of its own name. Empty for an undeclared default.
    #[must_use]
    pub fn resolve_prefix(&self, prefix: &str) -> Option<&str> {
        if prefix == "xml" {
            return Some(ns::XML);
        }
        let declared = self.declarations.iter().chain(self.scope.declarations());
        let mut namespaces = declared
            .filter(|declaration| declaration.prefix == prefix)
            .map(|declaration| &*declaration.namespace);
        namespaces
            .next()
            .or_else(|| (self.prefix == prefix).then_some(&*self.namespace))
            .or_else(|| prefix.is_empty().then_some(""))
    }

    /// Reads a value as a qualified name, as `xsi:type` has it: namespace and local part. `None` if
    /// the prefix is not bound.
    #[must_use]
    pub fn resolve_name<'a>(&'a self, value: &'a str) -> Option<(&'a str, &'a str)> {
        let value = value.trim();
        let (prefix, local) = value.split_once(':').unwrap_or(("", value));
        Some((self.resolve_prefix(prefix)?, local))
    }
}

impl Attribute {
    /// Whether this is the name. An empty namespace means none.
    #[must_use]
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local == local && *self.namespace == *namespace
    }
}
