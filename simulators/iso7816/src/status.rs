//! The status word: two bytes with which a card says how it went.

use std::fmt;

/// SW1-SW2 of a response `[ISO 7816-4 §5.6]`. Every value survives a round trip; the constants name the ones that
/// eID cards use.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StatusWord(u16);

macro_rules! status_words {
    ($($constant:ident = $value:literal, $meaning:literal;)*) => {
        impl StatusWord {
            $(
                #[doc = concat!("`", stringify!($value), "`: ", $meaning, ".")]
                pub const $constant: Self = Self($value);
            )*

            const fn exact_meaning(self) -> Option<&'static str> {
                match self.0 {
                    $($value => Some($meaning),)*
                    _ => None,
                }
            }
        }
    };
}

status_words! {
    OK = 0x9000, "ok";
    WARNING_STATE_UNCHANGED = 0x6200, "warning, state unchanged";
    END_OF_FILE = 0x6282, "end of file reached before the expected length";
    DEACTIVATED = 0x6283, "selected file or reference data deactivated";
    TERMINATED = 0x6285, "selected file in termination state";
    VERIFICATION_FAILED = 0x6300, "verification failed, no counter given";
    COMPARISON_FAILED = 0x6340, "comparison failed";
    EXECUTION_ERROR = 0x6400, "execution error, state unchanged";
    MEMORY_FAILURE = 0x6581, "memory failure";
    WRONG_LENGTH = 0x6700, "wrong length";
    CHANNEL_NOT_SUPPORTED = 0x6881, "logical channel not supported";
    SECURE_MESSAGING_NOT_SUPPORTED = 0x6882, "secure messaging not supported";
    LAST_COMMAND_OF_CHAIN_EXPECTED = 0x6883, "last command of the chain expected";
    CHAINING_NOT_SUPPORTED = 0x6884, "command chaining not supported";
    COMMAND_NOT_ALLOWED = 0x6900, "command not allowed";
    INCOMPATIBLE_FILE_STRUCTURE = 0x6981, "command incompatible with the file structure";
    SECURITY_STATUS_NOT_SATISFIED = 0x6982, "security status not satisfied";
    METHOD_BLOCKED = 0x6983, "authentication method blocked";
    REFERENCE_DATA_NOT_USABLE = 0x6984, "reference data not usable";
    CONDITIONS_NOT_SATISFIED = 0x6985, "conditions of use not satisfied";
    NO_CURRENT_EF = 0x6986, "command not allowed, no current elementary file";
    SM_OBJECTS_MISSING = 0x6987, "expected secure messaging objects missing";
    SM_OBJECTS_INCORRECT = 0x6988, "incorrect secure messaging objects";
    WRONG_DATA = 0x6A80, "incorrect parameters in the data field";
    FUNCTION_NOT_SUPPORTED = 0x6A81, "function not supported";
    FILE_NOT_FOUND = 0x6A82, "file or application not found";
    NOT_ENOUGH_MEMORY = 0x6A84, "not enough memory";
    INCORRECT_P1_P2 = 0x6A86, "incorrect parameters p1-p2";
    LC_INCONSISTENT = 0x6A87, "lc inconsistent with p1-p2";
    REFERENCED_DATA_NOT_FOUND = 0x6A88, "referenced data not found";
    OFFSET_OUTSIDE_FILE = 0x6B00, "wrong parameters, offset outside the file";
    INSTRUCTION_NOT_SUPPORTED = 0x6D00, "instruction not supported or invalid";
    CLASS_NOT_SUPPORTED = 0x6E00, "class not supported";
    UNKNOWN = 0x6F00, "no precise diagnosis";
}

impl StatusWord {
    /// Any status word.
    #[must_use]
    pub const fn new(value: u16) -> Self {
        Self(value)
    }

    /// 63Cn: failed or warning, with `tries` left. A counter has four bits, so more than 15 is told as 15.
    #[must_use]
    pub const fn retries(tries: u8) -> Self {
        let low = if tries > 15 { 0xCF } else { 0xC0 | tries };
        Self(u16::from_be_bytes([0x63, low]))
    }

    /// 61xx: `bytes` more can be fetched with GET RESPONSE; 256 and more are told as 00.
    #[must_use]
    pub fn bytes_available(bytes: usize) -> Self {
        Self(u16::from_be_bytes([0x61, u8::try_from(bytes).unwrap_or(0)]))
    }

    /// 6Cxx: the command may be repeated with this Le.
    #[must_use]
    pub const fn correct_le(le: u8) -> Self {
        Self(u16::from_be_bytes([0x6C, le]))
    }

