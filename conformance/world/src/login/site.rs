//! One running world of services on loopback, in this process.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use ambient::Ambient;
use conformance_harness::site::{Identity, SiteMessage, role};
use conformance_harness::{ConnectionLost, Order, Secrets, Setup, Site};
use eidas_middleware_de::Middleware;
use eidas_profile::light::{CacheName, MemoryLightCache};
use serde_json::{Value, json};
use web::{Request, Response, Service, Tap};

use super::clients;
use super::control::{Control, Hands};
use super::faults::{Misbehaviour, known};
use super::network::{Network, Served};
use super::revocation::blocking_identification;
use super::roles::{Guest, Plan, document};
use super::settings::{Setting, Settings};
use super::shell_fault::{self, ShellFault};
use super::slot::Slot;
use crate::WorldError;
use crate::cards::Cards;

/// The roles that are services, in the order in which they are built.
pub(super) const SERVICES: [&str; 5] = [
    role::MIDDLEWARE_DE,
    role::CONNECTOR,
    role::CSAM,
    role::RELYING_PARTY,
    role::EID_CLIENT,
];

/// How long messages between portal and connector wait in the cache, in seconds.
pub(super) const LIGHT_LIFETIME: u32 = 1800;

/// Where each role listens; a free port of loopback for those that are not named.
pub type Addresses = BTreeMap<String, String>;

/// How a world differs from the usual one.
#[derive(Clone, Debug)]
pub struct WorldOptions {
    /// The card on the reader, and what is special, by the names of `@with:` tags.
    pub setup: Setup,
    /// Clock and randomness.
    pub ambient: Ambient,
    /// Where roles listen.
    pub addresses: Addresses,
    /// Further services that the portal knows.
    pub guests: Vec<Guest>,
    /// The address of the citizens' eID client, when it is not the built-in one.
    pub eid_client: Option<String>,
    /// How the parties reach each other.
    pub network: Network,
    /// Whether the portal signs under a certificate that is the same on every day, so that a service of somebody else
    /// need not be told each time.
    pub lasting_portal: bool,
}

impl WorldOptions {
    /// A world with a card and settings on free ports.
    #[must_use]
    pub fn new(setup: Setup, ambient: Ambient) -> Self {
        Self {
            setup,
            ambient,
            addresses: Addresses::new(),
            guests: Vec::new(),
            eid_client: None,
            network: Network::Loopback,
            lasting_portal: false,
        }
    }
}

/// What a world is opened with.
pub(crate) struct Opening {
    pub(crate) cards: Arc<Cards>,
    pub(crate) misbehaviour: Misbehaviour,
    pub(crate) seed: u64,
    pub(crate) options: WorldOptions,
}

/// One running world. It stops when it is dropped.
pub struct LoginSite {
    inside: Arc<Inside>,
    _servers: Vec<Served>,
}

/// What the control reaches, too.
struct Inside {
    plan: Plan,
    cards: Arc<Cards>,
    setup: Setup,
    seed: u64,
    tap: Tap,
    switches: BTreeMap<&'static str, Arc<Switch>>,
    middleware: Mutex<Arc<Middleware>>,
    /// The faults of the beginning.
    initial: Misbehaviour,
    /// The faults of now.
    wrong: Mutex<Misbehaviour>,
    card: Mutex<Setup>,
}

/// A service that can be exchanged while it is served, and so can its metadata alone.
#[derive(Default)]
struct Switch {
    service: RwLock<Option<Arc<dyn Service>>>,
    /// What is served in place of its metadata.
    published: RwLock<Option<String>>,
}

impl Switch {
    fn set(&self, service: Arc<dyn Service>) {
        let mut place = self.service.write().unwrap_or_else(PoisonError::into_inner);
        *place = Some(service);
    }

    /// From now on this document stands at the address of the metadata, or again the true one.
    fn publish(&self, document: Option<&str>) {
        let mut place = self
            .published
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *place = document.map(str::to_owned);
    }

