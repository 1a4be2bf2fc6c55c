//! A login from the menu to its end, as a function of state and event.
//!
//! ```text
//! Menu ── choose foreign ──▶ Countries ── choose open ──▶ Abroad ── identified ──▶ Grant
//!  ▲ └ choose national ▶ NotBuilt │  └ choose planned ▶ Planned  │        └ number demanded ▶ LinkMissing
//!  └──────────── back ◀───────────┴──────────────────────────────┴ failed: Menu, with the status
//! anywhere ── cancel ──▶ Deny
//! ```
//!
//! It knows no browser and no message: what goes out is an [`Effect`] for others to carry out.

use ambient::Ambient;
use eidas_profile::LevelOfAssurance;
use rules::Breach;

use crate::config::{Config, Linking, Road};
use crate::order::{Number, Order};
use crate::{Fault, Login, Means, Person, Rule};

/// Where a login stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// The menu of means.
    Menu {
        /// What is said above it.
        notice: Option<Notice>,
    },
    /// The list of countries.
    Countries {
        /// What is said above it.
        notice: Option<Notice>,
    },
    /// A national means that this simulator has not.
    NotBuilt {
        /// Which one.
        means: Means,
    },
    /// A country to which there is no road yet.
    Planned {
        /// Which one.
        country: String,
    },
    /// The person is being identified in another state.
    Abroad {
        /// Where.
        country: String,
        /// The identifier of the question to the connector.
        question: String,
        /// The level that the question asks for.
        assurance: LevelOfAssurance,
    },
    /// The person is identified, and the national number that the service demands is not known.
    LinkMissing {
        /// Who.
        login: Box<Login>,
        /// Whether their country is one whose people are linked.
        linking: Linking,
    },
}

/// What a page says above its choices.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The identification failed.
    Failed {
        /// The status code of the other state.
        status: String,
        /// The more precise one.
        sub_status: Option<String>,
    },
    /// The country has no means that the network knows.
    Closed {
        /// Which one.
        country: String,
    },
    /// The country is not on the list.
    Unknown,
}

/// What happens to a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// The person chose a means.
    Means(Means),
    /// The person chose a country.
    Country(String),
    /// The person went back.
    Back,
    /// The person gave up.
    Cancel,
    /// The connector answered.
    Answer(Answer),
}

/// How an identification in another state went, by an answer to the question of this login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The person is identified.
    Identified {
        /// How well.
        assurance: LevelOfAssurance,
        /// Who.
        person: Box<Person>,
    },
    /// They are not.
    Failed {
        /// The status code.
        status: String,
        /// The more precise one.
        sub_status: Option<String>,
    },
}

/// What the shell has to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Shows the page of the state.
    Show,
    /// Sends the browser to the connector.
    Ask {
        /// The country of the person.
        country: String,
        /// The level to ask for.
        assurance: LevelOfAssurance,
        /// The identifier of the question.
        question: String,
    },
    /// Tells the service who logged in.
    Grant(Box<Login>),
    /// Tells the service that nobody did.
    Deny(Denial),
}

/// Why nobody logged in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Denial {
    /// The person gave up.
    Cancelled,
    /// No means that was used reaches the level.
    Level,
    /// The national number is not known.
    Number,
}

/// What a step made of a login.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Where it stands now.
    pub state: State,
    /// What has to be done.
    pub effect: Effect,
    /// The rule that an event broke, for the log.
    pub breach: Option<Breach<Rule>>,
}

impl Step {
    const fn show(state: State) -> Self {
        Self {
            state,
            effect: Effect::Show,
            breach: None,
        }
    }

    const fn deny(state: State, denial: Denial) -> Self {
        Self {
            state,
            effect: Effect::Deny(denial),
            breach: None,
        }
    }

    fn because(mut self, breach: Breach<Rule>) -> Self {
        self.breach = Some(breach);
        self
    }
}

/// What a step looks at and does not change.
#[derive(Clone, Copy, Debug)]
pub struct Terms<'a> {
    /// What the service asked for.
    pub order: &'a Order,
    /// What the portal was told.
    pub config: &'a Config,
    /// Clock and randomness.
    pub ambient: &'a Ambient,
}

