//! The middleware as a web service.
//!
//! ```text
//! /eidas-middleware/Metadata                         GET        signed metadata
//! /eidas-middleware/RequestReceiver                  GET, POST  a request of a connector -> 303 to Start
//! /eidas-middleware/Start?sessionID=…                GET        the page that starts the eID client
//! /eidas-middleware/ausweisapp-redirect?sessionID=…  GET        303 to the eID client
//! /eidas-middleware/Cancel                           POST       the person cancels -> response to the connector
//! /eidas-middleware/TcToken?sessionID=…              GET        the TC token
//! /eidas-middleware/paosreceiver                     POST       the PAOS channel
//! /eidas-middleware/ResponseSender?refID=…           GET        response to the connector
//! ```

mod channel;
mod receive;
mod send;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use ambient::Ambient;
use eac::terminal::passive::TrustedIssuers;
use eidas_profile::Signer;
use eidas_profile::metadata::Node;
use http::{HeaderValue, Method, StatusCode};
use web::{Cookie, Fetch, Form, Journal, Request, Response, Service, Sessions};

use crate::config::{Config, ConfigError, Identity};
use crate::connectors::Connectors;
use crate::eid::{EidData, EidServer};
use crate::logins::{Entry, Logins};
use crate::pages::{self, Reason};
use crate::{Fault, Faults, description};

/// The name in the journal.
pub(crate) const ROLE: &str = "middleware-de";
/// The cookie of browsers.
const COOKIE: &str = "eidas-middleware-de";
/// How long a browser is remembered, in seconds.
const BROWSER_LIFETIME: u32 = 3600;
/// Where everything is.
const BASE: &str = "/eidas-middleware/";

/// The German eIDAS middleware with its eID server.
pub struct Middleware {
    config: Config,
    entity_id: String,
    eid: RwLock<EidServer>,
    signer: Signer,
    metadata_signer: Signer,
    connectors: Connectors,
    logins: Logins,
    browsers: Sessions<()>,
    /// The person of the login before, for a fault.
    previous: Mutex<Option<EidData>>,
    ambient: Ambient,
    journal: Journal,
}

impl Middleware {
    /// Builds it.
    ///
    /// # Errors
    /// What is wrong with the configuration.
    pub fn new(
        config: Config,
        ambient: Ambient,
        fetch: Arc<dyn Fetch>,
        journal: Journal,
    ) -> Result<Self, ConfigError> {
        check_addresses(&config)?;
        let signers = config.country_signers.iter().map(Vec::as_slice);
        let trusted = TrustedIssuers::from_der(signers)
            .map_err(|error| ConfigError::CountrySigner(error.to_string()))?;
        let eid = EidServer::new(config.terminal.clone(), trusted, config.blocked.clone())
            .with_faults(config.faults.clone());
        Ok(Self {
            eid: RwLock::new(eid),
            signer: signer(&config.signing, "responses")?,
            metadata_signer: signer(&config.metadata_signing, "metadata")?,
            connectors: Connectors::new(&config, &ambient, fetch)?,
            logins: Logins::new(&ambient, config.faults.has(Fault::LoginNeverEnds)),
            browsers: Sessions::new(COOKIE, BROWSER_LIFETIME, &ambient),
            previous: Mutex::default(),
            entity_id: format!("{}{BASE}Metadata", config.origin),
            config,
            ambient,
            journal,
        })
    }

    /// With one more wrong behaviour.
    #[must_use]
    pub fn with_fault(mut self, fault: Fault) -> Self {
        let faults = std::mem::take(&mut self.config.faults).with(fault);
        self.config.faults = faults.clone();
        let eid = self.eid.get_mut().unwrap_or_else(PoisonError::into_inner);
        *eid = eid.clone().with_faults(faults);
        self
    }

    /// Blocks a card from now on, by its blocking identification in the sector of a connector.
    pub fn block(&self, identification: Vec<u8>) {
        let mut eid = self.eid.write().unwrap_or_else(PoisonError::into_inner);
        eid.block(identification);
    }

    /// The name of the middleware, which is the address of its metadata.
    #[must_use]
    pub fn entity_id(&self) -> &str {
        &self.entity_id
    }

    /// Where requests of connectors go.
    #[must_use]
    pub fn request_address(&self) -> String {
        self.address("RequestReceiver")
    }

    fn address(&self, place: &str) -> String {
        format!("{}{BASE}{place}", self.config.origin)
    }

    fn node(&self) -> Node {
        description::node(
            &self.entity_id,
            &self.request_address(),
            &self.config.signing.certificate,
            self.ambient.now(),
        )
    }

    fn has(&self, fault: Fault) -> bool {
        self.faults().has(fault)
    }

