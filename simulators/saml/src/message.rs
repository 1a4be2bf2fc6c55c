//! The messages of SAML as plain data: what may be left out is an [`Option`] or an empty list.
//!
//! Reading takes children in the order of the schema and refuses unknown ones; of the header only what the schema calls
//! optional may be missing there, but a sender may leave out anything. A `ds:Signature` is passed over: who wants to
//! know asks [`xml::verify`]. Values are not judged here: a version `3.0` is read and returned.

mod assertion;
mod attribute;
mod header;
mod logout;
mod name_id;
mod request;
mod response;
mod statement;
mod subject;

pub use assertion::{Assertion, Conditions};
pub use attribute::{Attribute, AttributeStatement};
pub use header::Header;
pub use logout::{LogoutRequest, LogoutResponse};
pub use name_id::NameId;
pub use request::{AuthnRequest, NameIdPolicy, RequestedAuthnContext, Scoping};
pub use response::{Response, Status, StatusCode};
pub use statement::{AuthnContext, AuthnStatement};
pub use subject::{Subject, SubjectConfirmation, SubjectConfirmationData};
