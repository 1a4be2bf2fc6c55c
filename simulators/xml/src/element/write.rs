//! From tree to text.
//!
//! The text reads back as the same tree, and its canonical form is the same: carriage returns and
//! the white space of attributes are written as references [XML 1.0 §2.11, §3.3.3]. Namespaces are
//! declared where they are first needed.

use std::borrow::Cow;

use crate::ns;

use super::{Attribute, Declaration, Element, Node};

impl Element {
    /// The element as text, with every namespace declared that it needs. Characters that XML cannot
    /// express become U+FFFD.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        Writer::new(&mut text).element(self);
        text
    }

    /// The element as a document, with an XML declaration in front.
    #[must_use]
    pub fn to_document(&self) -> String {
        let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Writer::new(&mut text).element(self);
        text
    }
}

struct Writer<'a, 't> {
    text: &'t mut String,
    /// Prefix and namespace of all declarations around, outermost first.
    in_scope: Vec<(Cow<'a, str>, &'a str)>,
}

/// The names of one start tag while their prefixes are found.
#[derive(Default)]
struct Tag<'a> {
    /// How many declarations were in scope around the element.
    outer: usize,
    /// The prefix of the element, then that of each attribute.
    prefixes: Vec<Cow<'a, str>>,
}

impl<'a, 't> Writer<'a, 't> {
    const fn new(text: &'t mut String) -> Self {
        Self {
            text,
            in_scope: Vec::new(),
        }
    }

    fn element(&mut self, element: &'a Element) {
        let tag = self.declare(element);
        let mut prefixes = tag.prefixes.iter();
        let prefix = prefixes.next().map_or("", |prefix| &**prefix);
        self.text.push('<');
        self.push_name(prefix, &element.local);
        self.push_declarations(tag.outer);
        for (attribute, prefix) in element.attributes.iter().zip(prefixes) {
            self.text.push(' ');
            self.push_name(prefix, &attribute.local);
            self.text.push_str("=\"");
            escape(self.text, &attribute.value, Place::Attribute);
            self.text.push('"');
        }
        if element.children.is_empty() {
            self.text.push_str("/>");
        } else {
            self.text.push('>');
            for child in &element.children {
                self.node(child);
            }
            self.text.push_str("</");
            self.push_name(prefix, &element.local);
            self.text.push('>');
        }
        self.in_scope.truncate(tag.outer);
    }

    fn node(&mut self, node: &'a Node) {
        match node {
            Node::Element(element) => self.element(element),
            Node::Text(text) => escape(self.text, text, Place::Text),
            Node::Comment(text) => {
                self.text.push_str("<!--");
                escape(self.text, &without_double_hyphens(text), Place::Raw);
                self.text.push_str("-->");
            }
            Node::Instruction { target, data } => {
                self.text.push_str("<?");
                self.text.push_str(target);
                if !data.is_empty() {
                    self.text.push(' ');
                    escape(self.text, &data.replace("?>", "? >"), Place::Raw);
                }
                self.text.push_str("?>");
            }
        }
    }

