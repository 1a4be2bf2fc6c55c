//! The side of SAML services: metadata and requests for a login.

use http::{Method, StatusCode};
use rules::Breach;
use saml::binding::BindingError;
use saml::fas::Incoming;
use saml::fas::request::{self, Accepted, Answer, Receiver, Refusal};
use saml::message::Status;
use saml::names::status;
use saml::{MessageKind, post, redirect};
use web::{Form, Language, PostForm, Request, Response};
use xml::Limits;

use super::{Csam, Told};
use crate::answer::metadata;
use crate::answer::saml::{Address, Writer};
use crate::order::{NameForm, Order};
use crate::paths;
use crate::texts::service_name;

/// A message of either binding, as the browser brought it.
pub(super) enum Brought {
    Post {
        kind: MessageKind,
        text: String,
        relay_state: Option<String>,
    },
    Redirect(redirect::Incoming),
}

impl Brought {
    /// Reads the query of GET and the form of POST.
    pub(super) fn read(request: &Request) -> Result<Self, BindingError> {
        if request.method() == Method::GET {
            let query = request.uri().query().unwrap_or_default();
            return redirect::parse(query, &Limits::SAML).map(Self::Redirect);
        }
        let form = Form::body(request);
        let pairs = form.pairs().iter();
        let fields = pairs.map(|(name, value)| (name.as_str(), value.as_str()));
        let carried = post::read(fields, &Limits::SAML)?;
        Ok(Self::Post {
            kind: carried.kind,
            text: carried.text,
            relay_state: carried.relay_state,
        })
    }

    pub(super) fn kind(&self) -> MessageKind {
        match self {
            Self::Post { kind, .. } => *kind,
            Self::Redirect(incoming) => incoming.carried.kind,
        }
    }

    pub(super) fn relay_state(&self) -> Option<String> {
        match self {
            Self::Post { relay_state, .. } => relay_state.clone(),
            Self::Redirect(incoming) => incoming.carried.relay_state.clone(),
        }
    }

    pub(super) fn incoming(&self) -> Incoming<'_> {
        match self {
            Self::Post { text, .. } => Incoming::Post(text),
            Self::Redirect(incoming) => Incoming::Redirect(incoming),
        }
    }
}

impl Csam {
    /// What services read about the portal.
    pub(super) fn metadata(&self, request: &Request) -> Response {
        let told = self.told();
        match metadata::for_services(&told.config, &self.keys, &self.ambient) {
            Ok(text) => web::xml(StatusCode::OK, "application/samlmetadata+xml", text),
            Err(error) => self.trouble(Language::of(request), error),
        }
    }

    /// A service asks for a login.
    pub(super) fn sign_on(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let syntax = |why: String| Breach::new(request::Rule::Syntax, why);
        let brought = match Brought::read(request) {
            Ok(brought) if brought.kind() == MessageKind::Request => brought,
            Ok(_) => return self.refuse(language, &syntax("a response".into()), "refused.request"),
            Err(error) => {
                return self.refuse(language, &syntax(error.to_string()), "refused.request");
            }
        };
        let address = told.config.address(paths::SINGLE_SIGN_ON);
        let receiver = Receiver {
            destinations: &[&address],
            peers: &told.services,
            policy: &self.policy,
            replay: &self.requests,
            now: self.ambient.now(),
        };
        let book = &told.config.books.request;
        match request::check(brought.incoming(), &receiver, book) {
            Ok(accepted) => self.accept(request, accepted, brought.relay_state(), &told),
            Err(refusal) => self.decline(language, &refusal, brought.relay_state()),
        }
    }

    fn accept(
        &self,
        request: &Request,
        accepted: Accepted,
        relay_state: Option<String>,
        told: &Told,
    ) -> Response {
        if accepted.request.is_passive == Some(true) {
            let status = Status::failure(
                status::RESPONDER,
                Some(status::NO_PASSIVE),
                "every login asks the person",
            );
            return self.send_status(Language::of(request), &accepted.reply, status, relay_state);
        }
        let metadata = told.metadata(&accepted.reply.entity_id);
        let order = Order::of_service(accepted, relay_state, metadata);
        self.begin(request, order, None)
    }

    /// A request that is not followed: a response where one may go, else a page.
    fn decline(
        &self,
        language: Language,
        refusal: &Refusal,
        relay_state: Option<String>,
    ) -> Response {
        let breach = &refusal.breach;
        match (breach.rule.answer(), &refusal.reply) {
            (Answer::Saml { code, sub }, Some(reply)) => {
                self.note(breach);
                let status = Status::failure(code, Some(sub), &breach.because);
                self.send_status(language, reply, status, relay_state)
            }
            _ => self.refuse(language, breach, "refused.request"),
        }
    }

    fn send_status(
        &self,
        language: Language,
        reply: &request::Reply,
        status: Status,
        relay_state: Option<String>,
    ) -> Response {
        let told = self.told();
        let writer = Writer {
            config: &told.config,
            keys: &self.keys,
            ambient: &self.ambient,
            encryption: None,
        };
        let to = Address {
            reply,
            name: NameForm::Transient,
        };
        match writer.refused(to, status) {
            Ok(text) => post_response(language, reply, &text, relay_state.as_deref()),
            Err(error) => self.trouble(language, error),
        }
    }
}

/// The form that carries a response to its service.
pub(super) fn post_response(
    language: Language,
    reply: &request::Reply,
    text: &str,
    relay_state: Option<&str>,
) -> Response {
    let fields: Form = post::fields(MessageKind::Response, text, relay_state)
        .into_iter()
        .collect();
    PostForm::new(language, service_name(language), &reply.consumer, fields).respond()
}
