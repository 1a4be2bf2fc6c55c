//! The service against a portal that says whatever a test wants.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod bad_input;
mod browser;
mod keys;
mod logout;
mod oidc_login;
mod pages;
mod provider;
mod saml_login;
mod saml_portal;
