//! Judges for BSI TR-03110 part 3, version 2.21: structures on the card (annex A), answers (annex B), secure messaging
//! (annex F). One file per clause.
//!
//! Judges of answers carry requirement numbers from 91 on: they are used in many scenarios, each of which has a number of
//! its own.

pub mod b_12_card_capabilities;
pub mod b_14_2_general_authenticate;
pub mod b_14_6_get_challenge;
pub mod b_1_pace;
pub mod b_2_chip_authentication;
pub mod b_4_restricted_identification;
pub mod f_3_secure_messaging;

pub mod a_1_2_storage;

pub(crate) mod a_1_1_1_pace;
pub(crate) mod a_1_1_2_chip_authentication;
pub(crate) mod a_1_1_2_chip_public_key;
pub(crate) mod a_1_1_2_pseudonymous_signature;
pub(crate) mod a_1_1_3_terminal_authentication;
pub(crate) mod a_1_1_4_restricted_identification;
pub(crate) mod a_1_1_7_card_info;
pub(crate) mod a_1_1_8_eid_security;
pub(crate) mod a_1_1_9_privileged_terminal;
pub(crate) mod a_1_2_5_certificate;
pub(crate) mod a_1_2_5_signature;
pub(crate) mod a_1_2_5_signed_data;
pub(crate) mod a_1_security_infos;
pub(crate) mod a_2_1_domain_parameters;
pub(crate) mod a_2_1_explicit_parameters;
pub(crate) mod a_7_1_public_key_reference;
pub(crate) mod fields;
