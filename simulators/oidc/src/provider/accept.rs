//! Authorization requests, and clients that prove who they are.

use rules::Breach;

use super::{Book, Client, Refusal, Rule, Way, find};
use crate::pkce::Challenge;
use crate::{AuthorizeRequest, Credentials, TokenRequest, level_number};

/// What this provider has.
#[derive(Clone, Copy, Debug)]
pub struct Supported<'a> {
    /// Scopes.
    pub scopes: &'a [&'a str],
    /// Levels, by number.
    pub levels: &'a [u16],
}

/// An authorization request that holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Accepted {
    /// The client.
    pub client_id: String,
    /// Its registered address.
    pub redirect_uri: String,
    /// Its state.
    pub state: Option<String>,
    /// Its nonce.
    pub nonce: Option<String>,
    /// The scopes granted, without those that are unknown or not the client's when that rule is waived.
    pub scopes: Vec<String>,
    /// The lowest level asked for.
    pub level: Option<u16>,
    /// Languages, the preferred first.
    pub ui_locales: Option<String>,
    /// The client forbade to ask the person.
    pub silent: bool,
    /// The client's challenge.
    pub challenge: Option<Challenge>,
}

/// Checks an authorization request [OIDC Core §3.1.2.2]. Until client and address are known to be registered, the
/// refusal is a page; after that it goes back to the client.
///
/// # Errors
///
/// The first rule that the request breaks.
pub fn check_authorize(
    request: &AuthorizeRequest,
    clients: &[Client],
    supported: &Supported<'_>,
    book: &Book,
) -> Result<Accepted, Refusal> {
    let (client, uri) = check_address(request, clients, book).map_err(|breach| Refusal {
        breach,
        way: Way::Page,
    })?;
    check_wishes(request, client, supported, book).map_err(|breach| Refusal {
        breach,
        way: Way::Redirect {
            uri: uri.clone(),
            state: request.state.clone(),
        },
    })?;
    let known = |scope: &&str| supported.scopes.contains(scope);
    Ok(Accepted {
        client_id: client.id.clone(),
        redirect_uri: uri,
        state: request.state.clone(),
        nonce: request.nonce.clone(),
        scopes: request.scopes().filter(known).map(Into::into).collect(),
        level: request.levels().filter_map(level_number).min(),
        ui_locales: request.ui_locales.clone(),
        silent: request.prompt.as_deref() == Some("none"),
        challenge: request.challenge(),
    })
}

fn check_address<'a>(
    request: &AuthorizeRequest,
    clients: &'a [Client],
    book: &Book,
) -> Result<(&'a Client, String), Breach<Rule>> {
    // Of two clients or two addresses nobody can say which one is to hear of it.
    let doubled = request.repeated.as_deref();
    let doubled = doubled.filter(|name| ["client_id", "redirect_uri"].contains(name));
    book.require(Rule::ParameterOnce, doubled.is_none(), || {
        format!("{} comes twice", doubled.unwrap_or_default())
    })?;
    let id = request.client_id.as_deref().unwrap_or_default();
    let client = find(clients, id).ok_or_else(|| {
        Breach::new(
            Rule::ClientKnown,
            format!("client {id:?} is not registered"),
        )
    })?;
    let Some(uri) = request.redirect_uri.clone() else {
        return Err(Breach::new(Rule::RedirectExact, "there is no redirect_uri"));
    };
    book.require(
        Rule::RedirectExact,
        client.redirect_uris.contains(&uri),
        || format!("redirect_uri {uri:?} is not registered for {id:?}"),
    )?;
    Ok((client, uri))
}

