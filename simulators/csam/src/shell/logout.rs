//! The end of sessions, asked for by services or by the person.

use askama::Template;
use rules::Breach;
use saml::MessageKind;
use saml::fas::logout::{self, Peer, Receiver, Rule};
use saml::message::{LogoutRequest, NameId, Status};
use saml::metadata::KeyUse;
use saml::names::status;
use web::{Form, Language, Page, Request, Response, Words};

use super::pages::remember_language;
use super::services::Brought;
use super::{Csam, Told};
use crate::active::{Active, Visit};
use crate::answer::logout::Writer;
use crate::order::NameForm;
use crate::paths;
use crate::texts::{service_name, words};

#[derive(Template)]
#[template(path = "logout.html")]
struct LogoutPage {
    words: Words<'static>,
    action: &'static str,
    services: Vec<String>,
    done: bool,
}

impl Csam {
    /// A service asks for a logout, or answers one that the portal asked for.
    pub(super) fn single_logout(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let brought = match Brought::read(request) {
            Ok(brought) => brought,
            Err(error) => {
                let breach = Breach::new(Rule::Syntax, error.to_string());
                return self.refuse(language, &breach, "refused.logout");
            }
        };
        let peers = peers(&told);
        let address = told.config.address(paths::SINGLE_LOGOUT);
        let receiver = Receiver {
            destinations: &[&address],
            peers: &peers,
            policy: &self.policy,
            replay: &self.logouts,
            now: self.ambient.now(),
        };
        let book = &told.config.books.logout;
        if brought.kind() == MessageKind::Response {
            return self.left(request, &brought, &receiver);
        }
        match logout::check_request(brought.incoming(), &receiver, book) {
            Ok(asked) => self.log_out(request, &asked, brought.relay_state(), &told),
            Err(breach) => self.refuse(language, &breach, "refused.logout"),
        }
    }

    /// Ends the sessions that a service names, and says so.
    fn log_out(
        &self,
        request: &Request,
        asked: &LogoutRequest,
        relay_state: Option<String>,
        told: &Told,
    ) -> Response {
        let language = Language::of(request);
        let service = asked.header.issuer_text().unwrap_or_default();
        let name = asked.name_id.as_ref().map(|name| name.value.as_str());
        let meant = |active: &Active| {
            active.service == service
                && Some(active.name.0.as_str()) == name
                && (asked.session_indexes.is_empty()
                    || asked.session_indexes.contains(&active.index))
        };
        let ended = self.logins.take_where(self.ambient.now(), meant);
        self.forget(&ended);
        let status = if ended.is_empty() {
            let unknown = Some(status::UNKNOWN_PRINCIPAL);
            Status::failure(status::REQUESTER, unknown, "no such session")
        } else {
            Status::success()
        };
        let Some(descriptor) = told.service(service) else {
            return self.trouble(language, format_args!("{service:?} is not registered"));
        };
        let answer =
            self.logout_writer(told, language)
                .answer(descriptor, asked, relay_state, status);
        answer.unwrap_or_else(|error| self.trouble(language, error))
    }

    fn logout_writer<'a>(&'a self, told: &'a Told, language: Language) -> Writer<'a> {
        Writer {
            config: &told.config,
            keys: &self.keys,
            ambient: &self.ambient,
            language,
        }
    }

    /// The sessions of browsers forget logins that have ended.
    fn forget(&self, ended: &[Active]) {
        for active in ended {
            let index = &active.index;
            let only = |visit: &Visit| {
                visit.login.is_none() && visit.logins.len() == 1 && visit.logins.contains(index)
            };
            self.visits.end_where(only);
            let person = &active.login.person.identifier;
            self.grants().revoke(|grant| {
                grant.client_id == active.service
                    && grant.subject.login.person.identifier == *person
            });
        }
    }

    /// Ends the logins of a person at a client.
    pub(super) fn end_logins(&self, client_id: &str, sub: &str) {
        let meant = |active: &Active| active.service == client_id && active.name.0 == sub;
        let ended = self.logins.take_where(self.ambient.now(), meant);
        self.forget(&ended);
        self.grants()
            .revoke(|grant| grant.client_id == client_id && grant.subject.sub == sub);
    }

    /// Where a person is logged in, with a button that ends it.
    pub(super) fn logout_page(&self, request: &Request) -> Response {
        let visit = self.visits.find(request).map(|(_, visit)| visit);
        let done = Form::query(request).has("done");
        let services = visit
            .iter()
            .flat_map(|visit| &visit.logins)
            .filter_map(|index| self.logins.get(index, self.ambient.now()))
            .map(|active| active.title);
        self.show_logout(request, services.collect(), done)
    }

    fn show_logout(&self, request: &Request, services: Vec<String>, done: bool) -> Response {
        let language = Language::of(request);
        let words = words(language);
        let page = LogoutPage {
            words,
            action: paths::PAGES_LOGOUT,
            services,
            done,
        };
        let response = Page::new(language, service_name(language), words.say("logout.title"))
            .at(request)
            .posts_anywhere()
            .body(page.render().unwrap_or_default())
            .respond();
        remember_language(request, response)
    }

    /// The person ends all sessions of this browser. Services that speak SAML are told one after the other; clients lose
    /// their tokens.
    pub(super) fn logout_everywhere(&self, request: &Request) -> Response {
        let Some((id, visit)) = self.visits.find(request) else {
            return web::redirect(&done());
        };
        let told = self.told();
        let mut visit = visit;
        while let Some(index) = visit.logins.pop() {
            self.visits.set(&id, visit.clone());
            let Some(active) = self.logins.take(&index, self.ambient.now()) else {
                continue;
            };
            self.forget(std::slice::from_ref(&active));
            let Some((asked, response)) = self.ask_to_leave(&told, &active, Language::of(request))
            else {
                continue;
            };
            visit.leaving = Some(asked);
            self.visits.set(&id, visit);
            return response;
        }
        self.visits.end(&id);
        self.visits.forget().on(web::redirect(&done()))
    }

    fn ask_to_leave(
        &self,
        told: &Told,
        active: &Active,
        language: Language,
    ) -> Option<(String, Response)> {
        let form: NameForm = active.name.1?;
        let descriptor = told.service(&active.service)?;
        let mut name = NameId::new(&active.name.0).with_format(form.uri());
        name.name_qualifier = Some(told.config.entity_id.clone());
        name.sp_name_qualifier = Some(active.service.clone());
        let sent = self
            .logout_writer(told, language)
            .request(descriptor, name, &active.index);
        match sent {
            Ok(sent) => Some(sent),
            Err(error) => {
                self.journal.line(super::ROLE, "logout", error.to_string());
                None
            }
        }
    }

    /// A service says that it has ended its session; the next one is told.
    fn left(&self, request: &Request, brought: &Brought, receiver: &Receiver<'_>) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let visit = self.visits.find(request);
        let asked = visit.and_then(|(_, visit)| visit.leaving);
        let book = &told.config.books.logout;
        match logout::check_response(brought.incoming(), receiver, asked.as_deref(), book) {
            Ok(_) => self.logout_everywhere(request),
            Err(breach) => self.refuse(language, &breach, "refused.logout"),
        }
    }
}

fn done() -> String {
    format!("{}?done=1", paths::PAGES_LOGOUT)
}

/// The registered services with the certificates of their signatures.
fn peers(told: &Told) -> Vec<Peer> {
    told.services
        .iter()
        .filter_map(|metadata| {
            Some(Peer {
                entity_id: metadata.entity_id.clone()?,
                certificates: metadata
                    .service_provider()?
                    .role
                    .certificates(KeyUse::Signing),
            })
        })
        .collect()
}
