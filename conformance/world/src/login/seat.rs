//! Somebody else's service as target: one world around it for a whole run, on the clock of this machine.
//!
//! The service knows one portal, at one address and with one certificate, so the world is opened once and made as it was
//! before each check. What the service did before stays with the service.

use std::any::Any;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use ambient::{Ambient, UnixSeconds};
use conformance_harness::seat::{Claims, Registration, Seat};
use conformance_harness::site::role;
use conformance_harness::{
    CardConnection, Check, ConnectionLost, Ics, Identity, Need, Order, Secrets, Setup, Site,
    SiteMessage, Target, Unavailable,
};
use conformance_verdict::TargetFacts;
use oidc::ClientSecret;
use pki::CertificateSource;

use super::roles::Guest;
use super::site::{LoginSite, WorldOptions};
use crate::{Reference, WorldError};

/// The area of checks that are about a service.
const AREA: &str = "SP";
/// The tag of checks that are about services of every protocol.
const ANY_LAYER: &str = "layer:any";

/// What a target is made of.
#[derive(Clone, Debug)]
pub struct ServiceOptions {
    /// The service.
    pub seat: Seat,
    /// How the portal knows it.
    pub registration: Registration,
    /// What it claims.
    pub claims: Claims,
    /// Where the portal listens, as address and port: the address that the service knows.
    pub listen: String,
    /// Everything random follows from this number.
    pub seed: u64,
    /// The clock of the service.
    pub clock: fn() -> UnixSeconds,
}

/// A service under test, with the world around it.
pub struct ServiceTarget {
    world: Arc<LoginSite>,
    seat: Arc<Seat>,
    registration: Arc<Registration>,
    claims: Claims,
    clock: fn() -> UnixSeconds,
}

impl ServiceTarget {
    /// Opens the world and registers the service at its portal.
    ///
    /// # Errors
    ///
    /// When the address is taken, the registration cannot be read, or a role does not start.
    pub fn open(options: ServiceOptions) -> Result<Self, WorldError> {
        let now = (options.clock)();
        let ambient = Ambient::simulated(options.seed, now.date());
        ambient.clock().set(now);
        let world = WorldOptions {
            addresses: [(role::CSAM.to_owned(), options.listen)].into(),
            guests: vec![guest(&options.registration)],
            lasting_portal: true,
            ..WorldOptions::new(Setup::default(), ambient)
        };
        let reference = Reference::starting(options.seed, now.date());
        Ok(Self {
            world: Arc::new(reference.open_world(world)?),
            seat: Arc::new(options.seat),
            registration: Arc::new(options.registration),
            claims: options.claims,
            clock: options.clock,
        })
    }

    /// The world around the service, for whoever shows it to a person.
    #[must_use]
    pub fn world(&self) -> &LoginSite {
        &self.world
    }

    /// The world's clock shows what the machine's shows.
    pub fn set_clock(&self) {
        self.world.ambient().clock().set((self.clock)());
    }
}

impl ServiceTarget {
    /// The line of the plan that decides when a check is about another protocol.
    fn other_protocol(&self, check: &Check) -> Option<String> {
        let protocol = self.seat.protocol;
        let own = format!("layer:{protocol}");
        if check.tags.contains(&own) || check.tags.contains(ANY_LAYER) {
            return None;
        }
        let Claims {
            file,
            protocol_line,
            ..
        } = &self.claims;
        Some(format!(
            "{file}:{protocol_line}: target.protocol = \"{protocol}\""
        ))
    }
}

fn guest(registration: &Registration) -> Guest {
    match registration {
        Registration::Saml { metadata } => Guest::Saml(metadata.clone()),
        Registration::Oidc {
            id,
            secret,
            redirect_uris,
            post_logout_redirect_uris,
            scopes,
        } => Guest::Oidc(oidc::provider::Client {
            id: id.clone(),
            secret: ClientSecret::new(secret),
            redirect_uris: redirect_uris.clone(),
            post_logout_redirect_uris: post_logout_redirect_uris.clone(),
            scopes: scopes.clone(),
        }),
    }
}

impl Target for ServiceTarget {
    fn facts(&self) -> TargetFacts {
        TargetFacts {
            name: self.seat.name.clone(),
            description: format!(
                "a service that speaks {} and starts logins at {}",
                self.seat.protocol, self.seat.login
            ),
            fault: None,
        }
    }

    fn statement(&self, _: &Setup) -> Result<Arc<Ics>, Unavailable> {
        let line = format!("{} is a service and no card", self.seat.name);
        Err(Unavailable::NotApplicable(line))
    }

