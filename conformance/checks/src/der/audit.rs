//! The encoding rules of DER over a whole tree, whatever it means ([X.690 §11]).

use super::value::{integer_fault, oid};
use super::{Element, Fault, MAX_DEPTH, StringKind, boolean, string_fault};

/// Every breach of the encoding rules at and below `element`, in the order of their offsets.
///
/// Knows the universal types only; a context-specific primitive is opaque, a constructed one is entered.
pub(crate) fn audit(element: &Element<'_>) -> Vec<Fault> {
    let mut faults = Vec::new();
    visit(element, 0, &mut faults);
    faults
}

fn visit(element: &Element<'_>, depth: usize, faults: &mut Vec<Fault>) {
    if depth > MAX_DEPTH {
        faults.push(Fault::new(
            element.offset,
            "nesting without end",
            "at most 32 levels",
        ));
        return;
    }
    if let Some(fault) = own_fault(element) {
        faults.push(fault);
    }
    if !element.is_constructed() {
        return;
    }
    match element.children() {
        Ok(children) => {
            if element.tag == 0x31 {
                faults.extend(set_order_fault(&children));
            }
            for child in &children {
                visit(child, depth + 1, faults);
            }
        }
        Err(fault) => faults.push(fault),
    }
}

/// The first element of a SET OF that is smaller than the one before it ([X.690 §11.6]).
pub(crate) fn set_order_fault(children: &[Element<'_>]) -> Option<Fault> {
    let (_, later) = children
        .iter()
        .zip(children.iter().skip(1))
        .find(|(earlier, later)| earlier.raw > later.raw)?;
    Some(Fault::new(
        later.offset,
        "an element of a SET OF that is smaller than the one before it",
        "the elements of a SET OF in ascending order of their encodings",
    ))
}

fn own_fault(element: &Element<'_>) -> Option<Fault> {
    let must_be_constructed = matches!(element.tag & 0xFF_FF_DF, 0x10 | 0x11);
    if must_be_constructed && !element.is_constructed() {
        return Some(Fault::new(
            element.offset,
            format!("tag {:02X}, a primitive SEQUENCE or SET", element.tag),
            "a constructed one",
        ));
    }
    match element.tag {
        0x01 => boolean(element).err(),
        0x02 | 0x0A => integer_fault(element),
        0x03 => bit_string_fault(element),
        0x05 if !element.contents.is_empty() => Some(Fault::new(
            element.offset,
            "a NULL with contents",
            "an empty NULL",
        )),
        0x06 => oid(element).err(),
        0x21..=0x2F | 0x32..=0x3E => Some(Fault::new(
            element.offset,
            format!("tag {:02X}, a constructed simple type", element.tag),
            "a primitive one",
        )),
        tag => string_fault(element, StringKind::of_tag(tag)?),
    }
}

fn bit_string_fault(element: &Element<'_>) -> Option<Fault> {
    let Some((&unused, bits)) = element.contents.split_first() else {
        return Some(Fault::new(
            element.offset,
            "a BIT STRING without contents",
            "the number of unused bits first",
        ));
    };
    let last = bits.last().copied().unwrap_or_default();
    let wrong = unused > 7
        || (bits.is_empty() && unused != 0)
        || (unused < 8 && last & ((1_u8 << unused) - 1) != 0);
    wrong.then(|| {
        Fault::new(
            element.contents_offset(),
            format!("{unused} unused bits, last byte {last:02X}"),
            "at most seven unused bits, all zero",
        )
    })
}
