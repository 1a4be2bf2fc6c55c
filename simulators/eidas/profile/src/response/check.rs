//! Receiving responses.

use std::fmt;

use ambient::UnixSeconds;
use rules::{Breach, Rulebook};
use saml::Response;
use saml::binding::BindingError;
use xml::{DecryptionKey, Element, Limits};

use super::{EidasResponse, Refusal, Rule, judge, open, read};
use crate::checked::Checked;
use crate::document::{self, DocumentRules, SignatureFault};
use crate::identifier::CountryCode;
use crate::level::RequestedLevels;
use crate::peers::Peers;

/// A request of this node that waits for its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// The country that the citizen chose.
    pub country: CountryCode,
    /// The levels that were asked for.
    pub levels: RequestedLevels,
    /// The format of the name that was asked for.
    pub name_id_format: Option<String>,
    /// How far the clock of that country may be off.
    pub skew: Skew,
    /// Whether an answer was accepted already.
    pub answered: bool,
}

/// By how many seconds the clocks of a country may be off, beside the minute that is always granted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Skew {
    /// Assertions may begin this much later.
    pub before: u32,
    /// Assertions may end this much earlier.
    pub after: u32,
}

/// What a receiver of responses knows beforehand.
#[derive(Clone, Copy)]
pub struct Expectations<'a> {
    /// The name of this node.
    pub entity_id: &'a str,
    /// Its address for answers.
    pub address: &'a str,
    /// Its state.
    pub country: CountryCode,
    /// The moment.
    pub now: UnixSeconds,
    /// How old a message may be, in seconds, where age is asked for.
    pub max_age: u32,
    /// Who knows the proxy services.
    pub peers: &'a dyn Peers,
    /// The keys to decrypt with.
    pub keys: &'a [DecryptionKey],
    /// The request of this identifier, if it is one of this node.
    pub pending: &'a (dyn Fn(&str) -> Option<Pending> + Sync),
    /// Whether the identifier of a response is seen for the first time, which is noted.
    pub first: &'a (dyn Fn(&str) -> bool + Sync),
}

impl fmt::Debug for Expectations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Expectations")
            .field("entity_id", &self.entity_id)
            .field("now", &self.now)
            .finish_non_exhaustive()
    }
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

/// Receives the form field `SAMLResponse`; the last one, if there are several.
///
/// # Errors
///
/// The first rule that is broken.
pub fn receive(
    field: Option<&str>,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasResponse>, Refusal> {
    let field = field.ok_or_else(|| Breach::new(Rule::Encoding, "no parameter SAMLResponse"))?;
    let growth = if book.enforces(Rule::Size) { 1 } else { 8 };
    let limits = Limits {
        bytes: growth * Limits::SAML.bytes,
        ..Limits::SAML
    };
    let text = saml::post::decode(field, &limits).map_err(|error| {
        let rule = match error {
            BindingError::Size { .. } => Rule::Size,
            _ => Rule::Encoding,
        };
        Breach::new(rule, error.to_string())
    })?;
    check(&text, expect, book)
}

/// Holds a response to the rules of the book.
///
/// # Errors
///
/// The first rule that is broken.
pub fn check(
    text: &str,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Checked<EidasResponse>, Refusal> {
    let unverified = document::screen(text, book)?;
    let peer = read::issuer(&parse(&unverified.root)?, expect, book)?;
    let element = match &peer {
        Some(peer) => unverified.verify(&peer.signing, expect.now, book)?,
        None => unverified.root.clone(),
    };
    let response = parse(&element)?;
    let peer = peer.unwrap_or_else(|| read::stranger(&response, expect));
    let success = response
        .status
        .as_ref()
        .is_some_and(saml::Status::is_success);
    let assertion = if success {
        open::assertion(&response, &peer, expect, book)?
    } else {
        None
    };
    let answered = response.in_response_to.clone();
    let refuse = |breach| Refusal {
        breach,
        in_response_to: answered.clone(),
    };
    let read = read::response(response, peer, assertion, book).map_err(refuse)?;
    judge::judge(&read, expect, book).map_err(refuse)?;
    Ok(Checked::new(read.response))
}

fn parse(element: &Element) -> Result<Response, Breach<Rule>> {
    Response::from_element(element).map_err(|error| Breach::new(Rule::Schema, error.to_string()))
}
