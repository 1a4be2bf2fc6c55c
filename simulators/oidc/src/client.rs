//! What a relying party checks [OIDC Core §3.1.2.7, §3.1.3.5, §3.1.3.7, §5.3.4].
//!
//! In: the provider's answers as they came, and what the client expects. Out: claims, or the breach of a [`Rule`]. It
//! fetches nothing: when [`Rule::KeyId`] is broken, the caller may read the key set anew, once.

mod lenient;
mod open;
mod rule;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};

pub use rule::Rule;

use crate::jose::{Algorithm, Jwks};
use crate::{
    AuthorizeResponse, Claims, ErrorBody, IdToken, Parameters, ProviderMetadata, TokenResponse,
    UserInfo, at_hash, level_number,
};

/// Seconds by which two clocks may differ.
pub const CLOCK_SKEW: i64 = 60;
/// Seconds after which an `id_token` is too old to have been asked for just now.
pub const MAX_AGE: i64 = 600;

/// What a client expects of every token.
#[derive(Clone, Copy, Debug)]
pub struct Expectations<'a> {
    /// The provider's issuer, character by character.
    pub issuer: &'a str,
    /// The client's id.
    pub client_id: &'a str,
    /// The provider's key set.
    pub keys: &'a Jwks,
    /// The algorithms agreed with the provider; RS256 with the federal login.
    pub algorithms: &'a [Algorithm],
    /// The time.
    pub now: UnixSeconds,
    /// The rules.
    pub book: &'a Rulebook<Rule>,
}

/// What a callback brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Callback {
    /// A code to redeem.
    Code(String),
    /// The provider refused.
    Refused(ErrorBody),
}

/// Checks what came back with the browser; `state` is the one kept in the browser's session, `None` when there is none.
///
/// # Errors
///
/// The rule that the answer breaks. A refusal of the provider is no breach.
pub fn check_callback(
    response: &AuthorizeResponse,
    state: Option<&str>,
    issuer: &str,
    book: &Rulebook<Rule>,
) -> Result<Callback, Breach<Rule>> {
    book.require(Rule::CallbackOnce, response.repeated.is_none(), || {
        format!("{} comes twice", shown(response.repeated.as_deref()))
    })?;
    let same = state.is_some() && response.state.as_deref() == state;
    book.require(Rule::State, same, || {
        format!(
            "state is {}, expected {}",
            shown(response.state.as_deref()),
            shown(state)
        )
    })?;
    let from_issuer = response.iss.as_deref() == Some(issuer);
    book.require(Rule::CallbackIssuer, from_issuer, || {
        format!(
            "iss is {}, expected {issuer:?}",
            shown(response.iss.as_deref())
        )
    })?;
    let both = response.error.is_some() && response.code.is_some();
    book.require(Rule::CallbackError, !both, || {
        format!(
            "error {} comes with a code",
            shown(response.error.as_deref())
        )
    })?;
    match (&response.code, &response.error) {
        (Some(code), _) => Ok(Callback::Code(code.clone())),
        (None, Some(error)) => Ok(Callback::Refused(ErrorBody {
            error: error.clone(),
            error_description: response.error_description.clone(),
        })),
        (None, None) => Err(Breach::new(Rule::CallbackCode, "neither code nor error")),
    }
}

/// Reads the query of a callback and checks it.
///
/// # Errors
///
/// As [`check_callback`], and when the query is too long.
pub fn read_callback(
    query: &str,
    state: Option<&str>,
    issuer: &str,
    book: &Rulebook<Rule>,
) -> Result<Callback, Breach<Rule>> {
    let parameters = Parameters::parse(query)
        .map_err(|error| Breach::new(Rule::CallbackForm, error.to_string()))?;
    check_callback(
        &AuthorizeResponse::from_parameters(&parameters),
        state,
        issuer,
        book,
    )
}

/// Checks that a discovery document is the issuer's own [OIDC Discovery §4.3].
///
/// # Errors
///
/// When it names another issuer, or cannot be read.
pub fn check_discovery(
    text: &str,
    issuer: &str,
    book: &Rulebook<Rule>,
) -> Result<ProviderMetadata, Breach<Rule>> {
    let document = ProviderMetadata::from_json(text)
        .map_err(|error| Breach::new(Rule::DiscoveryForm, error.to_string()))?;
    book.require(Rule::DiscoveryIssuer, document.issuer == issuer, || {
        format!("issuer is {:?}, expected {issuer:?}", document.issuer)
    })?;
    Ok(document)
}