    fn published(&self) -> Option<String> {
        let place = self
            .published
            .read()
            .unwrap_or_else(PoisonError::into_inner);
        place.clone()
    }
}

impl Service for Switch {
    fn respond(&self, request: &Request) -> Response {
        if request.uri().path().ends_with("Metadata")
            && let Some(document) = self.published()
        {
            return web::xml(
                http::StatusCode::OK,
                "application/samlmetadata+xml",
                document,
            );
        }
        let service = self
            .service
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match service {
            Some(service) => service.respond(request),
            None => web::text(http::StatusCode::SERVICE_UNAVAILABLE, "not yet\n"),
        }
    }
}

impl LoginSite {
    pub(crate) fn open(opening: Opening) -> Result<Self, WorldError> {
        let options = opening.options;
        let words = options.setup.settings.iter().map(String::as_str);
        let settings = Settings::read(words)?;
        let mut keys = opening.cards.keys()?;
        if options.lasting_portal {
            keys = Arc::new(keys.with_lasting_portal()?);
        }
        let places = options
            .network
            .take(&options.addresses, &keys, &opening.misbehaviour)?;
        let slot = if settings.has(Setting::NoReader) {
            Slot::nowhere()
        } else {
            Slot::default()
        };
        let journal = web::Journal::new(&options.ambient);
        let plan = Plan {
            origins: places.origins(),
            metadata: BTreeMap::new(),
            cache_key: None,
            keys,
            pki: Arc::clone(opening.cards.pki()),
            settings,
            ambient: options.ambient.clone(),
            fetch: options.network.client()?,
            journal,
            cache: Arc::new(MemoryLightCache::new(&options.ambient, LIGHT_LIFETIME)),
            slot: Arc::new(slot),
            guests: options.guests,
            built: AtomicU64::new(0),
            eid_client: options.eid_client,
        };
        let inside = Inside::build(
            plan,
            opening.cards,
            options.setup,
            opening.seed,
            opening.misbehaviour,
        )?;
        let inside = Arc::new(inside);
        let servers = places.serve(|role| inside.served(role))?;
        Ok(Self {
            inside,
            _servers: servers,
        })
    }

    /// The lines that tell a person where everything is.
    #[must_use]
    pub fn describe(&self) -> Value {
        self.inside.describe()
    }

    /// What was seen and written so far is forgotten.
    pub(super) fn forget(&self) {
        self.inside.tap.clear();
        self.inside.plan.journal.clear();
    }

    /// The clock and randomness of this world.
    #[must_use]
    pub fn ambient(&self) -> &Ambient {
        &self.inside.plan.ambient
    }

    /// The secrets of the card that lies on the reader.
    #[must_use]
    pub fn secrets(&self) -> Secrets {
        self.inside.secrets()
    }

    /// The self-signed card-verifiable certificate that every terminal certificate of this world leads to (7F21).
    #[must_use]
    pub fn terminal_root(&self) -> Vec<u8> {
        let root = self.inside.plan.pki.certificate("AT_CVCA");
        root.map(|root| root.bytes.clone()).unwrap_or_default()
    }
}

impl Inside {
    fn build(
        plan: Plan,
        cards: Arc<Cards>,
        setup: Setup,
        seed: u64,
        wrong: Misbehaviour,
    ) -> Result<Self, WorldError> {
        let tap = Tap::new(&plan.ambient);
        let middleware = plan.middleware(&wrong.of(role::MIDDLEWARE_DE))?;
        let switches = SERVICES.map(|role| (role, Arc::new(Switch::default())));
        let inside = Self {
            middleware: Mutex::new(middleware),
            card: Mutex::new(setup.clone()),
            initial: wrong.clone(),
            wrong: Mutex::new(wrong),
            switches: switches.into(),
            plan,
            cards,
            setup,
            seed,
            tap,
        };
        for role in SERVICES {
            inside.start(role)?;
        }
        if !inside.plan.settings.has(Setting::NoReader) {
            inside.insert(&inside.setup)?;
        }
        if inside.plan.settings.has(Setting::RevokedCard) {
            inside.revoke().map_err(|reason| WorldError::Role {
                role: role::MIDDLEWARE_DE,
                reason,
            })?;
        }
        Ok(inside)
    }

