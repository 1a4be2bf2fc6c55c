//! Where the eID client speaks: the TC token and the PAOS channel. `[TR-03124-1 §2.4]` `[TR-03112-7 §2.6]`

use std::sync::Arc;

use http::StatusCode;
use paos::{
    Envelope, Message, ProtocolResult, REQUEST_ID_HEADER, ResultMinor, StartPaosResponse, TcToken,
};
use web::{Form, Request, Response};

use super::{Middleware, ROLE};
use crate::Fault;
use crate::eid::Failure;
use crate::login::{Effect, Event, Progress, fresh_name};
use crate::logins::Entry;

/// MessageID and message of a server without a session.
const ELSEWHERE: &str = "https://elsewhere.example";

impl Middleware {
    /// The token. The eID client has no cookies, so the name in the address is all that it needs.
    pub(super) fn token(&self, request: &Request) -> Response {
        let form = Form::query(request);
        let entry = form
            .get("sessionID")
            .and_then(|session| self.logins.by_session(session))
            .or_else(|| {
                self.logins
                    .latest()
                    .filter(|_| self.has(Fault::TokenForAnySession))
            });
        let Some(entry) = entry else {
            return self.unknown_session(request, "token of no login");
        };
        let step = entry.change(|login| {
            let (login, effect) = login.step(Event::TokenFetched, &self.server(), &self.ambient);
            (Some(login), effect)
        });
        match step {
            Some(Effect::Token(identifier)) => {
                let token = self.make_token(&entry, &identifier);
                let kind = "text/xml; charset=utf-8";
                web::xml(StatusCode::OK, kind, token.encode())
            }
            _ => self.unknown_session(request, "token of a login that is over"),
        }
    }

    fn make_token(&self, entry: &Entry, identifier: &str) -> TcToken {
        let mut refresh = format!(
            "{}?refID={}",
            self.address("ResponseSender"),
            entry.reference
        );
        if self.has(Fault::RefreshAddressElsewhere) {
            refresh = refresh.replacen(&self.config.origin, ELSEWHERE, 1);
        }
        if self.has(Fault::RefreshAddressOfAnother) {
            let other = fresh_name("middleware-de reference", &self.ambient);
            refresh = refresh.replacen(&entry.reference, &other, 1);
        }
        let mut server = self.address("paosreceiver");
        if self.has(Fault::ServerAddressInTheOpen) {
            server = server.replacen("https://", "http://", 1);
        }
        let mut token = TcToken::attached(server, identifier, refresh);
        if self.has(Fault::TokenOtherBinding) {
            token.binding = Some("urn:oasis:names:tc:SAML:2.0:bindings:PAOS".to_owned());
        }
        if self.has(Fault::TokenWithoutSession) {
            token.session_identifier = Some(String::new());
        }
        token
    }

    /// A message of the eID client.
    pub(super) fn talk(&self, request: &Request) -> Response {
        let header = request.headers().get(REQUEST_ID_HEADER);
        let header = header.and_then(|value| value.to_str().ok()).map(str::trim);
        match Envelope::decode(request.body()) {
            Ok(envelope) => self.hear(header, envelope),
            Err(error) => self.mishear(header, &error.to_string()),
        }
    }

    fn hear(&self, header: Option<&str>, envelope: Envelope) -> Response {
        let Envelope {
            message_id,
            relates_to,
            message,
            ..
        } = envelope;
        let entry = self.conversation(header, &message, relates_to.as_deref());
        let Some(entry) = entry else {
            self.journal.line(
                ROLE,
                "unknown-session",
                format!("{} of no session", message.name()),
            );
            return unknown(message_id.as_deref());
        };
        let event = Event::Message {
            message,
            relates_to,
        };
        let step = entry.change(|login| {
            let (login, effect) = login.step(event, &self.server(), &self.ambient);
            let failure = match &login.progress {
                Progress::Identifying(conversation) => match conversation.state.outcome() {
                    Some(Err(failure)) => Some(failure.clone()),
                    _ => None,
                },
                Progress::Asked => None,
            };
            (Some(login), (effect, failure))
        });
        let Some((effect, failure)) = step else {
            return unknown(message_id.as_deref());
        };
        if let Some(failure) = failure {
            self.journal.line(ROLE, failure.name(), failure.to_string());
        }
        match effect {
            Effect::Answer {
                message,
                message_id: own,
            } => self.answer(message, own, message_id.as_deref()),
            _ => unknown(message_id.as_deref()),
        }
    }

