//! The cookie jar. [RFC 6265 §5]
//!
//! Like real browsers it does not tell ports apart, and counts loopback as a secure place. It has no clock: a cookie
//! lives as long as the jar unless it is set to have ended already.

use http::Method;
use http::header::SET_COOKIE;
use url::{Host, Url};
use web::Response;

use crate::Navigation;

/// Most cookies that are kept.
const MOST_COOKIES: usize = 500;

#[derive(Clone, Debug, Default)]
pub(crate) struct Jar {
    cookies: Vec<Cookie>,
    same_site: bool,
}

#[derive(Clone, Debug)]
struct Cookie {
    name: String,
    value: String,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    crosses_sites: bool,
}

impl Jar {
    pub(crate) const fn heed_same_site(&mut self, heeded: bool) {
        self.same_site = heeded;
    }

    pub(crate) fn clear(&mut self) {
        self.cookies.clear();
    }

    /// Takes what an answer sets.
    pub(crate) fn take(&mut self, url: &str, response: &Response) {
        for header in response.headers().get_all(SET_COOKIE) {
            self.store(url, &String::from_utf8_lossy(header.as_bytes()));
        }
    }

    /// Takes one `Set-Cookie` header.
    pub(crate) fn store(&mut self, url: &str, header: &str) {
        let Some((cookie, ended)) = Url::parse(url).ok().and_then(|url| read(&url, header)) else {
            return;
        };
        let place = self
            .cookies
            .iter()
            .position(|known| known.is_named_as(&cookie));
        match (place, ended) {
            (Some(place), true) => drop(self.cookies.remove(place)),
            (Some(place), false) => {
                if let Some(known) = self.cookies.get_mut(place) {
                    *known = cookie;
                }
            }
            (None, true) => {}
            (None, false) => {
                if self.cookies.len() >= MOST_COOKIES {
                    self.cookies.remove(0);
                }
                self.cookies.push(cookie);
            }
        }
    }

    /// The `Cookie` header of a request.
    pub(crate) fn header(&self, navigation: &Navigation) -> Option<String> {
        let url = Url::parse(&navigation.url).ok()?;
        let foreign_post = self.same_site
            && navigation.method == Method::POST
            && navigation
                .initiator
                .as_deref()
                .is_some_and(|from| !is_same_site(from, &url));
        let pairs: Vec<_> = self
            .matching(&url)
            .filter(|cookie| cookie.crosses_sites || !foreign_post)
            .map(|cookie| format!("{}={}", cookie.name, cookie.value))
            .collect();
        (!pairs.is_empty()).then(|| pairs.join("; "))
    }

    pub(crate) fn value(&self, url: &str, name: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let mut matching = self.matching(&url);
        matching
            .find(|cookie| cookie.name == name)
            .map(|cookie| cookie.value.clone())
    }

    /// The cookies for an address, those with longer paths first.
    fn matching(&self, url: &Url) -> impl Iterator<Item = &Cookie> {
        let mut matching: Vec<_> = self
            .cookies
            .iter()
            .filter(|cookie| cookie.fits(url))
            .collect();
        matching.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        matching.into_iter()
    }
}

impl Cookie {
    fn is_named_as(&self, other: &Self) -> bool {
        (&self.name, &self.domain, &self.path) == (&other.name, &other.domain, &other.path)
    }

    fn fits(&self, url: &Url) -> bool {
        let host = url.host_str().unwrap_or_default();
        let at_home = host == self.domain || (!self.host_only && is_below(host, &self.domain));
        let rest = url.path().strip_prefix(&self.path);
        let on_path = rest.is_some_and(|rest| {
            rest.is_empty() || rest.starts_with('/') || self.path.ends_with('/')
        });
        at_home && on_path && (!self.secure || is_secure(url))
    }
}

/// A cookie and whether it has ended; none if this address may not set it.
fn read(url: &Url, header: &str) -> Option<(Cookie, bool)> {
    let host = url.host_str()?.to_owned();
    let mut parts = header.split(';');
    let (name, value) = parts.next()?.split_once('=')?;
    let mut ended = false;
    let mut cookie = Cookie {
        name: name.trim().to_owned(),
        value: value.trim().to_owned(),
        domain: host.clone(),
        host_only: true,
        path: default_path(url),
        secure: false,
        crosses_sites: false,
    };
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "domain" => {
                let domain = value.trim_start_matches('.').to_ascii_lowercase();
                let own = domain == host;
                let above = domain.contains('.') && is_name(url) && is_below(&host, &domain);
                if !domain.is_empty() && !own && !above {
                    return None;
                }
                cookie.host_only = domain.is_empty() || !is_name(url);
                cookie.domain = if domain.is_empty() {
                    host.clone()
                } else {
                    domain
                };
            }
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "secure" => cookie.secure = true,
            "samesite" => cookie.crosses_sites = value.eq_ignore_ascii_case("none"),
            "max-age" => ended = value.parse::<i64>().is_ok_and(|seconds| seconds <= 0),
            // How services have always said "now".
            "expires" => {
                ended = ["1970", "1969", "-70"]
                    .iter()
                    .any(|past| value.contains(past))
            }
            _ => {}
        }
    }
    let accepted = !cookie.name.is_empty() && (!cookie.secure || is_secure(url));
    accepted.then_some((cookie, ended))
}