    fn faults(&self) -> &Faults {
        &self.config.faults
    }

    fn server(&self) -> RwLockReadGuard<'_, EidServer> {
        self.eid.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn metadata(&self, request: &Request) -> Response {
        let signer = match self.has(Fault::MetadataSignedWithMessageKey) {
            true => &self.signer,
            false => &self.metadata_signer,
        };
        match description::document(self.node(), signer, self.faults(), &self.ambient) {
            Ok(text) => web::xml(
                StatusCode::OK,
                "application/samlmetadata+xml; charset=utf-8",
                text,
            ),
            Err(error) => {
                self.journal.line(ROLE, "metadata", error.to_string());
                pages::of_status(request, StatusCode::INTERNAL_SERVER_ERROR)
            }
        }
    }

    /// The browser that sends a request, by its cookie.
    fn browser(&self, request: &Request) -> Option<String> {
        let (id, ()) = self.browsers.find(request)?;
        Some(id.as_str().to_owned())
    }

    /// Whether a login belongs to the browser that sends a request.
    fn is_theirs(&self, entry: &Entry, request: &Request) -> bool {
        self.has(Fault::ResultForAnyBrowser)
            || self.browser(request).as_deref() == Some(entry.browser.as_str())
    }

    /// The login that a query names, if it belongs to the browser.
    fn named(&self, request: &Request, form: &Form) -> Option<Arc<Entry>> {
        let entry = self.logins.by_session(form.get("sessionID")?)?;
        self.is_theirs(&entry, request).then_some(entry)
    }

    fn unknown_session(&self, request: &Request, what: &str) -> Response {
        let reason = Reason::UnknownSession;
        self.journal.line(ROLE, reason.word(), what);
        self.refusal(request, reason)
    }

    /// The page that says no.
    fn refusal(&self, request: &Request, reason: Reason) -> Response {
        let mut page = pages::refusal(request, reason);
        if self.config.faults.has(Fault::RefusalCalledSuccess) {
            *page.status_mut() = StatusCode::OK;
        }
        page
    }

    fn set_cookie(&self, cookie: Cookie, response: Response) -> Response {
        cookie.secure().on(response)
    }
}

impl Service for Middleware {
    fn respond(&self, request: &Request) -> Response {
        let place = request.uri().path().strip_prefix(BASE).unwrap_or_default();
        let methods: &[Method] = match place {
            "RequestReceiver" => &[Method::GET, Method::POST],
            "paosreceiver" if self.has(Fault::PaosAnswersGet) => &[Method::GET, Method::POST],
            "paosreceiver" | "Cancel" => &[Method::POST],
            "Metadata" | "Start" | "ausweisapp-redirect" | "TcToken" | "ResponseSender" => {
                &[Method::GET]
            }
            _ => return pages::of_status(request, StatusCode::NOT_FOUND),
        };
        if !methods.contains(request.method()) {
            return not_allowed(request, methods);
        }
        match place {
            "RequestReceiver" => self.receive(request),
            "Start" => self.start(request),
            "ausweisapp-redirect" => self.launch(request),
            "TcToken" => self.token(request),
            "paosreceiver" => self.talk(request),
            "Cancel" => self.cancel(request),
            "ResponseSender" => self.send(request),
            _ => self.metadata(request),
        }
    }
}

impl fmt::Debug for Middleware {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Middleware")
            .field("origin", &self.config.origin)
            .field("faults", &self.config.faults)
            .finish_non_exhaustive()
    }
}

fn not_allowed(request: &Request, methods: &[Method]) -> Response {
    let mut response = pages::of_status(request, StatusCode::METHOD_NOT_ALLOWED);
    let names: Vec<_> = methods.iter().map(Method::as_str).collect();
    if let Ok(allowed) = HeaderValue::from_str(&names.join(", ")) {
        response.headers_mut().insert(http::header::ALLOW, allowed);
    }
    response
}

fn check_addresses(config: &Config) -> Result<(), ConfigError> {
    let origin = &config.origin;
    let is_origin = origin.starts_with("https://") && web::origin(origin).as_ref() == Some(origin);
    if !is_origin {
        return Err(ConfigError::Origin(origin.clone()));
    }
    let client = &config.eid_client_url;
    match url::Url::parse(client) {
        Ok(url) if url.query().is_none() => Ok(()),
        _ => Err(ConfigError::ClientAddress(client.clone())),
    }
}

fn signer(identity: &Identity, what: &'static str) -> Result<Signer, ConfigError> {
    Signer::new(&identity.key, &identity.certificate).map_err(|error| ConfigError::Key {
        what,
        why: error.to_string(),
    })
}
