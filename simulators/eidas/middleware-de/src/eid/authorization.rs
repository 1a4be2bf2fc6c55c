//! Which rights a request needs: from eIDAS attributes to the rights of an authentication terminal.
//!
//! ```text
//! FirstName          DG4                  required
//! FamilyName         DG5                  required
//! BirthName          DG13, DG4, DG5       required
//! DateOfBirth        DG8                  required
//! PlaceOfBirth       DG9                  required
//! PersonIdentifier   restricted id        required
//! CurrentAddress     DG17                 optional
//! Nationality        DG10                 optional
//! ```

use eac::encoding::{Chat, Right, Role, TerminalType};

/// Data groups by what they hold. `[TR-03110-4 §2.2.3]`
pub mod group {
    /// Given names.
    pub const GIVEN_NAMES: u8 = 4;
    /// Family names.
    pub const FAMILY_NAMES: u8 = 5;
    /// Date of birth.
    pub const DATE_OF_BIRTH: u8 = 8;
    /// Place of birth.
    pub const PLACE_OF_BIRTH: u8 = 9;
    /// Nationality.
    pub const NATIONALITY: u8 = 10;
    /// Birth name.
    pub const BIRTH_NAME: u8 = 13;
    /// Place of residence.
    pub const RESIDENCE: u8 = 17;
}

/// Rights that a person may not, and may, refuse.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rights {
    /// Those without which there is no identity.
    pub required: Chat,
    /// Those that the person may refuse.
    pub optional: Chat,
}

impl Rights {
    /// None at all.
    #[must_use]
    pub const fn none() -> Self {
        let none = Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal);
        Self {
            required: none,
            optional: none,
        }
    }

    /// The rights for eIDAS attributes of a natural person, by their friendly names; others need none.
    #[must_use]
    pub fn for_attributes<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        names.into_iter().fold(Self::none(), |rights, name| {
            let (required, optional) = needed(name);
            Self {
                required: with(rights.required, required),
                optional: with(rights.optional, optional),
            }
        })
    }

    /// Required and optional rights together.
    #[must_use]
    pub fn all(&self) -> Chat {
        self.optional
            .rights()
            .fold(self.required, |all, right| all.with(right))
    }

    /// With every optional right required.
    #[must_use]
    pub fn insistent(self) -> Self {
        Self {
            required: self.all(),
            ..Self::none()
        }
    }
}

fn with(chat: Chat, rights: &[Right]) -> Chat {
    rights.iter().fold(chat, |chat, right| chat.with(*right))
}

const fn needed(friendly_name: &str) -> (&'static [Right], &'static [Right]) {
    match friendly_name.as_bytes() {
        b"FirstName" => (&[Right::ReadDataGroup(group::GIVEN_NAMES)], &[]),
        b"FamilyName" => (&[Right::ReadDataGroup(group::FAMILY_NAMES)], &[]),
        b"BirthName" => (
            &[
                Right::ReadDataGroup(group::BIRTH_NAME),
                Right::ReadDataGroup(group::GIVEN_NAMES),
                Right::ReadDataGroup(group::FAMILY_NAMES),
            ],
            &[],
        ),
        b"DateOfBirth" => (&[Right::ReadDataGroup(group::DATE_OF_BIRTH)], &[]),
        b"PlaceOfBirth" => (&[Right::ReadDataGroup(group::PLACE_OF_BIRTH)], &[]),
        b"PersonIdentifier" => (&[Right::RestrictedIdentification], &[]),
        b"CurrentAddress" => (&[], &[Right::ReadDataGroup(group::RESIDENCE)]),
        b"Nationality" => (&[], &[Right::ReadDataGroup(group::NATIONALITY)]),
        _ => (&[], &[]),
    }
}

/// The rights that `chat` has and `granted` has not.
#[must_use]
pub fn missing(chat: &Chat, granted: &Chat) -> Vec<Right> {
    chat.rights().filter(|right| !granted.has(*right)).collect()
}

#[cfg(test)]
mod tests {
    use super::{Right, Rights, missing};

    const MINIMUM: [&str; 4] = ["FamilyName", "FirstName", "DateOfBirth", "PersonIdentifier"];

    #[test]
    fn the_minimum_data_set_is_required() {
        let rights = Rights::for_attributes(MINIMUM);
        assert_eq!(rights.required.authorization(), [0, 0, 0, 0x98, 0x04]);
        assert_eq!(rights.optional.right_bits(), 0);
    }

    #[test]
    fn address_and_nationality_may_be_refused() {
        let rights = Rights::for_attributes(["CurrentAddress", "Nationality", "Gender"]);
        assert_eq!(rights.required.right_bits(), 0);
        let optional: Vec<_> = rights.optional.rights().collect();
        assert_eq!(
            optional,
            [Right::ReadDataGroup(10), Right::ReadDataGroup(17)]
        );
        assert!(missing(&rights.optional, &rights.insistent().required).is_empty());
    }

    #[test]
    fn a_birth_name_needs_both_other_names() {
        let rights = Rights::for_attributes(["BirthName"]);
        let required: Vec<_> = rights.required.rights().collect();
        assert_eq!(
            required,
            [4, 5, 13].map(Right::ReadDataGroup),
            "given, family and birth names"
        );
    }
}
