//! What the middleware answers the connector: looked at while the browser holds it.

use conformance_harness::StepError;
use cucumber::{given, then, when};
use saml::Instant;

use crate::CardWorld;
use crate::road::evidence::judge::check;
use crate::road::evidence::response::{attribute, holds_now, is_now, moment, part, told, value};
use crate::road::forge::SAML;
use crate::road::{Party, Way};

mod person;

const HIGH: &str = "http://eidas.europa.eu/LoA/high";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const UNSPECIFIED: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
/// How long an assertion is valid, in seconds.
const TEN_MINUTES: i64 = 600;

fn now(world: &CardWorld) -> Result<Instant, StepError> {
    Ok(Instant::new(world.stage()?.ambient.now()))
}

/// The browser holds what comes before the connector, however the login goes.
#[given("the middleware's response will be seen on its way")]
fn watched(world: &mut CardWorld) -> Result<(), StepError> {
    let connector = world.origin(Party::Connector)?;
    let inbox = format!("{connector}{}", Party::Connector.inbox());
    world.browser()?.stop_before(&inbox);
    Ok(())
}

/// Eighty bytes, the most that there may be, with characters that forms like to change.
#[when("the request of the connector has a RelayState beside it")]
fn with_relay_state(world: &mut CardWorld) -> Result<(), StepError> {
    let state = format!("{:x<80}", "TEST & state = of + the connector; ");
    let message = world.pending()?.field("RelayState", &state);
    world.deliver(message)
}

#[when("another login with SAML reaches the connector")]
fn another(world: &mut CardWorld) -> Result<(), StepError> {
    let first = world.response()?;
    world.keep(first);
    world.another_browser()?;
    world.log_in_up_to(Party::Connector, Way::Saml)
}

#[then("the response is signed by a key of the middleware's role")]
fn signed(world: &mut CardWorld) -> Result<(), StepError> {
    let signers = world.signers()?;
    world.response()?.is_signed_by(&signers)
}

#[then("the response has one assertion, encrypted to the connector")]
fn encrypted(world: &mut CardWorld) -> Result<(), StepError> {
    world.assertion().map(drop)
}

#[then("the response has no assertion")]
fn without(world: &mut CardWorld) -> Result<(), StepError> {
    let has = world.response()?.has_assertion();
    check(!has, "no assertion", "an assertion")
}

#[then("the response goes to the address in the connector's metadata, and says so")]
fn destination(world: &mut CardWorld) -> Result<(), StepError> {
    let consumer = world.consumer()?;
    let response = world.response()?;
    check(
        response.posted_to == consumer,
        &consumer,
        &response.posted_to,
    )?;
    let destination = attribute(&response.message, "Destination")?;
    check(destination == consumer, &consumer, destination)
}

#[then("the response is issued by the middleware")]
fn issuer(world: &mut CardWorld) -> Result<(), StepError> {
    let own = world.entity_id(Party::Middleware)?;
    let response = world.response()?;
    let issuer = part(&response.message, "Issuer")?.text();
    check(issuer == own, &own, &issuer)?;
    if response.has_assertion() {
        let issuer = part(&world.assertion()?, "Issuer")?.text();
        check(issuer == own, own, issuer)?;
    }
    Ok(())
}

#[then("the response answers the connector's request")]
fn in_response(world: &mut CardWorld) -> Result<(), StepError> {
    let response = world.response()?;
    let asked = attribute(&response.request, "ID")?;
    let answered = attribute(&response.message, "InResponseTo")?;
    check(answered == asked, asked, answered)
}

#[then("the subject is confirmed for whoever brings the assertion, as an answer to the request")]
fn confirmed(world: &mut CardWorld) -> Result<(), StepError> {
    let assertion = world.assertion()?;
    let method = attribute(part(&assertion, "SubjectConfirmation")?, "Method")?;
    check(method == BEARER, BEARER, method)?;
    let response = world.response()?;
    let asked = attribute(&response.request, "ID")?;
    let data = part(&assertion, "SubjectConfirmationData")?;
    let answered = attribute(data, "InResponseTo")?;
    check(answered == asked, asked, answered)
}

#[then("the recipient is the address in the connector's metadata")]
fn recipient(world: &mut CardWorld) -> Result<(), StepError> {
    let consumer = world.consumer()?;
    let assertion = world.assertion()?;
    let recipient = attribute(part(&assertion, "SubjectConfirmationData")?, "Recipient")?;
    check(recipient == consumer, &consumer, recipient)
}

