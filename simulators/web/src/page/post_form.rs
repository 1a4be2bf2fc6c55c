//! The page that carries a message through the browser.

use std::sync::LazyLock;

use askama::Template;
use http::StatusCode;

use super::{Page, Refusal, Script, csp_hash, words};
use crate::{Form, Language, Response, Words};

/// Sends the first form. A field may be called `submit`, so the form is not asked for its own.
static SEND: LazyLock<Script> = LazyLock::new(|| {
    let source = "HTMLFormElement.prototype.submit.call(document.forms[0])";
    let hash = csp_hash(source);
    Script { source, hash }
});

/// A page with a form of hidden fields that goes to another party. A small script sends it, the only one of all pages;
/// without scripts the person presses the button. The form has the attribute `data-auto`.
#[derive(Clone, Debug)]
pub struct PostForm {
    language: Language,
    service: String,
    action: String,
    method: &'static str,
    fields: Form,
    scripted: bool,
}

#[derive(Template)]
#[template(path = "post_form.html")]
struct Body<'a> {
    form: &'a PostForm,
    target: &'a str,
    words: Words<'static>,
}

impl PostForm {
    /// A form to an address that the service has decided upon.
    #[must_use]
    pub fn new(language: Language, service: &str, action: &str, fields: Form) -> Self {
        Self {
            language,
            service: service.to_owned(),
            action: action.to_owned(),
            method: "post",
            fields,
            scripted: true,
        }
    }

    /// Sends the fields in the query. [SAML eIDAS message format §2.1]
    #[must_use]
    pub const fn by_get(mut self) -> Self {
        self.method = "get";
        self
    }

    /// Leaves the script out: the person presses the button.
    #[must_use]
    pub const fn by_hand(mut self) -> Self {
        self.scripted = false;
        self
    }

    /// The page. An address that is neither `http(s)` nor a path of this server is a fault of the service: status 500.
    #[must_use]
    pub fn respond(&self) -> Response {
        let target = crate::origin(&self.action);
        if target.is_none() && !self.action.starts_with('/') {
            return Refusal::of_status(self.language, StatusCode::INTERNAL_SERVER_ERROR).respond();
        }
        let words = words(self.language);
        let body = Body {
            form: self,
            target: target.as_deref().unwrap_or(&self.service),
            words,
        };
        let page = Page {
            script: self.scripted.then(|| &*SEND),
            ..Page::new(self.language, &self.service, words.say("forward.title"))
        };
        // The next hop may redirect to any other.
        page.posts_anywhere()
            .body(body.render().unwrap_or_default())
            .respond()
    }
}
