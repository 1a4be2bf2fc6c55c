//! Historical bytes ([ISO 7816-4:2005 §8.1.1]).
//!
//! ```text
//! 80 | compact TLV: one byte of tag (high) and length (low), then the value ...
//! 00 | the same, then three bytes of status
//! ```

/// The third byte of the card capabilities (compact tag 7), if they are there.
pub(crate) fn capabilities(historical: &[u8]) -> Option<u8> {
    let mut rest = match historical {
        [0x80, rest @ ..] => rest,
        [0x00, rest @ ..] => rest.get(..rest.len().checked_sub(3)?)?,
        _ => return None,
    };
    while let Some((&head, after)) = rest.split_first() {
        let length = usize::from(head & 0x0F);
        let value = after.get(..length)?;
        if head >> 4 == 7 {
            return value.get(2).copied();
        }
        rest = after.get(length..)?;
    }
    None
}