    /// Both bytes as a number.
    #[must_use]
    pub const fn value(self) -> u16 {
        self.0
    }

    /// Both bytes as sent.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 2] {
        self.0.to_be_bytes()
    }

    /// The first byte.
    #[must_use]
    pub const fn sw1(self) -> u8 {
        let [sw1, _] = self.0.to_be_bytes();
        sw1
    }

    /// The second byte.
    #[must_use]
    pub const fn sw2(self) -> u8 {
        let [_, sw2] = self.0.to_be_bytes();
        sw2
    }

    /// True for 9000 alone.
    #[must_use]
    pub const fn is_ok(self) -> bool {
        self.0 == 0x9000
    }

    /// True for 62xx and 63xx: done, but with a remark.
    #[must_use]
    pub const fn is_warning(self) -> bool {
        matches!(self.sw1(), 0x62 | 0x63)
    }

    /// True for 64xx to 6Fxx, the refusals that a test plan calls execution or checking errors.
    #[must_use]
    pub const fn is_checking_error(self) -> bool {
        matches!(self.sw1(), 0x64..=0x6F)
    }

    /// The counter of 63Cn.
    #[must_use]
    pub const fn retries_left(self) -> Option<u8> {
        match self.0 & 0xFFF0 {
            0x63C0 => Some(self.sw2() & 0x0F),
            _ => None,
        }
    }

    /// How many bytes 61xx offers, 1 to 256.
    #[must_use]
    pub const fn more_bytes(self) -> Option<crate::Ne> {
        match self.sw1() {
            0x61 => Some(crate::Ne::from_short(self.sw2())),
            _ => None,
        }
    }

    /// The meaning in the standard's words.
    #[must_use]
    pub const fn meaning(self) -> &'static str {
        if let Some(meaning) = self.exact_meaning() {
            return meaning;
        }
        match self.sw1() {
            0x61 => "more bytes available",
            0x62 => "warning, state unchanged",
            0x63 if self.retries_left().is_some() => {
                "verification failed, tries left in the last digit"
            }
            0x63 => "warning, state changed",
            0x64 => "execution error, state unchanged",
            0x65 => "execution error, state changed",
            0x66 => "security issue",
            0x67 => "wrong length",
            0x68 => "function in the class byte not supported",
            0x69 => "command not allowed",
            0x6A => "wrong parameters",
            0x6C => "wrong le, the right one in the last byte",
            _ => "unknown status word",
        }
    }
}

impl From<u16> for StatusWord {
    fn from(value: u16) -> Self {
        Self(value)
    }
}

impl From<[u8; 2]> for StatusWord {
    fn from(bytes: [u8; 2]) -> Self {
        Self(u16::from_be_bytes(bytes))
    }
}

impl fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StatusWord({:04X})", self.0)
    }
}

impl fmt::Display for StatusWord {
    /// `6982 (security status not satisfied)`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04X} ({})", self.0, self.meaning())
    }
}

impl fmt::UpperHex for StatusWord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::UpperHex::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_counter_is_told_in_four_bits() {
        assert_eq!(StatusWord::retries(2).value(), 0x63C2);
        assert_eq!(StatusWord::retries(200).retries_left(), Some(15));
        assert_eq!(StatusWord::VERIFICATION_FAILED.retries_left(), None);
    }

    #[test]
    fn people_read_number_and_meaning() {
        assert_eq!(
            StatusWord::SECURITY_STATUS_NOT_SATISFIED.to_string(),
            "6982 (security status not satisfied)"
        );
        assert_eq!(
            StatusWord::new(0x6C10).to_string(),
            "6C10 (wrong le, the right one in the last byte)"
        );
        assert_eq!(
            StatusWord::new(0x1234).to_string(),
            "1234 (unknown status word)"
        );
    }

    #[test]
    fn refusals_are_neither_success_nor_warning() {
        for (value, refused) in [
            (0x9000, false),
            (0x6282, false),
            (0x63C1, false),
            (0x6400, true),
            (0x6F00, true),
            (0x6110, false),
        ] {
            assert_eq!(
                StatusWord::new(value).is_checking_error(),
                refused,
                "{value:04X}"
            );
        }
    }

    #[test]
    fn more_than_256_bytes_are_announced_as_00() {
        assert_eq!(StatusWord::bytes_available(5).value(), 0x6105);
        assert_eq!(StatusWord::bytes_available(256).value(), 0x6100);
        assert_eq!(
            StatusWord::bytes_available(300).more_bytes(),
            Some(crate::Ne::SHORT_MAX)
        );
    }
}
