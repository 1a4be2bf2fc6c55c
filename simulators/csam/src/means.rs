//! The means of login on the menu.

use saml::fas::Level;

/// A means of login.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Means {
    /// A notified means of another state, through the eIDAS connector.
    Eidas,
    /// The Belgian identity card with a reader.
    Card,
    /// itsme.
    Itsme,
    /// A security code of a mobile app.
    AppCode,
    /// A security code by e-mail.
    MailCode,
    /// User name and password.
    Password,
}

impl Means {
    /// All means in the order of the menu: the one that works first.
    pub const ALL: [Self; 6] = [
        Self::Eidas,
        Self::Card,
        Self::Itsme,
        Self::AppCode,
        Self::MailCode,
        Self::Password,
    ];

    /// The name in forms and texts.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Eidas => "eidas",
            Self::Card => "card",
            Self::Itsme => "itsme",
            Self::AppCode => "app",
            Self::MailCode => "mail",
            Self::Password => "password",
        }
    }

    /// The means of this name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|means| means.name() == name)
    }

    /// The level of a national means; that of a foreign one depends on the identification.
    #[must_use]
    pub const fn level(self) -> Option<Level> {
        match self {
            Self::Eidas => None,
            Self::Card => Some(Level::CARD),
            Self::Itsme => Some(Level::ITSME),
            Self::AppCode => Some(Level::APP_CODE),
            Self::MailCode => Some(Level::MAIL_CODE),
            Self::Password => Some(Level::PASSWORD),
        }
    }
}
