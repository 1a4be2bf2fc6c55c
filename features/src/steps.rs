//! The step functions, grouped by who acts.
//!
//! A step does one thing, asserts on what could be seen from outside, and returns a
//! [`StepError`](conformance_harness::StepError); it does not panic.

mod access_rights;
mod auxiliary;
mod bad_input;
mod card;
mod certificates;
mod chip;
mod commands;
mod connector_requests;
mod connector_responses;
mod data;
mod eid_client;
mod eid_server;
mod harness;
mod journeys;
mod light;
mod login;
mod metadata;
mod middleware_requests;
mod middleware_responses;
mod misbehaviour;
mod pace;
mod pace_refusals;
mod pin;
mod portal;
mod portal_oidc;
mod refusal;
mod relying_party;
mod request_alteration;
mod restricted_identification;
mod robustness;
mod secure_messaging;
mod states;
mod terminal;
mod terminal_authentication;
