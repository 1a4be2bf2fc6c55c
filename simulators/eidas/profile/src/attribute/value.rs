//! The form of values.

use ambient::Date;
use thiserror::Error;

/// The form that values of an attribute have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ValueRule {
    /// Any text.
    Text,
    /// A name; one in another script comes with a Latin spelling.
    Name,
    /// An identifier of a person; what a connector asks of it is a rule of its own.
    Identifier,
    /// `YYYY-MM-DD`, a day that exists, without zone.
    Date,
    /// `Male`, `Female` or `Unspecified`.
    Gender,
    /// Two capital letters.
    Country,
    /// `+` and 2 to 15 digits, with spaces, dots, hyphens, slashes or parentheses between.
    Phone,
    /// One `@` with something on both sides, no white space.
    Email,
    /// The base64 text of an address.
    Address,
}

/// The most characters of a value.
pub(crate) const LONGEST_VALUE: usize = 65_535;

/// A value that does not have the form of its attribute.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ValueError {
    /// No day in the form of the schema.
    #[error("\"{0}\" is no day in the form 1999-12-31")]
    Date(String),
    /// None of the words of the schema.
    #[error("\"{0}\" is none of Male, Female, Unspecified")]
    Gender(String),
    /// No country code.
    #[error("\"{0}\" is no country code of two capital letters")]
    Country(String),
    /// No telephone number.
    #[error("\"{0}\" is no telephone number such as +32 2 555 00 00")]
    Phone(String),
    /// No e-mail address.
    #[error("\"{0}\" is no e-mail address")]
    Email(String),
    /// An identifier with white space or of more than 256 characters.
    #[error("an identifier of {0} characters, expected at most 256 and no white space")]
    Identifier(usize),
    /// Too long.
    #[error("{0} characters, at most 65535")]
    TooLong(usize),
}

impl ValueError {
    /// Whether a schema already refuses the value, before anybody looks at patterns.
    #[must_use]
    pub const fn breaks_schema(&self) -> bool {
        matches!(self, Self::Date(_) | Self::Gender(_))
    }
}

impl ValueRule {
    /// Holds a value to the form.
    ///
    /// # Errors
    ///
    /// When the value does not have it.
    pub fn check(self, value: &str) -> Result<(), ValueError> {
        let length = value.chars().count();
        if length > LONGEST_VALUE {
            return Err(ValueError::TooLong(length));
        }
        let (holds, error): (bool, fn(String) -> ValueError) = match self {
            Self::Text | Self::Name | Self::Address => return Ok(()),
            Self::Identifier => return check_identifier(value, length),
            Self::Date => (parse_date(value).is_some(), ValueError::Date),
            Self::Gender => (is_gender(value), ValueError::Gender),
            Self::Country => (is_country(value), ValueError::Country),
            Self::Phone => (is_phone(value), ValueError::Phone),
            Self::Email => (is_email(value), ValueError::Email),
        };
        if holds {
            Ok(())
        } else {
            Err(error(value.to_owned()))
        }
    }
}

/// What a proxy asks of an identifier from its national side: two optional countries, then up to 256 characters
/// without white space.
fn check_identifier(value: &str, length: usize) -> Result<(), ValueError> {
    let prefix = value.get(..6).filter(|prefix| is_prefix(prefix));
    let longest = crate::PersonIdentifier::LONGEST + prefix.map_or(0, |_| 6);
    if length > longest || value.contains(char::is_whitespace) {
        return Err(ValueError::Identifier(length));
    }
    Ok(())
}

fn is_prefix(text: &str) -> bool {
    let letters = text.bytes().enumerate();
    text.len() == 6
        && letters.into_iter().all(|(index, byte)| match index {
            2 | 5 => byte == b'/',
            _ => byte.is_ascii_uppercase(),
        })
}

/// Reads a day in the one form that the schema allows without zone.
pub(crate) fn parse_date(value: &str) -> Option<Date> {
    let bytes = value.as_bytes();
    let digits = |byte: &u8| byte.is_ascii_digit();
    let shape = bytes.len() == 10
        && bytes.iter().enumerate().all(|(index, byte)| match index {
            4 | 7 => *byte == b'-',
            _ => digits(byte),
        });
    if !shape {
        return None;
    }
    let year = value.get(..4)?.parse().ok()?;
    let month = value.get(5..7)?.parse().ok()?;
    let day = value.get(8..)?.parse().ok()?;
    Date::new(year, month, day).ok()
}

fn is_gender(value: &str) -> bool {
    ["Male", "Female", "Unspecified"].contains(&value)
}

fn is_country(value: &str) -> bool {
    value.len() == 2 && value.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_phone(value: &str) -> bool {
    let Some(number) = value.strip_prefix('+') else {
        return false;
    };
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    (2..=15).contains(&digits)
        && number
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b" .-/()".contains(&byte))
}

fn is_email(value: &str) -> bool {
    let Some((local, domain)) = value.split_once('@') else {
        return false;
    };
    !local.is_empty()
        && !domain.is_empty()
        && !domain.contains('@')
        && !value.contains(char::is_whitespace)
}
