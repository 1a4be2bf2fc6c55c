//! The type of the service that asks.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Whether a service is one of the state. [eIDAS SAML Message Format]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ServiceType {
    /// A public service.
    Public,
    /// A private one.
    Private,
}

/// A text that is no type of service.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("service type \"{0}\", expected public or private")]
pub struct ServiceTypeError(pub String);

impl ServiceType {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }
}

impl FromStr for ServiceType {
    type Err = ServiceTypeError;

    fn from_str(text: &str) -> Result<Self, ServiceTypeError> {
        match text {
            "public" => Ok(Self::Public),
            "private" => Ok(Self::Private),
            other => Err(ServiceTypeError(other.to_owned())),
        }
    }
}

impl fmt::Display for ServiceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
