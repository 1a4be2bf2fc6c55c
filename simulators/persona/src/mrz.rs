//! The machine readable zone of a TD1 card: three lines of thirty characters, and the password that PACE
//! takes from them.
//!
//! ```text
//! line 1   type 2 | state 3 | number 9 | check 1 | optional 15
//! line 2   birth 6 | check 1 | sex 1 | expiry 6 | check 1 | nationality 3 | optional 11 | composite 1
//! line 3   names 30
//! ```

mod names;

use crate::day::Day;
use crate::document::{DocumentKind, DocumentNumber};
use crate::person::{Persona, Sex};

const FILLER: char = '<';

/// The machine readable zone of a document [ICAO 9303-5 §4.2.2].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mrz {
    lines: [String; 3],
    pace_input: Option<String>,
}

impl Mrz {
    pub(crate) fn new(persona: &Persona, today: Day) -> Self {
        let document = &persona.document;
        let start = format!(
            "{}{}",
            document.document_type,
            padded(document.issuing_state.as_str(), 3)
        );
        if matches!(
            document.kind,
            DocumentKind::EuCitizenCard | DocumentKind::SmartEid
        ) {
            // No zone is printed; what DG1 holds is the type, the state and fillers [TR-03127 table 1].
            return Self {
                lines: [padded(&start, 30), padded("", 30), padded("", 30)],
                pace_input: None,
            };
        }
        let (number, overflow) = number_fields(&document.number);
        let birth = with_check_digit(&persona.holder.date_of_birth.on(today).mrz());
        let expiry = with_check_digit(&short(document.expires_on(today)));
        let upper = format!("{number}{}", padded(&overflow, 15));
        let sex = persona.holder.sex.unwrap_or(Sex::Unspecified).mrz();
        let nationality = persona
            .holder
            .nationality
            .as_ref()
            .unwrap_or(&document.issuing_state);
        let optional = padded("", 11);
        let composite = check_digit(&format!("{upper}{birth}{expiry}{optional}"));
        let middle = format!(
            "{birth}{sex}{expiry}{}{optional}{composite}",
            padded(nationality.as_str(), 3)
        );
        let lower = names::line(
            &persona.holder.family_names,
            persona.holder.given_names.as_deref(),
            30,
        );
        let pace_number = if overflow.is_empty() {
            number
        } else {
            with_check_digit(document.number.as_str())
        };
        Self {
            lines: [format!("{start}{upper}"), middle, lower],
            pace_input: Some(format!("{pace_number}{birth}{expiry}")),
        }
    }

    /// The three lines, each of thirty characters.
    #[must_use]
    pub fn lines(&self) -> &[String; 3] {
        &self.lines
    }

    /// The ninety characters in one piece, as DG1 of the ePassport application holds them.
    #[must_use]
    pub fn text(&self) -> String {
        self.lines.concat()
    }

    /// Document number, date of birth and date of expiry, each with its check digit: what is hashed into the
    /// MRZ password of PACE [ICAO 9303-11 §9.7.3]. Nothing for a document without a printed zone.
    #[must_use]
    pub fn pace_input(&self) -> Option<&str> {
        self.pace_input.as_deref()
    }
}

/// The number field with its check digit, and what of a long number spills into the optional field [ICAO
/// 9303-5 §4.2.2.1].
fn number_fields(number: &DocumentNumber) -> (String, String) {
    let all = number.as_str();
    match all.split_at_checked(9) {
        Some((field, rest)) if !rest.is_empty() => (
            format!("{field}{FILLER}"),
            format!("{rest}{}{FILLER}", check_digit(all)),
        ),
        _ => (with_check_digit(&padded(all, 9)), String::new()),
    }
}

fn with_check_digit(field: &str) -> String {
    format!("{field}{}", check_digit(field))
}

fn padded(text: &str, length: usize) -> String {
    text.chars()
        .chain(std::iter::repeat(FILLER))
        .take(length)
        .collect()
}

fn short(day: Day) -> String {
    format!("{:02}{:02}{:02}", day.year() % 100, day.month(), day.day())
}

