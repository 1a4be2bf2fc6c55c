//! Length fields: how many bytes a command carries and how many it expects.

/// The coding of Lc and Le, which are both short or both extended in one command `[ISO 7816-4 §5.2]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Length {
    /// One byte each: at most 255 bytes of data, at most 256 expected.
    #[default]
    Short,
    /// Two bytes each behind a byte 00: at most 65535 bytes of data, at most 65536 expected.
    Extended,
}

/// The most bytes that a response data field may have, 1 to 65536 `[ISO 7816-4 §5.2]`. A command without it expects none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ne(u32);

impl Ne {
    /// 256, the most that a short Le can say (`00`).
    pub const SHORT_MAX: Self = Self(256);
    /// 65536, the most that an extended Le can say (`0000`).
    pub const EXTENDED_MAX: Self = Self(65_536);

    /// A number of bytes, if it is one from 1 to 65536.
    #[must_use]
    pub const fn new(bytes: u32) -> Option<Self> {
        match bytes {
            1..=65_536 => Some(Self(bytes)),
            _ => None,
        }
    }

    /// The meaning of a short Le: 00 stands for 256.
    #[must_use]
    pub const fn from_short(le: u8) -> Self {
        // Lossless: `From` is not usable in a constant function.
        if le == 0 {
            Self::SHORT_MAX
        } else {
            Self(le as u32)
        }
    }

    /// The meaning of an extended Le: 0000 stands for 65536.
    #[must_use]
    pub const fn from_extended(le: u16) -> Self {
        if le == 0 {
            Self::EXTENDED_MAX
        } else {
            Self(le as u32)
        }
    }

    /// The short Le that says this, unless it is more than 256.
    #[must_use]
    pub const fn to_short(self) -> Option<u8> {
        let [_, _, high, low] = self.0.to_be_bytes();
        match (high, low) {
            (0, _) | (1, 0) if self.is_short() => Some(low),
            _ => None,
        }
    }

    /// The extended Le that says this.
    #[must_use]
    pub const fn to_extended(self) -> u16 {
        let [_, _, high, low] = self.0.to_be_bytes();
        u16::from_be_bytes([high, low])
    }

    /// True up to 256.
    #[must_use]
    pub const fn is_short(self) -> bool {
        self.0 <= 256
    }

    /// The number of bytes.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }

    /// The number of bytes, ready to be compared with the length of a buffer.
    #[must_use]
    pub const fn as_usize(self) -> usize {
        // Lossless: at most 65536, and the standard library is not available where `usize` is 16 bits wide.
        self.0 as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_stands_for_the_maximum_of_its_form() {
        assert_eq!(Ne::from_short(0).get(), 256);
        assert_eq!(Ne::from_extended(0).get(), 65_536);
        assert_eq!(Ne::SHORT_MAX.to_short(), Some(0));
        assert_eq!(Ne::EXTENDED_MAX.to_extended(), 0);
        assert_eq!(Ne::EXTENDED_MAX.to_short(), None);
        assert_eq!(Ne::new(0), None);
        assert_eq!(Ne::new(65_537), None);
    }

    #[test]
    fn every_value_survives_its_coding() {
        for bytes in 1..=65_536 {
            let ne = Ne::new(bytes).into_iter().next();
            assert_eq!(ne.map(|ne| Ne::from_extended(ne.to_extended())), ne);
            assert_eq!(
                ne.and_then(Ne::to_short).map(Ne::from_short),
                ne.filter(|_| bytes <= 256)
            );
        }
    }
}
