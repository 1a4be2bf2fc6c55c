#![allow(clippy::unwrap_used, clippy::panic)]

use std::sync::Arc;

use ambient::{Ambient, Date};
use eidas_profile::LevelOfAssurance;
use eidas_profile::light::MemoryLightCache;
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};
use proptest::sample::select;
use rules::{Rule as _, Rulebook};
use saml::fas::request::{Comparison, Reply, Requested};
use saml::fas::{Context, Level};

use super::{Answer, Denial, Effect, Event, Notice, State, Step, Terms, begin, offered, step};
use crate::config::{Config, Connector, Country, Identity, Linking, Road};
use crate::order::{NameForm, Number, Order, Service};
use crate::{Fault, Faults, Means, Person, Rule};

fn ambient() -> Ambient {
    Ambient::simulated(7, Date::new(2026, 3, 2).unwrap())
}

fn config() -> Config {
    let cache = Arc::new(MemoryLightCache::new(&ambient(), 300));
    let identity = Identity {
        key: Vec::new(),
        certificate: Vec::new(),
    };
    let connector = Connector::new("http://connector.test/request", cache, ["a", "b"]);
    Config::new("http://csam.test", identity, Vec::new(), connector)
}

fn order(comparison: Comparison, level: Option<Level>) -> Order {
    let levels = level.map(|level| (level, level.class_ref(Context::Citizen)));
    Order {
        service: Service::Saml {
            reply: Reply {
                entity_id: "https://lfa.test/metadata".into(),
                consumer: "https://lfa.test/acs".into(),
                in_response_to: "_1".into(),
            },
            relay_state: None,
            name: NameForm::Transient,
        },
        name: "LfA".into(),
        levels: Requested {
            comparison,
            levels: levels.into_iter().collect(),
        },
        number: Number::Unasked,
    }
}

fn minimum(level: u16) -> Order {
    order(Comparison::Minimum, Some(Level(level)))
}

struct Run {
    order: Order,
    config: Config,
    ambient: Ambient,
    state: State,
}

impl Run {
    fn new(order: Order) -> Self {
        Self {
            order,
            config: config(),
            ambient: ambient(),
            state: begin(),
        }
    }

    fn event(&mut self, event: Event) -> Step {
        let terms = Terms {
            order: &self.order,
            config: &self.config,
            ambient: &self.ambient,
        };
        let step = step(self.state.clone(), event, &terms);
        self.state = step.state.clone();
        step
    }

    fn go_abroad(&mut self) -> LevelOfAssurance {
        self.event(Event::Means(Means::Eidas));
        match self.event(Event::Country("DE".into())).effect {
            Effect::Ask { assurance, .. } => assurance,
            other => panic!("{other:?}"),
        }
    }

    fn identified(&mut self, assurance: LevelOfAssurance, identifier: &str) -> Step {
        let person = Box::new(lene(identifier));
        self.event(Event::Answer(Answer::Identified { assurance, person }))
    }
}

fn lene(identifier: &str) -> Person {
    Person {
        identifier: identifier.into(),
        surname: "BEISPIELER".into(),
        given_name: "LENE MARIT".into(),
        date_of_birth: "1987-04-23".into(),
        number: None,
    }
}

fn broken(step: &Step) -> Option<&'static str> {
    step.breach.as_ref().map(|breach| breach.rule.name())
}

#[test]
fn a_german_with_a_high_identification_is_let_in_with_level_500() {
    let mut run = Run::new(minimum(450));
    assert_eq!(run.go_abroad(), LevelOfAssurance::High);
    let step = run.identified(LevelOfAssurance::High, "DE/BE/0123");
    let Effect::Grant(login) = step.effect else {
        panic!("{step:?}");
    };
    assert_eq!(login.level, Level::CARD);
    assert_eq!(login.method(), "eidasDE");
    assert_eq!(login.at, run.ambient.now());
    assert_eq!(step.breach, None);
}

#[test]
fn the_level_asked_for_decides_what_is_asked_abroad() {
    for (level, assurance) in [
        (500, LevelOfAssurance::High),
        (450, LevelOfAssurance::High),
        (400, LevelOfAssurance::Substantial),
        (350, LevelOfAssurance::Substantial),
        (300, LevelOfAssurance::Substantial),
        (200, LevelOfAssurance::Low),
        (100, LevelOfAssurance::Low),
    ] {
        assert_eq!(Run::new(minimum(level)).go_abroad(), assurance, "{level}");
    }
    let any = order(Comparison::Minimum, None);
    assert_eq!(Run::new(any).go_abroad(), LevelOfAssurance::Low);
}

