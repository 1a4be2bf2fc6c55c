//! From the tables of a persona file to a [`Persona`]. Every key that a file may have is named here, and nowhere else.

use toml::de::DeTable;

use crate::birth::DateOfBirth;
use crate::day::When;
use crate::document::{Country, Document, DocumentKind, DocumentNumber, DocumentType, Generation};
use crate::error::{PersonaError, Problem};
use crate::person::{Contact, Holder, Persona, ResidencePermit, Revocation, Sex};
use crate::place::{CommunityId, Place, StructuredPlace};
use crate::secrets::{PinState, TestSecrets, digits};
use crate::section::{Section, line};

const DATE: &str = "a day such as \"2031-05-30\", \"today\", \"today+10y\" or \"today-1d\"";
const COUNTRY: &str = "a country in one or three capital letters, such as \"D\" or \"FRA\"";

pub(crate) fn persona(text: &str) -> Result<Persona, PersonaError> {
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        PersonaError::new(
            line(text, at),
            "",
            Problem::NotToml(error.message().to_owned()),
        )
    })?;
    let keys = &[
        "note",
        "document",
        "holder",
        "address",
        "community-id",
        "residence-permit",
        "contact",
        "pin-state",
        "test-secrets",
        "revocation",
    ];
    let root = Section::root(text, table.get_ref(), keys)?;
    let document = document(&root)?;
    Ok(Persona {
        note: root.required_text(
            "note",
            "note = \"one sentence: which situation this persona stands for\"",
        )?,
        holder: holder(&root)?,
        address: place(&root, "address")?,
        community_id: root.parsed(
            "community-id",
            "an even number of digits, such as \"02760503150000\", or \"\"",
            CommunityId::parse,
        )?,
        residence_permit: residence_permit(&root, document.kind)?,
        contact: contact(&root)?,
        pin_state: root
            .parsed(
                "pin-state",
                "\"transport\", \"operational\", \"suspended\", \"blocked\" or \"deactivated\"",
                PinState::parse,
            )?
            .unwrap_or_default(),
        test_secrets: test_secrets(&root)?,
        revocation: revocation(&root)?,
        document,
    })
}

fn document(root: &Section<'_>) -> Result<Document, PersonaError> {
    let keys = &[
        "kind",
        "type",
        "generation",
        "number",
        "issuing-state",
        "issued",
        "expires",
    ];
    let section = root
        .section("document", keys)?
        .ok_or_else(|| root.missing("document", "a table [document]"))?;
    let kinds = "\"identity-card\", \"residence-permit\", \"eu-citizen-card\" or \"smart-eid\"";
    let kind = section.required("kind", kinds, DocumentKind::parse)?;
    let types = "\"ID\" (identity card), \"AR\", \"AS\" or \"AF\" (residence permit), \"UB\" (EU citizen card) or \"OA\" (Smart-eID)";
    Ok(Document {
        kind,
        document_type: section
            .parsed("type", types, |text| DocumentType::new(kind, text))?
            .unwrap_or_else(|| DocumentType::usual(kind)),
        generation: section
            .parsed("generation", "\"first\" or \"current\"", Generation::parse)?
            .unwrap_or_default(),
        number: section.required(
            "number",
            "1 to 22 capital letters and digits, such as \"TEST00001\"",
            DocumentNumber::parse,
        )?,
        issuing_state: section
            .parsed("issuing-state", COUNTRY, Country::parse)?
            .unwrap_or_else(Country::germany),
        issued: section.parsed("issued", DATE, When::parse)?,
        expires: section.required("expires", DATE, When::parse)?,
    })
}

fn holder(root: &Section<'_>) -> Result<Holder, PersonaError> {
    let keys = &[
        "given-names",
        "family-names",
        "artistic-name",
        "doctoral-degree",
        "birth-name",
        "date-of-birth",
        "place-of-birth",
        "nationality",
        "sex",
    ];
    let section = root
        .section("holder", keys)?
        .ok_or_else(|| root.missing("holder", "a table [holder]"))?;
    let birth = "a day such as \"1984-08-12\", with XX or XXXX for parts that nobody knows, or \"today-15y\"";
    Ok(Holder {
        given_names: section.text("given-names")?,
        family_names: section
            .required_text("family-names", "family-names = \"the family names\"")?,
        artistic_name: section.text("artistic-name")?,
        doctoral_degree: section.text("doctoral-degree")?,
        birth_name: section.text("birth-name")?,
        date_of_birth: section.required("date-of-birth", birth, DateOfBirth::parse)?,
        place_of_birth: place(&section, "place-of-birth")?
            .ok_or_else(|| section.missing("place-of-birth", "place-of-birth = \"the place\""))?,
        nationality: section.parsed("nationality", COUNTRY, Country::parse)?,
        sex: section.parsed(
            "sex",
            "\"F\", \"M\" or \"X\", or leave the key out",
            Sex::parse,
        )?,
    })
}

