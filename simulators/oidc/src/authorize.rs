//! Authorization request and response [OIDC Core §3.1.2].

use crate::pkce::{self, Challenge, Method};
use crate::{ErrorCode, Parameters};

/// What the client sends with the browser [OIDC Core §3.1.2.1]; each parameter can be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorizeRequest {
    /// `code` is the only one that the federal login has.
    pub response_type: Option<String>,
    /// The client.
    pub client_id: Option<String>,
    /// Scopes, joined by blanks.
    pub scope: Option<String>,
    /// Where the answer goes.
    pub redirect_uri: Option<String>,
    /// Comes back unchanged.
    pub state: Option<String>,
    /// Comes back in the `id_token`.
    pub nonce: Option<String>,
    /// Levels, joined by blanks, the preferred first.
    pub acr_values: Option<String>,
    /// Languages, joined by blanks.
    pub ui_locales: Option<String>,
    /// `none`, `login`, `consent` or `select_account`.
    pub prompt: Option<String>,
    /// The challenge of the client's proof key.
    pub code_challenge: Option<String>,
    /// How it was made; `plain` when it is left out [RFC 7636 §4.3].
    pub code_challenge_method: Option<String>,
    /// Whether `request` or `request_uri` is there, which this profile does not have.
    pub request_object: Option<String>,
    /// A name that comes more than once.
    pub repeated: Option<String>,
}

impl AuthorizeRequest {
    /// A request for a code.
    #[must_use]
    pub fn code(client_id: &str, redirect_uri: &str, scope: &str) -> Self {
        Self {
            response_type: Some("code".into()),
            client_id: Some(client_id.into()),
            redirect_uri: Some(redirect_uri.into()),
            scope: Some(scope.into()),
            ..Self::default()
        }
    }

    /// The same with a challenge.
    #[must_use]
    pub fn with_challenge(mut self, challenge: &Challenge) -> Self {
        self.code_challenge = Some(challenge.value.clone());
        self.code_challenge_method = Some(challenge.method.as_str().into());
        self
    }

    /// Takes what is known from parameters; the rest is ignored [RFC 6749 §3.1].
    #[must_use]
    pub fn from_parameters(from: &Parameters) -> Self {
        let take = |name| from.get(name).map(str::to_owned);
        Self {
            response_type: take("response_type"),
            client_id: take("client_id"),
            scope: take("scope"),
            redirect_uri: take("redirect_uri"),
            state: take("state"),
            nonce: take("nonce"),
            acr_values: take("acr_values"),
            ui_locales: take("ui_locales"),
            prompt: take("prompt"),
            code_challenge: take("code_challenge"),
            code_challenge_method: take("code_challenge_method"),
            request_object: take("request").or_else(|| take("request_uri")),
            repeated: from.repeated().map(str::to_owned),
        }
    }

    /// The parameters in the order of the standard.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        Parameters::new()
            .with_some("response_type", self.response_type.as_deref())
            .with_some("client_id", self.client_id.as_deref())
            .with_some("scope", self.scope.as_deref())
            .with_some("redirect_uri", self.redirect_uri.as_deref())
            .with_some("state", self.state.as_deref())
            .with_some("nonce", self.nonce.as_deref())
            .with_some("acr_values", self.acr_values.as_deref())
            .with_some("ui_locales", self.ui_locales.as_deref())
            .with_some("prompt", self.prompt.as_deref())
            .with_some("code_challenge", self.code_challenge.as_deref())
            .with_some(
                "code_challenge_method",
                self.code_challenge_method.as_deref(),
            )
            .with_some("request", self.request_object.as_deref())
    }

    /// The address to which the browser is sent.
    #[must_use]
    pub fn url(&self, endpoint: &str) -> String {
        self.to_parameters().append_to(endpoint)
    }

    /// The scopes.
    pub fn scopes(&self) -> impl Iterator<Item = &str> {
        self.scope
            .as_deref()
            .unwrap_or_default()
            .split_ascii_whitespace()
    }

    /// The levels asked for.
    pub fn levels(&self) -> impl Iterator<Item = &str> {
        self.acr_values
            .as_deref()
            .unwrap_or_default()
            .split_ascii_whitespace()
    }

    /// The challenge, when one came and it is well formed.
    #[must_use]
    pub fn challenge(&self) -> Option<Challenge> {
        let value = self.code_challenge.clone()?;
        let method = match self.code_challenge_method.as_deref() {
            None => Method::Plain,
            Some(name) => Method::parse(name)?,
        };
        pkce::is_token(&value).then_some(Challenge { method, value })
    }
}

