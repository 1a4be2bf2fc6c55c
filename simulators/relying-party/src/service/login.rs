//! Sending browsers away, and what they come back with.

use http::header::CONTENT_TYPE;
use rules::Breach;
use saml::binding::{Carried, RELAY_STATE_LIMIT};
use saml::{MessageKind, post};
use web::{Form, PostForm, Request, Response, SessionId};
use xml::Limits;

use super::{Answered, Begun, Browser, Leg, RelyingParty, Visit};
use crate::flow::{Awaits, Effect, Event, Login, Portal, Proof};
use crate::pages::Pages;
use crate::{Fault, Holder, Refusal, Rule};

/// The field that says that a form has come twice.
const AGAIN: &str = "again";

/// The most times that the provider is asked in one login.
const ROUNDS: usize = 4;

/// The login that an answer belongs to, under its name; without one, nobody has asked.
type Found = Option<(SessionId, Begun)>;

impl RelyingParty {
    /// Sends the browser to the portal.
    pub(super) fn begin(&self, request: &Request, pages: Pages<'_>, leg: Leg) -> Answered {
        let (id, mut visit) = match self.browsers.find(request) {
            Some(browser) => browser,
            None => (self.browsers.begin(Visit::default()), Visit::default()),
        };
        // The name must exist before the request that carries it.
        let name = self.logins.begin(Begun {
            login: unsolicited(leg),
            browser: id.clone(),
        });
        let (login, address) = match leg {
            Leg::Saml => {
                let idp = self.identity_provider()?;
                self.desk(Portal::Saml(&idp))
                    .begin(name.as_str(), pages.language())?
            }
            Leg::Oidc => {
                let (own, provider) = self.provider(false)?;
                self.desk(Portal::Oidc(own, &provider))
                    .begin(name.as_str(), pages.language())?
            }
        };
        self.logins.update(&name, |begun| begun.login = login);
        visit.begun = Some(name);
        self.browsers.set(&id, visit);
        Ok(self.browsers.cookie(&id).on(web::redirect(&address)))
    }

    /// Takes a SAML response.
    pub(super) fn consume(&self, request: &Request, pages: Pages<'_>) -> Answered {
        let form = Form::body(request);
        let carried = self.carried(&form)?;
        let browser = self.browsers.find(request);
        let state = carried.relay_state.as_deref();
        if browser.is_none()
            && !form.has(AGAIN)
            && state.is_some_and(|state| self.logins.get(state).is_some())
        {
            return Ok(self.post_again(&carried, pages));
        }
        let follow =
            state.filter(|state| self.config.has(Fault::FollowsRelayState) && state.contains("//"));
        let found = match follow {
            Some(_) => self.last_login(browser.as_ref(), Leg::Saml),
            None => self.login_for(state, browser.as_ref())?,
        };
        let idp = self.identity_provider()?;
        let login = found
            .as_ref()
            .map_or_else(|| unsolicited(Leg::Saml), |(_, begun)| begun.login.clone());
        match self
            .desk(Portal::Saml(&idp))
            .step(login, Event::Response(&carried.text))
            .1
        {
            Effect::Admit(holder) => {
                Ok(self.admit(*holder, browser, found, follow.unwrap_or("/card")))
            }
            Effect::Refuse(refusal) => Err(*refusal),
            Effect::Ask(_) => Err(Refusal::portal("a response that asks")),
        }
    }

    fn carried(&self, form: &Form) -> Result<Carried, Refusal> {
        let fields = form
            .pairs()
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let carried = post::read(fields, &Limits::SAML)
            .map_err(|error| Breach::new(Rule::Form, error.to_string()))?;
        if carried.kind == MessageKind::Request {
            return Err(Breach::new(Rule::Form, "a request instead of a response").into());
        }
        let length = carried.relay_state.as_deref().map_or(0, str::len);
        self.config.rules.own.require(
            Rule::RelayStateLength,
            length <= RELAY_STATE_LIMIT,
            || format!("RelayState of {length} bytes"),
        )?;
        Ok(carried)
    }

    /// A form that another site has posted comes without the cookie. Posted once more from here it brings it.
    fn post_again(&self, carried: &Carried, pages: Pages<'_>) -> Response {
        let fields = post::fields(carried.kind, &carried.text, carried.relay_state.as_deref());
        let fields: Form = fields.into_iter().collect();
        let consumer = self.config.address("/saml/acs");
        PostForm::new(
            pages.language(),
            pages.service(),
            &consumer,
            fields.with(AGAIN, "1"),
        )
        .respond()
    }

