//! What a person types in.

use std::fmt;

use crypto::Secret;

/// PIN, CAN or PUK: decimal digits, masked in every log. `[TR-03124-1 §3.8]`
#[derive(Clone, PartialEq, Eq)]
pub struct Digits(Secret);

impl Digits {
    /// Takes decimal digits, spaces between them left out. `None` for anything else, and for more than 16 digits.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let digits: Vec<u8> = typed.bytes().filter(|byte| *byte != b' ').collect();
        let fits = (1..=16).contains(&digits.len()) && digits.iter().all(u8::is_ascii_digit);
        fits.then(|| Self(Secret::new(digits)))
    }

    /// How many digits.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digits({})", self.count())
    }
}

#[cfg(test)]
mod tests {
    use super::Digits;

    #[test]
    fn only_decimal_digits_are_taken() {
        assert_eq!(
            Digits::parse("123 456").map(|digits| digits.count()),
            Some(6)
        );
        for typed in ["", " ", "12345a", "１２３４５６", "12345678901234567"] {
            assert_eq!(Digits::parse(typed), None, "{typed}");
        }
    }

    #[test]
    fn nobody_reads_them_in_a_log() {
        assert_eq!(format!("{:?}", Digits::parse("123456")), "Some(Digits(6))");
    }
}
