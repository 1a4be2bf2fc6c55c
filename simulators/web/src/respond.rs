//! Responses that are not pages.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use http::{HeaderName, StatusCode};

use crate::Response;

/// 303 to an address that the caller has decided upon; the browser goes there with GET.
///
/// Whatever a header or a URL cannot hold is percent-encoded. Where the address comes from a message, the caller has
/// checked it against its list: this function lets nothing be redirected by itself.
#[must_use]
pub fn redirect(to: &str) -> Response {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::SEE_OTHER;
    let to = to.trim_matches(|c: char| c.is_ascii_control() || c == ' ');
    let to = match url::Url::parse(to) {
        Ok(url) => url.to_string(),
        Err(_) => encode_unsafe(to),
    };
    set(&mut response, LOCATION, &to);
    response
}

/// Plain text.
#[must_use]
pub fn text(status: StatusCode, body: impl Into<String>) -> Response {
    typed(status, "text/plain; charset=utf-8", body.into())
}

/// An HTML document that the caller has made whole; [`Page`](crate::Page) makes better ones.
#[must_use]
pub fn html(status: StatusCode, body: impl Into<String>) -> Response {
    typed(status, "text/html; charset=utf-8", body.into())
}

/// XML of a media type such as `application/samlmetadata+xml` or `text/xml; charset=utf-8`.
#[must_use]
pub fn xml(status: StatusCode, media_type: &'static str, body: impl Into<String>) -> Response {
    typed(status, media_type, body.into())
}

/// JSON.
#[must_use]
pub fn json(status: StatusCode, body: impl Into<String>) -> Response {
    typed(status, "application/json", body.into())
}

fn typed(status: StatusCode, media_type: &'static str, body: String) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// Sets a header, unless the value cannot be one.
pub(crate) fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn encode_unsafe(path: &str) -> String {
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use http::StatusCode;

    use super::{json, redirect, text};

    fn location(to: &str) -> String {
        let response = redirect(to);
        assert_eq!(response.status(), StatusCode::SEE_OTHER);
        response.headers()["location"].to_str().unwrap().to_owned()
    }

    #[test]
    fn a_redirect_cannot_add_headers() {
        assert_eq!(location("/a\r\nSet-Cookie: b"), "/a%0D%0ASet-Cookie:%20b");
        assert_eq!(
            location("https://a.test/b?c=\r\nd é#f"),
            "https://a.test/b?c=d%20%C3%A9#f"
        );
        assert_eq!(location("/login?next=é"), "/login?next=%C3%A9");
    }

    #[test]
    fn a_backslash_does_not_become_another_host() {
        assert_eq!(location("/\\evil.test"), "/%5Cevil.test");
    }

    #[test]
    fn types_are_said() {
        assert_eq!(
            text(StatusCode::OK, "a").headers()["content-type"],
            "text/plain; charset=utf-8"
        );
        assert_eq!(
            json(StatusCode::OK, "{}").headers()["content-type"],
            "application/json"
        );
    }
}
