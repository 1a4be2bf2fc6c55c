//! One login as the connector sees it: a question of the national system goes out, an answer comes back.
//!
//! [`step`] is a function of the state, the event and this node; it knows no HTTP, no keys and no store.
//!
//! ```text
//! Fresh    --Asked-->     Waiting   a request for the other node, or a refusal
//! Waiting  --Answered-->  Done      a light response, also for a failure; or a refusal
//! Done     --Answered-->  Done      only where second answers are accepted
//! ```

use eidas_profile::light::{self, LightRequest, LightResponse, LightStatus};
use eidas_profile::metadata::Node;
use eidas_profile::request::RequestDraft;
use eidas_profile::response::{Outcome, Pending, Refusal, Skew, Statement};
use eidas_profile::{
    Attribute, AttributeName, Attributes, CountryCode, EidasResponse, LevelOfAssurance,
    RequestedLevels, ServiceType,
};
use rules::{Breach, Rulebook};
use saml::Status;
use saml::names::status;

use crate::fault::{Fault, Faults};

/// What a step needs to know of this node.
#[derive(Clone, Copy, Debug)]
pub struct Own<'a> {
    /// What it publishes of itself.
    pub node: &'a Node,
    /// What the national system is held to.
    pub book: &'a Rulebook<light::Rule>,
    /// What this node does wrong.
    pub faults: &'a Faults,
}

/// How far a login is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    /// Nothing was asked.
    Fresh,
    /// A request is on its way.
    Waiting(Box<Question>),
    /// It was answered.
    Done(Box<Question>),
}

/// What the national system asked, and what was asked of the other node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The light request.
    pub request: LightRequest,
    /// The country that was asked.
    pub country: CountryCode,
    /// The levels.
    pub levels: RequestedLevels,
    /// The identifier of the message to the other node.
    pub message_id: String,
}

impl Login {
    /// A login that nobody began.
    pub(crate) fn unasked(message_id: &str) -> Self {
        let level = LevelOfAssurance::Low;
        Self::Waiting(Box::new(Question {
            request: LightRequest::new(CountryCode::DE, message_id, "", &level),
            country: CountryCode::DE,
            levels: RequestedLevels::minimum(level),
            message_id: message_id.to_owned(),
        }))
    }

    /// What an answer is held to.
    #[must_use]
    pub fn pending(&self, skew: impl Fn(CountryCode) -> Skew) -> Option<Pending> {
        let (question, answered) = match self {
            Self::Fresh => return None,
            Self::Waiting(question) => (question, false),
            Self::Done(question) => (question, true),
        };
        Some(Pending {
            country: question.country,
            levels: question.levels.clone(),
            name_id_format: question.request.name_id_format.clone(),
            skew: skew(question.country),
            answered,
        })
    }
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Event<'a> {
    /// The national system asks, and this node answers for the country; the message will have this identifier.
    Asked {
        /// The light request, which has passed the checks of its own.
        request: LightRequest,
        /// Who answers for the country.
        proxy: &'a Node,
        /// A fresh identifier.
        message_id: String,
    },
    /// The other node has answered, and the answer was judged.
    Answered {
        /// The response, or why it is refused.
        judged: Result<EidasResponse, Refusal>,
        /// The RelayState that came with it, which counts for nothing.
        relay_state: Option<String>,
        /// A fresh identifier.
        answer_id: String,
    },
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Send this request to the other node.
    Ask(Box<RequestDraft>),
    /// Send this answer to the national system.
    Tell(Box<LightResponse>),
    /// Refuse the light request.
    RefuseRequest(Breach<light::Rule>),
    /// Refuse the response.
    RefuseResponse(Refusal),
    /// The event does not belong here.
    Ignore,
}

/// One step.
#[must_use]
pub fn step(login: Login, event: Event<'_>, own: &Own<'_>) -> (Login, Effect) {
    match (login, event) {
        (
            Login::Fresh,
            Event::Asked {
                request,
                proxy,
                message_id,
            },
        ) => match ask(request, proxy, message_id, own) {
            Ok((question, draft)) => (
                Login::Waiting(Box::new(question)),
                Effect::Ask(Box::new(draft)),
            ),
            Err(breach) => (Login::Fresh, Effect::RefuseRequest(breach)),
        },
        (
            login @ (Login::Waiting(_) | Login::Done(_)),
            Event::Answered {
                judged,
                relay_state,
                answer_id,
            },
        ) => answered(login, judged, (relay_state, answer_id), own),
        (login, _) => (login, Effect::Ignore),
    }
}

