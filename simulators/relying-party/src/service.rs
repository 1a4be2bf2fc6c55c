//! The thin shell: addresses, cookies and journal around what [`crate::flow`] decides.

mod login;
mod logout;

use std::sync::Arc;

use ambient::Ambient;
use http::{Method, StatusCode};
use saml::Replay;
use web::{Fetch, Journal, Request, Response, Service, SessionId, Sessions};

use crate::config::Keys;
use crate::flow::{Desk, Login, Portal};
use crate::pages::Pages;
use crate::peers::{IdentityProvider, Peers, Provider};
use crate::{Config, ConfigError, Fault, Holder, OidcClient, ROLE, Refusal, metadata};

/// The name of the session cookie.
pub const COOKIE: &str = "eidolon-relying-party";

/// Seconds without a request after which a session ends.
const SESSION: u32 = 1_800;

/// Seconds that a login may take.
const LOGIN: u32 = 1_800;

/// The electronic control card as a web service.
pub struct RelyingParty {
    config: Config,
    keys: Keys,
    ambient: Ambient,
    fetch: Arc<dyn Fetch>,
    journal: Journal,
    browsers: Sessions<Visit>,
    logins: Sessions<Begun>,
    peers: Peers,
    replay: Replay,
}

/// What is remembered of a browser.
#[derive(Clone, Debug, Default)]
struct Visit {
    /// Who is logged in.
    holder: Option<Holder>,
    /// The login that was begun last.
    begun: Option<SessionId>,
    /// The logout request that the portal has not answered.
    leaving: Option<String>,
}

/// A login, under the name that comes back with its answer.
#[derive(Clone, Debug)]
struct Begun {
    login: Login,
    browser: SessionId,
}

/// A browser that is known.
type Browser = (SessionId, Visit);

type Answered = Result<Response, Refusal>;

impl RelyingParty {
    /// A relying party without sessions.
    ///
    /// # Errors
    ///
    /// When the origin or a key cannot be used.
    pub fn new(
        config: Config,
        ambient: Ambient,
        fetch: Arc<dyn Fetch>,
        journal: Journal,
    ) -> Result<Self, ConfigError> {
        if web::origin(&config.origin).as_deref() != Some(&config.origin) {
            return Err(ConfigError::Origin(config.origin));
        }
        Ok(Self {
            keys: Keys::of(&config)?,
            browsers: Sessions::new(COOKIE, lifetime(&config), &ambient),
            logins: Sessions::new("relying-party-login", LOGIN, &ambient),
            peers: Peers::default(),
            replay: Replay::new(),
            config,
            ambient,
            fetch,
            journal,
        })
    }

    /// The same with a wrong behaviour.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        self.config.fault = Some(fault);
        self
    }

    /// Its metadata, signed, as `/saml/metadata` gives them.
    ///
    /// # Errors
    ///
    /// When they cannot be signed.
    pub fn metadata(&self) -> Result<String, xml::SigningError> {
        metadata::document(&self.config, &self.keys, &self.ambient)
    }

    fn route(&self, request: &Request, pages: Pages<'_>) -> Answered {
        let get = request.method() == Method::GET;
        let post = request.method() == Method::POST;
        match request.uri().path() {
            "/" if get => Ok(self.start(request, pages)),
            "/login/saml" if get => self.begin(request, pages, Leg::Saml),
            "/login/oidc" if get => self.begin(request, pages, Leg::Oidc),
            "/saml/acs" if post => self.consume(request, pages),
            "/saml/metadata" if get => self.show_metadata(),
            "/oidc/callback" if get => self.call_back(request),
            "/card" if get => Ok(self.card(request, pages)),
            "/logout" if get || post => self.logout(request, pages, post),
            "/" | "/login/saml" | "/login/oidc" | "/saml/acs" | "/saml/metadata"
            | "/oidc/callback" | "/card" | "/logout" => {
                Ok(of_status(pages, StatusCode::METHOD_NOT_ALLOWED))
            }
            _ => Ok(of_status(pages, StatusCode::NOT_FOUND)),
        }
    }

    fn start(&self, request: &Request, pages: Pages<'_>) -> Response {
        let holder = self.holder(request);
        pages.start(
            holder.as_ref(),
            self.config.saml.is_some(),
            self.config.oidc.is_some(),
        )
    }

    fn card(&self, request: &Request, pages: Pages<'_>) -> Response {
        match self.holder(request) {
            Some(holder) => pages.card(&holder, self.way_out(&holder.via).as_deref()),
            None => web::redirect("/"),
        }
    }

    fn show_metadata(&self) -> Answered {
        let document = self
            .metadata()
            .map_err(|error| Refusal::portal(error.to_string()))?;
        Ok(web::xml(
            StatusCode::OK,
            "application/samlmetadata+xml",
            document,
        ))
    }

    fn holder(&self, request: &Request) -> Option<Holder> {
        self.browsers.find(request)?.1.holder
    }

    fn identity_provider(&self) -> Result<Arc<IdentityProvider>, Refusal> {
        let source = self
            .config
            .saml
            .as_ref()
            .ok_or_else(|| Refusal::closed("SAML"))?;
        self.peers
            .identity_provider(source, &*self.fetch, self.ambient.now().into())
    }

    fn provider(&self, again: bool) -> Result<(&OidcClient, Arc<Provider>), Refusal> {
        let own = self
            .config
            .oidc
            .as_ref()
            .ok_or_else(|| Refusal::closed("OpenID Connect"))?;
        let provider = self
            .peers
            .provider(own, &*self.fetch, &self.config.rules.oidc, again)?;
        Ok((own, provider))
    }

    const fn desk<'a>(&'a self, portal: Portal<'a>) -> Desk<'a> {
        Desk {
            config: &self.config,
            keys: &self.keys,
            replay: &self.replay,
            portal,
            ambient: &self.ambient,
        }
    }

    /// The line of the journal and the page.
    fn refuse(&self, refusal: &Refusal, pages: Pages<'_>) -> Response {
        self.journal.line(ROLE, &refusal.code, &refusal.because);
        if self.config.has(Fault::ReflectsMarkup) && refusal.portal_words.is_some() {
            return pages.reflection(refusal);
        }
        pages.refusal(refusal)
    }
}

/// One of the two protocols.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leg {
    Saml,
    Oidc,
}

impl Service for RelyingParty {
    fn respond(&self, request: &Request) -> Response {
        let pages = Pages::of(request);
        self.route(request, pages)
            .unwrap_or_else(|refusal| self.refuse(&refusal, pages))
    }
}

impl std::fmt::Debug for RelyingParty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RelyingParty")
            .field("origin", &self.config.origin)
            .finish_non_exhaustive()
    }
}

const fn lifetime(config: &Config) -> u32 {
    match config.fault {
        Some(Fault::SessionNeverEnds) => u32::MAX,
        _ => SESSION,
    }
}

fn of_status(pages: Pages<'_>, status: StatusCode) -> Response {
    web::Refusal::of_status(pages.language(), status)
        .service(pages.service())
        .respond()
}
