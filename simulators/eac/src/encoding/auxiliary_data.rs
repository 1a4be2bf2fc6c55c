//! Authenticated auxiliary data: what a terminal wants compared, bound into its signature.
//!
//! Bytes come in, templates go out. The bytes themselves are what the signature covers, so they are kept; the comparison
//! is made on the card's side.

use iso7816::tlv::{Reader, Writer};

use super::date::{CvDate, days_of_month};
use super::error::DecodeError;
use super::oid::{self, Oid};
use super::tag;

/// The data object 67 of MSE:Set AT. `[TR-03110-3 §A.7.5]`
///
/// ```text
/// 67 { 73 { 06 OID   53 data } ... }
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuxiliaryData {
    templates: Vec<(Oid, Vec<u8>)>,
}

impl AuxiliaryData {
    /// No templates.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            templates: Vec::new(),
        }
    }

    /// Adds a template.
    #[must_use]
    pub fn with(mut self, oid: Oid, data: impl Into<Vec<u8>>) -> Self {
        self.templates.push((oid, data.into()));
        self
    }

    /// Asks whether the holder was born on this day or before. `[TR-03110-3 §A.7.5.2]`
    #[must_use]
    pub fn with_required_birth(self, date: AuxiliaryDate) -> Self {
        self.with(oid::ID_DATE_OF_BIRTH, date.encode())
    }

    /// Asks whether the document is still valid on this day. `[TR-03110-3 §A.7.5.3]`
    #[must_use]
    pub fn with_current_date(self, date: AuxiliaryDate) -> Self {
        self.with(oid::ID_DATE_OF_EXPIRY, date.encode())
    }

    /// Asks whether the municipality id begins like this. `[TR-03110-3 §A.7.5.4]`
    #[must_use]
    pub fn with_municipality(self, prefix: &[u8]) -> Self {
        self.with(oid::ID_MUNICIPALITY_ID, prefix)
    }

    /// Reads the data object 67.
    ///
    /// # Errors
    /// Another structure.
    pub fn decode(object: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(object);
        let authentication = reader.expect(tag::AUTHENTICATION)?;
        reader.finish()?;
        let mut reader = authentication.reader();
        let mut templates = Vec::new();
        while !reader.is_empty() {
            let mut template = reader.expect(tag::DISCRETIONARY_DATA_TEMPLATE)?.reader();
            let identifier = template.expect(tag::OBJECT_IDENTIFIER)?;
            let oid =
                Oid::decode(identifier.value).map_err(|e| e.moved(identifier.value_offset()))?;
            let data = template.expect(tag::DISCRETIONARY_DATA)?.value.to_vec();
            template.finish()?;
            templates.push((oid, data));
        }
        Ok(Self { templates })
    }

    /// Reads what can be read of the value of a data object 67, and leaves out templates of another structure: they are
    /// signed, but ask for nothing that the card knows.
    #[must_use]
    pub fn interpret(object: &[u8]) -> Self {
        let template = |value: &[u8]| {
            let reader = Reader::new(value);
            let oid = Oid::decode(reader.find(tag::OBJECT_IDENTIFIER).ok()??.value).ok()?;
            Some((
                oid,
                reader.find(tag::DISCRETIONARY_DATA).ok()??.value.to_vec(),
            ))
        };
        let value = Reader::new(object)
            .find(tag::AUTHENTICATION)
            .ok()
            .flatten()
            .map(|found| found.value);
        let objects = Reader::new(value.unwrap_or_default()).filter_map(Result::ok);
        let templates = objects.filter(|object| object.tag == tag::DISCRETIONARY_DATA_TEMPLATE);
        Self {
            templates: templates
                .filter_map(|object| template(object.value))
                .collect(),
        }
    }

    /// The data object 67.
    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.nested(tag::AUTHENTICATION, |authentication| {
            for (oid, data) in &self.templates {
                authentication.nested(tag::DISCRETIONARY_DATA_TEMPLATE, |template| {
                    template
                        .tlv(tag::OBJECT_IDENTIFIER, oid.as_bytes())
                        .tlv(tag::DISCRETIONARY_DATA, data);
                });
            }
        });
        writer.into_bytes()
    }

    /// The data of an identifier: of several templates the last one counts. `[TR-03110-3 §A.7.5]`
    #[must_use]
    pub fn get(&self, oid: &Oid) -> Option<&[u8]> {
        self.templates
            .iter()
            .rev()
            .find(|(found, _)| found == oid)
            .map(|(_, data)| data.as_slice())
    }

    /// All templates, in order.
    #[must_use]
    pub fn templates(&self) -> &[(Oid, Vec<u8>)] {
        &self.templates
    }
}

/// A day as eight digits YYYYMMDD, as data groups and auxiliary data write it. `[TR-03110-4 §2.2.3.1]`
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuxiliaryDate {
    year: u16,
    month: u8,
    day: u8,
}

