//! What a request asks for.

use rules::{Breach, Rulebook};
use saml::AuthnRequest;
use saml::names::{binding, consent};

use super::check::By;
use super::{EidasRequest, Expectations, Reply, Rule, read};
use crate::attribute::{Attribute, Person};
use crate::level::{LevelRequestError, RequestedLevels};
use crate::names::NAME_ID_FORMATS;
use crate::service_type::ServiceType;

/// The bindings that an answer may be asked to come by.
const ANSWER_BINDINGS: [&str; 3] = [binding::HTTP_POST, binding::SOAP, binding::HTTP_REDIRECT];

/// Reads the message and asks what can be asked of it alone.
pub(super) fn read(
    message: AuthnRequest,
    reply: &Reply,
    book: &Rulebook<Rule>,
) -> Result<EidasRequest, Breach<Rule>> {
    check_fields(&message, book)?;
    let levels = levels(&message, book)?;
    let attributes = read::attributes(&message, book)?;
    let header = &message.header;
    let requester = message.scoping.as_ref();
    let requester = requester.and_then(|scoping| scoping.requester_ids.first());
    let policy = message.name_id_policy.as_ref();
    Ok(EidasRequest {
        id: reply.in_response_to.clone(),
        issuer: header.issuer_text().unwrap_or_default().trim().to_owned(),
        issue_instant: header.issue_instant.map(saml::Instant::seconds),
        service_type: read::service_type(&message).or(reply.peer.service_type),
        provider_name: message.provider_name.clone(),
        requester_id: requester.map(|id| id.trim().to_owned()),
        levels,
        name_id_format: policy.and_then(|policy| policy.format.clone()),
        attributes,
        reply: reply.clone(),
        message,
    })
}

fn check_fields(message: &AuthnRequest, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    let AuthnRequest {
        force_authn,
        is_passive,
        protocol_binding,
        ..
    } = message;
    book.require(Rule::ForceAuthn, *force_authn == Some(true), || {
        format!("ForceAuthn {force_authn:?}, expected true")
    })?;
    book.require(Rule::IsPassive, *is_passive == Some(false), || {
        format!("IsPassive {is_passive:?}, expected false")
    })?;
    let bound = protocol_binding.as_deref();
    book.require(
        Rule::ProtocolBinding,
        bound.is_none_or(|binding| ANSWER_BINDINGS.contains(&binding)),
        || format!("ProtocolBinding {bound:?}"),
    )?;
    let agreed = message.header.consent.as_deref();
    book.require(
        Rule::Consent,
        agreed.is_none_or(|uri| consent::ALL.contains(&uri)),
        || format!("consent {agreed:?}"),
    )?;
    let policy = message.name_id_policy.as_ref();
    let format = policy.and_then(|policy| policy.format.as_deref());
    book.require(
        Rule::NameIdFormatKnown,
        format.is_none_or(|format| NAME_ID_FORMATS.contains(&format)),
        || format!("name format {format:?}"),
    )
}

fn levels(
    message: &AuthnRequest,
    book: &Rulebook<Rule>,
) -> Result<Option<RequestedLevels>, Breach<Rule>> {
    let context = message.requested_authn_context.clone().unwrap_or_default();
    let references: Vec<&str> = context.class_refs.iter().map(|text| text.trim()).collect();
    match RequestedLevels::parse(&references, context.comparison.as_deref()) {
        Ok(levels) => Ok(Some(levels)),
        Err(error) => {
            let rule = match error {
                LevelRequestError::Missing => Rule::LevelPresent,
                LevelRequestError::Level(_) => Rule::LevelKnown,
                LevelRequestError::Duplicate(_) | LevelRequestError::HigherMissing(_) => {
                    Rule::LevelList
                }
                LevelRequestError::Comparison(_) | LevelRequestError::Combination { .. } => {
                    Rule::LevelComparison
                }
            };
            book.require(rule, false, || error.to_string())?;
            Ok(None)
        }
    }
}

/// Asks what depends on this node, on its peer and on what came before, in the order of the EU node.
pub(super) fn judge(
    request: &EidasRequest,
    by: By,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let (own, peer) = (expect.own, &request.reply.peer);
    book.require(Rule::ProtocolVersion, peer.speaks(&own.versions), || {
        format!("versions {:?}, here {:?}", peer.versions, own.versions)
    })?;
    check_requester(request, expect, book)?;
    check_attributes(request, expect, book)?;
    let taken = by == By::Post || expect.takes_get;
    book.require(Rule::Binding, taken, || "a request by GET".to_owned())?;
    let format = request.name_id_format.as_ref();
    book.require(
        Rule::NameIdFormat,
        format.is_none_or(|format| own.name_id_formats.contains(format)),
        || format!("name format {format:?}, offered {:?}", own.name_id_formats),
    )?;
    let about = |person| {
        let mut asked = request.attributes.iter();
        asked.any(|asked| asked.name.attribute.person() == person)
    };
    let both = about(Person::Natural) && about(Person::Legal);
    book.require(Rule::OnePerson, !both || peer.is_legacy(), || {
        "attributes of natural and legal persons are requested".to_owned()
    })?;
    check_addresses(request, expect, book)?;
    check_service_type(request, book)?;
    let id = &request.id;
    book.require(Rule::Replay, (expect.first)(id), || {
        format!("request {id} was seen before")
    })?;
    check_minimum_data_set(request, book)
}

