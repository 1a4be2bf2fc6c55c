//! What the eID client has told the server of ours.

use conformance_harness::StepError;
use cucumber::then;
use eac::encoding::{Chat, Right};
use paos::{Eac1Output, Message, OutputData, ProtocolResult, ResultMinor, TransmitResponse};

use crate::CardWorld;
use crate::road::eid_server::SESSION;
use crate::road::evidence::judge::check;

fn said(error: impl std::fmt::Display) -> StepError {
    StepError::requirement(error.to_string())
}

fn heard(world: &CardWorld) -> Result<Vec<Message>, StepError> {
    let heard = world.own_server()?.heard();
    Ok(heard.into_iter().map(|envelope| envelope.message).collect())
}

fn consent(world: &CardWorld) -> Result<Eac1Output, StepError> {
    let consents = heard(world)?.into_iter().find_map(|message| match message {
        Message::DidAuthenticateResponse(answer) => match answer.data {
            Some(OutputData::Eac1(output)) => Some(output),
            _ => None,
        },
        _ => None,
    });
    consents.ok_or_else(|| StepError::requirement("EAC1Output was never sent"))
}

fn results(messages: &[Message]) -> impl Iterator<Item = &ProtocolResult> {
    messages.iter().filter_map(|message| match message {
        Message::DidAuthenticateResponse(answer) => Some(&answer.result),
        Message::TransmitResponse(answer) => Some(&answer.result),
        _ => None,
    })
}

#[then(expr = "our eID server was told of {word}")]
fn told(world: &mut CardWorld, word: String) -> Result<(), StepError> {
    let messages = heard(world)?;
    let last = results(&messages).last();
    let minor = last.and_then(|result| result.minor.as_ref());
    let minor = minor.map_or("nothing", ResultMinor::word);
    let failed = last.is_some_and(|result| !result.is_ok());
    check(failed && minor == word, word, minor)
}

#[then("our eID server was told nothing")]
fn nothing(world: &mut CardWorld) -> Result<(), StepError> {
    let messages = heard(world)?;
    let names: Vec<&str> = messages.iter().map(Message::name).collect();
    check(names.is_empty(), "no message", names.join(", "))
}

#[then("our eID server was told everything in its order")]
fn order(world: &mut CardWorld) -> Result<(), StepError> {
    let messages = heard(world)?;
    let names: Vec<&str> = messages.iter().map(Message::name).collect();
    let mut kept = names.clone();
    kept.retain(|name| *name != "InitializeFrameworkResponse");
    kept.dedup();
    let expected = ["StartPAOS", "DIDAuthenticateResponse", "TransmitResponse"];
    check(kept == expected, expected.join(", "), names.join(", "))
}

/// In the first message, and in the header of all.
#[then("our eID server was told the session of the TC token")]
fn session(world: &mut CardWorld) -> Result<(), StepError> {
    for fields in world.own_server()?.headers() {
        let field = |wanted: &str| {
            let found = fields
                .iter()
                .find(|(name, _)| name.eq_ignore_ascii_case(wanted));
            found.map_or("", |(_, value)| value.as_str()).to_owned()
        };
        let id = field(paos::REQUEST_ID_HEADER);
        check(id == SESSION, SESSION, id)?;
        let version = field("paos");
        check(version == paos::PAOS_HEADER, paos::PAOS_HEADER, version)?;
    }
    let start = heard(world)?.into_iter().find_map(|message| match message {
        Message::StartPaos(start) => Some(start.session_identifier),
        _ => None,
    });
    let start = start.unwrap_or_default();
    check(start == SESSION, SESSION, start)
}

#[then("our eID server was told the required rights alone")]
fn required(world: &mut CardWorld) -> Result<(), StepError> {
    effective(world, false)
}

#[then("our eID server was told the required and the optional rights")]
fn all(world: &mut CardWorld) -> Result<(), StepError> {
    effective(world, true)
}

fn effective(world: &CardWorld, optional: bool) -> Result<(), StepError> {
    let chat = consent(world)?.chat.unwrap_or_default();
    let chat = Chat::decode(&chat).map_err(said)?;
    let mut expected = vec![
        Right::ReadDataGroup(4),
        Right::ReadDataGroup(5),
        Right::ReadDataGroup(8),
        Right::RestrictedIdentification,
    ];
    expected.extend(optional.then_some(Right::ReadDataGroup(17)));
    let found: Vec<Right> = chat.rights().collect();
    let list = |rights: &[Right]| {
        let names: Vec<String> = rights.iter().map(Right::to_string).collect();
        names.join(", ")
    };
    let same = found.len() == expected.len() && expected.iter().all(|right| chat.has(*right));
    check(same, list(&expected), list(&found))
}

/// Data groups 4, 5, 8, 10 and 17 and the pseudonym are what the certificate has.
#[then("our eID server was told no right beyond its certificate")]
fn certified(world: &mut CardWorld) -> Result<(), StepError> {
    let chat = consent(world)?.chat.unwrap_or_default();
    let chat = Chat::decode(&chat).map_err(said)?;
    let groups = [4, 5, 8, 10, 17].map(Right::ReadDataGroup);
    let more = chat
        .rights()
        .filter(|right| !groups.contains(right) && *right != Right::RestrictedIdentification);
    let more: Vec<String> = more.map(|right| right.to_string()).collect();
    check(
        more.is_empty(),
        "rights of the certificate",
        more.join(", "),
    )
}

#[then("the chip has proven itself to our eID server")]
fn chip(world: &mut CardWorld) -> Result<(), StepError> {
    match world.own_server()?.chip() {
        Some(Ok(())) => Ok(()),
        Some(Err(why)) => Err(StepError::expected("a proof of the chip", why)),
        None => Err(StepError::expected("a proof of the chip", "none")),
    }
}

#[then(expr = "our eID server was told {int} answer(s) of the card")]
fn answers(world: &mut CardWorld, count: usize) -> Result<(), StepError> {
    let response = heard(world)?.into_iter().find_map(|message| match message {
        Message::TransmitResponse(response) => Some(response),
        _ => None,
    });
    let outputs = response.map_or(0, |TransmitResponse { outputs, .. }| outputs.len());
    check(outputs == count, count, outputs)
}
