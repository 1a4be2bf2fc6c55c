//! The light response: what a node, or a national system on the other side, answers.

use std::fmt;

use rules::{Breach, Rulebook};
use saml::names::{consent, status};
use xml::Element;

use super::message::{
    LightAttribute, LightError, Sequence, from_attributes, part, read_attributes, to_attributes,
    write_attributes,
};
use super::rule::Rule;
use crate::attribute::Attributes;
use crate::level::{LevelOfAssurance, RequestedLevels};
use crate::names::NAME_ID_FORMATS;
use crate::request::RequestedAttribute;

const NAMESPACE: &str = "http://cef.eidas.eu/LightResponse";

/// The top-level codes that the schema lists.
const CODES: [&str; 4] = [
    status::SUCCESS,
    status::REQUESTER,
    status::RESPONDER,
    status::VERSION_MISMATCH,
];

/// The second-level codes that the schema lists.
const SUB_CODES: [&str; 4] = [
    status::AUTHN_FAILED,
    status::INVALID_ATTR_NAME_OR_VALUE,
    status::INVALID_NAME_ID_POLICY,
    status::REQUEST_DENIED,
];

/// A light response. [EU eIDAS-Node 2.9, lightResponse.xsd 1.2]
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LightResponse {
    /// Its identifier.
    pub id: String,
    /// The light request that it answers.
    pub in_response_to: String,
    /// Whether the person agreed.
    pub consent: Option<String>,
    /// Who answers.
    pub issuer: String,
    /// The network address of the person.
    pub ip_address: Option<String>,
    /// What the asking side wanted back.
    pub relay_state: Option<String>,
    /// The name of the person.
    pub subject: Option<String>,
    /// The format of the name.
    pub subject_format: Option<String>,
    /// The URI of the level of assurance.
    pub level: Option<String>,
    /// How it went.
    pub status: LightStatus,
    /// What is known of the person.
    pub attributes: Vec<LightAttribute>,
}

/// How it went.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LightStatus {
    /// Whether it failed; where nothing is said it did not.
    pub failure: Option<bool>,
    /// The top-level code.
    pub code: Option<String>,
    /// The second-level code.
    pub sub_code: Option<String>,
    /// Words for people.
    pub message: Option<String>,
}

impl LightStatus {
    /// It went well.
    #[must_use]
    pub fn success() -> Self {
        Self {
            failure: Some(false),
            code: Some(status::SUCCESS.to_owned()),
            ..Self::default()
        }
    }

    /// It did not. A second-level code that the schema does not list is left out.
    #[must_use]
    pub fn failure(code: &str, sub: Option<&str>, message: impl Into<String>) -> Self {
        Self {
            failure: Some(true),
            code: Some(code.to_owned()),
            sub_code: sub.filter(|sub| SUB_CODES.contains(sub)).map(str::to_owned),
            message: Some(message.into()),
        }
    }

    /// Whether it failed.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        self.failure == Some(true)
    }
}

impl LightResponse {
    /// The attributes of the registry.
    #[must_use]
    pub fn person(&self) -> Attributes {
        to_attributes(&self.attributes)
    }

    /// The same with these attributes.
    #[must_use]
    pub fn with_person(mut self, attributes: &Attributes) -> Self {
        self.attributes = from_attributes(attributes);
        self
    }

    /// The text of the message.
    #[must_use]
    pub fn to_text(&self) -> String {
        let part = |local, text: Option<&String>| part(NAMESPACE, local, text.map(String::as_str));
        let failed = self.status.failure.map(|failed| failed.to_string());
        let status = Element::new("status", NAMESPACE)
            .child_if(part("failure", failed.as_ref()))
            .child_if(part("statusCode", self.status.code.as_ref()))
            .child_if(part("subStatusCode", self.status.sub_code.as_ref()))
            .child_if(part("statusMessage", self.status.message.as_ref()));
        Element::new("lightResponse", NAMESPACE)
            .child_if(part("id", Some(&self.id)))
            .child_if(part("inResponseToId", Some(&self.in_response_to)))
            .child_if(part("consent", self.consent.as_ref()))
            .child_if(part("issuer", Some(&self.issuer)))
            .child_if(part("ipAddress", self.ip_address.as_ref()))
            .child_if(part("relayState", self.relay_state.as_ref()))
            .child_if(part("subject", self.subject.as_ref()))
            .child_if(part("subjectNameIdFormat", self.subject_format.as_ref()))
            .child_if(part("levelOfAssurance", self.level.as_ref()))
            .child(status)
            .child(write_attributes(NAMESPACE, "attributes", &self.attributes))
            .to_document()
    }

