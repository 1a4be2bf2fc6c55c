//! What the card says about a person: data groups of the eID application, read. `[TR-03110-4 §2.2.3]`
//!
//! Bytes come in, texts and dates go out.
//!
//! ```text
//! 4 64 { 0C given names }     5 65 { 0C family names }    8 68 { 12 YYYYMMDD date of birth }
//! 9 69 { place of birth }    10 6A { 13 nationality }    13 6D { 0C birth name }    17 71 { place of residence }
//! place   30 { AA { 0C street }, AB { 0C city }, AC { 0C state }, AD { 13 country }, AE { 13 zip code } }
//!         A1 { 0C free text }     A2 { 0C no place }
//! ```

use iso7816::tlv::{Reader, Tag, Tlv, TlvError};

use crate::eid::Failure;

const UTF8_STRING: Tag = Tag::new(0x0C);
const NUMERIC_STRING: Tag = Tag::new(0x12);
const PRINTABLE_STRING: Tag = Tag::new(0x13);
const SEQUENCE: Tag = Tag::new(0x30);
const FREE_TEXT: Tag = Tag::new(0xA1);
const NO_PLACE: Tag = Tag::new(0xA2);
const STREET: Tag = Tag::new(0xAA);
const CITY: Tag = Tag::new(0xAB);
const STATE: Tag = Tag::new(0xAC);
const COUNTRY: Tag = Tag::new(0xAD);
const ZIP_CODE: Tag = Tag::new(0xAE);

/// A data group with its number.
#[derive(Clone, Copy, Debug)]
pub(crate) struct DataGroup<'a> {
    pub(crate) number: u8,
    pub(crate) content: &'a [u8],
}

/// A place: of birth, or of residence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Structured(StructuredPlace),
    FreeText(String),
    /// There is none, and why.
    None(String),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct StructuredPlace {
    pub(crate) street: Option<String>,
    pub(crate) city: String,
    pub(crate) state: Option<String>,
    pub(crate) country: String,
    pub(crate) zip: Option<String>,
}

/// What is wrong with a data group, without its number.
type Wrong = String;

impl<'a> DataGroup<'a> {
    /// Text of data groups 4, 5 and 13.
    pub(crate) fn text(self) -> Result<String, Failure> {
        self.read(|reader| text(&reader.expect(UTF8_STRING).map_err(shown)?))
    }

    /// Text of data group 10.
    pub(crate) fn printable(self) -> Result<String, Failure> {
        self.read(|reader| printable(&reader.expect(PRINTABLE_STRING).map_err(shown)?))
    }

    /// Eight characters of data group 8: digits, and spaces for what is unknown.
    pub(crate) fn date(self) -> Result<[u8; 8], Failure> {
        self.read(|reader| {
            let object = reader.expect(NUMERIC_STRING).map_err(shown)?;
            <[u8; 8]>::try_from(object.value)
                .ok()
                .filter(|date| date.iter().all(|c| c.is_ascii_digit() || *c == b' '))
                .ok_or_else(|| format!("{:?} is no date", lossy(object.value)))
        })
    }

    /// A place of data groups 9 and 17.
    pub(crate) fn place(self) -> Result<Place, Failure> {
        self.read(|reader| {
            let object = reader.next().ok_or("no place is there")?.map_err(shown)?;
            match object.tag {
                SEQUENCE => structured(object.reader()).map(Place::Structured),
                FREE_TEXT => inner_text(&object).map(Place::FreeText),
                NO_PLACE => inner_text(&object).map(Place::None),
                other => Err(format!("tag {other} begins no place")),
            }
        })
    }

