//! Behind the browser: codes, refresh tokens, introspection, userinfo.

use conformance_harness::StepError;
use oidc::{Credentials, Introspection, TokenRequest, TokenResponse};
use web::Form;

use super::{Reply, Table, authorized, fetch, look_up, post, said};
use crate::CardWorld;

/// The tokens of a client.
#[derive(Clone, Debug)]
pub struct Tokens(pub TokenResponse);

/// A request to the token endpoint that is about to be sent.
struct Letter {
    request: TokenRequest,
    /// Who the header says it is.
    header: Option<Credentials>,
    own: Credentials,
    neighbour: Credentials,
    more: Option<(&'static str, &'static str)>,
}

type Change = fn(&mut Letter);

const CHANGES: &Table<Change> = &[
    ("as it should", |_| {}),
    ("with another address", |letter| {
        letter.request.redirect_uri = Some("https://attacker.example/callback".to_owned());
    }),
    ("without an address", |letter| {
        letter.request.redirect_uri = None
    }),
    ("without its proof key", |letter| {
        letter.request.code_verifier = None
    }),
    ("with another proof key", |letter| {
        letter.request.code_verifier = Some("v".repeat(43));
    }),
    ("as another client", |letter| {
        letter.header = Some(letter.neighbour.clone());
    }),
    ("with a wrong password", |letter| {
        if let Some(header) = &mut letter.header {
            header.secret = letter.neighbour.secret.clone();
        }
    }),
    ("without a password", |letter| {
        letter.header = None;
        letter.request.client_id = Some(letter.own.id.clone());
    }),
    ("with its password in two places", |letter| {
        letter.request.client_id = Some(letter.own.id.clone());
        letter.request.client_secret = Some(letter.own.secret.as_str().to_owned());
    }),
    ("in the name of another client", |letter| {
        letter.request.client_id = Some(letter.neighbour.id.clone());
    }),
    ("with its grant type twice", |letter| {
        letter.more = Some(("grant_type", "authorization_code"));
    }),
    ("for more than was granted", |letter| {
        letter.request.scope = Some("openid profile egovnrn".to_owned());
    }),
];

/// Codes and tokens.
impl CardWorld {
    /// The client redeems the code that came back with the browser.
    ///
    /// # Errors
    ///
    /// When there is no code, or no alteration is called so.
    pub fn redeem_code(&mut self, words: &str) -> Result<(), StepError> {
        let code = self.told()?.code;
        let code = code.ok_or_else(|| said("no code came back"))?;
        let asked = self.asked()?;
        let request = TokenRequest {
            code_verifier: asked.verifier.as_ref().map(|own| own.as_str().to_owned()),
            ..TokenRequest::code(&code, &asked.client.address)
        };
        self.ask_for_tokens(request, words)
    }

    /// The client uses its refresh token.
    ///
    /// # Errors
    ///
    /// When there is none, or no alteration is called so.
    pub fn refresh(&mut self, words: &str) -> Result<(), StepError> {
        let Tokens(tokens) = self.kept("tokens")?;
        let token = tokens.refresh_token.clone().unwrap_or_default();
        self.ask_for_tokens(TokenRequest::refresh(&token), words)
    }

    fn ask_for_tokens(&mut self, request: TokenRequest, words: &str) -> Result<(), StepError> {
        let own = self.asked()?.client.credentials.clone();
        let mut letter = Letter {
            request,
            header: Some(own.clone()),
            own,
            neighbour: self.oidc_client("neighbour")?.credentials,
            more: None,
        };
        look_up(CHANGES, words)?(&mut letter);
        let mut form: Form = letter.request.to_parameters().iter().collect();
        if let Some((name, value)) = letter.more {
            form = form.with(name, value);
        }
        let header = letter.header.as_ref().map(Credentials::to_basic);
        let reply = post(&self.discovery()?.token_endpoint, &form, header.as_deref())?;
        self.keep(reply);
        Ok(())
    }

    /// Keeps the tokens of the last reply.
    ///
    /// # Errors
    ///
    /// When it has none.
    pub fn take_tokens(&mut self) -> Result<(), StepError> {
        let reply = self.reply()?;
        let tokens = TokenResponse::from_json(&reply.body).ok();
        match tokens.filter(|tokens| reply.status == 200 && tokens.access_token.is_some()) {
            Some(tokens) => {
                self.keep(Tokens(tokens));
                Ok(())
            }
            None => Err(StepError::expected("tokens", reply.shown())),
        }
    }

    /// The tokens that the client has.
    ///
    /// # Errors
    ///
    /// When it has none.
    pub fn tokens(&self) -> Result<&TokenResponse, StepError> {
        self.kept::<Tokens>("tokens").map(|Tokens(tokens)| tokens)
    }

    /// What an endpoint answered last.
    ///
    /// # Errors
    ///
    /// When none was asked.
    pub fn reply(&self) -> Result<&Reply, StepError> {
        self.kept("an answer of the portal")
    }

    /// The client fetches userinfo with this access token; with its own when nothing is said.
    ///
    /// # Errors
    ///
    /// When there is no token, or no answer.
    pub fn fetch_userinfo(&mut self, token: Option<&str>) -> Result<(), StepError> {
        let own = || Ok::<_, StepError>(self.tokens()?.access_token.clone().unwrap_or_default());
        let token = token.map_or_else(own, |token| Ok(token.to_owned()))?;
        let address = self.discovery()?.userinfo_endpoint;
        let address = address.ok_or_else(|| said("there is no userinfo"))?;
        let request = web::get(&address).map_err(said)?;
        let reply = fetch(authorized(request, Some(&format!("Bearer {token}")))?)?;
        self.keep(reply);
        Ok(())
    }

    /// Asks about the access token with these words in the header.
    ///
    /// # Errors
    ///
    /// When there is no token, or no answer.
    pub fn introspect(&mut self, header: Option<&Credentials>) -> Result<(), StepError> {
        let token = self.tokens()?.access_token.clone().unwrap_or_default();
        let address = self.discovery()?.introspection_endpoint;
        let address = address.ok_or_else(|| StepError::not_applicable("no introspection"))?;
        let header = header.map(Credentials::to_basic);
        let form = Form::new().with("token", token);
        let reply = post(&address, &form, header.as_deref())?;
        self.keep(reply);
        Ok(())
    }
}

impl Reply {
    /// Status and body, for error texts.
    #[must_use]
    pub fn shown(&self) -> String {
        let body: String = self.body.chars().take(200).collect();
        format!("{} {body}", self.status)
    }

    /// Whether it says that a token opens something.
    #[must_use]
    pub fn active(&self) -> Option<bool> {
        let said = Introspection::from_json(&self.body).ok()?;
        (self.status == 200).then_some(said.active)
    }
}