    /// Reads the text of a message. Attributes may be missing altogether, as in messages about a failure.
    ///
    /// # Errors
    ///
    /// When the text does not follow the schema.
    pub fn parse(text: &str) -> Result<Self, LightError> {
        let root = Sequence::root(text, "lightResponse", NAMESPACE)?;
        let mut parts = Sequence::of(&root, NAMESPACE)?;
        let mut read = Self {
            id: parts.text("id")?,
            in_response_to: parts.text("inResponseToId")?,
            consent: parts.listed("consent", &consent::ALL)?,
            issuer: parts.text("issuer")?,
            ip_address: parts.maybe_text("ipAddress"),
            relay_state: parts.maybe_text("relayState"),
            subject: parts.maybe_text("subject"),
            subject_format: parts.listed("subjectNameIdFormat", &NAME_ID_FORMATS)?,
            level: parts.maybe_text("levelOfAssurance"),
            status: read_status(parts.required("status")?)?,
            attributes: Vec::new(),
        };
        if let Some(list) = parts.optional("attributes") {
            read.attributes = read_attributes(list, NAMESPACE)?;
        }
        parts.end()?;
        Ok(read)
    }
}

fn read_status(element: &Element) -> Result<LightStatus, LightError> {
    let mut parts = Sequence::of(element, NAMESPACE)?;
    let failure = parts.listed("failure", &["true", "false", "1", "0"])?;
    let read = LightStatus {
        failure: failure.map(|text| text == "true" || text == "1"),
        code: parts.listed("statusCode", &CODES)?,
        sub_code: parts.listed("subStatusCode", &SUB_CODES)?,
        message: parts.maybe_text("statusMessage"),
    };
    parts.end()?;
    Ok(read)
}

/// What the receiver of a light response knows beforehand: a proxy service, or the national system that asked.
#[derive(Clone, Copy)]
pub struct ResponseExpectations<'a> {
    /// The levels that were asked for.
    pub levels: &'a RequestedLevels,
    /// The attributes that were asked for.
    pub attributes: &'a [RequestedAttribute],
    /// The levels that may be given, as URIs; none where anything may.
    pub published: Option<&'a [String]>,
    /// Whether a request of this identifier waits for its answer, which it then no longer does.
    pub waits: &'a (dyn Fn(&str) -> bool + Sync),
}

impl fmt::Debug for ResponseExpectations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseExpectations")
            .field("levels", &self.levels)
            .finish_non_exhaustive()
    }
}

/// Reads a light response and holds it to the rules of the book.
///
/// # Errors
///
/// The first rule that is broken.
pub fn check_response(
    text: &str,
    expect: &ResponseExpectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<LightResponse, Breach<Rule>> {
    let response = LightResponse::parse(text)
        .map_err(|error| Breach::new(Rule::ResponseSchema, error.to_string()))?;
    let request = &response.in_response_to;
    book.require(Rule::Correlation, (expect.waits)(request), || {
        format!("no light request {request} waits for an answer")
    })?;
    if response.status.is_failure() {
        return Ok(response);
    }
    let person = response.person();
    book.require(Rule::ResponseAttributes, !person.is_empty(), || {
        "a success without attributes".to_owned()
    })?;
    for set in person.iter() {
        for value in &set.values {
            let wrong = set.name.attribute.rule().check(&value.text).err();
            book.require(Rule::AttributeValue, wrong.is_none(), || {
                let error = wrong.map(|error| error.to_string());
                format!("{}: {}", set.name, error.unwrap_or_default())
            })?;
        }
    }
    check_complete(&person, expect, book)?;
    check_level(&response, expect, book)?;
    Ok(response)
}

fn check_complete(
    person: &Attributes,
    expect: &ResponseExpectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let required = expect.attributes.iter().filter(|asked| asked.required);
    let lacking = required
        .map(|asked| asked.name)
        .find(|name| !person.contains(*name));
    book.require(Rule::RequestedAttribute, lacking.is_none(), || {
        let name = lacking.map(|name| name.to_string());
        format!("no {}", name.unwrap_or_default())
    })?;
    let missing = person.missing();
    book.require(Rule::MinimumDataSet, missing.is_empty(), || {
        let names: Vec<String> = missing.iter().map(ToString::to_string).collect();
        format!("no {}", names.join(", "))
    })
}

fn check_level(
    response: &LightResponse,
    expect: &ResponseExpectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let given = response.level.clone().unwrap_or_default();
    let published = expect.published;
    let listed = published.is_none_or(|published| published.contains(&given));
    book.require(Rule::LevelPublished, listed, || {
        format!("level \"{given}\", published {published:?}")
    })?;
    let level = LevelOfAssurance::parse(&given).ok();
    let satisfied = level.is_some_and(|level| expect.levels.accepts(&level));
    book.require(Rule::LevelRequested, satisfied, || {
        format!("level \"{given}\", requested {:?}", expect.levels.levels())
    })
}
