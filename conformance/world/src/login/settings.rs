//! What is special about a world, by the words behind `@with:`.

use std::collections::BTreeSet;

use crate::WorldError;

/// One way in which a world differs from the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Setting {
    /// The connector holds its peers only to what the EU's node 2.9 enforces.
    EuNode,
    /// Assertions are encrypted to an RSA key of the connector instead of one on a curve.
    RsaEncryption,
    /// The middleware signs with an RSA key (PSS) instead of one on a curve.
    RsaSigning,
    /// The middleware signs with an RSA key that is too short.
    ShortSigning,
    /// All keys of the eIDAS network are on brainpoolP256r1.
    Brainpool,
    /// The card is laid on a phone instead of a reader.
    Phone,
    /// The terminal certificate of the middleware ended yesterday.
    TerminalExpired,
    /// The terminal certificate of the middleware begins tomorrow.
    TerminalEarly,
    /// The middleware does not know the connector.
    UnknownConnector,
    /// The connector knows the middleware by another key than it has.
    UnknownMiddleware,
    /// The card on the reader is on the list of revoked cards.
    RevokedCard,
    /// The relying party asks for more than any card gives.
    LevelTooHigh,
    /// The relying party asks for the lowest level.
    LevelLow,
    /// The relying party asks for the national number, which no German has.
    NationalNumber,
    /// The connector asks for a birth name and a place of birth too.
    OptionalAttributes,
    /// The middleware knows connectors' metadata that ended yesterday.
    ConnectorMetadataExpired,
    /// The connector knows metadata of the middleware that ended yesterday.
    MiddlewareMetadataExpired,
    /// There is no reader.
    NoReader,
}

impl Setting {
    /// All of them.
    pub const ALL: [Self; 18] = [
        Self::EuNode,
        Self::RsaEncryption,
        Self::RsaSigning,
        Self::ShortSigning,
        Self::Brainpool,
        Self::Phone,
        Self::TerminalExpired,
        Self::TerminalEarly,
        Self::UnknownConnector,
        Self::UnknownMiddleware,
        Self::RevokedCard,
        Self::LevelTooHigh,
        Self::LevelLow,
        Self::NationalNumber,
        Self::OptionalAttributes,
        Self::ConnectorMetadataExpired,
        Self::MiddlewareMetadataExpired,
        Self::NoReader,
    ];

    /// The word behind `@with:`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::EuNode => "eu-node",
            Self::RsaEncryption => "rsa-encryption",
            Self::RsaSigning => "rsa-signing",
            Self::ShortSigning => "short-signing",
            Self::Brainpool => "brainpool",
            Self::Phone => "phone",
            Self::TerminalExpired => "terminal-expired",
            Self::TerminalEarly => "terminal-early",
            Self::UnknownConnector => "unknown-connector",
            Self::UnknownMiddleware => "unknown-middleware",
            Self::RevokedCard => "revoked-card",
            Self::LevelTooHigh => "level-too-high",
            Self::LevelLow => "level-low",
            Self::NationalNumber => "national-number",
            Self::OptionalAttributes => "optional-attributes",
            Self::ConnectorMetadataExpired => "connector-metadata-expired",
            Self::MiddlewareMetadataExpired => "middleware-metadata-expired",
            Self::NoReader => "no-reader",
        }
    }

    /// The setting of this word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|setting| setting.word() == word)
    }
}

/// Everything that is special about a world.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings(BTreeSet<Setting>);

impl Settings {
    /// Reads the words of a check.
    ///
    /// # Errors
    ///
    /// A word that is none, with all that are.
    pub fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Result<Self, WorldError> {
        let setting = |word: &str| {
            Setting::parse(word).ok_or_else(|| WorldError::UnknownSetting {
                word: word.to_owned(),
                known: Setting::ALL.map(Setting::word).join(", "),
            })
        };
        words
            .into_iter()
            .map(setting)
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether the world differs in this way.
    #[must_use]
    pub fn has(&self, setting: Setting) -> bool {
        self.0.contains(&setting)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Setting, Settings};

    #[test]
    fn every_word_is_found_again_and_another_is_named() {
        for setting in Setting::ALL {
            assert!(Settings::read([setting.word()]).unwrap().has(setting));
        }
        let refused = Settings::read(["eu-nod"]).unwrap_err().to_string();
        assert!(refused.starts_with("world setting \"eu-nod\" is not known; there are eu-node,"));
    }
}