#[test]
fn a_level_that_must_be_exact_is_given_by_a_stronger_identification() {
    let mut run = Run::new(order(Comparison::Exact, Some(Level::APP_CODE)));
    assert_eq!(run.go_abroad(), LevelOfAssurance::Substantial);
    let step = run.identified(LevelOfAssurance::High, "DE/BE/0123");
    assert!(matches!(step.effect, Effect::Grant(login) if login.level == Level::APP_CODE));
}

#[test]
fn weaker_means_are_not_on_the_menu_and_forced_they_end_the_login() {
    let mut run = Run::new(minimum(450));
    let menu = offered(&run.order, &run.config);
    assert_eq!(menu, [Means::Eidas, Means::Card, Means::Itsme]);
    let step = run.event(Event::Means(Means::Password));
    assert_eq!(step.effect, Effect::Deny(Denial::Level));
    assert_eq!(broken(&step), Some("csam-means-offered"));
    run.config.books.portal = Rulebook::strict().without(Rule::MeansOffered);
    assert_eq!(offered(&run.order, &run.config), Means::ALL);
    run.state = begin();
    let step = run.event(Event::Means(Means::Password));
    assert!(matches!(step.state, State::NotBuilt { .. }));
}

#[test]
fn a_low_identification_does_not_reach_a_high_level() {
    let mut run = Run::new(minimum(400));
    run.go_abroad();
    let abroad = run.state.clone();
    let step = run.identified(LevelOfAssurance::Low, "DE/BE/0123");
    assert_eq!(step.effect, Effect::Deny(Denial::Level));
    assert_eq!(broken(&step), Some("csam-level-reached"));
    run.config.books.portal = Rulebook::strict().without(Rule::LevelReached);
    run.state = abroad;
    let step = run.identified(LevelOfAssurance::Low, "DE/BE/0123");
    assert!(matches!(step.effect, Effect::Grant(login) if login.level == Level::PASSWORD));
}

#[test]
fn nobody_goes_to_france() {
    let mut run = Run::new(minimum(400));
    run.event(Event::Means(Means::Eidas));
    let step = run.event(Event::Country("FR".into()));
    let closed = Notice::Closed {
        country: "FR".into(),
    };
    assert_eq!(
        step.state,
        State::Countries {
            notice: Some(closed)
        }
    );
    assert_eq!(broken(&step), Some("csam-country-offered"));
    run.config.books.portal = Rulebook::strict().without(Rule::CountryOffered);
    let step = run.event(Event::Country("FR".into()));
    assert!(matches!(step.effect, Effect::Ask { country, .. } if country == "FR"));
}

#[test]
fn an_unlisted_country_is_refused_and_a_planned_one_has_a_page() {
    let mut run = Run::new(minimum(400));
    run.event(Event::Means(Means::Eidas));
    let step = run.event(Event::Country("XX".into()));
    let unknown = Some(Notice::Unknown);
    assert_eq!(step.state, State::Countries { notice: unknown });
    for code in ["ES", "IT", "LU", "NL", "PL", "PT"] {
        let step = run.event(Event::Country(code.into()));
        assert!(matches!(step.state, State::Planned { country } if country == code));
        let step = run.event(Event::Back);
        assert_eq!(step.state, State::Countries { notice: None });
    }
}

#[test]
fn a_failure_abroad_leads_to_the_menu_with_its_status() {
    let failed = || {
        Event::Answer(Answer::Failed {
            status: "urn:oasis:names:tc:SAML:2.0:status:Responder".into(),
            sub_status: Some("urn:oasis:names:tc:SAML:2.0:status:AuthnFailed".into()),
        })
    };
    let mut run = Run::new(minimum(400));
    run.go_abroad();
    let step = run.event(failed());
    let State::Menu {
        notice: Some(Notice::Failed { sub_status, .. }),
    } = step.state
    else {
        panic!("{step:?}");
    };
    assert!(sub_status.unwrap().ends_with("AuthnFailed"));
    run.go_abroad();
    run.config.faults = Faults::of(&[Fault::FailureHidden]);
    assert_eq!(run.event(failed()).state, begin());
}

#[test]
fn somebody_from_another_country_than_the_chosen_one_is_not_let_in() {
    for identifier in ["NL/BE/0123", "DE/NL/0123", "DEX/BE/1", ""] {
        let mut run = Run::new(minimum(400));
        run.go_abroad();
        let step = run.identified(LevelOfAssurance::High, identifier);
        assert_eq!(broken(&step), Some("csam-return-country"), "{identifier}");
        assert!(matches!(step.state, State::Menu { notice: Some(_) }));
    }
}

