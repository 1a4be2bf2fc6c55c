//! A login, from the moment the browser is sent away until somebody is let in.
//!
//! ```text
//! SAML             Response ──response──▶ let in
//! OpenID Connect   Code ──callback──▶ Tokens ──token answer──▶ Claims ──userinfo──▶ let in
//! ```
//!
//! [`Desk::step`] is pure: it takes what has come for a login and says what to do next. It knows no HTTP server and no
//! cookie; that the right browser has brought the answer is asked before.

mod careless;
mod code;
mod response;

use ambient::Ambient;
use oidc::IdToken;
use oidc::pkce::Verifier;
use saml::Replay;
use saml::fas::Level;
use saml::fas::response::Pending;
use web::{Language, Request};

use crate::config::Keys;
use crate::peers::{IdentityProvider, Provider};
use crate::{Config, Fault, Holder, OidcClient, Refusal};

/// A login that has begun.
#[derive(Clone, Debug)]
pub struct Login {
    /// What is awaited.
    pub awaits: Awaits,
    /// Whether it was answered before.
    pub answered: bool,
}

/// What is awaited.
#[derive(Clone, Debug)]
pub enum Awaits {
    /// The response to a SAML request; none where the browser has not asked.
    Response(Option<Pending>),
    /// The code of OpenID Connect.
    Code(Proof),
    /// The tokens for a code.
    Tokens(Proof),
    /// The claims of userinfo.
    Claims(Box<Tokens>),
}

/// What binds the parts of a login with OpenID Connect to each other; empty where the browser has not asked.
#[derive(Clone, Debug, Default)]
pub struct Proof {
    /// Comes back with the browser.
    pub state: Option<String>,
    /// Comes back in the token.
    pub nonce: Option<String>,
    /// Goes with the code.
    pub verifier: Option<Verifier>,
}

/// The tokens of a login, verified.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// What the token says.
    pub claims: IdToken,
    /// The token itself, for logout.
    pub id_token: String,
    /// The level in it.
    pub level: Level,
}

/// What has come.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The text of a SAML response.
    Response(&'a str),
    /// The query of a callback.
    Callback(&'a str),
    /// What the provider has answered to [`Effect::Ask`].
    Answer {
        /// The status.
        status: u16,
        /// The media type.
        content_type: &'a str,
        /// The body.
        body: &'a str,
    },
}

/// What to do next.
#[derive(Debug)]
pub enum Effect {
    /// Ask the provider, and come back with its [`Event::Answer`].
    Ask(Box<Request>),
    /// Let the person in.
    Admit(Box<Holder>),
    /// Tell the person that it came to nothing.
    Refuse(Box<Refusal>),
}

/// Who judges: the service with its keys and rules, and what it knows of the portal.
pub struct Desk<'a> {
    pub(crate) config: &'a Config,
    pub(crate) keys: &'a Keys,
    pub(crate) replay: &'a Replay,
    pub(crate) portal: Portal<'a>,
    pub(crate) ambient: &'a Ambient,
}

/// The portal, as far as a login needs it.
#[derive(Clone, Copy)]
pub(crate) enum Portal<'a> {
    Saml(&'a IdentityProvider),
    Oidc(&'a OidcClient, &'a Provider),
}

/// What a step comes to, unless it is refused.
type Step = Result<(Awaits, Effect), Refusal>;

impl Desk<'_> {
    /// Begins a login under a name that comes back with the answer, and says where the browser goes.
    ///
    /// # Errors
    ///
    /// When the request cannot be signed.
    pub fn begin(&self, name: &str, language: Language) -> Result<(Login, String), Refusal> {
        let (awaits, address) = match self.portal {
            Portal::Saml(idp) => self.begin_saml(idp, name)?,
            Portal::Oidc(own, provider) => self.begin_oidc(own, provider, name, language),
        };
        let login = Login {
            awaits,
            answered: false,
        };
        Ok((login, address))
    }

    /// Takes what has come for a login.
    #[must_use]
    pub fn step(&self, login: Login, event: Event<'_>) -> (Login, Effect) {
        let answered = login.answered;
        let stepped = match (&login.awaits, self.portal, event) {
            (Awaits::Response(pending), Portal::Saml(idp), Event::Response(text)) => {
                self.response(idp, pending.as_ref(), answered, text)
            }
            (Awaits::Code(proof), Portal::Oidc(own, provider), Event::Callback(query)) => {
                self.callback(own, provider, (proof, answered), query)
            }
            (
                Awaits::Tokens(proof),
                Portal::Oidc(own, provider),
                Event::Answer {
                    status,
                    content_type,
                    body,
                },
            ) => self.tokens(own, provider, proof, (status, content_type, body)),
            (
                Awaits::Claims(tokens),
                Portal::Oidc(own, provider),
                Event::Answer {
                    status,
                    content_type,
                    body,
                },
            ) => self.claims(own, provider, tokens, (status, content_type, body)),
            _ => Err(Refusal::portal("an answer to something else")),
        };
        match stepped {
            Ok((awaits, effect)) => (
                Login {
                    awaits,
                    answered: true,
                },
                effect,
            ),
            Err(refusal) => (login, Effect::Refuse(Box::new(refusal))),
        }
    }

    /// The level that is asked for.
    fn level(&self) -> Level {
        if self.config.has(Fault::AsksLowLevel) {
            return Level::SELF_REGISTERED;
        }
        self.config.level
    }

    fn admit(&self, holder: Holder) -> Effect {
        let holder = if self.config.has(Fault::SwapsNames) {
            holder.with_names_swapped()
        } else {
            holder
        };
        Effect::Admit(Box::new(holder))
    }
}

impl std::fmt::Debug for Desk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").finish_non_exhaustive()
    }
}
