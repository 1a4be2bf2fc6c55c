//! The side of OpenID Connect clients.

use http::header::{AUTHORIZATION, HeaderName, HeaderValue, WWW_AUTHENTICATE};
use http::{Method, StatusCode};
use oidc::jose::{Algorithm, Jwks, verify};
use oidc::provider::{
    Client as Registered, Refusal, Rule, Supported, Way, check_authorize, check_client,
    check_post_logout, find,
};
use oidc::{
    Audience, AuthorizeRequest, AuthorizeResponse, Claims as _, ErrorCode, IdToken, Parameters,
    TokenRequest,
};
use rules::Breach;
use saml::fas::Level;
use web::{Language, Request, Response};

use super::{Csam, Told};
use crate::answer::metadata::{SCOPES, for_clients};
use crate::config::{Client, IssuerForm};
use crate::order::Order;
use crate::{Fault, paths};

impl Csam {
    /// The document by which clients find the rest.
    pub(super) fn discovery(&self, issuer: &str) -> Response {
        let document = for_clients(&self.told().config, issuer);
        web::json(StatusCode::OK, document.to_json())
    }

    fn key_set_now(&self) -> Jwks {
        let rotated = self.told().config.faults.has(Fault::KeyRotated);
        self.keys.key_set(rotated)
    }

    /// The keys of tokens.
    pub(super) fn key_set(&self) -> Response {
        web::json(StatusCode::OK, self.key_set_now().to_text())
    }

    /// A client asks for a login.
    pub(super) fn authorize(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let parameters = match parameters(request) {
            Ok(parameters) => parameters,
            Err(breach) => return self.refuse(language, &breach, "refused.request"),
        };
        let asked = AuthorizeRequest::from_parameters(&parameters);
        let levels = Level::ALL.map(|level| level.0);
        let supported = Supported {
            scopes: &SCOPES,
            levels: &levels,
        };
        let client = told.client(asked.client_id.as_deref().unwrap_or_default());
        let issuer = issuer_for(&told, client);
        let book = &told.config.books.provider;
        match check_authorize(&asked, &registered(&told), &supported, book) {
            Ok(accepted) if accepted.silent => {
                let state = accepted.state.as_deref();
                let words = "every login asks the person";
                let answer =
                    AuthorizeResponse::error(ErrorCode::LoginRequired, words, state, &issuer);
                web::redirect(&answer.url(&accepted.redirect_uri))
            }
            Ok(accepted) => {
                let wanted = accepted.ui_locales.as_deref().unwrap_or_default();
                let language = wanted.split_ascii_whitespace().find_map(Language::parse);
                let title = client.map_or_else(String::new, |client| client.title.clone());
                self.begin(request, Order::of_client(accepted, title, issuer), language)
            }
            Err(refusal) => self.decline_client(language, &refusal, &issuer),
        }
    }

    fn decline_client(&self, language: Language, refusal: &Refusal, issuer: &str) -> Response {
        match &refusal.way {
            Way::Redirect { uri, state } => {
                self.note(&refusal.breach);
                let words = &refusal.breach.because;
                let code = refusal.error_code();
                let answer = AuthorizeResponse::error(code, words, state.as_deref(), issuer);
                web::redirect(&answer.url(uri))
            }
            Way::Page | Way::Body { .. } => {
                self.refuse(language, &refusal.breach, "refused.request")
            }
        }
    }

    /// A client redeems a code, or refreshes.
    pub(super) fn token(&self, request: &Request) -> Response {
        let told = self.told();
        let (asked, client) = match self.caller(request, &told) {
            Ok(caller) => caller,
            Err(refusal) => return self.error_body(request, &refusal),
        };
        let book = &told.config.books.provider;
        let redeemed = self
            .grants()
            .redeem(&asked, &client.id, book, &self.ambient);
        let issued = match redeemed {
            Ok(issued) => issued,
            Err(refusal) => return self.error_body(request, &refusal),
        };
        let refreshed = asked.grant_type.as_deref() == Some("refresh_token");
        match self.tokens(&told).tokens(&issued, refreshed) {
            Ok(tokens) => {
                let failed = told.config.faults.has(Fault::TokensWithFailure);
                let status = if failed {
                    StatusCode::BAD_REQUEST
                } else {
                    StatusCode::OK
                };
                let response = web::json(status, tokens.to_json());
                if told.config.faults.has(Fault::TokensAsPage) {
                    let page = "text/html; charset=utf-8";
                    return with_header(response, http::header::CONTENT_TYPE, page);
                }
                response
            }
            Err(error) => self.trouble(Language::of(request), error),
        }
    }

