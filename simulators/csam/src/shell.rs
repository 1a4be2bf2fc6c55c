//! The portal as a web service: requests become events, effects become responses.

mod clients;
mod login;
mod logout;
mod pages;
mod services;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use ambient::Ambient;
use http::{Method, StatusCode};
use oidc::provider::Grants;
use rules::Breach;
use saml::Replay;
use saml::metadata::{Metadata, SpDescriptor};
use web::{Journal, Language, Refusal, Request, Response, Service, Sessions};
use xml::{Limits, SignaturePolicy};

use crate::active::{Active, Store, Visit, arrivals, logins};
use crate::answer::tokens::Subject;
use crate::config::{Books, Client, Config};
use crate::keys::Keys;
use crate::texts::{service_name, words};
use crate::{ConfigError, Fault, Faults, paths};

/// The name of the portal in the journal.
const ROLE: &str = "csam";
/// Seconds after which a browser that does nothing is forgotten.
const VISIT_SECONDS: u32 = 1800;

/// The portal.
pub struct Csam {
    told: RwLock<Arc<Told>>,
    keys: Keys,
    ambient: Ambient,
    journal: Journal,
    visits: Sessions<Visit>,
    arrivals: Store<String>,
    logins: Store<Active>,
    grants: Mutex<Grants<Subject>>,
    requests: Replay,
    logouts: Replay,
    policy: SignaturePolicy,
}

/// What the portal was told, which can change while it runs.
#[derive(Clone, Debug)]
struct Told {
    config: Config,
    services: Vec<Metadata>,
}

impl Told {
    /// The metadata of the registered SAML service of this name.
    fn metadata(&self, entity_id: &str) -> Option<&Metadata> {
        let named = |own: &&Metadata| own.entity_id.as_deref() == Some(entity_id);
        self.services.iter().find(named)
    }

    /// What it says of its role as a service.
    fn service(&self, entity_id: &str) -> Option<&SpDescriptor> {
        self.metadata(entity_id)?.service_provider()
    }

    /// The registered client of this id.
    fn client(&self, id: &str) -> Option<&Client> {
        self.config.clients.iter().find(|own| own.client.id == id)
    }
}

impl Csam {
    /// A portal that serves what the configuration names.
    ///
    /// # Errors
    ///
    /// When a key or the metadata of a service cannot be used.
    pub fn new(config: Config, ambient: &Ambient, journal: &Journal) -> Result<Self, ConfigError> {
        let mut services = Vec::new();
        for (index, text) in config.services.iter().enumerate() {
            let read = read_metadata(text).map_err(|why| ConfigError::Metadata { index, why })?;
            services.extend(read);
        }
        Ok(Self {
            keys: Keys::of(&config)?,
            ambient: ambient.clone(),
            journal: journal.clone(),
            visits: Sessions::new(ROLE, lifetime(&config), ambient),
            arrivals: arrivals(),
            logins: logins(),
            grants: Mutex::new(Grants::new(config.lifetimes)),
            requests: Replay::new(),
            logouts: Replay::new(),
            policy: SignaturePolicy::fas(),
            told: RwLock::new(Arc::new(Told { config, services })),
        })
    }

    /// The portal with a wrong behaviour.
    #[cfg(feature = "faults")]
    #[must_use]
    pub fn with_fault(self, fault: Fault) -> Self {
        self.set_faults(Faults::of(&[fault]));
        self
    }

    /// From now on the portal does this wrong.
    pub fn set_faults(&self, faults: Faults) {
        self.change(|told| told.config.faults = faults);
    }

    /// From now on the portal holds others to these rules.
    pub fn set_books(&self, books: Books) {
        self.change(|told| told.config.books = books);
    }

    /// From now on this client is registered; one of the same id is replaced.
    pub fn register_client(&self, client: Client) {
        self.change(|told| {
            let clients = &mut told.config.clients;
            clients.retain(|own| own.client.id != client.client.id);
            clients.push(client);
        });
    }

    /// From now on the services of this metadata are registered; those of the same name are replaced.
    ///
    /// # Errors
    ///
    /// When the text is no metadata.
    pub fn register_service(&self, metadata: &str) -> Result<(), ConfigError> {
        let fresh =
            read_metadata(metadata).map_err(|why| ConfigError::Metadata { index: 0, why })?;
        self.change(|told| {
            let replaced = |own: &Metadata| fresh.iter().any(|new| new.entity_id == own.entity_id);
            told.services.retain(|own| !replaced(own));
            told.services.extend(fresh.iter().cloned());
        });
        Ok(())
    }

