//! Who somebody is, to the portal: what an identification abroad says, in the terms of the federal login.
//!
//! ```text
//! PersonIdentifier    federal id (a stable random number), link to a national number
//! CurrentFamilyName   surname
//! CurrentGivenName    givenName
//! DateOfBirth         dateofbirth (a decision)
//! level of assurance  level
//! ```

use ambient::{Ambient, UnixSeconds};
use saml::fas::Level;

/// A person who came from another state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The identifier that their state gave to Belgium, such as `DE/BE/…`. A new card may bring a new one.
    pub identifier: String,
    /// Family name.
    pub surname: String,
    /// First names.
    pub given_name: String,
    /// Date of birth, `YYYY-MM-DD`.
    pub date_of_birth: String,
    /// National register or BIS number, when there is a link.
    pub number: Option<String>,
}

/// A person at the end of a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// Who.
    pub person: Person,
    /// How well identified.
    pub level: Level,
    /// Where they came from.
    pub country: String,
    /// When they were identified.
    pub at: UnixSeconds,
}

impl Login {
    /// The means, as `authenticationmethod` has it. The value is a decision.
    #[must_use]
    pub fn method(&self) -> String {
        format!("eidas{}", self.country)
    }
}

impl Person {
    /// The federal id: 40 hexadecimal digits, random and the same at every login with the same identifier.
    #[must_use]
    pub fn federal_id(&self, ambient: &Ambient) -> String {
        let own = ambient.fork(&format!("csam person {}", self.identifier));
        hex::encode(own.stream("csam federal id").bytes::<20>())
    }

    /// The name under which one service knows the person: the same at every login, and of no use to any other service.
    #[must_use]
    pub fn name_for(&self, service: &str, ambient: &Ambient) -> String {
        let own = ambient.fork(&format!("csam pair {service} {}", self.identifier));
        hex::encode(own.stream("csam name for service").bytes::<16>())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use ambient::{Ambient, Date};

    use super::Person;

    fn person(identifier: &str) -> Person {
        Person {
            identifier: identifier.into(),
            surname: "BEISPIELER".into(),
            given_name: "LENE MARIT".into(),
            date_of_birth: "1987-04-23".into(),
            number: None,
        }
    }

    #[test]
    fn the_federal_id_is_the_same_at_every_login_and_another_for_every_identifier() {
        let ambient = Ambient::simulated(1, Date::new(2026, 3, 2).unwrap());
        let (one, other) = (person("DE/BE/a"), person("DE/BE/b"));
        let id = one.federal_id(&ambient);
        assert_eq!(id.len(), 40);
        assert!(id.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert_eq!(one.federal_id(&ambient), id);
        assert_ne!(other.federal_id(&ambient), id);
    }

    #[test]
    fn two_services_cannot_compare_the_names_of_a_person() {
        let ambient = Ambient::simulated(1, Date::new(2026, 3, 2).unwrap());
        let one = person("DE/BE/a");
        assert_ne!(one.name_for("a", &ambient), one.name_for("b", &ambient));
        assert_eq!(one.name_for("a", &ambient), one.name_for("a", &ambient));
    }
}
