//! The pages: four languages, no scripts, everything by keyboard.

use std::sync::LazyLock;

use askama::Template;
use eac::encoding::Right;
use http::StatusCode;
use rules::Rule as _;
use web::{Language, Page, Refusal, Request, Response, Texts, Words};

use super::{RUN, Waiting};
use crate::flow::{Comparison, Failure, Notice, Problem, Question, ServiceView, View, right_key};
use crate::{Connection, Rule, SlotState};

static TEXTS: LazyLock<Texts> = LazyLock::new(|| Texts::compiled(include_str!("../texts.toml")));

/// Everything that a page depends on beside the run.
pub(super) struct Desk<'r> {
    pub(super) request: &'r Request,
    pub(super) language: Language,
    pub(super) connection: Connection,
    pub(super) slot: SlotState,
}

/// What every form carries.
struct Form<'a> {
    action: &'static str,
    run: &'a str,
    page: u32,
}

/// A secret and the keys of its words.
struct Secret {
    title: &'static str,
    intro: &'static str,
    label: &'static str,
    hint: &'static str,
    /// Digits that it has.
    digits: usize,
    /// Whether it is hidden while it is typed.
    masked: bool,
}

const PIN: Secret = Secret {
    title: "pin.title",
    intro: "pin.intro",
    label: "pin.label",
    hint: "pin.hint",
    digits: 6,
    masked: true,
};
const CAN: Secret = Secret {
    title: "can.title",
    intro: "can.intro",
    label: "can.label",
    hint: "can.hint",
    digits: 6,
    masked: false,
};
const PUK: Secret = Secret {
    title: "puk.title",
    intro: "puk.intro",
    label: "puk.label",
    hint: "puk.hint",
    digits: 10,
    masked: true,
};

#[derive(Template)]
#[template(path = "rights.html")]
struct RightsBody<'a> {
    words: Words<'static>,
    form: Form<'a>,
    service: &'a ServiceView,
    required: Vec<(String, String)>,
    optional: Vec<(String, String)>,
    comparisons: Vec<String>,
}

#[derive(Template)]
#[template(path = "card.html")]
struct CardBody<'a> {
    words: Words<'static>,
    form: Form<'a>,
    sentence: &'static str,
    hint: &'static str,
}

#[derive(Template)]
#[template(path = "secret.html")]
struct SecretBody<'a> {
    words: Words<'static>,
    form: Form<'a>,
    secret: &'static Secret,
    notice: Option<String>,
    problem: bool,
    tries: Option<String>,
    service: &'a ServiceView,
    granted: Vec<String>,
    letter: bool,
}

#[derive(Template)]
#[template(path = "set_pin.html")]
struct SetPinBody<'a> {
    words: Words<'static>,
    form: Form<'a>,
    notice: Option<String>,
}

#[derive(Template)]
#[template(path = "stuck.html")]
struct StuckBody<'a> {
    words: Words<'static>,
    form: Form<'a>,
    reason: &'static str,
    advice: &'static str,
}

#[derive(Template)]
#[template(path = "failed.html")]
struct FailedBody<'a> {
    words: Words<'static>,
    sentence: String,
    code: String,
    to: &'a str,
}

#[derive(Template)]
#[template(path = "home.html")]
struct HomeBody {
    words: Words<'static>,
    slot: &'static str,
    run: &'static str,
    waiting: bool,
}