    fn answer(&self, message: Message, own: String, relates_to: Option<&str>) -> Response {
        let aborts = matches!(&message, Message::StartPaosResponse(last) if !last.result.is_ok());
        if aborts && self.has(Fault::AbortWithoutAnswer) {
            return web::text(StatusCode::INTERNAL_SERVER_ERROR, "");
        }
        enveloped(message, own, relates_to)
    }

    /// Bytes that are no message end the session that they name.
    fn mishear(&self, header: Option<&str>, why: &str) -> Response {
        self.journal.line(ROLE, "malformed", why);
        let failure = Failure::Malformed {
            what: "a PAOS message",
            why: why.to_owned(),
        };
        let entry = header.and_then(|identifier| self.spoken(identifier));
        let Some(entry) = entry else {
            return unknown(None);
        };
        let ended = entry.change(|mut login| {
            let Progress::Identifying(conversation) = login.progress else {
                return (Some(login), None);
            };
            let mut conversation = *conversation;
            let (state, message) = self.server().refuse(conversation.state, failure);
            conversation.state = state;
            login.progress = Progress::Identifying(Box::new(conversation));
            (Some(login), Some(message))
        });
        match ended.flatten() {
            Some(message) => enveloped(message, String::new(), None),
            None => unknown(None),
        }
    }

    /// The login whose conversation a message belongs to: as the header says, as the first message says, or as the
    /// message says that it answers.
    fn conversation(
        &self,
        header: Option<&str>,
        message: &Message,
        relates_to: Option<&str>,
    ) -> Option<Arc<Entry>> {
        if self.has(Fault::AnswersAnotherSession) {
            return self.logins.latest();
        }
        let named = match message {
            Message::StartPaos(start) => Some(start.session_identifier.as_str()),
            _ => None,
        };
        match (header.or(named), relates_to) {
            (Some(identifier), _) => self.spoken(identifier),
            (None, Some(relates_to)) => self.logins.find(|entry| {
                let last = |login: &crate::login::Login| login.conversation()?.last_message.clone();
                entry.look(last).flatten().as_deref() == Some(relates_to)
            }),
            (None, None) => None,
        }
    }

    /// The login with the conversation of this identifier.
    fn spoken(&self, identifier: &str) -> Option<Arc<Entry>> {
        self.logins.find(|entry| {
            let is = |login: &crate::login::Login| {
                login
                    .conversation()
                    .is_some_and(|conversation| conversation.identifier == identifier)
            };
            entry.look(is).unwrap_or(false)
        })
    }
}

fn refusal(minor: ResultMinor) -> Message {
    Message::StartPaosResponse(StartPaosResponse::new(ProtocolResult::error(minor)))
}

fn unknown(relates_to: Option<&str>) -> Response {
    let minor = ResultMinor::UNKNOWN_CHANNEL_HANDLE;
    enveloped(refusal(minor), String::new(), relates_to)
}

fn enveloped(message: Message, message_id: String, relates_to: Option<&str>) -> Response {
    let mut envelope = Envelope::from_server(message, message_id);
    if envelope.message_id.as_deref() == Some("") {
        envelope.message_id = None;
    }
    if let Some(relates_to) = relates_to {
        envelope = envelope.relating_to(relates_to);
    }
    web::xml(StatusCode::OK, paos::CONTENT_TYPE, envelope.encode())
}
