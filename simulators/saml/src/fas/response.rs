//! What a relying party asks of a response of the authentication service.

mod assertion;
mod open;
mod rule;

use std::collections::BTreeMap;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};
use xml::{DecryptionKey, EncryptionPolicy, SignaturePolicy};

use crate::fas::{Context, Level, MESSAGE_AGE, SKEW};
use crate::instant::Instant;
use crate::message::{Assertion, NameId, Response, Status};
use crate::replay::Replay;

pub use rule::Rule;

/// The relying party that receives.
#[derive(Clone, Copy, Debug)]
pub struct Receiver<'a> {
    /// Its name, which must be the audience.
    pub entity_id: &'a str,
    /// The address at which it takes responses.
    pub consumer: &'a str,
    /// The service that it trusts.
    pub issuer: &'a str,
    /// That service's certificates for signatures.
    pub certificates: &'a [Vec<u8>],
    /// The algorithms of signatures that it accepts.
    pub policy: &'a SignaturePolicy,
    /// Its key for encrypted assertions.
    pub decryption: Option<Decryption<'a>>,
    /// The attributes that it cannot do without.
    pub attributes: &'a [&'a str],
    /// The responses and assertions that it has seen.
    pub replay: &'a Replay,
    /// The time.
    pub now: UnixSeconds,
}

/// How encrypted assertions are opened.
#[derive(Clone, Copy, Debug)]
pub struct Decryption<'a> {
    /// The key.
    pub key: &'a DecryptionKey,
    /// The algorithms that are accepted.
    pub policy: &'a EncryptionPolicy,
    /// Whether an assertion in the clear is refused.
    pub required: bool,
}

/// The request that a browser was sent away with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// Its identifier.
    pub id: String,
    /// When it was made.
    pub issued: Instant,
    /// The level that it asked for at least.
    pub level: Level,
    /// Whether it asked for a new authentication.
    pub force_authn: bool,
    /// The format of name that it asked for.
    pub name_id_format: Option<String>,
}

/// What a response means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A person was authenticated.
    Authenticated(Box<Authenticated>),
    /// The service says that nobody was.
    Refused(Status),
}

/// A person, as the service knows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Authenticated {
    /// The name for this session.
    pub name_id: NameId,
    /// The session at the service, for logout.
    pub session_index: Option<String>,
    /// When that session ends.
    pub session_until: Option<Instant>,
    /// When the person was authenticated.
    pub authn_instant: Option<Instant>,
    /// How well.
    pub level: Level,
    /// As what.
    pub context: Option<Context>,
    /// What is known of the person: the values of each attribute, by its name.
    pub attributes: BTreeMap<String, Vec<String>>,
    /// Whether the assertion came encrypted.
    pub encrypted: bool,
}

impl Authenticated {
    /// The first value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.get(name)?.first().map(String::as_str)
    }
}

/// One judgement: who receives, what was asked, which rules hold.
struct Judgement<'a> {
    receiver: &'a Receiver<'a>,
    pending: &'a Pending,
    book: &'a Rulebook<Rule>,
}

/// Judges the text of a response to the request that this browser was sent away with.
///
/// # Errors
///
/// The first rule that was broken.
pub fn check(
    text: &str,
    receiver: &Receiver<'_>,
    pending: Option<&Pending>,
    book: &Rulebook<Rule>,
) -> Result<Outcome, Breach<Rule>> {
    let envelope = open::response(text, receiver, book)?;
    let response = Response::from_element(&envelope.root)
        .map_err(|error| Breach::new(Rule::Syntax, error.to_string()))?;
    book.require(Rule::Solicited, pending.is_some(), || {
        "this browser has not asked for a login".to_owned()
    })?;
    let unsolicited = Pending::none(receiver.now);
    let judgement = Judgement {
        receiver,
        pending: pending.unwrap_or(&unsolicited),
        book,
    };
    judgement.header(&response, pending.is_some())?;
    let status = response.status.clone().unwrap_or_default();
    if book.enforces(Rule::Status) && !status.is_success() {
        return Ok(Outcome::Refused(status));
    }
    let opened = open::assertion(text, &envelope, receiver, book)?;
    let authenticated = judgement.assertion(&opened, pending.is_some())?;
    judgement.replay(&response, &opened.assertion)?;
    Ok(Outcome::Authenticated(Box::new(authenticated)))
}

impl Pending {
    /// What a party that takes unsolicited responses expects of them.
    fn none(now: UnixSeconds) -> Self {
        Self {
            id: String::new(),
            issued: now.into(),
            level: Level(0),
            force_authn: false,
            name_id_format: None,
        }
    }
}

impl Judgement<'_> {
    fn header(&self, response: &Response, solicited: bool) -> Result<(), Breach<Rule>> {
        let (header, receiver, book) = (&response.header, self.receiver, self.book);
        let version = header.version.as_deref().unwrap_or_default();
        book.require(Rule::Version, version == "2.0", || {
            format!("version of the response is {version:?}")
        })?;
        // The issuer of a response may be left out [SAML Profiles §4.1.4.2]; that of the assertion may not.
        let issuer = header.issuer_text().unwrap_or(receiver.issuer);
        book.require(Rule::ResponseIssuer, issuer == receiver.issuer, || {
            format!("response of {issuer:?}, not of {:?}", receiver.issuer)
        })?;
        let destination = header.destination.as_deref().unwrap_or_default();
        book.require(Rule::Destination, destination == receiver.consumer, || {
            format!("destination {destination:?} is not {:?}", receiver.consumer)
        })?;
        self.recent(header.issue_instant, "response")?;
        let answers = response.in_response_to.as_deref().unwrap_or_default();
        let expected = &self.pending.id;
        book.require(
            Rule::InResponseTo,
            !solicited || answers == expected,
            || format!("response to {answers:?}, not to {expected:?}"),
        )
    }

    fn recent(&self, made: Option<Instant>, what: &str) -> Result<(), Breach<Rule>> {
        let age = made.map(|made| self.receiver.now.get() - made.seconds().get());
        let recent = age.is_some_and(|age| (-SKEW..=MESSAGE_AGE + SKEW).contains(&age));
        self.book.require(Rule::IssueInstant, recent, || match age {
            Some(age) => format!("{what} is {age} seconds old"),
            None => format!("{what} has no IssueInstant"),
        })
    }

    /// Both identifiers are kept as long as the assertion could be accepted. Only a message that has passed everything
    /// else counts as seen: nobody can spoil a login by sending its identifier first.
    fn replay(&self, response: &Response, assertion: &Assertion) -> Result<(), Breach<Rule>> {
        let (receiver, now) = (self.receiver, self.receiver.now);
        let expiry = assertion
            .conditions
            .as_ref()
            .and_then(|conditions| conditions.not_on_or_after);
        let until = expiry
            .map_or_else(|| now.plus(MESSAGE_AGE), Instant::seconds)
            .plus(2 * SKEW);
        for id in [response.header.id.as_deref(), assertion.id.as_deref()] {
            let id = id.unwrap_or_default();
            let new = receiver.replay.accept(id, until, now);
            self.book
                .require(Rule::Replay, new, || format!("{id:?} was seen before"))?;
        }
        Ok(())
    }
}
