//! Token request and response, introspection, and how a client says who it is [RFC 6749 §2.3, §4.1.3, §5], [RFC 7662].

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use crypto::ct_eq;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::authorize::ascii;
use crate::error::bounded;
use crate::{Audience, Error, ErrorCode, Parameters, json};

/// Bytes of a JSON answer that are read.
const MAX_ANSWER: usize = 262_144;

/// A password of a client: masked in `Debug`, compared in constant time.
#[derive(Clone)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes a password.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// Shows the password.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq for ClientSecret {
    fn eq(&self, other: &Self) -> bool {
        ct_eq(self.0.as_bytes(), other.0.as_bytes())
    }
}

impl Eq for ClientSecret {}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(masked)")
    }
}

/// Where the password travels [RFC 6749 §2.3.1].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClientMethod {
    /// In the header `Authorization`.
    Basic,
    /// In the body.
    Post,
}

impl ClientMethod {
    /// The name in discovery documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Basic => "client_secret_basic",
            Self::Post => "client_secret_post",
        }
    }
}

/// A client's name and password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The client.
    pub id: String,
    /// Its password.
    pub secret: ClientSecret,
}

impl Credentials {
    /// The value of the header `Authorization`: both encoded as in a form, joined by a colon, in base64
    /// [RFC 6749 §2.3.1].
    #[must_use]
    pub fn to_basic(&self) -> String {
        let encode = |text: &str| -> String {
            url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
        };
        let pair = format!("{}:{}", encode(&self.id), encode(self.secret.as_str()));
        format!("Basic {}", STANDARD.encode(pair))
    }

    /// Reads the value of the header `Authorization`.
    ///
    /// # Errors
    ///
    /// When it is not of that form.
    pub fn from_basic(value: &str) -> Result<Self, Error> {
        bounded("the Authorization header", value, 8192)?;
        let (scheme, encoded) = value.split_once(' ').ok_or(Error::Basic)?;
        if !scheme.eq_ignore_ascii_case("Basic") {
            return Err(Error::Basic);
        }
        let pair = STANDARD
            .decode(encoded.trim())
            .ok()
            .and_then(|bytes| String::from_utf8(bytes).ok())
            .ok_or(Error::Basic)?;
        let (id, secret) = pair.split_once(':').ok_or(Error::Basic)?;
        Ok(Self {
            id: form_decode(id),
            secret: ClientSecret::new(form_decode(secret)),
        })
    }
}

fn form_decode(text: &str) -> String {
    // One value without a name: an equals sign before it keeps the reader from splitting at one inside.
    let value = format!("={}", text.replace('&', "%26"));
    url::form_urlencoded::parse(value.as_bytes())
        .next()
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// What a client sends to the token endpoint; each parameter can be left out.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct TokenRequest {
    /// `authorization_code` or `refresh_token`.
    pub grant_type: Option<String>,
    /// The code.
    pub code: Option<String>,
    /// The same address as in the authorization request.
    pub redirect_uri: Option<String>,
    /// The proof key.
    pub code_verifier: Option<String>,
    /// The refresh token.
    pub refresh_token: Option<String>,
    /// Fewer scopes than before, when refreshing.
    pub scope: Option<String>,
    /// The client, when it is named in the body.
    pub client_id: Option<String>,
    /// Its password, when it is sent in the body.
    pub client_secret: Option<String>,
    /// A name that comes more than once.
    pub repeated: Option<String>,
}

impl fmt::Debug for TokenRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("grant_type", &self.grant_type)
            .field("redirect_uri", &self.redirect_uri)
            .field("client_id", &self.client_id)
            .finish_non_exhaustive()
    }
}

impl TokenRequest {
    /// A request that redeems a code.
    #[must_use]
    pub fn code(code: &str, redirect_uri: &str) -> Self {
        Self {
            grant_type: Some("authorization_code".into()),
            code: Some(code.into()),
            redirect_uri: Some(redirect_uri.into()),
            ..Self::default()
        }
    }

    /// A request that refreshes.
    #[must_use]
    pub fn refresh(token: &str) -> Self {
        Self {
            grant_type: Some("refresh_token".into()),
            refresh_token: Some(token.into()),
            ..Self::default()
        }
    }

    /// The same with the client's name and password in the body.
    #[must_use]
    pub fn with_credentials(mut self, credentials: &Credentials) -> Self {
        self.client_id = Some(credentials.id.clone());
        self.client_secret = Some(credentials.secret.as_str().into());
        self
    }

    /// Takes what is known from parameters.
    #[must_use]
    pub fn from_parameters(from: &Parameters) -> Self {
        let take = |name| from.get(name).map(str::to_owned);
        Self {
            grant_type: take("grant_type"),
            code: take("code"),
            redirect_uri: take("redirect_uri"),
            code_verifier: take("code_verifier"),
            refresh_token: take("refresh_token"),
            scope: take("scope"),
            client_id: take("client_id"),
            client_secret: take("client_secret"),
            repeated: from.repeated().map(str::to_owned),
        }
    }

