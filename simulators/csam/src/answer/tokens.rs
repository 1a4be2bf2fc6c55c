//! Answers to OpenID Connect clients.

use ambient::Ambient;
use oidc::jose::forgery::{Forger, Forgery};
use oidc::jose::{Header, SigningKey as TokenKey, sign};
use oidc::provider::{Accepted, Issued};
use oidc::{
    AuthorizeResponse, Error, ErrorCode, IdToken, TokenResponse, UserInfo, at_hash, level_urn,
};
use saml::fas::Level;
use web::Language;

use crate::answer::wrong::changing_id;
use crate::answer::wrong_tokens;
use crate::config::Config;
use crate::flow::Denial;
use crate::keys::Keys;
use crate::{Fault, Login};

/// Seconds for which an `id_token` is worth anything.
const ID_TOKEN_SECONDS: i64 = 3600;

/// What is kept of a login behind a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) login: Login,
    /// The name under which this client knows the person.
    pub(crate) sub: String,
    /// The name under which this client knows the portal.
    pub(crate) issuer: String,
    pub(crate) language: Language,
}

/// Who writes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Writer<'a> {
    pub(crate) config: &'a Config,
    pub(crate) keys: &'a Keys,
    pub(crate) ambient: &'a Ambient,
}

impl Writer<'_> {
    /// The address to which the browser goes with a code.
    pub(crate) fn granted(&self, request: &Accepted, issuer: &str, code: &str) -> String {
        let response = AuthorizeResponse {
            code: Some(code.into()),
            state: request.state.clone(),
            iss: Some(issuer.into()),
            scope: Some(request.scopes.join(" ")),
            client_id: Some(request.client_id.clone()),
            ..AuthorizeResponse::default()
        };
        self.callback(response).url(&request.redirect_uri)
    }

    /// The address to which the browser goes when nobody logged in.
    pub(crate) fn denied(&self, request: &Accepted, issuer: &str, denial: Denial) -> String {
        let words = match denial {
            Denial::Cancelled => "the person gave up",
            Denial::Level => "the level was not reached",
            Denial::Number => "LINK_REQUIRED",
        };
        let state = request.state.as_deref();
        let response = AuthorizeResponse::error(ErrorCode::AccessDenied, words, state, issuer);
        self.callback(response).url(&request.redirect_uri)
    }

    fn callback(&self, mut response: AuthorizeResponse) -> AuthorizeResponse {
        wrong_tokens::callback(&mut response, &self.config.faults);
        response
    }

    fn has(&self, fault: Fault) -> bool {
        self.config.faults.has(fault)
    }

    /// The answer of the token endpoint. A refreshed `id_token` has no nonce [OIDC Core §12.2].
    pub(crate) fn tokens(
        &self,
        issued: &Issued<Subject>,
        refreshed: bool,
    ) -> Result<TokenResponse, Error> {
        let grant = &issued.grant;
        let nonce = grant.nonce.clone().filter(|_| !refreshed);
        let id_token = self.id_token(issued, nonce.clone());
        let text = wrong_tokens::id_token_text(&id_token, &self.config.faults);
        let id_token = self.signed(&text, Fault::id_token_forgery)?;
        Ok(TokenResponse {
            access_token: Some(issued.access_token.clone()),
            token_type: wrong_tokens::token_type(&self.config.faults),
            expires_in: Some(issued.expires_in),
            refresh_token: Some(issued.refresh_token.clone()),
            scope: Some(grant.scopes.join(" ")),
            id_token: (!self.has(Fault::IdTokenMissing)).then_some(id_token),
            nonce,
            ..TokenResponse::default()
        })
    }

    fn id_token(&self, issued: &Issued<Subject>, nonce: Option<String>) -> IdToken {
        let grant = &issued.grant;
        let now = self.ambient.now();
        let level = level_urn(self.level(&grant.subject.login).0);
        let mut claims = IdToken {
            iss: Some(grant.subject.issuer.clone()),
            sub: Some(grant.subject.sub.clone()),
            aud: Some(grant.client_id.as_str().into()),
            exp: Some(now.plus(ID_TOKEN_SECONDS).get()),
            iat: Some(now.get()),
            auth_time: Some(grant.authenticated.get()),
            nonce,
            acr: Some(level.clone()),
            amr: Some(vec!["eidas".into(), level]),
            at_hash: Some(at_hash(&issued.access_token)),
            ..IdToken::default()
        };
        wrong_tokens::id_token(&mut claims, &self.config.faults, now);
        claims
    }

    fn level(&self, login: &Login) -> Level {
        if self.has(Fault::LevelTooLow) {
            Level::SELF_REGISTERED
        } else {
            login.level
        }
    }

    /// The answer of the userinfo endpoint: its media type and its body.
    pub(crate) fn userinfo(
        &self,
        subject: &Subject,
        client_id: &str,
        scopes: &[String],
    ) -> Result<(&'static str, String), Error> {
        let mut claims = self.claims(subject, client_id, scopes);
        let faults = &self.config.faults;
        wrong_tokens::userinfo(&mut claims, faults, self.ambient.now());
        let text = wrong_tokens::userinfo_text(&claims, faults);
        if self.has(Fault::UserInfoPlain) {
            return Ok(("application/json", text));
        }
        let token = self.signed(&text, Fault::userinfo_forgery)?;
        Ok(("application/jwt", token))
    }

    fn claims(&self, subject: &Subject, client_id: &str, scopes: &[String]) -> UserInfo {
        let beyond = self.has(Fault::UserInfoBeyondScope);
        let has = |scope: &str| beyond || scopes.iter().any(|own| own == scope);
        let person = &subject.login.person;
        let mut claims = UserInfo {
            iss: Some(subject.issuer.clone()),
            aud: Some(client_id.into()),
            sub: Some(subject.sub.clone()),
            subname: Some(subject.sub.clone()),
            ..UserInfo::default()
        };
        if has("profile") {
            claims.surname = Some(person.surname.clone());
            claims.given_name = Some(person.given_name.clone());
            if self.has(Fault::NamesSwapped) {
                std::mem::swap(&mut claims.surname, &mut claims.given_name);
            }
            claims.birthdate = Some(person.date_of_birth.clone());
            claims.pref_language = Some(subject.language.code().into());
            claims.fedid = Some(self.federal_id(&subject.login));
            claims.assurance_level = Some(level_urn(self.level(&subject.login).0));
            claims.eidas_person_identifier = Some(person.identifier.clone());
        }
        if has("egovnrn") {
            claims.egov_nrn.clone_from(&person.number);
            if self.has(Fault::NumberEmpty) {
                claims.egov_nrn.get_or_insert_default();
            }
        }
        claims
    }

    fn federal_id(&self, login: &Login) -> String {
        if self.has(Fault::FederalIdChanges) {
            return changing_id(self.ambient);
        }
        login.person.federal_id(self.ambient)
    }

    fn key(&self) -> &TokenKey {
        let next = self.keys.next_token.as_ref();
        next.filter(|_| self.has(Fault::KeyRotated))
            .unwrap_or(&self.keys.token)
    }

    fn signed(
        &self,
        claims: &str,
        forgery: impl Fn(Fault) -> Option<Forgery>,
    ) -> Result<String, Error> {
        let Some(forgery) = self.config.faults.find(forgery) else {
            let key = self.key();
            let header = Header::new(key.algorithm()).kid(key.kid()).typ("JWT");
            return sign(&header, claims.as_bytes(), key, self.ambient);
        };
        let forger = Forger {
            key: &self.keys.token,
            foreign: &self.keys.foreign_token,
            foreign_certificate: &self.config.signing.certificate,
        };
        forger.forge(forgery, claims.as_bytes(), self.ambient)
    }
}