impl Desk<'_> {
    fn words(&self) -> Words<'static> {
        TEXTS.speak(self.language)
    }

    fn page(&self, title: &'static str) -> Page {
        let words = self.words();
        Page::new(self.language, words.say("service"), words.say(title)).at(self.request)
    }

    /// The page of a run.
    pub(super) fn view(&self, view: &View, waiting: &Waiting) -> Response {
        let form = Form {
            action: RUN,
            run: &waiting.name,
            page: waiting.page,
        };
        let page = match view {
            View::Rights {
                service,
                required,
                optional,
            } => self.rights(form, service, [required, optional]),
            View::Card { slot } => self.card(form, *slot),
            View::Question {
                question,
                service,
                granted,
            } => self.question(form, *question, service, granted),
            View::Failed { problem, to } => self.failed(problem, to),
        };
        // The answer to a form may lead back to the service, and browsers ask the policy then.
        let addresses = waiting.state.return_addresses();
        addresses
            .iter()
            .fold(page, |page, address| page.posts_to(address))
            .respond()
    }

    fn rights(&self, form: Form<'_>, service: &ServiceView, rights: [&[Right]; 2]) -> Page {
        let words = self.words();
        let [required, optional] = rights.map(|rights| {
            rights
                .iter()
                .map(|right| (right_key(*right), self.right(*right)))
                .collect::<Vec<_>>()
        });
        let comparisons = service.comparisons.iter().map(|it| self.comparison(it));
        let body = RightsBody {
            words,
            form,
            service,
            required,
            optional,
            comparisons: comparisons.collect(),
        };
        self.page("rights.title").body(rendered(&body))
    }

    fn card(&self, form: Form<'_>, slot: SlotState) -> Page {
        let body = CardBody {
            words: self.words(),
            form,
            sentence: match (slot, self.connection) {
                (SlotState::NoReader, Connection::Reader) => "card.no-reader",
                (SlotState::NoReader, Connection::PhoneNfc) => "card.no-phone",
                (_, Connection::Reader) => "card.reader",
                (_, Connection::PhoneNfc) => "card.phone",
            },
            hint: match self.connection {
                Connection::Reader => "card.hint-reader",
                Connection::PhoneNfc => "card.hint-phone",
            },
        };
        self.page("card.title").body(rendered(&body))
    }

    fn question(
        &self,
        form: Form<'_>,
        question: Question,
        service: &ServiceView,
        granted: &[Right],
    ) -> Page {
        let words = self.words();
        let notice = question.notice().map(|notice| self.notice(notice));
        let (secret, tries) = match question {
            Question::Pin { tries, .. } => (&PIN, tries),
            Question::Can { .. } => (&CAN, None),
            Question::Puk { .. } => (&PUK, None),
            Question::SetPin { .. } => {
                let body = SetPinBody {
                    words,
                    form,
                    notice,
                };
                return self.page("set-pin.title").body(rendered(&body));
            }
            Question::Deactivated => {
                return self.stuck(form, ["deactivated.text", "deactivated.advice"]);
            }
            Question::PukUsedUp => {
                return self.stuck(form, ["puk-used-up.text", "puk-used-up.advice"]);
            }
        };
        let body = SecretBody {
            words,
            form,
            secret,
            notice,
            problem: !matches!(question.notice(), Some(Notice::Unblocked | Notice::PinSet)),
            tries: tries.map(|tries| words.fill("pin.tries", &[("tries", &tries.to_string())])),
            service,
            granted: granted.iter().map(|right| self.right(*right)).collect(),
            letter: matches!(question, Question::Pin { .. }),
        };
        self.page(secret.title).body(rendered(&body))
    }

    fn stuck(&self, form: Form<'_>, [reason, advice]: [&'static str; 2]) -> Page {
        let words = self.words();
        let body = StuckBody {
            words,
            form,
            reason,
            advice,
        };
        self.page("stuck.title").body(rendered(&body))
    }

    fn failed(&self, problem: &Problem, to: &str) -> Page {
        let words = self.words();
        let key = match problem {
            Problem::CardGone => "failed.card-gone",
            Problem::Card => "failed.card",
            Problem::Channel => "failed.channel",
            Problem::Unreadable => "failed.unreadable",
            Problem::Server(_) => "failed.server",
            Problem::Refused(Rule::RefreshOrigin | Rule::RefreshHttps) => "failed.way-back",
            Problem::Refused(Rule::CertificateDates) => "failed.expired",
            _ => "failed.refused",
        };
        let body = FailedBody {
            words,
            sentence: words.fill(key, &[]),
            code: problem.name(),
            to,
        };
        self.page("failed.title").body(rendered(&body))
    }

    /// The page about card and run. `[TR-03124-1 §2.2.1.3]`
    pub(super) fn home(&self, waiting: bool) -> Response {
        let slot = match (self.slot, self.connection) {
            (SlotState::Card, _) => "home.card",
            (SlotState::Empty, _) => "home.empty",
            (SlotState::NoReader, Connection::Reader) => "home.no-reader",
            (SlotState::NoReader, Connection::PhoneNfc) => "home.no-phone",
        };
        let body = HomeBody {
            words: self.words(),
            slot,
            run: RUN,
            waiting,
        };
        self.page("home.title").body(rendered(&body)).respond()
    }

    /// Somebody else is at it.
    pub(super) fn occupied(&self) -> Response {
        let words = self.words();
        Refusal::new(
            self.language,
            words.say("service"),
            "409",
            words.say("occupied.text"),
        )
        .status(StatusCode::CONFLICT)
        .title(words.say("occupied.title"))
        .way_out(RUN, words.say("occupied.link"))
        .respond()
    }

    /// A form of no run that is under way.
    pub(super) fn stale(&self) -> Response {
        let words = self.words();
        Refusal::new(
            self.language,
            words.say("service"),
            "run",
            words.say("stale.text"),
        )
        .title(words.say("stale.title"))
        .respond()
    }

    /// What HTTP refuses.
    pub(super) fn status(&self, status: StatusCode) -> Response {
        Refusal::of_status(self.language, status)
            .service(self.words().say("service"))
            .respond()
    }

    /// An end without a way back. `[TR-03124-1 §2.7.4.3]`
    pub(super) fn failure(&self, failure: Failure) -> Response {
        let words = self.words();
        let sentence = match failure.rule {
            Rule::TokenAddress => "failure.no-address",
            Rule::TokenFound | Rule::TlsDates | Rule::TlsHostName => "failure.no-token",
            Rule::TokenHttps => "failure.no-https",
            Rule::RefreshHttps | Rule::RefreshOrigin => "failure.no-way-back",
            _ => "failed.refused",
        };
        let status = StatusCode::from_u16(failure.status).unwrap_or(StatusCode::BAD_REQUEST);
        let name = failure.rule.name();
        Refusal::new(
            self.language,
            words.say("service"),
            name,
            words.say(sentence),
        )
        .status(status)
        .title(words.say("failed.title"))
        .respond()
    }

    fn right(&self, right: Right) -> String {
        self.words()
            .fill(&format!("right.{}", right_key(right)), &[])
    }

    fn notice(&self, notice: Notice) -> String {
        self.words().fill(
            match notice {
                Notice::WrongPin => "notice.wrong-pin",
                Notice::WrongCan => "notice.wrong-can",
                Notice::WrongPuk => "notice.wrong-puk",
                Notice::Format => "notice.format",
                Notice::FiveDigits => "notice.five-digits",
                Notice::PinsDiffer => "notice.pins-differ",
                Notice::Unblocked => "notice.unblocked",
                Notice::PinSet => "notice.pin-set",
            },
            &[],
        )
    }

    fn comparison(&self, comparison: &Comparison) -> String {
        let (key, value) = match comparison {
            Comparison::BornBefore(date) => ("comparison.born", day(date)),
            Comparison::ValidOn(date) => ("comparison.valid", day(date)),
            Comparison::Municipality(digits) => ("comparison.municipality", digits.clone()),
        };
        self.words().fill(key, &[("value", &value)])
    }
}

