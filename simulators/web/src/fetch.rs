//! How a role asks another.

mod client;
mod connect;
mod in_process;
mod pool;

use bytes::Bytes;
use http::Uri;
use http::header::CONTENT_TYPE;

use crate::{FetchError, Form, Request, Response};

pub use client::{ClientLimits, HttpClient, Trust};
pub use in_process::InProcess;

/// Sends a request and returns the answer. The URI is absolute; redirects are returned and not followed; cookies are
/// the caller's affair. Over TLS the answer carries a [`PeerCertificate`] among its extensions.
pub trait Fetch: Send + Sync {
    /// Waits for the answer.
    ///
    /// # Errors
    ///
    /// When there is none. An answer with an error status is an answer.
    fn fetch(&self, request: Request) -> Result<Response, FetchError>;
}

/// The certificate that the other end showed, as DER: an extension of an answer that came over TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PeerCertificate(pub Vec<u8>);

impl PeerCertificate {
    /// The certificate behind an answer.
    #[must_use]
    pub fn of(response: &Response) -> Option<&[u8]> {
        response
            .extensions()
            .get::<Self>()
            .map(|own| own.0.as_slice())
    }
}

/// A GET request for an absolute address.
///
/// # Errors
///
/// When the address is none.
pub fn get(url: &str) -> Result<Request, FetchError> {
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = absolute(url)?;
    Ok(request)
}

/// A POST request with a form for an absolute address.
///
/// # Errors
///
/// When the address is none.
pub fn post_form(url: &str, form: &Form) -> Result<Request, FetchError> {
    let mut request = get(url)?;
    *request.method_mut() = http::Method::POST;
    let kind = http::HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(CONTENT_TYPE, kind);
    *request.body_mut() = form.encode().into();
    Ok(request)
}

/// Scheme, host and port of an absolute address: `https://localhost:8443`. The port is left out where it is the
/// scheme's own; the host is in lower case. None unless the scheme is `http` or `https`.
#[must_use]
pub fn origin(url: &str) -> Option<String> {
    let url = url::Url::parse(url).ok()?;
    matches!(url.scheme(), "http" | "https").then(|| url.origin().ascii_serialization())
}

fn absolute(url: &str) -> Result<Uri, FetchError> {
    let refuse = || FetchError::Url(url.to_owned());
    let mut url = url::Url::parse(url).map_err(|_| refuse())?;
    url.set_fragment(None);
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse());
    }
    url.as_str().parse().map_err(|_| refuse())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use super::{get, origin};
    use crate::FetchError;

    #[test]
    fn only_web_addresses_are_asked() {
        let request = get("http://a.test:81/b c?d#e").unwrap();
        assert_eq!(request.uri(), "http://a.test:81/b%20c?d");
        for bad in ["/a", "javascript:alert(1)", "file:///etc/passwd", "http://"] {
            assert_eq!(get(bad).unwrap_err(), FetchError::Url(bad.into()));
        }
    }

    #[test]
    fn an_origin_is_written_in_one_way() {
        assert_eq!(
            origin("HTTPS://LocalHost:443/a?b").as_deref(),
            Some("https://localhost")
        );
        assert_eq!(
            origin("http://127.0.0.1:8080").as_deref(),
            Some("http://127.0.0.1:8080")
        );
        assert_eq!(origin("data:x"), None);
    }
}
