//! What people see.

use std::sync::LazyLock;

use askama::Template;
use web::{Language, Page, Request, Response, Texts, Words};

use crate::{Holder, Refusal};

pub(crate) static TEXTS: LazyLock<Texts> =
    LazyLock::new(|| Texts::compiled(include_str!("texts.toml")));

/// The words of the service in one language, for one request.
#[derive(Clone, Copy)]
pub(crate) struct Pages<'a> {
    request: &'a Request,
    language: Language,
    words: Words<'static>,
}

#[derive(Template)]
#[template(path = "start.html")]
struct Start<'a> {
    words: Words<'static>,
    name: Option<&'a str>,
    saml: bool,
    oidc: bool,
}

#[derive(Template)]
#[template(path = "card.html")]
struct Card<'a> {
    words: Words<'static>,
    holder: &'a Holder,
}

#[derive(Template)]
#[template(path = "leave.html")]
struct Leave {
    words: Words<'static>,
}

#[derive(Template)]
#[template(path = "left.html")]
struct Left {
    words: Words<'static>,
}

impl<'a> Pages<'a> {
    pub(crate) fn of(request: &'a Request) -> Self {
        let language = Language::of(request);
        Self {
            request,
            language,
            words: TEXTS.speak(language),
        }
    }

    pub(crate) const fn language(&self) -> Language {
        self.language
    }

    pub(crate) fn service(&self) -> &'static str {
        self.words.say("service")
    }

    /// The public page.
    pub(crate) fn start(&self, holder: Option<&Holder>, saml: bool, oidc: bool) -> Response {
        let name = holder.map(|holder| format!("{} {}", holder.given_name, holder.surname));
        let body = Start {
            words: self.words,
            name: name.as_deref(),
            saml,
            oidc,
        };
        self.page("start.title", &body).respond()
    }

    /// The card of whoever is logged in; `portal` is where the button may lead.
    pub(crate) fn card(&self, holder: &Holder, portal: Option<&str>) -> Response {
        let body = Card {
            words: self.words,
            holder,
        };
        leading_to(self.page("card.title", &body), portal).respond()
    }

    /// Asks whether to log out.
    pub(crate) fn leave(&self, portal: Option<&str>) -> Response {
        leading_to(
            self.page("logout.title", &Leave { words: self.words }),
            portal,
        )
        .respond()
    }

    /// Nobody is logged in.
    pub(crate) fn left(&self) -> Response {
        self.page("logout.done.title", &Left { words: self.words })
            .respond()
    }

    /// It came to nothing.
    pub(crate) fn refusal(&self, refusal: &Refusal) -> Response {
        let sentence = self.words.say(refusal.reason.key());
        web::Refusal::new(self.language, self.service(), &refusal.code, sentence)
            .status(refusal.reason.status())
            .way_out("/", self.words.say("logout.home"))
            .respond()
    }

    /// A page with the portal's words in it as they came. Only a faulty service has it.
    pub(crate) fn reflection(&self, refusal: &Refusal) -> Response {
        let body = refusal.portal_words.clone().unwrap_or_default();
        Page::new(self.language, self.service(), &refusal.code)
            .status(refusal.reason.status())
            .body(body)
            .respond()
    }

    fn page(&self, title: &'static str, body: &impl Template) -> Page {
        // Cannot fail: a template fails only where something that it shows does.
        Page::new(self.language, self.service(), self.words.say(title))
            .at(self.request)
            .body(body.render().unwrap_or_default())
    }
}

fn leading_to(page: Page, portal: Option<&str>) -> Page {
    match portal {
        Some(url) => page.posts_to(url),
        None => page,
    }
}
