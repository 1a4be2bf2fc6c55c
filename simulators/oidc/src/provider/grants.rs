//! Codes and tokens, and what each was given for.

use std::collections::BTreeMap;

use ambient::{Ambient, UnixSeconds};
use rules::Breach;

use super::{Book, Refusal, Rule};
use crate::jose::base64url;
use crate::pkce::{Challenge, Verifier};
use crate::{Introspection, TokenRequest};

/// Logins that are remembered; the oldest goes first.
const CAPACITY: usize = 10_000;

/// How long codes and tokens last, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// A code; at most ten minutes are recommended [RFC 6749 §4.1.2].
    pub code: i64,
    /// An access token.
    pub access: i64,
    /// A refresh token.
    pub refresh: i64,
}

impl Default for Lifetimes {
    /// One minute, one hour less a second, one day.
    fn default() -> Self {
        Self {
            code: 60,
            access: 3599,
            refresh: 86_400,
        }
    }
}

/// What was agreed at one login; `T` is what the provider knows of the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant<T> {
    /// The client.
    pub client_id: String,
    /// The address to which the code went.
    pub redirect_uri: String,
    /// The scopes.
    pub scopes: Vec<String>,
    /// The client's nonce.
    pub nonce: Option<String>,
    /// The client's challenge.
    pub challenge: Option<Challenge>,
    /// When the person logged in.
    pub authenticated: UnixSeconds,
    /// The person.
    pub subject: T,
}

/// Tokens fresh from the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issued<T> {
    /// Opens userinfo.
    pub access_token: String,
    /// Gives the next pair.
    pub refresh_token: String,
    /// Seconds until the access token ends.
    pub expires_in: i64,
    /// What it was given for; the scopes may be fewer than at the login.
    pub grant: Grant<T>,
}

/// One login with all that was made of it: revoked as a whole.
#[derive(Clone, Debug)]
struct Family<T> {
    grant: Grant<T>,
    code_until: UnixSeconds,
    redeemed: bool,
    revoked: bool,
}

#[derive(Clone, Debug)]
struct Token {
    family: u64,
    scopes: Vec<String>,
    issued: UnixSeconds,
    until: UnixSeconds,
}

/// The codes and tokens of a provider.
#[derive(Clone, Debug)]
pub struct Grants<T> {
    lifetimes: Lifetimes,
    next: u64,
    families: BTreeMap<u64, Family<T>>,
    codes: BTreeMap<String, u64>,
    access: BTreeMap<String, Token>,
    refresh: BTreeMap<String, Token>,
}

impl<T: Clone> Grants<T> {
    /// An empty store.
    #[must_use]
    pub const fn new(lifetimes: Lifetimes) -> Self {
        Self {
            lifetimes,
            next: 0,
            families: BTreeMap::new(),
            codes: BTreeMap::new(),
            access: BTreeMap::new(),
            refresh: BTreeMap::new(),
        }
    }

    /// A code for a login: 32 random bytes in base64url.
    pub fn issue_code(&mut self, grant: Grant<T>, ambient: &Ambient) -> String {
        self.make_room();
        let code = fresh(ambient);
        let family = Family {
            grant,
            code_until: ambient.now().plus(self.lifetimes.code),
            redeemed: false,
            revoked: false,
        };
        self.families.insert(self.next, family);
        self.codes.insert(code.clone(), self.next);
        self.next += 1;
        code
    }

    /// Redeems a code, or refreshes. A code that comes twice revokes all that the first use gave.
    ///
    /// # Errors
    ///
    /// The first rule that the request breaks.
    pub fn redeem(
        &mut self,
        request: &TokenRequest,
        client_id: &str,
        book: &Book,
        ambient: &Ambient,
    ) -> Result<Issued<T>, Refusal> {
        let found = match request.grant_type.as_deref() {
            Some("authorization_code") => self.check_code(request, client_id, book, ambient.now()),
            Some("refresh_token") => self.check_refresh(request, client_id, book, ambient.now()),
            other => Err(Breach::new(
                Rule::GrantType,
                format!("grant_type is {other:?}"),
            )),
        };
        let (family, scopes) = found.map_err(Refusal::body)?;
        self.tokens(family, scopes, ambient)
            .ok_or_else(|| Refusal::body(Breach::new(Rule::CodeKnown, "the login is forgotten")))
    }

    fn check_code(
        &mut self,
        request: &TokenRequest,
        client_id: &str,
        book: &Book,
        now: UnixSeconds,
    ) -> Result<(u64, Vec<String>), Breach<Rule>> {
        let known = request.code.as_ref().and_then(|code| self.codes.get(code));
        let found = known.and_then(|id| Some((*id, self.families.get_mut(id)?)));
        let Some((id, family)) = found else {
            return Err(Breach::new(Rule::CodeKnown, "the code is not known"));
        };
        let grant = &family.grant;
        book.require(Rule::CodeClient, grant.client_id == client_id, || {
            format!(
                "the code is of {:?}, the caller is {client_id:?}",
                grant.client_id
            )
        })?;
        let first = book.require(Rule::CodeOnce, !family.redeemed, || {
            "the code was used before".into()
        });
        if first.is_err() {
            family.revoked = true;
        }
        first?;
        book.require(Rule::CodeFresh, now < family.code_until, || {
            format!("the code ended at {}", family.code_until)
        })?;
        let uri = request.redirect_uri.as_deref();
        book.require(
            Rule::CodeRedirect,
            uri == Some(grant.redirect_uri.as_str()),
            || format!("redirect_uri is {uri:?}, expected {:?}", grant.redirect_uri),
        )?;
        check_verifier(grant.challenge.as_ref(), request, book)?;
        family.redeemed = true;
        Ok((id, family.grant.scopes.clone()))
    }

