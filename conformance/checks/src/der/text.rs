//! Character sets of the string types that identity cards use.

use super::{Element, Fault};

/// The string types of the guidelines, by what they may contain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StringKind {
    /// Any Unicode text, tag 0C.
    Utf8,
    /// Digits and space, tag 12.
    Numeric,
    /// Letters, digits, space and eleven signs, tag 13.
    Printable,
    /// The 128 characters of ASCII, tag 16.
    Ia5,
}

impl StringKind {
    /// The universal tag.
    pub(crate) fn tag(self) -> u32 {
        match self {
            Self::Utf8 => 0x0C,
            Self::Numeric => 0x12,
            Self::Printable => 0x13,
            Self::Ia5 => 0x16,
        }
    }

    /// The name in ASN.1.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF8String",
            Self::Numeric => "NumericString",
            Self::Printable => "PrintableString",
            Self::Ia5 => "IA5String",
        }
    }

    pub(super) fn of_tag(tag: u32) -> Option<Self> {
        [Self::Utf8, Self::Numeric, Self::Printable, Self::Ia5]
            .into_iter()
            .find(|kind| kind.tag() == tag)
    }

    fn allows(self, byte: u8) -> bool {
        match self {
            Self::Utf8 => true,
            Self::Numeric => byte.is_ascii_digit() || byte == b' ',
            Self::Printable => byte.is_ascii_alphanumeric() || b" '()+,-./:=?".contains(&byte),
            Self::Ia5 => byte.is_ascii(),
        }
    }
}

/// The first character of `element` that a string of this kind may not contain.
pub(crate) fn string_fault(element: &Element<'_>, kind: StringKind) -> Option<Fault> {
    if kind == StringKind::Utf8 {
        let error = std::str::from_utf8(element.contents).err()?;
        return Some(Fault::new(
            element.contents_offset() + error.valid_up_to(),
            "bytes that are not UTF-8",
            "UTF-8 text",
        ));
    }
    let index = element
        .contents
        .iter()
        .position(|&byte| !kind.allows(byte))?;
    let byte = element.contents.get(index).copied().unwrap_or_default();
    Some(Fault::new(
        element.contents_offset() + index,
        format!("byte {byte:02X} in a {}", kind.name()),
        match kind {
            StringKind::Numeric => "digits and spaces",
            StringKind::Printable => "letters, digits, space and ' ( ) + , - . / : = ?",
            StringKind::Ia5 | StringKind::Utf8 => "ASCII",
        },
    ))
}
