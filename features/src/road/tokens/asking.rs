//! Requests for a login through the citizen's browser, and what comes back with it.

use browser::Navigation;
use conformance_harness::StepError;
use oidc::pkce::{Method, Verifier};
use oidc::{AuthorizeRequest, AuthorizeResponse, Parameters, level_urn};

use super::{Client, Table, look_up, said};
use crate::CardWorld;
use crate::road::citizen::{unanswered, where_it_is};

/// A request that a client has sent the browser away with.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who asked.
    pub client: Client,
    /// What for.
    pub request: AuthorizeRequest,
    /// What proves, behind the browser, who asked.
    pub verifier: Option<Verifier>,
}

/// What came back with the browser.
#[derive(Clone, Debug)]
pub struct CameBack(pub Navigation);

/// A request that is about to be sent.
struct Letter {
    asked: Asked,
    /// What else stands in the query.
    more: &'static str,
}

type Change = fn(&mut Letter);

const CHANGES: &Table<Change> = &[
    ("without the scope openid", |letter| letter.scope("profile")),
    ("with a scope of other clients", |letter| {
        letter.scope("openid profile roles");
    }),
    ("with the scope openid alone", |letter| {
        letter.scope("openid")
    }),
    ("with the national number", |letter| {
        letter.scope("openid profile egovnrn");
    }),
    ("for a token at once", |letter| {
        letter.asked.request.response_type = Some("token".to_owned());
    }),
    ("with a request object", |letter| {
        letter.more = "&request=e30.e30."
    }),
    ("with a request object to be fetched", |letter| {
        letter.more = "&request_uri=https%3A%2F%2Fattacker.example%2Frequest";
    }),
    ("with a level that nobody knows", |letter| {
        letter.asked.request.acr_values = Some(level_urn(999));
    }),
    ("with a proof key of an unknown method", |letter| {
        letter.asked.request.code_challenge_method = Some("S512".to_owned());
    }),
    ("with a proof key that is too short", |letter| {
        letter.asked.request.code_challenge = Some("short".to_owned());
    }),
    ("with a scope twice", |letter| letter.more = "&scope=openid"),
    ("without a proof key", |letter| {
        letter.asked.request.code_challenge = None;
        letter.asked.request.code_challenge_method = None;
        letter.asked.verifier = None;
    }),
    ("of a client that nobody registered", |letter| {
        letter.asked.request.client_id = Some("nobody".to_owned());
    }),
    ("in German", |letter| {
        letter.asked.request.ui_locales = Some("de".to_owned());
    }),
    ("without an address for the answer", |letter| {
        letter.asked.request.redirect_uri = None;
    }),
    ("with an answer to another path", |letter| {
        letter.answer(|address| address.replace("/callback", "/other"));
    }),
    ("with an answer to a path below", |letter| {
        letter.answer(|address| format!("{address}/below"));
    }),
    ("with an answer to the address with a query", |letter| {
        letter.answer(|address| format!("{address}?next=1"));
    }),
    ("with an answer to the path with dots", |letter| {
        letter.answer(|address| format!("{address}/../callback"));
    }),
    ("with an answer to another host", |letter| {
        letter.answer(|_| "https://attacker.example/oidc/callback".to_owned());
    }),
    ("with an answer to the host as a user's name", |letter| {
        letter.answer(|address| address.replacen("/oidc/", "@attacker.example/oidc/", 1));
    }),
];

impl Letter {
    fn scope(&mut self, scope: &str) {
        self.asked.request.scope = Some(scope.to_owned());
    }

    fn answer(&mut self, change: impl Fn(&str) -> String) {
        let address = self.asked.client.address.clone();
        self.asked.request.redirect_uri = Some(change(&address));
    }
}

impl CardWorld {
    /// A client sends the browser to the portal, which stops before the client's address.
    ///
    /// # Errors
    ///
    /// When no alteration is called so, or the portal does not answer.
    pub fn ask_portal(&mut self, client: &str, words: Option<&str>) -> Result<(), StepError> {
        let mut letter = Letter {
            asked: self.usual_request(client)?,
            more: "",
        };
        let level = words.and_then(|words| words.strip_prefix("of level "));
        match (words, level) {
            (None, _) => {}
            (Some(_), Some(level)) => {
                let urn = format!("{}{level}", oidc::FAS_LEVEL_PREFIX);
                letter.asked.request.acr_values = Some(urn);
            }
            (Some(words), None) => look_up(CHANGES, words)?(&mut letter),
        }
        let endpoint = self.discovery()?.authorization_endpoint;
        let url = format!("{}{}", letter.asked.request.url(&endpoint), letter.more);
        let address = letter.asked.client.address.clone();
        self.keep(letter.asked);
        let browser = self.browser()?;
        browser.stop_before(&address);
        browser.open(&url).map_err(unanswered)?;
        Ok(())
    }

    fn usual_request(&self, client: &str) -> Result<Asked, StepError> {
        let client = self.oidc_client(client)?;
        let ambient = &self.stage()?.ambient;
        let verifier = Verifier::fresh(ambient);
        let id = &client.credentials.id;
        let request = AuthorizeRequest {
            state: Some(saml::fresh_id(ambient)),
            nonce: Some(saml::fresh_id(ambient)),
            acr_values: Some(level_urn(500)),
            ..AuthorizeRequest::code(id, &client.address, "openid profile")
        };
        Ok(Asked {
            request: request.with_challenge(&verifier.challenge(Method::S256)),
            verifier: Some(verifier),
            client,
        })
    }

    /// The citizen logs in, until the browser is before the client's address.
    ///
    /// # Errors
    ///
    /// When it does not come that far.
    pub fn come_back(&mut self) -> Result<(), StepError> {
        self.go_on()?;
        self.look_back()
    }

    /// Keeps what comes back with the browser.
    ///
    /// # Errors
    ///
    /// When the browser is elsewhere.
    pub fn look_back(&mut self) -> Result<(), StepError> {
        let Some(back) = self.browser()?.pending().cloned() else {
            let seen = where_it_is(self.page()?);
            return Err(StepError::expected("an answer for the client", seen));
        };
        self.keep(CameBack(back));
        Ok(())
    }

    /// What the portal told the client with the browser.
    ///
    /// # Errors
    ///
    /// When nothing came back.
    pub fn told(&self) -> Result<AuthorizeResponse, StepError> {
        let CameBack(back) = self.kept("an answer for the client")?;
        let query = back.url.split_once('?').map_or("", |(_, query)| query);
        let parameters = Parameters::parse(query).map_err(said)?;
        Ok(AuthorizeResponse::from_parameters(&parameters))
    }

    /// The request that the client sent.
    ///
    /// # Errors
    ///
    /// When it sent none.
    pub fn asked(&self) -> Result<&Asked, StepError> {
        self.kept("a request of the client")
    }
}
