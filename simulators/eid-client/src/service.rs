//! The HTTP shell: the address that browsers call, and the pages of a run.
//!
//! ```text
//! GET  /eID-Client?tcTokenURL=…   begins a run                       303 to the page, or to the service
//! GET  /eID-Client?Status[=json]  name and version
//! GET  /eID-Client?ShowUI[=…]     a page about card and run
//! GET  /eID-Client/run            the page on which the run waits
//! POST /eID-Client/run            what the user decided              303 to the page, or to the service
//! ```
//!
//! There is one run at a time. `[TR-03124-1 §2.2]`

mod decision;
mod driver;
mod pages;
mod status;

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ambient::Ambient;
use http::header::{HeaderValue, SERVER};
use http::{Method, StatusCode};
use rules::Rule as _;
use web::{Cookie, Fetch, Form, Journal, Language, Request, Response, Service};

use crate::flow::{Failure, Policy, State};
use crate::{Config, Fault, PRODUCT, Rule};

use driver::Shown;
use pages::Desk;

const HOME: &str = "/eID-Client";
const RUN: &str = "/eID-Client/run";
const ROLE: &str = "eid-client";

/// The citizen's eID client as a web service.
pub struct EidClient {
    config: Config,
    ambient: Ambient,
    network: Arc<dyn Fetch>,
    journal: Journal,
    desk: Mutex<Work>,
}

/// What the client is doing.
#[derive(Default)]
enum Work {
    #[default]
    Nothing,
    /// A run is taking a step.
    Busy,
    /// A run waits for its user.
    Waiting(Box<Waiting>),
}

struct Waiting {
    state: State,
    /// The secret of the run: who does not know it did not get its pages.
    name: String,
    /// Which page of the run is shown: a decision on an older one does not count.
    page: u32,
}

/// The right to work on the run. Whoever breaks down in the middle leaves the client free for the next run.
struct Claim<'a> {
    work: &'a Mutex<Work>,
    ended: bool,
}

impl Claim<'_> {
    fn end(mut self, work: Work) {
        self.ended = true;
        *lock(self.work) = work;
    }
}

impl Drop for Claim<'_> {
    fn drop(&mut self) {
        if !self.ended {
            *lock(self.work) = Work::Nothing;
        }
    }
}

fn lock(work: &Mutex<Work>) -> MutexGuard<'_, Work> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}

impl EidClient {
    /// A client that asks others over `network`, and writes what it refuses into `journal`.
    #[must_use]
    pub fn new(
        config: Config,
        ambient: Ambient,
        network: Arc<dyn Fetch>,
        journal: Journal,
    ) -> Self {
        Self {
            config,
            ambient,
            network,
            journal,
            desk: Mutex::default(),
        }
    }

    fn route(&self, request: &Request) -> Response {
        let query = Form::query(request);
        match (request.uri().path(), request.method()) {
            (HOME, &Method::GET) => match query.only("tcTokenURL") {
                Some(url) => self.activate(request, url),
                None if query.has("Status") => status::answer(query.get("Status")),
                None if query.has("ShowUI") => self.pages(request).home(self.is_waiting()),
                None => self.fail(
                    request,
                    Failure {
                        status: 404,
                        rule: Rule::TokenAddress,
                    },
                ),
            },
            (RUN, &Method::GET) => self.show(request),
            (RUN, &Method::POST) => self.decide(request),
            (HOME | RUN, _) => self.pages(request).status(StatusCode::METHOD_NOT_ALLOWED),
            _ => self.pages(request).status(StatusCode::NOT_FOUND),
        }
    }

    fn activate(&self, request: &Request, url: &str) -> Response {
        let Some(claim) = self.claim() else {
            self.journal
                .line(ROLE, "occupied", "called while a run is under way");
            return self.pages(request).occupied();
        };
        let name = pages::hexadecimal(&self.ambient.stream("eid-client run").bytes::<16>());
        let (state, effect) = State::begin(Policy::of(&self.config), url);
        let (state, shown) = self.drive(state, effect);
        let waiting = Waiting {
            state,
            name,
            page: 1,
        };
        self.leave(request, claim, waiting, shown)
    }