/// [RFC 6265 §5.1.4]
fn default_path(url: &Url) -> String {
    match url.path().rsplit_once('/') {
        Some((directory, _)) if !directory.is_empty() => directory.to_owned(),
        _ => "/".to_owned(),
    }
}

fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.ends_with('.'))
}

fn is_name(url: &Url) -> bool {
    matches!(url.host(), Some(Host::Domain(_)))
}

fn is_secure(url: &Url) -> bool {
    let loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || is_below(name, "localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || loopback
}

/// Scheme and registrable domain; without the list of public suffixes that is taken to be the last two labels.
fn is_same_site(origin: &str, url: &Url) -> bool {
    let Ok(from) = Url::parse(origin) else {
        return false;
    };
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default().to_owned();
        if !is_name(url) {
            return host;
        }
        let labels: Vec<_> = host.rsplit('.').take(2).collect();
        labels.join(".")
    };
    from.scheme() == url.scheme() && site(&from) == site(url)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use web::Form;

    use super::Jar;
    use crate::Navigation;

    fn sent(jar: &Jar, url: &str) -> Option<String> {
        jar.header(&Navigation::get(url))
    }

    #[test]
    fn a_cookie_goes_back_to_its_host_whatever_the_port() {
        let mut jar = Jar::default();
        jar.store(
            "http://127.0.0.1:81/",
            "a=1; HttpOnly; SameSite=Lax; Path=/",
        );
        assert_eq!(sent(&jar, "http://127.0.0.1:82/x").as_deref(), Some("a=1"));
        assert_eq!(sent(&jar, "http://localhost:81/"), None);
    }

    #[test]
    fn a_host_may_speak_for_its_own_domain_only() {
        let mut jar = Jar::default();
        jar.store("http://a.b.test/", "a=1; Domain=b.test; Path=/");
        jar.store("http://a.b.test/", "b=1; Domain=c.test; Path=/");
        jar.store("http://a.b.test/", "c=1; Domain=test; Path=/");
        jar.store("http://a.b.test/", "d=1; Path=/");
        assert_eq!(sent(&jar, "http://x.b.test/").as_deref(), Some("a=1"));
        assert_eq!(sent(&jar, "http://a.b.test/").as_deref(), Some("a=1; d=1"));
        assert_eq!(sent(&jar, "http://ab.test/"), None);
    }

    #[test]
    fn paths_are_compared_by_their_parts() {
        let mut jar = Jar::default();
        jar.store("http://a.test/fas/x", "a=1");
        jar.store("http://a.test/", "a=2; Path=/");
        assert_eq!(
            sent(&jar, "http://a.test/fas/y").as_deref(),
            Some("a=1; a=2")
        );
        assert_eq!(sent(&jar, "http://a.test/fast").as_deref(), Some("a=2"));
    }

    #[test]
    fn a_secure_cookie_needs_tls_or_loopback() {
        let mut jar = Jar::default();
        jar.store("https://a.test/", "a=1; Secure; Path=/");
        jar.store("http://b.test/", "b=1; Secure; Path=/");
        jar.store("http://127.0.0.1:8/", "c=1; Secure; Path=/");
        assert_eq!(sent(&jar, "https://a.test/").as_deref(), Some("a=1"));
        assert_eq!(sent(&jar, "http://a.test/"), None);
        assert_eq!(sent(&jar, "https://b.test/"), None);
        assert_eq!(sent(&jar, "http://127.0.0.1:9/").as_deref(), Some("c=1"));
    }

    #[test]
    fn a_cookie_is_replaced_and_ended() {
        let mut jar = Jar::default();
        jar.store("http://a.test/", "a=1; Path=/");
        jar.store("http://a.test/", "a=2; Path=/");
        assert_eq!(jar.value("http://a.test/", "a").as_deref(), Some("2"));
        jar.store("http://a.test/", "a=; Path=/; Max-Age=0");
        assert_eq!(sent(&jar, "http://a.test/"), None);
        jar.store("http://a.test/", "a=1; Path=/");
        jar.store(
            "http://a.test/",
            "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
        );
        assert_eq!(sent(&jar, "http://a.test/"), None);
    }

    #[test]
    fn another_site_posts_without_the_cookie_if_that_is_heeded() {
        let mut jar = Jar::default();
        jar.store("http://a.test/", "lax=1; Path=/; SameSite=Lax");
        jar.store("http://a.test/", "none=1; Path=/; SameSite=None");
        let post = Navigation {
            initiator: Some("http://b.test".into()),
            ..Navigation::post("http://a.test/", Form::new())
        };
        assert_eq!(jar.header(&post).as_deref(), Some("lax=1; none=1"));
        jar.heed_same_site(true);
        assert_eq!(jar.header(&post).as_deref(), Some("none=1"));
    }

    #[test]
    fn nonsense_sets_nothing() {
        let mut jar = Jar::default();
        for header in ["", "a", "=1", ";", "a;=b"] {
            jar.store("http://a.test/", header);
        }
        assert_eq!(sent(&jar, "http://a.test/"), None);
    }
}