fn rendered(body: &impl Template) -> String {
    // Cannot fail: a template fails only where something that it shows does.
    body.render().unwrap_or_default()
}

/// `2008-03-01` from eight digits; anything else as it is.
fn day(digits: &str) -> String {
    match (digits.get(..4), digits.get(4..6), digits.get(6..8)) {
        (Some(year), Some(month), Some(day)) if digits.len() == 8 => {
            format!("{year}-{month}-{day}")
        }
        _ => digits.to_owned(),
    }
}

/// Bytes as a name for forms.
pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{TEXTS, day};
    use crate::flow::{RIGHTS, right_key};
    use web::Language;

    #[test]
    fn every_text_is_there_in_every_language() {
        assert_eq!(TEXTS.complete(), Ok(()));
    }

    #[test]
    fn every_right_has_words() {
        for right in RIGHTS {
            let key = format!("right.{}", right_key(right));
            assert_ne!(TEXTS.speak(Language::De).fill(&key, &[]), key);
        }
    }

    #[test]
    fn every_text_is_used() {
        let sources = [
            include_str!("pages.rs"),
            include_str!("../../templates/rights.html"),
            include_str!("../../templates/card.html"),
            include_str!("../../templates/secret.html"),
            include_str!("../../templates/set_pin.html"),
            include_str!("../../templates/stuck.html"),
            include_str!("../../templates/failed.html"),
            include_str!("../../templates/home.html"),
            include_str!("../../templates/service.html"),
        ];
        for key in TEXTS.keys().filter(|key| !key.starts_with("right.")) {
            let quoted = format!("\"{key}\"");
            assert!(
                sources.iter().any(|source| source.contains(&quoted)),
                "{key}"
            );
        }
    }

    #[test]
    fn days_are_written_readably() {
        assert_eq!(day("20080301"), "2008-03-01");
        assert_eq!(day("1"), "1");
    }
}