    /// Builds a role anew with its present faults.
    fn start(&self, role: &'static str) -> Result<(), WorldError> {
        let wrong = lock(&self.wrong).clone();
        let service = if role == role::MIDDLEWARE_DE {
            let middleware = self.plan.middleware(&wrong.of(role))?;
            *lock(&self.middleware) = Arc::clone(&middleware);
            middleware
        } else {
            self.plan.build(role, &wrong)?
        };
        if let Some(switch) = self.switches.get(role) {
            switch.set(shell_fault::around(service, role, &wrong.around(role))?);
        }
        Ok(())
    }

    /// The service behind the listener of a role.
    fn served(self: &Arc<Self>, role: &'static str) -> Arc<dyn Service> {
        match self.switches.get(role) {
            Some(switch) => {
                let switch: Arc<dyn Service> = Arc::<Switch>::clone(switch);
                self.tap.service(role, switch)
            }
            None => {
                let hands: Arc<dyn Hands> = Arc::<Self>::clone(self);
                Arc::new(Control(hands))
            }
        }
    }

    fn insert(&self, setup: &Setup) -> Result<(), WorldError> {
        let card = self.cards.card(setup)?;
        self.plan
            .slot
            .insert(card.drawing_from(&self.plan.ambient.fork("card")));
        *lock(&self.card) = setup.clone();
        Ok(())
    }

    fn secrets(&self) -> Secrets {
        self.cards.secrets(&lock(&self.card))
    }

    fn revoke(&self) -> Result<(), String> {
        let setup = lock(&self.card).clone();
        let said = |error: WorldError| error.to_string();
        let card = self.cards.card(&setup).map_err(said)?;
        let own = self.plan.service_certificate().map_err(said)?;
        let secrets = self.cards.secrets(&setup);
        let identification =
            blocking_identification(card, &secrets, &self.plan.pki, &own, &self.plan.ambient)?;
        lock(&self.middleware).block(identification);
        Ok(())
    }

    /// Gives a role one more fault, or takes all from it; its sessions are lost.
    fn set_faults(&self, role: &str, fault: Option<&str>) -> Result<(), String> {
        let role = SERVICES.into_iter().find(|known| *known == role);
        let role = role.ok_or_else(|| format!("roles are {}", SERVICES.join(", ")))?;
        let late = fault.and_then(ShellFault::parse);
        if late.is_some_and(ShellFault::is_at_the_listener) {
            return Err("a listener misbehaves from the beginning or never".to_owned());
        }
        let before = lock(&self.wrong).clone();
        match fault {
            Some(fault) => lock(&self.wrong).add(role, fault),
            None => *lock(&self.wrong) = Misbehaviour::default(),
        }
        self.start(role).map_err(|error| {
            *lock(&self.wrong) = before;
            error.to_string()
        })
    }

    /// The card of the beginning on the reader, and every role with the faults of the beginning.
    fn reset(&self) -> Result<(), WorldError> {
        if !self.plan.settings.has(Setting::NoReader) {
            self.insert(&self.setup)?;
        }
        // Whoever has read what others published forgets it.
        let switches = self.switches.values();
        let forged = switches.clone().any(|switch| switch.published().is_some());
        switches.for_each(|switch| switch.publish(None));
        let now = std::mem::replace(&mut *lock(&self.wrong), self.initial.clone());
        for role in SERVICES {
            // The eID client forgets the run that it was in: it has one at a time.
            let ended = forged || role == role::EID_CLIENT;
            if ended || !now.is_same(&self.initial, role) {
                self.start(role)?;
            }
        }
        Ok(())
    }

