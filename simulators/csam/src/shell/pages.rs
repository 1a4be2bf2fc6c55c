//! The pages of a login.

use askama::Template;
use saml::names::status;
use web::{Cookie, Language, Page, Request, Response, Words};

use super::Csam;
use crate::active::Underway;
use crate::config::{Config, Linking, Road};
use crate::flow::{self, Notice, State};
use crate::texts::{service_name, words};
use crate::{Fault, Means, paths};

/// Seconds for which the chosen language is remembered: a year.
const LANGUAGE_SECONDS: u32 = 31_536_000;

#[derive(Template)]
#[template(path = "menu.html")]
struct Menu<'a> {
    words: Words<'static>,
    action: &'static str,
    step: &'a str,
    service: &'a str,
    level: Option<String>,
    failed: Option<Failed<'a>>,
    means: Vec<Choice>,
}

struct Failed<'a> {
    sentence: &'static str,
    status: &'a str,
    sub_status: Option<&'a str>,
}

struct Choice {
    name: &'static str,
    title: &'static str,
    hint: &'static str,
}

#[derive(Template)]
#[template(path = "countries.html")]
struct Countries<'a> {
    words: Words<'static>,
    action: &'static str,
    step: &'a str,
    notice: Option<Refused>,
    countries: Vec<Listed>,
}

struct Refused {
    sentence: String,
    with_key: bool,
}

struct Listed {
    code: String,
    name: String,
    hint: Option<&'static str>,
}

#[derive(Template)]
#[template(path = "message.html")]
struct Message<'a> {
    words: Words<'static>,
    action: &'static str,
    step: &'a str,
    subject: Option<&'a str>,
    sentences: Vec<&'static str>,
    code: Option<&'static str>,
    back: &'static str,
}

impl Csam {
    /// The page of the login that is under way in this browser.
    pub(super) fn page(&self, request: &Request) -> Response {
        let language = self.spoken(request);
        let Some((_, visit)) = self.visits.find(request) else {
            return self.lost(language);
        };
        let Some(underway) = visit.login else {
            if visit.logins.is_empty() {
                return self.lost(language);
            }
            return web::redirect(paths::PAGES_LOGOUT);
        };
        let told = self.told();
        let (title, body) = rendered(&underway, &told.config, language);
        let mut response = Page::new(language, service_name(language), &title)
            .at(request)
            .posts_to(&told.config.connector.endpoint)
            .posts_to(underway.order.destination())
            .body(body)
            .respond();
        if told.config.faults.has(Fault::LanguageForgotten) {
            response.headers_mut().remove(http::header::SET_COOKIE);
            return response;
        }
        remember_language(request, response)
    }

    /// The language of a page.
    fn spoken(&self, request: &Request) -> Language {
        match Language::of(request) {
            asked if !self.told().config.faults.has(Fault::OtherLanguage) => asked,
            Language::De => Language::Fr,
            _ => Language::De,
        }
    }
}

/// Keeps a language that was asked for.
pub(super) fn remember_language(request: &Request, response: Response) -> Response {
    match Language::asked(request) {
        Some(language) => Cookie::new(Language::COOKIE, language.code())
            .lasting(LANGUAGE_SECONDS)
            .on(response),
        None => response,
    }
}

/// Title and body of a state.
fn rendered(underway: &Underway, config: &Config, language: Language) -> (String, String) {
    let words = words(language);
    let step = underway.step.as_str();
    match &underway.state {
        State::Menu { notice } => menu(underway, notice.as_ref(), config, words),
        State::Countries { notice } => countries(step, notice.as_ref(), config, words),
        State::NotBuilt { means } => {
            let message = Message {
                subject: Some(words.say(texts_of(*means).title)),
                ..message(words, step, vec!["not-built.text"])
            };
            (words.say("not-built.title").into(), message.show())
        }
        State::Planned { country } => {
            let name = country_name(words, country);
            let message = Message {
                back: "back",
                ..message(words, step, vec!["planned.text"])
            };
            (
                words.fill("planned.title", &[("country", &name)]),
                message.show(),
            )
        }
        State::Abroad { country, .. } => {
            let name = country_name(words, country);
            let message = message(words, step, vec!["abroad.text"]);
            (
                words.fill("abroad.title", &[("country", &name)]),
                message.show(),
            )
        }
        State::LinkMissing { linking, .. } => {
            let why = match linking {
                Linking::Off => "link.off",
                Linking::On => "link.on",
            };
            let message = Message {
                code: Some("LINK_REQUIRED"),
                ..message(words, step, vec!["link.text", why])
            };
            (words.say("link.title").into(), message.show())
        }
    }
}

