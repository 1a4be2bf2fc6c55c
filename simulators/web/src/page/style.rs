//! The one style sheet.

use std::sync::LazyLock;

/// Its text, as it stands in every page.
pub(super) const SHEET: &str = include_str!("../../assets/page.css");

/// Its name in the policy.
pub(super) fn hash() -> &'static str {
    static HASH: LazyLock<String> = LazyLock::new(|| super::csp_hash(SHEET));
    &HASH
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use std::collections::BTreeMap;

    use super::SHEET;

    /// Foreground, background, and the contrast that WCAG 2.2 asks of them (1.4.3, 1.4.11).
    const PAIRS: [(&str, &str, f64); 12] = [
        ("ink", "paper", 7.0),
        ("quiet", "paper", 4.5),
        ("accent", "paper", 4.5),
        ("bad", "paper", 4.5),
        ("line", "paper", 3.0),
        ("on-accent", "accent", 4.5),
        ("ink", "soft", 7.0),
        ("quiet", "soft", 4.5),
        ("accent", "soft", 4.5),
        ("bad", "soft", 4.5),
        ("note-ink", "note-paper", 7.0),
        ("line", "soft", 3.0),
    ];

    /// The colours of the n-th `:root` block: by day, by night.
    fn colours(n: usize) -> BTreeMap<&'static str, &'static str> {
        let block = SHEET.split(":root{").nth(n + 1).unwrap();
        let block = block.split('}').next().unwrap();
        let declarations = block
            .split(';')
            .filter_map(|line| line.trim().split_once(':'));
        declarations
            .filter_map(|(name, value)| Some((name.strip_prefix("--")?, value.trim())))
            .collect()
    }

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let byte = u8::from_str_radix(&colour[at..at + 2], 16).unwrap();
            let c = f64::from(byte) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        };
        0.0722f64.mul_add(
            channel(5),
            0.2126f64.mul_add(channel(1), 0.7152 * channel(3)),
        )
    }

    #[test]
    fn every_colour_can_be_read_by_day_and_by_night() {
        for n in [0, 1] {
            let colours = colours(n);
            for (front, back, least) in PAIRS {
                let (a, b) = (luminance(colours[front]), luminance(colours[back]));
                let contrast = (a.max(b) + 0.05) / (a.min(b) + 0.05);
                assert!(contrast >= least, "{n}: {front} on {back} is {contrast:.2}");
            }
        }
    }

    #[test]
    fn the_sheet_asks_nobody_for_anything() {
        for word in ["url(", "@import", "</"] {
            assert!(!SHEET.contains(word), "{word}");
        }
    }
}
