//! SAML 2.0: messages, bindings, metadata, and the profile of the Belgian Federal Authentication Service. `[SAML Core]`
//! `[SAML Bindings]` `[SAML Metadata]` `[SAML Profiles]`
//!
//! Three rooms. [`message`] and [`metadata`] are plain data beside their XML: every field may be left out, so that a test
//! can send what no honest party sends, and reading follows the order of the OASIS schemas, so that a message of
//! another shape is refused where it is read. [`binding`] turns the text of a message into what a browser carries, and
//! back, with bounds on every size. [`fas`] holds what the Belgian service and its relying parties ask of each other.
//! The rules of eIDAS nodes are not here; neither are HTTP, cookies and pages.
//!
//! A value of these types proves nothing: who sent it is known only after [`xml::verify`], and what that returns is what
//! must be read.
//!
//! ```
//! use ambient::{Ambient, Date};
//! use saml::{AuthnRequest, Header, NameId};
//!
//! let ambient = Ambient::simulated(1, Date::new(2026, 3, 2)?);
//! let request = AuthnRequest {
//!     header: Header {
//!         issuer: Some(NameId::new("https://service.example/saml/metadata")),
//!         destination: Some("https://portal.example/sso".to_owned()),
//!         ..Header::fresh(&ambient)
//!     },
//!     force_authn: Some(true),
//!     ..AuthnRequest::default()
//! };
//! let read = AuthnRequest::from_element(&request.to_element())?;
//! assert_eq!(read, request);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod binding;
mod error;
pub mod fas;
mod id;
mod instant;
pub mod message;
pub mod metadata;
pub mod names;
mod read;
mod replay;
mod rule;

pub use binding::{BindingError, MessageKind, eidas_get, post, redirect};
pub use error::SamlError;
pub use id::fresh_id;
pub use instant::Instant;
pub use message::{
    Assertion, Attribute, AttributeStatement, AuthnContext, AuthnRequest, AuthnStatement,
    Conditions, Header, LogoutRequest, LogoutResponse, NameId, NameIdPolicy, RequestedAuthnContext,
    Response, Scoping, Status, StatusCode, Subject, SubjectConfirmation, SubjectConfirmationData,
};
pub use metadata::Metadata;
pub use replay::Replay;
