//! The form of addresses: base64 of an XML fragment without a root.
//!
//! The fragment's prefixes are bound nowhere in it, so a reader wraps it in a root that binds them.
//! [eIDAS SAML Attribute Profile]

use std::fmt::Write as _;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use thiserror::Error;
use xml::Limits;

use crate::attribute::{Attribute, LONGEST_VALUE};

/// Bounds of a fragment; it is flat.
const LIMITS: Limits = Limits {
    bytes: 2 * LONGEST_VALUE,
    depth: 3,
    attributes: 8,
};

/// What senders bind to the namespace of natural persons, and one to that of legal persons.
const PREFIXES: [&str; 4] = ["eidas-natural", "eidasnp", "eidas", "eidas-legal"];

macro_rules! address {
    ($($(#[$doc:meta])* $field:ident = $element:literal;)*) => {
        /// An address in its parts, each where known. Written in this order.
        ///
        /// ```
        /// use eidas_profile::CurrentAddress;
        ///
        /// let address = CurrentAddress {
        ///     locator_designator: Some("22".into()),
        ///     thoroughfare: Some("Musterweg".into()),
        ///     ..CurrentAddress::default()
        /// };
        /// assert_eq!(CurrentAddress::decode(&address.encode())?, address);
        /// # Ok::<(), eidas_profile::AddressError>(())
        /// ```
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct CurrentAddress {
            $($(#[$doc])* pub $field: Option<String>,)*
        }

        impl CurrentAddress {
            fn parts(&self) -> impl Iterator<Item = (&'static str, &str)> {
                let parts = [$(($element, self.$field.as_deref())),*];
                parts.into_iter().filter_map(|(name, part)| Some((name, part?)))
            }

            fn part_mut(&mut self, element: &str) -> Option<&mut Option<String>> {
                match element {
                    $($element => Some(&mut self.$field),)*
                    _ => None,
                }
            }
        }
    };
}

address! {
    /// The post office box.
    po_box = "PoBox";
    /// The number of the house.
    locator_designator = "LocatorDesignator";
    /// The name of the house.
    locator_name = "LocatorName";
    /// The area within the town.
    area = "CvaddressArea";
    /// The street.
    thoroughfare = "Thoroughfare";
    /// The town.
    post_name = "PostName";
    /// The country.
    country = "AdminunitFirstline";
    /// The region.
    region = "AdminunitSecondline";
    /// The postal code.
    post_code = "PostCode";
}

/// A text that is no address.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum AddressError {
    /// Not base64.
    #[error("an address is no base64")]
    Encoding,
    /// Not a fragment of XML within the limits.
    #[error("an address is no XML fragment: {0}")]
    Fragment(String),
    /// A part that addresses do not have.
    #[error("an address has no part \"{0}\"")]
    Unknown(String),
    /// A part is there twice.
    #[error("an address has part \"{0}\" twice")]
    Duplicate(String),
}

impl CurrentAddress {
    /// The text of the attribute's value.
    #[must_use]
    pub fn encode(&self) -> String {
        let mut fragment = String::new();
        for (name, part) in self.parts() {
            let part = escape(part);
            // Cannot fail: writing to a String.
            let _ = writeln!(
                fragment,
                "<eidas-natural:{name}>{part}</eidas-natural:{name}>"
            );
        }
        STANDARD.encode(fragment)
    }

    /// Reads the text of the attribute's value. Parts may come in any order.
    ///
    /// # Errors
    ///
    /// When the text is no base64 of such a fragment, or a part is unknown or there twice.
    pub fn decode(text: &str) -> Result<Self, AddressError> {
        let packed: String = text.split_ascii_whitespace().collect();
        let fragment = STANDARD
            .decode(packed)
            .map_err(|_| AddressError::Encoding)?;
        let fragment = String::from_utf8(fragment).map_err(|_| AddressError::Encoding)?;
        let root = xml::parse(rooted(&fragment).as_bytes(), &LIMITS)
            .map_err(|error| AddressError::Fragment(error.to_string()))?;
        let mut address = Self::default();
        for element in root.elements() {
            let name = element.local().to_owned();
            let Some(part) = address.part_mut(&name) else {
                return Err(AddressError::Unknown(name));
            };
            if part.replace(element.text()).is_some() {
                return Err(AddressError::Duplicate(name));
            }
        }
        Ok(address)
    }
}

/// The fragment in a root that binds what senders use.
fn rooted(fragment: &str) -> String {
    let natural = Attribute::CurrentAddress.name().namespace();
    let legal = Attribute::LegalPersonAddress.name().namespace();
    let bindings = PREFIXES.iter().fold(String::new(), |mut text, prefix| {
        let namespace = if *prefix == "eidas-legal" {
            legal
        } else {
            natural
        };
        // Cannot fail: writing to a String.
        let _ = write!(text, " xmlns:{prefix}=\"{namespace}\"");
        text
    });
    format!("<address{bindings}>{fragment}</address>")
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\r' => escaped.push_str("&#xD;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const MUSTERWEG: &str = "PGVpZGFzLW5hdHVyYWw6TG9jYXRvckRlc2lnbmF0b3I+MjI8L2VpZGFzLW5hdHVyYWw6TG9jYXRvckRlc2lnbmF0b3I+CjxlaWRhcy1uYXR1cmFsOlRob3JvdWdoZmFyZT5NdXN0ZXJ3ZWc8L2VpZGFzLW5hdHVyYWw6VGhvcm91Z2hmYXJlPgo8ZWlkYXMtbmF0dXJhbDpQb3N0TmFtZT5BYWNoZW48L2VpZGFzLW5hdHVyYWw6UG9zdE5hbWU+CjxlaWRhcy1uYXR1cmFsOlBvc3RDb2RlPjUyMDYyPC9laWRhcy1uYXR1cmFsOlBvc3RDb2RlPgo=";

    fn musterweg() -> CurrentAddress {
        CurrentAddress {
            locator_designator: Some("22".into()),
            thoroughfare: Some("Musterweg".into()),
            post_name: Some("Aachen".into()),
            post_code: Some("52062".into()),
            ..CurrentAddress::default()
        }
    }

    fn encoded(fragment: &str) -> String {
        STANDARD.encode(fragment)
    }

    #[test]
    fn parts_are_written_in_the_order_of_the_schema_each_on_its_line() {
        assert_eq!(musterweg().encode(), MUSTERWEG);
        assert_eq!(CurrentAddress::decode(MUSTERWEG), Ok(musterweg()));
    }

    #[test]
    fn the_prefix_of_the_german_middleware_and_line_breaks_are_read() {
        let text = encoded("<eidasnp:PostName>Köln</eidasnp:PostName>");
        let (head, tail) = text.split_at(10);
        let address = CurrentAddress::decode(&format!("{head}\r\n {tail}")).unwrap();
        assert_eq!(address.post_name.as_deref(), Some("Köln"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let refuse = |fragment: &str| CurrentAddress::decode(&encoded(fragment)).unwrap_err();
        assert_eq!(CurrentAddress::decode("%%"), Err(AddressError::Encoding));
        assert!(matches!(refuse("<x:a/>"), AddressError::Fragment(_)));
        assert!(matches!(
            refuse("</address><address>"),
            AddressError::Fragment(_)
        ));
        assert!(matches!(
            refuse("<eidas:Planet>Earth</eidas:Planet>"),
            AddressError::Unknown(_)
        ));
        assert!(matches!(
            refuse("<eidas:PoBox>1</eidas:PoBox><eidas:PoBox>2</eidas:PoBox>"),
            AddressError::Duplicate(_)
        ));
    }
}
