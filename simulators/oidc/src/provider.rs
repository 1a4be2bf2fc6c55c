//! What a provider checks and remembers [OIDC Core §3.1.2, §3.1.3], [RFC 6749], [RFC 7636].
//!
//! In: requests as they came, registered clients, the clock. Out: what was agreed ([`Accepted`]), tokens of a store
//! ([`Grants`]), or a [`Refusal`] that says whether the person sees a page or the client an error. It shows no page and
//! signs nothing.

mod accept;
mod grants;
mod rule;

use rules::{Breach, Rulebook};

pub use accept::{Accepted, Supported, check_authorize, check_client, check_post_logout};
pub use grants::{Grant, Grants, Issued, Lifetimes};
pub use rule::Rule;

use crate::{ClientSecret, ErrorBody, ErrorCode};

/// A client that is registered with the provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Client {
    /// Its id.
    pub id: String,
    /// Its password.
    pub secret: ClientSecret,
    /// Where answers may go, character by character.
    pub redirect_uris: Vec<String>,
    /// Where the browser may go after a logout.
    pub post_logout_redirect_uris: Vec<String>,
    /// The scopes that it may ask for.
    pub scopes: Vec<String>,
}

/// Where the answer to a broken rule goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// A page for the person; the browser is sent nowhere.
    Page,
    /// Back to the client with an error.
    Redirect {
        /// The registered address.
        uri: String,
        /// The client's state.
        state: Option<String>,
    },
    /// An error body with this status: 400 or 401.
    Body {
        /// The HTTP status.
        status: u16,
    },
}

/// A broken rule, and how it is answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{breach}")]
pub struct Refusal {
    /// The rule, and what was seen.
    pub breach: Breach<Rule>,
    /// Where the answer goes.
    pub way: Way,
}

impl Refusal {
    /// A refusal for the caller of an endpoint: 401 when it did not prove who it is, else 400.
    #[must_use]
    pub fn body(breach: Breach<Rule>) -> Self {
        let status = match breach.rule.error_code() {
            ErrorCode::InvalidClient | ErrorCode::InvalidToken => 401,
            _ => 400,
        };
        Self {
            breach,
            way: Way::Body { status },
        }
    }

    /// The code on the wire.
    #[must_use]
    pub fn error_code(&self) -> ErrorCode {
        self.breach.rule.error_code()
    }

    /// The body that says so.
    #[must_use]
    pub fn to_body(&self) -> ErrorBody {
        ErrorBody::new(self.error_code(), &self.breach.because)
    }
}

/// The registered client of an id.
#[must_use]
pub fn find<'a>(clients: &'a [Client], id: &str) -> Option<&'a Client> {
    clients.iter().find(|client| client.id == id)
}

pub(crate) type Book = Rulebook<Rule>;