    fn read<T>(
        self,
        value: impl FnOnce(&mut Reader<'a>) -> Result<T, Wrong>,
    ) -> Result<T, Failure> {
        let Self { number, content } = self;
        let whole = || {
            let mut outer = Reader::der(content);
            let object = outer
                .expect(Tag::new(0x60 | u32::from(number)))
                .map_err(shown)?;
            let mut reader = object.reader();
            let value = value(&mut reader)?;
            reader.finish().map_err(shown)?;
            Ok(value)
        };
        whole().map_err(|why: Wrong| Failure::DataGroup { number, why })
    }
}

fn shown(error: TlvError) -> Wrong {
    error.to_string()
}

fn lossy(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn text(object: &Tlv<'_>) -> Result<String, Wrong> {
    String::from_utf8(object.value.to_vec()).map_err(|error| error.to_string())
}

fn printable(object: &Tlv<'_>) -> Result<String, Wrong> {
    let is_printable = |c: &u8| c.is_ascii_alphanumeric() || b" '()+,-./:=?<".contains(c);
    if object.value.iter().all(is_printable) {
        return text(object);
    }
    Err(format!("{:?} is not printable", lossy(object.value)))
}

fn inner_text(object: &Tlv<'_>) -> Result<String, Wrong> {
    let mut reader = object.reader();
    let inner = text(&reader.expect(UTF8_STRING).map_err(shown)?)?;
    reader.finish().map_err(shown)?;
    Ok(inner)
}

fn inner_printable(object: &Tlv<'_>) -> Result<String, Wrong> {
    let mut reader = object.reader();
    let inner = printable(&reader.expect(PRINTABLE_STRING).map_err(shown)?)?;
    reader.finish().map_err(shown)?;
    Ok(inner)
}

fn structured(mut reader: Reader<'_>) -> Result<StructuredPlace, Wrong> {
    let optional = |reader: &mut Reader<'_>, tag, read: fn(&Tlv<'_>) -> Result<String, Wrong>| {
        let found = reader.optional(tag).map_err(shown)?;
        found.map(|object| read(&object)).transpose()
    };
    let place = StructuredPlace {
        street: optional(&mut reader, STREET, inner_text)?,
        city: inner_text(&reader.expect(CITY).map_err(shown)?)?,
        state: optional(&mut reader, STATE, inner_text)?,
        country: inner_printable(&reader.expect(COUNTRY).map_err(shown)?)?,
        zip: optional(&mut reader, ZIP_CODE, inner_printable)?,
    };
    reader.finish().map_err(shown)?;
    Ok(place)
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::{DataGroup, Place};

    fn group(number: u8, content: &[u8]) -> DataGroup<'_> {
        DataGroup { number, content }
    }

    #[test]
    fn names_are_utf_8_under_their_own_tag() {
        assert_eq!(group(4, b"\x64\x05\x0C\x03L\xC3\x89").text().unwrap(), "LÉ");
        assert!(group(5, b"\x64\x05\x0C\x03L\xC3\x89").text().is_err());
        assert!(group(4, b"\x64\x03\x0C\x01\xC9").text().is_err());
        assert!(group(4, b"\x64\x03\x13\x01A").text().is_err());
    }

    #[test]
    fn dates_are_eight_digits_or_spaces() {
        assert_eq!(
            &group(8, b"\x68\x0A\x12\x0819870423").date().unwrap(),
            b"19870423"
        );
        assert!(group(8, b"\x68\x0A\x12\x081987    ").date().is_ok());
        assert!(group(8, b"\x68\x08\x12\x06870423").date().is_err());
        assert!(group(8, b"\x68\x0A\x12\x08198704-3").date().is_err());
    }

    #[test]
    fn places_come_in_three_forms() {
        let city = b"\x71\x0C\x30\x0A\xAB\x03\x0C\x01K\xAD\x03\x13\x01D";
        let Place::Structured(place) = group(17, city).place().unwrap() else {
            unreachable!("a structure");
        };
        assert_eq!((place.city.as_str(), place.country.as_str()), ("K", "D"));
        let free = group(9, b"\x69\x05\xA1\x03\x0C\x01X").place().unwrap();
        assert_eq!(free, Place::FreeText("X".to_owned()));
        let none = group(17, b"\x71\x05\xA2\x03\x0C\x01X").place().unwrap();
        assert_eq!(none, Place::None("X".to_owned()));
        assert!(group(9, b"\x69\x03\x0C\x01X").place().is_err());
    }

    const CITY: &[u8] = b"\x71\x0C\x30\x0A\xAB\x03\x0C\x01K\xAD\x03\x13\x01D";

    #[test]
    fn no_part_of_a_group_is_a_group() {
        for end in 0..CITY.len() {
            assert!(group(17, CITY.get(..end).unwrap()).place().is_err());
        }
        let longer = [CITY, &[0]].concat();
        assert!(
            group(17, &longer).place().is_ok(),
            "a file may be padded behind its object"
        );
    }

    proptest::proptest! {
        #[test]
        fn nothing_makes_a_reader_panic(number in 1..=22u8, content: Vec<u8>, at in 0..CITY.len(), byte: u8) {
            let mut altered = CITY.to_vec();
            if let Some(place) = altered.get_mut(at) {
                *place = byte;
            }
            for content in [content, altered] {
                let group = group(number, &content);
                let _ = (group.text(), group.printable(), group.date(), group.place());
            }
        }
    }
}
