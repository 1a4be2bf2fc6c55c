//! What has been proven in the session, as a state that carries only what it knows.
//!
//! ```text
//! Open ── PACE ──► Password ── EXTERNAL AUTHENTICATE ──► Terminal ── Chip Authentication ──► Chip
//!   ▲                 │ ▲ └ PACE with the resumed PIN ┘      │                                 │
//!   └─────────────────┴──────── end of the session ──────────┴─────────────────────────────────┘
//! ```

use eac::card::EffectiveAuthorization;
use eac::card::terminal_authentication::{PaceContext, TerminalAuthentication};
use eac::encoding::PasswordReference;

use crate::SecurityStatus;

/// The state of the session.
#[derive(Clone, Debug, Default)]
pub(crate) enum SecurityState {
    /// No session.
    #[default]
    Open,
    /// PACE has proven a password.
    Password(Box<Proven>),
    /// Terminal Authentication has succeeded; its rights wait for Chip Authentication.
    Terminal(Box<Proven>, Box<EffectiveAuthorization>),
    /// Chip Authentication has bound the rights to the session.
    Chip(Box<Proven>, Box<EffectiveAuthorization>),
}

/// What PACE leaves behind.
#[derive(Clone, Debug)]
pub(crate) struct Proven {
    pub(crate) password: PasswordReference,
    pub(crate) terminal_authentication: TerminalAuthentication,
}

impl SecurityState {
    /// The state after PACE.
    pub(crate) fn after_pace(
        password: PasswordReference,
        context: PaceContext,
        faults: eac::card::Faults,
    ) -> Self {
        let terminal_authentication = TerminalAuthentication::new(context, faults);
        Self::Password(Box::new(Proven {
            password,
            terminal_authentication,
        }))
    }

    /// What access rules look at.
    pub(crate) fn status(&self) -> SecurityStatus {
        let proven = |proven: &Proven, terminal, chip| SecurityStatus {
            password: Some(proven.password),
            terminal,
            chip,
        };
        match self {
            Self::Open => SecurityStatus::default(),
            Self::Password(password) => proven(password, None, false),
            Self::Terminal(password, terminal) => proven(password, Some(*terminal.chat()), false),
            Self::Chip(password, terminal) => proven(password, Some(*terminal.chat()), true),
        }
    }

    /// What PACE left, in every state but the first.
    pub(crate) const fn proven_mut(&mut self) -> Option<&mut Proven> {
        match self {
            Self::Open => None,
            Self::Password(proven) | Self::Terminal(proven, _) | Self::Chip(proven, _) => {
                Some(proven)
            }
        }
    }

    /// The authenticated terminal.
    pub(crate) const fn authorization(&self) -> Option<&EffectiveAuthorization> {
        match self {
            Self::Open | Self::Password(_) => None,
            Self::Terminal(_, authorization) | Self::Chip(_, authorization) => Some(authorization),
        }
    }

    /// The authenticated terminal, once its rights are bound to the session.
    pub(crate) const fn bound_authorization(&self) -> Option<&EffectiveAuthorization> {
        match self {
            Self::Chip(_, authorization) => Some(authorization),
            _ => None,
        }
    }

    /// The transition by Terminal Authentication. Only after PACE is there a way to get an authorization; without PACE
    /// nothing changes.
    pub(crate) fn authenticate_terminal(&mut self, authorization: EffectiveAuthorization) {
        *self = match std::mem::take(self) {
            Self::Open => Self::Open,
            Self::Password(proven) | Self::Terminal(proven, _) | Self::Chip(proven, _) => {
                Self::Terminal(proven, Box::new(authorization))
            }
        };
    }

    /// The transition by Chip Authentication.
    pub(crate) fn authenticate_chip(&mut self) {
        *self = match std::mem::take(self) {
            Self::Terminal(proven, authorization) => Self::Chip(proven, authorization),
            other => other,
        };
    }
}
