//! Countries: from what a card says to what eIDAS says.
//!
//! A card names Germany `D` and every other country with the three letters of [ICAO 9303-3 §5]; eIDAS takes two letters
//! of [ISO 3166-1], with `EL` for Greece. Only countries of Europe are translated; no other can have a German eID card,
//! and the nationality of a residence permit is left out.

/// The two letters that eIDAS has for the country of a card.
pub(crate) fn eidas_code(card: &str) -> Option<&'static str> {
    TABLE
        .iter()
        .find(|(code, _)| *code == card)
        .map(|(_, code)| *code)
}

#[rustfmt::skip]
const TABLE: &[(&str, &str)] = &[
    ("D", "DE"), ("AUT", "AT"), ("BEL", "BE"), ("BGR", "BG"), ("CHE", "CH"), ("CYP", "CY"), ("CZE", "CZ"),
    ("DNK", "DK"), ("ESP", "ES"), ("EST", "EE"), ("FIN", "FI"), ("FRA", "FR"), ("GBR", "UK"), ("GRC", "EL"),
    ("HRV", "HR"), ("HUN", "HU"), ("IRL", "IE"), ("ISL", "IS"), ("ITA", "IT"), ("LIE", "LI"), ("LTU", "LT"),
    ("LUX", "LU"), ("LVA", "LV"), ("MLT", "MT"), ("NLD", "NL"), ("NOR", "NO"), ("POL", "PL"), ("PRT", "PT"),
    ("ROU", "RO"), ("SVK", "SK"), ("SVN", "SI"), ("SWE", "SE"),
];

#[cfg(test)]
mod tests {
    use super::eidas_code;

    #[test]
    fn germany_and_greece_have_letters_of_their_own() {
        assert_eq!(eidas_code("D"), Some("DE"));
        assert_eq!(eidas_code("GRC"), Some("EL"));
        assert_eq!(eidas_code("XXA"), None);
    }
}