/// A place: plain text, or a table that says which of the three forms it has.
fn place(parent: &Section<'_>, key: &'static str) -> Result<Option<Place>, PersonaError> {
    if !parent.is_table(key) {
        return Ok(parent.text(key)?.map(Place::FreeText));
    }
    let keys = &["kind", "text", "street", "city", "state", "country", "zip"];
    let Some(section) = parent.section(key, keys)? else {
        return Ok(None);
    };
    match section.required(
        "kind",
        "\"structured\", \"free-text\" or \"none\"",
        PlaceForm::parse,
    )? {
        PlaceForm::Structured => {
            refuse(
                &section,
                &["text"],
                "a structured place has street, city, state, country and zip",
            )?;
            Ok(Some(Place::Structured(StructuredPlace {
                street: section.text("street")?,
                city: section.required_text("city", "city = \"the city\"")?,
                state: section.text("state")?,
                country: section.required("country", COUNTRY, Country::parse)?,
                zip: section.parsed("zip", "letters, digits, blanks and hyphens", postcode)?,
            })))
        }
        form => {
            refuse(
                &section,
                &["street", "city", "state", "country", "zip"],
                "only a place of kind \"structured\" has it",
            )?;
            let text = section.required_text("text", "text = \"the line to print\"")?;
            Ok(Some(if form == PlaceForm::FreeText {
                Place::FreeText(text)
            } else {
                Place::None(text)
            }))
        }
    }
}

#[derive(PartialEq, Eq)]
enum PlaceForm {
    Structured,
    FreeText,
    None,
}

impl PlaceForm {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "structured" => Some(Self::Structured),
            "free-text" => Some(Self::FreeText),
            "none" => Some(Self::None),
            _ => None,
        }
    }
}

fn refuse(
    section: &Section<'_>,
    keys: &[&'static str],
    advice: &'static str,
) -> Result<(), PersonaError> {
    for key in keys {
        if section.parsed(key, "nothing", |_| Some(()))?.is_some() {
            return Err(section.out_of_place(key, advice));
        }
    }
    Ok(())
}

fn residence_permit(
    root: &Section<'_>,
    kind: DocumentKind,
) -> Result<ResidencePermit, PersonaError> {
    let Some(section) = root.section("residence-permit", &["text-1", "text-2"])? else {
        return Ok(ResidencePermit::default());
    };
    if kind != DocumentKind::ResidencePermit {
        return Err(root.out_of_place(
            "residence-permit",
            "remove the table, or set document.kind to \"residence-permit\"",
        ));
    }
    Ok(ResidencePermit {
        text_1: section.text("text-1")?,
        text_2: section.text("text-2")?,
    })
}

fn contact(root: &Section<'_>) -> Result<Contact, PersonaError> {
    let Some(section) = root.section("contact", &["phone", "email"])? else {
        return Ok(Contact::default());
    };
    Ok(Contact {
        phone: section.parsed("phone", "a URI such as \"tel:+49-30-555-0100\"", phone)?,
        email: section.parsed("email", "an address such as \"name@example.test\"", email)?,
    })
}

fn test_secrets(root: &Section<'_>) -> Result<TestSecrets, PersonaError> {
    let Some(section) = root.section("test-secrets", &["can", "pin", "transport-pin", "puk"])?
    else {
        return Ok(TestSecrets::default());
    };
    let usual = TestSecrets::default();
    Ok(TestSecrets {
        can: section
            .parsed("can", "6 digits", |text| digits(text, 6))?
            .unwrap_or(usual.can),
        pin: section
            .parsed("pin", "6 digits", |text| digits(text, 6))?
            .unwrap_or(usual.pin),
        transport_pin: section
            .parsed("transport-pin", "5 digits", |text| digits(text, 5))?
            .unwrap_or(usual.transport_pin),
        puk: section
            .parsed("puk", "10 digits", |text| digits(text, 10))?
            .unwrap_or(usual.puk),
    })
}

fn revocation(root: &Section<'_>) -> Result<Option<Revocation>, PersonaError> {
    let Some(section) = root.section("revocation", &["note", "test-blocking-word"])? else {
        return Ok(None);
    };
    let note = section.required_text("note", "note = \"what happened\"")?;
    Ok(Some(Revocation {
        note,
        test_blocking_word: section.text("test-blocking-word")?,
    }))
}

fn postcode(text: &str) -> Option<String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == ' ' || c == '-';
    (!text.is_empty() && text.chars().all(allowed)).then(|| text.to_owned())
}

fn phone(text: &str) -> Option<String> {
    let rest = text.strip_prefix("tel:+")?;
    let allowed = |c: char| c.is_ascii_digit() || matches!(c, '-' | '.' | '(' | ')');
    (rest.starts_with(|c: char| c.is_ascii_digit()) && rest.chars().all(allowed))
        .then(|| text.to_owned())
}

fn email(text: &str) -> Option<String> {
    let (name, host) = text.split_once('@')?;
    let visible = text.chars().all(|c| c.is_ascii_graphic());
    (visible && !name.is_empty() && !host.is_empty() && !host.contains('@'))
        .then(|| text.to_owned())
}