#[test]
fn a_number_that_is_demanded_and_not_linked_is_never_empty() {
    let mut run = Run::new(minimum(400));
    run.order.number = Number::Demanded;
    run.go_abroad();
    let abroad = run.state.clone();
    let step = run.identified(LevelOfAssurance::High, "DE/BE/0123");
    assert!(matches!(
        step.state,
        State::LinkMissing {
            linking: Linking::Off,
            ..
        }
    ));
    assert_eq!(broken(&step), Some("csam-number-linked"));
    let step = run.event(Event::Cancel);
    assert_eq!(step.effect, Effect::Deny(Denial::Number));
    run.config.books.portal = Rulebook::strict().without(Rule::NumberLinked);
    run.state = abroad;
    let step = run.identified(LevelOfAssurance::High, "DE/BE/0123");
    assert!(matches!(step.effect, Effect::Grant(_)));
}

#[test]
fn a_link_counts_only_for_countries_whose_people_are_linked() {
    for (linking, number) in [(Linking::On, Some("64481298247")), (Linking::Off, None)] {
        let mut run = Run::new(minimum(400));
        run.config
            .links
            .insert("DE/BE/0123".into(), "64481298247".into());
        run.config.countries = vec![Country {
            code: "DE".into(),
            road: Road::Open,
            linking,
        }];
        run.go_abroad();
        let step = run.identified(LevelOfAssurance::High, "DE/BE/0123");
        let Effect::Grant(login) = step.effect else {
            panic!("{step:?}");
        };
        assert_eq!(login.person.number.as_deref(), number);
    }
}

#[test]
fn cancel_ends_the_login_everywhere() {
    let mut run = Run::new(minimum(400));
    assert_eq!(
        run.event(Event::Cancel).effect,
        Effect::Deny(Denial::Cancelled)
    );
    run.event(Event::Means(Means::Eidas));
    assert_eq!(
        run.event(Event::Cancel).effect,
        Effect::Deny(Denial::Cancelled)
    );
    run.event(Event::Country("DE".into()));
    assert_eq!(
        run.event(Event::Cancel).effect,
        Effect::Deny(Denial::Cancelled)
    );
    run.config.faults = Faults::of(&[Fault::CancelIgnored]);
    assert_eq!(run.event(Event::Cancel).effect, Effect::Show);
}

#[test]
fn an_event_that_has_no_place_leaves_the_state_as_it_is() {
    let mut run = Run::new(minimum(400));
    let answer = || {
        Event::Answer(Answer::Failed {
            status: String::new(),
            sub_status: None,
        })
    };
    for event in [Event::Country("DE".into()), answer()] {
        let step = run.event(event);
        assert_eq!(step.state, begin());
        assert_eq!(broken(&step), Some("csam-event-allowed"));
    }
    // Whoever went back from abroad is not surprised by a late answer.
    run.go_abroad();
    assert_eq!(run.event(Event::Back).state, begin());
    assert_eq!(broken(&run.event(answer())), Some("csam-event-allowed"));
}

#[test]
fn a_question_has_an_identifier_of_its_own() {
    let mut run = Run::new(minimum(400));
    run.go_abroad();
    let State::Abroad {
        question: first, ..
    } = run.state.clone()
    else {
        panic!("{:?}", run.state);
    };
    run.event(Event::Back);
    run.go_abroad();
    let State::Abroad {
        question: second, ..
    } = run.state.clone()
    else {
        panic!("{:?}", run.state);
    };
    assert_ne!(first, second);
    assert_eq!(first.len(), 36);
    assert_eq!(first.chars().nth(14), Some('4'));
}

fn any_event() -> impl Strategy<Value = Event> {
    let codes = ["DE", "FR", "ES", "XX"].map(str::to_owned);
    prop_oneof![
        select(Means::ALL.to_vec()).prop_map(Event::Means),
        select(codes.to_vec()).prop_map(Event::Country),
        Just(Event::Back),
        Just(Event::Cancel),
        Just(Event::Answer(Answer::Failed {
            status: "urn:x".into(),
            sub_status: None,
        })),
        select(vec!["DE/BE/1", "FR/BE/1"]).prop_map(|identifier| {
            Event::Answer(Answer::Identified {
                assurance: LevelOfAssurance::High,
                person: Box::new(lene(identifier)),
            })
        }),
    ]
}

proptest! {
    /// No session without an identification abroad, and none for France.
    #[test]
    fn nobody_is_let_in_who_was_not_abroad(events in vec(any_event(), 0..30)) {
        let mut run = Run::new(minimum(400));
        for event in events {
            let before = run.state.clone();
            let answered = matches!(event, Event::Answer(Answer::Identified { .. }));
            let step = run.event(event);
            match step.effect {
                Effect::Grant(login) => {
                    prop_assert!(answered);
                    let abroad = matches!(before, State::Abroad { country, .. } if country == "DE");
                    prop_assert!(abroad);
                    prop_assert_eq!(login.country, "DE");
                }
                Effect::Ask { country, .. } => prop_assert_eq!(country, "DE"),
                Effect::Show | Effect::Deny(_) => {}
            }
        }
    }
}