    /// The parameters; [`Parameters::to_text`] is the body.
    #[must_use]
    pub fn to_parameters(&self) -> Parameters {
        Parameters::new()
            .with_some("grant_type", self.grant_type.as_deref())
            .with_some("code", self.code.as_deref())
            .with_some("redirect_uri", self.redirect_uri.as_deref())
            .with_some("code_verifier", self.code_verifier.as_deref())
            .with_some("refresh_token", self.refresh_token.as_deref())
            .with_some("scope", self.scope.as_deref())
            .with_some("client_id", self.client_id.as_deref())
            .with_some("client_secret", self.client_secret.as_deref())
    }
}

/// Tokens [OIDC Core §3.1.3.3]; each member can be left out.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TokenResponse {
    /// Opens userinfo.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub access_token: Option<String>,
    /// `Bearer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// Seconds until the access token ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires_in: Option<i64>,
    /// Gives a new access token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    /// The scopes granted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Who logged in, signed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token: Option<String>,
    /// The client's nonce; a habit of the federal login.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// Other members.
    #[serde(flatten)]
    pub other: Map<String, Value>,
}

impl fmt::Debug for TokenResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenResponse")
            .field("token_type", &self.token_type)
            .field("expires_in", &self.expires_in)
            .field("scope", &self.scope)
            .finish_non_exhaustive()
    }
}

/// Why there are no tokens [RFC 6749 §5.2].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// The code of [`ErrorCode`].
    pub error: String,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
}

/// What a provider says about a token [RFC 7662 §2.2].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Introspection {
    /// Whether it opens anything; all else only when it does.
    pub active: bool,
    /// Its scopes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The kind of token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    /// The second at which it ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
    /// The second at which it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
    /// The person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    /// The client again, as audience.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aud: Option<Audience>,
    /// The issuer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub iss: Option<String>,
}

macro_rules! answer {
    ($Type:ty, $name:literal) => {
        impl $Type {
            /// The answer as JSON.
            #[must_use]
            pub fn to_json(&self) -> String {
                json::text(self)
            }

            /// Reads an answer of at most 256 KiB; no name may come twice.
            ///
            /// # Errors
            ///
            /// When the text is not an object, or a member is of the wrong type.
            pub fn from_json(text: &str) -> Result<Self, Error> {
                bounded($name, text, MAX_ANSWER)?;
                json::typed($name, text.as_bytes())
            }
        }
    };
}
pub(crate) use answer;

answer!(TokenResponse, "the token response");
answer!(ErrorBody, "the error");
answer!(Introspection, "the introspection");

impl ErrorBody {
    /// An error with its words.
    #[must_use]
    pub fn new(code: ErrorCode, description: &str) -> Self {
        Self {
            error: code.as_str().into(),
            error_description: Some(ascii(description)),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::{ClientSecret, Credentials, ErrorBody, TokenRequest, TokenResponse};
    use crate::{ErrorCode, Parameters};

    #[test]
    fn basic_carries_every_character() {
        let credentials = Credentials {
            id: "lfa:demo &=%".into(),
            secret: ClientSecret::new("p:ä ss+&=word"),
        };
        let header = credentials.to_basic();
        assert_eq!(Credentials::from_basic(&header).unwrap(), credentials);
    }

    #[test]
    fn the_example_of_rfc_6749_is_read() {
        // [RFC 6749 §2.3.1]
        let credentials =
            Credentials::from_basic("Basic czZCaGRSa3F0Mzo3RmpmcDBaQnIxS3REUmJuZlZkbUl3").unwrap();
        assert_eq!(credentials.id, "s6BhdRkqt3");
        assert_eq!(credentials.secret.as_str(), "7Fjfp0ZBr1KtDRbnfVdmIw");
    }

    #[test]
    fn no_secret_is_seen_in_debug() {
        let request = TokenRequest::code("the-code", "https://rp.example/cb").with_credentials(
            &Credentials {
                id: "a".into(),
                secret: ClientSecret::new("the-secret"),
            },
        );
        let seen = format!("{request:?} {:?}", ClientSecret::new("the-secret"));
        assert!(
            !seen.contains("the-secret") && !seen.contains("the-code"),
            "{seen}"
        );
        let parsed = TokenRequest::from_parameters(
            &Parameters::parse(&request.to_parameters().to_text()).unwrap(),
        );
        assert_eq!(parsed, request);
    }

    #[test]
    fn the_answers_read_as_written() {
        let tokens = TokenResponse {
            access_token: Some("a".into()),
            token_type: Some("Bearer".into()),
            expires_in: Some(3599),
            ..TokenResponse::default()
        };
        assert_eq!(TokenResponse::from_json(&tokens.to_json()).unwrap(), tokens);
        insta::assert_snapshot!(
            ErrorBody::new(ErrorCode::InvalidGrant, "the code was used before").to_json(),
            @r#"{"error":"invalid_grant","error_description":"the code was used before"}"#
        );
    }
}
