//! Light requests that a connector must refuse.

use conformance_harness::StepError;
use eidas_profile::LevelOfAssurance;
use eidas_profile::light::{LevelType, LightAttribute, LightLevel, LightRequest};

const LEGAL_NAME: &str = "http://eidas.europa.eu/attributes/legalperson/LegalName";

/// The request with a state that the portal wants back.
pub(super) fn with_state(text: &str, state: &str) -> Result<String, StepError> {
    edited(text, |request| request.relay_state = Some(state.to_owned()))
}

/// The request, changed as the words say.
pub(super) fn changed(text: &str, words: &str) -> Result<String, StepError> {
    match words {
        "gives a level of an unknown type" => replaced(
            text,
            "<levelOfAssurance>",
            "<levelOfAssurance type=\"own\">",
        ),
        "declares a document type with an entity" => declared(
            text,
            "<!DOCTYPE lightRequest [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
        ),
        "declares entities that grow" => declared(text, &bomb()),
        "has more than 65535 characters" => {
            let filler = format!("{}</providerName>", " x".repeat(40_000));
            replaced(text, "</providerName>", &filler)
        }
        "lacks its identifier" => without(text, "id"),
        "has its country at the end" => {
            let rest = without(text, "citizenCountryCode")?;
            replaced(
                &rest,
                "</lightRequest>",
                "<citizenCountryCode>DE</citizenCountryCode></lightRequest>",
            )
        }
        other => {
            let edit = edit(other).ok_or_else(|| {
                StepError::precondition(format!("a light request that {other:?} is not known"))
            })?;
            edited(text, edit)
        }
    }
}

/// Changes that leave a light request one.
fn edit(words: &str) -> Option<fn(&mut LightRequest)> {
    Some(match words {
        "asks for two notified levels" => {
            |request| request.levels.push(LightLevel::new(&LevelOfAssurance::Low))
        }
        "calls its level not notified" => |request| {
            for level in &mut request.levels {
                level.kind = LevelType::NonNotified;
            }
        },
        "asks for a level that does not exist" => |request| {
            for level in &mut request.levels {
                level.uri.push_str("est");
            }
        },
        "asks for a level of a scheme that Germany has not" => |request| {
            request.levels = vec![LightLevel {
                uri: "http://eidas.europa.eu/NotNotified/LoA/low".to_owned(),
                kind: LevelType::NonNotified,
            }];
        },
        "asks for a company, too" => {
            |request| request.attributes.push(LightAttribute::named(LEGAL_NAME))
        }
        "asks for nothing that exists" => |request| {
            let unknown = "http://eidas.europa.eu/attributes/naturalperson/ShoeSize";
            request.attributes = vec![LightAttribute::named(unknown)];
        },
        "names a country that nobody answers for" => |request| request.country = "XA".to_owned(),
        "names a private service" => |request| request.service_type = Some("private".to_owned()),
        "names its service by no URI" => |request| request.requester_id = Some("a b".to_owned()),
        "has a state of 81 characters" => |request| request.relay_state = Some("s".repeat(81)),
        "asks for a format of names that Germany has not" => |request| {
            let kerberos = "urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos";
            request.name_id_format = Some(kerberos.to_owned());
        },
        _ => return None,
    })
}

fn edited(text: &str, edit: impl Fn(&mut LightRequest)) -> Result<String, StepError> {
    let request = LightRequest::parse(text);
    let mut request = request.map_err(|error| StepError::precondition(error.to_string()))?;
    edit(&mut request);
    Ok(request.to_text())
}

pub(super) fn replaced(text: &str, part: &str, by: &str) -> Result<String, StepError> {
    if text.contains(part) {
        return Ok(text.replacen(part, by, 1));
    }
    Err(StepError::precondition(format!(
        "there is no {part:?} in {text}"
    )))
}

/// The message with this before its root.
pub(super) fn declared(text: &str, declaration: &str) -> Result<String, StepError> {
    let root = text.find("<light");
    let root = root.ok_or_else(|| StepError::precondition("no light message"))?;
    let (before, message) = text.split_at(root);
    Ok(format!("{before}{declaration}{message}"))
}

fn without(text: &str, element: &str) -> Result<String, StepError> {
    let (open, close) = (format!("<{element}>"), format!("</{element}>"));
    let parts = text
        .split_once(&open)
        .and_then(|(before, rest)| Some((before, rest.split_once(&close)?.1)));
    match parts {
        Some((before, after)) => Ok(format!("{before}{after}")),
        None => Err(StepError::precondition(format!("there is no {element}"))),
    }
}

/// Entities that a careless parser would make ten thousand letters of, and more.
fn bomb() -> String {
    let mut entities = String::from("<!ENTITY e0 \"0123456789\">");
    for level in 1..4 {
        let before = format!("&e{};", level - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY e{level} \"{before}\">"));
    }
    format!("<!DOCTYPE lightRequest [{entities}]>")
}
