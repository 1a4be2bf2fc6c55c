//! What arrives where a message is awaited and is none.

use browser::Navigation;
use conformance_harness::StepError;
use cucumber::gherkin::Step;
use cucumber::{given, then, when};
use saml::binding::{MessageKind, redirect};
use web::Form;
use xml::{Hash, Limits, SignatureAlgorithm};

use crate::CardWorld;
use crate::road::answers::{Answer, Answers, Ask};
use crate::road::bad_messages::{document, form, query};
use crate::road::forge::Signing;
use crate::road::{Party, Way};

/// Where services ask the portal by SAML.
const SIGN_ON: &str = "/fas/SSORedirect/metaAlias/idp";
/// Where clients ask it by OpenID Connect.
const AUTHORIZE: &str = "/fas/oauth2/authorize";
/// Where clients redeem codes.
const TOKEN: &str = "/fas/oauth2/access_token";
/// Where the answer of OpenID Connect arrives.
const CALLBACK: &str = "/oidc/callback";
/// A document type that means nothing.
const DOCUMENT_TYPE: &str = "<!DOCTYPE a [<!ENTITY b \"c\">]>";

/// The rows of a table, without its heading: what is sent, and the code that answers it.
fn rows(step: &Step) -> Result<Vec<(String, String)>, StepError> {
    let table = step.table.as_ref();
    let table = table.ok_or_else(|| StepError::precondition("the step has no table"))?;
    let rows = table.rows.iter().skip(1).map(|row| match row.as_slice() {
        [sent, code] => Ok((sent.clone(), code.clone())),
        _ => Err(StepError::precondition("a row has a message and a code")),
    });
    rows.collect()
}

/// Each is refused with a status of its sender's error and with its code, and nobody says more than that.
fn refused(
    world: &mut CardWorld,
    step: &Step,
    ask: impl Fn(&str) -> Result<Ask, StepError>,
) -> Result<(), StepError> {
    let rows = rows(step)?;
    let asks = rows.iter().map(|(sent, _)| ask(sent));
    world.ask(asks.collect::<Result<_, _>>()?)?;
    judge(world, &rows, |answer, code| {
        (400..500).contains(&answer.status) && answer.code() == Some(code)
    })
}

/// All answers that are not as the rows say, in one text.
fn judge(
    world: &CardWorld,
    rows: &[(String, String)],
    holds: impl Fn(&Answer, &str) -> bool,
) -> Result<(), StepError> {
    let Answers(answers) = world.kept("an answer")?;
    let wrong = rows.iter().zip(answers);
    let wrong = wrong.filter(|((_, code), answer)| !holds(answer, code));
    let wrong: Vec<_> = wrong.map(|(_, answer)| answer.in_words()).collect();
    match wrong.is_empty() {
        true => Ok(()),
        false => Err(StepError::expected(
            "refusals with their codes",
            wrong.join("; "),
        )),
    }
}

/// The kind of message that a party awaits, and where.
fn inbox(world: &CardWorld, party: Party) -> Result<(MessageKind, String), StepError> {
    let origin = world.origin(party)?;
    Ok(match party {
        Party::RelyingParty | Party::Connector => {
            (MessageKind::Response, format!("{origin}{}", party.inbox()))
        }
        Party::Portal => (MessageKind::Request, format!("{origin}{SIGN_ON}")),
        _ => (MessageKind::Request, format!("{origin}{}", party.inbox())),
    })
}

#[then(regex = "^the (.+) refuses these messages$")]
fn posted(world: &mut CardWorld, party: Party, #[step] step: &Step) -> Result<(), StepError> {
    let (kind, url) = inbox(world, party)?;
    refused(world, step, |name| {
        Ok(Ask::post(name, url.clone(), form(kind, name)?.encode()))
    })
}

#[then(regex = "^the (.+) refuses these messages in its address$")]
fn redirected(world: &mut CardWorld, party: Party, #[step] step: &Step) -> Result<(), StepError> {
    let (kind, url) = inbox(world, party)?;
    refused(world, step, |name| {
        Ok(Ask::get(name, format!("{url}?{}", query(kind, name)?)))
    })
}

/// Tokens of light messages, as they are written in a form.
#[then(regex = "^the (.+) refuses these tokens$")]
fn tokens(world: &mut CardWorld, party: Party, #[step] step: &Step) -> Result<(), StepError> {
    let origin = world.origin(party)?;
    let url = match party {
        Party::Connector => format!("{origin}/EidasNode/SpecificConnectorRequest"),
        _ => format!("{origin}{}", party.inbox()),
    };
    refused(world, step, |form| {
        Ok(Ask::post(form, url.clone(), form.replace("(nothing)", "")))
    })
}

#[then("the portal refuses these questions of clients")]
fn questions(world: &mut CardWorld, #[step] step: &Step) -> Result<(), StepError> {
    let url = format!("{}{AUTHORIZE}", world.origin(Party::Portal)?);
    refused(world, step, |query| {
        let query = query.replace("(nothing)", "");
        Ok(Ask::get(&query, format!("{url}?{query}")))
    })
}