    fn decide(&self, request: &Request) -> Response {
        let form = Form::body(request);
        let taken = self.take(form.get("run").unwrap_or_default());
        let Some((claim, mut waiting)) = taken else {
            self.journal
                .line(ROLE, "run", "a form of no run that is under way");
            return self.pages(request).stale();
        };
        let current = form.get("page") == Some(waiting.page.to_string().as_str());
        let Some(decision) = decision::read(&form).filter(|_| current) else {
            return self.leave(request, claim, waiting, Shown::Page);
        };
        let (state, shown) = self.decided(waiting.state, decision);
        waiting.state = state;
        waiting.page = waiting.page.saturating_add(1);
        self.leave(request, claim, waiting, shown)
    }

    fn show(&self, request: &Request) -> Response {
        let pages = self.pages(request);
        match &*self.lock() {
            Work::Waiting(waiting) => match waiting.state.view() {
                Some(view) => pages.view(&view, waiting),
                None => pages.home(false),
            },
            Work::Busy => pages.occupied(),
            Work::Nothing => pages.home(false),
        }
    }

    /// Puts the run down where it waits, and answers the browser.
    fn leave(
        &self,
        request: &Request,
        claim: Claim<'_>,
        waiting: Waiting,
        shown: Shown,
    ) -> Response {
        if waiting.state.is_over() {
            self.config.slot.reset();
        }
        claim.end(match shown {
            Shown::Page => Work::Waiting(Box::new(waiting)),
            Shown::Redirect(_) | Shown::Failure(_) => Work::Nothing,
        });
        match shown {
            Shown::Page => web::redirect(RUN),
            Shown::Redirect(url) => web::redirect(&url),
            Shown::Failure(failure) => self.fail(request, failure),
        }
    }

    fn fail(&self, request: &Request, failure: Failure) -> Response {
        if failure.rule == Rule::TokenAddress {
            let rule = failure.rule.name();
            self.journal.line(ROLE, rule, "called without tcTokenURL");
        }
        self.pages(request).failure(failure)
    }

    /// Begins to work, unless a run is under way. A run that only tells of its failure gives way.
    fn claim(&self) -> Option<Claim<'_>> {
        let mut work = self.lock();
        match &*work {
            Work::Nothing => (),
            Work::Waiting(waiting) if waiting.state.is_over() => (),
            Work::Waiting(_) | Work::Busy => return None,
        }
        *work = Work::Busy;
        Some(Claim {
            work: &self.desk,
            ended: false,
        })
    }

    /// Takes the run of this name out, to work on it.
    fn take(&self, name: &str) -> Option<(Claim<'_>, Waiting)> {
        let mut work = self.lock();
        let any = self.config.faults.contains(&Fault::TakesAnyForm);
        match std::mem::take(&mut *work) {
            Work::Waiting(waiting) if waiting.name == name || any => {
                *work = Work::Busy;
                let claim = Claim {
                    work: &self.desk,
                    ended: false,
                };
                Some((claim, *waiting))
            }
            other => {
                *work = other;
                None
            }
        }
    }

    fn is_waiting(&self) -> bool {
        matches!(&*self.lock(), Work::Waiting(waiting) if !waiting.state.is_over())
    }

    fn lock(&self) -> MutexGuard<'_, Work> {
        lock(&self.desk)
    }

    fn pages<'r>(&self, request: &'r Request) -> Desk<'r> {
        let chosen = Language::asked(request)
            .or_else(|| Language::parse(&Cookie::read(request, Language::COOKIE)?))
            .or(self.config.language);
        Desk {
            request,
            language: chosen.unwrap_or_else(|| Language::of(request)),
            connection: self.config.connection,
            slot: self.config.slot.state(),
        }
    }
}

impl Service for EidClient {
    fn respond(&self, request: &Request) -> Response {
        let mut response = self.route(request);
        let hides = self.config.faults.contains(&Fault::ErrorsAnsweredWith200);
        if hides && response.status().is_client_error() {
            *response.status_mut() = StatusCode::OK;
        }
        if let Ok(name) = HeaderValue::from_str(&server_name()) {
            response.headers_mut().insert(SERVER, name);
        }
        response
    }
}

impl fmt::Debug for EidClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EidClient")
            .field("config", &self.config)
            .finish_non_exhaustive()
    }
}

/// `Eidolon/0.1.0 (TR-03124-1/1.4)`
fn server_name() -> String {
    format!("{PRODUCT}/{} (TR-03124-1/1.4)", env!("CARGO_PKG_VERSION"))
}
