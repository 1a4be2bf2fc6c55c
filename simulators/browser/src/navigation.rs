//! One request of the browser, and where its answer leads.

use http::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_TYPE, COOKIE, HeaderName, HeaderValue, LOCATION, ORIGIN,
    USER_AGENT,
};
use http::{Method, StatusCode};
use url::Url;
use web::{Form, Request, Response};

use crate::BrowserError;

const ACCEPTED: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// A request that a person's action leads to: what travels through the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Navigation {
    /// GET or POST.
    pub method: Method,
    /// The absolute address; for GET with the fields in its query.
    pub url: String,
    /// The fields of the body; none for GET.
    pub fields: Form,
    /// The origin of the page whose form this is; `null` after a redirect from another.
    pub initiator: Option<String>,
}

impl Navigation {
    /// A request for a page.
    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: Method::GET,
            url: url.into(),
            fields: Form::new(),
            initiator: None,
        }
    }

    /// A form to an absolute address.
    #[must_use]
    pub fn post(url: impl Into<String>, fields: Form) -> Self {
        Self {
            method: Method::POST,
            fields,
            ..Self::get(url)
        }
    }

    /// The value of a field: of the body, or of the query for GET.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<String> {
        self.message().get(name).map(str::to_owned)
    }

    /// The same with one value for this field. The query of a GET is written anew: only a signature over its former
    /// bytes is lost.
    #[must_use]
    pub fn field(self, name: &str, value: &str) -> Self {
        let message = self.message().replacing(name, value);
        self.with_message(message)
    }

    /// The same without this field.
    #[must_use]
    pub fn without(self, name: &str) -> Self {
        let message = self.message().without(name);
        self.with_message(message)
    }

    /// All fields: of the body, or of the query for GET.
    #[must_use]
    pub fn message(&self) -> Form {
        if self.method == Method::POST {
            return self.fields.clone();
        }
        let query = self.url.split_once('?').map_or("", |(_, query)| query);
        let query = query.split('#').next().unwrap_or_default();
        Form::parse(query.as_bytes())
    }

    pub(crate) fn fields_replaced(self, fields: &[(&str, &str)]) -> Self {
        fields.iter().fold(self, |navigation, (name, value)| {
            navigation.field(name, value)
        })
    }

    fn with_message(mut self, message: Form) -> Self {
        if self.method == Method::POST {
            self.fields = message;
        } else {
            self.url = with_query(&self.url, &message);
        }
        self
    }

    /// The request as it goes out.
    pub(crate) fn request(
        &self,
        languages: &str,
        cookies: Option<String>,
    ) -> Result<Request, BrowserError> {
        if web::origin(&self.url).is_none() {
            return Err(BrowserError::Scheme(self.url.clone()));
        }
        let mut request = web::get(&self.url)?;
        let mut set = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                request.headers_mut().insert(name, value);
            }
        };
        set(ACCEPT, ACCEPTED);
        set(ACCEPT_LANGUAGE, languages);
        set(USER_AGENT, "Eidolon-Browser");
        if let Some(cookies) = cookies {
            set(COOKIE, &cookies);
        }
        if self.method == Method::POST {
            set(CONTENT_TYPE, "application/x-www-form-urlencoded");
            if let Some(initiator) = &self.initiator {
                set(ORIGIN, initiator);
            }
            *request.body_mut() = self.fields.encode().into();
        }
        *request.method_mut() = self.method.clone();
        Ok(request)
    }

    /// The request that a redirect leads to. [RFC 9110 §15.4]
    pub(crate) fn redirected(
        &self,
        status: StatusCode,
        location: &str,
    ) -> Result<Self, BrowserError> {
        let url = join(&self.url, location)?;
        let keeps_method = matches!(
            status,
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
        );
        if !keeps_method {
            return Ok(Self {
                initiator: self.initiator.clone(),
                ..Self::get(url)
            });
        }
        let stays = web::origin(&self.url) == web::origin(&url);
        let initiator = if stays {
            self.initiator.clone()
        } else {
            Some("null".into())
        };
        Ok(Self {
            url,
            initiator,
            ..self.clone()
        })
    }
}

/// Where an answer redirects to.
pub(crate) fn location(response: &Response) -> Option<String> {
    let redirects = matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    let location = response.headers().get(LOCATION).filter(|_| redirects)?;
    Some(String::from_utf8_lossy(location.as_bytes()).into_owned())
}

/// An address relative to another.
pub(crate) fn join(page: &str, url: &str) -> Result<String, BrowserError> {
    let refuse = |_| BrowserError::Url {
        url: url.to_owned(),
        page: page.to_owned(),
    };
    let joined = match Url::parse(page) {
        Ok(page) => page.join(url.trim()),
        Err(_) => Url::parse(url.trim()),
    };
    joined.map(String::from).map_err(refuse)
}

/// An address with another query and no fragment.
pub(crate) fn with_query(url: &str, query: &Form) -> String {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    format!("{path}?{}", query.encode())
}

/// A place to stop before.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    origin: Option<String>,
    path: String,
}

impl Stop {
    pub(crate) fn at(url: &str) -> Self {
        let path = Url::parse(url).map_or_else(|_| "/".into(), |url| url.path().to_owned());
        Self {
            origin: web::origin(url),
            path,
        }
    }

    pub(crate) fn holds(&self, url: &str) -> bool {
        let path = Url::parse(url).map_or_else(|_| "/".into(), |url| url.path().to_owned());
        self.origin == web::origin(url) && (self.path == "/" || self.path == path)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

    use http::StatusCode;
    use web::Form;

    use super::{Navigation, Stop};

    #[test]
    fn only_307_and_308_keep_the_message() {
        let post = Navigation::post("http://a.test/b/c", Form::new().with("x", "1"));
        for status in [
            StatusCode::MOVED_PERMANENTLY,
            StatusCode::FOUND,
            StatusCode::SEE_OTHER,
        ] {
            let next = post.redirected(status, "../d?e").unwrap();
            assert_eq!(next, Navigation::get("http://a.test/d?e"));
        }
        let next = post
            .redirected(StatusCode::TEMPORARY_REDIRECT, "//b.test/")
            .unwrap();
        assert_eq!(
            (next.value("x").as_deref(), next.url.as_str()),
            (Some("1"), "http://b.test/")
        );
        assert_eq!(next.initiator.as_deref(), Some("null"));
    }

    #[test]
    fn a_message_can_be_changed_in_body_and_query() {
        let form = Form::new().with("x", "1").with("y", "2");
        let post = Navigation::post("http://a.test/", form)
            .field("x", "3")
            .without("y");
        assert_eq!(post.fields.encode(), "x=3");
        let get = Navigation::get("http://a.test/?x=1&y=2#z").field("x", "&");
        assert_eq!(get.url, "http://a.test/?y=2&x=%26");
        assert_eq!(get.value("x").as_deref(), Some("&"));
    }

    #[test]
    fn a_stop_is_an_origin_or_a_path() {
        let origin = Stop::at("http://a.test:81");
        assert!(origin.holds("http://a.test:81/x?y") && !origin.holds("http://a.test/x"));
        let path = Stop::at("http://a.test/acs");
        assert!(path.holds("http://a.test/acs?x") && !path.holds("http://a.test/acs/x"));
    }
}