fn check_wishes(
    request: &AuthorizeRequest,
    client: &Client,
    supported: &Supported<'_>,
    book: &Book,
) -> Result<(), Breach<Rule>> {
    book.require(Rule::ParameterOnce, request.repeated.is_none(), || {
        format!(
            "{} comes twice",
            request.repeated.as_deref().unwrap_or_default()
        )
    })?;
    let response_type = request.response_type.as_deref().unwrap_or_default();
    book.require(Rule::ResponseType, response_type == "code", || {
        format!("response_type is {response_type:?}, expected \"code\"")
    })?;
    book.require(
        Rule::RequestObject,
        request.request_object.is_none(),
        || "request objects are not supported".into(),
    )?;
    book.require(
        Rule::ScopeOpenid,
        request.scopes().any(|scope| scope == "openid"),
        || "openid is not among the scopes".into(),
    )?;
    let stray = request.scopes().find(|scope| {
        !supported.scopes.contains(scope) || !client.scopes.iter().any(|own| own == scope)
    });
    book.require(Rule::ScopeAllowed, stray.is_none(), || {
        format!("scope {:?} is not this client's", stray.unwrap_or_default())
    })?;
    let unknown = request
        .levels()
        .find(|urn| level_number(urn).is_none_or(|level| !supported.levels.contains(&level)));
    book.require(Rule::AcrKnown, unknown.is_none(), || {
        format!("acr_values has {:?}", unknown.unwrap_or_default())
    })?;
    let sent = request.code_challenge.is_some() || request.code_challenge_method.is_some();
    book.require(
        Rule::Challenge,
        !sent || request.challenge().is_some(),
        || {
            format!(
                "code_challenge_method is {:?}, or the challenge is malformed",
                request.code_challenge_method
            )
        },
    )
}

/// Finds out which client calls an endpoint: by the header `Authorization` or by the body, not both [RFC 6749 §2.3].
///
/// # Errors
///
/// When the client is unknown, its password is wrong or absent, or it used two ways.
pub fn check_client<'a>(
    authorization: Option<&str>,
    request: &TokenRequest,
    clients: &'a [Client],
    book: &Book,
) -> Result<&'a Client, Refusal> {
    caller(authorization, request, clients, book).map_err(Refusal::body)
}

fn caller<'a>(
    authorization: Option<&str>,
    request: &TokenRequest,
    clients: &'a [Client],
    book: &Book,
) -> Result<&'a Client, Breach<Rule>> {
    book.require(Rule::ParameterOnce, request.repeated.is_none(), || {
        format!(
            "{} comes twice",
            request.repeated.as_deref().unwrap_or_default()
        )
    })?;
    let both = authorization.is_some() && request.client_secret.is_some();
    book.require(Rule::ClientMethod, !both, || {
        "the password comes in the header and in the body".into()
    })?;
    let unproven = |why: String| Breach::new(Rule::ClientAuthentication, why);
    let (id, secret) = match authorization {
        Some(header) => {
            let credentials =
                Credentials::from_basic(header).map_err(|error| unproven(error.to_string()))?;
            (credentials.id, Some(credentials.secret))
        }
        None => (
            request.client_id.clone().unwrap_or_default(),
            request.client_secret.clone().map(crate::ClientSecret::new),
        ),
    };
    let client =
        find(clients, &id).ok_or_else(|| unproven(format!("client {id:?} is not registered")))?;
    let proven = secret.is_some_and(|secret| secret == client.secret);
    book.require(Rule::ClientAuthentication, proven, || {
        format!("the password of {id:?} is wrong or absent")
    })?;
    let same = request.client_id.as_ref().is_none_or(|named| *named == id);
    book.require(Rule::ClientMethod, same, || {
        format!("{:?} in the body, {id:?} in the header", request.client_id)
    })?;
    Ok(client)
}

/// Checks where the browser may go after a logout.
///
/// # Errors
///
/// When the address is not one that the client registered.
pub fn check_post_logout(client: &Client, uri: &str, book: &Book) -> Result<(), Refusal> {
    let registered = client
        .post_logout_redirect_uris
        .iter()
        .any(|own| own == uri);
    book.require(Rule::PostLogoutExact, registered, || {
        format!("{uri:?} is not registered for {:?}", client.id)
    })
    .map_err(|breach| Refusal {
        breach,
        way: Way::Page,
    })
}
