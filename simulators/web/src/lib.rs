//! The HTTP shell that all services of the simulated world share.
//!
//! A role is a [`Service`]: a plain function from a request to a response, without sockets and without `async`. This
//! crate brings the bytes to it, over TCP, over TLS ([`Server`]) or in process ([`InProcess`]), and gives it what every
//! web service needs: forms, cookies and sessions, pages in four languages that say that they are a simulator, a
//! client ([`Fetch`]), a [`Tap`] that records every exchange and a [`Journal`] of refusals. It knows no protocol.
//!
//! ```
//! use std::sync::Arc;
//! use web::{Fetch, InProcess, Language, Page, Request, Response, Service};
//!
//! struct Greeter;
//! impl Service for Greeter {
//!     fn respond(&self, request: &Request) -> Response {
//!         let name = web::Form::query(request).get("name").unwrap_or("you").to_owned();
//!         let body = format!("<p>Hello {}</p>", web::escape(&name));
//!         Page::new(Language::of(request), "Greeter", "Hello").body(body).respond()
//!     }
//! }
//!
//! let network = InProcess::new();
//! network.route("http://greeter.test", Arc::new(Greeter));
//! let request = web::get("http://greeter.test/?name=%3Cb%3E")?;
//! let page = network.client().fetch(request)?;
//! assert_eq!(page.status(), 200);
//! assert!(String::from_utf8_lossy(page.body()).contains("<p>Hello &#60;b&#62;</p>"));
//! # Ok::<(), web::FetchError>(())
//! ```

mod cookie;
mod error;
mod fetch;
mod form;
mod journal;
mod language;
pub mod page;
mod respond;
mod runtime;
mod server;
mod service;
mod sessions;
mod shell;
mod tap;
mod texts;
mod tls;

pub use cookie::Cookie;
pub use error::{FetchError, TextsError, WebError};
pub use fetch::{
    ClientLimits, Fetch, HttpClient, InProcess, PeerCertificate, Trust, get, origin, post_form,
};
pub use form::Form;
pub use journal::{Journal, Line};
pub use language::Language;
pub use page::{Page, PostForm, Refusal, escape};
pub use respond::{html, json, redirect, text, xml};
pub use runtime::Runtime;
pub use server::{Bound, Limits, Listen, Server};
pub use service::{Arrival, Request, Response, Service};
pub use sessions::{SessionId, Sessions};
pub use tap::{Message, Tap};
pub use texts::{Texts, Words};
pub use tls::Tls;
