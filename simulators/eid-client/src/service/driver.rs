//! Does what the flow wants done, until the user or the browser is next.

use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION, USER_AGENT};
use http::{HeaderName, Method};
use web::{FetchError, PeerCertificate, Request, Response};

use super::{EidClient, ROLE, server_name};
use crate::flow::{
    Answer, Decision, Effect, Event, Failure, PaosRequest, ServerAnswer, State, step,
};

/// What the browser gets.
pub(super) enum Shown {
    /// The page on which the run waits.
    Page,
    /// Another address.
    Redirect(String),
    /// An error.
    Failure(Failure),
}

impl EidClient {
    /// Goes on with what the user decided.
    pub(super) fn decided(&self, state: State, decision: Decision) -> (State, Shown) {
        let (state, effect) = step(state, Event::User(decision), &self.ambient);
        self.drive(state, effect)
    }

    /// Does one thing after the other.
    pub(super) fn drive(&self, mut state: State, mut effect: Effect) -> (State, Shown) {
        loop {
            for (rule, because) in state.take_notes() {
                self.journal.line(ROLE, &rule, because);
            }
            let event = match effect {
                Effect::Get(url) => Event::Answer(self.fetch(web::get(&url))),
                Effect::Meet(origin) => {
                    let request = web::get(&origin).map(|mut request| {
                        *request.method_mut() = Method::HEAD;
                        request
                    });
                    Event::Answer(self.fetch(request))
                }
                Effect::Post(request) => Event::Answer(self.fetch(paos_post(&request))),
                Effect::LookAtSlot => Event::Slot(self.config.slot.state()),
                Effect::SendApdu(command) => match self.config.slot.transmit(&command) {
                    Ok(answer) => Event::Card(answer),
                    Err(_) => Event::CardGone,
                },
                Effect::Show(_) => return (state, Shown::Page),
                Effect::Redirect(url) => return (state, Shown::Redirect(url)),
                Effect::Fail(failure) => return (state, Shown::Failure(failure)),
            };
            (state, effect) = step(state, event, &self.ambient);
        }
    }

    fn fetch(&self, request: Result<Request, FetchError>) -> Answer {
        let mut request = request.map_err(|error| error.to_string())?;
        set(request.headers_mut(), USER_AGENT, &server_name());
        let response = self.network.fetch(request);
        response.map(answer).map_err(|error| error.to_string())
    }
}

fn answer(response: Response) -> ServerAnswer {
    let location = response.headers().get(LOCATION);
    let location = location.and_then(|location| location.to_str().ok());
    ServerAnswer {
        status: response.status().as_u16(),
        location: location.map(str::to_owned),
        certificate: PeerCertificate::of(&response).map(<[u8]>::to_vec),
        body: response.into_body().into(),
    }
}

fn paos_post(message: &PaosRequest) -> Result<Request, FetchError> {
    let mut request = web::get(&message.url)?;
    *request.method_mut() = Method::POST;
    let headers = request.headers_mut();
    let session = HeaderName::from_static(paos::REQUEST_ID_HEADER);
    set(headers, session, &message.session);
    set(headers, HeaderName::from_static("paos"), paos::PAOS_HEADER);
    set(headers, CONTENT_TYPE, paos::CONTENT_TYPE);
    set(headers, ACCEPT, paos::ACCEPT);
    *request.body_mut() = message.body.clone().into();
    Ok(request)
}

/// Sets a header, unless the value cannot be one: a session identifier comes from a stranger.
fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}
