//! Who is logged in.

use oidc::UserInfo;
use rules::{Breach, Rulebook};
use saml::NameId;
use saml::fas::response::Authenticated;
use saml::fas::{Level, attribute};

use crate::Rule;

/// The holder of a control card, as the portal names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// First names.
    pub given_name: String,
    /// Family name.
    pub surname: String,
    /// Date of birth, as it came.
    pub birth_date: Option<String>,
    /// The identifier of a foreign person, else the national number, else the federal identifier.
    pub identifier: String,
    /// How well they were authenticated.
    pub level: Level,
    /// How they came.
    pub via: Via,
}

/// How somebody came, with what their logout needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Via {
    /// By SAML.
    Saml {
        /// The name for this session.
        name_id: Box<NameId>,
        /// The session at the portal.
        session_index: Option<String>,
    },
    /// By OpenID Connect.
    Oidc {
        /// The token, which names the session at the portal.
        id_token: String,
    },
}

impl Holder {
    /// The person of an assertion.
    pub(crate) fn of_saml(
        person: &Authenticated,
        book: &Rulebook<Rule>,
    ) -> Result<Self, Breach<Rule>> {
        let text = |name: &str| person.attribute(name).map(str::to_owned);
        let identifier = text(attribute::EIDAS_PERSON_IDENTIFIER)
            .or_else(|| text(attribute::EGOV_NRN))
            .or_else(|| text(attribute::FED_ID));
        Self {
            given_name: text(attribute::GIVEN_NAME).unwrap_or_default(),
            surname: text(attribute::SURNAME).unwrap_or_default(),
            birth_date: text(attribute::DATE_OF_BIRTH),
            identifier: identifier.unwrap_or_default(),
            level: person.level,
            via: Via::Saml {
                name_id: Box::new(person.name_id.clone()),
                session_index: person.session_index.clone(),
            },
        }
        .complete(book)
    }

    /// The person of userinfo.
    pub(crate) fn of_oidc(
        claims: UserInfo,
        level: Level,
        id_token: String,
        book: &Rulebook<Rule>,
    ) -> Result<Self, Breach<Rule>> {
        let identifier = claims
            .eidas_person_identifier
            .or(claims.egov_nrn)
            .or(claims.fedid);
        Self {
            given_name: claims.given_name.unwrap_or_default(),
            surname: claims.surname.unwrap_or_default(),
            birth_date: claims.birthdate,
            identifier: identifier.unwrap_or_default(),
            level,
            via: Via::Oidc { id_token },
        }
        .complete(book)
    }

    fn complete(self, book: &Rulebook<Rule>) -> Result<Self, Breach<Rule>> {
        let Self {
            given_name,
            surname,
            identifier,
            ..
        } = &self;
        let parts = [
            ("first names", given_name),
            ("family name", surname),
            ("identifier", identifier),
        ];
        let missing = parts.iter().find(|(_, text)| text.trim().is_empty());
        book.require(Rule::Person, missing.is_none(), || match missing {
            Some((what, _)) => format!("no {what}"),
            None => String::new(),
        })?;
        Ok(self)
    }

    pub(crate) fn with_names_swapped(mut self) -> Self {
        std::mem::swap(&mut self.given_name, &mut self.surname);
        self
    }
}
