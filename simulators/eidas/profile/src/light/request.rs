//! The light request: what a national system asks of its node.

use std::fmt;

use rules::{Breach, Rulebook};
use saml::binding::RELAY_STATE_LIMIT;
use xml::Element;

use super::message::{
    LightAttribute, LightError, Sequence, part, read_attributes, write_attributes,
};
use super::rule::Rule;
use crate::attribute::{Attribute, AttributeName, Person};
use crate::identifier::CountryCode;
use crate::level::{Comparison, LevelOfAssurance, RequestedLevels, is_absolute};
use crate::names::NAME_ID_FORMATS;
use crate::service_type::ServiceType;

const NAMESPACE: &str = "http://cef.eidas.eu/LightRequest";

/// Where a level says of which type it is.
const LEVEL_TYPE: &str = "levelOfAssurance/@type";

/// The most characters of a RequesterID.
const LONGEST_REQUESTER: usize = 1024;

/// A light request. [EU eIDAS-Node 2.9, lightRequest.xsd 1.2]
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightRequest {
    /// The country of the citizen.
    pub country: String,
    /// Its identifier.
    pub id: String,
    /// The national system.
    pub issuer: String,
    /// The levels of assurance.
    pub levels: Vec<LightLevel>,
    /// The format that the name is to have.
    pub name_id_format: Option<String>,
    /// The name of the service for people.
    pub provider_name: Option<String>,
    /// The type of the service.
    pub service_type: Option<String>,
    /// The country of the service.
    pub service_country: Option<String>,
    /// The identifier of a private service.
    pub requester_id: Option<String>,
    /// What the national system wants back.
    pub relay_state: Option<String>,
    /// The attributes requested.
    pub attributes: Vec<LightAttribute>,
}

/// A level in a light request, with the type that its sender says it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LightLevel {
    /// The URI.
    pub uri: String,
    /// The type.
    pub kind: LevelType,
}

/// The type that a sender says a level has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LevelType {
    /// Of a notified scheme; also where nothing is said.
    Notified,
    /// Of another scheme.
    NonNotified,
}

impl LevelType {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Notified => "notified",
            Self::NonNotified => "nonNotified",
        }
    }
}

impl LightLevel {
    /// A level with its own type.
    #[must_use]
    pub fn new(level: &LevelOfAssurance) -> Self {
        let kind = if level.is_notified() {
            LevelType::Notified
        } else {
            LevelType::NonNotified
        };
        Self {
            uri: level.uri().to_owned(),
            kind,
        }
    }
}

impl LightRequest {
    /// Asks a country for the minimum data set of a natural person.
    #[must_use]
    pub fn new(country: CountryCode, id: &str, issuer: &str, level: &LevelOfAssurance) -> Self {
        let minimum = Attribute::minimum_data_set(Person::Natural);
        Self {
            country: country.to_string(),
            id: id.to_owned(),
            issuer: issuer.to_owned(),
            levels: vec![LightLevel::new(level)],
            name_id_format: None,
            provider_name: None,
            service_type: None,
            service_country: None,
            requester_id: None,
            relay_state: None,
            attributes: minimum
                .map(|attribute| LightAttribute::named(attribute.name().uri()))
                .collect(),
        }
    }

    /// The text of the message.
    #[must_use]
    pub fn to_text(&self) -> String {
        let part = |local, text: Option<&String>| part(NAMESPACE, local, text.map(String::as_str));
        let level = |level: &LightLevel| {
            let kind = (level.kind == LevelType::NonNotified).then(|| level.kind.as_str());
            Element::new("levelOfAssurance", NAMESPACE)
                .attr_if("type", kind)
                .text_child(&level.uri)
        };
        Element::new("lightRequest", NAMESPACE)
            .child_if(part("citizenCountryCode", Some(&self.country)))
            .child_if(part("id", Some(&self.id)))
            .child_if(part("issuer", Some(&self.issuer)))
            .children_from(self.levels.iter().map(level))
            .child_if(part("nameIdFormat", self.name_id_format.as_ref()))
            .child_if(part("providerName", self.provider_name.as_ref()))
            .child_if(part("spType", self.service_type.as_ref()))
            .child_if(part("spCountryCode", self.service_country.as_ref()))
            .child_if(part("requesterId", self.requester_id.as_ref()))
            .child_if(part("relayState", self.relay_state.as_ref()))
            .child(write_attributes(
                NAMESPACE,
                "requestedAttributes",
                &self.attributes,
            ))
            .to_document()
    }

    /// Reads the text of a message.
    ///
    /// # Errors
    ///
    /// When the text does not follow the schema.
    pub fn parse(text: &str) -> Result<Self, LightError> {
        let root = Sequence::root(text, "lightRequest", NAMESPACE)?;
        let mut parts = Sequence::of(&root, NAMESPACE)?;
        let country = parts.text("citizenCountryCode")?;
        let id = parts.text("id")?;
        let issuer = parts.text("issuer")?;
        let levels = parts.many("levelOfAssurance");
        if levels.is_empty() {
            return Err(LightError::Missing("levelOfAssurance"));
        }
        let read = Self {
            country,
            id,
            issuer,
            levels: levels.into_iter().map(level).collect::<Result<_, _>>()?,
            name_id_format: parts.listed("nameIdFormat", &NAME_ID_FORMATS)?,
            provider_name: parts.maybe_text("providerName"),
            service_type: parts.listed("spType", &["public", "private"])?,
            service_country: parts.maybe_text("spCountryCode"),
            requester_id: parts.maybe_text("requesterId"),
            relay_state: parts.maybe_text("relayState"),
            attributes: read_attributes(parts.required("requestedAttributes")?, NAMESPACE)?,
        };
        parts.end()?;
        Ok(read)
    }

