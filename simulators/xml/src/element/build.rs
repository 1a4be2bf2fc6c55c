//! Building a tree by value.

use std::sync::Arc;

use crate::ns;

use super::{Attribute, Declaration, Element, Node, Scope};

impl Element {
    /// An empty element. The name may have a prefix; an empty namespace means none.
    ///
    /// A prefix with an empty namespace is written as it is, so that a test can leave it undeclared.
    #[must_use]
    pub fn new(name: &str, namespace: &str) -> Self {
        let (prefix, local) = split(name);
        Self::from_parts(prefix, Arc::from(namespace), local)
    }

    pub(crate) fn from_parts(prefix: &str, namespace: Arc<str>, local: &str) -> Self {
        Self {
            prefix: prefix.to_owned(),
            namespace,
            local: local.to_owned(),
            declarations: Vec::new(),
            attributes: Vec::new(),
            children: Vec::new(),
            scope: Scope::default(),
        }
    }

    /// Adds an attribute without a namespace, or replaces its value.
    #[must_use]
    pub fn attr(mut self, name: &str, value: impl Into<String>) -> Self {
        self.set_attribute(name, value);
        self
    }

    /// Adds an attribute without a namespace, if there is a value for it.
    #[must_use]
    pub fn attr_if(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.attr(name, value),
            None => self,
        }
    }

    /// Adds an attribute of a namespace, such as `xsi:type`, or replaces its value.
    #[must_use]
    pub fn attr_in(mut self, name: &str, namespace: &str, value: impl Into<String>) -> Self {
        self.set_attribute_in(name, namespace, value);
        self
    }

    /// Declares a namespace here, whether or not a name uses it. Values of `xsi:type` need that.
    /// An empty prefix declares the default namespace.
    #[must_use]
    pub fn declare(mut self, prefix: &str, namespace: &str) -> Self {
        self.set_declaration(prefix, namespace);
        self
    }

    /// Adds an element or another node at the end.
    #[must_use]
    pub fn child(mut self, child: impl Into<Node>) -> Self {
        self.push(child);
        self
    }

    /// Adds an element at the end, if there is one.
    #[must_use]
    pub fn child_if(self, child: Option<Self>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Adds elements at the end.
    #[must_use]
    pub fn children_from(mut self, children: impl IntoIterator<Item = Self>) -> Self {
        self.children
            .extend(children.into_iter().map(Node::Element));
        self
    }

    /// Adds text at the end.
    #[must_use]
    pub fn text_child(self, text: impl Into<String>) -> Self {
        self.child(Node::Text(text.into()))
    }

    /// Adds a comment at the end.
    #[must_use]
    pub fn comment_child(self, text: impl Into<String>) -> Self {
        self.child(Node::Comment(text.into()))
    }

    /// Declares every namespace that was in scope where the element was read, so that its values
    /// of `xsi:type` keep their meaning when it travels alone.
    #[must_use]
    pub fn declare_scope(mut self) -> Self {
        let scope = std::mem::take(&mut self.scope);
        for outer in scope.declarations() {
            let known = |own: &Declaration| own.prefix == outer.prefix;
            if !self.declarations.iter().any(known) {
                self.declarations.push(outer.clone());
            }
        }
        self
    }
}

impl Attribute {
    /// An attribute. The name may have a prefix; an empty namespace means none.
    #[must_use]
    pub fn new(name: &str, namespace: &str, value: impl Into<String>) -> Self {
        let (prefix, local) = split(name);
        let namespace = if prefix == "xml" { ns::XML } else { namespace };
        Self {
            prefix: prefix.to_owned(),
            namespace: Arc::from(namespace),
            local: local.to_owned(),
            value: value.into(),
        }
    }
}

/// Splits a qualified name into prefix and local part.
fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}
