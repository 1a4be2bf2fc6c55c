//! The cache for a national system that runs elsewhere: the endpoint here, its client there.
//!
//! The real node and its national system share a cluster cache. Where the two are processes of their own, this stands
//! for it: `PUT` leaves a message, `DELETE` takes it out, once. Whoever may do that shows a key.

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use eidas_profile::light::{CacheName, LightCache};
use http::header::AUTHORIZATION;
use http::{HeaderValue, Method, StatusCode};
use web::{Fetch, Request, Response};
use xml::Limits;

use crate::paths;

/// The most characters of an identifier.
const LONGEST_ID: usize = 128;

/// Answers a request for the cache.
pub(crate) fn respond(request: &Request, key: &str, cache: &dyn LightCache) -> Response {
    let shown = request.headers().get(AUTHORIZATION);
    if shown.map(HeaderValue::as_bytes) != Some(format!("Bearer {key}").as_bytes()) {
        return web::text(StatusCode::UNAUTHORIZED, "a key is needed\n");
    }
    let Some((name, id)) = place(request.uri().path()) else {
        return web::text(StatusCode::NOT_FOUND, "no such cache\n");
    };
    match *request.method() {
        Method::PUT => put(request, name, id, cache),
        Method::DELETE => match cache.take(name, id) {
            Some(message) => web::xml(StatusCode::OK, "application/xml", message),
            None => web::text(StatusCode::NOT_FOUND, "no such message\n"),
        },
        _ => web::text(StatusCode::METHOD_NOT_ALLOWED, "PUT or DELETE\n"),
    }
}

fn put(request: &Request, name: CacheName, id: &str, cache: &dyn LightCache) -> Response {
    if request.body().len() > Limits::LIGHT.bytes {
        return web::text(StatusCode::PAYLOAD_TOO_LARGE, "too large\n");
    }
    let Ok(message) = std::str::from_utf8(request.body()) else {
        return web::text(StatusCode::BAD_REQUEST, "not UTF-8\n");
    };
    if cache.put(name, id, message) {
        web::text(StatusCode::CREATED, "")
    } else {
        web::text(StatusCode::INSUFFICIENT_STORAGE, "not taken\n")
    }
}

/// The cache and the identifier that a path names.
fn place(path: &str) -> Option<(CacheName, &str)> {
    let (name, id) = path.strip_prefix(paths::LIGHT_CACHE)?.split_once('/')?;
    is_plain(id).then_some((CacheName::parse(name)?, id))
}

/// Whether an identifier can stand in a path as it is.
fn is_plain(id: &str) -> bool {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    !id.is_empty() && id.len() <= LONGEST_ID && id.chars().all(plain)
}

/// The cache of a connector that runs elsewhere.
pub struct RemoteLightCache {
    origin: String,
    key: String,
    fetch: Arc<dyn Fetch>,
}

impl RemoteLightCache {
    /// The cache of the connector at this origin, opened with this key.
    #[must_use]
    pub fn new(origin: &str, key: &str, fetch: Arc<dyn Fetch>) -> Self {
        Self {
            origin: origin.to_owned(),
            key: key.to_owned(),
            fetch,
        }
    }

    fn ask(&self, method: Method, cache: CacheName, id: &str, body: &str) -> Option<Response> {
        if !is_plain(id) {
            return None;
        }
        let address = format!("{}{}{cache}/{id}", self.origin, paths::LIGHT_CACHE);
        let mut request = web::get(&address).ok()?;
        *request.method_mut() = method;
        *request.body_mut() = Bytes::from(body.to_owned());
        let key = HeaderValue::from_str(&format!("Bearer {}", self.key)).ok()?;
        request.headers_mut().insert(AUTHORIZATION, key);
        let response = self.fetch.fetch(request).ok()?;
        response.status().is_success().then_some(response)
    }
}

impl LightCache for RemoteLightCache {
    fn put(&self, cache: CacheName, id: &str, message: &str) -> bool {
        self.ask(Method::PUT, cache, id, message).is_some()
    }

    fn take(&self, cache: CacheName, id: &str) -> Option<String> {
        let response = self.ask(Method::DELETE, cache, id, "")?;
        String::from_utf8(response.into_body().to_vec()).ok()
    }
}

impl fmt::Debug for RemoteLightCache {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RemoteLightCache")
            .field("origin", &self.origin)
            .finish_non_exhaustive()
    }
}
