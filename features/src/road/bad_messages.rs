//! What stands where a message should be, by name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use conformance_harness::StepError;
use saml::binding::{Carried, MessageKind, redirect};
use web::Form;

/// How deep a tree is that nobody reads to its end.
const DEEP: usize = 20_000;
/// How many attributes an element has that nobody reads to its end.
const WIDE: usize = 8_000;
/// More than any message has.
const LONG: usize = 300_000;
/// More than anybody unpacks.
const BOMB: usize = 20_000_000;
/// How often an entity repeats the one before.
const TIMES: usize = 10;

/// The bytes of a document.
///
/// # Errors
///
/// When none is called so.
pub fn document(name: &str) -> Result<Vec<u8>, StepError> {
    let text = match name {
        "nothing" => String::new(),
        "no XML" => "hello".to_owned(),
        "half a document" => "<a><b>".to_owned(),
        "two documents" => "<a/><a/>".to_owned(),
        "a document of another kind" => "<a/>".to_owned(),
        "a document with a NUL" => "<a>\0</a>".to_owned(),
        "a document type" => "<!DOCTYPE a><a/>".to_owned(),
        "an entity from elsewhere" => {
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>".to_owned()
        }
        "entities that grow" => growing(),
        "a tree without an end" => "<a>".repeat(DEEP),
        "a deep tree" => format!("{}{}", "<a>".repeat(DEEP), "</a>".repeat(DEEP)),
        "thousands of attributes" => {
            let attributes = (0..WIDE).map(|number| format!(" a{number}=\"\""));
            format!("<a{}/>", attributes.collect::<String>())
        }
        "a long document" => format!("<a>{}</a>", "a".repeat(LONG)),
        "no UTF-8" => return Ok(b"<a>\xff\xfe</a>".to_vec()),
        "UTF-16" => {
            let units = "<a/>".encode_utf16().flat_map(u16::to_le_bytes);
            return Ok([0xFF, 0xFE].into_iter().chain(units).collect());
        }
        other => {
            return Err(StepError::precondition(format!(
                "no message is called {other:?}"
            )));
        }
    };
    Ok(text.into_bytes())
}

/// A billion laughs.
fn growing() -> String {
    let mut entities = "<!ENTITY e0 \"ha\">".to_owned();
    for number in 1..TIMES {
        let before = format!("&e{};", number - 1).repeat(TIMES);
        entities = format!("{entities}<!ENTITY e{number} \"{before}\">");
    }
    format!("<!DOCTYPE a [{entities}]><a>&e{};</a>", TIMES - 1)
}

/// The form that carries it in the place of a message.
///
/// # Errors
///
/// When none is called so.
pub fn form(kind: MessageKind, name: &str) -> Result<Form, StepError> {
    let field = kind.parameter();
    let other = match kind {
        MessageKind::Request => MessageKind::Response,
        MessageKind::Response => MessageKind::Request,
    };
    let encoded = STANDARD.encode("<a/>");
    Ok(match name {
        "no field" => Form::new().with("RelayState", "a"),
        "no base64" => Form::new().with(field, "%%%%"),
        "a message of the other kind" => Form::new().with(other.parameter(), encoded),
        "both kinds of messages" => Form::new()
            .with(field, encoded.as_str())
            .with(other.parameter(), encoded.as_str()),
        "two messages" => Form::new()
            .with(field, encoded.as_str())
            .with(field, encoded.as_str()),
        document_of => Form::new().with(field, STANDARD.encode(document(document_of)?)),
    })
}

/// The query that carries it in the place of a message.
///
/// # Errors
///
/// When none is called so.
pub fn query(kind: MessageKind, name: &str) -> Result<String, StepError> {
    let packed = |text: String| {
        let carried = Carried {
            kind,
            text,
            relay_state: None,
        };
        redirect::query(&carried, None).map_err(|error| StepError::precondition(error.to_string()))
    };
    match name {
        "no field" | "no base64" | "a message that is not packed" | "no UTF-8" => {
            let name = match name {
                "a message that is not packed" => "a document of another kind",
                other => other,
            };
            Ok(form(kind, name)?.encode())
        }
        "two messages" => {
            let once = packed("<a/>".to_owned())?;
            Ok(format!("{once}&{once}"))
        }
        "a bomb" => packed("a".repeat(BOMB)),
        other => packed(String::from_utf8_lossy(&document(other)?).into_owned()),
    }
}
