//! A recording of what went over the wire.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ambient::{Ambient, UnixSeconds};
use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode};

use crate::{Arrival, Request, Response, Service};

/// Most exchanges that are kept; older ones give way.
const MOST_MESSAGES: usize = 4_096;

/// Most bytes of bodies that are kept (32 MiB).
const MOST_BYTES: usize = 32 * 1024 * 1024;

/// One exchange: what a service was asked and what it answered.
#[derive(Clone, Debug)]
pub struct Message {
    /// Its place in the recording, from 0; counts on when older ones have given way.
    pub number: u64,
    /// When, on the world's clock.
    pub at: UnixSeconds,
    /// Who was asked.
    pub role: String,
    /// The method.
    pub method: Method,
    /// The whole address, with the host that the client named.
    pub url: String,
    /// What the client sent before the body.
    pub request_headers: HeaderMap,
    /// The body that the client sent.
    pub request_body: Bytes,
    /// The status of the answer.
    pub status: StatusCode,
    /// What the service sent before the body.
    pub response_headers: HeaderMap,
    /// The body of the answer.
    pub response_body: Bytes,
}

/// A recording of every exchange of the services that it was laid around. Clones record to the same place.
#[derive(Clone, Debug)]
pub struct Tap {
    ambient: Ambient,
    recording: Arc<Mutex<Recording>>,
}

#[derive(Debug, Default)]
struct Recording {
    messages: VecDeque<Message>,
    bytes: usize,
    next: u64,
}

impl Tap {
    /// An empty recording that takes the time from this world.
    #[must_use]
    pub fn new(ambient: &Ambient) -> Self {
        Self {
            ambient: ambient.clone(),
            recording: Arc::default(),
        }
    }

    /// The same service, recorded under the name of its role.
    #[must_use]
    pub fn service(&self, role: &str, inner: Arc<dyn Service>) -> Arc<dyn Service> {
        Arc::new(Tapped {
            tap: self.clone(),
            role: role.to_owned(),
            inner,
        })
    }

    /// Everything recorded, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.lock().messages.iter().cloned().collect()
    }

    /// What was recorded from this number on.
    #[must_use]
    pub fn since(&self, number: u64) -> Vec<Message> {
        let recording = self.lock();
        let later = recording.messages.iter().filter(|m| m.number >= number);
        later.cloned().collect()
    }

    /// The number that the next exchange gets.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.lock().next
    }

    /// Forgets everything; numbers count on.
    pub fn clear(&self) {
        let mut recording = self.lock();
        recording.messages.clear();
        recording.bytes = 0;
    }

    fn record(&self, role: &str, request: &Request, response: &Response) {
        let mut recording = self.lock();
        let number = recording.next;
        recording.next += 1;
        recording.push(Message {
            number,
            at: self.ambient.now(),
            role: role.to_owned(),
            method: request.method().clone(),
            url: address(request),
            request_headers: request.headers().clone(),
            request_body: request.body().clone(),
            status: response.status(),
            response_headers: response.headers().clone(),
            response_body: response.body().clone(),
        });
    }

    fn lock(&self) -> MutexGuard<'_, Recording> {
        self.recording
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl Recording {
    fn push(&mut self, message: Message) {
        self.bytes += message.size();
        self.messages.push_back(message);
        while self.messages.len() > MOST_MESSAGES || self.bytes > MOST_BYTES {
            let Some(oldest) = self.messages.pop_front() else {
                break;
            };
            self.bytes = self.bytes.saturating_sub(oldest.size());
        }
    }
}

impl Message {
    fn size(&self) -> usize {
        self.request_body.len() + self.response_body.len()
    }
}

struct Tapped {
    tap: Tap,
    role: String,
    inner: Arc<dyn Service>,
}

impl Service for Tapped {
    fn respond(&self, request: &Request) -> Response {
        // A panic is recorded as what the client sees of it.
        let response = crate::shell::answer_or_page(&*self.inner, request);
        self.tap.record(&self.role, request, &response);
        response
    }
}

fn address(request: &Request) -> String {
    let scheme = if Arrival::of(request).secure {
        "https"
    } else {
        "http"
    };
    let host = request.headers().get(http::header::HOST);
    let host = host
        .and_then(|host| host.to_str().ok())
        .unwrap_or("unknown");
    format!("{scheme}://{host}{}", request.uri())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use std::sync::Arc;

    use ambient::{Ambient, Date};
    use bytes::Bytes;
    use http::StatusCode;

    use super::{MOST_BYTES, Tap};
    use crate::{Request, text};

    fn tap() -> Tap {
        Tap::new(&Ambient::simulated(1, Date::new(2026, 3, 1).unwrap()))
    }

    fn request(body: Bytes) -> Request {
        http::Request::post("/a?b=c")
            .header("host", "role.test:81")
            .body(body)
            .unwrap()
    }

    #[test]
    fn an_exchange_is_recorded_whole() {
        let tap = tap();
        let echo = |request: &Request| text(StatusCode::OK, format!("{:?}", request.body()));
        let service = tap.service("role", Arc::new(echo));
        let response = service.respond(&request("hello".into()));
        let messages = tap.messages();
        assert_eq!(messages[0].url, "http://role.test:81/a?b=c");
        assert_eq!(messages[0].request_body, "hello");
        assert_eq!(messages[0].response_body, *response.body());
        assert_eq!((messages[0].number, tap.next()), (0, 1));
        assert!(tap.since(1).is_empty());
    }

    #[test]
    fn a_panic_is_recorded_as_the_page_that_the_client_sees() {
        let tap = tap();
        let broken = |_: &Request| panic!("on purpose");
        let response = tap
            .service("role", Arc::new(broken))
            .respond(&request(Bytes::new()));
        assert_eq!(response.status(), 500);
        assert_eq!(tap.messages()[0].status, 500);
    }

    #[test]
    fn memory_is_bounded() {
        let tap = tap();
        let service = tap.service("role", Arc::new(|_: &Request| text(StatusCode::OK, "")));
        let large = Bytes::from(vec![0; MOST_BYTES / 2]);
        for _ in 0..3 {
            let _ = service.respond(&request(large.clone()));
        }
        let numbers: Vec<_> = tap.messages().iter().map(|m| m.number).collect();
        assert_eq!(numbers, [1, 2]);
    }
}