    /// The login that a RelayState names, which must be one of this browser.
    fn login_for(&self, state: Option<&str>, browser: Option<&Browser>) -> Result<Found, Refusal> {
        let book = &self.config.rules.own;
        let last = self.last_login(browser, Leg::Saml);
        let named = state
            .and_then(|state| self.logins.get(state))
            .filter(|(_, begun)| leg(&begun.login) == Leg::Saml);
        let Some((name, begun)) = named else {
            // Whoever was never sent away has no state to bring back; the rules of responses have the last word.
            let missing = state.is_some() || last.is_some();
            book.require(Rule::RelayState, !missing, || match state {
                Some(state) => format!("RelayState {state:?} was not issued"),
                None => "no RelayState".to_owned(),
            })?;
            return Ok(last);
        };
        let ours = browser.is_some_and(|(id, _)| *id == begun.browser);
        book.require(Rule::Browser, ours, || {
            "the login was begun in another browser".to_owned()
        })?;
        Ok(Some((name, begun)))
    }

    /// The login that this browser has begun last.
    fn last_login(&self, browser: Option<&Browser>, which: Leg) -> Found {
        let name = browser?.1.begun.as_ref()?;
        self.logins
            .get(name.as_str())
            .filter(|(_, begun)| leg(&begun.login) == which)
    }

    /// Takes the answer of OpenID Connect.
    pub(super) fn call_back(&self, request: &Request) -> Answered {
        let browser = self.browsers.find(request);
        let query = Form::query(request);
        let ours = |(_, begun): &(SessionId, Begun)| {
            leg(&begun.login) == Leg::Oidc
                && browser.as_ref().is_some_and(|(id, _)| *id == begun.browser)
        };
        let named = query
            .get("state")
            .and_then(|state| self.logins.get(state))
            .filter(ours);
        let found = named.or_else(|| self.last_login(browser.as_ref(), Leg::Oidc));
        let login = found
            .as_ref()
            .map_or_else(|| unsolicited(Leg::Oidc), |(_, begun)| begun.login.clone());
        let holder = self.redeem(
            login,
            request.uri().query().unwrap_or_default(),
            found.as_ref(),
        )?;
        Ok(self.admit(holder, browser, found, "/card"))
    }

    /// From the callback to the person, asking the provider in between. A key that is not known may be a new one: then
    /// its keys are read anew, once.
    fn redeem(
        &self,
        login: Login,
        query: &str,
        found: Option<&(SessionId, Begun)>,
    ) -> Result<Holder, Refusal> {
        let (own, mut provider) = self.provider(false)?;
        let (mut login, mut answer) = (login, None::<Response>);
        let mut again = self.config.has(Fault::ReadsKeysOnce);
        for _ in 0..ROUNDS {
            let text = answer
                .as_ref()
                .map(|answer| String::from_utf8_lossy(answer.body()));
            let event = match (&answer, &text) {
                (Some(answer), Some(body)) => Event::Answer {
                    status: answer.status().as_u16(),
                    content_type: content_type(answer),
                    body,
                },
                _ => Event::Callback(query),
            };
            let (next, effect) = self.desk(Portal::Oidc(own, &provider)).step(login, event);
            login = next;
            match effect {
                Effect::Admit(holder) => return Ok(*holder),
                Effect::Refuse(refusal) if refusal.is_unknown_key() && !again => {
                    again = true;
                    provider = self.provider(true)?.1;
                }
                Effect::Refuse(refusal) => return Err(*refusal),
                Effect::Ask(ask) => {
                    self.mark_answered(found, None);
                    answer = Some(self.fetch.fetch(*ask)?);
                }
            }
        }
        Err(Refusal::portal("the provider is asked without end"))
    }

    /// Lets a person in, under a session name that nobody can have planted.
    fn admit(
        &self,
        holder: Holder,
        browser: Option<Browser>,
        found: Found,
        target: &str,
    ) -> Response {
        let visit = Visit {
            holder: Some(holder),
            begun: found.as_ref().map(|(name, _)| name.clone()),
            leaving: None,
        };
        let id = match browser {
            Some((id, _)) if self.config.has(Fault::KeepsSessionName) => {
                self.browsers.set(&id, visit);
                id
            }
            Some((id, _)) => self.browsers.renew(&id, visit),
            None => self.browsers.begin(visit),
        };
        self.mark_answered(found.as_ref(), Some(&id));
        self.browsers.cookie(&id).on(web::redirect(target))
    }

    /// The login is answered, and belongs to the browser under its new name.
    fn mark_answered(&self, found: Option<&(SessionId, Begun)>, browser: Option<&SessionId>) {
        let Some((name, _)) = found else {
            return;
        };
        self.logins.update(name, |begun| {
            begun.login.answered = true;
            if let Some(browser) = browser {
                begun.browser = browser.clone();
            }
        });
    }
}

/// What is expected of an answer that nobody has asked for.
fn unsolicited(leg: Leg) -> Login {
    let awaits = match leg {
        Leg::Saml => Awaits::Response(None),
        Leg::Oidc => Awaits::Code(Proof::default()),
    };
    Login {
        awaits,
        answered: false,
    }
}

const fn leg(login: &Login) -> Leg {
    match login.awaits {
        Awaits::Response(_) => Leg::Saml,
        _ => Leg::Oidc,
    }
}

fn content_type(response: &Response) -> &str {
    let value = response.headers().get(CONTENT_TYPE);
    value
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}
