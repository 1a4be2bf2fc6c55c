//! Messages between services and the portal: what they say, and what somebody in the middle makes of them.
//!
//! ```text
//! request    requests for a login, changed and signed again
//! response   what the portal's responses say
//! forgery    responses, changed on their way to the relying party
//! logout     logout messages of both sides, made by the harness
//! ```

mod forgery;
mod logout;
mod request;
mod response;

use ambient::UnixSeconds;
use conformance_harness::StepError;
use saml::Metadata;
use saml::metadata::KeyUse;
use xml::{Hash, Limits, SignatureAlgorithm, SigningKey};

use super::Party;
use crate::CardWorld;

pub use forgery::{FORGED, INJECTED, MARKUP};
pub use logout::Session;
pub use response::Answer;

/// How services and the portal sign.
pub(super) const ALGORITHM: SignatureAlgorithm = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);

/// Alterations by their words.
type Table<T> = [(&'static str, T)];

/// The alteration of these words.
fn look_up<T: Copy>(table: &Table<T>, words: &str) -> Result<T, StepError> {
    let row = table.iter().find(|(known, _)| *known == words);
    let missing = || StepError::precondition(format!("no alteration is called {words:?}"));
    row.map(|(_, alteration)| *alteration).ok_or_else(missing)
}

/// The text with capitals for small letters, and the other way round.
pub(crate) fn in_other_case(text: &str) -> String {
    let swap = |letter: char| match letter {
        'a'..='z' => letter.to_ascii_uppercase(),
        _ => letter.to_ascii_lowercase(),
    };
    text.chars().map(swap).collect()
}

/// What keeps a scenario from going on.
fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// Who the two parties are.
impl CardWorld {
    /// What the portal or the relying party publishes of itself.
    ///
    /// # Errors
    ///
    /// When it publishes nothing that can be read.
    pub fn entity_of(&self, party: Party) -> Result<Metadata, StepError> {
        let text = self.site()?.metadata(party.role());
        let text = text.ok_or_else(|| said(format!("the {party:?} publishes no metadata")))?;
        let root = xml::parse(text.as_bytes(), &Limits::METADATA).map_err(said)?;
        let entities = Metadata::all_from_element(&root).map_err(said)?;
        let first = entities.into_iter().next();
        first.ok_or_else(|| said(format!("the metadata of the {party:?} name nobody")))
    }

    /// The name of the portal or the relying party.
    fn entity_id_of(&self, party: Party) -> Result<String, StepError> {
        let id = self.entity_of(party)?.entity_id;
        id.ok_or_else(|| said(format!("the {party:?} has no name")))
    }

    /// The certificates of the keys with which it signs.
    ///
    /// # Errors
    ///
    /// When its metadata name no role.
    pub fn certificates_of(&self, party: Party) -> Result<Vec<Vec<u8>>, StepError> {
        let entity = self.entity_of(party)?;
        let role = match (entity.identity_provider(), entity.service_provider()) {
            (Some(idp), _) => &idp.role,
            (_, Some(sp)) => &sp.role,
            _ => return Err(said(format!("the metadata of the {party:?} have no role"))),
        };
        Ok(role.certificates(KeyUse::Signing))
    }

    /// The time in the world of the scenario.
    ///
    /// # Errors
    ///
    /// Outside a run.
    pub fn site_now(&self) -> Result<UnixSeconds, StepError> {
        Ok(self.stage()?.ambient.now())
    }

    /// A key that the harness has, by its name at the site.
    fn key_named(&self, name: &str) -> Result<SigningKey, StepError> {
        let identity = self.identity(name)?;
        SigningKey::from_pkcs8(&identity.key, &identity.certificate).map_err(said)
    }
}

impl Party {
    /// The key with which the portal or the relying party signs messages.
    const fn message_key(self) -> &'static str {
        match self {
            Self::Portal => "csam signing",
            _ => "relying-party signing",
        }
    }
}