/// The state in which a login begins.
#[must_use]
pub const fn begin() -> State {
    State::Menu { notice: None }
}

/// The means that are on the menu for an order: those that reach its level.
#[must_use]
pub fn offered(order: &Order, config: &Config) -> Vec<Means> {
    let enforced = config.books.portal.enforces(Rule::MeansOffered);
    let fits = |means: &Means| !enforced || reaches(*means, order, config);
    Means::ALL.into_iter().filter(fits).collect()
}

fn reaches(means: Means, order: &Order, config: &Config) -> bool {
    match means.level() {
        Some(level) => order.levels.admits(level),
        None => config.levels.needed(&order.levels).is_some(),
    }
}

/// One step of a login.
#[must_use]
pub fn step(state: State, event: Event, terms: &Terms<'_>) -> Step {
    match (state, event) {
        (state, Event::Cancel) if terms.config.faults.has(Fault::CancelIgnored) => {
            Step::show(state)
        }
        (state @ State::LinkMissing { .. }, Event::Cancel) => Step::deny(state, Denial::Number),
        (state, Event::Cancel) => Step::deny(state, Denial::Cancelled),
        (State::Menu { .. }, Event::Means(means)) => choose_means(means, terms),
        (State::Countries { .. }, Event::Country(code)) => choose_country(code, terms),
        (State::Planned { .. }, Event::Back) => Step::show(State::Countries { notice: None }),
        (_, Event::Back) => Step::show(begin()),
        (State::Abroad { country, .. }, Event::Answer(answer)) => arrive(&country, answer, terms),
        (state, event) => {
            let breach = Breach::new(
                Rule::EventAllowed,
                format!("{} in {}", event.name(), state.name()),
            );
            Step::show(state).because(breach)
        }
    }
}

fn choose_means(means: Means, terms: &Terms<'_>) -> Step {
    let Terms { order, config, .. } = terms;
    let offered =
        config
            .books
            .portal
            .require(Rule::MeansOffered, reaches(means, order, config), || {
                format!("{} does not reach {:?}", means.name(), order.levels.levels)
            });
    match (offered, means) {
        (Err(breach), _) => Step::deny(begin(), Denial::Level).because(breach),
        (Ok(()), Means::Eidas) => Step::show(State::Countries { notice: None }),
        (Ok(()), national) => Step::show(State::NotBuilt { means: national }),
    }
}

fn choose_country(code: String, terms: &Terms<'_>) -> Step {
    let Terms { order, config, .. } = terms;
    let listed = config.countries.iter().find(|country| country.code == code);
    let road = listed.map(|country| country.road);
    let open = matches!(road, Some(Road::Open | Road::Planned));
    let offered = config.books.portal.require(Rule::CountryOffered, open, || {
        let why = if road.is_some() {
            "no road"
        } else {
            "not listed"
        };
        format!("country {code:?}: {why}")
    });
    if let Err(breach) = offered {
        let notice = match road {
            Some(_) => Notice::Closed { country: code },
            None => Notice::Unknown,
        };
        let notice = Some(notice);
        return Step::show(State::Countries { notice }).because(breach);
    }
    if road == Some(Road::Planned) {
        return Step::show(State::Planned { country: code });
    }
    // Cannot be absent: the menu leads here only where one level will do.
    let assurance = config.levels.needed(&order.levels);
    let assurance = assurance.unwrap_or(LevelOfAssurance::High);
    let question = fresh_question(terms.ambient);
    Step {
        state: State::Abroad {
            country: code.clone(),
            question: question.clone(),
            assurance: assurance.clone(),
        },
        effect: Effect::Ask {
            country: code,
            assurance,
            question,
        },
        breach: None,
    }
}

/// A random UUID [RFC 9562 §5.4].
fn fresh_question(ambient: &Ambient) -> String {
    let mut bytes: [u8; 16] = ambient.stream("csam question").bytes();
    let [_, _, _, _, _, _, version, _, variant, ..] = &mut bytes;
    *version = *version & 0x0F | 0x40;
    *variant = *variant & 0x3F | 0x80;
    let digits = hex::encode(bytes);
    let part = |range| digits.get(range).unwrap_or_default();
    [
        part(0..8),
        part(8..12),
        part(12..16),
        part(16..20),
        part(20..32),
    ]
    .join("-")
}

