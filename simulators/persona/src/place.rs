//! Where somebody was born or lives.

use crate::document::Country;

/// A place in one of the three forms that a data group can hold [TR-03110-4 §2.2.3.1, GeneralPlace].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Street, city, region, country and postcode apart.
    Structured(StructuredPlace),
    /// One line of text.
    FreeText(String),
    /// No place, and the sentence that says so.
    None(String),
}

/// The parts of a structured place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StructuredPlace {
    /// Street and house number.
    pub street: Option<String>,
    /// City, town or village.
    pub city: String,
    /// State or region.
    pub state: Option<String>,
    /// Country.
    pub country: Country,
    /// Postcode.
    pub zip: Option<String>,
}

/// The community id of the place of residence: an even number of decimal digits, or none at all where the
/// data group is empty [TR-03127 §3.4.3].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommunityId(String);

impl CommunityId {
    /// Reads up to 20 digits, an even number of them; the empty text is the empty id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = text.len() <= 20
            && text.len().is_multiple_of(2)
            && text.bytes().all(|digit| digit.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// The digits, such as `02760503150000`.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Two digits per byte.
    #[must_use]
    pub fn bcd(&self) -> Vec<u8> {
        let nibbles = self
            .0
            .bytes()
            .map(|digit| digit.saturating_sub(b'0'))
            .collect::<Vec<u8>>();
        nibbles
            .chunks(2)
            .map(|pair| pair.iter().fold(0, |byte, nibble| (byte << 4) | nibble))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_community_id_packs_two_digits_into_a_byte() {
        assert_eq!(
            CommunityId::parse("02760503150000").unwrap().bcd(),
            [0x02, 0x76, 0x05, 0x03, 0x15, 0x00, 0x00]
        );
        assert!(CommunityId::parse("").unwrap().bcd().is_empty());
        assert_eq!(CommunityId::parse("0276050315000"), None);
        assert_eq!(CommunityId::parse("0276050315000x"), None);
    }
}
