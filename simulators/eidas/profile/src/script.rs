//! Latin or not: which names need a second spelling.
//!
//! A name in another script is accompanied by its Latin spelling, and says so itself with `LatinScript="false"`.
//! [eIDAS SAML Attribute Profile]. Nothing is transliterated here.

/// The script of a value, as its sender marked it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Script {
    /// Latin, or not marked.
    #[default]
    Latin,
    /// Marked `LatinScript="false"`.
    Other,
}

/// Ranges of letters that Unicode calls Latin, up to U+FFFF.
const LATIN: [(u32, u32); 32] = [
    (0x0041, 0x005A),
    (0x0061, 0x007A),
    (0x00AA, 0x00AA),
    (0x00BA, 0x00BA),
    (0x00C0, 0x00D6),
    (0x00D8, 0x00F6),
    (0x00F8, 0x02B8),
    (0x02E0, 0x02E4),
    (0x1D00, 0x1D25),
    (0x1D2C, 0x1D5C),
    (0x1D62, 0x1D65),
    (0x1D6B, 0x1D77),
    (0x1D79, 0x1DBE),
    (0x1E00, 0x1EFF),
    (0x2071, 0x2071),
    (0x207F, 0x207F),
    (0x2090, 0x209C),
    (0x212A, 0x212B),
    (0x2132, 0x2132),
    (0x214E, 0x214E),
    (0x2160, 0x2188),
    (0x2C60, 0x2C7F),
    (0xA722, 0xA787),
    (0xA78B, 0xA7CD),
    (0xA7D0, 0xA7DC),
    (0xA7F2, 0xA7FF),
    (0xAB30, 0xAB5A),
    (0xAB5C, 0xAB64),
    (0xAB66, 0xAB69),
    (0xFB00, 0xFB06),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
];

/// Letters that Unicode calls common to all scripts: the micro sign, the modifier letters, letter-like symbols.
const COMMON: [(u32, u32); 5] = [
    (0x00B5, 0x00B5),
    (0x02B9, 0x02DF),
    (0x02E5, 0x02E9),
    (0x02EC, 0x02FF),
    (0x2100, 0x2129),
];

/// Combining marks that belong to whatever script they stand in; a node counts them as not Latin.
const MARKS: (u32, u32) = (0x0300, 0x036F);

/// Whether every letter is Latin or common to all scripts. Letters decide: digits and punctuation of any script
/// pass, combining marks do not.
#[must_use]
pub fn is_latin(text: &str) -> bool {
    text.chars().all(|letter| {
        let code = u32::from(letter);
        let within = |(first, last): &(u32, u32)| (*first..=*last).contains(&code);
        if within(&MARKS) {
            return false;
        }
        !letter.is_alphabetic() || LATIN.iter().chain(&COMMON).any(within)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_with_strokes_and_marks_are_latin() {
        for name in [
            "Łukasz",
            "Şahin",
            "Ñandú",
            "Straße",
            "Ő",
            "Ærø",
            "O'Brien-2",
            "Ḥasan",
            "",
            "ĳ ﬁ",
        ] {
            assert!(is_latin(name), "{name}");
        }
    }

    #[test]
    fn greek_cyrillic_and_combining_marks_are_not() {
        for name in ["Παπαδοπούλου", "Иванов", "Ivanов", "e\u{301}", "שלום", "王"]
        {
            assert!(!is_latin(name), "{name}");
        }
    }
}
