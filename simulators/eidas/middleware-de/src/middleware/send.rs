//! The answer, carried by the browser that brought the request.

use std::sync::PoisonError;

use eidas_profile::request::Reply;
use eidas_profile::{Attributes, MiddlewareCode};
use saml::MessageKind;
use web::{Form, Request, Response};

use super::{Middleware, ROLE};
use crate::answer::{AnswerError, Responder};
use crate::eid::{EidData, Failure};
use crate::login::{Claim, Effect, Event, Login};
use crate::logins::Entry;
use crate::pages::{self, Reason};
use crate::person::Person;
use crate::{Fault, status};

impl Middleware {
    /// The eID client has brought the browser back.
    pub(super) fn send(&self, request: &Request) -> Response {
        let form = Form::query(request);
        let reference = form.get("refID");
        let entry = reference.and_then(|reference| {
            self.logins
                .find(|entry| entry.reference.as_str() == reference)
        });
        let Some(entry) = entry.filter(|entry| self.is_theirs(entry, request)) else {
            return self.unknown_session(request, "result of no login of this browser");
        };
        let part = |name| form.get(name).map(str::to_owned);
        let claim = Claim {
            major: part("ResultMajor"),
            minor: part("ResultMinor"),
        };
        self.conclude(request, &entry, Event::Returned(claim))
    }

    /// The person has cancelled on the page.
    pub(super) fn cancel(&self, request: &Request) -> Response {
        match self.named(request, &Form::body(request)) {
            Some(entry) => self.conclude(request, &entry, Event::Cancelled),
            None => self.unknown_session(request, "cancellation of no login of this browser"),
        }
    }

    fn conclude(&self, request: &Request, entry: &Entry, event: Event) -> Response {
        let again = self.has(Fault::ResultGivenTwice);
        let concluded = entry.change(|login| {
            let (login, effect) = login.step(event, &self.server(), &self.ambient);
            let kept = again.then(|| login.clone());
            (kept, (login, effect))
        });
        if !again {
            self.logins.end(&entry.session);
        }
        match concluded {
            Some((login, Effect::Respond(outcome))) => self.respond_to(request, &login, outcome),
            _ => self.unknown_session(request, "result of a login that is over"),
        }
    }

    fn respond_to(
        &self,
        request: &Request,
        login: &Login,
        outcome: Result<Box<EidData>, Failure>,
    ) -> Response {
        let reply = &login.request.reply;
        let told = outcome.and_then(|data| self.attributes(login, *data));
        let text = match told {
            Ok(attributes) => {
                let format = login.request.name_id_format.as_deref();
                self.responder().success(reply, attributes, format)
            }
            Err(failure) => {
                let code = status::code(&failure);
                self.journal
                    .line(ROLE, code.word(), format!("{}: {failure}", failure.name()));
                let message = status::message(&failure);
                self.responder().failure(reply, code, &message)
            }
        };
        self.forward(request, reply, login.relay_state.as_deref(), text)
    }

    fn attributes(&self, login: &Login, data: EidData) -> Result<Attributes, Failure> {
        let data = match self.has(Fault::PersonOfAnotherSession) {
            true => {
                let mut previous = self.previous.lock().unwrap_or_else(PoisonError::into_inner);
                previous.replace(data.clone()).unwrap_or(data)
            }
            false => data,
        };
        let country = login.request.reply.peer.country;
        let person = Person {
            data: &data,
            country: country.ok_or_else(|| Failure::Malformed {
                what: "the connector's metadata",
                why: "no country".to_owned(),
            })?,
            faults: self.faults(),
        };
        person.attributes(&login.attributes())
    }

    /// Carries the text of a response to the connector.
    pub(super) fn forward(
        &self,
        request: &Request,
        reply: &Reply,
        relay_state: Option<&str>,
        text: Result<String, AnswerError>,
    ) -> Response {
        let relay_state = relay_state.filter(|_| !self.has(Fault::RelayStateForgotten));
        match text {
            Ok(text) => {
                let fields = saml::post::fields(MessageKind::Response, &text, relay_state);
                pages::forward(request, &reply.destination, fields.into_iter().collect())
            }
            Err(error) => {
                let code = MiddlewareCode::InternalError;
                self.journal.line(ROLE, code.word(), error.to_string());
                self.refusal(request, Reason::Code(code))
            }
        }
    }

    pub(super) fn responder(&self) -> Responder<'_> {
        Responder {
            entity_id: &self.entity_id,
            signer: &self.signer,
            metadata_signer: &self.metadata_signer,
            faults: self.faults(),
            ambient: &self.ambient,
        }
    }
}