    /// Who calls, and with what.
    fn caller(
        &self,
        request: &Request,
        told: &Told,
    ) -> Result<(TokenRequest, Registered), Refusal> {
        let parameters = parameters(request).map_err(Refusal::body)?;
        let asked = TokenRequest::from_parameters(&parameters);
        let book = &told.config.books.provider;
        let clients = registered(told);
        let client = check_client(header(request), &asked, &clients, book)?;
        Ok((asked, client.clone()))
    }

    fn error_body(&self, request: &Request, refusal: &Refusal) -> Response {
        self.note(&refusal.breach);
        let status = match refusal.way {
            Way::Body { status: 401 } => StatusCode::UNAUTHORIZED,
            _ => StatusCode::BAD_REQUEST,
        };
        let response = web::json(status, refusal.to_body().to_json());
        let asked_by_header = header(request).is_some();
        if status == StatusCode::UNAUTHORIZED && asked_by_header {
            return with_header(response, WWW_AUTHENTICATE, "Basic realm=\"fas\"");
        }
        response
    }

    /// A client fetches the claims of a person, as a signed token.
    pub(super) fn userinfo(&self, request: &Request) -> Response {
        let told = self.told();
        let Some(token) = bearer(request) else {
            let response = web::json(StatusCode::UNAUTHORIZED, "{}");
            return with_header(response, WWW_AUTHENTICATE, "Bearer realm=\"fas\"");
        };
        let book = &told.config.books.provider;
        let access = self.grants().access(&token, book, self.ambient.now());
        let grant = match access {
            Ok(grant) => grant,
            Err(refusal) => {
                self.note(&refusal.breach);
                let body = refusal.to_body().to_json();
                let response = web::json(StatusCode::UNAUTHORIZED, body);
                let challenge = "Bearer realm=\"fas\", error=\"invalid_token\"";
                return with_header(response, WWW_AUTHENTICATE, challenge);
            }
        };
        let writer = self.tokens(&told);
        match writer.userinfo(&grant.subject, &grant.client_id, &grant.scopes) {
            Ok((media_type, body)) => {
                let failed = told.config.faults.has(Fault::UserInfoWithFailure);
                let status = if failed {
                    StatusCode::FORBIDDEN
                } else {
                    StatusCode::OK
                };
                let response = web::text(status, body);
                with_header(response, http::header::CONTENT_TYPE, media_type)
            }
            Err(error) => self.trouble(Language::of(request), error),
        }
    }

    /// A client asks about a token. The token may come in the query, as clients of the federal login send it.
    pub(super) fn introspect(&self, request: &Request) -> Response {
        let told = self.told();
        let client = match self.caller(request, &told) {
            Ok((_, client)) => client,
            Err(refusal) => return self.error_body(request, &refusal),
        };
        let in_body = parameters(request).ok();
        let in_query = Parameters::parse(request.uri().query().unwrap_or_default()).ok();
        let token = [in_body, in_query]
            .iter()
            .flatten()
            .find_map(|parameters| parameters.get("token").map(str::to_owned))
            .unwrap_or_default();
        let now = self.ambient.now();
        let anybody = told.config.faults.has(Fault::IntrospectsForAnybody);
        let owners = told.config.clients.iter().filter(|_| anybody);
        let owners = owners.map(|own| own.client.id.as_str());
        let mut said = std::iter::once(client.id.as_str())
            .chain(owners)
            .map(|owner| self.grants().introspect(&token, owner, now))
            .find(|said| said.active)
            .unwrap_or_default();
        if said.active {
            said.iss = Some(issuer_for(&told, told.client(&client.id)));
            said.aud = Some(client.id.as_str().into());
        }
        web::json(StatusCode::OK, said.to_json())
    }

