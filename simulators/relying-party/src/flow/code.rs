//! A login by OpenID Connect.

use http::header::{AUTHORIZATION, HeaderValue};
use oidc::client::{Callback, Expectations, check_token_response, read_callback};
use oidc::jose::Algorithm;
use oidc::pkce::{Method, Verifier};
use oidc::{AuthorizeRequest, Credentials, ErrorBody, TokenRequest};
use saml::fas::Level;
use web::{Form, Language, Request};

use super::{Awaits, Desk, Effect, Proof, Step, Tokens};
use crate::peers::Provider;
use crate::{Fault, Holder, OidcClient, Refusal, Rule};

/// The only algorithm of the federal login.
const ALGORITHMS: &[Algorithm] = &[Algorithm::Rs256];

/// What the provider answered: status, media type, body.
type Answer<'a> = (u16, &'a str, &'a str);

impl Desk<'_> {
    pub(super) fn begin_oidc(
        &self,
        own: &OidcClient,
        provider: &Provider,
        state: &str,
        language: Language,
    ) -> (Awaits, String) {
        let nonce = if self.config.has(Fault::RepeatsNonce) {
            "nonce".to_owned()
        } else {
            saml::fresh_id(self.ambient)
        };
        let verifier = self.proof_key();
        let mut request = AuthorizeRequest {
            state: Some(state.to_owned()),
            nonce: Some(nonce.clone()),
            acr_values: Some(self.level().acr()),
            ui_locales: Some(language.code().to_owned()),
            ..AuthorizeRequest::code(&own.id, &self.callback_address(), &own.scope)
        };
        if !self.config.has(Fault::AsksNoNewLogin) {
            request.prompt = Some("login".to_owned());
        }
        if let Some(verifier) = &verifier {
            request = request.with_challenge(&verifier.challenge(self.proof_method(provider)));
        }
        let proof = Proof {
            state: Some(state.to_owned()),
            nonce: Some(nonce),
            verifier,
        };
        (
            Awaits::Code(proof),
            request.url(&provider.metadata.authorization_endpoint),
        )
    }

    fn proof_key(&self) -> Option<Verifier> {
        if self.config.has(Fault::SendsNoProofKey) {
            return None;
        }
        if self.config.has(Fault::RepeatsProofKey) {
            return Verifier::new(&"v".repeat(43)).ok();
        }
        Some(Verifier::fresh(self.ambient))
    }

    /// S256, whatever a portal says of itself.
    fn proof_method(&self, provider: &Provider) -> Method {
        let supported = &provider.metadata.code_challenge_methods_supported;
        let named = supported.iter().any(|name| name == Method::S256.as_str());
        if self.config.has(Fault::DowngradesProofKey) && !named {
            return Method::Plain;
        }
        Method::S256
    }

    pub(super) fn callback(
        &self,
        own: &OidcClient,
        provider: &Provider,
        (proof, answered): (&Proof, bool),
        query: &str,
    ) -> Step {
        let rules = &self.config.rules;
        let code = match read_callback(query, proof.state.as_deref(), &own.issuer, &rules.oidc)? {
            Callback::Code(code) => code,
            Callback::Refused(error) => return Err(Refusal::ended_by_oidc(&error)),
        };
        rules.own.require(Rule::AnsweredOnce, !answered, || {
            "another code for the same login".to_owned()
        })?;
        let redeem = TokenRequest {
            code_verifier: proof
                .verifier
                .as_ref()
                .map(|verifier| verifier.as_str().to_owned()),
            ..TokenRequest::code(&code, &self.callback_address())
        };
        let form = redeem.to_parameters().iter().collect::<Form>();
        let request = web::post_form(&provider.metadata.token_endpoint, &form)?;
        let credentials = Credentials {
            id: own.id.clone(),
            secret: own.secret.clone(),
        };
        let request = authorized(request, &credentials.to_basic());
        Ok((
            Awaits::Tokens(proof.clone()),
            Effect::Ask(Box::new(request)),
        ))
    }

    pub(super) fn tokens(
        &self,
        own: &OidcClient,
        provider: &Provider,
        proof: &Proof,
        (status, content_type, body): Answer<'_>,
    ) -> Step {
        if status != 200 && !self.config.has(Fault::IgnoresStatus) {
            return Err(match ErrorBody::from_json(body) {
                Ok(error) => Refusal::ended_by_oidc(&error),
                Err(_) => Refusal::portal(format!("token endpoint answers with status {status}")),
            });
        }
        let tokens = check_token_response(content_type, body, &self.config.rules.oidc)?;
        let id_token = tokens.id_token.unwrap_or_default();
        let access_token = tokens.access_token.unwrap_or_default();
        let expected = self.expected(own, provider);
        let claims = expected.id_token(&id_token, proof.nonce.as_deref(), Some(&access_token))?;
        let level = Level(expected.level(&claims, self.level().0)?);
        let address = provider.metadata.userinfo_endpoint.as_deref();
        let address = address.ok_or_else(|| Refusal::portal("provider has no userinfo"))?;
        let ask = authorized(web::get(address)?, &format!("Bearer {access_token}"));
        let tokens = Tokens {
            claims,
            id_token,
            level,
        };
        Ok((Awaits::Claims(Box::new(tokens)), Effect::Ask(Box::new(ask))))
    }

    pub(super) fn claims(
        &self,
        own: &OidcClient,
        provider: &Provider,
        tokens: &Tokens,
        (status, content_type, body): Answer<'_>,
    ) -> Step {
        if status != 200 && !self.config.has(Fault::IgnoresStatus) {
            return Err(Refusal::portal(format!(
                "userinfo answers with status {status}"
            )));
        }
        let subject = tokens.claims.sub.as_deref().unwrap_or_default();
        let claims = self
            .expected(own, provider)
            .userinfo(content_type, body, subject)?;
        let holder = Holder::of_oidc(
            claims,
            tokens.level,
            tokens.id_token.clone(),
            &self.config.rules.own,
        )?;
        Ok((Awaits::Claims(Box::new(tokens.clone())), self.admit(holder)))
    }

    fn expected<'a>(&'a self, own: &'a OidcClient, provider: &'a Provider) -> Expectations<'a> {
        Expectations {
            issuer: &own.issuer,
            client_id: &own.id,
            keys: &provider.keys,
            algorithms: ALGORITHMS,
            now: self.ambient.now(),
            book: &self.config.rules.oidc,
        }
    }

    fn callback_address(&self) -> String {
        self.config.address("/oidc/callback")
    }
}

fn authorized(mut request: Request, value: &str) -> Request {
    // A token that no header can hold is not sent; the provider then refuses.
    if let Ok(mut value) = HeaderValue::from_str(value) {
        value.set_sensitive(true);
        request.headers_mut().insert(AUTHORIZATION, value);
    }
    request
}
