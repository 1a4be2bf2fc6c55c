//! An invented person and the document that names them: facts only, read from TOML.
//!
//! In comes the text of a persona file; out goes a [`Persona`] that cannot hold a fact which the document
//! could not carry, or a [`PersonaError`] that names the line, the key and what to write instead. This crate
//! knows nothing of cards: it encodes no data group, computes no hash and reads no file.
//!
//! ```
//! use persona::{Day, Persona};
//!
//! let persona = Persona::parse(r#"
//!     note = "an adult"
//!     [document]
//!     kind = "identity-card"
//!     number = "TEST00001"
//!     expires = "today+5y"
//!     [holder]
//!     given-names = "Jördis"
//!     family-names = "Beispiel"
//!     date-of-birth = "1984-XX-XX"
//!     place-of-birth = "Köln"
//!     [address]
//!     kind = "structured"
//!     street = "Prüfweg 1"
//!     city = "Köln"
//!     country = "D"
//!     zip = "50667"
//! "#)?;
//!
//! let today = Day::new(2026, 3, 1).ok_or("no such day")?;
//! let mrz = persona.mrz(today);
//! assert_eq!(mrz.lines()[0], "IDD<<TEST000017<<<<<<<<<<<<<<<");
//! assert_eq!(mrz.lines()[2], "BEISPIEL<<JOERDIS<<<<<<<<<<<<<");
//! assert_eq!(persona.holder.date_of_birth.on(today).digits(), "1984    ");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Dates may be told relative to the day of use (`"today+5y"`), so that a card which *expires today* does so
//! on every day. Whoever needs the date passes that day in.

mod birth;
mod day;
mod document;
mod error;
mod mrz;
mod person;
mod place;
mod reading;
mod secrets;
mod section;

pub use birth::{BirthDate, DateOfBirth};
pub use day::{Day, When};
pub use document::{Country, Document, DocumentKind, DocumentNumber, DocumentType, Generation};
pub use error::{PersonaError, Problem};
pub use mrz::{Mrz, check_digit};
pub use person::{Contact, Holder, Persona, ResidencePermit, Revocation, Sex};
pub use place::{CommunityId, Place, StructuredPlace};
pub use secrets::{PinState, TestSecrets};
