//! Reading a response and its assertion: what can be asked of the message alone.

use std::sync::Arc;

use rules::{Breach, Rulebook};
use saml::message::{AuthnStatement, SubjectConfirmation};
use saml::names::{consent, status};
use saml::{Assertion, Conditions, Instant, NameId, Response, Status};

use super::check::Expectations;
use super::{EidasResponse, Outcome, Rule, Statement, assertion};
use crate::code::EuCode;
use crate::level::LevelOfAssurance;
use crate::metadata::{Node, Role};
use crate::peers::PeerError;

/// The top-level statuses.
const TOP_LEVEL: [&str; 4] = [
    status::SUCCESS,
    status::REQUESTER,
    status::RESPONDER,
    status::VERSION_MISMATCH,
];

/// A response with what is asked of it later but is not told to anybody.
#[derive(Debug)]
pub(super) struct Read {
    pub(super) response: EidasResponse,
    pub(super) destination: Option<String>,
    pub(super) issue_instant: Option<Instant>,
    pub(super) stated: Option<Stated>,
}

/// What an assertion says beside the statement.
#[derive(Debug)]
pub(super) struct Stated {
    pub(super) issue_instant: Option<Instant>,
    pub(super) authn_instant: Option<Instant>,
    pub(super) conditions: Conditions,
    pub(super) confirmations: Vec<SubjectConfirmation>,
    pub(super) class_ref: String,
}

/// The issuer with what is known of it: nothing, where even that is waived.
pub(super) fn issuer(
    response: &Response,
    expect: &Expectations<'_>,
    book: &Rulebook<Rule>,
) -> Result<Option<Arc<Node>>, Breach<Rule>> {
    let code = response.status.as_ref().and_then(Status::code_text);
    book.require(Rule::Status, code.is_some(), || "no StatusCode".to_owned())?;
    let issuer = response.header.issuer_text().unwrap_or_default().trim();
    book.require(Rule::Issuer, !issuer.is_empty(), || "no Issuer".to_owned())?;
    match expect.peers.find(issuer) {
        Ok(peer) => Ok(Some(peer)),
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
            Ok(None)
        }
    }
}

/// A proxy service of which nothing is known, as somebody sees it who believes what it says.
pub(super) fn stranger(response: &Response, expect: &Expectations<'_>) -> Arc<Node> {
    let name = response.header.issuer_text().unwrap_or_default().trim();
    let request = response.in_response_to.as_deref().unwrap_or_default();
    let asked = (expect.pending)(request).map(|pending| pending.country);
    let levels = LevelOfAssurance::NOTIFIED.iter();
    Arc::new(Node {
        country: asked,
        levels: levels.map(|level| level.uri().to_owned()).collect(),
        ..Node::new(Role::ProxyService, name, crate::CountryCode::BE)
    })
}

/// Reads a response whose assertion, if any, is open.
pub(super) fn response(
    response: Response,
    peer: Arc<Node>,
    assertion: Option<Assertion>,
    book: &Rulebook<Rule>,
) -> Result<Read, Breach<Rule>> {
    check_header(&response, assertion.as_ref(), book)?;
    let status = response.status.clone().unwrap_or_default();
    let (result, stated) = if status.is_success() {
        let (statement, stated) = statement(&assertion.unwrap_or_default(), book)?;
        (Outcome::Success(Box::new(statement)), Some(stated))
    } else {
        (Outcome::Failure(status), None)
    };
    let header = response.header;
    Ok(Read {
        destination: header.destination.clone(),
        issue_instant: header.issue_instant,
        response: EidasResponse {
            id: header.id.clone().unwrap_or_default(),
            in_response_to: response.in_response_to.unwrap_or_default(),
            issuer: header.issuer_text().unwrap_or_default().trim().to_owned(),
            consent: header.consent,
            peer,
            result,
        },
        stated,
    })
}