    fn told(&self) -> Arc<Told> {
        let told = self.told.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&told)
    }

    fn change(&self, change: impl FnOnce(&mut Told)) {
        let mut told = self.told.write().unwrap_or_else(PoisonError::into_inner);
        change(Arc::make_mut(&mut told));
    }

    fn grants(&self) -> MutexGuard<'_, Grants<Subject>> {
        // A thread that panicked leaves a store that is still a store.
        self.grants.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a line about a broken rule.
    fn note<R: rules::Rule>(&self, breach: &Breach<R>) {
        self.journal
            .line(ROLE, breach.rule.name(), breach.to_string());
    }

    /// A page that says that something is not accepted, with the name of the rule.
    fn refuse<R: rules::Rule>(
        &self,
        language: Language,
        breach: &Breach<R>,
        sentence: &'static str,
    ) -> Response {
        self.note(breach);
        refusal(language, breach.rule.name(), sentence).respond()
    }

    /// A page that says that the portal itself is in trouble.
    fn trouble(&self, language: Language, why: impl fmt::Display) -> Response {
        self.journal.line(ROLE, "trouble", why.to_string());
        refusal(language, "trouble", "refused.trouble")
            .status(StatusCode::INTERNAL_SERVER_ERROR)
            .respond()
    }
}

fn lifetime(config: &Config) -> u32 {
    match config.faults.has(Fault::SessionNeverEnds) {
        true => u32::MAX,
        false => VISIT_SECONDS,
    }
}

fn refusal(language: Language, code: &str, sentence: &'static str) -> Refusal {
    let sentence = words(language).say(sentence);
    Refusal::new(language, service_name(language), code, sentence)
}

fn read_metadata(text: &str) -> Result<Vec<Metadata>, String> {
    let element =
        xml::parse(text.as_bytes(), &Limits::METADATA).map_err(|error| error.to_string())?;
    Metadata::all_from_element(&element).map_err(|error| error.to_string())
}

impl Service for Csam {
    fn respond(&self, request: &Request) -> Response {
        let get = request.method() == Method::GET;
        let post = request.method() == Method::POST;
        match request.uri().path() {
            paths::METADATA if get => self.metadata(request),
            paths::SINGLE_SIGN_ON if get || post => self.sign_on(request),
            paths::SINGLE_LOGOUT if get || post => self.single_logout(request),
            paths::AUTHORIZE if get || post => self.authorize(request),
            paths::TOKEN if post => self.token(request),
            paths::USERINFO if get || post => self.userinfo(request),
            paths::INTROSPECT if post => self.introspect(request),
            paths::KEYS if get => self.key_set(),
            paths::END_SESSION if get || post => self.end_session(request),
            paths::DISCOVERY if get => self.discovery(&self.told().config.issuer),
            paths::DISCOVERY_AT_ORIGIN if get => self.discovery(&self.told().config.origin),
            paths::PAGES if get => self.page(request),
            paths::PAGES if post => self.act(request),
            paths::PAGES_RETURN if get => self.come_back(request),
            paths::PAGES_LOGOUT if get => self.logout_page(request),
            paths::PAGES_LOGOUT if post => self.logout_everywhere(request),
            paths::EIDAS_RETURN if get || post => self.receive(request),
            path => {
                let language = Language::of(request);
                let status = if is_known(path) {
                    StatusCode::METHOD_NOT_ALLOWED
                } else {
                    StatusCode::NOT_FOUND
                };
                Refusal::of_status(language, status)
                    .service(service_name(language))
                    .respond()
            }
        }
    }
}

fn is_known(path: &str) -> bool {
    [
        paths::METADATA,
        paths::SINGLE_SIGN_ON,
        paths::SINGLE_LOGOUT,
        paths::AUTHORIZE,
        paths::TOKEN,
        paths::USERINFO,
        paths::INTROSPECT,
        paths::KEYS,
        paths::END_SESSION,
        paths::DISCOVERY,
        paths::DISCOVERY_AT_ORIGIN,
        paths::PAGES,
        paths::PAGES_RETURN,
        paths::PAGES_LOGOUT,
        paths::EIDAS_RETURN,
    ]
    .contains(&path)
}

impl fmt::Debug for Csam {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Csam")
            .field("origin", &self.told().config.origin)
            .finish_non_exhaustive()
    }
}