fn arrive(country: &str, answer: Answer, terms: &Terms<'_>) -> Step {
    match answer {
        Answer::Failed { status, sub_status } => {
            let shown = !terms.config.faults.has(Fault::FailureHidden);
            let notice = shown.then_some(Notice::Failed { status, sub_status });
            Step::show(State::Menu { notice })
        }
        Answer::Identified { assurance, person } => {
            match welcome(country, &assurance, *person, terms) {
                Ok(login) => finish(login, terms),
                Err((denial, breach)) => denied(denial, breach),
            }
        }
    }
}

/// Holds an identification to the rules of the portal.
fn welcome(
    country: &str,
    assurance: &LevelOfAssurance,
    mut person: Person,
    terms: &Terms<'_>,
) -> Result<Login, (Option<Denial>, Breach<Rule>)> {
    let Terms { order, config, .. } = terms;
    let book = &config.books.portal;
    let prefix = format!("{country}/BE/");
    let from_there = person.identifier.starts_with(&prefix);
    book.require(Rule::ReturnCountry, from_there, || {
        format!("identifier {:?}, expected {prefix:?}", person.identifier)
    })
    .map_err(|breach| (None, breach))?;
    let reached = config.levels.reached(assurance);
    let level = reached.iter().find(|level| order.levels.admits(**level));
    book.require(Rule::LevelReached, level.is_some(), || {
        format!("{assurance} does not reach {:?}", order.levels.levels)
    })
    .map_err(|breach| (Some(Denial::Level), breach))?;
    let level = level.or(reached.first()).copied();
    person.number = match linking(country, config) {
        Linking::On => config.links.get(&person.identifier).cloned(),
        Linking::Off => None,
    };
    Ok(Login {
        person,
        level: level.unwrap_or(config.levels.low),
        country: country.into(),
        at: terms.ambient.now(),
    })
}

fn denied(denial: Option<Denial>, breach: Breach<Rule>) -> Step {
    let failed = Notice::Failed {
        status: saml::names::status::RESPONDER.into(),
        sub_status: None,
    };
    let step = match denial {
        Some(denial) => Step::deny(begin(), denial),
        None => Step::show(State::Menu {
            notice: Some(failed),
        }),
    };
    step.because(breach)
}

fn linking(country: &str, config: &Config) -> Linking {
    let listed = config.countries.iter().find(|own| own.code == country);
    listed.map_or(Linking::Off, |country| country.linking)
}

/// The end of a login, unless the service demands a number that is not known.
fn finish(login: Login, terms: &Terms<'_>) -> Step {
    let Terms { order, config, .. } = terms;
    let demanded = order.number == Number::Demanded && !config.faults.has(Fault::NumberEmpty);
    let known = login.person.number.is_some();
    let linked = config
        .books
        .portal
        .require(Rule::NumberLinked, known || !demanded, || {
            format!("no number is linked to {:?}", login.person.identifier)
        });
    if let Err(breach) = linked {
        let linking = linking(&login.country, config);
        let login = Box::new(login);
        return Step::show(State::LinkMissing { login, linking }).because(breach);
    }
    Step {
        state: begin(),
        effect: Effect::Grant(Box::new(login)),
        breach: None,
    }
}

impl State {
    const fn name(&self) -> &'static str {
        match self {
            Self::Menu { .. } => "menu",
            Self::Countries { .. } => "countries",
            Self::NotBuilt { .. } => "not built",
            Self::Planned { .. } => "planned",
            Self::Abroad { .. } => "abroad",
            Self::LinkMissing { .. } => "link missing",
        }
    }
}

impl Event {
    const fn name(&self) -> &'static str {
        match self {
            Self::Means(_) => "choice of means",
            Self::Country(_) => "choice of country",
            Self::Back => "back",
            Self::Cancel => "cancel",
            Self::Answer(_) => "answer of the connector",
        }
    }
}

#[cfg(test)]
mod tests;
