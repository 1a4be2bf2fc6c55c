//! Reading of elements by local name.

use xml::Element;

use crate::PaosError;

/// The children with a local name.
pub(crate) fn all<'e>(
    parent: &'e Element,
    local: &'static str,
) -> impl Iterator<Item = &'e Element> {
    parent
        .elements()
        .filter(move |element| element.local() == local)
}

/// The child with a local name; two are an error.
pub(crate) fn optional<'e>(
    parent: &'e Element,
    local: &'static str,
) -> Result<Option<&'e Element>, PaosError> {
    let mut found = all(parent, local);
    let first = found.next();
    match found.next() {
        Some(_) => Err(PaosError::Duplicate(local)),
        None => Ok(first),
    }
}

/// The child with a local name; none or two are an error.
pub(crate) fn required<'e>(
    parent: &'e Element,
    local: &'static str,
) -> Result<&'e Element, PaosError> {
    optional(parent, local)?.ok_or(PaosError::Missing(local))
}

/// The text of an element without white space around it.
pub(crate) fn text(element: &Element) -> String {
    element.text().trim().to_owned()
}

/// The text of the child with a local name.
pub(crate) fn optional_text(
    parent: &Element,
    local: &'static str,
) -> Result<Option<String>, PaosError> {
    Ok(optional(parent, local)?.map(text))
}

/// The bytes of the child with a local name.
pub(crate) fn optional_hex(
    parent: &Element,
    local: &'static str,
) -> Result<Option<Vec<u8>>, PaosError> {
    optional(parent, local)?
        .map(|element| hex(element, local))
        .transpose()
}

/// The bytes of the child with a local name, which must be there.
pub(crate) fn required_hex(parent: &Element, local: &'static str) -> Result<Vec<u8>, PaosError> {
    hex(required(parent, local)?, local)
}

/// The bytes of all children with a local name.
pub(crate) fn all_hex(parent: &Element, local: &'static str) -> Result<Vec<Vec<u8>>, PaosError> {
    all(parent, local)
        .map(|element| hex(element, local))
        .collect()
}

/// The number in the child with a local name, if there is one.
pub(crate) fn optional_number(
    parent: &Element,
    local: &'static str,
) -> Result<Option<u32>, PaosError> {
    optional_text(parent, local)?
        .map(|content| {
            content.parse().map_err(|_| PaosError::Number {
                element: local,
                content: beginning(&content),
            })
        })
        .transpose()
}

/// The bytes that an element's text writes in hexadecimal, white space anywhere between the digits.
pub(crate) fn hex(element: &Element, local: &'static str) -> Result<Vec<u8>, PaosError> {
    let digits: String = element
        .text()
        .chars()
        .filter(|character| !character.is_whitespace())
        .collect();
    hex::decode(&digits).map_err(|_| PaosError::Hex {
        element: local,
        content: beginning(&digits),
    })
}

/// `xml:lang` of an element.
pub(crate) fn language(element: &Element) -> Option<String> {
    element
        .attribute_in(xml::ns::XML, "lang")
        .map(str::to_owned)
}

fn beginning(content: &str) -> String {
    content.chars().take(64).collect()
}