    /// The levels as a node will ask for them: one notified level as a minimum, anything else exactly.
    ///
    /// # Errors
    ///
    /// When they make no sense together, or a type is not that of its level.
    pub fn requested_levels(&self) -> Result<RequestedLevels, String> {
        for level in &self.levels {
            let own = LevelOfAssurance::parse(&level.uri).map_err(|error| error.to_string())?;
            if LightLevel::new(&own).kind != level.kind {
                let kind = level.kind.as_str();
                return Err(format!("level {own} with type {kind}"));
            }
        }
        let notified = |level: &&LightLevel| level.kind == LevelType::Notified;
        let count = self.levels.iter().filter(notified).count();
        if count > 1 {
            return Err(format!("{count} notified levels"));
        }
        let comparison = if count == 1 && self.levels.len() == 1 {
            Comparison::Minimum
        } else {
            Comparison::Exact
        };
        let uris: Vec<&str> = self.levels.iter().map(|level| level.uri.as_str()).collect();
        RequestedLevels::parse(&uris, Some(comparison.as_str())).map_err(|error| error.to_string())
    }

    /// The attributes of the registry that are requested.
    pub fn attribute_names(&self) -> impl Iterator<Item = AttributeName> {
        self.attributes
            .iter()
            .filter_map(|attribute| AttributeName::parse(attribute.definition.trim()))
    }
}

fn level(element: &Element) -> Result<LightLevel, LightError> {
    let kind = match element.attribute("type") {
        None | Some("notified") => LevelType::Notified,
        Some("nonNotified") => LevelType::NonNotified,
        Some(other) => {
            return Err(LightError::Value {
                element: LEVEL_TYPE,
                text: other.to_owned(),
            });
        }
    };
    Ok(LightLevel {
        uri: element.text().trim().to_owned(),
        kind,
    })
}

/// What a connector knows beforehand about a light request.
#[derive(Clone, Copy)]
pub struct RequestExpectations<'a> {
    /// The countries whose citizens it serves.
    pub countries: &'a [CountryCode],
    /// The type of its services, if they all have one.
    pub service_type: Option<ServiceType>,
    /// Whether the identifier is seen for the first time, which is noted.
    pub first: &'a (dyn Fn(&str) -> bool + Sync),
}

impl fmt::Debug for RequestExpectations<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RequestExpectations")
            .field("countries", &self.countries)
            .finish_non_exhaustive()
    }
}

/// Reads a light request and holds it to the rules of the book. What depends on the proxy service comes later.
///
/// # Errors
///
/// The first rule that is broken.
pub fn check_request(
    text: &str,
    expect: &RequestExpectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<LightRequest, Breach<Rule>> {
    let request = LightRequest::parse(text).map_err(|error| {
        let rule = match error {
            LightError::Value { element, .. } if element == LEVEL_TYPE => Rule::Level,
            _ => Rule::RequestSchema,
        };
        Breach::new(rule, error.to_string())
    })?;
    let levels = request.requested_levels();
    book.require(Rule::Level, levels.is_ok(), || {
        levels.err().unwrap_or_default()
    })?;
    check_attributes(&request, book)?;
    let known = expect
        .countries
        .iter()
        .any(|country| country.as_str() == request.country);
    book.require(Rule::Country, known, || {
        format!("country \"{}\"", request.country)
    })?;
    let (own, asked) = (expect.service_type, request.service_type.as_deref());
    let agree = own.is_none_or(|own| asked.is_none_or(|asked| asked == own.as_str()));
    book.require(Rule::ServiceType, agree, || {
        format!("service type {asked:?}, that of the node is {own:?}")
    })?;
    check_texts(&request, book)?;
    let id = &request.id;
    book.require(Rule::RequestOnce, (expect.first)(id), || {
        format!("light request {id} was seen before")
    })?;
    Ok(request)
}

fn check_attributes(request: &LightRequest, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    let any = request.attribute_names().next().is_some();
    book.require(Rule::AttributesPresent, any, || {
        format!(
            "none of {} attributes is in the registry",
            request.attributes.len()
        )
    })?;
    let about = |person| {
        let mut names = request.attribute_names();
        names.any(|name| name.attribute.person() == person)
    };
    let both = about(Person::Natural) && about(Person::Legal);
    book.require(Rule::OnePerson, !both, || {
        "attributes of natural and legal persons".to_owned()
    })
}

fn check_texts(request: &LightRequest, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    let requester = request.requester_id.as_deref();
    let uri = requester.is_none_or(|id| is_absolute(id) && id.chars().count() <= LONGEST_REQUESTER);
    book.require(Rule::RequesterId, uri, || {
        format!("RequesterID {requester:?}")
    })?;
    let length = request
        .relay_state
        .as_ref()
        .map_or(0, |s| s.chars().count());
    book.require(Rule::RelayState, length <= RELAY_STATE_LIMIT, || {
        format!("RelayState of {length} characters, at most {RELAY_STATE_LIMIT}")
    })
}