/// What comes back with the browser [RFC 6749 §4.1.2], [RFC 9207 §2]; each parameter can be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthorizeResponse {
    /// The code.
    pub code: Option<String>,
    /// The client's state.
    pub state: Option<String>,
    /// The issuer.
    pub iss: Option<String>,
    /// The scopes granted; a habit of the federal login.
    pub scope: Option<String>,
    /// The client; a habit of the federal login.
    pub client_id: Option<String>,
    /// Why there is no code.
    pub error: Option<String>,
    /// The same in words.
    pub error_description: Option<String>,
    /// A name that comes more than once.
    pub repeated: Option<String>,
}

impl AuthorizeResponse {
    /// A refusal.
    #[must_use]
    pub fn error(code: ErrorCode, description: &str, state: Option<&str>, issuer: &str) -> Self {
        Self {
            error: Some(code.as_str().into()),
            error_description: Some(ascii(description)),
            state: state.map(Into::into),
            iss: Some(issuer.into()),
            ..Self::default()
        }
    }

    /// Takes what is known from parameters.
    #[must_use]
    pub fn from_parameters(from: &Parameters) -> Self {
        let take = |name| from.get(name).map(str::to_owned);
        Self {
            code: take("code"),
            state: take("state"),
            iss: take("iss"),
            scope: take("scope"),
            client_id: take("client_id"),
            error: take("error"),
            error_description: take("error_description"),
            repeated: from.repeated().map(str::to_owned),
        }
    }

    /// The parameters.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        Parameters::new()
            .with_some("code", self.code.as_deref())
            .with_some("error", self.error.as_deref())
            .with_some("error_description", self.error_description.as_deref())
            .with_some("scope", self.scope.as_deref())
            .with_some("iss", self.iss.as_deref())
            .with_some("state", self.state.as_deref())
            .with_some("client_id", self.client_id.as_deref())
    }

    /// The address to which the browser is sent back.
    #[must_use]
    pub fn url(&self, redirect_uri: &str) -> String {
        self.to_parameters().append_to(redirect_uri)
    }
}

/// Only the characters that an error description may have [RFC 6749 §4.1.2.1], without those of markup: a description
/// tells what the peer sent, and somebody may show it.
pub(crate) fn ascii(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '"' => '\'',
            '<' | '>' => '?',
            ' '..='[' | ']'..='~' => c,
            _ => '?',
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{AuthorizeRequest, AuthorizeResponse};
    use crate::pkce::{Method, Verifier};
    use crate::{ErrorCode, Parameters};

    fn example() -> AuthorizeRequest {
        AuthorizeRequest {
            acr_values: Some("urn:be:fedict:iam:fas:Level400".into()),
            state: Some("s-1".into()),
            nonce: Some("n-1".into()),
            ui_locales: Some("de".into()),
            ..AuthorizeRequest::code(
                "lfa-demo",
                "https://lfa-demo.example/cb",
                "openid profile egovnrn",
            )
        }
    }

    #[test]
    fn the_request_goes_out_with_every_parameter_once() {
        insta::assert_snapshot!(
            example().url("https://fas.example/fas/oauth2/authorize"),
            @"https://fas.example/fas/oauth2/authorize?response_type=code&client_id=lfa-demo&scope=openid+profile+egovnrn&redirect_uri=https%3A%2F%2Flfa-demo.example%2Fcb&state=s-1&nonce=n-1&acr_values=urn%3Abe%3Afedict%3Aiam%3Afas%3ALevel400&ui_locales=de"
        );
    }

    #[test]
    fn a_challenge_without_method_is_plain() {
        let verifier = Verifier::new(&"v".repeat(43)).unwrap();
        let mut request = example().with_challenge(&verifier.challenge(Method::Plain));
        request.code_challenge_method = None;
        assert_eq!(request.challenge().map(|c| c.method), Some(Method::Plain));
        request.code_challenge_method = Some("S512".into());
        assert_eq!(request.challenge(), None);
    }

    #[test]
    fn a_refusal_has_a_description_in_plain_ascii() {
        let refusal = AuthorizeResponse::error(
            ErrorCode::AccessDenied,
            "the \"person\" <said> nö\n",
            Some("s-1"),
            "https://fas.example/fas/oauth2",
        );
        insta::assert_snapshot!(
            refusal.url("https://lfa-demo.example/cb?x=1"),
            @"https://lfa-demo.example/cb?x=1&error=access_denied&error_description=the+%27person%27+%3Fsaid%3F+n%3F%3F&iss=https%3A%2F%2Ffas.example%2Ffas%2Foauth2&state=s-1"
        );
    }

    #[test]
    fn a_repeated_parameter_is_remembered() {
        let parameters = Parameters::parse("state=a&state=b&code=c").unwrap();
        let response = AuthorizeResponse::from_parameters(&parameters);
        assert_eq!(response.repeated.as_deref(), Some("state"));
    }
}
