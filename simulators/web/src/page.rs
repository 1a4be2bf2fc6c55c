//! Pages for people: one document for all roles, so that each says what it is and each works without a mouse.
//!
//! A page has a language, landmarks, a link that skips to the content, one `h1`, a banner that says that this is a
//! simulator, and no script. It can be read at 320 pixels and in the dark, and it can be printed.
//!
//! The style knows plain elements (`form`, `label`, `input`, `select`, `fieldset`, `button`, `dl`, `table`, `code`) and
//! these classes: `choices` (a list of large buttons or links), `field` (a label with its input), `hint` (quiet words
//! below), `note` and `problem` (boxes), `actions` (buttons in a row), `second` (a button that is not the main one).

mod post_form;
mod refusal;
mod style;

use std::sync::LazyLock;

use askama::Template;
use http::StatusCode;
use http::header::CONTENT_SECURITY_POLICY;

use crate::respond::{html, set};
use crate::{Cookie, Form, Language, Request, Response, Texts, Words};

pub use post_form::PostForm;
pub use refusal::Refusal;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::compiled(include_str!("texts.toml")));

/// The words of the shell itself.
fn words(language: Language) -> Words<'static> {
    TEXTS.speak(language)
}

/// Text for the inside of an element or of a quoted attribute. Templates do this by themselves.
#[must_use]
pub fn escape(text: &str) -> String {
    use askama::filters::{Html, escape};
    // Cannot fail: neither the escaper nor a String does.
    escape(text, Html).map_or_else(|_| String::new(), |safe| safe.to_string())
}

/// A page that is being made.
#[derive(Clone, Debug)]
pub struct Page {
    language: Language,
    service: String,
    title: String,
    body: String,
    status: StatusCode,
    links: Vec<LanguageLink>,
    asked: Option<Language>,
    form_action: Option<String>,
    script: Option<&'static Script>,
}

/// The same page in another language.
#[derive(Clone, Debug)]
struct LanguageLink {
    language: Language,
    address: String,
    current: bool,
}

/// An inline script and its name in the policy.
#[derive(Debug)]
struct Script {
    source: &'static str,
    hash: String,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Document<'a> {
    page: &'a Page,
    words: Words<'static>,
    style: &'static str,
}

impl Page {
    /// A page of a service. The title is the document's and the heading's.
    #[must_use]
    pub fn new(language: Language, service: &str, title: &str) -> Self {
        Self {
            language,
            service: service.to_owned(),
            title: title.to_owned(),
            body: String::new(),
            status: StatusCode::OK,
            links: Vec::new(),
            asked: None,
            form_action: Some("'self'".into()),
            script: None,
        }
    }

    /// What stands below the heading: markup, such as a rendered template. Text in it has been escaped.
    #[must_use]
    pub fn body(mut self, markup: impl Into<String>) -> Self {
        self.body = markup.into();
        self
    }

    /// A status other than 200.
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Links to the same address in the other languages, and the choice is remembered. For pages that GET can show
    /// again.
    #[must_use]
    pub fn at(mut self, request: &Request) -> Self {
        let query = Form::query(request);
        let path = request.uri().path();
        let link = |language: Language| LanguageLink {
            language,
            address: local(
                path,
                &query.clone().replacing(Language::QUERY, language.code()),
            ),
            current: language == self.language,
        };
        self.links = Language::ALL.map(link).into();
        self.asked = Language::asked(request);
        self
    }

    /// Lets forms of this page go to another origin too, or be redirected there: browsers hold a redirect after a form
    /// to the same policy.
    #[must_use]
    pub fn posts_to(mut self, url: &str) -> Self {
        if let (Some(allowed), Some(origin)) = (&mut self.form_action, crate::origin(url)) {
            allowed.push(' ');
            allowed.push_str(&origin);
        }
        self
    }

    /// Lets forms of this page go or be redirected anywhere.
    #[must_use]
    pub fn posts_anywhere(mut self) -> Self {
        self.form_action = None;
        self
    }

    /// The response.
    #[must_use]
    pub fn respond(&self) -> Response {
        let document = Document {
            page: self,
            words: words(self.language),
            style: style::SHEET,
        };
        // Cannot fail: a template fails only where something that it shows does.
        let mut response = html(self.status, document.render().unwrap_or_default());
        set(&mut response, CONTENT_SECURITY_POLICY, &self.policy());
        match self.asked {
            Some(language) => Cookie::new(Language::COOKIE, language.code()).on(response),
            None => response,
        }
    }

    fn policy(&self) -> String {
        let style = style::hash();
        let script = self.script.map_or_else(String::new, |script| {
            format!("; script-src '{}'", script.hash)
        });
        let forms = self
            .form_action
            .as_ref()
            .map_or_else(String::new, |allowed| format!("; form-action {allowed}"));
        format!(
            "default-src 'none'; style-src '{style}'{script}{forms}; base-uri 'none'; frame-ancestors 'none'"
        )
    }
}

/// A path of this server with a query. Two slashes at the front would name another host.
fn local(path: &str, query: &Form) -> String {
    format!(
        "/{}?{}",
        path.trim_start_matches(['/', '\\']),
        query.encode()
    )
}

/// The source expression of an inline text. [CSP 3 §2.3.1]
fn csp_hash(text: &str) -> String {
    let digest = openssl::sha::sha256(text.as_bytes());
    format!("sha256-{}", openssl::base64::encode_block(&digest))
}

#[cfg(test)]
mod tests;
