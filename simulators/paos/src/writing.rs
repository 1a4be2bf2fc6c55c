//! Writing of elements.

use xml::Element;

use crate::namespace::ISO;

/// An element with text.
pub(crate) fn text_element(name: &str, namespace: &str, text: &str) -> Element {
    Element::new(name, namespace).text_child(text)
}

/// An element with bytes in lower-case hexadecimal.
pub(crate) fn hex_element(name: &str, namespace: &str, bytes: &[u8]) -> Element {
    text_element(name, namespace, &hex::encode(bytes))
}

/// An element with bytes, if there are any to be written.
pub(crate) fn optional_hex_element(name: &str, bytes: &Option<Vec<u8>>) -> Option<Element> {
    bytes.as_ref().map(|bytes| hex_element(name, ISO, bytes))
}

/// Elements of one name, one for each value.
pub(crate) fn hex_elements<'a>(
    name: &'a str,
    values: &'a [Vec<u8>],
) -> impl Iterator<Item = Element> + 'a {
    values
        .iter()
        .map(move |bytes| hex_element(name, ISO, bytes))
}

/// Elements of one name with text, one for each value.
pub(crate) fn text_elements<'a>(
    name: &'a str,
    values: &'a [String],
) -> impl Iterator<Item = Element> + 'a {
    values.iter().map(move |text| text_element(name, ISO, text))
}
