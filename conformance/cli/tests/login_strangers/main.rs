//! Software that nobody here wrote takes part in logins: relying parties at both ends of the portal, AusweisApp2 as the
//! citizen's eID client, Chromium in front of the pages, and the schemas of OASIS and the EU for every message.
#![allow(
    missing_docs,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod ausweisapp;
mod chromium;
mod mellon;
mod oidc;
mod saml;
mod schemas;
mod site;
