//! Words of scenarios about logins.

use std::str::FromStr;

use conformance_harness::site::role;

/// A party of a login, by the words of scenarios.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Party {
    /// `relying party`
    RelyingParty,
    /// `portal`
    Portal,
    /// `connector`
    Connector,
    /// `middleware`
    Middleware,
    /// `eID client`
    EidClient,
}

impl Party {
    /// The role by which sites know it.
    #[must_use]
    pub const fn role(self) -> &'static str {
        match self {
            Self::RelyingParty => role::RELYING_PARTY,
            Self::Portal => role::CSAM,
            Self::Connector => role::CONNECTOR,
            Self::Middleware => role::MIDDLEWARE_DE,
            Self::EidClient => role::EID_CLIENT,
        }
    }

    /// Where messages of the login arrive: the address behind the origin.
    #[must_use]
    pub const fn inbox(self) -> &'static str {
        match self {
            Self::RelyingParty => "/saml/acs",
            Self::Portal => "/fas/eidas/return",
            Self::Connector => "/EidasNode/ColleagueResponse",
            Self::Middleware => "/eidas-middleware/RequestReceiver",
            Self::EidClient => "/eID-Client",
        }
    }
}

impl FromStr for Party {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        match words.trim_start_matches("the ") {
            "relying party" => Ok(Self::RelyingParty),
            "portal" => Ok(Self::Portal),
            "connector" => Ok(Self::Connector),
            "middleware" => Ok(Self::Middleware),
            "eID client" => Ok(Self::EidClient),
            other => Err(format!("{other:?} is no party of a login")),
        }
    }
}

/// The protocol between relying party and portal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Way {
    /// SAML 2.0.
    #[default]
    Saml,
    /// OpenID Connect.
    Oidc,
}

impl Way {
    /// Where a login begins at the relying party.
    #[must_use]
    pub const fn start(self) -> &'static str {
        match self {
            Self::Saml => "/login/saml",
            Self::Oidc => "/login/oidc",
        }
    }
}

impl FromStr for Way {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        match words {
            "SAML" => Ok(Self::Saml),
            "OpenID Connect" => Ok(Self::Oidc),
            other => Err(format!("{other:?} is neither SAML nor OpenID Connect")),
        }
    }
}
