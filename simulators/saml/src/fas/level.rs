//! How well a person was authenticated.

use std::fmt;

/// A level: a number of three digits; a higher one is stronger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Level(pub u16);

/// As what a person logs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// For oneself.
    Citizen,
    /// For an enterprise.
    Enterprise,
}

const PREFIX: &str = "urn:be:fedict:iam:fas:";

impl Level {
    /// Self-registration.
    pub const SELF_REGISTERED: Self = Self(100);
    /// User name and password.
    pub const PASSWORD: Self = Self(200);
    /// A level that is seen in configurations.
    pub const L300: Self = Self(300);
    /// Security code by mail.
    pub const MAIL_CODE: Self = Self(350);
    /// Security code of an app.
    pub const APP_CODE: Self = Self(400);
    /// itsme.
    pub const ITSME: Self = Self(450);
    /// Identity card with a reader.
    pub const CARD: Self = Self(500);

    /// All levels that have a name, in rising order.
    pub const ALL: [Self; 7] = [
        Self::SELF_REGISTERED,
        Self::PASSWORD,
        Self::L300,
        Self::MAIL_CODE,
        Self::APP_CODE,
        Self::ITSME,
        Self::CARD,
    ];

    /// The level and the context of a class reference. Known are `urn:be:fedict:iam:fas:Level400`, the same with
    /// `citizen:` or `enterprise:`, and the older names `eid`, `token` and `bmid`.
    #[must_use]
    pub fn parse(uri: &str) -> Option<(Self, Option<Context>)> {
        let rest = uri.strip_prefix(PREFIX)?;
        let (context, name) = match rest.split_once(':') {
            None => (None, rest),
            Some(("citizen", name)) => (Some(Context::Citizen), name),
            Some(("enterprise", name)) => (Some(Context::Enterprise), name),
            Some(_) => return None,
        };
        let level = match (name, context) {
            ("eid", Some(_)) => Self::CARD,
            ("token", Some(_)) => Self::L300,
            ("bmid", Some(Context::Citizen)) => Self::ITSME,
            _ => Self::of_name(name)?,
        };
        Some((level, context))
    }

    /// The class reference of SAML: `urn:be:fedict:iam:fas:citizen:Level400`.
    #[must_use]
    pub fn class_ref(self, context: Context) -> String {
        match context {
            Context::Citizen => format!("{PREFIX}citizen:{self}"),
            Context::Enterprise => format!("{PREFIX}enterprise:{self}"),
        }
    }

    /// The value of OpenID Connect: `urn:be:fedict:iam:fas:Level400`.
    #[must_use]
    pub fn acr(self) -> String {
        format!("{PREFIX}{self}")
    }

    fn of_name(name: &str) -> Option<Self> {
        let digits = name
            .strip_prefix("Level")
            .filter(|digits| digits.len() == 3)?;
        let level = Self(digits.parse().ok()?);
        Self::ALL.contains(&level).then_some(level)
    }
}

impl fmt::Display for Level {
    /// `Level400`
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Level{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{Context, Level};

    #[test]
    fn every_level_is_read_back() {
        for level in Level::ALL {
            assert_eq!(Level::parse(&level.acr()), Some((level, None)));
            for context in [Context::Citizen, Context::Enterprise] {
                assert_eq!(
                    Level::parse(&level.class_ref(context)),
                    Some((level, Some(context)))
                );
            }
        }
        assert_eq!(
            Level::APP_CODE.class_ref(Context::Citizen),
            "urn:be:fedict:iam:fas:citizen:Level400"
        );
    }

    #[test]
    fn older_names_have_levels() {
        let level = |name: &str| {
            Level::parse(&format!("urn:be:fedict:iam:fas:{name}")).map(|(level, _)| level)
        };
        assert_eq!(level("citizen:eid"), Some(Level::CARD));
        assert_eq!(level("citizen:bmid"), Some(Level::ITSME));
        assert_eq!(level("enterprise:token"), Some(Level::L300));
        assert_eq!(level("enterprise:bmid"), None);
        assert_eq!(level("eid"), None);
    }

    #[test]
    fn a_level_that_does_not_exist_is_not_read() {
        for uri in [
            "urn:be:fedict:iam:fas:Level999",
            "urn:be:fedict:iam:fas:Level+40",
            "urn:be:fedict:iam:fas:civil:Level400",
            "urn:be:fedict:iam:fas:citizen:level400",
            "http://eidas.europa.eu/LoA/high",
            "",
        ] {
            assert_eq!(Level::parse(uri), None, "{uri}");
        }
    }
}
