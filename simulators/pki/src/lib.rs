//! A test PKI of German identity documents, whole from one seed: country and document signer (X.509), trust
//! points, document verifiers and terminals (card-verifiable certificates), and every certificate set of the
//! test plan TR-03105 part 3.3 by name.
//!
//! A seed and a date come in; certificates, keys and signatures go out, the same bytes each time. Every name
//! says TEST. This crate reads and writes no file ([`TestPki::files`] gives paths and bytes) and decides
//! nothing: whether a card accepts a certificate is the card's business.
//!
//! ```
//! use ambient::Date;
//! use eac::encoding::CvCertificate;
//! use pki::TestPki;
//!
//! let pki = TestPki::from_seed(1, Date::new(2026, 3, 1)?);
//!
//! // A terminal of the plan's set 17 with the certificates that lead to it, and the key that proves its possession.
//! let chain = pki.chain("AT_CERT_17a");
//! assert_eq!(chain.iter().map(|certificate| certificate.name.as_str()).collect::<Vec<_>>(), ["DV_CERT_17", "AT_CERT_17a"]);
//! let terminal = pki.certificate("AT_CERT_17a").ok_or("not in the plan")?;
//! assert_eq!(terminal.chr.to_string(), "DETESTATDE017");
//! assert!(terminal.key.is_some());
//! assert!(CvCertificate::decode(&terminal.bytes).is_ok());
//!
//! // One that is malformed on purpose.
//! let broken = pki.certificate("DV_CERT_12b").ok_or("not in the plan")?;
//! assert!(CvCertificate::decode(&broken.bytes).is_err());
//!
//! // What a document signer makes of the SecurityInfos of a card.
//! let card_security = pki.sign_security_object(&eac::encoding::oid::ID_SECURITY_OBJECT, &[0x31, 0x00])?;
//! assert_eq!(card_security.first(), Some(&0x30));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Certificates are made when they are first asked for, so a PKI costs next to nothing to have.

mod certificate;
mod document_signer;
mod error;
mod files;
mod foreign;
mod identity;
mod issue;
mod own;
mod plan;
mod row;
mod sector;
mod security_object;
mod service_terminal;
mod test_pki;
mod x509;

pub use certificate::{CertificateSource, NamedCertificate};
pub use document_signer::{CountrySigner, DocumentSigner, decode_private_key, encode_private_key};
pub use error::PkiError;
pub use foreign::{ForeignEntry, ForeignSet};
pub use identity::{Identity, IdentityDraft, Purpose, decode_pem};
pub use sector::{Sector, SectorKey};
pub use service_terminal::ServiceTerminal;
pub use test_pki::TestPki;
