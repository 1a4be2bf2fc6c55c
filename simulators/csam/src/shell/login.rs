//! The way of a person: from the request of a service to its answer.

use oidc::provider::Grant;
use rules::Breach;
use saml::fas::request::Reply;
use saml::fresh_id;
use web::{Form, Language, PostForm, Request, Response, SessionId};

use super::services::post_response;
use super::{Csam, Told, refusal};
use crate::abroad::Question;
use crate::active::{Active, Underway, Visit};
use crate::answer::saml::{Address, Session, Writer};
use crate::answer::tokens::{self, Subject};
use crate::flow::{self, Answer, Denial, Effect, Event, State, Step, Terms};
use crate::order::{NameForm, Order, Service};
use crate::texts::service_name;
use crate::{Fault, Login, Means, Rule, paths};

impl Csam {
    /// Begins a login under a fresh session and leads the browser to the menu.
    pub(super) fn begin(
        &self,
        request: &Request,
        order: Order,
        language: Option<Language>,
    ) -> Response {
        let told = self.told();
        let known = self.visits.find(request);
        let logins = known
            .as_ref()
            .map(|(_, visit)| visit.logins.clone())
            .unwrap_or_default();
        let visit = Visit {
            login: Some(Underway::new(order.clone(), &self.ambient)),
            logins,
            leaving: None,
        };
        let kept = told.config.faults.has(Fault::SessionKept);
        let id = match known {
            Some((id, _)) if kept => {
                self.visits.set(&id, visit.clone());
                id
            }
            Some((id, _)) => self.visits.renew(&id, visit.clone()),
            None => self.visits.begin(visit.clone()),
        };
        if told.config.faults.has(Fault::PersonRemembered)
            && let Some(login) = self.remembered(&visit)
        {
            return self.grant(request, &id, &order, &login);
        }
        let to = language.map_or_else(
            || paths::PAGES.to_owned(),
            |language| format!("{}?{}={}", paths::PAGES, Language::QUERY, language.code()),
        );
        self.visits.cookie(&id).on(web::redirect(&to))
    }

    fn remembered(&self, visit: &Visit) -> Option<Login> {
        let index = visit.logins.last()?;
        let active = self.logins.get(index, self.ambient.now())?;
        Some(active.login)
    }

    /// The person acts on a page.
    pub(super) fn act(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let Some((id, visit)) = self.visits.find(request) else {
            return self.lost(language);
        };
        let Some(underway) = visit.login else {
            return self.lost(language);
        };
        let form = Form::body(request);
        let own = form.get("step") == Some(underway.step.as_str());
        let told = self.told();
        let own = told
            .config
            .books
            .portal
            .require(Rule::FormOfThisLogin, own, || {
                "the form is of another login".into()
            });
        if let Err(breach) = own {
            return self.refuse(language, &breach, "refused.form");
        }
        match event(&form) {
            Some(event) => self.apply(request, &id, event),
            None => {
                self.note(&Breach::new(Rule::EventAllowed, "a form without a choice"));
                web::redirect(paths::PAGES)
            }
        }
    }

    pub(super) fn lost(&self, language: Language) -> Response {
        let breach = Breach::new(Rule::LoginUnderWay, "the browser has no login under way");
        self.refuse(language, &breach, "refused.lost")
    }

    /// One step of the login of this session, and its effect.
    fn apply(&self, request: &Request, id: &SessionId, event: Event) -> Response {
        let told = self.told();
        let stepped = self.visits.update(id, |visit| {
            let underway = visit.login.as_mut()?;
            let terms = Terms {
                order: &underway.order,
                config: &told.config,
                ambient: &self.ambient,
            };
            let Step {
                state,
                effect,
                breach,
            } = flow::step(underway.state.clone(), event, &terms);
            underway.state = state;
            let order = underway.order.clone();
            if matches!(effect, Effect::Grant(_) | Effect::Deny(_)) {
                visit.login = None;
            }
            Some((order, effect, breach))
        });
        let Some((order, effect, breach)) = stepped.flatten() else {
            return self.lost(Language::of(request));
        };
        if let Some(breach) = &breach {
            self.note(breach);
        }
        match effect {
            Effect::Show => web::redirect(paths::PAGES),
            Effect::Ask {
                country,
                assurance,
                question,
            } => self.ask(
                request,
                id,
                &order,
                &Question {
                    id: question,
                    country,
                    assurance,
                },
            ),
            Effect::Grant(login) => self.grant(request, id, &order, &login),
            Effect::Deny(denial) => self.deny(Language::of(request), &order, denial),
        }
    }

