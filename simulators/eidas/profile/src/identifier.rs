//! The identifier of a person across borders: `CC1/CC2/opaque`.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// A state as nodes name it: two capital letters; Greece is `EL`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryCode([u8; 2]);

impl CountryCode {
    /// Belgium.
    pub const BE: Self = Self(*b"BE");
    /// Germany.
    pub const DE: Self = Self(*b"DE");

    /// The two letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Cannot fail: both bytes are capital letters.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for CountryCode {
    type Err = CountryCodeError;

    fn from_str(text: &str) -> Result<Self, CountryCodeError> {
        match text.as_bytes() {
            &[first, second] if first.is_ascii_uppercase() && second.is_ascii_uppercase() => {
                Ok(Self([first, second]))
            }
            _ => Err(CountryCodeError(text.to_owned())),
        }
    }
}

impl fmt::Display for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for CountryCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CountryCode({self})")
    }
}

/// A text that is no country code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{0}\" is no country code of two capital letters")]
pub struct CountryCodeError(pub String);

/// Who a person is for one pair of states. [eIDAS SAML Attribute Profile]
///
/// The last part means nothing to anybody but the state that made it: a German one changes with every card, an
/// Austrian one contains slashes.
///
/// ```
/// use eidas_profile::PersonIdentifier;
///
/// let identifier: PersonIdentifier = "ES/AT/02635542Y".parse()?;
/// assert_eq!(identifier.issued_by().as_str(), "ES");
/// assert_eq!(identifier.issued_to().as_str(), "AT");
/// assert_eq!(identifier.opaque(), "02635542Y");
/// assert_eq!(identifier.to_string(), "ES/AT/02635542Y");
/// assert!("es/at/02635542Y".parse::<PersonIdentifier>().is_err());
/// # Ok::<(), eidas_profile::PersonIdentifierError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PersonIdentifier {
    issued_by: CountryCode,
    issued_to: CountryCode,
    opaque: String,
}

/// A text that is no identifier of a person.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("\"{0}\" is no identifier such as DE/BE/0123, with both countries in capital letters")]
pub struct PersonIdentifierError(pub String);

impl PersonIdentifier {
    /// The most characters that a node takes behind the two countries.
    pub const LONGEST: usize = 256;

    /// The identifier that the state `issued_by` gives to the state `issued_to`.
    ///
    /// # Errors
    ///
    /// When the last part is empty, longer than 256 characters, or contains white space.
    pub fn new(
        issued_by: CountryCode,
        issued_to: CountryCode,
        opaque: &str,
    ) -> Result<Self, PersonIdentifierError> {
        let length = opaque.chars().count();
        let wrong = length == 0 || length > Self::LONGEST || opaque.contains(char::is_whitespace);
        if wrong {
            return Err(PersonIdentifierError(format!(
                "{issued_by}/{issued_to}/{opaque}"
            )));
        }
        Ok(Self {
            issued_by,
            issued_to,
            opaque: opaque.to_owned(),
        })
    }

    /// The state of the citizen.
    #[must_use]
    pub const fn issued_by(&self) -> CountryCode {
        self.issued_by
    }

    /// The state of the service.
    #[must_use]
    pub const fn issued_to(&self) -> CountryCode {
        self.issued_to
    }

    /// What only the state of the citizen can read.
    #[must_use]
    pub fn opaque(&self) -> &str {
        &self.opaque
    }
}

impl FromStr for PersonIdentifier {
    type Err = PersonIdentifierError;

    /// Reads `CC1/CC2/…` as a connector does: what comes after the second slash is not looked at, except that it is
    /// something.
    fn from_str(text: &str) -> Result<Self, PersonIdentifierError> {
        let wrong = || PersonIdentifierError(text.to_owned());
        let mut parts = text.splitn(3, '/');
        let mut next = || parts.next().ok_or_else(wrong);
        let issued_by = next()?.parse().map_err(|_| wrong())?;
        let issued_to = next()?.parse().map_err(|_| wrong())?;
        let opaque = next()?;
        if opaque.is_empty() || opaque.contains(['\n', '\r']) {
            return Err(wrong());
        }
        Ok(Self {
            issued_by,
            issued_to,
            opaque: opaque.to_owned(),
        })
    }
}

impl fmt::Display for PersonIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}/{}", self.issued_by, self.issued_to, self.opaque)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_part_may_contain_slashes() {
        let identifier: PersonIdentifier = "AT/BE/QM0/Rz+Fa4==".parse().unwrap();
        assert_eq!(identifier.opaque(), "QM0/Rz+Fa4==");
        assert_eq!(identifier.to_string(), "AT/BE/QM0/Rz+Fa4==");
    }

    #[test]
    fn countries_are_two_capital_letters_each() {
        for wrong in [
            "",
            "DE",
            "DE/BE",
            "DE/BE/",
            "de/BE/1",
            "DE/be/1",
            "D/BE/1",
            "DEU/BE/1",
            "DE-BE-1",
            "/BE/1",
            "ÄÖ/BE/1",
            "DE/BE/\n",
        ] {
            assert_eq!(
                wrong.parse::<PersonIdentifier>(),
                Err(PersonIdentifierError(wrong.into()))
            );
        }
    }

    #[test]
    fn a_new_one_has_no_white_space_and_at_most_256_characters() {
        let make = |opaque: &str| PersonIdentifier::new(CountryCode::DE, CountryCode::BE, opaque);
        assert!(make(&"A".repeat(256)).is_ok());
        assert!(make(&"A".repeat(257)).is_err());
        assert!(make("A B").is_err());
        assert!(make("").is_err());
    }
}
