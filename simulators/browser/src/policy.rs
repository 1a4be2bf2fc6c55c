//! Where a page lets its forms go: the `form-action` directive. [CSP 3 §6.4.1]

use http::header::CONTENT_SECURITY_POLICY;
use web::Response;

use crate::BrowserError;

/// The directives of a page. Chromium holds redirects after a form to them too, and so does this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FormAction {
    directives: Vec<Directive>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Directive {
    page: Option<String>,
    sources: String,
}

impl FormAction {
    pub(crate) const fn anywhere() -> Self {
        Self {
            directives: Vec::new(),
        }
    }

    pub(crate) fn of(page: &str, response: &Response) -> Self {
        let headers = response.headers().get_all(CONTENT_SECURITY_POLICY).iter();
        let policies = headers.filter_map(|header| header.to_str().ok());
        let directives = policies
            .flat_map(|policies| policies.split(','))
            .filter_map(|policy| {
                let directives = policy.split(';').map(str::trim);
                let mut found = directives.filter_map(|directive| {
                    let (name, sources) = directive.split_once(' ').unwrap_or((directive, ""));
                    name.eq_ignore_ascii_case("form-action").then_some(sources)
                });
                let sources = found.next()?.trim().to_owned();
                let page = web::origin(page);
                Some(Directive { page, sources })
            });
        Self {
            directives: directives.collect(),
        }
    }

    pub(crate) fn check(&self, url: &str) -> Result<(), BrowserError> {
        match self
            .directives
            .iter()
            .find(|directive| !directive.allows(url))
        {
            None => Ok(()),
            Some(Directive { sources, .. }) => Err(BrowserError::Policy {
                policy: sources.clone(),
                url: url.to_owned(),
            }),
        }
    }
}

impl Directive {
    fn allows(&self, url: &str) -> bool {
        let origin = web::origin(url);
        self.sources
            .split_ascii_whitespace()
            .any(|source| match source {
                "*" => true,
                "'self'" => origin.is_some() && origin == self.page,
                "'none'" => false,
                // A scheme alone: `https:`.
                scheme if scheme.ends_with(':') => url.starts_with(scheme),
                source if source.contains("://") => allows_origin(source, url),
                host => origin.as_ref().is_some_and(|origin| {
                    origin.split_once("://").is_some_and(|(_, own)| own == host)
                }),
            })
    }
}

/// A source with a path is about that path; one that ends with a slash about what is below.
fn allows_origin(source: &str, url: &str) -> bool {
    if web::origin(source).is_none() || web::origin(source) != web::origin(url) {
        return false;
    }
    let path =
        |url: &str| url::Url::parse(url).map_or_else(|_| String::new(), |url| url.path().into());
    let (allowed, asked) = (path(source), path(url));
    asked == allowed || (allowed.ends_with('/') && asked.starts_with(&allowed))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use bytes::Bytes;

    use super::FormAction;

    fn allows(policy: &str, url: &str) -> bool {
        let response = http::Response::builder()
            .header("content-security-policy", policy)
            .body(Bytes::new())
            .unwrap();
        FormAction::of("http://a.test:81/x", &response)
            .check(url)
            .is_ok()
    }

    #[test]
    fn a_form_goes_where_the_page_says() {
        let policy = "default-src 'none'; form-action 'self' http://b.test:82";
        assert!(allows(policy, "http://a.test:81/y"));
        assert!(allows(policy, "http://b.test:82/y"));
        assert!(!allows(policy, "http://a.test/y"));
        assert!(!allows(policy, "https://b.test:82/y"));
        assert!(!allows("form-action 'none'", "http://a.test:81/y"));
        assert!(!allows("form-action", "http://a.test:81/y"));
        assert!(allows("form-action https:", "https://c.test/"));
        assert!(allows(
            "form-action http://b.test/acs/",
            "http://b.test/acs/1"
        ));
        assert!(!allows(
            "form-action http://b.test/acs",
            "http://b.test/acs/1"
        ));
    }

    #[test]
    fn a_page_without_the_directive_lets_forms_go_anywhere() {
        assert!(allows("default-src 'none'", "http://b.test/"));
    }
}