fn check_header(
    response: &Response,
    assertion: Option<&Assertion>,
    book: &Rulebook<Rule>,
) -> Result<(), Breach<Rule>> {
    let header = &response.header;
    let of = |inside: Option<&Option<String>>| inside.map(|text| text.clone().unwrap_or_default());
    let versions = [header.version.clone(), of(assertion.map(|a| &a.version))];
    let right = header.version.is_some() && versions.iter().flatten().all(|text| text == "2.0");
    book.require(Rule::Version, right, || format!("versions {versions:?}"))?;
    let ids = [header.id.clone(), of(assertion.map(|a| &a.id))];
    let named = header.id.is_some() && ids.iter().flatten().all(|id| !id.trim().is_empty());
    book.require(Rule::Id, named, || format!("identifiers {ids:?}"))?;
    let stated = assertion.is_none_or(|a| a.issue_instant.is_some());
    let instant = header.issue_instant.is_some() && stated;
    book.require(Rule::IssueInstant, instant, || "no IssueInstant".to_owned())?;
    let answers = response.in_response_to.as_deref().unwrap_or_default();
    book.require(Rule::InResponseTo, !answers.trim().is_empty(), || {
        "no InResponseTo".to_owned()
    })?;
    book.require(
        Rule::DestinationPresent,
        header.destination.is_some(),
        || "no Destination".to_owned(),
    )?;
    let agreed = header.consent.as_deref();
    let known = agreed.is_none_or(|uri| consent::ALL.contains(&uri));
    book.require(Rule::Consent, known, || format!("consent {agreed:?}"))?;
    let code = response.status.as_ref().and_then(Status::code_text);
    let known = code.is_none_or(|code| TOP_LEVEL.contains(&code));
    book.require(Rule::StatusCode, known, || format!("status {code:?}"))
}

/// What an assertion states.
fn statement(
    assertion: &Assertion,
    book: &Rulebook<Rule>,
) -> Result<(Statement, Stated), Breach<Rule>> {
    let subject = assertion.subject.clone().unwrap_or_default();
    let name_id = subject.name_id.clone().unwrap_or_default();
    let named = assertion.issuer.is_some() && subject.name_id.is_some();
    book.require(Rule::Subject, named, || {
        "no Issuer, Subject or NameID in the assertion".to_owned()
    })?;
    check_name_id(&name_id, book)?;
    let conditions = assertion.conditions.clone().unwrap_or_default();
    check_conditions(&conditions, book)?;
    let authentication = authentication(assertion, book)?;
    let statements = assertion.attribute_statements.len();
    book.require(Rule::OneAttributeStatement, statements == 1, || {
        format!("{statements} AttributeStatements")
    })?;
    let attributes = assertion.attribute_statements.iter();
    let attributes = attributes.flat_map(|statement| &statement.attributes);
    let attributes = assertion::attributes(attributes, book)?;
    let class_ref = authentication.class_ref().unwrap_or_default().trim();
    let statement = Statement {
        name_id,
        level: LevelOfAssurance::parse(class_ref).ok(),
        attributes,
    };
    let stated = Stated {
        issue_instant: assertion.issue_instant,
        authn_instant: authentication.authn_instant,
        conditions,
        confirmations: subject.confirmations,
        class_ref: class_ref.to_owned(),
    };
    Ok((statement, stated))
}

fn check_name_id(name: &NameId, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    use saml::names::name_id::{ENTITY, PERSISTENT, TRANSIENT};
    let length = name.value.chars().count();
    let holds = match name.format.as_deref() {
        Some(PERSISTENT | TRANSIENT) => length <= 256,
        Some(ENTITY) => length <= 1024 && crate::level::is_absolute(&name.value),
        _ => true,
    };
    book.require(Rule::NameIdSyntax, holds, || {
        format!("name of {length} characters in format {:?}", name.format)
    })
}

fn check_conditions(conditions: &Conditions, book: &Rulebook<Rule>) -> Result<(), Breach<Rule>> {
    let Conditions {
        not_before,
        not_on_or_after,
        audience_restrictions,
        ..
    } = conditions;
    let complete =
        not_before.is_some() && not_on_or_after.is_some() && !audience_restrictions.is_empty();
    book.require(Rule::Conditions, complete, || {
        format!(
            "NotBefore {not_before:?}, NotOnOrAfter {not_on_or_after:?}, {} AudienceRestrictions",
            audience_restrictions.len()
        )
    })
}

fn authentication(
    assertion: &Assertion,
    book: &Rulebook<Rule>,
) -> Result<AuthnStatement, Breach<Rule>> {
    let statements = &assertion.authn_statements;
    let first = statements.first().cloned().unwrap_or_default();
    let one = statements.len() == 1 && first.authn_instant.is_some();
    book.require(Rule::OneAuthnStatement, one, || {
        format!(
            "{} AuthnStatements, AuthnInstant {:?}",
            statements.len(),
            first.authn_instant
        )
    })?;
    Ok(first)
}
