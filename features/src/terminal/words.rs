//! Words of steps as types: secrets, kinds of terminals, rights, files.

use std::fmt;
use std::str::FromStr;

use conformance_harness::{Need, StepError};
use eac::encoding::{Chat, Password, PasswordReference, Right, Role, TerminalType};

use crate::CardWorld;

/// A password of the card as steps call it: `CAN`, `PIN`, `PUK`, `MRZ`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret(pub PasswordReference);

impl FromStr for Secret {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        PasswordReference::ALL
            .into_iter()
            .find(|reference| reference.to_string() == word)
            .map(Self)
            .ok_or_else(|| format!("{word:?} is none of CAN, PIN, PUK, MRZ"))
    }
}

impl Secret {
    /// What a scenario must announce to use it.
    #[must_use]
    pub fn need(self) -> Need {
        match self.0 {
            PasswordReference::Mrz => Need::Mrz,
            PasswordReference::Can => Need::Can,
            PasswordReference::Pin => Need::Pin,
            PasswordReference::Puk => Need::Puk,
        }
    }

    /// The password itself, as the target knows it.
    ///
    /// # Errors
    ///
    /// When it is not known.
    pub fn known_to(self, world: &CardWorld) -> Result<Password, StepError> {
        let characters = world.secret(self.need())?;
        Ok(self.with(&characters))
    }

    /// A password of this kind with other characters.
    #[must_use]
    pub fn with(self, characters: &str) -> Password {
        match self.0 {
            PasswordReference::Mrz => Password::mrz(characters),
            reference => Password::new(reference, characters.as_bytes()),
        }
    }

    /// A password that is wrong for sure: the known one with its last character changed.
    ///
    /// # Errors
    ///
    /// When the right one is not known, so that a wrong one could be right.
    pub fn wrong_for(self, world: &CardWorld) -> Result<Password, StepError> {
        let mut characters = world.secret(self.need())?;
        let last = characters.pop();
        characters.push(if last == Some('0') { '1' } else { '0' });
        Ok(self.with(&characters))
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A kind of terminal as steps call it: `authentication terminal`, `inspection system`,
/// `signature terminal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind(pub TerminalType);

impl FromStr for Kind {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let words = words.trim_start_matches("an ").trim_start_matches("a ");
        TerminalType::ALL
            .into_iter()
            .find(|kind| kind.to_string() == words)
            .map(Self)
            .ok_or_else(|| format!("{words:?} is no kind of terminal"))
    }
}

impl Kind {
    /// The name of the terminal certificate with every right of this kind.
    #[must_use]
    pub const fn usual_certificate(self) -> &'static str {
        match self.0 {
            TerminalType::InspectionSystem => "IS_FULL",
            TerminalType::AuthenticationTerminal => "AT_FULL",
            TerminalType::SignatureTerminal => "ST_FULL",
        }
    }

    /// A template that asks for every right of this kind.
    #[must_use]
    pub fn with_all_rights(self) -> Chat {
        Chat::all_rights(self.0, Role::Terminal)
    }

    /// A template that asks for some rights.
    #[must_use]
    pub fn with(self, rights: &Rights) -> Chat {
        Chat::with_rights(self.0, Role::Terminal, &rights.0)
    }
}

/// Rights as steps call them, separated by commas: `read DG1, PIN management`; `no right` for
/// none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights(pub Vec<Right>);

impl FromStr for Rights {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        if words.trim() == "no right" {
            return Ok(Self(Vec::new()));
        }
        let right = |name: &str| {
            Right::all()
                .into_iter()
                .find(|right| right.to_string() == name.trim())
                .ok_or_else(|| format!("{name:?} is no right of a terminal"))
        };
        words
            .split(',')
            .map(right)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Kind, Rights, Secret};
    use eac::encoding::{PasswordReference, Right, TerminalType};

    #[test]
    fn words_become_types() {
        assert_eq!("PUK".parse(), Ok(Secret(PasswordReference::Puk)));
        assert!("puk".parse::<Secret>().is_err());
        assert_eq!(
            "an inspection system".parse(),
            Ok(Kind(TerminalType::InspectionSystem))
        );
        assert_eq!(
            "a signature terminal".parse(),
            Ok(Kind(TerminalType::SignatureTerminal))
        );
        let rights: Rights = "read DG4, PIN management".parse().unwrap();
        assert_eq!(rights.0, [Right::ReadDataGroup(4), Right::PinManagement]);
        assert_eq!("no right".parse(), Ok(Rights(Vec::new())));
        assert!("fly".parse::<Rights>().is_err());
    }
}
