//! The data groups of the eID application, from a persona to DER.
//!
//! Facts about a person come in, the content of each elementary file goes out. Who may read it is decided elsewhere.
//!
//! ```text
//!  1 61 { 13 document type }             10 6A { 13 nationality }
//!  2 62 { 13 issuing state }             11 6B { 13 sex }
//!  3 63 { 12 YYYYMMDD date of expiry }   12 6C { 31 { 30 { 06 type, data } } }
//!  4 64 { 0C given names }               13 6D { 0C birth name }
//!  5 65 { 0C family names }              14 6E { 04 written signature }
//!  6 66 { 0C nom de plume }              15 6F { 12 YYYYMMDD date of issuance }
//!  7 67 { 0C academic title }            17 71 { place of residence }
//!  8 68 { 12 YYYYMMDD date of birth }    18 72 { 04 municipality id }
//!  9 69 { place of birth }               19 73, 20 74 { A1 { 0C text } }
//!                                        21 75 { 13 telephone }   22 76 { 16 e-mail }
//! place   30 { AA { 0C street }, AB { 0C city }, AC { 0C state }, AD { 13 country }, AE { 13 zip code } }
//!         A1 { 0C free text }
//!         A2 { 0C no place }
//! ```

mod signature_image;

use iso7816::tlv::{Tag, Writer, encode};
use persona::{Country, Day, DocumentKind, Generation, Persona, Place, Sex, StructuredPlace};

const OCTET_STRING: Tag = Tag::new(0x04);
const OBJECT_IDENTIFIER: Tag = Tag::new(0x06);
const UTF8_STRING: Tag = Tag::new(0x0C);
const NUMERIC_STRING: Tag = Tag::new(0x12);
const PRINTABLE_STRING: Tag = Tag::new(0x13);
const IA5_STRING: Tag = Tag::new(0x16);
const SEQUENCE: Tag = Tag::new(0x30);
const SET: Tag = Tag::new(0x31);
const FREE_TEXT: Tag = Tag::new(0xA1);
const NO_PLACE: Tag = Tag::new(0xA2);
const STREET: Tag = Tag::new(0xAA);
const CITY: Tag = Tag::new(0xAB);
const STATE: Tag = Tag::new(0xAC);
const COUNTRY: Tag = Tag::new(0xAD);
const ZIP_CODE: Tag = Tag::new(0xAE);

/// Object identifier 2.25.1, for the optional data of a test card: it means nothing.
const MEANINGLESS_TYPE: [u8; 2] = [0x69, 0x01];

/// Which data groups a card has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DataGroups {
    /// Those of the German documents `[TR-03127 §3.4.3]`.
    #[default]
    German,
    /// All that TR-03110-4 gives a type, so that a test can read each of them.
    Complete,
}

/// The content of the data groups that a card of this person has, as number and bytes.
#[must_use]
pub fn encode_all(persona: &Persona, groups: DataGroups, today: Day) -> Vec<(u8, Vec<u8>)> {
    (1..=22)
        .filter_map(|number| Some((number, data_group(number, persona, groups, today)?)))
        .collect()
}

/// The content of one data group, where the card has it.
#[must_use]
pub fn data_group(
    number: u8,
    persona: &Persona,
    groups: DataGroups,
    today: Day,
) -> Option<Vec<u8>> {
    let everything = groups == DataGroups::Complete;
    let (document, holder) = (&persona.document, &persona.holder);
    let value = match number {
        1 => printable(document.document_type.as_str()),
        2 => printable(document.issuing_state.as_str()),
        3 => numeric(&document.expires_on(today).digits()),
        4 => utf8(holder.given_names.as_deref().unwrap_or_default()),
        5 => utf8(&holder.family_names),
        // Unused in residence permits [TR-03127 §3.4.3].
        6 if document.kind == DocumentKind::ResidencePermit && !everything => return None,
        6 => utf8(holder.artistic_name.as_deref().unwrap_or_default()),
        7 => utf8(holder.doctoral_degree.as_deref().unwrap_or_default()),
        8 => numeric(&holder.date_of_birth.on(today).digits()),
        9 => place(&holder.place_of_birth),
        10 => nationality(persona, everything)?,
        13 => utf8(holder.birth_name.as_deref().unwrap_or_default()),
        17 => place(persona.address.as_ref()?),
        18 => encode(OCTET_STRING, &persona.community_id.as_ref()?.bcd()),
        19 => text(persona.residence_permit.text_1.as_deref(), everything)?,
        20 => text(persona.residence_permit.text_2.as_deref(), everything)?,
        11 | 12 | 14..=16 | 21 | 22 if everything => unused_in_germany(number, persona, today)?,
        _ => return None,
    };
    Some(encode(Tag::new(0x60 | u32::from(number)), &value))
}