/// A call is a form, or an `Authorization` header `with` a form.
#[then("the portal refuses these calls of clients")]
fn calls(world: &mut CardWorld, #[step] step: &Step) -> Result<(), StepError> {
    let url = format!("{}{TOKEN}", world.origin(Party::Portal)?);
    refused(world, step, |call| {
        let (authorization, form) = call.split_once(" with ").unwrap_or(("", call));
        let mut ask = Ask::post(call, url.clone(), form.replace("(nothing)", ""));
        if !authorization.is_empty() {
            ask.headers
                .push(("authorization", authorization.to_owned()));
        }
        Ok(ask)
    })
}

/// Addresses of tokens, encoded; `(middleware)` is where the middleware is.
#[then("the eID client refuses these addresses of tokens")]
fn addresses(world: &mut CardWorld, #[step] step: &Step) -> Result<(), StepError> {
    let url = format!("{}/eID-Client", world.origin(Party::EidClient)?);
    let middleware = world.origin(Party::Middleware)?;
    refused(world, step, |address| {
        let address = address.replace("(middleware)", &middleware);
        let address = address.replace("(nothing)", "");
        Ok(Ask::get(&address, format!("{url}?tcTokenURL={address}")))
    })
}

/// A refusal of PAOS is a message with status 200, which says what it is.
#[then("the eID server refuses these messages of PAOS")]
fn paos(world: &mut CardWorld, #[step] step: &Step) -> Result<(), StepError> {
    let url = format!(
        "{}/eidas-middleware/paosreceiver",
        world.origin(Party::Middleware)?
    );
    let rows = rows(step)?;
    let asks = rows.iter().map(|(name, _)| {
        let mut ask = Ask::post(name, url.clone(), document(name)?);
        ask.headers = vec![("content-type", "application/vnd.paos+xml".to_owned())];
        Ok(ask)
    });
    world.ask(asks.collect::<Result<_, StepError>>()?)?;
    judge(world, &rows, |answer, code| {
        let refuses = answer.body.contains("/resultmajor#error");
        answer.status == 200 && refuses && answer.body.contains(code)
    })
}

#[given("a login with SAML that turns to the portal")]
fn at_sign_on(world: &mut CardWorld) -> Result<(), StepError> {
    stop_at(world, Party::Portal, SIGN_ON, Way::Saml)
}

#[given("a login with OpenID Connect that turns to the portal")]
fn at_authorize(world: &mut CardWorld) -> Result<(), StepError> {
    stop_at(world, Party::Portal, AUTHORIZE, Way::Oidc)
}

#[given("a login with OpenID Connect that has come back to the relying party")]
fn at_callback(world: &mut CardWorld) -> Result<(), StepError> {
    stop_at(world, Party::RelyingParty, CALLBACK, Way::Oidc)
}

fn stop_at(world: &mut CardWorld, party: Party, path: &str, way: Way) -> Result<(), StepError> {
    let place = format!("{}{path}", world.origin(party)?);
    world.browser()?.stop_before(&place);
    world.log_in(way)?;
    world.pending().map(drop)
}

/// The text of the message that the browser holds, of either binding.
fn held(message: &Navigation, kind: MessageKind) -> Result<String, StepError> {
    let said = |error: String| StepError::precondition(error);
    match message.url.split_once('?') {
        Some((_, query)) => redirect::parse(query, &Limits::SAML)
            .map(|incoming| incoming.carried.text)
            .map_err(|error| said(error.to_string())),
        None => {
            let field = message.value(kind.parameter()).unwrap_or_default();
            saml::post::decode(&field, &Limits::SAML).map_err(|error| said(error.to_string()))
        }
    }
}

/// The message itself is as it should be, and so is its signature.
#[when("the message arrives behind a document type")]
fn document_type(world: &mut CardWorld) -> Result<(), StepError> {
    let message = world.pending()?;
    let (kind, text) = match message.value("SAMLRequest") {
        Some(_) => {
            let text = held(&message, MessageKind::Request)?;
            let element = xml::parse(text.as_bytes(), &Limits::SAML)
                .map_err(|error| StepError::precondition(error.to_string()))?;
            let rsa = SignatureAlgorithm::RsaPkcs1(Hash::Sha256);
            let signing = Signing::with("relying-party signing").algorithm(rsa);
            (MessageKind::Request, world.sign(&element, &signing)?)
        }
        None => (
            MessageKind::Response,
            held(&message, MessageKind::Response)?,
        ),
    };
    let text = match text.split_once("?>") {
        Some((declaration, document)) => format!("{declaration}?>{DOCUMENT_TYPE}{document}"),
        None => format!("{DOCUMENT_TYPE}{text}"),
    };
    let url = message.url.split('?').next().unwrap_or_default().to_owned();
    let state = message.value("RelayState");
    let fields = saml::post::fields(kind, &text, state.as_deref());
    let form: Form = fields.into_iter().collect();
    world.deliver(Navigation::post(url, form))
}

/// The same field twice, first as it should be, then with something else.
#[when(expr = "the message arrives with two fields {word}")]
fn twice(world: &mut CardWorld, field: String) -> Result<(), StepError> {
    let mut message = world.pending()?;
    match message.url.contains('?') {
        true => message.url = format!("{}&{field}=stranger", message.url),
        false => message.fields = message.fields.with(field, "stranger"),
    }
    world.deliver(message)
}
