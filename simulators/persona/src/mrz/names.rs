//! Names as the third line writes them: capital letters A to Z, fillers, thirty characters.

use super::{FILLER, padded};

/// Family names, two fillers, given names; shortened so that both can be recognised [ICAO 9303-3 §4.6].
pub(super) fn line(family: &str, given: Option<&str>, length: usize) -> String {
    let family = letters(family);
    let given = given.map(letters).unwrap_or_default();
    if given.is_empty() {
        return padded(&family, length);
    }
    let full = format!("{family}{FILLER}{FILLER}{given}");
    if full.len() <= length {
        return padded(&full, length);
    }
    // Three places belong to the given names, and the last place is a letter: the sign that something was cut off.
    let cuts = (1..=family.len().min(length.saturating_sub(3))).rev();
    let candidates = cuts
        .filter_map(|cut| family.get(..cut))
        .map(|part| format!("{}{FILLER}{FILLER}{given}", part.trim_end_matches(FILLER)));
    let cut_at_letter = |line: &String| {
        line.get(..length)
            .is_some_and(|line| !line.ends_with(FILLER))
    };
    candidates
        .into_iter()
        .find(cut_at_letter)
        .map_or_else(|| padded(&full, length), |line| padded(&line, length))
}

/// Letters A to Z with one filler between the parts; characters without a transliteration are left out.
fn letters(name: &str) -> String {
    let mut line = String::new();
    for character in name.chars() {
        match character {
            ' ' | '-' | ',' | '\u{a0}' | '\u{2010}' | '\u{2011}' => line.push(FILLER),
            'A'..='Z' => line.push(character),
            'a'..='z' => line.push(character.to_ascii_uppercase()),
            other => line.push_str(transliterated(other)),
        }
    }
    line.split(FILLER)
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("<")
}

/// The recommended transliteration of a Latin letter outside A to Z; its first one where there are several
/// [ICAO 9303-3 §6.A, TR-03127 annex B].
fn transliterated(letter: char) -> &'static str {
    match letter {
        'Á' | 'À' | 'Â' | 'Ã' | 'Ă' | 'Ą' | 'Ā' | 'Ǎ' | 'á' | 'à' | 'â' | 'ã' | 'ă' | 'ą' | 'ā'
        | 'ǎ' => "A",
        'Ä' | 'Æ' | 'ä' | 'æ' => "AE",
        'Å' | 'å' => "AA",
        'Ć' | 'Ĉ' | 'Č' | 'Ċ' | 'Ç' | 'ć' | 'ĉ' | 'č' | 'ċ' | 'ç' => "C",
        'Đ' | 'Ď' | 'Ð' | 'đ' | 'ď' | 'ð' => "D",
        'É' | 'È' | 'Ê' | 'Ë' | 'Ě' | 'Ė' | 'Ē' | 'Ę' | 'Ĕ' | 'Ẽ' | 'é' | 'è' | 'ê' | 'ë' | 'ě'
        | 'ė' | 'ē' | 'ę' | 'ĕ' | 'ẽ' => "E",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' | 'Ǧ' | 'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' => "G",
        'Ħ' | 'Ĥ' | 'ħ' | 'ĥ' => "H",
        'I' | 'ı' | 'Í' | 'Ì' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' | 'Ǐ' | 'í' | 'ì' | 'î'
        | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ǐ' => "I",
        'Ĳ' | 'ĳ' => "IJ",
        'Ĵ' | 'ĵ' => "J",
        'Ķ' | 'Ǩ' | 'ķ' | 'ǩ' => "K",
        'Ł' | 'Ĺ' | 'Ľ' | 'Ļ' | 'Ŀ' | 'ł' | 'ĺ' | 'ľ' | 'ļ' | 'ŀ' => "L",
        'Ń' | 'Ň' | 'Ņ' | 'Ŋ' | 'Ñ' | 'ń' | 'ň' | 'ņ' | 'ŋ' | 'ñ' => "N",
        'Ó' | 'Ò' | 'Ô' | 'Õ' | 'Ŏ' | 'Ō' | 'Ő' | 'Ǒ' | 'ó' | 'ò' | 'ô' | 'õ' | 'ŏ' | 'ō' | 'ő'
        | 'ǒ' => "O",
        'Ö' | 'Ø' | 'Œ' | 'ö' | 'ø' | 'œ' => "OE",
        'Ŕ' | 'Ř' | 'Ŗ' | 'ŕ' | 'ř' | 'ŗ' => "R",
        'Ś' | 'Ŝ' | 'Š' | 'Ş' | 'Ș' | 'ś' | 'ŝ' | 'š' | 'ş' | 'ș' => "S",
        'ß' | 'ẞ' => "SS",
        'Ť' | 'Ţ' | 'Ț' | 'Ŧ' | 'ť' | 'ţ' | 'ț' | 'ŧ' => "T",
        'Þ' | 'þ' => "TH",
        'Ú' | 'Ù' | 'Û' | 'Ũ' | 'Ŭ' | 'Ū' | 'Ů' | 'Ű' | 'Ų' | 'Ǔ' | 'ú' | 'ù' | 'û' | 'ũ' | 'ŭ'
        | 'ū' | 'ů' | 'ű' | 'ų' | 'ǔ' => "U",
        'Ü' | 'ü' => "UE",
        'Ŵ' | 'Ẁ' | 'Ẃ' | 'Ẅ' | 'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' => "W",
        'Ý' | 'Ŷ' | 'Ÿ' | 'Ỳ' | 'Ỹ' | 'ý' | 'ŷ' | 'ÿ' | 'ỳ' | 'ỹ' => "Y",
        'Ź' | 'Ž' | 'Ż' | 'ź' | 'ž' | 'ż' => "Z",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_outside_a_to_z_are_written_as_the_table_says() {
        assert_eq!(letters("Möller-Groß"), "MOELLER<GROSS");
        assert_eq!(letters("JÜRGEN ẞTÄRK"), "JUERGEN<SSTAERK");
        assert_eq!(letters("Ağça Þór Łukasz Đặng"), "AGCA<THOR<LUKASZ<DNG");
        assert_eq!(letters("O'Neill,  D\u{2019}Arc"), "ONEILL<DARC");
    }

    #[test]
    fn a_person_without_given_names_has_no_double_filler() {
        assert_eq!(line("Arkfreith", None, 30), padded("ARKFREITH", 30));
        assert_eq!(line("Arkfreith", Some("---"), 30), padded("ARKFREITH", 30));
    }

    #[test]
    fn long_names_keep_a_letter_of_each_and_end_in_a_letter() {
        // ICAO 9303-3 §4.6 gives no single answer for every case; these hold whatever is cut.
        for (family, given) in [
            ("Nilavadhanananda", "Chayapa Dejthamrong Krasuang"),
            ("Papandropoulous Papandropoulous", "Jonathon Warren Trevor"),
            (
                "Bennelong Wooloomooloo Warrandyte Warnambool",
                "Dingo Potoroo",
            ),
            ("A B C D E F G H I J K L M N O P", "Q R S T"),
        ] {
            let line = line(family, Some(given), 30);
            assert_eq!(line.len(), 30);
            assert!(line.ends_with(|c: char| c.is_ascii_uppercase()), "{line}");
            assert!(
                line.split_once("<<").is_some_and(
                    |(a, b)| !a.is_empty() && b.starts_with(|c: char| c.is_ascii_uppercase())
                ),
                "{line}"
            );
        }
    }
}
