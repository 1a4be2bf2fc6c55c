//! The citizen's eID client: from the link on a web page to the card and back. `[TR-03124-1]`
//!
//! A browser comes in with the address of a TC token. The client fetches it, talks to the eID server over PAOS, shows
//! the citizen who asks for what, and takes PIN, CAN and PUK. It runs PACE with the card, passes certificates, keys and
//! signatures between both, and carries the server's own commands to the card. In the end it sends the browser on.
//!
//! Four rooms: [`flow`] is all of that as a pure function; `card` holds the conversations with the card; [`EidClient`]
//! is the HTTP shell with the pages; [`Rule`] and [`Fault`] say what the client demands and what it can do wrong. It
//! reads no data of the card: those are sealed between card and server. The PAOS channel is the one that brought the
//! TC token; pre-shared keys are not spoken.
//!
//! ```
//! use std::sync::Arc;
//!
//! use ambient::{Ambient, Date};
//! use eid_client::{CardGone, CardSlot, Config, EidClient, SlotState};
//! use web::{Fetch, InProcess, Journal};
//!
//! // A reader in which nothing lies.
//! struct EmptyReader;
//! impl CardSlot for EmptyReader {
//!     fn state(&self) -> SlotState {
//!         SlotState::Empty
//!     }
//!     fn transmit(&self, _: &[u8]) -> Result<Vec<u8>, CardGone> {
//!         Err(CardGone)
//!     }
//!     fn reset(&self) {}
//! }
//!
//! let ambient = Ambient::simulated(1, Date::new(2026, 3, 1)?);
//! let (network, journal) = (InProcess::new(), Journal::new(&ambient));
//! let config = Config::new(Arc::new(EmptyReader));
//! let client = EidClient::new(config, ambient, network.client(), journal.clone());
//! network.route("http://127.0.0.1:24727", Arc::new(client));
//!
//! // Nobody serves this token.
//! let link = "http://127.0.0.1:24727/eID-Client?tcTokenURL=https%3A%2F%2Flocalhost%2Ftctoken";
//! assert_eq!(network.client().fetch(web::get(link)?)?.status(), 404);
//! assert!(journal.names("eid-client", "token-found"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod flow;

mod card;
mod certificates;
mod config;
mod digits;
mod fault;
mod rule;
mod service;
mod slot;
mod tls;

pub use config::Config;
pub use digits::Digits;
pub use fault::Fault;
pub use rule::Rule;
pub use service::EidClient;
pub use slot::{CardGone, CardSlot, Connection, SlotState};

/// The name of this client, in the header `Server` and in StartPAOS.
pub const PRODUCT: &str = "Eidolon";
