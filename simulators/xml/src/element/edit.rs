//! Changing a tree in place, as a test of a receiver does.

use std::sync::Arc;

use super::{Attribute, Declaration, Element, Node};

impl Element {
    /// Gives the element another name; children and attributes stay.
    pub fn rename(&mut self, name: &str, namespace: &str) {
        let renamed = Self::new(name, namespace);
        self.prefix = renamed.prefix;
        self.namespace = renamed.namespace;
        self.local = renamed.local;
    }

    /// Sets the value of an attribute without a namespace, and adds it if it is not there.
    pub fn set_attribute(&mut self, name: &str, value: impl Into<String>) {
        self.set_attribute_in(name, "", value);
    }

    /// Sets the value of an attribute of a namespace, and adds it if it is not there.
    pub fn set_attribute_in(&mut self, name: &str, namespace: &str, value: impl Into<String>) {
        let new = Attribute::new(name, namespace, value);
        let same = |old: &&mut Attribute| {
            old.local == new.local
                && old.namespace == new.namespace
                && (!new.namespace.is_empty() || old.prefix == new.prefix)
        };
        match self.attributes.iter_mut().find(same) {
            Some(old) => old.value = new.value,
            None => self.attributes.push(new),
        }
    }

    /// Removes an attribute without a namespace, and returns its value.
    pub fn remove_attribute(&mut self, name: &str) -> Option<String> {
        self.remove_attribute_in("", name)
    }

    /// Removes an attribute of a namespace, and returns its value.
    pub fn remove_attribute_in(&mut self, namespace: &str, local: &str) -> Option<String> {
        let index = self
            .attributes
            .iter()
            .position(|attribute| attribute.is(namespace, local))?;
        Some(self.attributes.remove(index).value)
    }

    /// The attributes, to be reordered or changed.
    pub const fn attributes_mut(&mut self) -> &mut Vec<Attribute> {
        &mut self.attributes
    }

    /// Declares a namespace here, or changes the declaration of the prefix. Names do not change.
    pub fn set_declaration(&mut self, prefix: &str, namespace: &str) {
        let namespace = Arc::from(namespace);
        match self
            .declarations
            .iter_mut()
            .find(|old| old.prefix == prefix)
        {
            Some(old) => old.namespace = namespace,
            None => self.declarations.push(Declaration {
                prefix: prefix.to_owned(),
                namespace,
            }),
        }
    }

    /// All nodes inside, to be changed.
    pub const fn children_mut(&mut self) -> &mut Vec<Node> {
        &mut self.children
    }

    /// The child elements, to be changed.
    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Self> {
        self.children.iter_mut().filter_map(Node::as_element_mut)
    }

    /// The first child element of this name, to be changed.
    pub fn first_mut(&mut self, namespace: &str, local: &str) -> Option<&mut Self> {
        self.elements_mut()
            .find(|element| element.is(namespace, local))
    }

    /// The first element of this name below, to be changed; depth first, in document order.
    pub fn find_mut(&mut self, namespace: &str, local: &str) -> Option<&mut Self> {
        self.find_mut_where(&mut |element| element.is(namespace, local))
    }

    /// The first element below for which the question is answered with yes, to be changed.
    pub fn find_mut_where(&mut self, question: &mut dyn FnMut(&Self) -> bool) -> Option<&mut Self> {
        for element in self.elements_mut() {
            if question(element) {
                return Some(element);
            }
            if let Some(found) = element.find_mut_where(question) {
                return Some(found);
            }
        }
        None
    }

    /// Adds a node at the end.
    pub fn push(&mut self, child: impl Into<Node>) {
        self.children.push(child.into());
    }

    /// Adds a node in front of everything inside.
    pub fn push_first(&mut self, child: impl Into<Node>) {
        self.children.insert(0, child.into());
    }

    /// Adds a node behind the first child element of this name; at the front if there is none.
    pub fn insert_after(&mut self, namespace: &str, local: &str, child: impl Into<Node>) {
        let index = self
            .position(namespace, local)
            .map_or(0, |index| index.saturating_add(1));
        self.children.insert(index, child.into());
    }

    /// Adds a node in front of the first child element of this name; at the end if there is none.
    pub fn insert_before(&mut self, namespace: &str, local: &str, child: impl Into<Node>) {
        let index = self.position(namespace, local);
        self.children
            .insert(index.unwrap_or(self.children.len()), child.into());
    }

    /// Takes the first child element of this name out.
    pub fn remove_first(&mut self, namespace: &str, local: &str) -> Option<Self> {
        let index = self.position(namespace, local)?;
        match self.children.remove(index) {
            Node::Element(element) => Some(element),
            _ => None,
        }
    }

    /// Removes every element of this name, at any depth. Returns how many there were.
    pub fn remove_all(&mut self, namespace: &str, local: &str) -> usize {
        let before = self.children.len();
        self.children.retain(|node| {
            !node
                .as_element()
                .is_some_and(|element| element.is(namespace, local))
        });
        let here = before.saturating_sub(self.children.len());
        self.elements_mut().fold(here, |count, element| {
            count.saturating_add(element.remove_all(namespace, local))
        })
    }

    /// Replaces everything inside by a text.
    pub fn set_text(&mut self, text: impl Into<String>) {
        self.children = vec![Node::Text(text.into())];
    }

    /// Removes everything inside.
    pub fn clear(&mut self) {
        self.children.clear();
    }

    fn position(&self, namespace: &str, local: &str) -> Option<usize> {
        self.children.iter().position(|node| {
            node.as_element()
                .is_some_and(|element| element.is(namespace, local))
        })
    }
}
