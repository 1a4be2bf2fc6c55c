//! The rights that a user can be shown, and no others. `[TR-03124-1 §3.8]`

use eac::encoding::{AuxiliaryData, Chat, Right, Role, TerminalType, oid};

/// The rights with words, in the order in which they are shown. `[TR-03127 annex C]`
pub const RIGHTS: [Right; 21] = [
    Right::ReadDataGroup(5),
    Right::ReadDataGroup(13),
    Right::ReadDataGroup(4),
    Right::ReadDataGroup(7),
    Right::ReadDataGroup(8),
    Right::ReadDataGroup(9),
    Right::ReadDataGroup(17),
    Right::ReadDataGroup(1),
    Right::ReadDataGroup(10),
    Right::ReadDataGroup(6),
    Right::ReadDataGroup(2),
    Right::ReadDataGroup(3),
    Right::ReadDataGroup(18),
    Right::ReadDataGroup(19),
    Right::ReadDataGroup(20),
    Right::RestrictedIdentification,
    Right::AgeVerification,
    Right::MunicipalityIdVerification,
    Right::WriteDataGroup(17),
    Right::WriteDataGroup(18),
    Right::WriteDataGroup(19),
];

/// The key of a right's words, and its name in forms.
#[must_use]
pub fn key(right: Right) -> String {
    match right {
        Right::ReadDataGroup(group) => format!("read-{group}"),
        Right::WriteDataGroup(group) => format!("write-{group}"),
        Right::RestrictedIdentification => "pseudonym".to_owned(),
        Right::AgeVerification => "age".to_owned(),
        Right::MunicipalityIdVerification => "residence".to_owned(),
        other => other.to_string(),
    }
}

/// A template without any right.
pub(super) fn none() -> Chat {
    Chat::new(TerminalType::AuthenticationTerminal, Role::Terminal)
}

/// What of a template can be asked for: what the certificate grants, what has words, and comparisons only with something
/// to compare.
pub(super) fn presentable(wanted: &Chat, granted: &Chat, auxiliary: &AuxiliaryData) -> Chat {
    RIGHTS
        .into_iter()
        .filter(|right| wanted.has(*right) && granted.has(*right))
        .filter(|right| match right {
            Right::AgeVerification => auxiliary.get(&oid::ID_DATE_OF_BIRTH).is_some(),
            Right::MunicipalityIdVerification => auxiliary.get(&oid::ID_MUNICIPALITY_ID).is_some(),
            _ => true,
        })
        .fold(none(), Chat::with)
}

/// The rights of a template in the order in which they are shown.
pub(super) fn listed(chat: &Chat) -> Vec<Right> {
    RIGHTS
        .into_iter()
        .filter(|right| chat.has(*right))
        .collect()
}

#[cfg(test)]
mod tests {
    use eac::encoding::{AuxiliaryData, Chat, Right, Role, TerminalType};

    use super::{RIGHTS, key, listed, presentable};

    fn everything() -> Chat {
        Chat::all_rights(TerminalType::AuthenticationTerminal, Role::Terminal)
    }

    #[test]
    fn a_right_without_words_is_never_asked_for() {
        let auxiliary = AuxiliaryData::new();
        let chat = presentable(&everything(), &everything(), &auxiliary);
        for right in [
            Right::ReadDataGroup(11),
            Right::ReadDataGroup(21),
            Right::CanAllowed,
            Right::PinManagement,
            Right::PrivilegedTerminal,
            Right::InstallCertificate,
        ] {
            assert!(!chat.has(right), "{right}");
        }
        assert!(chat.has(Right::ReadDataGroup(4)));
    }

    #[test]
    fn a_comparison_needs_something_to_compare() {
        let bare = presentable(&everything(), &everything(), &AuxiliaryData::new());
        assert!(!bare.has(Right::AgeVerification));
        assert!(!bare.has(Right::MunicipalityIdVerification));
        let auxiliary = AuxiliaryData::new()
            .with(eac::encoding::oid::ID_DATE_OF_BIRTH, *b"20080301")
            .with_municipality(&[2, 0x76]);
        let chat = presentable(&everything(), &everything(), &auxiliary);
        assert_eq!(listed(&chat).len(), RIGHTS.len());
    }

    #[test]
    fn what_the_certificate_does_not_grant_is_taken_away() {
        let granted = super::none().with(Right::ReadDataGroup(4));
        let chat = presentable(&everything(), &granted, &AuxiliaryData::new());
        assert_eq!(listed(&chat), [Right::ReadDataGroup(4)]);
    }

    #[test]
    fn every_right_has_a_name_of_its_own() {
        let mut names: Vec<_> = RIGHTS.into_iter().map(key).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RIGHTS.len());
    }
}
