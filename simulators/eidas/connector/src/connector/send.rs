//! From the national system to the other node.

use eidas_profile::light::{self, LightRequest, LightToken, RequestExpectations};
use eidas_profile::metadata::Node;
use eidas_profile::request::RequestDraft;
use eidas_profile::{CountryCode, EuCode, PeerError};
use http::Method;
use rules::{Breach, Rule as _};
use saml::binding::MessageKind;
use saml::message::AuthnRequest;
use web::{Form, Language, PostForm, Request, Response};
use xml::SigningError;

use super::Connector;
use crate::fault::Fault;
use crate::flow::{Effect, Event, Login, Own, step};
use crate::{description, pages};

impl Connector {
    /// A browser brings the token of a light request.
    pub(super) fn receive_request(&self, request: &Request) -> Response {
        let asked = match self.light_request(request) {
            Ok(asked) => asked,
            Err(breach) => return self.refuse_light(request, &breach),
        };
        let country = asked.country.parse::<CountryCode>();
        let found = match country {
            Ok(country) => self.peers.of_country(country),
            Err(error) => Err(PeerError::NotPermitted(error.to_string())),
        };
        let proxy = match found {
            Ok(proxy) => proxy,
            Err(error) => return self.refuse_peer(request, &error),
        };
        let message_id = match self.has(Fault::RequestIdReused) {
            true => format!("_{}", asked.id),
            false => saml::fresh_id(&self.ambient),
        };
        let node = description::node(&self.config, self.ambient.now());
        let own = Own {
            node: &node,
            book: &self.config.books.light,
            faults: &self.config.faults,
        };
        let relay_state = asked.relay_state.clone();
        let relay_state = relay_state.filter(|_| !self.has(Fault::RelayStateKept));
        let event = Event::Asked {
            request: asked,
            proxy: &proxy,
            message_id: message_id.clone(),
        };
        let (login, effect) = step(Login::Fresh, event, &own);
        match effect {
            Effect::Ask(draft) => {
                self.logins.insert(&message_id, login);
                self.ask(request, &draft, (&proxy, &message_id), relay_state)
            }
            Effect::RefuseRequest(breach) => self.refuse_light(request, &breach),
            _ => self.fail(request, "a question without an effect"),
        }
    }

    /// Fetches the light request of the token and holds it to its rules.
    fn light_request(&self, request: &Request) -> Result<LightRequest, Breach<light::Rule>> {
        let (query, body) = (Form::query(request), Form::body(request));
        let mut tokens: Vec<&str> = query.all("token").collect();
        if *request.method() == Method::POST {
            tokens.extend(body.all("token"));
        }
        let book = &self.config.books.light;
        let cache = &*self.config.cache;
        let text = self.config.requests.receive(&tokens, cache, book)?;
        if self.has(Fault::TokenReusable)
            && let Some(Ok((token, _))) = tokens.last().map(|wire| LightToken::decode(wire))
        {
            cache.put(self.config.requests.cache, &token.id, &text);
        }
        let now = self.ambient.now();
        let until = now.plus(i64::from(self.config.patience));
        let reusable = self.has(Fault::TokenReusable);
        let expect = RequestExpectations {
            countries: &self.peers.countries(),
            service_type: self.config.service_type,
            first: &|id| self.asked.accept(id, until, now) || reusable,
        };
        light::check_request(&text, &expect, book)
    }

    /// Sends the browser to the other node with a signed request.
    fn ask(
        &self,
        request: &Request,
        draft: &RequestDraft,
        (proxy, message_id): (&Node, &str),
        relay_state: Option<String>,
    ) -> Response {
        let mut message = draft.to_message(&self.ambient);
        message.header.id = Some(message_id.to_owned());
        self.misbehave(&mut message);
        let text = match self.sign(&message) {
            Ok(text) => text,
            Err(error) => return self.fail(request, &error.to_string()),
        };
        let address = proxy.post_location().unwrap_or_default();
        let fields = saml::post::fields(MessageKind::Request, &text, relay_state.as_deref());
        let fields = fields
            .into_iter()
            .fold(Form::new(), |form, (name, value)| form.with(name, value));
        let language = Language::of(request);
        PostForm::new(language, pages::service(language), address, fields).respond()
    }

    fn sign(&self, message: &AuthnRequest) -> Result<String, SigningError> {
        let element = message.to_element();
        if self.has(Fault::RequestUnsigned) {
            return Ok(element.to_document());
        }
        self.signer.sign_message(&element)
    }

    fn misbehave(&self, message: &mut AuthnRequest) {
        if self.has(Fault::ForceAuthnLeftOut) {
            message.force_authn = None;
        }
        if self.has(Fault::IsPassiveLeftOut) {
            message.is_passive = None;
        }
        if self.has(Fault::ForeignConsumer) {
            message.assertion_consumer_service_url = Some("https://evil.example/acs".to_owned());
        }
        if self.has(Fault::OldIssueInstant) {
            let header = &mut message.header;
            header.issue_instant = header.issue_instant.map(|at| at.plus(-7200));
        }
        if self.has(Fault::ExactComparison)
            && let Some(context) = &mut message.requested_authn_context
        {
            context.comparison = Some("exact".to_owned());
        }
    }

    fn refuse_light(&self, request: &Request, breach: &Breach<light::Rule>) -> Response {
        let code = breach.rule.eu_code();
        self.refuse(request, code, breach.rule.name(), &breach.to_string())
    }

    /// The node of the country cannot be asked. What the EU node hides shows as metadata that cannot be loaded.
    fn refuse_peer(&self, request: &Request, error: &PeerError) -> Response {
        let (code, rule) = match error {
            PeerError::NotPermitted(_) => (EuCode::METADATA_SOURCE, "peer-permitted"),
            PeerError::Invalid { breach, .. } => (breach.rule.eu_code(), breach.rule.name()),
            _ => (EuCode::METADATA_RETRIEVAL, "peer-available"),
        };
        let shown = match EuCode::HIDDEN.contains(&code) {
            true => EuCode::METADATA_RETRIEVAL,
            false => code,
        };
        self.refuse(request, shown, rule, &format!("{error} ({code})"))
    }
}