    fn carry_out(&self, order: Order) -> Result<String, ConnectionLost> {
        match order {
            Order::InsertCard { card, state } => {
                let setup = Setup {
                    card,
                    state,
                    ..Setup::default()
                };
                self.insert(&setup)
                    .map_err(|error| lost(error.to_string()))?;
                Ok("a card lies on the reader".to_owned())
            }
            Order::RemoveCard if self.plan.slot.remove() => Ok("the card is gone".to_owned()),
            Order::RemoveCard => Err(lost("there is no card on the reader".to_owned())),
            Order::RemoveCardAfter(commands) => {
                self.plan.slot.remove_after(commands);
                Ok(format!("the card will be gone after {commands} commands"))
            }
            Order::AdvanceClock(seconds) => {
                self.plan.ambient.clock().advance(seconds);
                Ok(format!("{seconds} s have passed"))
            }
            Order::SetClock(date) => {
                self.plan.ambient.clock().set_date(date);
                Ok(format!("it is {date}"))
            }
            Order::Revoke(_) => {
                self.revoke().map_err(lost)?;
                Ok("the card is on the list of revoked cards".to_owned())
            }
            Order::Other { name, value } if name == "fault" => {
                let (role, fault) = value.split_once(' ').unwrap_or((value.as_str(), ""));
                self.set_faults(role, Some(fault)).map_err(lost)?;
                Ok(format!("{role} has the fault {fault}"))
            }
            Order::Other { name, value } if name == "publish" => self.publish(&value),
            Order::Other { name, value } if name == "light-message" => self.light_message(&value),
            Order::Other { name, .. } if name == "reset" => {
                self.reset().map_err(|error| lost(error.to_string()))?;
                Ok("the world is as it was".to_owned())
            }
            other => Err(lost(format!("this world cannot do {other:?}"))),
        }
    }
}

/// What is done to messages and documents between the roles.
impl Inside {
    /// `ROLE DOCUMENT`: this document stands at the address of the role's metadata.
    fn publish(&self, words: &str) -> Result<String, ConnectionLost> {
        let (role, document) = words.split_once(' ').unwrap_or((words, ""));
        let switch = self.switches.get(role);
        let switch = switch.ok_or_else(|| lost(format!("no role {role:?} publishes metadata")))?;
        switch.publish(Some(document));
        Ok(format!("{role} publishes another document"))
    }

    /// `take CACHE ID` gives the message and takes it away, `put CACHE ID MESSAGE` leaves one.
    fn light_message(&self, words: &str) -> Result<String, ConnectionLost> {
        let mut parts = words.splitn(4, ' ');
        let mut part = || parts.next().unwrap_or_default();
        let (what, cache, id, message) = (part(), part(), part(), part());
        let name = CacheName::parse(cache);
        let name = name.ok_or_else(|| lost(format!("there is no cache {cache:?}")))?;
        match what {
            "take" => self
                .plan
                .cache
                .take(name, id)
                .ok_or_else(|| lost(format!("no message {id:?} waits in {cache}"))),
            "put" if self.plan.cache.put(name, id, message) => {
                Ok(format!("message {id:?} waits in {cache}"))
            }
            other => Err(lost(format!("nobody can {other:?} a light message"))),
        }
    }
}

fn lost(reason: String) -> ConnectionLost {
    ConnectionLost::new(reason)
}