/// The check digit of a field: weights 7, 3, 1, modulo 10 [ICAO 9303-3 §4.9]. Characters outside digits,
/// capital letters and filler count 0.
#[must_use]
pub fn check_digit(field: &str) -> char {
    let value = |c: char| {
        c.to_digit(36)
            .filter(|_| !c.is_ascii_lowercase())
            .unwrap_or(0)
    };
    let weighted = field
        .chars()
        .map(value)
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(value, weight)| value * weight % 10);
    let sum = weighted.fold(0, |sum, product| (sum + product) % 10);
    char::from_digit(sum, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn persona(number: &str, birth: &str, expires: &str, names: &str) -> Persona {
        let text = format!(
            "note = \"example\"\n[document]\nkind = \"identity-card\"\nnumber = \"{number}\"\nissuing-state = \"UTO\"\nexpires = \"{expires}\"\n\
             [holder]\n{names}\ndate-of-birth = \"{birth}\"\nplace-of-birth = \"ZENITH\"\n"
        );
        Persona::parse(&text).unwrap()
    }

    fn mrz(persona: &Persona) -> Mrz {
        persona.mrz(Day::new(2012, 1, 1).unwrap())
    }

    #[test]
    fn check_digits_are_those_of_the_published_examples() {
        // ICAO 9303-3 §4.9, examples 1 and 2; ICAO 9303-11 appendices D.2 and G.
        for (field, digit) in [
            ("520727", '3'),
            ("AB2134<<<", '5'),
            ("D23145890734", '9'),
            ("340712", '7'),
            ("950712", '2'),
            ("T22000129", '3'),
            ("640812", '5'),
            ("101031", '8'),
        ] {
            assert_eq!(check_digit(field), digit, "{field}");
        }
    }

    #[test]
    fn a_td1_zone_is_that_of_the_published_specimen() {
        // ICAO 9303-5 appendix A: the specimen of Utopia, whose type is I< where ours is ID.
        let anna = persona(
            "D23145890",
            "1974-08-12",
            "2012-04-15",
            "given-names = \"Anna Maria\"\nfamily-names = \"Eriksson\"\nsex = \"F\"\nnationality = \"UTO\"",
        );
        assert_eq!(mrz(&anna).lines()[0], "IDUTOD231458907<<<<<<<<<<<<<<<");
        assert_eq!(mrz(&anna).lines()[1], "7408122F1204159UTO<<<<<<<<<<<6");
        assert_eq!(mrz(&anna).lines()[2], "ERIKSSON<<ANNA<MARIA<<<<<<<<<<");
    }

    #[test]
    fn a_long_number_spills_into_the_optional_field() {
        // ICAO 9303-11 appendix D.2.
        let peter = persona(
            "D23145890734",
            "1934-07-12",
            "1995-07-12",
            "given-names = \"Peter John\"\nfamily-names = \"Stevenson\"\nsex = \"M\"\nnationality = \"UTO\"",
        );
        assert_eq!(mrz(&peter).lines()[0], "IDUTOD23145890<7349<<<<<<<<<<<");
        assert_eq!(mrz(&peter).lines()[1], "3407127M9507122UTO<<<<<<<<<<<2");
        assert_eq!(
            mrz(&peter).pace_input(),
            Some("D23145890734934071279507122")
        );
    }

    #[test]
    fn the_pace_password_is_made_of_number_birth_and_expiry() {
        // ICAO 9303-11 appendix G.
        let card = persona(
            "T22000129",
            "1964-08-12",
            "2010-10-31",
            "family-names = \"Beispiel\"",
        );
        assert_eq!(mrz(&card).pace_input(), Some("T22000129364081251010318"));
    }

    #[test]
    fn an_eu_citizen_card_has_a_zone_of_fillers() {
        let text = "note = \"n\"\n[document]\nkind = \"eu-citizen-card\"\nnumber = \"TEST00001\"\nexpires = \"today\"\n\
                    [holder]\nfamily-names = \"B\"\ndate-of-birth = \"1990-01-01\"\nplace-of-birth = \"P\"\n";
        let zone = mrz(&Persona::parse(text).unwrap());
        assert_eq!(zone.text(), format!("UBD{}", "<".repeat(87)));
        assert_eq!(zone.pace_input(), None);
    }
}
