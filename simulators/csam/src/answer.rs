//! What a service is told at the end of a login: SAML messages and tokens. Here faults act.

pub(crate) mod encryption;
pub(crate) mod logout;
pub(crate) mod metadata;
pub(crate) mod saml;
pub(crate) mod tokens;
pub(crate) mod wrong;
pub(crate) mod wrong_tokens;
