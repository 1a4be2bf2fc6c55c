//! The implementation conformance statement: what a card claims, line by line.
//!
//! ```toml
//! name = "current"
//! [profiles]
//! PACE = { claimed = true, because = "PACEInfo in EF.CardAccess" }
//! DG4  = { claimed = false, because = "no religious or artistic name" }
//! ```

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::Error;
use crate::error::line_of;

/// The claims of one personalisation or one foreign card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ics {
    name: String,
    file: String,
    claims: BTreeMap<String, Claim>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Claim {
    claimed: bool,
    because: String,
    line: usize,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    name: String,
    profiles: BTreeMap<Spanned<String>, RawClaim>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClaim {
    claimed: bool,
    because: String,
}

impl Ics {
    /// Reads a statement.
    ///
    /// # Errors
    ///
    /// With file and line, when it is not as shown above.
    pub fn parse(file: &str, text: &str) -> Result<Self, Error> {
        let document: Document =
            toml::from_str(text).map_err(|error| Error::in_toml(file, text, &error))?;
        let claims = document
            .profiles
            .into_iter()
            .map(|(profile, RawClaim { claimed, because })| {
                let line = line_of(text, profile.span().start);
                (
                    profile.into_inner(),
                    Claim {
                        claimed,
                        because,
                        line,
                    },
                )
            })
            .collect();
        Ok(Self {
            name: document.name,
            file: file.to_owned(),
            claims,
        })
    }

    /// Name of the personalisation.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether the profile is claimed; what is not mentioned is not claimed.
    #[must_use]
    pub fn claims(&self, profile: &str) -> bool {
        self.claims.get(profile).is_some_and(|claim| claim.claimed)
    }

    /// The profiles claimed.
    pub fn claimed(&self) -> impl Iterator<Item = &str> {
        self.claims
            .iter()
            .filter(|(_, claim)| claim.claimed)
            .map(|(profile, _)| profile.as_str())
    }

    /// The line about a profile, as a verdict cites it.
    #[must_use]
    pub fn line_of(&self, profile: &str) -> String {
        let file = &self.file;
        match self.claims.get(profile) {
            None => format!("{file}: {profile} not claimed"),
            Some(Claim {
                claimed: true,
                because,
                line,
            }) => {
                format!("{file}:{line}: {profile} claimed: {because}")
            }
            Some(Claim { because, line, .. }) => {
                format!("{file}:{line}: {profile} not claimed: {because}")
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Ics;

    #[test]
    fn a_broken_statement_is_refused_with_its_line() {
        let error = Ics::parse(
            "my.toml",
            "name = \"x\"\n[profiles]\nPACE = { claimed = 1 }\n",
        );
        assert!(error.unwrap_err().to_string().starts_with("my.toml:3: "));
    }
}