    fn check_refresh(
        &mut self,
        request: &TokenRequest,
        client_id: &str,
        book: &Book,
        now: UnixSeconds,
    ) -> Result<(u64, Vec<String>), Breach<Rule>> {
        let name = request.refresh_token.as_deref().unwrap_or_default();
        let found = self.refresh.get(name);
        let found = found.and_then(|token| Some((token, self.families.get(&token.family)?)));
        let Some((token, family)) = found.filter(|(_, family)| !family.revoked) else {
            return Err(Breach::new(
                Rule::RefreshKnown,
                "the refresh token is not known",
            ));
        };
        let owner = &family.grant.client_id;
        book.require(Rule::RefreshClient, owner == client_id, || {
            format!("the refresh token is of {owner:?}, the caller is {client_id:?}")
        })?;
        book.require(Rule::RefreshFresh, now < token.until, || {
            format!("the refresh token ended at {}", token.until)
        })?;
        let wanted: Vec<String> = match &request.scope {
            None => token.scopes.clone(),
            Some(scope) => scope.split_ascii_whitespace().map(Into::into).collect(),
        };
        let beyond = wanted.iter().find(|scope| !token.scopes.contains(scope));
        book.require(Rule::RefreshScope, beyond.is_none(), || {
            format!("scope {beyond:?} was not granted")
        })?;
        let id = token.family;
        self.refresh.remove(name);
        Ok((id, wanted))
    }

    fn tokens(&mut self, id: u64, scopes: Vec<String>, ambient: &Ambient) -> Option<Issued<T>> {
        let mut grant = self.families.get(&id)?.grant.clone();
        grant.scopes.clone_from(&scopes);
        let token = |lifetime| Token {
            family: id,
            scopes: scopes.clone(),
            issued: ambient.now(),
            until: ambient.now().plus(lifetime),
        };
        let (access_token, refresh_token) = (fresh(ambient), fresh(ambient));
        self.access
            .insert(access_token.clone(), token(self.lifetimes.access));
        self.refresh
            .insert(refresh_token.clone(), token(self.lifetimes.refresh));
        Some(Issued {
            access_token,
            refresh_token,
            expires_in: self.lifetimes.access,
            grant,
        })
    }

    /// What an access token opens [RFC 6750 §3.1].
    ///
    /// # Errors
    ///
    /// When it is unknown, revoked or has ended.
    pub fn access(&self, token: &str, book: &Book, now: UnixSeconds) -> Result<Grant<T>, Refusal> {
        let found = self.lookup(&self.access, token);
        let (token, family) = found.ok_or_else(|| {
            Refusal::body(Breach::new(
                Rule::BearerKnown,
                "the access token is not known",
            ))
        })?;
        book.require(Rule::BearerFresh, now < token.until, || {
            format!("the access token ended at {}", token.until)
        })
        .map_err(Refusal::body)?;
        Ok(Grant {
            scopes: token.scopes.clone(),
            ..family.grant.clone()
        })
    }

    /// What a client learns about a token of its own; of other clients' tokens it learns nothing [RFC 7662 §2.2].
    #[must_use]
    pub fn introspect(&self, token: &str, client_id: &str, now: UnixSeconds) -> Introspection {
        let found = self
            .lookup(&self.access, token)
            .or_else(|| self.lookup(&self.refresh, token))
            .filter(|(token, _)| now < token.until)
            .filter(|(_, family)| family.grant.client_id == client_id);
        let Some((token, family)) = found else {
            return Introspection::default();
        };
        Introspection {
            active: true,
            scope: Some(token.scopes.join(" ")),
            client_id: Some(family.grant.client_id.clone()),
            token_type: Some("Bearer".into()),
            exp: Some(token.until.get()),
            iat: Some(token.issued.get()),
            ..Introspection::default()
        }
    }

    /// Revokes all that was given for logins that `which` chooses, at a logout.
    pub fn revoke(&mut self, which: impl Fn(&Grant<T>) -> bool) {
        for family in self.families.values_mut() {
            family.revoked |= which(&family.grant);
        }
    }

    fn lookup<'a>(
        &'a self,
        among: &'a BTreeMap<String, Token>,
        name: &str,
    ) -> Option<(&'a Token, &'a Family<T>)> {
        let token = among.get(name)?;
        let family = self.families.get(&token.family)?;
        (!family.revoked).then_some((token, family))
    }

    fn make_room(&mut self) {
        while self.families.len() >= CAPACITY {
            let Some((oldest, _)) = self.families.pop_first() else {
                return;
            };
            self.codes.retain(|_, family| *family != oldest);
            self.access.retain(|_, token| token.family != oldest);
            self.refresh.retain(|_, token| token.family != oldest);
        }
    }
}

fn check_verifier(
    challenge: Option<&Challenge>,
    request: &TokenRequest,
    book: &Book,
) -> Result<(), Breach<Rule>> {
    let verifier = request.code_verifier.as_deref();
    let Some(challenge) = challenge else {
        return book.require(Rule::VerifierExpected, verifier.is_none(), || {
            "a code_verifier came, and no code_challenge before".into()
        });
    };
    let fits = verifier
        .and_then(|text| Verifier::new(text).ok())
        .is_some_and(|verifier| challenge.accepts(&verifier));
    book.require(Rule::Verifier, fits, || {
        let state = verifier.map_or("is absent", |_| "does not fit");
        format!("the code_verifier {state}")
    })
}

fn fresh(ambient: &Ambient) -> String {
    let bytes: [u8; 32] = ambient.stream("oidc code or token").bytes();
    base64url::encode(&bytes)
}