impl Hands for Inside {
    fn describe(&self) -> Value {
        let origin = |role: &str| self.plan.origin(role).to_owned();
        let secrets = self.secrets();
        json!({
            "simulator": "Eidolon; no real person, service or document",
            "seed": self.seed,
            "today": self.plan.ambient.today().to_string(),
            "roles": self.plan.origins,
            "service": format!("{}/", origin(role::RELYING_PARTY)),
            "metadata": {
                "relying-party": format!("{}/saml/metadata", origin(role::RELYING_PARTY)),
                "csam": format!("{}{}", origin(role::CSAM), csam::paths::METADATA),
                "csam-oidc": format!("{}{}", origin(role::CSAM), csam::paths::DISCOVERY),
                "connector": format!("{}{}", origin(role::CONNECTOR), eidas_connector::paths::METADATA),
                "middleware-de": format!("{}/eidas-middleware/Metadata", origin(role::MIDDLEWARE_DE)),
            },
            "card": {
                "on_the_reader": self.plan.slot.presence().1,
                "personalisation": lock(&self.card).card.clone().unwrap_or_else(|| "current".to_owned()),
                "test_pin": secrets.pin,
                "test_can": secrets.can,
                "test_puk": secrets.puk,
            },
            "personas": crate::personalisation::known_cards(),
            "faults": lock(&self.wrong).list(),
        })
    }

    fn order(&self, order: Order) -> Result<String, ConnectionLost> {
        self.carry_out(order)
    }

    fn set_fault(&self, role: &str, fault: &str) -> Result<(), String> {
        self.set_faults(role, Some(fault))
    }

    fn clear_faults(&self) {
        for role in SERVICES {
            // A role without faults could be built before.
            let _ = self.set_faults(role, None);
        }
    }

    fn known_faults(&self) -> Value {
        let faults: BTreeMap<&str, Vec<String>> = SERVICES.map(|role| (role, known(role))).into();
        json!(faults)
    }

    fn messages(&self) -> Vec<SiteMessage> {
        self.tap.messages().iter().map(message).collect()
    }

    fn journal(&self) -> Vec<String> {
        let lines = self.plan.journal.lines();
        lines.iter().map(ToString::to_string).collect()
    }
}

impl Site for LoginSite {
    fn origin(&self, role: &str) -> Option<String> {
        self.inside.plan.origins.get(role).cloned()
    }

    fn identity(&self, name: &str) -> Option<Identity> {
        let identity = self.inside.plan.keys.get(name).ok()?;
        Some(Identity {
            key: identity.key.clone(),
            certificate: identity.certificate.clone(),
        })
    }

    fn secret(&self, name: &str) -> Option<String> {
        clients::word(name, self.inside.plan.origin(role::RELYING_PARTY))
    }

    fn metadata(&self, role: &str) -> Option<String> {
        let path = match role {
            role::RELYING_PARTY => "/saml/metadata",
            role::CSAM => csam::paths::METADATA,
            role::CONNECTOR => eidas_connector::paths::METADATA,
            role::MIDDLEWARE_DE => "/eidas-middleware/Metadata",
            _ => return None,
        };
        document(&**self.inside.switches.get(role)?, path).ok()
    }

    fn control(&self, order: Order) -> Result<String, ConnectionLost> {
        self.inside.carry_out(order)
    }

    fn messages(&self) -> Vec<SiteMessage> {
        self.inside.messages()
    }

    fn message_count(&self) -> usize {
        usize::try_from(self.inside.tap.next()).unwrap_or(usize::MAX)
    }

    fn journal(&self) -> Vec<String> {
        Hands::journal(&*self.inside)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl fmt::Debug for LoginSite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LoginSite")
            .field("origins", &self.inside.plan.origins)
            .finish_non_exhaustive()
    }
}

fn message(seen: &web::Message) -> SiteMessage {
    let fields = |headers: &http::HeaderMap| {
        let text =
            |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let pairs = headers.iter();
        pairs
            .map(|(name, value)| (name.as_str().to_owned(), text(value)))
            .collect()
    };
    SiteMessage {
        hop: seen.role.clone(),
        method: seen.method.to_string(),
        url: seen.url.clone(),
        request_headers: fields(&seen.request_headers),
        request_body: seen.request_body.to_vec(),
        status: seen.status.as_u16(),
        response_headers: fields(&seen.response_headers),
        response_body: seen.response_body.to_vec(),
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
