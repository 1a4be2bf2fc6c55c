//! The page that says no.

use askama::Template;
use http::StatusCode;

use super::{Page, words};
use crate::{Language, Response, Words};

/// A page that tells a person what was refused, with the code of the protocol in `<code class="rule">`. Nothing of the
/// request is shown.
#[derive(Clone, Debug)]
pub struct Refusal {
    language: Language,
    service: String,
    status: StatusCode,
    code: String,
    title: Option<String>,
    sentence: String,
    way_out: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "refusal.html")]
struct Body<'a> {
    refusal: &'a Refusal,
    words: Words<'static>,
}

impl Refusal {
    /// Status 400, with the code that the protocol has for it and a sentence in the person's language.
    #[must_use]
    pub fn new(language: Language, service: &str, code: &str, sentence: &str) -> Self {
        Self {
            language,
            service: service.to_owned(),
            status: StatusCode::BAD_REQUEST,
            code: code.to_owned(),
            title: None,
            sentence: sentence.to_owned(),
            way_out: None,
        }
    }

    /// What HTTP itself refuses: the code is the status. For 404, 405 and the like, in any service.
    #[must_use]
    pub fn of_status(language: Language, status: StatusCode) -> Self {
        let key = format!("status.{}", status.as_u16());
        let words = words(language);
        let sentence = match words.fill(&key, &[]) {
            known if known != key => known,
            _ => words.fill("status.400", &[]),
        };
        Self::new(language, "Eidolon", status.as_str(), &sentence).status(status)
    }

    /// The name of the service.
    #[must_use]
    pub fn service(mut self, service: &str) -> Self {
        service.clone_into(&mut self.service);
        self
    }

    /// Another status.
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Another heading.
    #[must_use]
    pub fn title(mut self, title: &str) -> Self {
        self.title = Some(title.to_owned());
        self
    }

    /// A link that leads on, such as back to the start.
    #[must_use]
    pub fn way_out(mut self, address: &str, words: &str) -> Self {
        self.way_out = Some((address.to_owned(), words.to_owned()));
        self
    }

    /// The page.
    #[must_use]
    pub fn respond(&self) -> Response {
        let words = words(self.language);
        let title = self.title.as_deref();
        let title = title.unwrap_or_else(|| words.say("refusal.title"));
        let refusal = self;
        Page::new(self.language, &self.service, title)
            .status(self.status)
            .body(Body { refusal, words }.render().unwrap_or_default())
            .respond()
    }
}