impl AuxiliaryDate {
    /// A day of the Gregorian calendar in the years 0 to 9999.
    #[must_use]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        if year > 9999 || day == 0 || day > days_of_month(year, month) {
            return None;
        }
        Some(Self { year, month, day })
    }

    /// Reads eight digits that name a day of the calendar.
    #[must_use]
    pub fn decode(value: &[u8]) -> Option<Self> {
        let (year, rest) = value.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        let number = |digits: &[u8]| {
            digits.iter().try_fold(0_u16, |sum, c| {
                c.is_ascii_digit().then(|| sum * 10 + u16::from(c - b'0'))
            })
        };
        let narrow = |digits: &[u8]| number(digits).and_then(|value| u8::try_from(value).ok());
        if day.len() != 2 {
            return None;
        }
        Self::new(number(year)?, narrow(month)?, narrow(day)?)
    }

    /// The latest day that a date with blanks can mean: a person of unknown birthday counts as young as possible.
    /// `None` when what is there is no date.
    #[must_use]
    pub fn latest(value: &[u8; 8]) -> Option<Self> {
        let [y1, y2, y3, y4, m1, m2, d1, d2] = *value;
        let blank = |digits: &[u8]| digits.iter().all(|c| *c == b' ');
        let year = if blank(&[y1, y2, y3, y4]) {
            *b"9999"
        } else {
            [y1, y2, y3, y4]
        };
        let day_is_blank = blank(&[d1, d2]);
        let months: &[[u8; 2]] = if blank(&[m1, m2]) {
            &LATEST_MONTHS
        } else {
            &[[m1, m2]]
        };
        let days: &[[u8; 2]] = if day_is_blank {
            &LATEST_DAYS
        } else {
            &[[d1, d2]]
        };
        let candidates = months
            .iter()
            .flat_map(|month| days.iter().map(move |day| (month, day)));
        candidates
            .filter_map(|(month, day)| Self::decode(&[&year[..], month, day].concat()))
            .max()
    }

    /// The earliest day that a date with blanks can mean, as [`latest`](Self::latest) does for the other end.
    #[must_use]
    pub fn earliest(value: &[u8; 8]) -> Option<Self> {
        let mut filled = *value;
        for (place, digit) in filled.iter_mut().zip(b"00000101") {
            if *place == b' ' {
                *place = *digit;
            }
        }
        Self::decode(&filled)
    }

    /// The eight digits.
    #[must_use]
    pub fn encode(self) -> [u8; 8] {
        let digit = |value: u16, unit: u16| b'0' + u8::try_from(value / unit % 10).unwrap_or(0);
        let (year, month, day) = (self.year, u16::from(self.month), u16::from(self.day));
        [
            digit(year, 1000),
            digit(year, 100),
            digit(year, 10),
            digit(year, 1),
            digit(month, 10),
            digit(month, 1),
            digit(day, 10),
            digit(day, 1),
        ]
    }
}

const LATEST_MONTHS: [[u8; 2]; 2] = [*b"12", *b"11"];
const LATEST_DAYS: [[u8; 2]; 4] = [*b"31", *b"30", *b"29", *b"28"];

impl From<CvDate> for AuxiliaryDate {
    fn from(date: CvDate) -> Self {
        Self {
            year: date.year(),
            month: date.month(),
            day: date.day(),
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]
mod tests {
    use super::{AuxiliaryData, AuxiliaryDate, oid};

    fn latest(text: &[u8; 8]) -> Option<Vec<u8>> {
        AuxiliaryDate::latest(text).map(|date| date.encode().to_vec())
    }

    #[test]
    fn age_verification_looks_like_this() {
        let data =
            AuxiliaryData::new().with_required_birth(AuxiliaryDate::new(1990, 1, 1).unwrap());
        let mut expected = vec![0x67, 0x17, 0x73, 0x15, 0x06, 0x09];
        expected.extend(oid::ID_DATE_OF_BIRTH.as_bytes());
        expected.extend([0x53, 0x08]);
        expected.extend(b"19900101");
        assert_eq!(data.encode(), expected);
        assert_eq!(AuxiliaryData::decode(&expected).unwrap(), data);
    }

    #[test]
    fn the_last_template_of_an_identifier_counts() {
        let data = AuxiliaryData::new()
            .with(oid::ID_DATE_OF_BIRTH, *b"1")
            .with(oid::ID_DATE_OF_BIRTH, *b"2");
        assert_eq!(data.get(&oid::ID_DATE_OF_BIRTH), Some(&b"2"[..]));
        assert_eq!(data.get(&oid::ID_DATE_OF_EXPIRY), None);
    }

    #[test]
    fn templates_with_wrong_tags_ask_for_nothing() {
        let good = AuxiliaryData::new()
            .with_municipality(&[0x02, 0x76])
            .encode();
        assert_eq!(AuxiliaryData::interpret(&good).templates().len(), 1);
        for (place, tag) in [(2, 0x72), (4, 0x07)] {
            let mut bad = good.clone();
            bad[place] = tag;
            assert!(AuxiliaryData::decode(&bad).is_err());
            assert!(AuxiliaryData::interpret(&bad).templates().is_empty());
        }
    }

    #[test]
    fn unknown_parts_count_as_the_latest_day_possible() {
        assert_eq!(latest(b"19900228"), Some(b"19900228".to_vec()));
        assert_eq!(latest(b"199002  "), Some(b"19900228".to_vec()));
        assert_eq!(latest(b"199202  "), Some(b"19920229".to_vec()));
        assert_eq!(latest(b"1990    "), Some(b"19901231".to_vec()));
        assert_eq!(latest(b"1990  15"), Some(b"19901215".to_vec()));
        assert_eq!(latest(b"    0612"), Some(b"99990612".to_vec()));
        assert_eq!(latest(b"        "), Some(b"99991231".to_vec()));
        assert_eq!(latest(b"19901301"), None);
    }
}
