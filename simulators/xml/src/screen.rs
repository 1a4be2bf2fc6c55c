//! The screen that every document passes before a parser builds a tree from it.
//!
//! One walk without a tree, linear in the size of the document. It refuses what a tree parser may
//! choke on; it does **not** check that the document is well-formed.

use quick_xml::{
    Reader,
    events::{BytesDecl, BytesStart, Event},
};

use crate::XmlError;

/// How large a document may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Length in bytes.
    pub bytes: usize,
    /// Nesting of elements; the root has depth 1. Above 100 the signature code may refuse.
    pub depth: usize,
    /// Attributes of one element, namespace declarations included.
    pub attributes: usize,
}

impl Limits {
    /// A SAML message: 128 KiB, as the EU node has it.
    pub const SAML: Self = Self::of(131_072);
    /// Metadata of a federation partner: 1 MiB.
    pub const METADATA: Self = Self::of(1_048_576);
    /// A light message between the parts of a node: 64 KiB - 1.
    pub const LIGHT: Self = Self::of(65_535);
    /// A message between eID client and eID server: 256 KiB.
    pub const PAOS: Self = Self::of(262_144);

    /// Namespace declarations in scope at one element. Tree parsers copy them from element to
    /// element, so a document could make them grow with the square of its size.
    pub const NAMESPACES: usize = 256;

    /// The usual depth and attribute limits for documents of this many bytes.
    #[must_use]
    pub const fn of(bytes: usize) -> Self {
        Self {
            bytes,
            depth: 64,
            attributes: 64,
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::SAML
    }
}

/// Refuses a document that is too large, too deep, too wide, not UTF-8, or that has a document type
/// declaration or entities. Returns it as text, without a byte order mark.
///
/// # Errors
/// [`XmlError`], with the place in the document.
pub fn screen<'a>(bytes: &'a [u8], limits: &Limits) -> Result<&'a str, XmlError> {
    if bytes.len() > limits.bytes {
        return Err(XmlError::Size {
            found: bytes.len(),
            limit: limits.bytes,
        });
    }
    let text = std::str::from_utf8(bytes).map_err(|error| XmlError::Utf8 {
        offset: error.valid_up_to(),
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    walk(text, limits)?;
    Ok(text)
}

fn walk(text: &str, limits: &Limits) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(text);
    // Names are compared by the tree parser; doing it twice costs time only.
    reader.config_mut().check_end_names = false;
    let mut open = Open::default();
    loop {
        let offset = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader
            .read_event()
            .map_err(|error| malformed(&error.to_string(), offset))?;
        match event {
            Event::Start(tag) => open.enter(&tag, limits, offset)?,
            Event::Empty(tag) => {
                open.enter(&tag, limits, offset)?;
                open.leave();
            }
            Event::End(_) => open.leave(),
            Event::DocType(_) => return Err(XmlError::DocumentType { offset }),
            Event::GeneralRef(name) => check_reference(&name, offset)?,
            Event::Decl(declaration) => check_encoding(&declaration)?,
            Event::Eof => return Ok(()),
            Event::Text(_) | Event::CData(_) | Event::Comment(_) | Event::PI(_) => {}
        }
    }
}

/// The elements that are open at one place of the document.
#[derive(Default)]
struct Open {
    /// For each, how many namespaces are declared on it and around it.
    namespaces: Vec<usize>,
}

impl Open {
    fn enter(
        &mut self,
        tag: &BytesStart<'_>,
        limits: &Limits,
        offset: usize,
    ) -> Result<(), XmlError> {
        if self.namespaces.len() >= limits.depth {
            return Err(XmlError::Depth {
                limit: limits.depth,
                offset,
            });
        }
        let own = check_attributes(tag, limits, offset)?;
        let around = self.namespaces.last().copied().unwrap_or_default();
        let namespaces = around.saturating_add(own);
        if namespaces > Limits::NAMESPACES {
            return Err(XmlError::Namespaces {
                limit: Limits::NAMESPACES,
                offset,
            });
        }
        self.namespaces.push(namespaces);
        Ok(())
    }

    fn leave(&mut self) {
        self.namespaces.pop();
    }
}

/// Returns how many of the attributes declare namespaces.
fn check_attributes(
    tag: &BytesStart<'_>,
    limits: &Limits,
    offset: usize,
) -> Result<usize, XmlError> {
    let (mut found, mut namespaces) = (0_usize, 0_usize);
    // A duplicate check here would be quadratic; the tree parser does it within the limit.
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| malformed(&error.to_string(), offset))?;
        found = found.saturating_add(1);
        if found > limits.attributes {
            return Err(XmlError::Attributes {
                limit: limits.attributes,
                offset,
            });
        }
        if attribute.key.as_namespace_binding().is_some() {
            namespaces = namespaces.saturating_add(1);
        }
        check_references_in(&attribute.value, offset)?;
    }
    Ok(namespaces)
}

/// The references of an attribute value, which the walk does not report one by one.
fn check_references_in(value: &[u8], offset: usize) -> Result<(), XmlError> {
    let mut rest = value;
    while let Some(start) = rest.iter().position(|byte| *byte == b'&') {
        rest = rest.get(start.saturating_add(1)..).unwrap_or_default();
        let end = rest
            .iter()
            .position(|byte| *byte == b';')
            .ok_or_else(|| malformed("`&` without `;`", offset))?;
        check_reference(rest.get(..end).unwrap_or_default(), offset)?;
    }
    Ok(())
}

fn check_reference(name: &[u8], offset: usize) -> Result<(), XmlError> {
    match name {
        b"lt" | b"gt" | b"amp" | b"apos" | b"quot" | [b'#', ..] => Ok(()),
        _ => Err(XmlError::Entity {
            name: String::from_utf8_lossy(name.get(..64).unwrap_or(name)).into_owned(),
            offset,
        }),
    }
}

fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), XmlError> {
    let Some(Ok(name)) = declaration.encoding() else {
        return Ok(());
    };
    let name = String::from_utf8_lossy(&name).into_owned();
    if name.eq_ignore_ascii_case("utf-8") || name.eq_ignore_ascii_case("us-ascii") {
        return Ok(());
    }
    Err(XmlError::Encoding { name })
}

fn malformed(reason: &str, offset: usize) -> XmlError {
    XmlError::Malformed {
        reason: format!("{reason} near byte {offset}"),
    }
}

#[cfg(test)]
mod tests;
