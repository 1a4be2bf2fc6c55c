//! The German card with an eID application: identity card, residence permit, eID card for EU citizens.
//!
//! A [`Personalisation`] (who it belongs to, which document, which PIN state) and a test PKI come in; a card goes out
//! that is a value: [`DeNpa`] answers commands, can be reset and cloned. It opens no reader and reads no file.
//!
//! ```
//! use std::convert::Infallible;
//!
//! use ambient::{Ambient, Date};
//! use card_de_npa::{DeNpa, Personalisation};
//! use eac::encoding::{Chat, CvCertificate, Password, Right, Role, TerminalType};
//! use eac::terminal::passive::TrustedIssuers;
//! use eac::terminal::terminal_authentication::TerminalCredentials;
//! use crypto::Curve;
//! use eac::terminal::{PaceRequest, ReadLength, Terminal};
//! use iso7816::{Card, Transport};
//! use persona::Persona;
//! use pki::TestPki;
//!
//! // A reader in one line: the card is called directly.
//! struct Reader(DeNpa);
//! impl Transport for Reader {
//!     type Error = Infallible;
//!     fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Infallible> {
//!         let mut response = Vec::new();
//!         self.0.transmit(command, &mut response);
//!         Ok(response)
//!     }
//! }
//!
//! // The card of an invented person, with trust points and signatures of a test PKI …
//! let today = Date::new(2026, 3, 1)?;
//! let (ambient, pki) = (Ambient::simulated(1, today), TestPki::from_seed(1, today));
//! let persona = Persona::parse(fixtures::persona_toml("adult").ok_or("no such persona")?)?;
//! let card = DeNpa::new(Personalisation::new(persona), &pki, &ambient)?;
//!
//! // … in a terminal that may read the given names: PACE with the PIN, Terminal and Chip Authentication.
//! let named = pki.chain("AT_FULL");
//! let certificates: Vec<_> = named.iter().map(|named| CvCertificate::decode(&named.bytes)).collect::<Result<_, _>>()?;
//! let key = named.last().and_then(|named| named.key.clone()).ok_or("no key")?;
//! let (terminal_certificate, issuers) = certificates.split_last().ok_or("no chain")?;
//! let credentials = TerminalCredentials::new(terminal_certificate.clone(), key, issuers.to_vec()).ok_or("wrong key")?;
//! let mut random = ambient.stream("terminal");
//! let mut terminal = Terminal::new(Reader(card));
//! let offer = terminal.read_card_access()?.pace().next().ok_or("no PACE")?.clone();
//! let chat = Chat::with_rights(TerminalType::AuthenticationTerminal, Role::Terminal, &[Right::ReadDataGroup(4)]);
//! let pin = Password::pin("123456");
//! let request = PaceRequest::new(&offer, &pin).ok_or("a PACE that is not spoken here")?.with_chat(chat);
//! let terminal = terminal.pace(&request, &mut random).map_err(|stopped| stopped.to_string())?;
//! let curve = Curve::BrainpoolP256r1;
//! let terminal = terminal.authenticate(&credentials, curve, None, &mut random).map_err(|stopped| stopped.to_string());
//! let mut terminal = terminal?;
//! let trusted = TrustedIssuers::from_der([pki.country_signer()?.certificate()])?;
//! let security = terminal.read_card_security(&trusted, ReadLength::Short)?;
//! let mut terminal = terminal.authenticate_chip(&security).map_err(|stopped| stopped.to_string())?;
//!
//! // Only now does the card tell the name.
//! terminal.select_eid_application()?;
//! assert_eq!(terminal.read_data_group(4)?, b"\x64\x0C\x0C\x0ALENE MARIT");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod data_groups;

mod card;
mod error;
#[cfg(feature = "faults")]
mod fault;
mod files;
mod icao;
mod personalisation;
mod security_infos;

pub use crate::card::DeNpa;
pub use crate::data_groups::DataGroups;
pub use crate::error::Error;
#[cfg(feature = "faults")]
pub use crate::fault::{ContentFault, Fault, InfosFault, InfosFile, InfosMistake};
pub use crate::files::{EID_APPLICATION, MASTER_FILE, PASSPORT_APPLICATION};
pub use crate::personalisation::{ActivationAnswer, PassportProfile, Personalisation};
pub use eac::card::pace::PaceSuite;
pub use persona::PinState;