    /// A client sends a person to log out. Without a hint about whom, the person is asked.
    pub(super) fn end_session(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let parameters = match parameters(request) {
            Ok(parameters) => parameters,
            Err(breach) => return self.refuse(language, &breach, "refused.logout"),
        };
        let Some(hint) = parameters.get("id_token_hint") else {
            return web::redirect(paths::PAGES_LOGOUT);
        };
        let (client, sub) = match self.hinted(hint, &told) {
            Ok(hinted) => hinted,
            Err(breach) => return self.refuse(language, &breach, "refused.logout"),
        };
        let onward = match parameters.get("post_logout_redirect_uri") {
            None => None,
            Some(uri) => match check_post_logout(&client, uri, &told.config.books.provider) {
                Ok(()) => Some(uri),
                Err(refusal) => return self.refuse(language, &refusal.breach, "refused.logout"),
            },
        };
        if !told.config.faults.has(Fault::TokensOutliveLogout) {
            self.end_logins(&client.id, &sub);
        }
        let Some(uri) = onward else {
            let mut response = web::text(StatusCode::NO_CONTENT, "");
            response.headers_mut().remove(http::header::CONTENT_TYPE);
            return response;
        };
        let state = Parameters::new().with_some("state", parameters.get("state"));
        if parameters.get("state").is_some() {
            return web::redirect(&state.append_to(uri));
        }
        web::redirect(uri)
    }

    /// The client and the person of a token that this portal signed; that it has ended does not matter.
    fn hinted(&self, hint: &str, told: &Told) -> Result<(Registered, String), Breach<Rule>> {
        let wrong = |why: String| Breach::new(Rule::LogoutHint, why);
        let book = &told.config.books.provider;
        let verified = verify(hint, &self.key_set_now(), &[Algorithm::Rs256]);
        let payload = match verified {
            Ok(verified) => verified.payload().to_vec(),
            Err(error) => {
                book.require(Rule::LogoutHint, false, || error.to_string())?;
                let read = oidc::jose::Jws::parse(hint);
                read.map_err(|error| wrong(error.to_string()))?
                    .payload()
                    .to_vec()
            }
        };
        let claims = IdToken::from_json(&payload).map_err(|error| wrong(error.to_string()))?;
        let id = match claims.aud {
            Some(Audience::One(id)) => id,
            other => return Err(wrong(format!("aud is {other:?}"))),
        };
        let clients = registered(told);
        let client = find(&clients, &id).ok_or_else(|| wrong(format!("client {id:?}")))?;
        Ok((client.clone(), claims.sub.unwrap_or_default()))
    }
}

fn registered(told: &Told) -> Vec<Registered> {
    let clients = told.config.clients.iter();
    clients.map(|client| client.client.clone()).collect()
}

/// The name by which a client knows the portal.
fn issuer_for(told: &Told, client: Option<&Client>) -> String {
    match client.map(|client| client.issuer) {
        Some(IssuerForm::Origin) => told.config.origin.clone(),
        _ => told.config.issuer.clone(),
    }
}

/// The query of GET, the form of POST.
fn parameters(request: &Request) -> Result<Parameters, Breach<Rule>> {
    let unreadable = |why: String| Breach::new(Rule::RequestForm, why);
    let text = if request.method() == Method::GET {
        request.uri().query().unwrap_or_default()
    } else {
        std::str::from_utf8(request.body()).map_err(|error| unreadable(error.to_string()))?
    };
    Parameters::parse(text).map_err(|error| unreadable(error.to_string()))
}

fn header(request: &Request) -> Option<&str> {
    request.headers().get(AUTHORIZATION)?.to_str().ok()
}

/// The access token: in the header, or in the form of a POST [RFC 6750 §2].
fn bearer(request: &Request) -> Option<String> {
    if let Some(value) = header(request) {
        let (scheme, token) = value.split_once(' ')?;
        return scheme
            .eq_ignore_ascii_case("Bearer")
            .then(|| token.trim().to_owned());
    }
    if request.method() != Method::POST {
        return None;
    }
    parameters(request)
        .ok()?
        .get("access_token")
        .map(str::to_owned)
}

fn with_header(mut response: Response, name: HeaderName, value: &'static str) -> Response {
    response
        .headers_mut()
        .insert(name, HeaderValue::from_static(value));
    response
}
