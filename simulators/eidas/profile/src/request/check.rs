//! Receiving requests.

use std::fmt;
use std::sync::Arc;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};
use saml::binding::{BindingError, RELAY_STATE_LIMIT};
use saml::metadata::Endpoint;
use saml::names::binding::HTTP_POST;
use saml::names::name_id;
use saml::{AuthnRequest, redirect};
use xml::{Element, Limits};

use super::{EidasRequest, Refusal, Reply, Rule, content, read};
use crate::checked::Checked;
use crate::code::EuCode;
use crate::document::{self, DocumentRules, SignatureFault, Unverified};
use crate::identifier::CountryCode;
use crate::metadata::{Node, Role};
use crate::peers::{PeerError, Peers};

/// What a receiver of requests knows beforehand.
#[derive(Clone, Copy)]
pub struct Expectations<'a> {
    /// What this node publishes of itself.
    pub own: &'a Node,
    /// The moment.
    pub now: UnixSeconds,
    /// How old a request may be, in seconds, where age is asked for.
    pub max_age: u32,
    /// Who knows the connectors.
    pub peers: &'a dyn Peers,
    /// Whether this node takes messages that come by GET.
    pub takes_get: bool,
    /// The private services that this node knows by their RequesterID, if it knows them.
    pub requesters: Option<&'a [String]>,
    /// Whether a request of this identifier is being worked on: asked before any signature is looked at, by nodes such
    /// as the German middleware. Others say no.
    pub known: &'a (dyn Fn(&str) -> bool + Sync),
    /// Whether the identifier is seen for the first time, which is noted: asked when everything before has passed.
    pub first: &'a (dyn Fn(&str) -> bool + Sync),
}

impl<'a> Expectations<'a> {
    /// A node that takes what a browser posts, knows no services, and has no memory yet.
    #[must_use]
    pub fn new(own: &'a Node, peers: &'a dyn Peers, now: UnixSeconds) -> Self {
        Self {
            own,
            now,
            max_age: 60,
            peers,
            takes_get: false,
            requesters: None,
            known: &|_| false,
            first: &|_| true,
        }
    }
}

impl fmt::Debug for Expectations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectations")
            .field("own", &self.own.entity_id)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
}

