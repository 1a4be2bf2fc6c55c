//! A client of OpenID Connect that the harness plays: with the browser, and behind it.
//!
//! ```text
//! asking      requests for a login through the browser, and what comes back with it
//! redeeming   codes and refresh tokens at the token endpoint
//! claims      what tokens and userinfo say
//! ```

mod asking;
mod claims;
mod redeeming;

use browser::BrowserError;
use conformance_harness::StepError;
use oidc::jose::Jwks;
use oidc::{ClientSecret, Credentials, ProviderMetadata};
use web::{Form, Request};

use super::{Party, citizen::unanswered, network};
use crate::CardWorld;

pub use asking::{Asked, CameBack};
pub use claims::Opened;
pub use redeeming::Tokens;

/// The end of the portal's issuer.
const ISSUER: &str = "/fas/oauth2";

/// Alterations by their words.
type Table<T> = [(&'static str, T)];

/// The alteration of these words.
fn look_up<T: Copy>(table: &Table<T>, words: &str) -> Result<T, StepError> {
    let row = table.iter().find(|(known, _)| *known == words);
    let missing = || StepError::precondition(format!("no alteration is called {words:?}"));
    row.map(|(_, alteration)| *alteration).ok_or_else(missing)
}

/// What keeps a scenario from going on.
fn said(error: impl std::fmt::Display) -> StepError {
    StepError::precondition(error.to_string())
}

/// A client that is registered at the portal.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its name and password.
    pub credentials: Credentials,
    /// Where its answers go.
    pub address: String,
}

/// What an endpoint of the portal answered.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The media type.
    pub media_type: String,
    /// The challenge of a 401.
    pub challenge: String,
    /// The body.
    pub body: String,
}

/// What the portal says of itself.
impl CardWorld {
    /// A client that the harness can play: `client` is the relying party's, `neighbour` another one.
    ///
    /// # Errors
    ///
    /// When the site does not tell its words.
    pub fn oidc_client(&self, name: &str) -> Result<Client, StepError> {
        let site = self.site()?;
        let word = |what: &str| {
            let name = format!("oidc {name} {what}");
            let missing =
                || StepError::not_applicable(format!("the site does not tell the {name}"));
            site.secret(&name).ok_or_else(missing)
        };
        Ok(Client {
            credentials: Credentials {
                id: word("id")?,
                secret: ClientSecret::new(word("secret")?),
            },
            address: word("address")?,
        })
    }

    /// The name of the portal towards clients.
    ///
    /// # Errors
    ///
    /// When there is no portal.
    pub fn issuer(&self) -> Result<String, StepError> {
        Ok(format!("{}{ISSUER}", self.origin(Party::Portal)?))
    }

    /// The discovery document.
    ///
    /// # Errors
    ///
    /// When there is none.
    pub fn discovery(&self) -> Result<ProviderMetadata, StepError> {
        let address = ProviderMetadata::address(&self.issuer()?);
        let reply = fetch(web::get(&address).map_err(said)?)?;
        ProviderMetadata::from_json(&reply.body).map_err(said)
    }

    /// The keys of tokens.
    ///
    /// # Errors
    ///
    /// When there are none.
    pub fn token_keys(&self) -> Result<Jwks, StepError> {
        let address = self.discovery()?.jwks_uri;
        let reply = fetch(web::get(&address).map_err(said)?)?;
        Jwks::parse(&reply.body).map_err(said)
    }
}

/// Asks an endpoint; keeps nothing.
fn fetch(request: Request) -> Result<Reply, StepError> {
    let response = network::client()?.fetch(request);
    let response = response.map_err(|error| unanswered(BrowserError::Fetch(error)))?;
    let header = |name: &str| {
        let value = response.headers().get(name);
        let text = value.and_then(|value| value.to_str().ok());
        text.unwrap_or_default().to_owned()
    };
    Ok(Reply {
        status: response.status().as_u16(),
        media_type: header("content-type"),
        challenge: header("www-authenticate"),
        body: String::from_utf8_lossy(response.body()).into_owned(),
    })
}

/// The same with a form, and perhaps with a header that says who asks.
fn post(address: &str, form: &Form, authorization: Option<&str>) -> Result<Reply, StepError> {
    let request = web::post_form(address, form).map_err(said)?;
    fetch(authorized(request, authorization)?)
}

fn authorized(mut request: Request, authorization: Option<&str>) -> Result<Request, StepError> {
    if let Some(value) = authorization {
        let value = value.parse().map_err(|_| said("no header can hold this"))?;
        request.headers_mut().insert("authorization", value);
    }
    Ok(request)
}
