//! The pure core.

use eidas_profile::response::{Refusal, Rule};
use rules::Breach;

use super::*;
use crate::flow::{Effect, Event, Login, Own, step};

struct Place {
    node: Node,
    proxy: Node,
    book: Rulebook<eidas_profile::light::Rule>,
}

impl Place {
    fn new() -> Self {
        let world = World::new();
        Self {
            node: world.published(),
            proxy: middleware_node(&world.middleware, &world.ambient),
            book: Rulebook::strict(),
        }
    }

    fn step(&self, login: Login, event: Event<'_>) -> (Login, Effect) {
        let own = Own {
            node: &self.node,
            book: &self.book,
            faults: &Faults::none(),
        };
        step(login, event, &own)
    }

    fn asked(&self, request: LightRequest) -> Event<'_> {
        Event::Asked {
            request,
            proxy: &self.proxy,
            message_id: "_m".into(),
        }
    }
}

fn answered(judged: Result<eidas_profile::EidasResponse, Refusal>) -> Event<'static> {
    Event::Answered {
        judged,
        relay_state: None,
        answer_id: "_a".into(),
    }
}

fn refused(rule: Rule) -> Event<'static> {
    answered(Err(Breach::new(rule, "no").into()))
}

#[test]
fn a_question_makes_a_login_wait() {
    let place = Place::new();
    let (login, effect) = place.step(Login::Fresh, place.asked(question()));
    let pending = login.pending(|_| Skew::default()).unwrap();
    assert_eq!(pending.country, CountryCode::DE);
    assert!(!pending.answered);
    assert_eq!(draft_of(effect).destination, RECEIVER);
    assert!(Login::Fresh.pending(|_| Skew::default()).is_none());
}

#[test]
fn a_question_that_cannot_be_asked_leaves_nothing_behind() {
    let place = Place::new();
    let mut wish = question();
    wish.name_id_format = Some(name_id::EMAIL_ADDRESS.into());
    let (login, effect) = place.step(Login::Fresh, place.asked(wish));
    assert_eq!(login, Login::Fresh);
    assert!(matches!(effect, Effect::RefuseRequest(_)));
}

#[test]
fn a_refused_answer_changes_nothing() {
    let place = Place::new();
    let (waiting, _) = place.step(Login::Fresh, place.asked(question()));
    let (login, effect) = place.step(waiting.clone(), refused(Rule::Audience));
    assert_eq!(login, waiting);
    assert!(matches!(effect, Effect::RefuseResponse(_)));
    let (done, effect) = place.step(waiting, refused(Rule::NameIdFormat));
    assert!(matches!(done, Login::Done(_)));
    assert!(matches!(effect, Effect::Tell(_)));
    let (still, _) = place.step(done.clone(), refused(Rule::SecondAnswer));
    assert_eq!(still, done);
}

#[test]
fn events_that_do_not_belong_here_are_ignored() {
    let place = Place::new();
    let (waiting, _) = place.step(Login::Fresh, place.asked(question()));
    assert_eq!(
        place.step(waiting, place.asked(question())).1,
        Effect::Ignore
    );
    assert_eq!(
        place.step(Login::Fresh, refused(Rule::Audience)).1,
        Effect::Ignore
    );
}
