//! Responses between nodes: written, sealed, received, held to their rules.
//!
//! A proxy service or middleware writes an [`Answer`]; a connector [`receive`]s it as an [`EidasResponse`], or refuses
//! it with a [`Refusal`].

mod answer;
mod assertion;
mod check;
mod judge;
mod open;
mod read;
mod rule;

use std::fmt;
use std::sync::Arc;

use rules::Breach;
use saml::{NameId, Status};

pub use answer::{Answer, Flavour, Identity, seal};
pub use check::{Expectations, Pending, Skew, check, receive};
pub use rule::Rule;

use crate::attribute::Attributes;
use crate::level::LevelOfAssurance;
use crate::metadata::Node;

/// A response as its receiver sees it. What is missing because a rule was waived is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EidasResponse {
    /// Its identifier.
    pub id: String,
    /// The request that it answers.
    pub in_response_to: String,
    /// The proxy service.
    pub issuer: String,
    /// Whether the person agreed.
    pub consent: Option<String>,
    /// What the proxy service's metadata say.
    pub peer: Arc<Node>,
    /// How it went.
    pub result: Outcome,
}

/// What a response says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// This is the person.
    Success(Box<Statement>),
    /// There is none.
    Failure(Status),
}

/// What is stated of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The name, which is no attribute.
    pub name_id: NameId,
    /// The level of assurance; none only where the rules about it are waived.
    pub level: Option<LevelOfAssurance>,
    /// The attributes.
    pub attributes: Attributes,
}

/// A response that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule, and how it was broken.
    pub breach: Breach<Rule>,
    /// The request of this node that is answered, once the sender is known for sure.
    pub in_response_to: Option<String>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.breach.fmt(f)
    }
}

impl std::error::Error for Refusal {}

impl From<Breach<Rule>> for Refusal {
    fn from(breach: Breach<Rule>) -> Self {
        Self {
            breach,
            in_response_to: None,
        }
    }
}

#[cfg(test)]
mod tests;
