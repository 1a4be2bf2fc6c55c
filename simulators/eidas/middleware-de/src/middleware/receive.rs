//! From a connector's request to the page that starts the eID client.

use eidas_profile::request::{self, Carriage, EidasRequest, Expectations, Refusal, Rule};
use eidas_profile::{MiddlewareCode, Outcome, Profile};
use http::Method;
use rules::Rule as _;
use web::{Form, Request, Response};

use super::{Middleware, ROLE};
use crate::Fault;
use crate::login::Login;
use crate::pages::{self, Reason, Ways};

impl Middleware {
    /// Takes a request, or refuses it with a page, or with a response where the sender is known.
    pub(super) fn receive(&self, request: &Request) -> Response {
        let form = match *request.method() {
            Method::POST => Form::body(request),
            _ => Form::query(request),
        };
        let relay_state = form.get("RelayState");
        let carriage = match *request.method() {
            Method::POST => Carriage::Post(form.only("SAMLRequest")),
            _ => Carriage::Redirect(request.uri().query().unwrap_or_default()),
        };
        match self.check(carriage, relay_state) {
            Ok(accepted) => self.begin(request, accepted, relay_state),
            Err(refusal) => self.refuse(request, &refusal, relay_state),
        }
    }

    fn check(
        &self,
        carriage: Carriage<'_>,
        relay_state: Option<&str>,
    ) -> Result<EidasRequest, Refusal> {
        let own = self.node();
        let expect = Expectations {
            takes_get: true,
            requesters: self.config.requesters.as_deref(),
            known: &|id| self.logins.knows(id),
            first: &|id| self.logins.note(id),
            ..Expectations::new(&own, &self.connectors, self.ambient.now())
        };
        let mut book = match self.has(Fault::RulesOfOtherNodes) {
            true => Profile::Strict.requests(),
            false => self.config.rulebook.clone(),
        };
        if self.has(Fault::PostsToRequestedAddress) {
            book = book.without(Rule::AssertionConsumerService);
        }
        let checked = request::receive(carriage, relay_state, &expect, &book)?;
        Ok(checked.into_inner())
    }

    fn begin(
        &self,
        request: &Request,
        mut accepted: EidasRequest,
        relay_state: Option<&str>,
    ) -> Response {
        if self.has(Fault::PostsToRequestedAddress)
            && let Some(address) = &accepted.message.assertion_consumer_service_url
        {
            accepted.reply.destination.clone_from(address);
        }
        let sector = self.connectors.sector(&accepted.issuer);
        let sector = sector.unwrap_or_else(|| self.config.terminal.sector());
        let relay_state = relay_state.map(str::to_owned);
        let login = Login::new(accepted, relay_state, sector.clone(), &self.ambient);
        let browser = match self.browsers.find(request) {
            Some((browser, ())) => browser,
            None => self.browsers.begin(()),
        };
        let session = self.logins.begin(login, browser.as_str());
        let page = web::redirect(&format!("{}?sessionID={session}", self.address("Start")));
        self.set_cookie(self.browsers.cookie(&browser), page)
    }

    fn refuse(&self, request: &Request, refusal: &Refusal, relay_state: Option<&str>) -> Response {
        let rule = refusal.breach.rule;
        self.journal.line(ROLE, rule.name(), refusal.to_string());
        let code = rule.middleware_code();
        match (rule.middleware_outcome(), &refusal.reply) {
            (Outcome::Saml(_), Some(reply)) => {
                let message = format!("{} / {}", sentence(code), rule.name());
                let text = self.responder().failure(reply, code, &message);
                self.forward(request, reply, relay_state, text)
            }
            _ => self.refusal(request, Reason::Code(code)),
        }
    }

    /// The page that starts the eID client.
    pub(super) fn start(&self, request: &Request) -> Response {
        let Some(entry) = self.named(request, &Form::query(request)) else {
            return self.unknown_session(request, "page of no login of this browser");
        };
        let ways = Ways {
            client: &self.client_address(&entry.session),
            cancel: &self.address("Cancel"),
            session: &entry.session,
        };
        let page = entry.look(|login| pages::start(request, login, &ways));
        page.unwrap_or_else(|| self.unknown_session(request, "page of a login that is over"))
    }

    /// Sends the browser to the eID client.
    pub(super) fn launch(&self, request: &Request) -> Response {
        match self.named(request, &Form::query(request)) {
            Some(entry) => web::redirect(&self.client_address(&entry.session)),
            None => self.unknown_session(request, "start of no login of this browser"),
        }
    }

    /// The eID client with the address of the token. `[TR-03124-1 §2.2]`
    fn client_address(&self, session: &str) -> String {
        let token = format!("{}?sessionID={session}", self.address("TcToken"));
        let query = Form::new().with("tcTokenURL", token).encode();
        format!("{}?{query}", self.config.eid_client_url)
    }
}

const fn sentence(code: MiddlewareCode) -> &'static str {
    match code {
        MiddlewareCode::InvalidNameIdType => "The requested type of name is not supported.",
        MiddlewareCode::UnknownProvider => "The provider is unknown.",
        _ => "The request is not in order.",
    }
}
