//! Every judge on a good sample and on bad ones, all made by hand here: a judge that cannot fail is a defect.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    missing_docs
)]

mod answers;
mod card_access;
mod card_security;
mod card_security_infos;
mod chip_security;
mod data_groups;
mod der;
mod files;
mod never_panics;
mod sample;
mod secure_messaging;
mod signed;
mod verdicts;