fn message<'a>(words: Words<'static>, step: &'a str, sentences: Vec<&'static str>) -> Message<'a> {
    Message {
        words,
        action: paths::PAGES,
        step,
        subject: None,
        sentences,
        code: None,
        back: "to-menu",
    }
}

impl Message<'_> {
    fn show(&self) -> String {
        // Cannot fail: the template shows texts only.
        self.render().unwrap_or_default()
    }
}

fn menu(
    underway: &Underway,
    notice: Option<&Notice>,
    config: &Config,
    words: Words<'static>,
) -> (String, String) {
    let order = &underway.order;
    let level = order.levels.lowest().map(|level| {
        let number = level.0.to_string();
        words.fill("menu.level", &[("level", &number)])
    });
    let failed = notice.and_then(|notice| match notice {
        Notice::Failed { status, sub_status } => Some(Failed {
            sentence: sentence_of(sub_status.as_deref()),
            status: last_part(status),
            sub_status: sub_status.as_deref().map(last_part),
        }),
        Notice::Closed { .. } | Notice::Unknown => None,
    });
    let menu = Menu {
        words,
        action: paths::PAGES,
        step: &underway.step,
        service: &order.name,
        level,
        failed,
        means: flow::offered(order, config)
            .into_iter()
            .map(texts_of)
            .collect(),
    };
    let body = menu.render().unwrap_or_default();
    (words.say("menu.title").into(), body)
}

fn sentence_of(sub_status: Option<&str>) -> &'static str {
    match sub_status {
        Some(status::AUTHN_FAILED) => "failed.authn",
        Some(status::REQUEST_DENIED) => "failed.denied",
        _ => "failed.other",
    }
}

/// What stands behind the last colon of a status code.
fn last_part(code: &str) -> &str {
    code.rsplit(':').next().unwrap_or(code)
}

const fn texts_of(means: Means) -> Choice {
    let (title, hint) = match means {
        Means::Eidas => ("means.eidas.title", "means.eidas.hint"),
        Means::Card => ("means.card.title", "means.card.hint"),
        Means::Itsme => ("means.itsme.title", "means.itsme.hint"),
        Means::AppCode => ("means.app.title", "means.app.hint"),
        Means::MailCode => ("means.mail.title", "means.mail.hint"),
        Means::Password => ("means.password.title", "means.password.hint"),
    };
    Choice {
        name: means.name(),
        title,
        hint,
    }
}

fn countries(
    step: &str,
    notice: Option<&Notice>,
    config: &Config,
    words: Words<'static>,
) -> (String, String) {
    let notice = notice.and_then(|notice| match notice {
        Notice::Closed { country } => {
            let name = country_name(words, country);
            Some(Refused {
                sentence: words.fill("countries.refused", &[("country", &name)]),
                with_key: true,
            })
        }
        Notice::Unknown => Some(Refused {
            sentence: words.say("countries.unknown").into(),
            with_key: false,
        }),
        Notice::Failed { .. } => None,
    });
    let listed = config.countries.iter().map(|country| Listed {
        code: country.code.clone(),
        name: country_name(words, &country.code),
        hint: match country.road {
            Road::Open => None,
            Road::Planned => Some("countries.planned"),
            Road::Closed => Some("countries.closed"),
        },
    });
    let page = Countries {
        words,
        action: paths::PAGES,
        step,
        notice,
        countries: listed.collect(),
    };
    let body = page.render().unwrap_or_default();
    (words.say("countries.title").into(), body)
}

/// The name of a country; a country without one is its code.
fn country_name(words: Words<'static>, code: &str) -> String {
    let key = format!("country.{code}");
    let name = words.fill(&key, &[]);
    if name == key { code.into() } else { name }
}