    fn offers(&self, _: &Setup) -> BTreeSet<Need> {
        BTreeSet::new()
    }

    fn secrets(&self, _: &Setup) -> Secrets {
        self.world.secrets()
    }

    fn permits_destructive(&self) -> bool {
        false
    }

    fn certificates(&self, _: &Setup) -> Option<Arc<dyn CertificateSource>> {
        None
    }

    fn connect(&self, _: &Setup, _: &Ambient) -> Result<Box<dyn CardConnection>, ConnectionLost> {
        Err(ConnectionLost::new("a service is no card"))
    }

    fn has_services(&self) -> bool {
        true
    }

    fn not_for(&self, check: &Check) -> Option<String> {
        let name = &self.seat.name;
        if check.id.area() != AREA {
            return Some(format!("{name} is a service; this is about another party"));
        }
        if let Some(line) = self.other_protocol(check) {
            return Some(line);
        }
        if check.moves_clock {
            return Some(format!("time cannot be made to pass for {name}"));
        }
        if check.own || !check.settings.is_empty() || check.card.is_some() || check.state.is_some()
        {
            return Some(format!("{name} is not the built-in relying party"));
        }
        let mut claims = check.claims.iter();
        claims.find_map(|claim| self.claims.denied(*claim))
    }

    fn open_site(&self, _: &Setup, ambient: &Ambient) -> Result<Arc<dyn Site>, ConnectionLost> {
        self.set_clock();
        ambient.clock().set((self.clock)());
        self.world.control(Order::Other {
            name: "reset".to_owned(),
            value: String::new(),
        })?;
        self.world.forget();
        Ok(Arc::new(Seated {
            earlier: self.world.message_count(),
            world: Arc::clone(&self.world),
            seat: Arc::clone(&self.seat),
            registration: Arc::clone(&self.registration),
        }))
    }
}

impl fmt::Debug for ServiceTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ServiceTarget")
            .field("seat", &self.seat)
            .field("registration", &self.registration)
            .finish_non_exhaustive()
    }
}

/// The world as one check sees it: what happened before it is not there.
struct Seated {
    world: Arc<LoginSite>,
    seat: Arc<Seat>,
    registration: Arc<Registration>,
    /// How many messages there were before.
    earlier: usize,
}

impl Seated {
    /// What the harness must know to play the client.
    fn client(&self) -> BTreeMap<&'static str, &str> {
        match &*self.registration {
            Registration::Oidc { id, secret, .. } => [
                ("oidc client id", id.as_str()),
                ("oidc client secret", secret.as_str()),
                ("oidc client address", self.seat.inbox.as_str()),
            ]
            .into(),
            Registration::Saml { .. } => BTreeMap::new(),
        }
    }
}

impl Site for Seated {
    fn origin(&self, role: &str) -> Option<String> {
        if role == role::RELYING_PARTY {
            return Some(origin(&self.seat.inbox));
        }
        self.world.origin(role)
    }

    fn identity(&self, name: &str) -> Option<Identity> {
        // The keys of the service are its own.
        let foreign = name.starts_with(role::RELYING_PARTY);
        self.world.identity(name).filter(|_| !foreign)
    }

    fn secret(&self, name: &str) -> Option<String> {
        let own = self.client().get(name).map(|word| (*word).to_owned());
        own.or_else(|| {
            let neighbour = name.starts_with("oidc neighbour");
            self.world.secret(name).filter(|_| neighbour)
        })
    }

    fn seat(&self) -> Option<&Seat> {
        Some(&self.seat)
    }

    fn metadata(&self, role: &str) -> Option<String> {
        match (&*self.registration, role) {
            (Registration::Saml { metadata }, role::RELYING_PARTY) => Some(metadata.clone()),
            (Registration::Oidc { .. }, role::RELYING_PARTY) => None,
            _ => self.world.metadata(role),
        }
    }

    fn control(&self, order: Order) -> Result<String, ConnectionLost> {
        self.world.control(order)
    }

    fn messages(&self) -> Vec<SiteMessage> {
        self.world.messages()
    }

    fn message_count(&self) -> usize {
        self.world.message_count().saturating_sub(self.earlier)
    }

    fn journal(&self) -> Vec<String> {
        self.world.journal()
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl fmt::Debug for Seated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Seated")
            .field("seat", &self.seat)
            .finish_non_exhaustive()
    }
}

/// Scheme, host and port of an address.
fn origin(address: &str) -> String {
    let Some((scheme, rest)) = address.split_once("://") else {
        return address.to_owned();
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    format!("{scheme}://{host}")
}
