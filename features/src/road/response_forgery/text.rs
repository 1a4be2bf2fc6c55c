//! The text of a signed response, changed where the signature does not cover it.

use super::Table;

/// The most bytes of a response.
const LARGEST: usize = 131_072;

type Rewrite = fn(&str) -> Option<String>;

pub(super) const TABLE: &Table<Rewrite> = &[
    ("with a document type", |text| {
        in_front(text, "<!DOCTYPE Response>")
    }),
    ("with an entity in a document type", |text| {
        in_front(text, "<!DOCTYPE Response [<!ENTITY name \"BEISPIELER\">]>")
    }),
    ("with a document type from elsewhere", |text| {
        in_front(
            text,
            "<!DOCTYPE Response SYSTEM \"https://elsewhere.example/response.dtd\">",
        )
    }),
    ("of 131073 bytes", |text| padded(text, LARGEST + 1)),
    ("of 131072 bytes", |text| padded(text, LARGEST)),
    ("with a comment in the issuer's name", |text| {
        let (before, after) = text.split_once("eidas-middleware/Metadata</")?;
        Some(format!(
            "{before}eidas-middleware/<!-- ? -->Metadata</{after}"
        ))
    }),
    ("with line ends in the signature", |text| {
        let (before, value) = text.split_once("SignatureValue>")?;
        let (first, rest) = value.split_at_checked(64)?;
        Some(format!("{before}SignatureValue>{first}&#13;\n{rest}"))
    }),
];

/// Puts something in front of the root.
fn in_front(text: &str, what: &str) -> Option<String> {
    let start = text.find("?>").map_or(0, |end| end + 2);
    let (declaration, root) = text.split_at_checked(start)?;
    Some(format!("{declaration}{what}{root}"))
}

/// Fills a comment behind the root.
fn padded(text: &str, bytes: usize) -> Option<String> {
    let room = bytes.checked_sub(text.len() + "<!---->".len())?;
    Some(format!("{text}<!--{}-->", "x".repeat(room)))
}
