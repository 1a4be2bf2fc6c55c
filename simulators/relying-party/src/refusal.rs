//! What is refused, and how a person is told.

use http::StatusCode;
use oidc::{ErrorBody, client};
use rules::{Breach, Rule as _};
use saml::Status;
use saml::fas::{logout, response};
use web::FetchError;

use crate::Rule;

/// Why a login or a logout came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The name of the rule, or the code of the protocol: shown on the page and written to the journal.
    pub code: String,
    /// What was seen, for the journal only.
    pub because: String,
    /// What the person is told.
    pub reason: Reason,
    /// What the portal said to the person; shown by a faulty service only.
    pub(crate) portal_words: Option<String>,
}

/// What a person is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The answer of the portal cannot be accepted.
    Answer,
    /// The answer came too late or too early.
    Time,
    /// The answer belongs to no login of this browser, or was used before.
    Session,
    /// The level is too low.
    Level,
    /// Something about the person is missing.
    Person,
    /// The person or the portal has ended the login.
    Ended,
    /// The portal does not answer, or not in an understandable way.
    Portal,
    /// This way is not open.
    Closed,
}

impl Reason {
    /// All reasons.
    pub const ALL: [Self; 8] = [
        Self::Answer,
        Self::Time,
        Self::Session,
        Self::Level,
        Self::Person,
        Self::Ended,
        Self::Portal,
        Self::Closed,
    ];

    /// The key of its text.
    pub(crate) const fn key(self) -> &'static str {
        match self {
            Self::Answer => "refusal.answer",
            Self::Time => "refusal.time",
            Self::Session => "refusal.session",
            Self::Level => "refusal.level",
            Self::Person => "refusal.person",
            Self::Ended => "refusal.ended",
            Self::Portal => "refusal.portal",
            Self::Closed => "refusal.closed",
        }
    }

    /// The status of the page.
    #[must_use]
    pub const fn status(self) -> StatusCode {
        match self {
            Self::Answer | Self::Time | Self::Session | Self::Person => StatusCode::BAD_REQUEST,
            Self::Level | Self::Ended => StatusCode::FORBIDDEN,
            Self::Portal => StatusCode::BAD_GATEWAY,
            Self::Closed => StatusCode::NOT_FOUND,
        }
    }
}

impl Refusal {
    /// The portal cannot be reached, or answers with something else.
    #[must_use]
    pub fn portal(because: impl Into<String>) -> Self {
        Self::new("portal", because, Reason::Portal)
    }

    /// This way is not open.
    pub(crate) fn closed(what: &str) -> Self {
        Self::new(
            "closed",
            format!("{what} is not configured"),
            Reason::Closed,
        )
    }

    /// The service says that nobody was authenticated.
    pub(crate) fn ended_by_saml(status: &Status) -> Self {
        let code = status
            .sub_code_text()
            .or(status.code_text())
            .unwrap_or_default();
        let name = code.rsplit(':').next().unwrap_or_default();
        let known =
            !name.is_empty() && name.len() <= 40 && name.chars().all(|c| c.is_ascii_alphanumeric());
        let mut refusal = Self::new(
            if known { name } else { "fas-response-status" },
            format!("status {code:?} with {:?}", status.message),
            Reason::Ended,
        );
        refusal.portal_words.clone_from(&status.message);
        refusal
    }

    /// The provider says that nobody was authenticated.
    pub(crate) fn ended_by_oidc(error: &ErrorBody) -> Self {
        let known = oidc::ErrorCode::parse(&error.error).map(oidc::ErrorCode::as_str);
        let mut refusal = Self::new(
            known.unwrap_or("oidc-error"),
            format!("error {:?} with {:?}", error.error, error.error_description),
            Reason::Ended,
        );
        refusal.portal_words.clone_from(&error.error_description);
        refusal
    }

    /// Whether a token names a key that the provider's key set does not have.
    pub(crate) fn is_unknown_key(&self) -> bool {
        self.code == client::Rule::KeyId.name()
    }

    fn new(code: &str, because: impl Into<String>, reason: Reason) -> Self {
        Self {
            code: code.to_owned(),
            because: because.into(),
            reason,
            portal_words: None,
        }
    }
}

impl From<Breach<Rule>> for Refusal {
    fn from(breach: Breach<Rule>) -> Self {
        let reason = match breach.rule {
            Rule::Form | Rule::RelayStateLength => Reason::Answer,
            Rule::RelayState | Rule::Browser | Rule::AnsweredOnce => Reason::Session,
            Rule::Person => Reason::Person,
        };
        Self::new(breach.rule.name(), breach.because, reason)
    }
}

impl From<Breach<response::Rule>> for Refusal {
    fn from(breach: Breach<response::Rule>) -> Self {
        use response::Rule;
        let reason = match breach.rule {
            Rule::IssueInstant
            | Rule::ConfirmationExpiry
            | Rule::NotBefore
            | Rule::NotOnOrAfter
            | Rule::AuthnInstant
            | Rule::SessionExpiry => Reason::Time,
            Rule::Solicited
            | Rule::InResponseTo
            | Rule::ConfirmationInResponseTo
            | Rule::Replay => Reason::Session,
            Rule::Level => Reason::Level,
            Rule::MandatoryAttributes | Rule::UniqueAttributes | Rule::NameId => Reason::Person,
            _ => Reason::Answer,
        };
        Self::new(breach.rule.name(), breach.because, reason)
    }
}

impl From<Breach<logout::Rule>> for Refusal {
    fn from(breach: Breach<logout::Rule>) -> Self {
        Self::new(breach.rule.name(), breach.because, Reason::Answer)
    }
}

impl From<Breach<client::Rule>> for Refusal {
    fn from(breach: Breach<client::Rule>) -> Self {
        use client::Rule;
        let reason = match breach.rule {
            Rule::Expiry | Rule::IssuedAt | Rule::Age => Reason::Time,
            Rule::State | Rule::Nonce => Reason::Session,
            Rule::Level => Reason::Level,
            Rule::DiscoveryForm | Rule::DiscoveryIssuer => Reason::Portal,
            _ => Reason::Answer,
        };
        Self::new(breach.rule.name(), breach.because, reason)
    }
}

impl From<FetchError> for Refusal {
    fn from(error: FetchError) -> Self {
        Self::portal(error.to_string())
    }
}
