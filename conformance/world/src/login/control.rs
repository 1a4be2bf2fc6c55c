//! The control API: what a person or a program may do to a running world.
//!
//! REST over loopback, described by the OpenAPI document that it serves at `/openapi.json`. Every answer is JSON; every
//! refusal is `{"error": …}` with words that say what to change.

use std::sync::Arc;

use ambient::Date;
use conformance_harness::{ConnectionLost, Order, SiteMessage};
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};
use web::{Request, Response, Service, json as answer};

/// The description of the API.
const OPENAPI: &str = include_str!("openapi.json");

/// Whoever can reach into the world.
pub(crate) trait Hands: Send + Sync {
    /// What the world is: addresses, seed, clock, card, faults.
    fn describe(&self) -> Value;
    /// Does something to it.
    fn order(&self, order: Order) -> Result<String, ConnectionLost>;
    /// Lets a role misbehave from now on.
    fn set_fault(&self, role: &str, fault: &str) -> Result<(), String>;
    /// Every role is healthy again.
    fn clear_faults(&self);
    /// The faults that a role knows.
    fn known_faults(&self) -> Value;
    /// What the taps saw.
    fn messages(&self) -> Vec<SiteMessage>;
    /// What the roles wrote.
    fn journal(&self) -> Vec<String>;
}

/// The service.
pub(crate) struct Control(pub(crate) Arc<dyn Hands>);

impl Service for Control {
    fn respond(&self, request: &Request) -> Response {
        match self.route(request) {
            Ok(value) => answer(StatusCode::OK, value.to_string()),
            Err((status, reason)) => answer(status, json!({"error": reason}).to_string()),
        }
    }
}

type Refused = (StatusCode, String);

/// The body of `POST /card`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CardBody {
    card: Option<String>,
    state: Option<String>,
}

/// The body of `POST /clock`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockBody {
    advance_seconds: Option<u32>,
    date: Option<String>,
}

/// The body of `POST /faults`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultBody {
    role: String,
    fault: String,
}

impl Control {
    fn route(&self, request: &Request) -> Result<Value, Refused> {
        let path = request.uri().path();
        let method = request.method();
        match (method, path) {
            (&Method::GET, "/" | "/world") => Ok(self.0.describe()),
            (&Method::GET, "/openapi.json") => serde_json::from_str(OPENAPI).map_err(broken),
            (&Method::POST, "/card") => {
                let CardBody { card, state } = body(request)?;
                self.order(Order::InsertCard { card, state })
            }
            (&Method::DELETE, "/card") => self.order(Order::RemoveCard),
            (&Method::POST, "/card/revoke") => self.order(Order::Revoke("card".to_owned())),
            (&Method::POST, "/clock") => self.order(clock(body(request)?)?),
            (&Method::GET, "/faults") => Ok(self.0.known_faults()),
            (&Method::POST, "/faults") => {
                let FaultBody { role, fault } = body(request)?;
                let set = self.0.set_fault(&role, &fault);
                set.map_err(|reason| (StatusCode::UNPROCESSABLE_ENTITY, reason))?;
                Ok(json!({"done": format!("{role} has the fault {fault}")}))
            }
            (&Method::DELETE, "/faults") => {
                self.0.clear_faults();
                Ok(json!({"done": "every role is healthy"}))
            }
            (&Method::GET, "/messages") => Ok(self.list()),
            (&Method::GET, "/journal") => Ok(json!(self.0.journal())),
            (&Method::GET, path) if path.starts_with("/messages/") => self.message(path),
            _ => Err(not_here(method, path)),
        }
    }

    fn order(&self, order: Order) -> Result<Value, Refused> {
        match self.0.order(order) {
            Ok(done) => Ok(json!({"done": done})),
            Err(lost) => Err((StatusCode::UNPROCESSABLE_ENTITY, lost.to_string())),
        }
    }

    fn list(&self) -> Value {
        let line = |(number, message): (usize, &SiteMessage)| {
            json!({
                "number": number,
                "hop": message.hop,
                "method": message.method,
                "url": message.url,
                "status": message.status,
            })
        };
        let messages = self.0.messages();
        Value::Array(messages.iter().enumerate().map(line).collect())
    }

    fn message(&self, path: &str) -> Result<Value, Refused> {
        let number: Option<usize> = path
            .strip_prefix("/messages/")
            .and_then(|text| text.parse().ok());
        let messages = self.0.messages();
        let message = number.and_then(|number| messages.get(number));
        let message = message.ok_or_else(|| {
            let reason = format!(
                "there are messages 0 to {}",
                messages.len().saturating_sub(1)
            );
            (StatusCode::NOT_FOUND, reason)
        })?;
        Ok(json!({
            "hop": message.hop,
            "method": message.method,
            "url": message.url,
            "request_headers": message.request_headers,
            "request_body": String::from_utf8_lossy(&message.request_body),
            "status": message.status,
            "response_headers": message.response_headers,
            "response_body": String::from_utf8_lossy(&message.response_body),
        }))
    }
}

fn clock(body: ClockBody) -> Result<Order, Refused> {
    match (body.advance_seconds, body.date) {
        (Some(seconds), None) => Ok(Order::AdvanceClock(seconds)),
        (None, Some(date)) => date
            .parse::<Date>()
            .map(Order::SetClock)
            .map_err(|error| (StatusCode::BAD_REQUEST, error.to_string())),
        _ => {
            let reason = "give either advance_seconds or date";
            Err((StatusCode::BAD_REQUEST, reason.to_owned()))
        }
    }
}

/// The JSON body; an empty one counts as `{}`.
fn body<T: for<'a> Deserialize<'a>>(request: &Request) -> Result<T, Refused> {
    let bytes: &[u8] = request.body();
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    serde_json::from_slice(bytes).map_err(|error| {
        let reason = format!("the body is not the JSON that is asked for: {error}");
        (StatusCode::BAD_REQUEST, reason)
    })
}

fn broken(error: serde_json::Error) -> Refused {
    (StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
}

fn not_here(method: &Method, path: &str) -> Refused {
    let reason = format!("there is no {method} {path}; see /openapi.json");
    (StatusCode::NOT_FOUND, reason)
}
