//! The German eIDAS middleware: what a connector elsewhere in Europe asks, and what the citizen's card answers.
//!
//! Requests of connectors and messages of eID clients come in over HTTP, signed responses go out. Inside is an eID
//! server, [`eid`], which knows cards and no SAML; around it a SAML front, which knows connectors and no card. The two
//! meet in one place, where data groups become eIDAS attributes. It opens no socket and reads no clock: [`Middleware`]
//! is a [`web::Service`] of an ambient world.
//!
//! The eID server alone, from the rights that a request needs to the first message for the client:
//!
//! ```
//! use std::collections::BTreeSet;
//!
//! use ambient::{Ambient, Date};
//! use eac::terminal::passive::TrustedIssuers;
//! use eidas_middleware_de::eid::{EidServer, Rights, State, Terminal, Wanted};
//! use paos::{InputData, Message, StartPaos, UserAgent, Version};
//! use pki::{Sector, TestPki};
//!
//! let today = Date::new(2026, 3, 1)?;
//! let (ambient, pki) = (Ambient::simulated(1, today), TestPki::from_seed(1, today));
//!
//! // A terminal with its chain, key, description and sector; and whose cards are trusted.
//! let chain = pki.chain("AT_FULL");
//! let key = chain.last().and_then(|own| own.key.clone()).ok_or("no key")?;
//! let certificates: Vec<_> = chain.iter().map(|own| own.bytes.clone()).collect();
//! let sector = pki.sector_key(Sector::First).public_key();
//! let terminal = Terminal::new(&certificates, key, pki.description().encode(), sector.clone())?;
//! let trusted = TrustedIssuers::from_der([pki.country_signer()?.certificate()])?;
//! let server = EidServer::new(terminal, trusted, BTreeSet::new());
//!
//! // A client says hello, and is told who asks and what for.
//! let rights = Rights::for_attributes(["FirstName", "FamilyName", "DateOfBirth", "PersonIdentifier"]);
//! let agent = UserAgent { name: "client".into(), version: Version::new(1, 0, 0) };
//! let hello = Message::StartPaos(StartPaos::new("session", agent));
//! let (state, answer) = server.step(State::new(Wanted { rights, sector }), hello, &ambient);
//! assert!(state.outcome().is_none());
//! let Message::DidAuthenticate(step) = answer else { return Err("a step of EAC is due".into()) };
//! let InputData::Eac1(input) = step.data else { return Err("EAC1Input is due".into()) };
//! assert_eq!(input.certificates.len(), 2);
//! assert_eq!(input.required_chat, Some(rights.required.encode()));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod eid;
pub mod status;

mod answer;
mod config;
mod connectors;
mod country;
mod data_groups;
mod description;
mod fault;
mod login;
mod logins;
mod middleware;
mod pages;
mod person;

pub use config::{Config, ConfigError, Connector, Identity, MetadataSource};
pub use fault::{Fault, Faults};
pub use middleware::Middleware;