#[then("the audience is the connector")]
fn audience(world: &mut CardWorld) -> Result<(), StepError> {
    let connector = world.entity_id(Party::Connector)?;
    let assertion = world.assertion()?;
    let audiences: Vec<String> = assertion
        .descendants()
        .filter(|element| element.is(SAML, "Audience"))
        .map(xml::Element::text)
        .collect();
    let expected = [connector];
    check(audiences == expected, &expected[0], audiences.join(", "))
}

#[then("the response was made now")]
fn made(world: &mut CardWorld) -> Result<(), StepError> {
    let now = now(world)?;
    let response = world.response()?;
    is_now(moment(&response.message, "IssueInstant")?, now)
}

#[then("the assertion is valid now, and for ten minutes at most")]
fn valid(world: &mut CardWorld) -> Result<(), StepError> {
    let now = now(world)?;
    let assertion = world.assertion()?;
    is_now(moment(&assertion, "IssueInstant")?, now)?;
    for place in ["Conditions", "SubjectConfirmationData"] {
        let element = part(&assertion, place)?;
        let from = moment(element, "NotBefore")?;
        let until = moment(element, "NotOnOrAfter")?;
        holds_now(from, until, now, TEN_MINUTES)?;
    }
    Ok(())
}

#[then("the identifiers of both responses differ")]
fn ids(world: &mut CardWorld) -> Result<(), StepError> {
    let first = world.kept::<crate::road::evidence::response::Response>("a response")?;
    let second = world.response()?;
    let first = attribute(&first.message, "ID")?;
    let second = attribute(&second.message, "ID")?;
    check(first != second, "two identifiers", first)
}

#[then("the authentication is one of the level high, of now")]
fn level(world: &mut CardWorld) -> Result<(), StepError> {
    let now = now(world)?;
    let assertion = world.assertion()?;
    let statements = assertion.all(SAML, "AuthnStatement").count();
    check(statements == 1, "one authentication", statements)?;
    let level = part(&assertion, "AuthnContextClassRef")?.text();
    check(level == HIGH, HIGH, level)?;
    is_now(
        moment(part(&assertion, "AuthnStatement")?, "AuthnInstant")?,
        now,
    )
}

#[then("the name of the subject is the identifier, of no special format")]
fn name_id(world: &mut CardWorld) -> Result<(), StepError> {
    let assertion = world.assertion()?;
    let name = part(&assertion, "NameID")?;
    let format = attribute(name, "Format")?;
    check(format == UNSPECIFIED, UNSPECIFIED, format)?;
    let identifier = told(&assertion, "PersonIdentifier")?;
    check(name.text() == identifier, identifier, name.text())
}

#[then("RelayState comes back as it was sent")]
fn relay_state(world: &mut CardWorld) -> Result<(), StepError> {
    let sent = world.requests()?.pop().and_then(|(_, state)| state);
    let back = world.response()?.relay_state;
    let text = |state: &Option<String>| state.clone().unwrap_or_else(|| "none".to_owned());
    check(sent.is_some() && back == sent, text(&sent), text(&back))
}

#[then(regex = "^the status of the response is (Success|Responder|Responder and AuthnFailed)$")]
fn status(world: &mut CardWorld, words: String) -> Result<(), StepError> {
    let codes = world.response()?.statuses();
    let found = codes.join(" and ");
    check(found == words, words, found)
}

#[then(expr = "the status says in words: {word}")]
fn words(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let message = world.response()?.status_message();
    check(message.contains(&word), word, message)
}

#[then("only attributes that were asked for are told")]
fn asked_for(world: &mut CardWorld) -> Result<(), StepError> {
    let response = world.response()?;
    let named = |element: &xml::Element, local: &str| -> Vec<String> {
        let found = element.descendants().filter(|e| e.local() == local);
        found
            .filter_map(|e| e.attribute("Name").map(str::to_owned))
            .collect()
    };
    let asked = named(&response.request, "RequestedAttribute");
    let told = named(&world.assertion()?, "Attribute");
    let more: Vec<String> = told
        .into_iter()
        .filter(|name| !asked.contains(name))
        .collect();
    check(
        more.is_empty(),
        "attributes that were asked for",
        more.join(", "),
    )
}

#[then("every attribute of the minimum data set is told")]
fn minimum(world: &mut CardWorld) -> Result<(), StepError> {
    let assertion = world.assertion()?;
    let set = ["FamilyName", "FirstName", "DateOfBirth", "PersonIdentifier"];
    let missing: Vec<&str> = set
        .into_iter()
        .filter(|name| value(&assertion, name).is_none())
        .collect();
    check(
        missing.is_empty(),
        "all four",
        format!("no {}", missing.join(", ")),
    )
}
