//! Light answers that a portal must refuse.

use conformance_harness::StepError;
use eidas_profile::Attribute;
use eidas_profile::light::LightResponse;

use super::requests::{declared, replaced};

/// The answer, changed as the words say.
pub(super) fn changed(text: &str, words: &str) -> Result<String, StepError> {
    match words {
        "has a second status that the schema does not list" => replaced(
            text,
            "</statusCode>",
            "</statusCode><subStatusCode>urn:oasis:names:tc:SAML:2.0:status:NoPassive</subStatusCode>",
        ),
        "declares a document type with an entity" => declared(
            text,
            "<!DOCTYPE lightResponse [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
        ),
        other => {
            let edit = edit(other).ok_or_else(|| {
                StepError::precondition(format!("a light answer that {other:?} is not known"))
            })?;
            let answer = LightResponse::parse(text);
            let answer = answer.map_err(|error| StepError::precondition(error.to_string()))?;
            Ok(edit(answer).to_text())
        }
    }
}

type Edit = fn(LightResponse) -> LightResponse;

/// Changes that leave a light answer one.
fn edit(words: &str) -> Option<Edit> {
    Some(match words {
        "answers a request that nobody sent" => |answer| LightResponse {
            in_response_to: answer.in_response_to.chars().rev().collect(),
            ..answer
        },
        "is a success that says nothing of the person" => |answer| LightResponse {
            attributes: Vec::new(),
            ..answer
        },
        "says neither success nor failure, and nothing of the person" => |answer| {
            let mut answer = LightResponse {
                attributes: Vec::new(),
                ..answer
            };
            answer.status.failure = None;
            answer
        },
        "has an identifier with a space" => {
            |answer| with_identifier(answer, |it| it.replace("/BE/", "/BE/ "))
        }
        "has an identifier of 257 characters behind its countries" => {
            |answer| with_identifier(answer, |it| format!("{it:A<263}"))
        }
        "has an identifier of France" => {
            |answer| with_identifier(answer, |it| it.replace("DE/BE/", "FR/BE/"))
        }
        "has no date of birth" => |answer| {
            let person = answer.person().without(Attribute::DateOfBirth);
            answer.with_person(&person)
        },
        "has a lower level than the service needs" => |answer| LightResponse {
            level: Some("http://eidas.europa.eu/LoA/low".to_owned()),
            ..answer
        },
        "has a level that does not exist" => |answer| LightResponse {
            level: Some("http://eidas.europa.eu/LoA/highest".to_owned()),
            ..answer
        },
        _ => return None,
    })
}

fn with_identifier(answer: LightResponse, change: fn(&str) -> String) -> LightResponse {
    let name = Attribute::PersonIdentifier;
    let person = answer.person();
    let identifier = change(person.get(name).unwrap_or_default());
    let person = person.without(name).with(name, identifier);
    answer.with_person(&person)
}
