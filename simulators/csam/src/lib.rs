//! CSAM: the login portal of the Belgian authorities, as a simulator.
//!
//! To services it is the Federal Authentication Service: an identity provider of SAML 2.0 and a provider of OpenID
//! Connect. To people it is a menu of means, of which one works: the recognised electronic identification of another EU
//! country. To the Belgian eIDAS connector it is the national system that asks and is answered by light messages.
//!
//! ```text
//! service ── AuthnRequest, authorize ──▶ portal ── light request ──▶ connector ─▶ another country
//! service ◀── Response, code ──────────  portal ◀── light answer ──  connector ◀┘
//! ```
//!
//! A login is a pure function of state and event ([`flow::step`]); [`Csam`] is the thin shell that turns requests into
//! events and effects into responses. What the portal requires of others are the rules of [`Books`], what it can be told
//! to do wrong are [`Fault`]s. It opens no connection, knows no card and no foreign means, and remembers nobody: every
//! login asks for an identification. Where nothing public says how the real portal behaves, the documentation of an item
//! calls it a decision.
//!
//! ```
//! use std::sync::Arc;
//! use ambient::{Ambient, Date};
//! use csam::flow::{self, Effect, Event, Terms};
//! use csam::{Config, Connector, Identity, Means, Order};
//! use eidas_profile::light::MemoryLightCache;
//! use oidc::provider::Accepted;
//!
//! let ambient = Ambient::simulated(1, Date::new(2026, 3, 2)?);
//! let cache = Arc::new(MemoryLightCache::new(&ambient, 300));
//! let connector = Connector::new("http://127.0.0.1:8081/EidasNode/SpecificConnectorRequest", cache, ["a", "b"]);
//! let signing = Identity { key: vec![], certificate: vec![] };
//! let config = Config::new("http://127.0.0.1:8080", signing, vec![], connector);
//!
//! let request = Accepted { client_id: "lfa-demo".into(), level: Some(400), ..Accepted::default() };
//! let order = Order::of_client(request, "Employment office".into(), config.issuer.clone());
//! let terms = Terms { order: &order, config: &config, ambient: &ambient };
//! let step = flow::step(flow::begin(), Event::Means(Means::Eidas), &terms);
//! let step = flow::step(step.state, Event::Country("DE".into()), &terms);
//! assert!(matches!(step.effect, Effect::Ask { country, .. } if country == "DE"));
//! # Ok::<(), ambient::DateError>(())
//! ```

mod abroad;
mod active;
mod answer;
mod config;
mod error;
mod fault;
pub mod flow;
mod keys;
mod means;
mod order;
pub mod paths;
mod person;
mod rule;
mod shell;
mod texts;

pub use crate::{
    abroad::Question,
    config::{
        Books, Client, Config, Connector, Country, Identity, IssuerForm, LevelMap, Linking, Road,
    },
    error::ConfigError,
    fault::{Fault, Faults},
    means::Means,
    order::{NameForm, Number, Order, Service},
    person::{Login, Person},
    rule::Rule,
    shell::Csam,
};