/// Checks the answer of the token endpoint [OIDC Core §3.1.3.5].
///
/// # Errors
///
/// When it cannot be read, or lacks a token.
pub fn check_token_response(
    content_type: &str,
    text: &str,
    book: &Rulebook<Rule>,
) -> Result<TokenResponse, Breach<Rule>> {
    let kind = media_type(content_type);
    let is_json = kind.eq_ignore_ascii_case("application/json");
    book.require(Rule::TokenMediaType, is_json, || {
        format!("the answer is {kind:?}, expected \"application/json\"")
    })?;
    let response = TokenResponse::from_json(text)
        .map_err(|error| Breach::new(Rule::TokenForm, error.to_string()))?;
    let bearer = response
        .token_type
        .as_deref()
        .is_some_and(|kind| kind.eq_ignore_ascii_case("Bearer"));
    book.require(Rule::TokenType, bearer, || {
        format!("token_type is {}", shown(response.token_type.as_deref()))
    })?;
    if response.access_token.is_none() {
        return Err(Breach::new(Rule::TokenForm, "there is no access_token"));
    }
    book.require(Rule::IdTokenPresent, response.id_token.is_some(), || {
        "there is no id_token".into()
    })?;
    Ok(response)
}

impl Expectations<'_> {
    /// Checks an `id_token` [OIDC Core §3.1.3.7]: `nonce` as it was sent; `at_hash`, when it is there, against the access
    /// token.
    ///
    /// # Errors
    ///
    /// The first rule that it breaks.
    pub fn id_token(
        &self,
        token: &str,
        nonce: Option<&str>,
        access_token: Option<&str>,
    ) -> Result<IdToken, Breach<Rule>> {
        let payload = self.open(token)?;
        let claims: IdToken = self.claims(Rule::TokenForm, &payload)?;
        self.parties(&claims)?;
        self.times(&claims)?;
        let book = self.book;
        book.require(Rule::Nonce, claims.nonce.as_deref() == nonce, || {
            format!(
                "nonce is {}, expected {}",
                shown(claims.nonce.as_deref()),
                shown(nonce)
            )
        })?;
        if let (Some(found), Some(access_token)) = (&claims.at_hash, access_token) {
            let expected = at_hash(access_token);
            book.require(Rule::AtHash, *found == expected, || {
                format!("at_hash is {found:?}, expected {expected:?}")
            })?;
        }
        Ok(claims)
    }

    fn parties(&self, claims: &IdToken) -> Result<(), Breach<Rule>> {
        let Self {
            book,
            issuer,
            client_id,
            ..
        } = self;
        let iss = claims.iss.as_deref();
        book.require(Rule::Issuer, iss == Some(issuer), || {
            format!("iss is {}, expected {issuer:?}", shown(iss))
        })?;
        let aud = claims.aud.as_ref();
        let for_us = aud.is_some_and(|aud| aud.contains(client_id));
        book.require(Rule::Audience, for_us, || {
            format!("aud is {aud:?}, expected {client_id:?}")
        })?;
        let azp = claims.azp.as_deref();
        let several = aud.is_some_and(|aud| aud.count() > 1);
        let authorized = azp.map_or(!several, |azp| azp == *client_id);
        book.require(Rule::AuthorizedParty, authorized, || {
            format!("azp is {}, expected {client_id:?}", shown(azp))
        })?;
        let named = claims
            .sub
            .as_deref()
            .is_some_and(|sub| !sub.is_empty() && sub.len() <= 255 && sub.is_ascii());
        book.require(Rule::Subject, named, || {
            format!("sub is {}", shown(claims.sub.as_deref()))
        })
    }

    fn times(&self, claims: &IdToken) -> Result<(), Breach<Rule>> {
        let now = self.now.get();
        let lasts = claims
            .exp
            .is_some_and(|exp| now.saturating_sub(CLOCK_SKEW) < exp);
        self.book.require(Rule::Expiry, lasts, || {
            format!("exp is {:?}, now is {now}", claims.exp)
        })?;
        let begins = claims.not_before();
        let counts = begins.is_none_or(|begin| begin <= now.saturating_add(CLOCK_SKEW));
        self.book.require(Rule::NotBefore, counts, || {
            format!("nbf is {begins:?}, now is {now}")
        })?;
        let made = claims
            .iat
            .is_some_and(|iat| iat <= now.saturating_add(CLOCK_SKEW));
        self.book.require(Rule::IssuedAt, made, || {
            format!("iat is {:?}, now is {now}", claims.iat)
        })?;
        let young = claims
            .iat
            .is_none_or(|iat| now.saturating_sub(iat) <= MAX_AGE + CLOCK_SKEW);
        self.book.require(Rule::Age, young, || {
            format!("iat is {:?}, now is {now}", claims.iat)
        })
    }

    /// Checks the answer of the userinfo endpoint, which is a signed token with this provider [OIDC Core §5.3.4];
    /// `subject` is that of the `id_token`.
    ///
    /// # Errors
    ///
    /// The first rule that it breaks.
    pub fn userinfo(
        &self,
        content_type: &str,
        body: &str,
        subject: &str,
    ) -> Result<UserInfo, Breach<Rule>> {
        let media_type = media_type(content_type);
        let token = media_type.eq_ignore_ascii_case("application/jwt");
        self.book.require(Rule::UserInfoSigned, token, || {
            format!("userinfo is {media_type:?}, expected \"application/jwt\"")
        })?;
        let payload = if token {
            self.open(body.trim())?
        } else {
            body.as_bytes().to_vec()
        };
        let claims: UserInfo = self.claims(Rule::UserInfoForm, &payload)?;
        self.userinfo_parties(&claims, subject)?;
        let (end, now) = (claims.expiry(), self.now.get());
        let lasts = end.is_none_or(|end| now.saturating_sub(CLOCK_SKEW) < end);
        self.book.require(Rule::UserInfoExpiry, lasts, || {
            format!("exp is {end:?}, now is {now}")
        })?;
        Ok(claims)
    }

    /// The claims of a payload, each there once and of its type.
    fn claims<T: Claims>(&self, form: Rule, payload: &[u8]) -> Result<T, Breach<Rule>> {
        let members = lenient::members(T::NAME, payload)
            .map_err(|error| Breach::new(form, error.to_string()))?;
        self.book
            .require(Rule::ClaimsOnce, members.twice.is_none(), || {
                format!("{} comes twice", shown(members.twice.as_deref()))
            })?;
        let read = |text: &str| T::from_json(text.as_bytes());
        read(&members.text()).or_else(|error| {
            self.book
                .require(Rule::ClaimTypes, false, || error.to_string())?;
            let coerced = read(&members.coerced().text());
            coerced.map_err(|error| Breach::new(form, error.to_string()))
        })
    }

    fn userinfo_parties(&self, claims: &UserInfo, subject: &str) -> Result<(), Breach<Rule>> {
        let Self {
            book,
            issuer,
            client_id,
            ..
        } = self;
        let iss = claims.iss.as_deref();
        book.require(Rule::UserInfoIssuer, iss == Some(issuer), || {
            format!("iss is {}, expected {issuer:?}", shown(iss))
        })?;
        let aud = claims.aud.as_ref();
        let for_us = aud.is_some_and(|aud| aud.contains(client_id));
        book.require(Rule::UserInfoAudience, for_us, || {
            format!("aud is {aud:?}, expected {client_id:?}")
        })?;
        let sub = claims.sub.as_deref();
        book.require(Rule::UserInfoSubject, sub == Some(subject), || {
            format!("sub is {}, the id_token has {subject:?}", shown(sub))
        })
    }

    /// Checks that the login reached a level: the highest one in `amr` and `acr` against what was asked for.
    ///
    /// # Errors
    ///
    /// When it is lower, or no level is named.
    pub fn level(&self, claims: &IdToken, at_least: u16) -> Result<u16, Breach<Rule>> {
        let found = claims.level().unwrap_or_default();
        self.book.require(Rule::Level, found >= at_least, || {
            format!("level is {found}, asked for {at_least}")
        })?;
        Ok(found)
    }
}

/// The lowest level among `acr_values` that were sent.
#[must_use]
pub fn lowest_level(acr_values: &str) -> Option<u16> {
    acr_values
        .split_ascii_whitespace()
        .filter_map(level_number)
        .min()
}

fn media_type(content_type: &str) -> &str {
    content_type.split(';').next().unwrap_or_default().trim()
}

fn shown(value: Option<&str>) -> String {
    value.map_or_else(|| "absent".into(), |value| format!("{value:?}"))
}
