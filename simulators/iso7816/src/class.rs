//! The class byte: chaining, secure messaging and logical channel.

use std::fmt;

/// CLA, the first byte of a command `[ISO 7816-4 §5.4.1]`. Every value survives a round trip.
///
/// ```text
/// 000c ssll   first interindustry    c chaining, ss secure messaging, ll channel 0 to 3
/// 001- ----   reserved
/// 01sc llll   further interindustry  s secure messaging, llll channel 4 to 19
/// 1--- ----   proprietary            read like the first interindustry form, as TR-03110 does with 80 and 8C
/// 1111 1111   invalid
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Class(u8);

/// How a class byte announces secure messaging `[ISO 7816-4 §5.4.1]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecureMessaging {
    /// A plain command.
    None,
    /// A format of its own, not that of ISO 7816-4.
    Proprietary,
    /// Secure messaging that does not authenticate the header.
    HeaderPlain,
    /// Secure messaging with the header under the MAC: the form of TR-03110 and ICAO 9303.
    HeaderAuthenticated,
}

const CHAINING: u8 = 0x10;
const FIRST_SECURE_MESSAGING: u8 = 0x0C;
const FURTHER_SECURE_MESSAGING: u8 = 0x20;

impl Class {
    /// First interindustry class on channel 0: no chaining, no secure messaging.
    pub const PLAIN: Self = Self(0x00);

    /// Any class byte.
    #[must_use]
    pub const fn new(value: u8) -> Self {
        Self(value)
    }

    /// The byte itself.
    #[must_use]
    pub const fn value(self) -> u8 {
        self.0
    }

    /// False for the reserved values 20 to 3F and for FF, which a card answers with 6E00.
    #[must_use]
    pub const fn is_valid(self) -> bool {
        self.0 & 0xE0 != 0x20 && self.0 != 0xFF
    }

    /// True from 80 upwards, where ISO 7816-4 leaves the meaning of the command to the card.
    #[must_use]
    pub const fn is_proprietary(self) -> bool {
        self.0 & 0x80 != 0
    }

    /// True when another command of the same chain follows.
    #[must_use]
    pub const fn is_chained(self) -> bool {
        self.is_valid() && self.0 & CHAINING != 0
    }

    /// What the byte says about secure messaging; [`SecureMessaging::None`] for invalid bytes.
    #[must_use]
    pub const fn secure_messaging(self) -> SecureMessaging {
        if !self.is_valid() {
            SecureMessaging::None
        } else if self.is_further() {
            match self.0 & FURTHER_SECURE_MESSAGING {
                0 => SecureMessaging::None,
                _ => SecureMessaging::HeaderPlain,
            }
        } else {
            match self.0 & FIRST_SECURE_MESSAGING {
                0x00 => SecureMessaging::None,
                0x04 => SecureMessaging::Proprietary,
                0x08 => SecureMessaging::HeaderPlain,
                _ => SecureMessaging::HeaderAuthenticated,
            }
        }
    }

    /// Logical channel, 0 to 19.
    #[must_use]
    pub const fn channel(self) -> u8 {
        if self.is_further() {
            (self.0 & 0x0F) + 4
        } else {
            self.0 & 0x03
        }
    }

    /// The class of the protected command: `(CLA & F3) | 0C`, or the one bit of the further form.
    #[must_use]
    pub const fn with_secure_messaging(self) -> Self {
        if self.is_further() {
            Self(self.0 | FURTHER_SECURE_MESSAGING)
        } else {
            Self(self.0 | FIRST_SECURE_MESSAGING)
        }
    }

    /// The class of the plain command inside a protected one.
    #[must_use]
    pub const fn without_secure_messaging(self) -> Self {
        if self.is_further() {
            Self(self.0 & !FURTHER_SECURE_MESSAGING)
        } else {
            Self(self.0 & !FIRST_SECURE_MESSAGING)
        }
    }

    /// The class of a command that another one of its chain follows.
    #[must_use]
    pub const fn with_chaining(self) -> Self {
        Self(self.0 | CHAINING)
    }

    /// The class of the last command of a chain.
    #[must_use]
    pub const fn without_chaining(self) -> Self {
        Self(self.0 & !CHAINING)
    }

    const fn is_further(self) -> bool {
        self.0 & 0xC0 == 0x40
    }
}

impl From<u8> for Class {
    fn from(value: u8) -> Self {
        Self(value)
    }
}

impl fmt::Debug for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Class({self})")
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02X}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_of_a_protected_pace_step_is_chained_and_authenticated() {
        let class = Class::new(0x1C);
        assert!(class.is_chained());
        assert_eq!(
            class.secure_messaging(),
            SecureMessaging::HeaderAuthenticated
        );
        assert_eq!(class.without_secure_messaging(), Class::new(0x10));
        assert_eq!(class.without_chaining(), Class::new(0x0C));
    }

    #[test]
    fn proprietary_verify_keeps_its_bit_under_secure_messaging() {
        assert_eq!(Class::new(0x80).with_secure_messaging(), Class::new(0x8C));
        assert!(Class::new(0x8C).is_proprietary());
        assert_eq!(
            Class::new(0x8C).without_secure_messaging(),
            Class::new(0x80)
        );
    }

    #[test]
    fn reserved_and_ff_are_invalid() {
        for value in 0..=0xFF {
            assert_eq!(
                Class::new(value).is_valid(),
                !(0x20..=0x3F).contains(&value) && value != 0xFF,
                "{value:02X}"
            );
        }
    }

    #[test]
    fn further_form_has_channels_from_four_and_one_bit_of_secure_messaging() {
        assert_eq!(Class::new(0x40).channel(), 4);
        assert_eq!(Class::new(0x6F).channel(), 19);
        assert_eq!(
            Class::new(0x60).secure_messaging(),
            SecureMessaging::HeaderPlain
        );
        assert_eq!(Class::new(0x4C).secure_messaging(), SecureMessaging::None);
        assert_eq!(Class::new(0x03).channel(), 3);
    }
}
