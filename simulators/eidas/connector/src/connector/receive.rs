//! From the other node to the national system.

use eidas_profile::light::LightResponse;
use eidas_profile::response::{self, Expectations, Refusal, Rule};
use eidas_profile::{EidasResponse, EuCode, Outcome};
use rules::{Breach, Rule as _};
use web::{Form, Language, PostForm, Request, Response};

use super::Connector;
use crate::flow::{Effect, Event, Login, Own, step};
use crate::{description, pages, paths};

/// How old messages may be where that is asked, in seconds.
const MAX_AGE: u32 = 300;

impl Connector {
    /// A browser brings the response of the other node.
    pub(super) fn receive_response(&self, request: &Request) -> Response {
        let form = Form::body(request);
        let judged = self.judge(form.only("SAMLResponse"));
        let answered = match &judged {
            Ok(response) => Some(response.in_response_to.clone()),
            Err(refusal) if refusal.breach.rule.eu_outcome() == Outcome::Page => None,
            Err(refusal) => refusal.in_response_to.clone(),
        };
        let relay_state = form.get("RelayState").map(str::to_owned);
        match (answered, judged) {
            (Some(message_id), judged) => {
                let effect = self.advance(&message_id, judged, relay_state);
                self.act(request, effect)
            }
            (None, Err(refusal)) => self.refuse_response(request, &refusal),
            (None, Ok(_)) => self.fail(request, "a response without a request"),
        }
    }

    /// Holds a response to its rules. A peer that signs with an unknown key may have new metadata: they are read again,
    /// once.
    fn judge(&self, field: Option<&str>) -> Result<EidasResponse, Refusal> {
        let judged = self.judge_once(field);
        match &judged {
            Err(refusal) if refusal.breach.rule == Rule::SignatureTrust => {
                self.peers.forget();
                self.judge_once(field)
            }
            _ => judged,
        }
    }

    fn judge_once(&self, field: Option<&str>) -> Result<EidasResponse, Refusal> {
        let now = self.ambient.now();
        let until = now.plus(i64::from(self.config.patience));
        let pending = |id: &str| {
            let login = self.logins.get(id)?;
            login.pending(|country| self.peers.skew(country))
        };
        let expect = Expectations {
            entity_id: &self.config.entity_id(),
            address: &self.config.address(paths::RESPONSE),
            country: self.config.country,
            now,
            max_age: MAX_AGE,
            peers: &self.peers,
            keys: &self.keys,
            pending: &pending,
            first: &|id| self.answered.accept(id, until, now),
        };
        response::receive(field, &expect, &self.config.books.responses)
            .map(eidas_profile::Checked::into_inner)
    }

    /// Takes the login one step further. Two answers at the same time do not both find it waiting.
    fn advance(
        &self,
        message_id: &str,
        judged: Result<EidasResponse, Refusal>,
        relay_state: Option<String>,
    ) -> Option<Effect> {
        let node = description::node(&self.config, self.ambient.now());
        let own = Own {
            node: &node,
            book: &self.config.books.light,
            faults: &self.config.faults,
        };
        let book = &self.config.books.responses;
        let single = book.enforces(Rule::SecondAnswer);
        if !book.enforces(Rule::Correlation) && self.logins.get(message_id).is_none() {
            // Whoever does not ask for a question believes that there was one.
            self.logins.insert(message_id, Login::unasked(message_id));
        }
        self.logins.update(message_id, |login| {
            let again = single && matches!(login, Login::Done(_));
            let judged = if again {
                let because = format!("request {message_id} was answered before");
                Err(Breach::new(Rule::SecondAnswer, because).into())
            } else {
                judged
            };
            let event = Event::Answered {
                judged,
                relay_state,
                answer_id: saml::fresh_id(&self.ambient),
            };
            step(login, event, &own)
        })
    }

    fn act(&self, request: &Request, effect: Option<Effect>) -> Response {
        match effect {
            Some(Effect::Tell(answer)) => self.tell(request, &answer),
            Some(Effect::RefuseResponse(refusal)) => self.refuse_response(request, &refusal),
            Some(_) => self.refuse(
                request,
                EuCode::AUTHENTICATION_FAILED,
                "authentication",
                "the other node did not authenticate the person",
            ),
            None => {
                let breach = Breach::new(Rule::Correlation, "no request waits for this answer");
                self.refuse_response(request, &breach.into())
            }
        }
    }

    /// Sends the browser to the national system with the token of a light response.
    fn tell(&self, request: &Request, answer: &LightResponse) -> Response {
        if answer.status.is_failure() {
            let status = &answer.status;
            let words = format!(
                "{} {}: {}",
                status.code.as_deref().unwrap_or_default(),
                status.sub_code.as_deref().unwrap_or_default(),
                status.message.as_deref().unwrap_or_default()
            );
            self.journal.line(super::ROLE, "status", words);
        }
        let cache = &*self.config.cache;
        let answers = &self.config.answers;
        let Some(token) = answers.send(&answer.to_text(), cache, &self.ambient) else {
            return self.fail(request, "the cache takes no answer");
        };
        let language = Language::of(request);
        let fields = Form::new().with("token", token);
        PostForm::new(
            language,
            pages::service(language),
            &self.config.return_url,
            fields,
        )
        .respond()
    }

    fn refuse_response(&self, request: &Request, refusal: &Refusal) -> Response {
        let codes = refusal.breach.rule.eu_code();
        let rule = refusal.breach.rule.name();
        let because = format!("{} ({})", refusal.breach, codes.inner);
        self.refuse(request, codes.outer, rule, &because)
    }
}