/// How a browser brought a request.
#[derive(Clone, Copy, Debug)]
pub enum Carriage<'a> {
    /// The form field `SAMLRequest`, if it was there; the last one of several.
    Post(Option<&'a str>),
    /// What the EU node calls Redirect: the parameter `SAMLRequest` of a GET, not compressed.
    Get(Option<&'a str>),
    /// The Redirect binding of SAML: the whole query, compressed, signed outside of the message.
    Redirect(&'a str),
}

impl DocumentRules for Rule {
    const LARGEST: usize = Limits::SAML.bytes;
    const SIZE: Self = Self::Size;
    const DOCUMENT_TYPE: Self = Self::DocumentType;
    const SCHEMA: Self = Self::Schema;

    fn of_signature(fault: SignatureFault) -> Self {
        match fault {
            SignatureFault::Missing => Self::Signed,
            SignatureFault::Structure => Self::SignatureStructure,
            SignatureFault::Reference => Self::SignatureReference,
            SignatureFault::Algorithm => Self::SignatureAlgorithm,
            SignatureFault::Digest => Self::DigestAlgorithm,
            SignatureFault::KeySize => Self::KeySize,
            SignatureFault::Trust => Self::SignatureTrust,
            SignatureFault::Validity => Self::CertificateValidity,
            SignatureFault::Hash => Self::CertificateHash,
            SignatureFault::Value => Self::SignatureValue,
        }
    }
}

/// Receives what a browser brought, with the RelayState beside it.
///
/// # Errors
///
/// The first rule that is broken.
pub fn receive(
    carriage: Carriage<'_>,
    relay_state: Option<&str>,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasRequest>, Refusal> {
    let length = relay_state.map_or(0, |state| state.chars().count());
    book.require(Rule::RelayState, length <= RELAY_STATE_LIMIT, || {
        format!("RelayState of {length} characters, at most {RELAY_STATE_LIMIT}")
    })?;
    let limits = decoding_limits(book);
    match carriage {
        Carriage::Post(field) => check_as(&decode(field, &limits)?, By::Post, expect, book),
        Carriage::Get(field) => check_as(&decode(field, &limits)?, By::Get, expect, book),
        Carriage::Redirect(query) => {
            let incoming = redirect::parse(query, &limits).map_err(refuse_encoding)?;
            check_query(&incoming, expect, book)
        }
    }
}

/// A waived size also opens the decoder, but not without end.
fn decoding_limits(book: &Rulebook<Rule>) -> Limits {
    let bytes = if book.enforces(Rule::Size) {
        Limits::SAML.bytes
    } else {
        8 * Limits::SAML.bytes
    };
    Limits {
        bytes,
        ..Limits::SAML
    }
}

fn decode(field: Option<&str>, limits: &Limits) -> Result<String, Breach<Rule>> {
    let field = field.ok_or_else(|| Breach::new(Rule::Encoding, "no parameter SAMLRequest"))?;
    saml::post::decode(field, limits).map_err(refuse_encoding)
}

fn refuse_encoding(error: BindingError) -> Breach<Rule> {
    let rule = match error {
        BindingError::Size { .. } => Rule::Size,
        BindingError::Unsigned => Rule::Signed,
        _ => Rule::Encoding,
    };
    Breach::new(rule, error.to_string())
}

/// Holds a request that is signed inside to the rules of the book.
///
/// # Errors
///
/// The first rule that is broken.
pub fn check(
    text: &str,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasRequest>, Refusal> {
    check_as(text, By::Post, expect, book)
}

/// How a message that is signed inside came.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Post,
    Get,
}

fn check_as(
    text: &str,
    by: By,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasRequest>, Refusal> {
    let unverified = document::screen(text, book)?;
    let (issuer, peer) = before_signature(&unverified, expect, book)?;
    let element = match &peer {
        Some(peer) => unverified.verify(&peer.signing, expect.now, book)?,
        None => unverified.root.clone(),
    };
    after_signature(&element, (&issuer, peer, by), expect, book)
}

/// Holds a request whose query is signed to the rules of the book.
///
/// # Errors
///
/// The first rule that is broken.
pub fn check_query(
    incoming: &redirect::Incoming,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasRequest>, Refusal> {
    let unverified = document::screen(&incoming.carried.text, book)?;
    let (issuer, peer) = before_signature(&unverified, expect, book)?;
    if let Some(peer) = &peer {
        verify_query(incoming, peer, expect, book)?;
    }
    after_signature(&unverified.root, (&issuer, peer, By::Post), expect, book)
}

fn verify_query(
    incoming: &redirect::Incoming,
    peer: &Node,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let waived = |fault| !book.enforces(Rule::of_signature(fault));
    match incoming.verify(&peer.signing, &document::policy(&waived)) {
        Ok(_) => {
            let only = match peer.signing.as_slice() {
                [only] => Some(only.as_slice()),
                _ => None,
            };
            document::check_validity(only, expect.now, book)
        }
        Err(error) => {
            let rule = match &error {
                BindingError::Unsigned => Rule::Signed,
                BindingError::Signature(error) => match document::fault_of(error) {
                    SignatureFault::Value => Rule::QuerySignature,
                    fault => Rule::of_signature(fault),
                },
                _ => Rule::QuerySignature,
            };
            book.require(rule, false, || error.to_string())
        }
    }
}

/// What is asked before anybody looks at the signature, and the issuer with what is known of it: nothing, where even
/// that is waived.
fn before_signature(
    unverified: &Unverified<'_>,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(String, Option<Arc<Node>>), Breach<Rule>> {
    let request = parse(&unverified.root)?;
    let header = &request.header;
    let version = header.version.as_deref().unwrap_or_default();
    book.require(Rule::Version, version == "2.0", || {
        format!("version \"{version}\", expected 2.0")
    })?;
    let issued = header.issue_instant.map(saml::Instant::seconds);
    book.require(Rule::IssueInstant, issued.is_some(), || {
        "no IssueInstant".to_owned()
    })?;
    let oldest = expect.now.plus(-i64::from(expect.max_age));
    book.require(Rule::Age, issued.is_none_or(|at| at >= oldest), || {
        let at = issued.unwrap_or(oldest);
        format!("issued at {at}, now it is {}", expect.now)
    })?;
    let id = header.id.as_deref().unwrap_or_default();
    book.require(Rule::Id, !id.trim().is_empty(), || "no ID".to_owned())?;
    book.require(Rule::Replay, !(expect.known)(id), || {
        format!("request {id} is being worked on")
    })?;
    read::check_shape(&request, book)?;
    issuer(&request, expect, book)
}

fn parse(element: &Element) -> Result<AuthnRequest, Breach<Rule>> {
    AuthnRequest::from_element(element)
        .map_err(|error| Breach::new(Rule::Schema, error.to_string()))
}

fn issuer(
    request: &AuthnRequest,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(String, Option<Arc<Node>>), Breach<Rule>> {
    let issuer = request.header.issuer.as_ref();
    let format = issuer.and_then(|issuer| issuer.format.as_deref());
    let named = issuer.is_some_and(|issuer| !issuer.value.trim().is_empty());
    let entity = format.is_none_or(|format| format == name_id::ENTITY);
    book.require(Rule::Issuer, named && entity, || {
        format!("issuer {issuer:?}")
    })?;
    let name = issuer.map_or("", |issuer| issuer.value.trim()).to_owned();
    match expect.peers.find(&name) {
        Ok(peer) => Ok((name, Some(peer))),
        Err(error) => {
            let rule = match &error {
                PeerError::NotPermitted(_) => Rule::IssuerSource,
                PeerError::Invalid { breach, .. }
                    if breach.rule.eu_code() != EuCode::METADATA_RETRIEVAL =>
                {
                    Rule::IssuerMetadata
                }
                PeerError::Invalid { .. } | PeerError::Unavailable { .. } => Rule::IssuerKnown,
            };
            book.require(rule, false, || error.to_string())?;
            Ok((name, None))
        }
    }
}

/// What is asked of the element that was signed.
fn after_signature(
    element: &Element,
    (issuer, peer, by): (&str, Option<Arc<Node>>, By),
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasRequest>, Refusal> {
    let message = parse(element)?;
    let asked = message.assertion_consumer_service_url.as_deref();
    let peer = peer.unwrap_or_else(|| Arc::new(stranger(issuer, asked, expect.own)));
    let reply = Reply {
        in_response_to: message.header.id.clone().unwrap_or_default(),
        destination: peer
            .post_location()
            .or(asked)
            .unwrap_or_default()
            .to_owned(),
        audience: peer.entity_id.clone(),
        peer,
    };
    let refuse = |breach| refusal(breach, Some(&reply));
    let request = content::read(message, &reply, book).map_err(refuse)?;
    content::judge(&request, by, expect, book).map_err(refuse)?;
    Ok(Checked::new(request))
}

/// A connector of which nothing is known, as somebody sees it who believes what it says.
fn stranger(entity_id: &str, asked: Option<&str>, own: &Node) -> Node {
    let address = asked.unwrap_or(entity_id);
    Node {
        country: None,
        versions: own.versions.clone(),
        endpoints: vec![Endpoint::new(HTTP_POST, address).indexed(0, true)],
        ..Node::new(Role::Connector, entity_id, CountryCode::BE)
    }
}

fn refusal(breach: Breach<Rule>, reply: Option<&Reply>) -> Refusal {
    Refusal {
        breach,
        reply: reply.cloned().map(Box::new),
    }
}
