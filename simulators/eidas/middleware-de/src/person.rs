//! The border between card and node: from data groups to eIDAS attributes.
//!
//! ```text
//! FirstName         DG4                             PlaceOfBirth      DG9: town, or the free text
//! FamilyName        DG5                             CurrentAddress    DG17
//! BirthName         DG4, space, DG13 (DG5 if empty) Nationality       DG10: D as DE, GRC as EL
//! DateOfBirth       DG8: unknown day or month is 01 PersonIdentifier  DE / connector / pseudonym in hex
//! ```

use eidas_profile::{Attribute, Attributes, CountryCode, CurrentAddress, PersonIdentifier};

use crate::country::eidas_code;
use crate::data_groups::{DataGroup, Place, StructuredPlace};
use crate::eid::authorization::group;
use crate::eid::{EidData, Failure};
use crate::{Fault, Faults};

/// What a card has told, for one connector.
pub(crate) struct Person<'a> {
    pub(crate) data: &'a EidData,
    /// The state of the connector.
    pub(crate) country: CountryCode,
    pub(crate) faults: &'a Faults,
}

impl Person<'_> {
    /// The attributes that were asked for, as far as the card told them.
    pub(crate) fn attributes(&self, asked: &[Attribute]) -> Result<Attributes, Failure> {
        let mut attributes = Attributes::new();
        for attribute in asked {
            if let Some(value) = self.value(*attribute)? {
                attributes = attributes.with(*attribute, value);
            }
        }
        if self.faults.has(Fault::BirthDateMissing) {
            attributes = attributes.without(Attribute::DateOfBirth);
        }
        if self.faults.has(Fault::AttributeNotAsked) {
            attributes = attributes.with(Attribute::EmailAddress, "nobody@example.org");
        }
        Ok(attributes)
    }

    fn value(&self, attribute: Attribute) -> Result<Option<String>, Failure> {
        match attribute {
            Attribute::CurrentGivenName => self.name(group::GIVEN_NAMES, group::FAMILY_NAMES),
            Attribute::CurrentFamilyName => self.name(group::FAMILY_NAMES, group::GIVEN_NAMES),
            Attribute::BirthName => self.birth_name(),
            Attribute::DateOfBirth => self.date_of_birth(),
            Attribute::PlaceOfBirth => self.place_of_birth(),
            Attribute::CurrentAddress => self.address(),
            Attribute::Nationality => self.nationality(),
            Attribute::PersonIdentifier => self.identifier(),
            _ => Ok(None),
        }
    }

    fn group(&self, number: u8) -> Option<DataGroup<'_>> {
        let content = self.data.groups.get(&number)?;
        Some(DataGroup { number, content })
    }

    fn text(&self, number: u8) -> Result<Option<String>, Failure> {
        self.group(number).map(DataGroup::text).transpose()
    }

    fn name(&self, right: u8, wrong: u8) -> Result<Option<String>, Failure> {
        match self.faults.has(Fault::NamesSwapped) {
            true => self.text(wrong),
            false => self.text(right),
        }
    }

    fn birth_name(&self) -> Result<Option<String>, Failure> {
        let given = self.text(group::GIVEN_NAMES)?;
        let family = self.text(group::FAMILY_NAMES)?;
        let at_birth = self
            .text(group::BIRTH_NAME)?
            .filter(|name| !name.is_empty());
        let parts = given.into_iter().chain(at_birth.or(family));
        let name: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        Ok((!name.is_empty()).then(|| name.join(" ")))
    }

    fn date_of_birth(&self) -> Result<Option<String>, Failure> {
        let number = group::DATE_OF_BIRTH;
        let Some(date) = self.group(number).map(DataGroup::date).transpose()? else {
            return Ok(None);
        };
        let text = String::from_utf8_lossy(&date).into_owned();
        let part = |from: usize, to: usize| text.get(from..to).unwrap_or_default();
        let known = |part: &str| match part.trim().is_empty() {
            true => "01".to_owned(),
            false => part.to_owned(),
        };
        let (year, month, day) = (part(0, 4), known(part(4, 6)), known(part(6, 8)));
        let number_of = |part: &str| part.parse::<u16>().ok();
        let exists = number_of(year)
            .zip(number_of(&month).and_then(|month| u8::try_from(month).ok()))
            .zip(number_of(&day).and_then(|day| u8::try_from(day).ok()))
            .is_some_and(|((year, month), day)| ambient::Date::new(year, month, day).is_ok());
        if !exists {
            let why = format!("{text:?} names no day that eIDAS can tell");
            return Err(Failure::DataGroup { number, why });
        }
        Ok(Some(if self.faults.has(Fault::BirthDateDayFirst) {
            format!("{day}.{month}.{year}")
        } else if self.faults.has(Fault::BirthDayAndMonthSwapped) {
            format!("{year}-{day}-{month}")
        } else {
            format!("{year}-{month}-{day}")
        }))
    }

    fn place(&self, number: u8) -> Result<Option<Place>, Failure> {
        self.group(number).map(DataGroup::place).transpose()
    }

    fn place_of_birth(&self) -> Result<Option<String>, Failure> {
        let place = self.place(group::PLACE_OF_BIRTH)?;
        let text = place.map(|place| match place {
            Place::Structured(StructuredPlace { city, .. }) => city,
            Place::FreeText(text) | Place::None(text) => text,
        });
        Ok(text.filter(|text| !text.is_empty()))
    }

    fn address(&self) -> Result<Option<String>, Failure> {
        let address = match self.place(group::RESIDENCE)? {
            Some(Place::Structured(place)) => CurrentAddress {
                thoroughfare: place.street,
                post_name: Some(place.city),
                post_code: place.zip,
                region: place.state,
                country: eidas_code(&place.country).map(str::to_owned),
                ..CurrentAddress::default()
            },
            Some(Place::FreeText(text)) => CurrentAddress {
                area: Some(text),
                ..CurrentAddress::default()
            },
            Some(Place::None(_)) | None => return Ok(None),
        };
        Ok(Some(address.encode()))
    }

    fn nationality(&self) -> Result<Option<String>, Failure> {
        let country = self.group(group::NATIONALITY).map(DataGroup::printable);
        let country = country.transpose()?;
        Ok(country
            .and_then(|country| eidas_code(&country))
            .map(str::to_owned))
    }

    fn identifier(&self) -> Result<Option<String>, Failure> {
        let Some(pseudonym) = &self.data.pseudonym else {
            return Ok(None);
        };
        let hex = match self.faults.has(Fault::IdentifierLowerCase) {
            true => hex::encode(pseudonym),
            false => hex::encode_upper(pseudonym),
        };
        if self.faults.has(Fault::IdentifierWithoutCountries) {
            return Ok(Some(hex));
        }
        let mut issuer = CountryCode::DE;
        if self.faults.has(Fault::IdentifierOfAnotherCountry)
            && let Ok(other) = "FR".parse()
        {
            issuer = other;
        }
        let identifier = PersonIdentifier::new(issuer, self.country, &hex);
        identifier
            .map(|identifier| Some(identifier.to_string()))
            .map_err(|error| Failure::Malformed {
                what: "the pseudonym",
                why: error.to_string(),
            })
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::collections::BTreeMap;

    use eac::encoding::{Chat, Role, TerminalType};
    use eidas_profile::{Attribute, CountryCode, CurrentAddress};

    use super::{EidData, Person};
    use crate::{Fault, Faults};

    fn data(groups: &[(u8, &[u8])]) -> EidData {
        EidData {
            effective: Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal),
            groups: groups
                .iter()
                .map(|(number, content)| (*number, content.to_vec()))
                .collect::<BTreeMap<_, _>>(),
            pseudonym: Some(vec![0xAB; 32]),
        }
    }

    fn told(groups: &[(u8, &[u8])], attribute: Attribute, faults: &Faults) -> Option<String> {
        let data = data(groups);
        let person = Person {
            data: &data,
            country: CountryCode::BE,
            faults,
        };
        let attributes = person.attributes(&[attribute]).ok()?;
        attributes.get(attribute).map(str::to_owned)
    }

    fn plain(groups: &[(u8, &[u8])], attribute: Attribute) -> Option<String> {
        told(groups, attribute, &Faults::none())
    }

    const GIVEN: (u8, &[u8]) = (4, b"\x64\x03\x0C\x01G");
    const FAMILY: (u8, &[u8]) = (5, b"\x65\x03\x0C\x01F");

    #[test]
    fn the_identifier_names_both_countries_and_64_upper_case_digits() {
        let identifier = plain(&[], Attribute::PersonIdentifier).unwrap();
        assert_eq!(identifier, format!("DE/BE/{}", "AB".repeat(32)));
    }

    #[test]
    fn a_birth_name_is_given_names_and_birth_name_or_else_family_name() {
        let birth = |name: &'static [u8]| plain(&[GIVEN, FAMILY, (13, name)], Attribute::BirthName);
        assert_eq!(birth(b"\x6D\x03\x0C\x01B").as_deref(), Some("G B"));
        assert_eq!(birth(b"\x6D\x02\x0C\x00").as_deref(), Some("G F"));
    }

    #[test]
    fn unknown_days_and_months_of_birth_are_the_first() {
        let date = |date: &str| {
            let content = [b"\x68\x0A\x12\x08", date.as_bytes()].concat();
            plain(&[(8, &content)], Attribute::DateOfBirth)
        };
        assert_eq!(date("19870423").as_deref(), Some("1987-04-23"));
        assert_eq!(date("198704  ").as_deref(), Some("1987-04-01"));
        assert_eq!(date("1987    ").as_deref(), Some("1987-01-01"));
        assert_eq!(date("        "), None);
        assert_eq!(date("19870431"), None);
    }

    #[test]
    fn nationalities_become_those_of_eidas() {
        let nationality = |content: &'static [u8]| plain(&[(10, content)], Attribute::Nationality);
        assert_eq!(nationality(b"\x6A\x03\x13\x01D").as_deref(), Some("DE"));
        assert_eq!(nationality(b"\x6A\x05\x13\x03GRC").as_deref(), Some("EL"));
        assert_eq!(nationality(b"\x6A\x05\x13\x03XXA"), None);
    }

    #[test]
    fn an_address_keeps_its_parts() {
        let content =
            b"\x71\x16\x30\x14\xAA\x03\x0C\x01S\xAB\x03\x0C\x01K\xAD\x03\x13\x01D\xAE\x03\x13\x011";
        let text = plain(&[(17, content)], Attribute::CurrentAddress).unwrap();
        let address = CurrentAddress::decode(&text).unwrap();
        let parts = [
            address.thoroughfare,
            address.post_name,
            address.country,
            address.post_code,
        ];
        assert_eq!(parts.map(Option::unwrap), ["S", "K", "DE", "1"]);
        let nowhere = b"\x71\x05\xA2\x03\x0C\x01X";
        assert_eq!(plain(&[(17, nowhere)], Attribute::CurrentAddress), None);
    }

    #[test]
    fn faults_tell_something_else() {
        let with = |fault, attribute| {
            let groups: [(u8, &[u8]); 3] = [GIVEN, FAMILY, (8, b"\x68\x0A\x12\x0819870423")];
            told(&groups, attribute, &Faults::none().with(fault))
        };
        let swapped = with(Fault::NamesSwapped, Attribute::CurrentGivenName);
        assert_eq!(swapped.as_deref(), Some("F"));
        assert_eq!(with(Fault::BirthDateMissing, Attribute::DateOfBirth), None);
        let other = with(
            Fault::IdentifierOfAnotherCountry,
            Attribute::PersonIdentifier,
        );
        assert!(other.unwrap().starts_with("FR/BE/AB"));
        let lower = with(Fault::IdentifierLowerCase, Attribute::PersonIdentifier);
        assert!(lower.unwrap().starts_with("DE/BE/ab"));
        let day = with(Fault::BirthDateDayFirst, Attribute::DateOfBirth);
        assert_eq!(day.as_deref(), Some("23.04.1987"));
    }
}