/// Holds a request to what depends on the other node, and writes the one that is sent.
fn ask(
    request: LightRequest,
    proxy: &Node,
    message_id: String,
    own: &Own<'_>,
) -> Result<(Question, RequestDraft), Breach<light::Rule>> {
    let levels = levels(&request, own)?;
    check_against(&request, &levels, proxy, own)?;
    let country = request.country.parse().ok().or(proxy.country);
    let address = proxy.post_location().unwrap_or_default();
    let mut draft = RequestDraft::new(&own.node.entity_id, address, levels.clone());
    draft.attributes.clear();
    draft.name_id_format.clone_from(&request.name_id_format);
    draft.provider_name.clone_from(&request.provider_name);
    draft.requester_id.clone_from(&request.requester_id);
    draft.service_type = request
        .service_type
        .as_deref()
        .and_then(|kind| kind.parse().ok());
    draft = draft.asking(request.attribute_names());
    draft = draft.suited_to(proxy, own.node.service_type);
    misbehave(&mut draft, own.faults);
    let question = Question {
        request,
        country: country.unwrap_or(CountryCode::DE),
        levels,
        message_id,
    };
    Ok((question, draft))
}

fn levels(request: &LightRequest, own: &Own<'_>) -> Result<RequestedLevels, Breach<light::Rule>> {
    match request.requested_levels() {
        Ok(levels) => Ok(levels),
        Err(because) => {
            own.book.require(light::Rule::Level, false, || because)?;
            // Whoever looks away asks for the first level that makes sense, or for anything.
            let mut first = request.levels.iter();
            let first = first.find_map(|level| LevelOfAssurance::parse(&level.uri).ok());
            Ok(RequestedLevels::minimum(
                first.unwrap_or(LevelOfAssurance::Low),
            ))
        }
    }
}

fn check_against(
    request: &LightRequest,
    levels: &RequestedLevels,
    proxy: &Node,
    own: &Own<'_>,
) -> Result<(), Breach<light::Rule>> {
    let Own { node, book, .. } = own;
    book.require(
        light::Rule::ProtocolVersion,
        proxy.speaks(&node.versions),
        || format!("versions {:?}, here {:?}", proxy.versions, node.versions),
    )?;
    let published: Vec<LevelOfAssurance> = proxy.published_levels().collect();
    let offered = published.is_empty() || levels.are_offered(&published);
    book.require(light::Rule::LevelOffered, offered, || {
        format!(
            "requested {:?}, published {:?}",
            levels.levels(),
            proxy.levels
        )
    })?;
    let format = request.name_id_format.as_ref();
    let both = format.is_none_or(|format| {
        node.name_id_formats.contains(format) && proxy.name_id_formats.contains(format)
    });
    book.require(light::Rule::NameIdFormat, both, || {
        format!(
            "name format {format:?}, offered {:?}",
            proxy.name_id_formats
        )
    })?;
    let kind = node.service_type.map(ServiceType::as_str);
    let private = kind.or(request.service_type.as_deref()) == Some("private");
    let named = !proxy.wants_requester_id || !private || request.requester_id.is_some();
    book.require(light::Rule::RequesterId, named, || {
        "a private service without RequesterID".to_owned()
    })
}

fn misbehave(draft: &mut RequestDraft, faults: &Faults) {
    if faults.has(Fault::WrongDestination) {
        draft.destination = "https://proxy.nl.example/EidasNode/ColleagueRequest".to_owned();
    }
    if faults.has(Fault::ServiceTypeTwice) {
        draft.service_type = Some(ServiceType::Public);
    }
    if faults.has(Fault::OptionalRequired) {
        let place = Attribute::PlaceOfBirth.name();
        *draft = draft.clone().asking([place]);
        for asked in &mut draft.attributes {
            asked.required = true;
        }
    }
    if faults.has(Fault::LowestLevelAsked) {
        draft.levels = RequestedLevels::minimum(LevelOfAssurance::Low);
    }
}

