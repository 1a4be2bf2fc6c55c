//! What an answer says about a person.

use super::{Attribute, AttributeName, Person, Subject};
use crate::script::{Script, is_latin};

/// One value and the script that its sender claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeValue {
    /// The value.
    pub text: String,
    /// As marked, not as seen.
    pub script: Script,
}

impl AttributeValue {
    /// A value in Latin script, which carries no mark.
    #[must_use]
    pub fn latin(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            script: Script::Latin,
        }
    }

    /// A value that is marked as being in another script.
    #[must_use]
    pub fn other(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            script: Script::Other,
        }
    }
}

/// An attribute with its values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttributeSet {
    /// Which one.
    pub name: AttributeName,
    /// Its values, in the order of the message.
    pub values: Vec<AttributeValue>,
}

/// Attributes in the order of the message.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Attributes(Vec<AttributeSet>);

impl Attributes {
    /// Nothing about nobody.
    #[must_use]
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same and one attribute with a Latin value.
    #[must_use]
    pub fn with(self, name: impl Into<AttributeName>, text: impl Into<String>) -> Self {
        self.with_values(name, vec![AttributeValue::latin(text)])
    }

    /// The same and one attribute with these values.
    #[must_use]
    pub fn with_values(
        mut self,
        name: impl Into<AttributeName>,
        values: Vec<AttributeValue>,
    ) -> Self {
        self.0.push(AttributeSet {
            name: name.into(),
            values,
        });
        self
    }

    /// The same without an attribute.
    #[must_use]
    pub fn without(mut self, name: impl Into<AttributeName>) -> Self {
        let name = name.into();
        self.0.retain(|set| set.name != name);
        self
    }

    /// One attribute after the other.
    pub fn iter(&self) -> impl Iterator<Item = &AttributeSet> {
        self.0.iter()
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The values of an attribute.
    pub fn values(&self, name: impl Into<AttributeName>) -> impl Iterator<Item = &AttributeValue> {
        let name = name.into();
        self.0
            .iter()
            .filter(move |set| set.name == name)
            .flat_map(|set| &set.values)
    }

    /// The first value that is not marked as being in another script, else the first.
    #[must_use]
    pub fn get(&self, name: impl Into<AttributeName>) -> Option<&str> {
        let name = name.into();
        let mut values = self.values(name);
        let latin = self
            .values(name)
            .find(|value| value.script == Script::Latin);
        latin
            .or_else(|| values.next())
            .map(|value| value.text.as_str())
    }

    /// Whether the attribute is there.
    #[must_use]
    pub fn contains(&self, name: impl Into<AttributeName>) -> bool {
        let name = name.into();
        self.0.iter().any(|set| set.name == name)
    }

    /// What is missing of the minimum data sets: each set of which there is something must be whole, and there must
    /// be one of the person themselves. [eIDAS SAML Attribute Profile]
    #[must_use]
    pub fn missing(&self) -> Vec<AttributeName> {
        let sets = [Subject::Person, Subject::Representative]
            .into_iter()
            .flat_map(|of| [(Person::Natural, of), (Person::Legal, of)]);
        let begun: Vec<(Person, Subject)> = sets
            .filter(|(person, of)| {
                self.iter()
                    .any(|set| set.name.attribute.person() == *person && set.name.of == *of)
            })
            .collect();
        let represented = begun.iter().any(|(_, of)| *of == Subject::Person);
        let required = if represented {
            begun
        } else {
            [vec![(Person::Natural, Subject::Person)], begun].concat()
        };
        let names = required.into_iter().flat_map(|(person, of)| {
            Attribute::minimum_data_set(person)
                .map(move |attribute| AttributeName { attribute, of })
        });
        names.filter(|name| !self.contains(*name)).collect()
    }

    /// Names in another script that come without a Latin spelling.
    pub fn without_latin_twin(&self) -> impl Iterator<Item = AttributeName> {
        let lonely = |set: &&AttributeSet| {
            set.name.attribute.is_transliterated()
                && set.values.iter().any(|value| !is_latin(&value.text))
                && !set.values.iter().any(|value| is_latin(&value.text))
        };
        self.0.iter().filter(lonely).map(|set| set.name)
    }
}

impl FromIterator<AttributeSet> for Attributes {
    fn from_iter<I: IntoIterator<Item = AttributeSet>>(sets: I) -> Self {
        Self(sets.into_iter().collect())
    }
}
