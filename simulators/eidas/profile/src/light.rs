//! The interface between a node and the national systems beside it: light messages in a shared cache, and tokens that
//! a browser carries. [EU eIDAS-Node 2.9, EIDAS-SpecificCommunicationDefinition]
//!
//! Who sends puts a message into a [`LightCache`] and gets a token ([`Channel::send`]); who receives hands in the
//! parameters that came and gets the message once ([`Channel::receive`]). [`check_request`] and [`check_response`] hold
//! messages to the rules of the node.

mod cache;
mod message;
mod request;
mod response;
mod rule;
mod token;

pub use cache::{CacheName, LightCache, MemoryLightCache};
pub use message::{LightAttribute, LightError};
pub use request::{LevelType, LightLevel, LightRequest, RequestExpectations, check_request};
pub use response::{LightResponse, LightStatus, ResponseExpectations, check_response};
pub use rule::Rule;
pub use token::{Channel, LightToken, TokenError};

#[cfg(test)]
mod tests;
