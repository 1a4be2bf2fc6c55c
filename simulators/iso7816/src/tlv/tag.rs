use std::fmt;

/// A tag of one to four bytes, as the number that its bytes make: `Tag::new(0x7F49)`.
///
/// Any number makes a tag, so that malformed ones can be written on purpose; a reader gives well-formed ones only.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tag(u32);

impl Tag {
    /// The tag with these bytes, leading zeros left out.
    #[must_use]
    pub const fn new(value: u32) -> Self {
        Self(value)
    }

    /// The bytes as a number.
    #[must_use]
    pub const fn value(self) -> u32 {
        self.0
    }

    /// Number of bytes, 1 to 4.
    #[must_use]
    pub const fn encoded_len(self) -> usize {
        match self.0 {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            0x1_0000..=0xFF_FFFF => 3,
            _ => 4,
        }
    }

    /// True when the value is itself a sequence of objects: bit 6 of the first byte.
    #[must_use]
    pub const fn is_constructed(self) -> bool {
        let first = self.0 >> (8 * (self.encoded_len() - 1));
        first & 0x20 != 0
    }

    /// Appends the bytes.
    pub fn encode_into(self, out: &mut Vec<u8>) {
        let bytes = self.0.to_be_bytes();
        out.extend_from_slice(bytes.get(4 - self.encoded_len()..).unwrap_or_default());
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:0width$X}", self.0, width = 2 * self.encoded_len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_has_as_many_bytes_as_its_number() {
        for (value, length, constructed, text) in [
            (0x87, 1, false, "87"),
            (0x7C, 1, true, "7C"),
            (0x5F20, 2, false, "5F20"),
            (0x7F49, 2, true, "7F49"),
        ] {
            let tag = Tag::new(value);
            assert_eq!(
                (
                    tag.encoded_len(),
                    tag.is_constructed(),
                    tag.to_string().as_str()
                ),
                (length, constructed, text)
            );
        }
    }
}
