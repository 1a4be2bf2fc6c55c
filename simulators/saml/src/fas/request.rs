//! What the authentication service asks of a request for authentication.

mod requested;
mod rule;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};
use xml::{Element, SignaturePolicy};

use crate::fas::incoming::Incoming;
use crate::fas::{MESSAGE_AGE, SKEW};
use crate::message::AuthnRequest;
use crate::metadata::{KeyUse, Metadata, SpDescriptor};
use crate::names::{binding, name_id};
use crate::replay::Replay;

pub use requested::{Comparison, Requested};
pub use rule::{Answer, Rule};

/// The service that receives.
#[derive(Clone, Copy, Debug)]
pub struct Receiver<'a> {
    /// The addresses at which it takes requests.
    pub destinations: &'a [&'a str],
    /// The relying parties that it knows.
    pub peers: &'a [Metadata],
    /// The algorithms that it accepts.
    pub policy: &'a SignaturePolicy,
    /// The requests that it has seen.
    pub replay: &'a Replay,
    /// The time.
    pub now: UnixSeconds,
}

/// A request that may be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The request.
    pub request: AuthnRequest,
    /// Where the answer goes.
    pub reply: Reply,
    /// The levels that will do.
    pub level: Requested,
}

/// Where an answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The relying party.
    pub entity_id: String,
    /// Its address for responses.
    pub consumer: String,
    /// The request that is answered.
    pub in_response_to: String,
}

/// A request that must not be followed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that was broken.
    pub breach: Breach<Rule>,
    /// Where a SAML response with the failure may go. Without it, or where [`Rule::answer`] says so, a page is all.
    pub reply: Option<Reply>,
}

/// Judges a request for authentication.
///
/// # Errors
///
/// The first rule that was broken.
pub fn check(
    incoming: Incoming<'_>,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Result<Accepted, Box<Refusal>> {
    let (request, peer) = authentic(incoming, receiver, book).map_err(page)?;
    addressed(&request, receiver, book).map_err(page)?;
    let reply = reply(&request, peer, book).map_err(page)?;
    match content(&request, book) {
        Ok(level) => Ok(Accepted {
            request,
            reply,
            level,
        }),
        Err(breach) => Err(Box::new(Refusal {
            breach,
            reply: Some(reply),
        })),
    }
}

fn page(breach: Breach<Rule>) -> Box<Refusal> {
    Box::new(Refusal {
        breach,
        reply: None,
    })
}

/// Who sends it, and that nobody has changed it.
fn authentic<'a>(
    incoming: Incoming<'_>,
    receiver: &Receiver<'a>,
    book: &Rulebook<Rule>,
) -> Result<(AuthnRequest, Option<&'a SpDescriptor>), Breach<Rule>> {
    let root = incoming
        .unverified()
        .map_err(|error| Breach::new(Rule::Syntax, error))?;
    let claimed = read(&root)?;
    let issuer = claimed.header.issuer_text().unwrap_or_default();
    let known = receiver
        .peers
        .iter()
        .find(|peer| peer.entity_id.as_deref() == Some(issuer));
    let peer = known.and_then(Metadata::service_provider);
    book.require(Rule::KnownIssuer, peer.is_some(), || {
        format!("issuer {issuer:?} is not registered")
    })?;
    let certificates = peer
        .map(|peer| peer.role.certificates(KeyUse::Signing))
        .unwrap_or_default();
    match incoming.verified(&certificates, receiver.policy) {
        Ok(element) => Ok((read(&element)?, peer)),
        Err(error) => {
            book.require(Rule::Signature, false, || error)?;
            Ok((claimed, peer))
        }
    }
}

fn read(element: &Element) -> Result<AuthnRequest, Breach<Rule>> {
    AuthnRequest::from_element(element)
        .map_err(|error| Breach::new(Rule::Syntax, error.to_string()))
}

/// Whether it is for this service, of now, and new.
fn addressed(
    request: &AuthnRequest,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let header = &request.header;
    let version = header.version.as_deref().unwrap_or_default();
    book.require(Rule::Version, version == "2.0", || {
        format!("version {version:?}")
    })?;
    let id = header.id.as_deref().unwrap_or_default();
    book.require(Rule::Identifier, !id.is_empty(), || "no ID".to_owned())?;
    let destination = header.destination.as_deref().unwrap_or_default();
    book.require(
        Rule::Destination,
        receiver.destinations.contains(&destination),
        || {
            format!(
                "destination {destination:?} is none of {:?}",
                receiver.destinations
            )
        },
    )?;
    let age = header
        .issue_instant
        .map(|at| receiver.now.get() - at.seconds().get());
    let fresh = age.is_some_and(|age| (-SKEW..=MESSAGE_AGE + SKEW).contains(&age));
    book.require(Rule::IssueInstant, fresh, || match age {
        Some(age) => format!("request is {age} seconds old"),
        None => "no IssueInstant".to_owned(),
    })?;
    let key = format!("{} {id}", header.issuer_text().unwrap_or_default());
    let until = receiver.now.plus(MESSAGE_AGE + 2 * SKEW);
    let new = receiver.replay.accept(&key, until, receiver.now);
    book.require(Rule::Replay, new, || {
        format!("request {id:?} was seen before")
    })
}

/// The registered address for the answer. An address in the request chooses among the registered ones.
fn reply(
    request: &AuthnRequest,
    peer: Option<&SpDescriptor>,
    book: &Rulebook<Rule>,
) -> Result<Reply, Breach<Rule>> {
    let asked = request.assertion_consumer_service_url.as_deref();
    let registered =
        peer.and_then(
            |peer| match (asked, request.assertion_consumer_service_index) {
                (Some(url), _) => peer.consumer_at(url),
                (None, Some(index)) => peer
                    .assertion_consumers
                    .iter()
                    .find(|c| c.index == Some(index)),
                (None, None) => peer.default_consumer(),
            },
        );
    let location = registered.and_then(|consumer| consumer.location.as_deref());
    book.require(Rule::Consumer, location.is_some(), || {
        format!(
            "consumer {:?} is not registered",
            asked.unwrap_or("without address")
        )
    })?;
    Ok(Reply {
        entity_id: request.header.issuer_text().unwrap_or_default().to_owned(),
        consumer: location.or(asked).unwrap_or_default().to_owned(),
        in_response_to: request.header.id.clone().unwrap_or_default(),
    })
}

/// What it asks for.
fn content(request: &AuthnRequest, book: &Rulebook<Rule>) -> Result<Requested, Breach<Rule>> {
    let answer = request
        .protocol_binding
        .as_deref()
        .unwrap_or(binding::HTTP_POST);
    book.require(Rule::ProtocolBinding, answer == binding::HTTP_POST, || {
        format!("binding {answer:?} is not supported for responses")
    })?;
    let format = request
        .name_id_policy
        .as_ref()
        .and_then(|policy| policy.format.as_deref());
    let supported = [
        name_id::TRANSIENT,
        name_id::PERSISTENT,
        name_id::UNSPECIFIED,
    ];
    book.require(
        Rule::NameIdPolicy,
        format.is_none_or(|f| supported.contains(&f)),
        || {
            format!(
                "name format {:?} is not supported",
                format.unwrap_or_default()
            )
        },
    )?;
    match Requested::of(request.requested_authn_context.as_ref()) {
        Ok(level) => Ok(level),
        Err(reason) => {
            book.require(Rule::AuthnContext, false, || reason)?;
            Ok(Requested::any())
        }
    }
}