fn check_requester(
    request: &EidasRequest,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    if request.service_type != Some(ServiceType::Private) {
        return Ok(());
    }
    let requester = request.requester_id.as_deref();
    let asked = expect.own.wants_requester_id || expect.requesters.is_some();
    // Before there was a RequesterID, the name of the service stood for it.
    let named = match expect.requesters {
        Some(_) => requester.or(request.provider_name.as_deref()),
        None => requester,
    };
    book.require(Rule::RequesterId, !asked || named.is_some(), || {
        "a private service without RequesterID".to_owned()
    })?;
    let known = match (expect.requesters, named) {
        (Some(known), Some(named)) => known.iter().any(|own| own == named),
        _ => true,
    };
    book.require(Rule::RequesterId, known, || {
        format!("the private service {named:?} is not known here")
    })
}

fn check_attributes(
    request: &EidasRequest,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    book.require(
        Rule::AttributesPresent,
        !request.attributes.is_empty(),
        || "no attribute is requested that is known here".to_owned(),
    )?;
    let offered = &expect.own.attributes;
    let lacking = request
        .attributes
        .iter()
        .find(|asked| asked.required && !offered.contains(&asked.name));
    book.require(Rule::AttributesOffered, lacking.is_none(), || {
        let name = lacking.map(|asked| asked.name.to_string());
        format!("{} cannot be given", name.unwrap_or_default())
    })
}

fn check_addresses(
    request: &EidasRequest,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let destination = request.message.header.destination.as_deref();
    let own = expect.own.endpoints.iter();
    let mut own = own.filter_map(|endpoint| endpoint.location.as_deref());
    let meant = destination
        .is_some_and(|destination| own.any(|location| location.eq_ignore_ascii_case(destination)));
    book.require(Rule::Destination, meant, || {
        format!(
            "destination {destination:?}, expected {:?}",
            expect.own.post_location()
        )
    })?;
    let offered = request
        .levels
        .as_ref()
        .is_none_or(|levels| levels.are_offered(&published(expect)));
    book.require(Rule::LevelOffered, offered, || {
        format!(
            "requested {:?}, offered {:?}",
            request.levels, expect.own.levels
        )
    })?;
    let asked = request.message.assertion_consumer_service_url.as_deref();
    let consumer = request.reply.peer.post_location();
    let consistent = consumer.is_some() && asked.is_none_or(|asked| Some(asked) == consumer);
    book.require(Rule::AssertionConsumerService, consistent, || {
        format!("AssertionConsumerServiceURL {asked:?}, the metadata say {consumer:?}")
    })
}

fn published(expect: &Expectations<'_>) -> Vec<crate::LevelOfAssurance> {
    expect.own.published_levels().collect()
}

fn check_service_type(request: &EidasRequest, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    let in_metadata = request.reply.peer.service_type;
    let in_request = read::service_type(&request.message);
    let twice = in_metadata.is_some() && in_request.is_some();
    book.require(Rule::ServiceTypeOnce, !twice, || {
        format!("SPType {in_request:?} in the request, {in_metadata:?} in the metadata")
    })?;
    book.require(
        Rule::ServiceTypePresent,
        request.service_type.is_some(),
        || "no SPType in the request, none in the metadata".to_owned(),
    )
}

fn check_minimum_data_set(
    request: &EidasRequest,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let asked = |attribute: Attribute| {
        let mut attributes = request.attributes.iter();
        attributes.any(|asked| asked.name.attribute == attribute)
    };
    let begun = |person: Person| {
        let mut attributes = request.attributes.iter();
        attributes.any(|asked| asked.name.attribute.person() == person)
    };
    let mut persons: Vec<Person> = [Person::Natural, Person::Legal]
        .into_iter()
        .filter(|person| begun(*person))
        .collect();
    if persons.is_empty() {
        persons.push(Person::Natural);
    }
    let missing = persons
        .into_iter()
        .flat_map(Attribute::minimum_data_set)
        .find(|attribute| !asked(*attribute));
    book.require(Rule::MinimumDataSet, missing.is_none(), || {
        let name = missing.map(|attribute| attribute.name().to_string());
        format!("{} is not requested", name.unwrap_or_default())
    })
}
