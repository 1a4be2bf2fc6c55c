//! A strict reader of DER for judges: bytes in, elements with their place out.
//!
//! Every element knows its offset in the whole recording, so that a finding can point at a byte. Only definite, minimal
//! lengths are read ([TR-03110-3 §D]); anything else is a [`Fault`] that names the byte.
//!
//! This is on purpose not the reader that our simulators use: a codec that is wrong on both sides agrees with itself.
//! It knows nothing of any structure, and it never writes.

mod audit;
mod text;
mod value;

pub(crate) use audit::{audit, set_order_fault};
pub(crate) use text::{StringKind, string_fault};
pub(crate) use value::{Oid, boolean, oid, small_unsigned, unsigned};

use std::fmt;

/// Deepest nesting that a judge follows; no structure of the guidelines needs half of it.
const MAX_DEPTH: usize = 32;

/// One element: tag, place and contents, borrowed from the recording.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Element<'a> {
    /// The tag bytes read as one big-endian number (`0x30`, `0x7F49`).
    pub(crate) tag: u32,
    /// Byte offset of the first tag byte in the whole recording.
    pub(crate) offset: usize,
    /// The whole element, tag and length included.
    pub(crate) raw: &'a [u8],
    /// The contents alone.
    pub(crate) contents: &'a [u8],
}

impl fmt::Debug for Element<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:02X}[{}]@{}",
            self.tag,
            self.contents.len(),
            self.offset
        )
    }
}

impl<'a> Element<'a> {
    /// Whether the contents are elements again (bit 6 of the first tag byte).
    pub(crate) fn is_constructed(&self) -> bool {
        self.raw.first().is_some_and(|first| first & 0x20 != 0)
    }

    /// Byte offset of the first content byte.
    pub(crate) fn contents_offset(&self) -> usize {
        self.offset + (self.raw.len() - self.contents.len())
    }

    /// The elements inside, all of them.
    pub(crate) fn children(&self) -> Result<Vec<Self>, Fault> {
        read_all(self.contents, self.contents_offset())
    }
}

/// What makes bytes unreadable as DER, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fault {
    /// Byte offset in the whole recording.
    pub(crate) offset: usize,
    /// What was found there.
    pub(crate) found: String,
    /// What DER asks for.
    pub(crate) expected: &'static str,
}

impl Fault {
    fn new(offset: usize, found: impl Into<String>, expected: &'static str) -> Self {
        Self {
            offset,
            found: found.into(),
            expected,
        }
    }
}

/// Reads one element from the start of `bytes`, which lie at `base` in the recording; returns it and what follows.
pub(crate) fn read_one(bytes: &[u8], base: usize) -> Result<(Element<'_>, &[u8]), Fault> {
    let (tag, tag_len) = read_tag(bytes, base)?;
    let after_tag = bytes.get(tag_len..).unwrap_or_default();
    let (length, length_len) = read_length(after_tag, base + tag_len)?;
    let start = tag_len + length_len;
    let whole = start.saturating_add(length);
    let (Some(raw), Some(contents)) = (bytes.get(..whole), bytes.get(start..whole)) else {
        return Err(Fault::new(
            base,
            format!(
                "an element of {length} content bytes where {} are left",
                bytes.len().saturating_sub(start)
            ),
            "contents as long as the length says",
        ));
    };
    let element = Element {
        tag,
        offset: base,
        raw,
        contents,
    };
    Ok((element, bytes.get(whole..).unwrap_or_default()))
}

/// Reads elements until `bytes` are used up.
pub(crate) fn read_all(bytes: &[u8], base: usize) -> Result<Vec<Element<'_>>, Fault> {
    let mut elements = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let (element, after) = read_one(rest, base + (bytes.len() - rest.len()))?;
        elements.push(element);
        rest = after;
    }
    Ok(elements)
}

fn read_tag(bytes: &[u8], base: usize) -> Result<(u32, usize), Fault> {
    let Some(&first) = bytes.first() else {
        return Err(Fault::new(base, "nothing", "a tag"));
    };
    if first & 0x1F != 0x1F {
        return Ok((u32::from(first), 1));
    }
    let mut tag = u32::from(first);
    for (index, &byte) in bytes.iter().enumerate().skip(1).take(3) {
        if index == 1 && (byte == 0x80 || byte < 0x1F) {
            return Err(Fault::new(
                base,
                format!("tag {first:02X} {byte:02X}"),
                "the shortest form of the tag",
            ));
        }
        tag = (tag << 8) | u32::from(byte);
        if byte & 0x80 == 0 {
            return Ok((tag, index + 1));
        }
    }
    Err(Fault::new(
        base,
        format!("a tag that begins with {first:02X} and does not end"),
        "a tag of at most four bytes",
    ))
}

fn read_length(bytes: &[u8], base: usize) -> Result<(usize, usize), Fault> {
    let Some(&first) = bytes.first() else {
        return Err(Fault::new(base, "nothing", "a length"));
    };
    if first < 0x80 {
        return Ok((usize::from(first), 1));
    }
    let count = usize::from(first & 0x7F);
    if count == 0 {
        return Err(Fault::new(
            base,
            "an indefinite length (80)",
            "a definite length",
        ));
    }
    let Some(digits) = bytes.get(1..1 + count) else {
        return Err(Fault::new(
            base,
            format!("length {first:02X} without its bytes"),
            "a complete length",
        ));
    };
    if count > 3 {
        return Err(Fault::new(
            base,
            format!("a length of {count} bytes"),
            "a length of at most three bytes after the first",
        ));
    }
    let length = digits
        .iter()
        .fold(0_usize, |sum, &byte| (sum << 8) | usize::from(byte));
    let shortest = match length {
        0..=0x7F => 0,
        0x80..=0xFF => 1,
        0x100..=0xFFFF => 2,
        _ => 3,
    };
    if count != shortest {
        return Err(Fault::new(
            base,
            format!("length {length} in {} bytes", count + 1),
            "the shortest form of the length",
        ));
    }
    Ok((length, 1 + count))
}

#[cfg(test)]
mod tests;