    /// Sends the browser to the connector.
    fn ask(
        &self,
        request: &Request,
        id: &SessionId,
        order: &Order,
        question: &Question,
    ) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let connector = &told.config.connector;
        let Some(token) = question.send(&order.name, connector, &self.ambient) else {
            let back = |visit: &mut Visit| {
                if let Some(underway) = &mut visit.login {
                    underway.state = flow::begin();
                }
            };
            self.visits.update(id, back);
            self.journal
                .line(super::ROLE, "connector", "the cache takes nothing");
            return refusal(language, "connector", "refused.connector")
                .status(http::StatusCode::SERVICE_UNAVAILABLE)
                .way_out(paths::PAGES, crate::texts::words(language).say("to-menu"))
                .respond();
        };
        let fields = Form::new().with("token", token);
        PostForm::new(
            language,
            service_name(language),
            &connector.endpoint,
            fields,
        )
        .respond()
    }

    /// The connector sends somebody back. Its form comes from another site and brings no cookie, so the browser goes on to
    /// a page of its own with a name for the answer.
    pub(super) fn receive(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let told = self.told();
        let form = if request.method() == http::Method::POST {
            Form::body(request)
        } else {
            Form::query(request)
        };
        let tokens: Vec<&str> = form.all("token").collect();
        let connector = &told.config.connector;
        let book = &told.config.books.light;
        match connector.answers.receive(&tokens, &*connector.cache, book) {
            Ok(text) => {
                let name = hex::encode(self.ambient.stream("csam arrival").bytes::<16>());
                self.arrivals.put(name.clone(), text, self.ambient.now());
                web::redirect(&format!("{}?answer={name}", paths::PAGES_RETURN))
            }
            Err(breach) => self.refuse(language, &breach, "refused.answer"),
        }
    }

    /// The browser brings the name of its answer.
    pub(super) fn come_back(&self, request: &Request) -> Response {
        let language = Language::of(request);
        let query = Form::query(request);
        let name = query.get("answer").unwrap_or_default();
        let text = self.arrivals.take(name, self.ambient.now());
        let Some((id, visit)) = self.visits.find(request) else {
            return self.lost(language);
        };
        let (Some(underway), Some(text)) = (visit.login, text) else {
            // The page was loaded again: whatever there is to see is there.
            return web::redirect(paths::PAGES);
        };
        let told = self.told();
        let answer = match question(&underway.state) {
            None => Ok(failed()),
            Some(question) => question.answered(&text, &told.config.books.light),
        };
        match answer {
            Ok(answer) => self.apply(request, &id, Event::Answer(answer)),
            Err(breach) if breach.rule == eidas_profile::light::Rule::Correlation => {
                self.refuse(language, &breach, "refused.answer")
            }
            Err(breach) => {
                self.note(&breach);
                self.apply(request, &id, Event::Answer(failed()))
            }
        }
    }

    /// Tells the service who logged in. The session goes on under a fresh name.
    fn grant(&self, request: &Request, id: &SessionId, order: &Order, login: &Login) -> Response {
        let told = self.told();
        let active = self.active(order, login);
        let id = self.keep(id, &active.index, &told);
        let (index, name) = (active.index.clone(), active.name.0.clone());
        self.logins.put(index.clone(), active, self.ambient.now());
        let language = Language::of(request);
        let response = match &order.service {
            Service::Saml {
                reply, name: form, ..
            } => {
                let session = Session {
                    login,
                    index: &index,
                    name_id: &name,
                    language,
                };
                let to = Address { reply, name: *form };
                self.respond_granted(&told, order, to, session)
            }
            Service::Oidc { request, issuer } => {
                let subject = Subject {
                    login: login.clone(),
                    sub: name,
                    issuer: issuer.clone(),
                    language,
                };
                self.code(&told, request, subject)
            }
        };
        self.visits.cookie(&id).on(response)
    }

    /// The browser has one login more, and another name.
    fn keep(&self, id: &SessionId, index: &str, told: &Told) -> SessionId {
        let mut visit = self
            .visits
            .update(id, |visit| visit.clone())
            .unwrap_or_default();
        visit.login = None;
        visit.logins.push(index.into());
        if told.config.faults.has(Fault::SessionKept) {
            self.visits.set(id, visit);
            return id.clone();
        }
        self.visits.renew(id, visit)
    }

    fn active(&self, order: &Order, login: &Login) -> Active {
        let (service, form) = match &order.service {
            Service::Saml { reply, name, .. } => (reply.entity_id.clone(), Some(*name)),
            Service::Oidc { request, .. } => (request.client_id.clone(), None),
        };
        let name = match form {
            Some(NameForm::Transient) => fresh_id(&self.ambient),
            _ => login.person.name_for(&service, &self.ambient),
        };
        Active {
            index: fresh_id(&self.ambient),
            service,
            title: order.name.clone(),
            name: (name, form),
            login: login.clone(),
        }
    }

    fn respond_granted(
        &self,
        told: &Told,
        order: &Order,
        to: Address<'_>,
        session: Session<'_>,
    ) -> Response {
        let language = session.language;
        let relay_state = match &order.service {
            Service::Saml { relay_state, .. } => relay_state.as_deref(),
            Service::Oidc { .. } => None,
        };
        match self.writer(told, to.reply).granted(order, to, session) {
            Ok(text) => post_response(language, to.reply, &text, relay_state),
            Err(error) => self.trouble(language, error),
        }
    }

    fn writer<'a>(&'a self, told: &'a Told, reply: &Reply) -> Writer<'a> {
        Writer {
            config: &told.config,
            keys: &self.keys,
            ambient: &self.ambient,
            encryption: told.service(&reply.entity_id),
        }
    }

    fn code(&self, told: &Told, request: &oidc::provider::Accepted, subject: Subject) -> Response {
        let issuer = subject.issuer.clone();
        let grant = Grant {
            client_id: request.client_id.clone(),
            redirect_uri: request.redirect_uri.clone(),
            scopes: request.scopes.clone(),
            nonce: request.nonce.clone(),
            challenge: request.challenge.clone(),
            authenticated: subject.login.at,
            subject,
        };
        let code = self.grants().issue_code(grant, &self.ambient);
        web::redirect(&self.tokens(told).granted(request, &issuer, &code))
    }

    pub(super) fn tokens<'a>(&'a self, told: &'a Told) -> tokens::Writer<'a> {
        tokens::Writer {
            config: &told.config,
            keys: &self.keys,
            ambient: &self.ambient,
        }
    }

    /// Tells the service that nobody logged in.
    fn deny(&self, language: Language, order: &Order, denial: Denial) -> Response {
        let told = self.told();
        match &order.service {
            Service::Saml {
                reply,
                relay_state,
                name,
            } => {
                let to = Address { reply, name: *name };
                match self.writer(&told, reply).denied(to, denial) {
                    Ok(text) => post_response(language, reply, &text, relay_state.as_deref()),
                    Err(error) => self.trouble(language, error),
                }
            }
            Service::Oidc { request, issuer } => {
                web::redirect(&self.tokens(&told).denied(request, issuer, denial))
            }
        }
    }
}

/// What the fields of a form say. Of several buttons a browser sends the one that was pressed.
fn event(form: &Form) -> Option<Event> {
    if form.has("cancel") {
        return Some(Event::Cancel);
    }
    if form.has("back") {
        return Some(Event::Back);
    }
    if let Some(country) = form.get("country") {
        return Some(Event::Country(country.into()));
    }
    Means::parse(form.get("means")?).map(Event::Means)
}

/// The question that somebody abroad was sent away with.
fn question(state: &State) -> Option<Question> {
    match state {
        State::Abroad {
            country,
            question,
            assurance,
        } => Some(Question {
            id: question.clone(),
            country: country.clone(),
            assurance: assurance.clone(),
        }),
        _ => None,
    }
}

fn failed() -> Answer {
    Answer::Failed {
        status: saml::names::status::RESPONDER.into(),
        sub_status: None,
    }
}