fn answered(
    login: Login,
    judged: Result<EidasResponse, Refusal>,
    (relay_state, answer_id): (Option<String>, String),
    own: &Own<'_>,
) -> (Login, Effect) {
    let (Login::Waiting(question) | Login::Done(question)) = &login else {
        return (login, Effect::Ignore);
    };
    let mut answer = LightResponse {
        id: answer_id,
        in_response_to: question.request.id.clone(),
        issuer: own.node.entity_id.clone(),
        relay_state: question.request.relay_state.clone(),
        ..LightResponse::default()
    };
    match judged {
        Ok(response) => {
            answer.consent = response.consent;
            match response.result {
                Outcome::Success(statement) => state(&mut answer, &statement),
                Outcome::Failure(status) => answer.status = failure(&status),
            }
        }
        Err(refusal) => match refusal.breach.rule.eu_outcome() {
            eidas_profile::Outcome::Saml((code, sub)) => {
                answer.status = LightStatus::failure(code, sub, refusal.breach.because);
            }
            // A stranger's message must not spoil the one that is still to come.
            eidas_profile::Outcome::Page => return (login, Effect::RefuseResponse(refusal)),
        },
    }
    distort(&mut answer, question, relay_state, own.faults);
    let done = Login::Done(question.clone());
    if answer.status.is_failure() && own.faults.has(Fault::FailureKept) {
        return (done, Effect::Ignore);
    }
    (done, Effect::Tell(Box::new(answer)))
}

/// What is known of the person, as it came.
fn state(answer: &mut LightResponse, statement: &Statement) {
    answer.status = LightStatus::success();
    answer.subject = Some(statement.name_id.value.clone());
    answer.subject_format.clone_from(&statement.name_id.format);
    answer.level = statement.level.as_ref().map(|level| level.uri().to_owned());
    *answer = std::mem::take(answer).with_person(&statement.attributes);
}

/// A failure of the other node. Its words are passed on.
fn failure(status: &Status) -> LightStatus {
    let code = status.code_text().unwrap_or(status::RESPONDER);
    let message = status.message.clone().unwrap_or_default();
    LightStatus::failure(code, status.sub_code_text(), message)
}

/// Wrong answers to the national system.
fn distort(
    answer: &mut LightResponse,
    question: &Question,
    relay_state: Option<String>,
    faults: &Faults,
) {
    if faults.has(Fault::RelayStateFromBrowser) {
        answer.relay_state = relay_state;
    }
    if faults.has(Fault::RelayStateLost) {
        answer.relay_state = None;
    }
    if faults.has(Fault::AnswersOtherRequest) {
        answer.in_response_to.clone_from(&question.message_id);
    }
    if faults.has(Fault::LevelAlwaysHigh) && answer.level.is_some() {
        answer.level = Some(LevelOfAssurance::High.uri().to_owned());
    }
    if faults.has(Fault::FailureTurned) && answer.status.is_failure() {
        answer.status = LightStatus::success();
    }
    let person = answer.person();
    if faults.has(Fault::GivenNameLost) {
        let rest = person.clone().without(Attribute::CurrentGivenName);
        *answer = std::mem::take(answer).with_person(&rest);
    }
    if faults.has(Fault::IdentifierChanges) {
        *answer = std::mem::take(answer).with_person(&fresh(&person, &question.message_id));
    }
    if faults.has(Fault::IdentifierShortened) {
        *answer = std::mem::take(answer).with_person(&shortened(&person));
    }
}

/// Whoever it is, under a name for this login.
fn fresh(person: &Attributes, message_id: &str) -> Attributes {
    let (whole, opaque) = identifier(person);
    let countries = whole.strip_suffix(opaque).unwrap_or_default();
    let name: AttributeName = Attribute::PersonIdentifier.name();
    let other = format!("{countries}{}", message_id.trim_start_matches('_'));
    person.clone().without(name).with(name, other)
}

fn shortened(person: &Attributes) -> Attributes {
    let (_, opaque) = identifier(person);
    let name: AttributeName = Attribute::PersonIdentifier.name();
    person.clone().without(name).with(name, opaque)
}

/// The identifier, and what stands behind its countries.
fn identifier(person: &Attributes) -> (&str, &str) {
    let whole = person.get(Attribute::PersonIdentifier).unwrap_or_default();
    (whole, whole.splitn(3, '/').last().unwrap_or_default())
}