    /// Puts the declarations of an element in scope, and finds the prefix for each of its names.
    fn declare(&mut self, element: &'a Element) -> Tag<'a> {
        let mut tag = Tag {
            outer: self.in_scope.len(),
            prefixes: Vec::with_capacity(element.attributes.len().saturating_add(1)),
        };
        for declaration in &element.declarations {
            self.put_in_scope(declaration, element);
        }
        let prefix = self.element_prefix(element);
        tag.prefixes.push(prefix);
        for attribute in &element.attributes {
            let prefix = self.attribute_prefix(attribute, &tag);
            tag.prefixes.push(prefix);
        }
        tag
    }

    /// Leaves out what no document may say, and what the name of the element contradicts.
    fn put_in_scope(&mut self, declaration: &'a Declaration, element: &Element) {
        let (prefix, namespace) = (&*declaration.prefix, &*declaration.namespace);
        let reserved = matches!(prefix, "xml" | "xmlns");
        let undeclares_prefix = namespace.is_empty() && !prefix.is_empty();
        let contradicted = prefix == element.prefix && namespace != &*element.namespace;
        if !reserved && !undeclares_prefix && !contradicted {
            self.in_scope.push((Cow::Borrowed(prefix), namespace));
        }
    }

    fn element_prefix(&mut self, element: &'a Element) -> Cow<'a, str> {
        let (prefix, namespace) = (&*element.prefix, &*element.namespace);
        if namespace == ns::XML {
            return Cow::Borrowed("xml");
        }
        if matches!(prefix, "xml" | "xmlns") && !namespace.is_empty() {
            return self.another_prefix(namespace);
        }
        let as_it_is = namespace.is_empty() && !prefix.is_empty();
        if !as_it_is && self.lookup(prefix) != namespace {
            self.in_scope.push((Cow::Borrowed(prefix), namespace));
        }
        Cow::Borrowed(prefix)
    }

    fn attribute_prefix(&mut self, attribute: &'a Attribute, tag: &Tag<'a>) -> Cow<'a, str> {
        let (prefix, namespace) = (&*attribute.prefix, &*attribute.namespace);
        if namespace == ns::XML {
            return Cow::Borrowed("xml");
        }
        if namespace.is_empty() {
            return Cow::Borrowed(prefix);
        }
        // The default namespace does not reach attributes.
        if prefix.is_empty() || matches!(prefix, "xml" | "xmlns") {
            return self.another_prefix(namespace);
        }
        if self.lookup(prefix) == namespace {
            return Cow::Borrowed(prefix);
        }
        let declared = self.in_scope.iter().skip(tag.outer);
        let taken = declared.map(|(known, _)| known).chain(&tag.prefixes);
        if taken.into_iter().any(|known| known == prefix) {
            return self.another_prefix(namespace);
        }
        self.in_scope.push((Cow::Borrowed(prefix), namespace));
        Cow::Borrowed(prefix)
    }

    /// A prefix that stands for the namespace already, or a new one.
    fn another_prefix(&mut self, namespace: &'a str) -> Cow<'a, str> {
        let bound = self.in_scope.iter().find(|(prefix, uri)| {
            *uri == namespace && !prefix.is_empty() && self.lookup(prefix) == namespace
        });
        if let Some((prefix, _)) = bound {
            return prefix.clone();
        }
        let free = (1_usize..)
            .map(|number| format!("ns{number}"))
            .find(|prefix| !self.in_scope.iter().any(|(known, _)| known == prefix));
        let free: Cow<'a, str> = Cow::Owned(free.unwrap_or_default());
        self.in_scope.push((free.clone(), namespace));
        free
    }

    /// What a prefix stands for at this place; empty if nothing.
    fn lookup(&self, prefix: &str) -> &'a str {
        self.in_scope
            .iter()
            .rev()
            .find(|(known, _)| known == prefix)
            .map_or("", |(_, namespace)| namespace)
    }

    fn push_declarations(&mut self, outer: usize) {
        for (prefix, namespace) in self.in_scope.iter().skip(outer) {
            self.text.push_str(" xmlns");
            if !prefix.is_empty() {
                self.text.push(':');
                self.text.push_str(prefix);
            }
            self.text.push_str("=\"");
            escape(self.text, namespace, Place::Attribute);
            self.text.push('"');
        }
    }

    fn push_name(&mut self, prefix: &str, local: &str) {
        if !prefix.is_empty() {
            self.text.push_str(prefix);
            self.text.push(':');
        }
        self.text.push_str(local);
    }
}

/// A comment may not contain `--`, nor end in `-` [XML 1.0 §2.5].
fn without_double_hyphens(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character == '-' && out.ends_with('-') {
            out.push(' ');
        }
        out.push(character);
    }
    if out.ends_with('-') {
        out.push(' ');
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Text,
    Attribute,
    /// Comments and processing instructions, where nothing is escaped.
    Raw,
}

fn escape(out: &mut String, text: &str, place: Place) {
    let mut clean = 0;
    for (index, character) in text.char_indices() {
        let Some(replacement) = replacement(character, place) else {
            continue;
        };
        out.push_str(text.get(clean..index).unwrap_or_default());
        out.push_str(replacement);
        clean = index.saturating_add(character.len_utf8());
    }
    out.push_str(text.get(clean..).unwrap_or_default());
}

fn replacement(character: char, place: Place) -> Option<&'static str> {
    match (character, place) {
        ('&', Place::Text | Place::Attribute) => Some("&amp;"),
        ('<', Place::Text | Place::Attribute) => Some("&lt;"),
        ('>', Place::Text) => Some("&gt;"),
        ('"', Place::Attribute) => Some("&quot;"),
        ('\t', Place::Attribute) => Some("&#9;"),
        ('\n', Place::Attribute) => Some("&#10;"),
        ('\r', Place::Text | Place::Attribute) => Some("&#13;"),
        ('\t' | '\n' | '\r', _) => None,
        ('\0'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}', _) => Some("\u{FFFD}"),
        _ => None,
    }
}
