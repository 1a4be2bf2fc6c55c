//! Authentication requests between nodes: written, received, held to their rules.
//!
//! A connector writes a [`RequestDraft`]; a proxy service or middleware [`receive`]s it as an [`EidasRequest`], or
//! refuses it with a [`Refusal`], which knows whom to tell when the profile says that the peer is told.

mod check;
mod content;
mod draft;
mod read;
mod rule;

use std::fmt;
use std::sync::Arc;

use ambient::UnixSeconds;
use rules::Breach;
use saml::AuthnRequest;

pub use check::{Carriage, Expectations, check, check_query, receive};
pub use draft::RequestDraft;
pub use rule::Rule;

use crate::attribute::AttributeName;
use crate::level::RequestedLevels;
use crate::metadata::Node;
use crate::service_type::ServiceType;

/// A request as its receiver sees it. What is missing because a rule was waived is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EidasRequest {
    /// Its identifier.
    pub id: String,
    /// The connector.
    pub issuer: String,
    /// When it was made.
    pub issue_instant: Option<UnixSeconds>,
    /// The type of the service, from the request or from the metadata.
    pub service_type: Option<ServiceType>,
    /// The name of the service for people.
    pub provider_name: Option<String>,
    /// The identifier of a private service.
    pub requester_id: Option<String>,
    /// The levels of assurance; none only where the rules about them are waived.
    pub levels: Option<RequestedLevels>,
    /// The format that the name is to have.
    pub name_id_format: Option<String>,
    /// The attributes of the registry that are requested, in their order.
    pub attributes: Vec<RequestedAttribute>,
    /// Where the answer goes.
    pub reply: Reply,
    /// The whole message.
    pub message: AuthnRequest,
}

/// An attribute that is requested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RequestedAttribute {
    /// Which one.
    pub name: AttributeName,
    /// Whether an answer without it is worth nothing.
    pub required: bool,
}

/// Where the answer to a request goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The identifier of the request.
    pub in_response_to: String,
    /// The address of the connector for answers.
    pub destination: String,
    /// The connector, which is the audience of an assertion.
    pub audience: String,
    /// What the connector's metadata say.
    pub peer: Arc<Node>,
}

/// A request that is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule, and how it was broken.
    pub breach: Breach<Rule>,
    /// Where to answer, once the sender is known for sure.
    pub reply: Option<Box<Reply>>,
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
            reply: None,
        }
    }
}

#[cfg(test)]
mod tests;
