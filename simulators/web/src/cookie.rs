//! Cookies: small, for the whole host, out of reach of scripts.

use http::HeaderValue;
use http::header::{COOKIE, SET_COOKIE};

use crate::{Request, Response};

/// A cookie that a service sets: `HttpOnly`, `SameSite=Lax`, `Path=/`, without a domain. [RFC 6265 §4.1]
///
/// Browsers do not tell ports apart, so services on one host need names of their own. A message that another site
/// posts comes without the cookie; whoever waits for one must recognise it by its own references.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cookie {
    name: String,
    value: String,
    max_age: Option<u32>,
    secure: bool,
}

impl Cookie {
    /// A cookie that lives as long as the browser. Characters that a cookie cannot hold are left out.
    #[must_use]
    pub fn new(name: &str, value: &str) -> Self {
        Self {
            name: name.chars().filter(|c| is_token(*c)).collect(),
            value: value.chars().filter(|c| is_cookie_octet(*c)).collect(),
            max_age: None,
            secure: false,
        }
    }

    /// What makes the browser forget the cookie of this name.
    #[must_use]
    pub fn expired(name: &str) -> Self {
        Self::new(name, "").lasting(0)
    }

    /// The same, to be kept for so many seconds.
    #[must_use]
    pub const fn lasting(mut self, seconds: u32) -> Self {
        self.max_age = Some(seconds);
        self
    }

    /// The same, to be sent over TLS only.
    #[must_use]
    pub const fn secure(mut self) -> Self {
        self.secure = true;
        self
    }

    /// The value of the `Set-Cookie` header.
    #[must_use]
    pub fn header(&self) -> String {
        let Self { name, value, .. } = self;
        let age = self
            .max_age
            .map_or_else(String::new, |seconds| format!("; Max-Age={seconds}"));
        let secure = if self.secure { "; Secure" } else { "" };
        format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}")
    }

    /// Adds the header to a response.
    #[must_use]
    pub fn on(&self, mut response: Response) -> Response {
        // Cannot fail: name and value were filtered to visible ASCII.
        if let Ok(header) = HeaderValue::from_str(&self.header()) {
            response.headers_mut().append(SET_COOKIE, header);
        }
        response
    }

    /// The value that a request brings for a cookie name: the first, if there are several.
    #[must_use]
    pub fn read(request: &Request, name: &str) -> Option<String> {
        Self::read_all(request)
            .find(|(key, _)| *key == name)
            .map(|(_, value)| value.to_owned())
    }

    fn read_all(request: &Request) -> impl Iterator<Item = (&str, &str)> {
        let headers = request.headers().get_all(COOKIE).into_iter();
        headers
            .filter_map(|header| header.to_str().ok())
            .flat_map(|header| header.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .map(|(name, value)| (name, value.trim_matches('"')))
    }
}

/// [RFC 9110 §5.6.2]
const fn is_token(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(
            c,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '.'
                | '^'
                | '_'
                | '`'
                | '|'
                | '~'
        )
}

/// [RFC 6265 §4.1.1]
const fn is_cookie_octet(c: char) -> bool {
    c.is_ascii_graphic() && !matches!(c, '"' | ',' | ';' | '\\')
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use bytes::Bytes;

    use super::Cookie;

    #[test]
    fn scripts_and_other_sites_cannot_use_it() {
        let header = Cookie::new("csam", "abc").header();
        assert_eq!(header, "csam=abc; Path=/; HttpOnly; SameSite=Lax");
        let header = Cookie::new("csam", "abc").lasting(60).secure().header();
        assert!(header.ends_with("; Max-Age=60; Secure"));
        assert!(Cookie::expired("csam").header().starts_with("csam=; "));
    }

    #[test]
    fn a_value_cannot_add_attributes_or_headers() {
        let cookie = Cookie::new("a;b", "x; Domain=example\r\nSet-Cookie: y");
        assert!(
            cookie
                .header()
                .starts_with("ab=xDomain=exampleSet-Cookie:y; Path=/")
        );
    }

    #[test]
    fn a_request_is_read_over_all_its_headers() {
        let request = http::Request::get("/")
            .header("cookie", "a=1; b=\"2\"; b=3")
            .header("cookie", "c=x=y")
            .body(Bytes::new())
            .unwrap();
        assert_eq!(Cookie::read(&request, "b").as_deref(), Some("2"));
        assert_eq!(Cookie::read(&request, "c").as_deref(), Some("x=y"));
        assert_eq!(Cookie::read(&request, "d"), None);
    }
}
