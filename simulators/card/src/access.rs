//! Access rules: objects that look at what has been proven so far and say yes or no.
//!
//! A [`SecurityStatus`] comes in, a yes or the first missing proof goes out. A rule knows neither the file it guards nor
//! how anything is proven.

use std::fmt;

use eac::encoding::{Chat, Right, TerminalType};

use eac::encoding::PasswordReference;

/// What has been proven in this session `[TR-03110-2 §3]`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SecurityStatus {
    /// The password of the most recent successful PACE.
    pub password: Option<PasswordReference>,
    /// The effective authorization of an authenticated terminal.
    pub terminal: Option<Chat>,
    /// Whether Chip Authentication has restarted secure messaging after Terminal Authentication.
    pub chip: bool,
}

/// Something that a terminal can prove.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Any password, with PACE.
    Password,
    /// This password, with PACE.
    PasswordIs(PasswordReference),
    /// Terminal Authentication, as any type of terminal.
    TerminalAuthentication,
    /// Terminal Authentication as this type of terminal.
    Terminal(TerminalType),
    /// This right in the effective authorization.
    Right(Right),
    /// Chip Authentication.
    ChipAuthentication,
}

impl Proof {
    fn holds(self, status: &SecurityStatus) -> bool {
        let terminal = status.terminal.as_ref();
        match self {
            Self::Password => status.password.is_some(),
            Self::PasswordIs(password) => status.password == Some(password),
            Self::TerminalAuthentication => terminal.is_some(),
            Self::Terminal(kind) => terminal.is_some_and(|chat| chat.terminal_type() == kind),
            Self::Right(right) => terminal.is_some_and(|chat| chat.has(right)),
            Self::ChipAuthentication => status.chip,
        }
    }
}

impl fmt::Display for Proof {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Password => f.write_str("a password"),
            Self::PasswordIs(password) => write!(f, "the {password}"),
            Self::TerminalAuthentication => f.write_str("terminal authentication"),
            Self::Terminal(kind) => write!(f, "terminal authentication as {kind}"),
            Self::Right(right) => write!(f, "the right \"{right}\""),
            Self::ChipAuthentication => f.write_str("chip authentication"),
        }
    }
}

/// Who may use a file or a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AccessRule {
    /// Everybody.
    Always,
    /// Nobody.
    Never,
    /// Whoever has proven this.
    After(Proof),
    /// Whoever satisfies every one of these.
    All(Vec<Self>),
    /// Whoever satisfies one of these.
    Any(Vec<Self>),
}

impl AccessRule {
    /// Says whether what has been proven is enough.
    ///
    /// # Errors
    /// It is not: the first missing proof.
    pub fn judge(&self, status: &SecurityStatus) -> Result<(), Missing> {
        match self {
            Self::Always => Ok(()),
            Self::Never => Err(Missing::Nothing),
            Self::After(proof) if proof.holds(status) => Ok(()),
            Self::After(proof) => Err(Missing::Proof(*proof)),
            Self::All(rules) => rules.iter().try_for_each(|rule| rule.judge(status)),
            Self::Any(rules) => {
                let mut missing = None;
                for rule in rules {
                    match rule.judge(status) {
                        Ok(()) => return Ok(()),
                        Err(denied) => missing = missing.or(Some(denied)),
                    }
                }
                Err(missing.unwrap_or(Missing::Nothing))
            }
        }
    }

    /// This rule and another one.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self::All(vec![self, other])
    }

    /// This rule or another one.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self::Any(vec![self, other])
    }
}

impl From<Proof> for AccessRule {
    fn from(proof: Proof) -> Self {
        Self::After(proof)
    }
}

/// What a refused terminal should have proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// This, at least.
    Proof(Proof),
    /// No proof would be enough.
    Nothing,
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Proof(proof) => write!(f, "{proof} has not been proven"),
            Self::Nothing => f.write_str("nobody may do this"),
        }
    }
}

#[cfg(test)]
mod tests {
    use eac::encoding::{Chat, Right, Role, TerminalType};

    use super::{AccessRule, Missing, Proof, SecurityStatus};
    use eac::encoding::PasswordReference;

    fn terminal(kind: TerminalType, rights: &[Right]) -> SecurityStatus {
        let chat = Chat::with_rights(kind, Role::Terminal, rights);
        SecurityStatus {
            password: Some(PasswordReference::Can),
            terminal: Some(chat),
            chip: true,
        }
    }

    fn data_group(number: u8) -> AccessRule {
        let reader = AccessRule::from(Proof::Terminal(TerminalType::InspectionSystem));
        let right = AccessRule::from(Proof::Right(Right::ReadDataGroup(number)));
        AccessRule::from(Proof::ChipAuthentication).and(reader.or(right))
    }

    #[test]
    fn a_data_group_opens_for_its_right_and_for_inspection_systems() {
        let with_right = terminal(
            TerminalType::AuthenticationTerminal,
            &[Right::ReadDataGroup(4)],
        );
        assert_eq!(data_group(4).judge(&with_right), Ok(()));
        assert_eq!(
            data_group(5).judge(&with_right),
            Err(Missing::Proof(Proof::Terminal(
                TerminalType::InspectionSystem
            )))
        );
        assert_eq!(
            data_group(5).judge(&terminal(TerminalType::InspectionSystem, &[])),
            Ok(())
        );
    }

    #[test]
    fn rights_count_only_after_chip_authentication() {
        let status = SecurityStatus {
            chip: false,
            ..terminal(TerminalType::InspectionSystem, &[])
        };
        assert_eq!(
            data_group(1).judge(&status),
            Err(Missing::Proof(Proof::ChipAuthentication))
        );
    }

    #[test]
    fn nobody_passes_never_and_an_empty_choice() {
        let everything = terminal(TerminalType::AuthenticationTerminal, &Right::all());
        assert_eq!(AccessRule::Never.judge(&everything), Err(Missing::Nothing));
        assert_eq!(
            AccessRule::Any(vec![]).judge(&everything),
            Err(Missing::Nothing)
        );
    }
}
