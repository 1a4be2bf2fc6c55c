//! What both ends write and read: the one thing that card and terminal share.
//!
//! Bytes come in, typed values go out, and the other way round. Nothing here judges: whether a certificate is acceptable
//! or a terminal may do something is the business of [`card`](crate::card).

mod algorithm;
mod asn1;
mod authentication_token;
mod auxiliary_data;
mod certificate;
mod chat;
mod compressed_key;
mod date;
mod description;
mod dynamic_data;
mod error;
mod extension;
mod password;
mod protocol;
mod public_key;
mod raw_certificate;
mod reference;
mod request;
mod right;
mod security_environment;
mod terminal_type;

pub mod oid;
pub mod security_infos;
pub mod tag;

pub use algorithm::{AlgorithmIdentifier, SubjectPublicKeyInfo, explicit_curve};
pub use authentication_token::{AuthenticationToken, TOKEN_LENGTH, token_input};
pub use auxiliary_data::{AuxiliaryData, AuxiliaryDate};
pub use certificate::{CertificateBody, CvCertificate, DateRule, Leniency};
pub use chat::Chat;
pub use compressed_key::CompressedPublicKey;
pub use date::{CvDate, days_of_month};
pub use description::{CertificateDescription, TermsOfUsage};
pub use dynamic_data::DynamicData;
pub use error::{DecodeError, DecodeErrorKind};
pub use extension::{
    CertificateExtension, CertificateExtensions, PseudonymSector, TerminalSector, authorization_bit,
};
pub use oid::Oid;
pub use password::{Password, PasswordReference};
pub use protocol::{
    CaProtocol, Mapping, PaceProtocol, RiProtocol, TaProtocol, digest_algorithm, digest_oid,
};
pub use public_key::{AlgorithmRule, CvPublicKey, EcParameters, KeyMaterial, PUBLIC_POINT};
pub use raw_certificate::{RawCertificate, RawObject};
pub use reference::CertificateHolderReference;
pub use request::{CertificateRequest, OuterSignature, RequestBody};
pub use right::Right;
pub use security_environment::{SetAt, decode_set_dst, encode_set_dst, reference_bytes};
pub use security_infos::{SecurityInfo, SecurityInfos};
pub use terminal_type::{Role, TerminalType};