fn unused_in_germany(number: u8, persona: &Persona, today: Day) -> Option<Vec<u8>> {
    let contact = &persona.contact;
    match number {
        11 => Some(printable(
            match persona.holder.sex.unwrap_or(Sex::Unspecified) {
                Sex::Female => "F",
                Sex::Male => "M",
                Sex::Unspecified => " ",
            },
        )),
        12 => Some(optional_data()),
        14 => Some(encode(OCTET_STRING, &signature_image::blank())),
        15 => {
            let issued = persona
                .document
                .issued
                .map_or(today, |issued| issued.on(today));
            Some(numeric(&issued.digits()))
        }
        21 => Some(printable(
            contact.phone.as_deref().unwrap_or("tel:+4930000000"),
        )),
        22 => Some(encode(
            IA5_STRING,
            contact
                .email
                .as_deref()
                .unwrap_or("test@example.org")
                .as_bytes(),
        )),
        _ => None,
    }
}

/// Cards issued before November 2019 have none `[TR-03127 §3.4.3]`.
fn nationality(persona: &Persona, everything: bool) -> Option<Vec<u8>> {
    if persona.document.generation == Generation::First && !everything {
        return None;
    }
    let country = persona.holder.nationality.as_ref();
    country
        .or(everything.then_some(&persona.document.issuing_state))
        .map(|country| printable(country.as_str()))
}

fn optional_data() -> Vec<u8> {
    let mut writer = Writer::new();
    writer.nested(SET, |set| {
        set.nested(SEQUENCE, |item| {
            item.tlv(OBJECT_IDENTIFIER, &MEANINGLESS_TYPE)
                .tlv(UTF8_STRING, b"TEST");
        });
    });
    writer.into_bytes()
}

fn text(text: Option<&str>, everything: bool) -> Option<Vec<u8>> {
    let text = text.or(everything.then_some(""))?;
    Some(encode(FREE_TEXT, &utf8(text)))
}

fn place(place: &Place) -> Vec<u8> {
    match place {
        Place::Structured(place) => structured(place),
        Place::FreeText(text) => encode(FREE_TEXT, &utf8(text)),
        Place::None(text) => encode(NO_PLACE, &utf8(text)),
    }
}

fn structured(place: &StructuredPlace) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.nested(SEQUENCE, |sequence| {
        if let Some(street) = &place.street {
            sequence.tlv(STREET, &utf8(street));
        }
        sequence.tlv(CITY, &utf8(&place.city));
        if let Some(state) = &place.state {
            sequence.tlv(STATE, &utf8(state));
        }
        sequence.tlv(COUNTRY, &country(&place.country));
        if let Some(zip) = &place.zip {
            sequence.tlv(ZIP_CODE, &printable(zip));
        }
    });
    writer.into_bytes()
}

fn country(country: &Country) -> Vec<u8> {
    printable(country.as_str())
}

fn utf8(text: &str) -> Vec<u8> {
    encode(UTF8_STRING, text.as_bytes())
}

fn printable(text: &str) -> Vec<u8> {
    encode(PRINTABLE_STRING, text.as_bytes())
}

fn numeric(digits: &str) -> Vec<u8> {
    encode(NUMERIC_STRING, digits.as_bytes())
}

#[cfg(test)]
mod tests;
