//! The registry of attributes: what states tell each other about a person, by what name, in what form.
//!
//! [`Attribute`] is a row of the registry, [`AttributeName`] its use for the person themselves or for who represents
//! them, [`Attributes`] what an answer says. [eIDAS SAML Attribute Profile]

mod set;
mod value;

use std::fmt;

pub use set::{AttributeSet, AttributeValue, Attributes};
pub(crate) use value::{LONGEST_VALUE, parse_date};
pub use value::{ValueError, ValueRule};

/// What a person is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Person {
    /// A human being.
    Natural,
    /// An organisation.
    Legal,
}

/// Whether every answer about such a person has the attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Need {
    /// It belongs to the minimum data set.
    Mandatory,
    /// It is given where known.
    Optional,
}

macro_rules! attributes {
    ($($(#[$doc:meta])* $variant:ident = $person:ident, $local:literal, $friendly:literal, $need:ident, $rule:ident;)*) => {
        /// An attribute of the registry.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Attribute {
            $($(#[$doc])* $variant,)*
        }

        impl Attribute {
            /// The whole registry, natural persons first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            const fn row(self) -> Row {
                match self {
                    $(Self::$variant => Row {
                        person: Person::$person,
                        local: $local,
                        friendly: $friendly,
                        need: Need::$need,
                        rule: ValueRule::$rule,
                        value_type: concat!($local, "Type"),
                        representative: concat!("Representative", $friendly),
                    },)*
                }
            }
        }
    };
}

#[derive(Clone, Copy)]
struct Row {
    person: Person,
    local: &'static str,
    friendly: &'static str,
    need: Need,
    rule: ValueRule,
    value_type: &'static str,
    representative: &'static str,
}

attributes! {
    /// The unique identifier of a natural person.
    PersonIdentifier = Natural, "PersonIdentifier", "PersonIdentifier", Mandatory, Identifier;
    /// The family name of today.
    CurrentFamilyName = Natural, "CurrentFamilyName", "FamilyName", Mandatory, Name;
    /// The given names of today.
    CurrentGivenName = Natural, "CurrentGivenName", "FirstName", Mandatory, Name;
    /// The date of birth.
    DateOfBirth = Natural, "DateOfBirth", "DateOfBirth", Mandatory, Date;
    /// The name at birth, given names and family name in one text.
    BirthName = Natural, "BirthName", "BirthName", Optional, Name;
    /// The place of birth.
    PlaceOfBirth = Natural, "PlaceOfBirth", "PlaceOfBirth", Optional, Text;
    /// The address of today, a base64 text of its own form.
    CurrentAddress = Natural, "CurrentAddress", "CurrentAddress", Optional, Address;
    /// The gender.
    Gender = Natural, "Gender", "Gender", Optional, Gender;
    /// The nationality.
    Nationality = Natural, "Nationality", "Nationality", Optional, Country;
    /// The country of birth.
    CountryOfBirth = Natural, "CountryOfBirth", "CountryOfBirth", Optional, Country;
    /// The town of birth.
    TownOfBirth = Natural, "TownOfBirth", "TownOfBirth", Optional, Text;
    /// The country of residence.
    CountryOfResidence = Natural, "CountryOfResidence", "CountryOfResidence", Optional, Country;
    /// The telephone number.
    PhoneNumber = Natural, "PhoneNumber", "PhoneNumber", Optional, Phone;
    /// The e-mail address.
    EmailAddress = Natural, "EmailAddress", "EmailAddress", Optional, Email;
    /// The unique identifier of a legal person.
    LegalPersonIdentifier = Legal, "LegalPersonIdentifier", "LegalPersonIdentifier", Mandatory, Identifier;
    /// The name of a legal person.
    LegalName = Legal, "LegalName", "LegalName", Mandatory, Name;
    /// The address of a legal person.
    LegalPersonAddress = Legal, "LegalPersonAddress", "LegalAddress", Optional, Address;
    /// The number for value added tax.
    VatRegistrationNumber = Legal, "VATRegistrationNumber", "VATRegistration", Optional, Text;
    /// The tax reference number.
    TaxReference = Legal, "TaxReference", "TaxReference", Optional, Text;
    /// The identifier in business registers.
    BusinessRegister = Legal, "D-2012-17-EUIdentifier", "D-2012-17-EUIdentifier", Optional, Text;
    /// The legal entity identifier.
    Lei = Legal, "LEI", "LEI", Optional, Text;
    /// The number of economic operators.
    Eori = Legal, "EORI", "EORI", Optional, Text;
    /// The number for excise duties.
    Seed = Legal, "SEED", "SEED", Optional, Text;
    /// The standard industrial classification.
    Sic = Legal, "SIC", "SIC", Optional, Text;
    /// The telephone number of a legal person.
    LegalPhoneNumber = Legal, "LegalPhoneNumber", "LegalPhoneNumber", Optional, Phone;
    /// The e-mail address of a legal person.
    LegalEmailAddress = Legal, "LegalEmailAddress", "LegalEmailAddress", Optional, Email;
}

impl Attribute {
    /// Whether it is about natural or legal persons.
    #[must_use]
    pub const fn person(self) -> Person {
        self.row().person
    }

    /// Whether it belongs to the minimum data set.
    #[must_use]
    pub const fn need(self) -> Need {
        self.row().need
    }

    /// Whether it belongs to the minimum data set.
    #[must_use]
    pub fn is_mandatory(self) -> bool {
        self.need() == Need::Mandatory
    }

    /// The form of its values.
    #[must_use]
    pub const fn rule(self) -> ValueRule {
        self.row().rule
    }

    /// Whether a value in another script comes with a Latin spelling.
    #[must_use]
    pub fn is_transliterated(self) -> bool {
        self.rule() == ValueRule::Name
    }

    /// The attribute of the person themselves.
    #[must_use]
    pub const fn name(self) -> AttributeName {
        AttributeName {
            attribute: self,
            of: Subject::Person,
        }
    }

    /// The attribute of who represents the person.
    #[must_use]
    pub const fn of_representative(self) -> AttributeName {
        AttributeName {
            attribute: self,
            of: Subject::Representative,
        }
    }

    /// The attributes of the minimum data set of such a person.
    pub fn minimum_data_set(person: Person) -> impl Iterator<Item = Self> {
        Self::ALL
            .iter()
            .copied()
            .filter(move |attribute| attribute.person() == person && attribute.is_mandatory())
    }
}

/// Whose attribute it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Subject {
    /// The person's own.
    Person,
    /// That of somebody who acts for the person.
    Representative,
}

/// An attribute of the person themselves or of who represents them.
///
/// ```
/// use eidas_profile::{Attribute, AttributeName};
///
/// let name = Attribute::CurrentFamilyName.name();
/// assert_eq!(name.uri(), "http://eidas.europa.eu/attributes/naturalperson/CurrentFamilyName");
/// assert_eq!(name.friendly_name(), "FamilyName");
/// assert_eq!(AttributeName::parse(&name.uri()), Some(name));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct AttributeName {
    /// The row of the registry.
    pub attribute: Attribute,
    /// Whose it is.
    pub of: Subject,
}

