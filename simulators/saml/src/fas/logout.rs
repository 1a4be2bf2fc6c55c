//! What both sides ask of each other's logout messages.

mod rule;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};
use xml::{Element, SignaturePolicy};

use crate::error::SamlError;
use crate::fas::incoming::Incoming;
use crate::fas::{MESSAGE_AGE, SKEW};
use crate::instant::Instant;
use crate::message::{Header, LogoutRequest, LogoutResponse};
use crate::replay::Replay;

pub use rule::Rule;

/// A party that the receiver knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Peer {
    /// Its name.
    pub entity_id: String,
    /// Its certificates for signatures.
    pub certificates: Vec<Vec<u8>>,
}

/// The party that receives.
#[derive(Clone, Copy, Debug)]
pub struct Receiver<'a> {
    /// The addresses at which it takes logout messages.
    pub destinations: &'a [&'a str],
    /// The parties that it knows.
    pub peers: &'a [Peer],
    /// The algorithms that it accepts.
    pub policy: &'a SignaturePolicy,
    /// The messages that it has seen.
    pub replay: &'a Replay,
    /// The time.
    pub now: UnixSeconds,
}

/// Judges a request to end a session.
///
/// # Errors
///
/// The first rule that was broken.
pub fn check_request(
    incoming: Incoming<'_>,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
) -> Result<LogoutRequest, Breach<Rule>> {
    let request = authentic(incoming, receiver, book, LogoutRequest::from_element)?;
    receiver.header(&request.header, book)?;
    let now = Instant::new(receiver.now);
    let open = request
        .not_on_or_after
        .is_none_or(|end| now < end.plus(SKEW));
    book.require(Rule::NotOnOrAfter, open, || {
        "request has expired".to_owned()
    })?;
    let name = request
        .name_id
        .as_ref()
        .map(|name| name.value.as_str())
        .unwrap_or_default();
    book.require(Rule::NameId, !name.is_empty(), || "no NameID".to_owned())?;
    receiver.replay(&request.header, book)?;
    Ok(request)
}

/// Judges the answer to the request with the identifier `asked`.
///
/// # Errors
///
/// The first rule that was broken.
pub fn check_response(
    incoming: Incoming<'_>,
    receiver: &Receiver<'_>,
    asked: Option<&str>,
    book: &Rulebook<Rule>,
) -> Result<LogoutResponse, Breach<Rule>> {
    let response = authentic(incoming, receiver, book, LogoutResponse::from_element)?;
    receiver.header(&response.header, book)?;
    let answers = response.in_response_to.as_deref();
    book.require(
        Rule::InResponseTo,
        answers.is_some() && answers == asked,
        || format!("response to {answers:?}, not to {asked:?}"),
    )?;
    receiver.replay(&response.header, book)?;
    Ok(response)
}

/// A message with a header.
trait Headed {
    fn header(&self) -> &Header;
}

impl Headed for LogoutRequest {
    fn header(&self) -> &Header {
        &self.header
    }
}

impl Headed for LogoutResponse {
    fn header(&self) -> &Header {
        &self.header
    }
}

/// Who sends it, and that nobody has changed it.
fn authentic<T: Headed>(
    incoming: Incoming<'_>,
    receiver: &Receiver<'_>,
    book: &Rulebook<Rule>,
    read: fn(&Element) -> Result<T, SamlError>,
) -> Result<T, Breach<Rule>> {
    let syntax = |error: SamlError| Breach::new(Rule::Syntax, error.to_string());
    let root = incoming
        .unverified()
        .map_err(|error| Breach::new(Rule::Syntax, error))?;
    let claimed = read(&root).map_err(syntax)?;
    let issuer = claimed.header().issuer_text().unwrap_or_default();
    let peer = receiver.peers.iter().find(|peer| peer.entity_id == issuer);
    book.require(Rule::KnownIssuer, peer.is_some(), || {
        format!("issuer {issuer:?} is not known")
    })?;
    let certificates = peer
        .map(|peer| peer.certificates.as_slice())
        .unwrap_or_default();
    match incoming.verified(certificates, receiver.policy) {
        Ok(element) => read(&element).map_err(syntax),
        Err(error) => {
            book.require(Rule::Signature, false, || error)?;
            Ok(claimed)
        }
    }
}

impl Receiver<'_> {
    fn header(&self, header: &Header, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
        let version = header.version.as_deref().unwrap_or_default();
        book.require(Rule::Version, version == "2.0", || {
            format!("version {version:?}")
        })?;
        let destination = header.destination.as_deref().unwrap_or_default();
        book.require(
            Rule::Destination,
            self.destinations.contains(&destination),
            || {
                format!(
                    "destination {destination:?} is none of {:?}",
                    self.destinations
                )
            },
        )?;
        let age = header
            .issue_instant
            .map(|made| self.now.get() - made.seconds().get());
        let recent = age.is_some_and(|age| (-SKEW..=MESSAGE_AGE + SKEW).contains(&age));
        book.require(Rule::IssueInstant, recent, || {
            format!("message is {age:?} seconds old")
        })
    }

    fn replay(&self, header: &Header, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
        let id = header.id.as_deref().unwrap_or_default();
        let key = format!("{} {id}", header.issuer_text().unwrap_or_default());
        let new = !id.is_empty()
            && self
                .replay
                .accept(&key, self.now.plus(MESSAGE_AGE + 2 * SKEW), self.now);
        book.require(Rule::Replay, new, || format!("{id:?} was seen before"))
    }
}
