//! What a person sees.

use std::sync::LazyLock;

use askama::Template;
use eidas_profile::{Attribute, MiddlewareCode};
use http::StatusCode;
use web::{Form, Language, Page, PostForm, Refusal, Request, Response, Texts, Words};

use crate::eid::Rights;
use crate::login::Login;

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::compiled(include_str!("texts.toml")));

fn words(request: &Request) -> Words<'static> {
    TEXTS.speak(Language::of(request))
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start<'a> {
    words: Words<'static>,
    intro: String,
    names: Vec<String>,
    client: &'a str,
    cancel: &'a str,
    session: &'a str,
}

/// Where the page that starts the eID client leads.
pub(crate) struct Ways<'a> {
    /// The eID client with the address of the token.
    pub(crate) client: &'a str,
    /// The address that cancels.
    pub(crate) cancel: &'a str,
    /// The session that is cancelled.
    pub(crate) session: &'a str,
}

/// The page that starts the eID client.
pub(crate) fn start(request: &Request, login: &Login, ways: &Ways<'_>) -> Response {
    let words = words(request);
    let provider = login.request.provider_name.as_deref();
    let provider = provider.unwrap_or_else(|| words.say("start.someone"));
    let body = Start {
        words,
        intro: words.fill("start.intro", &[("provider", provider)]),
        names: login
            .attributes()
            .into_iter()
            .filter_map(|attribute| name(words, attribute))
            .collect(),
        client: ways.client,
        cancel: ways.cancel,
        session: ways.session,
    };
    let title = words.say("start.title");
    Page::new(words.language(), words.say("service"), title)
        .at(request)
        .body(body.render().unwrap_or_default())
        .respond()
}

/// What an attribute is called, if the card can tell it.
fn name(words: Words<'static>, attribute: Attribute) -> Option<String> {
    let friendly = attribute.name().friendly_name();
    let rights = Rights::for_attributes([friendly]);
    if rights == Rights::none() {
        return None;
    }
    let key = format!("data.{friendly}");
    let name = words.fill(&key, &[]);
    Some(match rights.required == Rights::none().required {
        true => words.fill("start.optional", &[("name", &name)]),
        false => name,
    })
}

/// Why a request is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// What the real middleware has a word for.
    Code(MiddlewareCode),
    /// A session that does not exist, or not in this browser.
    UnknownSession,
}

impl Reason {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Code(code) => code.word(),
            Self::UnknownSession => "UNKNOWN_SESSION",
        }
    }
}

/// The page that says no.
pub(crate) fn refusal(request: &Request, reason: Reason) -> Response {
    let words = words(request);
    let key = format!("refusal.{}", reason.word());
    let service = words.say("service");
    let sentence = words.fill(&key, &[]);
    let refusal = Refusal::new(words.language(), service, reason.word(), &sentence);
    match reason {
        Reason::Code(MiddlewareCode::InternalError) => {
            refusal.status(StatusCode::INTERNAL_SERVER_ERROR).respond()
        }
        _ => refusal.respond(),
    }
}

/// What HTTP itself refuses.
pub(crate) fn of_status(request: &Request, status: StatusCode) -> Response {
    let words = words(request);
    Refusal::of_status(words.language(), status)
        .service(words.say("service"))
        .respond()
}

/// The page that carries a response to the connector.
pub(crate) fn forward(request: &Request, destination: &str, fields: Form) -> Response {
    let words = words(request);
    PostForm::new(words.language(), words.say("service"), destination, fields).respond()
}

#[cfg(test)]
mod tests {
    use super::TEXTS;

    #[test]
    fn every_text_is_there_in_four_languages() {
        assert_eq!(TEXTS.complete(), Ok(()));
    }

    #[test]
    fn every_word_of_a_refusal_has_a_sentence() {
        use super::Reason;
        use eidas_profile::MiddlewareCode as Code;
        let words = TEXTS.speak(web::Language::De);
        for reason in [
            Reason::Code(Code::SignatureCheckFailed),
            Reason::Code(Code::MissingRequestId),
            Reason::Code(Code::DuplicateRequestId),
            Reason::Code(Code::OutdatedRequest),
            Reason::Code(Code::UnknownProvider),
            Reason::Code(Code::IllegalRequestSyntax),
            Reason::Code(Code::WrongDestination),
            Reason::Code(Code::InvalidNameIdType),
            Reason::Code(Code::InternalError),
            Reason::UnknownSession,
        ] {
            let key = format!("refusal.{}", reason.word());
            assert_ne!(words.fill(&key, &[]), key);
        }
    }
}