impl AttributeName {
    /// The attribute of this URI; upper and lower case are different.
    #[must_use]
    pub fn parse(uri: &str) -> Option<Self> {
        Self::all().find(|name| {
            uri.strip_prefix(name.namespace())
                .and_then(|rest| rest.strip_prefix('/'))
                == Some(name.local())
        })
    }

    /// Every attribute of the registry, for persons and for representatives.
    pub fn all() -> impl Iterator<Item = Self> {
        let both = |attribute: &Attribute| [attribute.name(), attribute.of_representative()];
        Attribute::ALL.iter().flat_map(both)
    }

    /// Its URI: namespace, slash, local name.
    #[must_use]
    pub fn uri(self) -> String {
        format!("{}/{}", self.namespace(), self.local())
    }

    /// The namespace of its value type.
    #[must_use]
    pub const fn namespace(self) -> &'static str {
        match (self.attribute.person(), self.of) {
            (Person::Natural, Subject::Person) => "http://eidas.europa.eu/attributes/naturalperson",
            (Person::Natural, Subject::Representative) => {
                "http://eidas.europa.eu/attributes/naturalperson/representative"
            }
            (Person::Legal, Subject::Person) => "http://eidas.europa.eu/attributes/legalperson",
            (Person::Legal, Subject::Representative) => {
                "http://eidas.europa.eu/attributes/legalperson/representative"
            }
        }
    }

    /// The prefix that EU nodes bind to the namespace.
    #[must_use]
    pub const fn prefix(self) -> &'static str {
        match (self.attribute.person(), self.of) {
            (Person::Natural, Subject::Person) => "eidas-natural",
            (Person::Natural, Subject::Representative) => "eidas-natural-representative",
            (Person::Legal, Subject::Person) => "eidas-legal",
            (Person::Legal, Subject::Representative) => "eidas-legal-representative",
        }
    }

    /// The name within its namespace.
    #[must_use]
    pub const fn local(self) -> &'static str {
        self.attribute.row().local
    }

    /// The friendly name.
    #[must_use]
    pub const fn friendly_name(self) -> &'static str {
        let row = self.attribute.row();
        match self.of {
            Subject::Person => row.friendly,
            Subject::Representative => row.representative,
        }
    }

    /// The local name of its value type.
    #[must_use]
    pub const fn value_type(self) -> &'static str {
        self.attribute.row().value_type
    }
}

impl From<Attribute> for AttributeName {
    fn from(attribute: Attribute) -> Self {
        attribute.name()
    }
}

impl fmt::Display for AttributeName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.friendly_name())
    }
}

#[cfg(test)]
mod tests;
