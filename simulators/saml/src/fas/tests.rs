//! Both sides, rule by rule: a message that breaks one rule is refused by it, and accepted where it is waived.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod damage;
mod logout;
mod parties;
mod request;
mod response;
mod wrapping;
