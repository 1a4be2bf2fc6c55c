//! Values of the universal types that judges compare: integers, booleans, object identifiers.

use std::fmt;

use super::{Element, Fault};

/// An object identifier as its content bytes, which compare faster than numbers and print as dotted numbers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Oid<'a>(pub(crate) &'a [u8]);

impl Oid<'_> {
    /// Whether this identifier lies at or below `arc`.
    pub(crate) fn is_within(&self, arc: &[u8]) -> bool {
        self.0.starts_with(arc)
    }

    /// The single-byte components below `arc`, if this identifier lies there.
    pub(crate) fn below(&self, arc: &[u8]) -> Option<&[u8]> {
        self.0.strip_prefix(arc)
    }
}

impl fmt::Display for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        let mut component = 0_u64;
        for &byte in self.0 {
            component = (component << 7) | u64::from(byte & 0x7F);
            if byte & 0x80 != 0 {
                continue;
            }
            if first {
                let root = (component / 40).min(2);
                write!(f, "{root}.{}", component - root * 40)?;
                first = false;
            } else {
                write!(f, ".{component}")?;
            }
            component = 0;
        }
        Ok(())
    }
}

impl fmt::Debug for Oid<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// The object identifier in an element of tag 06; each component in its shortest form.
pub(crate) fn oid<'a>(element: &Element<'a>) -> Result<Oid<'a>, Fault> {
    let bytes = element.contents;
    let starts_badly = |index: usize| bytes.get(index) == Some(&0x80);
    let mut at_start = true;
    for (index, &byte) in bytes.iter().enumerate() {
        if at_start && starts_badly(index) {
            return Err(Fault::new(
                element.contents_offset() + index,
                "a component with a leading 80",
                "the shortest form of each component",
            ));
        }
        at_start = byte & 0x80 == 0;
    }
    if bytes.is_empty() || !at_start {
        return Err(Fault::new(
            element.offset,
            "an object identifier that does not end",
            "at least one complete component",
        ));
    }
    Ok(Oid(bytes))
}

/// The magnitude of a non-negative INTEGER in its shortest form; a sign byte is taken off.
pub(crate) fn unsigned<'a>(element: &Element<'a>) -> Result<&'a [u8], Fault> {
    if let Some(fault) = integer_fault(element) {
        return Err(fault);
    }
    match element.contents {
        [0x80..=0xFF, ..] => Err(Fault::new(
            element.offset,
            "a negative INTEGER",
            "an INTEGER of zero or more",
        )),
        [0x00, rest @ ..] if !rest.is_empty() => Ok(rest),
        all => Ok(all),
    }
}

/// A non-negative INTEGER that fits 32 bits, as every version and identifier of the guidelines does.
pub(crate) fn small_unsigned(element: &Element<'_>) -> Result<u32, Fault> {
    let bytes = unsigned(element)?;
    if bytes.len() > 4 {
        return Err(Fault::new(
            element.offset,
            format!("an INTEGER of {} bytes", bytes.len()),
            "a small number",
        ));
    }
    Ok(bytes
        .iter()
        .fold(0, |sum, &byte| (sum << 8) | u32::from(byte)))
}

/// The BOOLEAN in an element; DER knows FF and 00 only.
pub(crate) fn boolean(element: &Element<'_>) -> Result<bool, Fault> {
    match element.contents {
        [0xFF] => Ok(true),
        [0x00] => Ok(false),
        other => Err(Fault::new(
            element.offset,
            format!(
                "a BOOLEAN of {} bytes, first {:02X?}",
                other.len(),
                other.first()
            ),
            "FF for TRUE or 00 for FALSE",
        )),
    }
}

/// What is wrong with an INTEGER, whatever its sign.
pub(super) fn integer_fault(element: &Element<'_>) -> Option<Fault> {
    let wrong = match element.contents {
        [] => "an INTEGER without contents",
        [0x00, 0x00..=0x7F, ..] | [0xFF, 0x80..=0xFF, ..] => {
            "an INTEGER with a needless leading byte"
        }
        _ => return None,
    };
    Some(Fault::new(
        element.offset,
        wrong,
        "the shortest form of the INTEGER",
    ))
}
