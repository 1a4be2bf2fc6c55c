//! The electronic control card of the employment office, as a service that people log in to.
//!
//! It comes in two variants that end in the same session: SAML 2.0, with signed requests by redirect, responses by
//! form and assertions signed and encrypted; and OpenID Connect, with a code, a proof key, and userinfo as a signed
//! token. Both lead to the Federal Authentication Service, and nothing here knows what lies behind it: no card, no
//! country, no node.
//!
//! [`RelyingParty`] is a [`web::Service`]. What decides is pure: [`flow`] takes a login and what has come for it, and
//! gives back the login and what to do. Every answer of the other side is held to rules, of the two protocols
//! ([`saml::fas`], [`oidc::client`]) and of this service ([`Rule`]); a broken one ends in a page that shows its name,
//! and in a line of the journal. Where the browser goes next never follows from a message.
//!
//! ```text
//! /                public page          /oidc/callback   answers of OpenID Connect
//! /login/saml      to the portal        /card            the card, for whoever is logged in
//! /login/oidc      to the portal        /logout          asks, ends the session here and at the portal
//! /saml/acs        answers of SAML      /saml/metadata   who this service is
//! ```

mod config;
mod fault;
pub mod flow;
mod holder;
mod logout;
mod metadata;
mod pages;
mod peers;
mod refusal;
mod rule;
mod service;

pub use config::{Config, ConfigError, Identity, MetadataSource, OidcClient, Rulebooks};
pub use fault::Fault;
pub use holder::{Holder, Via};
pub use refusal::{Reason, Refusal};
pub use rule::Rule;
pub use service::{COOKIE, RelyingParty};

/// The name under which the journal has its lines.
pub const ROLE: &str = "relying-party";

#[cfg(test)]
mod tests;
