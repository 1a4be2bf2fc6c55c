//! Fresh identifiers.

use ambient::Ambient;

/// 64 characters: six bits of a random byte each.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/// A fresh identifier: `_` and 63 characters of `A-Z`, `a-z`, `0-9`, `_` and `-`, from the stream `saml id`.
/// `[SAML Core §1.3.4]`
#[must_use]
pub fn fresh_id(ambient: &Ambient) -> String {
    let random: [u8; 63] = ambient.stream("saml id").bytes();
    let drawn = random.iter().map(|byte| {
        // Cannot fail: the index is below 64.
        char::from(*ALPHABET.get(usize::from(byte & 0x3f)).unwrap_or(&b'A'))
    });
    std::iter::once('_').chain(drawn).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::fresh_id;
    use ambient::{Ambient, Date};

    #[test]
    fn ids_are_names_of_64_characters_and_differ() {
        let ambient = Ambient::simulated(1, Date::new(2026, 3, 1).unwrap());
        let (first, second) = (fresh_id(&ambient), fresh_id(&ambient));
        assert_eq!(first.len(), 64);
        assert!(first.starts_with('_'));
        assert!(
            first
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "_-".contains(c))
        );
        assert_ne!(first, second);
    }
}
